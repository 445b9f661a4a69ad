package main

import (
	_ "embed"
	"strings"
	"unicode"
)

// seedText is the public record that the first packet restores.
//
//go:embed testdata/seed.txt
var seedText string

// seedParts gives the seed's release and letter as they are to be printed: its
// typewriter quotes and dashes are typographic ones. Nothing else is touched.
func seedParts() (release, letter string) {
	release, letter, _ = strings.Cut(typographic(seedText), "\n#\n")
	return release + "\n#\n", letter
}

// typographic sets typewriter quotes and dashes as print has them: a quotation
// mark opens at the start of a word and closes elsewhere, "---" is an em dash.
func typographic(text string) string {
	var b strings.Builder
	before := ' '
	for _, r := range strings.ReplaceAll(text, "---", "—") {
		opens := unicode.IsSpace(before) || strings.ContainsRune("(—“‘", before)
		switch {
		case r == '"' && opens:
			r = '“'
		case r == '"':
			r = '”'
		case r == '\'' && opens:
			r = '‘'
		case r == '\'':
			r = '’'
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}
