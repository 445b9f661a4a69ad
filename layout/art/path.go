package art

import (
	"math"
	"strings"

	"chancery/layout"
)

// pen collects a path in a drawing's own space: it takes points in the current
// user space, transforms and rounds them.
type pen struct {
	m        matrix
	segs     []layout.Segment
	start    point // of the current subpath
	at       point
	open     bool // a subpath is begun
	overflow bool // a coordinate was out of range
}

func (p *pen) place(q point) layout.Point2 {
	q = p.m.apply(q)
	if !inRange(q.x) || !inRange(q.y) {
		p.overflow = true
		return layout.Point2{}
	}
	return layout.Point2{X: round(q.x), Y: round(q.y)}
}

func (p *pen) move(q point) {
	p.start, p.at, p.open = q, q, false
}

// begin writes the move that a drawing step needs before it: a path that only
// moves leaves nothing.
func (p *pen) begin() {
	if !p.open {
		p.segs = append(p.segs, layout.Segment{Op: layout.OpMove, P: [3]layout.Point2{p.place(p.at)}})
		p.start, p.open = p.at, true
	}
}

func (p *pen) line(q point) {
	p.begin()
	p.segs = append(p.segs, layout.Segment{Op: layout.OpLine, P: [3]layout.Point2{p.place(q)}})
	p.at = q
}

func (p *pen) curve(a, b, q point) {
	p.begin()
	p.segs = append(p.segs, layout.Segment{Op: layout.OpCurve, P: [3]layout.Point2{p.place(a), p.place(b), p.place(q)}})
	p.at = q
}

// quad draws a quadratic Bézier curve as the cubic that is the same curve.
func (p *pen) quad(c, q point) {
	a := point{p.at.x + mul(2, c.x-p.at.x)/3, p.at.y + mul(2, c.y-p.at.y)/3}
	b := point{q.x + mul(2, c.x-q.x)/3, q.y + mul(2, c.y-q.y)/3}
	p.curve(a, b, q)
}

func (p *pen) close() {
	p.begin()
	p.segs = append(p.segs, layout.Segment{Op: layout.OpClose})
	p.at, p.open = p.start, false
}

// arc draws an elliptical arc (SVG 1.1, appendix F.6) as cubics of at most a
// quarter turn. On the unit circle it needs square roots only, no angle.
func (p *pen) arc(rx, ry, rotation float64, large, sweep bool, q point) {
	if p.at == q {
		return
	}
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 {
		p.line(q)
		return
	}
	sin, cos := sincos(rotation)
	// F.6.5, step 1, scaled to the unit circle.
	hx, hy := (p.at.x-q.x)/2, (p.at.y-q.y)/2
	ux := (mul(cos, hx) + mul(sin, hy)) / rx
	uy := (mul(cos, hy) - mul(sin, hx)) / ry
	d2 := mul(ux, ux) + mul(uy, uy)
	if d2 == 0 || math.IsInf(d2, 0) {
		p.line(q)
		return
	}
	if d2 > 1 { // F.6.6: radii that do not reach are enlarged
		s := math.Sqrt(d2)
		rx, ry, ux, uy, d2 = mul(rx, s), mul(ry, s), ux/s, uy/s, 1
	}
	// The centre is square to the chord; on which side, large and sweep say.
	k := math.Sqrt((1 - d2) / d2)
	if large == sweep {
		k = -k
	}
	cx, cy := mul(k, uy), -mul(k, ux)
	from := point{ux - cx, uy - cy}
	to := point{-ux - cx, -uy - cy}
	// Back from the unit circle to the ellipse.
	mx, my := (p.at.x+q.x)/2, (p.at.y+q.y)/2
	back := func(v point) point {
		x, y := mul(rx, v.x+cx), mul(ry, v.y+cy)
		return point{mul(cos, x) - mul(sin, y) + mx, mul(sin, x) + mul(cos, y) + my}
	}
	turn := 1.0
	if !sweep {
		turn = -1
	}
	for range 4 {
		// Is the end more than a quarter turn ahead? It is not if it lies in
		// the quarter that follows from.
		side := point{mul(-turn, from.y), mul(turn, from.x)}
		dot := mul(from.x, to.x) + mul(from.y, to.y)
		ahead := mul(side.x, to.x) + mul(side.y, to.y)
		if dot >= 0 && ahead >= 0 {
			p.arcPiece(from, to, turn, dot, ahead, back, q)
			return
		}
		p.arcPiece(from, side, turn, 0, 1, back, back(side))
		from = side
	}
	// Rounding put the end a hair behind the start: a full turn is drawn.
	p.line(q)
}

// arcPiece draws from one point of the unit circle to another at most a quarter
// turn ahead; cos and sin are of the angle between. The handles have the length
// 4/3·tan(θ/4), by twice the half-angle formula.
func (p *pen) arcPiece(from, to point, turn, cos, sin float64, back func(point) point, end point) {
	half := sin / (1 + cos)
	k := mul(4, half/(1+math.Sqrt(1+mul(half, half)))) / 3
	a := point{from.x - mul(mul(turn, k), from.y), from.y + mul(mul(turn, k), from.x)}
	b := point{to.x + mul(mul(turn, k), to.y), to.y - mul(mul(turn, k), to.x)}
	p.curve(back(a), back(b), end)
}

