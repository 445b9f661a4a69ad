package letter

import (
	"flag"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/compose"
	"chancery/source"
)

var (
	documents = flag.Int("documents", 100, "how many documents TestPagesOfEverything sets")
	from      = flag.Int64("from", 0, "the seed of the first of them")
)

// leaf is what holds words: a paragraph, a cell, a caption; or a picture.
type leaf struct {
	id      string
	block   *source.Block   // that it is or belongs to: a cell's is its table
	row     int             // of a cell
	rows    int             // that a cell covers
	caption bool            // it is the caption of block
	items   []*source.Block // of lists that it stands in, the outermost first
	words   string
	first   bool // the first of an exhibit
}

// line is a line of a leaf on a page: a baseline, or a picture.
type line struct {
	leaf   *leaf
	page   int
	y      layout.Length
	hyphen bool // it ends in a divided word
	of, n  int  // it is line n of so many of its leaf
}

// pageCheck holds pages of everything to their laws, from what the boxes show.
type pageCheck struct {
	t      *testing.T
	name   string
	doc    *layout.Document
	d      *source.Document
	c      *compose.Composer
	leaves map[string]*leaf
	order  []*leaf // of the body
	lines  []line  // of the body, in their order
	notes  map[string]int
}

// gather finds the leaves of blocks.
func (k *pageCheck) gather(blocks, items []*source.Block) {
	add := func(l leaf) {
		l.items = items
		k.leaves[l.id] = &l
		k.order = append(k.order, &l)
	}
	for _, b := range blocks {
		caption := func() {
			if len(b.Caption) > 0 {
				add(leaf{id: b.CaptionID(), block: b, caption: true, words: source.PlainText(b.Caption)})
			}
		}
		switch b.Kind {
		case source.BlockTable:
			caption()
			for i, row := range b.Blocks {
				for _, cell := range row.Blocks {
					add(leaf{id: cell.ID, block: b, row: i, rows: cell.RowSpan, words: source.PlainText(cell.Inlines)})
				}
			}
		case source.BlockImage:
			add(leaf{id: b.ID, block: b})
			caption()
		case source.BlockItem:
			k.gather(b.Blocks, append(slices.Clip(items), b))
		case source.BlockList, source.BlockQuotation:
			k.gather(b.Blocks, items)
		case source.BlockBreak:
		default:
			add(leaf{id: b.ID, block: b, words: source.PlainText(b.Inlines), first: b.Exhibit})
		}
	}
}

func (k *pageCheck) fail(format string, args ...any) {
	k.t.Errorf("%s: %s", k.name, fmt.Sprintf(format, args...))
}

// squeeze is a text without what setting it changes: spaces at the ends of lines
// and the hyphens of divided words.
func squeeze(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00ad", "")), "")
}

// words sees that each leaf says its words, all of them once and in order.
func (k *pageCheck) words() {
	said := map[string]*strings.Builder{}
	var first []string
	for i, pg := range k.doc.Pages {
		for j := range pg.Boxes {
			b := &pg.Boxes[j]
			if b.Element == nil || k.leaves[b.Element.ID] == nil {
				continue
			}
			l := k.leaves[b.Element.ID]
			if said[l.id] == nil {
				said[l.id] = &strings.Builder{}
				if k.notes[l.id] == 0 {
					first = append(first, l.id)
				}
			}
			y := b.Y
			if b.Kind == layout.BoxText {
				if b.Run.Offset >= 0 {
					said[l.id].WriteString(b.Run.Text)
				}
			}
			if k.notes[l.id] > 0 {
				continue
			}
			if n := len(k.lines); n == 0 || k.lines[n-1].leaf != l || k.lines[n-1].page != i || max(y-k.lines[n-1].y, k.lines[n-1].y-y) > 4*layout.Point {
				k.lines = append(k.lines, line{leaf: l, page: i, y: y})
			}
			last := &k.lines[len(k.lines)-1]
			if b.Kind == layout.BoxText && b.Run.Text != "" {
				last.hyphen = strings.HasSuffix(b.Run.Text, "\u00ad") || strings.HasSuffix(b.Run.Text, "-")
			}
		}
	}
	for id, l := range k.leaves {
		switch b := said[id]; {
		case b == nil:
			k.fail("%s is not on the pages", id)
		case squeeze(b.String()) != squeeze(l.words):
			k.fail("%s says %q, want %q", id, b.String(), l.words)
		}
	}
	var want []string
	for _, l := range k.order {
		if k.notes[l.id] == 0 {
			want = append(want, l.id)
		}
	}
	if !slices.Equal(first, want) {
		k.fail("the order is %v, want %v", first, want)
	}
	count := map[*leaf]int{}
	for i := range k.lines {
		k.lines[i].n = count[k.lines[i].leaf]
		count[k.lines[i].leaf]++
	}
	for i := range k.lines {
		k.lines[i].of = count[k.lines[i].leaf]
	}
}

