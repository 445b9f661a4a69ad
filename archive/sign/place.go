package sign

import (
	"bytes"
	"crypto"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"chancery/archive/cms"
	"chancery/layout/pdf/cos"
)

// Flags of an annotation (ISO 32000-1, table 165) and of a form (table 219).
const (
	flagPrint  = 1 << 2
	flagLocked = 1 << 7

	signaturesExist = 1
	appendOnly      = 2
)

// byteRange is written before it is known; three numbers of ten digits fit.
const byteRange = "[0 0000000000 0000000000 0000000000]"

// room is the least that is reserved for a signature, in bytes of DER.
const room = 16 << 10

// tokenRoom is added for a timestamp with its certificates.
const tokenRoom = 8 << 10

// sign writes the signature itself.
func (s *signing) sign(d *Document, to *Field, out *Signed) ([]byte, error) {
	u, err := cos.NewUpdate(d.data, d.file)
	if err != nil {
		return nil, err
	}
	value := cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("Sig")},
		cos.Entry{Key: "Filter", Value: cos.Name("Adobe.PPKLite")},
		cos.Entry{Key: "SubFilter", Value: cos.Name("ETSI.CAdES.detached")},
		cos.Entry{Key: "M", Value: cos.String(s.Time.UTC().Format("D:20060102150405Z"))})
	if s.Reason != "" {
		value.Set("Reason", textString(s.Reason))
	}
	if s.Location != "" {
		value.Set("Location", textString(s.Location))
	}
	ref := u.Add(value)
	var field cos.Ref
	if to == nil {
		out.Field = d.fresh("Signature")
		if field, err = d.newField(u, out.Field); err != nil {
			return nil, err
		}
	} else {
		out.Field, field = to.Name, to.ref
		if s.Draw != nil && to.Width > 0 && to.Height > 0 {
			if err := s.draw(d, u, to); err != nil {
				return nil, err
			}
			out.Visible = true
		}
	}
	dict := d.file.Dict(field)
	dict.Set("V", ref)
	u.Set(field, dict)
	d.references(u, value, ref, s.Certify, to)
	d.declare(u)
	d.formFlags(u)
	if s.Certify {
		// Who comes after may only sign what is reserved and still free.
		out.Last = len(d.Free()) == 0 || to != nil && len(d.Free()) == 1
	}

	hash, err := s.Signer.Hash()
	if err != nil {
		return nil, err
	}
	size := room
	for _, c := range append(s.Signer.Chain, s.Signer.Certificate) {
		size += len(c.Raw)
	}
	if s.Level >= T {
		size += tokenRoom
	}
	return s.fill(u, ref, value, size, func(digest func(crypto.Hash) []byte) ([]byte, error) {
		var beside func([]byte) ([]cms.Attribute, error)
		if s.Level >= T {
			beside = func(signature []byte) ([]cms.Attribute, error) {
				h := hash.New()
				h.Write(signature)
				token, err := s.stamp(hash, h.Sum(nil))
				if err != nil {
					return nil, err
				}
				out.Time = token.at
				return []cms.Attribute{{Type: cms.OIDTimeStampToken, Value: token.der}}, nil
			}
		}
		return cms.Sign(cms.Content{Type: cms.OIDData, Digest: digest(hash)}, s.Signer, beside)
	})
}

// fill writes an update whose object ref is a signature dictionary, and then the
// signature into it, which make is asked for by the digest of all bytes but those
// of the signature (12.8.1). Where the room was too small it begins again.
func (s *signing) fill(u *cos.Update, ref cos.Ref, value *cos.Dict, size int, make func(digest func(crypto.Hash) []byte) ([]byte, error)) ([]byte, error) {
	for {
		value.Set("ByteRange", cos.Keyword(byteRange))
		value.Set("Contents", cos.Keyword("<"+strings.Repeat("0", 2*size)+">"))
		u.Set(ref, value)
		out, at, err := u.Bytes()
		if err != nil {
			return nil, err
		}
		rangeAt := at[ref] + bytes.Index(out[at[ref]:], []byte(byteRange))
		from := at[ref] + bytes.Index(out[at[ref]:], []byte("/Contents <")) + len("/Contents ")
		to := from + 2*size + 2
		numbers := fmt.Sprintf("[0 %d %d %d]", from, to, len(out)-to)
		copy(out[rangeAt:], numbers+strings.Repeat(" ", len(byteRange)-len(numbers)))
		der, err := make(func(hash crypto.Hash) []byte {
			h := hash.New()
			h.Write(out[:from])
			h.Write(out[to:])
			return h.Sum(nil)
		})
		if err != nil {
			return nil, err
		}
		if len(der) <= size {
			hex.Encode(out[from+1:], der)
			return out, nil
		}
		if len(der) > 1<<20 {
			return nil, fmt.Errorf("a signature of %d bytes is too long", len(der))
		}
		size = len(der) + 1<<10
	}
}

