package epub

import (
	"chancery/layout"
	"chancery/layout/bidi"
	"chancery/source"
)

// letter writes a letter in the order of print: letterhead, date, delivery
// line, inside addresses, references, subject, salutation, body, close,
// signatories, postscript, enclosures, copies. It gives the entries of the
// table of contents under the letter's own.
func (r *renderer) letter(l *source.Letter, file string, m *layout.Masthead) ([]Nav, error) {
	r.masthead(m, len(l.Subject) == 0)
	r.date()
	r.paragraph("via", l.Via)
	for i := range l.To {
		to := &l.To[i]
		c := r.cursor(to.ID)
		dir, back := r.turnTo(to.Lines...)
		r.open("p", "class", "address", "epub:type", "z3998:recipient", "dir", dir, "id", r.id(to.ID))
		r.lines(c, to.Lines)
		c.end()
		r.end("p")
		back()
		r.raw("\n")
	}
	for i := range l.References {
		r.reference(&l.References[i])
	}
	r.subject(l.Subject)
	r.paragraph("salutation", l.Salutation, "epub:type", "z3998:salutation")

	var toc []Nav
	r.open("div", "class", "body", "id", r.name+".text")
	r.raw("\n")
	// Under a heading of the letter's own, those of its body are the second rank.
	top := 1
	if len(l.Subject) > 0 || mastheadHeading(m) {
		top = 2
	}
	body, exhibits := r.doc.Parts()
	b := r.bodyOf(file, top)
	if err := b.write(body); err != nil {
		return nil, err
	}
	r.end("div")
	r.raw("\n")
	toc = append(toc, Nav{Label: r.labels.Text, Href: file + "#" + r.name + ".text", Kids: b.toc})

	r.paragraph("closing", l.Closing, "epub:type", "z3998:valediction")
	if len(l.Signatories) > 0 {
		toc = append(toc, Nav{Label: r.labels.Signatories, Href: file + "#" + r.signatories(l.Signatories)})
	}
	r.paragraph("postscript", l.Postscript, "epub:type", "z3998:postscript")
	if len(l.Enclosures) > 0 {
		entries := make([]entry, len(l.Enclosures))
		for i, t := range l.Enclosures {
			entries[i] = entry{t.ID, l.Enclosures[i : i+1]}
		}
		r.list("enclosures", r.labels.EnclosuresLabel(len(entries)), entries)
	}
	if len(l.CC) > 0 {
		entries := make([]entry, len(l.CC))
		for i := range l.CC {
			entries[i] = entry{l.CC[i].ID, l.CC[i].Lines}
		}
		toc = append(toc, Nav{Label: r.labels.Copies, Href: file + "#" + r.list("cc", r.labels.CopiesLabel(), entries)})
	}
	after, err := r.exhibits(exhibits, file, top)
	return append(toc, after...), err
}

// reference writes one labelled item of the reference line, as print has it.
func (r *renderer) reference(ref *source.Reference) {
	c := r.cursor(ref.ID)
	dir, back := r.turnTo(ref.Label, ref.Value)
	defer back()
	r.open("p", "class", "reference", "dir", dir, "id", r.id(ref.ID))
	c.begin(false)
	r.text(ref.Label.Value + r.labels.Colon() + " ")
	c.text(ref.Value.Value)
	c.end()
	r.end("p")
	r.raw("\n")
}

// subject writes the subject as the letter's heading.
func (r *renderer) subject(lines []source.Text) {
	if len(lines) == 0 {
		return
	}
	id := r.doc.Name + "-subject"
	c := r.cursor(id)
	c.begin(false)
	dir, back := r.turnTo(lines...)
	defer back()
	r.open("h1", "class", "subject", "dir", dir, "id", identifier(id))
	r.with(bold, func() { r.lines(c, lines) })
	c.end()
	r.end("h1")
	r.raw("\n")
}

// signatories writes the signature block as what it is to a listener: a list of
// persons, each with the office. It gives the list's ID.
func (r *renderer) signatories(persons []source.Signatory) string {
	id := r.doc.Name + "-signatories"
	c := r.cursor(id)
	c.begin(true)
	r.open("ul", "class", "signatories", "id", identifier(id), "aria-label", r.labels.Signatories)
	r.raw("\n")
	for i := range persons {
		p := &persons[i]
		c := r.cursor(p.ID)
		dir, back := r.turnTo(append(p.Title[:len(p.Title):len(p.Title)], p.Name)...)
		r.open("li", "epub:type", "z3998:signature", "dir", dir, "id", r.id(p.ID))
		r.open("span", "class", "name")
		c.text(p.Name.Value)
		r.end("span")
		if len(p.Title) > 0 {
			c.newline()
			r.open("span", "class", "office")
			r.lines(c, p.Title)
			r.end("span")
		}
		c.end()
		r.end("li")
		r.raw("\n")
		back()
	}
	r.end("ul")
	r.raw("\n")
	return identifier(id)
}

// entry is one entry of the enclosures or copies.
type entry struct {
	id    string
	lines []source.Text
}

// list writes a labelled list of entries, and gives the label's ID.
func (r *renderer) list(class, label string, entries []entry) string {
	id := identifier(r.doc.Name + "-" + class)
	r.open("div", "class", class)
	dir, back := r.turn(bidi.Base(label, r.dir))
	r.open("p", "class", "label", "dir", dir, "id", id)
	r.text(label)
	r.end("p")
	back()
	r.raw("\n")
	r.open("ul", "aria-labelledby", id)
	r.raw("\n")
	for _, e := range entries {
		c := r.cursor(e.id)
		dir, back := r.turnTo(e.lines...)
		r.open("li", "dir", dir, "id", r.id(e.id))
		r.lines(c, e.lines)
		c.end()
		r.end("li")
		r.raw("\n")
		back()
	}
	r.end("ul")
	r.end("div")
	r.raw("\n")
	return id
}
