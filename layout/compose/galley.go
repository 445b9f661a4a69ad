package compose

import (
	"slices"

	"chancery/layout"
	"chancery/layout/pagebreak"
)

// Strip is what the page breaker never cuts: a line, an address, a row of the
// signature block. Its boxes have X from the left edge of the text block and Y
// from the strip's top.
type Strip struct {
	Height layout.Length
	Boxes  []layout.Box
	Group  string        // what the laws of whole pages count: "row", "cc", "" for ordinary lines
	Notes  []*Footnote   // that it calls
	Again  *Strip        // what is set again above it where a page begins with it, silent: a table's head
	Foot   []layout.Box  // drawn with it where a page ends with it: a table's rule
	Merged []mergedBoxes // the merged cells of a table's rows
	More   bool          // the next strip goes on with the same block: a listener hears notes after it
}

// Galley is the document as one long column before it is cut into pages: strips,
// the space between them, and the laws of where a page may end.
type Galley struct {
	Strips []Strip
	items  []pagebreak.Item
	strip  []int // the strip of each item; -1: space or law
}

// NewGalley gives an empty galley with room for a letter of some pages.
func NewGalley() *Galley {
	const room = 256
	return &Galley{Strips: make([]Strip, 0, room/2), items: make([]pagebreak.Item, 0, room), strip: make([]int, 0, room)}
}

// Add puts a strip under what is there.
func (g *Galley) Add(s Strip) {
	g.strip = append(g.strip, len(g.Strips))
	g.Strips = append(g.Strips, s)
	it := pagebreak.Item{Kind: pagebreak.Box, Height: s.Height, Notes: notesHeight(s.Notes)}
	if s.Again != nil {
		it.Head = s.Again.Height
	}
	g.items = append(g.items, it)
}

// Space puts white space, which vanishes at a page's top and foot. A page may
// end at it unless a law before it forbids that.
func (g *Galley) Space(h layout.Length) {
	g.strip = append(g.strip, -1)
	g.items = append(g.items, pagebreak.Item{Kind: pagebreak.Glue, Height: h})
}

// Keep forbids a page to end here; law names what would be broken. It weighs more
// than a widow.
func (g *Galley) Keep(law string) { g.Price(Forbidden, law) }

// Forbidden is the price of what [Galley.Keep] forbids, and of a page as a whole that
// may not be: beside the laws of a paragraph (see pagebreak.Lines) of weight 5.
const Forbidden = pagebreak.InfinitePenalty + 4

// Price sets what it costs to end a page here.
func (g *Galley) Price(penalty int64, law string) {
	g.strip = append(g.strip, -1)
	g.items = append(g.items, pagebreak.Item{Kind: pagebreak.Penalty, Penalty: penalty, Law: law})
}

// Lines puts a paragraph's lines: never its first or last line alone, never a
// page's end after a hyphen. Paragraphs of three lines stay whole. All boxes
// stand indent to the right of the text block's edge; rise is from a line's top
// to its baseline.
func (g *Galley) Lines(lines []Line, leading, rise, indent layout.Length) {
	from := len(g.items)
	g.items = pagebreak.Lines(g.items, len(lines), leading, func(line int) int64 {
		if lines[line].Hyphenated {
			return pagebreak.InfinitePenalty
		}
		return 0
	})
	for i, l := range lines {
		if i > 0 {
			g.strip = append(g.strip, -1)
		}
		g.strip = append(g.strip, len(g.Strips))
		g.items[from+2*i].Notes = notesHeight(l.Notes)
		s := LineStrip(l, leading, rise, indent)
		s.More = i < len(lines)-1
		g.Strips = append(g.Strips, s)
	}
}

// LineStrip makes a strip of one line.
func LineStrip(l Line, leading, rise, indent layout.Length) Strip {
	s := Strip{Height: leading, Notes: l.Notes, Boxes: make([]layout.Box, len(l.Boxes))}
	for i, b := range l.Boxes {
		b.X += indent
		b.Y += rise
		s.Boxes[i] = b
	}
	return s
}

// Stack makes one strip of several lines, one under the other.
func Stack(lines []Line, leading, rise, indent layout.Length) Strip {
	n := 0
	for i := range lines {
		n += len(lines[i].Boxes)
	}
	s := Strip{Boxes: make([]layout.Box, 0, n)}
	for _, l := range lines {
		for _, b := range l.Boxes {
			b.X += indent
			b.Y += rise + s.Height
			s.Boxes = append(s.Boxes, b)
		}
		s.Height += leading
	}
	return s
}

// cut divides the galley into pages whose text blocks are height(page) high.
// cost judges a page as a whole by the strips first..last that it holds.
func (g *Galley) cut(height func(page int) layout.Length, separator layout.Length, cost func(first, last int, final bool) (int64, string)) ([]span, []pagebreak.Violation) {
	params := pagebreak.Params{Separator: separator}
	if cost != nil {
		params.Cost = func(start, end int, last bool) (int64, string) {
			first, final := g.within(start, end)
			if first < 0 {
				return 0, ""
			}
			return cost(first, final, last)
		}
	}
	res := pagebreak.Break(g.items, height, params)
	spans := make([]span, len(res.Pages))
	for i, pg := range res.Pages {
		spans[i] = span{pg.Start, pg.End, max(-pg.Spare, 0)}
	}
	return spans, res.Violations
}

// span is the part of a galley that stands on one page: items, not strips.
type span struct {
	start, end int
	over       layout.Length // by how much it is higher than the page
}

// within gives the first and last strip among items start..end-1, -1 for none.
func (g *Galley) within(start, end int) (first, last int) {
	first, last = -1, -1
	for i := start; i < end && i < len(g.strip); i++ {
		if g.strip[i] >= 0 {
			first = g.strip[i]
			break
		}
	}
	for i := min(end, len(g.strip)) - 1; i >= start; i-- {
		if g.strip[i] >= 0 {
			last = g.strip[i]
			break
		}
	}
	return first, last
}

// place puts the strips of a span on a page, the first strip's top at (x, y),
// and tells where each came to stand. The notes that they call go to the page's
// foot, in the order of a listener after the block that calls them.
func (g *Galley) place(pg *layout.Page, s span, x, y layout.Length, foot *noteFoot, placed func(strip int, y layout.Length)) {
	started, last := false, -1
	firstStrip, lastStrip := g.within(s.start, s.end)
	var top layout.Length // of the last strip
	if firstStrip >= 0 {
		n := 0
		for i := range g.Strips[firstStrip : lastStrip+1] {
			n += len(g.Strips[firstStrip+i].Boxes)
		}
		pg.Boxes = slices.Grow(pg.Boxes, n)
	}
	draw := func(boxes []layout.Box, y layout.Length) {
		for _, b := range boxes {
			b.X += x
			b.Y += y
			pg.Boxes = append(pg.Boxes, b)
		}
	}
	for i := s.start; i < s.end; i++ {
		it := &g.items[i]
		switch it.Kind {
		case pagebreak.Glue:
			if started {
				y += it.Height
			}
		case pagebreak.Box:
			strip := &g.Strips[g.strip[i]]
			if !started && strip.Again != nil {
				draw(strip.Again.Boxes, y)
				y += strip.Again.Height
			}
			started, last, top = true, i, y
			placed(g.strip[i], y)
			strip.boxes(g.strip[i], firstStrip, lastStrip, func(boxes []layout.Box) { draw(boxes, y) })
			foot.call(strip, pg)
			y += it.Height
		}
	}
	if last >= 0 {
		draw(g.Strips[g.strip[last]].Foot, top)
	}
	foot.flush(pg)
}
