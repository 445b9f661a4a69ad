// Package compose turns the words of a document into lines, the lines into a
// galley, and the galley into pages. It knows how type is set and nothing of
// what a letter or a release is: the packages of the kinds say which blocks
// there are, in which style and with which laws. Start reading at Composer,
// then Paragraph, then Galley.
package compose

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/bidi"
	"chancery/layout/hyphen"
	"chancery/layout/labels"
	"chancery/layout/letterhead"
	"chancery/layout/shape"
	"chancery/source"
)

// Composer sets one document: the measures, faces and words that all its blocks
// share. It is not safe for concurrent use; two documents take two.
type Composer struct {
	Packet *source.Packet
	Doc    *source.Document
	Labels *labels.Labels
	Head   *layout.Letterhead // never nil: a document without letterhead has the built-in sheet
	Shaper *shape.Shaper
	// Memory, if not nil, gives paragraphs that were set before and keeps new
	// ones: see Use.
	Memory *Memory
	ahead  *Ahead // a second worker on the body; nil: none

	PageWidth, PageHeight layout.Length
	Left, Right, Bottom   layout.Length // margins
	Measure               layout.Length // width of the text block
	Size, Leading         layout.Length // of running text

	Root *layout.Element // RoleDocument
	// Problems gathers what is wrong with the source as it shows in the setting:
	// a character that no face has, ink that leaves its place.
	Problems source.Problems

	own           *Resources
	others        map[string]spoken // languages that stand among the document's
	family        *fonts.Family
	fallbacks     []*fonts.Family
	fallbackFaces [4][]*fonts.Face // by faceKey
	hyphens       *hyphen.Patterns
	missing       map[missingAt]bool
	origins       map[string]origin // by element; nil until a warning needs a place
	scratch       *scratch
	expansion     int        // the most that a line's glyphs are widened or narrowed, in thousandths
	lacking       int        // characters that no face has, as often as they were met
	base          bidi.Level // 1 where the document's language is written from right to left
	turned        bool       // what is set now stands against the document
	speaks        string     // the language of the block that is set; "" is the document's
}

// missingAt is a place where a character that no face has was already reported.
type missingAt struct {
	file   *source.File
	at     int
	script string // all of its letters are missing: then no place
}

// Letter and A4 sheets, width and height.
var sheets = map[string][2]layout.Length{
	"letter": {612 * layout.Point, 792 * layout.Point},
	"a4":     {210 * layout.Inch * 10 / 254, 297 * layout.Inch * 10 / 254}, // 210 × 297 mm
}

// New makes a composer for a document on a sheet, with the faces, patterns and words
// that are the packet's own (nil: those built in). Words of a language without
// labels, or a face that is not there, come back as an error: the source's
// check has named both before.
func New(p *source.Packet, d *source.Document, head *layout.Letterhead, shaper *shape.Shaper, own *Resources) (*Composer, error) {
	words, err := own.words(d.Language)
	if err != nil {
		return nil, err
	}
	c := &Composer{Packet: p, Doc: d, Labels: words, Head: head, Shaper: shaper, own: own,
		Left: head.Left, Right: head.Right, Bottom: head.Bottom,
		Root: &layout.Element{Role: layout.RoleDocument}, missing: map[missingAt]bool{}, scratch: newScratch()}
	sheet, ok := sheets[d.Settings.PageSize]
	if !ok {
		return nil, fmt.Errorf("no page size %q", d.Settings.PageSize)
	}
	c.PageWidth, c.PageHeight = sheet[0], sheet[1]
	c.Measure = c.PageWidth - c.Left - c.Right
	c.base = bidi.Direction(d.Language)
	if c.Size, ok = letterhead.ParseLength(d.Settings.Size); !ok || c.Size <= 0 {
		return nil, fmt.Errorf("not a size in points: %q", d.Settings.Size)
	}
	// 11.5 on 15: the leading is the size times 30/23, to the nearest half point.
	c.Leading = c.Size.Scale(60, 23*int64(layout.Point)) * layout.Point / 2
	if c.family, err = own.faces().Lookup(d.Settings.Face); err != nil {
		return nil, err
	}
	c.fallbacks = own.faces().Fallbacks(c.family)
	if percent, ok := letterhead.ParseLength(d.Settings.Expansion); ok {
		c.expansion = int(percent * 10 / layout.Point)
	}
	if d.Settings.Hyphenate {
		c.hyphens = own.patterns(d.Language)
	}
	return c, nil
}

