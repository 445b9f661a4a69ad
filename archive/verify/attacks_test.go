package verify_test

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"chancery/archive/verify"
	"chancery/layout/pdf/cos"
)

// The published attacks on signed PDFs, by the names of those who published them:
//
//   - USF (universal signature forgery), ISA (incremental saving), SWA (signature
//     wrapping): Mladenov et al., 1 Trillion Dollar Refund, CCS 2019;
//   - shadow attacks, hide, replace, hide and replace: Mainka et al., Shadow
//     Attacks, NDSS 2021;
//   - EAA (evil annotations), SSA (sneaky signatures): Rohlmann et al., Breaking
//     the Specification: PDF Certification, IEEE S&P 2021.

// attack is a forged file, and the code of the reason for which it is ALTERED.
type attack struct {
	name string
	data []byte
	code string // several, one of which; "" any
}

// judge sees that none of the forgeries passes.
func (w *world) judge(t *testing.T, all []attack) {
	t.Helper()
	good := making{}.by(t, letter(t, true), w.signer)
	expect(t, "the letter itself", good, w.options(), verify.Official, "")
	files := []judged{{"the letter itself", good, verify.Official}}
	for _, a := range all {
		files = append(files, judged{a.name, a.data, verify.Altered})
		r := verify.File(a.data, w.options())
		right := a.code == ""
		for _, c := range strings.Fields(a.code) {
			right = right || strings.Contains(" "+codes(r)+" ", " "+c+" ")
		}
		if r.Verdict != verify.Altered || !right {
			t.Errorf("%s: %s [%s], want ALTERED [%s]\n%s", a.name, r.Verdict, codes(r), a.code, r.Text())
		}
	}
	agree(t, w, files)
}

// TestForgery takes from the signature what is needed to check it, in every way of
// the USF, with the letter as it was and with another sum in it.
func TestForgery(t *testing.T) {
	w := newWorld(t)
	signed := making{}.by(t, letter(t, true), w.signer)
	forged := bytes.Replace(signed, []byte("We grant 100"), []byte("We grant 900"), 1)
	ranges, contents := regexp.MustCompile(`/ByteRange ?\[[^]]*\]`), regexp.MustCompile(`/Contents <[0-9a-f]*>`)
	var all []attack
	for _, data := range [][]byte{signed, forged} {
		which := "the letter as it was"
		if &data[0] == &forged[0] {
			which = "another sum"
		}
		for name, re := range map[string]*regexp.Regexp{"ByteRange": ranges, "Contents": contents} {
			was := string(re.Find(data))
			if was == "" {
				t.Fatalf("no %s", name)
			}
			for _, now := range []string{"", "/" + name, "/" + name + " null", "/" + name + " []", "/" + name + " <>", "/" + name + " <00>", "/" + name + " ()",
				"/" + name + " 0x00", "/" + name + " [0 0 0 0]", "/" + name + " [0 -1 -1 -1]", "/" + name + " [-1 1 -1 1]", "/" + name + " [a b c d]",
				"/" + name + " [0 " + strings.Repeat("9", 20) + " 0 0]", "/" + name + " 0 0 R"} {
				// As long as it was, so that the rest stays where it is.
				now += strings.Repeat(" ", len(was)-len(now))
				all = append(all, attack{"USF, " + which + ": " + strings.TrimSpace(name+" is "+now), bytes.Replace(data, []byte(was), []byte(now), 1),
					"byte-range contents damaged digest signature-removed truncated"})
			}
		}
	}
	w.judge(t, all)
}

// TestTwice says what is signed, or the signature, twice in one dictionary: readers
// do not agree on which of them counts. The signer is in league.
func TestTwice(t *testing.T) {
	w := newWorld(t)
	var all []attack
	for _, more := range []string{"/ByteRange[0 10 20 30]", "/ByteRange null", "/Contents<00>", "/Contents null", "/Type/Sig", "/V 0/V 1", "/Byte#52ange[0 1 2 3]"} {
		all = append(all, attack{"twice: " + more, making{more: more}.by(t, letter(t, true), w.signer), "byte-range"})
	}
	w.judge(t, all)
}

