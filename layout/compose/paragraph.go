package compose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/hyphen"
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
	// Hang moves every line but the first to the right.
	Hang layout.Length
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
	Decoration   bool   // of an artifact: it stands in a line of text, and is no furniture of the page
	look         look   // of inlines
	Joined       bool   // no line ends before it
	small        bool   // the face has no glyphs for Shift: scaled and moved
	lower        bool   // the face's inferiors stand on the baseline: moved
}

// Line is a set line: boxes whose X counts from the left edge of the measure
// and whose Y is 0 on the baseline.
type Line struct {
	Boxes      []layout.Box
	Width      layout.Length // from the left edge of the measure to the end of the ink
	Hyphenated bool
	Notes      []*Footnote // that it calls
}

// unit is a stretch of a paragraph between two places where something can give:
// a word (or the part of one between legal breaks), or one space.
type unit struct {
	start, end int
	space      bool
	width      layout.Length
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
	even    bool          // the breaks are linebreak.Even's: spaces shrink as far as it says
	emit    emitter
}

// scratch is memory that one paragraph leaves to the next.
type scratch struct {
	items     []layout.Item
	of        []int
	units     []unit
	parts     []part
	spaces    []space
	places    []opportunity
	segmenter segmenter.Segmenter
	shaped    shape.Buffer
}

// Paragraph sets pieces as one paragraph on the measure. A "\n" in a piece ends
// a line. An empty paragraph has no lines.
func (c *Composer) Paragraph(pieces []Piece, st Style, measure layout.Length) []Line {
	if c.Memory == nil {
		return c.paragraph(pieces, st, measure)
	}
	es := elements(pieces)
	key := c.key(pieces, es, st, measure)
	lines, known := c.Memory.recall(key, es)
	if !known {
		problems, lacking := len(c.Problems), c.lacking
		lines = c.paragraph(pieces, st, measure)
		if len(c.Problems) == problems && c.lacking == lacking { // else it is to be said again
			c.Memory.keep(key, es, lines)
		}
	}
	return lines
}

