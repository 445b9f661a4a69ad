package epub

import (
	"unicode"

	"chancery/layout/bidi"
	"chancery/source"
)

// Directions are written as dir, never in the style sheet (EPUB 3.3, 6.3.1.1):
// on the root of a document, and on what runs the other way within it. Which
// paragraphs do is print's rule, bidi.Base. dir also isolates (HTML, 15.3.5), so
// that a telephone number keeps its order inside Arabic, and a Hebrew name does
// not pull the figure after it to its other side.

// dirOf is a level as HTML and the package document write it.
func dirOf(l bidi.Level) string {
	if l.RTL() {
		return "rtl"
	}
	return "ltr"
}

// turn makes l the direction of what is written until back is called, and gives
// the attribute's value: empty where the direction is so already.
func (m *markup) turn(l bidi.Level) (dir string, back func()) {
	old := m.dir
	if l == old {
		return "", func() {}
	}
	m.dir = l
	return dirOf(l), func() { m.dir = old }
}

// turnTo is turn for an element of these words.
func (m *markup) turnTo(texts ...source.Text) (dir string, back func()) {
	left, right := false, false
	for i := range texts {
		l, r := bidi.Strong(texts[i].Value)
		left, right = left || l, right || r
	}
	return m.turn(m.dir.Of(left, right))
}

// strong is bidi.Strong of the words of inlines.
func strong(inlines []source.Inline) (left, right bool) {
	for i := range inlines {
		in := &inlines[i]
		l, r := bidi.Strong(in.Text)
		kl, kr := strong(in.Kids)
		left, right = left || l || kl, right || r || kr
	}
	return left, right
}

// spaced is the class of words that the style sheet spaces and sets in small
// capitals, with another that takes both back: where letters are joined, for
// spaces would tear the words apart, and where none of them has two cases, for a
// reading system would only make them smaller.
func spaced(class, text string) string {
	letters, cased := false, false
	for _, r := range text {
		switch {
		case r < 0x250:
			cased = cased || unicode.IsLetter(r)
		case r >= 0x600 && unicode.In(r, joining...):
			return class + " unspaced"
		default:
			letters = letters || unicode.IsLetter(r)
			cased = cased || unicode.IsUpper(r) || unicode.IsLower(r)
		}
	}
	if letters && !cased {
		return class + " unspaced"
	}
	return class
}

// joining are the scripts whose letters touch: those written in a running hand,
// and those that hang from a line.
var joining = []*unicode.RangeTable{unicode.Arabic, unicode.Syriac, unicode.Mandaic, unicode.Nko, unicode.Mongolian, unicode.Adlam,
	unicode.Hanifi_Rohingya, unicode.Manichaean, unicode.Sogdian, unicode.Phags_Pa,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Modi, unicode.Tirhuta}
