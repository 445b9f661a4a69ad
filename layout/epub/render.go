package epub

import (
	"fmt"
	"path"
	"strings"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/bidi"
	"chancery/layout/labels"
	"chancery/source"
)

// renderer turns one document of a packet into the body of an XHTML document.
type renderer struct {
	markup
	book       *Book
	doc        *source.Document
	name       string         // doc.Name as an identifier: the prefix of what IDs are made here
	languages  *labels.Set    // that there are words of
	labels     *labels.Labels // in the document's language
	bookLabels *labels.Labels // in the packet's
	pages      *pageBreaks
	pictures   *pictures
	nav        *navText
	svg        bool // the document holds a drawing
}

// navText notes the words of the navigation document for the faces.
type navText struct {
	use   *usage
	style style
}

func (n *navText) add(s string) { n.use.add(n.style, s) }

// render makes the book of a packet: all its files but the package document and
// the navigation document, which finish writes.
func render(in *Input) (*Book, error) {
	p := in.Packet
	words, err := in.Labels.Load(p.Language)
	if err != nil {
		return nil, fmt.Errorf("epub: %w", err)
	}
	book := &Book{Meta: metadata(in, words)}
	use := newUsage(in.Shaper)
	pics := &pictures{book: book}
	front := style{family: fonts.Families()[0], lang: p.Language}
	if len(p.Documents) > 0 {
		front.family = p.Documents[0].Settings.Face
		book.Progression = bidi.Direction(p.Documents[0].Language)
	}
	nav := &navText{use: use, style: front}

	pics.cover(&in.Cover)
	f := &frontMatter{markup: markup{use: use, style: front, dir: bidi.Direction(p.Language)}, in: in, labels: words}
	book.Files = append(book.Files,
		page("cover", words.Cover, p.Language, f.cover(pics.coverAlt(in, words))),
		page("title-page", words.TitlePage, p.Language, f.titlePage()),
		File{Path: navPath, ID: "nav", MediaType: xhtmlType, Properties: "nav", Spine: true})
	book.Landmarks = append(book.Landmarks,
		Landmark{Type: "cover", Label: words.Cover, Href: documentPath("cover")},
		Landmark{Type: "titlepage", Label: words.TitlePage, Href: documentPath("title-page")},
		Landmark{Type: "toc", Label: words.Contents, Href: navPath})
	book.nav = navWords{title: words.Contents, pages: words.PageList, landmarks: words.Landmarks, class: familyClass(front.family)}
	heading := front
	bold(&heading)
	for _, s := range []string{words.Contents, words.PageList, words.Landmarks} {
		use.add(heading, s)
	}

	var vs Violations
	short := shortNames(p.Documents, words)
	for i, d := range p.Documents {
		r := &renderer{book: book, doc: d, name: identifier(d.Name), bookLabels: words, languages: in.Labels, pictures: pics, nav: nav}
		if r.labels, err = in.Labels.Load(d.Language); err != nil {
			return nil, fmt.Errorf("epub: %s: %w", d.Name, err)
		}
		r.use = use
		r.style = style{family: d.Settings.Face, lang: d.Language}
		r.dir = bidi.Direction(d.Language)
		r.mixed = r.dir.RTL()
		id := fileName(book.Files, r.name)
		file := documentPath(id)
		r.pages = newPageBreaks(in.Layouts[i], short[i], shortNames(p.Documents, r.labels)[i], file, r.name)
		toc, err := r.document(file, in.Layouts[i])
		if err != nil {
			return nil, err
		}
		vs = append(vs, r.placed(in.Layouts[i])...)
		pg := page(id, d.Title.Value, d.Language, r.b.String())
		if r.svg {
			pg.Properties = "svg"
		}
		book.Files = append(book.Files, pg)
		book.TOC = append(book.TOC, toc)
		kind := "chapter"
		if i == 0 {
			kind = "bodymatter"
		}
		book.Landmarks = append(book.Landmarks, Landmark{Type: kind, Label: short[i], Href: file})
	}
	if vs != nil {
		return nil, vs
	}
	for i := range book.Landmarks {
		nav.add(book.Landmarks[i].Label)
	}
	book.Files = append(book.Files, pics.files...)
	if err := embed(book, use, in.Faces); err != nil {
		return nil, err
	}
	return book, nil
}

// page makes the file of an XHTML document that is still to be assembled.
func page(id, title, lang, body string) File {
	return File{Path: documentPath(id), ID: id, MediaType: xhtmlType, Spine: true,
		doc: &document{title: title, lang: lang, body: body}}
}

// fileName gives a document's file a name that no other has: names of documents
// are unique in a packet, but one may be called "cover".
func fileName(files []File, name string) string {
	for _, f := range files {
		if strings.EqualFold(f.ID, name) {
			return fileName(files, name+"-document")
		}
	}
	return name
}

// shortNames gives each document the word that the page list and the landmarks
// know it by: its kind, or its own name where several are of one kind.
func shortNames(docs []*source.Document, words *labels.Labels) []string {
	count := map[source.Kind]int{}
	for _, d := range docs {
		count[d.Kind]++
	}
	names := make([]string, len(docs))
	for i, d := range docs {
		switch {
		case count[d.Kind] > 1:
			names[i] = d.Name
		case d.Kind == source.KindRelease:
			names[i] = words.Release
		default:
			names[i] = words.Letter
		}
	}
	return names
}

