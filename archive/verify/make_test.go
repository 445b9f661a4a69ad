package verify_test

import (
	"bytes"
	"crypto"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"chancery/archive/cms"
	"chancery/archive/internal/authority"
	"chancery/archive/verify"
	"chancery/layout/pdf/cos"
)

// The numbers of the objects of letter.
const (
	catalog = 1 + iota
	pages
	page1
	page2
	content1
	content2
	font
	link
	acroForm
	textField
	reserved
	blank
	outlines
	structure
	element
	info
	metadata
	space        // what the reserved field shows
	firstEdition // content that no page shows: what a forger hides in a file
)

// letter is a PDF of two pages with what a forger could lay hands on: a link, a
// text field, a reserved field, an outline, a structure tree. It comes with a
// cross-reference table, as old programs write it, or as Chancery writes it.
func letter(t testing.TB, table bool) []byte {
	t.Helper()
	f := cos.NewFile()
	rect := func(a ...cos.Object) cos.Array { return a }
	stream := func(s string) *cos.Stream {
		return &cos.Stream{Dict: cos.NewDict(), Data: []byte(s), Coding: cos.Stored}
	}
	page := func(content cos.Ref, annots cos.Array) *cos.Dict {
		return dict("Type", cos.Name("Page"), "Tabs", cos.Name("S"), "Parent", cos.Ref(pages), "MediaBox", rect(0, 0, 612, 792), "Contents", content,
			"Resources", dict("Font", dict("F", cos.Ref(font))), "Annots", annots)
	}
	for _, o := range []cos.Object{
		dict("Type", cos.Name("Catalog"), "Pages", cos.Ref(pages), "AcroForm", cos.Ref(acroForm), "Outlines", cos.Ref(outlines),
			"StructTreeRoot", cos.Ref(structure), "MarkInfo", dict("Marked", true), "Lang", cos.String("en-US"), "Metadata", cos.Ref(metadata)),
		dict("Type", cos.Name("Pages"), "Kids", cos.Array{cos.Ref(page1), cos.Ref(page2)}, "Count", 2),
		page(content1, cos.Array{cos.Ref(link), cos.Ref(textField), cos.Ref(reserved)}),
		page(content2, nil),
		stream("BT /F 24 Tf 72 700 Td (We grant 100 dollars.) Tj ET"),
		stream("BT /F 24 Tf 72 700 Td (Page two.) Tj ET"),
		dict("Type", cos.Name("Font"), "Subtype", cos.Name("Type1"), "BaseFont", cos.Name("Helvetica")),
		dict("Type", cos.Name("Annot"), "Subtype", cos.Name("Link"), "Rect", rect(72, 600, 172, 620),
			"A", dict("S", cos.Name("URI"), "URI", cos.String("https://office.example/"))),
		dict("Fields", cos.Array{cos.Ref(textField), cos.Ref(reserved)}, "SigFlags", 1),
		dict("Type", cos.Name("Annot"), "Subtype", cos.Name("Widget"), "FT", cos.Name("Tx"), "T", cos.String("Amount"), "V", cos.String("100"),
			"P", cos.Ref(page1), "Rect", rect(72, 500, 172, 520), "AP", dict("N", cos.Ref(blank))),
		dict("Type", cos.Name("Annot"), "Subtype", cos.Name("Widget"), "FT", cos.Name("Sig"), "T", cos.String("Reserved"),
			"P", cos.Ref(page1), "Rect", rect(72, 100, 272, 150), "F", 4, "AP", dict("N", cos.Ref(space))),
		&cos.Stream{Dict: dict("Type", cos.Name("XObject"), "Subtype", cos.Name("Form"), "BBox", rect(0, 0, 100, 20)), Coding: cos.Stored},
		dict("Type", cos.Name("Outlines"), "Count", 0),
		dict("Type", cos.Name("StructTreeRoot"), "K", cos.Ref(element)),
		dict("Type", cos.Name("StructElem"), "S", cos.Name("P"), "P", cos.Ref(structure), "Pg", cos.Ref(page1), "Alt", cos.String("A grant")),
		dict("Title", cos.String("A letter"), "ModDate", cos.String("D:20260101000000Z")),
		&cos.Stream{Dict: dict("Type", cos.Name("Metadata"), "Subtype", cos.Name("XML")), Data: []byte(xmp("A letter", "2026-01-01")), Coding: cos.Stored},
		&cos.Stream{Dict: dict("Type", cos.Name("XObject"), "Subtype", cos.Name("Form"), "BBox", rect(0, 0, 200, 50)), Coding: cos.Stored},
		stream("BT /F 24 Tf 72 700 Td (We grant 900 dollars.) Tj ET"),
	} {
		f.Add(o)
	}
	f.Root, f.Info = catalog, info
	var b bytes.Buffer
	if table {
		b.Write(writeTable(f))
	} else if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// dict makes a dictionary of keys and values in turn.
func dict(pairs ...any) *cos.Dict {
	d := cos.NewDict()
	for i := 0; i < len(pairs); i += 2 {
		if a, ok := pairs[i+1].(cos.Array); ok && a == nil {
			continue
		}
		d.Set(cos.Name(pairs[i].(string)), pairs[i+1])
	}
	return d
}

// with is a copy of a dictionary with other entries.
func with(d *cos.Dict, pairs ...any) *cos.Dict {
	out := cos.NewDict(d.Entries()...)
	for i := 0; i < len(pairs); i += 2 {
		out.Set(cos.Name(pairs[i].(string)), pairs[i+1])
	}
	return out
}

// xmp is a metadata packet.
func xmp(title, modified string) string {
	return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="A" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:ModifyDate="` + modified + `">` +
		`<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">` + title + `</dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

// writeTable writes a file with a cross-reference table.
func writeTable(f *cos.File) []byte {
	out := []byte("%PDF-1.7\n")
	var rows []byte
	for n, o := range f.Objects[1:] {
		rows = fmt.Appendf(rows, "%010d 00000 n \n", len(out))
		out = appendObject(out, n+1, 0, o)
	}
	at := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<01><01>]>>\nstartxref\n%d\n%%%%EOF\n", len(f.Objects), rows, len(f.Objects), f.Root, f.Info, at)
	return out
}

// appendObject appends "n g obj … endobj".
func appendObject(out []byte, n, generation int, o cos.Object) []byte {
	out = fmt.Appendf(out, "%d %d obj\n", n, generation)
	if s, ok := o.(*cos.Stream); ok {
		out = cos.Append(out, with(s.Dict, "Length", len(s.Data)))
		out = append(append(append(out, "\nstream\n"...), s.Data...), "\nendstream"...)
	} else {
		out = cos.Append(out, o)
	}
	return append(out, "\nendobj\n"...)
}

// update appends an update in which objects are other than they were, or new.
func update(t testing.TB, data []byte, change func(u *cos.Update)) []byte {
	t.Helper()
	f, err := cos.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	u, err := cos.NewUpdate(data, f)
	if err != nil {
		t.Fatal(err)
	}
	change(u)
	out, _, err := u.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// making is how a test makes a signature. The zero value makes a plain one in a
// new field that is not seen.
type making struct {
	field     string // of a new field; "Reserved" signs the reserved one
	docMDP    int    // P; 0 is no certification
	locks     *cos.Dict
	token     func(digest []byte) []byte // the timestamp beside the signature
	subFilter string                     // of the signature; "" is PAdES
	store     *cos.Dict                  // DSS, in the same update
	sign      func(digest []byte, s cms.Signer) ([]byte, error)
	ranges    func(from, to, end int) [4]int
	contents  func(b []byte) []byte       // changes the string of Contents with its brackets
	show      func(u *cos.Update) cos.Ref // what the field shows; a new one is laid over the text
	action    *cos.Dict                   // what a new field does
	more      string                      // stands in the signature's dictionary too, whatever it is
}

// room is the space for a signature in the tests, in bytes.
const room = 6000

// by signs a PDF.
func (m making) by(t testing.TB, data []byte, id authority.Identity) []byte {
	t.Helper()
	if m.field == "" {
		m.field = "Signature1"
	}
	if m.subFilter == "" {
		m.subFilter = "ETSI.CAdES.detached"
	}
	if m.ranges == nil {
		m.ranges = func(from, to, end int) [4]int { return [4]int{0, from, to, end - to} }
	}
	const rangeRoom = "[0 0000000000 0000000000 0000000000]"
	var value cos.Ref
	out := update(t, data, func(u *cos.Update) {
		kind := cos.Name("Sig")
		if m.subFilter == "ETSI.RFC3161" {
			kind = "DocTimeStamp"
		}
		d := dict("Type", kind, "Filter", cos.Name("Adobe.PPKLite"), "SubFilter", cos.Name(m.subFilter),
			"M", cos.String("D:20260102030405Z"), "ByteRange", cos.Keyword(rangeRoom), "Contents", cos.Keyword("<"+strings.Repeat("0", 2*room)+">"))
		var references cos.Array
		if m.docMDP > 0 {
			references = append(references, dict("Type", cos.Name("SigRef"), "TransformMethod", cos.Name("DocMDP"),
				"TransformParams", dict("Type", cos.Name("TransformParams"), "P", m.docMDP, "V", cos.Name("1.2"))))
		}
		if m.locks != nil {
			references = append(references, dict("Type", cos.Name("SigRef"), "TransformMethod", cos.Name("FieldMDP"), "TransformParams", m.locks))
		}
		if references != nil {
			d.Set("Reference", references)
		}
		if m.more != "" {
			d.Set("Prop_Build", cos.Keyword("<<>>"+m.more))
		}
		value = u.Add(d)
		root := u.File.Dict(u.File.Root)
		if m.docMDP > 0 {
			root = with(root, "Perms", dict("DocMDP", value))
		}
		if m.store != nil {
			root = with(root, "DSS", m.store)
		}
		u.Set(u.File.Root, root)
		if m.field == "Reserved" {
			u.Set(reserved, with(u.File.Dict(cos.Ref(reserved)), "V", value, "F", 132))
			if m.show != nil {
				u.Set(reserved, with(u.File.Dict(cos.Ref(reserved)), "AP", dict("N", m.show(u))))
			}
			return
		}
		widget := u.Add(dict("Type", cos.Name("Annot"), "Subtype", cos.Name("Widget"), "FT", cos.Name("Sig"), "T", cos.String(m.field),
			"Rect", cos.Array{0, 0, 0, 0}, "F", 132, "P", cos.Ref(page1), "V", value))
		if m.show != nil {
			u.Set(widget, with(u.File.Dict(widget), "Rect", cos.Array{72, 690, 400, 730}, "AP", dict("N", m.show(u))))
		}
		if m.action != nil {
			u.Set(widget, with(u.File.Dict(widget), "A", m.action))
		}
		form := u.File.Dict(root.Get("AcroForm"))
		u.Set(acroForm, with(form, "Fields", append(u.File.Array(form.Get("Fields"))[:len(u.File.Array(form.Get("Fields"))):len(u.File.Array(form.Get("Fields")))], widget), "SigFlags", 3))
		first := u.File.Dict(cos.Ref(page1))
		annots := u.File.Array(first.Get("Annots"))
		u.Set(page1, with(first, "Annots", append(annots[:len(annots):len(annots)], widget)))
	})
	at := bytes.LastIndex(out, []byte("/ByteRange "+rangeRoom)) + len("/ByteRange ")
	from := bytes.LastIndex(out, []byte("/Contents <00")) + len("/Contents ")
	to := from + 2*room + 2
	r := m.ranges(from, to, len(out))
	copy(out[at:], fmt.Sprintf("[0 %010d %010d %010d]", r[1], r[2], r[3]))
	if r[0] != 0 {
		copy(out[at:], fmt.Sprintf("[%d", r[0]))
	}
	var covered []byte
	for i := 0; i < 4; i += 2 {
		covered = append(covered, out[min(max(0, r[i]), len(out)):min(max(0, r[i]+r[i+1]), len(out))]...)
	}
	digest := sum(covered)
	if m.sign == nil {
		m.sign = func(digest []byte, s cms.Signer) ([]byte, error) {
			return cms.Sign(cms.Content{Type: cms.OIDData, Digest: digest}, s, func(signature []byte) (a []cms.Attribute, err error) {
				if m.token != nil {
					a = append(a, cms.Attribute{Type: cms.OIDTimeStampToken, Value: m.token(sum(signature))})
				}
				return a, nil
			})
		}
	}
	s := cms.Signer{Key: id.Key, Certificate: id.Certificate}
	if len(id.Chain) > 0 {
		s.Chain = id.Chain[:len(id.Chain)-1]
	}
	der, err := m.sign(digest, s)
	if err != nil {
		t.Fatal(err)
	}
	if len(der) > room {
		t.Fatalf("a signature of %d bytes", len(der))
	}
	hex.Encode(out[from+1:], der)
	if m.contents != nil {
		copy(out[from:to], m.contents(bytes.Clone(out[from:to])))
	}
	return out
}

// sum is the SHA-256 of data.
func sum(data []byte) []byte {
	h := crypto.SHA256.New()
	h.Write(data)
	return h.Sum(nil)
}

// world is an authority, a signer of its, and what a file is judged by.
type world struct {
	*authority.Authority
	t      testing.TB
	now    time.Time // of the authority's clock
	signer authority.Identity
}

// newWorld makes an authority whose clock stands still.
func newWorld(t testing.TB) *world {
	w := &world{Authority: authority.New(t), t: t}
	w.now = w.Clock()
	w.Clock = func() time.Time { return w.now }
	w.signer = w.Person("signer-p256", "Hector Balderas")
	return w
}

// token makes a timestamp as of the clock.
func (w *world) token(digest []byte) []byte {
	w.t.Helper()
	der, err := w.Timestamp(crypto.SHA256, digest)
	if err != nil {
		w.t.Fatal(err)
	}
	return der
}

// lists are all lists of revoked certificates as of the clock.
func (w *world) lists() (ders [][]byte) {
	w.t.Helper()
	for _, id := range []authority.Identity{w.Root, w.Staff, w.TimeCA} {
		der, err := w.CRL(id)
		if err != nil {
			w.t.Fatal(err)
		}
		ders = append(ders, der)
	}
	return ders
}

// options are the root and the lists as of the clock.
func (w *world) options() verify.Options {
	w.t.Helper()
	o := verify.Options{At: w.now}
	o.Trust = append(o.Trust, w.Root.Certificate)
	for _, der := range w.lists() {
		e, err := cms.ParseCRL(der, "given")
		if err != nil {
			w.t.Fatal(err)
		}
		o.Evidence = append(o.Evidence, e)
	}
	return o
}

// store is a security store with the lists as of the clock, and the certificates
// of those who made them.
func (w *world) store(u *cos.Update) *cos.Dict {
	var crls, certs cos.Array
	for _, der := range w.lists() {
		crls = append(crls, u.Add(&cos.Stream{Dict: cos.NewDict(), Data: der}))
	}
	for _, id := range []authority.Identity{w.Root, w.Staff, w.TimeCA} {
		certs = append(certs, u.Add(&cos.Stream{Dict: cos.NewDict(), Data: id.Certificate.Raw}))
	}
	return dict("CRLs", crls, "Certs", certs)
}

// stored appends the store to a file.
func (w *world) stored(data []byte) []byte {
	return update(w.t, data, func(u *cos.Update) {
		u.Set(u.File.Root, with(u.File.Dict(u.File.Root), "DSS", w.store(u)))
	})
}

// stamped appends a document timestamp.
func (w *world) stamped(data []byte, field string) []byte {
	return making{field: field, subFilter: "ETSI.RFC3161", sign: w.stamp}.by(w.t, data, w.signer)
}

// stamp makes a timestamp where a signature would be made.
func (w *world) stamp(digest []byte, _ cms.Signer) ([]byte, error) { return w.token(digest), nil }

// expect judges a file and compares the verdict, and one code that must be
// among the reasons; "" for an official one.
func expect(t *testing.T, name string, data []byte, o verify.Options, verdict verify.Verdict, code string) *verify.Report {
	t.Helper()
	r := verify.File(data, o)
	if r.Verdict != verdict || code == "" && len(r.Reasons) > 0 || code != "" && !strings.Contains(" "+codes(r)+" ", " "+code+" ") {
		t.Errorf("%s: %s [%s], want %s [%s]\n%s", name, r.Verdict, codes(r), verdict, code, r.Text())
	}
	return r
}
