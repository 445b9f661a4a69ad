package layout

import "chancery/source"

// Letterhead is an office's stationery, read from a folder of data: where its
// lines stand, in which style, and what a letter's parts look like on it. It
// holds geometry and style; the words come from the office's own file.
type Letterhead struct {
	Name        string // the folder's name, which sources use
	Description string // one line, for "chancery letterheads"
	// Settings are defaults that the letterhead gives to sources: face, size, justify, hyphenate.
	Settings map[string]string

	Left, Right, Bottom Length // margins of every page
	Color               Color  // the one ink of the letterhead's own lines
	First               []Region
	DateBaseline        Length // page one: baseline of the date, from the page's top
	HeadingBaseline     Length // later pages: first baseline of the continuation heading
	HeadingGap          Length // from the heading's last baseline to the body's first one

	AddressesAbreast bool   // inside addresses side by side where they fit; else one under the other
	Columns          int    // of the signature block
	Gutter           Length // between its columns
	SignatureRoom    Length // room to sign above each name
	NamesSmallCaps   bool   // signatories' names in small capitals
}

// Region is a rectangle of the first page with what stands in it: lines of
// words, one drawing, a rule, or a signature field. Ink that leaves it is an error.
type Region struct {
	Name                string // for messages: "letterhead region "office""
	X, Y, Width, Height Length // from the page's left or right edge, per FromRight/Centered, and from its top
	Centered            bool   // X is measured from the page's centre line to the region's
	FromRight           bool   // X is measured from the page's right edge to the region's
	Align               Align
	Lines               []RegionLine
	Art                 *Art   // drawn to fill the region, keeping its shape
	ArtAlt              string // "" makes it an artifact
	Rule                Length // thickness of a rule along the region's top; 0: none
	Certification       bool   // reserves the region for the office's signature over the document
	// Margins makes the region as wide as the text block, from the left margin
	// to the right one on any page size; X and Width are not used then.
	Margins bool
	Span    source.Span // its place in letterhead.yaml, for messages
}

// RegionLine is one line of words in a region. Text may name the office's words
// in braces ("{jurisdiction}"); a line whose words are all missing is left out.
type RegionLine struct {
	Text      string
	Size      Length
	Baseline  Length // from the region's top
	SmallCaps bool   // capitals too (c2sc with smcp)
	Bold      bool
	Italic    bool
	Tracking  int64 // letterspacing in thousandths of an em; for capitals alone
}
