package raster

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/shape"
)

// text makes a box of words.
func text(t testing.TB, x, y, size int, words string, color layout.Color) layout.Box {
	t.Helper()
	family, err := fonts.Lookup("STIX Two Text")
	if err != nil {
		t.Fatal(err)
	}
	runs, missing := shape.NewShaper().Text(words, 0, shape.Style{
		Face: family.Face(false, false), Size: layout.Length(size) * layout.Point, Lang: "en-US", Color: color,
	})
	if len(runs) != 1 || missing != nil {
		t.Fatalf("%d runs, missing %v", len(runs), missing)
	}
	return layout.Box{Kind: layout.BoxText, X: layout.Length(x) * layout.Point, Y: layout.Length(y) * layout.Point, Run: &runs[0]}
}

func rule(x, y, w, h layout.Length, color layout.Color) layout.Box {
	return layout.Box{Kind: layout.BoxRule, X: x, Y: y, Width: w, Height: h, Color: color}
}

func page(w, h int, boxes ...layout.Box) *layout.Page {
	return &layout.Page{Width: layout.Length(w) * layout.Point, Height: layout.Length(h) * layout.Point, Boxes: boxes}
}

func decode(t *testing.T, p *layout.Page, width int) image.Image {
	t.Helper()
	data, err := PNG(p, width)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("what was written does not read back: %v", err)
	}
	return img
}

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

func TestOddWidth(t *testing.T) {
	for width := 1; width < 20; width++ {
		img := decode(t, page(20, 20, rule(0, 0, 20*layout.Point, 20*layout.Point, 0)), width)
		for x := range width {
			if r, _, _, _ := img.At(x, 0).RGBA(); r != 0 {
				t.Fatalf("width %d: pixel %d is %x, not black", width, x, r)
			}
		}
	}
}
