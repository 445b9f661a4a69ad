package compose

import (
	"chancery/layout"
	"chancery/source"
)

// setCaption sets the caption above the table.
func (t *tableSetter) setCaption(f Frame, measure layout.Length) {
	if len(t.bl.Caption) == 0 {
		return
	}
	st := t.c.captionStyle()
	strips, pieces := t.b.captionStrips(t.bl, t.table, st, f.Left, measure)
	t.caption = silent(pieces)
	for _, s := range strips {
		t.b.g.Add(s)
		t.b.g.Keep(LawCaption)
		t.total += s.Height
	}
	t.b.g.Space(t.st.Leading / 3)
	t.total += t.st.Leading / 3
}

// captionStrips sets the caption of a block as strips, and gives its words.
func (b *body) captionStrips(bl *source.Block, parent *layout.Element, st Style, left, measure layout.Length) ([]Strip, []Piece) {
	e := b.c.Element(layout.RoleCaption, parent, bl.CaptionID())
	pieces := b.inlines(bl.Caption, e)
	lines := b.c.Paragraph(pieces, st, measure)
	b.callouts(lines)
	strips := make([]Strip, len(lines))
	for i, l := range lines {
		strips[i] = LineStrip(l, st.Leading, Rise(st.Leading), left)
		strips[i].More = i < len(lines)-1
	}
	return strips, pieces
}

// head sets the head's rows as one strip, between its rules. The words of a head
// stand at the foot of their cell, next to what they head.
func (t *tableSetter) head() Strip {
	s := Strip{Height: heavyRule + t.pad}
	s.Boxes = append(s.Boxes, t.rule(0, 0, t.width(), heavyRule))
	tops := make([]layout.Length, t.bl.HeadRows+1)
	for i := range t.bl.HeadRows {
		tops[i] = s.Height
		s.Height += t.rows[i].height + 2*t.pad
	}
	tops[t.bl.HeadRows] = s.Height
	for i := range t.bl.HeadRows {
		for j := range t.rows[i].cells {
			cell := &t.rows[i].cells[j]
			end := i + cell.bl.RowSpan
			foot := tops[end] - t.pad
			t.words(&s, cell, cell.lines, foot-t.st.Leading*layout.Length(len(cell.lines)))
			if cell.bl.ColSpan > 1 && end < t.bl.HeadRows && len(cell.lines) > 0 {
				s.Boxes = append(s.Boxes, t.rule(t.columns[cell.bl.Column].x, tops[end]-lightRule/2, t.span(cell), lightRule))
			}
		}
	}
	s.Boxes = append(s.Boxes, t.rule(0, s.Height, t.width(), lightRule))
	s.Height += lightRule + t.pad
	return s
}

// longHead sets a head that is higher than half a page as rows like others, which
// may be split, between its rules; nothing of it is set again.
func (t *tableSetter) longHead() {
	g := t.b.g
	first := len(g.Strips)
	for i := range t.bl.HeadRows {
		if i > 0 {
			g.Keep(LawTableTop)
		}
		t.row(i)
	}
	top, foot := &g.Strips[first], &g.Strips[len(g.Strips)-1]
	top.Boxes = append(top.Boxes, t.rule(0, -heavyRule, t.width(), heavyRule))
	foot.Boxes = append(foot.Boxes, t.rule(0, foot.Height, t.width(), lightRule))
}

// repeated is what stands again above the rows on a further page: the caption with
// the word that says so (The Chicago Manual of Style, 17th ed., 3.86), and the
// head. A listener has heard both, so they are silent; and they call no notes, which
// stand on the first page. It takes at most a quarter of a page: else the caption is
// left out, or all.
func (t *tableSetter) repeated(head *Strip, left, measure layout.Length) *Strip {
	most := (t.c.PageHeight - 2*t.c.Bottom) / 4
	again := &Strip{}
	for _, l := range t.continued(measure) {
		strip := LineStrip(l, t.c.captionStyle().Leading, Rise(t.c.captionStyle().Leading), left)
		for _, b := range strip.Boxes {
			b.Y += again.Height
			again.Boxes = append(again.Boxes, b)
		}
		again.Height += strip.Height
	}
	if again.Height > 0 {
		again.Height += t.st.Leading / 3
	}
	if again.Height+head.Height > most {
		*again = Strip{}
	}
	if head.Height > most {
		return nil
	}
	for _, b := range artifacts(head.Boxes) {
		b.Y += again.Height
		again.Boxes = append(again.Boxes, b)
	}
	again.Height += head.Height
	return again
}

// artifacts gives boxes as they are set again: silent, without callouts of notes.
func artifacts(boxes []layout.Box) []layout.Box {
	out := make([]layout.Box, 0, len(boxes))
	for _, b := range boxes {
		if b.Kind == layout.BoxText && len(b.Run.Glyphs) == 0 || callsNote(b.Element) {
			continue
		}
		b.Element = nil
		out = append(out, b)
	}
	return out
}

// continued sets the caption as it is repeated: with its words where they are of
// two lines at most, else only with the word for "continued".
func (t *tableSetter) continued(measure layout.Length) []Line {
	if len(t.caption) == 0 {
		return nil
	}
	st := t.c.captionStyle()
	word := LabelPiece(t.c.Labels.Continued, nil)
	if words := t.c.wordsOf(t.b.lang); words != nil {
		word.Text, word.Lang = words.Continued, t.b.lang
	}
	after := word
	after.Text = "\u00a0" + word.Text
	lines := t.c.Paragraph(append(t.caption, after), st, measure)
	if len(lines) > 2 {
		lines = t.c.Paragraph([]Piece{word}, st, measure)
	}
	return lines
}

// silent gives pieces as artifacts, without callouts of notes.
func silent(pieces []Piece) []Piece {
	out := make([]Piece, 0, len(pieces)+1)
	for _, p := range pieces {
		if !callsNote(p.Element) {
			p.Element, p.Offset = nil, -1
			out = append(out, p)
		}
	}
	return out
}

// callsNote says whether an element is the callout of a note.
func callsNote(e *layout.Element) bool {
	return e != nil && e.Target != nil && e.Target.Role == layout.RoleNote
}
