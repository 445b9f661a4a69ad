package compose

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/bidi"
	"chancery/layout/linebreak"
	"chancery/layout/shape"
	"chancery/source"
)

// Style is how a paragraph is set.
type Style struct {
	Size, Leading layout.Length
	Bold, Italic  bool
	Features      shape.Features
	Tracking      int64 // letterspacing in thousandths of an em: for capitals alone
	Color         layout.Color
	Align         layout.Align
	Hyphenate     bool
	Balance       bool // few lines, then as even as they can be: headlines
	// Hang moves every line but the first away from where lines start.
	Hang layout.Length
	// Turns says that a paragraph that runs against its document also stands at the
	// other side: running text does, a name in an address stays with its neighbours.
	Turns bool
}

// Piece is a stretch of a paragraph's text with one role and one style.
type Piece struct {
	Text         string
	Element      *layout.Element // what it is to a listener; nil: an artifact
	Offset       int             // of Text in the plain text of Element.ID, in bytes; -1: not the element's own text
	Bold, Italic bool            // added to the paragraph's
	Features     shape.Features  // added to the paragraph's
	Place        func(offset int) source.Span
	Shift        Shift  // a superior or inferior
	Lang         string // BCP 47, where it is not the document's
	Address      bool   // an address or a number: it runs from left to right whatever is around it
	Decoration   bool   // of an artifact: it stands in a line of text, and is no furniture of the page
	look         look   // of inlines
	Joined       bool   // no line ends before it
	small        bool   // the face has no glyphs for Shift: scaled and moved
	lower        bool   // the face's inferiors stand on the baseline: moved
}

// Line is a set line: boxes in the order of reading, whose X counts from the edge
// of the measure at which the document's lines begin, and whose Y is 0 on the baseline.
type Line struct {
	Boxes      []layout.Box
	Width      layout.Length // from that edge of the measure to the end of the ink
	Hyphenated bool
	Notes      []*Footnote // that it calls
}

// unit is a stretch of a paragraph between two places where something can give:
// a word (or the part of one between legal breaks), or one space.
type unit struct {
	start, end int
	space      bool
}

// paragraph is the work on one paragraph.
type paragraph struct {
	c       *Composer
	st      Style
	pieces  []Piece
	starts  []int // of each piece in text
	text    string
	units   []unit
	items   []layout.Item
	of      []int         // the unit of each item; -1 for the glue and penalties that have none
	measure layout.Length // of the narrowest line
	soft    []int         // the bytes after soft hyphens at which a line may end
	hasSoft bool          // there are soft hyphens

	addresses bool          // there may be addresses of the web or of mail
	steady    bool          // a piece's style is the same all through
	styles    []shape.Style // of each piece, if steady; those not yet known have no face
	books     []*wordBook   // of each piece, nil where it is not yet known

	even bool // the breaks are linebreak.Even's: spaces shrink as far as it says
	emit emitter

	base        bidi.Level   // its own: 1 where it runs from right to left
	levels      []bidi.Level // of each byte of the text; nil where all runs as the paragraph does
	ideographic bool         // its lines are broken between ideographs
	foreign     bool         // it has letters of other scripts than Latin, Greek and Cyrillic
}

// scratch is memory that one paragraph leaves to the next: room, and what the
// characters of a face hang.
type scratch struct {
	hangs  map[hangKey]hanging
	tables []*hangTable

	items     []layout.Item
	of        []int
	units     []unit
	styles    []shape.Style
	books     []*wordBook
	parts     []part
	spaces    []space
	places    []opportunity
	levels    []bidi.Level
	order     []int
	key       []byte
	segmenter segmenter.Segmenter
	shaped    shape.Buffer
}

func newScratch() *scratch { return &scratch{hangs: map[hangKey]hanging{}} }

// Paragraph sets pieces as one paragraph on the measure. A "\n" in a piece ends
// a line. An empty paragraph has no lines.
func (c *Composer) Paragraph(pieces []Piece, st Style, measure layout.Length) []Line {
	if c.Memory == nil {
		return c.paragraph(pieces, st, measure)
	}
	es := elements(pieces)
	key := c.key(pieces, es, st, measure)
	lines, known := c.Memory.recall(key, es)
	if known {
		return lines
	}
	if c.ahead != nil && c.ahead.at.remembered != nil && c.ahead.at.key == key {
		c.Memory.keep(key, c.ahead.at.remembered)
		return c.ahead.at.set(es)
	}
	problems, lacking := len(c.Problems), c.lacking
	lines = c.paragraph(pieces, st, measure)
	if len(c.Problems) == problems && c.lacking == lacking { // else it is to be said again
		if len(key.pieces) <= maxRemembered {
			c.Memory.keep(key, remember(es, lines))
		}
	}
	return lines
}

