package pdf

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"chancery/layout"
)

// find gives the first element of a role that a box of the document reaches.
func find(t *testing.T, doc *layout.Document, role layout.Role) *layout.Element {
	for _, p := range doc.Pages {
		for i := range p.Boxes {
			for e := p.Boxes[i].Element; e != nil; e = e.Parent {
				if e.Role == role {
					return e
				}
			}
		}
	}
	t.Fatalf("the fixture has no %s", role)
	return nil
}

// boxOf gives the first box of a kind.
func boxOf(t *testing.T, doc *layout.Document, kind layout.BoxKind) *layout.Box {
	for _, p := range doc.Pages {
		for i := range p.Boxes {
			if p.Boxes[i].Kind == kind {
				return &p.Boxes[i]
			}
		}
	}
	t.Fatalf("the fixture has no box of kind %d", kind)
	return nil
}

// TestViolations changes the fixture in one way at a time and expects the one
// violation, by clause and in words, and that nothing is written.
func TestViolations(t *testing.T) {
	type doc = layout.Document
	for _, c := range []struct {
		name   string
		change func(d *doc)
		want   string
	}{
		{"title", func(d *doc) { d.Title = " " }, "a document has a title (ISO 14289-1, 7.1)"},
		{"language", func(d *doc) { d.Language = "English (US)" }, "a document says its language as BCP 47 does, \"English (US)\" is none (ISO 14289-1, 7.2)"},
		{"no language", func(d *doc) { d.Language = "" }, "a document says its language as BCP 47 does, \"\" is none (ISO 14289-1, 7.2)"},
		{"no pages", func(d *doc) { d.Pages, d.Outline = nil, nil }, "a document has pages (ISO 32000-1, 7.7.3)"},
		{"metadata", func(d *doc) { d.Subject = "a\x01b" }, "metadata is XML, which \"a\\x01b\" cannot be in (ISO 19005-2, 6.6.2.1)"},
		{"huge page", func(d *doc) { d.Pages[0].Width = 14401 * layout.Point }, "page 1: a page is 3 to 14,400 points wide and high (ISO 19005-2, 6.1.13)"},
		{"missing page", func(d *doc) { d.Pages[1] = nil }, "page 2: a page is there (ISO 32000-1, 7.7.3.3)"},
		{"outline page", func(d *doc) { d.Outline[0].Page = 7 }, "outline, \"Letter\": an entry leads to a page, 8 is none (ISO 32000-1, 12.3.2)"},
		{"outline title", func(d *doc) { d.Outline[1].Title = "" }, "outline: an entry has a title (ISO 32000-1, 12.3.3)"},
		{"notdef", func(d *doc) { boxOf(t, d, layout.BoxText).Run.Glyphs[0].ID = 0 }, "page 1, H1: a character has a glyph, \"L\" has none in STIXTwoText-Bold (ISO 19005-2, 6.2.11.8)"},
		{"no such glyph", func(d *doc) { boxOf(t, d, layout.BoxText).Run.Glyphs[0].ID = 65000 }, "page 1, H1: a glyph is in its font, 65000 is not in STIXTwoText-Bold (ISO 19005-2, 6.2.11.4)"},
		{"range", func(d *doc) { boxOf(t, d, layout.BoxText).Run.Glyphs[0].End = 99 }, "a glyph stands for characters of its text"},
		{"private use", func(d *doc) { boxOf(t, d, layout.BoxText).Run.Text = "\ue000etter on the separation of families" }, "text has no characters of private use, U+E000 is one (ISO 19005-2, 6.2.11.7.3)"},
		{"not UTF-8", func(d *doc) { boxOf(t, d, layout.BoxText).Run.Text = "\xff" }, "page 1, H1: text is Unicode, \"\\xff\" is not (ISO 19005-2, 6.2.11.7.2)"},
		{"no run", func(d *doc) { boxOf(t, d, layout.BoxText).Run = nil }, "page 1, H1: text has a run with a face and a size (ISO 32000-1, 9.3)"},
		{"figure", func(d *doc) { find(t, d, layout.RoleFigure).Alt = "" }, "page 1, Figure: a figure says in words what it shows (ISO 14289-1, 7.3)"},
		{"picture in P", func(d *doc) { boxOf(t, d, layout.BoxArt).Element = find(t, d, layout.RoleP) }, "page 1, P \"letter-p1\": a picture is a Figure, or decoration (ISO 14289-1, 7.3)"},
		{"rule", func(d *doc) { boxOf(t, d, layout.BoxRule).Element = find(t, d, layout.RoleH1) }, "page 1, H1: a rule is decoration, and no element's content (ISO 14289-1, 7.1)"},
		{"heading", func(d *doc) { find(t, d, layout.RoleH2).Role = layout.RoleH3 }, "page 2, H3: headings skip no level, after level 1 comes 2 at the most (ISO 14289-1, 7.4.2)"},
		{"first heading", func(d *doc) { find(t, d, layout.RoleH1).Role = layout.RoleP }, "page 2, H2: headings skip no level, after level 0 comes 1 at the most (ISO 14289-1, 7.4.2)"},
		{"link address", func(d *doc) { find(t, d, layout.RoleLink).Href = "" }, "page 1, Link: a link leads to an address or to an element of the document (ISO 32000-1, 12.5.6.5)"},
		{"scope", func(d *doc) { find(t, d, layout.RoleTH).Scope = "" }, "page 2, TH: a header cell says whether it heads a row or a column (ISO 14289-1, 7.5)"},
		{"numbering", func(d *doc) { find(t, d, layout.RoleL).Numbering = "" }, "page 1, L: a list with labels says how they number (ISO 14289-1, 7.6)"},
		{"unknown numbering", func(d *doc) { find(t, d, layout.RoleL).Numbering = "Greek" }, "page 1, L: a list's numbering is one of table 347, \"Greek\" is none (ISO 32000-1, 14.8.5.5)"},
		{"unknown role", func(d *doc) { find(t, d, layout.RoleSpan).Role = "Emphasis" }, "page 1, Emphasis: an element has a standard role (ISO 19005-2, 6.7.3.4)"},
		{"item outside", func(d *doc) { find(t, d, layout.RoleL).Role = layout.RoleSect }, "page 1, LI: LI stands in L, not in Sect (ISO 14289-1, 7.2)"},
		{"text in table", func(d *doc) { e := find(t, d, layout.RoleTable); find(t, d, layout.RoleTH).Parent = e }, "page 2, TH: TH stands in TR, not in Table (ISO 14289-1, 7.2)"},
		{"ragged table", func(d *doc) { find(t, d, layout.RoleTD).Parent = find(t, d, layout.RoleTD).Parent.Parent }, "page 2, TD: TD stands in TR, not in Table (ISO 14289-1, 7.2)"},
		{"rows", func(d *doc) {
			tr := &layout.Element{Role: layout.RoleTR, Parent: find(t, d, layout.RoleTable)}
			b := *boxOf(t, d, layout.BoxText)
			b.Element = &layout.Element{Role: layout.RoleTD, Parent: tr}
			d.Pages[1].Boxes = append(d.Pages[1].Boxes, b)
		}, "page 2, Table: rows have the same number of cells, here are 2 and 1 (ISO 14289-1, 7.2)"},
		{"spans over each other", func(d *doc) { find(t, d, layout.RoleTD).RowSpan = 2 }, "page 2, Table: rows have the same number of cells, here are 2 and 3 (ISO 14289-1, 7.2)"},
		{"rows beyond the table", func(d *doc) {
			for _, b := range d.Pages[1].Boxes {
				if b.Element != nil && b.Element.ColSpan == 2 {
					b.Element.RowSpan = 2
				}
			}
		}, "page 2, Table: no cell covers more rows than there are (ISO 14289-1, 7.2)"},
		{"late caption", func(d *doc) {
			b := *boxOf(t, d, layout.BoxText)
			b.Element = &layout.Element{Role: layout.RoleCaption, Parent: find(t, d, layout.RoleL)}
			d.Pages[1].Boxes = append(d.Pages[1].Boxes, b)
		}, "page 1, L: the caption of a L comes first (ISO 14289-1, 7.2)"},
		{"long alternate text", func(d *doc) { find(t, d, layout.RoleFigure).Alt = strings.Repeat("é", 17000) }, "page 1, Figure: a text has 32767 bytes at the most (ISO 19005-2, 6.1.13)"},
		{"element language", func(d *doc) { find(t, d, layout.RoleSpan).Lang = "?" }, "page 1, Span: a language is said as BCP 47 does, \"?\" is none (ISO 19005-2, 6.7.4)"},
		{"orphan", func(d *doc) { find(t, d, layout.RoleH1).Parent = nil }, "page 1, H1: every element hangs from the document's root (ISO 32000-1, 14.7.2)"},
		{"circle", func(d *doc) { e := find(t, d, layout.RoleH1); e.Parent = e }, "page 1, H1: every element hangs from the document's root (ISO 32000-1, 14.7.2)"},
		{"no root", func(d *doc) { d.Root = nil }, "the structure tree has a Document element as its root (ISO 14289-1, 7.1)"},
		{"field name", func(d *doc) { boxOf(t, d, layout.BoxField).Name = "a.b" }, "page 2, Form, field \"a.b\": a field's name is letters and digits (ISO 32000-1, 12.7.3.2)"},
		{"field alt", func(d *doc) { find(t, d, layout.RoleForm).Alt = "" }, "page 2, Form: a field says in words what it is for (ISO 14289-1, 7.18.1)"},
		{"field element", func(d *doc) { boxOf(t, d, layout.BoxField).Element = nil }, "page 2, field \"OfficialSignature\": a field belongs to a Form element (ISO 14289-1, 7.18.4)"},
		{"two fields", func(d *doc) {
			e := &layout.Element{Role: layout.RoleForm, Parent: d.Root, Alt: "Again"}
			b := *boxOf(t, d, layout.BoxField)
			b.Element = e
			d.Pages[0].Boxes = append(d.Pages[0].Boxes, b)
		}, "page 2, Form, field \"OfficialSignature\": a field's name is used once (ISO 32000-1, 12.7.3.2)"},
		{"note without an ID", func(d *doc) { find(t, d, layout.RoleSpan).Role = layout.RoleNote }, "a note has an ID of its own (ISO 14289-1, 7.9)"},
		{"link to nowhere", func(d *doc) {
			e := find(t, d, layout.RoleLink)
			e.Href, e.Target = "", &layout.Element{Role: layout.RoleNote, ID: "n"}
		}, "a link leads to an element that is on a page (ISO 32000-1, 12.3.2)"},
		{"art", func(d *doc) { boxOf(t, d, layout.BoxArt).Art = nil }, "page 1, Figure: a drawing has a size, and so has its place (ISO 32000-1, 8.5)"},
		{"image", func(d *doc) { boxOf(t, d, layout.BoxImage).Image.Pixels = nil }, "page 2, Figure, picture.png: an image has one sample, or three, for each of its pixels (ISO 32000-1, 8.9.5)"},
		{"CMYK", func(d *doc) {
			b := boxOf(t, d, layout.BoxImage)
			b.Image = jpegImage(t, false)
			i := bytes.Index(b.Image.Data, []byte{0xFF, 0xC0})
			b.Image.Data[i+9] = 4
		}, "page 2, Figure, photo.jpg: a JPEG is grey or RGB: the output intent is sRGB, and CMYK is not defined by it (ISO 19005-2, 6.2.4.3)"},
	} {
		d := letter(t)
		c.change(d)
		var out bytes.Buffer
		_, err := Write(&out, d)
		var v Violation
		if !errors.As(err, &v) {
			t.Errorf("%s: no violation, but %v", c.name, err)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n%v\nwant\n%s", c.name, err, c.want)
		}
		if out.Len() > 0 {
			t.Errorf("%s: %d bytes were written all the same", c.name, out.Len())
		}
	}
}

