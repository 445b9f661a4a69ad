package art

import (
	"strconv"

	"chancery/layout"
)

// ToSVG writes a drawing as one svg element for use within an XHTML page: no
// prolog, no size but its viewBox, black as currentColor, so that it is seen on
// a dark page too. SVG reads it back; writing what was read back gives the same
// bytes.
func ToSVG(a *layout.Art) []byte {
	digits := 3 // a thousandth of the unit, or finer in a small space
	if min(a.Width, a.Height) < 50*layout.Point {
		digits = 5
	}
	w := &writer{digits: digits}
	w.str(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 `)
	w.b = append(w.b, a.Width.Decimal(5)...)
	w.str(" ")
	w.b = append(w.b, a.Height.Decimal(5)...)
	w.str(`">`)
	for i := range a.Paths {
		w.path(&a.Paths[i])
	}
	w.str("</svg>")
	return w.b
}

type writer struct {
	b      []byte
	digits int
}

func (w *writer) str(s string) { w.b = append(w.b, s...) }

func (w *writer) path(p *layout.Path) {
	w.str("<path ")
	if p.StrokeWidth > 0 {
		w.str(`fill="none" stroke="`)
		w.color(p.Color)
		w.str(`" stroke-width="`)
		w.str(p.StrokeWidth.Decimal(5))
		switch p.Cap {
		case layout.CapRound:
			w.str(`" stroke-linecap="round`)
		case layout.CapSquare:
			w.str(`" stroke-linecap="square`)
		}
		switch p.Join {
		case layout.JoinRound:
			w.str(`" stroke-linejoin="round`)
		case layout.JoinBevel:
			w.str(`" stroke-linejoin="bevel`)
		}
	} else {
		w.str(`fill="`)
		w.color(p.Color)
		if p.EvenOdd {
			w.str(`" fill-rule="evenodd`)
		}
	}
	w.str(`" d="`)
	for i := range p.Segments {
		s := &p.Segments[i]
		switch s.Op {
		case layout.OpMove:
			w.points('M', s.P[:1])
		case layout.OpLine:
			w.points('L', s.P[:1])
		case layout.OpCurve:
			w.points('C', s.P[:])
		case layout.OpClose:
			w.b = append(w.b, 'Z')
		}
	}
	w.str(`"/>`)
}

func (w *writer) points(op byte, ps []layout.Point2) {
	w.b = append(w.b, op)
	for i, p := range ps {
		if i > 0 {
			w.b = append(w.b, ' ')
		}
		w.str(p.X.Decimal(w.digits))
		w.b = append(w.b, ' ')
		w.str(p.Y.Decimal(w.digits))
	}
}

func (w *writer) color(c layout.Color) {
	if c == layout.Black {
		w.str("currentColor")
		return
	}
	w.str("#" + strconv.FormatUint(uint64(c)|1<<24, 16)[1:])
}
