package raster

import (
	"chancery/fonts"
	"chancery/layout"
)

// text draws the glyphs of a run.
func (c *canvas) text(b *layout.Box) {
	run := b.Run
	if run == nil || run.Face == nil || run.Face.UnitsPerEm == 0 {
		return
	}
	s := &c.scan
	// Font units to 256ths of a pixel in one step.
	num := int64(run.Size) * int64(c.w) * one
	den := int64(run.Face.UnitsPerEm) * int64(c.page)
	units := func(v int) sub {
		p := int64(v) * num
		if p < 0 {
			return -((-p + den/2) / den)
		}
		return (p + den/2) / den
	}
	x := b.X
	for i := range run.Glyphs {
		g := &run.Glyphs[i]
		ox, oy := c.px(x+g.XOffset), c.px(b.Y-g.YOffset)
		x += g.Advance
		for _, seg := range c.outline(run.Face, g.ID) {
			switch seg.Op {
			case fonts.OpMove:
				s.move(ox+units(seg.X), oy-units(seg.Y))
			case fonts.OpLine:
				s.line(ox+units(seg.X), oy-units(seg.Y))
			case fonts.OpQuad:
				s.quad(ox+units(seg.CX), oy-units(seg.CY), ox+units(seg.X), oy-units(seg.Y))
			}
		}
		c.fill(run.Color, false)
	}
}

// glyphOf is a glyph of a face.
type glyphOf struct {
	face *fonts.Face
	id   fonts.GlyphID
}

// outline is a glyph's outline, read once for the picture.
func (c *canvas) outline(face *fonts.Face, id fonts.GlyphID) []fonts.Segment {
	key := glyphOf{face, id}
	out, known := c.outlines[key]
	if !known {
		if c.outlines == nil {
			c.outlines = map[glyphOf][]fonts.Segment{}
		}
		out = face.Outline(id)
		c.outlines[key] = out
	}
	return out
}

// art draws the paths of a drawing, scaled to its box.
func (c *canvas) art(b *layout.Box) {
	a := b.Art
	if a == nil || a.Width <= 0 || a.Height <= 0 {
		return
	}
	at := func(p layout.Point2) (x, y sub) {
		return c.px(b.X + p.X.Scale(int64(b.Width), int64(a.Width))), c.px(b.Y + p.Y.Scale(int64(b.Height), int64(a.Height)))
	}
	s := &c.scan
	for i := range a.Paths {
		p := &a.Paths[i]
		var closed []bool
		for k := range p.Segments {
			seg := &p.Segments[k]
			switch seg.Op {
			case layout.OpMove:
				x, y := at(seg.P[0])
				s.move(x, y)
				closed = append(closed, false)
			case layout.OpLine:
				x, y := at(seg.P[0])
				s.line(x, y)
			case layout.OpCurve:
				bx, by := at(seg.P[0])
				cx, cy := at(seg.P[1])
				dx, dy := at(seg.P[2])
				s.cube(bx, by, cx, cy, dx, dy)
			case layout.OpClose:
				if len(closed) > 0 {
					closed[len(closed)-1] = true
				}
			}
		}
		if p.StrokeWidth > 0 {
			width := c.px(p.StrokeWidth.Scale(int64(b.Width), int64(a.Width)))
			s.stroke(closed, max(width, 1), p.Cap, p.Join)
		}
		c.fill(p.Color, p.EvenOdd && p.StrokeWidth == 0)
	}
}
