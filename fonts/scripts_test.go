package fonts_test

import (
	"os"
	"path/filepath"
	"testing"

	"chancery/fonts"
)

// scriptFace reads a face of the tests of scripts: testdata/scripts/README.md.
func scriptFace(t testing.TB, name string) *fonts.Face {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "scripts", name+"-Subset.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	face, err := fonts.Parse(data)
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
