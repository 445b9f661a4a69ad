package source

import (
	"fmt"
	"strings"
	"testing"
)

// marked lists the blocks of a body with the languages that they are marked with.
func marked(blocks []*Block) string {
	var b strings.Builder
	for i, bl := range blocks {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(bl.Kind))
		if bl.Exhibit {
			b.WriteString("!")
		}
		if bl.Lang != "" {
			b.WriteString(":" + bl.Lang)
		}
		if len(bl.Blocks) > 0 && bl.Kind != BlockTable {
			fmt.Fprintf(&b, "(%s)", marked(bl.Blocks))
		}
	}
	return b.String()
}

func TestDivisions(t *testing.T) {
	for _, c := range []struct{ body, want, notes string }{
		{"::: {lang=es}\nUno.\n\nDos.\n:::\n\nThree.", "paragraph:es paragraph:es paragraph", ""},
		// Right after and before a paragraph; more colons, colons behind, capitals, quotation marks.
		{"One.\n:::: {lang=\"ES-mx\"} ::::\nDos.\n:::\nThree.", "paragraph paragraph:es-MX paragraph", ""},
		// In lists and quotations, and around them.
		{"> ::: {lang=es}\n> Uno.\n> :::\n>\n> Two.", "quotation(paragraph:es paragraph)", ""},
		{"::: {lang=es}\n> Uno.\n\n- Dos.\n:::\n", "quotation:es(paragraph) list:es(item(paragraph))", ""},
		{"- One.\n\n  ::: {lang=es}\n  Dos.\n  :::\n\n  Three.\n- Four.", "list(item(paragraph paragraph:es paragraph) item(paragraph))", ""},
		// Within each other: a line of colons closes the innermost.
		{"::: {lang=de}\nEins.\n\n::: {lang=es}\nDos.\n:::\nDrei.\n:::\nFour.", "paragraph:de paragraph:es paragraph:de paragraph", ""},
		// Verse, tables with their captions, headings.
		{"::: {lang=es}\n| Uno,\n| dos.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n: Tabla\n:::\n", "verse:es table:es", ""},
		{"# One {lang=es}\n\nTwo.\n\n::: {lang=es}\n# Anexo A {.exhibit lang=fr}\n\nUno.\n:::\n", "heading:es paragraph heading!:fr paragraph:es", ""},
		// A note is of the language of where it is written.
		{"::: {lang=es}\nUno[^1], dos[^2].\n\n[^1]: Nota.\n:::\n\n[^2]: Note.", "paragraph:es", "paragraph:es paragraph"},
		{"One[^1].\n\n::: {lang=de}\nEins.\n\n::: {lang=es}\n[^1]: Nota.\n\n    Otra.\n:::\n:::\n", "paragraph paragraph:de", "paragraph:es paragraph:es"},
		// Not at a line's beginning, or not three, it is text.
		{"One ::: two.\n\n:: {lang=es}\n\n\\::: {lang=es}", "paragraph paragraph paragraph", ""},
	} {
		t.Chdir(t.TempDir())
		write(t, map[string]string{"letter.md": strings.Replace(shortLetter, "Text.", c.body, 1)})
		p, problems, err := Load("letter.md", Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		if len(problems) > 0 {
			t.Errorf("%q: %v", c.body, problems)
		}
		d := p.Documents[0]
		if got := marked(d.Body); got != c.want {
			t.Errorf("%q: %s, want %s", c.body, got, c.want)
		}
		var notes []string
		for _, n := range d.Notes {
			notes = append(notes, marked(n.Blocks))
		}
		if got := strings.Join(notes, " "); got != c.notes {
			t.Errorf("%q: notes %s, want %s", c.body, got, c.notes)
		}
		var langs []string
		d.Languages(func(lang string) { langs = append(langs, lang) })
		if n := strings.Count(c.want+c.notes, ":"); len(langs) != n {
			t.Errorf("%q: languages %q", c.body, langs)
		}
	}
}
