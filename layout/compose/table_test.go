package compose

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/source"
)

// said makes inlines of a text.
func said(s string) []source.Inline {
	if s == "" {
		return nil
	}
	return []source.Inline{{Kind: source.InlineText, Text: s}}
}

// grid makes a table of rows whose cells are parted by "|"; "<" and "^" merge.
func grid(id string, head int, rows ...string) *source.Block {
	b := &source.Block{Kind: source.BlockTable, ID: id, HeadRows: head}
	var last [][]*source.Block
	for i, row := range rows {
		r := &source.Block{Kind: source.BlockRow, ID: fmt.Sprintf("%s-r%d", id, i+1)}
		var places []*source.Block
		for j, s := range strings.Split(row, "|") {
			switch s {
			case "<":
				cell := places[j-1]
				cell.ColSpan = max(cell.ColSpan, j-cell.Column+1)
				places = append(places, cell)
				continue
			case "^":
				cell := last[i-1][j]
				cell.RowSpan++
				places = append(places, cell)
				continue
			}
			cell := &source.Block{Kind: source.BlockCell, ID: fmt.Sprintf("%sc%d", r.ID, j+1), Column: j, ColSpan: 1, RowSpan: 1, Inlines: said(s)}
			r.Blocks = append(r.Blocks, cell)
			places = append(places, cell)
		}
		last = append(last, places)
		b.Blocks = append(b.Blocks, r)
	}
	b.Columns = make([]source.Column, len(last[0]))
	return b
}

// setBlocks sets blocks on pages of a sheet without letterhead.
func setBlocks(t testing.TB, c *Composer, blocks ...*source.Block) ([]*layout.Page, *Galley) {
	t.Helper()
	g := &Galley{}
	c.Body(g, blocks, Frame{Parent: c.Root, TopLevel: 1}, nil)
	pages, _ := c.Paginate(g, Sheet{FirstTop: layout.Inch, Top: layout.Inch})
	return pages, g
}

// heard are the words of the cells in the order of the pages' boxes, by element;
// what is silent is left out.
func heard(pages []*layout.Page) map[string]string {
	out := map[string]string{}
	for _, pg := range pages {
		for _, b := range pg.Boxes {
			if b.Kind == layout.BoxText && b.Element != nil {
				out[b.Element.ID] += b.Run.Text
			}
		}
	}
	return out
}

