package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

// shells are those that have a script; shellScript gives it.
var shells = []string{"bash", "zsh", "fish"}

// completionVerb is "chancery completion".
func (p *program) completionVerb() *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print the script that completes command lines",
		UsageText: "chancery completion bash|zsh|fish",
		Description: `Prints a script for a shell, which then completes verbs, flags, their values
(faces, letterheads) and file names.

    bash   in ~/.bashrc, the line of the example
    zsh    in ~/.zshrc, the same with zsh, after compinit
    fish   its output in ~/.config/fish/completions/chancery.fish

Example:

    source <(chancery completion bash)`,
		Action: func(c *cli.Context) error {
			list, err := operands(c, 1, 1, "shell")
			if err != nil {
				return err
			}
			script := shellScript(list[0])
			if script == "" {
				e := &usageError{fmt.Sprintf("there is no script for %q", list[0]), "use bash, zsh or fish"}
				if near := nearest(list[0], shells); near != "" {
					e.hint = "use " + near
				}
				return e
			}
			p.out.WriteString(script)
			return nil
		},
	}
}

// shellScript is the script for a shell, "" if there is none. Each asks chancery
// itself what could follow (see complete), and offers files where it says nothing.
func shellScript(shell string) string {
	switch shell {
	case "bash":
		return `# Completion of chancery for bash. COMP_WORDS has "--size=12" as three words.
_chancery() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$(printf %q "${line%%$'\t'*}")")
    done < <("${COMP_WORDS[0]}" ` + completeVerb + ` "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o bashdefault -o default -F _chancery chancery
`
	case "zsh":
		return `#compdef chancery
# Completion of chancery for zsh.
_chancery() {
    local line
    local -a lines found
    lines=("${(@f)$("${words[1]}" ` + completeVerb + ` "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -z "${lines[1]}" ]]; then
        _files
        return
    fi
    for line in "${lines[@]}"; do
        found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    _describe chancery found
}
if [[ "${funcstack[1]}" == _chancery ]]; then
    _chancery "$@"
else
    compdef _chancery chancery
fi
`
	case "fish":
		return `# Completion of chancery for fish.
function __chancery_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    $words[1] ` + completeVerb + ` $words[2..-1] "$word" 2>/dev/null
end
function __chancery_files
    test -z (__chancery_complete | string collect)
end
complete -c chancery -f
complete -c chancery -n __chancery_files -F
complete -c chancery -a '(__chancery_complete)'
`
	}
	return ""
}

// shellWord is a word as a shell reads it back.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./+@%,:=", r) || r > 0x7F
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
