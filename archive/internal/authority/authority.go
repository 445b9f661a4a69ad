// Package authority is a certificate authority for tests: a root, one
// intermediate authority for people and one for time, an OCSP responder, lists of
// revoked certificates, a timestamp authority, and a server on 127.0.0.1 that
// answers for all of them.
//
//	Root ── Staff CA ─┬─ signers (Issue)
//	     │            └─ OCSP responder
//	     └─ Time CA ───── TSA
//
// Its keys are files in this folder, so that a test makes none: they are no
// secret, and nothing may ever trust them. Start with New.
package authority

import (
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"embed"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

//go:embed keys/*.pem
var keys embed.FS

// Key gives one of the kept keys: root, issuing, time-ca, ocsp, tsa, signer-rsa
// (3072 bits), signer-p256, signer-p384, other (P-256).
func Key(t testing.TB, name string) crypto.Signer {
	t.Helper()
	data, err := keys.ReadFile("keys/" + name + ".pem")
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(data)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return key.(crypto.Signer)
}

// Identity is a certificate with its key and the certificates above it, the root
// last.
type Identity struct {
	Key         crypto.Signer
	Certificate *x509.Certificate
	Chain       []*x509.Certificate
}

// PEM is the certificate and those above it but the root, and the key as PKCS#8.
func (id Identity) PEM(t testing.TB) (certificates, key []byte) {
	t.Helper()
	for _, c := range append([]*x509.Certificate{id.Certificate}, id.Chain[:len(id.Chain)-1]...) {
		certificates = append(certificates, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	der, err := x509.MarshalPKCS8PrivateKey(id.Key)
	if err != nil {
		t.Fatal(err)
	}
	return certificates, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// Authority is a running authority. Its fields may be changed between requests,
// not while one is served.
type Authority struct {
	Root, Staff, TimeCA, OCSP, TSA Identity

	// URL is where it is served; certificates name URL/ocsp, URL/*.crl, URL/*.cer.
	// URL/tsa takes timestamp requests.
	URL string

	// Clock is the time at which tokens, answers and lists are made.
	Clock func() time.Time

	// Lists are further authorities whose lists of what they revoked are served at
	// URL/lists/NAME.
	Lists map[string]Identity

	// Fault makes the servers misbehave; see the constants.
	Fault Fault

	mu      sync.Mutex
	serial  int64
	revoked map[string]time.Time // by serial number
	asked   map[string]int       // requests by path

	server *httptest.Server
	t      testing.TB
}

// New starts an authority that ends with the test. Its certificates are valid
// from a year before now to ten years after, by the machine's clock, those of the
// authorities for forty.
func New(t testing.TB) *Authority {
	t.Helper()
	return NewAt(t, func() time.Time { return time.Now().UTC().Truncate(time.Second) })
}

// NewAt is New with a clock, which says what is now. OCSP's answers are dated by
// the machine's clock, whatever this one says.
func NewAt(t testing.TB, clock func() time.Time) *Authority {
	t.Helper()
	a := &Authority{
		Clock:   clock,
		revoked: map[string]time.Time{},
		asked:   map[string]int{},
		t:       t,
	}
	a.server = httptest.NewServer(a.handler())
	t.Cleanup(a.Close)
	a.URL = a.server.URL

	a.Root = a.Issue(Identity{}, Key(t, "root"), "Test Root", Certifies)
	a.Staff = a.Issue(a.Root, Key(t, "issuing"), "Test Staff CA", Certifies, func(c *x509.Certificate) {
		c.CRLDistributionPoints = []string{a.URL + "/root.crl"}
		c.MaxPathLenZero = true
	})
	a.TimeCA = a.Issue(a.Root, Key(t, "time-ca"), "Test Time CA", Certifies, func(c *x509.Certificate) {
		c.CRLDistributionPoints = []string{a.URL + "/root.crl"}
		c.MaxPathLenZero = true
	})
	a.OCSP = a.Issue(a.Staff, Key(t, "ocsp"), "Test OCSP Responder", func(c *x509.Certificate) {
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
		// id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1)
		c.ExtraExtensions = []pkix.Extension{{Id: []int{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}, Value: []byte{5, 0}}}
	})
	a.TSA = a.Issue(a.TimeCA, Key(t, "tsa"), "Test TSA", Stamps, a.Listed("/time.crl"))
	return a
}

// Stamps makes a certificate one for timestamps.
func Stamps(c *x509.Certificate) {
	// RFC 3161 (2.3) wants it critical, and crypto/x509 does not write it so.
	c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: []int{2, 5, 29, 37}, Critical: true,
		Value: []byte{0x30, 0x0a, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 3, 8}})
}

// Listed has a certificate name the list of revoked ones at a path of the server.
func (a *Authority) Listed(path string) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.CRLDistributionPoints = append(c.CRLDistributionPoints, a.URL+path) }
}

