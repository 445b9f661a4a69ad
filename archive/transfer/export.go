package transfer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"sort"
	"strings"
	"time"

	"chancery/archive/bagit"
	"chancery/archive/ocfl"
)

// Options say what a bag is to be.
type Options struct {
	Output   string          // its folder, which must not be there yet
	At       time.Time       // when it is made
	Info     []bagit.Element // for bag-info.txt; a label here takes the place of what would be written
	Software string          // "Chancery 1.2"
}

// Result is what Export made.
type Result struct {
	Output   string          `json:"output"`
	Records  []Exported      `json:"records"`
	Files    int             `json:"files"` // of the payload
	Bytes    int64           `json:"bytes"` // of the payload
	Warnings []bagit.Problem `json:"warnings"`
	// Encoded are files whose names are percent-encoded in manifests (RFC 8493, 2.1.3),
	// so that sha512sum and bagit.py do not find them.
	Encoded []string `json:"encoded"`
}

// Exported is one document in the bag.
type Exported struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Folder  string `json:"folder"` // in the bag
}

// BrokenError says that an object is not valid, so that it is not handed on.
type BrokenError struct{ Reports []*ocfl.Report }

// Error names the first fault of each object.
func (e *BrokenError) Error() string {
	var lines []string
	for _, r := range e.Reports {
		lines = append(lines, fmt.Sprintf("%s: %s", r.Path, ocfl.Errors(r.Findings)[0]))
	}
	return strings.Join(lines, "\n")
}