// TestSaving appends to the file as readers save it, and as they do not but read.
func TestSaving(t *testing.T) {
	w := newWorld(t)
	data := making{}.by(t, letter(t, true), w.signer)
	f, err := cos.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	start, size := f.Sections[0].At, len(f.Objects)
	stream := "BT /F 24 Tf 72 700 Td (We grant 900 dollars.) Tj ET"
	body := fmt.Sprintf("%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n", content1, len(stream), stream)
	fields := f.Array(f.Dict(cos.Ref(acroForm)).Get("Fields"))
	value := f.Dict(fields[len(fields)-1]).Get("V").(cos.Ref)
	copied := string(cos.Append(fmt.Appendf(nil, "%d 0 obj\n", value), f.Dict(value))) + "\nendobj\n"
	trailer := fmt.Sprintf("trailer\n<</Size %d/Root 1 0 R/Info %d 0 R/Prev %d/ID[<01><02>]>>\n", size, info, start)
	xref := func(more string) string {
		rows := fmt.Sprintf("xref\n%d 1\n%010d 00000 n \n", content1, len(data))
		if more != "" {
			rows += fmt.Sprintf("%d 1\n%010d 00000 n \n", value, len(data)+len(body))
		}
		return rows
	}
	end := func(at int) string { return fmt.Sprintf("startxref\n%d\n%%%%EOF\n", at) }
	join := func(parts ...string) []byte { return append(bytes.Clone(data), strings.Join(parts, "")...) }
	at := len(data) + len(body)
	w.judge(t, []attack{
		{"ISA 1: with table and trailer", join(body, xref(""), trailer, end(at)), "page"},
		{"ISA 2: with the signature once more", join(body, copied, xref("copy"), trailer, end(at+len(copied))), "byte-range"},
		{"ISA 3: objects alone", join(body), "update"},
		{"ISA 3: objects and an end", join(body, "%%EOF\n"), "update"},
		{"ISA 3: objects, and the table from before", join(body, end(start)), "update"},
		{"ISA 4: objects and a trailer", join(body, trailer, "%%EOF\n"), "update"},
		{"ISA 4: objects, the signature once more, and no table", join(body, copied, trailer, end(start)), "update"},
		{"ISA: a table that leads nowhere", join(body, xref(""), trailer, end(3)), ""},
		{"ISA: a table without its trailer", join(body, xref(""), end(at)), ""},
		{"ISA: another file altogether", join(string(letter(t, false))), ""},
	})
}

