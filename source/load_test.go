package source

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const shortLetter = "---\nkind: letter\ndate: 2018-06-19\nto: [Jane Roe]\nsignatories: []\n---\n\nText.\n"

func write(t *testing.T, files map[string]string) {
	t.Helper()
	for name, data := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestUsage sees that what is no packet is told apart from a packet with faults.
func TestUsage(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, map[string]string{"empty/x": "", "letter.txt": "x", "letter.md": shortLetter})
	for _, c := range []struct {
		path  string
		flags map[string]string
		want  string
	}{
		{"nowhere", nil, `there is no packet at "nowhere"`},
		{"letter.md/x", nil, `there is no packet at "letter.md/x"`},
		{"empty", nil, `the folder holds no packet.yaml`},
		{"letter.txt", nil, `"letter.txt" is no packet`},
		{"letter.md", map[string]string{"size": "100"}, `--size cannot be "100"`},
		{"letter.md", map[string]string{"colour": "red"}, `"colour" is no setting`},
	} {
		p, problems, err := Load(c.path, Overrides{Settings: c.flags})
		var usage *UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), c.want) || p != nil || problems != nil {
			t.Errorf("%s: %v, want %q", c.path, err, c.want)
		}
	}
}

// TestMachine sees that a file that may not be read is the machine's failure, not
// the source's.
func TestMachine(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("everything may be read here")
	}
	t.Chdir(t.TempDir())
	write(t, map[string]string{"letter.md": shortLetter})
	if err := os.Chmod("letter.md", 0); err != nil {
		t.Fatal(err)
	}
	_, _, err := Load("letter.md", Overrides{})
	var usage *UsageError
	if err == nil || errors.As(err, &usage) || !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), "letter.md") {
		t.Error(err)
	}
}

// TestPaths sees that a packet is found by its folder, by its packet.yaml and as
// one file, and the office above it.
func TestPaths(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, map[string]string{
		"office.yaml":               "name: The Office\n",
		"packets/one/packet.yaml":   "documents: [letter.md]\n",
		"packets/one/letter.md":     shortLetter,
		"packets/one/sub/letter.md": shortLetter,
	})
	abs, err := filepath.Abs("packets/one")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, name, office string }{
		{"packets/one", "one", "office.yaml"},
		{"packets/one/", "one", "office.yaml"},
		{"packets/one/packet.yaml", "one", "office.yaml"},
		{"packets/one/letter.md", "letter", "office.yaml"},
		{abs, "one", filepath.Join(filepath.Dir(filepath.Dir(abs)), "office.yaml")},
	} {
		p, problems, err := Load(c.path, Overrides{})
		if err != nil || problems.Errors() > 0 {
			t.Fatal(c.path, problems, err)
		}
		if p.Name != c.name || len(p.Documents) != 1 || p.Office.Words["name"].Value != "The Office" || p.Office.File.Name != filepath.ToSlash(c.office) {
			t.Errorf("%s: name %q, %d documents, office %q", c.path, p.Name, len(p.Documents), p.Office.File.Name)
		}
		if warned := len(problems) == 1 && problems[0].Code == CodePacketUnused; warned != strings.HasSuffix(c.path, "letter.md") {
			t.Errorf("%s: %v", c.path, problems)
		}
	}
	t.Chdir("packets/one")
	p, problems, err := Load(".", Overrides{})
	if err != nil || len(problems) > 0 || p.Name != "one" || p.Office.File.Name != "../../office.yaml" {
		t.Errorf("%v %v %+v", problems, err, p)
	}
}

