package pdf

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"chancery/layout/pdf/cos"
)

// Tree is the structure of a written file, read back.
type Tree struct {
	Title     string
	Root      *Node // the Document element; its Lang is the document's
	Bookmarks []Bookmark
	Pages     int
	Fonts     []string // the names of the embedded fonts, in the order of their resources
}

// Bookmark is an entry of the outline.
type Bookmark struct {
	Title string
	Level int
	Page  int // from 0
}

// Node is an element of the structure tree, or, with an empty Role, a text.
type Node struct {
	Role      string
	Text      string // what the glyphs of a marked-content sequence stand for
	Page      int    // of a text, from 0; of an element -1
	Alt       string
	Actual    string
	Lang      string
	Scope     string
	ColSpan   int // cells: 0 where nothing is said
	RowSpan   int
	Numbering string
	// WritingMode is "RlTb" where the element is read from right to left.
	WritingMode string
	Href        string // links: the address of its annotations
	Links       int    // links: how many annotations
	To          int    // links within the file: the page they lead to, from 1
	ID          string // of a note
	Field       string // forms: the field's name
	Kids        []*Node
}

// firstPage is the page of the first text or object of a node.
func (n *Node) firstPage() int {
	if n.Page >= 0 {
		return n.Page
	}
	for _, k := range n.Kids {
		if p := k.firstPage(); p >= 0 {
			return p
		}
	}
	return -1
}

// Plain is the text of a node and all in it, in order and as it is in the file;
// after every element that stands by itself comes a line feed.
func (n *Node) Plain() string {
	var b strings.Builder
	n.plain(&b)
	return b.String()
}

func (n *Node) plain(b *strings.Builder) {
	b.WriteString(n.Text)
	for _, k := range n.Kids {
		k.plain(b)
	}
	switch n.Role {
	case "", "Link", "Span", "Reference":
	default:
		if s := b.String(); s != "" && !strings.HasSuffix(s, "\n") {
			b.WriteByte('\n')
		}
	}
}

// treeReader reads the structure of one file.
type treeReader struct {
	f      *cos.File
	pages  map[cos.Ref]int
	texts  []map[int]string // by page and marked-content identifier
	depth  int
	cmaps  map[cos.Ref]map[uint16]string
	annots int
}

// ReadTree reads back the structure of a file that Write has written: each
// element with the text of its marked content, by way of ToUnicode and
// ActualText. It reads other tagged files as far as their fonts are like ours.
func ReadTree(pdf []byte) (*Tree, error) {
	f, err := cos.Read(pdf)
	if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	r := &treeReader{f: f, pages: map[cos.Ref]int{}, cmaps: map[cos.Ref]map[uint16]string{}}
	catalog := f.Dict(f.Root)
	if err := r.pageTree(catalog.Get("Pages"), 0); err != nil {
		return nil, err
	}
	t := &Tree{Title: text(f.Dict(f.Info).Get("Title")), Pages: len(r.texts)}
	root := f.Dict(catalog.Get("StructTreeRoot"))
	if root == nil {
		return nil, errors.New("the file is not tagged")
	}
	k := f.Resolve(root.Get("K"))
	if a, ok := k.(cos.Array); ok && len(a) == 1 {
		k = f.Resolve(a[0])
	}
	d, ok := k.(*cos.Dict)
	if !ok {
		return nil, errors.New("the structure tree has no single root element")
	}
	if t.Root, err = r.element(d, -1); err != nil {
		return nil, err
	}
	if t.Root.Lang == "" {
		t.Root.Lang = text(catalog.Get("Lang"))
	}
	r.bookmarks(t, f.Dict(catalog.Get("Outlines")), 0)
	t.Fonts = r.fontNames()
	return t, nil
}

