package compose

import (
	"math/rand"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/pagebreak"
	"chancery/source"
)

// TestNotesStayWithTheirCallouts sets random documents full of notes: each note
// is whole, at the foot of the page that calls it, under the text and the rule,
// in the order of the callouts, and inside the margins.
func TestNotesStayWithTheirCallouts(t *testing.T) {
	c := composer(t, usual)
	calls, pages := 0, 0
	for seed := range int64(60) {
		rng := rand.New(rand.NewSource(seed))
		some := func(n int) source.Inline {
			w := make([]string, n)
			for i := range w {
				w[i] = words[rng.Intn(len(words))]
			}
			return source.Inline{Kind: source.InlineText, Text: strings.Join(w, " ")}
		}
		var blocks []*source.Block
		c.Doc.Notes = nil
		for range 10 + rng.Intn(40) {
			bl := &source.Block{Kind: source.BlockParagraph, ID: "p"}
			for range rng.Intn(3) {
				n := &source.Note{Number: len(c.Doc.Notes) + 1, ID: "n", CalloutID: "c"}
				for range 1 + rng.Intn(2) {
					n.Blocks = append(n.Blocks, &source.Block{Kind: source.BlockParagraph, ID: "np", Inlines: []source.Inline{some(1 + rng.Intn(80))}})
				}
				c.Doc.Notes = append(c.Doc.Notes, n)
				bl.Inlines = append(bl.Inlines, some(1+rng.Intn(60)), source.Inline{Kind: source.InlineNote, Note: n}, source.Inline{Kind: source.InlineText, Text: " "})
			}
			bl.Inlines = append(bl.Inlines, some(1+rng.Intn(60)))
			blocks = append(blocks, bl)
		}
		g := &Galley{}
		c.Problems = nil
		c.Body(g, blocks, Frame{Parent: c.Root, TopLevel: 1}, nil)
		done, at := c.Paginate(g, Sheet{FirstTop: 200 * layout.Point, Top: layout.Inch})
		pages += len(done)
		if len(c.Problems) > 0 {
			t.Fatalf("seed %d: %v", seed, c.Problems)
		}
		next := 1
		for i, pg := range done {
			text, foot, rules := layout.Length(0), c.PageHeight, 0
			noted := map[*layout.Element]bool{}
			var called []*layout.Element
			for k := range pg.Boxes {
				b := &pg.Boxes[k]
				note := b.Element
				for note != nil && note.Role != layout.RoleNote {
					note = note.Parent
				}
				switch {
				case b.Kind == layout.BoxRule:
					rules++
					foot = min(foot, b.Y)
				case note != nil:
					noted[note] = true
					foot = min(foot, b.Y-b.Run.Size)
					if b.Y > c.PageHeight-c.Bottom || b.X+b.Run.Width() > c.PageWidth-c.Right+c.Size {
						t.Fatalf("seed %d, page %d: a note leaves the text block", seed, i+1)
					}
				default:
					text = max(text, b.Y)
					if b.Element.Target != nil {
						called = append(called, b.Element.Target)
					}
				}
			}
			if text > foot {
				t.Fatalf("seed %d, page %d: text down to %s, notes from %s", seed, i+1, text, foot)
			}
			if len(called) != len(noted) || (rules == 1) != (len(called) > 0) || rules > 1 {
				t.Fatalf("seed %d, page %d: %d callouts, %d notes, %d rules", seed, i+1, len(called), len(noted), rules)
			}
			for _, n := range called {
				if !noted[n] {
					t.Fatalf("seed %d, page %d: a note is not on the page of its callout", seed, i+1)
				}
				calls++
				next++
			}
		}
		if next != len(c.Doc.Notes)+1 || len(at.Page) != len(g.Strips) {
			t.Fatalf("seed %d: %d notes are set of %d", seed, next-1, len(c.Doc.Notes))
		}
	}
	if calls < 1000 || pages < 200 {
		t.Errorf("%d notes on %d pages show little", calls, pages)
	}
}

// TestTallNote wants a note that no page can hold beside its line to be divided,
// with a warning, nothing of it lost, no page overfull and no single line of it.
func TestTallNote(t *testing.T) {
	for _, n := range []int{700, 2400} {
		for _, after := range []int{0, 60} {
			c := composer(t, usual)
			want := strings.Repeat("counterproductive ", n) + "end"
			note := &source.Note{Number: 1, ID: "n", CalloutID: "c", Blocks: []*source.Block{{Kind: source.BlockParagraph, ID: "np",
				Inlines: []source.Inline{{Kind: source.InlineText, Text: want}}}}}
			c.Doc.Notes = []*source.Note{note}
			g := &Galley{}
			c.Body(g, []*source.Block{{Kind: source.BlockParagraph, ID: "p", Inlines: []source.Inline{{Kind: source.InlineText, Text: "Words."},
				{Kind: source.InlineNote, Note: note}, {Kind: source.InlineText, Text: strings.Repeat(" words and words", after)}}}},
				Frame{Parent: c.Root, TopLevel: 1}, nil)
			pages, _ := c.Paginate(g, Sheet{FirstTop: layout.Inch, Top: layout.Inch})
			if c.Problems.Errors() != 0 || !strings.Contains(c.Problems.Error(), "split-note") {
				t.Errorf("%d words: the problems are %v", n, c.Problems)
			}
			var said strings.Builder
			for i, pg := range pages {
				lines := map[layout.Length]bool{}
				for _, b := range pg.Boxes {
					if b.Element != nil && b.Element.ID == "np" {
						lines[b.Y] = true
						said.WriteString(strings.TrimSuffix(b.Run.Text, "\u00ad"))
					}
					if b.Y > c.PageHeight-c.Bottom || b.Y < layout.Inch {
						t.Fatalf("%d words, page %d: something stands at %s", n, i+1, b.Y)
					}
				}
				if len(lines) == 1 {
					t.Errorf("%d words, page %d: one line of the note alone", n, i+1)
				}
			}
			if got := strings.Join(strings.Fields(said.String()), " "); got != want {
				t.Errorf("%d words, %d after: the note says %d bytes of %d", n, after, len(got), len(want))
			}
		}
	}
}

// TestNoteHeightsReachTheBreaker wants each line's item to carry its notes.
func TestNoteHeightsReachTheBreaker(t *testing.T) {
	g := &Galley{}
	n := &Footnote{Height: 7 * layout.Point}
	g.Lines([]Line{{}, {Notes: []*Footnote{n, n}}, {}}, 15*layout.Point, 11*layout.Point, 0)
	g.Add(Strip{Height: layout.Point, Notes: []*Footnote{n}})
	var got []layout.Length
	for _, it := range g.items {
		if it.Kind == pagebreak.Box {
			got = append(got, it.Notes/layout.Point)
		}
	}
	if len(got) != 4 || got[0] != 0 || got[1] != 14 || got[2] != 0 || got[3] != 7 {
		t.Errorf("the heights are %v", got)
	}
}
