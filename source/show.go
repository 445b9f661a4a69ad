package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Show gives the packet as JSON for machines, indented, with a line's end.
//
// The object holds the packet's own keys (name, title, identifier, language,
// publisher, author, subject-terms, letterhead), the office's words under office,
// and documents. A document has name, kind, its front matter's own keys, and body.
// Values are as printed: quotation marks and dashes are those of print, a value of
// several lines has "\n" between them, a date is 2018-06-19. Keys that the writer
// left out are left out, except that lists are always there, and title, language,
// letterhead ("none" for none) and the settings say what holds. verify-page is the
// address of the page where a copy can be checked, where a document has one.
//
// The body is a list of blocks. Each has kind, id, and lang where it is marked as of
// another language than what it stands in; and by its kind
//
//	paragraph   text, inlines
//	heading     level, number (numbered sections), exhibit, text, inlines
//	verse       indents (spaces before each line), text, inlines
//	list        ordered, start (ordered lists), tight, blocks (of kind item)
//	item        blocks
//	quotation   blocks
//	image       src, alt, caption
//	table       columns (align, numeric), head-rows, row-heads, caption, blocks (of kind row)
//	row         blocks (of kind cell)
//	cell        column (from 1), column-span and row-span (where it covers several), text, inlines
//	break
//
// caption holds inlines. A document that calls notes has notes, each with number,
// id and blocks. text is the block's plain text, in which a forced line's end is
// "\n". Inlines have kind text (text), emphasis, strong, small-caps, superscript or
// subscript (inlines), language (lang, inlines), link (href, inlines), line-break or
// note (number), where a note is called.
func Show(p *Packet) ([]byte, error) {
	out := shownPacket{
		Name: p.Name, Title: p.Title.Value, Identifier: p.Identifier.Value, Language: p.Language,
		Publisher: p.Publisher.Value, Author: p.Author.Value, SubjectTerms: values(p.SubjectTerms),
		Letterhead: orNone(p.Letterhead.Value), Documents: []shownDocument{},
	}
	if p.Office.File != nil {
		words := map[string]string{} // encoding/json writes maps in the order of their keys
		for name, t := range p.Office.Words {
			words[name] = t.Value
		}
		if p.Office.Seal != nil {
			words["seal"] = p.Office.Seal.Path
			words["seal-alt"] = p.Office.Alt.Value
		}
		if a := p.Office.VerifyAddress.Value; a != "" {
			words["verify-address"] = a
		}
		out.Office = words
	}
	for _, d := range p.Documents {
		out.Documents = append(out.Documents, showDocument(d))
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return nil, fmt.Errorf("writing the packet as JSON: %w", err)
	}
	return b.Bytes(), nil
}

type shownPacket struct {
	Name         string            `json:"name"`
	Title        string            `json:"title"`
	Identifier   string            `json:"identifier"`
	Language     string            `json:"language"`
	Publisher    string            `json:"publisher,omitempty"`
	Author       string            `json:"author,omitempty"`
	SubjectTerms []string          `json:"subject-terms"`
	Letterhead   string            `json:"letterhead"`
	Office       map[string]string `json:"office,omitempty"`
	Documents    []shownDocument   `json:"documents"`
}

// shownDocument is a letter or a release: pointers to slices are the lists of one
// of the two kinds.
type shownDocument struct {
	Name  string `json:"name"`
	Kind  Kind   `json:"kind"`
	Title string `json:"title"`
	Date  string `json:"date,omitempty"`

	Reference string `json:"reference,omitempty"`
	VerifyKey string `json:"verify-key,omitempty"`
	Address   string `json:"verify-page,omitempty"` // where a copy can be checked

	Timing   string          `json:"timing,omitempty"`
	Until    string          `json:"until,omitempty"`
	Zone     string          `json:"zone,omitempty"`
	Contacts *[]shownContact `json:"contacts,omitempty"`
	Headline string          `json:"headline,omitempty"`
	Subhead  string          `json:"subhead,omitempty"`
	Dateline string          `json:"dateline,omitempty"`
	EndMark  string          `json:"end-mark,omitempty"`

	Via         string            `json:"via,omitempty"`
	To          *[]shownAddress   `json:"to,omitempty"`
	References  *[]shownReference `json:"references,omitempty"`
	Subject     string            `json:"subject,omitempty"`
	Salutation  string            `json:"salutation,omitempty"`
	Closing     string            `json:"closing,omitempty"`
	Signatories *[]shownSignatory `json:"signatories,omitempty"`
	Enclosures  *[]string         `json:"enclosures,omitempty"`
	CC          *[]string         `json:"cc,omitempty"`
	Postscript  string            `json:"postscript,omitempty"`

	Letterhead  string `json:"letterhead"`
	Language    string `json:"language"`
	PageSize    string `json:"page-size"`
	Face        string `json:"face"`
	Size        string `json:"size"`
	Justify     bool   `json:"justify"`
	Hyphenate   bool   `json:"hyphenate"`
	Expansion   string `json:"expansion"`
	SmartQuotes bool   `json:"smart-quotes"`

	NumberSections bool `json:"number-sections"`
	PrintLinks     bool `json:"print-links"`

	Body  []shownBlock `json:"body"`
	Notes []shownNote  `json:"notes,omitempty"`
}

