package verify_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"chancery/archive/verify"
	"chancery/layout/pdf/cos"
)

// entries changes entries of a dictionary object in an update.
func entries(n cos.Ref, pairs ...any) func(u *cos.Update) {
	return func(u *cos.Update) { u.Set(n, with(u.File.Dict(n), pairs...)) }
}

// kinds are what was done to a signed letter afterwards, and what it is called.
// Each is done by an update that is in order as such, so that any reader takes it.
var kinds = []struct {
	name   string
	change func(u *cos.Update)
	code   string // of the reason; "" leaves the letter official
}{
	{"content exchanged", func(u *cos.Update) {
		u.Set(content1, &cos.Stream{Dict: cos.NewDict(), Data: []byte("BT /F 24 Tf 72 700 Td (We grant 900 dollars.) Tj ET")})
	}, "page"},
	{"content deflated anew, with the same text", func(u *cos.Update) {
		u.Set(content1, &cos.Stream{Dict: cos.NewDict(), Data: u.File.Objects[content1].(*cos.Stream).Data})
	}, "page"},
	{"hide and replace: other content that lay in the file", entries(page1, "Contents", cos.Ref(firstEdition)), "page"},
	{"hide: content taken away", entries(page1, "Contents", nil), "page"},
	{"replace: font overwritten", entries(font, "BaseFont", cos.Name("Wingdings")), "page"},
	{"content overlaid", func(u *cos.Update) {
		more := u.Add(&cos.Stream{Dict: cos.NewDict(), Data: []byte("1 g 0 0 612 792 re f")})
		u.Set(page1, with(u.File.Dict(cos.Ref(page1)), "Contents", cos.Array{cos.Ref(content1), more}))
	}, "page"},
	{"page cropped", entries(page1, "CropBox", cos.Array{0, 0, 612, 400}), "page"},
	{"page turned", entries(page2, "Rotate", 180), "page"},
	{"pages swapped", entries(pages, "Kids", cos.Array{cos.Ref(page2), cos.Ref(page1)}), "page"},
	{"page taken away", entries(pages, "Kids", cos.Array{cos.Ref(page1)}, "Count", 1), "page"},
	{"page added", func(u *cos.Update) {
		p := u.Add(with(u.File.Dict(cos.Ref(page2)), "Contents", cos.Ref(firstEdition)))
		u.Set(pages, with(u.File.Dict(cos.Ref(pages)), "Kids", cos.Array{cos.Ref(page1), cos.Ref(page2), p}, "Count", 3))
	}, "page"},
	{"page exchanged for a copy", func(u *cos.Update) {
		p := u.Add(with(u.File.Dict(cos.Ref(page2))))
		u.Set(pages, with(u.File.Dict(cos.Ref(pages)), "Kids", cos.Array{cos.Ref(page1), p}))
	}, "page"},
	{"script on a page", entries(page1, "AA", dict("O", dict("S", cos.Name("JavaScript"), "JS", cos.String("app.alert(1)")))), "page"},

	{"note laid over the text", func(u *cos.Update) {
		note := u.Add(dict("Type", cos.Name("Annot"), "Subtype", cos.Name("FreeText"), "Rect", cos.Array{72, 690, 400, 730}, "Contents", cos.String("We grant 900 dollars.")))
		u.Set(page1, with(u.File.Dict(cos.Ref(page1)), "Annots", cos.Array{cos.Ref(link), cos.Ref(textField), cos.Ref(reserved), note}))
	}, "annotation"},
	{"note on a page that had none", func(u *cos.Update) {
		note := u.Add(dict("Type", cos.Name("Annot"), "Subtype", cos.Name("Stamp"), "Rect", cos.Array{0, 0, 612, 792}))
		u.Set(page2, with(u.File.Dict(cos.Ref(page2)), "Annots", cos.Array{note}))
	}, "annotation"},
	{"link led elsewhere", entries(link, "A", dict("S", cos.Name("URI"), "URI", cos.String("https://forger.example/"))), "annotation"},
	{"link taken away", entries(page1, "Annots", cos.Array{cos.Ref(textField), cos.Ref(reserved)}), "annotation"},
	{"notes in another order", entries(page1, "Annots", cos.Array{cos.Ref(textField), cos.Ref(link), cos.Ref(reserved)}), "annotation"},

	{"field filled in", entries(textField, "V", cos.String("900")), "form"},
	{"field's appearance exchanged", func(u *cos.Update) {
		ap := u.Add(&cos.Stream{Dict: dict("Subtype", cos.Name("Form"), "BBox", cos.Array{0, 0, 100, 20}), Data: []byte("0 0 100 20 re f")})
		u.Set(textField, with(u.File.Dict(cos.Ref(textField)), "AP", dict("N", ap)))
	}, "form"},
	{"field's appearance overwritten", func(u *cos.Update) {
		s := u.File.Objects[blank].(*cos.Stream)
		u.Set(blank, &cos.Stream{Dict: s.Dict, Data: []byte("0 0 100 20 re f")})
	}, "form"},
	{"reserved field made to look signed", func(u *cos.Update) {
		ap := u.Add(&cos.Stream{Dict: dict("Subtype", cos.Name("Form"), "BBox", cos.Array{0, 0, 100, 20}), Data: []byte("0 0 100 20 re f")})
		u.Set(reserved, with(u.File.Dict(cos.Ref(reserved)), "AP", dict("N", ap)))
	}, "form"},
	{"reserved field moved over the text", entries(reserved, "Rect", cos.Array{72, 690, 400, 730}), "form"},
	{"field hidden", entries(textField, "F", 2), "form"},
	{"field taken out of the form", func(u *cos.Update) {
		u.Set(acroForm, with(u.File.Dict(cos.Ref(acroForm)), "Fields", u.File.Array(u.File.Dict(cos.Ref(acroForm)).Get("Fields"))[1:]))
	}, "form"},
	{"empty field for a signature added", func(u *cos.Update) {
		f := u.Add(dict("Type", cos.Name("Annot"), "Subtype", cos.Name("Widget"), "FT", cos.Name("Sig"), "T", cos.String("More"), "Rect", cos.Array{0, 0, 0, 0}))
		fields := u.File.Array(u.File.Dict(cos.Ref(acroForm)).Get("Fields"))
		u.Set(acroForm, with(u.File.Dict(cos.Ref(acroForm)), "Fields", append(fields[:len(fields):len(fields)], f)))
	}, "form"},
	{"text field added", func(u *cos.Update) {
		f := u.Add(dict("FT", cos.Name("Tx"), "T", cos.String("More"), "V", cos.String("900")))
		fields := u.File.Array(u.File.Dict(cos.Ref(acroForm)).Get("Fields"))
		u.Set(acroForm, with(u.File.Dict(cos.Ref(acroForm)), "Fields", append(fields[:len(fields):len(fields)], f)))
	}, "form"},
	{"appearances made anew by the reader", entries(acroForm, "NeedAppearances", true), "form"},
	{"another form (XFA)", entries(acroForm, "XFA", cos.String("<xdp/>")), "form"},
	{"signature flags taken back", entries(acroForm, "SigFlags", 0), "form"},

	{"structure: other words for a listener", entries(element, "Alt", cos.String("A refusal")), "structure"},
	{"structure taken away", entries(catalog, "StructTreeRoot", nil), "structure"},
	{"outline", entries(outlines, "Count", 1), "outline"},
	{"language", entries(catalog, "Lang", cos.String("tlh")), "catalog"},
	{"opened with a script", entries(catalog, "OpenAction", dict("S", cos.Name("JavaScript"), "JS", cos.String("app.alert(1)"))), "action"},
	{"scripts by name", entries(catalog, "Names", dict("JavaScript", dict("Names", cos.Array{}))), "names"},
	{"attachment", entries(catalog, "AF", cos.Array{}), "catalog"},
	{"layers switched", entries(catalog, "OCProperties", dict("OCGs", cos.Array{}, "D", dict("OFF", cos.Array{}))), "layers"},
	{"rights (UR3)", entries(catalog, "Perms", dict("UR3", cos.Ref(link))), "docmdp"},
	{"title", entries(info, "Title", cos.String("Another letter")), "metadata"},
	{"title in the metadata", func(u *cos.Update) {
		s := u.File.Objects[metadata].(*cos.Stream)
		u.Set(metadata, &cos.Stream{Dict: s.Dict, Data: []byte(xmp("Another letter", "2026-01-01"))})
	}, "metadata"},
	{"metadata that hold more", func(u *cos.Update) {
		s := u.File.Objects[metadata].(*cos.Stream)
		u.Set(metadata, &cos.Stream{Dict: s.Dict, Data: []byte(strings.Replace(xmp("A letter", "2026-01-01"), "<x:", "<!-- more --><x:", 1))})
	}, "metadata"},
	{"something in the security store", entries(catalog, "DSS", dict("Certs", cos.Array{}, "JS", cos.String("app.alert(1)"))), "dss"},
	{"something else in place of the store", entries(catalog, "DSS", cos.Array{}), "dss"},
	{"an extension that is none", entries(catalog, "Extensions", dict("ADBE", dict("BaseVersion", cos.Name("1.7"), "JS", cos.String("x")))), "catalog"},
	{"the version of the format that is none", entries(catalog, "Version", cos.Name("JS")), "catalog"},

	// What leaves the letter as it was.
	{"the time of a change", entries(info, "ModDate", cos.String("D:20260202000000Z"), "Producer", cos.String("Another program")), ""},
	{"the time of a change in the metadata", func(u *cos.Update) {
		s := u.File.Objects[metadata].(*cos.Stream)
		u.Set(metadata, &cos.Stream{Dict: s.Dict, Data: []byte(xmp("A letter", "2026-02-02"))})
	}, ""},
	{"an extension", entries(catalog, "Extensions", dict("ESIC", dict("BaseVersion", cos.Name("1.7"), "ExtensionLevel", 5))), ""},
	{"the same again", entries(page1), ""},
	{"an object that nothing refers to", func(u *cos.Update) { u.Add(cos.String("nothing")) }, ""},
	{"nothing", func(*cos.Update) {}, ""},
}

