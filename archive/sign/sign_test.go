package sign_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/archive/cms"
	"chancery/archive/internal/authority"
	"chancery/archive/internal/judges"
	"chancery/archive/sign"
	"chancery/layout/press"
)

// letterSource is a letter with two fields, and three signatories.
const letterSource = `---
kind: letter
date: 2018-06-19
language: en-US
title: A letter to sign
letterhead: none
to:
  - The Honorable Jeff Sessions
salutation: "Dear Attorney General Sessions:"
closing: Sincerely,
signatories:
  - name: Hector Balderas
    title: Attorney General of New Mexico
    signature: digital
  - name: George Jepsen
    title: Attorney General of Connecticut
  - name: Xavier Becerra
    title: Attorney General of California
    signature: digital
---

We write to object, and say why on [our site](https://www.example.gov/).
`

// releaseSource has no field.
const releaseSource = `---
kind: release
timing: immediate
date: 2018-06-19
language: en-US
letterhead: none
contacts:
  - name: James Hallinan
    phone: (505) 660-2216
headline: A Release to Certify
dateline: Las Cruces, NM –
---

Today we object.
`

var built = map[string]func() ([]byte, error){
	"letter":  sync.OnceValues(func() ([]byte, error) { return build("letter", letterSource) }),
	"release": sync.OnceValues(func() ([]byte, error) { return build("release", releaseSource) }),
	"sealed":  sync.OnceValues(func() ([]byte, error) { return build("letter", sealedSource) }),
}

// sealedSource is the letter on a letterhead with a field for the office.
var sealedSource = strings.Replace(letterSource, "letterhead: none", "letterhead: sealed", 1)

// sealedLetterhead reserves a region for the office's certification.
const sealedLetterhead = `description: Words at the left, a seal at the right
margins: {left: 72, right: 72, bottom: 72}
date-baseline: 144
continuation: {baseline: 44, gap: 24}
signatures: {columns: 2, gutter: 24, room: 45}
first-page:
  - region: office
    from: left
    x: 72
    width: 300
    y: 36
    height: 40
    lines:
      - {text: "{name}", size: 14, baseline: 20, bold: true}
  - region: certification
    from: right
    x: 72
    width: 150
    y: 36
    height: 58
    certification: true
`

// build sets a document of one file.
func build(name, source string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "sign-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.MkdirAll(filepath.Join(dir, "letterheads", "sealed"), 0o777); err != nil {
		return nil, err
	}
	for file, data := range map[string]string{"office.yaml": "name: Office of the Attorney General\n", "letterheads/sealed/letterhead.yaml": sealedLetterhead} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(data), 0o666); err != nil {
			return nil, err
		}
	}
	in := filepath.Join(dir, name+".md")
	if err := os.WriteFile(in, []byte(source), 0o666); err != nil {
		return nil, err
	}
	out := filepath.Join(dir, "out")
	if _, err := press.Build(context.Background(), press.Options{Packet: in, Output: out, Formats: []press.Format{press.PDF}}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(out, name+".pdf"))
}

