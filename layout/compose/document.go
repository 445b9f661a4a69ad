package compose

import (
	"strings"

	"chancery/layout"
	"chancery/source"
)

// Document gathers finished pages with what the packet says of the document.
// Identifier and date are the caller's to set: they are of the packet's making.
func (c *Composer) Document(pages []*layout.Page, masthead *layout.Masthead) *layout.Document {
	p, d := c.Packet, c.Doc
	doc := &layout.Document{
		Name: d.Name, Title: d.Title.Value, Language: d.Language, RightToLeft: c.base.RTL(), Root: c.Root, Pages: pages,
		Author: p.Author.Value, Masthead: masthead, Starts: Starts(d.Name, pages),
	}
	if doc.Author == "" {
		doc.Author = p.Publisher.Value
	}
	for _, t := range p.SubjectTerms {
		doc.Keywords = append(doc.Keywords, t.Value)
	}
	doc.Subject = strings.TrimSpace(Words(subject(d), " "))
	return doc
}

// subject is what a document is about, as its writer put it.
func subject(d *source.Document) []source.Text {
	switch {
	case d.Letter != nil:
		return d.Letter.Subject
	case d.Release != nil:
		return []source.Text{d.Release.Subhead}
	}
	return nil
}

// Bookmark makes the outline's entry for a strip.
func (p *Placement) Bookmark(title string, strip int) layout.Heading {
	return layout.Heading{Title: title, Page: p.Page[strip], Y: p.Top[strip]}
}

// Nest makes the tree of bookmarks from headings in order with their levels.
func Nest(entries []OutlineEntry, make func(OutlineEntry) layout.Heading) []layout.Heading {
	var out []layout.Heading
	for i := 0; i < len(entries); {
		j := i + 1
		for j < len(entries) && entries[j].Level > entries[i].Level {
			j++
		}
		h := make(entries[i])
		h.Kids = Nest(entries[i+1:j], make)
		out = append(out, h)
		i = j
	}
	return out
}
