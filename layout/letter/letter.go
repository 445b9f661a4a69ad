// Package letter says what an official letter looks like: which blocks it has,
// in which order and style, and the letter's own laws of where a page may end.
// It knows no file and no engine. Start reading at Compose.
package letter

import (
	"strings"

	"chancery/layout"
	"chancery/layout/compose"
	"chancery/source"
)

// The laws of a letter, as warnings name them.
const (
	lawAddress   = "what stands above the text is split"
	lawSubject   = "the subject is parted from what follows"
	lawSalute    = "the salutation is parted from the body"
	lawClose     = "the complimentary close is parted from the body"
	lawSignature = "the complimentary close is parted from the first signatories"
	lawCopies    = "an entry of the copies or enclosures is split, or they stand alone on a page"
	lawLastPage  = "the last page is nearly empty"
	lawLoneRow   = "a single row of signatories stands on a page"
)

// markFoot is how far above the page's foot the mark ends: a third of an inch, where
// printers print, and deep enough in a margin of an inch to take no line of the text.
const markFoot = layout.Inch / 3

// Strip groups, for the laws of whole pages.
const (
	groupRow  = "row"  // a row of the signature block
	groupTail = "tail" // enclosures, copies, postscript
)

// Compose sets a letter. First holds the boxes of the letterhead on page one,
// already on their place; masthead the same words for engines without pages.
func Compose(c *compose.Composer, first []layout.Box, masthead *layout.Masthead) *layout.Document {
	k := &letter{c: c, l: c.Doc.Letter, g: compose.NewGalley()}
	k.head()
	body, exhibits := c.Doc.Parts()
	headings := c.Body(k.g, body, compose.Frame{Parent: c.Root, TopLevel: 1}, nil)
	k.close(len(body) > 0)
	k.tail()
	k.exhibits = len(k.g.Strips)
	after := c.Body(k.g, exhibits, compose.Frame{Parent: c.Root, TopLevel: 1}, nil)

	top := c.Head.DateBaseline - compose.Rise(c.Leading)
	heading := k.continuation(1, 1)
	k.top = c.Head.HeadingBaseline + headingLeading*layout.Length(len(heading)-1) + c.Head.HeadingGap - compose.Rise(c.Leading)
	sheet := compose.Sheet{
		FirstTop: top,
		Top:      k.top,
		Cost:     k.cost,
		Mark:     c.Mark(markFoot),
		First:    first,
		Furniture: func(pg *layout.Page, n, total int) {
			if n > 1 {
				k.drawContinuation(pg, n, total)
			}
		},
	}
	pages, at := c.Paginate(k.g, sheet)
	doc := c.Document(pages, masthead)
	doc.Outline = k.outline(headings, after, &at)
	return doc
}

// letter is the work on one letter.
type letter struct {
	c *compose.Composer
	l *source.Letter
	g *compose.Galley

	top         layout.Length // of the text block on later pages
	closing     int           // strip of the complimentary close, -1 for none
	rows        []int         // strips of the signature rows
	signatories []int         // strip of each signatory
	copies      int           // strip of the first copy, -1 for none
	tailStart   int           // first strip of the tail, 0 for none
	exhibits    int           // first strip of the exhibits, which follow all else
}

// text sets one text of the front matter as a paragraph of its own, ragged.
func (k *letter) text(t source.Text, st compose.Style) []compose.Line {
	e := k.c.Element(layout.RoleP, k.c.Root, t.ID)
	return k.c.Paragraph([]compose.Piece{compose.TextPiece(t, e)}, st, k.c.Measure)
}

// block adds lines that stay together, as strips on the grid.
func (k *letter) block(lines []compose.Line, law string) {
	for i, l := range lines {
		if i > 0 {
			k.g.Keep(law)
		}
		k.g.Add(compose.LineStrip(l, k.c.Leading, compose.Rise(k.c.Leading), 0))
	}
}

