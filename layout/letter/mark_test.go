package letter

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/compose"
	"chancery/source"
)

// marked gives a letter its number and the address of its page.
func marked(d *source.Document) {
	d.Reference = source.Text{ID: "letter-reference-number", Value: "2018-0123"}
	d.Address = "https://verify.example.gov/2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364"
}

// ofMark says whether a box is of the mark.
func ofMark(b layout.Box) bool {
	for e := b.Element; e != nil; e = e.Parent {
		if e.Last {
			return true
		}
	}
	return false
}

// TestMarkChangesNoPage sets letters with and without a mark: on a sheet with an inch
// of margin it has its room below the text, and every page is as it was.
func TestMarkChangesNoPage(t *testing.T) {
	for seed := range int64(40) {
		rng := rand.New(rand.NewSource(seed))
		p, d := made(rng, rng.Intn(30), 1+rng.Intn(8))
		d.Letterhead = source.Text{Value: []string{"", "plain", "new-mexico-attorney-general"}[seed%3]}
		without := layout.Dump(set(t, p, d, ""))
		marked(d)
		doc := set(t, p, d, "")
		n := 0
		for i, pg := range doc.Pages {
			kept := pg.Boxes[:0]
			for _, b := range pg.Boxes {
				if !ofMark(b) {
					kept = append(kept, b)
				} else if n++; i > 0 {
					t.Errorf("letter %d: page %d has a mark", seed, i+1)
				}
			}
			pg.Boxes = kept
		}
		if with := layout.Dump(doc); with != without {
			t.Errorf("letter %d: the mark changes the pages", seed)
		}
		if n < 4 {
			t.Errorf("letter %d: %d boxes are of the mark", seed, n)
		}
	}
}

// TestMarkHasItsRoom looks at marks that take room: nothing of the text, of its notes
// and of the letterhead comes nearer than two thirds of a line to them, whatever the
// margins are.
func TestMarkHasItsRoom(t *testing.T) {
	for seed := range int64(60) {
		rng := rand.New(rand.NewSource(seed))
		m := &maker{rng: rng, notes: 4}
		p, d := made(rng, rng.Intn(10), 1)
		m.d = d
		for range 12 {
			d.Body = append(d.Body, &source.Block{Kind: source.BlockParagraph, ID: m.id("p"), Inlines: m.inlines(80)})
		}
		marked(d)
		if seed%4 == 3 {
			d.Address = "" // a number alone
		}
		c, err := compose.New(p, d, compose.BareSheet(), shaper, nil)
		if err != nil {
			t.Fatal(err)
		}
		c.Bottom = layout.Length(20+rng.Intn(80)) * layout.Point
		foot := c.PageHeight - markFoot
		if seed%2 == 1 { // a letterhead with a line at the foot
			head := *c.Head
			head.First = []layout.Region{{Name: "foot", X: 72 * layout.Point, Y: 730 * layout.Point, Width: 400 * layout.Point, Height: 30 * layout.Point}}
			c.Head = &head
			foot = 730*layout.Point - c.Leading/2
		}
		doc := Compose(c, nil, nil)
		top, bottom := c.PageHeight, layout.Length(0)
		for _, b := range doc.Pages[0].Boxes {
			if ofMark(b) {
				up, down := extent(b)
				top, bottom = min(top, up), max(bottom, down)
			}
		}
		if bottom > foot+layout.Point || bottom < foot-4*layout.Point {
			t.Errorf("letter %d: the mark ends at %s, its foot is %s", seed, bottom, foot)
		}
		for _, b := range doc.Pages[0].Boxes {
			if _, down := extent(b); !ofMark(b) && down > top-c.Leading/3 {
				t.Errorf("letter %d: ink down to %s, the mark begins at %s", seed, down, top)
			}
		}
	}
}

// extent is how far a box reaches up and down, of text without its descenders.
func extent(b layout.Box) (top, bottom layout.Length) {
	if b.Kind == layout.BoxText {
		return b.Y - b.Run.Size*2/3, b.Y
	}
	return b.Y, b.Y + b.Height
}

// TestMarkWords holds what a mark says, in which order and as what.
func TestMarkWords(t *testing.T) {
	for _, c := range []struct {
		lang, address string
		want          []string
	}{
		{"en-US", "https://verify.example.gov/2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364", []string{
			"Figure QR code of the address beside it", "P Reference 2018-0123",
			"P Anybody can check whether this document is genuine:", "Link https://verify.example.gov/2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364"}},
		{"es", "https://verify.example.gov/2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364", []string{
			"Figure Código QR de la dirección que figura al lado", "P Referencia 2018-0123",
			"P Cualquier persona puede comprobar la autenticidad de este documento:", "Link https://verify.example.gov/2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364"}},
		{"en-US", "", []string{"P Reference 2018-0123"}},
	} {
		p, d := made(rand.New(rand.NewSource(1)), 2, 2)
		marked(d)
		d.Language, d.Address = c.lang, c.address
		doc := set(t, p, d, "")
		var got []string
		for _, b := range doc.Pages[0].Boxes {
			if !ofMark(b) {
				continue
			}
			if b.Kind == layout.BoxArt {
				got = append(got, fmt.Sprintf("%s %s", b.Element.Role, b.Element.Alt))
				continue
			}
			if b.Element.Href != d.Address && b.Element.Role == layout.RoleLink {
				t.Errorf("the link leads to %q", b.Element.Href)
			}
			said := string(b.Element.Role) + " " + strings.TrimRight(b.Run.Text, " ")
			if n := len(got) - 1; n >= 0 && strings.HasPrefix(got[n], string(b.Element.Role)+" ") && b.Element.Role == layout.RoleLink {
				got[n] += b.Run.Text
				continue
			}
			got = append(got, said)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}
