package compose

import (
	"strconv"

	"chancery/layout"
	"chancery/source"
)

// list sets a list: label and body side by side, items moved in by two ems, or as
// far as their widest number needs.
func (b *body) list(bl *source.Block, f Frame) {
	c := b.c
	e := b.element(layout.RoleL, f.Parent, bl)
	e.Numbering = "Disc"
	if bl.Ordered {
		e.Numbering = "Decimal"
	}
	items := make([]listItem, len(bl.Blocks))
	in := 2 * c.Size
	for i := range bl.Blocks {
		it := &items[i]
		li := c.Element(layout.RoleLI, e, bl.Blocks[i].ID)
		lbl := c.Element(layout.RoleLbl, li, "")
		it.body = c.Element(layout.RoleLBody, li, "")
		label := "•"
		if bl.Ordered {
			label = strconv.Itoa(bl.Start+i) + "."
		}
		it.label = c.Paragraph([]Piece{LabelPiece(label, lbl)}, c.Plain(), c.Measure)[0]
		if bl.Ordered {
			in = max(in, it.label.Width+c.Size/2)
		}
	}
	in = b.indent(bl, f, in)
	apart := c.Leading / 2
	if bl.Tight {
		apart = 0
	}
	inner := Frame{Left: f.Left + in, Right: f.Right, TopLevel: f.TopLevel, between: apart, stays: true}
	for i, item := range bl.Blocks {
		if i > 0 {
			b.between(apart)
		}
		// The label's strip is the first line of the item: place in the list, then the words.
		first := len(b.g.Strips)
		inner.Parent = items[i].body
		b.items = append(b.items, first)
		b.blocks(item.Blocks, inner)
		b.items = b.items[:len(b.items)-1]
		if first == len(b.g.Strips) {
			b.g.Add(Strip{Height: c.Leading}) // an item without words still has its label
		}
		s := &b.g.Strips[first]
		mark := items[i].label
		x := inner.Left - mark.Width - c.Size/2
		if !bl.Ordered {
			x = inner.Left - c.Size - mark.Width/2
		}
		label := LineStrip(mark, c.Leading, Rise(c.Leading), max(x, 0))
		s.Boxes = append(label.Boxes, s.Boxes...)
	}
}

// listItem is an item of a list that is set: its body's element, and its label.
type listItem struct {
	body  *layout.Element
	label Line
}
