package compose

import "chancery/layout"

// mergedRows is a cell that covers several rows under a table's head. Where they
// stand on one page its words do as in any cell. Where a page has to end among them
// its lines are shared out: each row has as many beside it as it is high, so that
// they part with the rows; and where all of them stand on the pages before, the words
// stand again, silent, beside the first row that goes on.
type mergedRows struct {
	cell        *tableCell
	end         int // the row that it ends in
	first, last int // strips
	done        int // lines that are shared out
}

// mergedBoxes are what a merged cell shows in one strip, at a place among its boxes.
type mergedBoxes struct {
	rows  *mergedRows
	at    int          // before this box of the strip
	whole []layout.Box // where all its rows are on the page; all in the first strip
	share []layout.Box // where they are not
	again []layout.Box // where share is empty, and the page begins here
}

// mergedHeights makes the rows of merged cells high enough for them: what a cell
// needs beyond its rows goes to the last of them.
func (t *tableSetter) mergedHeights() {
	ends := make([][]mergedRows, len(t.rows)) // by the row that they end in; first is a row here
	for i := range t.rows {
		for j := range t.rows[i].cells {
			if cell := &t.rows[i].cells[j]; cell.bl.RowSpan > 1 && !t.tall(cell) {
				end := i + cell.bl.RowSpan - 1
				ends[end] = append(ends[end], mergedRows{cell: cell, first: i})
			}
		}
	}
	for end := range ends {
		for _, m := range ends[end] {
			missing := len(m.cell.lines)
			for i := m.first; i <= end; i++ {
				missing -= int(t.rows[i].height / t.st.Leading)
			}
			if missing > 0 {
				t.rows[end].height += t.st.Leading * layout.Length(missing)
			}
		}
	}
}

// merge begins a merged cell in the strip of row i.
func (t *tableSetter) merge(s *Strip, cell *tableCell, i int) {
	n := len(t.b.g.Strips)
	m := &mergedRows{cell: cell, end: i + cell.bl.RowSpan - 1, first: n, last: n}
	t.merged = append(t.merged, m)
	var whole Strip
	t.words(&whole, cell, cell.lines, t.pad)
	s.Merged = append(s.Merged, mergedBoxes{rows: m, at: len(s.Boxes), whole: whole.Boxes})
}

// share puts the next lines of the cells that cover a strip beside it: room of them,
// the first one's top at y. With them go the notes that they call.
func (t *tableSetter) share(s *Strip, room int, y layout.Length) {
	for _, m := range t.merged {
		n := min(room, len(m.cell.lines)-m.done)
		if n <= 0 {
			if len(m.cell.lines) <= room {
				var part Strip
				t.words(&part, m.cell, m.cell.lines, y)
				s.Merged = append(s.Merged, mergedBoxes{rows: m, at: len(s.Boxes), again: artifacts(part.Boxes)})
			}
			continue
		}
		var part Strip
		t.words(&part, m.cell, m.cell.lines[m.done:m.done+n], y)
		m.done += n
		s.Notes = append(s.Notes, part.Notes...)
		begun := false
		for k := range s.Merged {
			if s.Merged[k].rows == m {
				s.Merged[k].share, begun = part.Boxes, true
			}
		}
		if !begun {
			s.Merged = append(s.Merged, mergedBoxes{rows: m, at: len(s.Boxes), share: part.Boxes})
		}
	}
}

// close ends the merged cells whose last row is i, now that it is in the galley.
func (t *tableSetter) close(i int) {
	open := t.merged[:0]
	for _, m := range t.merged {
		m.last = len(t.b.g.Strips) - 1
		if m.end > i {
			open = append(open, m)
		}
	}
	t.merged = open
}

// boxes hands over what the strip n shows on a page that has the strips first to last.
func (s *Strip) boxes(n, first, last int, show func([]layout.Box)) {
	from := 0
	for _, m := range s.Merged {
		show(s.Boxes[from:m.at])
		from = m.at
		switch {
		case m.rows.first >= first && m.rows.last <= last:
			show(m.whole)
		case m.again == nil:
			show(m.share)
		case n == first:
			show(m.again)
		}
	}
	show(s.Boxes[from:])
}
