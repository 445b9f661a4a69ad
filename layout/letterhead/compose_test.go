package letterhead

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/art"
	"chancery/layout/shape"
	"chancery/source"
)

var update = flag.Bool("update", false, "rewrite the goldens in testdata")

// office makes an office's file, and the words in it with their places.
func office(lines ...string) map[string]source.Text {
	f := &source.File{Name: "office.yaml", Data: []byte(strings.Join(lines, "\n"))}
	words := map[string]source.Text{}
	at := 0
	for _, l := range lines {
		key, value, _ := strings.Cut(l, ": ")
		start := at + len(key) + 2
		words[key] = source.Text{
			Value: strings.ReplaceAll(value, " | ", "\n"),
			Span:  source.Span{File: f, Start: start, End: start + len(value)},
		}
		at += len(l) + 1
	}
	return words
}

// seed are the words of the seed's letterhead.
func seed() map[string]source.Text {
	return office("jurisdiction: STATE OF NEW MEXICO", "name: OFFICE OF THE ATTORNEY GENERAL",
		"official: HECTOR H. BALDERAS", "official-title: ATTORNEY GENERAL")
}

// full are words for every key.
func full() map[string]source.Text {
	return office("jurisdiction: Example County", "name: Office of the County Clerk", "official: Jane Q. Public",
		"official-title: County Clerk", "address: 100 Court Street | Example, NM 87000", "phone: (505) 555-0100",
		"fax: (505) 555-0101", "web: clerk.example", "email: clerk@clerk.example")
}

func input(t testing.TB, lh *layout.Letterhead, words map[string]source.Text) Input {
	t.Helper()
	family, err := fonts.Lookup("STIX Two Text")
	if err != nil {
		t.Fatal(err)
	}
	return Input{
		Letterhead: lh, Words: words, PageWidth: 612 * layout.Point, PageHeight: 792 * layout.Point,
		Lang: "en-US", Shaper: shape.NewShaper(), Family: family, Parent: &layout.Element{Role: layout.RoleDocument},
	}
}

func load(t testing.TB, name string) *layout.Letterhead {
	t.Helper()
	lh, problems := Load(shipped(t), name)
	if problems != nil {
		t.Fatal(problems)
	}
	return lh
}

// TestShipped walks the letterheads that Chancery carries: each holds the seed's
// words and the fullest office on both page sizes, from a file that nothing is
// wrong with, and keeps clear of the date.
func TestShipped(t *testing.T) {
	for _, s := range List(shipped(t)) {
		if s.Problems != nil || s.Description == "" {
			t.Errorf("%s: %q %v", s.Name, s.Description, s.Problems)
		}
		lh := load(t, s.Name)
		for _, words := range []map[string]source.Text{seed(), full()} {
			for _, size := range [][2]layout.Length{{612 * layout.Point, 792 * layout.Point}, {39015384, 55174912}} {
				in := input(t, lh, words)
				in.PageWidth, in.PageHeight = size[0], size[1]
				boxes, masthead, problems := Compose(in)
				if problems != nil || len(boxes) == 0 || len(masthead.Lines) == 0 {
					t.Errorf("%s on %s: %d boxes, %v", s.Name, size[0], len(boxes), problems)
				}
				for _, b := range boxes {
					if foot := b.Y + b.Height; foot > lh.DateBaseline-12*layout.Point {
						t.Errorf("%s: ink down to %s, the date stands at %s", s.Name, foot, lh.DateBaseline)
					}
				}
			}
		}
		for key := range lh.Settings {
			if !contains(settingKeys, key) {
				t.Errorf("%s: setting %q", s.Name, key)
			}
		}
	}
}

