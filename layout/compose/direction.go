package compose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/layout"
	"chancery/layout/bidi"
	"chancery/source"
)

// A line is composed from its start to its end, whichever side that is: X counts
// from where the document's lines begin. Only when a page is whole do the lines of
// a document that is read from right to left come to stand where they belong, by
// one reflection (mirror); so indents, marks of lists, columns of tables and of
// signatures change sides with the words, and nobody before has to think of it.

// The isolates that part words of a language from the direction around them, as
// the attribute dir does in HTML (UAX #9, 2.4.2; HTML, 15.3.6).
const (
	isolateLTR = "\u2066"
	isolateRTL = "\u2067"
	isolateEnd = "\u2069"
)

// direct finds in which direction the paragraph runs, and the level of each byte
// where it holds text that runs from right to left (UAX #9; the direction is a
// higher protocol's, 4.3, HL1).
//
// A paragraph that is marked as of one language runs as that is written; any other
// runs as most of its letters do that are not marked, for a paragraph of Arabic may
// well begin with a Latin name; and without a letter as its document does. The
// letters of addresses do not count.
func (p *paragraph) direct() {
	p.base = p.c.flow()
	if _, rtl := bidi.Strong(p.text); !rtl && p.base == 0 {
		return
	}
	n := bidi.Letters{Document: p.base, Tongue: p.c.tongue()}
	for i := range p.pieces {
		if pc := &p.pieces[i]; !pc.Address {
			n.Add(pc.Text, pc.Lang)
		}
	}
	p.base = n.Base()
	text, isolated := p.isolated()
	if p.base == 0 && bidi.Plain(text, 0) {
		return
	}
	p.levels = bidi.Levels(text, p.base)
	if isolated {
		p.levels = p.withoutIsolates()
	}
}

// isolates says whether a piece is parted from the direction around it, and which
// its own is: if it is of a language that runs in another than the paragraph, or an
// address.
func (p *paragraph) isolates(pc *Piece) (bidi.Level, bool) {
	switch {
	case pc.Address:
		return 0, true
	case pc.Lang != "":
		level := bidi.Direction(pc.Lang)
		return level, level != p.base
	}
	return p.base, false
}

// isolated is the paragraph's text with isolates about such pieces, and about
// telephone numbers elsewhere.
func (p *paragraph) isolated() (text string, changed bool) {
	var b strings.Builder
	p.eachIsolated(func(level bidi.Level, isolated bool, text string) {
		if !isolated {
			b.WriteString(text)
			return
		}
		changed = true
		b.WriteString([2]string{isolateLTR, isolateRTL}[level] + text + isolateEnd)
	})
	return b.String(), changed
}

// eachIsolated visits the text in stretches that are in one isolate or in none.
// Pieces beside each other that are of one language, as where some of its words are
// emphasised, are in one.
func (p *paragraph) eachIsolated(visit func(level bidi.Level, isolated bool, text string)) {
	for i := 0; i < len(p.pieces); {
		level, isolated := p.isolates(&p.pieces[i])
		k := i + 1
		for k < len(p.pieces) {
			l, also := p.isolates(&p.pieces[k])
			if l != level || also != isolated || p.pieces[k].Lang != p.pieces[i].Lang {
				break
			}
			k++
		}
		text := p.text[p.starts[i]:]
		if k < len(p.pieces) {
			text = p.text[p.starts[i]:p.starts[k]]
		}
		for !isolated {
			start, end := bidi.Telephone(text)
			if end == 0 {
				break
			}
			visit(level, false, text[:start])
			visit(0, true, text[start:end])
			text = text[end:]
		}
		visit(level, isolated, text)
		i = k
	}
}

// withoutIsolates takes the levels of the isolates that were put in out again.
func (p *paragraph) withoutIsolates() []bidi.Level {
	out := make([]bidi.Level, 0, len(p.text))
	at := 0
	p.eachIsolated(func(_ bidi.Level, isolated bool, text string) {
		around := 0
		if isolated {
			around = len(isolateEnd) // as long as those that begin one
		}
		at += around
		out = append(out, p.levels[at:at+len(text)]...)
		at += len(text) + around
	})
	return out
}

// level is that of the text at a byte.
func (p *paragraph) level(at int) bidi.Level {
	if p.levels == nil {
		return p.base
	}
	return p.levels[at]
}

