package compose

import (
	"slices"
	"strings"

	"chancery/layout"
	"chancery/source"
)

// pointed are languages whose decimal mark is the point (CLDR 47), of those that
// are spoken by many where English is official.
var pointed = []string{"en", "zh", "yue", "ja", "ko", "he", "th", "am", "ti", "bn", "cy", "fa", "fil", "ga", "gu", "ha", "hi", "hmn", "ig", "kn",
	"ml", "mr", "mt", "my", "ne", "pa", "ps", "si", "so", "sw", "ta", "te", "tl", "ur", "yi", "yo", "zu"}

// decimalMark is the place of the decimal mark in a number: the last "." or, where
// the language has it so, ","; its last digit's end where it has none.
func decimalMark(s, lang string) int {
	mark := ","
	switch lang, region, _ := strings.Cut(lang, "-"); {
	case slices.Contains(pointed, lang):
		mark = "."
	case lang == "ar":
		switch region { // CLDR 47: the Arabic of these has the comma
		case "MA", "DZ", "TN", "LY", "MR", "EH":
		default:
			mark = "."
		}
	case lang == "es":
		switch region { // CLDR 47: the Spanish of these has the point
		case "US", "MX", "PR", "GT", "HN", "NI", "PA", "PE", "SV", "DO", "419":
			mark = "."
		}
	}
	if !source.Number(s) {
		return len(s)
	}
	if i := strings.LastIndex(s, mark); i >= 0 {
		return i
	}
	return strings.LastIndexAny(s, "0123456789") + 1
}

// markAt is how far from its start a line is at the byte of its text, which is an
// offset in the plain text of the element: the line of a number, which runs from
// left to right, in a document that may not.
func markAt(l Line, offset int, end layout.Length, rtl bool) layout.Length {
	for i := range l.Boxes {
		b := &l.Boxes[i]
		if b.Run == nil || b.Run.Offset < 0 {
			continue
		}
		x := layout.Length(0)
		for k := range b.Run.Glyphs {
			if b.Run.Offset+b.Run.Glyphs[k].Start >= offset {
				if rtl {
					x = b.Run.Width() - x
				}
				return min(b.X+x, end)
			}
			x += b.Run.Glyphs[k].Advance
		}
	}
	if rtl {
		return 0
	}
	return end
}

// fit gives the columns their widths and breaks the cells that are wider.
func (t *tableSetter) fit(measure layout.Length) {
	room := measure - t.gutter*layout.Length(len(t.columns)-1)
	w := t.wants(false, room)
	if sum(w.least) > room {
		for i := range t.rows {
			for j := range t.rows[i].cells {
				t.rows[i].cells[j].st.Hyphenate = t.c.Doc.Settings.Hyphenate
			}
		}
		w = t.wants(true, room)
	}
	x := layout.Length(0)
	for i, width := range w.widths(room) {
		t.columns[i].x, t.columns[i].width = x, width
		x += width + t.gutter
	}
	wide := sum(w.least) > room
	for i := range t.rows {
		for j := range t.rows[i].cells {
			cell := &t.rows[i].cells[j]
			width := t.span(cell)
			if cell.width > width {
				cell.lines = t.c.Paragraph(cell.pieces, cell.st, width)
				cell.number = false
			}
			t.b.callouts(cell.lines)
		}
	}
	if wide {
		t.c.problem(source.Problem{Span: t.bl.Span, Warning: true, Code: "wide-table",
			Text: "this table is too wide: words in it have to be cut to fit",
			Hint: "turn columns into rows, or shorten the longest words"})
	}
}

// wants asks the columns for their widths.
func (t *tableSetter) wants(divide bool, room layout.Length) columnWants {
	n := len(t.columns)
	w := columnWants{make([]layout.Length, n), make([]layout.Length, n)}
	for i := range t.columns {
		col := &t.columns[i]
		w.natural[i] = col.before + col.after
		w.least[i] = w.natural[i]
	}
	var spans []*tableCell
	total := layout.Length(0)
	for i := range t.rows {
		for j := range t.rows[i].cells {
			cell := &t.rows[i].cells[j]
			if cell.bl.ColSpan > 1 {
				spans = append(spans, cell)
				continue
			}
			w.natural[cell.bl.Column] = max(w.natural[cell.bl.Column], cell.width)
		}
	}
	for _, cell := range spans {
		total = max(total, cell.width)
	}
	// Where all fit, nobody needs to know how narrow they could be.
	if sum(w.natural)+total <= room {
		copy(w.least, w.natural)
	} else {
		for i := range t.rows {
			for j := range t.rows[i].cells {
				cell := &t.rows[i].cells[j]
				if cell.bl.ColSpan == 1 {
					w.least[cell.bl.Column] = max(w.least[cell.bl.Column], t.least(cell, divide))
				}
			}
		}
	}
	for _, cell := range spans {
		w.span(cell.bl.Column, cell.bl.ColSpan, t.gutter, cell.width, t.least(cell, divide))
	}
	return w
}

// least is the width of a cell that is broken wherever it can be: that of its
// longest word, or if words are to be divided of what cannot be, by hyphens or at
// the joints of an address, and of easy pieces.
func (t *tableSetter) least(cell *tableCell, divide bool) layout.Length {
	if cell.number || len(cell.lines) == 0 {
		return cell.width
	}
	longest := longestWord(cell.lines)
	if easy := easyPiece * cell.st.Size; divide && longest > easy {
		return max(t.c.indivisible(cell.pieces, cell.st), easy)
	}
	return longest
}

// indivisible is the width of the longest stretch of pieces between two places
// where a line may end.
func (c *Composer) indivisible(pieces []Piece, st Style) (longest layout.Length) {
	p := c.newParagraph(pieces, st, endless)
	p.divide()
	var w layout.Length
	kept := false // the glue that follows ends no line
	for i := range p.items {
		it := &p.items[i]
		switch breaks := it.Penalty < layout.InfinitePenalty; {
		case it.Kind == layout.ItemBox:
			w += it.Width
		case it.Kind == layout.ItemGlue && kept:
			w += it.Width
		case it.Kind == layout.ItemGlue:
			longest, w = max(longest, w), 0
		case breaks:
			longest, w = max(longest, w+it.Pre), it.Post
		}
		kept = it.Kind == layout.ItemPenalty && it.Penalty >= layout.InfinitePenalty
	}
	c.scratch.items, c.scratch.of, c.scratch.units = p.items, p.of, p.units
	return max(longest, w)
}

// easyPiece is how many ems of a word stand together where words have to be divided.
const easyPiece = 5

// longestWord is the width of the longest stretch of lines between two spaces.
func longestWord(lines []Line) (longest layout.Length) {
	for i := range lines {
		var w layout.Length
		for _, b := range lines[i].Boxes {
			for _, g := range b.Run.Glyphs {
				if w += g.Advance; b.Run.Text[g.Start:g.End] == " " {
					w = 0
				}
				longest = max(longest, w)
			}
		}
	}
	return longest
}

// span is the width of a cell with all columns that it covers.
func (t *tableSetter) span(cell *tableCell) layout.Length {
	last := &t.columns[cell.bl.Column+cell.bl.ColSpan-1]
	return last.x + last.width - t.columns[cell.bl.Column].x
}

// width is that of the whole table.
func (t *tableSetter) width() layout.Length {
	last := &t.columns[len(t.columns)-1]
	return last.x + last.width
}
