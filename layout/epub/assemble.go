package epub

import "chancery/layout/bidi"

// assemble makes the XHTML documents of the book from their bodies. What it
// gets is well-formed by construction; check parses it all the same.
func assemble(book *Book) {
	for i := range book.Files {
		f := &book.Files[i]
		if f.doc == nil {
			continue
		}
		if f.doc.title == "" {
			f.doc.title = f.ID // HTML, 4.2.2: a title is not empty
		}
		f.Data = xhtml(f.doc)
	}
}

// xhtml writes a document around its body (EPUB 3.3, 6.1), in the language and
// with the style sheet of all.
func xhtml(d *document) []byte {
	x := &markup{}
	x.b.Grow(len(d.body) + 512)
	dir := right(bidi.Direction(d.lang))
	x.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<!DOCTYPE html>\n")
	x.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "xmlns:epub", "http://www.idpf.org/2007/ops",
		"epub:prefix", "z3998: http://www.daisy.org/z3998/2012/vocab/structure/#", "lang", d.lang, "xml:lang", d.lang, "dir", dir)
	x.raw("\n  <head>\n    <title>")
	escape(&x.b, d.title, false)
	x.raw("</title>\n    " + `<link rel="stylesheet" type="text/css" href="../` + stylePath + `"/>` + "\n  </head>\n  ")
	x.open("body", "dir", dir)
	x.raw("\n")
	x.raw(d.body)
	x.raw("\n</body>\n</html>\n")
	return []byte(x.b.String())
}
