package compose

import (
	"strings"
	"testing"

	"chancery/layout"
	"chancery/source"
)

func link(words, href string) *source.Inline {
	return &source.Inline{Kind: source.InlineLink, Href: href, Kids: []source.Inline{{Kind: source.InlineText, Text: words}}}
}

// TestPrintedAddress says which links need their address on paper.
func TestPrintedAddress(t *testing.T) {
	for _, c := range []struct{ words, href, want string }{
		{"our page", "https://www.example.gov/a/", "www.example.gov/a"},
		{"our page", "http://example.gov", "example.gov"},
		{"example.gov", "https://www.example.gov/", ""},
		{"https://example.gov/A", "https://example.gov/a", ""},
		{"the clerk", "mailto:clerk@example.gov", ""},
		{"the office", "tel:+15056602216", ""},
	} {
		got, ok := printedAddress(link(c.words, c.href))
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q to %s prints %q, %t; want %q", c.words, c.href, got, ok, c.want)
		}
	}
}

// TestAddressIsSilent wants a printed address to be decoration, in its place in
// the line, and the words about it to count on as if it were not there.
func TestAddressIsSilent(t *testing.T) {
	e := &layout.Element{Role: layout.RoleP, ID: "p"}
	b := inliner{links: true}
	b.add([]source.Inline{*link("our page", "https://example.gov/a"), {Kind: source.InlineText, Text: ", as said."}}, e, look{})
	c := composer(t, usual)
	lines := c.Paragraph(b.pieces, c.Running(), c.Measure)
	var all []string
	for _, x := range lines[0].Boxes {
		if (x.Element == nil) != x.Decoration {
			t.Errorf("%q: decoration is %t", x.Run.Text, x.Decoration)
		}
		if x.Element != nil && x.Run.Offset != strings.Index("our page, as said.", x.Run.Text) {
			t.Errorf("%q is at %d", x.Run.Text, x.Run.Offset)
		}
		all = append(all, x.Run.Text)
	}
	if s := strings.Join(all, ""); s != "our page (example.gov/a), as said." {
		t.Errorf("the line is %q", s)
	}
}

// TestVerse wants lines to end where they are written, moved in as written, and
// the rest of a long one to hang.
func TestVerse(t *testing.T) {
	c := composer(t, usual)
	long := strings.Repeat("counterproductive ", 12)
	g := &Galley{}
	b := body{c: c, g: g}
	b.block(&source.Block{Kind: source.BlockVerse, ID: "v", Indents: []int{0, 4, 0}, Inlines: []source.Inline{
		{Kind: source.InlineText, Text: "One"}, {Kind: source.InlineBreak}, {Kind: source.InlineText, Text: long[:len(long)-1]},
		{Kind: source.InlineBreak}, {Kind: source.InlineText, Text: "Three"}}}, Frame{Parent: c.Root})
	var text strings.Builder
	var x []layout.Length
	next := 0
	for _, s := range g.Strips {
		x = append(x, s.Boxes[0].X)
		for _, bx := range s.Boxes {
			if bx.Run.Offset == next+1 { // the line's end
				next++
			}
			if bx.Run.Offset != next {
				t.Errorf("%q is at %d, want %d", bx.Run.Text, bx.Run.Offset, next)
			}
			next += len(bx.Run.Text)
			text.WriteString(bx.Run.Text)
		}
	}
	if want := "One\n" + long[:len(long)-1] + "\nThree"; strings.ReplaceAll(text.String(), " ", "") != strings.NewReplacer(" ", "", "\n", "").Replace(want) && text.String() != want {
		t.Errorf("the lines say %q", text.String())
	}
	n := len(x)
	if n < 5 || x[0] != 0 || x[1] != 2*c.Size || x[2] != 4*c.Size || x[n-1] != 0 {
		t.Errorf("lines begin at %v", x)
	}
}

// TestLanguageOfPieces wants words of another language divided by its rules, as
// they would be in a document of that language.
func TestLanguageOfPieces(t *testing.T) {
	const words = "La administración de los contribuyentes extraordinarios representa responsabilidades internacionales incomparables"
	own := composer(t, usual)
	d := *own.Doc
	d.Language = "es"
	spanish, err := New(&source.Packet{Documents: []*source.Document{&d}}, &d, BareSheet(), own.Shaper, nil)
	if err != nil {
		t.Fatal(err)
	}
	other := 0
	for w := layout.Length(90); w < 220; w += 5 {
		breaks := func(c *Composer, lang string) string {
			var b strings.Builder
			for _, l := range c.Paragraph([]Piece{{Text: words, Lang: lang, Element: &layout.Element{Role: layout.RoleSpan}}}, c.Running(), w*layout.Point) {
				for _, x := range l.Boxes {
					b.WriteString(x.Run.Text)
				}
				b.WriteByte('/')
			}
			return b.String()
		}
		want := breaks(spanish, "")
		if got := breaks(own, "es"); got != want {
			t.Errorf("at %d points: %s, want %s", w, got, want)
		}
		if breaks(own, "") != want {
			other++
		}
	}
	if other == 0 {
		t.Error("English divides these words alike, which shows nothing")
	}
}
