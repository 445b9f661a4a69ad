package fonts

import (
	"errors"
	"fmt"
)

// SegmentOp is one step of an outline.
type SegmentOp uint8

// The steps of an outline. A Quad curves through one control point.
const (
	OpMove SegmentOp = iota
	OpLine
	OpQuad
	OpClose
)

// Segment is a step of an outline: X, Y is where it ends, CX, CY the control
// point of an OpQuad. Font units, y up; an OpClose has no points.
type Segment struct {
	Op     SegmentOp
	CX, CY int
	X, Y   int
}

// point is a point of a TrueType contour. Coordinates are doubled font units,
// so that the implied point midway between two others is exact.
type point struct {
	x, y int
	on   bool
}

// Flags of glyph descriptions: OpenType 1.9.1, "glyf".
const (
	onCurve     = 0x01
	xShort      = 0x02
	yShort      = 0x04
	repeatFlag  = 0x08
	xSameOrPlus = 0x10
	ySameOrPlus = 0x20

	argsAreWords    = 0x0001
	argsAreXY       = 0x0002
	hasScale        = 0x0008
	moreComponents  = 0x0020
	hasXYScale      = 0x0040
	has2x2          = 0x0080
	hasInstructions = 0x0100
)

// maxDepth is how deep composite glyphs may nest, and maxPoints how many points
// one glyph may have. Real fonts use 1 or 2, and some hundreds.
const (
	maxDepth  = 8
	maxPoints = 1 << 16
)

var (
	errGlyph     = errors.New("its description is cut short")
	errComponent = errors.New("it has a component that is not in the face")
	errTooBig    = errors.New("it has too many points")
)

// description is the part of glyf that describes a glyph; empty for a blank one.
func (f *Face) description(g GlyphID) []byte {
	if int(g) >= f.numGlyphs {
		return nil
	}
	d := f.glyf[f.locaAt(int(g)):f.locaAt(int(g)+1)]
	if len(d) < 10 {
		return nil
	}
	return d
}

// Bounds gives the box around a glyph's outline in font units, as its
// description records it: all zero for a blank glyph.
func (f *Face) Bounds(g GlyphID) (xMin, yMin, xMax, yMax int) {
	d := f.description(g)
	if d == nil {
		return 0, 0, 0, 0
	}
	return int(i16(d, 2)), int(i16(d, 4)), int(i16(d, 6)), int(i16(d, 8))
}

// Outline gives a glyph's contours in font units, to be filled by the non-zero
// rule; composite glyphs are put together. Points that lie between units
// (implied midpoints, scaled components) are rounded up. It is nil for a blank
// glyph, and for one whose description is broken (Parse refuses such fonts).
func (f *Face) Outline(g GlyphID) []Segment {
	budget := maxPoints
	contours, err := f.contours(g, 0, &budget)
	if err != nil {
		return nil
	}
	var out []Segment
	for _, c := range contours {
		out = appendContour(out, c)
	}
	return out
}

// appendContour turns points into segments. A contour may begin with a control
// point; then it begins at the last point, if that is on the curve, or midway.
func appendContour(out []Segment, c []point) []Segment {
	if len(c) == 0 {
		return out
	}
	unit := func(v int) int { return (v + 1) >> 1 }
	start, rest := c[0], c[1:]
	if !start.on {
		if last := c[len(c)-1]; last.on {
			start, rest = last, c[:len(c)-1]
		} else {
			start, rest = midpoint(c[0], last), c
		}
	}
	out = append(out, Segment{Op: OpMove, X: unit(start.x), Y: unit(start.y)})
	var control point
	pending := false
	to := func(p point) {
		if pending {
			out = append(out, Segment{Op: OpQuad, CX: unit(control.x), CY: unit(control.y), X: unit(p.x), Y: unit(p.y)})
			pending = false
		} else {
			out = append(out, Segment{Op: OpLine, X: unit(p.x), Y: unit(p.y)})
		}
	}
	for _, p := range rest {
		switch {
		case p.on:
			to(p)
		case pending:
			to(midpoint(control, p))
			control, pending = p, true
		default:
			control, pending = p, true
		}
	}
	if pending {
		to(start)
	}
	return append(out, Segment{Op: OpClose})
}

func midpoint(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2, true} }

// contours reads a glyph's points, contour by contour.
func (f *Face) contours(g GlyphID, depth int, budget *int) ([][]point, error) {
	*budget-- // a blank glyph counts, too: composites may name it without end
	d := f.description(g)
	if d == nil && *budget >= 0 {
		return nil, nil
	}
	if *budget < 0 {
		return nil, errTooBig
	}
	if n := int(i16(d, 0)); n >= 0 {
		contours, err := simpleContours(d, n)
		for _, c := range contours {
			*budget -= len(c)
		}
		if *budget < 0 {
			return nil, errTooBig
		}
		return contours, err
	}
	if depth == maxDepth {
		return nil, errors.New("its components nest too deep")
	}
	var all [][]point
	err := eachComponent(d, func(c component) error {
		if int(c.glyph) >= f.numGlyphs {
			return errComponent
		}
		part, err := f.contours(c.glyph, depth+1, budget)
		if err != nil {
			return err
		}
		dx, dy := 2*c.dx, 2*c.dy
		if !c.xy { // the arguments number two points to be laid on each other
			a, ok1 := nthPoint(all, c.dx)
			b, ok2 := nthPoint(part, c.dy)
			if !ok1 || !ok2 {
				return errors.New("its components join at a point that is not there")
			}
			b = c.transform(b)
			dx, dy = a.x-b.x, a.y-b.y
		}
		for _, contour := range part {
			moved := make([]point, len(contour))
			for i, p := range contour {
				p = c.transform(p)
				moved[i] = point{p.x + dx, p.y + dy, p.on}
			}
			all = append(all, moved)
		}
		return nil
	})
	return all, err
}

