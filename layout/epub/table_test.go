package epub

import (
	"strings"
	"testing"

	"chancery/source"
)

// cell makes a cell at a column.
func cell(id string, column, rows, columns int, inlines ...source.Inline) *source.Block {
	return &source.Block{Kind: source.BlockCell, ID: id, Column: column, RowSpan: rows, ColSpan: columns, Inlines: inlines}
}

func row(cells ...*source.Block) *source.Block {
	return &source.Block{Kind: source.BlockRow, Blocks: cells}
}

// counted is a table with a head of two rows, row heads and merged cells.
func counted() *source.Block {
	return &source.Block{Kind: source.BlockTable, ID: "release-t1", HeadRows: 2, RowHeads: true,
		Caption: []source.Inline{text("Children "), span(source.InlineEmphasis, text("counted"))},
		Columns: []source.Column{{}, {Numeric: true}, {Align: source.ColumnCenter}, {}},
		Blocks: []*source.Block{
			row(cell("release-t1-r1c1", 0, 2, 1), cell("release-t1-r1c2", 1, 1, 2, text("Children")), cell("release-t1-r1c4", 3, 2, 1, text("What became of them"))),
			row(cell("release-t1-r2c2", 1, 1, 1, span(source.InlineStrong, text("May"))), cell("release-t1-r2c3", 2, 1, 1, span(source.InlineStrong, text("June")))),
			row(cell("release-t1-r3c1", 0, 2, 1, span(source.InlineStrong, text("Pennsylvania"))), cell("release-t1-r3c2", 1, 1, 1, text("1,174")), cell("release-t1-r3c3", 2, 1, 1, text("9")), cell("release-t1-r3c4", 3, 1, 1)),
			row(cell("release-t1-r4c2", 1, 1, 2, text("none")), cell("release-t1-r4c4", 3, 1, 1, text("Returned to whom"))),
		}}
}

func TestTable(t *testing.T) {
	in := input()
	release := in.Packet.Documents[0]
	release.Body = append(release.Body, counted())
	in.Layouts[0].Starts = append(in.Layouts[0].Starts, start("release-t1-r4c4", 9))
	last := &in.Layouts[0].Starts[len(in.Layouts[0].Starts)-1]
	last.Page, last.Label = len(in.Layouts[0].Starts)-1, "5"
	got := unzip(t, write(t, in))["EPUB/xhtml/release.xhtml"]
	i, j := strings.Index(got, `<div class="table"`), strings.Index(got, "</table>")
	if i < 0 || j < 0 {
		t.Fatal("there is no table")
	}
	want := `<div class="table" role="group" tabindex="0" aria-labelledby="release-t1-caption">
<table class="stacks" role="table" id="release-t1">
<caption id="release-t1-caption">Children <em>counted</em></caption>
<thead role="rowgroup">
<tr role="row"><td role="cell" rowspan="2"></td><th class="center" scope="col" role="columnheader" colspan="2">Children</th><th scope="col" role="columnheader" rowspan="2">What became of them</th></tr>
<tr role="row"><th class="right" scope="col" role="columnheader"><strong>May</strong></th><th class="center" scope="col" role="columnheader"><strong>June</strong></th></tr>
</thead>
<tbody role="rowgroup">
<tr role="row"><th scope="row" role="rowheader" rowspan="2"><strong>Pennsylvania</strong></th><td class="right" role="cell" data-head="Children, May:">1,174</td><td class="center" role="cell" data-head="Children, June:">9</td><td role="cell"></td></tr>
<tr role="row"><td class="center" role="cell" data-head="Children:" colspan="2">none</td><td role="cell" data-head="What became of them:">Returned <span epub:type="pagebreak" role="doc-pagebreak" id="release.page-5" aria-label="Release, page 5"></span>to whom</td></tr>
</tbody>
`
	if got[i:j] != want {
		t.Errorf("the table is\n%s\nwant\n%s", got[i:j], want)
	}
}

// TestStacks: what fits a telephone stays a table there, and says no roles.
func TestStacks(t *testing.T) {
	small := &source.Block{Kind: source.BlockTable, ID: "release-t1", HeadRows: 1, Columns: make([]source.Column, 2), Blocks: []*source.Block{
		row(cell("a", 0, 1, 1, text("What it was for")), cell("b", 1, 1, 1, text("Cost"))),
		row(cell("c", 0, 1, 1, text("Paper and ink, and all else that was needed")), cell("d", 1, 1, 1, text("$1,200.50")))}}
	if stacks(small) {
		t.Error("a table of two short columns is stacked")
	}
	if !stacks(counted()) {
		t.Error("a table of four columns is not stacked")
	}
	in := input()
	in.Packet.Documents[0].Body = append(in.Packet.Documents[0].Body, small)
	got := unzip(t, write(t, in))["EPUB/xhtml/release.xhtml"]
	if !strings.Contains(got, `<div class="table" role="group" tabindex="0" aria-label="Table">`) || strings.Contains(got, "data-head") || strings.Contains(got, `role="row"`) {
		t.Errorf("the small table is %s", got[strings.Index(got, `<div class="table"`):])
	}
}

func TestFigureCaption(t *testing.T) {
	in := input()
	for _, b := range in.Packet.Documents[0].Body {
		if b.ID == "release-img1" {
			b.Caption = []source.Inline{text("The courthouse")}
		}
	}
	got := unzip(t, write(t, in))["EPUB/xhtml/release.xhtml"]
	if want := "\n<figcaption id=\"release-img1-caption\">The courthouse</figcaption></figure>"; !strings.Contains(got, want) {
		t.Error("there is no caption in the figure")
	}
}

// TestTableCaptionWithNote: a table that stacks has nothing but rows in it where its
// caption calls a note, which would not be a row's.
func TestTableCaptionWithNote(t *testing.T) {
	in := input()
	release := in.Packet.Documents[0]
	table := counted()
	note := &source.Note{Number: 1, ID: "release-note1", CalloutID: "release-noteref1", Blocks: []*source.Block{
		{Kind: source.BlockParagraph, ID: "release-note1-p1", Inlines: []source.Inline{text("By whom")}}}}
	table.Caption = append(table.Caption, source.Inline{Kind: source.InlineNote, Note: note})
	release.Body, release.Notes = append(release.Body, table), append(release.Notes, note)
	got := unzip(t, write(t, in))["EPUB/xhtml/release.xhtml"]
	_, got, _ = strings.Cut(got, "<figure class=\"table\"")
	got, _, _ = strings.Cut(got, "<thead")
	want := ` role="group" tabindex="0" aria-labelledby="release-t1-caption">
<figcaption id="release-t1-caption">Children <em>counted</em><a class="noteref" epub:type="noteref" role="doc-noteref" id="release-noteref1" href="#release-note1" aria-label="Note 1">1</a></figcaption>
<table class="stacks" role="table" id="release-t1" aria-labelledby="release-t1-caption">
`
	if got != want {
		t.Errorf("the table begins\n%s\nwant\n%s", got, want)
	}
}
