package site

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"path"
	"slices"
	"strings"
)

// maxEntry bounds what is read of a book: no file of ours comes near.
const maxEntry = 256 << 20

// book is an electronic book, taken apart.
type book struct {
	documents []bookPage
	rest      map[string][]byte // style sheet, faces, pictures, by path in the book
}

// bookPage is a document of a book.
type bookPage struct {
	title, lang string
	body        string // HTML
	path        string // on which it is published; "" for not at all
	chapter     bool
}

// readBook takes an EPUB of ours apart (EPUB 3.3, 4.2 and 5): its documents in the
// order of the spine, which are the chapters; cover, title page and navigation are not.
func readBook(data []byte) (*book, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		if name, ok := strings.CutPrefix(f.Name, "EPUB/"); ok {
			if files[name], err = readEntry(f); err != nil {
				return nil, fmt.Errorf("%s: %w", f.Name, err)
			}
		}
	}
	var opf struct {
		Items []struct {
			ID   string `xml:"id,attr"`
			Href string `xml:"href,attr"`
		} `xml:"manifest>item"`
		Spine []struct {
			ID string `xml:"idref,attr"`
		} `xml:"spine>itemref"`
	}
	if err := xml.Unmarshal(files["package.opf"], &opf); err != nil {
		return nil, fmt.Errorf("package.opf: %w", err)
	}
	b := &book{rest: map[string][]byte{}}
	for _, s := range opf.Spine {
		for _, it := range opf.Items {
			if it.ID != s.ID {
				continue
			}
			page, err := readPage(files[it.Href])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", it.Href, err)
			}
			if page.chapter {
				b.documents = append(b.documents, page)
			}
		}
	}
	if len(b.documents) == 0 {
		return nil, errors.New("there is no document in it")
	}
	for name, data := range files {
		switch folder := path.Dir(name); {
		case folder == "css", folder == "fonts", folder == "images" && !strings.HasPrefix(path.Base(name), "cover."):
			b.rest[name] = data
		}
	}
	return b, nil
}

func readEntry(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxEntry+1))
	if err == nil && len(data) > maxEntry {
		err = errors.New("is too large")
	}
	return data, err
}

// The elements that HTML writes without an end tag (HTML, 13.1.2).
var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// readPage makes HTML of an XHTML document: what a browser builds of it is the same,
// without the attributes that only reading systems know.
func readPage(data []byte) (bookPage, error) {
	var page bookPage
	dec := xml.NewDecoder(bytes.NewReader(data))
	var out strings.Builder
	inTitle, inBody := false, false
	for {
		t, err := dec.RawToken()
		if err == io.EOF {
			page.body = out.String()
			if !strings.Contains(page.body, "<") {
				return page, errors.New("it has no body")
			}
			return page, nil
		}
		if err != nil {
			return page, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch name := qualified(t.Name); {
			case name == "html":
				page.lang = attribute(t, "lang")
			case name == "title" && !inBody:
				inTitle = true
			case name == "body":
				inBody = true
			case inBody:
				page.chapter = page.chapter || attribute(t, "role") == "doc-chapter"
				startTag(&out, name, t.Attr)
			}
		case xml.EndElement:
			switch name := qualified(t.Name); {
			case name == "title" && !inBody:
				inTitle = false
			case name == "body":
				inBody = false
			case inBody && !slices.Contains(void, name):
				out.WriteString("</" + name + ">")
			}
		case xml.CharData:
			if inTitle {
				page.title += string(t)
			} else if inBody {
				out.WriteString(html.EscapeString(string(t)))
			}
		}
	}
}

func qualified(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if qualified(a.Name) == name {
			return a.Value
		}
	}
	return ""
}

// startTag writes a start tag. Links to other documents of the book lead to their pages.
func startTag(out *strings.Builder, name string, attrs []xml.Attr) {
	out.WriteString("<" + name)
	for _, a := range attrs {
		q := qualified(a.Name)
		if a.Name.Space == "epub" || a.Name.Space == "xml" || q == "xmlns" || a.Name.Space == "xmlns" {
			continue
		}
		v := a.Value
		if q == "href" && !strings.Contains(v, ":") {
			v = strings.Replace(v, ".xhtml", ".html", 1)
		}
		out.WriteString(" " + q + `="` + html.EscapeString(v) + `"`)
	}
	out.WriteString(">")
}

// write adds the pages of a book's documents to the files of an entry, with what they
// show. They stand in a folder as they do in the book, so that all leads where it did.
func (b *book) write(e *Entry, folder string, files map[string][]byte) error {
	w, err := wordsOf(e.Language)
	if err != nil {
		return err
	}
	some := false
	for i := range b.documents {
		d := &b.documents[i]
		if d.path == "" {
			continue
		}
		some = true
		p := newPage(w, "../../../", d.lang)
		p.sheets = []string{"../css/book.css"}
		p.head(d.title, e.Publisher)
		p.raw("<main>\n" + strings.TrimSpace(d.body) + "\n</main>\n")
		files[folder+"/"+d.path] = p.end()
	}
	if !some {
		return nil
	}
	for name, data := range b.rest {
		files[folder+"/"+name] = data
	}
	return nil
}
