package press

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
)

// output is the folder of finished files, written all together or not at all.
type output struct {
	dir        string
	identifier string
	record     Record
	files      []outFile
	partial    bool   // files of the packet that are not made now are left alone
	ledger     []byte // the ledger as it is on the disk; nil where there is none
}

// outFile is one file to be written.
type outFile struct {
	name string
	info *File
	data []byte
}

// OutputError says that a file stands in the way that Chancery did not make, or
// that somebody changed since: it is never overwritten.
type OutputError struct{ Path string }

// Error says what is in the way and what to do.
func (e *OutputError) Error() string {
	return fmt.Sprintf("%s: is not as Chancery left it, so it is not overwritten\nhint: move it away, or name another folder with --output", e.Path)
}

// ledgerName is the file in the output folder that remembers which files
// Chancery made there, with their digests: what it did not make it leaves alone.
const ledgerName = ".chancery.json"

// ledger is what ledgerName holds: for each file the packet that it is of, and
// the SHA-256 digests that it had or is about to have.
type ledger struct {
	Files   map[string]ledgerEntry `json:"files"`
	Packets map[string]Record      `json:"packets,omitempty"` // by identifier
}

// ledgerEntry is one file of the ledger.
type ledgerEntry struct {
	Packet string   `json:"packet"`
	SHA256 []string `json:"sha256"`
}

// newOutput is an output of a packet into dir.
func newOutput(dir, identifier string, record Record) *output {
	if dir == "" {
		dir = "dist"
	}
	return &output{dir: dir, identifier: identifier, record: record}
}

// add takes a finished file.
func (o *output) add(name string, info *File, data []byte) {
	info.Path = filepath.Join(o.dir, name)
	o.files = append(o.files, outFile{name, info, data})
}

// commit writes the files under temporary names, renames them, and removes this
// packet's files that are no longer made.
func (o *output) commit(res *Result) error {
	led, err := o.readLedger()
	if err != nil {
		return err
	}
	for _, f := range o.files {
		if err := o.mayReplace(led, f.name); err != nil {
			return err
		}
	}
	_, before := os.Stat(o.dir)
	if err := os.MkdirAll(o.dir, 0o777); err != nil {
		return fmt.Errorf("making the output folder: %w", err)
	}
	temps, err := o.writeTemps()
	defer func() {
		for _, t := range temps {
			os.Remove(t)
		}
		if errors.Is(before, fs.ErrNotExist) {
			os.Remove(o.dir) // made for nothing: it is removed only while it is empty
		}
	}()
	if err != nil {
		return err
	}
	stale, err := o.stale(led)
	if err != nil {
		return err
	}
	// The ledger first knows both the old and the new bytes, so that a run that is
	// killed between two renames leaves nothing that looks like a stranger's.
	for _, f := range o.files {
		e := led.Files[f.name]
		e.Packet = o.identifier
		if d := digest(f.data); !slices.Contains(e.SHA256, d) {
			e.SHA256 = append(e.SHA256, d)
		}
		led.Files[f.name] = e
	}
	led.Packets[o.identifier] = o.record
	if err := o.writeLedger(led); err != nil {
		return err
	}
	for i, f := range o.files {
		if err := os.Rename(temps[i], f.info.Path); err != nil {
			return fmt.Errorf("writing %s: %w", f.info.Path, err)
		}
		led.Files[f.name] = ledgerEntry{Packet: o.identifier, SHA256: []string{digest(f.data)}}
		res.Files = append(res.Files, *f.info)
	}
	for _, name := range stale {
		path := filepath.Join(o.dir, name)
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing the stale %s: %w", path, err)
		}
		delete(led.Files, name)
		res.Removed = append(res.Removed, path)
	}
	led.forget()
	return o.writeLedger(led)
}

// writeTemps writes every file under a temporary name in the output folder.
func (o *output) writeTemps() (temps []string, err error) {
	for _, f := range o.files {
		name, err := writeTemp(o.dir, f.data)
		if name != "" {
			temps = append(temps, name)
		}
		if err != nil {
			return temps, fmt.Errorf("writing %s: %w", f.info.Path, cause(err))
		}
	}
	return temps, nil
}

// writeTemp writes data to a new file in dir and gives its name; the file is
// there, and to be removed, whenever the name is not "".
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

// cause is an error without the path that the system names, where that is of a
// temporary file that nobody knows.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// digest is the SHA-256 of data in hexadecimal.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// readLedger reads the folder's ledger; a folder without one has made nothing.
func (o *output) readLedger() (*ledger, error) {
	led := &ledger{}
	data, err := os.ReadFile(filepath.Join(o.dir, ledgerName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("reading the output folder %s: %w", o.dir, cause(err))
	default:
		o.ledger = data
		if err := json.Unmarshal(data, led); err != nil {
			return nil, fmt.Errorf("reading %s: %w", filepath.Join(o.dir, ledgerName), err)
		}
	}
	if led.Files == nil {
		led.Files = map[string]ledgerEntry{}
	}
	if led.Packets == nil {
		led.Packets = map[string]Record{}
	}
	return led, nil
}

// forget drops the records of packets of which no file is left.
func (led *ledger) forget() {
	has := map[string]bool{}
	for _, e := range led.Files {
		has[e.Packet] = true
	}
	maps.DeleteFunc(led.Packets, func(id string, _ Record) bool { return !has[id] })
}

// writeLedger writes the ledger, unless it is there as it is.
func (o *output) writeLedger(led *ledger) error {
	path := filepath.Join(o.dir, ledgerName)
	data, err := json.MarshalIndent(led, "", "  ")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	data = append(data, '\n')
	if bytes.Equal(data, o.ledger) {
		return nil
	}
	t, err := writeTemp(o.dir, data)
	if err == nil {
		err = os.Rename(t, path)
	}
	if err != nil {
		if t != "" {
			os.Remove(t)
		}
		return fmt.Errorf("writing %s: %w", path, cause(err))
	}
	o.ledger = data
	return nil
}

// ours says whether the file of that name is as the ledger has it. A file that
// is not there is nobody's.
func (o *output) ours(led *ledger, name string) (there, ours bool, err error) {
	path := filepath.Join(o.dir, name)
	st, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, false, nil
	case err != nil:
		return false, false, fmt.Errorf("looking at %s: %w", path, err)
	case !st.Mode().IsRegular():
		return true, false, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return true, false, fmt.Errorf("reading %s: %w", path, err)
	}
	have := digest(data)
	for _, d := range led.Files[name].SHA256 {
		if d == have {
			return true, true, nil
		}
	}
	return true, false, nil
}

// mayReplace is an *OutputError if a file of that name stands in the way.
func (o *output) mayReplace(led *ledger, name string) error {
	there, ours, err := o.ours(led, name)
	if err != nil {
		return err
	}
	if there && !ours {
		return &OutputError{Path: filepath.Join(o.dir, name)}
	}
	return nil
}

// stale lists the files that an earlier run made of this packet and this one
// does not, if they are still as they were made.
func (o *output) stale(led *ledger) ([]string, error) {
	if o.partial {
		return nil, nil
	}
	made := map[string]bool{}
	for _, f := range o.files {
		made[f.name] = true
	}
	var out []string
	for name, e := range led.Files {
		if e.Packet != o.identifier || made[name] || name != filepath.Base(name) {
			continue
		}
		there, ours, err := o.ours(led, name)
		if err != nil {
			return nil, err
		}
		if !there {
			delete(led.Files, name)
		}
		if ours {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out, nil
}