// head sets all that stands before the body: date, delivery line, inside
// addresses, reference line, subject, salutation.
func (k *letter) head() {
	c, l := k.c, k.l
	plain := c.Plain()
	d := c.Doc.Date
	if d.Year != 0 {
		e := c.Element(layout.RoleP, c.Root, d.ID)
		date := compose.Piece{Text: c.Labels.Date(d.Year, d.Month, d.Day), Element: e, Place: func(int) source.Span { return d.Span }}
		k.block(c.Paragraph([]compose.Piece{date}, plain, c.Measure), lawAddress)
		k.g.Space(c.Leading)
	}
	if !l.Via.Empty() {
		k.block(k.text(l.Via, plain), lawAddress)
		k.g.Space(c.Leading)
	}
	k.addresses()
	for _, r := range l.References {
		e := c.Element(layout.RoleP, c.Root, r.ID)
		label := compose.TextPiece(source.Text{Value: r.Label.Value + c.Labels.Colon() + " ", Span: r.Label.Span}, e)
		label.Offset = -1
		k.block(c.Paragraph([]compose.Piece{label, compose.TextPiece(r.Value, e)}, plain, c.Measure), lawAddress)
	}
	if len(l.References) > 0 {
		k.g.Space(c.Leading)
	}
	if len(l.Subject) > 0 {
		st := plain
		st.Bold = true
		e := c.Element(layout.RoleP, c.Root, c.Doc.Name+"-subject")
		k.block(c.Block(l.Subject, e, st, c.Measure, 0, false), lawSubject)
		k.g.Keep(lawSubject)
		k.g.Space(c.Leading)
	}
	if !l.Salutation.Empty() {
		k.block(k.text(l.Salutation, plain), lawSalute)
		k.g.Keep(lawSalute)
		k.g.Space(c.Leading)
	}
}

// addresses sets the inside addresses, each kept whole: one under the other, or
// side by side where the letterhead asks for that and all fit.
func (k *letter) addresses() {
	c := k.c
	gutter := 24 * layout.Point
	n := layout.Length(len(k.l.To))
	if c.Head.AddressesAbreast && n > 1 {
		width := (c.Measure - gutter*(n-1)) / n
		var abreast compose.Strip
		fits := true
		for i, to := range k.l.To {
			lines := k.address(to, width)
			fits = fits && len(lines) == len(to.Lines)
			s := compose.Stack(lines, c.Leading, compose.Rise(c.Leading), layout.Length(i)*(width+gutter))
			abreast.Boxes = append(abreast.Boxes, s.Boxes...)
			abreast.Height = max(abreast.Height, s.Height)
		}
		if fits {
			k.g.Add(abreast)
			k.g.Space(c.Leading)
			return
		}
	}
	for _, to := range k.l.To {
		k.g.Add(compose.Stack(k.address(to, c.Measure), c.Leading, compose.Rise(c.Leading), 0))
		k.g.Space(c.Leading)
	}
}

// address sets one inside address: one paragraph to a listener, with line breaks.
func (k *letter) address(to source.InsideAddress, width layout.Length) []compose.Line {
	return k.c.Block(to.Lines, k.c.Element(layout.RoleP, k.c.Root, to.ID), k.c.Plain(), width, 0, false)
}

// close sets the complimentary close and the signature block. What stands before a
// body has its space under it, which serves where all of the body is exhibits.
func (k *letter) close(afterBody bool) {
	c, l := k.c, k.l
	k.closing, k.copies = -1, -1
	if !l.Closing.Empty() {
		if len(k.g.Strips) > 0 {
			k.g.Keep(lawClose)
			if afterBody {
				k.g.Space(c.Leading)
			}
		}
		k.closing = len(k.g.Strips)
		k.block(k.text(l.Closing, c.Plain()), lawClose)
	}
	if len(l.Signatories) > 0 {
		k.signatureBlock()
	}
}