// TestTableLaws sets thousands of tables between paragraphs. Every word is heard
// once; nothing leaves the page; the head stands on every page that a row is on;
// and where no warning says otherwise no row is split, no merged cell parted, no
// row alone, no caption or head away from its rows.
func TestTableLaws(t *testing.T) {
	rng := rand.New(rand.NewSource(11))
	count := 400
	if testing.Short() {
		count = 100
	}
	several, warned := 0, 0
	for n := range count {
		c := composer(t, usual)
		rows := []string{"Head|Second|Third"}
		height := 1 + rng.Intn(60)
		for i := range height {
			cells := []string{fmt.Sprintf("r%d", i), strings.Repeat("word ", 1+rng.Intn(40)), fmt.Sprint(rng.Intn(3000))}
			switch rng.Intn(8) {
			case 0:
				cells[2] = "<"
			case 1:
				cells[1] = ""
			case 2:
				if i > 0 {
					cells[0] = "^"
				}
			}
			rows = append(rows, strings.TrimSpace(strings.Join(cells, "|")))
		}
		table := grid("t", 1, rows...)
		if rng.Intn(2) == 0 {
			table.Caption = said("A caption of the table")
		}
		paragraph := func(id string) *source.Block {
			return &source.Block{Kind: source.BlockParagraph, ID: id, Inlines: said(strings.TrimSpace(strings.Repeat("Words of a paragraph. ", 1+rng.Intn(60))))}
		}
		pages, _ := setBlocks(t, c, paragraph("a"), table, paragraph("b"))
		checkTable(t, fmt.Sprint("case ", n), c, table, pages)
		if len(pages) > 1 {
			several++
		}
		if len(c.Problems) > 0 {
			warned++
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d of several pages, %d with a law broken", several, warned)
	if several < count/2 || warned > count/4 {
		t.Error("the cases mean little")
	}
}

// checkTable holds a table on pages to its laws.
func checkTable(t *testing.T, name string, c *Composer, table *source.Block, pages []*layout.Page) {
	t.Helper()
	all := heard(pages)
	at := map[string][]int{} // by row: the pages that it is on
	for i, pg := range pages {
		headed := false
		for _, b := range pg.Boxes {
			if b.Kind != layout.BoxText {
				continue
			}
			if b.Y > c.PageHeight-c.Bottom || b.X < c.Left-layout.Point || b.X+b.Run.Width() > c.Left+c.Measure+c.Size {
				t.Errorf("%s: %q of page %d is at %s %s", name, b.Run.Text, i+1, b.X, b.Y)
			}
			headed = headed || strings.HasPrefix(b.Run.Text, "Head")
			if b.Element == nil || b.Element.Parent == nil || b.Element.Parent.Role != layout.RoleTR {
				continue
			}
			row := b.Element.Parent.ID
			if ps := at[row]; len(ps) == 0 || ps[len(ps)-1] != i {
				at[row] = append(ps, i)
			}
			if !headed {
				t.Errorf("%s: %s stands on page %d above its head", name, row, i+1)
			}
		}
	}
	for _, row := range table.Blocks {
		for _, cell := range row.Blocks {
			if got, want := strings.TrimSpace(all[cell.ID]), strings.TrimSpace(source.PlainText(cell.Inlines)); strings.ReplaceAll(got, "\u00ad", "") != want {
				t.Errorf("%s: %s says %q, want %q", name, cell.ID, got, want)
			}
		}
	}
	if len(c.Problems) > 0 {
		return
	}
	page := func(i int) int { return at[table.Blocks[i].ID][0] }
	last := len(table.Blocks) - 1
	for i, row := range table.Blocks {
		if len(at[row.ID]) != 1 {
			t.Errorf("%s: row %d is on pages %v", name, i, at[row.ID])
			return
		}
		for _, cell := range row.Blocks {
			if page(i+cell.RowSpan-1) != page(i) {
				t.Errorf("%s: the merged cell %s is split", name, cell.ID)
			}
		}
	}
	if page(0) != page(1) || last > 1 && (page(1) != page(2) || page(last) != page(last-1)) {
		t.Errorf("%s: a row stands alone", name)
	}
	if len(table.Caption) > 0 {
		for _, b := range pages[page(0)].Boxes {
			if b.Element != nil && b.Element.Role == layout.RoleCaption {
				return
			}
		}
		t.Errorf("%s: the caption is not on the page of the head", name)
	}
}

// TestTallRow: a row that no page holds is split between its lines with a
// warning, and only such a row.
func TestTallRow(t *testing.T) {
	for _, c := range []struct {
		words int
		want  bool
	}{{150, false}, {420, false}, {2500, true}} {
		comp := composer(t, usual)
		table := grid("t", 1, "Head|Second", "a|b", "one|"+strings.TrimSpace(strings.Repeat("word ", c.words)), "c|d", "e|f")
		pages, _ := setBlocks(t, comp, &source.Block{Kind: source.BlockParagraph, ID: "a", Inlines: said(strings.Repeat("Some words. ", 150))}, table)
		checkTable(t, fmt.Sprint(c.words, " words"), comp, table, pages)
		split := false
		for _, p := range comp.Problems {
			if strings.Contains(p.Text, LawRowSplit) {
				split = true
			} else if !c.want {
				t.Errorf("%d words: %v", c.words, p)
			}
		}
		if split != c.want {
			t.Errorf("%d words: split %v, on %d pages: %v", c.words, split, len(pages), comp.Problems)
		}
	}
}

// TestDecimals: numbers stand with their decimal marks under each other.
func TestDecimals(t *testing.T) {
	c := composer(t, usual)
	table := grid("t", 1, "What|Cost", "a|1,200.5", "b|$3", "c|−12.75", "d|–")
	table.Columns[1].Numeric = true
	pages, _ := setBlocks(t, c, table)
	var at []layout.Length
	for _, b := range pages[0].Boxes {
		if b.Element == nil || !strings.HasSuffix(b.Element.ID, "c2") || b.Element.Role == layout.RoleTH {
			continue
		}
		at = append(at, b.X+markAt(Line{Boxes: []layout.Box{{Run: b.Run}}}, decimalMark(b.Run.Text, "en-US"), b.Run.Width(), false))
	}
	if len(at) != 4 || slices.Max(at)-slices.Min(at) > 1 {
		t.Errorf("the marks are at %v", at)
	}
}

func TestDecimalMark(t *testing.T) {
	for _, c := range []struct {
		s, lang string
		want    int
	}{
		{"1,200.50", "en-US", 5}, {"1.200,50", "es", 5}, {"1,200.50", "es-MX", 5}, {"1,174", "en-US", 5}, {"1.174", "es-ES", 5}, {"12 %", "en-US", 2}, {"(40)", "en-US", 3}, {"–", "en-US", 3},
	} {
		if got := decimalMark(c.s, c.lang); got != c.want {
			t.Errorf("%q in %s: %d, want %d", c.s, c.lang, got, c.want)
		}
	}
}

// TestWideTable: what cannot be made narrower is said.
func TestWideTable(t *testing.T) {
	settings := usual
	settings.Hyphenate = false
	c := composer(t, settings)
	long := strings.Repeat("x", 60)
	table := grid("t", 1, "A|B|C", long+"|"+long+"|"+long)
	setBlocks(t, c, table)
	if len(c.Problems) != 1 || c.Problems[0].Code != "wide-table" || !c.Problems[0].Warning {
		t.Errorf("problems %v", c.Problems)
	}
}
