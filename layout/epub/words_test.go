package epub

import (
	"strings"
	"testing"

	"chancery/source"
)

// sourceWords are the words of a document in the order of print, from the model.
func sourceWords(t *testing.T, in Input, i int) []string {
	t.Helper()
	d := in.Packet.Documents[i]
	var b strings.Builder
	add := func(texts ...source.Text) {
		for _, s := range texts {
			b.WriteString(s.Value + " ")
		}
	}
	if m := in.Layouts[i].Masthead; m != nil {
		for _, l := range m.Lines {
			b.WriteString(l.Text + " ")
		}
	}
	const date = "June 19, 2018 "
	if r := d.Release; r != nil {
		b.WriteString("FOR IMMEDIATE RELEASE " + date + "Contact: ")
		for _, c := range r.Contacts {
			add(c.Name, c.Title, c.Phone, c.Email)
		}
		add(r.Headline, r.Subhead, r.Dateline)
	} else {
		b.WriteString(date)
		for _, to := range d.Letter.To {
			add(to.Lines...)
		}
		add(d.Letter.Salutation)
	}
	for _, bl := range d.Body {
		b.WriteString(source.PlainText(bl.Inlines) + " ")
	}
	if r := d.Release; r != nil {
		add(r.EndMark)
	} else {
		add(d.Letter.Closing)
		for _, s := range d.Letter.Signatories {
			add(s.Name)
			add(s.Title...)
		}
		b.WriteString("cc: ")
		for _, c := range d.Letter.CC {
			add(c.Lines...)
		}
	}
	return strings.Fields(b.String())
}

// Every word of the seed is in the publication, one for one and in order, and
// none is added: cover, title page and navigation are apart.
func TestWordsOfTheSeed(t *testing.T) {
	in := seed(t)
	files := unzip(t, write(t, in))
	for i, d := range in.Packet.Documents {
		want := sourceWords(t, in, i)
		got := strings.Fields(parse(t, files["EPUB/xhtml/"+d.Name+".xhtml"]).find("body").words())
		for k := range want {
			if k >= len(got) || got[k] != want[k] {
				t.Fatalf("%s, word %d: got %q, want %q", d.Name, k, got[k:min(k+5, len(got))], want[k:min(k+5, len(want))])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d words, want %d", d.Name, len(got), len(want))
		}
		if len(want) < 300 {
			t.Errorf("%s: only %d words were compared", d.Name, len(want))
		}
	}
}
