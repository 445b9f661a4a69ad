package cms_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"chancery/archive/cms"
	"chancery/archive/internal/authority"
)

// These are named once more here, from RFC 4055, 5754, 5035, 2634 and 6211.
var (
	sha1OID    = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	sha256OID  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	sha384OID  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	rsaOID     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	rsa256OID  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	rsa384OID  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	rsa1OID    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}
	pssOID     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	mgfOID     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
	ecdsaOID   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	edOID      = asn1.ObjectIdentifier{1, 3, 101, 112}
	ed448OID   = asn1.ObjectIdentifier{1, 3, 101, 113}
	sha512OID  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	essOID     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	protectOID = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 52}
)

// odd is a signature made by hand: the zero value is a good one.
type odd struct {
	digest       asn1.ObjectIdentifier // of the signer
	listed       asn1.ObjectIdentifier // in the list of SignedData
	algorithm    asn1.ObjectIdentifier
	parameters   []byte
	contentType  asn1.ObjectIdentifier
	message      []byte // the messageDigest
	noAttributes bool
	noESS        bool
	ess          []byte // another digest of the certificate
	essV1        bool
	attributes   [][]byte // more
	signers      int
	byKeyID      bool
	noCerts      bool
	sign         func(key crypto.Signer, signed []byte) []byte
	more         []byte // after everything
}

// element is a DER element of a tag.
func element(tag tags.Tag, parts ...[]byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(tag, func(b *cryptobyte.Builder) { b.AddBytes(bytes.Join(parts, nil)) })
	return b.BytesOrPanic()
}

func sequence(parts ...[]byte) []byte { return element(tags.SEQUENCE, parts...) }
func setOf(parts ...[]byte) []byte    { return element(tags.SET, parts...) }
func explicit(n uint8, parts ...[]byte) []byte {
	return element(tags.Tag(n).ContextSpecific().Constructed(), parts...)
}

func integer(n int64) []byte {
	var b cryptobyte.Builder
	b.AddASN1Int64(n)
	return b.BytesOrPanic()
}

func oid(o asn1.ObjectIdentifier) []byte {
	var b cryptobyte.Builder
	b.AddASN1ObjectIdentifier(o)
	return b.BytesOrPanic()
}

func octets(p []byte) []byte { return element(tags.OCTET_STRING, p) }

func attribute(o asn1.ObjectIdentifier, value []byte) []byte { return sequence(oid(o), setOf(value)) }

