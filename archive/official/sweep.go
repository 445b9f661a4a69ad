package official

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/archive/ocfl"
)

// Sweep is a check of a store: every rule of OCFL and every digest. It can be cut
// short at any moment and go on later: what it knows so far is what it is made of,
// for the caller to keep.
type Sweep struct {
	Began time.Time `json:"began"`
	// Sample is how many of 10,000 documents are read; 0: all of them. Which ones
	// depends on Began, so that another sweep reads others.
	Sample int `json:"sample,omitempty"`

	After    string         `json:"after"` // the place of the last document that was read
	Read     []string       `json:"read"`  // the identifiers of those that were read
	Files    int            `json:"files"`
	Bytes    int64          `json:"bytes"`
	Broken   []Broken       `json:"broken"`
	Warnings []Broken       `json:"warnings"` // advice of the specification that is not followed
	Store    []ocfl.Finding `json:"store"`    // of what lies outside of documents
}

// Broken is a document of which something is wrong.
type Broken struct {
	ID       string         `json:"id"`
	Path     string         `json:"path"` // in the store
	Findings []ocfl.Finding `json:"findings"`
}

// NewSweep begins a sweep. Sample is how many of 10,000 documents are read; 0: all.
func NewSweep(began time.Time, sample int) *Sweep {
	return &Sweep{Began: began.UTC(), Sample: sample, Read: []string{}, Broken: []Broken{}, Warnings: []Broken{}, Store: []ocfl.Finding{}}
}

// Sound says whether nothing was found that is wrong.
func (s *Sweep) Sound() bool { return len(s.Broken) == 0 && len(ocfl.Errors(s.Store)) == 0 }

// Check goes on with a sweep to its end and writes its PREMIS event into the store.
// each, where it is not nil, is called after every document that was read. The
// error is of the machine or of the context; the sweep then stands where it was
// left.
func (a *Archive) Check(ctx context.Context, s *Sweep, by ocfl.User, now func() time.Time, each func(*ocfl.Report) error) error {
	found, err := a.Store.Validate(ctx, ocfl.Sweep{
		Choose: func(path string) bool { return (s.After == "" || before(s.After, path)) && s.chooses(path) },
		Each: func(r *ocfl.Report) error {
			id := r.ID
			if id == "" {
				id = r.Path
			}
			s.After, s.Files, s.Bytes = r.Path, s.Files+r.Files, s.Bytes+r.Bytes
			s.Read = append(s.Read, id)
			if errs := ocfl.Errors(r.Findings); len(errs) > 0 {
				s.Broken = append(s.Broken, Broken{id, r.Path, errs})
			}
			if warned := slices.DeleteFunc(slices.Clone(r.Findings), func(f ocfl.Finding) bool { return !f.Warning() }); len(warned) > 0 {
				s.Warnings = append(s.Warnings, Broken{id, r.Path, warned})
			}
			if each != nil {
				return each(r)
			}
			return nil
		},
	})
	if err != nil {
		return err
	}
	s.Store = append(s.Store[:0], found...)
	return a.record(ctx, s, by, now())
}

// before says whether a document comes before another one in the order of the walk.
func before(a, b string) bool {
	return slices.Compare(strings.Split(a, "/"), strings.Split(b, "/")) < 0
}

// chooses says whether a document is of the sample.
func (s *Sweep) chooses(path string) bool {
	if s.Sample == 0 {
		return true
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", s.Began.UnixNano(), path))
	return binary.BigEndian.Uint64(sum[:])%10_000 < uint64(s.Sample)
}

// record writes the event of a sweep that came to its end: a file in the store's
// root, beside the documents, which no check changes.
func (a *Archive) record(ctx context.Context, s *Sweep, by ocfl.User, at time.Time) error {
	p := &premis{Objects: []premisObject{{Type: "intellectualEntity", Identifier: identifier{"local", "the store"}}}}
	detail := fmt.Sprintf("every rule of OCFL and the digests of %d files, %d bytes, in %d documents; begun %s", s.Files, s.Bytes, len(s.Read), s.Began.UTC().Format(time.RFC3339))
	if s.Sample > 0 {
		detail += fmt.Sprintf("; a sample of %d in 10,000", s.Sample)
	}
	result := "success"
	var notes []string
	if !s.Sound() {
		result = "fail"
		for _, f := range ocfl.Errors(s.Store) {
			notes = append(notes, f.String())
		}
		for _, b := range s.Broken {
			for _, f := range b.Findings {
				notes = append(notes, b.ID+": "+f.String())
			}
		}
	}
	e := p.happened("the store", "fixity check", detail, result, at, by, notes...)
	e.Objects = nil
	for _, id := range s.Read {
		e.Objects = append(e.Objects, about{"URI", id})
	}
	c, err := a.d.Begin(ctx, "")
	if err != nil {
		return err
	}
	defer c.Abort()
	name := "fixity-" + at.UTC().Format("20060102T150405.000Z") + ".xml"
	if err := c.Write(ctx, name, bytes.NewReader(p.bytes())); err != nil {
		return err
	}
	return c.Commit(ctx)
}

// Place is where a file is found in the store.
type Place struct {
	Document *Document
	Version  int    // the newest that has it
	Name     string // of the file in that version
}

// Find looks for a file that was issued, by its SHA-512 digest; nil where the store
// has none. What cannot be read is passed over.
func (a *Archive) Find(ctx context.Context, digest string) (*Place, error) {
	needle := []byte(`"` + digest + `"`)
	for path, err := range a.Store.Paths(ctx) {
		if err != nil {
			return nil, err
		}
		raw, err := a.inventory(ctx, path)
		if err != nil || !bytes.Contains(raw, needle) {
			continue
		}
		d, err := ReadDocument(ctx, a.d, path)
		var broken *ocfl.BrokenError
		if errors.As(err, &broken) {
			continue
		}
		if err != nil {
			return nil, err
		}
		numbers := d.Inventory.Numbers()
		for _, n := range slices.Backward(numbers) {
			for name, has := range d.Inventory.Files(n) {
				if has == digest && strings.HasPrefix(name, "documents/") {
					return &Place{d, n, name}, nil
				}
			}
		}
	}
	return nil, nil
}

func (a *Archive) inventory(ctx context.Context, path string) ([]byte, error) {
	f, err := a.d.Open(ctx, path+"/inventory.json")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(f)
	return b.Bytes(), err
}

// Standing says whether a version of a document holds: "" while it does, else
// "WITHDRAWN" or "SUPERSEDED by …".
func (d *Document) Standing(version int) string {
	switch head := d.Inventory.HeadNumber(); {
	case d.Record.Status == Withdrawn:
		return "WITHDRAWN"
	case d.Record.Status == Superseded:
		return "SUPERSEDED by " + d.Record.SupersededBy
	case version < head:
		return fmt.Sprintf("SUPERSEDED by version %d of %s", head, d.Record.ID)
	}
	return ""
}
