package source

import "time"

// Packet is what an office issues on one occasion: documents that belong
// together, with the words that they share.
type Packet struct {
	Dir          string // the folder as the caller named it
	Name         string // its base name
	Title        Text
	titled       bool   // it was given
	Identifier   Text   // a URI, as given or derived (never from content)
	Language     string // BCP 47: "en-US"
	Publisher    Text
	Author       Text
	SubjectTerms []Text
	Letterhead   Text   // name of the letterhead folder; Value "" for none
	Office       Office // the sender, from office.yaml
	// Resources is the folder of fonts, hyphenation, labels and letterheads that
	// office.yaml or a flag names; "" for none.
	Resources string
	Documents []*Document
	// Assets are the files that the documents show, by the path as written,
	// read once and checked to lie inside the packet; images are only sniffed here.
	Assets map[string]*Asset
	// Config says for every setting what holds and which place set it.
	Config []Setting
}

// Office is the sender, written once in office.yaml and found by walking up
// from the packet. Words are what a letterhead shows, by name: "jurisdiction",
// "name", "official", "official-title", "address", "phone", "web".
type Office struct {
	File  *File // nil: there is no office.yaml
	Dir   string
	Words map[string]Text
	Seal  *Asset // the office's own art, nil: the letterhead's placeholder
	Alt   Text   // of the seal
	// VerifyAddress is where the office publishes its documents, with a slash at the
	// end: "https://verify.example.gov/".
	VerifyAddress Text
}

// Asset is a file that a document shows.
type Asset struct {
	Path string // as written in the source
	Data []byte
	Span Span // where it was first named
}

// Kind is the kind of a document.
type Kind string

// The kinds of document.
const (
	KindLetter  Kind = "letter"
	KindRelease Kind = "release"
)

// Document is one document of a packet. Exactly one of Letter and Release is set.
type Document struct {
	Name       string // base name of its file without extension: "letter"; unique in the packet
	File       *File
	Kind       Kind
	Title      Text // as given, or made from the document (see DefaultTitle)
	titled     bool // it was given
	Language   string
	Letterhead Text // name, or Value "" for none
	Settings   Settings
	Date       Date
	// Reference is the number under which the document is known: "2018-0123".
	Reference Text
	verifyKey Text
	// Address is the page that says whether a copy is genuine; "" where the office
	// publishes none, or the document has no Reference. Its path is in capitals, as the
	// alphanumeric mode of QR codes has them.
	Address string
	Letter  *Letter
	Release *Release
	Body    []*Block
	Notes   []*Note // in the order of their callouts
}

// Note is a footnote. Notes are numbered through their document, from 1, in the
// order in which the body calls them; each is called once.
type Note struct {
	ID        string // of the note: "letter-note1"
	CalloutID string // of the place that calls it: "letter-noteref1"
	Number    int
	Span      Span     // of the mark before its text
	Callout   Span     // of the mark that calls it
	Blocks    []*Block // paragraphs
}

// Settings are the choices of setting that a document ends up with, nearest wins.
type Settings struct {
	PageSize    string // "letter" or "a4"
	Face        string // "STIX Two Text" or "EB Garamond"
	Size        string // points, decimal: "11.5"
	Justify     bool
	Hyphenate   bool
	Expansion   string // per cent, decimal: "2", "0.5"
	SmartQuotes bool
	// NumberSections puts numbers before headings, PrintLinks the addresses of links
	// after their words, where pages are printed.
	NumberSections, PrintLinks bool
}

// Setting is one effective value with the place that set it.
type Setting struct {
	Document string // "" for the packet
	Key      string
	Value    string
	From     string // "built in", "letterhead plain", "office.yaml:3", "flag --size"
	Span     Span   // its place; no File where no file of the source says it
}

// Text is a word or line of the front matter with its place. Its Value has the
// typographic quotes and dashes of print. ID names it in the page map and the
// tag tree ("letter-salutation"); it is "" where nothing was written.
type Text struct {
	ID    string
	Value string
	Span  Span
}

// Empty says whether there is nothing to set.
func (t Text) Empty() bool { return t.Value == "" }

// Date is a calendar day.
type Date struct {
	ID    string
	Year  int
	Month time.Month
	Day   int
	Span  Span
}

// Letter is what a letter has around its body.
type Letter struct {
	Via         Text // delivery line
	To          []InsideAddress
	References  []Reference
	Subject     []Text // its lines
	Salutation  Text
	Closing     Text
	Signatories []Signatory
	Enclosures  []Text
	CC          []CopyTo
	Postscript  Text
}

// InsideAddress is the block that says to whom a letter goes.
type InsideAddress struct {
	ID    string
	Span  Span
	Name  string // how the continuation heading and the title name the addressee
	Lines []Text // as printed, the name's line first
}

// Reference is one labelled item of the reference line: "Our file", "2018-0123".
type Reference struct {
	ID    string
	Span  Span
	Label Text
	Value Text
}

// Signatory is a person who signs, with the wording of the office as given.
type Signatory struct {
	ID      string
	Span    Span
	Name    Text
	Title   []Text // its lines
	Digital bool   // "signature: digital": a signature field is reserved
}

// CopyTo is one entry of the cc list.
type CopyTo struct {
	ID    string
	Span  Span
	Lines []Text
}

// Release is what a press release has around its body.
type Release struct {
	Timing   Timing
	Contacts []Contact
	Headline Text
	Subhead  Text
	Dateline Text // as printed, its dash included
	EndMark  Text
}

