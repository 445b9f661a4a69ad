// Package epub writes a packet as one EPUB 3.3 publication: cover, title page,
// navigation, and each document as a section of semantic XHTML, with the page
// list of the printed editions. It reads the source model for what is said and
// the finished layouts only for where their pages begin and for the letterhead.
// It refuses to know how lines are broken, where files lie, and what a font
// looks like inside.
//
// The way through: render.go and its neighbours turn the packet into a Book, a
// plain value that holds every file and every entry of the navigation;
// assemble.go makes the XHTML documents; finish.go writes package document and navigation, check.go refuses a book that
// would break a rule, and container.go writes the ZIP. CONFORMANCE.md says for
// each clause of the standards who sees to it.
//
// Start reading at Write, then Book.
package epub

import (
	"fmt"
	"io"
	"time"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/labels"
	"chancery/layout/shape"
	"chancery/source"
)

// Input is what a publication is made from.
type Input struct {
	Packet *source.Packet
	// Layouts are the finished layouts of Packet.Documents, in the same order.
	// Name, Identifier, Starts, Masthead and the glyphs used are read. A nil
	// entry is a document without printed pages.
	Layouts []*layout.Document
	Cover   Cover
	// Modified is when the source was last changed, the only date beside those
	// of the documents that is written. It must not come from a clock.
	Modified time.Time
	// Faces is what the documents may be set in; nil: the faces built in.
	Faces *fonts.Library
	// Labels are the languages that the documents may be in; nil: those built in.
	Labels *labels.Set
	// Version is Chancery's own, for the generator entry; "" leaves it out.
	Version string
	// Shaper is the one that the layouts were set with: its faces are prepared and
	// its words remembered. nil makes one.
	Shaper *shape.Shaper
	// Certifier is the person or body who vouches that the publication meets EPUB
	// Accessibility 1.1 at WCAG 2.2 level AA. "" makes no such claim.
	Certifier string
}

// Cover is the picture that a bookshelf shows.
type Cover struct {
	PNG           []byte
	Width, Height int    // pixels
	Alt           string // what it shows; "" takes the words of the packet
}

// Standards names what a publication that Write wrote conforms to.
const Standards = "EPUB 3.3"

// Info says what was written.
type Info struct {
	Size  int64    // bytes
	Files int      // entries of the ZIP
	Pages int      // entries of the page list
	Fonts []string // PostScript names of the embedded faces, in the order of their files
}

// Write writes the publication. The same input gives the same bytes.
//
// A rule of the standards that the book would break comes back as Violations,
// a character or picture that cannot be set as source.Problems, and a failure of the
// machine as a wrapped error. Nothing is written unless all is well, except where
// w itself fails.
func Write(w io.Writer, in Input) (Info, error) {
	if len(in.Layouts) != len(in.Packet.Documents) {
		return Info{}, fmt.Errorf("epub: %d layouts for %d documents", len(in.Layouts), len(in.Packet.Documents))
	}
	book, err := render(&in)
	if err != nil {
		return Info{}, err
	}
	assemble(book)
	finish(book)
	if err := check(book); err != nil {
		return Info{}, err
	}
	size, err := writeContainer(w, book)
	if err != nil {
		return Info{}, fmt.Errorf("epub: %w", err)
	}
	return Info{Size: size, Files: len(book.Files) + 2, Pages: len(book.Pages), Fonts: book.Fonts}, nil
}
