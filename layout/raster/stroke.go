package raster

import (
	"math"

	"chancery/layout"
)

// stroke replaces the outline collected so far, as centre lines, by the outline
// of a stroke of that width: one quadrilateral a line, and what joins and ends
// them, each turning the same way, so that the non-zero rule unites them.
func (s *scanner) stroke(closed []bool, width sub, cap layout.Cap, join layout.Join) {
	pts, starts := s.pts, s.starts
	s.pts, s.starts = nil, nil
	for k, start := range starts {
		end := len(pts)
		if k+1 < len(starts) {
			end = starts[k+1]
		}
		s.strokeContour(pts[start:end], closed[k], width, cap, join)
	}
}

func (s *scanner) strokeContour(flat []sub, closed bool, width sub, cap layout.Cap, join layout.Join) {
	// Points that repeat give no direction.
	var pts [][2]sub
	for i := 0; i < len(flat); i += 2 {
		p := [2]sub{flat[i], flat[i+1]}
		if len(pts) == 0 || pts[len(pts)-1] != p {
			pts = append(pts, p)
		}
	}
	if closed && len(pts) > 1 && pts[0] == pts[len(pts)-1] {
		pts = pts[:len(pts)-1]
	}
	if len(pts) < 2 {
		if len(pts) == 1 && cap == layout.CapRound {
			s.disc(pts[0], width)
		}
		return
	}
	n := len(pts)
	lines := n - 1
	if closed && n > 2 {
		lines = n
	}
	normals := make([][2]sub, lines)
	for i := range lines {
		a, b := pts[i], pts[(i+1)%n]
		nx, ny := normal(b[0]-a[0], b[1]-a[1], width)
		normals[i] = [2]sub{nx, ny}
		if cap == layout.CapSquare && lines < n {
			if i == 0 {
				a = [2]sub{a[0] + ny, a[1] - nx}
			}
			if i == lines-1 {
				b = [2]sub{b[0] - ny, b[1] + nx}
			}
		}
		s.polygon([2]sub{a[0] + nx, a[1] + ny}, [2]sub{b[0] + nx, b[1] + ny}, [2]sub{b[0] - nx, b[1] - ny}, [2]sub{a[0] - nx, a[1] - ny})
	}
	for i := range lines {
		if i == 0 && lines < n {
			continue
		}
		s.join(pts[i], normals[(i+lines-1)%lines], normals[i], width, join)
	}
	if cap == layout.CapRound && lines < n {
		first, last := normals[0], normals[lines-1]
		s.roundEnd(pts[0], [2]sub{-first[0], -first[1]}, width)
		s.roundEnd(pts[n-1], last, width)
	}
}

// normal gives the vector half a width long that stands to the left of a
// direction (y down). The square root of IEEE 754 is exact, so that this is the
// same everywhere.
func normal(dx, dy, width sub) (nx, ny sub) {
	length := sub(math.Sqrt(float64(dx*dx+dy*dy)) * 256)
	if length == 0 {
		return 0, 0
	}
	return rounded(dy*width*128, length), rounded(-dx*width*128, length)
}

// join fills the wedge between two lines that meet at p.
func (s *scanner) join(p, m, n [2]sub, width sub, join layout.Join) {
	cross := m[0]*n[1] - m[1]*n[0]
	if cross == 0 && m[0]*n[0]+m[1]*n[1] >= 0 {
		return
	}
	// The outer side is where the normals part.
	if cross > 0 {
		m, n = [2]sub{m[0], m[1]}, [2]sub{n[0], n[1]}
	} else {
		m, n = [2]sub{-m[0], -m[1]}, [2]sub{-n[0], -n[1]}
	}
	a, b := [2]sub{p[0] + m[0], p[1] + m[1]}, [2]sub{p[0] + n[0], p[1] + n[1]}
	if join == layout.JoinRound {
		if m[0]+n[0] == 0 && m[1]+n[1] == 0 { // straight back
			s.roundEnd(p, m, width)
		} else {
			s.sector(p, m, n, width)
		}
		return
	}
	s.polygon(p, a, b)
	if join == layout.JoinMiter {
		// The tip is at p + (m+n)·h²/(h²+m·n), h half the width; it is within
		// four widths while (h² + m·n) is an eighth of h² or more (miter limit
		// 4: 1/sin(θ/2) ≤ 4, and h²+m·n = 2h²·sin²(θ/2)).
		h2 := width * width / 4
		d := h2 + m[0]*n[0] + m[1]*n[1]
		if d > 0 && 8*d >= h2 {
			tip := [2]sub{p[0] + rounded((m[0]+n[0])*h2, d), p[1] + rounded((m[1]+n[1])*h2, d)}
			s.polygon(a, tip, b)
		}
	}
}

// roundEnd fills the half disc beyond the end of a line whose left normal is m.
func (s *scanner) roundEnd(p, m [2]sub, width sub) {
	ahead := [2]sub{-m[1], m[0]}
	s.sector(p, m, ahead, width)
	s.sector(p, ahead, [2]sub{-m[0], -m[1]}, width)
}

// sector fills the part of a disc between two of its radii, less than half a
// turn apart: the arc is halved until its pieces are short.
func (s *scanner) sector(p, m, n [2]sub, width sub) {
	arc := [][2]sub{m, n}
	for range 5 {
		// A chord's distance from its arc is about an eighth of its square over the radius.
		dx, dy := arc[1][0]-arc[0][0], arc[1][1]-arc[0][1]
		if (dx*dx+dy*dy)/(4*width+1) < 8 {
			break
		}
		finer := make([][2]sub, 0, 2*len(arc)-1)
		for i, v := range arc {
			if i > 0 {
				u := arc[i-1]
				// The normal to the normal's direction is the radius between, turned.
				x, y := normal(-(u[1] + v[1]), u[0]+v[0], width)
				finer = append(finer, [2]sub{x, y})
			}
			finer = append(finer, v)
		}
		arc = finer
	}
	pts := make([][2]sub, 0, len(arc)+1)
	pts = append(pts, p)
	for _, v := range arc {
		pts = append(pts, [2]sub{p[0] + v[0], p[1] + v[1]})
	}
	s.polygon(pts...)
}

// disc fills a circle of that diameter.
func (s *scanner) disc(p [2]sub, width sub) {
	r := rounded(width, 2)
	k := rounded(r*36195, 65536) // 4/3·tan(22.5°)
	x, y := p[0], p[1]
	s.move(x+r, y)
	s.cube(x+r, y+k, x+k, y+r, x, y+r)
	s.cube(x-k, y+r, x-r, y+k, x-r, y)
	s.cube(x-r, y-k, x-k, y-r, x, y-r)
	s.cube(x+k, y-r, x+r, y-k, x+r, y)
}

// polygon adds a contour, turned so that its area is positive, as disc's is.
func (s *scanner) polygon(pts ...[2]sub) {
	area := sub(0)
	for i, p := range pts {
		q := pts[(i+1)%len(pts)]
		area += p[0]*q[1] - p[1]*q[0]
	}
	if area == 0 {
		return
	}
	for i := range pts {
		p := pts[i]
		if area < 0 {
			p = pts[len(pts)-1-i]
		}
		if i == 0 {
			s.move(p[0], p[1])
		} else {
			s.line(p[0], p[1])
		}
	}
}
