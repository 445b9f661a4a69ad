package art

import (
	"math"
)

// kappa is the length of the handles of a cubic that stands for a quarter of
// the unit circle: 4/3·tan(22.5°).
const kappa = 0.55228474983079339840

// ellipse draws a whole ellipse clockwise from its rightmost point, as SVG 2, 10.4 says.
func (p *pen) ellipse(cx, cy, rx, ry float64) {
	kx, ky := mul(kappa, rx), mul(kappa, ry)
	p.move(point{cx + rx, cy})
	p.curve(point{cx + rx, cy + ky}, point{cx + kx, cy + ry}, point{cx, cy + ry})
	p.curve(point{cx - kx, cy + ry}, point{cx - rx, cy + ky}, point{cx - rx, cy})
	p.curve(point{cx - rx, cy - ky}, point{cx - kx, cy - ry}, point{cx, cy - ry})
	p.curve(point{cx + kx, cy - ry}, point{cx + rx, cy - ky}, point{cx + rx, cy})
	p.close()
}

// rect draws a rectangle, its corners rounded by rx and ry.
func (p *pen) rect(x, y, w, h, rx, ry float64) {
	rx, ry = math.Min(rx, w/2), math.Min(ry, h/2)
	if rx <= 0 || ry <= 0 {
		p.move(point{x, y})
		p.line(point{x + w, y})
		p.line(point{x + w, y + h})
		p.line(point{x, y + h})
		p.close()
		return
	}
	kx, ky := rx-mul(kappa, rx), ry-mul(kappa, ry)
	p.move(point{x + rx, y})
	p.line(point{x + w - rx, y})
	p.curve(point{x + w - kx, y}, point{x + w, y + ky}, point{x + w, y + ry})
	p.line(point{x + w, y + h - ry})
	p.curve(point{x + w, y + h - ky}, point{x + w - kx, y + h}, point{x + w - rx, y + h})
	p.line(point{x + rx, y + h})
	p.curve(point{x + kx, y + h}, point{x, y + h - ky}, point{x, y + h - ry})
	p.line(point{x, y + ry})
	p.curve(point{x, y + ky}, point{x + kx, y}, point{x + rx, y})
	p.close()
}

// shape draws a basic shape (SVG 1.1, chapter 9) or path. It gives what is wrong
// as text, "" for nothing; a shape without extent draws nothing, as SVG says.
func (r *reader) shape(p *pen, name string, attr map[string]string) string {
	bad := ""
	get := func(key string) float64 {
		s, ok := attr[key]
		if !ok {
			return 0
		}
		v, ok := length(s)
		if !ok && bad == "" {
			bad = "attribute " + key + " of <" + name + "> is not a number with an absolute unit: “" + s + "”"
		}
		return v
	}
	extent := func(key string) float64 {
		v := get(key)
		if v < 0 && bad == "" {
			bad = "attribute " + key + " of <" + name + "> is negative"
		}
		return v
	}
	switch name {
	case "path":
		return parsePath(p, attr["d"], MaxSegments-r.steps)
	case "rect":
		x, y, w, h := get("x"), get("y"), extent("width"), extent("height")
		rx, ry := r.radii(attr, extent)
		if bad == "" && w > 0 && h > 0 {
			p.rect(x, y, w, h, rx, ry)
		}
	case "circle":
		cx, cy, rad := get("cx"), get("cy"), extent("r")
		if bad == "" && rad > 0 {
			p.ellipse(cx, cy, rad, rad)
		}
	case "ellipse":
		cx, cy := get("cx"), get("cy")
		rx, ry := r.radii(attr, extent)
		if bad == "" && rx > 0 && ry > 0 {
			p.ellipse(cx, cy, rx, ry)
		}
	case "line":
		a, b := point{get("x1"), get("y1")}, point{get("x2"), get("y2")}
		if bad == "" {
			p.move(a)
			p.line(b)
		}
	case "polyline", "polygon":
		v, ok := numbers(attr["points"])
		if !ok || len(v)%2 != 0 {
			return "attribute points of <" + name + "> is not a list of pairs of numbers"
		}
		for i := 0; i+1 < len(v); i += 2 {
			if i == 0 {
				p.move(point{v[0], v[1]})
			} else {
				p.line(point{v[i], v[i+1]})
			}
		}
		if name == "polygon" && len(v) > 2 {
			p.close()
		}
	}
	return bad
}

// radii reads rx and ry; one that is missing or "auto" is as the other.
func (r *reader) radii(attr map[string]string, extent func(string) float64) (rx, ry float64) {
	given := func(key string) bool { s, ok := attr[key]; return ok && s != "auto" }
	switch x, y := given("rx"), given("ry"); {
	case x && y:
		return extent("rx"), extent("ry")
	case x:
		rx = extent("rx")
		return rx, rx
	case y:
		ry = extent("ry")
		return ry, ry
	}
	return 0, 0
}
