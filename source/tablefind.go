package source

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// tableFinder finds the table in a paragraph (GFM 0.29, 4.10): a line of cells,
// a rule of as many columns under it, and the lines below. Lines above stay a
// paragraph.
type tableFinder struct{}

// Transform implements parser.ParagraphTransformer.
func (tableFinder) Transform(p *ast.Paragraph, reader text.Reader, _ parser.Context) {
	lines, data := p.Lines(), reader.Source()
	for i := 1; i < lines.Len(); i++ {
		rule := lines.At(i)
		columns := tableColumns(rule.Value(data))
		if columns == nil {
			continue
		}
		head := tableRow(lines.At(i-1), data, columns, true)
		if head.ChildCount() != len(columns) {
			return
		}
		t := extast.NewTable()
		t.Alignments = columns
		t.SetPos(p.Pos())
		t.AppendChild(t, extast.NewTableHeader(head))
		for k := i + 1; k < lines.Len(); k++ {
			t.AppendChild(t, tableRow(lines.At(k), data, columns, false))
		}
		p.Parent().InsertAfter(p.Parent(), p, t)
		if i == 1 {
			p.Parent().RemoveChild(p.Parent(), p)
			return
		}
		lines.SetSliced(0, i-1)
		last := lines.At(i - 2)
		last.Stop-- // the line's end, which a paragraph's last line does not have
		lines.Set(i-2, last)
		return
	}
}

// tableColumns reads the rule under a table's head, "| :-- | --: |"; nil where a
// line is none. Dashes alone are the rule of a heading.
func tableColumns(line []byte) []extast.Alignment {
	if w, _ := util.IndentWidth(line, 0); w > 3 {
		return nil
	}
	line = bytes.TrimSpace(line)
	if len(line) == 0 || len(bytes.Trim(line, "-")) == 0 {
		return nil
	}
	if line[0] == '|' {
		line = line[1:]
	}
	if n := len(line); n > 0 && line[n-1] == '|' {
		line = line[:n-1]
	}
	var columns []extast.Alignment
	for cell := range bytes.SplitSeq(line, []byte{'|'}) {
		cell = bytes.TrimSpace(cell)
		dashes := bytes.TrimSuffix(bytes.TrimPrefix(cell, []byte{':'}), []byte{':'})
		if len(dashes) == 0 || len(bytes.Trim(dashes, "-")) > 0 {
			return nil
		}
		left, right := cell[0] == ':', cell[len(cell)-1] == ':'
		switch {
		case left && right:
			columns = append(columns, extast.AlignCenter)
		case left:
			columns = append(columns, extast.AlignLeft)
		case right:
			columns = append(columns, extast.AlignRight)
		default:
			columns = append(columns, extast.AlignNone)
		}
	}
	return columns
}

// tableRow cuts a line at its bars, except those after a backslash. A head keeps
// the cells that are too many, so that it is seen to be none; other rows have as
// many cells as there are columns.
func tableRow(line text.Segment, data []byte, columns []extast.Alignment, head bool) *extast.TableRow {
	row := extast.NewTableRow(columns)
	row.SetPos(line.Start)
	line = line.TrimLeftSpace(data)
	line = line.TrimRightSpace(data)
	words := line.Value(data)
	at, end := 0, len(words)
	if end > 0 && words[0] == '|' {
		at++
	}
	if end > at && words[end-1] == '|' {
		end--
	}
	for at < end && (head || row.ChildCount() < len(columns)) {
		bar := at
		for bar < end && (words[bar] != '|' || bar > 0 && words[bar-1] == '\\') {
			bar++
		}
		cell := extast.NewTableCell()
		cell.SetPos(line.Start + at)
		if n := row.ChildCount(); n < len(columns) {
			cell.Alignment = columns[n]
		}
		seg := text.NewSegment(line.Start+at, line.Start+bar)
		seg = seg.TrimLeftSpace(data)
		cell.Lines().Append(seg.TrimRightSpace(data))
		row.AppendChild(row, cell)
		at = bar + 1
	}
	for row.ChildCount() < len(columns) {
		row.AppendChild(row, extast.NewTableCell())
	}
	return row
}
