// Package release says what a press release looks like: the line that says when
// it may be published, contacts, headline, subhead, the dateline run into the
// first paragraph, the end mark, and page numbers as newsrooms expect them. It
// knows no file and no engine. Start reading at Compose.
package release

import (
	"strings"

	"chancery/layout"
	"chancery/layout/compose"
	"chancery/layout/shape"
	"chancery/source"
)

// The laws of a release, as warnings name them.
const (
	lawHead = "the head of the release is parted from its text"
	lawEnd  = "the end mark is parted from the text"

	lawLastPage = "the last page is nearly empty"
)

// Sizes of the head, in points; the rest is the document's own size.
const (
	headlineSize    = 17 * layout.Point
	headlineLeading = 20 * layout.Point
	subheadSize     = 12*layout.Point + layout.Point/2
	subheadLeading  = 16 * layout.Point
	timingTracking  = 80 // thousandths of an em
	timingGap       = 18 * layout.Point
	topMargin       = 72 * layout.Point
	footBaseline    = 40 * layout.Point // from the page's foot
	footSize        = 9*layout.Point + layout.Point/2
)

// Compose sets a release. First holds the boxes of the letterhead on page one,
// already on their place, and masthead its words for engines without pages; both
// are nil where the release has none.
func Compose(c *compose.Composer, first []layout.Box, masthead *layout.Masthead) *layout.Document {
	k := &release{c: c, r: c.Doc.Release, g: compose.NewGalley()}
	k.head()
	body, exhibits := c.Doc.Parts()
	headings := c.Body(k.g, body, compose.Frame{Parent: c.Root, TopLevel: 2}, k.dateline())
	k.endMark()
	k.exhibits = len(k.g.Strips)
	headings = append(headings, c.Body(k.g, exhibits, compose.Frame{Parent: c.Root, TopLevel: 2}, nil)...)
	sheet := compose.Sheet{FirstTop: topMargin, Top: topMargin, Cost: k.cost, First: first, Furniture: k.foot,
		Mark: c.Mark(footBaseline + footSize + c.Leading/2)} // above the page number
	if masthead != nil {
		sheet.FirstTop = c.Head.DateBaseline - compose.Rise(c.Leading)
	}
	pages, at := c.Paginate(k.g, sheet)
	doc := c.Document(pages, masthead)
	if len(at.Page) > 0 {
		top := at.Bookmark(c.Doc.Title.Value, k.headline)
		top.Kids = compose.Nest(headings, func(e compose.OutlineEntry) layout.Heading { return at.Bookmark(e.Title, e.Strip) })
		doc.Outline = []layout.Heading{top}
	}
	return doc
}

// release is the work on one release.
type release struct {
	c        *compose.Composer
	r        *source.Release
	g        *compose.Galley
	headline int // its strip
	exhibits int // first strip of the exhibits, which follow all else
}

// head sets what stands above the text: timing and date at the left with the
// contacts at the right on the same lines, headline and subhead.
func (k *release) head() {
	c, r := k.c, k.r
	var strip compose.Strip
	add := func(lines []compose.Line, y layout.Length) layout.Length {
		s := compose.Stack(lines, c.Leading, compose.Rise(c.Leading), 0)
		for _, b := range s.Boxes {
			b.Y += y
			strip.Boxes = append(strip.Boxes, b)
		}
		strip.Height = max(strip.Height, y+s.Height)
		return y + s.Height
	}
	contacts := make([][]compose.Line, len(r.Contacts))
	beside := c.Measure * 3 / 4 // the room for the timing, at the left of the contacts
	for i := range r.Contacts {
		contacts[i] = k.contact(&r.Contacts[i], i == 0)
		for _, l := range contacts[i] {
			for _, b := range l.Boxes {
				beside = min(beside, b.X-timingGap)
			}
		}
	}
	y := add(k.timing(max(beside, c.Measure/3)), 0)
	if d := c.Doc.Date; d.Year != 0 {
		e := c.Element(layout.RoleP, c.Root, d.ID)
		add(c.Paragraph([]compose.Piece{compose.LabelPiece(c.Labels.Date(d.Year, d.Month, d.Day), e)}, c.Plain(), c.Measure), y)
	}
	y = 0
	for _, lines := range contacts {
		y = add(lines, y)
	}
	if len(strip.Boxes) > 0 {
		k.g.Add(strip)
		k.g.Keep(lawHead)
		k.g.Space(c.Leading)
	}
	k.headline = len(k.g.Strips)
	st := compose.Style{Size: headlineSize, Leading: headlineLeading, Bold: true, Balance: true}
	titles := compose.Stack(c.Paragraph([]compose.Piece{compose.TextPiece(r.Headline, c.Element(layout.RoleH1, c.Root, r.Headline.ID))}, st, c.Measure),
		headlineLeading, compose.Rise(headlineLeading), 0)
	if !r.Subhead.Empty() {
		st = compose.Style{Size: subheadSize, Leading: subheadLeading, Italic: true, Balance: true}
		sub := compose.Stack(c.Paragraph([]compose.Piece{compose.TextPiece(r.Subhead, c.Element(layout.RoleP, c.Root, r.Subhead.ID))}, st, c.Measure),
			subheadLeading, compose.Rise(subheadLeading), 0)
		titles.Height += c.Leading / 2
		for _, b := range sub.Boxes {
			b.Y += titles.Height
			titles.Boxes = append(titles.Boxes, b)
		}
		titles.Height += sub.Height
	}
	// The head leaves the grid of the text and comes back to it.
	titles.Height = (titles.Height + c.Leading - 1) / c.Leading * c.Leading
	k.g.Add(titles)
	k.g.Keep(lawHead)
	k.g.Space(c.Leading)
}

