package sign_test

import (
	"bytes"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"chancery/archive/cms"
	"chancery/archive/internal/authority"
	"chancery/archive/sign"
)

// refuses sees that signing is an error with this text, before anybody is asked
// for a timestamp.
func refuses(t *testing.T, what string, data []byte, o sign.Options, want string) {
	t.Helper()
	if _, err := sign.Sign(t.Context(), data, o); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: the error is %v, want %q", what, err, want)
	}
}

// TestCertificates refuses certificates that are not for signing, not valid, or
// not the key's, at every level, and asks nobody.
func TestCertificates(t *testing.T) {
	a := authority.New(t)
	now := a.Clock()
	day := 24 * time.Hour
	for _, c := range []struct {
		what, want string
		with       func(*x509.Certificate)
	}{
		{"expired", "expired on", func(c *x509.Certificate) { c.NotAfter = now.Add(-day) }},
		{"not valid yet", "valid from", func(c *x509.Certificate) { c.NotBefore = now.Add(day) }},
		{"for encryption", "not one for signatures", func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }},
		{"for servers", "not one for signing documents", func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }},
		{"an authority's", "signs certificates and not documents", func(c *x509.Certificate) {
			c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageDigitalSignature
		}},
	} {
		id := a.Person("signer-p256", "A. Signer", c.with)
		for level := sign.B; level <= sign.LTA; level++ {
			refuses(t, c.what, document(t, "release"), options(a, id, level), c.want)
		}
	}
	id := a.Person("signer-p256", "A. Signer")
	o := options(a, id, sign.LTA)
	o.Signer.Key = authority.Key(t, "other")
	refuses(t, "another key", document(t, "release"), o, "the key is not that of the certificate of A. Signer")
	if n := a.Asked("/tsa") + a.Asked("/ocsp"); n != 0 {
		t.Errorf("authorities were asked %d times", n)
	}
	for usage, want := range map[x509.ExtKeyUsage]bool{x509.ExtKeyUsageEmailProtection: true, x509.ExtKeyUsageAny: true} {
		id := a.Person("signer-p256", "A. Signer", func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{usage} })
		if _, err := sign.Sign(t.Context(), document(t, "release"), options(a, id, sign.B)); (err == nil) != want {
			t.Errorf("extended usage %v: %v", usage, err)
		}
	}
}

// TestFields says of a field that cannot be signed why, and which can.
func TestFields(t *testing.T) {
	a := authority.New(t)
	o := options(a, a.Person("signer-p256", "A. Signer"), sign.B)
	letter := document(t, "letter")
	refuses(t, "none named", letter, o, "one has to be named; free: Signature1, Signature3")
	o.Field = "Signature2"
	refuses(t, "unknown", letter, o, `there is no signature field "Signature2"; free: Signature1, Signature3`)
	refuses(t, "no field", document(t, "release"), o, "the file has no signature field")
	o.Field = "Signature1"
	one := mustSign(t, letter, o).Bytes
	refuses(t, "taken", one, o, "the field Signature1 is signed already, by A. Signer (Chancery tests); free: Signature3")
	certify := o
	certify.Field, certify.Certify = "Signature3", true
	refuses(t, "certify after a signature", one, certify, "a certification has to be the first signature")
	o.Field = ""
	two := mustSign(t, one, o) // the only one that is left
	if two.Field != "Signature3" {
		t.Errorf("signed in %s", two.Field)
	}
	refuses(t, "all signed", two.Bytes, o, "all its reserved fields are signed")
	o.New = true
	three := mustSign(t, two.Bytes, o)
	if three.Field != "Signature2" { // the name that the letter left free
		t.Errorf("signed in %s", three.Field)
	}
	doc, err := sign.Open(three.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Fields) != 3 || len(doc.Free()) != 0 || doc.Fields[2].Page != 1 {
		t.Errorf("fields %v", doc.Fields)
	}
	o.Field = "Signature1"
	refuses(t, "both", letter, o, "cannot have the name of a reserved one")
}

