package pagebreak

import (
	"fmt"
	"testing"

	"chancery/layout"
)

// report is a document of about so many pages: headings, paragraphs of 2 to 12
// lines, space between.
func report(pages int) ([]Item, layout.Length) {
	const line = 14 * layout.Point
	const perPage = 45
	var items []Item
	for i, lines := 0, 0; lines < pages*perPage; i++ {
		if i%7 == 0 {
			items = append(items, Item{Kind: Box, Height: 2 * line}, Item{Kind: Penalty, Penalty: InfinitePenalty, Law: "heading stranded"})
			lines += 2
		}
		n := 2 + i*5%11
		items = Lines(items, n, line, func(l int) int64 {
			if (i+l)%9 == 0 {
				return InfinitePenalty
			}
			return 0
		})
		items = append(items, Item{Kind: Glue, Height: line / 2})
		lines += n
	}
	return items, perPage * line
}

func BenchmarkBreak(b *testing.B) {
	for _, pages := range []int{3, 10, 100, 1000} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			items, room := report(pages)
			height := func(page int) layout.Length {
				if page == 0 {
					return room / 2
				}
				return room
			}
			b.ReportAllocs()
			for b.Loop() {
				Break(items, height, Params{})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*pages), "ns/page")
		})
	}
}
