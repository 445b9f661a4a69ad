package compose

import (
	"strconv"

	"chancery/layout"
)

// Sheet is where the galley stands on the pages.
type Sheet struct {
	FirstTop layout.Length // top of the text block on page one, from the page's top
	Top      layout.Length // on later pages
	// Cost judges a page as a whole by the first and last strip on it; final says that the document ends there. It
	// gives demerits and, where a law is broken, that law's name. nil: no such laws.
	Cost func(first, last int, final bool) (int64, string)
	// Mark stands at the foot of page one, and takes its room from the text; nil: none.
	Mark *Mark
	// First is drawn on page one before all else, where it stands already: the letterhead.
	First []layout.Box
	// Furniture draws what stands on a page beside the galley, silent to a
	// listener: n of total, from 1.
	Furniture func(pg *layout.Page, n, total int)
}

// Paginate cuts the galley into pages and draws them. A law that could not be
// kept becomes a warning.
func (c *Composer) Paginate(g *Galley, sh Sheet) (pages []*layout.Page, at Placement) {
	bottom := c.PageHeight - c.Bottom
	firstBottom := bottom
	if sh.Mark != nil {
		firstBottom = min(bottom, sh.Mark.Top-c.Leading*2/3)
	}
	height := func(page int) layout.Length {
		if page == 0 {
			return firstBottom - sh.FirstTop
		}
		return bottom - sh.Top
	}
	c.splitNotes(g, height(1))
	spans, broken := g.cut(height, c.separator(), sh.Cost)
	for _, v := range broken {
		c.violation(g, v, spans[v.Page].over)
	}
	at = Placement{Page: make([]int, len(g.Strips)), Top: make([]layout.Length, len(g.Strips))}
	for i, s := range spans {
		pg := &layout.Page{Label: strconv.Itoa(i + 1), Width: c.PageWidth, Height: c.PageHeight}
		top, foot := sh.Top, bottom
		if i == 0 {
			top, foot = sh.FirstTop, firstBottom
			pg.Boxes = append(pg.Boxes, sh.First...)
		}
		drawn := len(pg.Boxes)
		if i == 0 && sh.Mark != nil {
			pg.Boxes = append(pg.Boxes, sh.Mark.Boxes...)
		}
		if sh.Furniture != nil {
			sh.Furniture(pg, i+1, len(spans))
		}
		g.place(pg, s, c.Left, top, c.noteFoot(g, s, foot), func(strip int, y layout.Length) {
			at.Page[strip], at.Top[strip] = i, y
		})
		if c.base == 1 {
			// About the middle of the text block: lines begin at its right edge.
			mirror(pg.Boxes[drawn:], c.PageWidth-c.Right+c.Left)
		}
		pages = append(pages, pg)
	}
	return pages, at
}

// Placement says where each strip of a galley came to stand.
type Placement struct {
	Page []int           // index of its page
	Top  []layout.Length // of the strip, from the page's top
}

// Starts gives for every page the source text that it begins with: page one
// begins with the document itself, a later one with the first words or picture on
// it that are an element's own. What goes on of a note from the page before counts
// only where nothing else is on the page.
func Starts(name string, pages []*layout.Page) []layout.PageStart {
	var out []layout.PageStart
	for i, pg := range pages {
		at := layout.PageStart{Page: i, Label: pg.Label}
		if i == 0 {
			at.ID = name
		} else if b := firstOf(pg); b == nil {
			continue
		} else if at.ID = b.Element.ID; b.Kind == layout.BoxText {
			at.Offset = b.Run.Offset
		}
		out = append(out, at)
	}
	return out
}

// firstOf is the first box of a page that shows the source's own words or picture.
func firstOf(pg *layout.Page) (note *layout.Box) {
	for j := range pg.Boxes {
		b := &pg.Boxes[j]
		switch {
		case b.Element == nil || b.Element.ID == "":
			continue
		case b.Kind != layout.BoxArt && b.Kind != layout.BoxImage && (b.Kind != layout.BoxText || b.Run.Offset < 0):
			continue
		case !inNote(b.Element):
			return b
		case note == nil:
			note = b
		}
	}
	return note
}

// inNote says whether an element is part of a note.
func inNote(e *layout.Element) bool {
	for ; e != nil; e = e.Parent {
		if e.Role == layout.RoleNote {
			return true
		}
	}
	return false
}
