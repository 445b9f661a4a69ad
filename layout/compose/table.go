package compose

import (
	"chancery/layout"
	"chancery/layout/pagebreak"
	"chancery/source"
)

// The laws of tables and captions, as warnings name them.
const (
	LawCaption  = "a caption is parted from what it names"
	LawTableTop = "the head of a table is parted from its rows"
	LawTableRow = "a row of a table stands apart from all others"
	LawMerged   = "a merged cell of a table is split"
	LawRowSplit = "a row of a table is split"
)

// The weights of these laws beside those of a paragraph (see pagebreak.Lines).
const (
	rowAlone   = 2
	mergedCell = 4
	// rowSplit is more than all other laws together that a page could break, so that
	// a row is split only where no page can hold it.
	rowSplit = 1000
)

// The rules of a table: above and under it, under its head, and where a page ends
// in it. There are no vertical ones: the columns are seen by their alignment.
const (
	heavyRule = layout.Point * 4 / 5
	lightRule = layout.Point * 2 / 5
)

// endless is a measure that no cell needs.
const endless = 8192 * layout.Point

// tableSetter is the work on one table.
type tableSetter struct {
	b       *body
	c       *Composer
	bl      *source.Block
	st      Style
	left    layout.Length // of the table, from the text block's edge
	gutter  layout.Length
	pad     layout.Length // above and under the words of a row
	columns []tableColumn
	rows    []tableRow
	table   *layout.Element
	total   layout.Length // of what is set so far
	merged  []*mergedRows // cells that cover rows which are not all in the galley yet
	again   *Strip        // what is set again where a page begins with a row; nil: nothing
	caption []Piece       // the caption's words as they are repeated
}

type tableColumn struct {
	x, width layout.Length // x from the table's edge
	align    layout.Align
	decimal  bool
	before   layout.Length // of a decimal column: the widest part before the mark
	after    layout.Length // and after it
}

type tableRow struct {
	cells  []tableCell
	height layout.Length // without padding
}

type tableCell struct {
	bl      *source.Block
	element *layout.Element
	st      Style
	pieces  []Piece
	align   layout.Align
	number  bool
	before  layout.Length // of a number: its width before the decimal mark
	width   layout.Length // natural
	lines   []Line
}

// tableStyle is the style of a table's cells: seven eighths of the text's size, to
// the nearest half point, figures lining and of one width, ragged.
func (c *Composer) tableStyle() Style {
	size := c.Size.Scale(7, 4*int64(layout.Point)) * layout.Point / 2
	return Style{Size: size, Leading: size.Scale(60, 23*int64(layout.Point)) * layout.Point / 2}
}

// captionStyle is the style of captions: the table's size, italic, in even lines.
func (c *Composer) captionStyle() Style {
	st := c.tableStyle()
	st.Italic, st.Align, st.Balance = true, layout.AlignCenter, true
	return st
}

// table sets a table in its frame.
func (b *body) table(bl *source.Block, f Frame) {
	c := b.c
	t := &tableSetter{b: b, c: c, bl: bl, st: c.tableStyle(), table: b.element(layout.RoleTable, f.Parent, bl)}
	t.gutter, t.pad = t.st.Size*6/5, t.st.Leading/8
	measure := c.Measure - f.Left - f.Right
	t.setCaption(f, measure)
	t.read()
	t.fit(measure)
	t.left = f.Left + max(measure-t.width(), 0)/2
	t.heights()
	t.place(f.Left, measure)
}

// read makes the elements and pieces of all cells, and sets each on one line.
func (t *tableSetter) read() {
	c := t.c
	t.columns = make([]tableColumn, len(t.bl.Columns))
	for i, col := range t.bl.Columns {
		tc := &t.columns[i]
		switch col.Align {
		case source.ColumnCenter:
			tc.align = layout.AlignCenter
		case source.ColumnRight:
			tc.align = layout.AlignRight
		case "":
			if col.Numeric {
				tc.align = layout.AlignRight
			}
		}
		tc.decimal = col.Numeric
	}
	head := c.Element(layout.RoleTHead, t.table, "")
	rest := c.Element(layout.RoleTBody, t.table, "")
	for i, row := range t.bl.Blocks {
		group := rest
		if i < t.bl.HeadRows {
			group = head
		}
		tr := c.Element(layout.RoleTR, group, row.ID)
		var tw tableRow
		for _, bl := range row.Blocks {
			tw.cells = append(tw.cells, t.cell(bl, tr, i < t.bl.HeadRows))
		}
		t.rows = append(t.rows, tw)
	}
}

