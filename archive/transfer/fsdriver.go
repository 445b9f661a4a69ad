package transfer

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path"

	"chancery/archive/ocfl"
)

// fsDriver reads a store that lies in a file system of Go: in a bag.
type fsDriver struct{ fsys fs.FS }

// List lists a folder. No symbolic link is followed: it is what no store may have.
func (d fsDriver) List(_ context.Context, name string) ([]ocfl.Entry, error) {
	all, err := fs.ReadDir(d.fsys, path.Clean(name))
	if err != nil {
		return nil, err
	}
	var entries []ocfl.Entry
	for _, x := range all {
		e := ocfl.Entry{Name: x.Name(), Kind: ocfl.Other}
		switch {
		case x.IsDir():
			e.Kind = ocfl.Folder
		case x.Type().IsRegular():
			info, err := x.Info()
			if err != nil {
				return nil, err
			}
			e.Kind, e.Size = ocfl.File, info.Size()
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// Open opens a file.
func (d fsDriver) Open(_ context.Context, name string) (io.ReadCloser, error) {
	return d.fsys.Open(name)
}

// Begin refuses: what is judged is not changed.
func (fsDriver) Begin(context.Context, string) (ocfl.Change, error) {
	return nil, errors.ErrUnsupported
}
