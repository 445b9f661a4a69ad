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

// TestSectionNumbers numbers headings by rank, those of exhibits, quotations and lists not.
func TestSectionNumbers(t *testing.T) {
	body := "# A\n\n## B\n\n## C\n\n### D\n\n> # Q\n>\n> words\n\n# E\n\n- ## L\n\n  words\n\n## F\n\nwords\n\n# X {.exhibit}\n\n## Y\n\nwords\n\n# Z {.exhibit}\n"
	packet, problems := loadFiles(t, map[string]string{"letter.md": "---\nkind: letter\ndate: 2018-06-19\nto: [x]\nsignatories: []\nnumber-sections: true\n---\n" + body})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, b := range packet.Documents[0].Body {
		for len(b.Blocks) > 0 {
			b = b.Blocks[0]
		}
		if b.Kind == BlockHeading {
			got = append(got, b.SpokenHeading())
		}
	}
	if s, want := strings.Join(got, ", "), "1 A, 1.1 B, 1.2 C, 1.2.1 D, Q, 2 E, L, 2.1 F, X, Y, Z"; s != want {
		t.Errorf("the headings are %s, want %s", s, want)
	}
	text, exhibits := packet.Documents[0].Parts()
	if len(text) != 9 || len(exhibits) != 4 {
		t.Errorf("%d blocks and %d of exhibits", len(text), len(exhibits))
	}
}

// TestNoteOrder numbers notes as they are met on the page: that of a table's
// caption, which stands above it, before those in its cells.
func TestNoteOrder(t *testing.T) {
	body := "First.[^a]\n\n| A[^h] | B |\n| --- | --- |\n| x[^c] | y |\n\nTable: Caption[^t]\n\nLast.[^z]\n\n[^a]: a\n[^c]: c\n[^h]: h\n[^t]: t\n[^z]: z\n"
	packet, problems := loadFiles(t, map[string]string{"letter.md": "---\nkind: letter\ndate: 2018-06-19\nto: [x]\nsignatories: []\n---\n" + body})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	got := ""
	for i, n := range packet.Documents[0].Notes {
		if want := fmt.Sprint("letter-note", i+1); n.Number != i+1 || n.ID != want || n.Blocks[0].ID != want+"-p1" {
			t.Errorf("note %d is %d, %s, %s", i+1, n.Number, n.ID, n.Blocks[0].ID)
		}
		got += PlainText(n.Blocks[0].Inlines)
	}
	if got != "athcz" {
		t.Errorf("the notes are in the order %s", got)
	}
}
