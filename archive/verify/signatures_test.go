package verify_test

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"chancery/archive/cms"
	"chancery/archive/internal/authority"
	"chancery/archive/verify"
	"chancery/layout/pdf/cos"
)

// TestRanges signs what is not all of the file but the signature's own place,
// properly otherwise: the digest is that of the bytes that the ByteRange says.
func TestRanges(t *testing.T) {
	w := newWorld(t)
	plain := letter(t, true)
	for name, ranges := range map[string]func(from, to, end int) [4]int{
		"a gap before":           func(from, to, end int) [4]int { return [4]int{0, from - 1, to, end - to} },
		"a gap before by a lot":  func(from, to, end int) [4]int { return [4]int{0, from - 20, to, end - to} },
		"a gap after":            func(from, to, end int) [4]int { return [4]int{0, from, to + 1, end - to - 1} },
		"a gap after by a lot":   func(from, to, end int) [4]int { return [4]int{0, from, to + 20, end - to - 20} },
		"brackets signed too":    func(from, to, end int) [4]int { return [4]int{0, from + 1, to - 1, end - to + 1} },
		"half of the value too":  func(from, to, end int) [4]int { return [4]int{0, from + 5000, to, end - to} },
		"not from the beginning": func(from, to, end int) [4]int { return [4]int{1, from - 1, to, end - to} },
		"not to the end":         func(from, to, end int) [4]int { return [4]int{0, from, to, end - to - 1} },
		"not to the table":       func(from, to, end int) [4]int { return [4]int{0, from, to, 20} },
		"nothing after":          func(from, to, end int) [4]int { return [4]int{0, from, to, 0} },
		"nothing before":         func(from, to, end int) [4]int { return [4]int{0, 0, to, end - to} },
		"overlapping":            func(from, to, end int) [4]int { return [4]int{0, from, from - 10, end - from + 10} },
		"the whole file":         func(from, to, end int) [4]int { return [4]int{0, end, end, 0} },
		"beyond the end":         func(from, to, end int) [4]int { return [4]int{0, from, to, end - to + 1} },
		"elsewhere":              func(from, to, end int) [4]int { return [4]int{0, 700, 800, end - 800} },
	} {
		r := verify.File(making{ranges: ranges}.by(t, plain, w.signer), w.options())
		if r.Verdict != verify.Altered || !strings.Contains("byte-range truncated update", strings.Fields(codes(r))[0]) {
			t.Errorf("%s: %s [%s]\n%s", name, r.Verdict, codes(r), r.Text())
		}
	}
}

// TestContents puts other things into the place of the signature, which no digest
// covers.
func TestContents(t *testing.T) {
	w := newWorld(t)
	plain := letter(t, true)
	change := func(i int, s string) func(b []byte) []byte {
		return func(b []byte) []byte {
			if i < 0 {
				i += len(b)
			}
			copy(b[i:], s)
			return b
		}
	}
	for _, c := range []struct {
		name     string
		contents func(b []byte) []byte
		code     string
	}{
		{"a one in the padding", change(-2, "1"), "padding"},
		{"a second structure in the padding", change(-100, "3003020101"), "padding"},
		{"white space in the padding", change(-3, " "), "contents"},
		{"a letter in the padding", change(-3, "g"), "damaged"},
		{"the value ends early, and a key follows", change(-60, ">/ByteRange[0 1 2 3]/X<"), "byte-range"},
		{"the value ends early, and nothing follows", change(-60, ">                                 "), "damaged"},
		{"no signature at all", func(b []byte) []byte { return append(append([]byte("<"), bytes.Repeat([]byte("0"), len(b)-2)...), '>') }, "damaged"},
		{"in lower case", func(b []byte) []byte { return bytes.ToUpper(b) }, ""},
	} {
		verdict := verify.Altered
		if c.code == "" {
			verdict = verify.Official
		}
		data := making{contents: c.contents}.by(t, plain, w.signer)
		r := verify.File(data, w.options())
		if r.Verdict != verdict || c.code != "" && !strings.Contains(codes(r), c.code) {
			t.Errorf("%s: %s [%s], want [%s]\n%s", c.name, r.Verdict, codes(r), c.code, r.Text())
		}
	}
}