// paragraph is Paragraph without a memory.
func (c *Composer) paragraph(pieces []Piece, st Style, measure layout.Length) []Line {
	p := c.newParagraph(pieces, st, measure)
	if p.text == "" {
		return nil
	}
	defer func() {
		c.scratch.items, c.scratch.of, c.scratch.units, c.scratch.styles, c.scratch.books = p.items, p.of, p.units, p.styles, p.books
	}()
	p.divide()
	if lines, ok := p.evenly(measure); ok {
		return lines
	}
	params := linebreak.Default()
	params.EmergencyStretch = measure / 10
	width := func(line int) layout.Length {
		if line > 0 {
			return measure - st.Hang
		}
		return measure
	}
	breaker := linebreak.Break
	if st.Balance {
		breaker = linebreak.Balance
	} else {
		params.Ragged = st.Align != layout.AlignJustify
		params.LastLineMin = 4 * st.Size
	}
	res, err := breaker(p.items, width, params)
	if err != nil {
		// Only a paragraph of millions of pages is wider than a break can count.
		panic("compose: " + err.Error())
	}
	lines := make([]Line, len(res.Lines))
	for i := range res.Lines {
		lines[i] = p.line(&res.Lines[i], i, width(i))
	}
	return lines
}

// newParagraph joins pieces to a paragraph, in the memory of the one before.
func (c *Composer) newParagraph(pieces []Piece, st Style, measure layout.Length) *paragraph {
	p := &paragraph{c: c, st: st, pieces: pieces, measure: measure - st.Hang,
		items: c.scratch.items[:0], of: c.scratch.of[:0], units: c.scratch.units[:0]}
	for i := range pieces {
		p.starts = append(p.starts, len(p.text))
		p.text += pieces[i].Text
	}
	for i := range pieces {
		if pieces[i].Shift != 0 {
			p.findShift(&pieces[i])
		}
	}
	p.scripts()
	p.direct()
	p.hasSoft = strings.Contains(p.text, softHyphen)
	p.addresses = strings.Contains(p.text, "://") || strings.Contains(p.text, "@") || strings.Contains(p.text, "www.") ||
		slices.ContainsFunc(pieces, func(pc Piece) bool { return pc.Decoration })
	p.steady = p.levels == nil && !p.foreign
	p.styles = append(c.scratch.styles[:0], make([]shape.Style, len(pieces))...)
	p.books = append(c.scratch.books[:0], make([]*wordBook, len(pieces))...)
	return p
}

// evenly sets a justified paragraph with spaces as even as can be. It is not ok
// where the paragraph is not justified.
func (p *paragraph) evenly(measure layout.Length) ([]Line, bool) {
	st := &p.st
	if st.Align != layout.AlignJustify || st.Balance || st.Tracking != 0 || p.ideographic {
		return nil, false
	}
	res, ok := linebreak.Even(p.items, measure, p.evenParams(measure))
	if !ok {
		return nil, false
	}
	p.even = true
	lines := make([]Line, len(res.Lines))
	for i := range res.Lines {
		width := measure
		if i > 0 {
			width -= st.Hang
		}
		lines[i] = p.line(&res.Lines[i], i, width)
	}
	return lines, true
}

// evenParams says what even lines of a measure are.
func (p *paragraph) evenParams(measure layout.Length) linebreak.EvenParams {
	st := &p.st
	params := linebreak.DefaultEven(p.c.expansion)
	params.Lead = -p.hangStart(0)
	params.Hang = st.Hang
	params.Space = st.Size / 4
	if i := slices.IndexFunc(p.items, func(it layout.Item) bool { return it.Kind == layout.ItemGlue && it.Fill == 0 }); i >= 0 {
		params.Space = p.items[i].Width
	}
	params.LastLineMin = 4 * st.Size
	params.Same = p.same
	// A narrow measure has few spaces to a line and hardly a choice of breaks: held
	// to the same limits, every third line would end in a hyphen, and priced as high,
	// hyphens would leave lines gaping.
	if ems := int64(measure / st.Size); ems < wideMeasure {
		wide := max(ems-narrowMeasure, 0)
		part := func(narrow, w int64) int64 { return narrow + (w-narrow)*wide/(wideMeasure-narrowMeasure) }
		params.Beyond = part(min(params.Beyond, 80), params.Beyond)
		params.Hyphen = part(params.Hyphen/2, params.Hyphen)
	}
	return params
}

// The measures, in ems, between which the limits of a line's spaces grow strict:
// about 55 and 85 characters.
const narrowMeasure, wideMeasure = 25, 39

// same says whether two items are parts of the same word, capitals or not.
func (p *paragraph) same(a, b int) bool {
	u, v := p.units[p.of[a]], p.units[p.of[b]]
	return u.end-u.start == v.end-v.start && strings.EqualFold(p.text[u.start:u.end], p.text[v.start:v.end])
}

