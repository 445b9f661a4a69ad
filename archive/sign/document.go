package sign

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"chancery/layout/pdf/cos"
)

// Document is a PDF with its signature fields.
type Document struct {
	Fields []Field // in the order of the form

	// Certified is what a certification allows (the P of DocMDP, ISO 32000-1,
	// table 254): 1 no change, 2 filling in and signing, 3 annotations too; 0 where
	// nobody certified the document.
	Certified int

	data    []byte
	file    *cos.File
	catalog *cos.Dict
	names   map[string]bool // of all fields, signature fields or not
}

// Field is a signature field.
type Field struct {
	Name  string // full: those of the fields above it and its own, with dots
	Title string // what a listener hears of it (TU); "" if nothing is said
	Page  int    // from 1; 0 where it has no place on any

	// Width and Height are those of its rectangle, in points; both 0 for a field
	// that is not seen.
	Width, Height float64

	// Signature is nil while the field is free.
	Signature *Signature

	ref    cos.Ref // the field
	widget cos.Ref // its only widget; the field itself in most files, 0 none
	lock   *cos.Dict
	asks   bool // SV: it asks for signatures of some kind
}

// Open reads a PDF. An encrypted one, and one that is damaged, is an error.
func Open(data []byte) (*Document, error) {
	file, err := cos.Read(data)
	if err != nil {
		return nil, err
	}
	d := &Document{data: data, file: file, catalog: file.Dict(file.Root), names: map[string]bool{}}
	if d.catalog == nil {
		return nil, errors.New("the file has no catalog")
	}
	form := file.Dict(d.catalog.Get("AcroForm"))
	if form.Get("XFA") != nil {
		return nil, errors.New("its form is an XFA form, which is no part of PDF/A and cannot be signed here")
	}
	pages, err := d.pages()
	if err != nil {
		return nil, err
	}
	onPage := map[cos.Ref]int{}
	for i, p := range pages {
		for _, o := range file.Array(file.Dict(p).Get("Annots")) {
			if r, ok := o.(cos.Ref); ok {
				onPage[r] = i + 1
			}
		}
	}
	seen := map[cos.Ref]bool{}
	for _, o := range file.Array(form.Get("Fields")) {
		d.field(o, "", "", onPage, seen)
	}
	if v := d.file.Dict(d.file.Dict(d.catalog.Get("Perms")).Get("DocMDP")); v != nil {
		d.Certified = d.docMDP(v)
	}
	return d, nil
}

// field takes in a field and those below it. kind is the FT that it inherits.
func (d *Document) field(o cos.Object, above, kind string, onPage map[cos.Ref]int, seen map[cos.Ref]bool) {
	ref, ok := o.(cos.Ref)
	dict := d.file.Dict(o)
	if !ok || dict == nil || seen[ref] {
		return
	}
	seen[ref] = true
	name := above
	if t, ok := d.file.Resolve(dict.Get("T")).(cos.String); ok {
		if name != "" {
			name += "."
		}
		name += text(t)
	}
	if t, ok := d.file.Resolve(dict.Get("FT")).(cos.Name); ok {
		kind = string(t)
	}
	d.names[name] = true
	f := Field{Name: name, ref: ref}
	if dict.Get("Subtype") == cos.Name("Widget") {
		f.widget = ref
	}
	terminal := dict.Get("T") != nil
	for _, k := range d.file.Array(dict.Get("Kids")) {
		kid := d.file.Dict(k)
		if kid.Get("T") != nil {
			terminal = false
			d.field(k, name, kind, onPage, seen)
		} else if r, ok := k.(cos.Ref); ok && kid.Get("Subtype") == cos.Name("Widget") {
			f.widget = r
		}
	}
	if kind != "Sig" || !terminal {
		return
	}
	if t, ok := d.file.Resolve(dict.Get("TU")).(cos.String); ok {
		f.Title = text(t)
	}
	widget := d.file.Dict(f.widget)
	f.Page = onPage[f.widget]
	if r := d.file.Array(widget.Get("Rect")); len(r) == 4 {
		f.Width, f.Height = abs(number(d.file.Resolve(r[2]))-number(d.file.Resolve(r[0]))), abs(number(d.file.Resolve(r[3]))-number(d.file.Resolve(r[1])))
	}
	f.lock = d.file.Dict(dict.Get("Lock"))
	if ff, ok := d.file.Resolve(d.file.Dict(dict.Get("SV")).Get("Ff")).(int); ok && ff != 0 {
		f.asks = true
	}
	if v := d.file.Dict(dict.Get("V")); v != nil {
		f.Signature = d.signature(v)
	}
	d.Fields = append(d.Fields, f)
}

// maxPages bounds the tree of pages, which may lead in a circle.
const maxPages = 1 << 20

