// Package site makes the static site on which an office publishes its documents and
// anybody can check a copy: an index, a page for each document at the address that
// its QR code holds, a page for each file by its SHA-256, and every document as a
// page to read. There is no server behind it, and nothing a reader does is sent to it.
//
// It takes files as bytes and gives files as bytes. It refuses to know where they
// lie, when a document may be published, and what a packet's source says. What a
// packet is set with is none of its business either: the pages to read are those of
// the electronic book.
//
// Start reading at Publication and Site.Publish.
package site

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Publication is what is published at one address: one or several documents of a
// packet, with the electronic book of the packet.
type Publication struct {
	Address   string // of its page: "https://verify.example.gov/2018-0123/3F0C…"
	Reference string // "2018-0123"
	Title     string
	Language  string // BCP 47, of the title and of the page
	Publisher string
	Ink       string // the colour of the office's letterhead, "#1a3350"
	Documents []Document
	Book      []byte // the EPUB; its pages are those of the whole packet's documents
	// Signatures are detached ones, by the name of the file that they are of.
	Signatures map[string][]byte
}

// Document is one document of a publication.
type Document struct {
	Name     string // "letter"
	Title    string
	Language string
	Date     string // 2018-06-19
	PDF      []byte
	InBook   int // its place among the documents of the book, from 0
}

// Status says whether a publication holds.
type Status string

// The statuses.
const (
	Issued     Status = "issued"
	Superseded Status = "superseded" // by another publication
	Withdrawn  Status = "withdrawn"
)

// Site is all that was published, as the site remembers it.
type Site struct {
	Entries map[string]*Entry `json:"entries"` // by their folders
	// Log is the public key of the log of all that is published; "" for none.
	Log string `json:"log,omitempty"`
}

// Entry is a publication as the site remembers it, with what was published at its
// address before.
type Entry struct {
	Base      string      `json:"base"` // the site's address, with a slash at the end
	Reference string      `json:"reference"`
	Title     string      `json:"title"`
	Language  string      `json:"language"`
	Publisher string      `json:"publisher,omitempty"`
	Ink       string      `json:"ink,omitempty"`
	Date      string      `json:"date,omitempty"` // the latest of its documents
	Status    Status      `json:"status"`
	By        string      `json:"by,omitempty"`     // superseded: the folder of the other one
	Reason    string      `json:"reason,omitempty"` // withdrawn: why
	Files     []EntryFile `json:"files"`
	Former    []EntryFile `json:"former,omitempty"`
	Logged    bool        `json:"logged,omitempty"` // there are proofs beside its files
}

// EntryFile is a file of a publication.
type EntryFile struct {
	Name     string `json:"name"` // "letter.pdf"
	Kind     string `json:"kind"` // document, book or signature
	Title    string `json:"title,omitempty"`
	Language string `json:"language,omitempty"`
	Date     string `json:"date,omitempty"`
	Page     string `json:"page,omitempty"` // on which the document is read: "read/letter.html"
	Size     int    `json:"size"`
	SHA256   string `json:"sha256"`
	SHA512   string `json:"sha512"`
}

// The kinds of file.
const (
	KindDocument  = "document"
	KindBook      = "book"
	KindSignature = "signature"
)

// Fault says why something cannot be published.
type Fault struct{ Text, Hint string }

// Error says what is wrong and what to do.
func (f *Fault) Error() string { return f.Text + "\nhint: " + f.Hint }

// folderOf divides an address into the site's own and the folder of a page on it,
// which is the last two parts of the path.
func folderOf(address string) (base, folder string, err error) {
	u, e := url.Parse(address)
	parts := strings.Split(address, "/")
	n := len(parts)
	if e != nil || u.Host == "" || n < 5 || !plain(parts[n-1]) || !plain(parts[n-2]) {
		return "", "", &Fault{fmt.Sprintf("%q is no address of a document's page", address), "it is verify-address, reference and verify-key, parted by slashes"}
	}
	return strings.Join(parts[:n-2], "/") + "/", parts[n-2] + "/" + parts[n-1], nil
}

// plain says whether a part of an address can be the name of a folder as it stands.
func plain(part string) bool {
	for _, c := range part {
		if !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '-' || c == '.') {
			return false
		}
	}
	return strings.Trim(part, ".") != ""
}

