// Package folder keeps a store of package ocfl in a folder of the machine, so that
// it can be killed, or lose its power, at any moment.
//
// A change of an object is made in a folder of its own beside the store,
// "STORE.work" on the same file system: the object as it will be, old files as hard
// links. All of it is written out (fsync); then one rename puts it in its place, in
// exchange for the object as it was. So whoever looks sees the one or the other.
// That exchange is of Linux (renameat2) and not of every file system; elsewhere the
// new files are moved into the object in an order in which Store.Repair knows what
// was cut short.
//
// It refuses to know what the files are. Start with Open.
package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"chancery/archive/ocfl"
)

// Folder is a driver of package ocfl.
type Folder struct {
	// InPlace does without the exchange of folders, as on a machine that has none.
	InPlace bool

	root, work string
	clean      sync.Once
	cleaned    error
}

var _ ocfl.Driver = (*Folder)(nil)

// Open gives the driver of a store in a folder, which need not be there yet.
func Open(root string) (*Folder, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	return &Folder{root: abs, work: abs + ".work"}, nil
}

// Work is the folder beside the store in which changes are made. Who keeps the
// store may put there what is of no lasting worth.
func (f *Folder) Work() string { return f.work }

// path is the file of a name in the store.
func (f *Folder) path(name string) string { return filepath.Join(f.root, filepath.FromSlash(name)) }

// List lists a folder.
func (f *Folder) List(_ context.Context, name string) ([]ocfl.Entry, error) {
	all, err := os.ReadDir(f.path(name))
	if err != nil {
		return nil, err
	}
	entries := make([]ocfl.Entry, 0, len(all))
	for _, d := range all {
		e := ocfl.Entry{Name: d.Name(), Kind: ocfl.Other}
		switch {
		case d.IsDir():
			e.Kind = ocfl.Folder
		case d.Type().IsRegular():
			e.Kind = ocfl.File
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // gone since
			}
			if err != nil {
				return nil, err
			}
			e.Size, e.Same = info.Size(), same(info)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// Open opens a file.
func (f *Folder) Open(_ context.Context, name string) (io.ReadCloser, error) {
	return os.Open(f.path(name))
}

// Begin begins a change. The first change of a Folder empties the work folder of
// what others left who were killed.
func (f *Folder) Begin(_ context.Context, object string) (ocfl.Change, error) {
	if err := os.MkdirAll(f.work, 0o755); err != nil {
		return nil, err
	}
	if f.clean.Do(func() { f.cleaned = f.empty() }); f.cleaned != nil {
		return nil, f.cleaned
	}
	key := workName(object)
	unlock, err := lock(filepath.Join(f.work, key+".lock"))
	if err != nil {
		return nil, err
	}
	c := &change{f: f, object: object, unlock: unlock, dir: filepath.Join(f.work, key+".new")}
	if err := os.RemoveAll(c.dir); err != nil {
		unlock()
		return nil, err
	}
	return c, nil
}

// empty removes what changes have left in the work folder that were cut short. Those
// that somebody is making at this moment hold their lock. A lock alone is left: it
// may be one that somebody is about to take, who would be told that it is taken.
func (f *Folder) empty() error {
	entries, err := os.ReadDir(f.work)
	if err != nil {
		return err
	}
	for _, e := range entries {
		key, ok := strings.CutSuffix(e.Name(), ".new")
		if !ok {
			continue
		}
		unlock, err := lock(filepath.Join(f.work, key+".lock"))
		if errors.Is(err, ocfl.ErrBusy) {
			continue
		}
		if err != nil {
			return err
		}
		err = os.RemoveAll(filepath.Join(f.work, key+".new"))
		unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// change is a change of one object.
type change struct {
	f      *Folder
	object string
	dir    string // in the work folder: "o" in it is the object as it will be
	unlock func()

	written []string // files, in the order of the calls
	removed []string
	done    bool
}

// staged is the file of a name as it will be.
func (c *change) staged(name string) string {
	return filepath.Join(c.dir, "o", filepath.FromSlash(name))
}

// Write writes a file into the work folder. Commit writes it out to the disk.
func (c *change) Write(_ context.Context, name string, content io.Reader) error {
	path := c.staged(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o444)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	if e := file.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	c.written = append(slices.DeleteFunc(c.written, func(w string) bool { return w == name }), name)
	return nil
}

// Remove notes that a file goes.
func (c *change) Remove(_ context.Context, name string) error {
	c.removed = append(c.removed, name)
	return nil
}

// Abort gives the change up.
func (c *change) Abort() error {
	if c.done {
		return nil
	}
	return c.end()
}

// end removes the change's work and lets others in.
func (c *change) end() error {
	c.done = true
	err := os.RemoveAll(c.dir)
	c.unlock()
	return err
}

// Commit puts the change in its place.
func (c *change) Commit(context.Context) error {
	if c.done {
		return errors.New("folder: a change was committed twice")
	}
	err := c.commit()
	if errors.Is(err, errDevice) {
		err = fmt.Errorf("the store %s and %s are not on one file system: put the store into a folder of that file system, not at its top", c.f.root, c.f.work)
	}
	// What remains of the work is the object as it was. Where it cannot be removed now,
	// the next change does: this one has been made.
	if e := c.end(); err != nil {
		return errors.Join(err, e)
	}
	return nil
}

func (c *change) commit() error {
	if c.object == "" {
		return c.inOrder() // the files of the root, when the store is made
	}
	target := c.f.path(c.object)
	_, err := os.Lstat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return c.appear()
	case err != nil:
		return err
	case c.f.InPlace:
		return c.inOrder()
	}
	return c.exchange(target)
}

// appear puts a new object in its place, with the folders above it that are not
// there yet: no folder is ever empty.
func (c *change) appear() error {
	if err := c.syncAll(); err != nil {
		return err
	}
	parts := strings.Split(c.object, "/")
	for {
		there := len(parts) - 1 // how many of the folders above the object are there
		for there > 0 && !isFolder(c.f.path(strings.Join(parts[:there], "/"))) {
			there--
		}
		// From the work folder's own, so that the last rename moves a whole branch.
		branch := filepath.Join(c.dir, "branch")
		top := c.staged("")
		if there < len(parts)-1 {
			top = filepath.Join(branch, parts[there])
			inner := filepath.Join(append([]string{branch}, parts[there:]...)...)
			if err := os.MkdirAll(filepath.Dir(inner), 0o755); err != nil {
				return err
			}
			if err := os.Rename(c.staged(""), inner); err != nil {
				return err
			}
			if err := syncDirs(top); err != nil {
				return err
			}
		}
		target := c.f.path(strings.Join(parts[:there+1], "/"))
		err := renameNew(top, target)
		if err == nil {
			return syncDir(filepath.Dir(target))
		}
		if there == len(parts)-1 || !errors.Is(err, fs.ErrExist) && !isFolder(target) {
			return err
		}
		// Somebody else made the folder meanwhile, for another object.
		inner := filepath.Join(append([]string{branch}, parts[there:]...)...)
		if err := os.Rename(inner, c.staged("")); err != nil {
			return err
		}
		if err := os.RemoveAll(branch); err != nil {
			return err
		}
	}
}

// isFolder says whether there is a folder.
func isFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}
