package raster

import "chancery/layout"

// sub is a coordinate in 256ths of a pixel. It has 64 bits on every machine.
type sub = int64

// one is a pixel.
const one = 256

// scanner turns closed outlines into area coverage. Each edge adds to the cell
// that it crosses how much more of the row to the right of it is inside; a
// running sum over the row then gives each cell's coverage ("signed area
// accumulation", as in FreeType's smooth rasteriser by D. Turner and LibArt by
// R. Levien). All in integers.
//
// The sum is a winding number times the area, so that a cell outside has 0 and
// one inside ±1 or more: its absolute value, held to 1, is the non-zero rule, and
// folded at every whole number the even-odd rule; both are exact but for cells
// in which edges overlap.
type scanner struct {
	w, h   int
	pts    []sub // the outline, flat: x, y
	starts []int // indexes into pts where contours begin
	x, y   sub   // current point
	acc    []int32
}

func (s *scanner) move(x, y sub) {
	s.starts = append(s.starts, len(s.pts))
	s.pts = append(s.pts, x, y)
	s.x, s.y = x, y
}

func (s *scanner) line(x, y sub) {
	s.pts = append(s.pts, x, y)
	s.x, s.y = x, y
}

// quad and cube cut a curve into lines that stay within 1/16 pixel of it.
func (s *scanner) quad(bx, by, cx, cy sub) {
	ax, ay := s.x, s.y
	dev := max(abs(ax-2*bx+cx), abs(ay-2*by+cy))
	n := pieces(dev / 64)
	for i := sub(1); i < n; i++ {
		u := n - i
		s.line(
			rounded(ax*u*u+2*bx*u*i+cx*i*i, n*n),
			rounded(ay*u*u+2*by*u*i+cy*i*i, n*n),
		)
	}
	s.line(cx, cy)
}

func (s *scanner) cube(bx, by, cx, cy, dx, dy sub) {
	ax, ay := s.x, s.y
	dev := max(abs(ax-2*bx+cx), abs(ay-2*by+cy), abs(bx-2*cx+dx), abs(by-2*cy+dy))
	n := pieces(dev * 3 / 64)
	for i := sub(1); i < n; i++ {
		u := n - i
		s.line(
			rounded(ax*u*u*u+3*bx*u*u*i+3*cx*u*i*i+dx*i*i*i, n*n*n),
			rounded(ay*u*u*u+3*by*u*u*i+3*cy*u*i*i+dy*i*i*i, n*n*n),
		)
	}
	s.line(dx, dy)
}

// pieces gives the square root, rounded up, at least 1 and at most 128.
func pieces(sq sub) sub {
	n := sub(1)
	for n < 128 && n*n < sq {
		n++
	}
	return n
}

func abs(v sub) sub {
	if v < 0 {
		return -v
	}
	return v
}

func rounded(v, den sub) sub {
	if v < 0 {
		return -((-v + den/2) / den)
	}
	return (v + den/2) / den
}

