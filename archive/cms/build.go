package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha256" // the digests of digestOf
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// Content types and attributes: RFC 5652 (4, 5, 11), RFC 3161 (2.4.2) and
// RFC 5035 (3), by their names there.
var (
	OIDData                 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	OIDSignedData           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	OIDTSTInfo              = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	OIDContentType          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	OIDMessageDigest        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	OIDSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	OIDTimeStampToken       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
)

// Algorithms: RFC 5754, RFC 3279 and RFC 5480.
var (
	oidSHA256      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidECDSASHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidECDSASHA384 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}
	oidECDSASHA512 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}
)

// Content is what a SignedData signs.
type Content struct {
	Type   asn1.ObjectIdentifier // OIDData, OIDTSTInfo
	Bytes  []byte                // kept inside; nil: the signature is detached
	Digest []byte                // by the signer's Hash; nil: that of Bytes
}

// Signer is who signs: a key, its certificate, and the certificates that lead
// from it towards a root, which are all put into the SignedData.
type Signer struct {
	Key         crypto.Signer
	Certificate *x509.Certificate
	Chain       []*x509.Certificate
}

// Hash gives the digest that goes with the signer's key: SHA-256, but SHA-384
// and SHA-512 with the curves P-384 and P-521, as RFC 5480 (4) advises. A key
// that is neither RSA nor on one of these curves is an error, and so is RSA
// under 2048 bits.
func (s Signer) Hash() (crypto.Hash, error) {
	switch key := s.Key.Public().(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() < 2048 {
			return 0, fmt.Errorf("an RSA key of %d bits is too short to sign with; 2048 is the least", key.N.BitLen())
		}
		return crypto.SHA256, nil
	case *ecdsa.PublicKey:
		switch key.Curve.Params().BitSize {
		case 256:
			return crypto.SHA256, nil
		case 384:
			return crypto.SHA384, nil
		case 521:
			return crypto.SHA512, nil
		}
		return 0, fmt.Errorf("keys on the curve %s cannot sign; P-256, P-384 and P-521 can", key.Curve.Params().Name)
	}
	return 0, fmt.Errorf("keys of this kind (%T) cannot sign; RSA and ECDSA can", s.Key.Public())
}

// Attribute is an unsigned attribute with one value, in DER.
type Attribute struct {
	Type  asn1.ObjectIdentifier
	Value []byte
}

// Sign makes a SignedData with one signer, wrapped as ContentInfo, in DER
// (RFC 5652, 5). The signed attributes are content-type, message-digest and
// signing-certificate-v2, and no other: ETSI EN 319 142-1 (6.3) forbids
// signing-time in a PDF. unsigned, when not nil, is given the signature value
// and says which attributes go beside it. A key in memory gives the same bytes
// for the same content each time (PKCS #1 v1.5; ECDSA as RFC 6979 has it); a key
// in a device may not.
func Sign(c Content, s Signer, unsigned func(signature []byte) ([]Attribute, error)) ([]byte, error) {
	hash, err := s.Hash()
	if err != nil {
		return nil, err
	}
	digest := c.Digest
	if digest == nil {
		digest = sum(hash, c.Bytes)
	}
	signed, err := signedAttributes(c.Type, digest, s.Certificate, hash)
	if err != nil {
		return nil, err
	}
	// What is signed is a SET OF, what is written an implicit [0] (RFC 5652, 5.4).
	signature, err := s.Key.Sign(nil, sum(hash, signed), hash)
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	if err := s.check(hash, signed, signature); err != nil {
		return nil, err
	}
	var beside []Attribute
	if unsigned != nil {
		if beside, err = unsigned(signature); err != nil {
			return nil, err
		}
	}
	return signedData(c, s, hash, signed, signature, beside)
}

// check verifies the signature that a key has just made: a device that answers
// with nonsense, or with another key's signature, must not end up in a file.
func (s Signer) check(hash crypto.Hash, signed, signature []byte) error {
	algorithm := map[crypto.Hash]x509.SignatureAlgorithm{
		crypto.SHA256: x509.ECDSAWithSHA256, crypto.SHA384: x509.ECDSAWithSHA384, crypto.SHA512: x509.ECDSAWithSHA512,
	}[hash]
	if s.Certificate.PublicKeyAlgorithm == x509.RSA {
		algorithm = x509.SHA256WithRSA
	}
	if err := s.Certificate.CheckSignature(algorithm, signed, signature); err != nil {
		return errors.New("the signature that the key made is not right by the certificate")
	}
	return nil
}

// signedAttributes gives the SET OF Attribute that is signed.
func signedAttributes(contentType asn1.ObjectIdentifier, digest []byte, cert *x509.Certificate, hash crypto.Hash) ([]byte, error) {
	attributes := [][]byte{
		attribute(OIDContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(contentType) }),
		attribute(OIDMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest) }),
		attribute(OIDSigningCertificateV2, func(b *cryptobyte.Builder) { addSigningCertificate(b, cert, hash) }),
	}
	return set(tags.SET, attributes)
}

// addSigningCertificate adds a SigningCertificateV2 (RFC 5035, 3). The issuer's
// name and the serial number are left out, as ETSI EN 319 122-1 (5.2.2.3) has it,
// and the algorithm where it is SHA-256, the default, as DER asks for.
func addSigningCertificate(b *cryptobyte.Builder, cert *x509.Certificate, hash crypto.Hash) {
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // SigningCertificateV2
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // certs
			b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // ESSCertIDv2
				if hash != crypto.SHA256 {
					addAlgorithm(b, digestOID(hash), false)
				}
				b.AddASN1OctetString(sum(hash, cert.Raw))
			})
		})
	})
}

