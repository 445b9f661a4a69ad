package verify_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"chancery/archive/sign"
	"chancery/archive/verify"
	"chancery/layout/pdf/cos"
	"chancery/layout/press"
)

// letterSource is a letter with two fields.
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
  - name: Xavier Becerra
    title: Attorney General of California
    signature: digital
---

We write to object, and say why on [our site](https://www.example.gov/).
`

// TestLetter signs a letter of Chancery's as an office does: certified, signed by
// two in the fields reserved for them, which show it, and timestamped; then
// forges it.
func TestLetter(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "letter.md")
	if err := os.WriteFile(in, []byte(letterSource), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := press.Build(context.Background(), press.Options{Packet: in, Output: dir, Formats: []press.Format{press.PDF}}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "letter.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	other := w.Person("signer-rsa", "Xavier Becerra")
	draw := func(name string) func(sign.Field) (sign.Look, error) {
		return func(f sign.Field) (sign.Look, error) {
			content, err := press.Signature{Lang: "en-US", Name: name, Time: w.now}.Draw(f.Width, f.Height)
			return sign.Look{Content: content}, err
		}
	}
	data = w.signs(data, w.signer, sign.Options{Level: sign.LT, New: true, Certify: true})
	data = w.signs(data, w.signer, sign.Options{Level: sign.LT, Field: "Signature1", Draw: draw("Hector Balderas")})
	data = w.signs(data, other, sign.Options{Level: sign.LTA, Field: "Signature2", Draw: draw("Xavier Becerra")})
	w.Close()
	o := verify.Options{Trust: w.options().Trust, At: w.now.AddDate(1, 0, 0)}
	r := expect(t, "letter", data, o, verify.Official, "")
	if levels(r) != "B-LTA B-LTA B-LTA" || len(r.Claims) != 2 || r.Claims[0] != "PDF/A-2a" || r.Claims[1] != "PDF/UA-1" {
		t.Errorf("levels %s, claims %v", levels(r), r.Claims)
	}
	f, err := cos.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	for n, o := range f.Objects {
		if d, ok := o.(*cos.Dict); ok && d.Get("Type") == cos.Name("StructElem") {
			forged := update(t, data, entries(cos.Ref(n), "ActualText", cos.String("We write to agree")))
			expect(t, "other words for a listener", forged, verify.Options{Trust: w.options().Trust, At: w.now.AddDate(1, 0, 0)}, verify.Altered, "structure")
			break
		}
	}
	agree(t, w, []judged{{"letter", data, verify.Official}})
}
