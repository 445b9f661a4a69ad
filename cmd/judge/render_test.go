package main

import (
	"image"
	"testing"
)

func TestRender(t *testing.T) {
	pages, err := render(t.Context(), sample("good.pdf"), 60)
	need(t, err)
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	page := pages[0]
	if size := page.Bounds().Size(); size.X < 490 || size.X > 500 || size.Y < 695 || size.Y > 705 {
		t.Errorf("A4 at 60 dots per inch is %v", size)
	}
	if diff := comparePages(page, page, tolerance{}); diff != "" {
		t.Errorf("a page differs from itself: %s", diff)
	}
	if diff := comparePages(shift(page, 0, 1), page, pageTolerance); diff == "" {
		t.Error("a page that is a pixel lower passes")
	}
	if diff := comparePages(image.NewGray(page.Rect), page, pageTolerance); diff == "" {
		t.Error("an empty page passes")
	}
	if diff := comparePages(image.NewGray(image.Rect(0, 0, 10, 10)), page, pageTolerance); diff == "" {
		t.Error("a page of another size passes")
	}
}

// shift is the page moved by x, y pixels.
func shift(page *image.Gray, x, y int) *image.Gray {
	moved := image.NewGray(page.Rect)
	for j := range page.Rect.Max.Y {
		for i := range page.Rect.Max.X {
			if at := image.Pt(i-x, j-y); at.In(page.Rect) {
				moved.SetGray(i, j, page.GrayAt(at.X, at.Y))
			} else {
				moved.Pix[moved.PixOffset(i, j)] = 0xFF
			}
		}
	}
	return moved
}
