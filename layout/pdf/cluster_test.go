package pdf

import (
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// one is a document with one paragraph of one line.
func one(t testing.TB, run *layout.Run) *layout.Document {
	s := newSheet(t, "One line")
	s.page.Boxes = append(s.page.Boxes, layout.Box{X: margin, Y: s.y, Element: s.el(layout.RoleP, nil), Run: run})
	return s.doc
}

// content is the content stream of a document's first page, strings in hexadecimal.
func content(t *testing.T, doc *layout.Document) string {
	t.Helper()
	w := NewWriter()
	w.readable = true
	f, err := w.build(doc)
	if err != nil {
		t.Fatal(err)
	}
	data, err := f.Contents(pages(t, f)[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestClusters gives glyphs to characters in every proportion, and characters to
// no glyph at all, and expects the text back as it was.
func TestClusters(t *testing.T) {
	s := newSheet(t, "")
	g := func(r rune, start, end int) layout.Glyph {
		id, ok := s.face.Glyph(r)
		if !ok {
			t.Fatalf("no glyph for %q", r)
		}
		return layout.Glyph{ID: id, Advance: 6 * layout.Point, Start: start, End: end}
	}
	for _, c := range []struct {
		name   string
		text   string
		glyphs []layout.Glyph
		codes  []string // the text of each glyph
		actual bool
	}{
		{"one to one", "ab", []layout.Glyph{g('a', 0, 1), g('b', 1, 2)}, []string{"a", "b"}, false},
		{"one for three", "ffi", []layout.Glyph{g('f', 0, 3)}, []string{"ffi"}, false},
		{"two for two", "x\u0302", []layout.Glyph{g('x', 0, 3), g('y', 0, 3)}, []string{"x", "\u0302"}, false},
		{"two for three", "o\u0323\u0300", []layout.Glyph{g('o', 0, 5), g('p', 0, 5)}, []string{"o\u0323", "\u0300"}, false},
		{"three for one", "é!", []layout.Glyph{g('e', 0, 2), g('y', 0, 2), g('z', 0, 2), g('!', 2, 3)}, []string{"é", zeroWidth, zeroWidth, "!"}, true},
		{"soft hyphen without glyph", "a\u00adb", []layout.Glyph{g('a', 0, 1), g('b', 3, 4)}, []string{"a\u00ad", "b"}, false},
		{"joiner ahead", "\u200da", []layout.Glyph{g('a', 3, 4)}, []string{"\u200da"}, false},
		{"joiner behind", "ab\u200d", []layout.Glyph{g('a', 0, 1), g('b', 1, 2)}, []string{"a", "b\u200d"}, false},
		{"space behind", "ab ", []layout.Glyph{g('a', 0, 1), g('b', 1, 2)}, []string{"a", "b", " "}, false},
		{"glyph of nothing", "a", []layout.Glyph{g('a', 0, 1), g('b', 1, 1)}, []string{"a", zeroWidth}, false},
		{"right to left", "אב", []layout.Glyph{g('b', 2, 4), g('a', 0, 2)}, []string{"ב", "א"}, false},
		{"right to left, two for two", "אָב", []layout.Glyph{g('b', 4, 6), g('y', 0, 4), g('a', 0, 4)}, []string{"ב", "\u05b8", "א"}, false},
		{"right to left, a mark ahead and a space behind", "\u200fאב ", []layout.Glyph{g('b', 5, 7), g('a', 3, 5)}, []string{" ", "ב", "\u200fא"}, false},
		{"beyond the first plane", "𝄞", []layout.Glyph{g('a', 0, 4)}, []string{"𝄞"}, false},
	} {
		doc := one(t, &layout.Run{Face: s.face, Size: 12 * layout.Point, Text: c.text, Glyphs: c.glyphs, Offset: -1, RightToLeft: strings.HasPrefix(c.name, "right to left")})
		f, err := cos.Read(write(t, doc))
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, p := range place(t, f, pages(t, f)[0]) {
			codes = append(codes, p.text)
		}
		if a, b := strings.Join(codes, "|"), strings.Join(c.codes, "|"); a != b {
			t.Errorf("%s: codes say %q, want %q", c.name, a, b)
		}
		if got := strings.Contains(content(t, doc), "ActualText"); got != c.actual {
			t.Errorf("%s: ActualText is %v", c.name, got)
		}
		tree, err := ReadTree(write(t, doc))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(tree.Root.Plain(), zeroWidth, ""); got != c.text+"\n" {
			t.Errorf("%s: read back as %q, want %q", c.name, got, c.text)
		}
	}
}

// TestPairs sees that one glyph with two texts has two codes, and a pair that
// comes again the same one.
func TestPairs(t *testing.T) {
	f := newFont(NewWriter().face(face(t, "STIX Two Text", false, false)), 1)
	hyphen, _ := f.face.Glyph('-')
	for i, want := range []uint16{'-', 0xAD, '-', 512, 0xAD} {
		text := []string{"-", softHyphen, "-", "‐", softHyphen}[i]
		if got := f.cid(hyphen, text); got != want {
			t.Errorf("%q has the code %d, want %d", text, got, want)
		}
	}
	// Another glyph for a character, and a third one; the codes stay what they are.
	for i, want := range []uint16{'a' + 256, 513, 'a' + 256, 513} {
		if got := f.cid(hyphen+glyphID(1+i%2), "a"); got != want {
			t.Errorf("glyph %d has the code %d, want %d", i%2, got, want)
		}
	}
}

// TestTracked sees that a letterspaced line has its text as a whole, and that
// lines that are only kerned or justified have not.
func TestTracked(t *testing.T) {
	s := newSheet(t, "")
	for _, c := range []struct {
		text string
		at   func(i int) layout.Length
		want string
	}{
		{"STATE OF", func(int) layout.Length { return s.size / 10 }, "/Span<</ActualText<FEFF00530054004100540045002000" + "4F0046>>>BDC"},
		{"STATE OF", func(int) layout.Length { return s.size / 20 }, ""},
		{"we demand that", func(i int) layout.Length {
			if i == 2 || i == 9 {
				return s.size
			}
			return 0
		}, ""},
		{"A", func(int) layout.Length { return s.size }, ""},
	} {
		run := s.shape(c.text)
		for i := range run.Glyphs {
			run.Glyphs[i].Advance += c.at(i)
		}
		got := content(t, one(t, run))
		if c.want != "" && !strings.Contains(got, c.want) || c.want == "" && strings.Contains(got, "ActualText") {
			t.Errorf("%q:\n%s", c.text, got)
		}
	}
}

// TestLineEnds sees which lines are joined with a space.
func TestLineEnds(t *testing.T) {
	for _, c := range []struct {
		first, second   string
		offset1, offset int
		sameLine        bool
		want            string
	}{
		{"lawful", "asylum", 0, 7, false, "lawful asylum\n"},                         // the space at the break
		{"lawful", "asylum", 0, 6, false, "lawfulasylum\n"},                          // a break without one
		{"seeking—", "locally", 0, 10, false, "seeking—locally\n"},                   // after a dash
		{"asylum-", "seeking", 0, 7, false, "asylum-seeking\n"},                      // after a hyphen
		{"ille\u00ad", "gally", 0, 4, false, "ille\u00adgally\n"},                    // after a hyphen put in
		{"ille\u00ad", "gally", -1, 4, false, "ille\u00adgally\n"},                   // which stands in a run of its own
		{"Hector Balderas", "Attorney", -1, -1, false, "Hector Balderas Attorney\n"}, // lines that are lines
		{"lawful ", "asylum", -1, -1, false, "lawful asylum\n"},
		{"lawful", " asylum", -1, -1, false, "lawful asylum\n"},
		{"law", "ful", -1, -1, true, "lawful\n"},
	} {
		s := newSheet(t, "Lines")
		p := s.el(layout.RoleP, nil)
		p.ID = "p1"
		x := s.put(margin, p, c.first)
		if !c.sameLine {
			x, s.y = margin, s.y+leading
		}
		s.put(x, p, c.second)
		s.page.Boxes[0].Run.Offset, s.page.Boxes[1].Run.Offset = c.offset1, c.offset
		tree, err := ReadTree(write(t, s.doc))
		if err != nil {
			t.Fatal(err)
		}
		if got := tree.Root.Plain(); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.first, c.second, got, c.want)
		}
	}
}

// TestOrder sees that an element's children stay in the order of the page: text,
// link, text, link again on another page.
func TestOrder(t *testing.T) {
	s := newSheet(t, "Order")
	p := s.el(layout.RoleP, nil)
	link := s.el(layout.RoleLink, p)
	link.Href = "https://www.nmag.gov/"
	inner := s.el(layout.RoleSpan, link)
	x := s.put(margin, p, "See ")
	s.put(x, link, "the")
	s.furniture(letterH-36*layout.Point, "Page 1")
	s.newPage("2")
	x = s.put(margin, inner, "office")
	s.put(x, p, ".")
	heard, err := Describe(write(t, s.doc))
	if err != nil {
		t.Fatal(err)
	}
	if want := "paragraph: See [link on 2 lines: the office → https://www.nmag.gov/].\n"; !strings.HasSuffix(heard, want) {
		t.Errorf("heard\n%s\nwant\n%s", heard, want)
	}
	f, err := cos.Read(write(t, s.doc))
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range of(t, f, "Subtype", "Link") {
		if d.Get("Contents") != cos.String("the office") || d.Get("StructParent") != 2+i {
			t.Errorf("annotation %d: %s", i, cos.Append(nil, d))
		}
	}
}
