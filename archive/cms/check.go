package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// Signature algorithms that are read: RFC 4055, RFC 5754, RFC 5758, RFC 5480, RFC 8419.
var (
	oidRSASHA1   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}
	oidRSAMD5    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 4}
	oidECDSASHA1 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 1}
	oidRSASHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidRSASHA384 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	oidRSASHA512 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}
	oidRSAPSS    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidMGF1      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
	oidECKey     = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidEd25519   = asn1.ObjectIdentifier{1, 3, 101, 112} // RFC 8419
)

// leastRSA is the shortest RSA key, in bits, that counts (NIST SP 800-131A).
const leastRSA = 2048

// Verify sees that the signer signed a digest of the content, and with which
// certificate. digest gives the content's digest by the signer's Hash; nil takes
// that of Content. strict asks for signing-certificate-v2, without which another
// certificate of the same key could be put in the place of the signer's (RFC
// 5035, 1.1). The certificate is the signer's, and whether it is worth anything
// is for Store.Path to say: it is given also with a fault, where it is known.
func (s *SignedData) Verify(digest func(crypto.Hash) []byte, strict bool) (*x509.Certificate, error) {
	cert := s.SignerCertificate()
	if cert == nil {
		return nil, &Fault{Damaged, "it does not bring the certificate of its signer"}
	}
	var got []byte
	if digest != nil {
		got = digest(s.Hash)
	} else {
		got = sum(s.Hash, s.Content)
	}
	if !bytes.Equal(got, s.digest) {
		return cert, &Fault{Mismatch, "what is there has another digest than what was signed"}
	}
	if err := verify(cert, s.algorithm, s.Hash, s.signed, s.Signature); err != nil {
		return cert, err
	}
	switch {
	case s.essHash == 0 && strict:
		return cert, &Fault{Refused, "it does not sign which certificate it was made with (signing-certificate-v2)"}
	case s.essHash == crypto.SHA1 && strict:
		return cert, &Fault{Refused, "it names its certificate by SHA-1 alone (signing-certificate)"}
	case s.essHash != 0 && !bytes.Equal(s.essDigest, sum(s.essHash, cert.Raw)):
		return cert, &Fault{Mismatch, "its certificate is not the one that it was made with"}
	}
	return cert, nil
}

// SignerCertificate finds the signer's certificate among those that are there;
// nil if it is not.
func (s *SignedData) SignerCertificate() *x509.Certificate {
	for _, c := range s.Certificates {
		if s.serial != nil && bytes.Equal(c.RawIssuer, s.issuer) && c.SerialNumber.Cmp(s.serial) == 0 ||
			s.serial == nil && bytes.Equal(c.SubjectKeyId, s.keyID) {
			return c
		}
	}
	return nil
}

// Strong sees that a certificate's key is of a kind and length that counts.
func Strong(c *x509.Certificate) error {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() < leastRSA {
			return &Fault{Refused, fmt.Sprintf("the RSA key of %s has %d bits, and fewer than %d count no more", Name(c), key.N.BitLen(), leastRSA)}
		}
		return nil
	case *ecdsa.PublicKey:
		switch key.Curve.Params().BitSize {
		case 256, 384, 521:
			return nil
		}
		return &Fault{Refused, fmt.Sprintf("the key of %s is on the curve %s, which does not count", Name(c), key.Curve.Params().Name)}
	case ed25519.PublicKey:
		return nil
	}
	return &Fault{Refused, fmt.Sprintf("the key of %s is of a kind that is not known here (%v)", Name(c), c.PublicKeyAlgorithm)}
}

// verify checks a signature over data by the key of a certificate. hash is the
// digest that goes with an algorithm that names none; one that names another is
// refused.
func verify(cert *x509.Certificate, a algorithm, hash crypto.Hash, data, signature []byte) error {
	if err := Strong(cert); err != nil {
		return err
	}
	if a.oid.Equal(oidEd25519) {
		return verifyEd25519(cert, a, hash, data, signature)
	}
	named, pss, err := signatureHash(a)
	if err != nil {
		return err
	}
	if named == 0 {
		named = hash
	}
	if hash == 0 {
		hash = named
	}
	if hash == 0 || named != hash {
		return &Fault{Refused, "its signature algorithm names another digest than its signer"}
	}
	digest := sum(hash, data)
	ok := false
	switch key := cert.PublicKey.(type) {
	case *rsa.PublicKey:
		switch {
		case pss != nil:
			ok = rsa.VerifyPSS(key, hash, digest, signature, pss) == nil
		case isRSA(a):
			ok = rsa.VerifyPKCS1v15(key, hash, digest, signature) == nil
		}
	case *ecdsa.PublicKey:
		if pss == nil && !isRSA(a) {
			ok = ecdsa.VerifyASN1(key, digest, signature)
		}
	}
	if !ok {
		return errValue
	}
	return nil
}

var errValue = &Fault{Mismatch, "its signature value is not one that the key of its certificate made"}

