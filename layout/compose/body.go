package compose

import (
	"fmt"
	"strconv"
	"strings"

	"chancery/layout"
	"chancery/layout/pagebreak"
	"chancery/source"
)

// The laws of headings, lists, verse and rules, as warnings name them.
const (
	LawHeading = "a heading is parted from what it heads"
	LawItem    = "the first line of a list's item stands alone"
	LawVerse   = "a line of verse is parted from its rest"
	LawRule    = "the next page begins with a rule"
)

// Frame is where a body's blocks stand: moved in from the text block's edges,
// under a structure element.
type Frame struct {
	Parent      *layout.Element
	Left, Right layout.Length // indents
	TopLevel    int           // the heading level (1 to 6) that the body's first rank gets

	between layout.Length // space between blocks; 0 in a tight list
	stays   bool          // paragraphs that run against it do not leave its side: they are beside a list's marks
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
	f.between = c.Leading
	b.blocks(blocks, f)
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
	lang     string                        // BCP 47, of the block that is set; "" is the document's
	notes    map[*layout.Element]*Footnote // by the link that calls each
	items    []int                         // the first strips of the lists' items that are being set
	crowded  bool                          // it was said that there is no room
	within   bool                          // in a list, quotation or verse: see facing
}

// blocks sets blocks under each other.
func (b *body) blocks(blocks []*source.Block, f Frame) {
	for i, bl := range blocks {
		space := f.between
		if i > 0 && space == 0 && (apart(blocks[i-1]) || apart(bl)) {
			space = b.c.Leading / 2
		}
		switch {
		case bl.Exhibit && len(b.g.Strips) > 0:
			b.g.Price(pagebreak.ForcedPenalty, "")
		case i == 0:
		case blocks[i-1].Kind == source.BlockHeading:
			b.g.Keep(LawHeading)
		case bl.Kind == source.BlockBreak:
			b.g.Keep(LawRule)
			b.g.Space(space)
		case i > 1 && blocks[i-1].Kind == source.BlockBreak && blocks[i-2].Kind == source.BlockHeading:
			b.g.Keep(LawHeading) // a rule is not what it heads
			b.g.Space(space)
		default:
			b.between(space)
		}
		b.speaking(bl, func() { b.block(bl, f) })
	}
}

// between puts space between two blocks or items, where a page may end unless the
// first line of a list's item would stand alone with its label.
func (b *body) between(space layout.Length) {
	n := len(b.items)
	alone := n > 0 && b.items[n-1] == len(b.g.Strips)-1
	if alone {
		b.g.Keep(LawItem)
	}
	if space > 0 {
		b.g.Space(space)
	} else if !alone {
		b.g.Price(0, "")
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
		if c.ahead != nil {
			c.ahead.come(bl)
		}
		e := b.element(layout.RoleP, f.Parent, bl)
		pieces := b.inlines(bl.Inlines, e)
		if b.lead != nil {
			in := b.leadIn(e)
			for i := range b.lead {
				b.lead[i].Element = in
			}
			pieces = append(b.lead, pieces...)
			b.lead = nil
		}
		b.lines(pieces, c.Running(), f)
	case source.BlockVerse:
		b.facing(bl, func() { b.verse(bl, f) })
	case source.BlockHeading:
		b.heading(bl, f)
	case source.BlockList:
		b.facing(bl, func() { b.list(bl, f) })
	case source.BlockQuotation:
		e := b.element(layout.RoleBlockQuote, f.Parent, bl)
		in := b.indent(bl, f, 4*c.Size) / 2
		inner := Frame{Parent: e, Left: f.Left + in, Right: f.Right + in, TopLevel: f.TopLevel, between: max(f.between, c.Leading/2), stays: f.stays}
		b.facing(bl, func() { b.blocks(bl.Blocks, inner) })
	case source.BlockImage:
		b.image(bl, f)
	case source.BlockTable:
		b.table(bl, f)
	case source.BlockBreak:
		b.rule(f)
	}
}

// indent is how far a list or quotation is moved in: as far as it should be, unless
// so many stand within each other that no measure would be left.
func (b *body) indent(bl *source.Block, f Frame, in layout.Length) layout.Length {
	c := b.c
	left := c.Measure - f.Left - f.Right - leastMeasure*c.Size
	if in <= left {
		return in
	}
	if !b.crowded {
		b.crowded = true
		c.problem(source.Problem{Span: bl.Span, Code: "no-room", Text: fmt.Sprintf("so many lists and quotations stand within each other that less than %d characters would go into a line", 2*leastMeasure),
			Hint: "take some out"})
	}
	return max(left, 0)
}

// leastMeasure is the shortest line, in ems, that lists and quotations within each
// other may leave.
const leastMeasure = 10

// lines sets a paragraph in a frame.
func (b *body) lines(pieces []Piece, st Style, f Frame) {
	measure := b.c.Measure - f.Left - f.Right
	st.Turns = st.Turns && !f.stays
	lines := b.c.Paragraph(pieces, st, measure)
	b.callouts(lines)
	b.g.Lines(lines, st.Leading, Rise(st.Leading), f.Left)
}

// heading sets a heading: bold, ragged, never hyphenated, kept with two lines
// of what follows.
func (b *body) heading(bl *source.Block, f Frame) {
	c := b.c
	level := b.levels[bl]
	e := b.element(layout.Role("H"+strconv.Itoa(level)), f.Parent, bl)
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
	pieces := b.inlines(bl.Inlines, b.element(layout.RoleP, f.Parent, bl))
	var lines []Line
	var rest []int // the lines that go on with the one before them
	for n := 0; len(pieces) > 0; n++ {
		var line []Piece
		line, pieces = cutLine(pieces)
		in := layout.Length(0)
		if n < len(bl.Indents) {
			in = min(layout.Length(bl.Indents[n])*c.Size/2, (c.Measure-f.Left-f.Right)/2)
		}
		for k, l := range c.Paragraph(line, st, c.Measure-f.Left-f.Right-in) {
			for i := range l.Boxes {
				l.Boxes[i].X += in
			}
			if k > 0 {
				rest = append(rest, len(lines))
			}
			lines = append(lines, l)
		}
	}
	b.callouts(lines)
	first := len(b.g.items)
	b.g.Lines(lines, st.Leading, Rise(st.Leading), f.Left)
	for _, k := range rest {
		if it := &b.g.items[first+2*k-1]; it.Penalty < pagebreak.InfinitePenalty {
			it.Penalty, it.Law = pagebreak.InfinitePenalty, LawVerse
		}
	}
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

// rule sets a thematic break: a short rule, silent to a listener.
func (b *body) rule(f Frame) {
	c := b.c
	w := 72 * layout.Point
	x := f.Left + (c.Measure-f.Left-f.Right-w)/2
	b.g.Add(Strip{Height: c.Leading, Boxes: []layout.Box{{Kind: layout.BoxRule, X: x, Y: c.Leading / 2, Width: w, Height: layout.Point / 2}}})
}