// cell makes one cell.
func (t *tableSetter) cell(bl *source.Block, tr *layout.Element, head bool) tableCell {
	role, scope := layout.RoleTD, ""
	switch {
	case len(bl.Inlines) == 0: // an empty cell heads nothing
	case head:
		role, scope = layout.RoleTH, "Column"
	case t.bl.RowHeads && bl.Column == 0:
		role, scope = layout.RoleTH, "Row"
	}
	cell := tableCell{bl: bl, st: t.st, element: t.c.Element(role, tr, bl.ID), align: t.columns[bl.Column].align}
	cell.element.Scope = scope
	cell.element.ColSpan, cell.element.RowSpan = bl.ColSpan, bl.RowSpan
	cell.st.Bold = head
	if bl.ColSpan > 1 {
		cell.align = layout.AlignLeft
		if col := t.bl.Columns[bl.Column]; head || col.Numeric || col.Align == source.ColumnCenter {
			cell.align = layout.AlignCenter
		}
	}
	cell.pieces = t.b.inlines(bl.Inlines, cell.element)
	cell.lines = t.c.Paragraph(cell.pieces, cell.st, endless)
	for _, l := range cell.lines {
		cell.width = max(cell.width, l.Width)
	}
	col := &t.columns[bl.Column]
	if col.decimal && !head && bl.ColSpan == 1 && len(cell.lines) == 1 {
		cell.number = true
		cell.before = markAt(cell.lines[0], decimalMark(source.PlainText(bl.Inlines), t.b.languageOf()), cell.width, t.c.base == 1)
		col.before = max(col.before, cell.before)
		col.after = max(col.after, cell.width-cell.before)
	}
	return cell
}

// heights finds the height of every row: that of its highest cell; what a merged
// cell needs beyond its rows goes to the last of them.
func (t *tableSetter) heights() {
	for i := range t.rows {
		row := &t.rows[i]
		row.height = t.st.Leading
		for j := range row.cells {
			if row.cells[j].bl.RowSpan == 1 || t.tall(&row.cells[j]) {
				row.height = max(row.height, t.st.Leading*layout.Length(len(row.cells[j].lines)))
			}
		}
	}
	t.mergedHeights()
}

// tall says whether a cell is so high that its row may have to be split: then its
// words all stand in its first row.
func (t *tableSetter) tall(cell *tableCell) bool {
	return t.st.Leading*layout.Length(len(cell.lines)) > t.c.PageHeight/4
}

// place puts the table into the galley; its frame begins at left.
func (t *tableSetter) place(left, measure layout.Length) {
	g := t.b.g
	if head := t.head(); head.Height <= (t.c.PageHeight-2*t.c.Bottom)/2 {
		t.again = t.repeated(&head, left, measure)
		g.Add(head)
		t.total += head.Height
	} else {
		t.longHead()
	}
	g.Keep(LawTableTop)
	first, covered := t.bl.HeadRows, 0 // the row after those that merged cells reach
	for i := first; i < len(t.rows); i++ {
		if i > first {
			t.between(i, first, i < covered)
		}
		t.row(i)
		for j := range t.rows[i].cells {
			covered = max(covered, i+t.rows[i].cells[j].bl.RowSpan)
		}
	}
}

// between sets the price of a page's end above a row, which a merged cell may
// cover.
func (t *tableSetter) between(i, first int, covered bool) {
	weight, law := int64(0), ""
	if i == first+1 || i == len(t.rows)-1 {
		weight, law = rowAlone, LawTableRow
	}
	if covered {
		weight, law = weight+mergedCell, LawMerged
	}
	if weight == 0 {
		t.b.g.Price(0, "")
		return
	}
	t.b.g.Price(pagebreak.InfinitePenalty+weight-1, law)
}

