package pdf

import "chancery/layout"
import "testing"

// letter is the fixture that has everything that a rule is about: headings,
// paragraphs across lines and pages, a link over two lines, lists, a table,
// figures, furniture, a field, small capitals, ligatures, marks, a hyphen.
func letter(t testing.TB) *layout.Document {
	s := newSheet(t, "Letter to Attorney General Sessions — “Families”")
	regular, italic, bold := s.face, face(t, "STIX Two Text", false, true), face(t, "STIX Two Text", true, false)
	garamond := face(t, "EB Garamond", false, false)

	fig := s.el(layout.RoleFigure, nil)
	fig.Alt = "Emblem: a disc with a square in it"
	s.box(layout.Box{Kind: layout.BoxArt, Art: seal()}, fig)
	s.page.Boxes = append(s.page.Boxes, layout.Box{Kind: layout.BoxRule, X: margin, Y: s.y, Width: 468 * layout.Point, Height: layout.Point / 2, Color: 0x1F3A5F})
	s.y += leading

	h1 := s.el(layout.RoleH1, nil)
	s.with(bold, 17*layout.Point, func() { s.line(h1, "Letter on the separation of families") })
	s.doc.Outline = []layout.Heading{{Title: "Letter", Page: 0, Y: margin, Kids: []layout.Heading{
		{Title: "Señor “Balderas”", Page: 1, Y: 2 * margin}, {Title: "Table (1\\2)", Page: 1, Y: 3 * margin}}},
		{Title: "End", Page: 1, Y: 5 * margin}}

	p := s.el(layout.RoleP, nil)
	p.ID = "letter-p1"
	link := s.el(layout.RoleLink, p)
	link.Href = "https://www.nmag.gov/?q=año"
	span := s.el(layout.RoleSpan, p)
	span.Lang = "es"
	x := s.put(margin, p, "AV To Ty: we write to the office at ")
	s.put(x, link, "the very long address of the")
	s.y += leading
	x = s.put(margin, link, "New Mexico office")
	x = s.put(x, p, ", where ")
	s.with(italic, s.size, func() { x = s.put(x, span, "las familias") })
	s.put(x, p, " find an off\u00adicial and a sep\u00ad")
	s.y += leading
	s.line(p, "arate desk with flowing affluent ﬁgures.")

	sc := s.el(layout.RoleP, nil)
	s.features([]string{"smcp"}, func() { s.line(sc, "Small Capitals in 1986") })
	s.features([]string{"smcp", "c2sc"}, func() { s.line(sc, "All OF Them") })
	// Letterspaced, and two glyphs for one character.
	s.line(s.el(layout.RoleP, nil), "STATE OF NEW MEXICO")
	for i := range s.last().Glyphs {
		s.last().Glyphs[i].Advance += s.size / 8
	}
	s.line(s.el(layout.RoleP, nil), "cafe'")
	s.last().Text = "café"
	s.last().Glyphs[3].End, s.last().Glyphs[4].Start, s.last().Glyphs[4].End = 5, 3, 5
	g := s.el(layout.RoleP, nil)
	s.with(garamond, s.size, func() { s.line(g, "Official ffi: e\u0301 x\u0302 q\u0303 Z\u030C") })
	s.line(g, "Decomposed: e\u0301 x\u0302 q\u0303 Z\u030C o\u0323\u0300 é Ž")

	quote := s.el(layout.RoleBlockQuote, nil)
	qp := s.el(layout.RoleP, quote)
	s.line(qp, "A quotation.")

	list := s.el(layout.RoleL, nil)
	list.Numbering = "Decimal"
	for i, text := range []string{"First item", "Second item"} {
		li := s.el(layout.RoleLI, list)
		lbl, body := s.el(layout.RoleLbl, li), s.el(layout.RoleLBody, li)
		ip := s.el(layout.RoleP, body)
		s.put(margin, lbl, string(rune('1'+i))+".")
		s.put(margin+20*layout.Point, ip, text)
		s.y += leading
	}
	plain := s.el(layout.RoleL, nil)
	for _, text := range []string{"Hector Balderas, New Mexico", "Xavier Becerra, California"} {
		s.line(s.el(layout.RoleLBody, s.el(layout.RoleLI, plain)), text)
	}
	cross := s.el(layout.RoleP, nil)
	s.line(cross, "This paragraph goes over")
	s.furniture(letterH-36*layout.Point, "Page 1 of 2")

	s.newPage("2")
	s.furniture(36*layout.Point, "Letter, June 19, 2018")
	s.line(cross, "to the second page.")
	h2 := s.el(layout.RoleH2, nil)
	s.with(bold, 13*layout.Point, func() { s.line(h2, "Figures") })
	table := s.el(layout.RoleTable, nil)
	for r, row := range [][2]string{{"State", "Children"}, {"Texas", "1,174"}, {"Arizona", "321"}} {
		tr := s.el(layout.RoleTR, table)
		for c, text := range row {
			cell := s.el(layout.RoleTD, tr)
			switch {
			case r == 0:
				cell = s.el(layout.RoleTH, tr)
				cell.Scope = "Column"
			case c == 0:
				cell = s.el(layout.RoleTH, tr)
				cell.Scope = "Row"
			}
			s.put(margin+layout.Length(c)*100*layout.Point, cell, text)
		}
		s.y += leading
	}
	tr := s.el(layout.RoleTR, table)
	th, empty := s.el(layout.RoleTH, tr), s.el(layout.RoleTD, tr)
	th.Scope, th.RowSpan = "Row", 2
	s.put(margin, th, "Others")
	s.page.Boxes = append(s.page.Boxes, layout.Box{Kind: layout.BoxText, X: margin, Y: s.y, Element: empty, Run: &layout.Run{Face: s.face, Size: s.size, Offset: -1}})
	s.y += leading
	s.put(margin+100*layout.Point, s.el(layout.RoleTD, s.el(layout.RoleTR, table)), "none")
	s.y += leading
	all := s.el(layout.RoleTD, s.el(layout.RoleTR, table))
	all.ColSpan = 2
	s.line(all, "1,495 in all")
	photo := s.el(layout.RoleFigure, nil)
	photo.Alt = "A raster picture"
	s.box(layout.Box{Kind: layout.BoxImage, Image: picture(3, true)}, photo)
	gray := picture(1, false)
	s.box(layout.Box{Kind: layout.BoxImage, Image: gray}, nil)
	s.box(layout.Box{Kind: layout.BoxImage, Image: gray}, nil)
	s.line(s.el(layout.RoleP, nil), "Sincerely,")
	form := s.el(layout.RoleForm, nil)
	form.Alt = "Signature of Hector Balderas, not signed yet"
	s.box(layout.Box{Kind: layout.BoxField, Name: "OfficialSignature"}, form)
	s.with(regular, 30*layout.Point, func() { s.line(s.el(layout.RoleP, nil), "Large (type) \\ here") })
	return s.doc
}
