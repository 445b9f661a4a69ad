package letter

import (
	"chancery/layout"
	"chancery/layout/compose"
)

// The continuation heading is a little smaller than the text.
const (
	headingSize    = 10*layout.Point + layout.Point/2
	headingLeading = 13 * layout.Point
)

// continuation sets the heading of a later page: to whom, when, which page. It
// is furniture, silent to a listener: page n of total.
func (k *letter) continuation(n, total int) []compose.Line {
	c := k.c
	st := compose.Style{Size: headingSize, Leading: headingLeading}
	text := c.Labels.PageOf(n, total)
	if d := c.Doc.Date; d.Year != 0 {
		text = c.Labels.Date(d.Year, d.Month, d.Day) + " · " + text
	}
	var lines []compose.Line
	if to := k.addressees(); to != "" {
		lines = c.Paragraph([]compose.Piece{compose.LabelPiece(to, nil)}, st, c.Measure)
	}
	return append(lines, c.Paragraph([]compose.Piece{compose.LabelPiece(text, nil)}, st, c.Measure)...)
}

// drawContinuation draws the heading of page n of total.
func (k *letter) drawContinuation(pg *layout.Page, n, total int) {
	y := k.c.Head.HeadingBaseline
	for _, l := range k.continuation(n, total) {
		for _, b := range l.Boxes {
			b.X += k.c.Left
			b.Y += y
			pg.Boxes = append(pg.Boxes, b)
		}
		y += headingLeading
	}
}

// outline names the parts of a letter: the letter, its body's headings, every
// signatory, the copies, the exhibits.
func (k *letter) outline(body, exhibits []compose.OutlineEntry, at *compose.Placement) []layout.Heading {
	if len(at.Page) == 0 {
		return nil
	}
	out := []layout.Heading{at.Bookmark(k.c.Doc.Title.Value, 0)}
	mark := func(e compose.OutlineEntry) layout.Heading { return at.Bookmark(e.Title, e.Strip) }
	out = append(out, compose.Nest(body, mark)...)
	if len(k.signatories) > 0 {
		h := at.Bookmark(k.c.Labels.Signatories, k.rows[0])
		for i, strip := range k.signatories {
			h.Kids = append(h.Kids, at.Bookmark(k.l.Signatories[i].Name.Value, strip))
		}
		out = append(out, h)
	}
	if k.copies >= 0 {
		out = append(out, at.Bookmark(k.c.Labels.Copies, k.copies))
	}
	out = append(out, compose.Nest(exhibits, mark)...)
	return out
}
