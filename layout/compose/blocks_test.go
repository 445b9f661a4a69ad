package compose

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/source"
)

// paragraphOf makes a paragraph.
func paragraphOf(id, s string) *source.Block {
	return &source.Block{Kind: source.BlockParagraph, ID: id, Inlines: said(s)}
}

// listOf makes a list with an item for each block.
func listOf(id string, tight bool, blocks ...*source.Block) *source.Block {
	l := &source.Block{Kind: source.BlockList, ID: id, Tight: tight, Start: 1}
	for i, b := range blocks {
		l.Blocks = append(l.Blocks, &source.Block{Kind: source.BlockItem, ID: fmt.Sprintf("%s-i%d", id, i+1), Blocks: []*source.Block{b}})
	}
	return l
}

// onPage is what a page says in artifacts, or in the elements of a name.
func onPage(pg *layout.Page, id string) string {
	var out strings.Builder
	for i := range pg.Boxes {
		b := &pg.Boxes[i]
		if b.Kind == layout.BoxText && (id == "" && b.Element == nil || b.Element != nil && id != "" && b.Element.ID == id) {
			out.WriteString(b.Run.Text)
		}
	}
	return out.String()
}

// TestListNumbers: however wide its number is, an item's words begin after it, and
// all items of a list in one place.
func TestListNumbers(t *testing.T) {
	for _, start := range []int{1, 8, 98, 999, 123456788} {
		c := composer(t, usual)
		l := listOf("l", true, paragraphOf("a", "first words"), paragraphOf("b", "second words"), paragraphOf("c", "third words"))
		l.Ordered, l.Start = true, start
		pages, _ := setBlocks(t, c, l)
		var label layout.Length
		var at []layout.Length
		for _, b := range pages[0].Boxes {
			if b.Element.Role == layout.RoleLbl {
				label = b.X + b.Run.Width()
				continue
			}
			if b.X < label+c.Size/4 {
				t.Errorf("list from %d: %q begins at %s, its number ends at %s", start, b.Run.Text, b.X, label)
			}
			at = append(at, b.X)
		}
		if slices.Max(at)-slices.Min(at) > layout.Point/2 { // but for what hangs into the margin
			t.Errorf("list from %d: the items begin at %v", start, at)
		}
	}
}

// TestItemsFirstLine: the first line of an item does not stand alone at a page's
// foot, whatever follows it in the item; and a page may end after two.
func TestItemsFirstLine(t *testing.T) {
	for _, tight := range []bool{true, false} {
		for above := range 43 {
			c := composer(t, usual)
			c.Doc.Settings.Hyphenate = false
			var blocks []*source.Block
			for i := range above {
				blocks = append(blocks, paragraphOf(fmt.Sprint("p", i), "A line."))
			}
			inner := listOf("in", tight, paragraphOf("b", "One."), paragraphOf("c", "Two."), paragraphOf("d", "Three."))
			l := listOf("l", tight, paragraphOf("a", "Words."))
			l.Blocks[0].Blocks = append(l.Blocks[0].Blocks, inner)
			pages, _ := setBlocks(t, c, append(blocks, l)...)
			if len(c.Problems) > 0 {
				t.Fatal(c.Problems)
			}
			for i, pg := range pages {
				if onPage(pg, "a") != "" && onPage(pg, "b") == "" {
					t.Errorf("tight %v, %d lines above: the item's first line stands alone on page %d", tight, above, i+1)
				}
			}
		}
	}
}

// TestNoRoom: lists and quotations within each other until nothing is left are an
// error, once, and nothing stands outside the measure.
func TestNoRoom(t *testing.T) {
	c := composer(t, usual)
	b := paragraphOf("p", "Words that have no room.")
	for i := range 30 {
		if i%2 == 0 {
			b = listOf(fmt.Sprint("l", i), true, b)
		} else {
			b = &source.Block{Kind: source.BlockQuotation, ID: fmt.Sprint("q", i), Blocks: []*source.Block{b}}
		}
	}
	pages, _ := setBlocks(t, c, b)
	if len(c.Problems) != 1 || c.Problems[0].Code != "no-room" || c.Problems[0].Warning {
		t.Errorf("the problems are %v", c.Problems)
	}
	for _, bx := range pages[0].Boxes {
		if bx.X < c.Left || bx.X > c.Left+c.Measure {
			t.Errorf("%q stands at %s", bx.Run.Text, bx.X)
		}
	}
}

