package authority_test

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"io"
	"net/http"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"chancery/archive/cms"
	"chancery/archive/internal/authority"
)

func post(t *testing.T, url, kind string, body []byte) []byte {
	t.Helper()
	r, err := http.Post(url, kind, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	answer, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestAuthority(t *testing.T) {
	a := authority.New(t)
	id := a.Person("signer-rsa", "A. Signer")
	pool, between := x509.NewCertPool(), x509.NewCertPool()
	pool.AddCert(a.Root.Certificate)
	between.AddCert(a.Staff.Certificate)
	between.AddCert(a.TimeCA.Certificate)
	for _, c := range []struct {
		id    authority.Identity
		usage x509.ExtKeyUsage
	}{{id, x509.ExtKeyUsageAny}, {a.TSA, x509.ExtKeyUsageTimeStamping}, {a.OCSP, x509.ExtKeyUsageOCSPSigning}} {
		if _, err := c.id.Certificate.Verify(x509.VerifyOptions{Roots: pool, Intermediates: between, KeyUsages: []x509.ExtKeyUsage{c.usage}}); err != nil {
			t.Errorf("%s: %v", c.id.Certificate.Subject, err)
		}
	}

	ask, err := ocsp.CreateRequest(id.Certificate, a.Staff.Certificate, nil)
	if err != nil {
		t.Fatal(err)
	}
	status := func() int {
		answer, err := ocsp.ParseResponseForCert(post(t, a.URL+"/ocsp", "application/ocsp-request", ask), id.Certificate, a.Staff.Certificate)
		if err != nil {
			t.Fatal(err)
		}
		return answer.Status
	}
	revoked := func() int {
		der, err := a.CRL(a.Staff)
		if err != nil {
			t.Fatal(err)
		}
		list, err := x509.ParseRevocationList(der)
		if err != nil {
			t.Fatal(err)
		}
		if err := list.CheckSignatureFrom(a.Staff.Certificate); err != nil {
			t.Error(err)
		}
		return len(list.RevokedCertificateEntries)
	}
	if status() != ocsp.Good || revoked() != 0 {
		t.Error("revoked from the start")
	}
	a.Revoke(id.Certificate, a.Clock().Add(-time.Hour))
	if status() != ocsp.Revoked || revoked() != 1 {
		t.Error("not revoked")
	}
	if a.Asked("/ocsp") != 2 {
		t.Errorf("asked %d times", a.Asked("/ocsp"))
	}

	digest := sha256.Sum256([]byte("x"))
	q, err := cms.TimestampRequest(crypto.SHA256, digest[:], nil)
	if err != nil {
		t.Fatal(err)
	}
	if answer := post(t, a.URL+"/tsa", "application/timestamp-query", q); !bytes.Contains(answer, digest[:]) || !bytes.Contains(answer, a.TSA.Certificate.Raw) {
		t.Error("no token")
	}
	a.Fault = authority.TSARefuses
	if answer := post(t, a.URL+"/tsa", "application/timestamp-query", q); !bytes.Contains(answer, []byte("not today")) {
		t.Error("no refusal")
	}
}
