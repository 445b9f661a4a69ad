package art

import "chancery/layout"

// Bounds gives the box around a drawing's ink in its own space: the box of all
// points of its outlines, with half a stroke's width around those of strokes.
// Curves are sampled at sixteenths, miters are not followed, so that it may be
// some thousandths of the drawing too small. All is zero for an empty drawing.
func Bounds(a *layout.Art) (x0, y0, x1, y1 layout.Length) {
	first := true
	for i := range a.Paths {
		p := &a.Paths[i]
		half := p.StrokeWidth / 2
		add := func(q layout.Point2) {
			if first {
				x0, y0, x1, y1 = q.X-half, q.Y-half, q.X+half, q.Y+half
				first = false
				return
			}
			x0, y0 = min(x0, q.X-half), min(y0, q.Y-half)
			x1, y1 = max(x1, q.X+half), max(y1, q.Y+half)
		}
		var at layout.Point2
		for k := range p.Segments {
			s := &p.Segments[k]
			switch s.Op {
			case layout.OpCurve:
				for t := layout.Length(1); t <= 16; t++ {
					add(layout.Point2{
						X: cubic(at.X, s.P[0].X, s.P[1].X, s.P[2].X, t),
						Y: cubic(at.Y, s.P[0].Y, s.P[1].Y, s.P[2].Y, t),
					})
				}
				at = s.P[2]
			case layout.OpMove, layout.OpLine:
				at = s.P[0]
				add(at)
			}
		}
	}
	return x0, y0, x1, y1
}

// cubic gives a coordinate of a Bézier curve at t sixteenths (Bernstein form).
func cubic(a, b, c, d, t layout.Length) layout.Length {
	u := 16 - t
	return (a*u*u*u + 3*b*u*u*t + 3*c*u*t*t + d*t*t*t + 2048) >> 12
}
