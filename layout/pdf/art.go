package pdf

import (
	"chancery/layout"
)

// art draws vector art, its space mapped to the box. Its points are transformed
// here and not by a matrix, so that strokes keep their thickness in both
// directions and every number stands on the page's own grid.
func (b *builder) art(box *layout.Box) {
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