// ink sees that nothing leaves the text block and nothing lies on another thing.
func (k *pageCheck) ink() {
	c := k.c
	for i, pg := range k.doc.Pages {
		type area struct{ left, right, top, base layout.Length }
		var areas []area
		for j := range pg.Boxes {
			b := &pg.Boxes[j]
			a := area{left: b.X, right: b.X + b.Width, top: b.Y, base: b.Y + b.Height}
			what := "a picture"
			switch b.Kind {
			case layout.BoxText:
				if len(b.Run.Glyphs) == 0 || strings.TrimSpace(b.Run.Text) == "" {
					continue
				}
				a = area{left: b.X, right: b.X + b.Run.Width(), top: b.Y - b.Run.Size*3/5, base: b.Y}
				what = fmt.Sprintf("%q", b.Run.Text)
			case layout.BoxRule:
				continue
			}
			if hang := c.Size; a.left < c.Left-hang || a.right > c.Left+c.Measure+hang || a.base > c.PageHeight-c.Bottom || a.top < 0 {
				k.fail("%s leaves page %d: it is at %s to %s, %s to %s", what, i+1, a.left, a.right, a.top, a.base)
			}
			for _, o := range areas {
				if min(a.right, o.right)-max(a.left, o.left) > layout.Point && min(a.base, o.base)-max(a.top, o.top) > layout.Point {
					k.fail("%s of page %d lies on something at %s to %s, %s", what, i+1, o.left, o.right, o.base)
				}
			}
			areas = append(areas, a)
		}
	}
}

// broken gives the laws that the end of a page between two lines of the body breaks,
// one of which a warning must name; nil where the end is good.
func (k *pageCheck) broken(at int) []string {
	a, b := &k.lines[at], &k.lines[at+1]
	table := func(l *line) *source.Block {
		if l.leaf.block.Kind == source.BlockTable {
			return l.leaf.block
		}
		return nil
	}
	var laws []string
	if b.leaf.first {
		return nil // an exhibit begins
	}
	switch {
	case a.leaf.caption && a.leaf.block == b.leaf.block, b.leaf.caption && a.leaf.block == b.leaf.block:
		laws = append(laws, compose.LawCaption)
	case table(a) != nil && table(a) == table(b):
		t := table(a)
		// Lines come cell by cell, and those of merged cells go on beside further rows.
		last, next := 0, len(t.Blocks)
		for i := range k.lines {
			if l := &k.lines[i]; table(l) == t && l.leaf.rows == 1 {
				if l.page <= a.page {
					last = max(last, l.leaf.row)
				} else {
					next = min(next, l.leaf.row)
				}
			}
		}
		switch {
		case last >= next:
			laws = append(laws, compose.LawRowSplit)
		case last < t.HeadRows:
			laws = append(laws, compose.LawTableTop)
		default:
			if last == t.HeadRows || next == len(t.Blocks)-1 {
				laws = append(laws, compose.LawTableRow)
			}
			for i, row := range t.Blocks[:last+1] {
				for _, cell := range row.Blocks {
					if i+cell.RowSpan > next {
						// Where its first row is split it is not by the others that it parts.
						laws = append(laws, compose.LawMerged, compose.LawRowSplit)
					}
				}
			}
		}
	case a.leaf.block.Kind == source.BlockHeading:
		laws = append(laws, compose.LawHeading)
	case a.leaf == b.leaf:
		if a.n == 0 {
			laws = append(laws, "the first line of a paragraph stands alone at the foot of the page")
		} else if b.n == b.of-1 {
			laws = append(laws, "the last line of a paragraph stands alone at the head of the next page")
		}
		if a.hyphen {
			laws = append(laws, "the page ends in a divided word")
		}
	}
	for n, item := range a.leaf.items {
		if n >= len(b.leaf.items) || b.leaf.items[n] != item {
			break
		}
		lines := 0
		for i := at; i >= 0 && len(k.lines[i].leaf.items) > n && k.lines[i].leaf.items[n] == item; i-- {
			lines++
		}
		if lines == 1 && a.leaf != b.leaf {
			laws = append(laws, compose.LawItem)
		}
	}
	return laws
}

