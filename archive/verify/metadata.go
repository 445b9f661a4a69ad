package verify

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"sort"
	"strings"

	"chancery/layout/pdf/cos"
)

// info compares the document information (14.3.3): the time of the last change
// and the program that made it may differ.
func (d *differ) info() {
	d.code, d.where = "metadata", "the title or other data about the document"
	a, b := d.old.Dict(d.old.Info), d.new.Dict(d.new.Info)
	d.dicts(a, b, func(key cos.Name) bool {
		if key != "ModDate" && key != "Producer" {
			return false
		}
		if _, ok := d.new.Resolve(b.Get(key)).(cos.String); !ok {
			d.differs()
		}
		if !sameValue(d.old, d.new, a.Get(key), b.Get(key)) {
			d.say(true, "date", "the time of the last change was noted in the file")
		}
		return true
	})
}

// sameValue compares two values that are no containers.
func sameValue(old, new *cos.File, a, b cos.Object) bool {
	return string(cos.Append(nil, old.Resolve(a))) == string(cos.Append(nil, new.Resolve(b)))
}

// metadata compares the catalog's XMP, by its properties where its bytes differ.
func (d *differ) metadata(was, is cos.Object) {
	a, ok := d.old.Resolve(was).(*cos.Stream)
	b, ok2 := d.new.Resolve(is).(*cos.Stream)
	if !ok || !ok2 {
		d.same(was, is)
		return
	}
	d.dicts(a.Dict, b.Dict, func(key cos.Name) bool {
		return key == "Filter" || key == "DecodeParms" || key == "Type" && b.Dict.Get(key) == cos.Name("Metadata")
	})
	x, err := a.Decode()
	y, err2 := b.Decode()
	if err != nil || err2 != nil || !slices.Equal(properties(x, true), properties(y, true)) || properties(x, true) == nil {
		if !bytes.Equal(a.Data, b.Data) {
			d.differs()
		}
		return
	}
	if !bytes.Equal(x, y) {
		d.say(true, "date", "the time of the last change was noted in the file")
	}
}

// volatile are the properties that say when and by which program a file was
// last written (XMP, part 1, 8.4; part 2, 3.1).
var volatile = []string{
	"http://ns.adobe.com/xap/1.0/ ModifyDate", "http://ns.adobe.com/xap/1.0/ MetadataDate", "http://ns.adobe.com/xap/1.0/ CreatorTool",
	"http://ns.adobe.com/pdf/1.3/ Producer", "http://ns.adobe.com/xap/1.0/mm/ InstanceID",
}

// properties lists what an XMP packet says, name and value a line, sorted; an
// attribute and an element say the same. nil: it cannot be read. With stable it
// leaves out what is volatile, and the frame that RDF sets around it.
func properties(packet []byte, stable bool) (all []string) {
	dec := xml.NewDecoder(bytes.NewReader(packet))
	dec.Strict = true
	const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	var path []string
	skip := 0
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil
		}
		switch t := tok.(type) {
		case xml.StartElement:
			name := t.Name.Space + " " + t.Name.Local
			path = append(path, name)
			if stable && skip == 0 && slices.Contains(volatile, name) {
				skip = len(path)
			}
			for _, a := range t.Attr {
				attr := a.Name.Space + " " + a.Name.Local
				switch {
				case a.Name.Space == "xmlns", a.Name.Space == "" && a.Name.Local == "xmlns", skip > 0, stable && slices.Contains(volatile, attr),
					a.Name.Space == rdf && a.Name.Local == "about" && a.Value == "", strings.HasSuffix(a.Name.Local, "xmptk"):
					continue
				}
				all = append(all, below(path, rdf)+attr+" = "+a.Value)
			}
		case xml.EndElement:
			if skip == len(path) {
				skip = 0
			}
			path = path[:max(0, len(path)-1)]
		case xml.ProcInst:
			if stable && !wrapper(t) {
				return nil
			}
		case xml.Comment, xml.Directive:
			if stable {
				return nil
			}
		case xml.CharData:
			if v := strings.TrimSpace(string(t)); v != "" && skip == 0 {
				all = append(all, below(path, rdf)+"= "+v)
			}
		}
	}
	sort.Strings(all)
	if all == nil {
		all = []string{}
	}
	return all
}

// wrapper says whether an instruction is one of the two that stand around an XMP
// packet (XMP, part 1, 7.3.2).
func wrapper(p xml.ProcInst) bool {
	if p.Target == "xml" {
		return true
	}
	said := strings.NewReplacer("'", "\"", "\uFEFF", "").Replace(strings.TrimSpace(string(p.Inst)))
	switch said {
	case `begin="" id="W5M0MpCehiHzreSzNTczkc9d"`, `end="r"`, `end="w"`:
		return p.Target == "xpacket"
	}
	return false
}

// below is the path of an element without the frame.
func below(path []string, rdf string) string {
	out := ""
	for _, p := range path {
		switch p {
		case "adobe:ns:meta/ xmpmeta", rdf + " RDF", rdf + " Description":
			continue
		}
		out += p + " "
	}
	return out
}
