package transfer

import (
	"fmt"
	"path"
	"strings"
	"time"

	"chancery/archive/mets"
	"chancery/archive/sheet"
)

// describe writes what is about the files: index, METS, and the text for people.
func (b *bagger) describe(records, archived []file) error {
	index, err := b.index(records)
	if err != nil {
		return err
	}
	workbook, err := index.XLSX()
	if err != nil {
		return err
	}
	values, err := index.CSV()
	if err != nil {
		return err
	}
	document, err := b.mets(records, archived).XML()
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{"README.txt", []byte(b.readme())}, {"index.csv", values}, {"index.xlsx", workbook}, {"mets.xml", document}} {
		if err := b.bytes(f.name, f.data); err != nil {
			return err
		}
	}
	return nil
}

// title is that of the whole.
func (b *bagger) title() string {
	if len(b.all) == 1 {
		return b.all[0].Title
	}
	return fmt.Sprintf("Transfer of %d documents", len(b.all))
}

// office is who hands the documents on, as far as they say.
func (b *bagger) office() string {
	for _, e := range b.o.Info {
		if strings.EqualFold(e.Label, "Source-Organization") {
			return e.Value
		}
	}
	for _, x := range b.all {
		if x.Office != "" {
			return x.Office
		}
	}
	return "not named"
}

// index is a row for each file that was issued. The language is of the words that
// head its columns.
func (b *bagger) index(records []file) (*sheet.Table, error) {
	t := &sheet.Table{
		Title: "Index: " + b.title(), Name: "Index of records", Creator: b.office(), Language: "en", Created: b.o.At,
		Columns: []string{"Document", "File title", "Kind", "Date", "Reference", "Status", "Identifier", "Version", "Stored (UTC)", "Stored by", "Why", "Office", "Language", "Pages", "Bytes", "File", "SHA-512"},
	}
	for _, f := range records {
		if f.issued == nil {
			continue
		}
		x, v := f.object, f.object.Inventory.Version(0)
		by := ""
		if v.User != nil {
			by = v.User.Name
		}
		status := x.Status
		if x.SupersededBy != "" {
			status += " by " + x.SupersededBy
		}
		var pages any
		if f.issued.Pages > 0 {
			pages = int64(f.issued.Pages)
		}
		date := f.issued.Date
		if date == "" {
			date = x.Date
		}
		sum, size := b.w.Sum(f.path)
		t.Rows = append(t.Rows, []any{
			x.Title, f.issued.Title, f.issued.Kind, day(date), x.Reference, status, x.ID, x.Inventory.Head,
			sheet.Date{Time: v.Time().UTC(), Clock: true}, by, v.Message, x.Office, x.Language, pages, size, f.path, sum,
		})
	}
	return t, nil
}

// day is a date of a record as the index has it: a real date where it is one.
func day(s string) any {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return sheet.Date{Time: t}
	}
	return s
}

// mets is the METS document.
func (b *bagger) mets(records, archived []file) *mets.Document {
	d := &mets.Document{
		ID: path.Base(strings.ReplaceAll(b.o.Output, "\\", "/")), Label: b.title(), Type: "transfer of records", Created: b.o.At,
		Organization: b.office(), Software: b.o.Software,
		Structure: mets.Div{Type: "transfer", Label: b.title()},
	}
	group := func(use, prefix string, files []file) map[*object][]string {
		ids := map[*object][]string{}
		g := mets.Group{Use: use}
		for i, f := range files {
			id := fmt.Sprintf("%s-%d", prefix, i+1)
			sum, size := b.w.Sum(f.path)
			g.Files = append(g.Files, mets.File{ID: id, Path: f.path, Type: mediaType(f.path), Size: size, SHA512: sum, Provenance: b.premisID(f.object)})
			ids[f.object] = append(ids[f.object], id)
		}
		d.Groups = append(d.Groups, g)
		return ids
	}
	plain := group("files of the newest versions", "record", records)
	whole := group("archived objects (OCFL 1.1), all versions", "object", archived)
	for i, x := range b.all {
		about := fmt.Sprintf("description-%d", i+1)
		d.Descriptions = append(d.Descriptions, mets.Description{ID: about, Elements: dublinCore(x)})
		if id := b.premisID(x); id != "" {
			name := "premis/" + x.name + ".xml"
			sum, size := b.w.Sum(name)
			d.Provenance = append(d.Provenance, mets.Reference{ID: id, File: mets.File{Path: name, Type: "application/xml", Size: size, SHA512: sum}})
		}
		d.Structure.Divs = append(d.Structure.Divs, mets.Div{
			Type: "document", Label: x.Title, Description: about, Provenance: b.premisID(x), Files: plain[x],
			Divs: []mets.Div{{Type: "archived object", Label: x.ID + ", " + x.Inventory.Head, Files: whole[x]}},
		})
	}
	return d
}

