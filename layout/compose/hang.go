package compose

import (
	"unicode"
	"unicode/utf8"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/shape"
)

// hanging is how far a character hangs into the margins, at its left and at its
// right, in font units.
type hanging struct{ left, right int }

// hangKey is a character in a face.
type hangKey struct {
	face *fonts.Face
	r    rune
}

// The most that a character hangs, and the part of light ink that does.
const (
	hangMost  = 220 // thousandths of an em
	hangLight = 700 // thousandths of the width of ink of no height at all
)

// hang gives what a character hangs (margin kerning: Thành, 2000), from its own
// outline and from no table: its side bearing whole, so that ink and not white
// stands on the margin, and of light ink (a hyphen, a full stop, a quotation
// mark) the more, the less of the x-height it fills.
func (c *Composer) hang(face *fonts.Face, r rune) hanging {
	key := hangKey{face, r}
	if h, ok := c.scratch.hangs[key]; ok {
		return h
	}
	var h hanging
	if g, ok := face.Glyph(r); ok && !unicode.IsSpace(r) {
		x0, y0, x1, y1 := face.Bounds(g)
		if h, ok := blank(r, x0, face.Advance(g)-x1, face.UnitsPerEm); ok {
			c.scratch.hangs[key] = h
			return h
		}
		ink, height, full := x1-x0, y1-y0, max(face.XHeight, 1)
		light := 0
		if height < full {
			light = ink * (full - height) / full * hangLight / 1000
		}
		most := face.UnitsPerEm * hangMost / 1000
		if ink > 0 {
			h.left = min(max(x0, 0)+light, most)
			h.right = min(max(face.Advance(g)-x1, 0)+light, most)
		}
	}
	c.scratch.hangs[key] = h
	return h
}

// hangEnd is what hangs at the end of a line that ends before the byte at, or
// there with a hyphen put in.
func (p *paragraph) hangEnd(at int, hyphen bool) layout.Length {
	if !p.hanging() || at <= 0 {
		return 0
	}
	r := '-'
	if !hyphen {
		r = p.lastRune(at)
	}
	return p.hangs(r, at-1, p.base == 0)
}

// hangStart is what hangs at the start of a line that begins at the byte at.
func (p *paragraph) hangStart(at int) layout.Length {
	if !p.hanging() || at >= len(p.text) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(p.text[at:])
	return p.hangs(r, at, p.base == 1)
}

// hangs is what a character of the text at a byte hangs into the margin at the
// right, or at the left.
func (p *paragraph) hangs(r rune, at int, right bool) layout.Length {
	if r = p.edge(r, at); r == utf8.RuneError {
		return 0
	}
	st := p.style(p.pieceAt(at), at)
	face := st.Face
	if r < utf8.RuneSelf {
		if t := p.c.hangTable(face); t.known[r] {
			return t.of[r].length(&st, face, right)
		}
	}
	for i := 0; !face.Has(r) && i < len(st.Fallbacks); i++ {
		face = st.Fallbacks[i]
	}
	h := p.c.hang(face, r)
	if r < utf8.RuneSelf && face == st.Face {
		t := p.c.hangTable(face)
		t.known[r], t.of[r] = true, h
	}
	return h.length(&st, face, right)
}

// length is what hangs at a side in a size.
func (h hanging) length(st *shape.Style, face *fonts.Face, right bool) layout.Length {
	units := h.left
	if right {
		units = h.right
	}
	return st.Size.Scale(int64(units), int64(face.UnitsPerEm))
}

// hangTable is what the characters of ASCII hang in a face that has them.
type hangTable struct {
	face  *fonts.Face
	known [utf8.RuneSelf]bool
	of    [utf8.RuneSelf]hanging
}

// hangTable gives the table of a face: there are two or three in a document.
func (c *Composer) hangTable(face *fonts.Face) *hangTable {
	for _, t := range c.scratch.tables {
		if t.face == face {
			return t
		}
	}
	t := &hangTable{face: face}
	c.scratch.tables = append(c.scratch.tables, t)
	return t
}

// hanging says whether the paragraph's margins are optical: where both are
// straight, and nothing is letterspaced.
func (p *paragraph) hanging() bool {
	return p.st.Align == layout.AlignJustify && !p.st.Balance && p.st.Tracking == 0
}

// lastRune is the last character before at that is no mark.
func (p *paragraph) lastRune(at int) rune {
	for at > 0 {
		r, n := utf8.DecodeLastRuneInString(p.text[:at])
		if !unicode.Is(unicode.Mn, r) && r != '\u00ad' {
			return r
		}
		at -= n
	}
	return 0
}