// TestWrapping moves the second of the parts that are signed, and puts what the
// forger has to say between them, where no digest looks.
func TestWrapping(t *testing.T) {
	w := newWorld(t)
	data := making{}.by(t, letter(t, true), w.signer)
	m := regexp.MustCompile(`/ByteRange \[0 0*(\d+) 0*(\d+) 0*(\d+)\]`).FindSubmatchIndex(data)
	number := func(i int) int {
		n, err := strconv.Atoi(string(data[m[2*i]:m[2*i+1]]))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	from, to := number(1), number(2)
	stream := "BT /F 24 Tf 72 700 Td (We grant 900 dollars.) Tj ET"
	evil := fmt.Sprintf("\n%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n", content1, len(stream), stream)
	// wrap puts words into the gap: the value is cut where its padding begins or
	// kept, and the second part stands behind all of that.
	wrap := func(cut bool, middle func(to int) string) []byte {
		value := string(data[from:to])
		if cut {
			value = strings.TrimRight(strings.TrimSuffix(value, ">"), "0") + "00>"
		}
		words := middle(0)
		words = middle(from + len(value) + len(words))
		out := append(bytes.Clone(data[:from]), value...)
		return append(append(out, words...), data[to:]...)
	}
	second := func(to int) string {
		return fmt.Sprintf("/ByteRange [0 %010d %010d %010d] >> endobj %s", from, to, number(3), evil)
	}
	last := func(b []byte) []byte { // its place is what startxref says, as a forger would see to
		at := bytes.LastIndex(b, []byte("xref\n"))
		at = bytes.LastIndex(b[:at-5], []byte("xref\n"))
		return append(bytes.Clone(b), fmt.Sprintf("\nstartxref\n%d\n%%%%EOF\n", at)...)
	}
	var all []attack
	for _, cut := range []bool{true, false} {
		for name, middle := range map[string]func(int) string{
			"a second ByteRange":        second,
			"objects alone":             func(int) string { return " >> endobj " + evil },
			"a comment, and a second":   func(to int) string { return "%\n" + second(to) },
			"a string around the words": func(to int) string { return "/X (" + strings.ReplaceAll(second(to), ")", "\\)") + ")" },
		} {
			wrapped := wrap(cut, middle)
			all = append(all, attack{fmt.Sprintf("SWA, %s, the padding cut off: %v", name, cut), wrapped, ""},
				attack{fmt.Sprintf("SWA, %s, the padding cut off: %v, and another end", name, cut), last(wrapped), ""})
		}
	}
	w.judge(t, all)
}

// TestShadows prepares a letter to be signed that shows something else after.
func TestShadows(t *testing.T) {
	w := newWorld(t)
	plain := letter(t, true)
	cover := func(u *cos.Update) cos.Ref {
		return u.Add(&cos.Stream{Dict: dict("Type", cos.Name("XObject"), "Subtype", cos.Name("Form"), "BBox", cos.Array{0, 0, 612, 792}), Data: []byte("1 g 0 0 612 792 re f 0 g")})
	}
	var over, note cos.Ref
	// Under the cover there is another sum.
	covered := update(t, plain, func(u *cos.Update) {
		over = cover(u)
		content := u.Add(&cos.Stream{Dict: cos.NewDict(), Data: []byte("BT /F 24 Tf 72 700 Td (We grant 900 dollars.) Tj ET /C Do BT /F 24 Tf 72 700 Td (We grant 100 dollars.) Tj ET")})
		p := u.File.Dict(cos.Ref(page1))
		note = u.Add(dict("Type", cos.Name("Annot"), "Subtype", cos.Name("Stamp"), "Rect", cos.Array{72, 690, 400, 730}, "AP", dict("N", over)))
		u.Set(page1, with(p, "Contents", content, "Resources", with(u.File.Dict(p.Get("Resources")), "XObject", dict("C", over)),
			"Annots", append(u.File.Array(p.Get("Annots")), note)))
	})
	signed := making{}.by(t, covered, w.signer)
	certified := making{docMDP: 3}.by(t, covered, w.signer)
	fields := func(u *cos.Update) cos.Array { return u.File.Array(u.File.Dict(cos.Ref(acroForm)).Get("Fields")) }
	// A second catalog lies in the file before it is signed, with a page tree of its own.
	var hidden cos.Ref
	double := making{}.by(t, update(t, plain, func(u *cos.Update) {
		p := u.Add(with(u.File.Dict(cos.Ref(page1)), "Contents", cos.Ref(firstEdition)))
		hidden = u.Add(with(u.File.Dict(u.File.Root), "Pages", u.Add(dict("Type", cos.Name("Pages"), "Kids", cos.Array{p}, "Count", 1))))
	}), w.signer)
	switched := func() []byte {
		f, err := cos.Read(double)
		if err != nil {
			t.Fatal(err)
		}
		trailer := fmt.Sprintf("xref\n0 0\ntrailer\n<</Size %d/Root %d 0 R/Info %d 0 R/Prev %d/ID[<01><02>]>>\nstartxref\n%d\n%%%%EOF\n",
			len(f.Objects), hidden, info, f.Sections[0].At, len(double))
		return append(bytes.Clone(double), trailer...)
	}
	w.judge(t, []attack{
		{"shadow, hide: the cover is emptied", update(t, signed, func(u *cos.Update) {
			u.Set(over, &cos.Stream{Dict: u.File.Objects[over].(*cos.Stream).Dict, Data: []byte(" ")})
		}), "page"},
		{"shadow, hide: the cover is null", update(t, signed, func(u *cos.Update) { u.Set(over, nil) }), "page"},
		{"shadow, hide: the cover is out of the resources", update(t, signed, func(u *cos.Update) {
			p := u.File.Dict(cos.Ref(page1))
			u.Set(page1, with(p, "Resources", with(u.File.Dict(p.Get("Resources")), "XObject", dict())))
		}), "page"},
		{"shadow, hide: the note that covers is taken away", update(t, certified, func(u *cos.Update) {
			p := u.File.Dict(cos.Ref(page1))
			annots := u.File.Array(p.Get("Annots"))
			u.Set(page1, with(p, "Annots", append(annots[:3:3], annots[4:]...)))
		}), "annotation"},
		{"shadow, hide: the note that covers is hidden", update(t, certified, func(u *cos.Update) { entries(note, "F", 2)(u) }), "annotation"},
		{"shadow, replace: a field's words", update(t, signed, entries(textField, "V", cos.String("900"), "DV", cos.String("900"))), "form"},
		{"shadow, replace: a font", update(t, signed, entries(font, "BaseFont", cos.Name("Forged"), "Encoding", dict("Differences", cos.Array{49, cos.Name("nine")}))), "page"},
		{"shadow, replace: a field over the text", update(t, signed, func(u *cos.Update) {
			f := u.Add(dict("Type", cos.Name("Annot"), "Subtype", cos.Name("Widget"), "FT", cos.Name("Tx"), "T", cos.String("Sum"), "V", cos.String("900"), "Rect", cos.Array{72, 690, 400, 730}))
			p := u.File.Dict(cos.Ref(page1))
			u.Set(page1, with(p, "Annots", append(u.File.Array(p.Get("Annots")), f)))
			u.Set(acroForm, with(u.File.Dict(cos.Ref(acroForm)), "Fields", append(fields(u), f)))
		}), "form"},
		{"shadow, hide and replace: the other catalog", switched(), "root"},
		{"shadow, hide and replace: the other pages", update(t, double, func(u *cos.Update) {
			entries(u.File.Root, "Pages", u.File.Dict(hidden).Get("Pages"))(u)
		}), "page"},
	})
}

// TestCertified lays notes and signatures over a letter that is certified: what the
// certification permits is not what the office issued.
func TestCertified(t *testing.T) {
	w := newWorld(t)
	other := w.Person("other", "Xavier Becerra")
	var all []attack
	show := func(u *cos.Update) cos.Ref {
		return u.Add(&cos.Stream{Dict: dict("Subtype", cos.Name("Form"), "BBox", cos.Array{0, 0, 328, 40}), Data: []byte("1 g 0 0 328 40 re f")})
	}
	for p := 1; p <= 3; p++ {
		data := making{docMDP: p}.by(t, letter(t, true), w.signer)
		for _, kind := range []cos.Name{"Text", "FreeText", "Stamp", "Redact", "Highlight", "Square", "Line", "Ink", "Polygon", "Popup", "FileAttachment", "Watermark", "Screen", "Widget"} {
			all = append(all, attack{fmt.Sprintf("EAA, P %d: %s", p, kind), update(t, data, func(u *cos.Update) {
				d := dict("Type", cos.Name("Annot"), "Subtype", kind, "Rect", cos.Array{72, 690, 400, 730}, "Contents", cos.String("We grant 900 dollars."), "F", 4)
				d.Set("AP", dict("N", show(u)))
				page := u.File.Dict(cos.Ref(page1))
				u.Set(page1, with(page, "Annots", append(u.File.Array(page.Get("Annots")), u.Add(d))))
			}), "annotation"})
		}
		all = append(all,
			attack{fmt.Sprintf("SSA, P %d: a signature over the text", p), making{field: "Sneaky", show: show}.by(t, data, other), "annotation docmdp"},
			attack{fmt.Sprintf("SSA, P %d: a timestamp over the text", p), making{field: "Sneaky", show: show, subFilter: "ETSI.RFC3161", sign: w.stamp}.by(t, data, other), "annotation"},
			attack{fmt.Sprintf("SSA, P %d: an empty field over the text", p), update(t, data, func(u *cos.Update) {
				f := u.Add(dict("Type", cos.Name("Annot"), "Subtype", cos.Name("Widget"), "FT", cos.Name("Sig"), "T", cos.String("Sneaky"),
					"Rect", cos.Array{72, 690, 400, 730}, "F", 4, "AP", dict("N", show(u))))
				page := u.File.Dict(cos.Ref(page1))
				u.Set(page1, with(page, "Annots", append(u.File.Array(page.Get("Annots")), f)))
				form := u.File.Dict(cos.Ref(acroForm))
				u.Set(acroForm, with(form, "Fields", append(u.File.Array(form.Get("Fields")), f)))
			}), "form"},
			attack{fmt.Sprintf("SSA, P %d: the certification is taken out of the catalog", p), update(t, data, func(u *cos.Update) { entries(catalog, "Perms", nil)(u) }), "docmdp"},
		)
	}
	w.judge(t, all)
}

// TestStampTaken takes the timestamp from a letter that was archived: by an update,
// which is seen, and by cutting the file off, after which it lasts no longer than
// the certificates in it.
func TestStampTaken(t *testing.T) {
	w := newWorld(t)
	short := w.Person("signer-p256", "Somebody", func(c *x509.Certificate) { c.NotAfter = w.now.AddDate(1, 0, 0) })
	b := w.stored(making{}.by(t, letter(t, true), short))
	lta := w.stamped(b, "Stamp")
	stamp := func(u *cos.Update) cos.Ref {
		fields := u.File.Array(u.File.Dict(cos.Ref(acroForm)).Get("Fields"))
		return fields[len(fields)-1].(cos.Ref)
	}
	later := verify.Options{Trust: []*x509.Certificate{w.Root.Certificate}, At: w.now.AddDate(2, 0, 0)}
	expect(t, "archived, and its signer's certificate expired", lta, later, verify.Official, "")
	expect(t, "the timestamp cut off, and the certificate expired", b, later, verify.Unknown, "expired")
	w.judge(t, []attack{
		{"the timestamp's field is emptied", update(t, lta, func(u *cos.Update) { entries(stamp(u), "V", nil)(u) }), "signature-removed"},
		{"the timestamp's field is out of the form", update(t, lta, func(u *cos.Update) {
			form := u.File.Dict(cos.Ref(acroForm))
			fields := u.File.Array(form.Get("Fields"))
			u.Set(acroForm, with(form, "Fields", fields[:len(fields)-1]))
		}), "signature-removed"},
		{"the timestamp says that it is a signature", update(t, lta, func(u *cos.Update) {
			v := u.File.Dict(stamp(u)).Get("V").(cos.Ref)
			entries(v, "Type", cos.Name("Sig"))(u)
		}), "byte-range"},
		{"the timestamp is another's", update(t, lta, func(u *cos.Update) {
			fields := u.File.Array(u.File.Dict(cos.Ref(acroForm)).Get("Fields"))
			entries(stamp(u), "V", u.File.Dict(fields[len(fields)-2]).Get("V"))(u)
		}), ""},
	})
}
