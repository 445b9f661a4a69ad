// Package official keeps official documents in a store of OCFL: what an office
// issued on one occasion is one object, with the source that its files were set
// from, the files, what is known about them, and a log of everything that happened.
// A correction is a further version of the object, and so is withdrawing it:
// nothing is ever deleted.
//
// It is where the archive meets the press: it builds what it stores, from the very
// source that it stores, and can build it again. It refuses to know the command
// line. Start with Open, Archive.Put and Record.
//
// An object holds
//
//	source/…                   the packet as it was written, with the office's files
//	documents/letter.pdf …     what was made of it, or that signed
//	signatures/…               detached signatures
//	reports/…                  what judges said
//	metadata/document.json     Record
//	metadata/premis.xml        PREMIS 3: the events
//	metadata/build.intoto.json how it was built, an in-toto statement
//	metadata/pages/letter.txt  the pages as text, to be compared in another age
package official

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"sort"

	"chancery/archive/ocfl"
)

// Archive is a store of official documents. It is safe for concurrent use.
type Archive struct {
	Store *ocfl.Store
	d     ocfl.Driver
}

// readme is what a new store says to who finds it without knowing what it is.
const readme = `This folder is an archive of official documents. It can be read without any
software: it follows the Oxford Common File Layout 1.1 (https://ocfl.io/1.1/spec/),
and any tool for that reads and checks it.

Each document has a folder of its own, three folders down; its name is the
document's identifier, in which %3a stands for a colon. In it inventory.json says
which file is which: "versions" lists every version with who made it, when and
why; its "state" gives each file's SHA-512 digest and name, and "manifest" says
under which path the file with that digest lies.

Of each version, documents/ holds what was issued, source/ the text that it was
set from, metadata/document.json what it is and whether it still holds, and
metadata/premis.xml what happened to it (PREMIS 3).

Nothing here is ever changed or deleted: a correction is a further version. Files
named fixity-….xml are the records of checks that the whole is undamaged.
`

// Create opens the archive in a store, or makes one where there is nothing yet.
// Errors are those of ocfl.Init.
func Create(ctx context.Context, d ocfl.Driver) (*Archive, error) {
	s, err := ocfl.Init(ctx, d, map[string][]byte{"README.txt": []byte(readme)})
	if err != nil {
		return nil, err
	}
	return &Archive{s, d}, nil
}

// Open opens the archive in a store. Errors are those of ocfl.Open.
func Open(ctx context.Context, d ocfl.Driver) (*Archive, error) {
	s, err := ocfl.Open(ctx, d)
	if err != nil {
		return nil, err
	}
	return &Archive{s, d}, nil
}

// Document is an archived document with all of its versions.
type Document struct {
	*ocfl.Object
	Record *Record // of the newest version
}

// Document reads a document by its identifier; errors as of ocfl.Store.Object.
func (a *Archive) Document(ctx context.Context, id string) (*Document, error) {
	o, err := a.Store.Object(ctx, id)
	if err != nil {
		return nil, err
	}
	return newDocument(ctx, o)
}

func newDocument(ctx context.Context, o *ocfl.Object) (*Document, error) {
	r, err := readRecord(ctx, o, 0)
	if err != nil {
		return nil, err
	}
	return &Document{o, r}, nil
}

// Documents reads all documents, in the order of their places in the store. What
// cannot be read is an error, and the next one follows; an error of the machine
// ends it.
func (a *Archive) Documents(ctx context.Context) iter.Seq2[*Document, error] {
	return func(yield func(*Document, error) bool) {
		for path, err := range a.Store.Paths(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			d, err := ReadDocument(ctx, a.d, path)
			if !yield(d, err) {
				return
			}
		}
	}
}

// ReadDocument reads the document in a folder of a driver, which may stand by
// itself, in no store; errors as of ocfl.ReadObject.
func ReadDocument(ctx context.Context, d ocfl.Driver, path string) (*Document, error) {
	o, err := ocfl.ReadObject(ctx, d, path)
	if err != nil {
		return nil, err
	}
	return newDocument(ctx, o)
}

// Version is one line of a document's history.
type Version struct {
	Number  int    `json:"version"`
	Created string `json:"created"` // RFC 3339
	By      string `json:"by"`
	Address string `json:"address,omitempty"`
	Message string `json:"message"`
	Status  Status `json:"status"`
}

// Log gives the history of a document: who, when, why; the oldest version first.
func (d *Document) Log(ctx context.Context) ([]Version, error) {
	var all []Version
	for _, n := range d.Inventory.Numbers() {
		v := d.Inventory.Version(n)
		line := Version{Number: n, Created: v.Created, Message: v.Message}
		if v.User != nil {
			line.By, line.Address = v.User.Name, v.User.Address
		}
		r, err := readRecord(ctx, d.Object, n)
		if err != nil {
			return nil, err
		}
		line.Status = r.Status
		all = append(all, line)
	}
	return all, nil
}

// Names gives the names of a version's files, sorted; 0 is the newest. nil where
// there is no such version.
func (d *Document) Names(version int) []string {
	var all []string
	for name := range d.Inventory.Files(version) {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

// The names of files in an object.
const (
	recordName = "metadata/document.json"
	premisName = "metadata/premis.xml"
	intotoName = "metadata/build.intoto.json"
	dsseName   = "metadata/build.intoto.dsse.json"
	pagesDir   = "metadata/pages/"
)

// readRecord reads the record of a version.
func readRecord(ctx context.Context, o *ocfl.Object, version int) (*Record, error) {
	data, err := o.Read(ctx, version, recordName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is in the store, and is no document that Chancery put there: it has no %s", o.Inventory.ID, recordName)
	}
	if err != nil {
		return nil, err
	}
	r := new(Record)
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("%s: %s cannot be read: %w", o.Inventory.ID, recordName, err)
	}
	return r, nil
}
