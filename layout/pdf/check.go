package pdf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/layout"
)

// Violation is a rule of a standard that a document would break.
type Violation struct {
	Clause string // "ISO 14289-1, 7.3"
	Rule   string // what the rule asks
	Where  string // "page 2, figure "seal""; "" for the document
}

// Error prints the violation as one line.
func (v Violation) Error() string {
	if v.Where == "" {
		return v.Rule + " (" + v.Clause + ")"
	}
	return v.Where + ": " + v.Rule + " (" + v.Clause + ")"
}

// Violations is all that a document would break, in the document's order.
type Violations []Violation

// Error prints one violation a line.
func (vs Violations) Error() string {
	lines := make([]string, len(vs))
	for i, v := range vs {
		lines[i] = v.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives each violation to errors.As.
func (vs Violations) Unwrap() []error {
	errs := make([]error, len(vs))
	for i, v := range vs {
		errs[i] = v
	}
	return errs
}

// checker collects violations.
type checker struct {
	doc   *layout.Document
	found Violations
	seen  map[*layout.Element]bool // elements whose ancestors are in order
	names map[string]bool          // of signature fields
}

func (c *checker) add(clause string, where spot, rule string) {
	c.found = append(c.found, Violation{Clause: clause, Rule: rule, Where: where.String()})
}

// spot is where a rule is broken. It is put into words only where one is: a page
// has hundreds of places and no violation.
type spot struct {
	page   int // from 1, 0 for the document
	el     *layout.Element
	detail string
}

func (s spot) String() string {
	var parts []string
	if s.page > 0 {
		parts = append(parts, fmt.Sprintf("page %d", s.page))
	}
	if s.el != nil {
		parts = append(parts, nameOf(s.el))
	}
	if s.detail != "" {
		parts = append(parts, s.detail)
	}
	return strings.Join(parts, ", ")
}

// check finds what the standards forbid, before anything is written, and builds
// the structure tree, which some of the rules are about.
func check(doc *layout.Document) (*tree, error) {
	c := &checker{doc: doc, seen: make(map[*layout.Element]bool, 64), names: map[string]bool{}}
	c.document()
	for i, p := range doc.Pages {
		c.page(i, p)
	}
	c.outline(doc.Outline)
	if len(c.found) > 0 { // the tree needs pages and ancestors that are in order
		return nil, c.found
	}
	t := newTree(doc)
	c.structure(t)
	if len(c.found) > 0 {
		return nil, c.found
	}
	return t, nil
}

// document checks what is said of the document as a whole.
func (c *checker) document() {
	d := c.doc
	if strings.TrimSpace(d.Title) == "" {
		c.add("ISO 14289-1, 7.1", spot{}, "a document has a title")
	}
	if !wellFormedLanguage(d.Language) {
		c.add("ISO 14289-1, 7.2", spot{}, fmt.Sprintf("a document says its language as BCP 47 does, %q is none", d.Language))
	}
	if len(d.Pages) == 0 {
		c.add("ISO 32000-1, 7.7.3", spot{}, "a document has pages")
	}
	if d.Root == nil || d.Root.Role != layout.RoleDocument || d.Root.Parent != nil {
		c.add("ISO 14289-1, 7.1", spot{}, "the structure tree has a Document element as its root")
	}
	words := []string{d.Title, d.Author, d.Subject, d.Identifier}
	for _, s := range append(words, d.Keywords...) {
		if !isXMLText(s) {
			c.add("ISO 19005-2, 6.6.2.1", spot{}, fmt.Sprintf("metadata is XML, which %q cannot be in", s))
		}
		c.length(s, spot{})
	}
}

// isXMLText says whether XML 1.0 can hold a text (production 2, Char).
func isXMLText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
	})
}

// wellFormedLanguage says whether a language tag has the form of BCP 47 (RFC
// 5646, 2.1): a first part of 2 to 8 letters, then parts of 1 to 8 letters and digits.
func wellFormedLanguage(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && len(part) < 2 {
			return false
		}
		for _, r := range part {
			letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
			if !letter && (i == 0 || r < '0' || r > '9') {
				return false
			}
		}
	}
	return true
}

// limits of ISO 32000-1, annex C, that ISO 19005-2, 6.1.13, makes rules.
const (
	minPage = 3 * layout.Point
	maxPage = 14400 * layout.Point
)

func (c *checker) page(i int, p *layout.Page) {
	where := spot{page: i + 1}
	if p == nil {
		c.add("ISO 32000-1, 7.7.3.3", where, "a page is there")
		return
	}
	if min(p.Width, p.Height) < minPage || max(p.Width, p.Height) > maxPage {
		c.add("ISO 19005-2, 6.1.13", where, "a page is 3 to 14,400 points wide and high")
	}
	var last *layout.Element // most boxes have that of the box before
	for k := range p.Boxes {
		b := &p.Boxes[k]
		if b.Element != nil && b.Element != last {
			c.ancestors(b.Element, where)
			last = b.Element
		}
		c.box(i, b, where)
	}
}

// ancestors sees that an element hangs from the root.
func (c *checker) ancestors(e *layout.Element, where spot) {
	if c.seen[e] {
		return
	}
	c.seen[e] = true
	depth := 0
	for up := e; up != c.doc.Root; up = up.Parent {
		if depth++; up == nil || depth > maxNesting {
			where.el = e
			c.add("ISO 32000-1, 14.7.2", where, "every element hangs from the document's root")
			return
		}
	}
}

// nameOf names an element in a message.
func nameOf(e *layout.Element) string {
	if e.ID != "" {
		return fmt.Sprintf("%s %q", e.Role, e.ID)
	}
	return string(e.Role)
}

