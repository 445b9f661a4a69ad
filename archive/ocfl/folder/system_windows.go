package folder

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"

	"chancery/archive/ocfl"
)

// lock takes a lock that goes with this process, and gives what lets go of it. The
// error is ocfl.ErrBusy where somebody has it.
func lock(path string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	if err := windows.LockFileEx(windows.Handle(file.Fd()), flags, 0, 1, 0, new(windows.Overlapped)); err != nil {
		file.Close()
		if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
			return nil, ocfl.ErrBusy
		}
		return nil, err
	}
	return func() { file.Close() }, nil // the file stays: the next one takes it
}

// syncFile writes a file out, which needs the right to write it.
func syncFile(path string) error {
	if err := os.Chmod(path, 0o666); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close(), os.Chmod(path, 0o444))
}

// syncDir does nothing: folders cannot be written out by themselves here.
func syncDir(string) error { return nil }

// same names the file behind several names, which is not looked for here.
func same(fs.FileInfo) string { return "" }

// linkRefused says whether a file system has no hard links, or no more of them.
func linkRefused(err error) bool {
	return errors.Is(err, windows.ERROR_NOT_SUPPORTED) || errors.Is(err, windows.ERROR_INVALID_FUNCTION) || errors.Is(err, windows.ERROR_TOO_MANY_LINKS)
}