// pages gives the pages in their order (7.7.3).
func (d *Document) pages() ([]cos.Ref, error) {
	var pages []cos.Ref
	seen := map[cos.Ref]bool{}
	todo := []cos.Object{d.catalog.Get("Pages")}
	for len(todo) > 0 {
		r, ok := todo[0].(cos.Ref)
		todo = todo[1:]
		node := d.file.Dict(r)
		if !ok || node == nil || seen[r] || len(pages) > maxPages {
			return nil, errors.New("its tree of pages is broken")
		}
		seen[r] = true
		if kids := d.file.Array(node.Get("Kids")); node.Get("Type") == cos.Name("Pages") || kids != nil {
			todo = append(append([]cos.Object{}, kids...), todo...)
			continue
		}
		pages = append(pages, r)
	}
	if len(pages) == 0 {
		return nil, errors.New("it has no page")
	}
	return pages, nil
}

// Language is the document's language, a BCP 47 tag; "" if it says none.
func (d *Document) Language() string {
	lang, _ := d.file.Resolve(d.catalog.Get("Lang")).(cos.String)
	return text(lang)
}

// Signed says whether anybody has signed, or stamped, the document.
func (d *Document) Signed() bool {
	for _, f := range d.Fields {
		if f.Signature != nil {
			return true
		}
	}
	return false
}

// Free are the names of the fields that are reserved and free.
func (d *Document) Free() (names []string) {
	for _, f := range d.Fields {
		if f.Signature == nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// free says in words which fields are free.
func (d *Document) free() string {
	switch names := d.Free(); {
	case len(names) > 0:
		return "free: " + strings.Join(names, ", ")
	case len(d.Fields) > 0:
		return "no field is free any more"
	}
	return "the file has no signature field"
}

// choose says which field is signed; nil: a new one.
func (d *Document) choose(o Options) (*Field, error) {
	if o.Certify && d.Signed() {
		return nil, errors.New("it is signed already, and a certification has to be the first signature")
	}
	if d.Certified == 1 {
		return nil, errors.New("it was certified in such a way that nobody may sign after")
	}
	var to *Field
	free := d.candidates(o.Certify)
	switch {
	case o.Field != "" && o.New:
		return nil, errors.New("a new field cannot have the name of a reserved one: name a field, or ask for a new one")
	case o.Field != "":
		for i := range d.Fields {
			if d.Fields[i].Name == o.Field {
				to = &d.Fields[i]
			}
		}
		if to == nil {
			return nil, fmt.Errorf("there is no signature field %q; %s", o.Field, d.free())
		}
		if to.Signature != nil {
			return nil, fmt.Errorf("the field %s is signed already, by %s; %s", o.Field, to.Signature.who(), d.free())
		}
	case o.New || len(d.Free()) == 0:
		if d.Certified != 0 {
			return nil, errors.New("it was certified: only fields that were reserved before may be signed; " + d.free())
		}
		if len(d.Fields) > 0 && !o.New {
			return nil, errors.New("all its reserved fields are signed; a further signature needs to be asked for as a new field")
		}
		return nil, nil
	case len(free) != 1:
		return nil, fmt.Errorf("it has reserved fields, of which one has to be named; %s", d.free())
	default:
		for i := range d.Fields {
			if d.Fields[i].Name == free[0] {
				to = &d.Fields[i]
			}
		}
	}
	if to.asks {
		return nil, fmt.Errorf("the field %s asks for signatures of a certain kind (its seed value), which is not supported", to.Name)
	}
	for _, f := range d.Fields {
		if f.Signature != nil && f.Signature.locks(to.Name) {
			return nil, fmt.Errorf("the field %s was locked by the signature in %s", to.Name, f.Name)
		}
	}
	return to, nil
}

// candidates are the free fields that need not be named to be signed: that of the
// certification is for who certifies, and the others for who does not.
func (d *Document) candidates(certify bool) (names []string) {
	for _, name := range d.Free() {
		switch {
		case name != CertificationField:
			names = append(names, name)
		case certify:
			return []string{name}
		}
	}
	return names
}

// fresh gives a name that no field has: base and a number.
func (d *Document) fresh(base string) string {
	for n := 1; ; n++ {
		if name := fmt.Sprintf("%s%d", base, n); !d.names[name] {
			return name
		}
	}
}

// number gives a number object as float.
func number(o cos.Object) float64 {
	switch o := o.(type) {
	case int:
		return float64(o)
	case cos.Real:
		var f float64
		fmt.Sscanf(string(o), "%g", &f)
		return f
	}
	return 0
}

func abs(f float64) float64 { return max(f, -f) }

// text reads a text string (7.9.2.2): UTF-16, UTF-8 as PDF 2.0 has it, else
// Latin-1, which PDFDocEncoding is but for a few signs.
func text(s cos.String) string {
	switch {
	case strings.HasPrefix(string(s), "\xFE\xFF"):
		units := make([]uint16, 0, len(s)/2)
		for i := 2; i+1 < len(s); i += 2 {
			units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
		}
		return string(utf16.Decode(units))
	case strings.HasPrefix(string(s), "\xEF\xBB\xBF"):
		return strings.ToValidUTF8(string(s[3:]), "\uFFFD")
	}
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// textString writes a text string: ASCII as it is, else UTF-16.
func textString(s string) cos.String {
	ascii := true
	for _, r := range s {
		ascii = ascii && r < 0x7F && r >= ' '
	}
	if ascii {
		return cos.String(s)
	}
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return cos.String(b)
}
