// Package qr draws QR Code symbols (ISO/IEC 18004:2015) as vector art: one path, so
// that no renderer shows seams between the modules. It encodes text, and knows
// neither what the text is for nor where the symbol stands.
package qr

import (
	"fmt"

	"rsc.io/qr/coding"

	"chancery/layout"
)

// Module is the width of one module: 0.4 mm, which the camera of a telephone reads
// from print at arm's length, on paper that was copied too.
const Module = layout.Inch * 4 / 254

// Quiet is the margin around a symbol in which nothing may be printed: four modules
// (ISO/IEC 18004, 5.3.8).
const Quiet = 4 * Module

// level is the error correction: M, of which 15 % of a symbol may be lost.
const level = coding.M

// Draw makes the symbol of a text in the ink of a colour, without its quiet zone. A
// text of figures, capitals and " $%*+-./:" alone is encoded in the alphanumeric
// mode, in two thirds of the room of any other. The error says that a text is longer
// than a symbol can hold.
func Draw(text string, ink layout.Color) (*layout.Art, error) {
	code, err := encode(text)
	if err != nil {
		return nil, err
	}
	size := layout.Length(code.Size) * Module
	return &layout.Art{Width: size, Height: size, Paths: []layout.Path{{Segments: outline(code), Color: ink}}}, nil
}

// encode finds the smallest symbol for a text, with the mask that the standard's
// rules favour (7.8.3).
func encode(text string) (*coding.Code, error) {
	var data coding.Encoding = coding.String(text)
	if a := coding.Alpha(text); a.Check() == nil {
		data = a
	}
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		if data.Bits(v) > v.DataBytes(level)*8 {
			continue
		}
		var best *coding.Code
		least := 0
		for mask := range coding.Mask(8) {
			plan, err := coding.NewPlan(v, level, mask)
			if err != nil {
				return nil, fmt.Errorf("qr: %w", err)
			}
			code, err := plan.Encode(data)
			if err != nil {
				return nil, fmt.Errorf("qr: %w", err)
			}
			if p := penalty(code); best == nil || p < least {
				best, least = code, p
			}
		}
		return best, nil
	}
	return nil, fmt.Errorf("qr: %d bytes are more than a symbol holds", len(text))
}

// penalty weighs what makes a symbol hard to read (ISO/IEC 18004, table 11): runs of
// one colour, blocks, what looks like a finder pattern, more of one colour than of
// the other.
func penalty(c *coding.Code) int {
	const n1, n2, n3, n4 = 3, 3, 40, 10
	sum, dark := 0, 0
	above := make([]bool, c.Size)
	for _, turned := range []bool{false, true} {
		for y := range c.Size {
			run, last := 0, false // of modules of one colour that end here
			window := 0           // the last eleven, dark ones as 1
			before := false       // the module at the left above
			for x := range c.Size {
				b := !turned && c.Black(x, y) || turned && c.Black(y, x)
				if x > 0 && b == last {
					run++
				} else {
					run, last = 1, b
				}
				switch {
				case run == 5:
					sum += n1
				case run > 5:
					sum++
				}
				window = window << 1 & 0x7FF
				if b {
					window |= 1
				}
				if x >= 10 && (window == 0b10111010000 || window == 0b00001011101) {
					sum += n3
				}
				if turned {
					continue
				}
				if b {
					dark++
				}
				if y > 0 && run > 1 && b == above[x] && b == before {
					sum += n2
				}
				before, above[x] = above[x], b
			}
		}
	}
	percent := dark * 100 / (c.Size * c.Size)
	return sum + n4*(max(percent-50, 50-percent)/5)
}

// outline makes one rectangle of each run of dark modules in a row, in one path.
func outline(c *coding.Code) []layout.Segment {
	var out []layout.Segment
	point := func(x, y int) [3]layout.Point2 {
		return [3]layout.Point2{{X: layout.Length(x) * Module, Y: layout.Length(y) * Module}}
	}
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			if !c.Black(x, y) {
				continue
			}
			from := x
			for x < c.Size && c.Black(x, y) {
				x++
			}
			out = append(out,
				layout.Segment{Op: layout.OpMove, P: point(from, y)}, layout.Segment{Op: layout.OpLine, P: point(x, y)},
				layout.Segment{Op: layout.OpLine, P: point(x, y+1)}, layout.Segment{Op: layout.OpLine, P: point(from, y+1)},
				layout.Segment{Op: layout.OpClose})
		}
	}
	return out
}
