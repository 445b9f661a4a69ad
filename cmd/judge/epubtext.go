package main

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
)

// opf is the part of an EPUB's package document that is read.
type opf struct {
	Manifest []struct {
		ID         string `xml:"id,attr"`
		Href       string `xml:"href,attr"`
		Properties string `xml:"properties,attr"`
	} `xml:"manifest>item"`
	Spine []struct {
		IDRef string `xml:"idref,attr"`
	} `xml:"spine>itemref"`
}

// book is what is read of an EPUB.
type book struct {
	Words []string       // as epubWords gives them
	At    map[string]int // index in Words of the word that a page break stands before, by "file#id"
	Pages []pageTarget   // the navigation's page list
}

// pageTarget is an entry of a page list: "Letter 2", "xhtml/letter.xhtml#page-2",
// the file's name relative to the package document.
type pageTarget struct{ Label, Href string }

// epubWords are the words of an EPUB in the order of its spine, but those of the
// cover, the title page and the navigation, which are not the documents' own.
func epubWords(file string) ([]string, error) {
	b, err := readBook(file)
	if err != nil {
		return nil, err
	}
	return b.Words, nil
}

// readBook reads an EPUB.
func readBook(file string) (*book, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	defer z.Close()
	b := &book{At: make(map[string]int)}
	if err := b.read(&z.Reader); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return b, nil
}

// read reads the archive into the book.
func (b *book) read(z *zip.Reader) error {
	var container struct {
		Rootfiles []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err := readXML(z, "META-INF/container.xml", &container); err != nil {
		return err
	}
	if len(container.Rootfiles) != 1 {
		return fmt.Errorf("%d package documents", len(container.Rootfiles))
	}
	root := container.Rootfiles[0].Path
	var pack opf
	if err := readXML(z, root, &pack); err != nil {
		return err
	}
	hrefs := make(map[string]string) // by id, of what is no navigation
	for _, item := range pack.Manifest {
		href, err := url.PathUnescape(item.Href)
		if err != nil {
			return fmt.Errorf("%s: %w", root, err)
		}
		if !hasWord(item.Properties, "nav") {
			hrefs[item.ID] = href
		} else if err := b.readNav(z, path.Join(path.Dir(root), href)); err != nil {
			return err
		}
	}
	for _, ref := range pack.Spine {
		href, ok := hrefs[ref.IDRef]
		if !ok {
			continue
		}
		name := path.Join(path.Dir(root), href)
		f, err := z.Open(name)
		if err != nil {
			return err
		}
		text, err := xhtmlText(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		b.add(href, text)
	}
	return nil
}

// add adds the text of a content document, with its page breaks marked.
func (b *book) add(href, text string) {
	var plain strings.Builder
	for i, piece := range strings.Split(text, breakMark) {
		if i%2 == 0 {
			plain.WriteString(piece)
		} else {
			b.At[href+"#"+piece] = len(b.Words) + len(splitWords(plain.String()))
		}
	}
	b.Words = append(b.Words, splitWords(plain.String())...)
}

// readNav reads the page list of a navigation document. Its links are taken as
// relative to the package document, beside which the navigation lies.
func (b *book) readNav(z *zip.Reader, name string) error {
	type link struct {
		Href  string `xml:"href,attr"`
		Label string `xml:",chardata"`
	}
	var nav struct {
		Navs []struct {
			Type  string `xml:"http://www.idpf.org/2007/ops type,attr"`
			Links []link `xml:"ol>li>a"`
		} `xml:"body>nav"`
	}
	if err := readXML(z, name, &nav); err != nil {
		return err
	}
	for _, n := range nav.Navs {
		if n.Type != "page-list" {
			continue
		}
		for _, l := range n.Links {
			b.Pages = append(b.Pages, pageTarget{l.Label, l.Href})
		}
	}
	return nil
}

// readXML reads a file of the archive into v.
func readXML(z *zip.Reader, name string, v any) error {
	f, err := z.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := xml.NewDecoder(f).Decode(v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// inlineElements are the elements of XHTML that do not part words.
var inlineElements = map[string]bool{
	"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "code": true, "em": true,
	"i": true, "mark": true, "q": true, "s": true, "small": true, "span": true, "strong": true, "sub": true,
	"sup": true, "time": true, "u": true, "wbr": true,
}

// silentElements hold text that is not read as the document's.
var silentElements = map[string]bool{"head": true, "script": true, "style": true, "svg": true, "template": true}

// breakMark stands before and after the id of a page break in the text of a
// content document. XML has no such character, so no text has it.
const breakMark = "\x1e"

// xhtmlText is the text of a content document's body, with page breaks marked:
// "" of a cover or a title page, which say so by epub:type on the body or on a
// section in it.
func xhtmlText(r io.Reader) (string, error) {
	d := xml.NewDecoder(r)
	d.Entity = xml.HTMLEntity
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if silentElements[t.Name.Local] || silentAttr(t.Attr) {
				if err := d.Skip(); err != nil {
					return "", err
				}
				continue
			}
			if !inlineElements[t.Name.Local] {
				b.WriteByte('\n')
			}
			if id, ok := pageBreak(t.Attr); ok {
				b.WriteString(breakMark + id + breakMark)
			}
		case xml.EndElement:
			if !inlineElements[t.Name.Local] {
				b.WriteByte('\n')
			}
		case xml.CharData:
			b.Write(t)
		}
	}
}

// silentAttr says whether an element's attributes make it none of the document's
// text: hidden, or a cover or title page.
func silentAttr(attrs []xml.Attr) bool {
	for _, a := range attrs {
		switch a.Name.Local {
		case "hidden":
			return true
		case "type":
			if hasWord(a.Value, "cover") || hasWord(a.Value, "titlepage") {
				return true
			}
		}
	}
	return false
}

// pageBreak gives the id of an element that marks a page break.
func pageBreak(attrs []xml.Attr) (id string, ok bool) {
	for _, a := range attrs {
		switch a.Name.Local {
		case "id":
			id = a.Value
		case "role":
			ok = hasWord(a.Value, "doc-pagebreak")
		}
	}
	return id, ok
}

// hasWord says whether a list with spaces holds a word.
func hasWord(list, word string) bool {
	for field := range strings.FieldsSeq(list) {
		if field == word {
			return true
		}
	}
	return false
}
