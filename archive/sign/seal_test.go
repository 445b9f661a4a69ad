package sign_test

import (
	"strings"
	"testing"

	"chancery/archive/internal/authority"
	"chancery/archive/internal/judges"
	"chancery/archive/sign"
)

// TestSeal certifies a letter in the field that its letterhead reserves, with a
// seal that is seen, and has a signatory sign it after: the office need not name
// its field, and the signatory only because there are two.
func TestSeal(t *testing.T) {
	a := authority.New(t)
	dir := t.TempDir()
	root := write(t, dir, "root.pem", a.Roots())
	blank := document(t, "sealed")
	doc, err := sign.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	f := doc.Fields[0]
	if f.Name != sign.CertificationField || f.Title != "Signature of Office of the Attorney General" || f.Page != 1 || f.Width != 150 || f.Height != 58 {
		t.Errorf("the field: %+v", f)
	}
	files := []string{write(t, dir, "blank.pdf", blank)}
	office, first := a.Person("signer-rsa", "Office of the Attorney General"), a.Person("signer-p256", "Hector Balderas")
	for _, level := range []sign.Level{sign.B, sign.LTA} {
		o := drawn(options(a, office, level))
		o.Certify = true
		sealed := mustSign(t, blank, o)
		if sealed.Field != sign.CertificationField || !sealed.Visible || sealed.Last {
			t.Errorf("certified in %s, visible %v, last %v", sealed.Field, sealed.Visible, sealed.Last)
		}
		files = append(files, write(t, dir, "sealed-"+level.String()+"-certified.pdf", sealed.Bytes))
		o = drawn(options(a, first, level))
		o.Field = "Signature1"
		files = append(files, write(t, dir, "signed-"+level.String()+".pdf", mustSign(t, sealed.Bytes, o).Bytes))
	}
	// Who does not certify takes another field, and where only the office's is left
	// has to say that it is meant.
	o := options(a, first, sign.B)
	if _, err := sign.Sign(t.Context(), blank, o); err == nil || !strings.Contains(err.Error(), "one has to be named; free: Certification, Signature1, Signature3") {
		t.Errorf("two signatories, and none named: %v", err)
	}
	o.Field = "Signature1"
	one := mustSign(t, blank, o).Bytes
	o.Field = ""
	two := mustSign(t, one, o)
	if two.Field != "Signature3" {
		t.Errorf("signed in %s", two.Field)
	}
	if _, err := sign.Sign(t.Context(), two.Bytes, o); err == nil || !strings.Contains(err.Error(), "free: Certification") {
		t.Errorf("the office's field, not named: %v", err)
	}

	a.Close()
	for _, f := range judges.Signatures(t, append([]string{"--trust", root}, files[1:]...)...) {
		for _, s := range f.Signatures {
			if !s.Pass || s.Field == sign.CertificationField && s.Certified != "FILL_FORMS" {
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
