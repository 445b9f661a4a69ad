package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/layout"
)

// node is an element of the structure tree (ISO 32000-1, 14.7.2) with its
// children in the order in which they first appear on the pages.
type node struct {
	el     *layout.Element
	parent *node
	kids   []kid
	first  int     // the page it first appears on
	last   int     // and the last
	bounds [4]edge // of its boxes: left, top, right, bottom; y down
	top    edge    // of its first box
	text   []byte  // links: what their boxes say
	annots []*annotation
}

type edge = layout.Length

// kid is one child: an element, a marked-content sequence, or an annotation.
type kid struct {
	node  *node
	annot *annotation
	page  int
	mcid  int // where node and annot are nil
}

// annotation is a link or a signature field, with the place where it is pressed.
type annotation struct {
	owner *node
	page  int
	rect  [4]edge    // left, top, right, bottom; y down
	line  edge       // links: the baseline of the fragment
	field string     // the name of a signature field; "" for a link
	key   int        // in the parent tree
	box   layout.Box // of a field
}

// artifact says what a thing is that is not content (ISO 32000-1, 14.8.2.2).
type artifact uint8

const (
	artifactNone   artifact = iota // it is content
	artifactLayout                 // rules and decoration
	artifactHeader                 // words at the top of a page: continuation headings
	artifactFooter                 // words at its foot
)

// sequence is a run of boxes of a page that are marked as one.
type sequence struct {
	node     *node // nil: an artifact
	artifact artifact
	mcid     int
	reversed bool // its glyphs run against its text
	from, to int  // boxes
}

// sheet is what the tree knows of one page.
type sheet struct {
	sequences []sequence
	parents   []*node // by marked-content identifier
	annots    []*annotation
	space     []bool // by box: a space follows, that the line's end stands for
}

// tree is the structure of a document.
type tree struct {
	doc    *layout.Document
	root   *node
	nodes  map[*layout.Element]*node
	order  []*node // as they first appear, parents before children
	room   []node  // for nodes to come
	sheets []sheet
	annots int
	last   []*node // that go behind the others of their parents

	cur  *node // of the last box, with its element: most boxes repeat it
	prev struct {
		page, box int
		run       *layout.Run
		y         edge
		el, block *layout.Element
	}
}

// maxNesting bounds the depth of the tree, against circles of Parent pointers.
const maxNesting = 64

// newTree builds the structure of a document from its boxes. It expects what
// checkShape has seen to.
func newTree(doc *layout.Document) *tree {
	t := &tree{doc: doc, nodes: make(map[*layout.Element]*node, 64), sheets: make([]sheet, len(doc.Pages))}
	if doc.Root != nil {
		t.root = t.node(doc.Root, 0)
	}
	for i, p := range doc.Pages {
		t.page(i, p)
	}
	for _, n := range t.last {
		p := n.parent
		i := slices.IndexFunc(p.kids, func(k kid) bool { return k.node == n })
		p.kids = append(slices.Delete(p.kids, i, i+1), kid{node: n})
	}
	return t
}

// node gives the node of an element, made with its ancestors at the first call.
func (t *tree) node(e *layout.Element, page int) *node {
	if n := t.nodes[e]; n != nil {
		return n
	}
	if len(t.room) == 0 {
		t.room = make([]node, 32)
	}
	n := &t.room[0]
	t.room = t.room[1:]
	n.el, n.first, n.last = e, page, page
	if e.Parent != nil {
		n.parent = t.node(e.Parent, page)
		n.parent.kids = append(n.parent.kids, kid{node: n})
		if e.Last {
			t.last = append(t.last, n)
		}
	}
	t.nodes[e] = n
	t.order = append(t.order, n)
	return n
}

// page divides the boxes of a page into sequences and hangs them in the tree.
func (t *tree) page(i int, p *layout.Page) {
	s := &t.sheets[i]
	s.space = make([]bool, len(p.Boxes))
	for k := range p.Boxes {
		b := &p.Boxes[k]
		if b.Kind == layout.BoxText && len(b.Run.Glyphs) == 0 {
			// An element with nothing in it, whose place counts: an empty cell.
			if b.Element != nil {
				t.node(b.Element, i)
			}
			continue
		}
		if b.Element == nil {
			a := artifactOf(p, b)
			if n := len(s.sequences); n > 0 && s.sequences[n-1].artifact == a {
				s.sequences[n-1].to = k + 1
			} else {
				s.sequences = append(s.sequences, sequence{artifact: a, from: k, to: k + 1})
			}
			continue
		}
		if t.cur == nil || t.cur.el != b.Element {
			t.cur = t.node(b.Element, i)
		}
		n := t.cur
		r := boxBounds(b)
		n.extend(i, r)
		if b.Kind == layout.BoxField {
			t.annotate(n, &annotation{owner: n, page: i, rect: r, field: b.Name, box: *b})
			continue
		}
		reversed := b.Kind == layout.BoxText && b.Run.RightToLeft
		if m := len(s.sequences); m > 0 && s.sequences[m-1].node == n && s.sequences[m-1].reversed == reversed {
			s.sequences[m-1].to = k + 1
		} else {
			s.sequences = append(s.sequences, sequence{node: n, mcid: len(s.parents), reversed: reversed, from: k, to: k + 1})
			n.kids = append(n.kids, kid{page: i, mcid: len(s.parents)})
			s.parents = append(s.parents, n)
		}
		link := n.link()
		if b.Kind == layout.BoxText {
			t.lineEnd(i, k, b, link)
		}
		if link != nil {
			t.fragment(i, b, link, r)
		}
	}
}