// timing sets the line that says when the release may be published, in
// letterspaced capitals, on a measure that leaves the contacts their room.
func (k *release) timing(measure layout.Length) []compose.Line {
	t := k.r.Timing
	var text string
	switch t.Kind {
	case "immediate":
		text = k.c.Labels.Immediate
	case "embargoed":
		text = k.c.Labels.Embargoed(t.Until, t.Zone)
	default:
		return nil
	}
	st := k.c.Plain()
	st.Tracking = timingTracking
	e := k.c.Element(layout.RoleP, k.c.Root, t.ID)
	return k.c.Paragraph([]compose.Piece{compose.LabelPiece(text, e)}, st, measure)
}

// contact sets one contact at the right, its lines under each other; telephone
// and address are links with the text as printed.
func (k *release) contact(ct *source.Contact, first bool) []compose.Line {
	c := k.c
	e := c.Element(layout.RoleP, c.Root, ct.ID)
	var pieces []compose.Piece
	line := func(t source.Text, href string, address bool) {
		if t.Empty() {
			return
		}
		if len(pieces) > 0 {
			pieces = append(pieces, compose.LabelPiece("\n", e))
		}
		if first && len(pieces) == 0 {
			pieces = append(pieces, compose.LabelPiece(c.Labels.Contact+" ", e))
		}
		pc := compose.TextPiece(t, e)
		pc.Offset, pc.Address = -1, address
		if href != "" {
			pc.Element = &layout.Element{Role: layout.RoleLink, Parent: e, Href: href}
		}
		pieces = append(pieces, pc)
	}
	line(ct.Name, "", false)
	line(ct.Title, "", false)
	line(ct.Phone, ct.PhoneURI(), true)
	line(ct.Email, ct.EmailURI(), true)
	st := c.Plain()
	st.Align = layout.AlignRight
	return c.Paragraph(pieces, st, c.Measure)
}

// dateline gives the place and dash that run into the first paragraph, bold
// with small capitals.
func (k *release) dateline() []compose.Piece {
	if k.r.Dateline.Empty() {
		return nil
	}
	pc := compose.TextPiece(k.r.Dateline, nil)
	pc.Offset, pc.Bold, pc.Features = -1, true, shape.SmallCaps
	return []compose.Piece{pc, compose.LabelPiece(" ", nil)}
}

// endMark sets the mark that says that nothing follows, centred, never parted
// from the text.
func (k *release) endMark() {
	t := k.r.EndMark
	if t.Empty() {
		return
	}
	c := k.c
	st := c.Plain()
	st.Align = layout.AlignCenter
	k.g.Keep(lawEnd)
	k.g.Space(c.Leading)
	e := c.Element(layout.RoleP, c.Root, t.ID)
	k.g.Lines(c.Paragraph([]compose.Piece{compose.TextPiece(t, e)}, st, c.Measure), c.Leading, compose.Rise(c.Leading), 0)
}

// foot numbers the pages of a release that has several, and says "more" where
// another follows.
func (k *release) foot(pg *layout.Page, n, total int) {
	if total < 2 {
		return
	}
	c := k.c
	text := c.Labels.PageOf(n, total)
	if n < total {
		text = strings.Join([]string{text, c.Labels.More}, " · ")
	}
	st := compose.Style{Size: footSize, Leading: c.Leading, Align: layout.AlignCenter}
	for _, l := range c.Paragraph([]compose.Piece{compose.LabelPiece(text, nil)}, st, c.Measure) {
		for _, b := range l.Boxes {
			b.X += c.Left
			b.Y += c.PageHeight - footBaseline
			pg.Boxes = append(pg.Boxes, b)
		}
	}
}

// cost judges the last page: it never holds less than four lines.
func (k *release) cost(first, last int, final bool) (cost int64, law string) {
	if first < k.exhibits && (final || last+1 == k.exhibits) && first > 0 && last-first+1 < 4 {
		return compose.Forbidden, lawLastPage
	}
	return 0, ""
}