// paragraph is Paragraph without a memory.
func (c *Composer) paragraph(pieces []Piece, st Style, measure layout.Length) []Line {
	p := &paragraph{c: c, st: st, pieces: pieces, measure: measure - st.Hang}
	for _, pc := range pieces {
		p.starts = append(p.starts, len(p.text))
		p.text += pc.Text
	}
	if p.text == "" {
		return nil
	}
	for i := range pieces {
		if pieces[i].Shift != 0 {
			p.findShift(&pieces[i])
		}
	}
	p.refuseRightToLeft()
	p.items, p.of, p.units = c.scratch.items[:0], c.scratch.of[:0], c.scratch.units[:0]
	defer func() { c.scratch.items, c.scratch.of, c.scratch.units = p.items, p.of, p.units }()
	p.divide()
	width := func(line int) layout.Length {
		if line > 0 {
			return measure - st.Hang
		}
		return measure
	}
	params := linebreak.Default()
	params.EmergencyStretch = measure / 10
	if lines, ok := p.evenly(measure); ok {
		return lines
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

// evenly sets a justified paragraph with spaces as even as can be. It is not ok
// where the paragraph is not justified or no such lines exist.
func (p *paragraph) evenly(measure layout.Length) ([]Line, bool) {
	st := &p.st
	if st.Align != layout.AlignJustify || st.Balance || st.Hang != 0 || st.Tracking != 0 {
		return nil, false
	}
	params := linebreak.DefaultEven(p.c.expansion)
	params.Lead = -p.hangLeft(0)
	params.Space = st.Size / 4
	params.LastLineMin = 4 * st.Size
	params.Same = p.same
	// A narrow measure has few spaces to a line and hardly a choice of breaks: held
	// to the same limits, every third line would end in a hyphen.
	if ems := int64(measure / st.Size); ems < wideMeasure {
		params.Beyond = max(20, params.Beyond*(ems-narrowMeasure)/(wideMeasure-narrowMeasure))
	}
	res, ok := linebreak.Even(p.items, measure, params)
	if !ok {
		return nil, false
	}
	p.even = true
	lines := make([]Line, len(res.Lines))
	for i := range res.Lines {
		lines[i] = p.line(&res.Lines[i], i, measure)
	}
	return lines, true
}

// The measures, in ems, between which the limits of a line's spaces grow strict:
// about 55 and 85 characters.
const narrowMeasure, wideMeasure = 25, 39

// same says whether two items are parts of the same word, capitals or not.
func (p *paragraph) same(a, b int) bool {
	u, v := p.units[p.of[a]], p.units[p.of[b]]
	return u.end-u.start == v.end-v.start && strings.EqualFold(p.text[u.start:u.end], p.text[v.start:v.end])
}

// divide cuts the text at its legal breaks (UAX #14) and makes the item list.
func (p *paragraph) divide() {
	at := 0
	for _, o := range p.c.scratch.opportunities(p.text) {
		if p.joined(o.end) {
			continue
		}
		if strings.HasSuffix(p.text[:o.end], softHyphen) && o.end < len(p.text) {
			// A line may end here with a hyphen: the word stays whole, see points.
			p.soft = append(p.soft, o.end)
			continue
		}
		p.segment(at, o.end, o.mandatory && o.end < len(p.text))
		at = o.end
	}
	n := len(p.items)
	for p.items = linebreak.Finish(p.items); n < len(p.items); n++ {
		p.of = append(p.of, -1)
	}
}

// segment adds the text between two legal breaks: words, the spaces that do not
// break, then the spaces at which the line may end, or the price of ending it here.
func (p *paragraph) segment(start, end int, mandatory bool) {
	text := p.text[start:end]
	trimmed := len(text)
	for trimmed > 0 && (text[trimmed-1] == ' ' || text[trimmed-1] == '\n') {
		trimmed--
	}
	word := start
	for i, r := range text[:trimmed] {
		if r != ' ' && r != '\u00a0' {
			continue
		}
		p.word(word, start+i)
		p.add(layout.Item{Kind: layout.ItemPenalty, Penalty: layout.InfinitePenalty}, -1)
		p.space(start+i, start+i+utf8.RuneLen(r))
		word = start + i + utf8.RuneLen(r)
	}
	p.word(word, start+trimmed)
	switch {
	case mandatory:
		p.add(layout.Item{Kind: layout.ItemGlue, Stretch: layout.Point, Fill: 1, Start: end, End: end}, -1)
		p.add(layout.Item{Kind: layout.ItemPenalty, Penalty: layout.ForcedPenalty, Start: end, End: end}, -1)
	case trimmed < len(text):
		if p.tied(start+trimmed, end) {
			p.add(layout.Item{Kind: layout.ItemPenalty, Penalty: layout.InfinitePenalty}, -1)
		}
		p.space(start+trimmed, end)
	case end < len(p.text):
		it := layout.Item{Kind: layout.ItemPenalty, Pre: -p.hangRight(end, false), Post: -p.hangLeft(end), Start: end, End: end}
		r, _ := utf8.DecodeLastRuneInString(text)
		next, _ := utf8.DecodeRuneInString(p.text[end:])
		switch {
		case r == '-' || r == '\u2010':
			it.Penalty, it.Flagged = hardHyphen, true
		case next == '—' || next == '–':
			it.Penalty = dashStartsLine
		}
		p.add(it, -1)
	}
}

// tied says whether the space text[start:end] never ends a line, by the ties of
// the language.
func (p *paragraph) tied(start, end int) bool {
	before := p.text[strings.LastIndexAny(p.text[:start], " \u00a0\n")+1 : start]
	before = strings.TrimPrefix(before, "\xa0") // the second byte of a no-break space
	after := p.text[end:]
	if i := strings.IndexAny(after, " \u00a0\n"); i >= 0 {
		after = after[:i]
	}
	return before != "" && after != "" && p.c.Labels.Tied(before, after)
}

// dashStartsLine is the price of a line that starts with a dash: UAX #14 allows
// it before an em dash, good printers do not unless a line would be bad.
const dashStartsLine = 500

// hardHyphen is the price of a line's end after a hyphen that the writer wrote,
// plain TeX's \exhyphenpenalty.
const hardHyphen = 50

// capitalHyphen is what dividing a capitalised word costs beside a common
// hyphen: it is most often a name, so only as a last resort.
const capitalHyphen = 800

// add appends an item that belongs to a unit (-1: none).
func (p *paragraph) add(it layout.Item, unit int) {
	p.items = append(p.items, it)
	p.of = append(p.of, unit)
}

// space adds breakable or unbreakable glue: in ragged text it only has its
// natural width.
func (p *paragraph) space(start, end int) {
	w := p.width(start, end)
	p.units = append(p.units, unit{start: start, end: end, space: true, width: w})
	it := layout.Item{Kind: layout.ItemGlue, Width: w, Pre: -p.hangRight(start, false), Post: -p.hangLeft(end), Start: start, End: end}
	if p.st.Align == layout.AlignJustify && !p.st.Balance {
		// Half the word space of stretch, a third of shrink, as TeX's text fonts have.
		it.Stretch, it.Shrink = w/2, w/3
	}
	p.add(it, len(p.units)-1)
}

// word adds a word with its discretionary hyphens.
func (p *paragraph) word(start, end int) {
	if start == end {
		return
	}
	u := len(p.units)
	total := p.width(start, end)
	p.units = append(p.units, unit{start: start, end: end, width: total})
	points := p.points(start, end)
	emergency := false
	if len(points) == 0 {
		if points = p.emergencies(start, end, total); points != nil {
			emergency = true
		}
	}
	if len(points) == 0 {
		p.add(layout.Item{Kind: layout.ItemBox, Width: total, Start: start, End: end}, u)
		return
	}
	penalty := int32(0)
	if r, _ := utf8.DecodeRuneInString(p.text[start:]); unicode.IsUpper(r) {
		penalty = capitalHyphen
	}
	done, from := layout.Length(0), start
	for _, at := range points {
		cut := p.cut(start, end, at)
		p.add(layout.Item{Kind: layout.ItemBox, Width: cut - done, Start: from, End: at}, u)
		if emergency {
			post := p.width(at, end) - (total - cut) - p.hangLeft(at)
			p.add(layout.Item{Kind: layout.ItemPenalty, Penalty: emergencyBreak, Pre: -p.hangRight(at, false), Post: post, Start: at, End: at}, u)
			done, from = cut, at
			continue
		}
		pre := p.hyphenated(start, at) - cut - p.hangRight(at, true)
		post := p.width(at, end) - (total - cut) - p.hangLeft(at)
		p.add(layout.Item{Kind: layout.ItemDiscretionary, Flagged: true, Penalty: penalty, Pre: pre, Post: post, Start: at, End: at}, u)
		done, from = cut, at
	}
	p.add(layout.Item{Kind: layout.ItemBox, Width: total - done, Start: from, End: end}, u)
}

// points gives the places in the word text[start:end] where it may be
// hyphenated: the writer's soft hyphens, else by the language's patterns, never
// in the paragraph's last word.
func (p *paragraph) points(start, end int) []int {
	word := p.text[start:end]
	var at []int
	for _, i := range p.soft {
		if i > start+len(softHyphen) && i < end {
			at = append(at, i)
		}
	}
	if strings.Contains(word, softHyphen) || !p.st.Hyphenate || len(word) < 5 || end == len(p.text) || p.inAddress(start, end) {
		return at
	}
	patterns := p.c.hyphens
	if pc := p.pieceAt(start); pc.Lang != "" {
		patterns, _ = hyphen.Load(pc.Lang)
	}
	if patterns == nil {
		return at
	}
	for _, i := range p.c.Memory.points(patterns, word) {
		at = append(at, start+i)
	}
	return at
}

// softHyphen is the character that marks a place for a hyphen.
const softHyphen = "\u00ad"

// emergencyBreak is the price of cutting what has no hyphen: an address, a number.
const emergencyBreak = 400

// emergencies gives the places where a word that cannot be hyphenated may be cut
// without a hyphen: an address of the web or of mail at its own joints (The
// Chicago Manual of Style, 17th ed., 7.46), and what is wider than the measure
// anywhere, long numbers in groups of three figures.
func (p *paragraph) emergencies(start, end int, total layout.Length) []int {
	word := p.text[start:end]
	var at []int
	if p.inAddress(start, end) {
		for i := 1; i < len(word)-2; i++ {
			switch word[i] {
			case '.', '?', '#', '=', '&', '_', '~', '%', '@', '-':
				at = append(at, start+i) // before the sign
			case '/', ':':
				if next, _ := utf8.DecodeRuneInString(word[i+1:]); unicode.IsLetter(next) || unicode.IsDigit(next) {
					at = append(at, start+i+1)
				}
			}
		}
	}
	if at != nil || total <= p.measure {
		return at
	}
	figures := 0
	for i, r := range word {
		if unicode.IsDigit(r) {
			figures++
		} else {
			figures = 0
		}
		if i > 1 && i < len(word)-2 && !unicode.Is(unicode.Mn, r) && (figures == 0 || figures%3 == 1) {
			at = append(at, start+i)
		}
	}
	return at
}

// inAddress says whether text[start:end] is part of an address of the web or of
// mail: of what stands there between two spaces, or of one that is printed after
// the words of a link.
func (p *paragraph) inAddress(start, end int) bool {
	from := strings.LastIndexAny(p.text[:start], " \n") + 1
	token := p.text[from:]
	if i := strings.IndexAny(p.text[end:], " \n"); i >= 0 {
		token = p.text[from : end+i]
	}
	return p.pieceAt(start).Decoration || strings.Contains(token, "://") || strings.HasPrefix(strings.TrimLeft(token, "(“"), "www.") ||
		strings.Contains(token, "@") && strings.Contains(token, ".")
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
	w := p.c.Shaper.HyphenatedWidth(p.text[from:at], p.style(pc)) + p.tracking()
	if from > start {
		w += p.width(start, from)
	}
	return w
}

// pieceAt is the piece that holds the byte at offset.
func (p *paragraph) pieceAt(offset int) *Piece {
	i := len(p.starts) - 1
	for p.starts[i] > offset || len(p.pieces[i].Text) == 0 && i > 0 {
		i--
	}
	return &p.pieces[i]
}

// style is what a piece is shaped with.
func (p *paragraph) style(pc *Piece) shape.Style {
	c := p.c
	bold, italic := p.st.Bold || pc.Bold, p.st.Italic || pc.Italic
	s := shape.Style{Face: c.family.Face(bold, italic), Size: p.st.Size, Lang: c.Doc.Language,
		Features: p.st.Features | pc.Features, Tracking: p.st.Tracking, Color: p.st.Color}
	if pc.Lang != "" {
		s.Lang = pc.Lang
	}
	if pc.Shift != 0 {
		pc.shift(&s)
	}
	if key := faceKey(bold, italic); c.fallbackFaces[key] == nil {
		for _, f := range c.fallbacks {
			c.fallbackFaces[key] = append(c.fallbackFaces[key], f.Face(bold, italic))
		}
	}
	s.Fallbacks = c.fallbackFaces[faceKey(bold, italic)]
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

// shaped shapes text[start:end], piece by piece, and hands over each run with
// the place of its text in the paragraph.
func (p *paragraph) shaped(start, end int, visit func(pc *Piece, base int, r *layout.Run)) {
	for i := range p.pieces {
		pc := &p.pieces[i]
		a, b := max(start, p.starts[i]), min(end, p.starts[i]+len(pc.Text))
		if a >= b {
			continue
		}
		runs, missing := p.c.Shaper.Reuse(&p.c.scratch.shaped, p.text[a:b], a, p.style(pc))
		p.lacks(pc, a, missing)
		for j := range runs {
			if pc.small || pc.lower {
				pc.move(&runs[j], p.st.Size)
			}
			visit(pc, runs[j].Offset, &runs[j])
		}
	}
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
	for i := range p.pieces {
		a, b := max(start, p.starts[i]), min(end, p.starts[i]+len(p.pieces[i].Text))
		if a < b {
			w += p.c.Shaper.Width(p.text[a:b], p.style(&p.pieces[i]))
		}
	}
	return w
}

// tracking is the letterspace after one glyph.
func (p *paragraph) tracking() layout.Length { return p.st.Size.Scale(p.st.Tracking, 1000) }

// Face gives the document's face in a style, for those who draw words themselves.
func (c *Composer) Face(bold, italic bool) *fonts.Face { return c.family.Face(bold, italic) }
