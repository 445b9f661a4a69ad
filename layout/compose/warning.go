package compose

import (
	"fmt"

	"chancery/layout"
	"chancery/layout/pagebreak"
	"chancery/source"
)

// paragraphLaws says in a writer's words what pagebreak names.
var paragraphLaws = map[string]string{
	pagebreak.Orphan: "the first line of a paragraph stands alone at the foot of the page",
	pagebreak.Widow:  "the last line of a paragraph stands alone at the head of the next page",
	pagebreak.Hyphen: "the page ends in a divided word",
}

// lawHints says what to do where more or less text above would not help.
var lawHints = map[string]string{
	LawMerged:   "write the cell's words again in place of the ^ in the next row, or let it stand",
	LawRowSplit: "make several rows of this one, or let it stand",
}

// violation turns a law that the pages break into a warning, at the last line before
// the page's end, or at the page's first line where the law is about the whole page.
// What is higher than a page is an error: it would not be printed. over is by how much.
func (c *Composer) violation(g *Galley, v pagebreak.Violation, over layout.Length) {
	p := source.Problem{Span: c.place(g.at(v)), Path: c.Doc.File.Name}
	if v.Law == pagebreak.TooTall {
		p.Code = "too-tall"
		p.Text = fmt.Sprintf("page %d has no room for this: it is %s points too high", v.Page+1, (over+layout.Point-1)/layout.Point*layout.Point)
		p.Hint = "shorten it, or divide it"
		c.problem(p)
		return
	}
	law := v.Law
	if said := paragraphLaws[law]; said != "" {
		law = said
	}
	p.Warning, p.Code = true, "page-law"
	p.Text = fmt.Sprintf("page %d: %s; no choice of pages avoids it", v.Page+1, law)
	if p.Hint = lawHints[v.Law]; p.Hint == "" {
		p.Hint = "write a little more or less before this place, or look at the page and let it stand"
	}
	c.problem(p)
}

// at is the strip that a violation is about: the last one before a page's end, or
// the first one of the page.
func (g *Galley) at(v pagebreak.Violation) *Strip {
	i := min(v.Item, len(g.items)-1)
	if g.items[i].Kind == pagebreak.Penalty {
		for i > 0 && g.strip[i] < 0 {
			i--
		}
	}
	for i < len(g.strip)-1 && g.strip[i] < 0 {
		i++
	}
	return &g.Strips[max(g.strip[i], 0)]
}

// place is where the source says what stands in a strip; no place where nothing of
// it is the source's own.
func (c *Composer) place(s *Strip) source.Span {
	for i := range s.Boxes {
		b := &s.Boxes[i]
		for e := b.Element; e != nil; e = e.Parent {
			from, ok := c.origin(e.ID)
			switch {
			case !ok:
				continue
			case from.words == nil || b.Kind != layout.BoxText || b.Run.Offset < 0:
				return from.at
			}
			at := source.SpanAt(from.words, b.Run.Offset)
			at.End = max(at.End, source.SpanAt(from.words, b.Run.Offset+max(len(b.Run.Text), 1)-1).End)
			return at
		}
	}
	return source.Span{}
}

// origin is what an element of the source is: its place and words.
type origin struct {
	at    source.Span
	words []source.Inline
}

// origin finds an element of the document by its name.
func (c *Composer) origin(id string) (origin, bool) {
	if id == "" {
		return origin{}, false
	}
	if c.origins == nil {
		c.origins = map[string]origin{}
		c.gather(c.Doc.Body)
		for _, n := range c.Doc.Notes {
			c.gather(n.Blocks)
		}
		c.gatherTexts()
	}
	from, ok := c.origins[id]
	return from, ok
}

// gather notes the origins of blocks.
func (c *Composer) gather(blocks []*source.Block) {
	for _, b := range blocks {
		c.origins[b.ID] = origin{b.Span, b.Inlines}
		if len(b.Caption) > 0 {
			c.origins[b.CaptionID()] = origin{b.Span, b.Caption}
		}
		c.gather(b.Blocks)
	}
}

// gatherTexts notes the origins of what the front matter says.
func (c *Composer) gatherTexts() {
	note := func(texts ...source.Text) {
		for _, t := range texts {
			c.origins[t.ID] = origin{at: t.Span}
		}
	}
	if r := c.Doc.Release; r != nil {
		note(r.Headline, r.Subhead, r.Dateline, r.EndMark)
	}
	l := c.Doc.Letter
	if l == nil {
		return
	}
	note(l.Via, l.Salutation, l.Closing, l.Postscript)
	note(l.Subject...)
	note(l.Enclosures...)
	if len(l.Subject) > 0 {
		c.origins[c.Doc.Name+"-subject"] = origin{at: l.Subject[0].Span}
	}
	for _, a := range l.To {
		c.origins[a.ID] = origin{at: a.Span}
	}
	for _, r := range l.References {
		c.origins[r.ID] = origin{at: r.Span}
	}
	for _, s := range l.Signatories {
		c.origins[s.ID] = origin{at: s.Span}
	}
	for _, cc := range l.CC {
		c.origins[cc.ID] = origin{at: cc.Span}
	}
}
