package fonts

import (
	"os"
	"path/filepath"
	"testing"
)

// scriptFace reads a face of the tests of scripts: testdata/scripts/README.md.
func scriptFace(t testing.TB, name string) *Face {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "scripts", name+"-Subset.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	face, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return face
}

// TestScripts sees that the faces of the tests of scripts are whole: Parse takes
// them, and they have the characters that other tests set.
func TestScripts(t *testing.T) {
	for name, text := range map[string]string{
		"NotoNaskhArabic":     "السلام عليكم، پارسی اُردو ٤٢ ۴۲؟",
		"NotoSerifHebrew":     "שָׁלוֹם עֲלֵיכֶם",
		"NotoSerifDevanagari": "नमस्ते हिन्दी क्षत्रिय १२।",
		"NotoSerifEthiopic":   "ሰላም፡ለኢትዮጵያ።",
		"NotoSerifJP":         "日本国、内閣総理大臣「書」のカタカナ。",
	} {
		face := scriptFace(t, name)
		for _, r := range text {
			if !face.Has(r) {
				t.Errorf("%s has no %c (U+%04X)", name, r, r)
			}
		}
	}
}

// Tables are set in figures of one width, by the style sheet of the publication:
// the subset has them for a face whose usual figures are as wide as they need.
func TestTabularFiguresAreThere(t *testing.T) {
	face := scriptFace(t, "NotoNaskhArabic")
	data, err := face.SubsetEPUB([]rune("١٤٥"), nil)
	if err != nil {
		t.Fatal(err)
	}
	sub, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	digits := face.newSet()
	for _, r := range "١٤٥" {
		g, _ := face.Glyph(r)
		digits.add(g)
	}
	steps, n := layoutSteps, 0
	gsub := view(face.table("GSUB"))
	lookups := gsub.lookups(7)
	c := closer{lookups: lookups, set: digits, seen: make([]bool, len(lookups)), steps: &steps}
	c.made = func(from, to GlyphID) {
		n++
		if len(sub.Outline(to)) == 0 || from == to {
			t.Errorf("glyph %d, which stands for %d, is empty", to, from)
		}
	}
	seen := map[int]bool{}
	gsub.features(func(tag string, ids []int) {
		for _, id := range ids {
			if tag == "tnum" && !seen[id] {
				seen[id] = true
				c.walk(id)
			}
		}
	})
	if n != 3 {
		t.Errorf("%d figures were compared", n)
	}
}
