// Package raster draws a page's boxes as pixels: the cover of an EPUB, a
// preview, a picture for a test. Glyph outlines, rules, drawings and images are
// filled with exact area coverage in 256 steps of a pixel.
//
// The same page gives the same bytes on every machine: everything is computed in
// integers, with its own scan conversion, because golang.org/x/image/vector takes
// float32 coordinates and may compute with them in fused operations. The package
// refuses to know structure and tags: it sees ink only, and an empty signature
// field is none.
//
// Start reading at PNG; scan.go is the scan conversion.
package raster

import (
	"fmt"
	"image"

	"chancery/fonts"
	"chancery/layout"
)

// MaxPixels is the largest picture that is drawn, in pixels.
const MaxPixels = 64_000_000

// Page draws a page on white paper at a resolution in dots per inch. The error
// says that the page has no size, that the picture would be larger than
// MaxPixels, or that an image of the page cannot be decoded.
func Page(p *layout.Page, dpi int) (*image.NRGBA, error) {
	w := int((int64(p.Width)*int64(dpi) + int64(layout.Inch)/2) / int64(layout.Inch))
	c, err := render(p, w, false)
	if err != nil {
		return nil, err
	}
	img := image.NewNRGBA(image.Rect(0, 0, c.w, c.h))
	for i := range c.w * c.h {
		img.Pix[4*i], img.Pix[4*i+1], img.Pix[4*i+2], img.Pix[4*i+3] = c.pix[3*i], c.pix[3*i+1], c.pix[3*i+2], 255
	}
	return img, nil
}

// PNG draws a page on white paper, so many pixels wide, as a PNG file. A page
// with one ink beside white becomes a picture of sixteen shades of it, which is
// small and quick to write; any other is of 24 bits. Errors are those of Page.
func PNG(p *layout.Page, widthPixels int) ([]byte, error) {
	c, err := render(p, widthPixels, true)
	if err != nil {
		return nil, err
	}
	if c.single {
		return encodeShades(c), nil
	}
	return encodeRGB(c), nil
}

// canvas is the picture on its way.
type canvas struct {
	w, h   int
	single bool         // pix is one byte a pixel: how much of ink covers white paper
	ink    layout.Color // of single
	pix    []byte       // else three bytes a pixel: red, green, blue
	page   layout.Length
	scan   scanner

	outlines map[glyphOf][]fonts.Segment // of the glyphs that were drawn
}

func render(p *layout.Page, width int, mayBeSingle bool) (*canvas, error) {
	if p.Width <= 0 || p.Height <= 0 || width <= 0 {
		return nil, fmt.Errorf("a page of %s × %s pt cannot be drawn %d pixels wide", p.Width, p.Height, width)
	}
	height := (int64(p.Height)*int64(width) + int64(p.Width)/2) / int64(p.Width)
	if height < 1 || int64(width) > MaxPixels || height > MaxPixels || int64(width)*height > MaxPixels {
		return nil, fmt.Errorf("a page of %s × %s pt would be %d × %d pixels; the limit is %d in all", p.Width, p.Height, width, height, MaxPixels)
	}
	c := &canvas{w: width, h: int(height), page: p.Width}
	if mayBeSingle {
		c.ink, c.single = oneInk(p)
	}
	if c.single {
		c.pix = make([]byte, c.w*c.h)
		// Memory that is read before it is written costs the system two faults a
		// page, the second of them one that halts the other cores.
		for i := 0; i < len(c.pix); i += 4096 {
			c.pix[i] = 0
		}
	} else {
		c.pix = make([]byte, 3*c.w*c.h)
		for i := range c.pix {
			c.pix[i] = 255
		}
	}
	c.scan.w, c.scan.h = c.w, c.h
	for i := range p.Boxes {
		if err := c.box(&p.Boxes[i]); err != nil {
			return nil, err
		}
	}
	return c, nil
}

const white layout.Color = 0xFFFFFF

// oneInk says whether a page shows one colour beside white, and which.
func oneInk(p *layout.Page) (layout.Color, bool) {
	ink, found := layout.Black, false
	same := func(c layout.Color) bool {
		if c == white {
			return true
		}
		if !found {
			ink, found = c, true
		}
		return c == ink
	}
	for i := range p.Boxes {
		switch b := &p.Boxes[i]; b.Kind {
		case layout.BoxText:
			if !same(b.Run.Color) {
				return 0, false
			}
		case layout.BoxRule:
			if !same(b.Color) {
				return 0, false
			}
		case layout.BoxArt:
			for k := range b.Art.Paths {
				if !same(b.Art.Paths[k].Color) {
					return 0, false
				}
			}
		case layout.BoxImage:
			return 0, false
		}
	}
	return ink, true
}

// box draws one box.
func (c *canvas) box(b *layout.Box) error {
	switch b.Kind {
	case layout.BoxText:
		c.text(b)
	case layout.BoxRule:
		x0, y0 := c.px(b.X), c.px(b.Y)
		x1, y1 := c.px(b.X+b.Width), c.px(b.Y+b.Height)
		c.scan.move(x0, y0)
		c.scan.line(x1, y0)
		c.scan.line(x1, y1)
		c.scan.line(x0, y1)
		c.fill(b.Color, false)
	case layout.BoxArt:
		c.art(b)
	case layout.BoxImage:
		return c.image(b)
	}
	return nil
}

// px gives a length on the page in 256ths of a pixel. What lies two million
// pixels off is held there, so that no product overflows.
func (c *canvas) px(l layout.Length) sub {
	const far = 1 << 29
	return min(max(sub(l.Scale(int64(c.w)*one, int64(c.page))), -far), far)
}

// blend lays coverage (0 to 255) of a colour over a pixel.
func (c *canvas) blend(i int, color layout.Color, a uint32) {
	if c.single {
		v := uint32(c.pix[i])
		if color == white {
			c.pix[i] = byte(v - div255(v*a))
		} else {
			c.pix[i] = byte(v + div255((255-v)*a))
		}
		return
	}
	p := c.pix[3*i : 3*i+3 : 3*i+3]
	p[0] = byte(div255(uint32(p[0])*(255-a) + uint32(color>>16&0xFF)*a))
	p[1] = byte(div255(uint32(p[1])*(255-a) + uint32(color>>8&0xFF)*a))
	p[2] = byte(div255(uint32(p[2])*(255-a) + uint32(color&0xFF)*a))
}

// div255 gives v/255, rounded.
func div255(v uint32) uint32 { return (v*2 + 255) / 510 }
