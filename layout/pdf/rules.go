package pdf

import (
	"fmt"
	"slices"
	"strings"

	"chancery/layout"
)

// The clauses about what may stand in what: ISO 14289-1, 7.2, asks that elements
// be used as ISO 32000-1, 14.8.4, means them.
const clauseNesting = "ISO 14289-1, 7.2"

// parents are the roles under which a role may stand; of others any may.
var parents = map[layout.Role][]layout.Role{
	layout.RoleLI:    {layout.RoleL},
	layout.RoleLbl:   {layout.RoleLI, layout.RoleNote},
	layout.RoleLBody: {layout.RoleLI},
	layout.RoleTHead: {layout.RoleTable},
	layout.RoleTBody: {layout.RoleTable},
	layout.RoleTR:    {layout.RoleTable, layout.RoleTHead, layout.RoleTBody},
	layout.RoleTH:    {layout.RoleTR},
	layout.RoleTD:    {layout.RoleTR},
}

// children are the roles that alone may stand under a role.
var children = map[layout.Role][]layout.Role{
	layout.RoleL:     {layout.RoleLI, layout.RoleCaption, layout.RoleL},
	layout.RoleLI:    {layout.RoleLbl, layout.RoleLBody},
	layout.RoleTable: {layout.RoleTR, layout.RoleTHead, layout.RoleTBody, layout.RoleCaption},
	layout.RoleTHead: {layout.RoleTR},
	layout.RoleTBody: {layout.RoleTR},
	layout.RoleTR:    {layout.RoleTH, layout.RoleTD},
}

// structure checks the tree: alternate texts, nesting, headings, links.
func (c *checker) structure(t *tree) {
	heading := 0
	notes := map[string]bool{}
	for _, n := range t.order {
		e := n.el
		where := spot{page: n.first + 1, el: e}
		switch e.Role {
		case layout.RoleFigure:
			if strings.TrimSpace(e.Alt) == "" && e.Actual == "" {
				c.add("ISO 14289-1, 7.3", where, "a figure says in words what it shows")
			}
		case layout.RoleForm:
			if strings.TrimSpace(e.Alt) == "" {
				c.add("ISO 14289-1, 7.18.1", where, "a field says in words what it is for")
			}
			if len(n.annots) != 1 {
				c.add("ISO 14289-1, 7.18.4", where, "a Form element has one field")
			}
		case layout.RoleLink:
			switch {
			case (e.Href == "") == (e.Target == nil):
				c.add("ISO 32000-1, 12.5.6.5", where, "a link leads to an address or to an element of the document")
			case e.Target != nil && t.nodes[e.Target] == nil:
				c.add("ISO 32000-1, 12.3.2", where, "a link leads to an element that is on a page")
			}
			if n.contents() == "" {
				c.add("ISO 14289-1, 7.18.5", where, "a link says in words where it leads")
			}
		case layout.RoleNote:
			if e.ID == "" || notes[e.ID] {
				c.add("ISO 14289-1, 7.9", where, "a note has an ID of its own")
			}
			notes[e.ID] = true
		case layout.RoleTH:
			if e.Scope != "Row" && e.Scope != "Column" && e.Scope != "Both" {
				c.add("ISO 14289-1, 7.5", where, "a header cell says whether it heads a row or a column")
			}
		case layout.RoleL:
			c.list(n, where)
		case layout.RoleH1, layout.RoleH2, layout.RoleH3, layout.RoleH4, layout.RoleH5, layout.RoleH6:
			level := int(e.Role[1] - '0')
			if level > heading+1 {
				c.add("ISO 14289-1, 7.4.2", where, fmt.Sprintf("headings skip no level, after level %d comes %d at the most", heading, heading+1))
			}
			heading = level
		case layout.RoleDocument:
			if n != t.root {
				c.add(clauseNesting, where, "there is one Document element")
			}
		case layout.RoleP, layout.RoleSect, layout.RoleDiv, layout.RoleTHead, layout.RoleTBody, layout.RoleSpan, layout.RoleReference, layout.RoleBlockQuote, layout.RoleCaption,
			layout.RoleLI, layout.RoleLbl, layout.RoleLBody, layout.RoleTable, layout.RoleTR, layout.RoleTD:
		default:
			c.add("ISO 19005-2, 6.7.3.4", where, "an element has a standard role")
		}
		c.nesting(n, where)
		c.strings(n, where)
		if e.Lang != "" && !wellFormedLanguage(e.Lang) {
			c.add("ISO 19005-2, 6.7.4", where, fmt.Sprintf("a language is said as BCP 47 does, %q is none", e.Lang))
		}
	}
}

