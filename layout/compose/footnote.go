package compose

import (
	"strconv"

	"chancery/layout"
	"chancery/source"
)

// Footnote is a note that is set: what stands at the foot of the page that calls
// it. X counts from the left edge of the text block, Y from the note's top.
type Footnote struct {
	Note   *source.Note
	Height layout.Length
	Boxes  []layout.Box

	gap, leading layout.Length
	lines        []int // the first box of each line
}

// notesHeight is the height of several notes under each other.
func notesHeight(notes []*Footnote) layout.Length {
	var h layout.Length
	for _, n := range notes {
		h += n.Height
	}
	return h
}

// noteStyle is the style of notes: five sixths of the text's size, to the nearest
// half point, on leading of the same proportion.
func (c *Composer) noteStyle() Style {
	st := c.Running()
	st.Size = c.Size.Scale(5, 3*int64(layout.Point)) * layout.Point / 2
	st.Leading = st.Size.Scale(60, 23*int64(layout.Point)) * layout.Point / 2
	return st
}

// noteGap stands above each note, so that one can be told from the next.
func (c *Composer) noteGap() layout.Length { return c.Leading / 6 }

// separator is the space between the text of a page and its first note, with the
// rule in it: a line of the text.
func (c *Composer) separator() layout.Length { return c.Leading }

// inlines makes the pieces of a block whose element is e; the notes that they
// call are set on the way.
func (b *body) inlines(inlines []source.Inline, e *layout.Element) []Piece {
	in := inliner{note: func(n *source.Note, at *layout.Element) *layout.Element { return b.note(n, e, at) },
		links: b.c.Doc.Settings.PrintLinks && e.Role[0] != 'H'}
	in.add(inlines, e, look{lang: b.lang})
	return in.pieces
}

// note sets a note that block calls in the element at, and gives the link that is
// its callout.
//
// To a listener a note comes after the block that calls it, not where it is
// called: a sentence is heard to its end, and who wants the note at once follows
// the link. So Note stands beside the block in its parent (ISO 32000-1, 14.8.4.4.1
// leaves the place open); only where a block has no neighbours, in a cell, it is
// the block's own last child.
func (b *body) note(n *source.Note, block, at *layout.Element) *layout.Element {
	c := b.c
	parent := block.Parent
	switch block.Role {
	case layout.RoleTD, layout.RoleTH, layout.RoleLBody, layout.RoleCaption:
		parent = block
	}
	element := c.Element(layout.RoleNote, parent, n.ID)
	reference := c.Element(layout.RoleReference, at, n.CalloutID)
	link := c.Element(layout.RoleLink, reference, n.CalloutID)
	link.Target, link.Title = element, c.Labels.Note(n.Number)

	lbl := c.Element(layout.RoleLbl, element, "")
	back := c.Element(layout.RoleLink, lbl, "")
	back.Target, back.Title = reference, c.Labels.BackToText(n.Number)

	turned, speaks := c.turned, c.speaks
	c.turned = false // a note stands as its document does, whatever calls it
	defer func() { c.turned, c.speaks = turned, speaks }()
	st := c.noteStyle()
	plain := Style{Size: st.Size, Leading: st.Leading}
	// All notes of a document have their text at one distance from the margin.
	widest := c.Paragraph([]Piece{LabelPiece(strconv.Itoa(max(len(c.Doc.Notes), n.Number))+".", nil)}, plain, c.Measure)
	in := widest[0].Width + st.Size/3
	set := &Footnote{Note: n, Height: c.noteGap(), gap: c.noteGap(), leading: st.Leading}
	add := func(l Line, x layout.Length) {
		for _, bx := range l.Boxes {
			bx.X += x
			bx.Y += set.Height + Rise(st.Leading)
			set.Boxes = append(set.Boxes, bx)
		}
	}
	mark := c.Paragraph([]Piece{LabelPiece(strconv.Itoa(n.Number)+".", back)}, plain, c.Measure)
	add(mark[0], in-st.Size/3-mark[0].Width)
	outer := b.lang
	for _, bl := range n.Blocks {
		e := b.elementOf(element, bl)
		b.lang, c.speaks = bl.Lang, bl.Lang
		pieces := b.inlines(bl.Inlines, e)
		b.lang = outer
		for _, l := range c.Paragraph(pieces, st, c.Measure-in) {
			if set.lines == nil {
				set.lines = append(set.lines, 0) // the label is of the first line
			} else {
				set.lines = append(set.lines, len(set.Boxes))
			}
			add(l, in)
			set.Height += st.Leading
		}
	}
	if b.notes == nil {
		b.notes = map[*layout.Element]*Footnote{}
	}
	b.notes[link] = set
	return link
}

// callouts gives each line the notes that it calls.
func (b *body) callouts(lines []Line) {
	if len(b.notes) == 0 {
		return
	}
	for i := range lines {
		for k := range lines[i].Boxes {
			if n := b.notes[lines[i].Boxes[k].Element]; n != nil {
				lines[i].Notes = append(lines[i].Notes, n)
				delete(b.notes, lines[i].Boxes[k].Element)
			}
		}
	}
}

