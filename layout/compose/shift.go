package compose

import (
	"chancery/layout"
	"chancery/layout/shape"
)

// Shift says that a piece stands above or below the line, smaller.
type Shift uint8

// The shifts. Superiors and inferiors are the face's own glyphs where it has
// them for all of a piece's characters: they are drawn as heavy as the text.
// Else its characters are scaled and moved.
const (
	Superior Shift = iota + 1
	Inferior
)

// Scaled superiors and inferiors, in thousandths of the em.
const (
	shiftSize = 700
	shiftUp   = 340
	shiftDown = 160
)

// feature is the OpenType feature of a shift.
func (sh Shift) feature() shape.Features {
	if sh == Inferior {
		return shape.Inferiors
	}
	return shape.Superiors
}

// findShift looks whether the piece's face has glyphs of its own for it.
func (p *paragraph) findShift(pc *Piece) {
	pc.small, pc.lower = false, false
	st := p.style(pc, p.startOf(pc))
	with, _ := p.c.Shaper.Text(pc.Text, 0, st)
	st.Features &^= pc.Shift.feature()
	without, _ := p.c.Shaper.Text(pc.Text, 0, st)
	pc.small = !otherGlyphs(with, without)
	pc.lower = pc.Shift == Inferior && !pc.small && onBaseline(with)
}

// onBaseline says whether no glyph of a setting reaches a twentieth of an em below
// the line: some faces draw their inferiors for the feet of fractions.
func onBaseline(runs []layout.Run) bool {
	for i := range runs {
		for _, g := range runs[i].Glyphs {
			if _, bottom, _, _ := runs[i].Face.Bounds(g.ID); bottom < -runs[i].Face.UnitsPerEm/20 {
				return false
			}
		}
	}
	return true
}

// otherGlyphs says whether two settings of one text have no visible glyph in common.
func otherGlyphs(a, b []layout.Run) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if len(a[i].Glyphs) != len(b[i].Glyphs) || a[i].Face != b[i].Face {
			return false
		}
		for k := range a[i].Glyphs {
			g := &a[i].Glyphs[k]
			if g.ID == b[i].Glyphs[k].ID && a[i].Text[g.Start:g.End] != " " {
				return false
			}
		}
	}
	return true
}

// shift makes a style that of a superior or inferior: the figures of the text
// are not those of a superior.
func (pc *Piece) shift(s *shape.Style) {
	s.Features &^= shape.OldstyleFigures | shape.ProportionalFigures
	if pc.small {
		s.Size = s.Size.Scale(shiftSize, 1000)
		return
	}
	s.Features |= pc.Shift.feature()
}

// move raises or lowers the glyphs of a piece that the face does not place.
func (pc *Piece) move(r *layout.Run, size layout.Length) {
	by := size.Scale(shiftUp, 1000)
	if pc.Shift == Inferior {
		by = -size.Scale(shiftDown, 1000)
	}
	for i := range r.Glyphs {
		r.Glyphs[i].YOffset += by
	}
}

// joined says whether a piece that begins at a place of the text may not begin a line.
func (p *paragraph) joined(at int) bool {
	for i := range p.pieces {
		if p.starts[i] == at && p.pieces[i].Joined {
			return true
		}
	}
	return false
}
