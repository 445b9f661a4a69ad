package letter

import (
	"flag"
	"fmt"
	"io/fs"
	"math/rand"
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

// shaper is shared: it remembers the words that the generated letters repeat.
var shaper = shape.NewShaper()

// set sets a packet's letters, as the press does, and wants no more problems
// than the text of want says, one a line, by code.
func set(t testing.TB, p *source.Packet, d *source.Document, want string) *layout.Document {
	t.Helper()
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
	c, err := compose.New(p, d, head, shaper, nil)
	if err != nil {
		t.Fatal(err)
	}
	var first []layout.Box
	var masthead *layout.Masthead
	if head.Name != "" {
		first, masthead = c.Letterhead(nil, nil)
	}
	doc := Compose(c, first, masthead)
	var got []string
	for _, p := range c.Problems {
		got = append(got, p.Code+": "+p.Text)
	}
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("problems\n%s\nwant\n%s", s, want)
	}
	return doc
}

// golden compares text with testdata/name, or rewrites it with -update.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s differs; run with -update and read the difference", path)
	}
}

func TestSeedLetter(t *testing.T) {
	p, problems, err := source.Load("../../assets/packets/2018-06-19-family-separation", source.Overrides{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	for _, d := range p.Documents {
		if d.Letter != nil {
			golden(t, "seed.dump", layout.Dump(set(t, p, d, "")))
		}
	}
}

// TestParts sets a letter that has every part that a letter can have.
func TestParts(t *testing.T) {
	p, problems, err := source.Load("testdata/parts.md", source.Overrides{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	golden(t, "parts.dump", layout.Dump(set(t, p, p.Documents[0], "")))
}

// made makes a letter of n signatories and paragraphs of random length.
func made(rng *rand.Rand, signatories, paragraphs int) (*source.Packet, *source.Document) {
	text := func(id, s string) source.Text { return source.Text{ID: id, Value: s} }
	l := &source.Letter{Salutation: text("letter-salutation", "Dear Sir or Madam:"), Closing: text("letter-closing", "Sincerely,")}
	for i := range 1 + rng.Intn(4) {
		id := fmt.Sprintf("letter-to-%d", i+1)
		a := source.InsideAddress{ID: id, Name: "The Honorable Kim Doe"}
		for j := range 2 + rng.Intn(4) {
			a.Lines = append(a.Lines, text(fmt.Sprintf("%s-l%d", id, j+1), "A line of the address"))
		}
		l.To = append(l.To, a)
	}
	for i := range signatories {
		id := fmt.Sprintf("letter-signatory-%d", i+1)
		s := source.Signatory{ID: id, Name: text(id+"-name", fmt.Sprintf("Signatory Number %d", i+1))}
		for range rng.Intn(3) {
			s.Title = append(s.Title, text(id+"-title", "Attorney General of a State"))
		}
		l.Signatories = append(l.Signatories, s)
	}
	for i := range rng.Intn(5) {
		id := fmt.Sprintf("letter-cc-%d", i+1)
		l.CC = append(l.CC, source.CopyTo{ID: id, Lines: []source.Text{text(id+"-l1", "Honorable Lee Roe"), text(id+"-l2", "Speaker of the House")}})
	}
	d := &source.Document{Name: "letter", Kind: source.KindLetter, File: &source.File{Name: "letter.md"}, Language: "en-US",
		Title: text("", "Letter"), Date: source.Date{ID: "letter-date", Year: 2018, Month: 6, Day: 19}, Letter: l,
		Settings: source.Settings{PageSize: "letter", Face: "STIX Two Text", Size: "11.5", Justify: true, Hyphenate: true, Expansion: "2"}}
	words := strings.Fields("the deliberate separation of families for the express purpose of furthering an immigration policy is contrary to our laws and to judicial precedent")
	for i := range paragraphs {
		var b strings.Builder
		for j := range 5 + rng.Intn(150) {
			if j > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(words[rng.Intn(len(words))])
		}
		d.Body = append(d.Body, &source.Block{Kind: source.BlockParagraph, ID: fmt.Sprintf("letter-p%d", i+1),
			Inlines: []source.Inline{{Kind: source.InlineText, Text: b.String() + "."}}})
	}
	return &source.Packet{Documents: []*source.Document{d}}, d
}

// on lists, for every element id, the pages that show it with the number of
// different baselines that it has there.
func on(doc *layout.Document) map[string]map[int]map[layout.Length]bool {
	out := map[string]map[int]map[layout.Length]bool{}
	for i, pg := range doc.Pages {
		for _, b := range pg.Boxes {
			if b.Element == nil || b.Element.ID == "" {
				continue
			}
			if out[b.Element.ID] == nil {
				out[b.Element.ID] = map[int]map[layout.Length]bool{}
			}
			if out[b.Element.ID][i] == nil {
				out[b.Element.ID][i] = map[layout.Length]bool{}
			}
			out[b.Element.ID][i][b.Y] = true
		}
	}
	return out
}

// TestLaws sets 400 letters of 0 to 80 signatories: none breaks a law of
// the letter, since ordinary letters always have pages that keep them all.
func TestLaws(t *testing.T) {
	for seed := range int64(400) {
		rng := rand.New(rand.NewSource(seed))
		n := rng.Intn(81)
		if seed%3 == 0 {
			n = rng.Intn(5)
		}
		p, d := made(rng, n, 1+rng.Intn(14))
		doc := set(t, p, d, "")
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		checkLaws(t, seed, doc, d)
	}
}

// checkLaws wants every law of the letter kept.
func checkLaws(t *testing.T, seed int64, doc *layout.Document, d *source.Document) {
	t.Helper()
	at := on(doc)
	one := func(id string) int {
		if len(at[id]) != 1 {
			t.Fatalf("seed %d: %s is on %d pages", seed, id, len(at[id]))
		}
		for page := range at[id] {
			return page
		}
		return -1
	}
	for _, a := range d.Letter.To {
		one(a.ID) // kept whole
	}
	for _, b := range d.Body {
		for page, lines := range at[b.ID] {
			if len(at[b.ID]) > 1 && len(lines) < 2 {
				t.Fatalf("seed %d: %s has one line alone on page %d", seed, b.ID, page+1)
			}
		}
	}
	closing := one("letter-closing")
	last := d.Body[len(d.Body)-1].ID
	total := 0
	for _, lines := range at[last] {
		total += len(lines)
	}
	if got := len(at[last][closing]); got < min(2, total) {
		t.Fatalf("seed %d: %d lines of the body with the close", seed, got)
	}
	rows := map[int]map[layout.Length]bool{}
	for i, s := range d.Letter.Signatories {
		page := one(s.ID) // never split
		if i == 0 && page != closing {
			t.Fatalf("seed %d: the close is on page %d, the first signatory on %d", seed, closing+1, page+1)
		}
		if rows[page] == nil {
			rows[page] = map[layout.Length]bool{}
		}
		for y := range at[s.ID][page] {
			rows[page][y] = true
			break
		}
	}
	for i := range doc.Pages {
		ids := 0
		signatures := 0
		for id, pages := range at {
			if pages[i] == nil {
				continue
			}
			ids++
			if strings.HasPrefix(id, "letter-signatory-") {
				signatures++
			}
		}
		if ids == signatures && signatures > 0 && signatures <= 2 && len(d.Letter.Signatories) > 2 {
			t.Fatalf("seed %d: page %d holds a single row of signatories", seed, i+1)
		}
		if ids == 0 {
			t.Fatalf("seed %d: page %d is empty", seed, i+1)
		}
		if i > 0 && len(doc.Pages[i].Boxes) < 3 {
			t.Fatalf("seed %d: page %d is nearly empty", seed, i+1)
		}
	}
	for _, cc := range d.Letter.CC {
		one(cc.ID)
	}
	if n := len(d.Letter.CC); n > 0 && len(d.Letter.Signatories) > 0 {
		first := one(d.Letter.CC[0].ID)
		if final := one(d.Letter.Signatories[len(d.Letter.Signatories)-1].ID); final != first {
			t.Fatalf("seed %d: the copies are on page %d, away from the last signatory on %d", seed, first+1, final+1)
		}
	}
}

func TestDigitalSignatoryHasAField(t *testing.T) {
	p, d := made(rand.New(rand.NewSource(1)), 3, 2)
	d.Letter.Signatories[1].Digital = true
	doc := set(t, p, d, "")
	var fields []string
	for _, pg := range doc.Pages {
		for _, b := range pg.Boxes {
			if b.Kind == layout.BoxField {
				fields = append(fields, fmt.Sprintf("%s %q %s in %s", b.Name, b.Element.Alt, b.Element.Role, b.Element.Parent.ID))
			}
		}
	}
	want := `[Signature2 "Signature of Signatory Number 2" Form in letter-signatory-2]`
	if got := fmt.Sprint(fields); got != want {
		t.Errorf("fields %s, want %s", got, want)
	}
}

// TestExhibitsAlone: a letter that only presents its exhibits has one line's space
// between salutation and close, and they begin the next page.
func TestExhibitsAlone(t *testing.T) {
	p, d := made(rand.New(rand.NewSource(1)), 1, 0)
	d.Body = []*source.Block{{Kind: source.BlockHeading, ID: "letter-h1", Level: 1, Exhibit: true, Inlines: []source.Inline{{Kind: source.InlineText, Text: "Exhibit A"}}}}
	doc := set(t, p, d, "")
	at := map[string]layout.Length{}
	for _, b := range doc.Pages[0].Boxes {
		if b.Element != nil {
			at[b.Element.ID] = b.Y
		}
	}
	if got := at["letter-closing"] - at["letter-salutation"]; got != 30*layout.Point {
		t.Errorf("the close stands %s under the salutation", got)
	}
	if len(doc.Pages) != 2 || on(doc)["letter-h1"][1] == nil {
		t.Errorf("%d pages, the exhibit is on %v", len(doc.Pages), on(doc)["letter-h1"])
	}
}
