// Package folder keeps a verify site in a folder: what archive/site makes is written
// whole or not at all, file by file, and nothing is overwritten that was not made
// there. It refuses to know what the pages say. Start reading at Update.
package folder

import (
	"bytes"
	"cmp"
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"chancery/archive/site"
	"chancery/archive/tlog"
)

// ledgerName is the file that remembers what the site is and which files were made,
// with their SHA-256 digests.
const ledgerName = ".chancery-site.json"

// ledger is what ledgerName holds.
type ledger struct {
	Site  site.Site           `json:"site"`
	Files map[string][]string `json:"files"` // by path: the digests that it has or is about to have
}

// InTheWayError says that a file stands in the way that was not made here, or that
// somebody changed since: it is never overwritten.
type InTheWayError struct{ Path string }

// Error says what is in the way and what to do.
func (e *InTheWayError) Error() string {
	return fmt.Sprintf("%s: is not as Chancery left it, so it is not overwritten\nhint: move it away, or name another folder with --output", e.Path)
}

// MissingError says that a file that was published is not there any more.
type MissingError struct{ Path string }

// Error says what is missing and what to do.
func (e *MissingError) Error() string {
	return fmt.Sprintf("%s: was published, and is not there any more\nhint: publish its packet again in the same run", e.Path)
}

// KeyError says that a site has a log, which must not be continued without its key or
// with another one.
type KeyError struct{ Text, Hint string }

// Error says what is wrong and what to do.
func (e *KeyError) Error() string { return e.Text + "\nhint: " + e.Hint }

// Options say how a site is kept.
type Options struct {
	// LogKey, if not nil, signs the log of all that is published (archive/tlog), which
	// the site has from then on.
	LogKey crypto.Signer
}

// Result says what an update did. Paths are those of files, sorted.
type Result struct {
	Written   []string
	Unchanged int
	Removed   []string
}

// Update changes the site in a folder, which is made where there is none: change gets
// the site as it was and gives the files of what is published anew, as
// [site.Site.Publish] does. All pages are made again. Files are written under
// temporary names first, and renamed only when all of them are there; index pages
// last, so that no page leads to what is not there yet.
//
// The errors of change come back as they are. All files that are in the way or
// missing are named at once; then nothing was written. A *KeyError is about the log's
// key, a *tlog.BrokenError about the log.
func Update(dir string, o Options, change func(*site.Site) (map[string][]byte, error)) (*Result, error) {
	u := &update{dir: dir}
	if err := u.read(); err != nil {
		return nil, err
	}
	made, err := change(&u.led.Site)
	if err != nil {
		return nil, err
	}
	u.files = map[string][]byte{}
	maps.Copy(u.files, made)
	if err := u.enter(o.LogKey, made); err != nil {
		return nil, err
	}
	pages, err := u.led.Site.Render()
	if err != nil {
		return nil, err
	}
	maps.Copy(u.files, pages)
	if err := u.plan(made); err != nil {
		return nil, err
	}
	return u.commit()
}