// TestNearestWins sees that the nearest setting holds and that Config names the
// place that set it.
func TestNearestWins(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, map[string]string{
		"office.yaml":   "name: The Office\nletterhead: office-head\nsize: 10\njustify: no\nhyphenate: no\n",
		"p/packet.yaml": "documents: [a.md, b.md]\nsize: 11\njustify: yes\n",
		"p/a.md":        strings.Replace(shortLetter, "signatories", "size: 12.50\nletterhead: own\nsignatories", 1),
		"p/b.md":        "---\nkind: release\nletterhead: none\ndate: 2018-06-19\nheadline: Headline\n---\n\nText.\n",
	})
	heads := map[string]map[string]string{
		"own":         {"face": "EB Garamond", "size": "9", "hyphenate": "true"},
		"office-head": {"page-size": "a4"},
	}
	p, problems, err := Load("p", Overrides{
		Settings: map[string]string{"page-size": "A4"},
		Own: func(string) (Own, error) {
			return Own{Letterhead: func(name string) map[string]string { return heads[name] }}, nil
		},
	})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	want := []Setting{
		{"", "title", "Headline", "documents", Span{}},
		{"", "identifier", p.Identifier.Value, "office and folder", Span{}},
		{"", "language", "en-US", "built in", Span{}},
		{"", "publisher", "The Office", "office.yaml:1", Span{}},
		{"", "author", "The Office", "office.yaml:1", Span{}},
		{"", "letterhead", "office-head", "office.yaml:2", Span{}},
		{"", "resources", "", "built in", Span{}},
		{"a", "language", "en-US", "built in", Span{}},
		{"a", "letterhead", "own", "p/a.md:6", Span{}},
		{"a", "page-size", "a4", "flag --page-size", Span{}},
		{"a", "face", "EB Garamond", "letterhead own", Span{}},
		{"a", "size", "12.5", "p/a.md:5", Span{}},
		{"a", "justify", "true", "p/packet.yaml:3", Span{}},
		{"a", "hyphenate", "false", "office.yaml:5", Span{}},
		{"a", "expansion", "2", "built in", Span{}},
		{"a", "smart-quotes", "true", "built in", Span{}},
		{"a", "number-sections", "false", "built in", Span{}},
		{"a", "print-links", "true", "built in", Span{}},
		{"a", "title", "Letter to Jane Roe, June 19, 2018", "built in", Span{}},
		{"b", "language", "en-US", "built in", Span{}},
		{"b", "letterhead", "none", "p/b.md:3", Span{}},
		{"b", "page-size", "a4", "flag --page-size", Span{}},
		{"b", "face", "STIX Two Text", "built in", Span{}},
		{"b", "size", "11", "p/packet.yaml:2", Span{}},
		{"b", "justify", "true", "p/packet.yaml:3", Span{}},
		{"b", "hyphenate", "false", "office.yaml:5", Span{}},
		{"b", "expansion", "2", "built in", Span{}},
		{"b", "smart-quotes", "true", "built in", Span{}},
		{"b", "number-sections", "false", "built in", Span{}},
		{"b", "print-links", "true", "built in", Span{}},
		{"b", "title", "Headline", "p/b.md:5", Span{}},
	}
	for i, s := range p.Config {
		s.Span = Span{} // its line is in From
		if i >= len(want) || s != want[i] {
			t.Errorf("got %+v, want %+v", s, want[min(i, len(want)-1)])
		}
	}
	if len(p.Config) != len(want) {
		t.Errorf("%d settings, want %d", len(p.Config), len(want))
	}
	if p.Documents[1].Letterhead.Value != "" || p.Documents[0].Settings != (Settings{"a4", "EB Garamond", "12.5", true, false, "2", true, false, true}) {
		t.Errorf("%+v %+v", p.Documents[1].Letterhead, p.Documents[0].Settings)
	}
}

// TestIdentifier sees where the packet's name comes from, and that neither the
// words of the packet nor the place of its folder play a part.
func TestIdentifier(t *testing.T) {
	for _, c := range []struct{ office, packet, want string }{
		{"", "", "urn:uuid:3747752e-6fbe-50ec-bb54-b328a66b0f79"},
		{"name: The Office\n", "", "urn:uuid:0085c091-f372-5186-a61a-2fb94c918857"},
		{"name: The Office\n", "title: Another\n", "urn:uuid:0085c091-f372-5186-a61a-2fb94c918857"},
		{"identifier: https://example.gov/packets/\n", "", "https://example.gov/packets/my%20packet"},
		{"identifier: https://example.gov/packets/\n", "identifier: urn:isbn:9780000000002\n", "urn:isbn:9780000000002"},
	} {
		t.Chdir(t.TempDir())
		write(t, map[string]string{"my packet/packet.yaml": c.packet + "documents: [a.md]\n", "my packet/a.md": shortLetter})
		if c.office != "" {
			write(t, map[string]string{"office.yaml": c.office})
		}
		p, problems, err := Load("my packet", Overrides{})
		if err != nil || len(problems) > 0 || p.Identifier.Value != c.want {
			t.Errorf("%q %q: got %s, want %s; %v %v", c.office, c.packet, p.Identifier.Value, c.want, problems, err)
		}
	}
}