// TestGolden holds the boxes and the masthead of the shipped letterheads.
func TestGolden(t *testing.T) {
	for name, words := range map[string]map[string]source.Text{
		"new-mexico-attorney-general": seed(),
		"plain":                       full(),
	} {
		in := input(t, load(t, name), words)
		boxes, masthead, problems := Compose(in)
		if problems != nil {
			t.Fatal(problems)
		}
		doc := &layout.Document{Name: name, Language: "en-US", Root: in.Parent, Pages: []*layout.Page{{
			Label: "1", Width: in.PageWidth, Height: in.PageHeight, Boxes: boxes,
		}}}
		var b strings.Builder
		b.WriteString(layout.Dump(doc))
		b.WriteString("\nmasthead\n")
		for _, l := range masthead.Lines {
			fmt.Fprintf(&b, "  %s\n", describe(l))
		}
		path := filepath.Join("testdata", name+".dump")
		if *update {
			if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if b.String() != string(want) {
			t.Errorf("%s is\n%s\nwant\n%s", path, b.String(), want)
		}
	}
}

func describe(l layout.MastheadLine) string {
	s := [...]string{"left", "center", "right", "justify"}[l.Align]
	for _, style := range []struct {
		on   bool
		name string
	}{{l.SmallCaps, "small capitals"}, {l.Bold, "bold"}, {l.Italic, "italic"}} {
		if style.on {
			s += ", " + style.name
		}
	}
	switch {
	case l.Art != nil:
		return fmt.Sprintf("%s: drawing, alt %q", s, l.Alt)
	case l.Image != nil:
		return fmt.Sprintf("%s: image %s, alt %q", s, l.Image.Name, l.Alt)
	}
	return s + ": " + l.Text
}

// said gives the words of boxes with their elements and places in the words, a
// line each.
func said(boxes []layout.Box) string {
	var b strings.Builder
	for _, x := range boxes {
		id := "artifact"
		if x.Element != nil {
			id = fmt.Sprintf("%s %s", x.Element.Role, x.Element.ID)
		}
		switch x.Kind {
		case layout.BoxText:
			fmt.Fprintf(&b, "%s %d at %s: %s\n", id, x.Run.Offset, x.Y, x.Run.Text)
		case layout.BoxRule:
			fmt.Fprintf(&b, "%s at %s: rule\n", id, x.Y)
		default:
			fmt.Fprintf(&b, "%s at %s %s: %s × %s\n", id, x.X, x.Y, x.Width, x.Height)
		}
	}
	return b.String()
}

// TestFill is about words that are missing, labels, and words of several lines.
func TestFill(t *testing.T) {
	lines := func(texts ...string) []layout.Region {
		r := layout.Region{Name: "r", Width: 500 * layout.Point, Height: 200 * layout.Point, Rule: layout.Point / 2}
		for i, s := range texts {
			r.Lines = append(r.Lines, layout.RegionLine{Text: s, Size: 10 * layout.Point, Baseline: layout.Length(20+12*i) * layout.Point})
		}
		return []layout.Region{r}
	}
	const rule = "artifact at 0: rule\n"
	for _, c := range []struct {
		name  string
		lines []layout.Region
		words map[string]source.Text
		want  string
	}{
		{"one word", lines("{name}"), office("name: Clerk"), rule + "P office-name 0 at 20: Clerk\n"},
		{"no word at all", lines("{name}", "{phone}"), office(), ""},
		{"an empty word", lines("{name}"), office("name: "), ""},
		{"the first line is missing", lines("{name}", "{phone}", "{web}"), office("phone: 1", "web: w"), rule + "P office-phone 0 at 20: 1\nP office-web 0 at 32: w\n"},
		{"one between is missing", lines("{name}", "{phone}", "{web}"), office("name: n", "web: w"), rule + "P office-name 0 at 20: n\nP office-web 0 at 32: w\n"},
		{"several lines", lines("{name}", "{address}", "{web}"), office("name: n", "address: a | b | c", "web: w"),
			rule + "P office-name 0 at 20: n\nP office-address 0 at 32: a\nP office-address 2 at 44: b\nP office-address 4 at 56: c\nP office-web 0 at 68: w\n"},
		{"several lines first", lines("{address}", "{web}"), office("address: a | b", "web: w"),
			rule + "P office-address 0 at 20: a\nP office-address 2 at 32: b\nP office-web 0 at 44: w\n"},
		{"several lines alone", lines("{address}"), office("address: a | b"), rule + "P office-address 0 at 20: a\nP office-address 2 at 32: b\n"},
		{"a label", lines("Tel. {phone}"), office("phone: 1"), rule + "P office-phone -1 at 20: Tel. 1\n"},
		{"two words", lines("{phone} · {fax}"), office("phone: 1", "fax: 2"), rule + "P office-phone -1 at 20: 1 · 2\n"},
		{"two words, the first missing", lines("{phone} · {fax}"), office("fax: 2"), rule + "P office-fax 0 at 20: 2\n"},
		{"two words, the second missing", lines("{phone} · Fax {fax}"), office("phone: 1"), rule + "P office-phone 0 at 20: 1\n"},
		{"label of the second", lines("{phone} · Fax {fax}"), office("fax: 2"), rule + "P office-fax -1 at 20: Fax 2\n"},
		{"label at the end", lines("{phone} ({fax})"), office("phone: 1", "fax: 2"), rule + "P office-phone -1 at 20: 1 (2)\n"},
		{"label at the end of what is missing", lines("{phone} ({fax})"), office("phone: 1"), rule + "P office-phone 0 at 20: 1\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			boxes, masthead, problems := Compose(input(t, &layout.Letterhead{First: c.lines}, c.words))
			if problems != nil {
				t.Fatal(problems)
			}
			if got := said(boxes); got != c.want {
				t.Errorf("boxes\n%swant\n%s", got, c.want)
			}
			if got, want := len(masthead.Lines), strings.Count(c.want, "P "); got != want {
				t.Errorf("the masthead has %d lines, want %d", got, want)
			}
		})
	}
}