// artifactOf says what a box without element is: words are furniture of the
// page, everything else is decoration.
func artifactOf(p *layout.Page, b *layout.Box) artifact {
	switch {
	case b.Kind != layout.BoxText, b.Decoration:
		return artifactLayout
	case b.Y < p.Height/2:
		return artifactHeader
	}
	return artifactFooter
}

// extend takes a box into what a node covers.
func (n *node) extend(page int, r [4]edge) {
	if n.bounds == ([4]edge{}) {
		n.bounds, n.top = r, r[1]
	} else {
		n.bounds = union(n.bounds, r)
	}
	n.last = max(n.last, page)
}

// start is the page and the place on it where a node or what is in it begins.
func (n *node) start() (page int, top edge) {
	for n.bounds == ([4]edge{}) {
		i := slices.IndexFunc(n.kids, func(k kid) bool { return k.node != nil })
		if i < 0 {
			break
		}
		n = n.kids[i].node
	}
	return n.first, n.top
}

func union(a, b [4]edge) [4]edge {
	return [4]edge{min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])}
}

// boxBounds is the rectangle of a box; of text, by its face's ascent and descent.
func boxBounds(b *layout.Box) [4]edge {
	if b.Kind != layout.BoxText {
		return [4]edge{b.X, b.Y, b.X + b.Width, b.Y + b.Height}
	}
	f, upm := b.Run.Face, int64(b.Run.Face.UnitsPerEm)
	return [4]edge{b.X, b.Y - b.Run.Size.Scale(int64(f.Ascent), upm),
		b.X + b.Run.Width(), b.Y - b.Run.Size.Scale(int64(f.Descent), upm)}
}

// link is the node itself or its nearest ancestor that is a link.
func (n *node) link() *node {
	for ; n != nil; n = n.parent {
		if n.el.Role == layout.RoleLink {
			return n
		}
	}
	return nil
}

// fragment gives a link an annotation for each line that it stands on (ISO
// 14289-1, 7.18.5). One annotation with QuadPoints would be as legal; but readers
// that ignore QuadPoints then take a click on any word of the lines.
func (t *tree) fragment(page int, b *layout.Box, link *node, r [4]edge) {
	if n := len(link.annots); n > 0 {
		if a := link.annots[n-1]; a.page == page && a.line == b.Y {
			a.rect = union(a.rect, r)
			return
		}
	}
	t.annotate(link, &annotation{owner: link, page: page, rect: r, line: b.Y})
}

func (t *tree) annotate(owner *node, a *annotation) {
	owner.annots = append(owner.annots, a)
	owner.kids = append(owner.kids, kid{annot: a})
	t.sheets[a.page].annots = append(t.sheets[a.page].annots, a)
	t.annots++
}

// lineEnd looks at two text boxes that follow each other. Layout drops the space
// at which a line is broken; the file gets it back, because readers join the text
// of a paragraph as it is and would hear one word.
func (t *tree) lineEnd(page, k int, b *layout.Box, link *node) {
	block := b.Element
	for block.Parent != nil && (inline(block.Role)) {
		block = block.Parent
	}
	p := &t.prev
	space := p.run != nil && p.block == block && (p.page != page || p.y != b.Y) && broken(p.run, p.el, b)
	if space {
		t.sheets[p.page].space[p.box] = true
	}
	if link != nil {
		if space && len(link.text) > 0 {
			link.text = append(link.text, ' ')
		}
		link.text = append(link.text, strings.ReplaceAll(b.Run.Text, softHyphen, "")...)
	}
	p.page, p.box, p.run, p.y, p.el, p.block = page, k, b.Run, b.Y, b.Element, block
}

// inline says whether an element of a role stands within a line.
func inline(r layout.Role) bool {
	return r == layout.RoleSpan || r == layout.RoleLink || r == layout.RoleReference
}

const softHyphen = "\u00ad"

// broken says whether a space was dropped between a run and the box after it.
func broken(run *layout.Run, el *layout.Element, b *layout.Box) bool {
	last, _ := utf8.DecodeLastRuneInString(run.Text)
	first, _ := utf8.DecodeRuneInString(b.Run.Text)
	if last == '\u00ad' || unicode.IsSpace(last) || unicode.IsSpace(first) {
		return false
	}
	if run.Offset >= 0 && b.Run.Offset >= 0 && el.ID == b.Element.ID && el.ID != "" {
		return run.Offset+len(run.Text) < b.Run.Offset
	}
	return true
}