// document writes one document and gives its entry in the table of contents.
func (r *renderer) document(file string, l *layout.Document) (Nav, error) {
	kind := "chapter"
	if r.doc.Letter != nil {
		kind = "chapter z3998:letter"
	}
	r.open("section", "class", string(r.doc.Kind)+" "+familyClass(r.style.family),
		"epub:type", kind, "role", "doc-chapter", "aria-label", r.doc.Title.Value)
	r.raw("\n")
	for _, b := range r.pages.first {
		r.pageBreak(b)
		r.raw("\n")
	}
	toc := Nav{Label: r.doc.Title.Value, Href: file}
	if r.doc.Language != r.bookLabelsLanguage() {
		toc.Lang = r.doc.Language
	}
	var masthead *layout.Masthead
	if l != nil {
		masthead = l.Masthead
	}
	var err error
	if r.doc.Letter != nil {
		toc.Kids, err = r.letter(r.doc.Letter, file, masthead)
	} else {
		toc.Kids, err = r.release(r.doc.Release, file, masthead)
	}
	r.notes()
	r.mark()
	r.end("section")
	addNav(r.nav, toc)
	return toc, err
}

// bookLabelsLanguage is the language of the packet, which the navigation is in.
func (r *renderer) bookLabelsLanguage() string { return r.book.Meta.Language }

func addNav(n *navText, entry Nav) {
	n.add(entry.Label)
	for _, k := range entry.Kids {
		addNav(n, k)
	}
}

// paragraph writes a text of the front matter as a paragraph, if there is one.
func (r *renderer) paragraph(class string, t source.Text, attrs ...string) {
	if t.Empty() {
		return
	}
	c := r.cursor(t.ID)
	dir, back := r.turnTo(t)
	r.open("p", append([]string{"class", class, "dir", dir, "id", r.id(t.ID)}, attrs...)...)
	c.text(t.Value)
	c.end()
	r.end("p")
	back()
	r.raw("\n")
}

// id is a source ID as it is written; an element without one gets none.
func (r *renderer) id(id string) string {
	if id == "" {
		return ""
	}
	return identifier(id)
}

// date writes the day of the document.
func (r *renderer) date() {
	d := r.doc.Date
	if d.Year == 0 {
		return
	}
	c := r.cursor(d.ID)
	words := r.labels.Date(d.Year, d.Month, d.Day)
	dir, back := r.turn(bidi.Base(words, r.dir))
	defer back()
	r.open("p", "class", "date", "dir", dir, "id", r.id(d.ID))
	c.begin(false)
	r.open("time", "datetime", isoDate(d))
	c.text(words)
	c.end()
	r.end("time")
	r.end("p")
	r.raw("\n")
}

func isoDate(d source.Date) string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// isEmblem says whether a line of a letterhead is its emblem.
func isEmblem(l *layout.MastheadLine) bool { return l.Art != nil || l.Image != nil }

// mastheadHeading says whether a letterhead has words, which can be a heading.
func mastheadHeading(m *layout.Masthead) bool {
	for i := range mastheadLines(m) {
		if !isEmblem(&m.Lines[i]) {
			return true
		}
	}
	return false
}

func mastheadLines(m *layout.Masthead) []layout.MastheadLine {
	if m == nil {
		return nil
	}
	return m.Lines
}

// masthead writes the letterhead. A letter without a subject takes the office's
// name as its heading, since nothing else in it is one: the first lines down to
// the last bold one among them, or the first line where none is bold.
func (r *renderer) masthead(m *layout.Masthead, heading bool) {
	if len(mastheadLines(m)) == 0 {
		return
	}
	r.open("header", "class", "masthead", "epub:type", "z3998:sender")
	r.raw("\n")
	for i := 0; i < len(m.Lines); {
		if l := &m.Lines[i]; isEmblem(l) {
			r.emblem(l)
			i++
			continue
		}
		n := i + 1
		for n < len(m.Lines) && !isEmblem(&m.Lines[n]) && m.Lines[n].Align == m.Lines[i].Align {
			n++
		}
		tag := "p"
		if heading {
			tag, heading = "h1", false
			for n > i+1 && !m.Lines[n-1].Bold {
				n--
			}
		}
		var words []source.Text
		for k := i; k < n; k++ {
			words = append(words, source.Text{Value: m.Lines[k].Text})
		}
		dir, back := r.turnTo(words...)
		r.open(tag, "class", alignClass(m.Lines[i].Align), "dir", dir)
		for k := i; k < n; k++ {
			if k > i {
				r.raw("<br/>")
			}
			r.mastheadLine(&m.Lines[k])
		}
		r.end(tag)
		back()
		r.raw("\n")
		i = n
	}
	r.end("header")
	r.raw("\n")
}

// mastheadLine writes one line in its style. The style sheet sets capitals as
// small capitals; the words stay capitals.
func (r *renderer) mastheadLine(l *layout.MastheadLine) {
	var classes []string
	st := r.style
	if l.SmallCaps {
		classes = append(classes, spaced("small-caps", l.Text))
		smallCaps(&st)
	}
	if l.Bold {
		classes = append(classes, "bold")
		bold(&st)
	}
	if l.Italic {
		classes = append(classes, "italic")
		italic(&st)
	}
	if classes == nil {
		r.text(l.Text)
		return
	}
	r.open("span", "class", strings.Join(classes, " "))
	r.with(func(s *style) { *s = st }, func() { r.text(l.Text) })
	r.end("span")
}

func alignClass(a layout.Align) string {
	switch a {
	case layout.AlignCenter:
		return "center"
	case layout.AlignRight:
		return "right"
	}
	return ""
}

// documentPath is where an XHTML document lies.
func documentPath(id string) string { return path.Join("xhtml", id+".xhtml") }
