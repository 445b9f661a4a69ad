package compose

import (
	"errors"
	"strconv"
	"strings"

	"chancery/layout"
	"chancery/layout/art"
	"chancery/layout/pagebreak"
	"chancery/source"
)

// LawHeading is the law that keeps a heading with what it heads.
const LawHeading = "heading stranded"

// Frame is where a body's blocks stand: moved in from the text block's edges,
// under a structure element.
type Frame struct {
	Parent      *layout.Element
	Left, Right layout.Length // indents
	TopLevel    int           // the heading level (1 to 6) that the body's first rank gets
}

// Body sets the blocks of a body under each other, one blank line between them,
// and gives the elements of its headings for the outline, with the strip that
// each starts. Lead, if any, is run into the first paragraph (a dateline); its pieces become
// part of that paragraph's element.
func (c *Composer) Body(g *Galley, blocks []*source.Block, f Frame, lead []Piece) []OutlineEntry {
	b := body{c: c, g: g, levels: source.HeadingLevels(blocks, f.TopLevel)}
	if len(blocks) > 0 && blocks[0].Kind == source.BlockParagraph {
		b.lead = lead
	} else if len(lead) > 0 {
		// Nothing to run it into: a paragraph of its own.
		e := c.Element(layout.RoleP, f.Parent, "")
		for i := range lead {
			lead[i].Element = e
		}
		b.lines(lead, c.Running(), f)
		if len(blocks) > 0 {
			g.Keep(LawHeading)
			g.Space(c.Leading)
		}
	}
	b.blocks(blocks, f, c.Leading)
	return b.headings
}

// OutlineEntry is a heading of a body, for the outline.
type OutlineEntry struct {
	Title string
	Level int
	Strip int
}

// body is the work on one body.
type body struct {
	c        *Composer
	g        *Galley
	lead     []Piece
	levels   map[*source.Block]int
	headings []OutlineEntry
	notes    map[*layout.Element]*Footnote // by the link that calls each
}

// blocks sets blocks with the given space between them.
func (b *body) blocks(blocks []*source.Block, f Frame, between layout.Length) {
	for i, bl := range blocks {
		if bl.Exhibit && len(b.g.Strips) > 0 {
			b.g.Price(pagebreak.ForcedPenalty, "")
		} else if i > 0 && between > 0 {
			if blocks[i-1].Kind == source.BlockHeading {
				b.g.Keep(LawHeading)
			} else {
				b.g.Space(between)
			}
		} else if i > 0 && (apart(blocks[i-1]) || apart(bl)) {
			b.g.Space(b.c.Leading / 2)
		}
		b.block(bl, f)
	}
}

// apart says whether a block stands apart from its neighbours even in a tight list.
func apart(bl *source.Block) bool {
	return bl.Kind == source.BlockTable || bl.Kind == source.BlockImage
}

// block sets one block.
func (b *body) block(bl *source.Block, f Frame) {
	c := b.c
	switch bl.Kind {
	case source.BlockParagraph:
		e := c.Element(layout.RoleP, f.Parent, bl.ID)
		pieces := b.inlines(bl.Inlines, e)
		if b.lead != nil {
			for i := range b.lead {
				b.lead[i].Element = e
			}
			pieces = append(b.lead, pieces...)
			b.lead = nil
		}
		b.lines(pieces, c.Running(), f)
	case source.BlockVerse:
		b.verse(bl, f)
	case source.BlockHeading:
		b.heading(bl, f)
	case source.BlockList:
		b.list(bl, f)
	case source.BlockQuotation:
		e := c.Element(layout.RoleBlockQuote, f.Parent, bl.ID)
		in := 2 * c.Size
		b.blocks(bl.Blocks, Frame{Parent: e, Left: f.Left + in, Right: f.Right + in}, c.Leading)
	case source.BlockImage:
		b.image(bl, f)
	case source.BlockTable:
		b.table(bl, f)
	case source.BlockBreak:
		b.rule(f)
	}
}

// lines sets a paragraph in a frame.
func (b *body) lines(pieces []Piece, st Style, f Frame) {
	measure := b.c.Measure - f.Left - f.Right
	lines := b.c.Paragraph(pieces, st, measure)
	b.callouts(lines)
	b.g.Lines(lines, st.Leading, Rise(st.Leading), f.Left)
}

// heading sets a heading: bold, ragged, never hyphenated, kept with two lines
// of what follows.
func (b *body) heading(bl *source.Block, f Frame) {
	c := b.c
	level := b.levels[bl]
	e := c.Element(layout.Role("H"+strconv.Itoa(level)), f.Parent, bl.ID)
	st := c.Plain()
	st.Bold, st.Balance, st.Turns = level-f.TopLevel < 2, true, true
	st.Italic = !st.Bold
	pieces := b.inlines(bl.Inlines, e)
	if bl.Number != "" {
		// The number is a word of the heading: a listener hears it first.
		pieces = append([]Piece{LabelPiece(bl.Number+"\u2002", e)}, pieces...)
	}
	lines := c.Paragraph(pieces, st, c.Measure-f.Left-f.Right)
	if len(lines) == 0 {
		return
	}
	b.callouts(lines)
	b.headings = append(b.headings, OutlineEntry{Title: bl.SpokenHeading(), Level: level, Strip: len(b.g.Strips)})
	for i, l := range lines {
		if i > 0 {
			b.g.Keep(LawHeading)
		}
		s := LineStrip(l, st.Leading, Rise(st.Leading), f.Left)
		s.More = i < len(lines)-1
		b.g.Add(s)
	}
}

