package sign_test

import (
	"crypto/x509"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/archive/internal/authority"
	"chancery/archive/internal/judges"
	"chancery/archive/sign"
	"chancery/archive/verify"
)

// TestRenew keeps a file alive: signed twelve years ago, renewed nine years later,
// before the timestamp's certificate expired, and judged today, when that and the
// signer's have expired.
func TestRenew(t *testing.T) {
	today := time.Now().UTC().Truncate(time.Second)
	ago := func(years int) func() time.Time {
		return func() time.Time { return today.AddDate(-years, 0, 0) }
	}
	a := authority.NewAt(t, ago(12))
	dir := t.TempDir()
	id := a.Person("signer-rsa", "Hector Balderas", func(c *x509.Certificate) { c.OCSPServer = nil })
	o := options(a, id, sign.LTA)
	o.Certify = true // and nobody signs after: a renewal is no change
	once := mustSign(t, document(t, "release"), o).Bytes

	a.Clock = ago(3)
	old := a.TSA
	later := a.Issue(a.Root, authority.Key(t, "other"), "Time CA of later days", authority.Certifies, a.Listed("/root.crl"))
	a.Lists = map[string]authority.Identity{"later.crl": later}
	a.TSA = a.Issue(later, authority.Key(t, "tsa"), "Test TSA of later days", authority.Stamps, a.Listed("/lists/later.crl"))
	o = sign.Options{Time: a.Clock(), TSA: o.TSA, Ask: ask, Roots: o.Roots}
	out, err := sign.Renew(t.Context(), once, o)
	if err != nil {
		t.Fatal(err)
	}
	if out.Field != "Timestamp2" || !out.Time.Equal(a.Clock()) {
		t.Errorf("stamped in %s at %v", out.Field, out.Time)
	}
	a.Clock = ago(0)
	o.Time = a.Clock()
	if _, err := sign.Renew(t.Context(), once, o); err == nil || !strings.Contains(err.Error(), "expired") {
		t.Errorf("renewed when %s had expired: %v", old.Certificate.Subject.CommonName, err)
	}
	// And once more, so that what is judged today is proved today.
	twice, err := sign.Renew(t.Context(), out.Bytes, o)
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
	// pyHanko does not follow stamps of several authorities back into the past, so
	// that Chancery's own judge has to.
	for i, data := range [][]byte{twice.Bytes, once} {
		r := verify.File(data, verify.Options{At: a.Clock(), Trust: o.Roots})
		if (r.Verdict == verify.Official) != (i == 0) {
			t.Errorf("%s", r.Text())
		}
	}
	write(t, dir, "renewed.pdf", twice.Bytes)
	for _, judge := range []string{"pdf", "qpdf"} {
		if out, pass := judges.Run(t, judge, filepath.Join(dir, "renewed.pdf")); !pass {
			t.Error(out)
		}
	}

	if _, err := sign.Renew(t.Context(), document(t, "release"), o); err == nil || !strings.Contains(err.Error(), "nothing to renew") {
		t.Errorf("a file that nobody signed: %v", err)
	}
}

// TestRenewShort brings a file of level B-T or B-B up to B-LTA.
func TestRenewShort(t *testing.T) {
	a := authority.New(t)
	dir := t.TempDir()
	root := write(t, dir, "root.pem", a.Roots())
	id := a.Person("signer-p256", "Hector Balderas")
	var names []string
	for _, level := range []sign.Level{sign.B, sign.T, sign.LT} {
		o := options(a, id, level)
		short := mustSign(t, document(t, "release"), o).Bytes
		out, err := sign.Renew(t.Context(), short, sign.Options{Time: a.Clock(), TSA: o.TSA, Ask: ask, Roots: o.Roots})
		if err != nil {
			t.Fatal(err)
		}
		if level > sign.B {
			names = append(names, write(t, dir, level.String()+".pdf", out.Bytes))
		}
		doc, err := sign.Open(out.Bytes)
		if err != nil || len(doc.Fields) != 2 || !doc.Fields[1].Signature.Document {
			t.Errorf("level %s: %v, %v", level, err, doc.Fields)
		}
	}
	a.Revoke(id.Certificate, a.Clock().Add(-time.Hour))
	o := options(a, id, sign.B)
	short := mustSign(t, document(t, "release"), o).Bytes
	if _, err := sign.Renew(t.Context(), short, o); err == nil || !strings.Contains(err.Error(), "the signature in Signature1: the certificate of Hector Balderas (Chancery tests) was revoked") {
		t.Errorf("a revoked signer's: %v", err)
	}
	a.Close()
	for _, f := range judges.Signatures(t, append([]string{"--trust", root, "--revocation", "embedded"}, names...)...) {
		if s := f.Signatures[0]; !s.Pass {
			t.Errorf("%s: %+v", f.File, s)
		}
	}
}
