package shape

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"chancery/fonts"
)

// TestSubsetShapesAlike shapes with the subset for e-readers what the whole face
// shapes: in words, in letters (a reader may hyphenate anywhere), and with each
// feature that was used.
func TestSubsetShapesAlike(t *testing.T) {
	const text = "The Attorney General’s office — affidavits, fjord “AV To Ty aw” Hawaiʻi Việt Héctor x̂ 0123456789 June 19, 2018"
	words := strings.Fields(text)
	for _, r := range text {
		words = append(words, string(r))
	}
	for i := range words[:len(strings.Fields(text))] {
		r := []rune(words[i])
		words = append(words, string(r[:len(r)/2]), string(r[len(r)/2:]))
	}
	for _, family := range fonts.Families() {
		for i := range 4 {
			f := face(t, family, i&2 != 0, i&1 != 0)
			for _, features := range []Features{0, SmallCaps, SmallCaps | CapsToSmallCaps, OldstyleFigures, OldstyleFigures | ProportionalFigures, ProportionalFigures} {
				s := NewShaper()
				st := Style{Face: f, Size: unit, Features: features, Lang: "en-US"}
				var used []fonts.GlyphID
				for _, w := range strings.Fields(text) {
					runs, _ := s.Text(w, 0, st)
					for _, r := range runs {
						for _, g := range r.Glyphs {
							used = append(used, g.ID)
						}
					}
				}
				data, err := f.SubsetEPUB([]rune(text), used)
				if err != nil {
					t.Fatal(err)
				}
				sub, err := fonts.Parse(data)
				if err != nil {
					t.Fatal(err)
				}
				cut := st
				cut.Face = sub
				for _, w := range words {
					if r, _ := utf8.DecodeRuneInString(w); unicode.Is(unicode.M, r) {
						continue // alone it gets a dotted circle, which no book needs
					}
					want, _ := s.Text(w, 0, st)
					got, missing := s.Text(w, 0, cut)
					if say(got, true) != say(want, true) || missing != nil {
						t.Errorf("%s, features %b, %q, missing %v:\n got %s\nwant %s", f.PostScriptName, features, w, missing, say(got, true), say(want, true))
					}
					for _, r := range got {
						for _, g := range r.Glyphs {
							if len(f.Outline(g.ID)) != len(sub.Outline(g.ID)) {
								t.Errorf("%s, features %b, %q: glyph %d has lost its outline", f.PostScriptName, features, w, g.ID)
							}
						}
					}
				}
			}
		}
	}
}
