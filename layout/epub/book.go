package epub

import (
	"time"

	"chancery/layout/bidi"
)

// Book is a publication as a plain value: what the packet became, before any
// library or container has a say. Paths are relative to the folder of the
// package document.
type Book struct {
	Meta      Meta
	Files     []File // in manifest order
	TOC       []Nav
	Landmarks []Landmark
	Pages     []PageTarget
	// Progression is the direction in which pages are turned: that of the first document.
	Progression bidi.Level
	Fonts       []string // PostScript names of the faces among Files
	Package     []byte   // the package document, once finished
	nav         navWords
}

// Meta is the metadata of the package document.
type Meta struct {
	Identifier string // a URI
	Title      string
	Language   string   // of the packet, BCP 47
	Languages  []string // of all documents, Language first
	Creator    string
	Publisher  string
	Date       string // of publication, ISO 8601
	Subjects   []string
	Sources    []PDF // the printed editions whose pages the page list names
	Modified   time.Time
	Generator  string
	Summary    string // of accessibility, one sentence or two in the packet's language
	Certifier  string
	Drawings   bool // there are pictures beside the text
}

// PDF is a printed edition.
type PDF struct {
	Name       string // of the file, "letter.pdf"
	Identifier string // a URI, as its XMP has it
}

// File is one file of the publication.
type File struct {
	Path       string
	ID         string // in the manifest
	MediaType  string
	Properties string // of the manifest entry: "nav", "svg", "cover-image"
	Data       []byte
	Spine      bool // in the reading order, which is that of Files
	Store      bool // not worth compressing
	doc        *document
}

// document is an XHTML document before it is put together.
type document struct {
	title string
	lang  string
	body  string // what stands between the body tags
}

// Nav is an entry of the table of contents.
type Nav struct {
	Label string
	Lang  string // where it differs from the packet's
	Href  string
	Kids  []Nav
}

// Landmark is an entry of the landmarks.
type Landmark struct {
	Type  string // of the EPUB Structural Semantics Vocabulary: "bodymatter"
	Label string
	Href  string
}

// PageTarget is an entry of the page list.
type PageTarget struct {
	Label string // "Letter 2"
	Href  string
}

// navWords are the words of the navigation document.
type navWords struct {
	title, pages, landmarks string
	class                   string // of the family that it is set in
}
