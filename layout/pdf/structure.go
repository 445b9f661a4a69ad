package pdf

import (
	"slices"
	"strings"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// structure writes the structure tree, the parent tree that leads back to it, and
// the annotations, which hang in both (ISO 32000-1, 14.7; 14289-1, 7.18).
func (b *builder) structure(out *cos.File, catalog *cos.Dict, pages []cos.Ref, dicts []*cos.Dict) {
	t := b.tree
	root := cos.NewDict(cos.Entry{Key: "Type", Value: cos.Name("StructTreeRoot")})
	rootRef := out.Add(root)
	catalog.Set("StructTreeRoot", rootRef)

	refs := make(map[*node]cos.Ref, len(t.order))
	elems := make([]*cos.Dict, len(t.order))
	for i, n := range t.order {
		elems[i] = cos.NewDict(cos.Entry{Key: "S", Value: cos.Name(n.el.Role)})
		refs[n] = out.Add(elems[i])
	}
	// Keys of the parent tree: pages by index, then annotations in page order.
	key := len(pages)
	annots := map[*annotation]cos.Ref{}
	nums := make(cos.Array, 0, 2*(len(pages)+t.annots))
	for i := range t.sheets {
		row := make(cos.Array, len(t.sheets[i].parents))
		for k, n := range t.sheets[i].parents {
			row[k] = refs[n]
		}
		nums = append(nums, i, row)
	}
	var fields cos.Array
	for i := range t.sheets {
		var list cos.Array
		for _, a := range t.sheets[i].annots {
			d := b.annotation(out, a, pages)
			d.Set("StructParent", key)
			nums = append(nums, key, refs[a.owner])
			key++
			annots[a] = out.Add(d)
			list = append(list, annots[a])
			if a.field != "" {
				fields = append(fields, annots[a])
			}
		}
		if list != nil {
			dicts[i].Set("Annots", list)
		}
	}
	for i, n := range t.order {
		parent := rootRef
		if n.parent != nil {
			parent = refs[n.parent]
		}
		b.element(elems[i], n, parent, refs, annots, pages)
	}
	root.Set("K", refs[t.root])
	b.idTree(out, root, refs)
	root.Set("ParentTree", out.Add(cos.NewDict(cos.Entry{Key: "Nums", Value: nums})))
	root.Set("ParentTreeNextKey", key)
	if fields != nil {
		// Appends only: an incremental update must not invalidate what is signed (table 219).
		catalog.Set("AcroForm", cos.NewDict(cos.Entry{Key: "Fields", Value: fields}, cos.Entry{Key: "SigFlags", Value: 3}))
	}
}

// idTree names the notes, which PDF/UA wants to have identifiers (ISO 14289-1, 7.9;
// 32000-1, table 322). Names are sorted, as a name tree wants them (7.9.6).
func (b *builder) idTree(out *cos.File, root *cos.Dict, refs map[*node]cos.Ref) {
	var named []*node
	for _, n := range b.tree.order {
		if n.el.Role == layout.RoleNote {
			named = append(named, n)
		}
	}
	if named == nil {
		return
	}
	slices.SortFunc(named, func(a, b *node) int { return strings.Compare(a.el.ID, b.el.ID) })
	names := make(cos.Array, 0, 2*len(named))
	for _, n := range named {
		names = append(names, cos.String(n.el.ID), refs[n])
	}
	root.Set("IDTree", out.Add(cos.NewDict(cos.Entry{Key: "Names", Value: names})))
}

// element fills in a structure element (table 323).
func (b *builder) element(d *cos.Dict, n *node, parent cos.Ref, refs map[*node]cos.Ref, annots map[*annotation]cos.Ref, pages []cos.Ref) {
	e := n.el
	d.Set("P", parent)
	own := -1 // the page that /Pg says: of the first content
	var kids cos.Array
	for _, k := range n.kids {
		switch {
		case k.node != nil:
			kids = append(kids, refs[k.node])
		case k.annot != nil:
			o := cos.NewDict(cos.Entry{Key: "Type", Value: cos.Name("OBJR")}, cos.Entry{Key: "Obj", Value: annots[k.annot]})
			if own < 0 {
				own = k.annot.page
			}
			if k.annot.page != own {
				o.Set("Pg", pages[k.annot.page])
			}
			kids = append(kids, o)
		default:
			if own < 0 {
				own = k.page
			}
			if k.page == own {
				kids = append(kids, k.mcid)
				continue
			}
			kids = append(kids, cos.NewDict(
				cos.Entry{Key: "Type", Value: cos.Name("MCR")},
				cos.Entry{Key: "Pg", Value: pages[k.page]},
				cos.Entry{Key: "MCID", Value: k.mcid}))
		}
	}
	if own >= 0 {
		d.Set("Pg", pages[own])
	}
	switch len(kids) {
	case 0: // an empty cell
	case 1:
		d.Set("K", kids[0])
	default:
		d.Set("K", kids)
	}
	if e.Role == layout.RoleNote {
		d.Set("ID", cos.String(e.ID))
	}
	if e.Alt != "" {
		d.Set("Alt", textString(e.Alt))
	}
	if e.Actual != "" {
		d.Set("ActualText", textString(e.Actual))
	}
	if e.Lang != "" {
		d.Set("Lang", textString(e.Lang))
	}
	if a := b.attributes(n); a != nil {
		d.Set("A", a)
	}
}

// attributes are an element's attributes (14.8.5), nil for none.
func (b *builder) attributes(n *node) cos.Object {
	owner := func(name cos.Name, entries ...cos.Entry) *cos.Dict {
		d := cos.NewDict(entries...)
		d.Set("O", name)
		return d
	}
	e := n.el
	switch {
	case n.parent == nil && b.doc.RightToLeft:
		// Inherited by all (table 344).
		return owner("Layout", cos.Entry{Key: "WritingMode", Value: cos.Name("RlTb")})
	case e.Role == layout.RoleFigure || e.Role == layout.RoleForm:
		a := owner("Layout")
		if n.first == n.last {
			a.Set("BBox", rectangle(n.bounds, b.doc.Pages[n.first].Height))
		}
		if isBlock(n) {
			a.Set("Placement", cos.Name("Block"))
		}
		return a
	case e.Role == layout.RoleL && e.Numbering != "":
		return owner("List", cos.Entry{Key: "ListNumbering", Value: cos.Name(e.Numbering)})
	case e.Role == layout.RoleTH || e.Role == layout.RoleTD:
		var entries []cos.Entry
		if e.Role == layout.RoleTH {
			entries = append(entries, cos.Entry{Key: "Scope", Value: cos.Name(e.Scope)})
		}
		if e.ColSpan > 1 {
			entries = append(entries, cos.Entry{Key: "ColSpan", Value: e.ColSpan})
		}
		if e.RowSpan > 1 {
			entries = append(entries, cos.Entry{Key: "RowSpan", Value: e.RowSpan})
		}
		if entries == nil {
			return nil
		}
		return owner("Table", entries...)
	}
	return nil
}

// isBlock says whether an illustration stands by itself, not in a line of text.
func isBlock(n *node) bool {
	switch n.parent.el.Role {
	case layout.RoleDocument, layout.RoleSect, layout.RoleDiv, layout.RoleBlockQuote, layout.RoleLBody, layout.RoleTD, layout.RoleTH:
		return true
	}
	return false
}

// The flags of an annotation (table 165).
const (
	flagPrint  = 1 << 2
	flagLocked = 1 << 7
)

// annotation writes a link (12.5.6.5) or the widget of a signature field (12.7.4.5).
func (b *builder) annotation(out *cos.File, a *annotation, pages []cos.Ref) *cos.Dict {
	height := b.doc.Pages[a.page].Height
	d := cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("Annot")},
		cos.Entry{Key: "Rect", Value: rectangle(a.rect, height)},
		cos.Entry{Key: "P", Value: pages[a.page]})
	if a.field == "" {
		d.Set("Subtype", cos.Name("Link"))
		d.Set("F", flagPrint)
		d.Set("Border", cos.Array{0, 0, 0})
		d.Set("Contents", textString(a.owner.contents()))
		if to := a.owner.el.Target; to != nil {
			page, top := b.tree.nodes[to].start()
			d.Set("Dest", cos.Array{pages[page], cos.Name("XYZ"), 0, number(b.doc.Pages[page].Height - top), 0})
			return d
		}
		d.Set("A", cos.NewDict(
			cos.Entry{Key: "S", Value: cos.Name("URI")},
			cos.Entry{Key: "URI", Value: uri(a.owner.el.Href)}))
		return d
	}
	alt := textString(a.owner.el.Alt)
	d.Set("Subtype", cos.Name("Widget"))
	d.Set("FT", cos.Name("Sig"))
	d.Set("T", cos.String(a.field))
	d.Set("TU", alt)
	d.Set("Contents", alt)
	d.Set("F", flagPrint|flagLocked)
	// A blank appearance: an unsigned copy shows no seal (ISO 19005-2, 6.3.3).
	d.Set("AP", cos.NewDict(cos.Entry{Key: "N", Value: out.Add(&cos.Stream{Coding: cos.Stored, Dict: cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("XObject")},
		cos.Entry{Key: "Subtype", Value: cos.Name("Form")},
		cos.Entry{Key: "BBox", Value: cos.Array{0, 0, number(a.rect[2] - a.rect[0]), number(a.rect[3] - a.rect[1])}},
		cos.Entry{Key: "Resources", Value: cos.NewDict()})})}))
	return d
}

// uri is an address in the ASCII that a URI action wants (table 206): other
// characters are percent-encoded as UTF-8 (RFC 3987, 3.1).
func uri(s string) cos.String {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7F {
			b = append(b, '%', hex(c>>4), hex(c&15))
		} else {
			b = append(b, c)
		}
	}
	return cos.String(b)
}
