package source

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// A cell whose only content is one of these signs belongs to its neighbour. A
// backslash before the sign prints it.
const (
	mergeLeft  = "<"
	mergeAbove = "^"
)

// tableReader is the work on one table: a grid of cells, of which some are merged.
type tableReader struct {
	r       *bodyReader
	b       *Block
	columns int
	rows    []gridRow
}

type gridRow struct {
	span  Span
	cells []gridCell
}

// gridCell is one place of the grid. Row and col are the cell that stands there:
// its own place, or that of the cell that it is merged with.
type gridCell struct {
	span     Span
	node     *extast.TableCell
	sign     string // mergeLeft, mergeAbove or ""
	row, col int
	inlines  []Inline
}

// table reads a table of GitHub Flavored Markdown (GFM 0.29, 4.10).
func (r *bodyReader) table(n *extast.Table) *Block {
	t := &tableReader{r: r, columns: len(n.Alignments), b: &Block{Kind: BlockTable, ID: r.number("t"), Span: r.place(n)}}
	for _, a := range n.Alignments {
		t.b.Columns = append(t.b.Columns, Column{Align: alignments[a]})
	}
	before := r.l.problems.Errors()
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		t.row(row)
	}
	if len(t.rows) < 2 {
		t.fail(t.b.Span, "this table has no row under its head", "write one, or write a paragraph")
	}
	if r.l.problems.Errors() == before && t.merge() {
		t.head()
		t.build()
	}
	if r.l.problems.Errors() > before {
		return nil
	}
	return t.b
}

var alignments = map[extast.Alignment]ColumnAlign{extast.AlignLeft: ColumnLeft, extast.AlignCenter: ColumnCenter, extast.AlignRight: ColumnRight}

func (t *tableReader) fail(at Span, what, hint string) { t.r.l.fail(at, CodeBadTable, what, hint) }

// row reads the cells of a row. The parser fills up rows that are too short and
// cuts those that are too long, so the line itself is counted.
func (t *tableReader) row(n ast.Node) {
	r := t.r
	row := gridRow{span: r.place(n)}
	if n.Kind() == extast.KindTableRow {
		line := r.line(n.Pos())
		row.span = r.span(line.Start, line.Stop)
		if have := countCells(line.Value(r.data)); have != t.columns {
			hint := "give every row as many cells as the head has; write \\| for a bar that is a character"
			if have == 1 {
				hint = "put an empty line under the table"
			}
			t.fail(row.span, fmt.Sprintf("this row has %s, the table's head %d", cells(have), t.columns), hint)
			return
		}
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		cell := gridCell{node: c.(*extast.TableCell), span: row.span}
		if lines := c.Lines(); lines.Len() > 0 {
			seg := lines.At(0)
			cell.span = r.span(seg.Start, max(seg.Stop, seg.Start))
			switch s := string(bytes.TrimSpace(seg.Value(r.data))); s {
			case mergeLeft, mergeAbove:
				cell.sign = s
			}
		}
		if cell.sign == "" {
			r.inCell = true
			cell.inlines = r.inlines(c)
			r.inCell = false
		}
		row.cells = append(row.cells, cell)
	}
	t.rows = append(t.rows, row)
}

// cells counts in words.
func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return strconv.Itoa(n) + " cells"
}

// line is the line of the body that the byte at pos stands in, from there on.
func (r *bodyReader) line(pos int) text.Segment {
	pos = min(max(pos, 0), len(r.data))
	end := len(r.data)
	if i := bytes.IndexByte(r.data[pos:], '\n'); i >= 0 {
		end = pos + i
	}
	seg := text.NewSegment(pos, end)
	seg = seg.TrimLeftSpace(r.data)
	return seg.TrimRightSpace(r.data)
}

// countCells is how many cells a row's line has.
func countCells(line []byte) int {
	if len(line) > 0 && line[0] == '|' {
		line = line[1:]
	}
	if len(line) > 0 && line[len(line)-1] == '|' {
		line = line[:len(line)-1]
	}
	n := 1
	for i, c := range line {
		if c == '|' && (i == 0 || line[i-1] != '\\') {
			n++
		}
	}
	return n
}