// fill fills the outline collected so far and forgets it.
func (c *canvas) fill(color layout.Color, evenOdd bool) {
	s := &c.scan
	defer func() { s.pts, s.starts = s.pts[:0], s.starts[:0] }()
	if len(s.pts) == 0 {
		return
	}
	// The cells that the outline touches, within the picture.
	x0, y0, x1, y1 := s.pts[0], s.pts[1], s.pts[0], s.pts[1]
	for i := 2; i < len(s.pts); i += 2 {
		x0, x1 = min(x0, s.pts[i]), max(x1, s.pts[i])
		y0, y1 = min(y0, s.pts[i+1]), max(y1, s.pts[i+1])
	}
	left, top := int(max(x0>>8, 0)), int(max(y0>>8, 0))
	right, foot := int(min((x1+one-1)>>8, sub(s.w))), int(min((y1+one-1)>>8, sub(s.h)))
	if left >= right || top >= foot {
		return
	}
	w, h := right-left, foot-top
	stride := w + 2
	if need := stride * h; cap(s.acc) < need {
		s.acc = make([]int32, need)
	}
	a := area{acc: s.acc[:stride*h], stride: stride, w: sub(w) * one, h: sub(h) * one}
	dx, dy := sub(left)*one, sub(top)*one
	for k, start := range s.starts {
		end := len(s.pts)
		if k+1 < len(s.starts) {
			end = s.starts[k+1]
		}
		px, py := s.pts[end-2]-dx, s.pts[end-1]-dy // closed
		for i := start; i < end; i += 2 {
			x, y := s.pts[i]-dx, s.pts[i+1]-dy
			a.edge(px, py, x, y)
			px, py = x, y
		}
	}
	plain := c.single && color != white
	for y := range h {
		row := a.acc[y*stride : (y+1)*stride]
		sum := int32(0)
		at := (top+y)*c.w + left
		for x := range w {
			d := row[x]
			row[x] = 0
			sum += d
			if sum == 0 {
				continue
			}
			v := sum
			if v < 0 {
				v = -v
			}
			if evenOdd {
				if v &= 2*full - 1; v > full {
					v = 2*full - v
				}
			} else if v > full {
				v = full
			}
			switch cov := uint32(v*255+full/2) / full; {
			case cov == 0:
			case plain:
				if old := uint32(c.pix[at+x]); old == 0 {
					c.pix[at+x] = byte(cov)
				} else {
					c.pix[at+x] = byte(old + div255((255-old)*cov))
				}
			default:
				c.blend(at+x, color, cov)
			}
		}
		row[w], row[w+1] = 0, 0
	}
}

// full is the sum in a cell that is covered whole: 256 rows times twice 256 columns.
const full = 2 * one * one

// area is the part of the picture that one outline touches.
type area struct {
	acc    []int32
	stride int
	w, h   sub
}

// edge adds one edge, cut at the part's top and foot.
func (a *area) edge(x0, y0, x1, y1 sub) {
	if y0 == y1 {
		return
	}
	sign := int32(1)
	if y0 > y1 {
		x0, y0, x1, y1, sign = x1, y1, x0, y0, -1
	}
	if y1 <= 0 || y0 >= a.h {
		return
	}
	dx, dy := x1-x0, y1-y0
	y, end := max(y0, 0), min(y1, a.h)
	x := x0
	if y > y0 {
		x = x0 + dx*(y-y0)/dy
	}
	for y < end {
		row := y >> 8
		next := min((row+1)<<8, end)
		nx := x1
		if next < y1 {
			nx = x0 + dx*(next-y0)/dy
		}
		a.cells(row, x, nx, sign*int32(next-y))
		x, y = nx, next
	}
}

// cells spreads a piece of an edge within one row over the cells that it
// crosses. dy is its height with the sign of its direction. Beyond the left side
// it counts as lying on it; beyond the right side nothing is seen of it.
func (a *area) cells(row, x0, x1 sub, dy int32) {
	x0, x1 = min(max(x0, 0), a.w), min(max(x1, 0), a.w)
	if x0 > x1 {
		x0, x1 = x1, x0
	}
	acc := a.acc[int(row)*a.stride : (int(row)+1)*a.stride]
	c0, c1 := x0>>8, x1>>8
	if c0 == c1 {
		f := int32(x0&255 + x1&255)
		acc[c0] += dy * (2*one - f)
		acc[c0+1] += dy * f
		return
	}
	dx := x1 - x0
	done := int32(0) // of dy
	from := x0
	for c := c0; c <= c1; c++ {
		to := min((c+1)<<8, x1)
		if to == from {
			break
		}
		upto := dy
		if to < x1 {
			upto = int32(sub(dy) * (to - x0) / dx)
		}
		f := int32(from - c<<8 + to - c<<8)
		acc[c] += (upto - done) * (2*one - f)
		acc[c+1] += (upto - done) * f
		done, from = upto, to
	}
}
