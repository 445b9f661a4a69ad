package main

import (
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"sort"
	"strconv"
)

// render draws every page of a PDF in grey at a resolution in dots per inch, by
// poppler.
func render(ctx context.Context, file string, dpi int) ([]*image.Gray, error) {
	tmp, err := os.MkdirTemp("", "judge-render-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	tool, err := lookTool("pdftoppm")
	if err != nil {
		return nil, err
	}
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	o, err := start(ctx, nil, tool, "-r", strconv.Itoa(dpi), "-gray", "-png", path, filepath.Join(tmp, "page"))
	if err != nil {
		return nil, err
	}
	if o.Code != 0 {
		return nil, fmt.Errorf("pdftoppm on %s: exit status %d\n%s", file, o.Code, o.tail())
	}
	names, err := filepath.Glob(filepath.Join(tmp, "page-*.png"))
	if err != nil {
		return nil, err
	}
	sort.Strings(names) // the numbers have leading zeros
	var pages []*image.Gray
	for _, name := range names {
		page, err := readGray(name)
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

// readGray reads a PNG file as grey.
func readGray(name string) (*image.Gray, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if gray, ok := img.(*image.Gray); ok {
		return gray, nil
	}
	gray := image.NewGray(img.Bounds())
	draw.Draw(gray, gray.Bounds(), img, img.Bounds().Min, draw.Src)
	return gray, nil
}

// tolerance is how far two pictures of a page may differ. The figures are shades
// of grey, 0 to 255.
type tolerance struct {
	Mean  float64 // of the difference, over all blocks
	Block float64 // of the difference, in any one block
}

// pageTolerance is what the kept pages allow. A line that stands a pixel from its
// place is 20 to 40 shades off in its squares; the same page by the same renderer
// is none, by another (MuPDF) up to 42.
var pageTolerance = tolerance{Mean: 0.25, Block: 15}

// blockSide is the side, in pixels, of the squares that are compared. Within a
// square only the ink is weighed, so that another version of the renderer may
// set the edge of a stroke a little differently.
const blockSide = 6

// comparePages compares two pictures of a page, square by square. It returns ""
// when they agree within the tolerance, else what differs and where.
func comparePages(got, want *image.Gray, tol tolerance) string {
	if got.Bounds() != want.Bounds() {
		return fmt.Sprintf("the page is %v, not %v", got.Bounds().Max, want.Bounds().Max)
	}
	mean, block, at := pageDifference(got, want)
	switch {
	case block > tol.Block:
		return fmt.Sprintf("at %v the page is %.1f shades off (allowed %.1f; mean %.2f)", at, block, tol.Block, mean)
	case mean > tol.Mean:
		return fmt.Sprintf("the page is %.2f shades off in the mean (allowed %.2f; at most %.1f at %v)", mean, tol.Mean, block, at)
	}
	return ""
}

// pageDifference is the mean difference of two pictures of one size over all
// squares, the largest, and where that is.
func pageDifference(got, want *image.Gray) (mean, block float64, at image.Point) {
	size := got.Bounds().Size()
	n := 0
	for y := 0; y < size.Y; y += blockSide {
		for x := 0; x < size.X; x += blockSide {
			d := float64(ink(got, x, y)-ink(want, x, y)) / (blockSide * blockSide)
			d = max(d, -d)
			mean += d
			n++
			if d > block {
				block, at = d, image.Pt(x, y)
			}
		}
	}
	return mean / float64(n), block, at
}

// ink is the sum of the shades in the square at x, y.
func ink(img *image.Gray, x, y int) int {
	sum := 0
	for j := y; j < min(y+blockSide, img.Rect.Max.Y); j++ {
		for i := x; i < min(x+blockSide, img.Rect.Max.X); i++ {
			sum += int(img.GrayAt(i, j).Y)
		}
	}
	return sum
}
