// Package mets writes METS documents: an XML file that says of a transfer of
// records which documents it holds, what is known of each, and which files make it
// up, with their checksums. It takes values and gives bytes, always the same.
//
// Standard: METS: Metadata Encoding & Transmission Standard, version 1.12, the
// schema mets.xsd. What is used of it: the header, descriptions in Dublin Core
// (DCMES 1.1) inside the document, references to PREMIS files beside it, the list
// of files, and one structural map.
package mets

import (
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Document is a METS document.
type Document struct {
	ID      string    // OBJID: of what is described, in the keeper's own form
	Label   string    // its title
	Type    string    // what it is, in a word or two
	Created time.Time // its second counts

	Organization string // who made the document
	Software     string // with what

	Descriptions []Description
	Provenance   []Reference
	Groups       []Group
	Structure    Div
}

// Description is a dmdSec: a record of Dublin Core.
type Description struct {
	ID       string // an XML name, unique in the document, as all IDs are
	Elements []Element
}

// Element is one of the fifteen elements of Dublin Core, without its prefix.
type Element struct{ Name, Value string }

// Reference is a digiprovMD in an amdSec: a PREMIS file beside the document.
type Reference struct {
	ID string
	File
}

// Group is a fileGrp.
type Group struct {
	Use   string // what its files are for
	Files []File
}

// File is a file that the document names.
type File struct {
	ID         string
	Path       string // relative to the document, with slashes
	Type       string // its media type
	Size       int64  // in bytes
	SHA512     string // hexadecimal
	Created    time.Time
	Provenance string // the ID of a Reference; "" none
}

// Div is a division of the structural map.
type Div struct {
	Type, Label string
	Description string // the ID of a Description; "" none
	Provenance  string // the ID of a Reference; "" none
	Files       []string
	Divs        []Div
}

// dublinCore are the elements of DCMES 1.1.
const dublinCore = " contributor coverage creator date description format identifier language publisher relation rights source subject title type "

// writer writes elements, and remembers which IDs there are and which are meant.
type writer struct {
	strings.Builder
	is     map[string]string // what has an ID
	wanted [][2]string       // an ID and what has to have it
	err    error
}

// XML gives the document. The error says what no METS document can say: an ID that
// is there twice, or nowhere, or is no name of XML; an element that Dublin Core
// does not have; a division without a file.
func (d *Document) XML() ([]byte, error) {
	w := &writer{is: map[string]string{}}
	w.WriteString(xml.Header)
	w.open(0, "mets", "xmlns", "http://www.loc.gov/METS/", "xmlns:xlink", "http://www.w3.org/1999/xlink",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
		"xsi:schemaLocation", "http://www.loc.gov/METS/ http://www.loc.gov/standards/mets/version112/mets.xsd",
		"OBJID", d.ID, "LABEL", d.Label, "TYPE", d.Type)
	w.open(1, "metsHdr", "CREATEDATE", stamp(d.Created))
	w.open(2, "agent", "ROLE", "CREATOR", "TYPE", "ORGANIZATION")
	w.leaf(3, "name", d.Organization)
	w.close(2, "agent")
	w.open(2, "agent", "ROLE", "CREATOR", "TYPE", "OTHER", "OTHERTYPE", "SOFTWARE")
	w.leaf(3, "name", d.Software)
	w.close(2, "agent")
	w.close(1, "metsHdr")
	for _, s := range d.Descriptions {
		w.open(1, "dmdSec", "ID", w.id(s.ID, "description"))
		w.open(2, "mdWrap", "MDTYPE", "DC", "MIMETYPE", "text/xml")
		w.open(3, "xmlData")
		for _, e := range s.Elements {
			if !strings.Contains(dublinCore, " "+e.Name+" ") {
				w.fail("Dublin Core has no element %q", e.Name)
			}
			w.leaf(4, "dc:"+e.Name, e.Value)
		}
		w.close(3, "xmlData")
		w.close(2, "mdWrap")
		w.close(1, "dmdSec")
	}
	for _, r := range d.Provenance {
		w.open(1, "amdSec")
		w.open(2, "digiprovMD", "ID", w.id(r.ID, "provenance"))
		w.empty(3, "mdRef", append([]string{"LOCTYPE", "URL", "xlink:type", "simple", "xlink:href", href(r.Path), "MDTYPE", "PREMIS"}, w.about(r.File)...)...)
		w.close(2, "digiprovMD")
		w.close(1, "amdSec")
	}
	if len(d.Groups) > 0 {
		w.open(1, "fileSec")
		for _, g := range d.Groups {
			w.group(g)
		}
		w.close(1, "fileSec")
	}
	w.open(1, "structMap", "TYPE", "logical")
	w.div(2, d.Structure)
	w.close(1, "structMap")
	w.close(0, "mets")
	for _, want := range w.wanted {
		if w.is[want[0]] != want[1] {
			w.fail("there is no %s with the ID %q", want[1], want[0])
		}
	}
	return []byte(w.String()), w.err
}

// group writes a fileGrp.
func (w *writer) group(g Group) {
	w.open(2, "fileGrp", "USE", g.Use)
	for _, f := range g.Files {
		w.want(f.Provenance, "provenance")
		w.open(3, "file", append([]string{"ID", w.id(f.ID, "file"), "ADMID", f.Provenance}, w.about(f)...)...)
		w.empty(4, "FLocat", "LOCTYPE", "URL", "xlink:type", "simple", "xlink:href", href(f.Path))
		w.close(3, "file")
	}
	w.close(2, "fileGrp")
}

// div writes a division and those in it.
func (w *writer) div(depth int, d Div) {
	if len(d.Files)+len(d.Divs) == 0 {
		w.fail("the division %q holds nothing", d.Label)
	}
	w.want(d.Description, "description")
	w.want(d.Provenance, "provenance")
	w.open(depth, "div", "TYPE", d.Type, "LABEL", d.Label, "DMDID", d.Description, "ADMID", d.Provenance)
	for _, f := range d.Files {
		w.want(f, "file")
		w.empty(depth+1, "fptr", "FILEID", f)
	}
	for _, inner := range d.Divs {
		w.div(depth+1, inner)
	}
	w.close(depth, "div")
}

// about gives the attributes that say of a file what it is.
func (w *writer) about(f File) []string {
	if len(f.SHA512) != 128 || strings.Trim(f.SHA512, "0123456789abcdef") != "" {
		w.fail("%s has no SHA-512", f.Path)
	}
	created := ""
	if !f.Created.IsZero() {
		created = stamp(f.Created)
	}
	return []string{"MIMETYPE", f.Type, "SIZE", fmt.Sprint(f.Size), "CREATED", created, "CHECKSUM", f.SHA512, "CHECKSUMTYPE", "SHA-512"}
}

// href is a path as a relative reference (RFC 3986, 4.2).
func href(path string) string { return (&url.URL{Path: path}).String() }

// stamp is a time as the schema has it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// id takes an ID for what it names.
func (w *writer) id(id, what string) string {
	for i, r := range id {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789-.", r)) {
			w.fail("%q is no ID", id)
		}
	}
	if id == "" || w.is[id] != "" {
		w.fail("the ID %q is there twice, or empty", id)
	}
	w.is[id] = what
	return id
}

