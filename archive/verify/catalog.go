package verify

import (
	"encoding/hex"
	"fmt"
	"slices"

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
