package linebreak

import (
	"fmt"
	"testing"

	"chancery/layout"
)

// BenchmarkBreak breaks texts of so many times the frog prince's 106 words, on
// the measure on which hyphens are needed and on a wide one.
func BenchmarkBreak(b *testing.B) {
	f := readFrog(b)
	one, _ := f.items(b, true)
	for _, measure := range []layout.Length{390, 800} {
		for _, times := range []int{1, 10, 100} {
			b.Run(fmt.Sprintf("measure=%d/times=%d", int64(measure), times), func(b *testing.B) {
				var items []layout.Item
				for range times {
					items = append(items, one[:len(one)-3]...)
					items = append(items, layout.Item{Kind: layout.ItemGlue, Width: 6, Stretch: 3, Shrink: 2})
				}
				items = Finish(items[:len(items)-1])
				lines := 0
				b.ReportAllocs()
				for b.Loop() {
					res, err := Break(items, func(int) layout.Length { return measure }, Default())
					if err != nil {
						b.Fatal(err)
					}
					lines = len(res.Lines)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
			})
		}
	}
}

func BenchmarkBalance(b *testing.B) {
	items := words("Attorney General Balderas Joins Letter to End Family Separation at the Border")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Balance(items, func(int) layout.Length { return 30 * layout.Point }, Default()); err != nil {
			b.Fatal(err)
		}
	}
}
