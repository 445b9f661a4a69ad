package epub

import (
	"chancery/layout"
	"chancery/layout/bidi"
	"chancery/source"
)

// release writes a press release: letterhead if it has one, timing, date,
// contacts, headline, subhead, body with the dateline run into its first
// paragraph, end mark. It gives the entries of its headings.
func (r *renderer) release(l *source.Release, file string, m *layout.Masthead) ([]Nav, error) {
	r.masthead(m, false)
	r.timing(&l.Timing)
	r.date()
	r.contacts(l.Contacts)
	if !l.Headline.Empty() {
		c := r.cursor(l.Headline.ID)
		c.begin(false)
		dir, back := r.turnTo(l.Headline)
		r.open("h1", "class", "headline", "dir", dir, "id", r.id(l.Headline.ID))
		r.with(bold, func() { c.text(l.Headline.Value) })
		c.end()
		r.end("h1")
		back()
		r.raw("\n")
	}
	r.with(italic, func() {
		r.paragraph("subhead", l.Subhead, "epub:type", "subtitle", "role", "doc-subtitle")
	})
	r.open("div", "class", "body", "id", r.name+".text")
	r.raw("\n")
	top := 2
	if l.Headline.Empty() {
		top = 1
	}
	b := r.bodyOf(file, top)
	b.dateline = l.Dateline
	if len(r.doc.Body) == 0 || r.doc.Body[0].Kind != source.BlockParagraph {
		// Nothing to run into.
		if !l.Dateline.Empty() {
			r.open("p")
			b.runIn("")
			r.end("p")
			r.raw("\n")
		}
	}
	body, exhibits := r.doc.Parts()
	if err := b.write(body); err != nil {
		return nil, err
	}
	r.end("div")
	r.raw("\n")
	r.paragraph("end-mark", l.EndMark)
	after, err := r.exhibits(exhibits, file, top)
	return append(b.toc, after...), err
}

// timing writes when the release may be published; the moment of an embargo is
// there for machines too.
func (r *renderer) timing(t *source.Timing) {
	if t.Kind == "" {
		return
	}
	c := r.cursor(t.ID)
	words := r.labels.Immediate
	if t.Kind == "embargoed" {
		words = r.labels.Embargoed(t.Until, t.Zone)
	}
	dir, back := r.turn(bidi.Base(words, r.dir))
	defer back()
	r.open("p", "class", spaced("timing", words), "dir", dir, "id", r.id(t.ID))
	c.text(words)
	c.end()
	r.end("p")
	r.raw("\n")
}

// contacts writes whom to ask, with telephone and mail as links whose words are
// those of print.
func (r *renderer) contacts(contacts []source.Contact) {
	for i := range contacts {
		t := &contacts[i]
		c := r.cursor(t.ID)
		dir, back := r.turnTo(t.Name, t.Title)
		r.open("p", "class", "contact", "dir", dir, "id", r.id(t.ID))
		c.begin(false)
		if i == 0 {
			r.text(r.labels.Contact + " ")
		}
		lines := 0
		line := func(s source.Text, tag, href, dir string) {
			if s.Empty() {
				return
			}
			if lines++; lines > 1 {
				c.newline()
			}
			if href != "" || dir != "" {
				r.open(tag, "href", href, "dir", dir)
			}
			c.text(s.Value)
			if href != "" || dir != "" {
				r.end(tag)
			}
		}
		line(t.Name, "", "", "")
		line(t.Title, "", "", "")
		dir, turnBack := r.turnToAddress()
		phone := "a"
		if t.PhoneURI() == "" {
			phone = "span" // nobody can say from where it may be dialled
		}
		line(t.Phone, phone, t.PhoneURI(), dir)
		line(t.Email, "a", address(t.EmailURI()), dir)
		turnBack()
		c.end()
		r.end("p")
		r.raw("\n")
		back()
	}
}
