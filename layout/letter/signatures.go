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
	name := c.Plain()
	if c.Head.NamesSmallCaps {
		name.Features |= shape.SmallCaps
	}
	lines := c.Block([]source.Text{s.Name}, body, name, width, 0, len(s.Title) > 0)
	lines = append(lines, c.Block(s.Title, body, c.Plain(), width, len(s.Name.Value)+1, false)...)
	words := compose.Stack(lines, c.Leading, compose.Rise(c.Leading), 0)
	for _, b := range words.Boxes {
		b.Y += cell.Height
		cell.Boxes = append(cell.Boxes, b)
	}
	cell.Height += words.Height
	return cell
}

// cost judges a page by the strips that it holds: what the paragraph's
// penalties cannot say because it depends on where the page begins and ends.
func (k *letter) cost(first, last int, final bool) (cost int64, law string) {
	if first >= k.exhibits {
		return pagePrice, ""
	}
	final = final || last+1 == k.exhibits
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
	cost = pagePrice
	total := len(k.rows)
	if total > 1 && rows > 0 && lines == 0 {
		// Pages that carry only signatures and what follows them are filled evenly:
		// the sum of squares is least when all are as full. Their empty foot costs
		// nothing, else they would be filled one after another.
		full := int64(k.filled(first, last) / k.c.Leading)
		cost += full*full*balance - k.spare(first, last, final)
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

// filled is the height of strips without the space between them.
func (k *letter) filled(first, last int) layout.Length {
	var h layout.Length
	for i := first; i <= last; i++ {
		h += k.g.Strips[i].Height
	}
	return h
}

// spare is what pagebreak counts for the empty foot of a later page that holds
// these strips.
func (k *letter) spare(first, last int, final bool) int64 {
	if final {
		return 0
	}
	height := k.c.PageHeight - k.c.Bottom - k.top
	share := int64(height-k.filled(first, last)) * 1000 / int64(height)
	return share * share
}

// Prices of whole pages, on the scale of pagebreak's demerits.
const (
	pagePrice   = 100_000           // any page: as few as can be
	balance     = 12                // times the square of the lines that a page is full
	loneRow     = compose.Forbidden // laws: a page that must break one is a warning
	nearlyEmpty = compose.Forbidden
)