// Close stops the server: from then on nothing answers.
func (a *Authority) Close() { a.server.Close() }

// Person issues a certificate for signing documents to one of the kept keys.
func (a *Authority) Person(key, name string, with ...func(*x509.Certificate)) Identity {
	a.t.Helper()
	return a.Issue(a.Staff, Key(a.t, key), name, append([]func(*x509.Certificate){func(c *x509.Certificate) {
		c.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
		c.OCSPServer = []string{a.URL + "/ocsp"}
		c.IssuingCertificateURL = []string{a.URL + "/staff.cer"}
		c.CRLDistributionPoints = []string{a.URL + "/staff.crl"}
	}}, with...)...)
}

// Issue makes a certificate under an issuer; without one, a root. Unless one of
// with says otherwise it may sign documents, and is valid from a year before now
// to ten years after.
func (a *Authority) Issue(issuer Identity, key crypto.Signer, name string, with ...func(*x509.Certificate)) Identity {
	a.t.Helper()
	a.mu.Lock()
	a.serial++
	serial := a.serial
	a.mu.Unlock()
	now := a.Clock()
	spki, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		a.t.Fatal(err)
	}
	keyID := sha1.Sum(spki)
	c := &x509.Certificate{
		SerialNumber:          big.NewInt(1000 + serial),
		Subject:               pkix.Name{CommonName: name, Organization: []string{"Chancery tests"}},
		NotBefore:             now.AddDate(-1, 0, 0),
		NotAfter:              now.AddDate(10, 0, 0),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		BasicConstraintsValid: true,
		SubjectKeyId:          keyID[:],
	}
	for _, f := range with {
		f(c)
	}
	id := Identity{Key: key}
	parent, parentKey := c, key
	if issuer.Certificate != nil {
		parent, parentKey = issuer.Certificate, issuer.Key
		id.Chain = append([]*x509.Certificate{issuer.Certificate}, issuer.Chain...)
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), parentKey)
	if err != nil {
		a.t.Fatal(err)
	}
	if id.Certificate, err = x509.ParseCertificate(der); err != nil {
		a.t.Fatal(err)
	}
	return id
}

// Certifies makes a certificate an authority's, for forty years.
func Certifies(c *x509.Certificate) {
	c.IsCA = true
	c.NotAfter = c.NotBefore.AddDate(40, 0, 0)
	c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
}

// Revoke says that a certificate was revoked at a time, to all who ask from now
// on.
func (a *Authority) Revoke(c *x509.Certificate, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.revoked[c.SerialNumber.String()] = at
}

// Asked is how often a path ("/tsa", "/ocsp", "/staff.crl") was asked for.
func (a *Authority) Asked(path string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked[path]
}

// Roots is the root as PEM.
func (a *Authority) Roots() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Root.Certificate.Raw})
}

// revokedAt says whether and when a certificate was revoked.
func (a *Authority) revokedAt(serial *big.Int) (time.Time, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	at, is := a.revoked[serial.String()]
	return at, is
}

// String names the authority.
func (a *Authority) String() string { return fmt.Sprintf("test authority at %s", a.URL) }
