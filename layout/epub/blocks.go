package epub

import (
	"strconv"

	"chancery/source"
)

// body is the work on the blocks of one document.
type body struct {
	r        *renderer
	file     string
	dateline source.Text // still to be run into the first paragraph
	levels   map[*source.Block]int
	toc      []Nav // entries of its headings
}

// bodyOf begins the document's body; top is the level of its first rank of
// headings.
func (r *renderer) bodyOf(file string, top int) *body {
	return &body{r: r, file: file, levels: source.HeadingLevels(r.doc.Body, top)}
}

// write writes the whole body, whose figures have ascenders and descenders.
func (b *body) write() (err error) {
	b.r.with(func(s *style) { s.onum = true }, func() { err = b.blocks(b.r.doc.Body) })
	return err
}

func (b *body) blocks(blocks []*source.Block) error {
	for _, bl := range blocks {
		if err := b.block(bl); err != nil {
			return err
		}
	}
	return nil
}

func (b *body) block(bl *source.Block) error {
	r := b.r
	c := r.cursor(bl.ID)
	id := r.id(bl.ID)
	switch bl.Kind {
	case source.BlockParagraph:
		r.open("p", "id", id)
		c.begin(false)
		b.runIn()
		b.inlines(c, bl.Inlines)
		c.end()
		r.end("p")
	case source.BlockHeading:
		level := b.levels[bl]
		tag := "h" + strconv.Itoa(level)
		c.begin(false)
		r.open(tag, "id", id)
		r.with(bold, func() { b.inlines(c, bl.Inlines) })
		c.end()
		r.end(tag)
		b.entry(level, Nav{Label: spoken(bl.Inlines), Href: b.file + "#" + id})
	case source.BlockList:
		c.begin(true)
		tag := "ul"
		if bl.Ordered {
			tag = "ol"
		}
		class, start := "", ""
		if bl.Tight {
			class = "tight"
		}
		if bl.Ordered && bl.Start != 1 {
			start = strconv.Itoa(bl.Start)
		}
		r.open(tag, "class", class, "start", start, "id", id)
		r.raw("\n")
		err := b.blocks(bl.Blocks)
		r.end(tag)
		r.raw("\n")
		return err
	case source.BlockItem, source.BlockQuotation:
		tag := "li"
		if bl.Kind == source.BlockQuotation {
			tag = "blockquote"
		}
		r.open(tag, "id", id)
		c.begin(true)
		r.raw("\n")
		err := b.blocks(bl.Blocks)
		r.end(tag)
		r.raw("\n")
		return err
	case source.BlockImage:
		c.begin(true)
		if err := b.figure(bl); err != nil {
			return err
		}
	case source.BlockBreak:
		c.begin(true)
		r.void("hr", "id", id)
	}
	r.raw("\n")
	return nil
}

// runIn writes the dateline at the head of the first paragraph.
func (b *body) runIn() {
	t := b.dateline
	if t.Empty() {
		return
	}
	b.dateline = source.Text{}
	r := b.r
	c := r.cursor(t.ID)
	r.open("b", "class", "dateline", "id", r.id(t.ID))
	r.with(dateline, func() { c.text(t.Value) })
	c.end()
	r.end("b")
	r.text(" ")
}

// dateline is bold with small capitals for its small letters.
func dateline(s *style) { s.bold, s.smcp = true, true }

// entry puts a heading into the table of contents, under the last of a higher rank.
func (b *body) entry(level int, n Nav) {
	kids := &b.toc
	for top := b.topLevel(); top < level && len(*kids) > 0; top++ {
		kids = &(*kids)[len(*kids)-1].Kids
	}
	*kids = append(*kids, n)
}

func (b *body) topLevel() int {
	top := 6
	for _, l := range b.levels {
		top = min(top, l)
	}
	return top
}

// inlines writes the words of a block. Emphasis within emphasis stands upright
// again, as in print.
func (b *body) inlines(c *cursor, inlines []source.Inline) {
	r := b.r
	for i := range inlines {
		in := &inlines[i]
		kids := func() { b.inlines(c, in.Kids) }
		switch in.Kind {
		case source.InlineText:
			c.text(in.Text)
		case source.InlineBreak:
			c.newline()
		case source.InlineEmphasis:
			r.open("em")
			r.with(func(s *style) { s.italic = !s.italic }, kids)
			r.end("em")
		case source.InlineStrong:
			r.open("strong")
			r.with(bold, kids)
			r.end("strong")
		case source.InlineNote:
			r.callout(in.Note)
		case source.InlineLink:
			r.open("a", "href", address(in.Href))
			kids()
			r.end("a")
		}
	}
}

// spoken is the text of a heading on one line.
func spoken(inlines []source.Inline) string {
	text := []byte(source.PlainText(inlines))
	for i, c := range text {
		if c == '\n' {
			text[i] = ' '
		}
	}
	return string(text)
}
