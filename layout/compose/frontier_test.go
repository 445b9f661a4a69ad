package compose

import (
	"math"
	"testing"

	"chancery/layout"
	"chancery/layout/linebreak"
)

// TestFrontier shows what evenness costs in hyphens on the first packet's letter:
// the same paragraphs with hyphens at other prices (-v prints them). It holds that
// the frontier is one, each hyphen more buying evener lines, and where on it
// Chancery stands: at four hyphens, about one line in ten.
func TestFrontier(t *testing.T) {
	for _, face := range []string{"STIX Two Text", "EB Garamond"} {
		before, hyphens := math.Inf(1), -1
		for _, price := range []int64{800, 400, 200, 100, 50, 33, 25, 12, 5} { // per cent
			var e evenness
			var squares, jumps float64
			pairs := 0
			seedParagraphs(t, map[string]string{"face": face}, func(c *Composer, pieces []Piece) {
				const measure = 468 * layout.Point
				p := c.newParagraph(pieces, c.Running(), measure)
				p.divide()
				params := p.evenParams(measure)
				params.Hyphen = params.Hyphen * price / 100
				res, ok := linebreak.Even(p.items, measure, params)
				if !ok {
					t.Fatal("no lines")
				}
				last := 0.0
				for i, l := range res.Lines[:len(res.Lines)-1] {
					off := float64(l.Ratio) / 65536
					squares += off * off
					if i > 0 {
						jumps += math.Abs(off - last)
						pairs++
					}
					last = off
					e.lines++
					if l.Hyphenated {
						e.hyphens++
					}
				}
			})
			e.rms, e.jump = math.Sqrt(squares/float64(e.lines)), jumps/float64(pairs)
			t.Logf("%s, hyphens at %d %% of their price: %d lines, %d hyphens, rms %.3f, jump %.3f", face, price, e.lines, e.hyphens, e.rms, e.jump)
			if e.hyphens < hyphens || e.hyphens > hyphens && e.rms >= before {
				t.Errorf("%s at %d %%: %d hyphens and rms %.3f after %d and %.3f", face, price, e.hyphens, e.rms, hyphens, before)
			}
			if price == 100 && e.hyphens > 4 {
				t.Errorf("%s: %d hyphens", face, e.hyphens)
			}
			before, hyphens = e.rms, e.hyphens
		}
	}
}