// Timing says when a release may be published.
type Timing struct {
	ID    string
	Span  Span
	Kind  string    // "" (nothing is said), "immediate", "embargoed"
	Until time.Time // embargoed: the moment, in the zone that Zone names
	Zone  string    // as printed: "EDT"
}

// Contact is a person to ask.
type Contact struct {
	ID    string
	Span  Span
	Name  Text
	Title Text
	Phone Text // as printed
	Email Text
}

// BlockKind is the kind of a block of the body.
type BlockKind string

// The kinds of block. Their values are the names that "chancery show" prints.
const (
	BlockParagraph BlockKind = "paragraph"
	BlockHeading   BlockKind = "heading"
	BlockList      BlockKind = "list"
	BlockItem      BlockKind = "item"
	BlockQuotation BlockKind = "quotation"
	BlockImage     BlockKind = "image"
	BlockBreak     BlockKind = "break"
	BlockVerse     BlockKind = "verse" // lines that end where the writer ends them
	BlockTable     BlockKind = "table"
	BlockRow       BlockKind = "row"
	BlockCell      BlockKind = "cell"
)

// Block is a block of the body.
type Block struct {
	Kind    BlockKind
	ID      string // unique in the packet: "letter-p3"
	Span    Span
	Lang    string   // BCP 47, where it is marked as of another language than what it stands in
	Level   int      // headings, 1 to 6
	Ordered bool     // lists
	Start   int      // ordered lists: the first number
	Tight   bool     // lists: no space between the items
	Number  string   // headings: "1.2", where sections are numbered
	Exhibit bool     // headings: of an exhibit, which starts a page
	Indents []int    // verse: the spaces before each line
	Inlines []Inline // paragraphs, headings, cells, verse (lines part at InlineBreak)
	Blocks  []*Block // lists hold items; items and quotations hold blocks; tables hold rows, rows cells
	Asset   *Asset   // images
	Alt     string   // images; "" is decoration
	Caption []Inline // tables, images; nil: none. It is the element CaptionID

	Columns  []Column // tables
	HeadRows int      // tables: how many of the first rows are the head, at least 1
	RowHeads bool     // tables: the cells of the first column head their rows
	// Cells: the column that the cell begins in, from 0, and how many columns and
	// rows it covers, at least 1. A cell that another one covers is not there.
	Column, ColSpan, RowSpan int
}

// CaptionID is the name of the caption of a table or image: "letter-t1-caption".
func (b *Block) CaptionID() string { return b.ID + "-caption" }

// ColumnAlign is where the words of a column stand.
type ColumnAlign string

// The alignments of a column; "" where the writer has not said.
const (
	ColumnLeft   ColumnAlign = "left"
	ColumnCenter ColumnAlign = "center"
	ColumnRight  ColumnAlign = "right"
)

// Column is a column of a table.
type Column struct {
	Align   ColumnAlign
	Numeric bool // its cells under the head are numbers, or say that there is none
}

// InlineKind is the kind of an inline.
type InlineKind string

// The kinds of inline.
const (
	InlineText        InlineKind = "text"
	InlineEmphasis    InlineKind = "emphasis"
	InlineStrong      InlineKind = "strong"
	InlineLink        InlineKind = "link"
	InlineBreak       InlineKind = "line-break" // a line that ends by the writer's wish
	InlineSmallCaps   InlineKind = "small-caps"
	InlineSuperscript InlineKind = "superscript"
	InlineSubscript   InlineKind = "subscript"
	InlineLanguage    InlineKind = "language" // words of another language
	InlineNote        InlineKind = "note"     // the callout of a note, no character of the text itself
)

// Inline is a piece of a paragraph. The Text of an InlineText is either the very
// bytes of its Span, or stands for the whole Span (a curly quote for a straight
// one, a space for a line's end, a character for its entity).
type Inline struct {
	Kind InlineKind
	Span Span
	Text string
	Kids []Inline // all kinds but text, line-break and note
	Href string   // link
	Lang string   // language: BCP 47
	Note *Note    // note
}

// PlainText is the text of inlines laid end to end: what an offset in the page
// map counts in bytes. A forced line break counts as "\n".
func PlainText(inlines []Inline) string {
	n := 0
	walk(inlines, func(in *Inline) bool { n += len(in.Text); return true })
	b := make([]byte, 0, n+8)
	walk(inlines, func(in *Inline) bool {
		if in.Kind == InlineBreak {
			b = append(b, '\n')
		}
		b = append(b, in.Text...)
		return true
	})
	return string(b)
}

// SpanAt gives the place in the source of the byte at offset in PlainText(inlines).
func SpanAt(inlines []Inline, offset int) Span {
	var at Span
	walk(inlines, func(in *Inline) bool {
		n := len(in.Text)
		if in.Kind == InlineBreak {
			n = 1
		}
		if n == 0 {
			return true
		}
		at = in.Span
		if offset < n {
			if in.Span.End-in.Span.Start == n {
				at.Start += offset
				at.End = at.Start + 1
			}
			return false
		}
		offset -= n
		return true
	})
	return at
}

// walk visits inlines and their kids in order until visit says false.
func walk(inlines []Inline, visit func(*Inline) bool) bool {
	for i := range inlines {
		if !visit(&inlines[i]) || !walk(inlines[i].Kids, visit) {
			return false
		}
	}
	return true
}
