package raster

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"

	"chancery/layout"
)

// image draws a raster image, scaled to its box: each pixel is the mean of the
// image's pixels that fall on it, or the nearest one where none does.
func (c *canvas) image(b *layout.Box) error {
	if b.Image == nil || b.Image.Width <= 0 || b.Image.Height <= 0 {
		return nil
	}
	src, err := pixels(b.Image)
	if err != nil {
		return err
	}
	x0, y0 := c.px(b.X), c.px(b.Y)
	w, h := c.px(b.X+b.Width)-x0, c.px(b.Y+b.Height)-y0
	if w <= 0 || h <= 0 {
		return nil
	}
	// The pixels whose middle is in the box.
	for y := int(max((y0+one/2)>>8, 0)); y < int(min((y0+h+one/2)>>8, sub(c.h))); y++ {
		top, foot := span(sub(y)<<8-y0, h, src.h)
		for x := int(max((x0+one/2)>>8, 0)); x < int(min((x0+w+one/2)>>8, sub(c.w))); x++ {
			left, right := span(sub(x)<<8-x0, w, src.w)
			color, alpha := src.mean(left, top, right, foot)
			if alpha > 0 {
				c.blend(y*c.w+x, color, alpha)
			}
		}
	}
	return nil
}

// span gives the pixels of an image of n, laid over size 256ths, that fall on
// the pixel that begins at from: at least one.
func span(from, size sub, n int) (first, end int) {
	first = int(min(max(from*sub(n)/size, 0), sub(n)-1))
	end = int(min(max((from+one)*sub(n)/size, sub(first)+1), sub(n)))
	return first, end
}

// samples is an image with what is needed to read any pixel of it.
type samples struct {
	w, h, components int
	pix, alpha       []byte
}

func pixels(im *layout.Image) (samples, error) {
	s := samples{w: im.Width, h: im.Height, components: im.Components, pix: im.Pixels, alpha: im.Alpha}
	if im.Format != "jpeg" {
		return s, nil
	}
	img, err := jpeg.Decode(bytes.NewReader(im.Data))
	if err != nil {
		return s, fmt.Errorf("%s: %w", im.Name, err)
	}
	r := img.Bounds()
	rgba := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(rgba, rgba.Bounds(), img, r.Min, draw.Src)
	return samples{w: r.Dx(), h: r.Dy(), components: 4, pix: rgba.Pix}, nil
}

// mean gives the mean colour of a rectangle of pixels, weighted by alpha, and
// the mean alpha.
func (s *samples) mean(x0, y0, x1, y1 int) (layout.Color, uint32) {
	var sum [3]int64
	var weight int64
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			i := y*s.w + x
			a := int64(255)
			if s.alpha != nil {
				a = int64(s.alpha[i])
			}
			weight += a
			p := s.pix[i*s.components:]
			if s.components == 1 {
				sum[0] += a * int64(p[0])
				continue
			}
			for k := range sum {
				sum[k] += a * int64(p[k])
			}
		}
	}
	if weight == 0 {
		return 0, 0
	}
	if s.components == 1 {
		sum[1], sum[2] = sum[0], sum[0]
	}
	var c layout.Color
	for _, v := range sum {
		c = c<<8 | layout.Color((v+weight/2)/weight)
	}
	n := int64((x1 - x0) * (y1 - y0))
	return c, uint32((weight + n/2) / n)
}