// TestEveryByteOfValue changes every byte of the CMS structure itself, not of its
// digits. (Certificates in it that are elsewhere as well could be changed: they
// are then passed over.)
func TestEveryByteOfValue(t *testing.T) {
	w := newWorld(t)
	data := making{token: w.token}.by(t, letter(t, true), w.signer)
	at := bytes.Index(data, []byte("/Contents <30")) + len("/Contents <")
	o := w.options()
	o.At = w.now.AddDate(1, 0, 0)
	if r := verify.File(data, o); r.Verdict != verify.Official {
		t.Fatal(r.Text())
	}
	der := make([]byte, room)
	hex.Decode(der, data[at:at+2*room])
	length := int(der[2])<<8 + int(der[3]) + 4
	step := 1
	if testing.Short() {
		step = 37
	}
	for i := 0; i < length; i += step {
		for _, flip := range []byte{0xFF, 0x01} {
			changed := bytes.Clone(data)
			hex.Encode(changed[at+2*i:], []byte{der[i] ^ flip})
			if r := verify.File(changed, o); r.Verdict == verify.Official {
				t.Errorf("byte %d of %d may be changed by %#x (%#x), and all holds: %x", i, length, flip, der[i], der[max(0, i-12):i+12])
			}
		}
	}
}

// TestSignatures does to signatures and their fields what may not be done, and
// what may.
func TestSignatures(t *testing.T) {
	w := newWorld(t)
	other := w.Person("other", "Xavier Becerra")
	stranger := w.Issue(w.Issue(authority.Identity{}, authority.Key(t, "other"), "A Stranger's Root", func(c *x509.Certificate) {
		c.IsCA = true
		c.KeyUsage = x509.KeyUsageCertSign
	}), authority.Key(t, "ocsp"), "A Stranger")
	plain := letter(t, true)
	signed := making{}.by(t, plain, w.signer)
	seen := making{field: "Reserved"}.by(t, plain, w.signer)
	field := func(u *cos.Update) cos.Ref {
		fields := u.File.Array(u.File.Dict(cos.Ref(acroForm)).Get("Fields"))
		return fields[len(fields)-1].(cos.Ref)
	}
	show := func(u *cos.Update) cos.Ref {
		return u.Add(&cos.Stream{Dict: dict("Subtype", cos.Name("Form"), "BBox", cos.Array{0, 0, 200, 50}), Data: []byte("0 0 200 50 re f")})
	}
	second := func(data []byte, m making) []byte {
		if m.field == "" {
			m.field = "Signature2"
		}
		return m.by(t, data, other)
	}
	certified := func(p int) []byte { return making{docMDP: p}.by(t, plain, w.signer) }
	locked := func(action string, names ...string) []byte {
		var fields cos.Array
		for _, n := range names {
			fields = append(fields, cos.String(n))
		}
		return making{locks: dict("Type", cos.Name("TransformParams"), "V", cos.Name("1.2"), "Action", cos.Name(action), "Fields", fields)}.by(t, plain, w.signer)
	}
	flip := func(data []byte, at string) []byte {
		data = bytes.Clone(data)
		i := bytes.Index(data, []byte(at))
		if i < 0 {
			t.Fatalf("there is no %q", at)
		}
		data[i+len(at)] ^= 1
		return data
	}
	var files []judged
	altered, official, unknown := verify.Altered, verify.Official, verify.Unknown
	for _, c := range []struct {
		name    string
		data    []byte
		verdict verify.Verdict
		code    string
	}{
		{"its appearance is exchanged", update(t, seen, func(u *cos.Update) { entries(reserved, "AP", dict("N", show(u)))(u) }), altered, "form"},
		{"it is hidden", update(t, seen, entries(reserved, "F", 2)), altered, "form"},
		{"the field is emptied", update(t, signed, func(u *cos.Update) { entries(field(u), "V", nil)(u) }), altered, "signature-removed"},
		{"the form is emptied", update(t, signed, entries(acroForm, "Fields", cos.Array{})), altered, "signature-removed"},
		{"the form is taken away", update(t, signed, entries(catalog, "AcroForm", nil)), altered, "signature-removed"},
		{"its dictionary is exchanged", update(t, signed, func(u *cos.Update) {
			v := u.File.Dict(field(u)).Get("V").(cos.Ref)
			entries(v, "M", cos.String("D:20200101000000Z"))(u)
		}), altered, "byte-range"},
		{"its field gets another dictionary", update(t, signed, func(u *cos.Update) {
			v := u.Add(with(u.File.Dict(u.File.Dict(field(u)).Get("V"))))
			entries(field(u), "V", v)(u)
		}), altered, "byte-range"},
		{"the reserved field gets the same signature", update(t, signed, func(u *cos.Update) {
			entries(reserved, "V", u.File.Dict(field(u)).Get("V"))(u)
		}), altered, "signature-replaced"},
		{"the reserved field gets a signature that is none", update(t, signed, func(u *cos.Update) {
			entries(reserved, "V", u.Add(dict("Type", cos.Name("Sig"), "SubFilter", cos.Name("ETSI.CAdES.detached"), "Contents", cos.String("x"))))(u)
		}), altered, "byte-range"},
		{"a signature in no object of its own", update(t, signed, func(u *cos.Update) {
			entries(reserved, "V", u.File.Dict(u.File.Dict(field(u)).Get("V")))(u)
		}), altered, "byte-range"},

		{"another signs", second(signed, making{}), official, ""},
		{"another signs in the reserved field", second(signed, making{field: "Reserved"}), official, ""},
		{"a stranger signs", making{field: "Signature2"}.by(t, signed, stranger), unknown, "untrusted"},
		{"another signs a letter that was changed", second(update(t, signed, kinds[0].change), making{}), altered, "page"},
		{"a changed letter is changed back", update(t, second(update(t, signed, entries(page2, "Rotate", 180)), making{}), entries(page2, "Rotate", nil)), altered, "page"},
		{"the first is broken before the second", second(flip(signed, "/Contents <"), making{}), altered, "damaged"},
		{"the first value is broken, and the second made over it", second(breakValue(t, signed), making{}), altered, "digest"},
		{"the letter is broken before the second", second(flip(signed, "We grant "), making{}), altered, "digest"},

		{"certified 1, then stamped", w.stamped(certified(1), "Stamp"), official, ""},
		{"certified 1, then the store", w.stored(certified(1)), official, ""},
		{"certified 1, then signed", second(certified(1), making{}), altered, "docmdp"},
		{"certified 1, then signed in the reserved field", second(certified(1), making{field: "Reserved"}), altered, "docmdp"},
		{"certified 2, then signed", second(certified(2), making{}), official, ""},
		{"certified 2, then signed in the reserved field", second(certified(2), making{field: "Reserved"}), official, ""},
		{"certified 3, then signed", second(certified(3), making{}), official, ""},
		{"certified after it was signed", making{docMDP: 2, field: "Signature2"}.by(t, signed, other), altered, "docmdp"},
		{"certified twice", making{docMDP: 2, field: "Signature2"}.by(t, certified(2), other), altered, "docmdp"},

		{"all locked, then signed", second(locked("All"), making{field: "Reserved"}), altered, "fieldmdp"},
		{"it locked, then signed", second(locked("Include", "Reserved"), making{field: "Reserved"}), altered, "fieldmdp"},
		{"another locked, then signed", second(locked("Include", "Amount"), making{field: "Reserved"}), official, ""},
		{"others locked, then signed", second(locked("Exclude", "Reserved"), making{field: "Reserved"}), official, ""},
		{"others than another locked, then signed", second(locked("Exclude", "Amount"), making{field: "Reserved"}), altered, "fieldmdp"},
		{"all locked, then stamped", w.stamped(locked("All"), "Stamp"), official, ""},

		{"of a form that is not known", making{subFilter: "adbe.x509.rsa_sha1"}.by(t, plain, w.signer), unknown, "format"},
		{"of a form that signs SHA-1", making{subFilter: "adbe.pkcs7.sha1"}.by(t, plain, w.signer), unknown, "format"},
		{"of Adobe's form", making{subFilter: "adbe.pkcs7.detached"}.by(t, plain, w.signer), official, ""},
		{"a timestamp that is a signature", making{subFilter: "ETSI.RFC3161"}.by(t, plain, w.signer), altered, "damaged"},
		{"a timestamp for something else", making{subFilter: "ETSI.RFC3161", sign: func([]byte, cms.Signer) ([]byte, error) {
			return w.token(sum([]byte("something else"))), nil
		}}.by(t, plain, w.signer), altered, "digest"},
		{"with content of its own", making{sign: func(_ []byte, s cms.Signer) ([]byte, error) {
			return cms.Sign(cms.Content{Type: cms.OIDData, Bytes: []byte("something else")}, s, nil)
		}}.by(t, plain, w.signer), altered, "format"},
		{"over something else", making{sign: func(_ []byte, s cms.Signer) ([]byte, error) {
			return cms.Sign(cms.Content{Type: cms.OIDData, Digest: sum([]byte("something else"))}, s, nil)
		}}.by(t, plain, w.signer), altered, "digest"},
	} {
		expect(t, c.name, c.data, w.options(), c.verdict, c.code)
		// Where fields are locked pyHanko takes what they show for changed with any
		// update, and a document timestamp for one of them; ISO 32000-2 (12.8.5) lets
		// timestamps be added to any file.
		if !strings.Contains(c.name, "locked, then") || c.verdict != official {
			files = append(files, judged{c.name, c.data, c.verdict})
		}
	}
	for _, p := range []int{0, 2} {
		data := making{docMDP: p}.by(t, plain, w.signer)
		made := making{field: "Signature2", show: show}.by(t, data, other)
		expect(t, fmt.Sprintf("P %d: a new signature that shows itself", p), made, w.options(), altered, "annotation")
		made = making{field: "Stamp", show: show, subFilter: "ETSI.RFC3161", sign: w.stamp}.by(t, data, other)
		expect(t, fmt.Sprintf("P %d: a document timestamp that shows itself", p), made, w.options(), altered, "annotation")
		made = making{field: "Reserved", show: show, subFilter: "ETSI.RFC3161", sign: w.stamp}.by(t, data, other)
		expect(t, fmt.Sprintf("P %d: a document timestamp that shows itself as a signature", p), made, w.options(), altered, "form")
		made = making{field: "Reserved", subFilter: "ETSI.RFC3161", sign: w.stamp}.by(t, data, other)
		expect(t, fmt.Sprintf("P %d: a document timestamp in a reserved field", p), made, w.options(), official, "")
		made = making{field: "Reserved", show: show}.by(t, data, other)
		expect(t, fmt.Sprintf("P %d: a signature that shows itself in a reserved field", p), made, w.options(), official, "")
		wide := update(t, plain, entries(reserved, "Rect", cos.Array{0, 0, cos.Real("612.0"), 792}))
		made = making{field: "Reserved", show: show}.by(t, making{docMDP: p}.by(t, wide, w.signer), other)
		expect(t, fmt.Sprintf("P %d: a signature that covers the page", p), made, w.options(), altered, "form")
		made = making{field: "Signature2", action: dict("S", cos.Name("JavaScript"), "JS", cos.String("app.alert(1)"))}.by(t, data, other)
		expect(t, fmt.Sprintf("P %d: a new signature with a script", p), made, w.options(), altered, "form")
	}
	agree(t, w, files)
}

// breakValue changes a digit of the signature value within the last signature.
func breakValue(t *testing.T, data []byte) []byte {
	t.Helper()
	data = bytes.Clone(data)
	from := bytes.LastIndex(data, []byte("/Contents <")) + len("/Contents <")
	end := from + 2*room
	for data[end-1] == '0' {
		end--
	}
	if data[end-3] == '1' {
		data[end-3] = '2'
	} else {
		data[end-3] = '1'
	}
	return data
}