// Publish takes a publication into the site, in the place of what was published at
// its address before, and gives its files by path. The error is a *Fault.
func (s *Site) Publish(p *Publication) (map[string][]byte, error) {
	base, folder, err := folderOf(p.Address)
	if err != nil {
		return nil, err
	}
	for other, e := range s.Entries {
		if e.Base != base {
			return nil, &Fault{fmt.Sprintf("%s is of another site than %s%s, which this folder holds", p.Address, e.Base, other),
				"name another folder with --output: a folder is one site"}
		}
	}
	e := &Entry{Base: base, Reference: p.Reference, Title: p.Title, Language: p.Language, Publisher: p.Publisher, Ink: p.Ink, Status: Issued}
	files := map[string][]byte{}
	put := func(f EntryFile, data []byte) {
		sum256, sum512 := sha256.Sum256(data), sha512.Sum512(data)
		f.Size, f.SHA256, f.SHA512 = len(data), hex.EncodeToString(sum256[:]), hex.EncodeToString(sum512[:])
		e.Files = append(e.Files, f)
		files[folder+"/"+f.Name] = data
	}
	sign := func(name string) {
		if data, ok := p.Signatures[name]; ok {
			put(EntryFile{Name: name + ".minisig", Kind: KindSignature, Title: name}, data)
		}
	}
	pages, err := readBook(p.Book)
	if err != nil {
		return nil, &Fault{fmt.Sprintf("the electronic book of “%s” cannot be read: %v", p.Title, err), "build the packet again"}
	}
	for _, d := range p.Documents {
		f := EntryFile{Name: d.Name + ".pdf", Kind: KindDocument, Title: d.Title, Language: d.Language, Date: d.Date}
		if d.InBook < len(pages.documents) {
			f.Page = "read/" + d.Name + ".html"
			pages.documents[d.InBook].path = f.Page
		}
		e.Date = max(e.Date, d.Date)
		put(f, d.PDF)
		sign(f.Name)
	}
	put(EntryFile{Name: bookName, Kind: KindBook}, p.Book)
	sign(bookName)
	if err := pages.write(e, folder, files); err != nil {
		return nil, &Fault{fmt.Sprintf("the electronic book of “%s” cannot be shown: %v", p.Title, err), "build the packet again"}
	}
	if before := s.Entries[folder]; before != nil {
		e.Former = before.former(e)
	}
	if s.Entries == nil {
		s.Entries = map[string]*Entry{}
	}
	s.Entries[folder] = e
	return files, nil
}

// bookName is the name of the EPUB.
const bookName = "packet.epub"

// former lists the files that were published before and are not now, the newest
// first. Signatures do not count: they say nothing by themselves.
func (e *Entry) former(now *Entry) []EntryFile {
	has := map[string]bool{}
	for _, f := range now.Files {
		has[f.SHA256] = true
	}
	var out []EntryFile
	for _, f := range append(slices.Clone(e.Files), e.Former...) {
		if !has[f.SHA256] && f.Kind != KindSignature {
			has[f.SHA256] = true
			f.Page = ""
			out = append(out, f)
		}
	}
	return out
}

// Holds says whether the site has files of these SHA-256 digests at an address, and no
// other documents and book.
func (s *Site) Holds(address string, sha256 []string) bool {
	_, folder, err := folderOf(address)
	e := s.Entries[folder]
	if err != nil || e == nil {
		return false
	}
	var have []string
	for _, f := range e.Files {
		if f.Kind != KindSignature {
			have = append(have, f.SHA256)
		}
	}
	want := slices.Clone(sha256)
	slices.Sort(have)
	slices.Sort(want)
	return slices.Equal(have, want)
}

// Standing says whether a publication holds, as an archive has it.
type Standing struct {
	Status Status
	By     string // superseded: the address of what took its place; "" where that is not published
	Reason string // why it is superseded or withdrawn
	Former []EntryFile
}

// Stand sets how what is published at an address stands. Earlier files are added to
// those that the site knows. The error is a *Fault: nothing is published there.
func (s *Site) Stand(address string, st Standing) error {
	_, folder, err := folderOf(address)
	if err != nil {
		return err
	}
	e := s.Entries[folder]
	if e == nil {
		return &Fault{fmt.Sprintf("nothing is published at %s", address), "publish it"}
	}
	e.Status, e.Reason, e.By = st.Status, st.Reason, ""
	if st.By != "" {
		if _, e.By, err = folderOf(st.By); err != nil {
			return err
		}
	}
	before := &Entry{Files: st.Former, Former: e.Former}
	e.Former = before.former(e)
	return nil
}

// Withdraw says that what has a reference no longer holds, and why. The error is a
// *Fault: nothing, or more than one thing, has that reference.
func (s *Site) Withdraw(reference, reason string) error {
	_, e, err := s.find(reference)
	if err != nil {
		return err
	}
	e.Status, e.Reason, e.By = Withdrawn, reason, ""
	return nil
}

// Supersede says that what has a reference was replaced by what has another one. The
// error is a *Fault.
func (s *Site) Supersede(reference, by string) error {
	old, e, err := s.find(reference)
	if err != nil {
		return err
	}
	folder, _, err := s.find(by)
	if err != nil {
		return err
	}
	for at := folder; at != ""; at = s.Entries[at].By {
		if at == old {
			return &Fault{fmt.Sprintf("%s cannot be superseded by %s, which it supersedes itself", reference, by), "name the later document last: --supersede OLD=NEW"}
		}
	}
	e.Status, e.By, e.Reason = Superseded, folder, ""
	return nil
}

// find gives the entry of a reference.
func (s *Site) find(reference string) (folder string, e *Entry, err error) {
	for _, f := range s.folders() {
		if !strings.EqualFold(s.Entries[f].Reference, reference) {
			continue
		}
		if e != nil {
			return "", nil, &Fault{fmt.Sprintf("two publications have the reference %s", reference), "give each document a reference of its own"}
		}
		folder, e = f, s.Entries[f]
	}
	if e == nil {
		return "", nil, &Fault{fmt.Sprintf("nothing with the reference %s is published here", reference), "the index page of the site lists what is"}
	}
	return folder, e, nil
}

// sorted lists the entries by their folders.
func (s *Site) sorted() []string { return slices.Sorted(maps.Keys(s.Entries)) }

// folders lists the entries, the latest first.
func (s *Site) folders() []string {
	list := s.sorted()
	slices.SortStableFunc(list, func(a, b string) int { return strings.Compare(s.Entries[b].Date, s.Entries[a].Date) })
	return list
}
