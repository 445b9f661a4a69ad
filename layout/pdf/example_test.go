package pdf_test

import (
	"bytes"
	"fmt"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/pdf"
)

// hello is a document of one page with two words on it, as layout hands it over.
func hello() *layout.Document {
	family, err := fonts.Lookup("STIX Two Text")
	if err != nil {
		panic(err)
	}
	face := family.Face(false, false)
	root := &layout.Element{Role: layout.RoleDocument}
	run := &layout.Run{Face: face, Size: 12 * layout.Point, Text: "Dear Attorney", Offset: 0}
	for i, r := range run.Text {
		g, _ := face.Glyph(r)
		run.Glyphs = append(run.Glyphs, layout.Glyph{ID: g, Start: i, End: i + 1,
			Advance: run.Size.Scale(int64(face.Advance(g)), int64(face.UnitsPerEm))})
	}
	return &layout.Document{
		Name: "letter", Title: "A letter", Language: "en-US", Root: root,
		Pages: []*layout.Page{{Label: "1", Width: 612 * layout.Point, Height: 792 * layout.Point, Boxes: []layout.Box{{
			X: layout.Inch, Y: layout.Inch, Element: &layout.Element{Role: layout.RoleP, Parent: root}, Run: run,
		}}}},
	}
}

func ExampleWrite() {
	var file bytes.Buffer
	info, err := pdf.Write(&file, hello())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(info.Pages, "page:", info.Standards)
	heard, err := pdf.Describe(file.Bytes())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(heard)
	// Output:
	// 1 page: PDF/A-2a, PDF/UA-1
	// title: A letter
	// language: en-US
	// page 1
	// paragraph: Dear Attorney
}

func ExampleViolation() {
	doc := hello()
	doc.Title = ""
	doc.Pages[0].Boxes[0].Element.Role = layout.RoleH2
	_, err := pdf.Write(new(bytes.Buffer), doc)
	fmt.Println(err)
	doc.Title = "A letter"
	_, err = pdf.Write(new(bytes.Buffer), doc)
	fmt.Println(err)
	// Output:
	// a document has a title (ISO 14289-1, 7.1)
	// page 1, H2: headings skip no level, after level 0 comes 1 at the most (ISO 14289-1, 7.4.2)
}