// merge finds the cell of every place and sees that merged places are rectangles.
func (t *tableReader) merge() bool {
	good := true
	for i := range t.rows {
		for j := range t.rows[i].cells {
			c := &t.rows[i].cells[j]
			c.row, c.col = i, j
			switch {
			case c.sign == mergeLeft && j == 0:
				t.fail(c.span, "< merges a cell with the one at its left, and there is none", `for the sign itself write \<`)
				good = false
			case c.sign == mergeAbove && i == 0:
				t.fail(c.span, "^ merges a cell with the one above it, and there is none", `for the sign itself write \^`)
				good = false
			case c.sign == mergeLeft:
				c.row, c.col = t.rows[i].cells[j-1].row, t.rows[i].cells[j-1].col
			case c.sign == mergeAbove:
				c.row, c.col = t.rows[i-1].cells[j].row, t.rows[i-1].cells[j].col
			}
		}
	}
	if !good {
		return false
	}
	size := map[[2]int][3]int{} // by cell: its last row and column, and how many places it has
	for i := range t.rows {
		for j := range t.rows[i].cells {
			c := &t.rows[i].cells[j]
			s := size[[2]int{c.row, c.col}]
			size[[2]int{c.row, c.col}] = [3]int{max(s[0], i), max(s[1], j), s[2] + 1}
		}
	}
	for i := range t.rows {
		for j := range t.rows[i].cells {
			c := &t.rows[i].cells[j]
			if s, ok := size[[2]int{i, j}]; ok && (s[0]-i+1)*(s[1]-j+1) != s[2] {
				t.fail(c.span, "the cells that are merged with this one make no rectangle with it", "merge whole rows or columns of cells: < for the same as left, ^ for the same as above")
				good = false
			}
		}
	}
	return good
}

// head finds which rows are the head (the first, and those right under it that
// are bold throughout), and whether the first column heads the rows.
func (t *tableReader) head() {
	rows := 1
	for rows < len(t.rows)-1 && t.bold(t.rows[rows].cells) {
		rows++
	}
	reach := rows
	for i := rows; i < len(t.rows); i++ {
		for j := range t.rows[i].cells {
			if c := &t.rows[i].cells[j]; c.row < reach {
				t.fail(c.span, "a cell of the table cannot be merged with one of its head", "make the words of the whole row bold if it belongs to the head")
				return
			}
		}
	}
	t.b.HeadRows = rows
	t.b.RowHeads = true
	for i := rows; i < len(t.rows); i++ {
		c := &t.rows[i].cells[0]
		t.b.RowHeads = t.b.RowHeads && (c.sign == mergeAbove || allStrong(c.inlines))
	}
	for j := range t.columns {
		if j == 0 {
			continue // the corner over a column of row heads may be empty
		}
		named := false
		for i := range rows {
			c := &t.rows[i].cells[j]
			named = named || len(t.rows[c.row].cells[c.col].inlines) > 0
		}
		if !named {
			t.fail(t.rows[0].cells[j].span, fmt.Sprintf("column %d has no head", j+1), "write what the column holds: who listens to the table hears it before each cell")
		}
	}
}

// bold says whether a row can belong to the head: all its own cells are bold, and
// one at least is there.
func (t *tableReader) bold(row []gridCell) bool {
	some := false
	for i := range row {
		switch {
		case row[i].sign != "" || len(row[i].inlines) == 0:
		case allStrong(row[i].inlines):
			some = true
		default:
			return false
		}
	}
	return some
}

func allStrong(inlines []Inline) bool { return len(inlines) == 1 && inlines[0].Kind == InlineStrong }

// build makes the rows of the block: only the cells that stand for themselves.
func (t *tableReader) build() {
	last := map[[2]int][2]int{}
	for i := range t.rows {
		for j := range t.rows[i].cells {
			c := &t.rows[i].cells[j]
			last[[2]int{c.row, c.col}] = [2]int{i, j}
		}
	}
	for i := range t.rows {
		row := &Block{Kind: BlockRow, ID: fmt.Sprintf("%s-r%d", t.b.ID, i+1), Span: t.rows[i].span}
		for j := range t.rows[i].cells {
			c := &t.rows[i].cells[j]
			if c.sign != "" {
				continue
			}
			end := last[[2]int{i, j}]
			row.Blocks = append(row.Blocks, &Block{Kind: BlockCell, ID: fmt.Sprintf("%sc%d", row.ID, j+1), Span: c.span,
				Inlines: c.inlines, Column: j, RowSpan: end[0] - i + 1, ColSpan: end[1] - j + 1})
		}
		t.b.Blocks = append(t.b.Blocks, row)
	}
	for j := range t.b.Columns {
		t.b.Columns[j].Numeric = (j > 0 || !t.b.RowHeads) && t.numeric(j)
	}
}

// numeric says whether all cells of a column under its head are numbers, or
// nothing, and at least one a number.
func (t *tableReader) numeric(j int) bool {
	some := false
	for i := t.b.HeadRows; i < len(t.rows); i++ {
		c := &t.rows[i].cells[j]
		wide := j+1 < t.columns && t.rows[i].cells[j+1].row == c.row && t.rows[i].cells[j+1].col == c.col
		if c.sign != "" || wide {
			continue
		}
		switch s := strings.TrimSpace(PlainText(c.inlines)); {
		case Number(s):
			some = true
		case strings.Trim(s, "-–—−…* ") != "":
			return false
		}
	}
	return some
}