// Export makes a bag of the objects in folders of a driver. All files of each are
// read and held against its inventory first, then copied, then read again in the
// bag: there is a bag whose every byte is what the store has, or none. The same
// objects, time and elements give the same bytes.
//
// The error is a *BrokenError where objects are not valid, fs.ErrExist where the
// folder is there, a *bagit.InvalidError where the disk fails.
func Export(ctx context.Context, d ocfl.Driver, folders []string, o Options) (*Result, error) {
	all, err := readAll(ctx, d, folders)
	if err != nil {
		return nil, err
	}
	info := elements(all, o)
	w, err := bagit.Create(o.Output, info, o.At)
	if err != nil {
		return nil, err
	}
	done := false
	defer func() {
		if !done {
			w.Abort()
		}
	}()
	b := &bagger{ctx: ctx, d: d, w: w, o: o, all: all}
	if err := b.fill(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	done = true // Close takes away what it cannot finish
	report, err := w.Close()
	if err != nil {
		return nil, err
	}
	r := &Result{Output: o.Output, Files: report.Files, Bytes: report.Bytes, Warnings: report.Problems, Records: []Exported{}, Encoded: []string{}}
	for _, x := range all {
		r.Records = append(r.Records, Exported{x.ID, x.Inventory.Head, "data/records/" + x.name})
	}
	for _, name := range b.added {
		if strings.ContainsAny(name, "%\r\n") {
			r.Encoded = append(r.Encoded, name)
		}
	}
	sort.Strings(r.Encoded)
	return r, nil
}

// readAll reads and judges objects, and sorts them by their identifiers.
func readAll(ctx context.Context, d ocfl.Driver, folders []string) ([]*object, error) {
	var all []*object
	var broken []*ocfl.Report
	seen := map[string]bool{}
	for _, folder := range folders {
		report, err := ocfl.Validate(ctx, d, folder)
		if err != nil {
			return nil, err
		}
		if !report.Valid() {
			broken = append(broken, report)
			continue
		}
		x, err := readObject(ctx, d, folder)
		if err != nil {
			return nil, err
		}
		if !seen[x.ID] { // who names a document twice gets it once
			seen[x.ID] = true
			all = append(all, x)
		}
	}
	if len(broken) > 0 {
		return nil, &BrokenError{broken}
	}
	if len(all) == 0 {
		return nil, errors.New("there is nothing to be exported")
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	nameAll(all)
	return all, nil
}

// elements are those of bag-info.txt: what is given, and what can be said besides.
func elements(all []*object, o Options) []bagit.Element {
	var office, first, last string
	one := true
	for _, x := range all {
		if office == "" {
			office = x.Office
		}
		one = one && x.Office == office
		if x.Date != "" && (first == "" || x.Date < first) {
			first = x.Date
		}
		last = max(last, x.Date)
	}
	what := "1 document"
	if len(all) > 1 {
		what = fmt.Sprintf("%d documents", len(all))
	}
	if one && office != "" {
		what += " of the " + office
	}
	switch {
	case first == "":
	case first == last:
		what += ", dated " + first
	default:
		what += ", dated " + first + " to " + last
	}
	what += ", with all their versions (OCFL 1.1), an index and METS"
	said := []bagit.Element{{Label: "Source-Organization", Value: office}, {Label: "External-Description", Value: what}}
	if !one || office == "" {
		said = said[1:]
	}
	if len(all) == 1 {
		said = append(said, bagit.Element{Label: "External-Identifier", Value: all[0].ID})
	}
	said = append(said, bagit.Element{Label: "Bag-Software-Agent", Value: o.Software})
	var info []bagit.Element
	for _, e := range said {
		given := false
		for _, g := range o.Info {
			given = given || strings.EqualFold(g.Label, e.Label)
		}
		if !given {
			info = append(info, e)
		}
	}
	return append(append([]bagit.Element{}, o.Info...), info...)
}

// bagger fills a bag.
type bagger struct {
	ctx context.Context
	d   ocfl.Driver
	w   *bagit.Writer
	o   Options
	all []*object

	added []string // the files of the payload
}

// file is a file of the bag that METS is to name.
type file struct {
	object *object
	path   string // in the bag
	issued *Issued
}

// fill writes all but what bagit itself writes.
func (b *bagger) fill() error {
	if err := b.bytes("data/ocfl/0=ocfl_1.1", []byte("ocfl_1.1\n")); err != nil {
		return err
	}
	var records, archived []file
	for _, x := range b.all {
		plain, err := b.records(x)
		if err != nil {
			return err
		}
		whole, err := b.whole(x, "")
		if err != nil {
			return err
		}
		records, archived = append(records, plain...), append(archived, whole...)
		if err := b.unchanged(x); err != nil {
			return err
		}
		if _, ok := x.files[premisName]; ok {
			if err := b.copy("premis/"+x.name+".xml", func() (io.ReadCloser, error) { return x.Open(b.ctx, 0, premisName) }); err != nil {
				return err
			}
		}
	}
	return b.describe(records, archived)
}

// premisName is the file of an object that says what happened to it.
const premisName = "metadata/premis.xml"

// records writes the files of the newest version under their plain names.
func (b *bagger) records(x *object) (all []file, err error) {
	issued := map[string]*Issued{}
	for i := range x.Files {
		issued[x.Files[i].Name] = &x.Files[i]
	}
	names := make([]string, 0, len(x.files))
	for name := range x.files {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		plain := x.plain(name)
		if plain == "" {
			continue
		}
		to := path.Join("data/records", x.name, plain)
		if err := b.copy(to, func() (io.ReadCloser, error) { return x.Open(b.ctx, 0, name) }); err != nil {
			return nil, err
		}
		all = append(all, file{x, to, issued[name]})
	}
	return all, nil
}

// whole copies a folder of an object, "" for all of it.
func (b *bagger) whole(x *object, folder string) (all []file, err error) {
	entries, err := b.d.List(b.ctx, path.Join(x.Path, folder))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := path.Join(folder, e.Name)
		if e.Kind == ocfl.Folder {
			inner, err := b.whole(x, name)
			if err != nil {
				return nil, err
			}
			all = append(all, inner...)
			continue
		}
		to := path.Join("data/ocfl", x.name, name)
		if err := b.copy(to, func() (io.ReadCloser, error) { return b.d.Open(b.ctx, path.Join(x.Path, name)) }); err != nil {
			return nil, err
		}
		all = append(all, file{x, to, nil})
	}
	return all, nil
}

// unchanged sees that what was copied of an object is what was judged: content by
// the digests of its inventory, and the inventory itself, of which somebody may have
// stored a further version meanwhile.
func (b *bagger) unchanged(x *object) error {
	for digest, paths := range x.Inventory.Manifest {
		for _, p := range paths {
			if sum, _ := b.w.Sum(path.Join("data/ocfl", x.name, p)); sum == "" || x.Inventory.DigestAlgorithm == "sha512" && !strings.EqualFold(sum, digest) {
				return fmt.Errorf("%s: %s was changed while it was copied: export again", x.ID, p)
			}
		}
	}
	again, err := ocfl.ReadObject(b.ctx, b.d, x.Path)
	if err != nil {
		return err
	}
	if again.Inventory.Head != x.Inventory.Head {
		return fmt.Errorf("%s: somebody stored a further version meanwhile: export again", x.ID)
	}
	return nil
}

// copy copies a file into the bag.
func (b *bagger) copy(to string, open func() (io.ReadCloser, error)) error {
	if err := b.ctx.Err(); err != nil {
		return err
	}
	f, err := open()
	if err != nil {
		return err
	}
	defer f.Close()
	b.added = append(b.added, to)
	return b.w.Add(to, f)
}

// bytes writes a file of the bag.
func (b *bagger) bytes(name string, data []byte) error { return b.w.Add(name, bytes.NewReader(data)) }
