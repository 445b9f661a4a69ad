package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// Surface makes pages: content operators in, a file of objects out. It never
// sees text, fonts or structure, so that what makes the pages can be changed.
// Raster images do not pass through it either: layout hands them over decoded,
// and fpdf would decode the file a second time and refuse PNG of 16 bits and
// interlaced PNG.
type Surface interface {
	// Page begins a page of that size.
	Page(width, height layout.Length)
	// Raw adds content operators to the page. The slice is not kept.
	Raw(ops []byte)
	// Bookmark adds an entry of the outline, level 0 being the top, that leads to
	// y from the top of a page (an index from 0).
	Bookmark(title string, level, page int, y layout.Length)
	// Close gives the pages, their contents and the outline as objects.
	Close() (*cos.File, error)
}

// fpdfSurface is Surface by way of fpdf. Of its output the finisher keeps pages,
// content streams and outline items. It relies on two habits of v0.12.0: the page
// tree is object 1 and its kids are in order.
type fpdfSurface struct {
	f       *fpdf.Fpdf
	marks   []bookmark
	heights []layout.Length
}

// bookmark is what fpdf says of an entry, exactly.
type bookmark struct {
	page int
	y    layout.Length
}

func newSurface() Surface {
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: fpdf.SizeType{Wd: 612, Ht: 792}})
	f.SetCompression(false) // the writer compresses, with a pool
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	// Overwritten by the finisher; set so that fpdf does not ask the clock.
	f.SetCreationDate(time.Unix(0, 0).UTC())
	f.SetModificationDate(time.Unix(0, 0).UTC())
	return &fpdfSurface{f: f}
}

func (s *fpdfSurface) Page(width, height layout.Length) {
	s.heights = append(s.heights, height)
	s.f.AddPageFormat("P", fpdf.SizeType{Wd: width.Points(), Ht: height.Points()})
}

func (s *fpdfSurface) Raw(ops []byte) { s.f.RawWriteBuf(bytes.NewReader(ops)) }

func (s *fpdfSurface) Bookmark(title string, level, page int, y layout.Length) {
	s.f.SetPage(page + 1)
	s.f.Bookmark(string(textString(title)), level, y.Points())
	s.marks = append(s.marks, bookmark{page, y})
}

func (s *fpdfSurface) Close() (*cos.File, error) {
	s.f.SetPage(len(s.heights)) // fpdf writes the pages up to the current one
	var out bytes.Buffer
	if err := s.f.Output(&out); err != nil {
		return nil, fmt.Errorf("making pages: %w", err)
	}
	file, err := cos.Read(out.Bytes())
	if err != nil {
		return nil, fmt.Errorf("reading fpdf's pages: %w", err)
	}
	return file, s.exact(file)
}

// exact gives the outline its destinations again: fpdf measures them all on the
// last page's height and rounds them. It also counts the open entries, which
// fpdf does not (ISO 32000-1, 12.3.3).
func (s *fpdfSurface) exact(file *cos.File) error {
	root := file.Dict(file.Dict(file.Root).Get("Outlines"))
	if root == nil {
		return nil
	}
	kids := file.Array(file.Dict(cos.Ref(1)).Get("Kids"))
	i := 0
	var walk func(parent *cos.Dict) (int, error)
	walk = func(parent *cos.Dict) (int, error) {
		n := 0
		for item := file.Dict(parent.Get("First")); item != nil; item = file.Dict(item.Get("Next")) {
			if i == len(s.marks) {
				return 0, fmt.Errorf("fpdf's outline has more than %d entries", i)
			}
			m := s.marks[i]
			i++
			item.Set("Dest", cos.Array{kids[m.page], cos.Name("XYZ"), 0, number(s.heights[m.page] - m.y), nil})
			k, err := walk(item)
			if err != nil {
				return 0, err
			}
			item.Set("Count", nil)
			if k > 0 {
				item.Set("Count", k)
			}
			n += 1 + k
		}
		return n, nil
	}
	n, err := walk(root)
	root.Set("Count", n)
	if err == nil && i != len(s.marks) {
		err = fmt.Errorf("fpdf's outline has %d of %d entries", i, len(s.marks))
	}
	return err
}

// isASCII says whether a text needs no Unicode: PDFDocEncoding has ASCII's
// printable characters at their places (ISO 32000-1, annex D).
func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}