// update is one run of Update.
type update struct {
	dir    string
	led    ledger
	ledger []byte            // as it is on the disk; nil where there is none
	files  map[string][]byte // all that the run makes
	write  []string          // those that are not there as they are
	stale  []string          // made before, and not part of the site any more
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func (u *update) path(name string) string { return filepath.Join(u.dir, filepath.FromSlash(name)) }

func (u *update) read() error {
	data, err := os.ReadFile(u.path(ledgerName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("reading the site: %w", err)
	default:
		u.ledger = data
		if err := json.Unmarshal(data, &u.led); err != nil {
			return fmt.Errorf("reading %s: %w", u.path(ledgerName), err)
		}
	}
	if u.led.Files == nil {
		u.led.Files = map[string][]string{}
	}
	return nil
}

// plan finds what is to be written and removed, and what stands in the way.
func (u *update) plan(made map[string][]byte) error {
	var wrong []error
	for _, name := range slices.Sorted(maps.Keys(u.files)) {
		have, there, err := u.onDisk(name)
		switch {
		case err != nil:
			wrong = append(wrong, err)
		case there && have == digest(u.files[name]):
			u.led.Files[name] = []string{have}
		case there && !slices.Contains(u.led.Files[name], have):
			wrong = append(wrong, &InTheWayError{u.path(name)})
		default:
			u.write = append(u.write, name)
		}
	}
	anew := foldersOf(made)
	for _, name := range slices.Sorted(maps.Keys(u.led.Files)) {
		if _, ok := u.files[name]; ok {
			continue
		}
		have, there, err := u.onDisk(name)
		switch kept := u.led.Site.Entries[folderOf(name)] != nil && !anew[folderOf(name)] || u.ofLog(name); {
		case err != nil:
			wrong = append(wrong, err)
		case kept && !there:
			wrong = append(wrong, &MissingError{u.path(name)})
		case kept && !slices.Contains(u.led.Files[name], have):
			wrong = append(wrong, &InTheWayError{u.path(name)})
		case kept:
		case there && slices.Contains(u.led.Files[name], have):
			u.stale = append(u.stale, name)
		default:
			delete(u.led.Files, name)
		}
	}
	// Pages that lead to others come last.
	slices.SortStableFunc(u.write, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	return errors.Join(wrong...)
}

// foldersOf are the folders of what is published in this run.
func foldersOf(made map[string][]byte) map[string]bool {
	all := map[string]bool{}
	for name := range made {
		all[folderOf(name)] = true
	}
	return all
}

// folderOf is the folder of a publication's file: the first two parts of its path.
func folderOf(name string) string {
	parts := strings.SplitN(name, "/", 3)
	if len(parts) < 3 {
		return ""
	}
	return path.Join(parts[0], parts[1])
}

// rank orders what is written.
func rank(name string) int {
	switch {
	case name == logPrefix+tlog.Checkpoint:
		return 3 // the head of a tree whose tiles are all there
	case name == "index.html":
		return 2
	case path.Base(name) == "index.html", strings.HasPrefix(name, "digests/"):
		return 1
	}
	return 0
}

// onDisk gives the digest of a file that is there.
func (u *update) onDisk(name string) (sum string, there bool, err error) {
	at := u.path(name)
	switch st, err := os.Lstat(at); {
	case errors.Is(err, fs.ErrNotExist):
		return "", false, nil
	case err != nil:
		return "", false, fmt.Errorf("reading the site: %w", err)
	case !st.Mode().IsRegular():
		return "", true, nil // a folder or a link: nothing of ours
	}
	data, err := os.ReadFile(at)
	if err != nil {
		return "", false, fmt.Errorf("reading the site: %w", err)
	}
	return digest(data), true, nil
}

// commit writes and removes what was planned.
func (u *update) commit() (*Result, error) {
	res := &Result{Unchanged: len(u.files) - len(u.write)}
	temps := map[string]string{}
	defer func() {
		for _, t := range temps {
			os.Remove(t)
		}
	}()
	for _, name := range u.write {
		if err := os.MkdirAll(filepath.Dir(u.path(name)), 0o777); err != nil {
			return nil, fmt.Errorf("making a folder of the site: %w", err)
		}
		t, err := writeTemp(filepath.Dir(u.path(name)), u.files[name])
		if t != "" {
			temps[name] = t
		}
		if err != nil {
			return nil, fmt.Errorf("writing %s: %w", u.path(name), err)
		}
		// The ledger first knows both the old and the new bytes, so that a run that is
		// killed between two renames leaves nothing that looks like a stranger's.
		if sum := digest(u.files[name]); !slices.Contains(u.led.Files[name], sum) {
			u.led.Files[name] = append(u.led.Files[name], sum)
		}
	}
	if err := u.writeLedger(); err != nil {
		return nil, err
	}
	for _, name := range u.write {
		if err := os.Rename(temps[name], u.path(name)); err != nil {
			return nil, fmt.Errorf("writing %s: %w", u.path(name), err)
		}
		delete(temps, name)
		u.led.Files[name] = []string{digest(u.files[name])}
		res.Written = append(res.Written, u.path(name))
	}
	for _, name := range u.stale {
		if err := os.Remove(u.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("removing the stale %s: %w", u.path(name), err)
		}
		delete(u.led.Files, name)
		res.Removed = append(res.Removed, u.path(name))
		u.removeEmpty(path.Dir(name))
	}
	slices.Sort(res.Written)
	return res, u.writeLedger()
}

// removeEmpty removes folders of the site that hold nothing any more.
func (u *update) removeEmpty(folder string) {
	for ; folder != "." && os.Remove(u.path(folder)) == nil; folder = path.Dir(folder) {
	}
}

// writeLedger writes the ledger, unless it is there as it is.
func (u *update) writeLedger() error {
	at := u.path(ledgerName)
	data, err := json.MarshalIndent(u.led, "", "  ")
	if err != nil {
		return fmt.Errorf("writing %s: %w", at, err)
	}
	data = append(data, '\n')
	if bytes.Equal(data, u.ledger) {
		return nil
	}
	t, err := writeTemp(u.dir, data)
	if err == nil {
		err = os.Rename(t, at)
	}
	if err != nil {
		if t != "" {
			os.Remove(t)
		}
		return fmt.Errorf("writing %s: %w", at, err)
	}
	u.ledger = data
	return nil
}

// writeTemp writes data to a new file in dir and gives its name; the file is there,
// and to be removed, whenever the name is not "".
func writeTemp(dir string, data []byte) (string, error) {
	t, err := os.CreateTemp(dir, ".chancery-*.tmp")
	if err != nil {
		return "", err
	}
	_, err = t.Write(data)
	if err == nil {
		err = t.Chmod(0o644)
	}
	if e := t.Close(); err == nil {
		err = e
	}
	return t.Name(), err
}
