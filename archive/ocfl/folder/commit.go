package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// exchange completes the staged object with the files that stay, and exchanges the
// two.
func (c *change) exchange(target string) error {
	err := c.link(target)
	if err == nil {
		err = c.syncAll()
	}
	if err == nil {
		if err = renameExchange(c.staged(""), target); err == nil {
			return errors.Join(syncDir(filepath.Dir(target)), syncDir(c.dir))
		}
	}
	if !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	// The file system has no hard links, or no exchange.
	return c.inOrder()
}

// link gives the staged object the files that stay, as hard links.
func (c *change) link(target string) error {
	return filepath.WalkDir(target, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(target, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() && slices.Contains(c.removed, name) {
			return nil
		}
		if d.IsDir() {
			// A folder without a file that stays is not made; but one that was empty before
			// is kept, for it is no business of this change.
			if empty, err := isEmpty(path); err != nil || !empty {
				return err
			}
			return os.MkdirAll(c.staged(name), 0o755)
		}
		if slices.Contains(c.removed, name) || slices.Contains(c.written, name) {
			return nil
		}
		if err := os.MkdirAll(filepath.Dir(c.staged(name)), 0o755); err != nil {
			return err
		}
		err = os.Link(path, c.staged(name))
		if err != nil && !errors.Is(err, fs.ErrExist) && linkRefused(err) {
			return errors.ErrUnsupported
		}
		return err
	})
}

func isEmpty(folder string) (bool, error) {
	d, err := os.Open(folder)
	if err != nil {
		return false, err
	}
	defer d.Close()
	names, _ := d.Readdirnames(1)
	return len(names) == 0, nil
}

// inOrder removes what goes and moves the staged files into the object, in the
// order in which they were written, each on the disk before the next.
func (c *change) inOrder() error {
	root := c.f.path(c.object)
	if err := c.syncFiles(); err != nil {
		return err
	}
	for _, name := range c.removed {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for dir := filepath.Dir(path); dir != root; dir = filepath.Dir(dir) {
			if empty, err := isEmpty(dir); err != nil || !empty {
				break
			}
			if err := os.Remove(dir); err != nil {
				return err
			}
		}
		if err := syncDir(root); err != nil {
			return err
		}
	}
	for _, name := range c.written {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := makeAll(filepath.Dir(path)); err != nil {
			return err
		}
		if err := os.Rename(c.staged(name), path); err != nil {
			return err
		}
		if err := syncDir(filepath.Dir(path)); err != nil {
			return err
		}
	}
	return nil
}

// makeAll makes a folder and those above it, each on the disk.
func makeAll(dir string) error {
	if isFolder(dir) {
		return nil
	}
	if err := makeAll(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(filepath.Dir(dir))
}

// atOnce is how many files are written out at a time: a disk takes what comes
// together in one go.
const atOnce = 16

// syncFiles writes the staged files out.
func (c *change) syncFiles() error {
	errs := make([]error, len(c.written))
	slots := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i, name := range c.written {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			errs[i] = syncFile(c.staged(name))
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// syncAll writes the staged files and their folders out.
func (c *change) syncAll() error {
	if err := c.syncFiles(); err != nil {
		return err
	}
	return syncDirs(c.staged(""))
}

// syncDirs writes the folders of a tree out.
func syncDirs(dir string) error {
	var dirs []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			dirs = append(dirs, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	errs := make([]error, len(dirs))
	var wg sync.WaitGroup
	for i, d := range dirs {
		wg.Go(func() { errs[i] = syncDir(d) })
	}
	wg.Wait()
	return errors.Join(errs...)
}
