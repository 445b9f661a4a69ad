package compose

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/shape"
	"chancery/source"
)

// composer makes a composer of a letter without words, in the given settings.
func composer(t testing.TB, settings source.Settings) *Composer {
	t.Helper()
	d := &source.Document{Name: "letter", Kind: source.KindLetter, File: &source.File{Name: "letter.md"}, Language: "en-US", Settings: settings, Letter: &source.Letter{}}
	c, err := New(&source.Packet{Documents: []*source.Document{d}}, d, BareSheet(), shape.NewShaper(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// usual are the settings of an ordinary letter.
var usual = source.Settings{PageSize: "letter", Face: "STIX Two Text", Size: "11.5", Justify: true, Hyphenate: true, Expansion: "2", SmartQuotes: true}

// plain makes one piece of an element's own text.
func plain(s string) []Piece {
	return []Piece{{Text: s, Element: &layout.Element{Role: layout.RoleP, ID: "p"}}}
}

// text is what the lines say, a soft hyphen at a line's end taken out again.
func text(lines []Line) string {
	var b strings.Builder
	for _, l := range lines {
		for _, x := range l.Boxes {
			b.WriteString(strings.TrimSuffix(x.Run.Text, "\u00ad"))
		}
	}
	return b.String()
}

func TestLeading(t *testing.T) {
	for size, want := range map[string]layout.Length{"11.5": 15 * layout.Point, "12": 15*layout.Point + layout.Point/2, "10": 13 * layout.Point} {
		s := usual
		s.Size = size
		if c := composer(t, s); c.Leading != want {
			t.Errorf("size %s has leading %s, want %s", size, c.Leading, want)
		}
	}
}

func TestUnknownSettings(t *testing.T) {
	for _, change := range []func(*source.Settings){
		func(s *source.Settings) { s.PageSize = "legal" },
		func(s *source.Settings) { s.Face = "Comic Sans" },
		func(s *source.Settings) { s.Size = "large" },
		func(s *source.Settings) { s.Size = "0" },
	} {
		s := usual
		change(&s)
		d := &source.Document{Name: "x", Language: "en-US", Settings: s}
		if _, err := New(&source.Packet{}, d, BareSheet(), shape.NewShaper(), nil); err == nil {
			t.Errorf("%+v gave no error", s)
		}
	}
}

// words are of many lengths and have what lines stumble over.
var words = strings.Fields(`a the of attorney general immigration counterproductive law—enforcement asylum-seeking
	“quoted” officials, § U.S. 1,000,000 characterization Nielsen’s is to be or not international well-being`)

// TestNothingIsLost sets random paragraphs in random measures and styles: the
// lines say the text and nothing else, in order; offsets count on without a gap;
// justified lines are as wide as the measure to the last 2⁻¹⁶ of a point.
func TestNothingIsLost(t *testing.T) {
	c := composer(t, usual)
	for seed := range int64(400) {
		rng := rand.New(rand.NewSource(seed))
		var b strings.Builder
		for i := range 1 + rng.Intn(90) {
			if i > 0 {
				b.WriteString([]string{" ", " ", " ", " ", " ", " ", "\u00a0", "\n"}[rng.Intn(8)])
			}
			b.WriteString(words[rng.Intn(len(words))])
		}
		want := b.String()
		st := c.Running()
		st.Align = layout.Align(rng.Intn(4))
		st.Balance = rng.Intn(5) == 0
		if rng.Intn(4) == 0 {
			st.Hang = c.Size
		}
		measure := layout.Length(90+rng.Intn(400)) * layout.Point
		lines := c.Paragraph(plain(want), st, measure)
		// A forced line end shows as a space.
		if got := text(lines); got != strings.ReplaceAll(want, "\n", " ") {
			t.Fatalf("seed %d: lines say\n%q, want\n%q", seed, got, want)
		}
		at := 0
		for n, l := range lines {
			for _, x := range l.Boxes {
				if x.Run.Offset != at {
					t.Fatalf("seed %d: line %d has a run at %d, want %d", seed, n, x.Run.Offset, at)
				}
				at += len(strings.TrimSuffix(x.Run.Text, "\u00ad"))
				checkClusters(t, x.Run)
			}
		}
		checkWidths(t, seed, c, lines, st, measure)
	}
}

// checkClusters wants the glyphs of a run to cover its text without a gap.
func checkClusters(t *testing.T, r *layout.Run) {
	t.Helper()
	end := 0
	for i, g := range r.Glyphs {
		if g.Start != end && (i == 0 || g.Start != r.Glyphs[i-1].Start) {
			t.Fatalf("%q: glyph %d stands for %d:%d after %d", r.Text, i, g.Start, g.End, end)
		}
		end = g.End
	}
	if end != len(r.Text) {
		t.Fatalf("%q: glyphs cover %d of %d bytes", r.Text, end, len(r.Text))
	}
}

// checkWidths wants justified lines with a space in them to fill the measure.
func checkWidths(t *testing.T, seed int64, c *Composer, lines []Line, st Style, measure layout.Length) {
	t.Helper()
	for n, l := range lines {
		last := l.Boxes[len(l.Boxes)-1].Run
		forced := n == len(lines)-1
		if !forced {
			first := lines[n+1].Boxes[0].Run
			forced = first.Offset > 0 && !strings.HasSuffix(last.Text, "\u00ad") && endsByForce(lines, n)
		}
		gaps := strings.Count(strings.TrimRight(text([]Line{l}), " "), " ")
		if st.Align != layout.AlignJustify || st.Balance || forced || gaps == 0 {
			continue
		}
		if l.Width > measure { // overfull: reported by the breaker, set as tight as may be
			continue
		}
		if l.Width != measure {
			t.Fatalf("seed %d: line %d is %s wide, want %s: %q", seed, n, l.Width, measure, text([]Line{l}))
		}
	}
}

// endsByForce says whether line n is ragged because the writer ended it: its
// spaces have their natural width.
func endsByForce(lines []Line, n int) bool {
	for _, b := range lines[n].Boxes {
		for _, g := range b.Run.Glyphs {
			if b.Run.Text[g.Start:g.End] == " " && g.Advance == b.Run.Size.Scale(int64(b.Run.Face.Advance(g.ID)), int64(b.Run.Face.UnitsPerEm)) {
				return true
			}
		}
	}
	return false
}

func TestHyphenStandsForSoftHyphen(t *testing.T) {
	c := composer(t, usual)
	lines := c.Paragraph(plain("The characterization of counterproductive immigration policies by international organizations"), c.Running(), 110*layout.Point)
	hyphens := 0
	for i, l := range lines {
		last := l.Boxes[len(l.Boxes)-1].Run
		if strings.HasSuffix(last.Text, "\u00ad") != l.Hyphenated {
			t.Errorf("line %d ends in %q, hyphenated is %v", i, last.Text, l.Hyphenated)
		}
		if l.Hyphenated {
			hyphens++
		}
	}
	if hyphens == 0 {
		t.Error("no line of a narrow column is hyphenated")
	}
	if last := lines[len(lines)-1]; text([]Line{last}) == "tions" || last.Hyphenated {
		t.Errorf("the last word is hyphenated: %q", text([]Line{last}))
	}
}

func TestHyphenationOff(t *testing.T) {
	s := usual
	s.Hyphenate = false
	c := composer(t, s)
	for _, l := range c.Paragraph(plain(strings.Repeat("characterization counterproductive ", 12)+"end"), c.Running(), 110*layout.Point) {
		if l.Hyphenated {
			t.Fatalf("hyphenated: %q", text([]Line{l}))
		}
	}
}

func TestMissingCharacterIsAProblemOnceAPlace(t *testing.T) {
	c := composer(t, usual)
	file := &source.File{Name: "letter.md", Data: []byte("A bird 🐦 and a bird 🐦.")}
	in := []source.Inline{{Kind: source.InlineText, Text: string(file.Data), Span: source.Span{File: file, End: len(file.Data)}}}
	c.Paragraph(InlinePieces(in, &layout.Element{ID: "p"}), c.Running(), c.Measure)
	c.Paragraph(InlinePieces(in, &layout.Element{ID: "p"}), c.Running(), c.Measure)
	var places []string
	for _, p := range c.Problems {
		places = append(places, p.Span.String()+" "+p.Code)
	}
	if got, want := strings.Join(places, ", "), "letter.md:1:8 missing-character, letter.md:1:21 missing-character"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestInlinePieces(t *testing.T) {
	in := []source.Inline{
		{Kind: source.InlineText, Text: "See "},
		{Kind: source.InlineEmphasis, Kids: []source.Inline{{Kind: source.InlineText, Text: "Doe"}, {Kind: source.InlineEmphasis, Kids: []source.Inline{{Kind: source.InlineText, Text: " v. "}}}}},
		{Kind: source.InlineStrong, Kids: []source.Inline{{Kind: source.InlineLink, Href: "https://x.example", Kids: []source.Inline{{Kind: source.InlineText, Text: "Roe"}}}}},
		{Kind: source.InlineBreak},
		{Kind: source.InlineText, Text: "end"},
	}
	e := &layout.Element{Role: layout.RoleP, ID: "p1"}
	var got []string
	for _, p := range InlinePieces(in, e) {
		got = append(got, fmt.Sprintf("%q at %d bold=%v italic=%v %s", p.Text, p.Offset, p.Bold, p.Italic, p.Element.Role))
	}
	want := []string{
		`"See " at 0 bold=false italic=false P`,
		`"Doe" at 4 bold=false italic=true P`,
		`" v. " at 7 bold=false italic=false P`,
		`"Roe" at 11 bold=true italic=false Link`,
		`"\nend" at 14 bold=false italic=false P`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if plain := source.PlainText(in); plain != "See Doe v. Roe\nend" {
		t.Errorf("plain text is %q", plain)
	}
}

// TestGalleyKeepsEveryStripOnce breaks random galleys: every strip is on exactly
// one page, in order, and inside the text block.
func TestGalleyKeepsEveryStripOnce(t *testing.T) {
	c := composer(t, usual)
	for seed := range int64(200) {
		rng := rand.New(rand.NewSource(seed))
		g := &Galley{}
		for range 1 + rng.Intn(30) {
			lines := make([]Line, 1+rng.Intn(9))
			for i := range lines {
				lines[i].Boxes = []layout.Box{{Kind: layout.BoxRule, Width: layout.Point, Height: layout.Point}}
				lines[i].Hyphenated = rng.Intn(6) == 0
			}
			g.Lines(lines, c.Leading, Rise(c.Leading), 0)
			g.Space(c.Leading)
		}
		pages, at := c.Paginate(g, Sheet{FirstTop: 300 * layout.Point, Top: 90 * layout.Point})
		n, last := 0, 0
		for _, pg := range pages {
			for _, b := range pg.Boxes {
				if b.Y < 90*layout.Point || b.Y > c.PageHeight-c.Bottom {
					t.Fatalf("seed %d: a box at %s is outside the text block", seed, b.Y)
				}
				n++
			}
		}
		for i := range g.Strips {
			if at.Page[i] < last {
				t.Fatalf("seed %d: strip %d is on page %d after page %d", seed, i, at.Page[i], last)
			}
			last = at.Page[i]
		}
		if n != len(g.Strips) {
			t.Fatalf("seed %d: %d boxes of %d strips", seed, n, len(g.Strips))
		}
	}
}

func TestPageLawThatCannotBeKeptIsAWarning(t *testing.T) {
	c := composer(t, usual)
	g := &Galley{}
	for i := range 60 { // more than a page that may be cut nowhere
		if i > 0 {
			g.Keep("address split")
		}
		g.Add(Strip{Height: c.Leading})
	}
	c.Paginate(g, Sheet{FirstTop: 72 * layout.Point, Top: 72 * layout.Point})
	if len(c.Problems) != 1 || !c.Problems[0].Warning || !strings.Contains(c.Problems[0].Text, "address split") {
		t.Errorf("problems: %v", c.Problems)
	}
}

func TestStarts(t *testing.T) {
	run := func(offset int) *layout.Run { return &layout.Run{Text: "x", Offset: offset} }
	p3 := &layout.Element{Role: layout.RoleP, ID: "letter-p3"}
	pages := []*layout.Page{
		{Label: "1", Boxes: []layout.Box{{Run: run(0), Element: p3}}},
		{Label: "2", Boxes: []layout.Box{{Run: run(0)}, {Run: run(-1), Element: p3}, {Run: run(41), Element: p3}}},
	}
	want := "[{0 1 letter 0} {1 2 letter-p3 41}]"
	if got := fmt.Sprint(Starts("letter", pages)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func ExampleNest() {
	entries := []OutlineEntry{{"Facts", 1, 0}, {"Dates", 2, 4}, {"Law", 1, 9}}
	for _, h := range Nest(entries, func(e OutlineEntry) layout.Heading { return layout.Heading{Title: e.Title} }) {
		fmt.Println(h.Title, len(h.Kids))
	}
	// Output:
	// Facts 1
	// Law 0
}