func (c *checker) box(page int, b *layout.Box, where spot) {
	where.el = b.Element
	switch b.Kind {
	case layout.BoxText:
		if b.Run == nil || b.Run.Face == nil || b.Run.Size <= 0 {
			c.add("ISO 32000-1, 9.3", where, "text has a run with a face and a size")
			return
		}
		c.run(b.Run, where)
	case layout.BoxRule:
		if b.Width < 0 || b.Height < 0 {
			c.add("ISO 32000-1, 8.5.2", where, "a rule has no negative size")
		}
		if b.Element != nil {
			c.add("ISO 14289-1, 7.1", where, "a rule is decoration, and no element's content")
		}
	case layout.BoxArt:
		if b.Art == nil || b.Art.Width <= 0 || b.Art.Height <= 0 || b.Width <= 0 || b.Height <= 0 {
			c.add("ISO 32000-1, 8.5", where, "a drawing has a size, and so has its place")
		}
		c.picture(b, where)
	case layout.BoxImage:
		c.image(b, where)
		c.picture(b, where)
	case layout.BoxField:
		c.field(b, where)
	}
}

// picture sees that what is drawn and heard is heard as a figure.
func (c *checker) picture(b *layout.Box, where spot) {
	if b.Element == nil {
		return
	}
	for e := b.Element; e != nil; e = e.Parent {
		if e.Role == layout.RoleFigure {
			return
		}
	}
	c.add("ISO 14289-1, 7.3", where, "a picture is a Figure, or decoration")
}

func (c *checker) image(b *layout.Box, where spot) {
	im := b.Image
	if im == nil || im.Width <= 0 || im.Height <= 0 || b.Width <= 0 || b.Height <= 0 {
		c.add("ISO 32000-1, 8.9.5", where, "an image has a size, and so has its place")
		return
	}
	where.detail = im.Name
	if im.Format == "jpeg" {
		if n, err := jpegComponents(im.Data); err != nil || n != 1 && n != 3 {
			c.add("ISO 19005-2, 6.2.4.3", where, "a JPEG is grey or RGB: the output intent is sRGB, and CMYK is not defined by it")
		}
		return
	}
	n := im.Width * im.Height
	if im.Components != 1 && im.Components != 3 || len(im.Pixels) != n*im.Components || im.Alpha != nil && len(im.Alpha) != n {
		c.add("ISO 32000-1, 8.9.5", where, "an image has one sample, or three, for each of its pixels")
	}
}

func (c *checker) field(b *layout.Box, where spot) {
	where.detail = fmt.Sprintf("field %q", b.Name)
	if b.Name == "" || strings.ContainsFunc(b.Name, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9')
	}) {
		c.add("ISO 32000-1, 12.7.3.2", where, "a field's name is letters and digits")
	}
	if c.names[b.Name] {
		c.add("ISO 32000-1, 12.7.3.2", where, "a field's name is used once")
	}
	c.names[b.Name] = true
	if b.Element == nil || b.Element.Role != layout.RoleForm {
		c.add("ISO 14289-1, 7.18.4", where, "a field belongs to a Form element")
	}
	if b.Width <= 0 || b.Height <= 0 {
		c.add("ISO 32000-1, 12.5.2", where, "a field has a size")
	}
}

// run checks glyphs and their texts.
func (c *checker) run(r *layout.Run, where spot) {
	if !utf8.ValidString(r.Text) {
		c.add("ISO 19005-2, 6.2.11.7.2", where, fmt.Sprintf("text is Unicode, %q is not", r.Text))
		return
	}
	glyphs := r.Face.NumGlyphs()
	for i := range r.Glyphs {
		g := &r.Glyphs[i]
		switch {
		case g.Start < 0 || g.End < g.Start || g.End > len(r.Text) || !atRune(r.Text, g.Start) || !atRune(r.Text, g.End):
			c.add("ISO 19005-2, 6.2.11.7.2", where, fmt.Sprintf("a glyph stands for characters of its text, %d does not in %q", g.ID, r.Text))
		case g.ID == 0:
			c.add("ISO 19005-2, 6.2.11.8", where, fmt.Sprintf("a character has a glyph, %q has none in %s", r.Text[g.Start:g.End], r.Face.PostScriptName))
		case int(g.ID) >= glyphs:
			c.add("ISO 19005-2, 6.2.11.4", where, fmt.Sprintf("a glyph is in its font, %d is not in %s", g.ID, r.Face.PostScriptName))
		}
	}
	if strings.IndexByte(r.Text, 0) >= 0 {
		c.add("ISO 19005-2, 6.2.11.7.2", where, "text has no U+0000")
	}
	for _, ch := range r.Text {
		switch {
		case ch < 0x80:
		case ch == 0xFEFF || ch == 0xFFFE:
			c.add("ISO 19005-2, 6.2.11.7.2", where, fmt.Sprintf("text has no %U", ch))
		case unicode.Is(unicode.Co, ch):
			c.add("ISO 19005-2, 6.2.11.7.3", where, fmt.Sprintf("text has no characters of private use, %U is one", ch))
		}
	}
}

// atRune says whether a byte offset lies between characters.
func atRune(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }

func (c *checker) outline(hs []layout.Heading) {
	for i := range hs {
		h := &hs[i]
		if strings.TrimSpace(h.Title) == "" {
			c.add("ISO 32000-1, 12.3.3", spot{detail: "outline"}, "an entry has a title")
		}
		c.length(h.Title, spot{detail: "outline"})
		if h.Page < 0 || h.Page >= len(c.doc.Pages) {
			c.add("ISO 32000-1, 12.3.2", spot{detail: fmt.Sprintf("outline, %q", h.Title)}, fmt.Sprintf("an entry leads to a page, %d is none", h.Page+1))
		}
		c.outline(h.Kids)
	}
}