// verse sets lines as the writer ended them, each moved in as far as it was
// written, and where one is too long its rest hanging two ems further. To a
// listener a stanza is a paragraph.
func (b *body) verse(bl *source.Block, f Frame) {
	c := b.c
	st := c.Running()
	st.Align, st.Hyphenate, st.Hang = layout.AlignLeft, false, 2*c.Size
	pieces := b.inlines(bl.Inlines, c.Element(layout.RoleP, f.Parent, bl.ID))
	var lines []Line
	for n := 0; len(pieces) > 0; n++ {
		var line []Piece
		line, pieces = cutLine(pieces)
		in := layout.Length(0)
		if n < len(bl.Indents) {
			in = min(layout.Length(bl.Indents[n])*c.Size/2, (c.Measure-f.Left-f.Right)/2)
		}
		for _, l := range c.Paragraph(line, st, c.Measure-f.Left-f.Right-in) {
			for i := range l.Boxes {
				l.Boxes[i].X += in
			}
			lines = append(lines, l)
		}
	}
	b.callouts(lines)
	b.g.Lines(lines, st.Leading, Rise(st.Leading), f.Left)
}

// cutLine takes the pieces of a forced line, with its end, from others.
func cutLine(pieces []Piece) (line, rest []Piece) {
	for i := range pieces {
		end := strings.IndexByte(pieces[i].Text, '\n') + 1
		if end == 0 {
			continue
		}
		line = append(line, pieces[:i+1]...)
		line[i].Text = line[i].Text[:end]
		if next := pieces[i]; end < len(next.Text) {
			place := next.Place
			next.Text = next.Text[end:]
			if next.Offset >= 0 {
				next.Offset += end
			}
			next.Place = func(o int) source.Span { return place(o + end) }
			return line, append([]Piece{next}, pieces[i+1:]...)
		}
		return line, pieces[i+1:]
	}
	return pieces, nil
}

// list sets a list: label and body side by side, items indented by two ems.
func (b *body) list(bl *source.Block, f Frame) {
	c := b.c
	e := c.Element(layout.RoleL, f.Parent, bl.ID)
	e.Numbering = "Disc"
	if bl.Ordered {
		e.Numbering = "Decimal"
	}
	in := 2 * c.Size
	for i, item := range bl.Blocks {
		if i > 0 {
			if bl.Tight {
				b.g.Price(0, "")
			} else {
				b.g.Space(c.Leading / 2)
			}
		}
		li := c.Element(layout.RoleLI, e, item.ID)
		lbl := c.Element(layout.RoleLbl, li, "")
		body := c.Element(layout.RoleLBody, li, "")
		label := "•"
		if bl.Ordered {
			label = strconv.Itoa(bl.Start+i) + "."
		}
		first := len(b.g.Strips)
		mark := c.Paragraph([]Piece{LabelPiece(label, lbl)}, c.Plain(), c.Measure)
		// The label's strip is the first line of the item: place in the list, then the words.
		between := c.Leading
		if bl.Tight {
			between = 0
		}
		b.blocks(item.Blocks, Frame{Parent: body, Left: f.Left + in, Right: f.Right, TopLevel: f.TopLevel}, between)
		if first == len(b.g.Strips) {
			b.g.Add(Strip{Height: c.Leading}) // an item without words still has its label
		}
		if len(mark) > 0 {
			s := &b.g.Strips[first]
			x := f.Left + in - mark[0].Width - c.Size/2
			if !bl.Ordered {
				x = f.Left + in - c.Size - mark[0].Width/2
			}
			label := LineStrip(mark[0], c.Leading, Rise(c.Leading), max(x, 0))
			s.Boxes = append(label.Boxes, s.Boxes...)
		}
	}
}

// rule sets a thematic break: a short rule, silent to a listener.
func (b *body) rule(f Frame) {
	c := b.c
	w := 72 * layout.Point
	x := f.Left + (c.Measure-f.Left-f.Right-w)/2
	b.g.Add(Strip{Height: c.Leading, Boxes: []layout.Box{{Kind: layout.BoxRule, X: x, Y: c.Leading / 2, Width: w, Height: layout.Point / 2}}})
}

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
	}
	if bl.Alt != "" {
		box.Element = c.Element(layout.RoleFigure, parent, bl.ID)
		box.Element.Alt = bl.Alt
	}
	// Whole lines, so that what follows stands on the grid again.
	caption := b.captionStrips(bl, parent, c.captionStyle(), f.Left, measure)
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