// TestViolationsTogether sees that all faults come at once, in the document's order.
func TestViolationsTogether(t *testing.T) {
	d := letter(t)
	d.Title = ""
	boxOf(t, d, layout.BoxText).Run.Glyphs[1].ID = 0
	boxOf(t, d, layout.BoxField).Name = ""
	_, err := Write(new(bytes.Buffer), d)
	var vs Violations
	if !errors.As(err, &vs) || len(vs) != 3 || vs[0].Clause != "ISO 14289-1, 7.1" || vs[2].Clause != "ISO 32000-1, 12.7.3.2" {
		t.Errorf("violations: %v", err)
	}
}

// TestLinkWithoutWords sees that a link over nothing that can be said is refused.
func TestLinkWithoutWords(t *testing.T) {
	s := newSheet(t, "Link")
	link := s.el(layout.RoleLink, s.el(layout.RoleP, nil))
	link.Href = "https://www.nmag.gov/"
	s.line(link, " ")
	_, err := Write(new(bytes.Buffer), s.doc)
	if err == nil || !strings.Contains(err.Error(), "a link says in words where it leads (ISO 14289-1, 7.18.5)") {
		t.Errorf("error: %v", err)
	}
	link.Title = "The office"
	if _, err := Write(new(bytes.Buffer), s.doc); err != nil {
		t.Errorf("with a title: %v", err)
	}
}
