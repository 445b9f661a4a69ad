package compose

import (
	"chancery/layout"
	"chancery/layout/linebreak"
)

// part is a piece of a line: a word or a part of one, or a space.
type part struct {
	start, end      int // in the paragraph's text
	space           bool
	hyphen          bool // a hyphen is put in after it
	stretch, shrink layout.Length
	width           layout.Length
}

// line sets one broken line: its words with their natural widths, its spaces
// with what remains of the measure shared out so that the line is exact.
func (p *paragraph) line(l *linebreak.Line, n int, measure layout.Length) Line {
	parts, fill := p.parts(l)
	var natural, stretch, shrink layout.Length
	for i := range parts {
		pt := &parts[i]
		pt.width = p.width(pt.start, pt.end)
		if pt.hyphen {
			pt.width = p.hyphenated(pt.start, pt.end)
		}
		natural += pt.width
		stretch += pt.stretch
		shrink += pt.shrink
	}
	natural -= p.tracking() // no letterspace after the line's last glyph
	excess := measure - natural
	switch {
	case excess > 0 && (fill || stretch == 0):
		stretch = 0
	case excess < 0:
		excess = max(excess, -shrink)
	}
	indent := layout.Length(0)
	switch {
	case p.st.Align == layout.AlignCenter:
		indent = (measure - natural) / 2
	case p.st.Align == layout.AlignRight:
		indent = measure - natural
	}
	if n > 0 {
		indent += p.st.Hang
	}
	p.emit = emitter{x: indent}
	p.share(parts, excess, stretch, shrink)
	for i := range parts {
		p.emitPart(&parts[i], i == len(parts)-1)
	}
	out := Line{Boxes: p.emit.boxes, Width: p.emit.x, Hyphenated: l.Hyphenated}
	p.lineEnd(l)
	out.Boxes = p.emit.boxes
	return out
}

// parts lists what stands in a line: the boxes of one word joined again, and
// the glue between the words. fill says that the line ends in infinite glue.
func (p *paragraph) parts(l *linebreak.Line) (parts []part, fill bool) {
	unitOf := -1
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
		}
	}
	if l.Hyphenated && p.items[l.End].Kind == layout.ItemDiscretionary && len(parts) > 0 {
		parts[len(parts)-1].hyphen = true
	}
	return parts, fill
}

// share adds to each space its part of excess, in proportion to what it can
// give. Sums are kept, not parts, so that rounding never accumulates.
func (p *paragraph) share(parts []part, excess, stretch, shrink layout.Length) {
	total := stretch
	if excess < 0 {
		total = shrink
	}
	if total == 0 {
		return
	}
	var sum, given layout.Length
	for i := range parts {
		pt := &parts[i]
		if excess < 0 {
			sum += pt.shrink
		} else {
			sum += pt.stretch
		}
		want := layout.Length(int64(excess) * int64(sum) / int64(total))
		pt.width += want - given
		given = want
	}
}

// emitPart puts a word or a space on the line.
func (p *paragraph) emitPart(pt *part, last bool) {
	if pt.hyphen {
		p.emitHyphenated(pt)
		return
	}
	runs := 0
	p.shaped(pt.start, pt.end, func(pc *Piece, base int, r *layout.Run) {
		p.emit.add(pc, p.offset(pc, base), r)
		runs++
	})
	if runs == 0 {
		return
	}
	// A space takes its set width; tracking goes after a part's last glyph.
	if g := p.emit.lastGlyph(); g != nil {
		switch {
		case pt.space:
			natural := p.width(pt.start, pt.end)
			p.emit.widen(pt.width - natural + p.tracking())
		case !last:
			p.emit.widen(p.tracking())
		}
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
	runs, missing := p.c.Shaper.Hyphenated(p.text[from:pt.end], from, p.style(pc))
	p.lacks(pc, from, missing)
	for i := range runs {
		p.emit.add(pc, p.offset(pc, runs[i].Offset), &runs[i])
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
	runs, _ := p.c.Shaper.Text(" ", at, p.style(pc))
	for i := range runs {
		p.emit.add(pc, p.offset(pc, at), &runs[i])
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

// emitter gathers glyphs into runs: one run as long as face, size, colour and
// element stay the same and the text goes on where it was.
type emitter struct {
	boxes []layout.Box
	x     layout.Length
}

// add appends the glyphs of r, whose text stands at offset in the element of pc.
func (e *emitter) add(pc *Piece, offset int, r *layout.Run) {
	if n := len(e.boxes); n > 0 {
		b := &e.boxes[n-1]
		cur := b.Run
		follows := offset < 0 && cur.Offset < 0 || offset >= 0 && cur.Offset >= 0 && cur.Offset+len(cur.Text) == offset
		if b.Element == pc.Element && cur.Face == r.Face && cur.Size == r.Size && cur.Color == r.Color && follows {
			base := len(cur.Text)
			cur.Text += r.Text
			e.glyphs(cur, r.Glyphs, base)
			return
		}
	}
	run := &layout.Run{Face: r.Face, Size: r.Size, Color: r.Color, Text: r.Text, Offset: offset}
	e.boxes = append(e.boxes, layout.Box{Kind: layout.BoxText, X: e.x, Element: pc.Element, Run: run})
	e.glyphs(run, r.Glyphs, 0)
}

// glyphs appends glyphs to a run, their text ranges moved by base.
func (e *emitter) glyphs(run *layout.Run, gs []layout.Glyph, base int) {
	for _, g := range gs {
		g.Start += base
		g.End += base
		e.x += g.Advance
		run.Glyphs = append(run.Glyphs, g)
	}
}

// lastGlyph is the last glyph of the line so far.
func (e *emitter) lastGlyph() *layout.Glyph {
	if len(e.boxes) == 0 {
		return nil
	}
	gs := e.boxes[len(e.boxes)-1].Run.Glyphs
	if len(gs) == 0 {
		return nil
	}
	return &gs[len(gs)-1]
}

// widen adds to the advance of the last glyph.
func (e *emitter) widen(by layout.Length) {
	if g := e.lastGlyph(); g != nil {
		g.Advance += by
		e.x += by
	}
}
