package compose

import (
	"strings"
	"testing"

	"chancery/layout"
	"chancery/source"
)

func saying(id, s string) *source.Block {
	return &source.Block{Kind: source.BlockParagraph, ID: id, Inlines: []source.Inline{{Kind: source.InlineText, Text: s}}}
}

func itemsOf(items ...*source.Block) *source.Block {
	l := &source.Block{Kind: source.BlockList, ID: "l", Ordered: true, Start: 1, Tight: true}
	for _, it := range items {
		l.Blocks = append(l.Blocks, &source.Block{Kind: source.BlockItem, ID: it.ID + "i", Blocks: []*source.Block{it}})
	}
	return l
}

// extents are the outermost places of a strip's ink, and that of its first box, which
// in a list is the label.
func extents(s Strip) (left, right, label layout.Length) {
	left, right = edges(Line{Boxes: s.Boxes})
	return left, right, s.Boxes[0].X
}

// TestListsStandByTheirDirection: a list of Hebrew in an English letter has its
// numbers at the right, an item of Hebrew in an English list stays beside its
// number, and a list of English in a letter from right to left is as in an English one.
func TestListsStandByTheirDirection(t *testing.T) {
	set := func(base byte, blocks ...*source.Block) (*Composer, []Strip) {
		c := scripts(t)
		if base == 1 {
			c.base = 1
		}
		g := &Galley{}
		c.Body(g, blocks, Frame{Parent: c.Root, TopLevel: 1}, nil)
		if base == 1 {
			for i := range g.Strips {
				mirror(g.Strips[i].Boxes, c.Measure) // as the page does
			}
		}
		return c, g.Strips
	}
	in := func(c *Composer) layout.Length { return 2 * c.Size }

	c, strips := set(0, itemsOf(saying("a", "שלום עולם"), saying("b", "and עולם שלום שוב")))
	for i, s := range strips {
		if left, right, label := extents(s); label < c.Measure-in(c) || right < c.Measure-in(c) || right > c.Measure || left < c.Measure/2 {
			t.Errorf("Hebrew in English: line %d has its label at %s, its ink from %s to %s of %s", i+1, label.Decimal(1), left.Decimal(1), right.Decimal(1), c.Measure.Decimal(1))
		}
	}
	c, strips = set(0, itemsOf(saying("a", "The first item is in English"), saying("b", "שלום עולם")))
	for i, s := range strips {
		if left, right, label := extents(s); label > in(c) || right > c.Measure/2 || left > in(c) {
			t.Errorf("one item of Hebrew in English: line %d has its label at %s, its ink from %s to %s", i+1, label.Decimal(1), left.Decimal(1), right.Decimal(1))
		}
	}
	c, strips = set(1, itemsOf(saying("a", "All of it is English"), saying("b", "and this too")))
	for i, s := range strips {
		if left, right, label := extents(s); label > in(c) || right > c.Measure/2 || left > in(c) {
			t.Errorf("English in a Hebrew document: line %d has its label at %s, its ink from %s to %s", i+1, label.Decimal(1), left.Decimal(1), right.Decimal(1))
		}
	}
	c, strips = set(1, itemsOf(saying("a", "שלום עולם")), saying("p", "12"))
	if _, right, label := extents(strips[0]); label < c.Measure-in(c) || right > c.Measure {
		t.Errorf("Hebrew in a Hebrew document: its label is at %s, its ink ends at %s", label.Decimal(1), right.Decimal(1))
	}
	if _, right, _ := extents(strips[1]); right < c.Measure-c.Size {
		t.Errorf("what follows ends at %s", right.Decimal(1))
	}
}

// TestVerseStandsByItsDirection: the lines of a Hebrew stanza in an English letter
// begin at the right, and are moved in from there.
func TestVerseStandsByItsDirection(t *testing.T) {
	c := scripts(t)
	g := &Galley{}
	c.Body(g, []*source.Block{{Kind: source.BlockVerse, ID: "v", Indents: []int{0, 4}, Inlines: []source.Inline{
		{Kind: source.InlineText, Text: "שלום עולם"}, {Kind: source.InlineBreak}, {Kind: source.InlineText, Text: "שלום שוב"}}}},
		Frame{Parent: c.Root, TopLevel: 1}, nil)
	_, first, _ := extents(g.Strips[0])
	_, second, _ := extents(g.Strips[1])
	if first < c.Measure-c.Size || first > c.Measure+c.Size || first-second < c.Size || first-second > 3*c.Size {
		t.Errorf("the lines end at %s and %s of %s", first.Decimal(1), second.Decimal(1), c.Measure.Decimal(1))
	}
}

// TestNoteOfATurnedList: a note that a Hebrew list calls in an English letter stands
// as all its notes do, with its number at the left.
func TestNoteOfATurnedList(t *testing.T) {
	c := scripts(t)
	n := &source.Note{Number: 1, ID: "n", CalloutID: "r", Blocks: []*source.Block{saying("np", "See the act.")}}
	c.Doc.Notes = []*source.Note{n}
	item := saying("a", "שלום עולם")
	item.Inlines = append(item.Inlines, source.Inline{Kind: source.InlineNote, Note: n})
	g := &Galley{}
	c.Body(g, []*source.Block{itemsOf(item)}, Frame{Parent: c.Root, TopLevel: 1}, nil)
	if len(g.Strips[0].Notes) != 1 {
		t.Fatal("no note is called")
	}
	var said strings.Builder
	left := c.Measure
	for _, b := range g.Strips[0].Notes[0].Boxes {
		if b.Kind == layout.BoxText {
			said.WriteString(b.Run.Text)
			left = min(left, b.X)
		}
	}
	if left > 2*c.Size || said.String() != "1.See the act." {
		t.Errorf("the note %q begins at %s", said.String(), left.Decimal(1))
	}
	if c.turned || c.speaks != "" {
		t.Error("the letter goes on as the list was")
	}
}

// TestDirectionOfMarkedBlocks: words that a marked block has of another language do
// not say how it runs.
func TestDirectionOfMarkedBlocks(t *testing.T) {
	c := scripts(t)
	p := &source.Block{Kind: source.BlockParagraph, ID: "p", Lang: "he", Inlines: []source.Inline{
		{Kind: source.InlineText, Text: "שלום "},
		{Kind: source.InlineLanguage, Lang: "en", Kids: []source.Inline{{Kind: source.InlineText, Text: "New Mexico Attorney General"}}},
		{Kind: source.InlineText, Text: "."}}}
	g := &Galley{}
	c.Body(g, []*source.Block{p}, Frame{Parent: c.Root, TopLevel: 1}, nil)
	if got := seen(g.Strips[0].Boxes); got != ".New Mexico Attorney General םולש" {
		t.Errorf("the eye sees %q", got)
	}
}
