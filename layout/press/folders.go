package press

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"chancery/source"
)

// folders are where a packet's own fonts, hyphenation, labels and letterheads are
// looked for, each kind in a folder of that name, the nearest first: the packet's
// folder, the folder of office.yaml, the folder of resources that is configured.
// What is built in comes after them.
type folders []string

// foldersOf are the folders of the packet at path, which may be a file in its
// folder; resources is the configured one, "" for none.
func foldersOf(path, resources string) folders {
	dir := folder(path)
	var all folders
	seen := map[string]bool{}
	for _, d := range []string{dir, near(dir, officeDir(dir)), resources} {
		if d == "" {
			continue
		}
		abs, err := filepath.Abs(d)
		if err != nil || seen[abs] {
			continue
		}
		seen[abs] = true
		all = append(all, d)
	}
	return all
}

// looked are the folders of a packet that is not read: at path, with the folder of
// resources shared, "" for the one that its office names.
func looked(path, shared string) folders {
	if shared == "" {
		shared = source.Resources(path)
	}
	return foldersOf(path, shared)
}

// near names the folder abs as it is seen from the folder dir, where that leads to
// it, so that messages name files as the writer does.
func near(dir, abs string) string {
	if abs == "" || filepath.IsAbs(dir) {
		return abs
	}
	from, err := filepath.Abs(dir)
	if err != nil {
		return abs
	}
	rel, err := filepath.Rel(from, abs)
	if err != nil {
		return abs
	}
	return filepath.Join(dir, rel)
}

// entry is a file in one of the folders of a kind.
type entry struct {
	name string // of the file
	path string
}

// list lists the files in the folders of a kind, the nearest folder first, each
// folder sorted by name.
func (f folders) list(kind string) ([][]entry, error) {
	var all [][]entry
	for _, d := range f {
		d = filepath.Join(d, kind)
		files, err := os.ReadDir(d)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading the folder %s: %w", kind, err)
		}
		var in []entry
		for _, e := range files {
			if e.Name()[0] != '.' {
				in = append(in, entry{e.Name(), filepath.Join(d, e.Name())})
			}
		}
		if len(in) > 0 {
			all = append(all, in)
		}
	}
	return all, nil
}
