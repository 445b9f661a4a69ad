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

// epubWords are the words of an EPUB in the order of its spine, but those of the
// cover, the title page and the navigation, which are not the documents' own.
func epubWords(file string) ([]string, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	defer z.Close()
	var container struct {
		Rootfiles []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err := readXML(&z.Reader, "META-INF/container.xml", &container); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(container.Rootfiles) != 1 {
		return nil, fmt.Errorf("%s: %d package documents", file, len(container.Rootfiles))
	}
	root := container.Rootfiles[0].Path
	var pack opf
	if err := readXML(&z.Reader, root, &pack); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var all []string
	for _, ref := range pack.Spine {
		for _, item := range pack.Manifest {
			if item.ID != ref.IDRef || hasWord(item.Properties, "nav") {
				continue
			}
			href, err := url.PathUnescape(item.Href)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", file, root, err)
			}
			name := path.Join(path.Dir(root), href)
			f, err := z.Open(name)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			text, err := xhtmlText(f)
			f.Close()
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", file, name, err)
			}
			all = append(all, splitWords(text)...)
		}
	}
	return all, nil
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

// xhtmlText is the text of a content document's body: "" of a cover or a title
// page, which say so by epub:type on the body or on a section in it.
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

// hasWord says whether a list with spaces holds a word.
func hasWord(list, word string) bool {
	for field := range strings.FieldsSeq(list) {
		if field == word {
			return true
		}
	}
	return false
}