// TestAuthorities says which authority failed, and how.
func TestAuthorities(t *testing.T) {
	a := authority.New(t)
	id := a.Person("signer-rsa", "A. Signer")
	release := document(t, "release")
	for _, c := range []struct {
		fault authority.Fault
		level sign.Level
		want  string
	}{
		{authority.TSARefuses, sign.T, "not today"},
		{authority.TSAWrongDigest, sign.T, "made for something else"},
		{authority.TSAWrongNonce, sign.T, "made for another request"},
		{authority.TSANonsense, sign.T, "not one of a timestamp authority"},
		{authority.Down, sign.T, "status 503"},
		{authority.Down, sign.LT, "nothing says whether the certificate of A. Signer"},
	} {
		a.Fault = c.fault
		refuses(t, string(c.fault), release, options(a, id, c.level), c.want)
	}
	// Where the responder fails, the list will do.
	for _, fault := range []authority.Fault{authority.OCSPRefuses, authority.OCSPUnknown} {
		a.Fault = fault
		before := a.Asked("/staff.crl")
		mustSign(t, release, options(a, id, sign.LT))
		if a.Asked("/staff.crl") == before {
			t.Errorf("%s: the list was not asked for", fault)
		}
	}
	a.Fault = authority.None
	o := options(a, id, sign.T)
	o.TSA = ""
	refuses(t, "no TSA", release, o, "needs a timestamp authority")

	// A root that is not trusted, and one that nothing leads to.
	o = options(a, id, sign.LT)
	other := a.Issue(authority.Identity{}, authority.Key(t, "other"), "Other Root", func(c *x509.Certificate) {
		c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign
	})
	o.Roots = []*x509.Certificate{other.Certificate}
	refuses(t, "another root", release, o, "neither with the certificate nor among the trusted roots")

	a.Revoke(id.Certificate, a.Clock().Add(-time.Hour))
	before := a.Asked("/tsa")
	refuses(t, "revoked", release, options(a, id, sign.LT), "was revoked on")
	if a.Asked("/tsa") != before {
		t.Error("a timestamp was asked for, for a revoked certificate")
	}
	fresh := a.Person("signer-p256", "B. Signer")
	a.Revoke(a.TSA.Certificate, a.Clock().Add(-time.Hour))
	refuses(t, "revoked TSA", release, options(a, fresh, sign.LT), "was revoked on")
}

// TestIssuers finds the certificates on the way to the root where they are said
// to be, and says which is missing.
func TestIssuers(t *testing.T) {
	a := authority.New(t)
	id := a.Person("signer-p256", "A. Signer")
	o := options(a, id, sign.LT)
	o.Signer.Chain = nil
	if out := mustSign(t, document(t, "release"), o); a.Asked("/staff.cer") == 0 || len(out.Bytes) == 0 {
		t.Error("its issuer's certificate was not asked for")
	}
	id = a.Person("signer-p256", "A. Signer", func(c *x509.Certificate) { c.IssuingCertificateURL = nil })
	o = options(a, id, sign.LT)
	o.Signer.Chain = nil
	refuses(t, "no issuer", document(t, "release"), o, "the certificate of the issuer of A. Signer")
	o.Others = []*x509.Certificate{a.Staff.Certificate}
	mustSign(t, document(t, "release"), o)
}

// TestRoom signs with certificates that take more room than is reserved at first.
func TestRoom(t *testing.T) {
	a := authority.New(t)
	id := a.Person("signer-p256", "A. Signer")
	a.TSA = a.Issue(a.TimeCA, authority.Key(t, "tsa"), "Test TSA", func(c *x509.Certificate) {
		c.ExtraExtensions = a.TSA.Certificate.Extensions[:0:0]
		for _, x := range a.TSA.Certificate.Extensions {
			if x.Critical && x.Id.String() == "2.5.29.37" {
				c.ExtraExtensions = append(c.ExtraExtensions, x)
			}
		}
		c.DNSNames = []string{strings.Repeat("a-long-name.", 2500) + "example"}
	})
	out := mustSign(t, document(t, "release"), options(a, id, sign.T))
	doc, err := sign.Open(out.Bytes)
	if err != nil || doc.Fields[0].Signature.Stamped.IsZero() {
		t.Errorf("%v, %+v", err, doc)
	}
}

// TestOpenRefuses takes no file that it cannot sign for one that it can.
func TestOpenRefuses(t *testing.T) {
	letter := document(t, "letter")
	for what, data := range map[string][]byte{
		"nothing": nil, "text": []byte("not a PDF at all"), "cut off": letter[:len(letter)/2],
		"no catalog": bytes.Replace(letter, []byte("startxref"), []byte("startxxxx"), 1),
	} {
		if _, err := sign.Open(data); err == nil {
			t.Errorf("%s is opened", what)
		}
	}
	if err := sign.CheckSigner(cms.Signer{}, time.Now()); err == nil {
		t.Error("no key signs")
	}
}
