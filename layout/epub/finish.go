package epub

import (
	"path"
	"strings"

	"chancery/layout/bidi"
)

// Where things lie in the publication, from the package document.
const (
	navPath   = "nav.xhtml"
	stylePath = "css/book.css"
	xhtmlType = "application/xhtml+xml"
)

// finish writes the navigation document and the package document, which it puts at the head of the files.
func finish(book *Book) {
	for i := range book.Files {
		if f := &book.Files[i]; f.Path == navPath {
			f.Data = []byte(navigation(book))
		}
	}
	book.Package = []byte(packageDocument(book))
}

// packageDocument writes the package document (EPUB 3.3, 5).
func packageDocument(book *Book) string {
	m := &book.Meta
	x := &markup{dir: bidi.Direction(m.Language)}
	x.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	x.open("package", "xmlns", "http://www.idpf.org/2007/opf", "version", "3.0",
		"unique-identifier", "pub-id", "xml:lang", m.Language, "dir", right(x.dir))
	x.raw("\n  ")
	x.open("metadata", "xmlns:dc", "http://purl.org/dc/elements/1.1/")
	x.raw("\n")
	element := func(tag, value string, attrs ...string) {
		if value == "" {
			return
		}
		x.raw("    ")
		x.open(tag, attrs...)
		escape(&x.b, value, false)
		x.end(tag)
		x.raw("\n")
	}
	words := func(tag, value string, attrs ...string) {
		dir, back := x.turn(bidi.Base(value, x.dir))
		element(tag, value, append(attrs, "dir", dir)...)
		back()
	}
	meta := func(property string, values ...string) {
		for _, v := range values {
			element("meta", v, "property", property)
		}
	}
	element("dc:identifier", m.Identifier, "id", "pub-id")
	words("dc:title", m.Title)
	for _, l := range m.Languages {
		element("dc:language", l)
	}
	if m.Creator != "" {
		words("dc:creator", m.Creator, "id", "creator")
		element("meta", "aut", "refines", "#creator", "property", "role", "scheme", "marc:relators")
	}
	words("dc:publisher", m.Publisher)
	element("dc:date", m.Date)
	for _, s := range m.Subjects {
		words("dc:subject", s)
	}
	var sources []string
	for _, pdf := range m.Sources {
		element("dc:source", pdf.Identifier)
		sources = append(sources, pdf.Name+" ("+pdf.Identifier+")")
	}
	meta("dcterms:modified", m.Modified.Format("2006-01-02T15:04:05Z"))
	// Not yet in a recommendation, known to EPUBCheck: names what the page list counts.
	meta("pageBreakSource", strings.Join(sources, ", "))
	x.accessibility(book, meta)
	if m.Certifier != "" {
		element("meta", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "id", "conformance", "property", "dcterms:conformsTo")
		element("meta", m.Certifier, "refines", "#conformance", "property", "a11y:certifiedBy")
	}
	if m.Generator != "" {
		x.raw("    ")
		x.void("meta", "name", "generator", "content", m.Generator)
		x.raw("\n")
	}
	x.raw("  </metadata>\n  <manifest>\n")
	for i := range book.Files {
		f := &book.Files[i]
		x.raw("    ")
		x.void("item", "id", f.manifestID(), "href", f.Path, "media-type", f.MediaType, "properties", f.Properties)
		x.raw("\n")
	}
	x.raw("  </manifest>\n  ")
	x.open("spine", "page-progression-direction", right(book.Progression))
	x.raw("\n")
	for i := range book.Files {
		if f := &book.Files[i]; f.Spine {
			x.raw("    ")
			x.void("itemref", "idref", f.manifestID())
			x.raw("\n")
		}
	}
	x.raw("  </spine>\n</package>\n")
	return x.b.String()
}

// manifestID keeps the names that documents have apart from those of other files.
func (f *File) manifestID() string {
	if f.doc != nil {
		return "section." + f.ID
	}
	return f.ID
}

// right is "rtl" for a direction from right to left; the other is what holds
// where nothing is said.
func right(l bidi.Level) string {
	if l.RTL() {
		return dirOf(l)
	}
	return ""
}

