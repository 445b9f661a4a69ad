package ocfl

import (
	"bytes"
	"context"
	"crypto/sha512"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Commit is what a new version of an object holds, all of it: a file that the
// version before had and this one does not is no longer part of the object, though
// it is kept.
type Commit struct {
	ID string
	// Base is the version that this one follows; 0: it is the first. Where the store
	// has another one by now, nothing is stored.
	Base    int
	Message string // why
	User    User   // who
	Created time.Time
	Files   []Content
}

// Content is a file of a version.
type Content struct {
	Name string // with slashes: "files/letter.pdf"
	// Open opens what to store. It is called twice: for the digest, and for the
	// bytes, of which those that the object has already are not stored again.
	Open func() (io.ReadCloser, error)
	// Digest, where Open is nil, is that of a file that the object has already.
	Digest string
}

// Bytes is a file of these bytes.
func Bytes(name string, data []byte) Content {
	return Content{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// Put stores a version and gives the object's inventory with it. When it returns
// without an error, the version is on the disk. Where it returns one, or never
// returns, the object is what it was; with a driver that cannot change all at once
// it may need Repair.
//
// The error is ErrBusy where somebody else is writing the object, a *ConflictError
// where somebody has, a *BrokenError where the object is not sound: repair comes
// first.
func (s *Store) Put(ctx context.Context, c Commit) (*Inventory, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	path, err := s.find(ctx, c.ID)
	if errors.Is(err, ErrNoObject) {
		path, err = s.layout.path(c.ID), nil
	}
	if err != nil {
		return nil, err
	}
	change, err := s.d.Begin(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.ID, err)
	}
	defer change.Abort()
	inv, fresh, err := s.next(ctx, c)
	if err != nil {
		return nil, err
	}
	if fresh { // first of all, so that what is cut short can be found
		if err := change.Write(ctx, "0=ocfl_object_"+specNow, strings.NewReader("ocfl_object_"+specNow+"\n")); err != nil {
			return nil, err
		}
	}
	if err := c.write(ctx, change, inv); err != nil {
		return nil, err
	}
	data := inv.encode()
	for _, f := range []struct {
		name string
		data []byte
	}{
		{inv.Head + "/" + inventoryName, data},
		{inv.Head + "/" + inventoryName + "." + sha512Name, sidecar(data)},
		{inventoryName, data}, // from here on the version counts
		{inventoryName + "." + sha512Name, sidecar(data)},
	} {
		if err := change.Write(ctx, f.name, bytes.NewReader(f.data)); err != nil {
			return nil, err
		}
	}
	return inv, change.Commit(ctx)
}

// check sees that what is to be stored can be.
func (c *Commit) check() error {
	if c.ID == "" || c.Created.IsZero() {
		panic("ocfl: a commit without identifier or time")
	}
	p := &parser{spec: specNow, inv: &Inventory{Versions: map[string]*Version{}}}
	var names []string
	for _, f := range c.Files {
		names = append(names, f.Name)
		if badElement(f.Name) || strings.Trim(f.Name, "/") != f.Name || f.Name == "" || strings.ContainsAny(f.Name, "\\\x00") {
			return fmt.Errorf("%q cannot be the name of a file in the store", f.Name)
		}
	}
	if p.conflicts(names, "E095", "the new version", "name"); len(p.findings) > 0 {
		return errors.New(p.findings[0].Text)
	}
	return nil
}

// next gives the inventory that the commit begins with, its new version still
// empty, and whether the object is new.
func (s *Store) next(ctx context.Context, c Commit) (inv *Inventory, fresh bool, err error) {
	o, err := s.Object(ctx, c.ID)
	switch {
	case errors.Is(err, ErrNoObject):
		if c.Base != 0 {
			return nil, false, &ConflictError{c.ID, c.Base, 0}
		}
		inv, fresh = &Inventory{ID: c.ID, DigestAlgorithm: sha512Name, Manifest: map[string][]string{}, Versions: map[string]*Version{}}, true
	case err != nil:
		return nil, false, err
	default:
		inv = o.Inventory
		if inv.HeadNumber() != c.Base {
			return nil, false, &ConflictError{c.ID, c.Base, inv.HeadNumber()}
		}
		if err := s.continuable(ctx, o); err != nil {
			return nil, false, err
		}
	}
	inv.Type, inv.Head = inventoryType(specNow), fmt.Sprintf("v%d", c.Base+1)
	v := &Version{Created: c.Created.UTC().Format(time.RFC3339), Message: c.Message, State: map[string][]string{}}
	if c.User != (User{}) {
		v.User = &c.User
	}
	inv.Versions[inv.Head] = v
	return inv, fresh, nil
}

// continuable says why an object cannot get a further version here, though it is
// valid, or that a change of it was cut short.
func (s *Store) continuable(ctx context.Context, o *Object) error {
	var found findings
	inv := o.Inventory
	if inv.DigestAlgorithm != sha512Name || inv.Type != inventoryType(specNow) || inv.content() != "content" || strings.HasPrefix(inv.Head, "v0") {
		return fmt.Errorf("%s was made by other software, in a form that is read here and not written: only that software can add to it", inv.ID)
	}
	entries, err := s.d.List(ctx, o.Path)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if versionNumber(e.Name) > inv.HeadNumber() {
			found.add("E046", e.Name, "a change was cut short: repair the store first")
		}
	}
	if !o.attested(ctx, inventoryName) {
		found.add("E060", inventoryName, "a change was cut short: repair the store first")
	}
	if len(found) > 0 {
		return &BrokenError{o.Path, found}
	}
	return nil
}

// write writes the files that the object does not have and completes the
// inventory.
func (c *Commit) write(ctx context.Context, change Change, inv *Inventory) error {
	state := inv.Versions[inv.Head].State
	for _, f := range slices.SortedFunc(slices.Values(c.Files), func(a, b Content) int { return strings.Compare(a.Name, b.Name) }) {
		digest := f.Digest
		if f.Open != nil {
			var err error
			if digest, err = digestOf(ctx, f); err != nil {
				return err
			}
		}
		if _, has := inv.Manifest[digest]; !has {
			if f.Open == nil {
				return fmt.Errorf("%s: the object has no file with the digest %s", f.Name, digest)
			}
			path := inv.Head + "/content/" + f.Name
			r, err := f.Open()
			if err != nil {
				return err
			}
			h := sha512.New()
			err = change.Write(ctx, path, io.TeeReader(cancellable{ctx, r}, h))
			r.Close()
			if err == nil && sum(sha512Name, h) != digest {
				err = fmt.Errorf("%s was changed while it was stored: store again", f.Name)
			}
			if err != nil {
				return err
			}
			inv.Manifest[digest] = []string{path}
		}
		state[digest] = append(state[digest], f.Name)
	}
	return nil
}

// digestOf reads a file for its digest.
func digestOf(ctx context.Context, f Content) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	h := sha512.New()
	if _, err := io.Copy(h, cancellable{ctx, r}); err != nil {
		return "", fmt.Errorf("%s: %w", f.Name, err)
	}
	return sum(sha512Name, h), nil
}