// laws compares what the pages' ends break with what the warnings say, and gives
// the laws that were broken.
func (k *pageCheck) laws() (broken []string) {
	said := map[string]string{} // by page
	split := map[int]bool{}     // by number of the note
	for _, p := range k.c.Problems {
		switch page, law, _ := strings.Cut(p.Text, ": "); {
		case !p.Warning:
			k.fail("an error: %v", p)
		case p.Code == "page-law":
			law = strings.TrimSuffix(law, "; no choice of pages avoids it")
			said[page] = strings.Join([]string{said[page], law}, "\n")
			broken = append(broken, law)
		case p.Code == "split-note":
			split[p.Span.Start] = true
		}
	}
	for i := range k.lines {
		if i+1 == len(k.lines) || k.lines[i].page == k.lines[i+1].page {
			continue
		}
		a := &k.lines[i]
		laws := k.broken(i)
		warned := said[fmt.Sprint("page ", a.page+1)]
		named := len(laws) == 0
		for _, law := range laws {
			named = named || strings.Contains(warned, law)
		}
		if !named {
			k.fail("page %d breaks %v, and the warning is %q", a.page+1, laws, warned)
		}
		for _, law := range strings.Split(warned, "\n") {
			if slices.Contains(bodyLaws, law) && !slices.Contains(laws, law) {
				k.fail("a warning says of page %d: %s; it breaks %v", a.page+1, law, laws)
			}
		}
	}
	k.noted(split)
	return broken
}

// bodyLaws are those that broken finds.
var bodyLaws = []string{compose.LawHeading, compose.LawItem, compose.LawCaption, compose.LawTableTop, compose.LawTableRow, compose.LawMerged, compose.LawRowSplit,
	"the first line of a paragraph stands alone at the foot of the page",
	"the last line of a paragraph stands alone at the head of the next page", "the page ends in a divided word"}

// noted sees that each note is whole on the page that calls it, unless it was said
// that one is divided; and under all text.
func (k *pageCheck) noted(split map[int]bool) {
	called, at := map[string]int{}, map[string]int{}
	for i, pg := range k.doc.Pages {
		text, foot := layout.Length(0), k.c.PageHeight
		for j := range pg.Boxes {
			b := &pg.Boxes[j]
			if b.Element == nil {
				continue
			}
			if _, ok := called[b.Element.ID]; !ok && b.Element.Target != nil && b.Element.Target.Role == layout.RoleNote {
				called[b.Element.ID] = i
			}
			if n := k.notes[b.Element.ID]; n > 0 {
				foot = min(foot, b.Y-b.Run.Size)
				id := fmt.Sprint("letter-noteref", n)
				if p, ok := at[id]; ok && p != i && !split[n] {
					k.fail("note %d is on page %d and on page %d", n, p+1, i+1)
				} else if !ok {
					at[id] = i
				}
			} else if l := k.leaves[b.Element.ID]; l != nil {
				text = max(text, b.Y)
			}
		}
		if text > foot {
			k.fail("page %d has text down to %s and notes from %s", i+1, text, foot)
		}
	}
	for n := range k.d.Notes {
		id := fmt.Sprint("letter-noteref", n+1)
		if p := at[id]; called[id] != p && !split[n+1] {
			k.fail("%s is called on page %d, its note is on page %d", id, called[id]+1, p+1)
		}
	}
	if len(called) != len(k.d.Notes) || len(at) != len(k.d.Notes) {
		k.fail("%d notes are called and %d set of %d", len(called), len(at), len(k.d.Notes))
	}
}

