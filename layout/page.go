package layout

import (
	"time"

	"chancery/fonts"
)

// Color is an sRGB colour, 0xRRGGBB. Where red, green and blue are equal an
// engine writes DeviceGray, so that black text needs one ink.
type Color uint32

// Black is the colour of text.
const Black Color = 0x000000

// Gray says whether red, green and blue are equal.
func (c Color) Gray() bool { return c>>16&0xFF == c>>8&0xFF && c>>8&0xFF == c&0xFF }

// Glyph is a shaped glyph. Every glyph remembers its text: Start and End are
// byte offsets into Text of its Run. The glyphs of one cluster share a range.
// Glyphs are in visual order, from left to right.
type Glyph struct {
	ID               fonts.GlyphID
	Advance          Length // to the next glyph's origin, kerning and glue included
	XOffset, YOffset Length // of the outline from its origin; y up
	Start, End       int
}

// Run is a piece of one line in one face and size.
type Run struct {
	Face   *fonts.Face
	Size   Length // of the em
	Color  Color
	Text   string // what the glyphs stand for, in source characters; a hyphen put in at a line's end is U+00AD
	Glyphs []Glyph
	// Offset is the place of Text in the plain text of the source element
	// (Element.ID), in bytes; -1 for words that are not the element's own text
	// (labels, furniture).
	Offset int
	// Expand is by how many thousandths the glyphs are drawn wider than they are,
	// narrower where it is negative. Advances have it already.
	Expand int
	// RightToLeft says that Text is read from right to left: its first cluster is the
	// last of Glyphs.
	RightToLeft bool
}

// Width is the sum of the glyphs' advances.
func (r *Run) Width() Length {
	var w Length
	for i := range r.Glyphs {
		w += r.Glyphs[i].Advance
	}
	return w
}

// BoxKind says what a Box shows.
type BoxKind uint8

// The kinds of box.
const (
	BoxText  BoxKind = iota // Run, with X, Y at its origin on the baseline
	BoxRule                 // a filled rectangle in Color
	BoxArt                  // vector Art, scaled to Width and Height
	BoxImage                // raster Image, scaled to Width and Height
	BoxField                // an empty signature field named Name
)

// Box is a thing at a place on a page. X and Y are measured from the page's top
// left corner, y down: a text box's origin is on its baseline, that of any other
// is its top left corner.
type Box struct {
	Kind          BoxKind
	X, Y          Length
	Width, Height Length   // not of text: ask Run.Width
	Element       *Element // what it is to a listener; nil: an artifact
	Run           *Run     // BoxText
	Color         Color    // BoxRule
	Art           *Art     // BoxArt
	Image         *Image   // BoxImage
	Decoration    bool     // of an artifact: it belongs to the text beside it, not to the page's furniture
	Name          string   // BoxField: its name, letters and digits, unique in the document
}

// Page is one page. Its boxes are in reading order: the structure tree is built
// in the order in which elements first appear.
type Page struct {
	Label         string // the printed number, "1"
	Width, Height Length // of the trimmed sheet
	Boxes         []Box
}

// Role is what an element is to a listener: a standard structure type of
// ISO 32000-1:2008, 14.8.4.
type Role string

// The roles that Chancery writes.
const (
	RoleDocument   Role = "Document"
	RoleSect       Role = "Sect"
	RoleDiv        Role = "Div"
	RoleH1         Role = "H1"
	RoleH2         Role = "H2"
	RoleH3         Role = "H3"
	RoleH4         Role = "H4"
	RoleH5         Role = "H5"
	RoleH6         Role = "H6"
	RoleP          Role = "P"
	RoleL          Role = "L"
	RoleLI         Role = "LI"
	RoleLbl        Role = "Lbl"
	RoleLBody      Role = "LBody"
	RoleBlockQuote Role = "BlockQuote"
	RoleCaption    Role = "Caption"
	RoleFigure     Role = "Figure"
	RoleForm       Role = "Form"
	RoleLink       Role = "Link"
	RoleNote       Role = "Note"      // a footnote
	RoleReference  Role = "Reference" // where one is called
	RoleSpan       Role = "Span"
	RoleTable      Role = "Table"
	RoleTHead      Role = "THead"
	RoleTBody      Role = "TBody"
	RoleTR         Role = "TR"
	RoleTH         Role = "TH"
	RoleTD         Role = "TD"
)

// Element is a node of the structure tree. Its children are the elements that
// name it as Parent and the boxes that name it as Element, in order of first
// appearance on the pages; an element that no box and no child reaches is not
// written. A text box without glyphs says that its element is there and empty.
type Element struct {
	Role   Role
	Parent *Element
	ID     string // of the source element that it came from: "letter-p3"; "" for grouping
	Alt    string // figures, forms: what to say instead
	Actual string // ActualText, where the glyphs do not say it
	Lang   string // BCP 47, where it differs from the parent's
	Href   string // links: the address
	// Target is the element that a link within the document leads to; Href is empty then.
	Target *Element
	// Last says that an element follows all others of its parent, whenever its boxes
	// appear: what a listener hears at the end and a page shows before.
	Last  bool
	Title string // links: /Contents of the annotation; "" means the text
	Scope string // TH: "Row" or "Column"
	// ColSpan and RowSpan are how many columns and rows a cell covers; 0 is 1.
	ColSpan, RowSpan int
	// Numbering is a list's ListNumbering: "", "Decimal", "Disc" … (ISO 32000-1, table 347).
	Numbering string
}

// Heading is an entry of the outline (bookmarks).
type Heading struct {
	Title string
	Page  int    // index into Pages
	Y     Length // from the page's top
	Kids  []Heading
}

// PageStart says which source text a page begins with: the first text of the
// page that is not furniture.
type PageStart struct {
	Page   int    // index into Pages
	Label  string // the page's label
	ID     string // the element, Element.ID
	Offset int    // byte offset in that element's plain text
}

// Document is a finished layout: what an engine needs, and no source file.
type Document struct {
	Name     string // the file's name without extension: "letter"
	Title    string
	Author   string
	Subject  string
	Keywords []string
	Language string // BCP 47
	// RightToLeft says that Language is written from right to left: lines begin at
	// the right, and the second of two pages stands at the left of the first.
	RightToLeft bool
	Identifier  string    // of this PDF, a URI: "urn:uuid:…"
	Date        time.Time // UTC, the only date an engine may write
	Root        *Element  // RoleDocument
	Pages       []*Page
	Outline     []Heading
	Starts      []PageStart // one a page
	Masthead    *Masthead   // the letterhead's words, for engines that draw no page; nil: none
}

// Masthead is a letterhead as words: what the EPUB shows above a letter.
type Masthead struct {
	Lines []MastheadLine // in reading order
}

// MastheadLine is one line of a masthead, or its emblem (Art or Image not nil, Text empty).
type MastheadLine struct {
	Text      string
	Align     Align
	SmallCaps bool
	Bold      bool
	Italic    bool
	Art       *Art
	Image     *Image // an emblem that is a raster image; Art is nil then
	Alt       string // of the emblem; "" means decoration
}

// Align is where the lines of a region or paragraph stand.
type Align uint8

// Alignments.
const (
	AlignLeft Align = iota
	AlignCenter
	AlignRight
	AlignJustify
)
