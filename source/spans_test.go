package source

import (
	"fmt"
	"strings"
	"testing"
)

// TestMarks reads what Pandoc's marks make of words, and what is left alone.
func TestMarks(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"[Open *Act*]{.smallcaps}", "small-caps(Open emphasis(Act))"},
		{"[un *texto*]{lang=es-MX}, [x]{lang=\"fr\"}", "language es-MX(un emphasis(texto)), language fr(x)"},
		{"[a]{.smallcaps lang=es}", "language es(small-caps(a))"},
		{"[[a]{lang=es} b]{.smallcaps}", "small-caps(language es(a) b)"},
		{"a [b] {c} [d](https://e.f){g}", "a [b] {c} link(d){g}"},
		{`\[a\]{.b}`, "[a]{.b}"},
		{"[\"a\"]{.smallcaps}", "small-caps(“a”)"},
		{"*[a]{.smallcaps}*", "emphasis(small-caps(a))"},
		{"[a\nb]{.smallcaps} c", "small-caps(a b) c"},
		{"2^nd^ H~2~O x^a b^ 2^ 3", "2superscript(nd) Hsubscript(2)O x^a b^ 2^ 3"},
		{`1^a\^b^ ~~~ 5\~6~`, "1superscript(a^b) ~~~ 5~6~"},
		{"a^b^^c^", "a^b^^c^"},
		{"| a\n|   b *c\n| d*", "verse [0 2 0] a/b emphasis(c/d)"},
		{"> | a\n> |  b", "quotation verse [0 1] a/b"},
		{"- | a\n  |  b", "list item verse [0 1] a/b"},
		{"| a | b |", "| a | b |"},
		{"a\n| b", "a | b"},
	} {
		packet, problems := loadFiles(t, map[string]string{"letter.md": "---\nkind: letter\ndate: 2018-06-19\nto: [x]\nsignatories: []\n---\n" + c.body + "\n"})
		if problems.Errors() > 0 {
			t.Errorf("%q: %v", c.body, problems)
			continue
		}
		if got := spell(packet.Documents[0].Body); got != c.want {
			t.Errorf("%q is\n%s, want\n%s", c.body, got, c.want)
		}
	}
}

// spell writes blocks with their kinds, paragraphs without.
func spell(blocks []*Block) string {
	var parts []string
	for _, b := range blocks {
		s := string(b.Kind)
		switch {
		case b.Kind == BlockParagraph:
			s = spellInlines(b.Inlines)
		case b.Kind == BlockVerse:
			s += fmt.Sprint(" ", b.Indents, " ") + spellInlines(b.Inlines)
		default:
			s += " " + spell(b.Blocks)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

func spellInlines(inlines []Inline) string {
	var b strings.Builder
	for _, in := range inlines {
		switch in.Kind {
		case InlineText:
			b.WriteString(in.Text)
		case InlineBreak:
			b.WriteByte('/')
		case InlineLanguage:
			fmt.Fprintf(&b, "language %s(%s)", in.Lang, spellInlines(in.Kids))
		default:
			fmt.Fprintf(&b, "%s(%s)", in.Kind, spellInlines(in.Kids))
		}
	}
	return b.String()
}

// TestSectionNumbers numbers headings by rank, exhibits not.
func TestSectionNumbers(t *testing.T) {
	body := "# A\n\n## B\n\n## C\n\n### D\n\n# E\n\n## F\n\n# X {.exhibit}\n\n## Y\n\n# G\n"
	packet, problems := loadFiles(t, map[string]string{"letter.md": "---\nkind: letter\ndate: 2018-06-19\nto: [x]\nsignatories: []\nnumber-sections: true\n---\n" + body})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, b := range packet.Documents[0].Body {
		got = append(got, b.SpokenHeading())
	}
	if s, want := strings.Join(got, ", "), "1 A, 1.1 B, 1.2 C, 1.2.1 D, 2 E, 2.1 F, X, Y, 3 G"; s != want {
		t.Errorf("the headings are %s, want %s", s, want)
	}
	text, exhibits := packet.Documents[0].Parts()
	if len(text) != 6 || len(exhibits) != 3 {
		t.Errorf("%d blocks and %d of exhibits", len(text), len(exhibits))
	}
}
