package pdf

import (
	"strconv"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// formKey is all that decides how a drawing is written: the drawing, its place, and
// the page's size.
type formKey struct {
	art                   *layout.Art
	x, y, width, height   layout.Length
	pageWidth, pageHeight layout.Length
}

// art shows vector art as a form XObject (8.10) in the page's own space: once in
// the file where pages show it at the same place, and the same stream in all
// letters of a series.
func (b *builder) art(box *layout.Box) {
	key := formKey{box.Art, box.X, box.Y, box.Width, box.Height, b.doc.Pages[b.page].Width, b.height}
	n, ok := b.formOf[key]
	if !ok {
		form := b.writer.forms[key]
		if form == nil {
			form = b.form(box)
			if len(b.writer.forms) == maxForms {
				clear(b.writer.forms)
			}
			b.writer.forms[key] = form
		}
		b.forms = append(b.forms, form)
		n = len(b.forms)
		b.formOf[key] = n
	}
	b.out = append(b.out, "/Fm"...)
	b.out = append(strconv.AppendInt(b.out, int64(n), 10), " Do\n"...)
}

// form makes the form XObject of a drawing.
func (b *builder) form(box *layout.Box) *cos.Stream {
	page, state := b.out, b.state
	b.out, b.state.fill, b.state.set = nil, unknownColor, true
	b.paths(box)
	s := b.writer.stream(b.out,
		cos.Entry{Key: "Type", Value: cos.Name("XObject")},
		cos.Entry{Key: "Subtype", Value: cos.Name("Form")},
		cos.Entry{Key: "BBox", Value: cos.Array{0, 0, number(b.doc.Pages[b.page].Width), number(b.height)}},
		cos.Entry{Key: "Resources", Value: cos.NewDict()})
	b.out, b.state = page, state
	return s
}

// unknownColor is the colour in which a form begins: that of wherever it is shown.
const unknownColor layout.Color = 0xFFFFFFFF

// paths writes the paths of vector art, its space mapped to the box. Its points are
// transformed here and not by a matrix, so that strokes keep their thickness in
// both directions and every number stands on the page's own grid.
func (b *builder) paths(box *layout.Box) {
	a := box.Art
	x := func(l layout.Length) int64 { return centi(box.X + l.Scale(int64(box.Width), int64(a.Width))) }
	y := func(l layout.Length) int64 {
		return centi(b.height - box.Y - l.Scale(int64(box.Height), int64(a.Height)))
	}
	stroked, before := false, state{}
	for i := range a.Paths {
		p := &a.Paths[i]
		if len(p.Segments) == 0 {
			continue
		}
		if p.StrokeWidth > 0 {
			if !stroked {
				b.out = append(b.out, "q\n"...)
				stroked, before = true, b.state
			}
			w := p.StrokeWidth.Scale(int64(box.Width)+int64(box.Height), int64(a.Width)+int64(a.Height))
			b.out = append(appendLength(b.out, w), " w "...)
			// SVG's miter limit is 4, PDF's would be 10.
			b.out = append(b.out, '0'+byte(p.Cap), ' ', 'J', ' ', '0'+byte(p.Join), ' ', 'j', ' ', '4', ' ', 'M', '\n')
			b.out = appendColor(b.out, p.Color, 'G', "RG")
		} else {
			b.fill(p.Color)
		}
		for k := range p.Segments {
			s := &p.Segments[k]
			n, op := 0, byte('h')
			switch s.Op {
			case layout.OpMove:
				n, op = 1, 'm'
			case layout.OpLine:
				n, op = 1, 'l'
			case layout.OpCurve:
				n, op = 3, 'c'
			}
			for _, pt := range s.P[:n] {
				b.out = append(appendMilli(b.out, x(pt.X)), ' ')
				b.out = append(appendMilli(b.out, y(pt.Y)), ' ')
			}
			b.out = append(b.out, op, '\n')
		}
		switch {
		case p.StrokeWidth > 0:
			b.out = append(b.out, "S\n"...)
		case p.EvenOdd:
			b.out = append(b.out, "f*\n"...)
		default:
			b.out = append(b.out, "f\n"...)
		}
	}
	if stroked {
		b.out = append(b.out, "Q\n"...)
		b.state = before
	}
}
