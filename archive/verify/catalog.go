package verify

import (
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"chancery/layout/pdf/cos"
)

// parts are the keys of the catalog in the order in which they are compared, so
// that what is found first of an object is what it is for people. The rest follow.
var parts = []struct {
	key         cos.Name
	code, where string
}{
	{"Pages", "page", "the order of pages, or what all pages have"},
	{"AcroForm", "form", "the form"},
	{"StructTreeRoot", "structure", "the structure that a listener hears"},
	{"Outlines", "outline", "the outline"},
	{"Names", "names", "what the file has by name (attachments, destinations, scripts)"},
	{"OCProperties", "layers", "which layers are shown"},
	{"OpenAction", "action", "what is done when the file is opened"},
	{"AA", "action", "what is done when the file is opened"},
	{"Perms", "docmdp", "what the file permits"},
	{"Metadata", "metadata", "the metadata"},
}

// catalog compares the two catalogs.
func (d *differ) catalog() {
	a, b := d.old.Dict(d.old.Root), d.new.Dict(d.new.Root)
	done := map[cos.Name]bool{}
	one := func(key cos.Name, code, where string) {
		if done[key] {
			return
		}
		done[key] = true
		d.code, d.where = code, where
		switch was, is := a.Get(key), b.Get(key); key {
		case "DSS":
			d.dss(was, is)
		case "AcroForm":
			d.form(d.old.Dict(was), d.new.Dict(is))
		case "Metadata":
			d.metadata(was, is)
		case "Extensions":
			if !extensions(d.new, is) || is == nil && was != nil {
				d.differs()
			}
		case "Version":
			if is != was && !isVersion(is) {
				d.differs()
			}
		default:
			d.same(was, is)
		}
		// What hangs on the key is told apart by it.
		for len(d.queue) > 0 {
			v := d.queue[0]
			d.queue = d.queue[1:]
			d.where, d.code, d.bare = v.where, v.code, v.bare
			d.object(v.ref)
		}
		d.bare = false
	}
	for _, p := range parts {
		one(p.key, p.code, p.where)
	}
	for _, e := range append(slices.Clone(a.Entries()), b.Entries()...) {
		one(e.Key, "catalog", fmt.Sprintf("what the file says of itself (/%s)", e.Key))
	}
}

// isVersion says whether a value is a version of PDF.
func isVersion(o cos.Object) bool {
	v, _ := o.(cos.Name)
	return len(v) == 3 && v[0] >= '1' && v[0] <= '9' && v[1] == '.' && v[2] >= '0' && v[2] <= '9'
}

// extensions says whether a value is a dictionary of developer extensions (7.12;
// several of one developer as ISO 32000-2 has it), and nothing more.
func extensions(f *cos.File, o cos.Object) bool {
	all, ok := f.Resolve(o).(*cos.Dict)
	if !ok {
		return o == nil
	}
	for _, e := range all.Entries() {
		if e.Key == "Type" {
			if e.Value != cos.Name("Extensions") {
				return false
			}
			continue
		}
		list, ok := f.Resolve(e.Value).(cos.Array)
		if !ok {
			list = cos.Array{e.Value}
		}
		if len(e.Key) != 4 || !printable(string(e.Key)) || len(list) == 0 {
			return false
		}
		for _, one := range list {
			d, ok := f.Resolve(one).(*cos.Dict)
			if !ok || !isVersion(d.Get("BaseVersion")) {
				return false
			}
			for _, e := range d.Entries() {
				_, isInt := e.Value.(int)
				s, isString := e.Value.(cos.String)
				switch e.Key {
				case "BaseVersion":
				case "Type":
					ok = e.Value == cos.Name("DeveloperExtensions")
				case "ExtensionLevel":
					ok = isInt
				case "URL", "ExtensionRevision":
					ok = isString && printable(string(s))
				default:
					ok = false
				}
				if !ok {
					return false
				}
			}
		}
	}
	return true
}

// printable says whether a string is of visible ASCII.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// dss sees that a new security store is one (EN 319 142-1, 5.4.2.2).
func (d *differ) dss(was, is cos.Object) {
	if string(cos.Append(nil, was)) != string(cos.Append(nil, is)) || !d.unchanged(is) {
		if err := storeShape(d.new, is); err != "" {
			d.say(false, "dss", "the store of certificates got something that does not belong there: %s", err)
			return
		}
		if is == nil {
			d.say(false, "dss", "the store of certificates was taken away")
			return
		}
		d.say(true, "dss", "what is needed to check the signatures was added (certificates, lists of revoked ones)")
	}
}

// unchanged says whether an object that is referred to is where it was.
func (d *differ) unchanged(o cos.Object) bool {
	ref, ok := o.(cos.Ref)
	if !ok {
		return o == nil
	}
	a, _ := d.old.Place(int(ref))
	b, _ := d.new.Place(int(ref))
	return a == b
}

// storeShape says what is wrong with a security store, "" for nothing.
func storeShape(f *cos.File, o cos.Object) string {
	if f.Resolve(o) == nil {
		return ""
	}
	list := func(o cos.Object) bool {
		for _, s := range f.Array(o) {
			if _, ok := f.Resolve(s).(*cos.Stream); !ok {
				return false
			}
		}
		return f.Array(o) != nil
	}
	d, ok := f.Resolve(o).(*cos.Dict)
	if !ok {
		return "it is no dictionary"
	}
	for _, e := range d.Entries() {
		switch e.Key {
		case "Type":
			if e.Value != cos.Name("DSS") {
				return "/Type"
			}
		case "Certs", "CRLs", "OCSPs":
			if !list(e.Value) {
				return fmt.Sprintf("/%s is no list of streams", e.Key)
			}
		case "VRI":
			for _, v := range f.Dict(e.Value).Entries() {
				if _, err := hex.DecodeString(string(v.Key)); err != nil || len(v.Key) != 40 {
					return "a signature's name in /VRI that is none"
				}
				for _, e := range f.Dict(v.Value).Entries() {
					switch e.Key {
					case "Type":
						if e.Value != cos.Name("VRI") {
							return "/Type in /VRI"
						}
					case "TU":
						if date(e.Value) == "" {
							return "/TU in /VRI"
						}
					case "TS":
						if _, ok := f.Resolve(e.Value).(*cos.Stream); !ok {
							return "/TS in /VRI"
						}
					case "Cert", "CRL", "OCSP":
						if !list(e.Value) {
							return fmt.Sprintf("/%s in /VRI is no list of streams", e.Key)
						}
					default:
						return fmt.Sprintf("/%s in /VRI", e.Key)
					}
				}
			}
		default:
			return fmt.Sprintf("/%s", e.Key)
		}
	}
	return ""
}

// form compares the form: it may get new signature fields, and say that it has
// signatures (12.7.2). A form that is new may also say how text in it would look.
func (d *differ) form(a, b *cos.Dict) {
	if b == nil {
		if a != nil {
			d.say(false, "form", "the form was taken away")
		}
		return
	}
	d.dicts(a, b, func(key cos.Name) bool {
		switch key {
		case "Fields":
			if what := d.grown(d.old.Array(a.Get("Fields")), d.new.Array(b.Get("Fields"))); what != "" {
				d.say(false, "form", "a field of the form was %s", what)
			}
			return true
		case "SigFlags":
			was, _ := d.old.Resolve(a.Get(key)).(int)
			is, ok := d.new.Resolve(b.Get(key)).(int)
			return ok && is&was == was && is&^3 == 0
		case "DA", "DR":
			return a == nil
		}
		return false
	})
}

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
