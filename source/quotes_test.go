package source

import (
	"strings"
	"testing"
)

// TestQuotesOfALanguage: a document, a division and a note have the quotation marks
// of their language; an apostrophe is the same in all of them.
func TestQuotesOfALanguage(t *testing.T) {
	t.Chdir(t.TempDir())
	body := "\"L'un 'ou' l'autre\"[^1] 'a.\n\n::: {lang=de}\n\"Eins 'zwei' drei's\"\n\n[^1]: \"Note\"\n:::\n\n::: {lang=en}\n\"One\"\n:::\n\n\"Fin\"."
	write(t, map[string]string{"letter.md": strings.Replace(strings.Replace(shortLetter, "date:", "language: fr\nsubject: L'objet \"a\"\ndate:", 1), "Text.", body, 1)})
	quotes := map[string]Quotes{"fr": {"«\u00a0", "\u00a0»", "“", "”"}, "de": {"„", "“", "‚", "‘"}}
	p, problems, err := Load("letter.md", Overrides{Own: func(string) (Own, error) {
		return Own{Quotes: func(lang string) (Quotes, bool) { q, ok := quotes[lang]; return q, ok }}, nil
	}})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	d := p.Documents[0]
	got := []string{d.Letter.Subject[0].Value}
	for _, b := range d.Body {
		got = append(got, PlainText(b.Inlines))
	}
	got = append(got, PlainText(d.Notes[0].Blocks[0].Inlines))
	want := []string{"L’objet «\u00a0a\u00a0»", "«\u00a0L’un “ou” l’autre\u00a0» ’a.", "„Eins ‚zwei‘ drei’s“", "“One”", "«\u00a0Fin\u00a0».", "„Note“"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
