package pdf

import (
	"strconv"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// Places on a page are written in thousandths of a point, art in hundredths: a
// tenth of what a press at 2,540 dots an inch can tell apart.

// milli is a length in thousandths of a point, rounded half away from zero.
func milli(l layout.Length) int64 {
	n := int64(l) * 1000
	if n < 0 {
		return -((-n + int64(layout.Point)/2) / int64(layout.Point))
	}
	return (n + int64(layout.Point)/2) / int64(layout.Point)
}

// centi is a length rounded to hundredths of a point, in thousandths.
func centi(l layout.Length) int64 {
	n := int64(l) * 100
	if n < 0 {
		return -((-n + int64(layout.Point)/2) / int64(layout.Point)) * 10
	}
	return (n + int64(layout.Point)/2) / int64(layout.Point) * 10
}

// appendMilli writes n thousandths as a decimal without trailing zeros, as
// layout.Length.Decimal does, without a string of its own.
func appendMilli(b []byte, n int64) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/1000, 10)
	f := n % 1000
	if f == 0 {
		return b
	}
	b = append(b, '.', byte('0'+f/100))
	if f%100 != 0 {
		b = append(b, byte('0'+f/10%10))
		if f%10 != 0 {
			b = append(b, byte('0'+f%10))
		}
	}
	return b
}

// appendLength writes a length in points with three decimals at the most.
func appendLength(b []byte, l layout.Length) []byte { return appendMilli(b, milli(l)) }

// number is a length in points as an object.
func number(l layout.Length) cos.Object {
	if l%layout.Point == 0 {
		return int(l / layout.Point)
	}
	return cos.Real(l.Decimal(3))
}

// rectangle is a rectangle, y down, as PDF wants it: y up from the page's foot.
func rectangle(r [4]edge, height layout.Length) cos.Array {
	return cos.Array{number(r[0]), number(height - r[3]), number(r[2]), number(height - r[1])}
}

// isASCII says whether a text needs no Unicode: PDFDocEncoding has ASCII's
// printable characters at their places (ISO 32000-1, annex D).
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
