package epub

import (
	"errors"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/source"
)

const mark = "¦"

// marked is a body with its page breaks as marks and its other tags as they are.
func marked(t *testing.T, p *source.Packet, starts ...layout.PageStart) string {
	t.Helper()
	first := edition("release", "4f6c1d3e-0000-5000-8000-000000000002", append([]layout.PageStart{start("release-timing", 0)}, starts...)...)
	book, err := render(&Input{Packet: p, Layouts: []*layout.Document{first, nil}})
	if err != nil {
		t.Fatal(err)
	}
	body := book.Files[3].doc.body
	for {
		before, rest, found := strings.Cut(body, `<span epub:type="pagebreak"`)
		if !found {
			break
		}
		_, after, _ := strings.Cut(rest, "</span>")
		body = before + mark + after
	}
	if want := len(starts) + 1; strings.Count(body, mark) != want || len(book.Pages) != want {
		t.Errorf("%d marks and %d entries for %d pages", strings.Count(body, mark), len(book.Pages), want)
	}
	return body
}

// A page break stands before the very word that the printed page begins with.
func TestPageBreaks(t *testing.T) {
	const paragraphText = "Today the office of the Attorney General acted; see the affidavit on file."
	at := func(word string) int { return strings.Index(paragraphText, word) }
	for _, c := range []struct {
		name   string
		starts []layout.PageStart
		want   string
	}{
		{"at a paragraph's first word, after the dateline that is run in", []layout.PageStart{start("release-p1", 0)},
			`<p id="release-p1">` + mark + `<b class="dateline"`},
		{"in plain words", []layout.PageStart{start("release-p1", at("the office"))}, `Today ` + mark + `the <em>`},
		{"at the first word of emphasis", []layout.PageStart{start("release-p1", at("office"))}, `<em>` + mark + `office of`},
		{"inside emphasis", []layout.PageStart{start("release-p1", at("of the"))}, `<em>office ` + mark + `of the <em>`},
		{"inside emphasis in emphasis", []layout.PageStart{start("release-p1", at("Attorney"))}, `<em>` + mark + `Attorney</em>`},
		{"after emphasis", []layout.PageStart{start("release-p1", at("acted"))}, `</em> ` + mark + `acted;`},
		{"inside a link", []layout.PageStart{start("release-p1", at("affidavit"))}, `>the ` + mark + `affidavit on file</a>`},
		{"two pages in one paragraph", []layout.PageStart{start("release-p1", at("the office")), start("release-p1", at("acted"))},
			`Today ` + mark + `the <em>office of the <em>Attorney</em> General</em> ` + mark + `acted;`},
		{"before a heading", []layout.PageStart{start("release-h1", 0)}, mark + `<h2 id="release-h1">What`},
		{"inside a heading", []layout.PageStart{start("release-h1", 5)}, `<h2 id="release-h1">What ` + mark + `was filed`},
		{"at a list item's paragraph", []layout.PageStart{start("release-p3", 0)}, `<p id="release-p3">` + mark + `<strong>A brief`},
		{"at a list item", []layout.PageStart{start("release-i2", 0)}, `<li id="release-i2">` + mark},
		{"at a list", []layout.PageStart{start("release-l1", 0)}, mark + `<ol class="tight"`},
		{"after a forced line break", []layout.PageStart{start("release-p4", len("First line,\n"))}, `<br/>` + mark + `second line.`},
		{"at a picture", []layout.PageStart{start("release-img1", 0)}, mark + `<figure`},
		{"at the end mark", []layout.PageStart{start("release-end-mark", 0)}, `id="release-end-mark">` + mark + `#`},
		{"at the headline", []layout.PageStart{start("release-headline", 0)}, mark + `<h1`},
		{"inside the subhead", []layout.PageStart{start("release-subhead", len("The office "))}, `The office ` + mark + `filed`},
		{"at a contact", []layout.PageStart{start("release-contact-2", 0)}, `id="release-contact-2">` + mark + `Ana Ruiz`},
		{"at a contact's second line", []layout.PageStart{start("release-contact-2", len("Ana Ruiz\n"))}, `<br/>` + mark + `Press Secretary`},
		{"inside a character, before it", []layout.PageStart{start("release-headline", len("AG Asks for “")-1)}, `Asks for ` + mark + `“Fair”`},
		{"past the end of the words", []layout.PageStart{start("release-p3", 99)}, `<strong>A brief</strong>` + mark + `</p>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := marked(t, everything(), c.starts...)
			if !strings.Contains(body, c.want) {
				t.Errorf("no %s in\n%s", c.want, body)
			}
			if !strings.HasPrefix(body[strings.IndexByte(body, '\n'):], "\n"+mark+"\n") {
				t.Error("page one does not begin before everything")
			}
		})
	}
}

// The letter's own parts, in the words of its golden.
func TestPageBreaksOfALetter(t *testing.T) {
	for _, c := range []struct {
		start layout.PageStart
		want  string
	}{
		{start("letter-to-2", 0), `id="letter-to-2">` + mark + `Ignacio`},
		{start("letter-to-1", len("Ana Ruiz\n")), `Ana Ruiz<br/>` + mark + `Calle`},
		{start("letter-reference-1", 0), `id="letter-reference-1">` + mark + `Expediente: `},
		{start("letter-subject", len("Asunto: oficina\n")), `<br/>` + mark + `y archivo`},
		{start("letter-closing", 0), mark + `Atentamente,`},
		{start("letter-signatory-1", 0), `<span class="name">` + mark + `Héctor Balderas`},
		{start("letter-signatory-1", len("Héctor Balderas\nProcurador ")), `Procurador ` + mark + `General`},
		{start("letter-enclosure-1", 0), mark + `Copia`},
		{start("letter-cc-2", 0), `id="letter-cc-2">` + mark + `Paul Ryan`},
		{start("letter-postscript", len("P. D. ")), `P. D. ` + mark + `Gracias.`},
	} {
		p := everything()
		p.Documents = []*source.Document{p.Documents[1], p.Documents[0]}
		if body := marked(t, p, c.start); !strings.Contains(body, c.want) {
			t.Errorf("%v: no %s in\n%s", c.start, c.want, body)
		}
	}
}

// A page that begins where the publication shows nothing is a violation.
func TestPageWithoutPlace(t *testing.T) {
	in := input()
	in.Layouts[1].Starts[2].ID = "letter-nowhere"
	var vs Violations
	if _, err := Write(nil, in); !errors.As(err, &vs) || len(vs) != 1 || vs[0].Rule != "page-start" ||
		!strings.Contains(vs[0].Text, `page 3 of letter begins in "letter-nowhere"`) {
		t.Errorf("got %v", err)
	}
}

// Two letters of a packet are told apart by their names.
func TestPageListOfTwoLetters(t *testing.T) {
	p := everything()
	second := *p.Documents[1]
	second.Name = "senate"
	second.Letter = &source.Letter{Salutation: id("senate-salutation", "Dear Senators:")}
	second.Body, second.Date.ID = nil, "senate-date"
	p.Documents = append(p.Documents, &second)
	in := Input{Packet: p, Layouts: []*layout.Document{nil,
		edition("letter", "1", start("letter-date", 0)), edition("senate", "2", start("senate-date", 0))}}
	book, err := render(&in)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range book.Pages {
		got = append(got, p.Label)
	}
	if s := strings.Join(got, "; "); s != "letter 1; senate 1" {
		t.Errorf("got %s", s)
	}
}
