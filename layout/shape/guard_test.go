package shape

import (
	"math/rand"
	"os"
	"testing"
	"unicode"

	"chancery/fonts"
)

// TestNothingPanics shapes random signs of Devanagari, which no word would have in
// that order: every byte is in some cluster, whatever they look like.
func TestNothingPanics(t *testing.T) {
	data, err := os.ReadFile("../../fonts/testdata/scripts/NotoSerifDevanagari-Subset.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f, err := fonts.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{"\u095e\u0902\u094e\u094e", "\u093a\u0954\u094e\u093c\u090b"}
	var signs []rune
	for r := rune(0x900); r < 0x980; r++ {
		if f.Has(r) && (unicode.IsLetter(r) || unicode.IsMark(r)) {
			signs = append(signs, r)
		}
	}
	rng := rand.New(rand.NewSource(1))
	for range 5000 {
		var w []rune
		for range 1 + rng.Intn(6) {
			w = append(w, signs[rng.Intn(len(signs))])
		}
		texts = append(texts, string(w))
	}
	s := NewShaper()
	for _, text := range texts {
		runs, _ := s.Text(text, 0, Style{Face: f, Size: unit})
		covered := 0
		for _, r := range runs {
			covered += len(r.Text)
		}
		if covered != len(text) {
			t.Fatalf("%+q: %d of %d bytes are in runs", text, covered, len(text))
		}
	}
}
