package press

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chancery/source"
)

// Issued is a packet as a folder holds it that Build made: what it is, and its files
// as they are to be handed out.
type Issued struct {
	Identifier string
	Record     Record
	// Documents are the PDFs of Record.Documents, in that order, under the documents'
	// names ("letter.pdf"), signed where the folder has signed ones.
	Documents []IssuedFile
	Book      IssuedFile // packet.epub
	// Signatures are those of minisign that stand beside the files above, under the
	// files' names with .minisig.
	Signatures []IssuedFile
}

// IssuedFile is one file.
type IssuedFile struct {
	Name string // as it was made: "letter.pdf"
	Path string // where it was read, which may be another name: "dist/letter-signed.pdf"
	Data []byte
}

// IssuedError says why a packet cannot be handed out as a folder holds it.
type IssuedError struct{ Path, Text, Hint string }

// Error says what is wrong and what to do.
func (e *IssuedError) Error() string { return e.Path + ": " + e.Text + "\nhint: " + e.Hint }

// ReadIssued reads what Build made in a folder, and what was signed since.
//
// Signing appends to a PDF and changes nothing in it (ISO 32000-1, 7.5.6). So of
// each PDF that Build made the folder may hold other files that begin with its bytes,
// under any name; the longest, which has the most signatures, is the one. A file that
// neither is what Build made nor begins with it is nobody's copy, and an error.
//
// All that is wrong comes back joined: an *IssuedError for each fault, a
// *source.UsageError where Build made nothing in dir, or a failure of the machine.
func ReadIssued(dir string) ([]Issued, error) {
	o := output{dir: dir}
	led, err := o.readLedger()
	if err != nil {
		return nil, err
	}
	if len(led.Packets) == 0 {
		hint := "name the folder that chancery build wrote (dist, unless --output said another)"
		if len(led.Files) > 0 {
			hint = "build the packet again: an older version of Chancery made these files"
		}
		return nil, &source.UsageError{Text: fmt.Sprintf("there is no packet that chancery build made in %q", dir), Hint: hint}
	}
	pdfs, err := readPDFs(dir)
	if err != nil {
		return nil, err
	}
	var all []Issued
	var wrong []error
	for _, id := range slices.Sorted(maps.Keys(led.Packets)) {
		p := Issued{Identifier: id, Record: led.Packets[id]}
		for _, d := range p.Record.Documents {
			name := d.Name + ".pdf"
			f, err := pickPDF(dir, name, led.Files[name], id, pdfs)
			if err != nil {
				wrong = append(wrong, err)
				continue
			}
			p.Documents = append(p.Documents, f)
		}
		if p.Book, err = pickBook(dir, led.Files[bookName], id); err != nil {
			wrong = append(wrong, err)
		}
		for _, f := range append(slices.Clone(p.Documents), p.Book) {
			s := IssuedFile{Name: f.Name + ".minisig", Path: f.Path + ".minisig"}
			if s.Data, err = os.ReadFile(s.Path); err == nil {
				p.Signatures = append(p.Signatures, s)
			} else if !errors.Is(err, fs.ErrNotExist) {
				wrong = append(wrong, fmt.Errorf("reading a signature: %w", err))
			}
		}
		all = append(all, p)
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return all, nil
}

// revisionPDF is a PDF of a folder with the digests of its revisions: of its bytes
// up to the end of each, the whole last.
type revisionPDF struct {
	path    string
	data    []byte
	digests []string
}

// readPDFs reads the PDFs of a folder, in the order of their names.
func readPDFs(dir string) ([]revisionPDF, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the folder: %w", err)
	}
	var all []revisionPDF
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".pdf") {
			continue
		}
		f := revisionPDF{path: filepath.Join(dir, e.Name())}
		if f.data, err = os.ReadFile(f.path); err != nil {
			return nil, fmt.Errorf("reading the folder: %w", err)
		}
		f.digests = revisions(f.data)
		all = append(all, f)
	}
	return all, nil
}

// revisions gives the SHA-256 digests of a PDF's revisions. Each ends with %%EOF and
// an end of line, which may be missing.
func revisions(data []byte) []string {
	var digests []string
	h := sha256.New()
	sum := func() string { return hex.EncodeToString(h.Sum(nil)) }
	for {
		i := bytes.Index(data, []byte("%%EOF"))
		if i < 0 {
			h.Write(data)
			return append(digests, sum())
		}
		h.Write(data[:i+5])
		data = data[i+5:]
		digests = append(digests, sum())
		for _, end := range []byte("\r\n") {
			if len(data) > 0 && data[0] == end {
				h.Write(data[:1])
				data = data[1:]
				digests = append(digests, sum())
			}
		}
	}
}

// pickPDF finds the file to hand out for a PDF that Build made.
func pickPDF(dir, name string, made ledgerEntry, id string, pdfs []revisionPDF) (IssuedFile, error) {
	path := filepath.Join(dir, name)
	if made.Packet != id {
		return IssuedFile{}, &IssuedError{path, "was not made with the rest of its packet", "build the packet again, without --format"}
	}
	best, there := -1, false
	for i := range pdfs {
		f := &pdfs[i]
		there = there || f.path == path
		if slices.ContainsFunc(f.digests, func(d string) bool { return slices.Contains(made.SHA256, d) }) &&
			(best < 0 || len(f.data) > len(pdfs[best].data)) {
			best = i
		}
	}
	switch {
	case best >= 0:
		return IssuedFile{name, pdfs[best].path, pdfs[best].data}, nil
	case there:
		return IssuedFile{}, &IssuedError{path, "is neither what chancery build made nor a signed form of it", "build the packet again, and sign what was built"}
	}
	return IssuedFile{}, &IssuedError{path, "is not there", "build the packet again"}
}

// pickBook reads the EPUB, which must be as it was made.
func pickBook(dir string, made ledgerEntry, id string) (IssuedFile, error) {
	f := IssuedFile{Name: bookName, Path: filepath.Join(dir, bookName)}
	var err error
	f.Data, err = os.ReadFile(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f, &IssuedError{f.Path, "is not there", "build the packet again, without --format"}
	case err != nil:
		return f, fmt.Errorf("reading the folder: %w", err)
	case made.Packet != id || !slices.Contains(made.SHA256, digest(f.Data)):
		return f, &IssuedError{f.Path, "is not what chancery build made of this packet", "build the packet again, into a folder of its own"}
	}
	return f, nil
}
