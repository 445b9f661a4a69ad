package epub

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/source"
)

// table writes a table in a frame of its own, which scrolls where the table is
// wider than the screen. The frame can be reached by the keyboard, so it says what
// it is: the table's caption, or the word for a table.
//
// A table that would not fit a telephone is stacked there by the style sheet: each
// cell on a line of its own behind the words that head it. Then the roles are said
// outright, for a browser may forget that such a table is one (CSS Display 3, 2.8).
// What has the role table has rows and nothing else in it (ARIA 1.2, 5.2.6): a caption
// that calls a note, holds a link or begins a page then stands above the table, as
// that of a figure.
func (b *body) table(bl *source.Block) {
	r := b.r
	label, by := r.here().Table, ""
	if len(bl.Caption) > 0 {
		label, by = "", r.id(bl.CaptionID())
	}
	t := tableWriter{body: b, table: bl, stacks: stacks(bl)}
	frame, class, named := "div", "", ""
	if t.stacks {
		class = "stacks"
		if holdsLink(bl.Caption) || len(r.pages.at[bl.CaptionID()]) > 0 {
			frame, named = "figure", by
		}
	}
	r.open(frame, "class", "table", "lang", bl.Lang, "xml:lang", bl.Lang, "role", "group", "tabindex", "0", "aria-label", label, "aria-labelledby", by)
	r.raw("\n")
	if named != "" {
		b.caption("figcaption", bl)
		r.raw("\n")
	}
	r.open("table", "class", class, "role", t.role("table"), "id", r.id(bl.ID), "aria-labelledby", named)
	r.raw("\n")
	if len(bl.Caption) > 0 && named == "" {
		b.caption("caption", bl)
		r.raw("\n")
	}
	r.with(func(s *style) { s.onum = false }, func() {
		for i, row := range bl.Blocks {
			switch i {
			case 0:
				r.open("thead", "role", t.role("rowgroup"))
				r.raw("\n")
			case bl.HeadRows:
				r.raw("</thead>\n")
				r.open("tbody", "role", t.role("rowgroup"))
				r.raw("\n")
			}
			r.open("tr", "role", t.role("row"))
			for _, cell := range row.Blocks {
				t.cell(cell, i < bl.HeadRows)
			}
			r.raw("</tr>\n")
		}
	})
	r.raw("</tbody>\n")
	r.end("table")
	r.raw("\n")
	r.end(frame)
}

// holdsLink says whether inlines have a link or call a note.
func holdsLink(inlines []source.Inline) bool {
	for i := range inlines {
		if k := inlines[i].Kind; k == source.InlineLink || k == source.InlineNote || holdsLink(inlines[i].Kids) {
			return true
		}
	}
	return false
}

// caption writes the caption of a table or figure.
func (b *body) caption(tag string, bl *source.Block) {
	r := b.r
	id := bl.CaptionID()
	c := r.cursor(id)
	r.open(tag, "id", r.id(id))
	r.with(func(s *style) { s.italic, s.onum = true, false }, func() {
		c.begin(false)
		r.turnInside(bl.Caption, func() { b.inlines(c, bl.Caption) })
		c.end()
	})
	r.end(tag)
}

// cell writes one cell. What a cell of the head heads are the columns that it
// covers, what one of the first column heads is its row.
func (t *tableWriter) cell(bl *source.Block, head bool) {
	r, table := t.r, t.table
	tag, scope, role, label := "td", "", "cell", ""
	switch {
	case len(bl.Inlines) == 0:
	case head:
		tag, scope, role = "th", "col", "columnheader"
	case table.RowHeads && bl.Column == 0:
		tag, scope, role = "th", "row", "rowheader"
	case t.stacks:
		label = t.label(bl)
	}
	r.open(tag, "class", cellClass(table, bl, head), "scope", scope, "role", t.role(role), "data-head", label, "colspan", several(bl.ColSpan), "rowspan", several(bl.RowSpan))
	c := r.cursor(bl.ID)
	write := func() {
		c.begin(false)
		r.turnInside(bl.Inlines, func() { t.inlines(c, bl.Inlines) })
		c.end()
	}
	if head {
		r.with(bold, write)
	} else {
		write()
	}
	r.end(tag)
}

// tableWriter is the work on one table.
type tableWriter struct {
	*body
	table  *source.Block
	stacks bool
}

// role is an ARIA role, where it has to be said.
func (t *tableWriter) role(role string) string {
	if !t.stacks {
		return ""
	}
	return role
}

// label is what heads a cell that stands by itself: the words of the heads that
// cover all its columns. They are noted for the faces, for the style sheet shows
// them, in italics and with a colon.
func (t *tableWriter) label(bl *source.Block) string {
	var words []string
	for _, row := range t.table.Blocks[:t.table.HeadRows] {
		for _, h := range row.Blocks {
			if h.Column <= bl.Column && h.Column+h.ColSpan >= bl.Column+bl.ColSpan && len(h.Inlines) > 0 {
				words = append(words, source.PlainText(h.Inlines))
			}
		}
	}
	if words == nil {
		return ""
	}
	label := strings.Join(words, ", ") + ":"
	t.r.with(italic, func() { t.r.use.add(t.r.style, label+" ") })
	return label
}

// narrow is how many characters of the table's size a telephone shows in a line,
// 320 CSS pixels wide (WCAG 2.2, 1.4.10), and breakable how many of them a column
// of words needs to be read with ease.
const (
	narrow    = 36
	breakable = 14
)

// stacks says whether a table is too wide for a telephone.
func stacks(table *source.Block) bool {
	widest := make([]int, len(table.Columns))
	for i, row := range table.Blocks {
		for _, cell := range row.Blocks {
			if cell.ColSpan > 1 {
				continue
			}
			text := source.PlainText(cell.Inlines)
			n := min(utf8.RuneCountInString(text), breakable)
			for _, word := range strings.Fields(text) {
				n = max(n, utf8.RuneCountInString(word))
			}
			if i < table.HeadRows && n <= breakable {
				n = min(n, breakable/2) // a head may stand in two lines
			}
			widest[cell.Column] = max(widest[cell.Column], n)
		}
	}
	total := 2 * (len(widest) - 1)
	for _, n := range widest {
		total += n
	}
	return total > narrow
}

// cellClass says how the words of a cell stand.
func cellClass(table, bl *source.Block, head bool) string {
	col := table.Columns[bl.Column]
	switch {
	case bl.ColSpan > 1 && (head || col.Align == source.ColumnCenter || col.Numeric):
		return "center"
	case bl.ColSpan > 1:
		return ""
	case col.Align == source.ColumnCenter:
		return "center"
	case col.Align == source.ColumnRight, col.Align == "" && col.Numeric:
		return "right"
	}
	return ""
}

// several is a number above one.
func several(n int) string {
	if n < 2 {
		return ""
	}
	return strconv.Itoa(n)
}