// draw gives a field its look.
func (s *signing) draw(d *Document, u *cos.Update, f *Field) error {
	look, err := s.Draw(*f)
	if err != nil {
		return fmt.Errorf("drawing the signature: %w", err)
	}
	resources := look.Resources
	if resources == nil {
		resources = cos.NewDict()
	}
	form := u.Add(&cos.Stream{Data: look.Content, Dict: cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("XObject")},
		cos.Entry{Key: "Subtype", Value: cos.Name("Form")},
		cos.Entry{Key: "BBox", Value: cos.Array{0, 0, real(f.Width), real(f.Height)}},
		cos.Entry{Key: "Resources", Value: resources})})
	widget := d.file.Dict(f.widget)
	if widget == nil {
		return errors.New("the field has no widget")
	}
	widget.Set("AP", cos.NewDict(cos.Entry{Key: "N", Value: form}))
	flags, _ := d.file.Resolve(widget.Get("F")).(int)
	widget.Set("F", flags|flagPrint|flagLocked)
	u.Set(f.widget, widget)
	return nil
}

// real writes a length in points.
func real(f float64) cos.Object {
	s := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.3f", f), "0"), ".")
	if !strings.Contains(s, ".") {
		return int(f)
	}
	return cos.Real(s)
}

// references says what the signature is for: a certification (DocMDP, 12.8.2.2)
// and the lock of its field (FieldMDP, 12.8.2.4).
func (d *Document) references(u *cos.Update, value *cos.Dict, ref cos.Ref, certify bool, to *Field) {
	var list cos.Array
	transform := func(method string, params *cos.Dict) {
		params.Set("Type", cos.Name("TransformParams"))
		params.Set("V", cos.Name("1.2"))
		list = append(list, cos.NewDict(
			cos.Entry{Key: "Type", Value: cos.Name("SigRef")},
			cos.Entry{Key: "TransformMethod", Value: cos.Name(method)},
			cos.Entry{Key: "TransformParams", Value: params}))
	}
	if certify {
		p := 2
		if n := len(d.Free()); n == 0 || to != nil && n == 1 {
			p = 1
		}
		transform("DocMDP", cos.NewDict(cos.Entry{Key: "P", Value: p}))
		perms := d.file.Dict(d.catalog.Get("Perms"))
		if perms == nil {
			perms = cos.NewDict()
		}
		perms.Set("DocMDP", ref)
		d.catalog.Set("Perms", perms)
		u.Set(d.file.Root, d.catalog)
	}
	if to != nil && to.lock != nil {
		params := cos.NewDict(cos.Entry{Key: "Action", Value: to.lock.Get("Action")}, cos.Entry{Key: "Fields", Value: to.lock.Get("Fields")})
		transform("FieldMDP", params)
	}
	if list != nil {
		value.Set("Reference", list)
	}
}

// declare says in the catalog that PAdES is used (7.12.3), unless it says so.
func (d *Document) declare(u *cos.Update) {
	extensions := d.file.Dict(d.catalog.Get("Extensions"))
	if extensions.Get("ESIC") != nil {
		return
	}
	if extensions == nil {
		extensions = cos.NewDict()
	}
	extensions.Set("ESIC", cos.NewDict(cos.Entry{Key: "BaseVersion", Value: cos.Name("1.7")}, cos.Entry{Key: "ExtensionLevel", Value: 1}))
	d.change(u, d.catalog, u.File.Root, "Extensions", extensions)
}