type shownNote struct {
	Number int          `json:"number"`
	ID     string       `json:"id"`
	Blocks []shownBlock `json:"blocks"`
}

type shownContact struct {
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
}

type shownAddress struct {
	Name    string `json:"name"`            // the first line
	Lines   string `json:"lines,omitempty"` // the lines under it
	Heading string `json:"heading"`         // how later pages name the addressee
}

type shownReference struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

type shownSignatory struct {
	Name      string `json:"name"`
	Title     string `json:"title,omitempty"`
	Signature string `json:"signature,omitempty"`
}

type shownBlock struct {
	Kind    BlockKind      `json:"kind"`
	ID      string         `json:"id"`
	Lang    string         `json:"lang,omitempty"`
	Level   int            `json:"level,omitempty"`
	Number  string         `json:"number,omitempty"`
	Exhibit bool           `json:"exhibit,omitempty"`
	Indents []int          `json:"indents,omitempty"`
	Ordered *bool          `json:"ordered,omitempty"`
	Start   *int           `json:"start,omitempty"`
	Tight   *bool          `json:"tight,omitempty"`
	Src     string         `json:"src,omitempty"`
	Alt     *string        `json:"alt,omitempty"`
	Head    int            `json:"head-rows,omitempty"`
	ByRow   *bool          `json:"row-heads,omitempty"`
	Cols    []shownColumn  `json:"columns,omitempty"`
	Column  int            `json:"column,omitempty"`
	Width   int            `json:"column-span,omitempty"`
	Height  int            `json:"row-span,omitempty"`
	Caption *[]shownInline `json:"caption,omitempty"`
	Text    *string        `json:"text,omitempty"`
	Inlines *[]shownInline `json:"inlines,omitempty"`
	Blocks  *[]shownBlock  `json:"blocks,omitempty"`
}

type shownColumn struct {
	Align   ColumnAlign `json:"align,omitempty"`
	Numeric bool        `json:"numeric"`
}

type shownInline struct {
	Kind    InlineKind    `json:"kind"`
	Text    string        `json:"text,omitempty"`
	Href    string        `json:"href,omitempty"`
	Lang    string        `json:"lang,omitempty"`
	Number  int           `json:"number,omitempty"`
	Inlines []shownInline `json:"inlines,omitempty"`
}