// TestElements: an office's line is one element under its parent.
func TestElements(t *testing.T) {
	in := input(t, load(t, "plain"), full())
	boxes, _, _ := Compose(in)
	seen := map[*layout.Element]bool{}
	for _, b := range boxes {
		if b.Element == nil {
			continue
		}
		if b.Element.Parent != in.Parent {
			t.Errorf("%s has another parent", b.Element.ID)
		}
		seen[b.Element] = true
	}
	if len(seen) != 8 {
		t.Errorf("%d elements, want 8", len(seen))
	}
}

func TestSeal(t *testing.T) {
	wide, err := art.SVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0H20V10H0z"/></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	leaves, err := art.SVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0H11V10H0z"/></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	at := office("seal: seal.svg")["seal"].Span
	tall := &layout.Image{Name: "seal.png", Width: 100, Height: 200}
	for _, c := range []struct {
		name, head, want, masthead, problems string
		set                                  func(in *Input)
	}{
		{"none", "new-mexico-attorney-general", "artifact at 277 74: 58 × 58", `center: drawing, alt ""`, "", func(*Input) {}},
		{"wide", "new-mexico-attorney-general", "Figure office-seal at 277 88.5: 58 × 29", `center: drawing, alt "Our seal"`, "",
			func(in *Input) { in.Seal, in.SealAlt = wide, "Our seal" }},
		{"tall image", "new-mexico-attorney-general", "artifact at 291.5 74: 29 × 58", `center: image seal.png, alt ""`, "",
			func(in *Input) { in.SealImage = tall }},
		{"no room", "plain", "", "", `office.yaml:1:7: warning: letterhead "plain" has no region for a seal, so it is not shown [no-seal-room]
seal: seal.svg
      ^^^^^^^^
hint: give one of its regions "art", or choose another letterhead`, func(in *Input) { in.Seal = wide }},
		{"beyond its viewBox", "new-mexico-attorney-general", "artifact at 277 74: 58 × 58", `center: drawing, alt ""`, `office.yaml:1:7: error: the drawing is 5.8 pt larger than letterhead region "emblem": it leaves its own viewBox [letterhead-overflow]
seal: seal.svg
      ^^^^^^^^
hint: shorten the words, or make the region larger or the type smaller in letterhead.yaml
new-mexico-attorney-general/letterhead.yaml:39:5: note: the region
  - region: emblem
    ^^^^^^`, func(in *Input) { in.Seal = leaves }},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, load(t, c.head), seed())
			in.SealSpan = at
			c.set(&in)
			boxes, masthead, problems := Compose(in)
			if got := problems.Error(); got != c.problems {
				t.Errorf("problems\n%s\nwant\n%s", got, c.problems)
			}
			if got := said(boxes); c.want != "" && !strings.Contains(got, c.want+"\n") {
				t.Errorf("boxes\n%swant\n%s", got, c.want)
			}
			found := c.masthead == ""
			for _, l := range masthead.Lines {
				found = found || describe(l) == c.masthead
			}
			if !found {
				t.Errorf("masthead %v lacks %s", masthead.Lines, c.masthead)
			}
		})
	}
}

