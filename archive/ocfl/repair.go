package ocfl

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Mended says what Repair did to an object.
type Mended struct {
	Path string `json:"path"`
	ID   string `json:"id"`
	What string `json:"what"`
}

// Repair mends what a change that was cut short has left of the objects of a store
// whose driver cannot change all at once: a version that is whole is made the
// newest, of one that is not what there is of it is removed, and a stale digest of
// an inventory is written anew; before that, objects are given free whose writer is
// no more (Releaser). It changes nothing else: damaged content cannot be
// mended from within, and no version that ever counted is touched. each gets what
// was done.
func (s *Store) Repair(ctx context.Context, each func(Mended)) error {
	if r, ok := s.d.(Releaser); ok {
		objects, err := r.Release(ctx)
		for _, path := range objects {
			each(Mended{Path: path, What: "its writer is no more: it can be written again"})
		}
		if err != nil {
			return err
		}
	}
	for path, err := range s.Paths(ctx) {
		if err != nil {
			return err
		}
		m, err := s.repair(ctx, path)
		if err != nil {
			return err
		}
		if m != nil {
			each(*m)
		}
	}
	return nil
}

// repair mends one object; nil where there was nothing to do, or nothing that
// could be done.
func (s *Store) repair(ctx context.Context, path string) (*Mended, error) {
	what, err := s.diagnose(ctx, path)
	if err != nil || what == nil {
		return nil, err
	}
	change, err := s.d.Begin(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer change.Abort()
	// Again: somebody may have been at work.
	if what, err = s.diagnose(ctx, path); err != nil || what == nil {
		return nil, err
	}
	for _, name := range what.remove {
		if err := change.Remove(ctx, name); err != nil {
			return nil, err
		}
	}
	if what.inventory != nil {
		if err := change.Write(ctx, inventoryName, bytes.NewReader(what.inventory)); err != nil {
			return nil, err
		}
	}
	if what.attest != nil {
		if err := change.Write(ctx, inventoryName+"."+sha512Name, bytes.NewReader(sidecar(what.attest))); err != nil {
			return nil, err
		}
	}
	return &Mended{path, what.id, what.what}, change.Commit(ctx)
}

// diagnosis is what is to be done to an object.
type diagnosis struct {
	id, what  string
	remove    []string // files
	inventory []byte   // to be written as the root's
	attest    []byte   // the inventory that a sidecar is to be written of
}

// diagnose finds what a change that was cut short has left.
func (s *Store) diagnose(ctx context.Context, path string) (*diagnosis, error) {
	entries, err := s.d.List(ctx, path)
	if err != nil {
		return nil, err
	}
	raw, err := readAll(ctx, s.d, in(path, inventoryName))
	if errors.Is(err, fs.ErrNotExist) {
		return s.diagnoseFirst(ctx, path, entries)
	}
	if err != nil {
		return nil, err
	}
	inv, found := parseInventory(raw, inventoryName)
	if len(Errors(found)) > 0 || inv.DigestAlgorithm != sha512Name {
		return nil, nil // what is damaged is no change that was cut short
	}
	o := &Object{Inventory: inv, Path: path, d: s.d, raw: raw}
	for _, e := range entries {
		n := versionNumber(e.Name)
		if e.Kind != Folder || n <= inv.HeadNumber() {
			continue
		}
		if n == inv.HeadNumber()+1 {
			if next := s.whole(ctx, o, e.Name); next != nil {
				return &diagnosis{id: inv.ID, what: "version " + e.Name + " was whole: it is the newest now", inventory: next, attest: next}, nil
			}
		}
		return s.discard(ctx, path, e.Name, &diagnosis{id: inv.ID, what: "version " + e.Name + " was not whole, and never counted: what there was of it is removed"})
	}
	// An inventory whose own sidecar does not hold counts where that of its version
	// has the same bytes.
	if again, err := readAll(ctx, s.d, in(path, inv.Head+"/"+inventoryName)); err == nil && bytes.Equal(again, raw) &&
		!o.attested(ctx, inventoryName) && o.attested(ctx, inv.Head+"/"+inventoryName) {
		return &diagnosis{id: inv.ID, what: "the digest of the inventory was stale: it is written anew", attest: raw}, nil
	}
	return nil, nil
}

// diagnoseFirst finds what the storing of a first version has left that was cut
// short: the declaration, v1 or a part of it, and nothing else.
func (s *Store) diagnoseFirst(ctx context.Context, path string, entries []Entry) (*diagnosis, error) {
	for _, e := range entries {
		if e.Name != "v1" && e.Name != "0=ocfl_object_"+specNow {
			return nil, nil
		}
	}
	o := &Object{Inventory: &Inventory{}, Path: path, d: s.d}
	if next := s.whole(ctx, o, "v1"); next != nil {
		inv, _ := parseInventory(next, inventoryName)
		return &diagnosis{id: inv.ID, what: "version v1 was whole: it is the newest now", inventory: next, attest: next}, nil
	}
	return s.discard(ctx, path, "", &diagnosis{what: "version v1 was not whole, and never counted: what there was of it is removed"})
}

// discard has all files below a folder of the object removed.
func (s *Store) discard(ctx context.Context, path, folder string, d *diagnosis) (*diagnosis, error) {
	files, err := s.files(ctx, in(path, folder))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		files = []string{in(path, folder)}
	}
	for _, f := range files {
		d.remove = append(d.remove, strings.TrimPrefix(f, path+"/"))
	}
	// The declaration goes last, so that what is left is found again.
	slices.SortStableFunc(d.remove, func(a, b string) int {
		return cmp.Compare(btoi(namaste().MatchString(a)), btoi(namaste().MatchString(b)))
	})
	return d, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// whole gives the inventory of a version that would be the next, nil where it is
// not whole: its inventory follows the object's, and all of its files hold.
func (s *Store) whole(ctx context.Context, o *Object, name string) []byte {
	raw, err := readAll(ctx, s.d, in(o.Path, name+"/"+inventoryName))
	if err != nil {
		return nil
	}
	inv, found := parseInventory(raw, inventoryName)
	if len(Errors(found)) > 0 || o.Inventory.ID != "" && inv.ID != o.Inventory.ID || inv.Head != name || inv.DigestAlgorithm != sha512Name {
		return nil
	}
	next := &Object{Inventory: inv, Path: o.Path, d: s.d, raw: raw}
	if !next.attested(ctx, name+"/"+inventoryName) {
		return nil
	}
	for _, n := range o.Inventory.Numbers() {
		if inv.Version(n) == nil || differ(o.Inventory, inv, n) != "" {
			return nil
		}
	}
	v := &validator{ctx: ctx, d: s.d, root: o.Path, report: &Report{}, inv: inv, content: map[string]Entry{}, same: map[string]string{}}
	for _, n := range inv.Numbers() {
		if err := v.walk(fmt.Sprintf("v%d/%s", n, inv.content()), true); err != nil {
			return nil
		}
	}
	v.manifest(inventoryName, inv, inv.HeadNumber())
	if err := v.digests(); err != nil || len(v.findings) > 0 {
		return nil
	}
	return raw
}

// files lists all files below a folder, and folders that are empty.
func (s *Store) files(ctx context.Context, folder string) (all []string, err error) {
	entries, err := s.d.List(ctx, folder)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Kind != Folder {
			all = append(all, in(folder, e.Name))
			continue
		}
		inner, err := s.files(ctx, in(folder, e.Name))
		if err != nil {
			return nil, err
		}
		if len(inner) == 0 {
			inner = []string{in(folder, e.Name)}
		}
		all = append(all, inner...)
	}
	slices.Sort(all)
	return all, nil
}