// accessibility writes the metadata of discovery (EPUB Accessibility 1.1, 2):
// page features only with pages, pictures only where there are some.
func (m *markup) accessibility(book *Book, meta func(string, ...string)) {
	meta("schema:accessMode", "textual")
	if book.Meta.Drawings {
		meta("schema:accessMode", "visual")
	}
	meta("schema:accessModeSufficient", "textual")
	if book.Meta.Drawings {
		meta("schema:accessibilityFeature", "alternativeText")
	}
	meta("schema:accessibilityFeature", "displayTransformability")
	if len(book.Pages) > 0 {
		meta("schema:accessibilityFeature", "pageBreakMarkers", "pageNavigation")
	}
	meta("schema:accessibilityFeature", "readingOrder", "structuralNavigation", "tableOfContents", "unlocked")
	meta("schema:accessibilityHazard", "none")
	meta("schema:accessibilitySummary", book.Meta.Summary)
}

// navigation writes the navigation document (EPUB 3.3, 7): table of contents,
// page list, and landmarks, which are for machines and hidden.
func navigation(book *Book) string {
	lang := book.Meta.Language
	x := &markup{dir: bidi.Direction(lang)}
	x.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<!DOCTYPE html>\n")
	x.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "xmlns:epub", "http://www.idpf.org/2007/ops", "lang", lang, "xml:lang", lang, "dir", right(x.dir))
	x.raw("\n  <head>\n    <title>")
	escape(&x.b, book.nav.title, false)
	x.raw("</title>\n    <link rel=\"stylesheet\" type=\"text/css\" href=\"" + stylePath + "\"/>\n  </head>\n  ")
	x.open("body", "class", "navigation "+book.nav.class, "dir", right(x.dir))
	x.raw("\n")
	x.navStart("toc", "doc-toc", "toc", "h1", book.nav.title, false)
	x.navList(book.TOC, x.dir, "    ")
	x.raw("  </nav>\n")
	if len(book.Pages) > 0 {
		x.navStart("page-list", "doc-pagelist", "page-list", "h2", book.nav.pages, false)
		x.raw("    <ol>\n")
		for _, p := range book.Pages {
			x.raw("      <li>")
			x.link(p.Label, p.Href)
			x.raw("</li>\n")
		}
		x.raw("    </ol>\n  </nav>\n")
	}
	x.navStart("landmarks", "", "landmarks", "h2", book.nav.landmarks, true)
	x.raw("    <ol>\n")
	for _, l := range book.Landmarks {
		x.raw("      <li>")
		x.link(l.Label, l.Href, "epub:type", l.Type)
		x.raw("</li>\n")
	}
	x.raw("    </ol>\n  </nav>\n  </body>\n</html>\n")
	return x.b.String()
}

func (m *markup) navStart(kind, role, id, heading, title string, hidden bool) {
	m.raw("  ")
	hide := ""
	if hidden {
		hide = "hidden"
	}
	m.open("nav", "epub:type", kind, "role", role, "id", id, "aria-labelledby", id+"-title", "hidden", hide)
	m.raw("\n    ")
	m.open(heading, "id", id+"-title")
	escape(&m.b, title, false)
	m.end(heading)
	m.raw("\n")
}

// navList writes entries of documents that run in a direction: the list itself
// runs as the navigation does, whatever its entries are.
func (m *markup) navList(entries []Nav, dir bidi.Level, indent string) {
	m.raw(indent + "<ol>\n")
	for _, n := range entries {
		m.raw(indent + "  ")
		m.open("li", "lang", n.Lang, "xml:lang", n.Lang)
		dir := dir
		if n.Lang != "" {
			dir = bidi.Direction(n.Lang)
		}
		turned, back := m.turn(bidi.Base(n.Label, dir))
		m.link(n.Label, n.Href, "dir", turned)
		back()
		if len(n.Kids) > 0 {
			m.raw("\n")
			m.navList(n.Kids, dir, indent+"    ")
			m.raw(indent + "  ")
		}
		m.raw("</li>\n")
	}
	m.raw(indent + "</ol>\n")
}

func (m *markup) link(label, href string, attrs ...string) {
	m.open("a", append(attrs, "href", href)...)
	escape(&m.b, label, false)
	m.end("a")
}

// resolve gives the path from the package document of an address that stands in
// the file at from.
func resolve(from, href string) string { return path.Join(path.Dir(from), href) }
