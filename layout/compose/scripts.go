package compose

import (
	"unicode"

	"chancery/layout/shape"
)

// otherScript says whether a character is of a script beside Latin, Greek and
// Cyrillic, whose letters stand all between the same two lines or on none.
func otherScript(r rune) bool {
	return r >= 0x590 && r < 0x1d00 || r >= 0x2e80
}

// scripts looks which letters the paragraph has. Where most of them are of other
// scripts than Latin, Greek and Cyrillic its figures are lining: old-style figures
// are made to stand among lower-case letters.
func (p *paragraph) scripts() {
	letters, other := 0, 0
	for i := 0; i < len(p.text); i++ {
		if p.text[i] >= 0xd6 { // U+0580 and above
			p.foreign = true
			break
		}
	}
	if !p.foreign {
		return
	}
	p.foreign = false
	for _, r := range p.text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if otherScript(r) {
			other++
		}
	}
	p.foreign = other > 0
	if 2*other > letters {
		p.st.Features &^= shape.OldstyleFigures
	}
}

// spaceFace gives a space after a letter of another script the face of that
// letter: it is as wide as its own script has it, and the words beside it stay one
// run with it.
func (p *paragraph) spaceFace(s *shape.Style, at int) {
	r := p.lastRune(at)
	if !otherScript(r) || s.Face.Has(r) {
		return
	}
	for _, f := range s.Fallbacks {
		if f.Has(r) {
			if f.Has(' ') {
				s.Face = f
			}
			return
		}
	}
}
