package release

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/assets"
	"chancery/layout"
	"chancery/layout/compose"
	"chancery/layout/letterhead"
	"chancery/layout/shape"
	"chancery/source"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// set reads the packet at path and sets its release.
func set(t *testing.T, path string) *layout.Document {
	t.Helper()
	p, problems, err := source.Load(path, source.Overrides{})
	if err != nil || problems.Errors() > 0 {
		t.Fatal(err, problems)
	}
	for _, d := range p.Documents {
		if d.Release == nil {
			continue
		}
		head := compose.BareSheet()
		if !d.Letterhead.Empty() {
			sub, err := fs.Sub(assets.FS, "letterheads")
			if err != nil {
				t.Fatal(err)
			}
			var wrong source.Problems
			if head, wrong = letterhead.Load(sub, d.Letterhead.Value); len(wrong) > 0 {
				t.Fatal(wrong)
			}
		}
		c, err := compose.New(p, d, head, shape.NewShaper(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var first []layout.Box
		var masthead *layout.Masthead
		if head.Name != "" {
			first, masthead = c.Letterhead(nil, nil)
		}
		doc := Compose(c, first, masthead)
		if len(c.Problems) > 0 {
			t.Error(c.Problems)
		}
		return doc
	}
	t.Fatalf("%s holds no release", path)
	return nil
}

func TestDumps(t *testing.T) {
	for name, path := range map[string]string{
		"seed":      "../../assets/packets/2018-06-19-family-separation",
		"starter":   "../../assets/packets/starter",
		"embargoed": "testdata/embargoed.md",
		"bare":      "testdata/bare.md",
	} {
		got := layout.Dump(set(t, path))
		golden := filepath.Join("testdata", name+".dump")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs; run with -update and read the difference", golden)
		}
	}
}

// links lists the addresses that a document's links lead to, with their words.
func links(doc *layout.Document) string {
	var out []string
	for _, pg := range doc.Pages {
		for _, b := range pg.Boxes {
			if b.Element != nil && b.Element.Role == layout.RoleLink {
				out = append(out, fmt.Sprintf("%s → %s", strings.TrimSpace(b.Run.Text), b.Element.Href))
			}
		}
	}
	return strings.Join(out, "\n")
}

func TestContactsAreLinks(t *testing.T) {
	want := "(505) 660-2216 → tel:+15056602216"
	if got := links(set(t, "../../assets/packets/2018-06-19-family-separation")); got != want {
		t.Errorf("links:\n%s\nwant\n%s", got, want)
	}
	want = "(555) 555-0123 → tel:+15555550123\npress@example.gov → mailto:press@example.gov"
	if got := links(set(t, "testdata/embargoed.md")); got != want {
		t.Errorf("links:\n%s\nwant\n%s", got, want)
	}
}

// TestPageNumbers wants a number on each page of a release of several, "more"
// where another follows, and none on a release of one page.
func TestPageNumbers(t *testing.T) {
	foot := func(doc *layout.Document) (out []string) {
		for _, pg := range doc.Pages {
			for _, b := range pg.Boxes {
				if b.Element == nil && b.Kind == layout.BoxText {
					out = append(out, b.Run.Text)
				}
			}
		}
		return out
	}
	if got := fmt.Sprint(foot(set(t, "../../assets/packets/2018-06-19-family-separation"))); got != "[Page 1 of 2 · more Page 2 of 2]" {
		t.Errorf("the foot says %s", got)
	}
	if got := foot(set(t, "testdata/bare.md")); got != nil {
		t.Errorf("the foot of a single page says %q", got)
	}
}

// TestTimingLeavesRoom: the line that says until when a release is embargoed never
// runs into the contact at its right, however long both are.
func TestTimingLeavesRoom(t *testing.T) {
	for _, name := range []string{"Al", "Hélène Vasseur-Delacour", "Maximiliana Featherstonehaugh-Montgomery"} {
		path := filepath.Join(t.TempDir(), "release.md")
		text := "---\nkind: release\ntiming: embargoed\nuntil: 2018-09-20T09:00:00-04:00\nzone: Eastern Daylight Time\ndate: 2018-06-19\n" +
			"contacts:\n  - name: " + name + "\n    email: press.office@example.gov\nheadline: A headline\n---\n\nWords.\n"
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		var timing, contact []layout.Box
		for _, b := range set(t, path).Pages[0].Boxes {
			for e := b.Element; e != nil; e = e.Parent {
				switch e.ID {
				case "release-timing":
					timing = append(timing, b)
				case "release-contact-1":
					contact = append(contact, b)
				}
			}
		}
		if len(timing) == 0 || len(contact) == 0 {
			t.Fatalf("%d boxes of the timing, %d of the contact", len(timing), len(contact))
		}
		for _, a := range timing {
			for _, b := range contact {
				if a.Y == b.Y && a.X+a.Run.Width() > b.X-10*layout.Point {
					t.Errorf("%s: %q ends at %s, %q begins at %s", name, a.Run.Text, a.X+a.Run.Width(), b.Run.Text, b.X)
				}
			}
		}
	}
}
