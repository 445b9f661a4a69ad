package pdf

import (
	"bytes"
	"testing"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// plainSurface is a Surface without fpdf: it shows that what makes the pages can
// be changed, and what it costs.
type plainSurface struct {
	pages []page
	marks []plainMark
}

type page struct {
	height layout.Length
	ops    []byte
}

type plainMark struct {
	title       string
	level, page int
	y           layout.Length
}

func (s *plainSurface) Page(_, height layout.Length) {
	s.pages = append(s.pages, page{height: height})
}

func (s *plainSurface) Raw(ops []byte) {
	p := &s.pages[len(s.pages)-1]
	p.ops = append(append(p.ops, ops...), '\n')
}

func (s *plainSurface) Bookmark(title string, level, page int, y layout.Length) {
	s.marks = append(s.marks, plainMark{title, level, page, y})
}

func (s *plainSurface) Close() (*cos.File, error) {
	f := cos.NewFile()
	tree := cos.NewDict()
	f.Add(tree) // object 1, as with fpdf
	var kids cos.Array
	for i := range s.pages {
		contents := f.Add(&cos.Stream{Dict: cos.NewDict(), Data: s.pages[i].ops})
		kids = append(kids, f.Add(cos.NewDict(cos.Entry{Key: "Contents", Value: contents})))
	}
	tree.Set("Kids", kids)
	catalog := cos.NewDict()
	f.Root = f.Add(catalog)
	if len(s.marks) == 0 {
		return f, nil
	}
	root := cos.NewDict(cos.Entry{Key: "Type", Value: cos.Name("Outlines")})
	catalog.Set("Outlines", f.Add(root))
	at := 0
	s.items(f, root, kids, &at, 0)
	return f, nil
}

// items hangs the marks of a level under their parent and gives how many there are below it.
func (s *plainSurface) items(f *cos.File, parent *cos.Dict, kids cos.Array, at *int, level int) int {
	n := 0
	var last *cos.Dict
	for *at < len(s.marks) && s.marks[*at].level == level {
		m := s.marks[*at]
		*at++
		d := cos.NewDict(
			cos.Entry{Key: "Title", Value: textString(m.title)},
			cos.Entry{Key: "Dest", Value: cos.Array{kids[m.page], cos.Name("XYZ"), 0, number(s.pages[m.page].height - m.y), nil}})
		ref := f.Add(d)
		if last == nil {
			parent.Set("First", ref)
		} else {
			last.Set("Next", ref)
		}
		last = d
		n += 1 + s.items(f, d, kids, at, level+1)
	}
	if n > 0 {
		parent.Set("Count", n)
	}
	return n
}

// TestSurfaces writes the fixtures with fpdf and without, and expects the same bytes.
func TestSurfaces(t *testing.T) {
	for _, fixture := range fixtures {
		f, err := build(fixture.make(t), &plainSurface{}, false)
		if err != nil {
			t.Fatal(err)
		}
		var plain bytes.Buffer
		if _, err := f.WriteTo(&plain); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(plain.Bytes(), write(t, fixture.make(t))) {
			t.Errorf("%s: other bytes without fpdf", fixture.name)
		}
	}
}