// signedData puts the parts together.
func signedData(c Content, s Signer, hash crypto.Hash, signed, signature []byte, unsigned []Attribute) ([]byte, error) {
	certificates := [][]byte{s.Certificate.Raw}
	for _, cert := range s.Chain {
		if !slices.ContainsFunc(certificates, func(raw []byte) bool { return bytes.Equal(raw, cert.Raw) }) {
			certificates = append(certificates, cert.Raw)
		}
	}
	certificateSet, err := set(tags.Tag(0).ContextSpecific().Constructed(), certificates)
	if err != nil {
		return nil, err
	}
	var unsignedSet []byte
	if len(unsigned) > 0 {
		var values [][]byte
		for _, a := range unsigned {
			values = append(values, attribute(a.Type, func(b *cryptobyte.Builder) { b.AddBytes(a.Value) }))
		}
		if unsignedSet, err = set(tags.Tag(1).ContextSpecific().Constructed(), values); err != nil {
			return nil, err
		}
	}
	version := int64(1)
	if !c.Type.Equal(OIDData) {
		version = 3
	}
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // ContentInfo
		b.AddASN1ObjectIdentifier(OIDSignedData)
		b.AddASN1(explicit(0), func(b *cryptobyte.Builder) {
			b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // SignedData
				b.AddASN1Int64(version)
				b.AddASN1(tags.SET, func(b *cryptobyte.Builder) { addAlgorithm(b, digestOID(hash), false) })
				b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // EncapsulatedContentInfo
					b.AddASN1ObjectIdentifier(c.Type)
					if c.Bytes != nil {
						b.AddASN1(explicit(0), func(b *cryptobyte.Builder) { b.AddASN1OctetString(c.Bytes) })
					}
				})
				b.AddBytes(certificateSet)
				b.AddASN1(tags.SET, func(b *cryptobyte.Builder) {
					b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // SignerInfo
						b.AddASN1Int64(1)
						b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // IssuerAndSerialNumber
							b.AddBytes(s.Certificate.RawIssuer)
							b.AddASN1BigInt(s.Certificate.SerialNumber)
						})
						addAlgorithm(b, digestOID(hash), false)
						b.AddASN1(explicit(0), func(b *cryptobyte.Builder) { b.AddBytes(inside(signed)) })
						addSignatureAlgorithm(b, s.Certificate, hash)
						b.AddASN1OctetString(signature)
						b.AddBytes(unsignedSet)
					})
				})
			})
		})
	})
	return b.Bytes()
}

// TimestampRequest makes a TimeStampReq for a digest (RFC 3161, 2.4.1) that asks
// for the authority's certificate. nonce, a positive number of at most 8 bytes in
// big-endian order, is left out when nil.
func TimestampRequest(hash crypto.Hash, digest, nonce []byte) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // MessageImprint
			addAlgorithm(b, digestOID(hash), true)
			b.AddASN1OctetString(digest)
		})
		if nonce != nil {
			var n uint64
			for _, v := range nonce {
				n = n<<8 | uint64(v)
			}
			b.AddASN1Uint64(n)
		}
		b.AddASN1Boolean(true)
	})
	return b.Bytes()
}

// attribute gives an Attribute with one value.
func attribute(oid asn1.ObjectIdentifier, value cryptobyte.BuilderContinuation) []byte {
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		b.AddASN1(tags.SET, value)
	})
	return b.BytesOrPanic() // the values are ours, and short
}

// set gives a SET OF with its members in the order that DER asks for.
func set(tag tags.Tag, members [][]byte) ([]byte, error) {
	slices.SortFunc(members, bytes.Compare)
	var b cryptobyte.Builder
	b.AddASN1(tag, func(b *cryptobyte.Builder) {
		for _, m := range members {
			b.AddBytes(m)
		}
	})
	return b.Bytes()
}

// inside gives the content of one element.
func inside(element []byte) []byte {
	s := cryptobyte.String(element)
	var content cryptobyte.String
	var tag tags.Tag
	s.ReadAnyASN1(&content, &tag)
	return content
}

// explicit is the tag of an explicitly tagged, or a constructed implicitly
// tagged, member.
func explicit(n uint8) tags.Tag { return tags.Tag(n).ContextSpecific().Constructed() }

// addAlgorithm adds an AlgorithmIdentifier. RFC 5754 (2) leaves the parameters of
// the SHA-2 digests out; some timestamp authorities insist on NULL.
func addAlgorithm(b *cryptobyte.Builder, oid asn1.ObjectIdentifier, null bool) {
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		if null {
			b.AddASN1NULL()
		}
	})
}

// addSignatureAlgorithm adds the AlgorithmIdentifier of a certificate's key.
func addSignatureAlgorithm(b *cryptobyte.Builder, cert *x509.Certificate, hash crypto.Hash) {
	if cert.PublicKeyAlgorithm == x509.RSA {
		addAlgorithm(b, oidRSA, true)
		return
	}
	oid := map[crypto.Hash]asn1.ObjectIdentifier{
		crypto.SHA256: oidECDSASHA256, crypto.SHA384: oidECDSASHA384, crypto.SHA512: oidECDSASHA512,
	}[hash]
	addAlgorithm(b, oid, false)
}

// digestOID names a digest.
func digestOID(hash crypto.Hash) asn1.ObjectIdentifier {
	switch hash {
	case crypto.SHA384:
		return oidSHA384
	case crypto.SHA512:
		return oidSHA512
	}
	return oidSHA256
}

// sum is the digest of data.
func sum(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}