// stretches visits text[start:end] in stretches of one piece and one level.
func (p *paragraph) stretches(start, end int, visit func(pc *Piece, a, b int)) {
	for i := range p.pieces {
		pc := &p.pieces[i]
		a, b := max(start, p.starts[i]), min(end, p.starts[i]+len(pc.Text))
		if p.levels == nil {
			if a < b {
				visit(pc, a, b)
			}
			continue
		}
		for a < b {
			k := a + 1
			for k < b && p.levels[k] == p.levels[a] {
				k++
			}
			visit(pc, a, k)
			a = k
		}
	}
}

// order gives the boxes of a line, which are in the order of reading, the places
// where they are seen (UAX #9, L2), the first of them at x. Of a paragraph that
// runs against what it stands in the line is reflected.
func (p *paragraph) order(l *Line, x layout.Length) {
	if p.levels != nil {
		levels := p.c.scratch.levels[:0]
		for _, level := range p.emit.levels {
			levels = append(levels, level-p.base)
		}
		p.c.scratch.levels = levels
		for i := range l.Boxes {
			if r := l.Boxes[i].Run; r.RightToLeft {
				slices.Reverse(r.Glyphs)
			}
		}
		p.c.scratch.order = bidi.Order(p.c.scratch.order[:0], levels)
		for _, i := range p.c.scratch.order {
			l.Boxes[i].X = x
			x += l.Boxes[i].Run.Width()
		}
	}
	if p.base != p.c.flow() {
		mirror(l.Boxes, l.Width)
	}
}

// flow is the direction in which blocks are set now: the document's, but for a list,
// quotation or verse of the other direction, see facing.
func (c *Composer) flow() bidi.Level {
	if c.turned {
		return 1 - c.base
	}
	return c.base
}

// tongue is the direction of the language of the block that is being set.
func (c *Composer) tongue() bidi.Level {
	if c.speaks != "" {
		return bidi.Direction(c.speaks)
	}
	return c.base
}

// facing sets a list, quotation or verse. Where most of its words run against the
// document all of it stands the other way: marks and indents are at the side where
// its lines begin. So its strips are composed as in a document of that direction,
// and reflected in the measure. What is within another such block stands as that
// does; tables stand as the document does, and so does what holds one.
func (b *body) facing(bl *source.Block, set func()) {
	c := b.c
	if b.within || c.base == 0 && !against(bl) {
		set()
		return
	}
	b.within = true
	defer func() { b.within = false }()
	n := bidi.Letters{Document: c.base, Tongue: c.tongue()}
	bl.EachText(b.lang, n.Add)
	if n.Base() == c.base || holdsTable(bl) {
		set()
		return
	}
	first := len(b.g.Strips)
	c.turned = true
	set()
	c.turned = false
	for i := range b.g.Strips[first:] {
		mirror(b.g.Strips[first+i].Boxes, c.Measure)
	}
}

// against says whether a block has a letter that runs from right to left.
func against(bl *source.Block) bool {
	found := false
	bl.EachText("", func(text, _ string) {
		_, right := bidi.Strong(text)
		found = found || right
	})
	return found
}

func holdsTable(bl *source.Block) bool {
	return bl.Kind == source.BlockTable || slices.ContainsFunc(bl.Blocks, holdsTable)
}

// mirror reflects boxes in a strip of so much width: what stood at its left edge
// stands at its right. The boxes themselves are not turned.
func mirror(boxes []layout.Box, width layout.Length) {
	for i := range boxes {
		b := &boxes[i]
		w := b.Width
		if b.Kind == layout.BoxText {
			w = b.Run.Width()
		}
		b.X = width - b.X - w
	}
}

// joins says whether a character changes its form with its neighbours, so that
// its outline alone does not tell where its ink stands.
func joins(r rune) bool {
	return r >= 0x600 && unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mandaic, unicode.Mongolian) && unicode.IsLetter(r)
}

// edge is the character at which a line begins (or before which it ends) as the
// margin sees it: none where its text runs against the paragraph, since then it is
// not the character that stands at the margin.
func (p *paragraph) edge(r rune, at int) rune {
	if p.levels != nil && p.levels[at] != p.base || joins(r) {
		return utf8.RuneError
	}
	return r
}
