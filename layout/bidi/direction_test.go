package bidi

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"
)

func TestDirection(t *testing.T) {
	for _, lang := range strings.Fields("ar ar-EG AR he iw fa fa-IR ur yi ji ps sd ug dv ckb ks syr nqo az-Arab " +
		"az-arab-IR pa-PK pa-Arab uz-Arab-AF ku-Arab man-Nkoo ff-Adlm rhg-Rohg ar-u-nu-latn ar-x-Latn en-Hebr ur-Aran") {
		if Direction(lang) != 1 {
			t.Errorf("%s is written from right to left", lang)
		}
	}
	for _, lang := range strings.Fields("en en-GB de zh ja ko hi am az az-Latn ar-Latn ar-Latn-EG fa-latn he-Latn pa pa-IN ug-Cyrl " +
		"ku uz kk sd-Deva x-arab en-x-Arab a - az- und el-polyton de-1996") {
		if Direction(lang) != 0 {
			t.Errorf("%s is written from left to right", lang)
		}
	}
	if Direction("") != 0 {
		t.Error("no language is written from right to left")
	}
}

// TestLanguagesAgree compares the list of languages with the likely subtags of
// CLDR as golang.org/x/text has them: whatever script they give a language of the
// list with confidence runs from right to left.
func TestLanguagesAgree(t *testing.T) {
	for _, lang := range strings.Fields(languages) {
		tag, err := language.Parse(lang)
		if err != nil {
			continue // a language that x/text does not know
		}
		if script, sure := tag.Script(); sure > language.Low && listed(scripts, strings.ToLower(script.String())) != 1 {
			t.Errorf("%s is written in %s by default", lang, script)
		}
	}
}

// TestStrong compares Strong with the classes of all characters, each alone and
// after a letter of either direction.
func TestStrong(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		p, _ := bidi.LookupRune(r)
		c := p.Class()
		l, ra := c == bidi.L, c == bidi.R || c == bidi.AL
		if gl, gr := Strong(string(r)); gl != l || gr != ra {
			t.Errorf("U+%04X: %v %v, want %v %v", r, gl, gr, l, ra)
		}
		if gl, gr := Strong("a" + string(r)); !gl || gr != ra {
			t.Errorf("a, U+%04X: %v %v, want true %v", r, gl, gr, ra)
		}
		if gl, gr := Strong("\u05d0" + string(r)); gl != l || !gr {
			t.Errorf("U+05D0, U+%04X: %v %v, want %v true", r, gl, gr, l)
		}
		if Plain(string(r), 0) == liftingBits.has(class(c)) || Plain(string(r), 1) == sinkingBits.has(class(c)) {
			t.Errorf("U+%04X is not plain by its class", r)
		}
		if r < 0x80 && ascii[r] != class(c) {
			t.Errorf("U+%04X is of class %v, not %v", r, c, ascii[r])
		}
	}
}

// TestPlain sees over all classes, in pairs, that a text said to be plain has no
// other level than the base.
func TestPlain(t *testing.T) {
	plain := 0
	for _, a := range representative {
		for _, b := range representative {
			for base := range Level(2) {
				var r Resolver
				at := 0
				for end := r.read(a + b); at < len(a+b); end = r.read((a + b)[at:]) {
					r.explicit(base)
					r.sequences(base)
					at += end
					for i, l := range r.level {
						if !removedBits.has(r.class[i]) && l != base && Plain(a+b, base) {
							t.Errorf("%+q at base %d has the level %d", a+b, base, l)
						}
					}
				}
				if Plain(a+b, base) {
					plain++
				}
			}
		}
	}
	if plain == 0 {
		t.Error("nothing is plain")
	}
}

// TestInvalid gives bytes that are no characters, which count as U+FFFD.
func TestInvalid(t *testing.T) {
	for _, text := range []string{"\xff", "\u05d0\xd7", "\xd7\u05d0 a", "\xe0\xa4", "\u05d0 \xf0\x9f a"} {
		for base := range Level(2) {
			if got := Levels(text, base); len(got) != len(text) {
				t.Errorf("%q has %d levels", text, len(got))
			}
		}
	}
}
