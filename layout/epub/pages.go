package epub

import (
	"fmt"
	"strconv"

	"chancery/layout"
	"chancery/layout/bidi"
	"chancery/source"
)

// pageBreaks are the places of one document where a page of its printed edition
// begins, by the source element that the page begins in.
type pageBreaks struct {
	listed string // the document's word in the page list: "Letter"
	spoken string // and in its own language, where the break is: "Carta"
	file   string
	at     map[string][]pageBreak
	first  []pageBreak // of page one: before everything
	left   int         // not placed yet
}

// pageBreak is one of them.
type pageBreak struct {
	offset int
	label  string
	id     string
}

func newPageBreaks(l *layout.Document, listed, spoken, file, name string) *pageBreaks {
	p := &pageBreaks{listed: listed, spoken: spoken, file: file, at: map[string][]pageBreak{}}
	if l == nil {
		return p
	}
	for _, s := range l.Starts {
		b := pageBreak{offset: s.Offset, label: s.Label, id: name + ".page-" + identifier("p" + s.Label)[1:]}
		if s.Page == 0 {
			// The letterhead stands before the text that page one begins with.
			p.first = append(p.first, b)
			continue
		}
		p.at[s.ID] = append(p.at[s.ID], b)
	}
	p.left = len(l.Starts)
	return p
}

// cursor walks the words of one source element and puts page breaks in their
// places. Its zero value has none to put.
type cursor struct {
	r      *renderer
	breaks []pageBreak
	pos    int // bytes of the element's plain text already written
}

// cursor begins the element id.
func (r *renderer) cursor(id string) *cursor {
	c := &cursor{r: r}
	if breaks := r.pages.at[id]; breaks != nil {
		c.breaks = breaks
		delete(r.pages.at, id)
	}
	return c
}

// text writes the next words of the element. A telephone number among letters from
// right to left keeps its order.
func (c *cursor) text(s string) {
	for c.r.mixed {
		start, end := bidi.Telephone(s)
		if end == 0 {
			break
		}
		c.plain(s[:start])
		dir, back := c.r.turnToAddress()
		c.r.open("span", "dir", dir)
		c.plain(s[start:end])
		c.r.end("span")
		back()
		s = s[end:]
	}
	c.plain(s)
}

// plain writes words. A page break stands before the character at its offset,
// inside whatever emphasis or link that is in.
func (c *cursor) plain(s string) {
	for len(c.breaks) > 0 && c.breaks[0].offset < c.pos+len(s) {
		cut := max(c.breaks[0].offset-c.pos, 0)
		for cut > 0 && s[cut]&0xC0 == 0x80 { // never inside a character
			cut--
		}
		c.r.text(s[:cut])
		c.r.pageBreak(c.breaks[0])
		c.pos += cut
		s = s[cut:]
		c.breaks = c.breaks[1:]
	}
	c.r.text(s)
	c.pos += len(s)
}

// newline writes the end of a line, which counts as one byte.
func (c *cursor) newline() {
	c.r.raw("<br/>")
	c.pos++
}

// begin puts the page breaks that stand before the element's first word: where
// they may not be inside it (a heading would be read with them), or where it has
// no words of its own.
func (c *cursor) begin(all bool) {
	for len(c.breaks) > 0 && (all || c.breaks[0].offset <= 0) {
		c.r.pageBreak(c.breaks[0])
		c.breaks = c.breaks[1:]
	}
}

// end puts what is left, so that no page is lost whatever its offset says.
func (c *cursor) end() { c.begin(true) }

// pageBreak writes a page break and its entry in the page list.
func (r *renderer) pageBreak(b pageBreak) {
	r.open("span", "epub:type", "pagebreak", "role", "doc-pagebreak", "id", b.id,
		"aria-label", r.labels.PageBreak(r.pages.spoken, b.label))
	r.end("span")
	label := r.bookLabels.PrintedPage(r.pages.listed, b.label)
	r.nav.add(label)
	r.book.Pages = append(r.book.Pages, PageTarget{Label: label, Href: r.pages.file + "#" + b.id})
	r.pages.left--
}

// placed says as a violation which pages found no place: the layout names an
// element that the document does not show.
func (r *renderer) placed(l *layout.Document) Violations {
	if r.pages.left == 0 {
		return nil
	}
	var vs Violations
	for _, s := range l.Starts {
		if _, open := r.pages.at[s.ID]; open && s.Page > 0 {
			vs = append(vs, Violation{Rule: "page-start", Clause: "EPUB Accessibility 1.1, 3.4.1.3.2", File: r.pages.file,
				Text: fmt.Sprintf("page %s of %s begins in %s, which the publication does not show", s.Label, l.Name, strconv.Quote(s.ID))})
		}
	}
	return vs
}

// lines writes texts as the lines of one element.
func (r *renderer) lines(c *cursor, texts []source.Text) {
	for i, t := range texts {
		if i > 0 {
			c.newline()
		}
		c.text(t.Value)
	}
}