// Number says whether a text is a number as tables have them: "1,174", "−3.5",
// "$ 12", "(40)", "12 %".
func Number(s string) bool {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.Is(unicode.Sc, r) || unicode.IsSpace(r) || strings.ContainsRune("()+-−–%‰", r)
	})
	if s == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	if last < '0' || last > '9' {
		return false
	}
	return strings.Trim(s, "0123456789.,'’ \u00a0\u2009\u202f") == ""
}

// captionOf takes the sign of a caption off a paragraph's inlines: one of marks,
// with which its first words must begin. It says whether there was one.
func captionOf(inlines []Inline, marks ...string) ([]Inline, bool) {
	if len(inlines) == 0 || inlines[0].Kind != InlineText {
		return nil, false
	}
	first := inlines[0]
	for _, m := range marks {
		rest, ok := strings.CutPrefix(first.Text, m)
		if !ok || rest != "" && rest[0] != ' ' {
			continue
		}
		rest = strings.TrimLeft(rest, " ")
		out := append([]Inline(nil), inlines...)
		if rest == "" {
			return trimSpaces(out[1:]), true
		}
		if first.Span.End-first.Span.Start == len(first.Text) {
			out[0].Span.Start += len(first.Text) - len(rest)
		}
		out[0].Text = rest
		return out, true
	}
	return nil, false
}

// The words with which the paragraph of a caption begins, as Pandoc has them
// (Pandoc User's Guide, "Tables"); a picture's in the same way.
var (
	tableBefore = []string{"Table:", "table:"}
	tableAfter  = []string{":", "Table:", "table:"}
	figureAfter = []string{"Figure:", "figure:"}
)

// captions gives tables and pictures the paragraphs beside them that are their
// captions. A paragraph before a table goes to it before one behind it does.
func (r *bodyReader) captions(blocks []*Block) []*Block {
	out := blocks[:0]
	for i, b := range blocks {
		if b.Kind == BlockParagraph && len(b.Inlines) > 0 {
			if i+1 < len(blocks) && blocks[i+1].Kind == BlockTable {
				if c, ok := captionOf(b.Inlines, tableBefore...); ok && !follows(out, b) {
					r.caption(blocks[i+1], c, b.Span)
					continue
				}
			}
			if n := len(out); n > 0 && len(out[n-1].Caption) == 0 && i > 0 && blocks[i-1] == out[n-1] {
				var marks []string
				switch out[n-1].Kind {
				case BlockTable:
					marks = tableAfter
				case BlockImage:
					marks = figureAfter
				}
				if c, ok := captionOf(b.Inlines, marks...); ok {
					r.caption(out[n-1], c, b.Span)
					continue
				}
			}
		}
		out = append(out, b)
	}
	return out
}

// follows says whether a paragraph between two tables is rather the caption of
// the one before it, which has none yet.
func follows(before []*Block, b *Block) bool {
	n := len(before)
	return n > 0 && before[n-1].Kind == BlockTable && len(before[n-1].Caption) == 0 && before[n-1].Span.End < b.Span.Start
}

// caption sets the caption of a table or picture.
func (r *bodyReader) caption(b *Block, words []Inline, at Span) {
	text := PlainText(words)
	switch {
	case strings.TrimSpace(text) == "":
		r.l.fail(at, CodeEmptyParagraph, "this caption is empty", "write it, or take it out")
	case strings.HasSuffix(text, "}") && strings.Contains(text, "{#"):
		r.unsupported(at, "attributes in braces are", "take { } out of the caption")
	case b.Kind == BlockImage && b.Alt == "":
		r.l.fail(b.Span, CodeNoAlt, "this image has a caption and no words for who cannot see it", "write ![what it shows](file.png)")
	}
	b.Caption = words
}

// tableRule looks in the lines of a paragraph for the rule under a table's head:
// then its author meant a table, and Markdown saw none.
func (r *bodyReader) tableRule(n ast.Node) (at Span, found bool) {
	lines := n.Lines()
	for i := 1; i < lines.Len(); i++ {
		seg := lines.At(i)
		line := bytes.TrimSpace(seg.Value(r.data))
		if bytes.IndexByte(line, '|') >= 0 && bytes.IndexByte(line, '-') >= 0 && len(bytes.Trim(line, "|-: \t")) == 0 {
			head := lines.At(i - 1)
			return r.span(head.Start, head.Start+len(bytes.TrimRight(head.Value(r.data), " \t\n"))), true
		}
	}
	return Span{}, false
}
