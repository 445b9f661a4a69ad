package epub

import (
	"chancery/layout/bidi"
	"chancery/layout/labels"
	"chancery/source"
)

// frontMatter writes cover and title page.
type frontMatter struct {
	markup
	in     *Input
	labels *labels.Labels
}

// cover writes the page with the cover's picture, or with the title where there
// is none.
func (f *frontMatter) cover(alt string) string {
	f.open("section", "class", "cover", "epub:type", "cover")
	f.raw("\n")
	if len(f.in.Cover.PNG) > 0 {
		f.start("img", []string{"src", "../" + coverPath, "role", "doc-cover"})
		f.attr("alt", alt)
		f.raw("/>")
	} else {
		f.open("h1")
		f.with(bold, func() { f.text(f.in.Packet.Title.Value) })
		f.end("h1")
	}
	f.raw("\n")
	f.end("section")
	return f.take()
}

// titlePage writes who issued what and when, and what the packet holds.
func (f *frontMatter) titlePage() string {
	p := f.in.Packet
	f.open("section", "class", "title-page "+familyClass(f.style.family), "epub:type", "titlepage")
	f.raw("\n")
	if !p.Publisher.Empty() {
		dir, back := f.turnTo(p.Publisher)
		f.open("p", "class", spaced("publisher", p.Publisher.Value), "dir", dir)
		f.with(smallCaps, func() { f.text(p.Publisher.Value) })
		f.end("p")
		back()
		f.raw("\n")
	}
	dir, back := f.turnTo(p.Title)
	f.open("h1", "class", "title", "dir", dir)
	f.with(bold, func() { f.text(p.Title.Value) })
	f.end("h1")
	f.raw("\n")
	back()
	if d, ok := newest(p.Documents); ok {
		f.open("p", "class", "date")
		f.open("time", "datetime", isoDate(d))
		f.text(f.labels.Date(d.Year, d.Month, d.Day))
		f.end("time")
		f.end("p")
		f.raw("\n")
	}
	f.open("h2")
	f.with(bold, func() { f.text(f.labels.InThisPacket) })
	f.end("h2")
	f.raw("\n")
	f.open("ul", "class", "documents")
	f.raw("\n")
	short := shortNames(p.Documents, f.labels)
	var taken []File
	for _, id := range []string{"cover", "title-page", "nav"} {
		taken = append(taken, File{ID: id})
	}
	for i, d := range p.Documents {
		id := fileName(taken, identifier(d.Name))
		taken = append(taken, File{ID: id})
		f.open("li")
		f.open("span", "class", spaced("kind", short[i]))
		f.with(smallCaps, func() { f.text(short[i]) })
		f.end("span")
		f.void("br")
		lang := ""
		if d.Language != p.Language {
			lang = d.Language
		}
		dir, back := f.turn(bidi.Base(d.Title.Value, bidi.Direction(d.Language)))
		f.open("a", "href", id+".xhtml", "lang", lang, "xml:lang", lang, "dir", dir)
		f.text(d.Title.Value)
		f.end("a")
		back()
		f.end("li")
		f.raw("\n")
	}
	f.end("ul")
	f.end("section")
	return f.take()
}

// take gives what was written and begins anew.
func (f *frontMatter) take() string {
	s := f.b.String()
	f.b.Reset()
	return s
}

// newest is the latest date of the documents; false if none has one.
func newest(docs []*source.Document) (latest source.Date, ok bool) {
	for _, d := range docs {
		t := d.Date
		if t.Year == 0 {
			continue
		}
		if !ok || t.Year > latest.Year || t.Year == latest.Year &&
			(t.Month > latest.Month || t.Month == latest.Month && t.Day > latest.Day) {
			latest, ok = t, true
		}
	}
	return latest, ok
}