// rule is a horizontal rule across the table or a part of it.
func (t *tableSetter) rule(x, y, width, height layout.Length) layout.Box {
	return layout.Box{Kind: layout.BoxRule, X: t.left + x, Y: y, Width: width, Height: height}
}

// words puts lines of a cell into a strip, the first one's top at y. A cell
// without words leaves a mark that it is there.
func (t *tableSetter) words(s *Strip, cell *tableCell, lines []Line, y layout.Length) {
	x, width := t.columns[cell.bl.Column].x, t.span(cell)
	if len(cell.lines) == 0 {
		s.Boxes = append(s.Boxes, layout.Box{Kind: layout.BoxText, X: t.left + x, Y: y, Element: cell.element,
			Run: &layout.Run{Face: t.c.Face(false, false), Size: t.st.Size, Offset: -1}})
		return
	}
	for k, l := range lines {
		at := x
		col := &t.columns[cell.bl.Column]
		switch {
		case cell.number:
			block := col.before + col.after
			switch cell.align {
			case layout.AlignRight:
				at += width - block
			case layout.AlignCenter:
				at += (width - block) / 2
			}
			at += col.before - cell.before
		case cell.align == layout.AlignRight:
			at += width - l.Width
		case cell.align == layout.AlignCenter:
			at += (width - l.Width) / 2
		}
		for _, b := range l.Boxes {
			b.X += t.left + at
			b.Y += y + t.st.Leading*layout.Length(k) + Rise(t.st.Leading)
			s.Boxes = append(s.Boxes, b)
		}
		s.Notes = append(s.Notes, l.Notes...)
	}
}

// row adds a row: one strip, or where it is so high that no page may hold it, one
// for each of its lines.
func (t *tableSetter) row(i int) {
	row := &t.rows[i]
	last := i == len(t.rows)-1
	lines, tall := 1, false
	for j := range row.cells {
		lines = max(lines, len(row.cells[j].lines))
		tall = tall || t.tall(&row.cells[j])
	}
	if !tall {
		s := Strip{Height: row.height + 2*t.pad, Again: t.again}
		for j := range row.cells {
			if cell := &row.cells[j]; cell.bl.RowSpan > 1 && len(cell.lines) > 0 {
				t.merge(&s, cell, i)
			} else {
				t.words(&s, cell, cell.lines, t.pad)
			}
		}
		t.share(&s, int(row.height/t.st.Leading), t.pad)
		t.end(&s, last)
		t.b.g.Add(s)
		t.close(i)
		return
	}
	for k := range lines {
		s := Strip{Height: t.st.Leading, Again: t.again, More: k < lines-1}
		y := layout.Length(0)
		if k == 0 {
			y = t.pad
			s.Height += t.pad
		}
		for j := range row.cells {
			cell := &row.cells[j]
			if k < len(cell.lines) {
				t.words(&s, cell, cell.lines[k:k+1], y)
			} else if len(cell.lines) == 0 && k == 0 {
				t.words(&s, cell, nil, y)
			}
		}
		room := 1
		if k == lines-1 {
			more := max(row.height-t.st.Leading*layout.Length(lines), 0)
			room += int(more / t.st.Leading)
			s.Height += more + t.pad
		}
		t.share(&s, room, y)
		t.end(&s, last && k == lines-1)
		t.b.g.Add(s)
		if k < lines-1 {
			t.b.g.Price(pagebreak.InfinitePenalty+rowSplit-1, LawRowSplit)
		}
	}
	t.close(i)
}

// end closes a strip of rows: with the table's last rule, or with the one that is
// drawn if the page ends here.
func (t *tableSetter) end(s *Strip, last bool) {
	if t.total += s.Height; !last {
		s.Foot = []layout.Box{t.rule(0, s.Height, t.width(), lightRule)}
		return
	}
	s.Height += t.pad
	s.Boxes = append(s.Boxes, t.rule(0, s.Height, t.width(), heavyRule))
	t.total += t.pad
	// Whole lines, so that what follows stands on the grid again.
	s.Height += t.c.Leading - t.total%t.c.Leading
}
