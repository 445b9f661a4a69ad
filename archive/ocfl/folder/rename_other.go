//go:build !linux

package folder

import (
	"errors"
	"io/fs"
	"os"
)

// errDevice is what a rename from one file system to another gives.
var errDevice = errors.New("not on one file system")

// renameNew renames where nothing has the new name, else it gives fs.ErrExist.
func renameNew(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to) // nobody replaces a folder that is not empty so
}

// renameExchange is what this system cannot do.
func renameExchange(_, _ string) error { return errors.ErrUnsupported }