// verifyEd25519 checks a signature that is made of the data themselves and not of
// their digest (RFC 8419, 3): its identifier has no parameters, and the content's
// digest beside it is SHA-512.
func verifyEd25519(cert *x509.Certificate, a algorithm, hash crypto.Hash, data, signature []byte) error {
	switch key, ok := cert.PublicKey.(ed25519.PublicKey); {
	case len(a.parameters) > 0:
		return damaged("the parameters of its signature algorithm cannot be read")
	case hash != 0 && hash != crypto.SHA512:
		return &Fault{Refused, "it goes with another digest than Ed25519 does, SHA-512"}
	case !ok || !ed25519.Verify(key, data, signature):
		return errValue
	}
	return nil
}

// isRSA says whether an algorithm is RSA as PKCS #1 v1.5 has it.
func isRSA(a algorithm) bool {
	return a.oid.Equal(oidRSA) || a.oid.Equal(oidRSASHA256) || a.oid.Equal(oidRSASHA384) || a.oid.Equal(oidRSASHA512)
}

// signatureHash gives the digest that a signature algorithm names, 0 for those
// that name none, and for RSASSA-PSS its options.
func signatureHash(a algorithm) (crypto.Hash, *rsa.PSSOptions, error) {
	switch {
	case !a.oid.Equal(oidRSAPSS) && !a.plain():
		return 0, nil, damaged("the parameters of its signature algorithm cannot be read")
	case a.oid.Equal(oidRSA), a.oid.Equal(oidECKey):
		return 0, nil, nil
	case a.oid.Equal(oidRSASHA256), a.oid.Equal(oidECDSASHA256):
		return crypto.SHA256, nil, nil
	case a.oid.Equal(oidRSASHA384), a.oid.Equal(oidECDSASHA384):
		return crypto.SHA384, nil, nil
	case a.oid.Equal(oidRSASHA512), a.oid.Equal(oidECDSASHA512):
		return crypto.SHA512, nil, nil
	case a.oid.Equal(oidRSAPSS):
		return pssOptions(a.parameters)
	case a.oid.Equal(oidRSASHA1), a.oid.Equal(oidRSAMD5), a.oid.Equal(oidECDSASHA1):
		_, err := hashOf(algorithm{oid: oidSHA1})
		return 0, nil, err
	}
	return 0, nil, &Fault{Refused, fmt.Sprintf("its signature algorithm is not known here (%v)", a.oid)}
}

// pssOptions reads RSASSA-PSS-params (RFC 4055, 3.1). Its defaults are SHA-1,
// so that both digests must be named; they must be the same one.
func pssOptions(der []byte) (crypto.Hash, *rsa.PSSOptions, error) {
	in := cryptobyte.String(der)
	var all, part cryptobyte.String
	var has bool
	bad := damaged("the parameters of its signature algorithm (RSASSA-PSS) cannot be read")
	if !in.ReadASN1(&all, tags.SEQUENCE) || !in.Empty() || !all.ReadOptionalASN1(&part, &has, explicit(0)) {
		return 0, nil, bad
	}
	weak := &Fault{Refused, "it rests on SHA-1, for which another document with the same digest can be made"}
	if !has {
		return 0, nil, weak
	}
	a, ok := readAlgorithm(&part)
	if !ok || !part.Empty() {
		return 0, nil, bad
	}
	hash, err := hashOf(a)
	if err != nil {
		return 0, nil, err
	}
	if !all.ReadOptionalASN1(&part, &has, explicit(1)) {
		return 0, nil, bad
	}
	if !has {
		return 0, nil, weak
	}
	mask, ok := readAlgorithm(&part)
	inner := cryptobyte.String(mask.parameters)
	maskHash, ok2 := readAlgorithm(&inner)
	if !ok || !ok2 || !part.Empty() || !inner.Empty() || !mask.oid.Equal(oidMGF1) {
		return 0, nil, bad
	}
	if h, err := hashOf(maskHash); err != nil || h != hash {
		return 0, nil, &Fault{Refused, "its signature algorithm (RSASSA-PSS) mixes two digests"}
	}
	salt, trailer := 20, 1
	if !all.ReadOptionalASN1(&part, &has, explicit(2)) || has && (!part.ReadASN1Integer(&salt) || !part.Empty()) ||
		!all.ReadOptionalASN1(&part, &has, explicit(3)) || has && (!part.ReadASN1Integer(&trailer) || !part.Empty()) ||
		!all.Empty() || trailer != 1 || salt < 1 {
		return 0, nil, bad
	}
	return hash, &rsa.PSSOptions{SaltLength: salt, Hash: hash}, nil
}

// Name is how a certificate's subject is called in a sentence: its common name
// with the organisation in parentheses, or what there is of them.
func Name(c *x509.Certificate) string {
	name, organization := c.Subject.CommonName, ""
	if len(c.Subject.Organization) > 0 {
		organization = c.Subject.Organization[0]
	}
	switch {
	case name == "" && organization == "":
		name = c.Subject.String()
	case name == "":
		name = organization
	case organization != "" && organization != name:
		name += " (" + organization + ")"
	}
	return Clean(name)
}

// Clean leaves out of text from a certificate what could pass for more than a
// name in a terminal: controls, ends of lines, marks that turn the direction.
func Clean(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		switch {
		case r < ' ', r >= 0x7F && r < 0xA0, r == 0x2028, r == 0x2029,
			r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF, r == 0xFFFD:
			r = ' '
		}
		out = append(out, r)
	}
	return string(out)
}
