package epub

import (
	"strings"
	"testing"

	"chancery/layout"
	"chancery/source"
)

// letterWith is the body of a letter under a letterhead.
func letterWith(t *testing.T, m *layout.Masthead, subject bool) (string, *Book) {
	t.Helper()
	p := everything()
	p.Documents = p.Documents[1:]
	if !subject {
		p.Documents[0].Letter.Subject = nil
	}
	book, err := render(&Input{Packet: p, Layouts: []*layout.Document{{Name: "letter", Masthead: m}}})
	if err != nil {
		t.Fatal(err)
	}
	return book.Files[3].doc.body, book
}

func TestMastheadHeading(t *testing.T) {
	line := func(text string, bold bool, align layout.Align) layout.MastheadLine {
		return layout.MastheadLine{Text: text, Bold: bold, Align: align}
	}
	drawn := layout.MastheadLine{Art: emblem()}
	for _, c := range []struct {
		name  string
		lines []layout.MastheadLine
		want  string // the heading's words
		level string // of the body's first heading
	}{
		{"to the last bold line", []layout.MastheadLine{line("A", false, 0), line("B", true, 0), line("C", false, 0)}, "A B", "h2"},
		{"the first line where none is bold", []layout.MastheadLine{line("A", false, 0), line("B", false, 0)}, "A", "h2"},
		{"lines of one alignment", []layout.MastheadLine{line("A", true, 0), line("B", true, layout.AlignRight)}, "A", "h2"},
		{"after an emblem", []layout.MastheadLine{drawn, line("A", true, 0)}, "A", "h2"},
		{"no words", []layout.MastheadLine{drawn}, "", "h1"},
		{"no letterhead", nil, "", "h1"},
	} {
		body, _ := letterWith(t, &layout.Masthead{Lines: c.lines}, false)
		root := parse(t, strings.ReplaceAll(body, "epub:", ""))
		got := ""
		if h := root.find("h1"); h != nil && h.attr["id"] != "letter-h1" {
			got = strings.TrimSpace(h.words())
		}
		if got != c.want {
			t.Errorf("%s: the heading is %q, want %q", c.name, got, c.want)
		}
		if !strings.Contains(body, "<"+c.level+` id="letter-h1">`) {
			t.Errorf("%s: the body's heading is no %s", c.name, c.level)
		}
		for _, l := range c.lines {
			if strings.Count(body, ">"+l.Text+"<") != 1 && l.Text != "" {
				t.Errorf("%s: %q is not there once", c.name, l.Text)
			}
		}
	}
}

// With a subject the letterhead is no heading.
func TestSubjectIsTheHeading(t *testing.T) {
	body, _ := letterWith(t, masthead(), true)
	if n := strings.Count(body, "<h1"); n != 1 || !strings.Contains(body, `<h1 class="subject"`) {
		t.Errorf("%d headings of the first level in\n%s", n, body)
	}
}

// An emblem may be a picture; it is a file of the book.
func TestEmblemAsImage(t *testing.T) {
	im := &layout.Image{Name: "seals/our seal.png", Format: "png", Data: dot(20, 10), Width: 20, Height: 10}
	body, book := letterWith(t, &layout.Masthead{Lines: []layout.MastheadLine{{Image: im, Alt: "Seal"}}}, false)
	if !strings.Contains(body, `<img class="many-inks" src="../images/our_20seal.png" width="72" height="36" alt="Seal"/>`) {
		t.Errorf("got\n%s", body)
	}
	found := false
	for _, f := range book.Files {
		found = found || f.Path == "images/our_20seal.png" && len(f.Data) == len(im.Data)
	}
	if !found {
		t.Error("the picture is not in the book")
	}
}

// A drawing of one ink is as visible as text; one of several keeps its inks.
func TestDrawingInks(t *testing.T) {
	body, _ := letterWith(t, masthead(), true)
	if !strings.Contains(body, `class="drawing"`) || !strings.Contains(body, `fill="currentColor"`) || strings.Contains(body, "#1f2a44") {
		t.Errorf("the emblem is not in the colour of the text:\n%s", body)
	}
	m := masthead()
	m.Lines[2].Art.Paths = append(m.Lines[2].Art.Paths, layout.Path{Color: 0xFFFFFF, Segments: m.Lines[2].Art.Paths[0].Segments})
	body, _ = letterWith(t, m, true)
	if !strings.Contains(body, "many-inks") || !strings.Contains(body, "#1f2a44") {
		t.Errorf("the emblem has lost its inks:\n%s", body)
	}
	if m.Lines[2].Art.Paths[0].Color != 0x1F2A44 {
		t.Error("the layout's own drawing was changed")
	}
}

// A picture that cannot be read is the source's fault, with its place.
func TestBrokenPicture(t *testing.T) {
	p := everything()
	p.Documents = p.Documents[:1]
	file := &source.File{Name: "release.md", Data: []byte("![x](bad.svg)")}
	p.Documents[0].Body[0] = &source.Block{Kind: source.BlockImage, ID: "release-bad", Alt: "x", Span: source.Span{File: file, End: 4},
		Asset: &source.Asset{Path: "bad.svg", Data: []byte("<svg xmlns='http://www.w3.org/2000/svg'><text/></svg>")}}
	_, err := Write(nil, Input{Packet: p, Layouts: []*layout.Document{nil}})
	problems, ok := err.(source.Problems)
	if !ok || len(problems) != 1 || problems[0].Span.File != file {
		t.Errorf("got %v", err)
	}
}