// pathScanner walks path data.
type pathScanner struct {
	s   string
	bad bool
}

func (sc *pathScanner) number() float64 {
	if sc.bad {
		return 0
	}
	v, n := scanNumber(sc.s)
	if n == 0 {
		sc.bad = true
		return 0
	}
	sc.s = skipSeparator(sc.s[n:])
	return v
}

func (sc *pathScanner) point(from point) point {
	x := sc.number()
	y := sc.number()
	return point{from.x + x, from.y + y}
}

// flag reads one digit 0 or 1, which may touch what follows.
func (sc *pathScanner) flag() bool {
	if sc.bad || sc.s == "" || sc.s[0] != '0' && sc.s[0] != '1' {
		sc.bad = true
		return false
	}
	v := sc.s[0] == '1'
	sc.s = skipSeparator(sc.s[1:])
	return v
}

// more says whether another set of numbers follows for the same command.
func (sc *pathScanner) more() bool {
	return sc.s != "" && (sc.s[0] == '-' || sc.s[0] == '+' || sc.s[0] == '.' || sc.s[0] >= '0' && sc.s[0] <= '9')
}

// parsePath draws path data (SVG 1.1, 8.3) with the pen, limit steps at the
// most. It gives what is wrong as text, "" for nothing.
func parsePath(p *pen, d string, limit int) string {
	sc := &pathScanner{s: strings.TrimLeft(d, " \t\r\n")}
	moved := false
	var last byte    // the command before, for the smooth curves
	var handle point // its last control point
	for sc.s != "" {
		at := len(d) - len(sc.s)
		c := sc.s[0]
		if strings.IndexByte("MmLlHhVvCcSsQqTtAaZz", c) < 0 {
			return "path data has " + quoteByte(sc.s) + " where a command belongs" + where(d, at)
		}
		if !moved && c != 'M' && c != 'm' {
			return "path data does not begin with a move (M)"
		}
		moved = true
		sc.s = strings.TrimLeft(sc.s[1:], " \t\r\n")
		if c == 'Z' || c == 'z' {
			p.close()
			last = 'z'
			continue
		}
		for first := true; first || sc.more(); first = false {
			handle = step(p, sc, c, last, handle)
			if sc.bad {
				return "path data lacks a number, or has one out of range" + where(d, len(d)-len(sc.s))
			}
			if len(p.segs) > limit {
				return "the drawing has more than 200000 steps"
			}
			switch c { // more points after a move are lines
			case 'M':
				c = 'L'
			case 'm':
				c = 'l'
			}
			last = c | 0x20
		}
	}
	return ""
}

// step draws one command with one set of numbers; it gives the control point
// that a smooth curve after it mirrors.
func step(p *pen, sc *pathScanner, c, last byte, handle point) point {
	var from point // relative commands count from the current point
	if c >= 'a' {
		from = p.at
	}
	mirror := func(kinds string) point {
		if strings.IndexByte(kinds, last) < 0 || last == 0 {
			return p.at
		}
		return point{mul(2, p.at.x) - handle.x, mul(2, p.at.y) - handle.y}
	}
	var h point
	switch c | 0x20 {
	case 'm':
		q := sc.point(from)
		if !sc.bad {
			p.move(q)
		}
	case 'l':
		q := sc.point(from)
		p.line(q)
	case 'h':
		p.line(point{from.x + sc.number(), p.at.y})
	case 'v':
		p.line(point{p.at.x, from.y + sc.number()})
	case 'c':
		a, b, q := sc.point(from), point{}, point{}
		b = sc.point(from)
		q = sc.point(from)
		p.curve(a, b, q)
		h = b
	case 's':
		a := mirror("cs")
		b := sc.point(from)
		q := sc.point(from)
		p.curve(a, b, q)
		h = b
	case 'q':
		h = sc.point(from)
		q := sc.point(from)
		p.quad(h, q)
	case 't':
		h = mirror("qt")
		q := sc.point(from)
		p.quad(h, q)
	case 'a':
		rx, ry, rot := sc.number(), 0.0, 0.0
		ry = sc.number()
		rot = sc.number()
		large := sc.flag()
		sweep := sc.flag()
		q := sc.point(from)
		if !sc.bad {
			p.arc(rx, ry, rot, large, sweep, q)
		}
	}
	return h
}

func quoteByte(s string) string {
	for _, r := range s {
		return "“" + string(r) + "”"
	}
	return "nothing"
}

// where quotes the few characters of path data before an offset.
func where(d string, at int) string {
	from := max(at-16, 0)
	before := strings.ToValidUTF8(strings.TrimSpace(d[from:at]), "")
	if before == "" {
		return ""
	}
	return " (after “" + before + "”)"
}