// TestKinds does each kind of change to a signed letter, to one that is certified
// with each permission, and to one that two have signed.
func TestKinds(t *testing.T) {
	w := newWorld(t)
	var files []judged
	for _, table := range []bool{true, false} {
		plain := letter(t, table)
		signed := map[string][]byte{"signed": making{}.by(t, plain, w.signer)}
		if table {
			for p := 1; p <= 3; p++ {
				signed[fmt.Sprintf("certified %d", p)] = making{docMDP: p}.by(t, plain, w.signer)
			}
			signed["twice"] = making{field: "Signature2"}.by(t, signed["certified 2"], w.signer)
		}
		for how, data := range signed {
			for _, k := range kinds {
				verdict := verify.Altered
				if k.code == "" {
					verdict = verify.Official
				}
				name, changed := fmt.Sprintf("%s (table: %v): %s", how, table, k.name), update(t, data, k.change)
				expect(t, name, changed, w.options(), verdict, k.code)
				if how == "signed" {
					files = append(files, judged{name, changed, verdict})
				}
			}
		}
	}
	agree(t, w, files)
}

// TestBytes does what can be done to a signed file by hand, where tables and
// trailers lie or bytes are put where none belong.
func TestBytes(t *testing.T) {
	w := newWorld(t)
	data := making{}.by(t, letter(t, true), w.signer)
	f, err := cos.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	start := f.Sections[0].At
	size := len(f.Objects)
	second := f.Objects[page1].(*cos.Dict)
	// tail is an update by hand: objects, rows of a table, entries of the trailer.
	type object struct {
		n, generation int
		text          string
	}
	tail := func(trailer string, objects ...object) []byte {
		out := bytes.Clone(data)
		rows := ""
		for _, o := range objects {
			rows += fmt.Sprintf("%d 1\n%010d %05d n \n", o.n, len(out), o.generation)
			out = fmt.Appendf(out, "%d %d obj\n%s\nendobj\n", o.n, o.generation, o.text)
		}
		at := len(out)
		if rows == "" {
			rows = "0 0\n"
		}
		return fmt.Appendf(out, "xref\n%strailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n", rows, trailer, at)
	}
	good := fmt.Sprintf("/Size %d/Root 1 0 R/Info 16 0 R/Prev %d/ID[<01><02>]", size+1, start)
	page := string(cos.Append(nil, second))
	hidden := fmt.Sprintf("%010d", bytes.Index(data, []byte("19 0 obj")))
	expect(t, "an update by hand", tail(good, object{page1, 0, page}), w.options(), verify.Official, "")
	files := []judged{{"an update by hand", tail(good, object{page1, 0, page}), verify.Official}}
	rootTwice := object{page1, 0, strings.Replace(page, "/Contents 5 0 R", "/Contents 19 0 R/Contents 5 0 R", 1)}
	for _, c := range []struct {
		name string
		data []byte
		code string
	}{
		{"a byte", append(bytes.Clone(data), 'x'), "update"},
		{"an end of line", append(bytes.Clone(data), '\n'), "update"},
		{"a comment", append(bytes.Clone(data), "% hello\n"...), "update"},
		{"another file", append(bytes.Clone(data), letter(t, true)...), ""},
		{"an update and a byte", append(tail(good), 'x'), "update"},
		{"a comment in an update", bytes.Replace(tail(good), []byte("\nxref\n0 0"), []byte("\n%hello\nxref\n0 0"), 1), ""},
		{"a key twice", tail(good, rootTwice), "update"},
		{"a key once as nothing", tail(good, object{page1, 0, strings.Replace(page, "/Contents 5 0 R", "/Contents null/Contents 5 0 R", 1)}), "update"},
		{"a comment in an object", tail(good, object{page1, 0, strings.Replace(page, "/Contents 5 0 R", "/Contents 5 0 R%\r/X 1\n", 1)}), "update"},
		{"a control character for white space", tail(good, object{page1, 0, strings.Replace(page, "/Contents 5 0 R", "/Contents\x005 0 R", 1)}), "update"},
		{"a reference to a generation", tail(good, object{page1, 0, strings.Replace(page, "/Contents 5 0 R", "/Contents 5 1 R", 1)}), "update"},
		{"an object of a later generation", tail(good, object{page1, 1, page}), "update"},
		{"an object that no table names", bytes.Replace(tail(good, object{page1, 0, page}), []byte("xref\n3 1\n"), []byte("xref\n9 1\n"), 1), ""},
		{"no table before it", tail(fmt.Sprintf("/Size %d/Root 1 0 R/Info 16 0 R/ID[<01><02>]", size+1)), ""},
		{"the table before that", tail(strings.Replace(good, fmt.Sprint("/Prev ", start), fmt.Sprint("/Prev ", f.Sections[1].At), 1)), ""},
		{"another catalog", tail(strings.Replace(good, "/Root 1 0 R", fmt.Sprintf("/Root %d 0 R", size), 1), object{size, 0, string(cos.Append(nil, f.Objects[catalog]))}), "root"},
		{"no catalog in the trailer", tail(strings.Replace(good, "/Root 1 0 R", "", 1)), "root"},
		{"two catalogs in the trailer", tail("/Root 19 0 R" + good), "update"},
		{"other data about the document", tail(strings.Replace(good, "/Info 16 0 R", fmt.Sprintf("/Info %d 0 R", size), 1), object{size, 0, "<</Title(Another letter)>>"}), "update"},
		{"no data about the document", tail(strings.Replace(good, "/Info 16 0 R", "", 1)), "update"},
		{"another identifier", tail(strings.Replace(good, "<01>", "<03>", 1)), "update"},
		{"an update that encrypts", tail(good + "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O()/U()>>"), "damaged"},
		{"a hybrid", tail(good + fmt.Sprintf("/XRefStm %d", start)), ""},
		{"fewer objects than there are", tail(strings.Replace(good, fmt.Sprint("/Size ", size+1), "/Size 3", 1)), "update"},
		{"startxref that leads elsewhere", bytes.Replace(tail(good), []byte("startxref\n"+fmt.Sprint(len(data))), []byte("startxref\n"+fmt.Sprint(start)), 1), "update"},
		{"a stream longer than it says", tail(good, object{content2, 0, "<</Length 4>>\nstream\nBT ET\nendstream"}), ""},
		{"hide: an object called free", bytes.Replace(tail(good), []byte("xref\n0 0\n"), []byte("xref\n5 1\n0000000000 00001 f \n"), 1), "page"},
		{"hide and replace by the table alone", bytes.Replace(tail(good), []byte("xref\n0 0\n"), []byte("xref\n5 1\n"+hidden+" 00000 n \n"), 1), ""},
	} {
		code := c.code
		files = append(files, judged{c.name, c.data, verify.Altered})
		r := verify.File(c.data, w.options())
		if r.Verdict != verify.Altered || code != "" && !strings.Contains(codes(r), code) {
			t.Errorf("%s: %s [%s], want ALTERED [%s]\n%s", c.name, r.Verdict, codes(r), code, r.Text())
		}
	}
	for n := 1; n < len(data); n += 1 + n/40 {
		cut := data[:len(data)-n]
		r := verify.File(cut, w.options())
		if r.Verdict == verify.Official || len(cut) > start && (r.Verdict != verify.Altered || codes(r) != "truncated" && codes(r) != "damaged") {
			t.Errorf("cut off by %d bytes: %s [%s]", n, r.Verdict, codes(r))
		}
	}
	expect(t, "cut off to what it was before it was signed", data[:f.Sections[1].At+len("xref")+600], w.options(), verify.Unknown, "no-signature")
	agree(t, w, files)
}
