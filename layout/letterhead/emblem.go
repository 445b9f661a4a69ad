package letterhead

import (
	"chancery/layout"
	"chancery/layout/art"
)

// emblem draws the office's seal, or the letterhead's own drawing, as large as
// its region allows in its own proportions, in the region's middle.
func (c *composer) emblem(reg *layout.Region, x, width layout.Length) {
	box := layout.Box{Kind: layout.BoxArt, Art: reg.Art}
	line := layout.MastheadLine{Align: reg.Align, Art: reg.Art, Alt: reg.ArtAlt}
	at := reg.Span
	w, h := reg.Art.Width, reg.Art.Height
	switch {
	case c.Seal != nil:
		box.Art, w, h, at = c.Seal, c.Seal.Width, c.Seal.Height, c.SealSpan
		line.Art, line.Alt = c.Seal, c.SealAlt
	case c.SealImage != nil:
		box.Kind, box.Art, box.Image, at = layout.BoxImage, nil, c.SealImage, c.SealSpan
		w, h = layout.Length(c.SealImage.Width), layout.Length(c.SealImage.Height)
		line.Art, line.Image, line.Alt = nil, c.SealImage, c.SealAlt
	}
	box.Width, box.Height = width, reg.Height
	if fit := width.Scale(int64(h), int64(w)); fit <= reg.Height {
		box.Height = fit
	} else {
		box.Width = reg.Height.Scale(int64(w), int64(h))
	}
	switch reg.Align {
	case layout.AlignLeft:
		box.X = x
	case layout.AlignRight:
		box.X = x + width - box.Width
	default:
		box.X = x + (width-box.Width)/2
	}
	box.Y = reg.Y + (reg.Height-box.Height)/2
	if box.Art != nil {
		if over := beyond(box.Art).Scale(int64(box.Width), int64(w)); over > layout.Point/4 {
			c.overflow(at, c.note(reg), "the drawing is %s pt larger than letterhead region %q: it leaves its own viewBox", over.Decimal(1), reg.Name)
		}
	}
	if line.Alt != "" {
		box.Element = &layout.Element{Role: layout.RoleFigure, Parent: c.Parent, ID: "office-seal", Alt: line.Alt}
	}
	c.boxes = append(c.boxes, box)
	c.masthead.Lines = append(c.masthead.Lines, line)
}

// beyond says by how much the ink of a drawing leaves its space.
func beyond(a *layout.Art) layout.Length {
	x0, y0, x1, y1 := art.Bounds(a)
	return max(0, -x0, -y0, x1-a.Width, y1-a.Height)
}
