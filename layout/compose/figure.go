package compose

import (
	"errors"

	"chancery/layout"
	"chancery/layout/art"
	"chancery/source"
)

// pixel is the size of one pixel of a raster image that says nothing else: 1/150 inch.
const pixel = layout.Inch / 150

// image sets a figure as large as it is, at most as wide as the measure and two
// thirds of the page high. Without alternate text it is decoration.
func (b *body) image(bl *source.Block, f Frame) {
	c := b.c
	if bl.Asset == nil {
		return
	}
	box := layout.Box{}
	drawing, picture, problem := Picture(bl.Asset)
	switch {
	case problem != nil:
		c.problem(*problem)
		return
	case picture != nil:
		box.Kind, box.Image = layout.BoxImage, picture
		box.Width, box.Height = layout.Length(picture.Width)*pixel, layout.Length(picture.Height)*pixel
	default:
		box.Kind, box.Art = layout.BoxArt, drawing
		box.Width, box.Height = drawing.Width, drawing.Height
	}
	measure := c.Measure - f.Left - f.Right
	fit(&box, measure, (c.PageHeight-2*c.Bottom)*2/3)
	box.X = f.Left + (measure-box.Width)/2
	// A caption stands beside the figure, not in it: the alternate text is said for
	// all that is in a figure (ISO 32000-1, 14.9.3), and would hide the caption.
	parent := f.Parent
	if len(bl.Caption) > 0 {
		parent = c.Element(layout.RoleDiv, f.Parent, "")
		parent.Lang = bl.Lang
	}
	if bl.Alt != "" {
		box.Element = b.element(layout.RoleFigure, parent, bl)
		box.Element.Alt = bl.Alt
	}
	// Whole lines, so that what follows stands on the grid again.
	caption, _ := b.captionStrips(bl, parent, c.captionStyle(), f.Left, measure)
	var under layout.Length
	for i := range caption {
		under += caption[i].Height
	}
	if under > 0 {
		under += c.Leading / 3
	}
	h := (box.Height+under+c.Leading-1)/c.Leading*c.Leading - under
	box.Y = (h - box.Height) / 2
	b.g.Add(Strip{Height: h, Boxes: []layout.Box{box}})
	for i, s := range caption {
		b.g.Keep(LawCaption)
		if i == 0 {
			b.g.Space(c.Leading / 3)
		}
		b.g.Add(s)
	}
}

// fit makes a box no wider and no higher than it may be, in its own proportions.
func fit(b *layout.Box, width, height layout.Length) {
	if b.Width > width {
		b.Height = layout.Length(int64(b.Height) * int64(width>>8) / int64(b.Width>>8))
		b.Width = width
	}
	if b.Height > height {
		b.Width = layout.Length(int64(b.Width) * int64(height>>8) / int64(b.Height>>8))
		b.Height = height
	}
}

// Picture reads a file that a document shows: a drawing, a picture, or the
// problem with it, at the place in the source that names it.
func Picture(a *source.Asset) (*layout.Art, *layout.Image, *source.Problem) {
	var err error
	if art.Format(a.Data) == "svg" {
		var drawing *layout.Art
		if drawing, err = art.SVG(a.Data); err == nil {
			return drawing, nil, nil
		}
	} else {
		var picture *layout.Image
		if picture, err = art.Raster(a.Path, a.Data); err == nil {
			return nil, picture, nil
		}
	}
	p := source.Problem{Span: a.Span, Code: source.CodeNotAnImage, Text: a.Path + ": " + err.Error()}
	var wrong *art.Error
	if errors.As(err, &wrong) {
		p = wrong.ProblemAt(a.Path, a.Span)
	}
	return nil, nil, &p
}
