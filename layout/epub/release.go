package epub

import (
	"chancery/layout"
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
		r.open("h1", "class", "headline", "id", r.id(l.Headline.ID))
		r.with(bold, func() { c.text(l.Headline.Value) })
		c.end()
		r.end("h1")
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
			b.runIn()
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
	r.open("p", "class", "timing", "id", r.id(t.ID))
	if t.Kind == "embargoed" {
		c.text(r.labels.Embargoed(t.Until, t.Zone))
	} else {
		c.text(r.labels.Immediate)
	}
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
		r.open("p", "class", "contact", "id", r.id(t.ID))
		c.begin(false)
		if i == 0 {
			r.text(r.labels.Contact + " ")
		}
		lines := 0
		line := func(s source.Text, href string) {
			if s.Empty() {
				return
			}
			if lines++; lines > 1 {
				c.newline()
			}
			if href != "" {
				r.open("a", "href", href)
			}
			c.text(s.Value)
			if href != "" {
				r.end("a")
			}
		}
		line(t.Name, "")
		line(t.Title, "")
		line(t.Phone, t.PhoneURI())
		line(t.Email, address(t.EmailURI()))
		c.end()
		r.end("p")
		r.raw("\n")
	}
}