// change sets a key of a dictionary, the object owner, to a dictionary: in its
// own object where it has one, else in the owner.
func (d *Document) change(u *cos.Update, in *cos.Dict, owner cos.Ref, key cos.Name, to *cos.Dict) {
	if r, ok := in.Get(key).(cos.Ref); ok {
		u.Set(r, to)
		return
	}
	in.Set(key, to)
	u.Set(owner, in)
}

// form gives the form, a new one where there is none.
func (d *Document) form() *cos.Dict {
	if form := d.file.Dict(d.catalog.Get("AcroForm")); form != nil {
		return form
	}
	return cos.NewDict(cos.Entry{Key: "Fields", Value: cos.Array{}})
}

// formFlags says in the form that there are signatures, and that changes are to
// be appended only.
func (d *Document) formFlags(u *cos.Update) {
	form := d.form()
	if flags, _ := d.file.Resolve(form.Get("SigFlags")).(int); flags&3 != 3 {
		form.Set("SigFlags", flags|signaturesExist|appendOnly)
		d.change(u, d.catalog, u.File.Root, "AcroForm", form)
	}
}

// newField adds a signature field that is not seen: a widget without extent
// (12.7.4.5). Such a one needs no appearance (ISO 19005-2, 6.3.3) and no structure
// element (ISO 14289-1, 7.18.1).
func (d *Document) newField(u *cos.Update, name string) (cos.Ref, error) {
	at, err := d.home()
	if err != nil {
		return 0, err
	}
	widget := cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("Annot")},
		cos.Entry{Key: "Subtype", Value: cos.Name("Widget")},
		cos.Entry{Key: "FT", Value: cos.Name("Sig")},
		cos.Entry{Key: "T", Value: textString(name)},
		cos.Entry{Key: "F", Value: flagPrint | flagLocked},
		cos.Entry{Key: "Rect", Value: cos.Array{0, 0, 0, 0}})
	if at != 0 {
		widget.Set("P", at)
	}
	field := u.Add(widget)
	d.names[name] = true
	if at != 0 {
		page := d.file.Dict(at)
		changed := d.extend(u, page, "Annots", field)
		if d.tagged() && page.Get("Tabs") == nil {
			page.Set("Tabs", cos.Name("S"))
			changed = true
		}
		if changed {
			u.Set(at, page)
		}
	}
	form := d.form()
	if d.extend(u, form, "Fields", field) {
		d.change(u, d.catalog, u.File.Root, "AcroForm", form)
	}
	return field, nil
}

// tagged says whether the document has a structure, by which readers then have to
// go through the annotations of a page: its Tabs says so (ISO 14289-1, 7.18.3).
func (d *Document) tagged() bool { return d.catalog.Get("StructTreeRoot") != nil }

// home is the page for a field that is not seen: the first. In a document that is
// signed and tagged a page gets no Tabs any more, for that is a change of the page
// after the signature: the field goes to a page that has it, or where none has, to
// no page at all (0), as a field that is never seen may (12.7.4.5).
func (d *Document) home() (cos.Ref, error) {
	pages, err := d.pages()
	if err != nil {
		return 0, err
	}
	if !d.tagged() || !d.Signed() {
		return pages[0], nil
	}
	for _, p := range pages {
		if d.file.Resolve(d.file.Dict(p).Get("Tabs")) == cos.Name("S") {
			return p, nil
		}
	}
	return 0, nil
}

// extend adds a reference to an array in a dictionary; it says whether the
// dictionary itself has changed, and not only an array with an object of its own.
func (d *Document) extend(u *cos.Update, in *cos.Dict, key cos.Name, what cos.Ref) bool {
	list := append(append(cos.Array{}, d.file.Array(in.Get(key))...), what)
	if r, ok := in.Get(key).(cos.Ref); ok {
		u.Set(r, list)
		return false
	}
	in.Set(key, list)
	return true
}

// date reads a date string (7.9.4); the zero time if it is none.
func date(s string) time.Time {
	s = strings.ReplaceAll(strings.TrimPrefix(s, "D:"), "'", "")
	for _, layout := range []string{"20060102150405Z0700", "20060102150405Z", "20060102150405", "200601021504", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
