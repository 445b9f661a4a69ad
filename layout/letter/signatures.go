package letter

import (
	"fmt"

	"chancery/layout"
	"chancery/layout/compose"
	"chancery/layout/shape"
	"chancery/source"
)

// signatureBlock sets the signatories in the letterhead's columns, row by row in
// the source's order: room to sign, the name, the office as given. To a listener
// it is a list of persons. A row is never split; rows part freely, but the first
// stays with the close.
func (k *letter) signatureBlock() {
	c := k.c
	columns := max(1, c.Head.Columns)
	if len(k.l.Signatories) == 1 {
		columns = 1
	}
	width := (c.Measure - c.Head.Gutter*layout.Length(columns-1)) / layout.Length(columns)
	list := c.Element(layout.RoleL, c.Root, c.Doc.Name+"-signatories")
	list.Numbering = "None"
	for i := 0; i < len(k.l.Signatories); i += columns {
		row := k.l.Signatories[i:min(i+columns, len(k.l.Signatories))]
		if i == 0 && k.closing >= 0 {
			k.g.Keep(lawSignature)
		} else {
			k.g.Price(0, "")
		}
		strip := compose.Strip{Group: groupRow}
		for j, s := range row {
			cell := k.signatory(s, list, width, len(k.signatories))
			for _, b := range cell.Boxes {
				b.X += layout.Length(j) * (width + c.Head.Gutter)
				strip.Boxes = append(strip.Boxes, b)
			}
			strip.Height = max(strip.Height, cell.Height)
			k.signatories = append(k.signatories, len(k.g.Strips))
		}
		k.rows = append(k.rows, len(k.g.Strips))
		k.g.Add(strip)
	}
}

// signatory sets one signatory: the room to sign, in it the reserved field of
// who signs digitally, then name and office, their further lines hanging.
func (k *letter) signatory(s source.Signatory, list *layout.Element, width layout.Length, n int) compose.Strip {
	c := k.c
	li := c.Element(layout.RoleLI, list, "")
	body := c.Element(layout.RoleLBody, li, s.ID)
	cell := compose.Strip{Height: c.Head.SignatureRoom}
	if s.Digital {
		field := c.Element(layout.RoleForm, body, "")
		field.Alt = c.Labels.SignatureOf(s.Name.Value)
		gap := c.Leading / 3
		cell.Boxes = append(cell.Boxes, layout.Box{Kind: layout.BoxField, Y: gap, Width: min(width, 200*layout.Point),
			Height: c.Head.SignatureRoom - gap - layout.Point, Element: field, Name: fmt.Sprintf("Signature%d", n+1)})
	}
	st := c.Plain()
	st.Hang = c.Size
	nameStyle := st
	if c.Head.NamesSmallCaps {
		nameStyle.Features |= shape.SmallCaps
	}
	under := func(t source.Text, st compose.Style, offset int, more bool) {
		if t.Empty() {
			return
		}
		pc := compose.TextPiece(t, body)
		pc.Offset = offset
		pieces := []compose.Piece{pc}
		if more {
			// The line's end, so that name and office do not run together.
			pieces = append(pieces, compose.Piece{Text: "\n", Element: body, Offset: offset + len(t.Value)})
		}
		lines := c.Paragraph(pieces, st, width)
		block := compose.Stack(lines, c.Leading, compose.Rise(c.Leading), 0)
		for _, b := range block.Boxes {
			b.Y += cell.Height
			cell.Boxes = append(cell.Boxes, b)
		}
		cell.Height += block.Height
	}
	under(s.Name, nameStyle, 0, len(s.Title) > 0)
	offset := len(s.Name.Value) + 1
	for i, t := range s.Title {
		under(t, st, offset, i < len(s.Title)-1)
		offset += len(t.Value) + 1
	}
	return cell
}

// cost judges a page by the strips that it holds: what the paragraph's
// penalties cannot say because it depends on where the page begins and ends.
func (k *letter) cost(first, last int, final bool) (cost int64, law string) {
	rows, tail, lines := 0, 0, 0
	for i := first; i <= last; i++ {
		switch k.g.Strips[i].Group {
		case groupRow:
			rows++
		case groupTail:
			tail++
		default:
			lines++
		}
	}
	total := len(k.rows)
	if total > 1 && rows > 0 && lines == 0 {
		// Pages that carry only signatures share the rows out evenly: the sum of
		// squares is least when all have as many.
		cost += int64(rows) * int64(rows) * rowBalance
		if rows == 1 {
			return cost + loneRow, lawLoneRow
		}
	}
	if !final || first == 0 {
		return cost, ""
	}
	switch {
	case rows == 0 && lines == 0:
		return cost + nearlyEmpty, lawCopies
	case rows > 0 && rows < min(2, total) && lines == 0:
		return cost + nearlyEmpty, lawLastPage
	case rows == 0 && lines+tail < 4:
		return cost + nearlyEmpty, lawLastPage
	}
	return cost, ""
}

// Prices of whole pages, on the scale of pagebreak's demerits.
const (
	rowBalance  = 20_000
	loneRow     = 10_000_000
	nearlyEmpty = 20_000_000
)
