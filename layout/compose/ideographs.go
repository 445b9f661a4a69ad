package compose

import (
	"unicode"
	"unicode/utf8"

	"chancery/layout"
)

// Lines of Chinese and Japanese have no spaces: they are broken between any two
// characters that UAX #14 lets part (which is kinsoku shori, JLREQ 3.1.7 and
// 3.1.8), and made even by what follows, after "Requirements for Japanese Text
// Layout" (JLREQ, W3C) 3.8 and "Requirements for Chinese Text Layout" (CLREQ) 3.

// spacingClass is what a character is to the space beside it.
type spacingClass uint8

const (
	classOther   spacingClass = iota
	classWestern              // letters and figures that stand apart from ideographs
	classIdeo                 // ideographs and kana
	classOpening              // full-width brackets and quotation marks, blank at their left
	classClosing              // those that close, commas and full stops, blank at their right
	classMiddle               // the middle dot and its like, blank at both sides
)

// spacing is the class of a character.
func spacing(r rune) spacingClass {
	switch {
	case r < 0x80:
		if r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' {
			return classWestern
		}
		return classOther
	case r < 0x2e80:
		if unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
			return classWestern
		}
		return classOther
	}
	switch r {
	case '「', '『', '（', '［', '｛', '〈', '《', '【', '〔', '〖', '〘', '｟':
		return classOpening
	case '」', '』', '）', '］', '｝', '〉', '》', '】', '〕', '〗', '〙', '｠', '、', '。', '，', '．':
		return classClosing
	case '・', '：', '；':
		return classMiddle
	}
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) || r >= 0x3000 && r < 0x3040 || r >= 0xff01 && r < 0xff61 {
		return classIdeo
	}
	return classOther
}

// ideographic says whether a character stands in a square of an em.
func (c spacingClass) ideographic() bool { return c >= classIdeo }

// What is put between characters, as parts of an em.
const (
	autospace    = 8  // an eighth between ideographs and western letters: CSS Text 4, 8.4
	squeeze      = 2  // the blank half of punctuation beside punctuation: JLREQ 3.1.4
	squeezeLine  = 4  // of the blank half of punctuation in a line, what may go to make it even
	looseStretch = 10 // what may come between two ideographs
)

// between gives the glue of a legal break without a space between two characters;
// ok is false where there is none, because neither is an ideograph.
func (p *paragraph) between(before, after rune) (it layout.Item, ok bool) {
	a, b := spacing(before), spacing(after)
	if !a.ideographic() && !b.ideographic() || a == classOther || b == classOther {
		return it, false
	}
	em := p.st.Size
	it = layout.Item{Kind: layout.ItemGlue, Stretch: em / looseStretch}
	switch {
	case a == classWestern || b == classWestern:
		if a == classIdeo || b == classIdeo {
			it.Width, it.Stretch, it.Shrink = em/autospace, em/autospace, em/(2*autospace)
		}
	case a == classClosing && b != classIdeo, b == classOpening && a != classIdeo:
		it.Width = -em / squeeze
	case a >= classOpening || b >= classOpening:
		it.Shrink = em / squeezeLine
	}
	if p.st.Align != layout.AlignJustify || p.st.Balance {
		it.Stretch, it.Shrink = 0, 0
	}
	return it, true
}

// unspaced adds the glue of a legal break without a space at a byte of the text,
// where there is some.
func (p *paragraph) unspaced(at int) bool {
	before, _ := utf8.DecodeLastRuneInString(p.text[:at])
	after, _ := utf8.DecodeRuneInString(p.text[at:])
	it, ok := p.between(before, after)
	if !ok {
		return false
	}
	p.ideographic = true
	it.Pre, it.Post, it.Start, it.End = -p.hangEnd(at, false), -p.hangStart(at), at, at
	p.units = append(p.units, unit{start: at, end: at, space: true})
	p.add(it, len(p.units)-1)
	return true
}

// blank is how far full-width punctuation hangs: the half of its square that is
// empty, and no ink. ok is false for other characters.
func blank(r rune, left, right, em int) (h hanging, ok bool) {
	switch spacing(r) {
	case classOpening:
		return hanging{left: min(max(left, 0), em/2)}, true
	case classClosing:
		return hanging{right: min(max(right, 0), em/2)}, true
	case classIdeo, classMiddle:
		return hanging{}, true
	}
	return h, false
}
