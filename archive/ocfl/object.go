package ocfl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"strings"
)

// Object is an object as it stands in the store: its inventory was read strictly,
// its files are checked when they are read.
type Object struct {
	Inventory *Inventory
	Path      string // in the store

	d   Driver
	raw []byte
}

// Object reads an object. The error is ErrNoObject where there is none of this
// identifier, a *BrokenError where it has no inventory that can be relied on.
func (s *Store) Object(ctx context.Context, id string) (*Object, error) {
	path, err := s.find(ctx, id)
	if err != nil {
		return nil, err
	}
	o, err := ReadObject(ctx, s.d, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNoObject, id)
	}
	if err == nil && o.Inventory.ID != id {
		var f findings
		f.add("E083", path, "the object that lies here is %s, not %s", o.Inventory.ID, id)
		return nil, &BrokenError{path, f}
	}
	return o, err
}

// ReadObject reads the object in a folder of a driver, which may stand by itself,
// in no store: errors as of Store.Object, and fs.ErrNotExist where there is nothing.
func ReadObject(ctx context.Context, d Driver, path string) (*Object, error) {
	raw, err := readAll(ctx, d, in(path, inventoryName))
	if errors.Is(err, fs.ErrNotExist) {
		if entries, e := d.List(ctx, path); e == nil && len(entries) > 0 {
			var f findings
			f.add("E063", inventoryName, "the object has no inventory")
			return nil, &BrokenError{path, f}
		}
	}
	if err != nil {
		return nil, err
	}
	inv, found := parseInventory(raw, inventoryName)
	if errs := Errors(found); len(errs) > 0 {
		return nil, &BrokenError{path, errs}
	}
	o := &Object{Inventory: inv, Path: path, d: d, raw: raw}
	if o.attested(ctx, inventoryName) {
		return o, nil
	}
	// Where a change could not be made all at once, and was cut short just before its
	// end, the sidecar of the newest version holds already, and that of the root not
	// yet.
	if again, err := readAll(ctx, d, in(path, inv.Head+"/"+inventoryName)); err == nil && bytes.Equal(raw, again) && o.attested(ctx, inv.Head+"/"+inventoryName) {
		return o, nil
	}
	var f findings
	f.add("E060", inventoryName, "it is not what its digest says: it was changed or damaged")
	return nil, &BrokenError{path, f}
}

// attested says whether the sidecar of an inventory has the digest of o.raw.
func (o *Object) attested(ctx context.Context, name string) bool {
	text, err := readAll(ctx, o.d, in(o.Path, name+"."+o.Inventory.DigestAlgorithm))
	m := sidecarForm().FindSubmatch(text)
	if err != nil || m == nil {
		return false
	}
	h := algorithms[o.Inventory.DigestAlgorithm].new()
	h.Write(o.raw)
	return strings.EqualFold(string(m[1]), sum(o.Inventory.DigestAlgorithm, h))
}

// Open opens a file of a version (0: the newest). Its digest is checked on the way:
// who reads a changed file to its end gets a *FixityError there instead of io.EOF.
// The error is fs.ErrNotExist where the version, or the file in it, is not there.
func (o *Object) Open(ctx context.Context, version int, name string) (io.ReadCloser, error) {
	digest, there := o.Inventory.Files(version)[name]
	if !there {
		return nil, fmt.Errorf("%s of %s: %w", name, o.Inventory.ID, fs.ErrNotExist)
	}
	return o.open(ctx, digest)
}

// open opens the content with a digest of the manifest.
func (o *Object) open(ctx context.Context, digest string) (io.ReadCloser, error) {
	path := in(o.Path, o.Inventory.ContentPath(digest))
	f, err := o.d.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	h := algorithms[o.Inventory.DigestAlgorithm].new()
	return &checked{f, h, o.Inventory.DigestAlgorithm, digest, path}, nil
}

// Read reads a file of a version whole; errors as of Open.
func (o *Object) Read(ctx context.Context, version int, name string) ([]byte, error) {
	f, err := o.Open(ctx, version, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// checked is a file that is compared with its digest while it is read.
type checked struct {
	io.ReadCloser
	h                       hash.Hash
	algorithm, digest, path string
}

func (c *checked) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.h.Write(b[:n])
	if err == io.EOF && !strings.EqualFold(sum(c.algorithm, c.h), c.digest) {
		err = &FixityError{c.path}
	}
	return n, err
}