func nthPoint(contours [][]point, n int) (point, bool) {
	for _, c := range contours {
		if n < len(c) {
			return c[n], true
		}
		n -= len(c)
	}
	return point{}, false
}

// simpleContours reads a simple glyph's points. It trusts no count.
func simpleContours(d []byte, n int) ([][]point, error) {
	if len(d) < 10+2*n+2 {
		return nil, errGlyph
	}
	total := 0
	for i := range n {
		end := int(u16(d, 10+2*i)) + 1
		if end < total {
			return nil, errors.New("its contours are out of order")
		}
		total = end
	}
	at := 10 + 2*n
	at += 2 + int(u16(d, at)) // instructions
	if at > len(d) {
		return nil, errGlyph
	}
	flags := make([]byte, 0, total)
	for len(flags) < total {
		if at >= len(d) {
			return nil, errGlyph
		}
		flag, times := d[at], 1
		at++
		if flag&repeatFlag != 0 {
			if at >= len(d) {
				return nil, errGlyph
			}
			times += int(d[at])
			at++
		}
		for ; times > 0 && len(flags) < total; times-- {
			flags = append(flags, flag)
		}
	}
	points := make([]point, total)
	at, ok := readCoordinates(d, at, flags, xShort, xSameOrPlus, func(i, v int) { points[i].x = 2 * v })
	if ok {
		_, ok = readCoordinates(d, at, flags, yShort, ySameOrPlus, func(i, v int) { points[i].y = 2 * v })
	}
	if !ok {
		return nil, errGlyph
	}
	for i, flag := range flags {
		points[i].on = flag&onCurve != 0
	}
	contours := make([][]point, n)
	from := 0
	for i := range n {
		end := int(u16(d, 10+2*i)) + 1
		contours[i] = points[from:end]
		from = end
	}
	return contours, nil
}

func readCoordinates(d []byte, at int, flags []byte, short, same byte, set func(i, v int)) (int, bool) {
	v := 0
	for i, flag := range flags {
		switch {
		case flag&short != 0:
			if at >= len(d) {
				return at, false
			}
			delta := int(d[at])
			at++
			if flag&same == 0 {
				delta = -delta
			}
			v += delta
		case flag&same == 0:
			if at+2 > len(d) {
				return at, false
			}
			v += int(i16(d, at))
			at += 2
		}
		set(i, v)
	}
	return at, true
}

// component is a part of a composite glyph, with its 2×2 transform as 2.14
// fixed point and its place: an offset (xy) or two point numbers.
type component struct {
	glyph           GlyphID
	at              int // of the glyph id in the description
	xy              bool
	dx, dy          int
	xx, yx, xy2, yy int
	flags           uint16
	end             int // first byte after it
}

func (c component) transform(p point) point {
	if c.xx == 1<<14 && c.yy == 1<<14 && c.xy2 == 0 && c.yx == 0 {
		return p
	}
	return point{(p.x*c.xx + p.y*c.xy2 + 1<<13) >> 14, (p.x*c.yx + p.y*c.yy + 1<<13) >> 14, p.on}
}

// eachComponent calls visit for the components of a composite glyph, in order.
func eachComponent(d []byte, visit func(component) error) error {
	at := 10
	for {
		if at+4 > len(d) {
			return errGlyph
		}
		c := component{flags: u16(d, at), glyph: GlyphID(u16(d, at+2)), at: at + 2, xx: 1 << 14, yy: 1 << 14}
		c.xy = c.flags&argsAreXY != 0
		at += 4
		size := 2
		if c.flags&argsAreWords != 0 {
			size = 4
		}
		extra := 0
		switch {
		case c.flags&hasScale != 0:
			extra = 2
		case c.flags&hasXYScale != 0:
			extra = 4
		case c.flags&has2x2 != 0:
			extra = 8
		}
		if at+size+extra > len(d) {
			return errGlyph
		}
		switch {
		case size == 4 && c.xy:
			c.dx, c.dy = int(i16(d, at)), int(i16(d, at+2))
		case size == 4:
			c.dx, c.dy = int(u16(d, at)), int(u16(d, at+2))
		case c.xy:
			c.dx, c.dy = int(int8(d[at])), int(int8(d[at+1]))
		default:
			c.dx, c.dy = int(d[at]), int(d[at+1])
		}
		at += size
		switch extra {
		case 2:
			c.xx = int(i16(d, at))
			c.yy = c.xx
		case 4:
			c.xx, c.yy = int(i16(d, at)), int(i16(d, at+2))
		case 8:
			c.xx, c.yx, c.xy2, c.yy = int(i16(d, at)), int(i16(d, at+2)), int(i16(d, at+4)), int(i16(d, at+6))
		}
		at += extra
		c.end = at
		if err := visit(c); err != nil {
			return err
		}
		if c.flags&moreComponents == 0 {
			return nil
		}
	}
}

// checkGlyphs reads every glyph once, so that a broken one is an error at the
// door and not a hole on a page.
func (f *Face) checkGlyphs() error {
	left := 1 << 25 // points in all; the largest fonts have a third of that
	for g := range f.numGlyphs {
		budget := min(maxPoints, left)
		had := budget
		if _, err := f.contours(GlyphID(g), 0, &budget); err != nil {
			return fmt.Errorf("its glyph %d is broken: %w", g, err)
		}
		left -= had - budget
	}
	return nil
}
