package source

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const seedPacket = "../assets/packets/2018-06-19-family-separation"

func loadSeed(t testing.TB) *Packet {
	t.Helper()
	p, problems, err := Load(seedPacket, Overrides{})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	return p
}

// TestSeedWords compares the packet with the text that it was made from, word by
// word and in order. The words that come from labels and from the form of dates
// are added here.
func TestSeedWords(t *testing.T) {
	data, err := os.ReadFile("testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(data), "---", "—")
	text = regexp.MustCompile(`(^|[\s(])"`).ReplaceAllString(text, "${1}“")
	text = strings.NewReplacer(`"`, "”", "'", "’").Replace(text)
	want := strings.Fields(text)

	p := loadSeed(t)
	if len(p.Documents) != 2 {
		t.Fatalf("%d documents", len(p.Documents))
	}
	var b strings.Builder
	add := func(texts ...Text) {
		for _, x := range texts {
			b.WriteString(x.Value + "\n")
		}
	}
	day := func(d Date) {
		b.WriteString(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("January 2, 2006") + "\n")
	}
	body := func(d *Document) {
		for _, block := range d.Body {
			if block.Kind != BlockParagraph {
				t.Errorf("%s is a %s", block.ID, block.Kind)
			}
			b.WriteString(PlainText(block.Inlines) + "\n")
		}
	}
	release, letter := p.Documents[0], p.Documents[1]
	if r := release.Release; r == nil || r.Timing.Kind != "immediate" {
		t.Fatalf("the first document is no release for immediate release: %+v", r)
	} else {
		b.WriteString("FOR IMMEDIATE RELEASE\n")
		day(release.Date)
		b.WriteString("Contact: ")
		for _, c := range r.Contacts {
			add(c.Name, c.Title, c.Phone, c.Email)
		}
		add(r.Headline, r.Subhead, r.Dateline)
		body(release)
		add(r.EndMark)
	}
	if l := letter.Letter; l == nil {
		t.Fatal("the second document is no letter")
	} else {
		w := p.Office.Words
		add(w["jurisdiction"], w["name"], w["official"], w["official-title"])
		day(letter.Date)
		add(l.Via)
		for _, a := range l.To {
			add(a.Lines...)
		}
		add(l.Subject...)
		add(l.Salutation)
		body(letter)
		add(l.Closing)
		for _, s := range l.Signatories {
			add(s.Name)
			add(s.Title...)
		}
		add(l.Enclosures...)
		b.WriteString("cc: ")
		for _, c := range l.CC {
			add(c.Lines...)
		}
		add(l.Postscript)
	}
	got := strings.Fields(b.String())
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			from, to := max(i-5, 0), i+5
			t.Fatalf("word %d: got …%s…, want …%s…", i+1, strings.Join(got[from:min(to, len(got))], " "), strings.Join(want[from:min(to, len(want))], " "))
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d words, want %d", len(got), len(want))
	}
}

// TestSeedFacts holds what an office would get wrong: the release speaks of 21
// attorneys general, names 20 beside New Mexico, and all of them sign.
func TestSeedFacts(t *testing.T) {
	p := loadSeed(t)
	release, letter := p.Documents[0], p.Documents[1]
	l := letter.Letter
	if len(l.To) != 2 || len(l.Signatories) != 21 || len(l.CC) != 2 || len(release.Body) != 7 || len(letter.Body) != 6 {
		t.Errorf("%d addresses, %d signatories, %d copies, %d and %d paragraphs", len(l.To), len(l.Signatories), len(l.CC), len(release.Body), len(letter.Body))
	}
	if got := l.Signatories[4].Title[0].Value; got != "Attorney General for the District of Columbia" {
		t.Errorf("the fifth signatory is %q", got)
	}
	named := PlainText(release.Body[5].Inlines)
	for _, s := range l.Signatories[1:] {
		state := strings.NewReplacer("Attorney General of ", "", "Attorney General for the ", "").Replace(s.Title[0].Value)
		if !strings.Contains(named, state) {
			t.Errorf("the release does not name %s", state)
		}
	}
	if got := strings.Count(named, ",") + 1; got != 20 {
		t.Errorf("the release names %d states", got)
	}
	for _, c := range []struct{ what, got, want string }{
		{"the letter's title", letter.Title.Value, "Letter to the Honorable Jeff Sessions and the Honorable Kirstjen Nielsen, June 19, 2018"},
		{"the release's title", release.Title.Value, release.Release.Headline.Value},
		{"the dateline", release.Release.Dateline.Value, "Las Cruces, NM –"},
		{"the end mark", release.Release.EndMark.Value, "#"},
		{"the release's letterhead", release.Letterhead.Value, ""},
		{"the letter's letterhead", letter.Letterhead.Value, "new-mexico-attorney-general"},
		{"the identifier", p.Identifier.Value, "urn:uuid:59bea48a-ed66-512f-b0f6-cc5c21168727"},
		{"the language", p.Language, "en-US"},
	} {
		if c.got != c.want {
			t.Errorf("%s is %q, want %q", c.what, c.got, c.want)
		}
	}
}

// TestStarter sees that what a newcomer is given has nothing wrong in it.
func TestStarter(t *testing.T) {
	p, problems, err := Load("../assets/packets/starter", Overrides{})
	if err != nil || len(problems) > 0 || len(p.Documents) != 2 {
		t.Fatal(problems, err)
	}
	if got := PlainText(p.Documents[0].Body[1].Inlines); !strings.HasPrefix(got, "“People") || !strings.HasSuffix(got, "all.”") {
		t.Errorf("quotation marks of %q", got)
	}
	if b := p.Documents[1].Body[2]; b.Kind != BlockList || !b.Ordered || b.Start != 1 || !b.Tight || len(b.Blocks) != 3 {
		t.Errorf("the list is %+v", b)
	}
}

// TestShow compares the JSON of packets with what is kept.
func TestShow(t *testing.T) {
	for _, path := range []string{seedPacket, "../assets/packets/starter", "testdata/full"} {
		p, problems, err := Load(path, Overrides{})
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		got, err := Show(p)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, filepath.Join("testdata", "show", filepath.Base(path)+".json"), got)
	}
}

// TestSchema compares the schema with what is kept.
func TestSchema(t *testing.T) {
	compare(t, "testdata/schema.json", Schema())
}

// compare holds a result to a file, which -update rewrites.
func compare(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
		for i := range min(len(g), len(w)) {
			if g[i] != w[i] {
				t.Fatalf("%s:%d: got %s, want %s", path, i+1, g[i], w[i])
			}
		}
		t.Fatalf("%s: %d lines, want %d", path, len(g), len(w))
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Load(seedPacket, Overrides{}); err != nil {
			b.Fatal(err)
		}
	}
}
