package epub

// mark writes the document's number and where a copy can be checked. The address is
// a link: who reads on a screen has no use for a QR code, which in dark mode would
// need a white sheet of its own to be read.
func (r *renderer) mark() {
	d := r.doc
	if d.Reference.Empty() {
		return
	}
	r.open("footer", "class", "mark")
	r.raw("\n")
	r.open("p", "id", r.id(d.Reference.ID))
	r.text(r.labels.MarkReference(d.Reference.Value))
	r.end("p")
	r.raw("\n")
	if d.Address != "" {
		r.open("p", "id", r.id(d.Reference.ID+"-page"))
		if words := r.labels.MarkAddress; words != "" {
			r.text(words)
			r.raw("<br/>")
		}
		dir, back := r.turnToAddress()
		r.open("a", "href", d.Address, "dir", dir)
		r.text(d.Address)
		r.end("a")
		back()
		r.end("p")
		r.raw("\n")
	}
	r.end("footer")
	r.raw("\n")
}