// pageTree reads the pages with their texts.
func (r *treeReader) pageTree(o cos.Object, depth int) error {
	d := r.f.Dict(o)
	if d == nil || depth > maxNesting {
		return errors.New("the page tree is broken")
	}
	if d.Get("Type") == cos.Name("Pages") {
		for _, k := range r.f.Array(d.Get("Kids")) {
			if err := r.pageTree(k, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if ref, ok := o.(cos.Ref); ok {
		r.pages[ref] = len(r.texts)
	}
	texts, err := r.content(d)
	if err != nil {
		return fmt.Errorf("page %d: %w", len(r.texts)+1, err)
	}
	r.texts = append(r.texts, texts)
	return nil
}

// element reads a structure element and what hangs from it.
func (r *treeReader) element(d *cos.Dict, page int) (*Node, error) {
	if r.depth++; r.depth > maxNesting {
		return nil, errors.New("the structure tree is too deep")
	}
	defer func() { r.depth-- }()
	role, _ := d.Get("S").(cos.Name)
	n := &Node{Role: string(role), Page: -1, Alt: text(d.Get("Alt")), Actual: text(d.Get("ActualText")), Lang: text(d.Get("Lang")), ID: text(d.Get("ID"))}
	if a := r.f.Dict(d.Get("A")); a != nil {
		n.Scope = name(a.Get("Scope"))
		n.ColSpan, _ = a.Get("ColSpan").(int)
		n.RowSpan, _ = a.Get("RowSpan").(int)
		n.Numbering = name(a.Get("ListNumbering"))
		n.WritingMode = name(a.Get("WritingMode"))
	}
	if ref, ok := d.Get("Pg").(cos.Ref); ok {
		page = r.page(ref)
	}
	kids, ok := r.f.Resolve(d.Get("K")).(cos.Array)
	if !ok {
		kids = cos.Array{d.Get("K")}
	}
	for _, k := range kids {
		if err := r.kid(n, k, page); err != nil {
			return nil, err
		}
	}
	return n, nil
}

func name(o cos.Object) string { n, _ := o.(cos.Name); return string(n) }

func (r *treeReader) page(ref cos.Ref) int {
	if p, ok := r.pages[ref]; ok {
		return p
	}
	return -1
}

// kid reads one child of an element: marked content, an annotation, an element.
func (r *treeReader) kid(n *Node, o cos.Object, page int) error {
	switch k := r.f.Resolve(o).(type) {
	case int:
		return r.marked(n, k, page)
	case *cos.Dict:
		if ref, ok := k.Get("Pg").(cos.Ref); ok {
			page = r.page(ref)
		}
		switch k.Get("Type") {
		case cos.Name("MCR"):
			id, _ := k.Get("MCID").(int)
			return r.marked(n, id, page)
		case cos.Name("OBJR"):
			annot := r.f.Dict(k.Get("Obj"))
			n.Links++
			n.Field = text(annot.Get("T"))
			n.Href = text(r.f.Dict(annot.Get("A")).Get("URI"))
			if dest := r.f.Array(annot.Get("Dest")); len(dest) > 0 {
				if ref, ok := dest[0].(cos.Ref); ok {
					n.To = r.page(ref) + 1
				}
			}
			if n.Field != "" {
				n.Page = page
			}
			return nil
		}
		kid, err := r.element(k, page)
		if err != nil {
			return err
		}
		n.Kids = append(n.Kids, kid)
	}
	return nil
}

func (r *treeReader) marked(n *Node, id, page int) error {
	if page < 0 || page >= len(r.texts) {
		return fmt.Errorf("marked content %d of a %s is on no page", id, n.Role)
	}
	s, ok := r.texts[page][id]
	if !ok {
		return fmt.Errorf("page %d has no marked content %d, which a %s names", page+1, id, n.Role)
	}
	n.Kids = append(n.Kids, &Node{Text: s, Page: page})
	return nil
}

func (r *treeReader) bookmarks(t *Tree, parent *cos.Dict, level int) {
	if level > maxNesting {
		return
	}
	seen := 0
	for d := r.f.Dict(parent.Get("First")); d != nil && seen < len(r.f.Objects); d = r.f.Dict(d.Get("Next")) {
		seen++
		page := -1
		if dest := r.f.Array(d.Get("Dest")); len(dest) > 0 {
			if ref, ok := dest[0].(cos.Ref); ok {
				page = r.page(ref)
			}
		}
		t.Bookmarks = append(t.Bookmarks, Bookmark{text(d.Get("Title")), level, page})
		r.bookmarks(t, d, level+1)
	}
}

func (r *treeReader) fontNames() []string {
	var names []string
	for _, o := range r.f.Objects {
		if d, ok := o.(*cos.Dict); ok && d.Get("Type") == cos.Name("FontDescriptor") {
			names = append(names, name(d.Get("FontName")))
		}
	}
	return names
}

// text is a text string: UTF-16 with its mark, else as it is.
func text(o cos.Object) string {
	s, _ := o.(cos.String)
	if !strings.HasPrefix(string(s), "\xFE\xFF") {
		return string(s)
	}
	return decodeUTF16(string(s[2:]))
}

func decodeUTF16(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}
