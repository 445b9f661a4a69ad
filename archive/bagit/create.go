package bagit

import (
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Writer writes a bag of version 1.0 with SHA-512 (RFC 8493, 2.4) under a
// temporary name beside its own, so that there is a whole bag of that name or
// none. The same files and elements give the same bytes.
type Writer struct {
	dir, temp string
	at        time.Time
	info      []Element
	sums      map[string]string // by file, relative to the bag
	sizes     map[string]int64  // likewise
	names     map[string]string // in normalization form C, and as they are
	bytes     int64
	files     int
}

// Create begins a bag that shall be called dir, which must not be there yet
// (fs.ErrExist). info are the elements of bag-info.txt, in their order;
// Bagging-Date, the day of at in UTC, and Payload-Oxum are added to them.
func Create(dir string, info []Element, at time.Time) (*Writer, error) {
	if _, err := os.Lstat(dir); err == nil {
		return nil, &fs.PathError{Op: "create", Path: dir, Err: fs.ErrExist}
	}
	for _, e := range info {
		if e.Label == "" || strings.ContainsAny(e.Label, ":\r\n") || strings.TrimSpace(e.Label) != e.Label {
			return nil, fmt.Errorf("%q is no label of bag-info.txt (RFC 8493, 2.2.2)", e.Label)
		}
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".tmp-")
	if err != nil {
		return nil, err
	}
	w := &Writer{dir: dir, temp: temp, at: at.UTC(), info: info, sums: map[string]string{}, sizes: map[string]int64{}, names: map[string]string{}}
	// MkdirTemp makes a folder that nobody else may read; a bag is as any other folder is.
	if err := errors.Join(os.Remove(temp), os.Mkdir(temp, 0o777), os.Mkdir(filepath.Join(temp, "data"), 0o777)); err != nil {
		w.Abort()
		return nil, err
	}
	return w, nil
}

// Add writes a file: of the payload where name begins with data/, else a tag
// file. Refused are names that lead out of the bag, that the writer itself writes,
// and that differ from one that is there in normalization only (RFC 8493,
// 6.1.1.3). Of names that Windows cannot have, or that differ in capitals only,
// the report of Close warns; CR, LF and the percent sign are encoded in manifests
// (2.1.3), which sha512sum does not undo, nor bagit.py the last.
func (w *Writer) Add(name string, content io.Reader) error {
	if err := w.permit(name); err != nil {
		return err
	}
	return w.write(name, content)
}

// Sum gives the SHA-512 and the size of a file that was added, in hexadecimal and
// bytes; "" where there is none.
func (w *Writer) Sum(name string) (sum string, size int64) { return w.sums[name], w.sizes[name] }

// permit says why a name is refused.
func (w *Writer) permit(name string) error {
	refuse := func(why string) error { return fmt.Errorf("the name %q cannot be in a bag: %s", name, why) }
	switch why := unsafe(name); {
	case why != "":
		return refuse("it " + why)
	case !fs.ValidPath(name) || name == "." || name == "data":
		return refuse("it is no path of a file")
	case name == "bagit.txt", name == "bag-info.txt", name == "fetch.txt", manifestName().MatchString(name):
		return refuse("it is reserved (RFC 8493, 2)")
	}
	key := norm.NFC.String(name)
	if other, ok := w.names[key]; ok {
		return refuse(fmt.Sprintf("there is %+q already, and no more than normalization sets them apart", other))
	}
	w.names[key] = name
	return nil
}

// write writes a file to the disk, and remembers its checksum.
func (w *Writer) write(name string, content io.Reader) error {
	file := filepath.Join(w.temp, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	h := sha512.New()
	n, err := io.Copy(io.MultiWriter(f, h), content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	w.sums[name], w.sizes[name] = hex.EncodeToString(h.Sum(nil)), n
	if inPayload(name) {
		w.bytes += n
		w.files++
	}
	return nil
}

// InvalidError says that a bag is not what was written: a disk failed, or somebody
// else changed it.
type InvalidError struct{ Report *Report }

// Error names the first fault.
func (e *InvalidError) Error() string {
	return "the bag was written, and is not valid when it is read again: " + e.Report.Problems[0].String()
}

// Close writes the manifests, reads all of the bag again and judges it (the error
// is an *InvalidError where it is not valid), and gives it its name. Where it fails
// there is no bag, and nothing is left. The report has warnings at most.
func (w *Writer) Close() (r *Report, err error) {
	defer func() {
		if err != nil {
			w.Abort()
		}
	}()
	info := append(append([]Element{}, w.info...),
		Element{"Bagging-Date", w.at.Format(time.DateOnly)},
		Element{"Payload-Oxum", fmt.Sprintf("%d.%d", w.bytes, w.files)})
	var text strings.Builder
	for _, e := range info {
		text.WriteString(element(e))
	}
	for _, f := range []struct{ name, text string }{
		{"bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"},
		{"bag-info.txt", text.String()},
		{"manifest-sha512.txt", w.manifest(true)},
	} {
		if err := w.write(f.name, strings.NewReader(f.text)); err != nil {
			return nil, err
		}
	}
	// Last, for it lists the three above.
	if err := w.write("tagmanifest-sha512.txt", strings.NewReader(w.manifest(false))); err != nil {
		return nil, err
	}
	err = filepath.WalkDir(w.temp, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncFolder(name)
	})
	if err != nil {
		return nil, err
	}
	if r, err = Validate(os.DirFS(w.temp)); err != nil {
		return nil, err
	}
	if r.State != Valid {
		return r, &InvalidError{r}
	}
	// A folder that is there and not empty is never replaced by a rename.
	if err := os.Rename(w.temp, w.dir); err != nil {
		return nil, err
	}
	return r, syncFolder(filepath.Dir(w.dir))
}

// Abort takes away what was written.
func (w *Writer) Abort() { os.RemoveAll(w.temp) }

// manifest lists payload or tag files, as sha512sum does.
func (w *Writer) manifest(payload bool) string {
	var names []string
	for name := range w.sums {
		if inPayload(name) == payload {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	escape := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	var text strings.Builder
	for _, name := range names {
		fmt.Fprintf(&text, "%s  %s\n", w.sums[name], escape.Replace(name))
	}
	return text.String()
}

// element is an element of bag-info.txt, in lines of 79 characters at most where
// it has spaces to be divided at (RFC 8493, 2.2.2).
func element(e Element) string {
	var text strings.Builder
	line := e.Label + ":"
	n := len([]rune(line))
	for i, word := range strings.Fields(e.Value) {
		m := len([]rune(word))
		if i > 0 && n+1+m > 79 {
			text.WriteString(line + "\n")
			line, n = " ", 1
		}
		line += " " + word
		n += 1 + m
	}
	if e.Value == "" {
		line += " "
	}
	return text.String() + line + "\n"
}

// syncFolder has a folder's entries written to the disk.
func syncFolder(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}
