// Package pdf writes a finished layout as PDF 1.7 that is both PDF/A-2a (ISO
// 19005-2:2011) and PDF/UA-1 (ISO 14289-1:2014). It decides nothing about how a
// page looks: boxes are where layout put them. It refuses to know the source, the
// file system and the clock, and it writes nothing that breaks a rule: see
// Violation, and CONFORMANCE.md for who keeps which clause.
//
// Start reading at Write: check (check.go) finds violations, a builder
// (content.go, text.go, art.go, image.go) turns boxes into content streams and
// notes in a tree (structure.go) what they are; the finisher (finish.go) makes
// pages, fonts, structure, annotations and metadata of that and writes the file
// with package cos. Describe (describe.go) reads a
// file back as a listener would hear it.
package pdf

import (
	"fmt"
	"io"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// Standards are the standards that every file keeps.
const Standards = "PDF/A-2a, PDF/UA-1"

// Info says what was written.
type Info struct {
	Pages     int
	Bytes     int64
	Standards string
}

// Writer writes documents one after another and keeps what one file can give to
// the next: memory, and the parts of fonts by the codes that are used of them, drawings.
// What it writes is the same, byte for byte, as what a new Writer writes. It is
// not safe for concurrent use: one worker, one Writer. It is bounded: see maxFaces,
// maxParts, maxForms and maxContent.
type Writer struct {
	readable bool // for people: strings in hexadecimal, streams that are not deflated
	faces    map[*fonts.Face]*knownFace
	forms    map[formKey]*cos.Stream
	content  []byte // of the pages
	key      []byte // of a font's codes
	file     cos.Writer
}

// maxContent is how much memory a Writer keeps for the contents of pages.
const maxContent = 1 << 20

// NewWriter makes a Writer that knows nothing yet.
func NewWriter() *Writer {
	return &Writer{faces: map[*fonts.Face]*knownFace{}, forms: map[formKey]*cos.Stream{}}
}

// Write writes doc to out, in one call of out.Write. The same document gives the
// same bytes, whenever and wherever. A document that would break a rule of the
// standards gives Violations, all of them, and nothing is written; any other
// error is a failure of out or a document that contradicts itself.
func (w *Writer) Write(out io.Writer, doc *layout.Document) (Info, error) {
	f, err := w.build(doc)
	if err != nil {
		return Info{}, err
	}
	n, err := out.Write(w.file.Bytes(f))
	if err != nil {
		return Info{}, fmt.Errorf("writing %s.pdf: %w", doc.Name, err)
	}
	return Info{Pages: len(doc.Pages), Bytes: int64(n), Standards: Standards}, nil
}

// Write writes doc to w: it is Writer.Write of a new Writer.
func Write(w io.Writer, doc *layout.Document) (Info, error) { return NewWriter().Write(w, doc) }

// WriteText writes the same objects as Write does, for a person to read in a
// diff: in order, a key a line, streams of content as they are before
// compression, other streams as their length. It is no PDF.
func WriteText(w io.Writer, doc *layout.Document) error {
	text := NewWriter()
	text.readable = true
	f, err := text.build(doc)
	if err != nil {
		return err
	}
	if _, err := w.Write(f.Text()); err != nil {
		return fmt.Errorf("writing %s as text: %w", doc.Name, err)
	}
	return nil
}

// build makes the objects of a document. They are good until the next call.
func (w *Writer) build(doc *layout.Document) (*cos.File, error) {
	t, err := check(doc)
	if err != nil {
		return nil, err
	}
	if cap(w.content) > maxContent {
		w.content = nil
	}
	b := newBuilder(w, doc, t)
	defer b.release()
	contents, err := b.contents()
	if err != nil {
		return nil, err
	}
	return b.finish(contents)
}

// release gives the builder's memory back to its Writer.
func (b *builder) release() {
	b.writer.content = b.out
	for _, f := range b.fonts {
		f.release()
	}
}