// starts sees that every page has its number and its entry in the list of pages.
func (k *pageCheck) starts() {
	if len(k.doc.Starts) != len(k.doc.Pages) {
		k.fail("%d pages begin of %d", len(k.doc.Starts), len(k.doc.Pages))
		return
	}
	for i, pg := range k.doc.Pages {
		s := k.doc.Starts[i]
		if s.Page != i || s.Label != fmt.Sprint(i+1) || pg.Label != s.Label {
			k.fail("page %d begins as %+v, its label is %s", i+1, s, pg.Label)
		}
		if i == 0 {
			continue
		}
		found := false
		for j := range pg.Boxes {
			b := &pg.Boxes[j]
			if b.Kind == layout.BoxText && b.Element == nil && strings.Contains(b.Run.Text, fmt.Sprintf("Page %d of %d", i+1, len(k.doc.Pages))) {
				found = true
			}
		}
		if !found {
			k.fail("page %d does not say its number", i+1)
		}
		if l := k.leaves[s.ID]; l != nil {
			var on *line
			for j := range k.lines {
				if k.lines[j].page == i {
					on = &k.lines[j]
					break
				}
			}
			if on != nil && on.leaf != l && (len(l.items) == 0 && on.leaf.words != "") {
				k.fail("page %d begins with %s, its entry is %s", i+1, on.leaf.id, s.ID)
			}
		}
	}
	for _, l := range k.lines {
		if l.leaf.first && l.n == 0 {
			for _, o := range k.lines {
				if o.page == l.page && o.y < l.y {
					k.fail("the exhibit %s does not begin a page", l.leaf.id)
				}
			}
		}
	}
}

// TestPagesOfEverything sets thousands of letters with all kinds of block: nothing
// of the source is lost, doubled or out of order; no ink leaves the text block or
// lies on other ink; whatever the end of a page breaks a warning says, and it says
// nothing else; every note is on the page of its callout; every page is numbered and
// listed. That no law is broken where it need not be is shown in layout/pagebreak,
// against all ways there are.
func TestPagesOfEverything(t *testing.T) {
	count := *documents
	pages, kept := 0, 0
	broken := map[string]int{}
	for seed := *from; seed < *from+int64(count); seed++ {
		p, d := everything(rand.New(rand.NewSource(seed)))
		c, err := compose.New(p, d, compose.BareSheet(), shaper, nil)
		if err != nil {
			t.Fatal(err)
		}
		k := &pageCheck{t: t, name: fmt.Sprint("seed ", seed), d: d, c: c, leaves: map[string]*leaf{}, notes: map[string]int{}}
		k.doc = Compose(c, nil, nil)
		k.gather(d.Body, nil)
		for _, n := range d.Notes {
			for _, b := range n.Blocks {
				k.notes[b.ID] = n.Number
			}
			k.gather(n.Blocks, nil)
		}
		k.words()
		k.ink()
		laws := k.laws()
		k.starts()
		if len(laws) == 0 {
			kept++
		}
		for _, law := range laws {
			broken[law]++
		}
		pages += len(k.doc.Pages)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d pages; %d of %d documents keep all laws; broken: %v", pages, kept, count, broken)
	if pages < 3*count || kept < count/2 {
		t.Error("the cases mean little")
	}
}
