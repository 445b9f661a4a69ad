package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The comparison is fair only if Typst sets the same words to the same standards.
func TestTypstLetter(t *testing.T) {
	tmp := t.TempDir()
	t.Chdir(filepath.Join("..", ".."))
	contenders, err := typstContenders(tmp)
	if err != nil {
		t.Skip(err) // Typst is no judge: it may be missing anywhere
	}
	c := contenders[0]
	cmd := exec.Command(c.args[0], c.args[1:]...)
	cmd.Env = append(os.Environ(), c.env...)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	file := filepath.Join(tmp, "typst.pdf")
	verdicts, err := verapdf(t.Context(), []string{file}, []string{"2a", "ua1"})
	need(t, err)
	checkVerdicts(t, verdicts, []string{"PASS", "PASS"})
	got, err := pdftotextWords(t.Context(), file)
	need(t, err)
	_, letter := seedParts()
	if len(got) < len(strings.Fields(letter)) {
		t.Errorf("%d words, the letter has %d", len(got), len(strings.Fields(letter)))
	}
}