// document gives the letter or the release as Chancery makes it.
func document(t *testing.T, name string) []byte {
	t.Helper()
	data, err := built[name]()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// ask asks by HTTP.
func ask(ctx context.Context, q sign.Request) ([]byte, error) {
	return authority.Ask(ctx, q.URL, q.Kind, q.Body)
}

// options are those of a person who trusts the authority.
func options(a *authority.Authority, id authority.Identity, level sign.Level) sign.Options {
	return sign.Options{
		Signer: cms.Signer{Key: id.Key, Certificate: id.Certificate, Chain: id.Chain[:len(id.Chain)-1]},
		Level:  level,
		Time:   a.Clock(),
		TSA:    a.URL + "/tsa", Ask: ask, Random: rand.Reader,
		Roots: []*x509.Certificate{a.Root.Certificate},
	}
}

// drawn has a signature drawn as the command does.
func drawn(o sign.Options) sign.Options {
	o.Draw = func(f sign.Field) (sign.Look, error) {
		content, err := press.Signature{Lang: "en-US", Name: o.Signer.Certificate.Subject.CommonName, Reason: o.Reason, Time: o.Time,
			Seal: f.Name == sign.CertificationField}.Draw(f.Width, f.Height)
		return sign.Look{Content: content}, err
	}
	return o
}

// mustSign signs, and sees that what was there is there still.
func mustSign(t *testing.T, data []byte, o sign.Options) *sign.Signed {
	t.Helper()
	out, err := sign.Sign(t.Context(), data, o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(out.Bytes, data) {
		t.Fatal("the bytes that were there have changed")
	}
	return out
}

// write writes files for the judges and gives their names.
func write(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestLevels signs at each level, seen and unseen, with RSA and P-256, in a
// reserved field and in a new one, and has all judges judge it, the authority's
// servers being off.
func TestLevels(t *testing.T) {
	a := authority.New(t)
	dir := t.TempDir()
	root := write(t, dir, "root.pem", a.Roots())
	var plain, long, all []string
	for _, key := range []string{"signer-rsa", "signer-p256", "signer-p384"} {
		id := a.Person(key, "Hector Balderas")
		for level := sign.B; level <= sign.LTA; level++ {
			for _, look := range []string{"seen", "unseen", "new", "certified"} {
				if key == "signer-p384" && look != "seen" {
					continue
				}
				o := options(a, id, level)
				in, want := document(t, "letter"), "Signature1"
				o.Field = want
				switch look {
				case "seen":
					o = drawn(o)
				case "new":
					in, o.Field = document(t, "release"), ""
				case "certified":
					o.Certify = true
				}
				out := mustSign(t, in, o)
				if out.Field != want || out.Visible != (look == "seen") || out.Time.IsZero() != (level == sign.B) {
					t.Errorf("%s %s %s: signed in %s, visible %v, at %v", key, level, look, out.Field, out.Visible, out.Time)
				}
				name := write(t, dir, fmt.Sprintf("%s-%s-%s.pdf", key, level, look), out.Bytes)
				all = append(all, name)
				if level >= sign.LT {
					long = append(long, name)
				} else {
					plain = append(plain, name)
				}
			}
		}
	}
	a.Close()
	for _, group := range []struct {
		files      []string
		revocation string
	}{{plain, "none"}, {long, "embedded"}} {
		for _, f := range judges.Signatures(t, append([]string{"--trust", root, "--revocation", group.revocation}, group.files...)...) {
			checkSigned(t, f)
		}
	}
	// What B-T lacks is what B-LT adds.
	for _, f := range judges.Signatures(t, append([]string{"--trust", root, "--revocation", "embedded"}, plain...)...) {
		if f.Signatures[0].Trusted {
			t.Errorf("%s is trusted without any proof about revocation", filepath.Base(f.File))
		}
	}
	if out, pass := judges.Run(t, append([]string{"qpdf"}, all...)...); !pass {
		t.Error(out)
	}
	if out, pass := judges.Run(t, append([]string{"pdf"}, all...)...); !pass {
		t.Error(out)
	}
}

// checkSigned compares what pyHanko says with what the file's name says.
func checkSigned(t *testing.T, f judges.Signed) {
	t.Helper()
	name := filepath.Base(f.File)
	want := 1
	if strings.Contains(name, "-lta-") {
		want = 2
	}
	if f.Error != "" || len(f.Signatures) != want {
		t.Errorf("%s: %s, %d signatures", name, f.Error, len(f.Signatures))
		return
	}
	for _, s := range f.Signatures {
		if !s.Pass || !s.Intact || !s.Valid || !s.Trusted {
			t.Errorf("%s: %+v", name, s)
		}
	}
	one := f.Signatures[0]
	if (one.Timestamp != "") == strings.Contains(name, "-b-") || one.Timestamp != "" && !one.TimestampTrusted {
		t.Errorf("%s: timestamp %q, trusted %v", name, one.Timestamp, one.TimestampTrusted)
	}
	certified := ""
	if strings.Contains(name, "certified") {
		certified = "FILL_FORMS"
	}
	if one.Certified != certified {
		t.Errorf("%s: certified %q", name, one.Certified)
	}
	modified := "NONE"
	if strings.Contains(name, "-lt") {
		modified = "LTA_UPDATES"
	}
	if one.Modification != modified {
		t.Errorf("%s: later changes are %s, want %s", name, one.Modification, modified)
	}
}

// TestSignatories has a letter certified, then signed by both signatories at the
// highest level: nobody's signature harms another's.
func TestSignatories(t *testing.T) {
	a := authority.New(t)
	dir := t.TempDir()
	root := write(t, dir, "root.pem", a.Roots())
	office, first, second := a.Person("signer-p384", "Office of the Attorney General"), a.Person("signer-rsa", "Hector Balderas"), a.Person("signer-p256", "Xavier Becerra")

	o := options(a, office, sign.LTA)
	o.New, o.Certify = true, true
	data := mustSign(t, document(t, "letter"), o).Bytes
	for field, id := range map[string]authority.Identity{"Signature1": first, "Signature3": second} {
		o := drawn(options(a, id, sign.LTA))
		o.Field = field
		data = mustSign(t, data, o).Bytes
	}
	doc, err := sign.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Free()) != 0 || doc.Certified != 2 {
		t.Errorf("free %v, certified %d", doc.Free(), doc.Certified)
	}
	if _, err := sign.Sign(t.Context(), data, options(a, first, sign.B)); err == nil || !strings.Contains(err.Error(), "only fields that were reserved") {
		t.Errorf("signing once more: %v", err)
	}
	a.Close()
	name := write(t, dir, "all.pdf", data)
	for _, f := range judges.Signatures(t, "--trust", root, "--revocation", "embedded", name) {
		if len(f.Signatures) != 6 {
			t.Errorf("%d signatures and stamps", len(f.Signatures))
		}
		for _, s := range f.Signatures {
			if !s.Pass {
				t.Errorf("%+v", s)
			}
		}
	}
	if out, pass := judges.Run(t, "pdf", name); !pass {
		t.Error(out)
	}
	if out, pass := judges.Run(t, "qpdf", name); !pass {
		t.Error(out)
	}
}

// TestSoleSigner certifies what nobody else will sign: nothing may change after,
// and the security store and stamps of the higher levels are no change.
func TestSoleSigner(t *testing.T) {
	a := authority.New(t)
	dir := t.TempDir()
	root := write(t, dir, "root.pem", a.Roots())
	o := options(a, a.Person("signer-rsa", "Hector Balderas"), sign.LTA)
	o.Certify = true
	out := mustSign(t, document(t, "release"), o)
	if !out.Last {
		t.Error("it does not say that nobody can sign after")
	}
	a.Close()
	for _, f := range judges.Signatures(t, "--trust", root, "--revocation", "embedded", write(t, dir, "sole.pdf", out.Bytes)) {
		one := f.Signatures[0]
		if !one.Pass || one.Certified != "NO_CHANGES" || one.DocMDP == nil || !*one.DocMDP {
			t.Errorf("%+v", one)
		}
	}
	if _, err := sign.Sign(t.Context(), out.Bytes, o); err == nil || !strings.Contains(err.Error(), "signed already") {
		t.Errorf("certifying again: %v", err)
	}
	o.Certify = false
	if _, err := sign.Sign(t.Context(), out.Bytes, o); err == nil || !strings.Contains(err.Error(), "nobody may sign") {
		t.Errorf("signing after: %v", err)
	}
}

// TestDeterministic signs twice at level B: RSA by PKCS #1 v1.5 and ECDSA as RFC
// 6979 has it give the same bytes. With a timestamp they cannot.
func TestDeterministic(t *testing.T) {
	a := authority.New(t)
	for _, key := range []string{"signer-rsa", "signer-p256"} {
		o := drawn(options(a, a.Person(key, "Hector Balderas"), sign.B))
		o.Field = "Signature1"
		if !bytes.Equal(mustSign(t, document(t, "letter"), o).Bytes, mustSign(t, document(t, "letter"), o).Bytes) {
			t.Errorf("%s: other bytes the second time", key)
		}
	}
}

// TestDictionary looks at what the signature's dictionary says.
func TestDictionary(t *testing.T) {
	a := authority.New(t)
	o := options(a, a.Person("signer-p256", "Hector Balderas"), sign.B)
	o.Field, o.Reason, o.Location = "Signature1", "Ñandú", "Santa Fe"
	o.Time = time.Date(2026, 11, 24, 12, 0, 0, 0, time.FixedZone("", -7*3600))
	in := document(t, "letter")
	out := mustSign(t, in, o)
	added := string(out.Bytes[len(in):])
	for _, want := range []string{"/SubFilter/ETSI.CAdES.detached", "/M(D:20261124190000Z)", "/Filter/Adobe.PPKLite", "/Location(Santa Fe)", "/ESIC"} {
		if !strings.Contains(added, want) {
			t.Errorf("no %s", want)
		}
	}
	m := regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+)\]`).FindStringSubmatch(added)
	if m == nil {
		t.Fatal("no ByteRange")
	}
	var from, to, n int
	fmt.Sscan(strings.Join(m[1:], " "), &from, &to, &n)
	if to+n != len(out.Bytes) || out.Bytes[from] != '<' || out.Bytes[to-1] != '>' {
		t.Errorf("ByteRange %v of %d bytes", m[1:], len(out.Bytes))
	}
	doc, err := sign.Open(out.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	s := doc.Fields[0].Signature
	if s == nil || s.Reason != "Ñandú" || !s.Date.Equal(o.Time) || !strings.HasPrefix(s.Signer, "Hector Balderas") || doc.Level(s) != sign.B {
		t.Errorf("read back: %+v", s)
	}
}