// Element makes a structure element under parent for the source element id.
func (c *Composer) Element(role layout.Role, parent *layout.Element, id string) *layout.Element {
	return &layout.Element{Role: role, Parent: parent, ID: id}
}

// Letterhead draws the document's letterhead with the office's words; seal is
// the office's own emblem, an Art or an Image, or nil.
func (c *Composer) Letterhead(seal *layout.Art, image *layout.Image) ([]layout.Box, *layout.Masthead) {
	o := &c.Packet.Office
	in := letterhead.Input{Letterhead: c.Head, Words: o.Words, Seal: seal, SealImage: image, SealAlt: o.Alt.Value,
		PageWidth: c.PageWidth, PageHeight: c.PageHeight, Lang: c.Doc.Language, Shaper: c.Shaper,
		Family: c.family, Parent: c.Root, Field: func() string { return c.Labels.SignatureOf(officeName(o)) }}
	for _, f := range c.fallbacks {
		in.Fallbacks = append(in.Fallbacks, f.Face(false, false))
	}
	if o.Seal != nil {
		in.SealSpan = o.Seal.Span
	}
	boxes, masthead, problems := letterhead.Compose(in)
	c.Problems = append(c.Problems, problems...)
	return boxes, masthead
}

// officeName is what an office is called: by its name, else by the next best word
// that it has.
func officeName(o *source.Office) string {
	for _, w := range append([]string{"name"}, letterhead.Words...) {
		if v := strings.Join(strings.Fields(o.Words[w].Value), " "); v != "" {
			return v
		}
	}
	return ""
}

// problem adds one problem.
func (c *Composer) problem(p source.Problem) { c.Problems = append(c.Problems, p) }

// lacks reports a character that no face has, once a place; of a script of which
// no face has a letter only the first.
func (c *Composer) lacks(r rune, at source.Span) {
	c.lacking++
	key := missingAt{file: at.File, at: at.Start}
	p := source.Problem{Span: at, Code: "missing-character", Text: fmt.Sprintf("no face has the character %q (U+%04X)", r, r),
		Hint: "write it another way, or put a font that has it into the folder fonts beside the packet's files"}
	if script := c.unknownScript(r); script != "" {
		key = missingAt{file: at.File, script: script}
		p.Text = fmt.Sprintf("no face has a letter of the script %s, such as %q (U+%04X)", script, r, r)
		p.Hint = "put a font for it (static TrueType) into the folder fonts beside the packet's files"
	}
	if at.File == nil && c.Doc.File != nil {
		p.Path = c.Doc.File.Name // of words that the source does not have: a month, a label
	}
	if !c.missing[key] {
		c.missing[key] = true
		c.problem(p)
	}
}

// unknownScript is the name of the script of a letter where no face has a letter of
// it; "" else.
func (c *Composer) unknownScript(r rune) string {
	if !otherScript(r) {
		return ""
	}
	for name, table := range unicode.Scripts {
		if name == "Common" || name == "Inherited" || !unicode.Is(table, r) {
			continue
		}
		if c.hasAny(table) {
			return ""
		}
		return strings.ReplaceAll(name, "_", " ")
	}
	return ""
}

// families are the document's own and those that stand in for it, in order.
func (c *Composer) families() []*fonts.Family {
	return append([]*fonts.Family{c.family}, c.fallbacks...)
}

// hasAny says whether a face of the document has one of the first characters of a table.
func (c *Composer) hasAny(table *unicode.RangeTable) bool {
	families := c.families()
	const enough = 200
	n := 0
	has := func(r rune) bool {
		return slices.ContainsFunc(families, func(f *fonts.Family) bool { return f.Face(false, false).Has(r) })
	}
	for _, rg := range table.R16 {
		for r := rune(rg.Lo); r <= rune(rg.Hi) && n < enough; r += rune(rg.Stride) {
			if n++; has(r) {
				return true
			}
		}
	}
	return false
}

// BareSheet is the sheet of a document without letterhead: an inch of margin,
// the date at the top, and a signature block as the built-in letterheads have it.
func BareSheet() *layout.Letterhead {
	return &layout.Letterhead{
		Left: layout.Inch, Right: layout.Inch, Bottom: layout.Inch,
		DateBaseline:    layout.Inch + 12*layout.Point,
		HeadingBaseline: 46 * layout.Point, HeadingGap: 24 * layout.Point,
		Columns: 2, Gutter: 24 * layout.Point, SignatureRoom: 45 * layout.Point,
	}
}
