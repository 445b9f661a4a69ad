package pdf

import (
	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// outline writes the document's headings as its outline (ISO 32000-1, 12.3.3),
// all entries open, each leading to its place on a page.
func (b *builder) outline(out *cos.File, pages []cos.Ref) cos.Ref {
	root := cos.NewDict(cos.Entry{Key: "Type", Value: cos.Name("Outlines")})
	ref := out.Add(root)
	b.outlineItems(out, pages, b.doc.Outline, root, ref)
	return ref
}

// outlineItems hangs headings under their parent; it gives how many entries
// there are below that, which is what a parent that is open counts.
func (b *builder) outlineItems(out *cos.File, pages []cos.Ref, hs []layout.Heading, parent *cos.Dict, parentRef cos.Ref) int {
	n := 0
	var last *cos.Dict
	var lastRef cos.Ref
	for i := range hs {
		h := &hs[i]
		d := cos.NewDict(
			cos.Entry{Key: "Title", Value: textString(h.Title)},
			cos.Entry{Key: "Parent", Value: parentRef},
			cos.Entry{Key: "Dest", Value: cos.Array{pages[h.Page], cos.Name("XYZ"), 0, number(b.doc.Pages[h.Page].Height - h.Y), nil}})
		ref := out.Add(d)
		if last == nil {
			parent.Set("First", ref)
		} else {
			last.Set("Next", ref)
			d.Set("Prev", lastRef)
		}
		last, lastRef = d, ref
		n += 1 + b.outlineItems(out, pages, h.Kids, d, ref)
	}
	if n > 0 {
		parent.Set("Last", lastRef)
		parent.Set("Count", n)
	}
	return n
}
