package epub

import (
	"strconv"
	"strings"

	"chancery/layout/bidi"
	"chancery/layout/labels"
	"chancery/source"
)

// body is the work on the blocks of one document.
type body struct {
	r        *renderer
	file     string
	dateline source.Text // still to be run into the first paragraph
	levels   map[*source.Block]int
	toc      []Nav // entries of its headings
	within   bool  // in a list or quotation: see turnToBlock
}

// bodyOf begins the document's body; top is the level of its first rank of
// headings.
func (r *renderer) bodyOf(file string, top int) *body {
	return &body{r: r, file: file, levels: source.HeadingLevels(r.doc.Body, top)}
}

// write writes blocks of the body, whose figures have ascenders and descenders.
func (b *body) write(blocks []*source.Block) (err error) {
	b.r.with(func(s *style) { s.onum = true }, func() { err = b.blocks(blocks) })
	return err
}

func (b *body) blocks(blocks []*source.Block) error {
	for _, bl := range blocks {
		var err error
		b.r.speaking(bl.Lang, func() { err = b.block(bl) })
		if err != nil {
			return err
		}
	}
	return nil
}

// here gives the words of the language that is being written.
func (r *renderer) here() *labels.Labels { return r.wordsOf(r.style.lang) }

// wordsOf gives the words of a language; the document's where it is "" or there are
// none.
func (r *renderer) wordsOf(lang string) *labels.Labels {
	if lang != "" && lang != r.doc.Language {
		if words, err := r.languages.Load(lang); err == nil {
			return words
		}
	}
	return r.labels
}

// speaking writes what is of another language than what it stands in, "" for the
// same.
func (m *markup) speaking(lang string, write func()) {
	if lang == "" {
		write()
		return
	}
	m.with(func(s *style) { s.lang = lang }, write)
}

// block writes one block. What it is in says its language with the attribute lang,
// which is of HTML, and xml:lang, which older reading systems know.
func (b *body) block(bl *source.Block) error {
	r := b.r
	c := r.cursor(bl.ID)
	id, lang := r.id(bl.ID), bl.Lang
	switch bl.Kind {
	case source.BlockVerse:
		c.begin(true)
		dir, back := r.turnToWords(bl.Inlines, "")
		class, change := figures(bl.Inlines)
		r.open("p", "class", strings.TrimSpace("verse "+class), "lang", lang, "xml:lang", lang, "dir", dir, "id", id)
		r.with(change, func() { b.verse(c, bl) })
		c.end()
		r.end("p")
		back()
	case source.BlockParagraph:
		dir, back := r.turnToWords(bl.Inlines, b.dateline.Value)
		defer back()
		class, change := figures(bl.Inlines)
		r.open("p", "class", class, "lang", lang, "xml:lang", lang, "dir", dir, "id", id)
		c.begin(false)
		b.runIn(lang)
		r.with(change, func() { b.inlines(c, bl.Inlines) })
		c.end()
		r.end("p")
	case source.BlockHeading:
		level := b.levels[bl]
		tag := "h" + strconv.Itoa(level)
		c.begin(false)
		class := ""
		if bl.Exhibit {
			class = "exhibit"
		}
		dir, back := r.turnToWords(bl.Inlines, "")
		defer back()
		r.open(tag, "class", class, "lang", lang, "xml:lang", lang, "dir", dir, "id", id)
		r.with(bold, func() {
			if bl.Number != "" {
				r.open("span", "class", "number")
				r.text(bl.Number)
				r.end("span")
				r.text(" ")
			}
			b.inlines(c, bl.Inlines)
		})
		c.end()
		r.end(tag)
		b.entry(level, Nav{Label: bl.SpokenHeading(), Href: b.file + "#" + id, Lang: lang})
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
		dir, back := b.turnToBlock(bl)
		defer back()
		r.open(tag, "class", class, "start", start, "lang", lang, "xml:lang", lang, "dir", dir, "id", id)
		r.raw("\n")
		err := b.blocks(bl.Blocks)
		r.end(tag)
		r.raw("\n")
		return err
	case source.BlockItem, source.BlockQuotation:
		tag, dir := "li", ""
		if bl.Kind == source.BlockQuotation {
			tag = "blockquote"
			var back func()
			dir, back = b.turnToBlock(bl)
			defer back()
		}
		r.open(tag, "lang", lang, "xml:lang", lang, "dir", dir, "id", id)
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
	case source.BlockTable:
		c.begin(true)
		b.table(bl)
	case source.BlockBreak:
		c.begin(true)
		r.void("hr", "id", id)
	}
	r.raw("\n")
	return nil
}

// runIn writes the dateline, which is of the document's language, at the head of the
// first paragraph, which is of the language lang, "" for the same.
func (b *body) runIn(lang string) {
	t := b.dateline
	if t.Empty() {
		return
	}
	b.dateline = source.Text{}
	r := b.r
	if lang != "" {
		lang = r.doc.Language
	}
	c := r.cursor(t.ID)
	r.open("b", "class", spaced("dateline", t.Value), "lang", lang, "xml:lang", lang, "id", r.id(t.ID))
	r.speaking(lang, func() { r.with(dateline, func() { c.text(t.Value) }) })
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
		over := &(*kids)[len(*kids)-1]
		if over.Lang != "" && n.Lang == "" {
			n.Lang = b.r.doc.Language // an entry says its language for those under it, too
		}
		kids = &over.Kids
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
		case source.InlineSmallCaps:
			r.open("span", "class", spaced("sc", source.PlainText(in.Kids)))
			r.with(func(s *style) { s.smcp = true }, kids)
			r.end("span")
		case source.InlineSuperscript:
			r.open("sup")
			r.with(func(s *style) { s.onum = false }, kids)
			r.end("sup")
		case source.InlineSubscript:
			r.open("sub")
			r.with(func(s *style) { s.onum = false }, kids)
			r.end("sub")
		case source.InlineLanguage:
			dir, back := r.turn(bidi.Direction(in.Lang))
			r.open("span", "lang", in.Lang, "xml:lang", in.Lang, "dir", dir)
			r.with(func(s *style) { s.lang = in.Lang }, kids)
			r.end("span")
			back()
		case source.InlineNote:
			r.callout(in.Note)
		case source.InlineLink:
			var dir string
			var back func()
			if source.ShowsAddress(in.Href, source.PlainText(in.Kids)) {
				dir, back = r.turnToAddress()
			} else {
				dir, back = r.turnToWords(in.Kids, "")
			}
			r.open("a", "href", address(in.Href), "dir", dir)
			kids()
			r.end("a")
			back()
		}
	}
}

// verse writes the lines of a stanza. What a line is moved in by are spaces that do
// not break: a reader without the style sheet sees them too.
func (b *body) verse(c *cursor, bl *source.Block) {
	from := 0
	for n := 0; from <= len(bl.Inlines); n++ {
		to := from
		for to < len(bl.Inlines) && bl.Inlines[to].Kind != source.InlineBreak {
			to++
		}
		if n > 0 {
			c.newline()
		}
		if n < len(bl.Indents) {
			b.r.text(strings.Repeat("\u00a0", bl.Indents[n]))
		}
		b.inlines(c, bl.Inlines[from:to])
		from = to + 1
	}
}
