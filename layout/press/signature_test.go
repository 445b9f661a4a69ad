package press_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/layout/press"
	"chancery/source"
)

// TestSignatureScripts draws names that the built-in faces have not the letters of,
// with fonts and words from a folder.
func TestSignatureScripts(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{"fonts", "labels"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	list, err := filepath.Glob("../../fonts/testdata/scripts/*.ttf")
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	put := func(from, to string) {
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, to), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range list {
		put(f, "fonts/"+filepath.Base(f))
	}
	put("../../cmd/judge/testdata/packets/french/labels/fr.yaml", "labels/fr.yaml")
	at := time.Date(2018, 6, 19, 14, 0, 0, 0, time.UTC)
	outlines := func(g press.Signature, width float64) int {
		t.Helper()
		g.Time = at
		content, err := g.Draw(width, 50)
		if err != nil {
			t.Errorf("%s: %v", g.Name, err)
		}
		return bytes.Count(content, []byte("f Q\n"))
	}
	line := outlines(press.Signature{Lang: "en-US", Name: "A"}, 200) - 1
	for name, glyphs := range map[string]int{"محمد علي": 7, "משה כהן": 6, "कमल": 3, "日本": 2, "አበበ": 3, "محمد (24)": 8, "A משה 12": 6} {
		g := press.Signature{Lang: "en-US", Name: name, Resources: dir}
		if got := outlines(g, 200); got != line+glyphs {
			t.Errorf("%s: %d outlines, want %d", name, got-line, glyphs)
		}
		g.Seal = true
		if got := outlines(g, 200); got != line+glyphs+4 { // and the year
			t.Errorf("%s: %d outlines in the seal, want %d", name, got-line-4, glyphs)
		}
		g.Resources = ""
		var missing *press.CharacterError
		if _, err := g.Draw(200, 50); !errors.As(err, &missing) {
			t.Errorf("%s without the fonts: %v", name, err)
		}
	}
	french, english := press.Signature{Lang: "fr", Name: "A", Resources: dir}, press.Signature{Lang: "fr", Name: "A"}
	if outlines(french, 200) == outlines(english, 200) {
		t.Error("a French letter is signed in English, though its words are there")
	}

	if err := os.WriteFile(filepath.Join(dir, "fonts", "bad.ttf"), []byte("no font"), 0o666); err != nil {
		t.Fatal(err)
	}
	var wrong source.Problems
	if _, err := french.Draw(200, 50); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "bad.ttf: error: the font cannot be used") {
		t.Errorf("a font that is none: %v", err)
	}
}
