package folder

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// errDevice is what a rename from one file system to another gives.
var errDevice error = unix.EXDEV

// renameNew renames where nothing has the new name, else it gives fs.ErrExist.
func renameNew(from, to string) error {
	err := renameat2(from, to, unix.RENAME_NOREPLACE)
	if !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to) // nobody replaces a folder that is not empty so
}

// renameExchange exchanges two folders, as one step; errors.ErrUnsupported or
// fs.ErrInvalid where the file system cannot.
func renameExchange(a, b string) error { return renameat2(a, b, unix.RENAME_EXCHANGE) }

func renameat2(from, to string, flags uint) error {
	for {
		err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, flags)
		switch {
		case err == nil:
			return nil
		case err == unix.EINTR:
			continue
		case err == unix.EINVAL:
			return fs.ErrInvalid // the flag is not known to the file system
		}
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
}