// nesting checks what an element stands in and what stands in it.
func (c *checker) nesting(n *node, where spot) {
	role := n.el.Role
	if ps := parents[role]; ps != nil && n.parent != nil && !slices.Contains(ps, n.parent.el.Role) {
		c.add(clauseNesting, where, fmt.Sprintf("%s stands in %s, not in %s", role, ps[0], n.parent.el.Role))
	}
	cs := children[role]
	if cs == nil {
		return
	}
	if role == layout.RoleTable {
		c.table(n, where)
	}
	for i, k := range n.kids {
		switch {
		case k.node != nil && k.node.el.Role == layout.RoleCaption && i > 0 && (role == layout.RoleL || i < len(n.kids)-1):
			c.add(clauseNesting, where, fmt.Sprintf("the caption of a %s comes first", role))
		case k.node == nil:
			c.add(clauseNesting, where, fmt.Sprintf("%s holds elements, not text", role))
			return
		case !slices.Contains(cs, k.node.el.Role):
			c.add(clauseNesting, where, fmt.Sprintf("%s holds %s, not %s", role, cs[0], k.node.el.Role))
		}
	}
}

// table sees that the rows of each part of a table are as long as each other, and
// that no cell covers what another one covers (ISO 32000-1, table 349): the
// places of the grid are counted row by row, with what cells of rows above cover.
func (c *checker) table(n *node, where spot) {
	columns := -1
	row := func(tr *node, covered []int) []int {
		at := 0
		for _, k := range tr.kids {
			if k.node == nil {
				continue
			}
			for at < len(covered) && covered[at] > 0 {
				at++
			}
			for range max(k.node.el.ColSpan, 1) {
				for at >= len(covered) {
					covered = append(covered, 0)
				}
				if covered[at] > 0 {
					c.add(clauseNesting, where, "no cell covers what another one covers")
				}
				covered[at] = max(k.node.el.RowSpan, 1)
				at++
			}
		}
		width := 0
		for i := range covered {
			if covered[i] > 0 {
				width++
				covered[i]--
			}
		}
		if columns >= 0 && width != columns {
			c.add(clauseNesting, where, fmt.Sprintf("rows have the same number of cells, here are %d and %d", columns, width))
		}
		columns = width
		return covered
	}
	part := func(n *node) {
		var covered []int
		for _, k := range n.kids {
			if k.node != nil && k.node.el.Role == layout.RoleTR {
				covered = row(k.node, covered)
			}
		}
		for _, left := range covered {
			if left > 0 {
				c.add(clauseNesting, where, "no cell covers more rows than there are")
				break
			}
		}
	}
	part(n)
	for _, k := range n.kids {
		if k.node != nil && (k.node.el.Role == layout.RoleTHead || k.node.el.Role == layout.RoleTBody) {
			part(k.node)
		}
	}
}

// maxString is the most bytes of a string (ISO 19005-2, 6.1.13).
const maxString = 32767

// strings sees that no text of an element is longer than a string may be.
func (c *checker) strings(n *node, where spot) {
	e := n.el
	for _, s := range []string{e.Alt, e.Actual, e.Href} {
		c.length(s, where)
	}
	if e.Role == layout.RoleLink {
		c.length(n.contents(), where)
	}
}

func (c *checker) length(s string, where spot) {
	// UTF-16 takes two bytes for each of the bytes of ASCII, and no more for others.
	if 2*len(s)+2 > maxString && len(textString(s)) > maxString {
		c.add("ISO 19005-2, 6.1.13", where, fmt.Sprintf("a text has %d bytes at the most", maxString))
	}
}

// list sees that a list with labels says what kind they are (ISO 14289-1, 7.6).
func (c *checker) list(n *node, where spot) {
	if !slices.Contains(numberings, n.el.Numbering) {
		c.add("ISO 32000-1, 14.8.5.5", where, fmt.Sprintf("a list's numbering is one of table 347, %q is none", n.el.Numbering))
	}
	if n.el.Numbering != "" && n.el.Numbering != "None" {
		return
	}
	for _, item := range n.kids {
		if item.node == nil {
			continue
		}
		for _, part := range item.node.kids {
			if part.node != nil && part.node.el.Role == layout.RoleLbl {
				c.add("ISO 14289-1, 7.6", where, "a list with labels says how they number")
				return
			}
		}
	}
}

// numberings are the values of ListNumbering (ISO 32000-1, table 347).
var numberings = []string{"", "None", "Disc", "Circle", "Square", "Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha"}

// contents is what a link's annotations say: its title, else its own words.
func (n *node) contents() string {
	if s := strings.TrimSpace(n.el.Title); s != "" {
		return s
	}
	if s := strings.TrimSpace(string(n.text)); s != "" {
		return s
	}
	return strings.TrimSpace(n.el.Alt)
}