// TestContinued: on its further pages a table has its head and caption again, with
// the word that says so, silent and without the callouts of their notes; a caption
// of many lines is not set again.
func TestContinued(t *testing.T) {
	note := func(n int) source.Inline {
		return source.Inline{Kind: source.InlineNote, Note: &source.Note{Number: n, ID: fmt.Sprint("n", n), CalloutID: fmt.Sprint("c", n),
			Blocks: []*source.Block{paragraphOf(fmt.Sprint("np", n), "A note.")}}}
	}
	for _, long := range []bool{false, true} {
		c := composer(t, usual)
		rows := []string{"Head|Count"}
		for i := range 100 {
			rows = append(rows, fmt.Sprintf("row %d|%d", i, i))
		}
		table := grid("t", 1, rows...)
		caption := "Children in custody"
		if long {
			caption = strings.TrimSpace(strings.Repeat("Children in the custody of the counties ", 8))
		}
		table.Caption = append(said(caption), note(1))
		table.Blocks[0].Blocks[0].Inlines = append(said("Head"), note(2))
		pages, _ := setBlocks(t, c, table)
		if len(pages) < 3 || len(c.Problems) > 0 {
			t.Fatalf("%d pages, problems %v", len(pages), c.Problems)
		}
		all := heard(pages)
		if got := strings.Join(strings.Fields(all["t-caption"]), " "); got != caption || all["t-r1c1"] != "Head" {
			t.Errorf("heard are %q and %q", got, all["t-r1c1"])
		}
		for i, pg := range pages {
			want := ""
			if i > 0 {
				want = "Children in custody\u00a0(continued)HeadCount"
				if long {
					want = "(continued)HeadCount"
				}
			}
			if got := onPage(pg, ""); got != want {
				t.Errorf("page %d says again %q, want %q", i+1, got, want)
			}
		}
	}
}

// TestMergedOverPages: a merged cell whose rows no page holds goes on with them; its
// words are heard once and seen on each page, none of them beside no row.
func TestMergedOverPages(t *testing.T) {
	for _, words := range []string{"Texas", strings.TrimSpace(strings.Repeat("Many words of Texas ", 12))} {
		c := composer(t, usual)
		rows := []string{"State|County|Count"}
		for i := range 100 {
			state := "^"
			if i == 0 {
				state = words
			}
			rows = append(rows, fmt.Sprintf("%s|County of a long name %d|%d", state, i, i))
		}
		pages, _ := setBlocks(t, c, grid("t", 1, rows...))
		if got := heard(pages)["t-r2c1"]; strings.Join(strings.Fields(got), " ") != words {
			t.Errorf("the cell says %q", got)
		}
		if len(c.Problems) != len(pages)-1 || !strings.Contains(c.Problems[0].Text, LawMerged) {
			t.Errorf("%d pages, problems %v", len(pages), c.Problems)
		}
		for i, pg := range pages[1:] {
			again := strings.Contains(onPage(pg, ""), "Texas")
			if again != (words == "Texas") {
				t.Errorf("page %d says again %q", i+2, onPage(pg, ""))
			}
		}
	}
}

// TestMergedLinesShared: where a page has to end among the rows of a merged cell of
// many lines, each line stands beside a row.
func TestMergedLinesShared(t *testing.T) {
	c := composer(t, usual)
	rows := []string{"State|Count", strings.TrimSpace(strings.Repeat("words that go on ", 70)) + "|0"}
	for i := range 80 {
		rows = append(rows, fmt.Sprintf("^|%d", i+1))
	}
	table := grid("t", 1, rows...)
	table.Columns[1].Numeric = true
	lead := paragraphOf("p", strings.Repeat("Some words. ", 330)) // the table begins near the foot
	pages, _ := setBlocks(t, c, lead, table)
	for i, pg := range pages {
		var low, rowLow layout.Length
		for _, b := range pg.Boxes {
			if b.Element == nil || b.Kind != layout.BoxText {
				continue
			}
			if b.Element.ID == "t-r2c1" {
				low = max(low, b.Y)
			} else if strings.HasSuffix(b.Element.ID, "c2") {
				rowLow = max(rowLow, b.Y)
			}
		}
		if low > rowLow+layout.Point {
			t.Errorf("page %d: the merged cell goes down to %s, its rows to %s", i+1, low, rowLow)
		}
	}
	if n := strings.Count(heard(pages)["t-r2c1"], "words"); n != 70 {
		t.Errorf("%d words are heard", n)
	}
}

