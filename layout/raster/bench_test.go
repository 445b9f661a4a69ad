package raster

import (
	"testing"

	"chancery/layout"
)

func cover(t testing.TB) *layout.Page {
	var boxes []layout.Box
	for i := range 10 {
		boxes = append(boxes, text(t, 30, 60+40*i, 30, "Attorneys General Demand", 0))
	}
	boxes = append(boxes, rule(30*layout.Point, 500*layout.Point, 390*layout.Point, layout.Point, 0))
	return page(450, 600, boxes...)
}

func BenchmarkCover(b *testing.B) {
	p := cover(b)
	b.ReportAllocs()
	var n int
	for range b.N {
		data, err := PNG(p, 1200)
		if err != nil {
			b.Fatal(err)
		}
		n = len(data)
	}
	b.ReportMetric(float64(n), "bytes")
}

func BenchmarkCoverTwoInks(b *testing.B) {
	p := cover(b)
	p.Boxes = append(p.Boxes, rule(0, 0, layout.Inch, layout.Inch, 0x1A3350))
	b.ReportAllocs()
	for range b.N {
		if _, err := PNG(p, 1200); err != nil {
			b.Fatal(err)
		}
	}
}
