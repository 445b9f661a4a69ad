//go:build unix

package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"chancery/archive/ocfl"
)

// lock takes a lock that goes with this process, and gives what lets go of it. The
// error is ocfl.ErrBusy where somebody has it.
func lock(path string) (unlock func(), err error) {
	for {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, err
		}
		if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
			file.Close()
			if errors.Is(err, unix.EWOULDBLOCK) {
				return nil, ocfl.ErrBusy
			}
			return nil, fmt.Errorf("%s: the file system cannot lock: %w", path, err)
		}
		// Who had it before may have removed the file on the way.
		mine, err := file.Stat()
		if err != nil {
			file.Close()
			return nil, err
		}
		if now, err := os.Stat(path); err == nil && os.SameFile(mine, now) {
			return func() { os.Remove(path); file.Close() }, nil
		}
		file.Close()
	}
}

// syncFile writes a file out, one that can only be read as well.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncDir writes a folder's names out.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, unix.EINVAL) {
		err = nil // some file systems have nothing to write out
	}
	return errors.Join(err, d.Close())
}

// same names the file behind several names.
func same(info fs.FileInfo) string {
	if st, ok := info.Sys().(*syscall.Stat_t); ok && st.Nlink > 1 {
		return fmt.Sprintf("%d:%d", st.Dev, st.Ino)
	}
	return ""
}

// linkRefused says whether a file system has no hard links, or no more of them.
func linkRefused(err error) bool {
	for _, e := range []error{unix.EPERM, unix.EOPNOTSUPP, unix.ENOSYS, unix.EMLINK, unix.EXDEV} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