// make makes the signature over content, which stays outside.
func (o odd) make(t *testing.T, id authority.Identity, content []byte) []byte {
	t.Helper()
	or := func(a, b asn1.ObjectIdentifier) asn1.ObjectIdentifier {
		if a == nil {
			return b
		}
		return a
	}
	o.digest = or(o.digest, sha256OID)
	o.listed = or(o.listed, o.digest)
	standard := ecdsaOID
	if _, ok := id.Key.Public().(*rsa.PublicKey); ok {
		standard = rsaOID
	}
	o.algorithm = or(o.algorithm, standard)
	if o.message == nil {
		sum := sha256.Sum256(content)
		o.message = sum[:]
	}
	if o.ess == nil {
		sum := sha256.Sum256(id.Certificate.Raw)
		o.ess = sum[:]
	}
	all := append([][]byte{
		attribute(cms.OIDContentType, oid(or(o.contentType, cms.OIDData))),
		attribute(cms.OIDMessageDigest, octets(o.message)),
	}, o.attributes...)
	switch {
	case o.noESS:
	case o.essV1:
		sum := sha1.Sum(id.Certificate.Raw)
		all = append(all, attribute(essOID, sequence(sequence(sequence(octets(sum[:]))))))
	default:
		all = append(all, attribute(cms.OIDSigningCertificateV2, sequence(sequence(sequence(octets(o.ess))))))
	}
	signed := setOf(all...)
	if o.sign == nil {
		o.sign = func(key crypto.Signer, signed []byte) []byte {
			sum := sha256.Sum256(signed)
			s, err := key.Sign(rand.Reader, sum[:], crypto.SHA256)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
	}
	value := o.sign(id.Key, signed)
	var serial cryptobyte.Builder
	serial.AddASN1BigInt(id.Certificate.SerialNumber)
	sid := sequence(id.Certificate.RawIssuer, serial.BytesOrPanic())
	if o.byKeyID {
		sid = element(tags.Tag(0).ContextSpecific(), id.Certificate.SubjectKeyId)
	}
	parts := [][]byte{integer(1), sid, sequence(oid(o.digest)), append([]byte{0xA0}, signed[1:]...), sequence(oid(o.algorithm), o.parameters), octets(value)}
	if o.noAttributes {
		parts = append(parts[:3], parts[4:]...)
	}
	signer := sequence(parts...)
	signers := signer
	for range o.signers {
		signers = append(signers, signer...)
	}
	certs := explicit(0, id.Certificate.Raw)
	if o.noCerts {
		certs = nil
	}
	data := sequence(integer(1), setOf(sequence(oid(o.listed))), sequence(oid(cms.OIDData)), certs, setOf(signers))
	return append(sequence(oid(cms.OIDSignedData), explicit(0, data)), o.more...)
}

// pss are RSASSA-PSS-params.
func pss(hash, mask asn1.ObjectIdentifier, salt int64) []byte {
	return sequence(explicit(0, sequence(oid(hash))), explicit(1, sequence(oid(mgfOID), sequence(oid(mask)))), explicit(2, integer(salt)))
}

// TestVerify reads signatures that are odd in one way each.
func TestVerify(t *testing.T) {
	a := authority.New(t)
	rsaID, ecID := a.Person("signer-rsa", "A. Signer"), a.Person("signer-p256", "A. Signer")
	content := []byte("We write to object.")
	one := sha1.Sum(content)
	signPSS := func(salt int) func(crypto.Signer, []byte) []byte {
		return func(key crypto.Signer, signed []byte) []byte {
			sum := sha256.Sum256(signed)
			s, err := rsa.SignPSS(rand.Reader, key.(*rsa.PrivateKey), crypto.SHA256, sum[:], &rsa.PSSOptions{SaltLength: salt})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
	}
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	edID := a.Issue(a.Staff, edKey, "A. Signer")
	long := sha512.Sum512(content)
	signEd := func(key crypto.Signer, signed []byte) []byte { return ed25519.Sign(key.(ed25519.PrivateKey), signed) }
	null := []byte{5, 0}
	good := cms.Kind(0)
	for _, c := range []struct {
		name string
		odd  odd
		id   authority.Identity
		kind cms.Kind
	}{
		{"ECDSA", odd{}, ecID, good},
		{"RSA", odd{parameters: null}, rsaID, good},
		{"RSA that names its digest", odd{algorithm: rsa256OID, parameters: null}, rsaID, good},
		{"named by the identifier of its key", odd{byKeyID: true}, ecID, good},
		{"PSS", odd{algorithm: pssOID, parameters: pss(sha256OID, sha256OID, 32), sign: signPSS(32)}, rsaID, good},
		{"PSS with a short salt", odd{algorithm: pssOID, parameters: pss(sha256OID, sha256OID, 20), sign: signPSS(20)}, rsaID, good},
		{"PSS with another salt than it says", odd{algorithm: pssOID, parameters: pss(sha256OID, sha256OID, 32), sign: signPSS(20)}, rsaID, cms.Mismatch},
		{"PSS with two digests", odd{algorithm: pssOID, parameters: pss(sha256OID, sha384OID, 32), sign: signPSS(32)}, rsaID, cms.Refused},
		{"PSS with SHA-1", odd{algorithm: pssOID, parameters: pss(sha1OID, sha1OID, 20), sign: signPSS(20)}, rsaID, cms.Refused},
		{"PSS that says nothing, and so SHA-1", odd{algorithm: pssOID, parameters: sequence(), sign: signPSS(20)}, rsaID, cms.Refused},
		{"PSS for another digest", odd{algorithm: pssOID, parameters: pss(sha384OID, sha384OID, 48), sign: signPSS(32)}, rsaID, cms.Refused},
		{"PSS without parameters", odd{algorithm: pssOID, sign: signPSS(32)}, rsaID, cms.Damaged},
		{"PSS by the other rule", odd{algorithm: pssOID, parameters: pss(sha256OID, sha256OID, 32)}, rsaID, cms.Mismatch},
		{"Ed25519", odd{algorithm: edOID, digest: sha512OID, message: long[:], sign: signEd}, edID, good},
		{"Ed25519 with parameters", odd{algorithm: edOID, digest: sha512OID, message: long[:], sign: signEd, parameters: null}, edID, cms.Damaged},
		{"Ed25519 with another digest than SHA-512", odd{algorithm: edOID, sign: signEd}, edID, cms.Refused},
		{"Ed25519 by another key", odd{algorithm: edOID, digest: sha512OID, message: long[:], sign: func(crypto.Signer, []byte) []byte { return make([]byte, 64) }}, edID, cms.Mismatch},
		{"Ed25519 of a certificate for ECDSA", odd{algorithm: edOID, digest: sha512OID, message: long[:], sign: func(crypto.Signer, []byte) []byte { return make([]byte, 64) }}, ecID, cms.Mismatch},
		{"ECDSA of a certificate for Ed25519", odd{algorithm: ecdsaOID, sign: signEd}, edID, cms.Mismatch},
		{"parameters that are none", odd{parameters: []byte{4, 1, 7}}, rsaID, cms.Damaged},
		{"SHA-1", odd{digest: sha1OID, message: one[:]}, ecID, cms.Refused},
		{"SHA-1 in the signature alone", odd{algorithm: rsa1OID, parameters: null}, rsaID, cms.Refused},
		{"another digest in the algorithm", odd{algorithm: rsa384OID, parameters: null}, rsaID, cms.Refused},
		{"an algorithm that is not known", odd{algorithm: ed448OID}, ecID, cms.Refused},
		{"an algorithm for another key", odd{algorithm: rsaOID, parameters: null}, ecID, cms.Mismatch},
		{"a digest that is not listed", odd{listed: sha384OID}, ecID, cms.Damaged},
		{"the digest of something else", odd{message: make([]byte, 32)}, ecID, cms.Mismatch},
		{"a digest cut off", odd{message: make([]byte, 31)}, ecID, cms.Mismatch},
		{"another type of content", odd{contentType: cms.OIDTSTInfo}, ecID, cms.Damaged},
		{"nothing signed but the digest", odd{noAttributes: true}, ecID, cms.Refused},
		{"no certificate named", odd{noESS: true}, ecID, cms.Refused},
		{"a certificate named by SHA-1", odd{essV1: true}, ecID, cms.Refused},
		{"another certificate named", odd{ess: make([]byte, 32)}, ecID, cms.Mismatch},
		{"the digest twice", odd{attributes: [][]byte{attribute(cms.OIDMessageDigest, octets(make([]byte, 32)))}}, ecID, cms.Damaged},
		{"algorithms protected", odd{attributes: [][]byte{attribute(protectOID, sequence(sequence(oid(sha256OID)), explicit(1, oid(ecdsaOID))))}}, ecID, good},
		{"other algorithms protected", odd{attributes: [][]byte{attribute(protectOID, sequence(sequence(oid(sha256OID)), explicit(1, oid(rsaOID))))}}, ecID, cms.Mismatch},
		{"two signers", odd{signers: 1}, ecID, cms.Damaged},
		{"no certificate", odd{noCerts: true}, ecID, cms.Damaged},
		{"signed by another key", odd{sign: func(_ crypto.Signer, signed []byte) []byte {
			sum := sha256.Sum256(signed)
			s, err := authority.Key(t, "other").Sign(rand.Reader, sum[:], crypto.SHA256)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}}, ecID, cms.Mismatch},
	} {
		s, rest, err := cms.Parse(c.odd.make(t, c.id, content))
		if err == nil {
			_, err = s.Verify(func(h crypto.Hash) []byte {
				w := h.New()
				w.Write(content)
				return w.Sum(nil)
			}, true)
		}
		var f *cms.Fault
		if got := errors.As(err, &f); got != (c.kind != good) || got && f.Kind != c.kind || err != nil && !got {
			t.Errorf("%s: %v, want %q", c.name, err, c.kind)
		}
		if err == nil && len(rest) != 0 {
			t.Errorf("%s: %d bytes left", c.name, len(rest))
		}
	}
	// What is after it is given back, for whoever asks for zeros there.
	if _, rest, err := cms.Parse(odd{more: []byte{0, 0, 7}}.make(t, ecID, content)); err != nil || !bytes.Equal(rest, []byte{0, 0, 7}) {
		t.Errorf("rest %x, error %v", rest, err)
	}
	// DER, and no other encoding.
	der := odd{}.make(t, ecID, content)
	if _, _, err := cms.Parse(append([]byte{0x30, 0x80}, der[4:]...)); err == nil {
		t.Error("an indefinite length is read")
	}
}

// TestIndefinite reads what Poppler signed with NSS, which gives no lengths; see
// others.sh beside the file.
func TestIndefinite(t *testing.T) {
	ber, err := os.ReadFile("../verify/testdata/others/poppler.der")
	if err != nil {
		t.Fatal(err)
	}
	said, err := os.ReadFile("../verify/testdata/others/poppler.sha256")
	if err != nil {
		t.Fatal(err)
	}
	digest, err := hex.DecodeString(strings.TrimSpace(string(said)))
	if err != nil {
		t.Fatal(err)
	}
	if ber[1] != 0x80 {
		t.Fatal("it has a length")
	}
	s, rest, err := cms.Parse(ber)
	if err != nil || len(bytes.Trim(rest, "\x00")) > 0 || len(rest) < 10 {
		t.Fatalf("rest %x, error %v", rest, err)
	}
	if c, err := s.Verify(func(crypto.Hash) []byte { return digest }, false); err != nil || c.Subject.CommonName != "Signer of Others" {
		t.Errorf("%v, %v", c, err)
	}
	// Cut off anywhere it is no structure, and no loop.
	for n := range len(ber) - len(rest) {
		if _, _, err := cms.Parse(ber[:n]); err == nil {
			t.Errorf("the first %d bytes are read", n)
		}
	}
	for _, odd := range [][]byte{bytes.Repeat([]byte{0x30, 0x80}, 1000), {0x04, 0x80, 0, 0}, {0x30, 0x80, 0x1F, 0x80}, {0x30, 0x80, 4, 0x84, 0xFF, 0xFF, 0xFF, 0xFF}} {
		if _, _, err := cms.Parse(odd); err == nil {
			t.Errorf("%x is read", odd[:4])
		}
	}
}

// TestWeakKeys refuses keys that are too short or on other curves.
func TestWeakKeys(t *testing.T) {
	a := authority.New(t)
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]crypto.Signer{"P-224": p224, "RSA of 1024 bits": short} {
		id := a.Issue(a.Staff, key, "A. Signer")
		if err := cms.Strong(id.Certificate); err == nil {
			t.Errorf("%s counts", name)
		}
	}
	if err := cms.Strong(a.Root.Certificate); err != nil {
		t.Errorf("the root's key: %v", err)
	}
}

// TestName sees that a name cannot pass for more than one.
func TestName(t *testing.T) {
	a := authority.New(t)
	for in, want := range map[string]string{
		"A. Signer":               "A. Signer (Chancery tests)",
		"A\nOFFICIAL":             "A OFFICIAL (Chancery tests)",
		"\u202eA\x1b[2J":          " A [2J (Chancery tests)",
		"Chancery tests":          "Chancery tests",
		"Señora Ñandú, d. Ä. 张三 ": "Señora Ñandú, d. Ä. 张三  (Chancery tests)",
	} {
		if got := cms.Name(a.Person("signer-p256", in).Certificate); got != want {
			t.Errorf("%q is called %q, want %q", in, got, want)
		}
	}
}

// FuzzParse sees that no bytes make the readers panic.
func FuzzParse(f *testing.F) {
	a := authority.New(f)
	id := a.Person("signer-p256", "A. Signer")
	digest := sha256.Sum256(nil)
	token, err := a.Timestamp(crypto.SHA256, digest[:])
	if err != nil {
		f.Fatal(err)
	}
	der, err := cms.Sign(cms.Content{Type: cms.OIDData, Bytes: []byte("x")}, cms.Signer{Key: id.Key, Certificate: id.Certificate}, func([]byte) ([]cms.Attribute, error) {
		return []cms.Attribute{{Type: cms.OIDTimeStampToken, Value: token}}, nil
	})
	if err != nil {
		f.Fatal(err)
	}
	crl, err := a.CRL(a.Staff)
	if err != nil {
		f.Fatal(err)
	}
	answer, err := a.Answer(id.Certificate.SerialNumber)
	if err != nil {
		f.Fatal(err)
	}
	ber, err := os.ReadFile("../verify/testdata/others/poppler.der")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{der, token, crl, answer, ber} {
		f.Add(seed)
	}
	store := &cms.Store{Roots: []*x509.Certificate{a.Root.Certificate}, Others: []*x509.Certificate{a.Staff.Certificate}}
	now := a.Clock()
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, _, err := cms.Parse(data); err == nil {
			s.Verify(nil, false)
		}
		if s, _, err := cms.ParseTimestamp(data); err == nil {
			s.Verify(func(crypto.Hash) []byte { return nil })
		}
		s := *store
		if e, err := cms.ParseCRL(data, ""); err == nil {
			s.Evidence = append(s.Evidence, e)
		}
		if es, err := cms.ParseOCSP(data, ""); err == nil {
			s.Evidence = append(s.Evidence, es...)
		}
		for _, e := range s.Evidence {
			s.Vouched(e)
		}
		if s.Evidence != nil {
			s.Path(id.Certificate, cms.ForSigning, cms.Moments{Valid: now, Used: now, Now: now})
		}
	})
}