// cut is the width of the word up to the start of the cluster at which at falls.
func (p *paragraph) cut(start, end, at int) layout.Length {
	var w layout.Length
	p.shaped(start, end, func(_ *Piece, base int, r *layout.Run) {
		for i := range r.Glyphs {
			if g := &r.Glyphs[i]; base+g.Start < at && base+g.End <= at {
				w += g.Advance
			}
		}
	})
	return w
}

// hyphenated is the width of the word's part text[start:at] with a hyphen.
func (p *paragraph) hyphenated(start, at int) layout.Length {
	pc := p.pieceAt(at - 1)
	from := max(start, p.startOf(pc))
	w := p.c.Shaper.HyphenatedWidth(p.text[from:at], p.style(pc, from)) + p.tracking()
	if from > start {
		w += p.width(start, from)
	}
	return w
}

// pieceAt is the piece that holds the byte at offset.
func (p *paragraph) pieceAt(offset int) *Piece { return &p.pieces[p.pieceIndex(offset)] }

// pieceIndex is the place of that piece among the pieces.
func (p *paragraph) pieceIndex(offset int) int {
	i := len(p.starts) - 1
	for p.starts[i] > offset || len(p.pieces[i].Text) == 0 && i > 0 {
		i--
	}
	return i
}

// style is what a piece is shaped with, at a byte of the text.
func (p *paragraph) style(pc *Piece, at int) shape.Style {
	if !p.steady {
		return p.styleAt(pc, at)
	}
	i := 0
	for i < len(p.pieces)-1 && &p.pieces[i] != pc {
		i++
	}
	if p.styles[i].Face == nil {
		p.styles[i] = p.styleAt(pc, at)
	}
	return p.styles[i]
}

// styleAt is style, found anew.
func (p *paragraph) styleAt(pc *Piece, at int) shape.Style {
	c := p.c
	bold, italic := p.st.Bold || pc.Bold, p.st.Italic || pc.Italic
	s := shape.Style{Face: c.family.Face(bold, italic), Size: p.st.Size, Lang: c.Doc.Language,
		Features: p.st.Features | pc.Features, Tracking: p.st.Tracking, Color: p.st.Color}
	if pc.Lang != "" {
		s.Lang = pc.Lang
	}
	s.RightToLeft = p.level(at).RTL()
	if pc.Shift != 0 {
		pc.shift(&s)
	}
	if key := faceKey(bold, italic); c.fallbackFaces[key] == nil {
		for _, f := range c.fallbacks {
			c.fallbackFaces[key] = append(c.fallbackFaces[key], f.Face(bold, italic))
		}
	}
	s.Fallbacks = c.fallbackFaces[faceKey(bold, italic)]
	if p.foreign && p.text[at] == ' ' {
		p.spaceFace(&s, at)
	}
	return s
}

// faceKey numbers the four styles of a family.
func faceKey(bold, italic bool) int {
	k := 0
	if bold {
		k |= 1
	}
	if italic {
		k |= 2
	}
	return k
}

// shaped shapes text[start:end], stretch by stretch, and hands over each run with
// the place of its text in the paragraph.
func (p *paragraph) shaped(start, end int, visit func(pc *Piece, base int, r *layout.Run)) {
	p.stretches(start, end, func(pc *Piece, a, b int) {
		var runs []layout.Run
		var missing []int
		moved := pc.small || pc.lower
		if moved {
			runs, missing = p.c.Shaper.Text(p.text[a:b], a, p.style(pc, a))
		} else {
			runs, missing = p.c.Shaper.Reuse(&p.c.scratch.shaped, p.text[a:b], a, p.style(pc, a))
		}
		p.lacks(pc, a, missing)
		for j := range runs {
			if moved {
				pc.move(&runs[j], p.st.Size)
			}
			if (pc.Bold || pc.Italic) && pc.Place != nil {
				p.unseen(pc, &runs[j])
			}
			visit(pc, runs[j].Offset, &runs[j])
		}
	})
}

// lacks reports the characters that no face has, at offsets missing from the
// place at in the paragraph's text.
func (p *paragraph) lacks(pc *Piece, at int, missing []int) {
	for _, m := range missing {
		r, _ := utf8.DecodeRuneInString(p.text[at+m:])
		var span source.Span
		if pc.Place != nil {
			span = pc.Place(at + m - p.startOf(pc))
		}
		p.c.lacks(r, span)
	}
}

// width is the natural width of text[start:end]. With tracking every unit
// carries the letterspace after its last glyph too, so that units add up.
func (p *paragraph) width(start, end int) layout.Length {
	w := p.tracking()
	p.stretches(start, end, func(pc *Piece, a, b int) {
		w += p.c.Shaper.Width(p.text[a:b], p.style(pc, a))
	})
	return w
}

// tracking is the letterspace after one glyph.
func (p *paragraph) tracking() layout.Length { return p.st.Size.Scale(p.st.Tracking, 1000) }

// Face gives the document's face in a style, for those who draw words themselves.
func (c *Composer) Face(bold, italic bool) *fonts.Face { return c.family.Face(bold, italic) }
