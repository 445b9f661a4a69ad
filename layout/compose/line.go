package compose

import (
	"slices"

	"chancery/layout"
	"chancery/layout/bidi"
	"chancery/layout/linebreak"
)

// part is a piece of a line: a word or a part of one, or a space.
type part struct {
	start, end      int // in the paragraph's text
	space           bool
	hyphen          bool          // a hyphen is put in after it
	width           layout.Length // of a space of no characters, between ideographs
	stretch, shrink layout.Length
}

// line sets one broken line: its words, widened or narrowed as the breaks have
// it, and its spaces with what remains of the measure shared out so that the line
// is exact.
func (p *paragraph) line(l *linebreak.Line, n int, measure layout.Length) Line {
	parts, fill := p.parts(l)
	var before, after layout.Length // what hangs into the margins
	if len(parts) > 0 {
		before = p.hangStart(parts[0].start)
		last := &parts[len(parts)-1]
		after = p.hangEnd(last.end, last.hyphen)
	}
	p.emit = emitter{text: p.text, x: -before, expand: l.Expansion, directed: p.levels != nil, levels: p.emit.levels[:0]}
	if len(parts) > 0 {
		p.emit.room = parts[len(parts)-1].end - parts[0].start + 2
	}
	var stretch, shrink layout.Length
	spaces := p.c.scratch.spaces[:0]
	for i := range parts {
		pt := &parts[i]
		p.emitPart(pt, i == len(parts)-1)
		if pt.space {
			stretch += pt.stretch
			shrink += pt.shrink
			spaces = append(spaces, space{p.emit.last(), pt.stretch, pt.shrink})
		}
	}
	p.c.scratch.spaces = spaces
	excess := measure + after - p.emit.x
	switch {
	case excess > 0 && fill: // the rest of the line stays empty
	case excess > 0:
		p.share(spaces, excess, stretch)
	case p.even && !l.Overfull:
		p.share(spaces, excess, shrink)
	default:
		p.share(spaces, max(excess, -shrink), shrink)
	}
	out := Line{Width: p.emit.x, Hyphenated: l.Hyphenated}
	p.lineEnd(l)
	out.Boxes = p.emit.boxes
	if p.levels != nil || p.base != p.c.flow() {
		p.order(&out, -before)
	}
	indent := layout.Length(0)
	switch p.st.Align {
	case layout.AlignCenter:
		indent = (measure - out.Width) / 2
	case layout.AlignRight:
		indent = measure - out.Width
	}
	if n > 0 {
		indent += p.st.Hang
	}
	if p.base != p.c.flow() && p.st.Turns {
		indent = measure - out.Width - indent
	}
	for i := range out.Boxes {
		out.Boxes[i].X += indent
	}
	out.Width += indent
	return out
}

// parts lists what stands in a line: the boxes of one word joined again, and
// the glue between the words. fill says that the line ends in infinite glue.
func (p *paragraph) parts(l *linebreak.Line) (parts []part, fill bool) {
	unitOf := -1
	parts = p.c.scratch.parts[:0]
	defer func() { p.c.scratch.parts = parts }()
	for i := l.Start; i < l.End; i++ {
		it := &p.items[i]
		switch it.Kind {
		case layout.ItemBox:
			if p.of[i] == unitOf {
				parts[len(parts)-1].end = it.End
				continue
			}
			unitOf = p.of[i]
			parts = append(parts, part{start: it.Start, end: it.End})
		case layout.ItemGlue:
			if it.Fill > 0 {
				fill = true
				continue
			}
			unitOf = -1
			if len(parts) == 0 {
				continue // discarded after a break
			}
			parts = append(parts, part{start: it.Start, end: it.End, space: true, stretch: it.Stretch, shrink: it.Shrink})
			if it.Start == it.End {
				parts[len(parts)-1].width = it.Width
			}
		}
	}
	if l.Hyphenated && p.items[l.End].Kind == layout.ItemDiscretionary && len(parts) > 0 {
		parts[len(parts)-1].hyphen = true
	}
	return parts, fill
}

// place is a glyph of a line: its box and its index there.
type place struct{ box, glyph int }

// space is a space of a line with what it can give.
type space struct {
	at              place
	stretch, shrink layout.Length
}

// share adds to each space its part of excess, in proportion to what it can give
// of total. Sums are kept, not parts, so that rounding never accumulates.
func (p *paragraph) share(spaces []space, excess, total layout.Length) {
	if total == 0 || excess == 0 {
		return
	}
	var sum, given layout.Length
	box, moved := 0, layout.Length(0)
	for _, s := range spaces {
		if excess < 0 {
			sum += s.shrink
		} else {
			sum += s.stretch
		}
		want := layout.Length(int64(excess) * int64(sum) / int64(total))
		for ; box <= s.at.box; box++ {
			p.emit.boxes[box].X += moved
		}
		p.emit.boxes[s.at.box].Run.Glyphs[s.at.glyph].Advance += want - given
		given = want
		moved = given
	}
	for ; box < len(p.emit.boxes); box++ {
		p.emit.boxes[box].X += moved
	}
	p.emit.x += given
}

// emitPart puts a word, or a space of its natural width, on the line.
func (p *paragraph) emitPart(pt *part, last bool) {
	if pt.hyphen {
		p.emitHyphenated(pt)
		return
	}
	if pt.start == pt.end {
		p.emit.widen(pt.width)
		return
	}
	runs := 0
	p.shaped(pt.start, pt.end, func(pc *Piece, base int, r *layout.Run) {
		p.emit.level = p.level(base)
		p.emit.add(pc, p.offset(pc, base), base, r, pt.space)
		runs++
	})
	// Tracking goes after a part's last glyph too, but not at the line's end.
	if runs > 0 && !last {
		p.emit.widen(p.tracking())
	}
}

