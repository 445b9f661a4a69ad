package main

import (
	"slices"
	"strings"
	"testing"
)

func TestSplitWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"one  two\nthree", "one|two|three"},
		{"immi\u00ADgration", "immigration"},
		{"immi\u00AD\ngration law", "immigration|law"},
		{"asylum-\nseeking", "asylum-|seeking"}, // a hard hyphen is the writer's
		{"cafe\u0301", "caf\u00E9"},
		{"o\u200Bf\u200Bfice", "office"},
		{"a\u00A0b", "a|b"},
		{"", ""},
	} {
		if got := strings.Join(splitWords(c.text), "|"); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestWordDiff(t *testing.T) {
	f := strings.Fields
	for _, c := range []struct {
		got, want string
		at        string // "" equal
	}{
		{"a b c", "a b c", ""},
		{"a x c", "a b c", "word 2 "},
		{"a b", "a b c", "word 3 "},
		{"a b c d", "a b c", "word 4 "},
		{"b a c", "a b c", "word 1 "},
	} {
		diff := wordDiff(f(c.got), f(c.want))
		if (diff == "") != (c.at == "") || !strings.HasPrefix(diff, c.at) {
			t.Errorf("%s against %s: %q", c.got, c.want, diff)
		}
	}
	if diff := wordsMissing(f("a page 2 b c"), f("a b c")); diff != "" {
		t.Error(diff)
	}
	if diff := wordsMissing(f("a c b"), f("a b c")); !strings.HasPrefix(diff, `word 3 of 3, "c"`) {
		t.Errorf("wrong order: %q", diff)
	}
}

func TestParseStructText(t *testing.T) {
	root := parseStructText(strings.Join([]string{
		`Document`,
		`  H1 "The title of the element" (block)`,
		`    "The `,
		`title"`,
		`  P (block):`,
		`     /TextAlign /Center`,
		`    "a "quoted" wo"`,
		`    Span (inline)`,
		`      "rd, then imm­"`,
		`    "igration"`,
		`  L (block)`,
		`    LI (block)`,
		`      Lbl (block)`,
		`        "1."`,
		`      LBody (block)`,
		`        "one"`,
		`        Link (inline)`,
		`          Object 12 0`,
		`          " more"`,
		`  Figure`,
		`    (No content?)`,
		``,
	}, "\n"))
	want := []string{"The", "title", "a", `"quoted"`, "word,", "then", "immigration", "1.", "one", "more"}
	if got := splitWords(root.plain()); !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
	for kind, n := range map[string]int{"Document": 1, "H1": 1, "P": 1, "LI": 1, "Figure": 1, "Span": 1, "Table": 0} {
		if got := len(root.find(kind)); got != n {
			t.Errorf("%d elements %s, want %d", got, kind, n)
		}
	}
}

func TestStructWords(t *testing.T) {
	got, err := structWords(t.Context(), sample("good.pdf"))
	need(t, err)
	want := strings.Fields("A Good Document Some body text, with a list: • one • two Figure 1: A rectangle A B 1 2")
	if diff := wordDiff(got, want); diff != "" {
		t.Error(diff)
	}
	if _, err := structWords(t.Context(), sample("bad.pdf")); err == nil || !strings.Contains(err.Error(), "no structure tree") {
		t.Errorf("of an untagged file: %v", err)
	}
	for name, read := range map[string]func() ([]string, error){
		"pdftotext": func() ([]string, error) { return pdftotextWords(t.Context(), sample("good.pdf")) },
		"mutool":    func() ([]string, error) { return mutoolWords(t.Context(), sample("good.pdf")) },
	} {
		got, err := read()
		need(t, err)
		if diff := wordsMissing(got, strings.Fields("A Good Document Some body text, with a list:")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestEPUBWords(t *testing.T) {
	got, err := epubWords(sample("good.epub"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := wordDiff(got, strings.Fields("Chapter One Some text.")); diff != "" {
		t.Error(diff)
	}
}

func TestXHTMLText(t *testing.T) {
	const head = `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>No</title></head>`
	for _, c := range []struct{ body, want string }{
		{`<body><p>One<br/>two <em>thr</em>ee</p><p>four</p></body>`, "One|two|three|four"},
		{`<body><p>a&#xAD;b <span role="doc-pagebreak" id="p2" aria-label="2"></span>c</p></body>`, "ab|\x1ep2\x1ec"},
		{`<body epub:type="cover"><p>No</p></body>`, ""},
		{`<body><section epub:type="titlepage"><p>No</p></section><p>yes</p></body>`, "yes"},
		{`<body><svg xmlns="http://www.w3.org/2000/svg"><title>No</title></svg><p hidden="hidden">no</p><p>yes</p></body>`, "yes"},
		{`<body><ul><li>x</li><li>y</li></ul></body>`, "x|y"},
	} {
		text, err := xhtmlText(strings.NewReader(head + c.body + "</html>"))
		if got := strings.Join(splitWords(text), "|"); err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.body, got, err, c.want)
		}
	}
	if _, err := xhtmlText(strings.NewReader(head + "<body><p></body></html>")); err == nil {
		t.Error("no error for broken markup")
	}
}

func TestPageBreaks(t *testing.T) {
	b := &book{At: make(map[string]int)}
	b.add("a.xhtml", "\n\x1ep1\x1eone two\x1ep2\x1e three")
	b.add("b.xhtml", "four \x1ep3\x1e")
	if got := strings.Join(b.Words, " "); got != "one two three four" {
		t.Errorf("words %q", got)
	}
	for at, want := range map[string]int{"a.xhtml#p1": 0, "a.xhtml#p2": 2, "b.xhtml#p3": 4} {
		if got := b.At[at]; got != want {
			t.Errorf("%s is at %d, want %d", at, got, want)
		}
	}
}

func TestTypographic(t *testing.T) {
	const text = `"Don't," he said---"a child's 'best' interests" ("so")`
	const want = `“Don’t,” he said—“a child’s ‘best’ interests” (“so”)`
	if got := typographic(text); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestSeedParts holds what is known of the record, so that a slip in reading it
// cannot weaken the word checks.
func TestSeedParts(t *testing.T) {
	release, letter := seedParts()
	r, l := strings.Fields(release), strings.Fields(letter)
	if len(r)+len(l) != len(strings.Fields(seedText)) {
		t.Errorf("%d and %d words of %d", len(r), len(l), len(strings.Fields(seedText)))
	}
	if strings.Join(r[:3], " ") != "FOR IMMEDIATE RELEASE" || r[len(r)-1] != "#" {
		t.Errorf("the release begins %q and ends %q", r[:3], r[len(r)-1])
	}
	if strings.Join(l[:4], " ") != "STATE OF NEW MEXICO" || l[len(l)-1] != "Representatives" {
		t.Errorf("the letter begins %q and ends %q", l[:4], l[len(l)-1])
	}
	if strings.ContainsAny(release+letter, `"'`) || strings.Contains(release, "---") {
		t.Error("typewriter quotes or dashes are left")
	}
	// 20 sign as attorney general "of", one "for the".
	if of, for_ := strings.Count(letter, "\nAttorney General of "), strings.Count(letter, "\nAttorney General for the "); of != 20 || for_ != 1 {
		t.Errorf("%d and %d signatories", of, for_)
	}
}