// want remembers that an ID has to be there.
func (w *writer) want(id, what string) {
	if id != "" {
		w.wanted = append(w.wanted, [2]string{id, what})
	}
}

// fail keeps the first thing that is wrong.
func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf("mets: "+format, args...)
	}
}

// tag begins an element; attributes without a value are left out.
func (w *writer) tag(depth int, name string, attributes []string) {
	w.WriteString(strings.Repeat("  ", depth) + "<" + name)
	for i := 0; i < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			w.WriteString(" " + attributes[i] + `="`)
			xml.EscapeText(w, []byte(attributes[i+1])) // a strings.Builder takes all
			w.WriteString(`"`)
		}
	}
}

func (w *writer) open(depth int, name string, attributes ...string) {
	w.tag(depth, name, attributes)
	w.WriteString(">\n")
}

func (w *writer) close(depth int, name string) {
	w.WriteString(strings.Repeat("  ", depth) + "</" + name + ">\n")
}

func (w *writer) empty(depth int, name string, attributes ...string) {
	w.tag(depth, name, attributes)
	w.WriteString("/>\n")
}

// leaf writes an element that holds text.
func (w *writer) leaf(depth int, name, text string) {
	w.tag(depth, name, nil)
	w.WriteString(">")
	xml.EscapeText(w, []byte(text))
	w.WriteString("</" + name + ">\n")
}