// TestCertification: a region for the office's certification is a field of its own,
// in a Form under the document, and off unless a letterhead says so.
func TestCertification(t *testing.T) {
	for name := range map[string]bool{"plain": true, "new-mexico-attorney-general": true} {
		for _, reg := range load(t, name).First {
			if reg.Certification {
				t.Errorf("%s has a field", name)
			}
		}
	}
	yaml := strings.Replace(good, "    width: 58\n    y: 36\n    height: 58\n    art: seal.svg\n    alt: A star\n", "    width: 116\n    y: 40\n    height: 58\n    certification: true\n", 1)
	lh, problems := Load(folder(yaml), "small")
	if problems != nil {
		t.Fatal(problems)
	}
	in := input(t, lh, seed())
	in.Field = func() string { return "Signature of the office" }
	boxes, masthead, problems := Compose(in)
	if problems != nil {
		t.Error(problems)
	}
	b := boxes[len(boxes)-1]
	if b.Kind != layout.BoxField || b.Name != CertificationField || b.Element.Role != layout.RoleForm || b.Element.Alt != "Signature of the office" ||
		b.Element.Parent != in.Parent || b.X != 424*layout.Point || b.Y != 40*layout.Point || b.Width != 116*layout.Point || b.Height != 58*layout.Point {
		t.Errorf("the field: %+v, %+v", b, b.Element)
	}
	for _, l := range masthead.Lines {
		if l.Text == "" {
			t.Errorf("the masthead has %v", l)
		}
	}
	in.Words = nil
	if boxes, _, _ := Compose(in); len(boxes) != 0 {
		t.Errorf("an office without words has %v", boxes)
	}
}

func TestOverflow(t *testing.T) {
	words := office("jurisdiction: STATE OF NEW MEXICO", "name: OFFICE OF THE ATTORNEY GENERAL AND OF EVERYTHING ELSE THAT COMES TO MIND", "official: \u4e2d")
	in := input(t, load(t, "new-mexico-attorney-general"), words)
	in.Letterhead.First[1].Y = 750 * layout.Point
	in.Letterhead.First[0].Lines[0].Baseline = 2 * layout.Point
	in.Letterhead.First[2].Height = 10 * layout.Point
	_, _, problems := Compose(in)
	var got []string
	for _, p := range problems {
		got = append(got, strings.SplitN(p.String(), "\n", 2)[0])
	}
	want := []string{
		`office.yaml:1:15: error: “STATE OF NEW MEXICO” is 5.1 pt above the top of letterhead region "office" [letterhead-overflow]`,
		`office.yaml:2:7: error: “OFFICE OF THE ATTORNEY GENERAL AND OF EVERYTHING ELSE THAT COMES TO MIND” is 223.9 pt wider than letterhead region "office" [letterhead-overflow]`,
		`new-mexico-attorney-general/letterhead.yaml:39:5: error: letterhead region "emblem" leaves the page by 16 pt [letterhead-overflow]`,
		`office.yaml:3:11: error: no face has the character '中' (U+4E2D) [missing-character]`,
		`office.yaml:3:11: error: “中” is 5.9 pt below the foot of letterhead region "official" [letterhead-overflow]`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("problems\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func BenchmarkCompose(b *testing.B) {
	in := input(b, load(b, "new-mexico-attorney-general"), seed())
	b.ReportAllocs()
	for range b.N {
		in.Shaper = shape.NewShaper()
		if _, _, problems := Compose(in); problems != nil {
			b.Fatal(problems)
		}
	}
}

func ExampleCompose() {
	lh := &layout.Letterhead{Name: "tiny", First: []layout.Region{{
		Name: "office", X: 72 * layout.Point, Y: 36 * layout.Point, Width: 200 * layout.Point, Height: 20 * layout.Point,
		Lines: []layout.RegionLine{{Text: "{name}", Size: 12 * layout.Point, Baseline: 12 * layout.Point}},
	}}}
	family, err := fonts.Lookup("STIX Two Text")
	if err != nil {
		fmt.Println(err)
		return
	}
	boxes, _, problems := Compose(Input{
		Letterhead: lh, Words: map[string]source.Text{"name": {Value: "County Clerk"}},
		PageWidth: 612 * layout.Point, PageHeight: 792 * layout.Point,
		Shaper: shape.NewShaper(), Family: family,
	})
	fmt.Println(boxes[0].X, boxes[0].Y, boxes[0].Run.Text, boxes[0].Element.ID, len(problems))
	// Output: 72 48 County Clerk office-name 0
}
