package stamp

import (
	"strings"

	"chancery/layout"
	"chancery/layout/shape"
)

// Measures of a seal, in thousandths of its radius where no unit is said.
const (
	sealTeeth  = 24  // of its edge
	sealNotch  = 935 // how far in the edge goes between two of them
	sealRing   = 820 // the heavier ring
	sealInner  = 750 // the finer one
	sealFigure = 560 // size of the type in the middle

	sealGap    = 7 * layout.Point // between the seal and the words
	wordsSize  = 10 * layout.Point
	wordsLeast = 5 * layout.Point
)

// cosines of the multiples of 7.5 degrees, up to the right angle, in 1/10,000.
var cosines = [...]int64{10000, 9914, 9659, 9239, 8660, 7934, 7071, 6088, 5000, 3827, 2588, 1305, 0}

// cosine of n times 7.5 degrees, in 1/10,000.
func cosine(n int) int64 {
	n = (n%48 + 48) % 48
	switch {
	case n <= 12:
		return cosines[n]
	case n <= 24:
		return -cosines[24-n]
	case n <= 36:
		return -cosines[n-24]
	}
	return cosines[48-n]
}

// DrawSeal draws what Draw does for an office that certifies: a round seal at the
// left, as high as the field, with a word in its middle, and the words beside it,
// over as many lines as they need. The field is at least twice as wide as high.
func DrawSeal(s *shape.Shaper, t Type, w Words, middle string, width, height layout.Length) ([]byte, error) {
	p := &pen{shaper: s, t: t, out: []byte("q\n0 g\n0 G\n1 j\n")}
	p.seal(height)
	p.translate(height/2-height*sealInner/2000, 0)
	p.width = height * sealInner / 1000
	size := height * sealFigure / 2000
	// Figures without descenders are two thirds as high as the type is large.
	if err := p.centred(middle, size, height/2-size/3); err != nil {
		return nil, err
	}
	p.out = append(p.out, "Q\n"...)

	p.translate(height+sealGap, 0)
	p.width = width - height - sealGap
	p.reversed = rightToLeft(w.Name)
	if err := p.words(w, height); err != nil {
		return nil, err
	}
	return append(p.out, "Q\nQ\n"...), nil
}

// translate begins a part that has its origin at x, y.
func (p *pen) translate(x, y layout.Length) {
	p.out = append(p.out, "q\n1 0 0 1 "...)
	p.point(x, y, "cm\n")
}

// point writes two coordinates and an operator.
func (p *pen) point(x, y layout.Length, op string) {
	p.out = append(decimal(p.out, int64(x), int64(layout.Point)), ' ')
	p.out = append(decimal(p.out, int64(y), int64(layout.Point)), ' ')
	p.out = append(p.out, op...)
}

// seal strokes an edge of teeth and two rings.
func (p *pen) seal(d layout.Length) {
	r := d/2 - layout.Point/4 // the line is inside
	p.out = append(p.out, "0.5 w\n"...)
	for i := range 2 * sealTeeth {
		at := r
		if i%2 == 1 {
			at = r * sealNotch / 1000
		}
		op := "l\n"
		if i == 0 {
			op = "m\n"
		}
		p.point(d/2+at*layout.Length(cosine(i))/10000, d/2+at*layout.Length(cosine(i-12))/10000, op)
	}
	p.out = append(p.out, "s\n1 w\n"...)
	p.circle(d/2, r*sealRing/1000)
	p.out = append(p.out, "0.4 w\n"...)
	p.circle(d/2, r*sealInner/1000)
}

// circle strokes a circle around (c, c), of four curves whose control points stand
// at 0.5523 of the radius: the nearest that curves of the third degree come.
func (p *pen) circle(c, r layout.Length) {
	k := r * 5523 / 10000
	p.point(c+r, c, "m\n")
	for _, q := range [][6]layout.Length{{r, k, k, r, 0, r}, {-k, r, -r, k, -r, 0}, {-r, -k, -k, -r, 0, -r}, {k, -r, r, -k, r, 0}} {
		p.point(c+q[0], c+q[1], "")
		p.point(c+q[2], c+q[3], "")
		p.point(c+q[4], c+q[5], "c\n")
	}
	p.out = append(p.out, "s\n"...)
}

// centred draws a line in the middle of the width.
func (p *pen) centred(text string, size, y layout.Length) error {
	n, err := p.measure(text, size)
	if err != nil {
		return err
	}
	if n > p.width {
		size = size.Scale(int64(p.width), int64(n))
		n = p.width
	}
	p.translate((p.width-n)/2, 0)
	if err := p.line(text, p.t.Lines, size, size, y); err != nil {
		return err
	}
	p.out = append(p.out, "Q\n"...)
	return nil
}

// measure gives the width of a text in the face of the lines.
func (p *pen) measure(text string, size layout.Length) (layout.Length, error) {
	runs, err := p.shape(text, p.t.Lines, size)
	return length(runs), err
}

// words draws name and lines, the lines a fifth smaller, as large as they fit.
func (p *pen) words(w Words, height layout.Length) error {
	for size := wordsSize; ; size -= layout.Point / 2 {
		name, err := p.wrap([]string{w.Name}, size)
		if err != nil {
			return err
		}
		lines, err := p.wrap(w.Lines, size*4/5)
		if err != nil {
			return err
		}
		large, small := size*6/5, size*24/25
		total := large*layout.Length(len(name)) + size/5 + small*layout.Length(len(lines))
		if total > height && size > wordsLeast {
			continue
		}
		y := (height+total)/2 + size/4 // the foot of the last line's descenders to the head of the first's capitals
		for _, l := range name {
			y -= large
			p.whole = l.whole
			if err := p.line(l.text, p.t.Lines, size, size, y); err != nil {
				return err
			}
		}
		y -= size / 5
		for _, l := range lines {
			y -= small
			p.whole = l.whole
			if err := p.line(l.text, p.t.Lines, size*4/5, size*4/5, y); err != nil {
				return err
			}
		}
		return nil
	}
}

// row is a line of a text that was broken into lines.
type row struct{ text, whole string }

// wrap breaks texts at their spaces, each line as full as it can be. A word that
// no line holds has one, on which it is narrowed.
func (p *pen) wrap(texts []string, size layout.Length) (out []row, err error) {
	for _, t := range texts {
		p.whole = t
		line := ""
		for _, word := range strings.Split(t, " ") {
			longer := strings.TrimSpace(line + " " + word)
			n, err := p.measure(longer, size)
			if err != nil {
				return nil, err
			}
			if n > p.width && line != "" {
				out = append(out, row{line, t})
				longer = word
			}
			line = longer
		}
		out = append(out, row{line, t})
	}
	return out, nil
}