// TestNameUUID compares with another implementation: Python's
// uuid.uuid5(uuid.NAMESPACE_URL, "https://example.gov").
func TestNameUUID(t *testing.T) {
	if got, want := NameUUID("https://example.gov"), "3753c622-255c-5960-896c-568de27793ad"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestPrefixes sees that documents' elements never share a name.
func TestPrefixes(t *testing.T) {
	for _, c := range []struct {
		files string
		want  string
	}{
		{"letter.md release.md", "letter release"},
		{"a/letter.md brief-ä.md brief-ö.md", "letter brief document3-brief"},
		{"2018.md ʻokina.md ä.md", "d2018 okina document"},
		{"letter.md letter-to.md letter-2.md", "letter document2-letter-to letter-2"},
		{"letter-cc-1.md letter.md", "letter-cc-1 document2-letter"},
		{"letter.md letter-p.md letter-plain.md", "letter document2-letter-p letter-plain"},
	} {
		var files []namedFile
		for _, f := range strings.Fields(c.files) {
			files = append(files, namedFile{path: f})
		}
		if got := strings.Join(idPrefixes(files), " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.files, got, c.want)
		}
	}
}

// TestIDs names every element of a packet with everything in it.
func TestIDs(t *testing.T) {
	p, _, err := Load("testdata/full", Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, d := range p.Documents {
		checkIDs(t, d)
		all = append(all, elementIDs(d)...)
	}
	for _, id := range []string{
		"release-date", "release-timing", "release-contact-1", "release-contact-1-name", "release-contact-1-phone", "release-contact-2-name",
		"release-headline", "release-subhead", "release-dateline", "release-end-mark", "release-p1",
		"brief-one-date", "brief-one-via", "brief-one-to-1", "brief-one-to-1-l3", "brief-one-to-2-l1", "brief-one-reference-2", "brief-one-reference-2-label",
		"brief-one-subject-l2", "brief-one-salutation", "brief-one-closing", "brief-one-signatory-1", "brief-one-signatory-1-name", "brief-one-signatory-1-title-2",
		"brief-one-enclosure-2", "brief-one-cc-1-l2", "brief-one-cc-2-l1", "brief-one-postscript", "brief-one-h2", "brief-one-l2", "brief-one-li4", "brief-one-q1", "brief-one-hr1", "brief-one-img2",
	} {
		if !slices.Contains(all, id) {
			t.Errorf("no element is named %q", id)
		}
	}
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	if len(slices.Compact(sorted)) != len(all) {
		t.Error("two elements of a packet have one name")
	}
}

// TestLinesHavePlaces sees that each line of an address knows its own place.
func TestLinesHavePlaces(t *testing.T) {
	p := loadSeed(t)
	line := p.Documents[1].Letter.To[1].Lines[3]
	if got := string(line.Span.File.Data[line.Span.Start:line.Span.End]); got != line.Value || got != "3801 Nebraska Avenue, N.W." {
		t.Errorf("%q stands at %q", line.Value, got)
	}
}

// TestDefaultTitle makes titles of letters.
func TestDefaultTitle(t *testing.T) {
	to := func(names ...string) *Letter {
		l := &Letter{}
		for _, n := range names {
			l.To = append(l.To, InsideAddress{Name: n})
		}
		return l
	}
	date := Date{Year: 2018, Month: 6, Day: 9}
	for _, c := range []struct {
		d    Document
		want string
	}{
		{Document{Letter: to("A"), Date: date}, "Letter to A, June 9, 2018"},
		{Document{Letter: to("The Honorable A", "B", "The C"), Date: date}, "Letter to the Honorable A, B, and the C, June 9, 2018"},
		{Document{Letter: to()}, "Letter"},
		{Document{Release: &Release{Headline: Text{Value: "H"}}}, "H"},
	} {
		if got := c.d.DefaultTitle().Value; got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestRetitle gives letters without a title one in their own language, the packet
// too where it has its title from them, and leaves alone what is written.
func TestRetitle(t *testing.T) {
	letter := func(name, title string) *Document {
		d := &Document{Name: name, Letter: &Letter{To: []InsideAddress{{Name: "A"}}}, Title: Text{Value: title}}
		if d.titled = title != ""; !d.titled {
			d.Title = d.DefaultTitle()
		}
		return d
	}
	p := &Packet{Documents: []*Document{letter("a", ""), letter("b", "Ours"), letter("c", "")}, Title: Text{Value: "Letter to A"},
		Config: []Setting{{Key: "title", Value: "Letter to A"}, {Document: "a", Key: "title", Value: "Letter to A"}, {Document: "b", Key: "title", Value: "Ours"}}}
	p.Retitle(func(d *Document) string {
		if d.Name == "c" {
			return ""
		}
		return "Lettre à A"
	})
	got := []string{p.Title.Value}
	for _, d := range p.Documents {
		got = append(got, d.Title.Value)
	}
	for _, s := range p.Config {
		got = append(got, s.Value)
	}
	if want := "Lettre à A|Lettre à A|Ours|Letter to A|Lettre à A|Lettre à A|Ours"; strings.Join(got, "|") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "|"), want)
	}
}

// TestSameAnywhere sees that a packet reads the same in any folder and however it
// is named.
func TestSameAnywhere(t *testing.T) {
	want, err := Show(loadSeed(t))
	if err != nil {
		t.Fatal(err)
	}
	from, err := filepath.Abs(seedPacket)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "2018-06-19-family-separation")
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for _, path := range []string{dir, "."} {
		p, problems, err := Load(path, Overrides{})
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		if got, err := Show(p); err != nil || string(got) != string(want) {
			t.Errorf("%s reads otherwise: %v", path, err)
		}
	}
}
