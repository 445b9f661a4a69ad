package pdf

import (
	"fmt"
	"io"
	"testing"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// fourPages is a letter as the seed's: four pages, three faces, small capitals,
// an emblem, a list of 21 signatories with their entries in the outline.
func fourPages(t testing.TB) *layout.Document {
	s := newSheet(t, "Letter to Attorney General Sessions and Secretary Nielsen, June 19, 2018")
	bold, italic := face(t, "STIX Two Text", true, false), face(t, "STIX Two Text", false, true)
	s.box(layout.Box{Kind: layout.BoxArt, Art: seal()}, nil)
	s.features([]string{"smcp", "c2sc"}, func() { s.line(s.el(layout.RoleP, nil), "State of New Mexico, Office of the Attorney General") })
	s.with(bold, 14*layout.Point, func() { s.line(s.el(layout.RoleH1, nil), "Letter on the Zero-Tolerance Policy") })
	words := []string{
		"We, the undersigned Attorneys General, write to express our strong opposition to the new",
		"policy of the Department of Justice regarding the separation of children from their parents",
		"on the southwest border of the United States, because it is contrary to American values and,",
		"contradictory to your stated purpose of upholding the rule of law; we demand that it end at",
		"once. “Families,” as courts have said 1,995 times since 1986, “belong together” — in Texas,",
	}
	for page := 1; page <= 3; page++ {
		for range 7 {
			p := s.el(layout.RoleP, nil)
			for _, w := range words {
				s.line(p, w)
			}
		}
		s.furniture(letterH-36*layout.Point, fmt.Sprintf("Page %d of 4", page))
		s.newPage(fmt.Sprint(page + 1))
	}
	list := s.el(layout.RoleL, nil)
	kids := []layout.Heading{}
	for n := range 21 {
		body := s.el(layout.RoleLBody, s.el(layout.RoleLI, list))
		name := fmt.Sprintf("Signatory Number %d", n+1)
		kids = append(kids, layout.Heading{Title: name, Page: 3, Y: s.y})
		s.line(body, name)
		s.with(italic, s.size, func() { s.line(body, "Attorney General of the State of Elsewhere") })
	}
	s.doc.Outline = []layout.Heading{{Title: "Letter", Y: margin, Kids: []layout.Heading{{Title: "Signatories", Page: 3, Y: margin, Kids: kids}}}}
	return s.doc
}

// BenchmarkWrite is a whole file, by a new Writer and by one that has written it before.
func BenchmarkWrite(b *testing.B) {
	doc := fourPages(b)
	kept := NewWriter()
	for name, write := range map[string]func(io.Writer, *layout.Document) (Info, error){"new": Write, "again": kept.Write} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var info Info
			for b.Loop() {
				var err error
				if info, err = write(io.Discard, doc); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(info.Bytes), "file-bytes")
		})
	}
}

// BenchmarkCheck is the checks and the tree.
func BenchmarkCheck(b *testing.B) {
	doc := fourPages(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := check(doc); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkContent is the checks, the tree and the content streams.
func BenchmarkContent(b *testing.B) {
	doc := fourPages(b)
	b.ReportAllocs()
	writer := NewWriter()
	for b.Loop() {
		t, err := check(doc)
		if err != nil {
			b.Fatal(err)
		}
		w := newBuilder(writer, doc, t)
		if _, err := w.contents(); err != nil {
			b.Fatal(err)
		}
		w.release()
	}
}

// BenchmarkFonts is the subsets and their objects, without compression.
func BenchmarkFonts(b *testing.B) {
	doc := fourPages(b)
	t, err := check(doc)
	if err != nil {
		b.Fatal(err)
	}
	w := newBuilder(NewWriter(), doc, t)
	if _, err := w.contents(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		f := cos.NewFile()
		if _, err := w.resources(f); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFile is the writing of the objects: compression, for the most part.
func BenchmarkFile(b *testing.B) {
	f, err := NewWriter().build(fourPages(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.WriteTo(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
