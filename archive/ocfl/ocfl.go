// Package ocfl writes, reads and judges stores of the Oxford Common File Layout
// 1.1 (ocfl.io/1.1/spec): a storage root of objects, each of which keeps every
// version that it ever had, in plain files with an inventory of their SHA-512
// digests. Clauses below are those of that specification, and so are the codes,
// E092 or W004, of what Store.Validate and Validate find.
//
// It refuses to know what the files mean, and where they lie: a Driver reads and
// writes them, that of package folder in a folder of the machine, that of package
// bucket in a bucket of S3. Start with Init
// and Store.Put; Store.Validate and Store.Repair are what a keeper needs.
//
// What is in a store is never deleted: a change of an object is a further version.
package ocfl

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// A Driver keeps the files of one store. Names are relative to its root, with
// slashes, and have no empty part, no "." and no ".."; "" is the root itself. A
// Driver is safe for concurrent use.
type Driver interface {
	// List gives what is in a folder, sorted by name. The error of a folder that is
	// not there is fs.ErrNotExist.
	List(ctx context.Context, name string) ([]Entry, error)
	// Open opens a file. The error of one that is not there is fs.ErrNotExist.
	Open(ctx context.Context, name string) (io.ReadCloser, error)
	// Begin begins a change of the folder of one object; "" is a change of files of
	// the root itself. Nobody else can change that object until Commit or Abort: the
	// error is ErrBusy where somebody is about to.
	Begin(ctx context.Context, object string) (Change, error)
}

// A Releaser is a Driver that keeps others away from an object by something that
// outlives the process: a lock of the operating system does not.
type Releaser interface {
	Driver
	// Release gives the objects free, and names them, whose writers are no more.
	Release(ctx context.Context) (objects []string, err error)
}

// A Change is a change of one object.
//
// A driver that can makes it take effect all at once, with Commit: whoever reads
// finds all of it or nothing, and so does who comes after the machine failed.
// Another one does everything in the order of the calls, so that what a failure
// leaves can be told and mended by Store.Repair; Put calls it accordingly.
type Change interface {
	// Write writes a file of the object, in the place of one of that name: all of it,
	// or where it fails nothing.
	Write(ctx context.Context, name string, content io.Reader) error
	// Remove removes a file of the object, or a folder that is empty, and the folders
	// that this leaves empty.
	Remove(ctx context.Context, name string) error
	// Commit makes the change last: when it returns nil, no failure of the machine
	// undoes it. The change is at its end then, also where there is an error.
	Commit(ctx context.Context) error
	// Abort ends the change; what can be undone of it is. After Commit it does nothing.
	Abort() error
}

// Entry is something in a folder.
type Entry struct {
	Name string
	Kind EntryKind
	Size int64 // of a file, in bytes
	// Same, where it is not "", names the file behind several names (hard links).
	Same string
}

// EntryKind is what an Entry is.
type EntryKind int

// The kinds of entry.
const (
	File   EntryKind = iota
	Folder           // a folder, or what stands for one
	Other            // a symbolic link, a device: what no store may have (4.6)
)

// ErrBusy says that somebody else is changing the same object.
var ErrBusy = errors.New("somebody else is writing the same object at this moment")

// ErrNoObject says that the store has no object of an identifier.
var ErrNoObject = errors.New("the store has no such object")

// ConflictError says that an object has not the version that a writer came from:
// somebody else stored one in between.
type ConflictError struct {
	ID   string
	Want int // the version that the writer came from; 0: that there is none
	Have int
}

// Error says what happened and what to do.
func (e *ConflictError) Error() string {
	if e.Have == 0 {
		return fmt.Sprintf("%s: version %d was to be followed, and the store has no such object", e.ID, e.Want)
	}
	return fmt.Sprintf("%s: somebody else has stored version %d meanwhile; look at it, and store again", e.ID, e.Have)
}

// BrokenError says that an object or a storage root is not valid, so that it is
// neither read nor written.
type BrokenError struct {
	Path     string // of the object in the store; "" for the storage root
	Findings []Finding
}

// Error names the first fault.
func (e *BrokenError) Error() string {
	what := "the object at " + e.Path
	if e.Path == "" {
		what = "the store"
	}
	if len(e.Findings) == 0 {
		return what + " is broken"
	}
	more := ""
	if n := len(e.Findings) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	return fmt.Sprintf("%s is broken: %s%s", what, e.Findings[0], more)
}

// FixityError says that a file has not the digest that the inventory says.
type FixityError struct{ Path string }

// Error names the file.
func (e *FixityError) Error() string {
	return e.Path + ": its content was changed or damaged: it has not the digest that the inventory says"
}
