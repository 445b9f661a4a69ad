package compose

import (
	"math"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/shape"
	"chancery/source"
)

// evenness is what justified lines look like: ratios are of a line's mean space
// to the face's natural one.
type evenness struct {
	lines, hyphens, ladder int
	rms, jump              float64
	least, most            float64
	expand                 int // the most, in thousandths
}

// measure takes the evenness of paragraphs.
func measure(paragraphs [][]Line) evenness {
	e := evenness{least: 9}
	var sum, jumps float64
	pairs := 0
	for _, lines := range paragraphs {
		before, run := 0.0, 0
		for i, l := range lines[:len(lines)-1] {
			var spaces, natural layout.Length
			n := 0
			for j, b := range l.Boxes {
				r := b.Run
				if r.Expand > e.expand || -r.Expand > e.expand {
					e.expand = max(r.Expand, -r.Expand)
				}
				for k, g := range r.Glyphs {
					last := j == len(l.Boxes)-1 && k == len(r.Glyphs)-1
					if r.Text[g.Start:g.End] == " " && !last {
						spaces += g.Advance
						natural += r.Size.Scale(int64(r.Face.Advance(g.ID)), int64(r.Face.UnitsPerEm))
						n++
					}
				}
			}
			r := float64(spaces) / float64(natural)
			sum += (r - 1) * (r - 1)
			e.least, e.most = min(e.least, r), max(e.most, r)
			if i > 0 {
				jumps += math.Abs(r - before)
				pairs++
			}
			before = r
			e.lines++
			if l.Hyphenated {
				e.hyphens++
				run++
				e.ladder = max(e.ladder, run)
			} else {
				run = 0
			}
		}
	}
	e.rms = math.Sqrt(sum / float64(e.lines))
	e.jump = jumps / float64(pairs)
	return e
}

// seedParagraphs visits the paragraphs of the first packet's letter in some settings,
// each with its composer.
func seedParagraphs(t *testing.T, settings map[string]string, visit func(c *Composer, pieces []Piece)) {
	t.Helper()
	p, problems, err := source.Load("../../assets/packets/2018-06-19-family-separation", source.Overrides{Settings: settings})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	for _, d := range p.Documents {
		if d.Letter == nil {
			continue
		}
		c, err := New(p, d, BareSheet(), shape.NewShaper(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range d.Body {
			visit(c, InlinePieces(b.Inlines, &layout.Element{ID: b.ID}))
		}
	}
}

// seedBody sets the body of the first packet's letter on a measure.
func seedBody(t *testing.T, expansion, face string, width layout.Length) (out [][]Line) {
	t.Helper()
	seedParagraphs(t, map[string]string{"expansion": expansion, "face": face}, func(c *Composer, pieces []Piece) {
		out = append(out, c.Paragraph(pieces, c.Running(), width))
	})
	return out
}

// TestEvenness holds what was reached on the first packet's letter: the root mean
// square of r−1, the mean jump between neighbours, the hyphens, and the loosest
// and tightest line. A change that makes them worse is to be looked at.
func TestEvenness(t *testing.T) {
	for _, c := range []struct {
		expansion, face string
		width           layout.Length
		rms, jump       float64
		hyphens         int
		least, most     float64
	}{
		{"2", "STIX Two Text", 468 * layout.Point, .065, .045, 4, .80, 1.30},
		{"0", "STIX Two Text", 468 * layout.Point, .167, .175, 8, .68, 1.35},
		{"2", "EB Garamond", 468 * layout.Point, .056, .050, 2, .85, 1.10},
		{"2", "STIX Two Text", 300 * layout.Point, .125, .115, 15, .73, 1.33},
	} {
		e := measure(seedBody(t, c.expansion, c.face, c.width))
		t.Logf("%s ±%s %% on %s pt: %d lines, rms %.3f, jump %.3f, %d hyphens, ladder %d, from %.2f to %.2f, expansion %d",
			c.face, c.expansion, c.width, e.lines, e.rms, e.jump, e.hyphens, e.ladder, e.least, e.most, e.expand)
		if e.rms > c.rms || e.jump > c.jump || e.hyphens > c.hyphens || e.ladder > 2 || e.least < c.least || e.most > c.most {
			t.Errorf("%s ±%s %% on %s pt is worse than it was", c.face, c.expansion, c.width)
		}
		if c.expansion == "0" && e.expand != 0 {
			t.Errorf("expanded by %d", e.expand)
		}
	}
}

// TestInkStandsOnTheMargins wants the first and last ink of justified lines
// within a twentieth of an em of the margins, light ink outside of them.
func TestInkStandsOnTheMargins(t *testing.T) {
	width := 468 * layout.Point
	for _, lines := range seedBody(t, "2", "STIX Two Text", width) {
		for _, l := range lines[:len(lines)-1] {
			first, last := l.Boxes[0].Run, l.Boxes[len(l.Boxes)-1].Run
			em := first.Size
			x0, _, _, _ := first.Face.Bounds(first.Glyphs[0].ID)
			ink := l.Boxes[0].X + em.Scale(int64(x0), int64(first.Face.UnitsPerEm))
			if ink > em/20 || ink < -em/2 {
				t.Errorf("%q begins %s from the margin", first.Text[:10], ink)
			}
			if l.Width < width-em/50 || l.Width > width+em*22/100 {
				t.Errorf("%q ends at %s", last.Text[len(last.Text)-10:], l.Width)
			}
			if strings.HasSuffix(last.Text, "\u00ad") && l.Width < width+em/10 {
				t.Errorf("the hyphen of %q does not hang", last.Text[len(last.Text)-10:])
			}
		}
	}
}