// premisID is the ID in METS of an object's PREMIS file; "" where it has none.
func (b *bagger) premisID(x *object) string {
	if _, ok := x.files[premisName]; !ok {
		return ""
	}
	for i, other := range b.all {
		if other == x {
			return fmt.Sprintf("premis-%d", i+1)
		}
	}
	return ""
}

// dublinCore says what a document is.
func dublinCore(x *object) (all []mets.Element) {
	for _, e := range []mets.Element{
		{Name: "title", Value: x.Title}, {Name: "creator", Value: x.Office}, {Name: "date", Value: x.Date},
		{Name: "identifier", Value: x.ID}, {Name: "identifier", Value: x.Reference}, {Name: "language", Value: x.Language},
		{Name: "relation", Value: replaced(x.SupersededBy)},
	} {
		if e.Value != "" {
			all = append(all, e)
		}
	}
	return all
}

// replaced says by what a document was superseded.
func replaced(by string) string {
	if by == "" {
		return ""
	}
	return "isReplacedBy " + by
}

// readme is the text for who opens the bag, now or in twenty years.
func (b *bagger) readme() string {
	var list strings.Builder
	for _, x := range b.all {
		fmt.Fprintf(&list, "    data/records/%s/\n        %s\n        %s, version %s", x.name, x.Title, x.ID, strings.TrimPrefix(x.Inventory.Head, "v"))
		if x.Status != "" && x.Status != "issued" {
			fmt.Fprintf(&list, ", %s", x.Status)
		}
		list.WriteString("\n")
	}
	return fmt.Sprintf(readmeText, b.title(), b.office(), b.o.At.UTC().Format(time.DateOnly), list.String())
}

const readmeText = `%s
From: %s. Packed on %s.

WHAT IS HERE

This folder is a bag (BagIt 1.0, RFC 8493). Open index.xlsx, or index.csv, for a
list of all documents; each lies in a folder of its own:

%s
data/ocfl/ holds the same documents as they are archived: every version that each
ever had, with the source that it was set from and what is known of it. It is a
storage root of the Oxford Common File Layout 1.1 (https://ocfl.io/1.1/spec/):
inventory.json in each folder says which file is which.

mets.xml (METS 1.12) says the same to programs; premis/ says what happened to each
document, and when (PREMIS 3).

HOW TO CHECK THAT NOTHING WAS CHANGED

In this folder, on any Unix, or in Git Bash on Windows:

    sha512sum --check --quiet manifest-sha512.txt
    sha512sum --check --quiet tagmanifest-sha512.txt

Nothing printed means that every file is as it was packed. (On a Mac: shasum -a 512
in the place of sha512sum.) Or with any BagIt tool, for example bagit-python:

    bagit.py --validate .

Checksums find accidents, not intent. Who issued a PDF, and that nothing in it was
changed since, its own digital signature says: open it in a reader of PDFs that
checks signatures. A file NAME.minisig is the signature of NAME: check it with
minisign (https://jedisct1.github.io/minisign/) and the office's public key.
`
