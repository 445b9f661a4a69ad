package letter

import (
	"fmt"
	"math/rand"
	"testing"

	"chancery/layout/compose"
	"chancery/source"
)

// BenchmarkReport sets letters of all kinds of block, with notes, of some ten to a
// thousand pages: time and memory a page are the same for all.
func BenchmarkReport(b *testing.B) {
	for _, blocks := range []int{12, 120, 1200} {
		p, d := made(rand.New(rand.NewSource(1)), 4, 0)
		m := &maker{rng: rand.New(rand.NewSource(2)), d: d, notes: 10}
		d.Body = m.blocks(blocks, 0)
		b.Run(fmt.Sprint(blocks, " blocks"), func(b *testing.B) {
			pages := 0
			b.ReportAllocs()
			for b.Loop() {
				pages = report(b, p, d)
			}
			b.ReportMetric(float64(pages), "pages")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*pages), "ns/page")
		})
	}
}

// report sets a letter and gives its number of pages.
func report(b *testing.B, p *source.Packet, d *source.Document) int {
	c, err := compose.New(p, d, compose.BareSheet(), shaper, nil)
	if err != nil {
		b.Fatal(err)
	}
	doc := Compose(c, nil, nil)
	if n := c.Problems.Errors(); n > 0 {
		b.Fatal(c.Problems)
	}
	return len(doc.Pages)
}