// splitNotes parts notes that no page could hold beside the line that calls them,
// so that nothing else has to be given up for them: what fits stays with the line,
// the rest goes with the next one, and as that finds no room on the page, to the
// next page. It is the last resort, and a warning says so.
func (c *Composer) splitNotes(g *Galley, room layout.Length) {
	item := make([]int, len(g.Strips), len(g.Strips)+1)
	for i, s := range g.strip {
		if s >= 0 {
			item[s] = i
		}
	}
	for i := 0; i < len(g.Strips); i++ {
		free := room - g.Strips[i].Height - c.separator()
		if again := g.Strips[i].Again; again != nil {
			free -= again.Height
		}
		if notesHeight(g.Strips[i].Notes) <= free {
			continue
		}
		fit, rest := fitNotes(g.Strips[i].Notes, free)
		if len(fit) == 0 {
			continue // not even two lines: the page is too tall, which the breaker says
		}
		c.warnOfNotes(rest, fit[len(fit)-1].Note)
		if i+1 == len(g.Strips) {
			g.Price(0, "")
			item = append(item, len(g.items))
			g.Add(Strip{})
		}
		g.Strips[i].Notes = fit
		g.Strips[i+1].Notes = append(rest, g.Strips[i+1].Notes...)
		g.items[item[i]].Notes = notesHeight(fit)
		g.items[item[i+1]].Notes = notesHeight(g.Strips[i+1].Notes)
	}
}

// warnOfNotes says which notes do not stand with their callout, of which one may be
// divided.
func (c *Composer) warnOfNotes(rest []*Footnote, divided *source.Note) {
	for _, n := range rest {
		p := source.Problem{Warning: true, Span: n.Note.Span, Code: "split-note",
			Text: "this note stands on the page after its callout: no page can hold all notes that are called beside it",
			Hint: "shorten these notes, or put what they say into the text or an enclosure"}
		if n.Note == divided {
			p.Text = "this note is divided: no page can hold it beside the line that calls it"
			p.Hint = "shorten it, or put what it says into the text or an enclosure"
		}
		c.problem(p)
	}
}

// fitNotes divides notes by what room has space for: whole notes, then the first
// lines of the one that is too much, at least two on either side.
func fitNotes(notes []*Footnote, room layout.Length) (fit, rest []*Footnote) {
	for i, n := range notes {
		if n.Height <= room {
			fit = append(fit, n)
			room -= n.Height
			continue
		}
		k := min(int((room-n.gap)/n.leading), len(n.lines)-2)
		if k < 2 {
			return fit, notes[i:]
		}
		cut := n.lines[k]
		by := layout.Length(k) * n.leading
		head := &Footnote{Note: n.Note, Height: n.gap + by, Boxes: n.Boxes[:cut], gap: n.gap, leading: n.leading, lines: n.lines[:k]}
		tail := &Footnote{Note: n.Note, Height: n.Height - by, gap: n.gap, leading: n.leading}
		for _, b := range n.Boxes[cut:] {
			b.Y -= by
			tail.Boxes = append(tail.Boxes, b)
		}
		for _, l := range n.lines[k:] {
			tail.lines = append(tail.lines, l-cut)
		}
		return append(fit, head), append([]*Footnote{tail}, notes[i+1:]...)
	}
	return fit, nil
}

// noteFoot is the foot of one page, with its notes.
type noteFoot struct {
	left, rule layout.Length // of the rule above them
	y          layout.Length // where the next one goes
	drawn      bool
	waiting    []*Footnote // called, in a block that is not at its end
}

// ruleWidth is the width of the rule above the notes.
const ruleWidth = 72 * layout.Point

// noteFoot makes the foot of the page that shows a span of the galley and ends at
// bottom.
func (c *Composer) noteFoot(g *Galley, s span, bottom layout.Length) *noteFoot {
	f := &noteFoot{left: c.Left, y: bottom}
	for i := s.start; i < s.end && i < len(g.items); i++ {
		f.y -= g.items[i].Notes
	}
	f.rule = f.y - c.separator()/3
	return f
}

// call takes the notes of a strip that was put on the page.
func (f *noteFoot) call(s *Strip, pg *layout.Page) {
	f.waiting = append(f.waiting, s.Notes...)
	if !s.More {
		f.flush(pg)
	}
}

// flush puts the waiting notes on the page.
func (f *noteFoot) flush(pg *layout.Page) {
	for _, n := range f.waiting {
		if !f.drawn {
			f.drawn = true
			pg.Boxes = append(pg.Boxes, layout.Box{Kind: layout.BoxRule, X: f.left, Y: f.rule, Width: ruleWidth, Height: layout.Point / 2})
		}
		for _, b := range n.Boxes {
			b.X += f.left
			b.Y += f.y
			pg.Boxes = append(pg.Boxes, b)
		}
		f.y += n.Height
	}
	f.waiting = f.waiting[:0]
}
