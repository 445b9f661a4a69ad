package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/layout/press"
)

// TestOtherPackets has the judges look at what the first packet does not show:
// the starter packet, and a letter with a reserved signature field.
func TestOtherPackets(t *testing.T) {
	tmp := t.TempDir()
	signed := filepath.Join(tmp, "signed")
	if err := os.CopyFS(signed, os.DirFS(packet)); err != nil {
		t.Fatal(err)
	}
	letter := filepath.Join(signed, "letter.md")
	text, err := os.ReadFile(letter)
	if err != nil {
		t.Fatal(err)
	}
	const first = "    title: Attorney General of New Mexico\n"
	changed := strings.Replace(string(text), first, first+"    signature: digital\n", 1)
	if changed == string(text) {
		t.Fatal("the letter's first signatory is not where this test looks")
	}
	if err := os.WriteFile(letter, []byte(changed), 0o666); err != nil {
		t.Fatal(err)
	}

	var pdfs, epubs []string
	for name, dir := range map[string]string{"starter": filepath.Join("..", "..", "assets", "packets", "starter"), "field": signed} {
		result, err := press.Build(t.Context(), press.Options{Packet: dir, Output: filepath.Join(tmp, "dist-"+name)})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, f := range result.Files {
			if filepath.Ext(f.Path) == ".epub" {
				epubs = append(epubs, f.Path)
			} else {
				pdfs = append(pdfs, f.Path)
			}
		}
	}
	t.Run("field", func(t *testing.T) {
		root, err := structTree(t.Context(), filepath.Join(tmp, "dist-field", "letter.pdf"))
		need(t, err)
		if n := len(root.find("Form")); n != 1 {
			t.Errorf("%d elements Form", n)
		}
	})
	t.Run("veraPDF", func(t *testing.T) {
		verdicts, err := verapdf(t.Context(), pdfs, []string{"2a", "ua1"})
		need(t, err)
		checkPass(t, verdicts)
	})
	t.Run("qpdf", func(t *testing.T) {
		verdicts, err := qpdf(t.Context(), pdfs)
		need(t, err)
		checkPass(t, verdicts)
	})
	t.Run("EPUBCheck", func(t *testing.T) {
		verdicts, err := epubcheck(t.Context(), epubs)
		need(t, err)
		checkPass(t, verdicts)
	})
	t.Run("Ace", func(t *testing.T) {
		verdicts, err := ace(t.Context(), epubs)
		need(t, err)
		checkPass(t, verdicts)
	})
}
