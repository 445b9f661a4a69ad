package compose

import (
	"strings"

	"chancery/layout"
	"chancery/layout/qr"
)

// The words of a mark, and how far they stand from its code.
const (
	markSize    = 9 * layout.Point
	markLeading = 12 * layout.Point
	markGap     = 12 * layout.Point
)

// Mark is what a document shows at the foot of its first page for whoever wants to
// know whether a copy is genuine: its reference number, and where it has a page for
// that, the address as a QR code and in words.
type Mark struct {
	Boxes []layout.Box  // from the page's own corner
	Top   layout.Length // from the page's top; nothing of the text goes below it
}

// Mark sets the document's mark so that it ends foot above the page's foot, or above
// what its letterhead has there; nil where the document has no reference number.
//
// To a listener it is the last thing in the document, wherever pages end: nobody
// wants to hear an address of forty characters before, or in the midst of, a letter.
func (c *Composer) Mark(foot layout.Length) *Mark {
	d := c.Doc
	if d.Reference.Empty() {
		return nil
	}
	bottom := c.PageHeight - foot
	for i := range c.Head.First {
		if r := &c.Head.First[i]; r.Y > c.PageHeight/2 {
			bottom = min(bottom, r.Y-c.Leading/2)
		}
	}
	m := &Mark{}
	group := &layout.Element{Role: layout.RoleDiv, Parent: c.Root, Last: true}
	var code *layout.Box
	in := layout.Length(0)
	if d.Address != "" {
		// The code has the address in capitals, as its narrower mode wants it; those
		// of scheme and site mean the same (RFC 3986, 6.2.2.1), and the path has them.
		drawing, err := qr.Draw(capitalSite(d.Address), c.Head.Color)
		if err != nil {
			panic("compose: " + err.Error()) // source bounds the parts of an address
		}
		figure := c.Element(layout.RoleFigure, group, "")
		figure.Alt = c.Labels.MarkAlt()
		code = &layout.Box{Kind: layout.BoxArt, X: c.Left, Y: bottom - drawing.Height,
			Width: drawing.Width, Height: drawing.Height, Element: figure, Art: drawing}
		in = drawing.Width + markGap
	}
	lines := c.markLines(group, c.Measure-in)
	height := markLeading * layout.Length(len(lines))
	m.Top = bottom - height
	y := m.Top
	if code != nil {
		m.Boxes = append(m.Boxes, *code)
		y += (height - code.Height) / 2 // beside the middle of the code
		m.Top = min(code.Y, y)
	}
	for _, l := range lines {
		for _, b := range l.Boxes {
			b.X += c.Left + in
			b.Y += y + Rise(markLeading)
			m.Boxes = append(m.Boxes, b)
		}
		y += markLeading
	}
	return m
}

// markLines sets the words of a mark: the number, then where a copy can be checked.
func (c *Composer) markLines(group *layout.Element, measure layout.Length) []Line {
	d := c.Doc
	st := Style{Size: markSize, Leading: markLeading, Color: c.Head.Color}
	lines := c.Paragraph([]Piece{LabelPiece(c.Labels.MarkReference(d.Reference.Value), c.Element(layout.RoleP, group, d.Reference.ID))}, st, measure)
	if d.Address == "" {
		return lines
	}
	p := c.Element(layout.RoleP, group, d.Reference.ID+"-page")
	link := c.Element(layout.RoleLink, p, "")
	link.Href = d.Address
	address := LabelPiece(d.Address, link)
	address.Address = true
	pieces := []Piece{address}
	if words := c.Labels.MarkAddress; words != "" {
		pieces = []Piece{LabelPiece(words+"\n", p), address}
	}
	return append(lines, c.Paragraph(pieces, st, measure)...)
}

// capitalSite writes scheme and site of an address in capitals.
func capitalSite(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	site, path, _ := strings.Cut(rest, "/")
	return strings.ToUpper(scheme+"://"+site) + "/" + path
}