func showDocument(d *Document) shownDocument {
	out := shownDocument{
		Name: d.Name, Kind: d.Kind, Title: d.Title.Value, Letterhead: orNone(d.Letterhead.Value), Language: d.Language,
		PageSize: d.Settings.PageSize, Face: d.Settings.Face, Size: d.Settings.Size,
		Justify: d.Settings.Justify, Hyphenate: d.Settings.Hyphenate, Expansion: d.Settings.Expansion, SmartQuotes: d.Settings.SmartQuotes,
		NumberSections: d.Settings.NumberSections, PrintLinks: d.Settings.PrintLinks,
		Reference: d.Reference.Value, VerifyKey: d.verifyKey.Value, Address: d.Address,
		Body: showBlocks(d.Body),
	}
	for _, n := range d.Notes {
		out.Notes = append(out.Notes, shownNote{n.Number, n.ID, showBlocks(n.Blocks)})
	}
	if d.Date.Year != 0 {
		out.Date = fmt.Sprintf("%04d-%02d-%02d", d.Date.Year, d.Date.Month, d.Date.Day)
	}
	if r := d.Release; r != nil {
		out.Timing, out.Zone = r.Timing.Kind, r.Timing.Zone
		if !r.Timing.Until.IsZero() {
			out.Until = r.Timing.Until.Format(time.RFC3339)
		}
		contacts := []shownContact{}
		for _, c := range r.Contacts {
			contacts = append(contacts, shownContact{c.Name.Value, c.Title.Value, c.Phone.Value, c.Email.Value})
		}
		out.Contacts = &contacts
		out.Headline, out.Subhead = r.Headline.Value, r.Subhead.Value
		out.Dateline, out.EndMark = r.Dateline.Value, r.EndMark.Value
	}
	if l := d.Letter; l != nil {
		to, references, signatories, copies := []shownAddress{}, []shownReference{}, []shownSignatory{}, []string{}
		for _, a := range l.To {
			to = append(to, shownAddress{a.Lines[0].Value, joined(a.Lines[1:]), a.Name})
		}
		for _, r := range l.References {
			references = append(references, shownReference{r.Label.Value, r.Value.Value})
		}
		for _, s := range l.Signatories {
			how := ""
			if s.Digital {
				how = "digital"
			}
			signatories = append(signatories, shownSignatory{s.Name.Value, joined(s.Title), how})
		}
		for _, c := range l.CC {
			copies = append(copies, joined(c.Lines))
		}
		enclosures := values(l.Enclosures)
		out.To, out.References, out.Signatories, out.CC, out.Enclosures = &to, &references, &signatories, &copies, &enclosures
		out.Via, out.Subject, out.Salutation = l.Via.Value, joined(l.Subject), l.Salutation.Value
		out.Closing, out.Postscript = l.Closing.Value, l.Postscript.Value
	}
	return out
}

func showBlocks(blocks []*Block) []shownBlock {
	all := []shownBlock{}
	for _, b := range blocks {
		out := shownBlock{Kind: b.Kind, ID: b.ID, Lang: b.Lang, Level: b.Level, Number: b.Number, Exhibit: b.Exhibit}
		switch b.Kind {
		case BlockParagraph, BlockHeading, BlockCell:
			text := PlainText(b.Inlines)
			inlines := showInlines(b.Inlines)
			out.Text, out.Inlines = &text, &inlines
		case BlockVerse:
			text := PlainText(b.Inlines)
			inlines := showInlines(b.Inlines)
			out.Text, out.Inlines, out.Indents = &text, &inlines, b.Indents
		case BlockList:
			out.Ordered, out.Tight = &b.Ordered, &b.Tight
			if b.Ordered {
				out.Start = &b.Start
			}
		case BlockImage:
			out.Src, out.Alt = b.Asset.Path, &b.Alt
		case BlockTable:
			out.Head, out.ByRow = b.HeadRows, &b.RowHeads
			for _, c := range b.Columns {
				out.Cols = append(out.Cols, shownColumn{c.Align, c.Numeric})
			}
		}
		if b.Kind == BlockCell {
			out.Column = b.Column + 1
			if b.ColSpan > 1 {
				out.Width = b.ColSpan
			}
			if b.RowSpan > 1 {
				out.Height = b.RowSpan
			}
		}
		if b.Caption != nil {
			caption := showInlines(b.Caption)
			out.Caption = &caption
		}
		switch b.Kind {
		case BlockList, BlockItem, BlockQuotation, BlockTable, BlockRow:
			kids := showBlocks(b.Blocks)
			out.Blocks = &kids
		}
		all = append(all, out)
	}
	return all
}

// showInlines joins the pieces of text that only places keep apart.
func showInlines(inlines []Inline) []shownInline {
	all := []shownInline{}
	for _, in := range inlines {
		if n := len(all); in.Kind == InlineText && n > 0 && all[n-1].Kind == InlineText {
			all[n-1].Text += in.Text
			continue
		}
		out := shownInline{Kind: in.Kind, Text: in.Text, Href: in.Href, Lang: in.Lang}
		if in.Note != nil {
			out.Number = in.Note.Number
		}
		if len(in.Kids) > 0 {
			out.Inlines = showInlines(in.Kids)
		}
		all = append(all, out)
	}
	return all
}

// values are the words of texts; joined has a line's end between them.
func values(texts []Text) []string {
	all := make([]string, len(texts))
	for i, t := range texts {
		all[i] = t.Value
	}
	return all
}

func joined(texts []Text) string { return strings.Join(values(texts), "\n") }

// orNone is how a letterhead's name stands in the source.
func orNone(name string) string {
	if name == "" {
		return "none"
	}
	return name
}
