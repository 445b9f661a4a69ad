package fonts

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// dottedCircle is what stands under a mark of the scripts of India and South-East
// Asia that has no letter.
const dottedCircle = '\u25cc'

// parts are vowel signs that shapers take apart though Unicode does not: Thai and Lao
// sara am, and the signs of Khmer that stand on two sides of a letter (OpenType
// 1.9.1, "Developing OpenType Fonts for Thai", "for Khmer").
var parts = map[rune][]rune{
	'\u0e33': {'\u0e4d', '\u0e32'},
	'\u0eb3': {'\u0ecd', '\u0eb2'},
	'\u17be': {'\u17c1'}, '\u17bf': {'\u17c1'}, '\u17c0': {'\u17c1'}, '\u17c4': {'\u17c1'}, '\u17c5': {'\u17c1'},
}

// withEquivalents gives characters once each, rising. Where combining marks are
// among them it adds what a reading system may put in their place to set these: a
// letter in parts that another mark comes between, parts as one letter (UAX #15),
// a letter for a mark that lacks one, as HarfBuzz does. Without marks a character
// that the face has is never replaced.
func withEquivalents(text []rune) []rune {
	runes := slices.Clone(text)
	slices.Sort(runes)
	runes = slices.Compact(runes)
	if !slices.ContainsFunc(runes, func(r rune) bool { return mark(r) || parts[r] != nil }) {
		return runes
	}
	set := map[rune]bool{}
	for _, r := range runes {
		set[r] = true
		for _, part := range norm.NFD.String(string(r)) {
			set[part] = true
		}
		for _, part := range parts[r] {
			set[part] = true
		}
		if r >= 0x900 && mark(r) {
			set[dottedCircle] = true
		}
	}
	// Two marks make one letter of three characters by steps.
	for n := 0; n < len(set); {
		n = len(set)
		var marks, bases []rune
		for r := range set {
			if mark(r) {
				marks = append(marks, r)
			}
			if !unicode.Is(unicode.Han, r) {
				bases = append(bases, r)
			}
		}
		for _, b := range bases {
			for _, m := range marks {
				if whole := []rune(norm.NFC.String(string([]rune{b, m}))); len(whole) == 1 {
					set[whole[0]] = true
				}
			}
		}
	}
	runes = runes[:0]
	for r := range set {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	return runes
}

func mark(r rune) bool { return r >= 0x300 && unicode.Is(unicode.M, r) }
