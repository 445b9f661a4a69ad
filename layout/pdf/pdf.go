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

// Write writes doc to w, in one call of w.Write. The same document gives the
// same bytes, whenever and wherever. A document that would break a rule of the
// standards gives Violations, all of them, and nothing is written; any other
// error is a failure of w or a document that contradicts itself.
func Write(w io.Writer, doc *layout.Document) (Info, error) {
	f, err := build(doc, false)
	if err != nil {
		return Info{}, err
	}
	n, err := f.WriteTo(w)
	if err != nil {
		return Info{}, fmt.Errorf("writing %s.pdf: %w", doc.Name, err)
	}
	return Info{Pages: len(doc.Pages), Bytes: n, Standards: Standards}, nil
}

// WriteText writes the same objects as Write does, for a person to read in a
// diff: in order, a key a line, streams of content as they are before
// compression, other streams as their length. It is no PDF.
func WriteText(w io.Writer, doc *layout.Document) error {
	f, err := build(doc, true)
	if err != nil {
		return err
	}
	if _, err := w.Write(f.Text()); err != nil {
		return fmt.Errorf("writing %s as text: %w", doc.Name, err)
	}
	return nil
}

// build makes the objects of a document. With readable, strings in content
// streams are hexadecimal.
func build(doc *layout.Document, readable bool) (*cos.File, error) {
	t, err := check(doc)
	if err != nil {
		return nil, err
	}
	b := newBuilder(doc, t, readable)
	contents, err := b.contents()
	if err != nil {
		return nil, err
	}
	return b.finish(contents)
}
