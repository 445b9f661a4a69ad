package pdf

import (
	"math/big"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// placed is a glyph as a reader of the file places it.
type placed struct {
	x, y *big.Rat // of its origin, y up, in points
	gid  int      // in the embedded subset
	text string
}

// place follows the text operators of a page with exact arithmetic (ISO 32000-1,
// 9.4.4): a second account of where glyphs are, which knows nothing of layout.
func place(t *testing.T, f *cos.File, page *cos.Dict) []placed {
	t.Helper()
	r := &treeReader{f: f, cmaps: map[cos.Ref]map[uint16]string{}}
	data, err := f.Contents(page)
	if err != nil {
		t.Fatal(err)
	}
	resources := f.Dict(page.Get("Resources"))
	var out []placed
	var args []cos.Object
	var font, descendant *cos.Dict
	var cmap map[uint16]string
	var gids []byte
	size, rise := new(big.Rat), new(big.Rat)
	x, y, lineX, lineY := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	lex := cos.Lexer{Data: data, Content: true}
	for {
		o, err := lex.Next()
		if err != nil {
			break
		}
		op, ok := o.(cos.Keyword)
		if !ok {
			args = append(args, o)
			continue
		}
		switch op {
		case "BT":
			x, y, lineX, lineY = new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
		case "Tf":
			font = f.Dict(f.Dict(resources.Get("Font")).Get(args[0].(cos.Name)))
			descendant = f.Dict(f.Array(font.Get("DescendantFonts"))[0])
			size = rat(t, args[1])
			if cmap, err = r.cmap(font); err != nil {
				t.Fatal(err)
			}
			gids = nil
			if s, ok := f.Resolve(descendant.Get("CIDToGIDMap")).(*cos.Stream); ok {
				if gids, err = s.Decode(); err != nil {
					t.Fatal(err)
				}
			}
		case "Td":
			lineX = new(big.Rat).Add(lineX, rat(t, args[0]))
			lineY = new(big.Rat).Add(lineY, rat(t, args[1]))
			x, y = lineX, lineY
		case "Ts":
			rise = rat(t, args[0])
		case "TJ":
			widths := map[int]cos.Object{}
			w := descendant.Get("W").(cos.Array)
			for i := 0; i < len(w); i += 2 {
				for k, width := range w[i+1].(cos.Array) {
					widths[w[i].(int)+k] = width
				}
			}
			for _, part := range args[0].(cos.Array) {
				s, ok := part.(cos.String)
				if !ok {
					x = new(big.Rat).Sub(x, em(rat(t, part), size))
					continue
				}
				for i := 0; i+1 < len(s); i += 2 {
					c := int(s[i])<<8 | int(s[i+1])
					g := c
					if gids != nil {
						g = int(gids[2*c])<<8 | int(gids[2*c+1])
					}
					out = append(out, placed{x, new(big.Rat).Add(y, rise), g, cmap[uint16(c)]})
					x = new(big.Rat).Add(x, em(rat(t, widths[c]), size))
				}
			}
		}
		args = args[:0]
	}
	return out
}

// em is n thousandths of an em in points.
func em(n, size *big.Rat) *big.Rat {
	return new(big.Rat).Mul(n, new(big.Rat).Quo(size, big.NewRat(1000, 1)))
}

func rat(t *testing.T, o cos.Object) *big.Rat {
	t.Helper()
	switch o := o.(type) {
	case int:
		return big.NewRat(int64(o), 1)
	case cos.Real:
		if r, ok := new(big.Rat).SetString(string(o)); ok {
			return r
		}
	}
	t.Fatalf("%v is no number", o)
	return nil
}

func pages(t *testing.T, f *cos.File) []*cos.Dict {
	t.Helper()
	var ds []*cos.Dict
	for _, k := range f.Array(f.Dict(f.Dict(f.Root).Get("Pages")).Get("Kids")) {
		ds = append(ds, f.Dict(k))
	}
	return ds
}

// TestPlaces holds every glyph of the fixtures to a hundredth of a point of where
// layout has put it, and sees that no text is lost, doubled or moved.
func TestPlaces(t *testing.T) {
	worst := new(big.Rat)
	for _, fixture := range append(fixtures, struct {
		name string
		make func(testing.TB) *layout.Document
	}{"justified", justified}) {
		doc := fixture.make(t)
		f, err := cos.Read(write(t, doc))
		if err != nil {
			t.Fatal(err)
		}
		tree := newTree(doc)
		for i, page := range pages(t, f) {
			got := place(t, f, page)
			var text strings.Builder
			n := 0
			for k := range doc.Pages[i].Boxes {
				b := &doc.Pages[i].Boxes[k]
				if b.Kind != layout.BoxText {
					continue
				}
				text.WriteString(b.Run.Text)
				x := b.X
				for _, g := range b.Run.Glyphs {
					if n == len(got) {
						t.Fatalf("%s, page %d: only %d glyphs", fixture.name, i+1, n)
					}
					for _, d := range []*big.Rat{
						new(big.Rat).Sub(got[n].x, points(x+g.XOffset)),
						new(big.Rat).Sub(got[n].y, points(doc.Pages[i].Height-b.Y+g.YOffset)),
					} {
						if d.Abs(d).Cmp(worst) > 0 {
							worst = d
						}
						if d.Cmp(big.NewRat(1, 100)) > 0 {
							t.Fatalf("%s, page %d: %q is %s points from its place", fixture.name, i+1, got[n].text, d.FloatString(4))
						}
					}
					x += g.Advance
					n++
				}
				if tree.sheets[i].space[k] {
					n++ // the space of the line's end
					text.WriteByte(' ')
				}
			}
			if n != len(got) {
				t.Errorf("%s, page %d: %d glyphs of %d", fixture.name, i+1, len(got), n)
			}
			var said strings.Builder
			for _, g := range got {
				said.WriteString(g.text)
			}
			if a, b := spoken(said.String()), spoken(text.String()); a != b {
				t.Errorf("%s, page %d: text\n%q, want\n%q", fixture.name, i+1, a, b)
			}
		}
	}
	t.Logf("the worst place is %s points off", worst.FloatString(5))
}

func points(l layout.Length) *big.Rat { return big.NewRat(int64(l), int64(layout.Point)) }

// justified has long lines at sizes from 6 to 40 points whose every advance is
// off the grid of thousandths of an em, and runs that follow each other.
func justified(t testing.TB) *layout.Document {
	s := newSheet(t, "Justified")
	p := s.el(layout.RoleP, nil)
	for _, tenth := range []layout.Length{60, 87, 115, 160, 161, 240, 400} {
		s.size = tenth * layout.Point / 10
		x := margin + 12345
		for i := range 3 {
			run := s.shape([]string{"The quick brown fox ", "jumps over ", "the lazy dog of Tyne"}[i])
			for k := range run.Glyphs {
				run.Glyphs[k].Advance += layout.Length(k*977%1500) - 700
			}
			s.page.Boxes = append(s.page.Boxes, layout.Box{X: x, Y: s.y + 777, Element: p, Run: run})
			x += run.Width()
		}
		s.y += 3 * leading
	}
	return s.doc
}

// TestWidths sees that widths of a face of 2,048 units, which are no whole
// thousandths of an em, are written with their fraction.
func TestWidths(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 500000: "500", 569336: "569.336", 333008: "333.008", 1000010: "1000.01"} {
		if got := string(cos.Append(nil, decimal(n))); got != want {
			t.Errorf("%d millionths of an em are written %s, want %s", n, got, want)
		}
	}
}

// TestDecimals sees that numbers are written as layout.Length.Decimal writes them.
func TestDecimals(t *testing.T) {
	for l := layout.Length(-200000); l < 200000; l += 37 {
		if got, want := string(appendLength(nil, l)), l.Decimal(3); got != want {
			t.Fatalf("%d: %s, want %s", l, got, want)
		}
		if got, want := string(appendMilli(nil, centi(l))), l.Decimal(2); got != want {
			t.Fatalf("%d: %s, want %s", l, got, want)
		}
	}
}
