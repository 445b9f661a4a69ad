// Package transfer hands archived documents on: it makes a bag (chancery/archive/bagit)
// of objects of a store (chancery/archive/ocfl), with an index for people and a METS
// document for programs, and judges such a bag, or anybody's. Start with Export and
// Judge.
//
// A bag has
//
//	README.txt            what is what, and how to check it without Chancery
//	index.xlsx, index.csv a row for each file that was issued
//	mets.xml              METS 1.12: what there is, in files and checksums
//	premis/NAME.xml       what happened to each document (PREMIS)
//	data/records/NAME/    the files of its newest version, under their plain names
//	data/ocfl/            the whole objects, every version: a storage root of OCFL 1.1
//
// The files of the newest version are there twice, and on purpose: an archivist opens
// data/records/… without knowing of OCFL, and data/ocfl/… loses nothing, neither
// older versions nor the proof of what belongs to which.
package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"unicode/utf8"

	"chancery/archive/ocfl"
)

// recordName is the file of an object that says what it is, where Chancery made it.
const recordName = "metadata/document.json"

// Record is what an object says of the document that it is: metadata/document.json
// as far as it is needed here. Of an object that other software made ID alone is
// there, and Issued has all its files.
type Record struct {
	ID           string   `json:"id"`
	Status       string   `json:"status"` // issued, superseded, withdrawn; "" not said
	SupersededBy string   `json:"supersededBy,omitempty"`
	Reason       string   `json:"reason,omitempty"` // of the status
	Title        string   `json:"title"`
	Reference    string   `json:"reference,omitempty"`
	Office       string   `json:"office,omitempty"`
	Language     string   `json:"language,omitempty"`
	Date         string   `json:"date,omitempty"` // 2018-06-19
	Embargo      string   `json:"embargo,omitempty"`
	Files        []Issued `json:"files"`
}

// Issued is a file that was issued, as metadata/document.json has it.
type Issued struct {
	Name  string `json:"name"` // in the object: documents/letter.pdf
	Kind  string `json:"kind"` // letter, release, epub
	Title string `json:"title"`
	Date  string `json:"date,omitempty"`
	Pages int    `json:"pages"`
}

// object is one object with its record.
type object struct {
	*ocfl.Object
	Record
	name  string            // of its folders in the bag
	files map[string]string // of the newest version: digests by name
}

// readObject reads an object and its record.
func readObject(ctx context.Context, d ocfl.Driver, where string) (*object, error) {
	o, err := ocfl.ReadObject(ctx, d, where)
	if err != nil {
		return nil, err
	}
	found := &object{Object: o, files: o.Inventory.Files(0)}
	data, err := o.Read(ctx, 0, recordName)
	switch {
	case err == nil:
		if err := json.Unmarshal(data, &found.Record); err != nil {
			return nil, fmt.Errorf("%s: %s cannot be read: %w", o.Inventory.ID, recordName, err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	default:
		for name := range found.files {
			found.Files = append(found.Files, Issued{Name: name, Title: path.Base(name)})
		}
		sort.Slice(found.Files, func(i, j int) bool { return found.Files[i].Name < found.Files[j].Name })
	}
	found.ID = o.Inventory.ID
	if found.Title == "" {
		found.Title = found.ID
	}
	for _, f := range found.Files {
		if found.files[f.Name] == "" {
			return nil, fmt.Errorf("%s: %s names %s, which the object does not have", found.ID, recordName, f.Name)
		}
	}
	return found, nil
}

// plain is where a file of the newest version lies in the bag, below the document's
// folder of records; "" where it lies in the object only. Chancery's documents have
// there what was issued and the signatures of that.
func (o *object) plain(name string) string {
	if _, ours := o.files[recordName]; !ours {
		return name
	}
	for _, folder := range []string{"documents/", "signatures/"} {
		if rest, ok := strings.CutPrefix(name, folder); ok {
			return rest
		}
	}
	return ""
}

// nameAll gives each object the name of its folders in the bag: its identifier
// without what file systems, URLs and checksum files make difficult. Objects come
// sorted by identifier, so that the names do not depend on how they were found.
func nameAll(all []*object) {
	taken := map[string]bool{}
	for _, o := range all {
		base := slug(strings.TrimPrefix(strings.TrimPrefix(o.ID, "urn:"), "uuid:"))
		o.name = base
		for n := 2; taken[o.name]; n++ {
			o.name = fmt.Sprintf("%s-%d", base, n)
		}
		taken[o.name] = true
	}
}

// slug makes a name of an identifier: small letters, figures, full stops and single
// hyphens, 100 characters at most.
func slug(id string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(id) {
		letter := r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' && b.Len() > 0
		switch {
		case b.Len() >= 100:
		case letter:
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := strings.TrimRight(b.String(), "-.")
	if name == "" || !utf8.ValidString(name) {
		return "document"
	}
	// Windows keeps con, aux, com1 … for itself, whatever follows a full stop.
	if stem, _, _ := strings.Cut(name, "."); len(stem) <= 4 {
		return "document-" + name
	}
	return name
}

// mediaTypes are those of the files that Chancery's objects hold.
var mediaTypes = [...][2]string{
	{".pdf", "application/pdf"}, {".epub", "application/epub+zip"}, {".xml", "application/xml"}, {".json", "application/json"},
	{".md", "text/markdown"}, {".yaml", "application/yaml"}, {".txt", "text/plain"}, {".csv", "text/csv"}, {".html", "text/html"},
	{".png", "image/png"}, {".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"}, {".svg", "image/svg+xml"}, {".ttf", "font/ttf"},
}

// mediaType gives the type of a file by its name.
func mediaType(name string) string {
	for _, t := range mediaTypes {
		if path.Ext(name) == t[0] {
			return t[1]
		}
	}
	return "application/octet-stream"
}