// TestHighHead: a head that takes more than half a page is set once, and parted
// where it must be.
func TestHighHead(t *testing.T) {
	c := composer(t, usual)
	long := strings.TrimSpace(strings.Repeat("head ", 2500))
	rows := []string{long + "|Second"}
	for i := range 60 {
		rows = append(rows, fmt.Sprintf("row|%d", i))
	}
	pages, _ := setBlocks(t, c, grid("t", 1, rows...))
	if c.Problems.Errors() > 0 || len(c.Problems) == 0 {
		t.Errorf("problems %v", c.Problems)
	}
	if got := heard(pages); strings.Count(got["t-r1c1"], "head") != 2500 || got["t-r1c2"] != "Second" {
		t.Error("the head is not heard once")
	}
	for i, pg := range pages {
		if got := onPage(pg, ""); got != "" {
			t.Errorf("page %d says again %q", i+1, got)
		}
		for _, b := range pg.Boxes {
			if b.Y > c.PageHeight-c.Bottom+layout.Point {
				t.Fatalf("page %d: something stands at %s", i+1, b.Y)
			}
		}
	}
}

// TestTooHigh: what no page can hold is an error with its place.
func TestTooHigh(t *testing.T) {
	c := composer(t, usual)
	g := &Galley{}
	g.Add(Strip{Height: 50 * layout.Point})
	g.Space(layout.Point)
	g.Add(Strip{Height: 900 * layout.Point})
	c.Paginate(g, Sheet{FirstTop: layout.Inch, Top: layout.Inch})
	if len(c.Problems) != 1 || c.Problems[0].Warning || c.Problems[0].Code != "too-tall" || !strings.Contains(c.Problems[0].Text, "page 2 has no room for this: it is 252 points too high") {
		t.Errorf("problems %v", c.Problems)
	}
}

// TestPictureBeginsPage: a page that begins with a picture is listed at it.
func TestPictureBeginsPage(t *testing.T) {
	c := composer(t, usual)
	picture := func(id string) *source.Block {
		return &source.Block{Kind: source.BlockImage, ID: id, Alt: "A picture", Asset: &source.Asset{Path: "a.svg",
			Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="400"><rect width="300" height="400"/></svg>`)}}
	}
	pages, _ := setBlocks(t, c, picture("a"), picture("b"), paragraphOf("p", "Words."))
	got := fmt.Sprint(Starts("letter", pages))
	if want := "[{0 1 letter 0} {1 2 b 0}]"; got != want {
		t.Errorf("the pages begin %s, want %s", got, want)
	}
}

// TestVerseTurned: a page does not end between a line of verse and its rest.
func TestVerseTurned(t *testing.T) {
	long := "A line of verse that is so much longer than the measure that its rest has to stand on a line of its own"
	for above := range 12 {
		c := composer(t, usual)
		b := &source.Block{Kind: source.BlockVerse, ID: "v"}
		for i := range 60 {
			if i > 0 {
				b.Inlines = append(b.Inlines, source.Inline{Kind: source.InlineBreak})
			}
			b.Inlines, b.Indents = append(b.Inlines, said(long)...), append(b.Indents, 0)
		}
		var blocks []*source.Block
		for i := range above {
			blocks = append(blocks, paragraphOf(fmt.Sprint("p", i), "A line."))
		}
		pages, _ := setBlocks(t, c, append(blocks, b)...)
		for i, pg := range pages[:len(pages)-1] {
			if got := strings.TrimSpace(onPage(pg, "v")); !strings.HasSuffix(got, "own") {
				t.Errorf("%d lines above: page %d ends in %q", above, i+1, got[max(0, len(got)-20):])
			}
		}
	}
}

// TestAddressInTable: an address is broken at its joints before words of other
// columns are cut.
func TestAddressInTable(t *testing.T) {
	settings := usual
	settings.Hyphenate = false
	c := composer(t, settings)
	table := grid("t", 1, "Name|Where it is|Count", "One|https://example.gov/a/very/long/address/that/no/column/could/ever/hold/in/one/line/whatever/it/is|1")
	pages, _ := setBlocks(t, c, table)
	if len(c.Problems) > 0 {
		t.Error(c.Problems)
	}
	for _, b := range pages[0].Boxes {
		if b.Kind == layout.BoxText && b.Element.Role == layout.RoleTH {
			if got := b.Run.Text; got != "Name" && got != "Count" && !strings.Contains("Where it is", strings.TrimSpace(got)) {
				t.Errorf("a head is cut to %q", got)
			}
		}
	}
}

// TestRuleBeginsNoPage: a thematic break stands under what it follows.
func TestRuleBeginsNoPage(t *testing.T) {
	for above := range 30 {
		c := composer(t, usual)
		var blocks []*source.Block
		for i := range 2 + above {
			blocks = append(blocks, paragraphOf(fmt.Sprint("p", i), "A line."))
		}
		pages, _ := setBlocks(t, c, append(blocks, &source.Block{Kind: source.BlockBreak, ID: "hr"}, paragraphOf("q", "A line."))...)
		for i, pg := range pages {
			if pg.Boxes[0].Kind == layout.BoxRule {
				t.Errorf("%d lines above: page %d begins with the rule", above, i+1)
			}
		}
	}
}
