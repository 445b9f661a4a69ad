package shape

import (
	"os"
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

// TestSubsetOfScriptsShapesAlike does the same for scripts whose letters change
// with their neighbours: the subset of some words shapes these, and whatever else
// its letters can be put together to, as the whole face does, glyphs and places.
func TestSubsetOfScriptsShapesAlike(t *testing.T) {
	for name, text := range map[string]string{
		"NotoNaskhArabic":     "السَّلامُ عَلَيْكُمْ، إلى اللّه لا بيروت مِن هُنا می‌خواهم پارسی اُردو ٤٢ ۴۲؟ كتاب",
		"NotoSerifHebrew":     "שָׁלוֹם עֲלֵיכֶם בְּרֵאשִׁית ״צה״ל״",
		"NotoSerifDevanagari": "नमस्ते हिन्दी क्षत्रिय श्रीमान् कार्यालय द्वारा प्रार्थना विद्यार्थियों राष्ट्र र्‍ क्‌ष १२।",
		"NotoSerifEthiopic":   "ሰላም፡ለኢትዮጵያ።",
		"NotoSerifJP":         "日本国、内閣総理大臣「書」のカタカナ、がぎ。か\u3099",
	} {
		data, err := os.ReadFile("../../fonts/testdata/scripts/" + name + "-Subset.ttf")
		if err != nil {
			t.Fatal(err)
		}
		f, err := fonts.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		data, err = f.SubsetEPUB([]rune(text), nil)
		if err != nil {
			t.Fatal(err)
		}
		sub, err := fonts.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		s := NewShaper()
		st := Style{Face: f, Size: unit}
		cut := Style{Face: sub, Size: unit}
		var letters []rune
		for _, r := range text {
			if unicode.IsLetter(r) {
				letters = append(letters, r)
			}
		}
		words := strings.Fields(text)
		for i, r := range letters { // any two and three letters beside each other
			words = append(words, string(r))
			for k, q := range letters {
				words = append(words, string([]rune{r, q}), string([]rune{r, q, letters[(i+7*k)%len(letters)]}))
				if name == "NotoSerifDevanagari" {
					words = append(words, string([]rune{r, '\u094d', q, '\u093f'}))
				}
			}
		}
		for _, w := range words {
			want, _ := s.Text(w, 0, st)
			got, missing := s.Text(w, 0, cut)
			if say(got, true) != say(want, true) || missing != nil {
				t.Fatalf("%s: %q, missing %v:\n got %s\nwant %s", name, w, missing, say(got, true), say(want, true))
			}
			for _, r := range got {
				for _, g := range r.Glyphs {
					if len(f.Outline(g.ID)) != len(sub.Outline(g.ID)) {
						t.Fatalf("%s: %q: glyph %d has lost its outline", name, w, g.ID)
					}
				}
			}
		}
		if len(data) > 200<<10 {
			t.Errorf("%s: the subset has %d bytes", name, len(data))
		}
	}
}

// TestSubsetHoldsFractions sees that the figures beside a fraction slash, which a
// reading system makes small by itself, are in the subset.
func TestSubsetHoldsFractions(t *testing.T) {
	f := face(t, "STIX Two Text", false, false)
	data, err := f.SubsetEPUB([]rune("13\u20444"), nil)
	if err != nil {
		t.Fatal(err)
	}
	sub, err := fonts.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	s := NewShaper()
	runs, _ := s.Text("1\u20444", 0, Style{Face: f, Size: unit})
	plain, _ := f.Glyph('1')
	if got := runs[0].Glyphs[0].ID; got == plain {
		t.Error("a fraction is set in the usual figures")
	}
	for _, g := range runs[0].Glyphs {
		if len(sub.Outline(g.ID)) == 0 {
			t.Errorf("glyph %d is empty", g.ID)
		}
	}
}