// emitHyphenated puts the first part of a divided word on the line with a
// hyphen that stands for U+00AD: who reads the text gets the whole word back.
func (p *paragraph) emitHyphenated(pt *part) {
	pc := p.pieceAt(pt.end - 1)
	from := max(pt.start, p.startOf(pc))
	if from > pt.start {
		p.emitPart(&part{start: pt.start, end: from}, false)
	}
	runs, missing := p.c.Shaper.Hyphenated(p.text[from:pt.end], from, p.style(pc, from))
	p.lacks(pc, from, missing)
	p.emit.level = p.level(from)
	for i := range runs {
		p.emit.add(pc, p.offset(pc, runs[i].Offset), -1, &runs[i], false)
	}
}

// lineEnd puts the space or line end of the source after the last word: it has
// no ink, but without it two words would run together for who copies the text.
func (p *paragraph) lineEnd(l *linebreak.Line) {
	it := &p.items[l.End]
	at := it.Start
	switch {
	case it.Kind == layout.ItemGlue && it.Fill == 0 && it.End > it.Start:
	case it.Kind == layout.ItemPenalty && it.Penalty <= layout.ForcedPenalty && at > 0 && at < len(p.text) && p.text[at-1] == '\n':
		at--
	default:
		return
	}
	pc := p.pieceAt(at)
	st := p.style(pc, at)
	st.RightToLeft = p.base.RTL() // L1: white at a line's end runs as the paragraph does
	p.emit.level = p.base
	runs, _ := p.c.Shaper.Reuse(&p.c.scratch.shaped, " ", at, st)
	for i := range runs {
		in := at
		if p.text[at] != ' ' {
			in = -1
		}
		p.emit.add(pc, p.offset(pc, at), in, &runs[i], true)
	}
}

// offset is the place in a piece's element of a place in the paragraph's text.
func (p *paragraph) offset(pc *Piece, at int) int {
	if pc.Offset < 0 {
		return -1
	}
	return pc.Offset + at - p.startOf(pc)
}

// startOf is where a piece starts in the paragraph's text.
func (p *paragraph) startOf(pc *Piece) int {
	for i := range p.pieces {
		if &p.pieces[i] == pc {
			return p.starts[i]
		}
	}
	return 0
}

// emitter gathers glyphs into runs: one run as long as face, size, colour,
// element and level stay the same and the text goes on where it was. The glyphs of
// what runs from right to left are gathered in the order of their text, and turned
// at the end (order).
type emitter struct {
	boxes  []layout.Box
	x      layout.Length
	expand int    // thousandths
	text   string // of the paragraph
	from   int    // where in it the last run's text begins; -1: it is no part of it
	room   int    // glyphs to make room for: about as many as there are bytes left

	directed bool // the levels of the boxes are wanted
	level    bidi.Level
	levels   []bidi.Level
}

// add appends the glyphs of r, whose text stands at offset in the element of pc.
// Spaces are not expanded: they have their own width.
func (e *emitter) add(pc *Piece, offset, at int, r *layout.Run, space bool) {
	expand := e.expand
	if space {
		expand = 0
	}
	if n := len(e.boxes); n > 0 && (!e.directed || e.levels[n-1] == e.level) {
		b := &e.boxes[n-1]
		cur := b.Run
		follows := offset < 0 && cur.Offset < 0 || offset >= 0 && cur.Offset >= 0 && cur.Offset+len(cur.Text) == offset
		if b.Element == pc.Element && b.Decoration == pc.Decoration && cur.Face == r.Face && cur.Size == r.Size && cur.Color == r.Color && follows {
			base := len(cur.Text)
			if e.from >= 0 && at == e.from+base {
				cur.Text = e.text[e.from : at+len(r.Text)]
			} else {
				cur.Text += r.Text
				e.from = -1
			}
			e.glyphs(cur, r.Glyphs, base, expand)
			return
		}
	}
	run := &layout.Run{Face: r.Face, Size: r.Size, Color: r.Color, Text: r.Text, Offset: offset, Expand: e.expand, RightToLeft: r.RightToLeft}
	run.Glyphs = make([]layout.Glyph, 0, max(e.room, len(r.Glyphs)))
	e.from = at
	if e.directed {
		e.levels = append(e.levels, e.level)
	}
	e.boxes = append(e.boxes, layout.Box{Kind: layout.BoxText, X: e.x, Element: pc.Element, Decoration: pc.Decoration, Run: run})
	e.glyphs(run, r.Glyphs, 0, expand)
}

// glyphs appends glyphs to a run, their text ranges moved by base, expanded by
// so many thousandths.
func (e *emitter) glyphs(run *layout.Run, gs []layout.Glyph, base, expand int) {
	e.room -= len(gs)
	n := len(run.Glyphs)
	run.Glyphs = append(run.Glyphs, gs...)
	added := run.Glyphs[n:]
	if run.RightToLeft {
		slices.Reverse(added)
	}
	for i := range added {
		g := &added[i]
		g.Start += base
		g.End += base
		if expand != 0 {
			g.Advance += g.Advance.Scale(int64(expand), 1000)
			g.XOffset += g.XOffset.Scale(int64(expand), 1000)
		}
		e.x += g.Advance
	}
}

// last is the place of the last glyph of the line so far.
func (e *emitter) last() place {
	box := len(e.boxes) - 1
	return place{box, len(e.boxes[box].Run.Glyphs) - 1}
}

// widen adds to the advance of the last glyph.
func (e *emitter) widen(by layout.Length) {
	if by == 0 {
		return
	}
	at := e.last()
	e.boxes[at.box].Run.Glyphs[at.glyph].Advance += by
	e.x += by
}
