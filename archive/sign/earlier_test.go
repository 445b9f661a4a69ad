package sign_test

import (
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"chancery/archive/internal/authority"
	"chancery/archive/internal/judges"
	"chancery/archive/sign"
	"chancery/archive/verify"
)

// TestEarlier has one sign at level B or T, under a root that the other does not
// know but once, and the other at level LT or LTA: the file then holds what is needed to
// check both. Nothing is asked twice, and what cannot be had is said.
func TestEarlier(t *testing.T) {
	a := authority.New(t)
	dir := t.TempDir()
	far := a.Issue(authority.Identity{}, authority.Key(t, "other"), "Root of another state", authority.Certifies)
	farStaff := a.Issue(far, authority.Key(t, "time-ca"), "Staff CA of another state", authority.Certifies, a.Listed("/lists/far-root.crl"))
	a.Lists = map[string]authority.Identity{"far-root.crl": far, "far-staff.crl": farStaff}
	first := a.Issue(farStaff, authority.Key(t, "signer-rsa"), "Xavier Becerra", a.Listed("/lists/far-staff.crl"))
	second := a.Person("signer-p256", "Hector Balderas")
	roots := []string{"--trust", write(t, dir, "root.pem", a.Roots()), "--trust", write(t, dir, "far.pem",
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: far.Certificate.Raw}))}

	var files []string
	var once []byte
	for _, levels := range [][2]sign.Level{{sign.T, sign.LT}, {sign.T, sign.LTA}, {sign.B, sign.LTA}} {
		o := options(a, first, levels[0])
		o.Field = "Signature3"
		once = mustSign(t, document(t, "letter"), o).Bytes
		o = options(a, second, levels[1])
		o.Field = "Signature1"
		if levels == [2]sign.Level{sign.T, sign.LTA} {
			// pyHanko judges the past by roots alone that are in the file.
			o.Roots = append(o.Roots, far.Certificate)
		}
		both := mustSign(t, once, o)
		if len(both.Unproven) > 0 {
			t.Errorf("%s, %s: unproven %v", levels[0], levels[1], both.Unproven)
		}
		r := verify.File(both.Bytes, verify.Options{At: a.Clock(), Trust: []*x509.Certificate{a.Root.Certificate, far.Certificate}})
		if r.Verdict != verify.Official {
			t.Errorf("%s, %s: %s", levels[0], levels[1], r.Text())
		}
		if levels[0] == sign.T { // pyHanko wants a signature's own timestamp
			files = append(files, write(t, dir, levels[0].String()+"-"+levels[1].String()+".pdf", both.Bytes))
		}
		before := a.Asked("/lists/far-staff.crl")
		o = options(a, second, levels[1])
		o.New = true
		if again := mustSign(t, both.Bytes, o); len(again.Unproven) > 0 || a.Asked("/lists/far-staff.crl") != before {
			t.Errorf("%s, %s: asked again for what the file holds; unproven %v", levels[0], levels[1], again.Unproven)
		}
	}

	// A list that is not to be had any more, and a certificate that was revoked
	// before it was used: the second signs all the same, and is told.
	o := options(a, second, sign.LTA)
	o.Field = "Signature1"
	delete(a.Lists, "far-staff.crl")
	if both := mustSign(t, once, o); len(both.Unproven) != 1 || both.Unproven[0].Field != "Signature3" ||
		!strings.Contains(both.Unproven[0].Err.Error(), "nothing says whether the certificate of Xavier Becerra") {
		t.Errorf("a list that is not there: %v", both.Unproven)
	}
	if _, err := sign.Renew(t.Context(), once, o); err == nil || !strings.Contains(err.Error(), "the signature in Signature3") {
		t.Errorf("renewed, though nothing proves it: %v", err)
	}
	a.Lists["far-staff.crl"] = farStaff
	a.Revoke(first.Certificate, a.Clock().AddDate(0, 0, -1))
	if both := mustSign(t, once, o); len(both.Unproven) != 1 || !strings.Contains(both.Unproven[0].Err.Error(), "was revoked") {
		t.Errorf("revoked: %v", both.Unproven)
	}

	a.Close()
	for _, f := range judges.Signatures(t, append(append(roots, "--revocation", "embedded"), files...)...) {
		if f.Error != "" || len(f.Signatures) < 2 {
			t.Errorf("%s: %s, %d signatures", f.File, f.Error, len(f.Signatures))
		}
		for _, s := range f.Signatures {
			if !s.Pass {
				t.Errorf("%s: %+v", f.File, s)
			}
		}
	}
	for _, judge := range []string{"pdf", "qpdf"} {
		if out, pass := judges.Run(t, append([]string{judge}, files...)...); !pass {
			t.Error(out)
		}
	}
}
