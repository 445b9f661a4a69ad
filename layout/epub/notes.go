package epub

import (
	"strconv"

	"chancery/source"
)

// callout writes the place that calls a note: a link that reading systems show
// as a pop-up, named for who does not see that it is raised.
func (r *renderer) callout(n *source.Note) {
	r.open("a", "class", "noteref", "epub:type", "noteref", "role", "doc-noteref", "id", r.id(n.CalloutID),
		"href", "#"+r.id(n.ID), "aria-label", r.here().Note(n.Number))
	r.with(func(s *style) { s.onum, s.italic, s.bold = false, false, false }, func() { r.text(strconv.Itoa(n.Number)) })
	r.end("a")
}

// notes writes the notes of a document at its end, each with the way back to its
// callout first. Where a reading system shows them as pop-ups it leaves the
// asides out of the text.
func (r *renderer) notes() {
	if len(r.doc.Notes) == 0 {
		return
	}
	r.open("section", "class", "notes", "epub:type", "footnotes", "aria-label", r.labels.Notes)
	r.raw("\n")
	b := r.bodyOf("", 1)
	for _, n := range r.doc.Notes {
		r.open("aside", "id", r.id(n.ID), "epub:type", "footnote", "role", "doc-footnote")
		r.raw("\n")
		for i, bl := range n.Blocks {
			c := r.cursor(bl.ID)
			dir, back := r.turnToWords(bl.Inlines, "")
			class, change := figures(bl.Inlines)
			r.open("p", "class", class, "lang", bl.Lang, "xml:lang", bl.Lang, "dir", dir, "id", r.id(bl.ID))
			c.begin(false)
			if i == 0 {
				r.open("a", "class", "backlink", "role", "doc-backlink", "href", "#"+r.id(n.CalloutID), "aria-label", r.wordsOf(bl.Lang).BackToText(n.Number))
				r.text(strconv.Itoa(n.Number) + ".")
				r.end("a")
				r.text(" ")
			}
			r.speaking(bl.Lang, func() {
				r.with(func(s *style) { s.onum = true; change(s) }, func() { b.inlines(c, bl.Inlines) })
			})
			c.end()
			r.end("p")
			r.raw("\n")
			back()
		}
		r.end("aside")
		r.raw("\n")
	}
	r.end("section")
	r.raw("\n")
}

// exhibits writes what follows a document's end, and gives its entries for the
// table of contents.
func (r *renderer) exhibits(blocks []*source.Block, file string, top int) ([]Nav, error) {
	if len(blocks) == 0 {
		return nil, nil
	}
	r.open("div", "class", "body exhibits")
	r.raw("\n")
	b := r.bodyOf(file, top)
	err := b.write(blocks)
	r.end("div")
	r.raw("\n")
	return b.toc, err
}
