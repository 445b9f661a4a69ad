package art

import (
	"math"
	"strings"

	"chancery/layout"
)

// point is a point in float64, in user units of whatever space is current.
type point struct{ x, y float64 }

// matrix is a transform in SVG's order: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// mul is a product that no compiler may fuse with an addition (Go specification,
// "Floating-point operators").
func mul(a, b float64) float64 { return float64(a * b) }

// apply transforms a point.
func (m matrix) apply(p point) point {
	return point{mul(m.a, p.x) + mul(m.c, p.y) + m.e, mul(m.b, p.x) + mul(m.d, p.y) + m.f}
}

// times gives the transform that applies n first and m after it.
func (m matrix) times(n matrix) matrix {
	return matrix{
		mul(m.a, n.a) + mul(m.c, n.b), mul(m.b, n.a) + mul(m.d, n.b),
		mul(m.a, n.c) + mul(m.c, n.d), mul(m.b, n.c) + mul(m.d, n.d),
		mul(m.a, n.e) + mul(m.c, n.f) + m.e, mul(m.b, n.e) + mul(m.d, n.f) + m.f,
	}
}

// scale says by how much the transform enlarges, and whether it does so alike
// in every direction (a similarity), so that a stroke stays a stroke.
func (m matrix) scale() (float64, bool) {
	s := math.Sqrt(mul(m.a, m.a) + mul(m.b, m.b))
	t := math.Sqrt(mul(m.c, m.c) + mul(m.d, m.d))
	dot := mul(m.a, m.c) + mul(m.b, m.d)
	tol := 1e-6 * (s + t + 1e-12)
	return s, math.Abs(s-t) <= tol && math.Abs(dot) <= mul(tol, s+t)
}

// round gives the nearest Length; math.Floor and the power of two are exact.
func round(v float64) layout.Length {
	return layout.Length(math.Floor(mul(v, 65536) + 0.5))
}

// inRange says whether a coordinate is a number of usable size.
func inRange(v float64) bool { return v >= -MaxCoordinate && v <= MaxCoordinate }

// sincos gives sine and cosine of an angle in degrees, exact at multiples of 90.
// It reduces to 0 … 45 degrees and sums the Taylor series: eleven terms are
// beyond the precision of float64 there.
func sincos(deg float64) (sin, cos float64) {
	deg = math.Mod(deg, 360) // exact
	if deg < 0 {
		deg += 360
	}
	quarter := int(deg / 90)
	rest := deg - float64(quarter)*90
	swap := rest > 45
	if swap {
		rest = 90 - rest
	}
	x := mul(rest, math.Pi) / 180
	xx := mul(x, x)
	s, c := 0.0, 0.0
	ts, tc := x, 1.0
	for n := 1; n <= 11; n++ {
		s += ts
		c += tc
		ts = -mul(ts, xx) / float64(2*n*(2*n+1))
		tc = -mul(tc, xx) / float64((2*n-1)*2*n)
	}
	if swap {
		s, c = c, s
	}
	switch quarter & 3 {
	case 1:
		s, c = c, -s
	case 2:
		s, c = -s, -c
	case 3:
		s, c = -c, s
	}
	return s, c
}

// tandeg gives the tangent of an angle in degrees.
func tandeg(deg float64) float64 {
	s, c := sincos(deg)
	return s / c
}

// parseTransform reads a transform attribute (SVG 1.1, 7.6). It gives what is
// wrong as text, "" for nothing.
func parseTransform(s string) (matrix, string) {
	m := identity
	rest := strings.TrimLeft(s, " \t\r\n,")
	for rest != "" {
		open := strings.IndexByte(rest, '(')
		end := strings.IndexByte(rest, ')')
		if open < 0 || end < open {
			return m, "it is not a list of functions such as translate(10 20)"
		}
		name := strings.TrimSpace(rest[:open])
		v, ok := numbers(rest[open+1 : end])
		if !ok {
			return m, name + "() holds something that is not a number"
		}
		t, ok := function(name, v)
		if !ok {
			return m, name + "() is not a transform with so many numbers"
		}
		m = m.times(t)
		rest = strings.TrimLeft(rest[end+1:], " \t\r\n,")
	}
	for _, v := range [...]float64{m.a, m.b, m.c, m.d, m.e, m.f} {
		if !inRange(v) {
			return m, "it enlarges or moves too far"
		}
	}
	return m, ""
}

// function gives the matrix of one transform function.
func function(name string, v []float64) (matrix, bool) {
	n := len(v)
	switch {
	case name == "matrix" && n == 6:
		return matrix{v[0], v[1], v[2], v[3], v[4], v[5]}, true
	case name == "translate" && n == 1:
		return matrix{1, 0, 0, 1, v[0], 0}, true
	case name == "translate" && n == 2:
		return matrix{1, 0, 0, 1, v[0], v[1]}, true
	case name == "scale" && n == 1:
		return matrix{v[0], 0, 0, v[0], 0, 0}, true
	case name == "scale" && n == 2:
		return matrix{v[0], 0, 0, v[1], 0, 0}, true
	case name == "rotate" && n == 1:
		s, c := sincos(v[0])
		return matrix{c, s, -s, c, 0, 0}, true
	case name == "rotate" && n == 3:
		s, c := sincos(v[0])
		t := matrix{1, 0, 0, 1, v[1], v[2]}.times(matrix{c, s, -s, c, 0, 0})
		return t.times(matrix{1, 0, 0, 1, -v[1], -v[2]}), true
	case name == "skewX" && n == 1:
		return matrix{1, 0, tandeg(v[0]), 1, 0, 0}, true
	case name == "skewY" && n == 1:
		return matrix{1, tandeg(v[0]), 0, 1, 0, 0}, true
	}
	return identity, false
}
