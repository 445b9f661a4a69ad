package cover

import (
	"flag"
	"os"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/compose"
	"chancery/layout/shape"
	"chancery/source"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// composer makes a composer without a letterhead.
func composer(t *testing.T) *compose.Composer {
	t.Helper()
	d := &source.Document{Name: "letter", File: &source.File{Name: "letter.md"}, Language: "en-US", Letter: &source.Letter{},
		Settings: source.Settings{PageSize: "letter", Face: "STIX Two Text", Size: "11.5"}}
	c, err := compose.New(&source.Packet{Documents: []*source.Document{d}}, d, compose.BareSheet(), shape.NewShaper(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// office is a masthead of two lines, an emblem, and a person who is not shown.
var office = &layout.Masthead{Lines: []layout.MastheadLine{
	{Text: "STATE OF EXAMPLE", SmallCaps: true}, {Text: "OFFICE OF THE ATTORNEY GENERAL", SmallCaps: true},
	{Art: &layout.Art{Width: layout.Inch, Height: layout.Inch, Paths: []layout.Path{{}}}},
	{Text: "JORDAN A. RIVERA"},
}}

func TestCover(t *testing.T) {
	c := composer(t)
	pg := Compose(c, office, Words{Title: "Attorney General Rivera Asks for Plain Notices of Price Increases", Date: "January 15, 2026", Kind: "Release and letter"})
	got := layout.Dump(&layout.Document{Name: "cover", Pages: []*layout.Page{pg}})
	if *update {
		if err := os.WriteFile("testdata/cover.dump", []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/cover.dump")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error("testdata/cover.dump differs; run with -update and read the difference")
	}
}

// TestLongTitleStaysInside wants the longest title that an office writes inside
// the frame, nothing over anything else, and every word of it there.
func TestLongTitleStaysInside(t *testing.T) {
	title := strings.TrimSpace(strings.Repeat("Office Demands an Immediate End of Practices ", 6))
	pg := Compose(composer(t), office, Words{Title: title, Date: "January 15, 2026"})
	var said strings.Builder
	last := layout.Length(0)
	for _, b := range pg.Boxes {
		if b.Kind != layout.BoxText {
			continue
		}
		if b.Y < last {
			t.Errorf("%q at %s stands above what is before it", b.Run.Text, b.Y)
		}
		last = b.Y
		if b.X < margin || b.X+b.Run.Width() > width-margin+12*layout.Point || b.Y > height-frame {
			t.Errorf("%q at %s, %s leaves the sheet", b.Run.Text, b.X, b.Y)
		}
		said.WriteString(b.Run.Text)
	}
	if !strings.Contains(said.String(), title) {
		t.Errorf("the cover says %q", said.String())
	}
}
