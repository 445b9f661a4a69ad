package epub

import (
	"slices"
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
	if l == m.dir {
		return "", func() {}
	}
	return dirOf(l), m.turned(l, l.RTL())
}

// turned makes l the direction, and says whether letters from right to left are in
// what is written; back takes both back.
func (m *markup) turned(l bidi.Level, mixed bool) (back func()) {
	oldDir, oldMixed := m.dir, m.mixed
	m.dir, m.mixed = l, mixed
	return func() { m.dir, m.mixed = oldDir, oldMixed }
}

// turnTo is turn for an element of these words.
func (m *markup) turnTo(texts ...source.Text) (dir string, back func()) {
	n := bidi.Letters{Document: m.dir, Tongue: m.dir}
	for i := range texts {
		n.Add(texts[i].Value, "")
	}
	return m.turnBy(n.Base(), n.Mixed())
}

// turnToWords is turn for an element of these inlines, and of a text before them,
// as bidi.Letters counts them.
func (m *markup) turnToWords(inlines []source.Inline, before string) (dir string, back func()) {
	if _, right := bidi.Strong(before); m.dir == 0 && !right && !against(inlines) {
		return m.turn(0)
	}
	n := bidi.Letters{Document: m.dir, Tongue: bidi.Direction(m.style.lang)}
	n.Add(before, "")
	source.EachText(inlines, "", n.Add)
	return m.turnBy(n.Base(), n.Mixed())
}

// turnToBlock is turn for a list or quotation: its marks and indents stand where its
// lines begin. What is within another such block stands as that does; tables stand
// as the document does, and so does what holds one.
func (b *body) turnToBlock(bl *source.Block) (dir string, back func()) {
	r := b.r
	if b.within || holdsTable(bl) {
		return "", func() {}
	}
	n := bidi.Letters{Document: r.dir, Tongue: bidi.Direction(r.style.lang)}
	bl.EachText("", n.Add)
	b.within = true
	dir, turnBack := r.turnBy(n.Base(), r.mixed)
	return dir, func() { b.within = false; turnBack() }
}

func holdsTable(bl *source.Block) bool {
	return bl.Kind == source.BlockTable || slices.ContainsFunc(bl.Blocks, holdsTable)
}

// turnBy is turn for an element of this direction, with or without letters from
// right to left.
func (m *markup) turnBy(l bidi.Level, mixed bool) (dir string, back func()) {
	if l != m.dir {
		dir = dirOf(l)
	}
	return dir, m.turned(l, mixed || l.RTL())
}

// turnToAddress is turn for an address or a number, which runs from left to right,
// and says so wherever letters from right to left are near.
func (m *markup) turnToAddress() (dir string, back func()) {
	if m.mixed {
		dir = dirOf(0)
	}
	return dir, m.turned(0, false)
}

// turnInside writes words that may run against the element that they are in, which
// itself stands and is spaced as its neighbours are.
func (m *markup) turnInside(inlines []source.Inline, write func()) {
	dir, back := m.turnToWords(inlines, "")
	defer back()
	if dir == "" {
		write()
		return
	}
	m.open("span", "dir", dir)
	write()
	m.end("span")
}

// against says whether inlines hold a letter that runs from right to left.
func against(inlines []source.Inline) bool {
	for i := range inlines {
		if _, right := bidi.Strong(inlines[i].Text); right || against(inlines[i].Kids) {
			return true
		}
	}
	return false
}

// figures is the class of a paragraph of these words with their style: old-style
// figures are made to stand among the letters of Latin, Greek and Cyrillic, and
// among others, where there are more of them, figures are lining, as in print.
func figures(inlines []source.Inline) (class string, change func(*style)) {
	if letters, other := countOther(inlines); 2*other > letters {
		return "lining", func(s *style) { s.onum = false }
	}
	return "", func(*style) {}
}

// countOther counts the letters of inlines, and those of other scripts.
func countOther(inlines []source.Inline) (letters, other int) {
	for i := range inlines {
		for _, r := range inlines[i].Text {
			if unicode.IsLetter(r) {
				letters++
				if r >= 0x590 && r < 0x1d00 || r >= 0x2e80 {
					other++
				}
			}
		}
		l, o := countOther(inlines[i].Kids)
		letters, other = letters+l, other+o
	}
	return letters, other
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