// tail sets what follows the signatures: postscript, enclosures, copies.
func (k *letter) tail() {
	c, l := k.c, k.l
	if !l.Postscript.Empty() {
		k.tailSpace()
		st := c.Running()
		e := c.Element(layout.RoleP, c.Root, l.Postscript.ID)
		lines := c.Paragraph([]compose.Piece{compose.TextPiece(l.Postscript, e)}, st, c.Measure)
		k.tailLines(lines, 0)
	}
	if len(l.Enclosures) > 0 {
		entries := make([]entry, len(l.Enclosures))
		for i, t := range l.Enclosures {
			entries[i] = entry{t.ID, []source.Text{t}}
		}
		k.list(c.Labels.EnclosuresLabel(len(entries)), "enclosures", entries)
	}
	if len(l.CC) > 0 {
		entries := make([]entry, len(l.CC))
		for i, cc := range l.CC {
			entries[i] = entry{cc.ID, cc.Lines}
		}
		k.copies = len(k.g.Strips)
		k.list(c.Labels.CopiesLabel(), "cc", entries)
	}
}

// tailSpace parts a piece of the tail from what stands above it; a page had
// better not begin here.
func (k *letter) tailSpace() {
	if len(k.g.Strips) > 0 {
		k.g.Price(tailParted, lawCopies)
		k.g.Space(k.c.Leading)
		if k.tailStart == 0 {
			// Two lines part the signatures from what follows them.
			k.tailStart = len(k.g.Strips)
			k.g.Space(k.c.Leading)
		}
	}
}

// tailParted is the price of a page that begins with the tail.
const tailParted = 200_000

// tailLines adds lines of the tail.
func (k *letter) tailLines(lines []compose.Line, indent layout.Length) {
	for i, l := range lines {
		if i > 0 {
			k.g.Keep(lawCopies)
		}
		s := compose.LineStrip(l, k.c.Leading, compose.Rise(k.c.Leading), indent)
		s.Group = groupTail
		k.g.Add(s)
	}
}

// entry is one entry of the enclosures or copies.
type entry struct {
	id    string
	lines []source.Text
}

// list sets a labelled list of entries: the label once, the entries aligned
// beside it, their further lines under the first. A listener hears a paragraph
// with the label, then a list.
func (k *letter) list(label, id string, entries []entry) {
	c := k.c
	k.tailSpace()
	lead := c.Element(layout.RoleP, c.Root, c.Doc.Name+"-"+id)
	mark := c.Paragraph([]compose.Piece{compose.LabelPiece(label, lead)}, c.Plain(), c.Measure)
	in := layout.Length(0)
	if len(mark) > 0 {
		in = mark[0].Width + c.Size/3
	}
	list := c.Element(layout.RoleL, c.Root, "")
	list.Numbering = "None"
	for i, en := range entries {
		if i > 0 {
			// Entries of several lines need air between them to be told apart.
			if len(entries[i-1].lines) > 1 || len(en.lines) > 1 {
				k.g.Space(c.Leading / 2)
			} else {
				k.g.Keep(lawCopies)
			}
		}
		li := c.Element(layout.RoleLI, list, "")
		body := c.Element(layout.RoleLBody, li, en.id)
		lines := c.Block(en.lines, body, c.Plain(), c.Measure-in, 0, false)
		first := len(k.g.Strips)
		k.tailLines(lines, in)
		if i == 0 && len(mark) > 0 && first < len(k.g.Strips) {
			s := &k.g.Strips[first]
			s.Boxes = append(compose.LineStrip(mark[0], c.Leading, compose.Rise(c.Leading), 0).Boxes, s.Boxes...)
		}
	}
}

// addressees names those to whom the letter goes, as the continuation heading does.
func (k *letter) addressees() string {
	var names []string
	for _, to := range k.l.To {
		if to.Name != "" {
			names = append(names, to.Name)
		}
	}
	return strings.TrimSpace(k.c.Labels.List(names))
}
