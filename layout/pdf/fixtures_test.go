package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"chancery/layout"
)

// write gives a document as a file; one that cannot be written ends the test.
func write(t testing.TB, doc *layout.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// least is a document with as little as there can be: a page with a word on it,
// no author, no date, no identifier, no outline.
func least(t testing.TB) *layout.Document {
	s := newSheet(t, "Least")
	s.line(s.el(layout.RoleP, nil), "Word")
	return &layout.Document{Name: "least", Title: "Least", Language: "en", Root: s.doc.Root, Pages: s.doc.Pages}
}

// twentyPages is a document of forty lines a page with one paragraph that goes
// over all of its pages.
func twentyPages(t testing.TB) *layout.Document {
	s := newSheet(t, "Twenty pages")
	p := s.el(layout.RoleP, nil)
	for page := 1; ; page++ {
		for n := range 40 {
			s.line(p, fmt.Sprintf("The %dth line of page %d, which is about families at the border.", n+1, page))
		}
		s.furniture(letterH-36*layout.Point, fmt.Sprintf("Page %d", page))
		if page == 20 {
			return s.doc
		}
		s.newPage(fmt.Sprint(page + 1))
	}
}

// garamond has each ligature as one glyph, marks that are placed one by one, and
// labels of pages that are not all numbers.
func garamond(t testing.TB) *layout.Document {
	s := newSheet(t, "Garamond")
	s.page.Label = "i"
	s.face = face(t, "EB Garamond", false, false)
	p := s.el(layout.RoleP, nil)
	s.line(p, "Office, affluent, fjord, waffle, The official staff; Thames")
	s.line(p, "e\u0301 o\u0323\u0300 Q\u0303 \u1ecd\u0300 and as they are: é ọ́")
	s.features([]string{"smcp"}, func() { s.line(p, "Office of the Attorney General") })
	s.features([]string{"onum"}, func() { s.line(p, "1986 2018") })
	s.newPage("5")
	s.line(p, "On the next page, whose number is five.")
	s.newPage("6")
	s.line(p, "And six.")
	return s.doc
}

// withJPEG shows a JPEG in grey and one in colour, each twice.
func withJPEG(t testing.TB) *layout.Document {
	s := newSheet(t, "JPEG")
	fig := s.el(layout.RoleFigure, nil)
	fig.Alt = "Two grey squares and two coloured ones"
	for _, gray := range []bool{true, false} {
		im := jpegImage(t, gray)
		for range 2 {
			s.box(layout.Box{Kind: layout.BoxImage, Image: im}, fig)
		}
	}
	return s.doc
}

func jpegImage(t testing.TB, gray bool) *layout.Image {
	var src image.Image = image.NewGray(image.Rect(0, 0, 16, 16))
	if !gray {
		m := image.NewRGBA(image.Rect(0, 0, 16, 16))
		for i := range 256 {
			m.Set(i%16, i/16, color.RGBA{byte(i), 120, byte(255 - i), 255})
		}
		src = m
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, src, nil); err != nil {
		t.Fatal(err)
	}
	return &layout.Image{Name: "photo.jpg", Format: "jpeg", Data: b.Bytes(), Width: 16, Height: 16}
}
