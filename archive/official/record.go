package official

import (
	"bytes"
	"encoding/json"
)

// Status says whether a document still holds.
type Status string

// The statuses. An older version of a document is superseded by the newer one
// whatever its own record says.
const (
	Issued     Status = "issued"
	Superseded Status = "superseded" // by another document
	Withdrawn  Status = "withdrawn"
)

// Record says what a version of a document is: metadata/document.json.
type Record struct {
	ID           string `json:"id"`
	Status       Status `json:"status"`
	SupersededBy string `json:"supersededBy,omitempty"` // the id of another document
	Reason       string `json:"reason,omitempty"`       // of the status, where it is not issued

	Title     string `json:"title"`
	Reference string `json:"reference,omitempty"` // the office's number for it: "2018-0123"
	Packet    string `json:"packet"`              // the packet's identifier, a URI
	Office    string `json:"office,omitempty"`    // the sender's name
	Publisher string `json:"publisher,omitempty"`
	Language  string `json:"language"`          // BCP 47
	Date      string `json:"date,omitempty"`    // the latest of the documents' dates: "2018-06-19"
	Embargo   string `json:"embargo,omitempty"` // until then it may not be published (RFC 3339)
	Source    string `json:"source"`            // the packet below source/, what "chancery build" takes
	Epoch     int64  `json:"epoch,omitempty"`   // SOURCE_DATE_EPOCH of the build, if it was set
	Files     []File `json:"files"`             // what was issued
	Tool      Tool   `json:"tool"`              // what built them
}

// File is a file that was issued.
type File struct {
	Name      string `json:"name"`               // in the object: "documents/letter.pdf"
	Document  string `json:"document,omitempty"` // the source document's name; "" for the EPUB
	Kind      string `json:"kind"`               // letter, release, epub
	Title     string `json:"title"`
	Date      string `json:"date,omitempty"`
	Address   string `json:"address,omitempty"` // of its verify page
	Pages     int    `json:"pages"`
	Standards string `json:"standards"`
	SHA256    string `json:"sha256"`
	Bytes     int64  `json:"bytes"`
	// Built is how many bytes the build made, which are the file's first; SHA256Built
	// is their digest. Where Bytes is more, signatures were appended.
	Built       int64  `json:"built"`
	SHA256Built string `json:"sha256Built"`
}

// Signed says whether signatures were appended to what was built.
func (f *File) Signed() bool { return f.Bytes > f.Built }

// Tool is what built the files: the same one builds the same bytes.
type Tool struct {
	Version string `json:"version"` // of Chancery
	Go      string `json:"go"`      // of the toolchain
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}

// encode gives metadata/document.json.
func (r *Record) encode() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		panic(err) // strings and numbers can be encoded
	}
	return b.Bytes()
}
