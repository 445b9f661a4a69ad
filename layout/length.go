// Package layout is the vocabulary of the typesetter: lengths, shaped glyphs,
// the items of a paragraph, boxes on pages, the structure that a screen reader
// walks, letterheads as data, and Dump, which prints all of that for a person.
// It holds no algorithm and touches no file. Start reading at Document.
package layout

import "strconv"

// Length is a distance in units of 2⁻¹⁶ point (1 point = 1/72 inch), an integer
// because the same source must give the same bytes on every machine: the Go
// specification lets a compiler fuse floating-point operations. TeX's "scaled".
type Length int64

const (
	// Point is one PostScript point, 1/72 inch.
	Point Length = 1 << 16
	// Inch is 72 points.
	Inch = 72 * Point
)

// Points gives the length in points, for printing only: no decision rests on it.
func (l Length) Points() float64 { return float64(l) / float64(Point) }

// String prints the length in points with three decimals at the most, without
// trailing zeros. It is exact integer arithmetic, so it prints alike everywhere.
func (l Length) String() string { return l.Decimal(3) }

// Decimal prints the length in points, rounded half away from zero to at most
// digits decimals (0 to 6), trailing zeros removed.
func (l Length) Decimal(digits int) string {
	pow := int64(1)
	for range digits {
		pow *= 10
	}
	n, neg := int64(l), false
	if n < 0 {
		n, neg = -n, true
	}
	v := (n*pow + int64(Point)/2) / int64(Point)
	whole, frac := v/pow, v%pow
	s := strconv.FormatInt(whole, 10)
	if frac > 0 {
		f := strconv.FormatInt(frac+pow, 10)[1:]
		for f[len(f)-1] == '0' {
			f = f[:len(f)-1]
		}
		s += "." + f
	}
	if neg && v != 0 {
		s = "-" + s
	}
	return s
}

// Scale gives l·num/den, rounded half away from zero; den must be positive.
func (l Length) Scale(num, den int64) Length {
	p := int64(l) * num
	if p < 0 {
		return -Length((-p + den/2) / den)
	}
	return Length((p + den/2) / den)
}
