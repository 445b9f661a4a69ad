package cms

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// Attributes and algorithms that are read and not written: RFC 2634 (5.4), RFC
// 6211, RFC 4055, RFC 3279, and Adobe's revocation attribute (ISO 32000-1,
// 12.8.3.3.2).
var (
	oidSigningCertificate  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidAlgorithmProtection = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 52}
	oidRevocationArchival  = asn1.ObjectIdentifier{1, 2, 840, 113583, 1, 1, 8}
	oidOCSPInfo            = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 16, 2} // RFC 5940
	oidSHA1                = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidMD5                 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}
)

// SignedData is a SignedData with one signer (RFC 5652, 5.1), as it was read.
// Nothing in it has been checked: Verify does that.
type SignedData struct {
	Type    asn1.ObjectIdentifier // of what is signed
	Content []byte                // what is signed, where it is kept inside; nil: the signature is detached

	Certificates []*x509.Certificate // all that it brings, in its order
	CRLs, OCSPs  [][]byte            // the revocation data that it brings, in DER
	Hash         crypto.Hash         // of the signer
	Signature    []byte              // the signature value

	// Timestamps are the tokens over the signature value that stand beside it
	// (RFC 3161, appendix A), in DER.
	Timestamps [][]byte

	issuer    []byte // the signer's certificate is named by these two
	serial    *big.Int
	keyID     []byte // or by this
	signed    []byte // the signed attributes as a SET OF, which is what was signed
	digest    []byte
	essHash   crypto.Hash // of signing-certificate; 0: there is none
	essDigest []byte
	algorithm algorithm
}

// Parse reads a ContentInfo with a SignedData in DER, or of indefinite length with
// DER within. rest is what follows it. Anything else, and any number of signers
// other than one, is a fault.
func Parse(der []byte) (s *SignedData, rest []byte, err error) {
	der, after := definite(der)
	input := cryptobyte.String(der)
	var info, content, data cryptobyte.String
	var kind asn1.ObjectIdentifier
	if !input.ReadASN1(&info, tags.SEQUENCE) || !info.ReadASN1ObjectIdentifier(&kind) ||
		!info.ReadASN1(&content, explicit(0)) || !info.Empty() {
		return nil, nil, damaged("it is no CMS structure in DER")
	}
	if !kind.Equal(OIDSignedData) {
		return nil, nil, damaged("it is CMS, but no signature")
	}
	if !content.ReadASN1(&data, tags.SEQUENCE) || !content.Empty() {
		return nil, nil, damaged("its SignedData is not DER")
	}
	s = &SignedData{}
	if err := s.read(data); err != nil {
		return nil, nil, err
	}
	if after != nil {
		return s, after, nil
	}
	return s, input, nil
}

// read reads the fields of SignedData.
func (s *SignedData) read(data cryptobyte.String) error {
	var version int64
	var digests, encap, signers cryptobyte.String
	if !data.ReadASN1Integer(&version) || version < 1 || version == 2 || version > 5 ||
		!data.ReadASN1(&digests, tags.SET) || !data.ReadASN1(&encap, tags.SEQUENCE) || !encap.ReadASN1ObjectIdentifier(&s.Type) {
		return damaged("the head of its SignedData cannot be read")
	}
	if !encap.Empty() {
		var explicitContent cryptobyte.String
		if !encap.ReadASN1(&explicitContent, explicit(0)) || !encap.Empty() ||
			!explicitContent.ReadASN1Bytes(&s.Content, tags.OCTET_STRING) || !explicitContent.Empty() {
			return damaged("its content cannot be read")
		}
	}
	var certificates, revocations cryptobyte.String
	var has bool
	if !data.ReadOptionalASN1(&certificates, &has, explicit(0)) || !s.readCertificates(certificates) {
		return damaged("its certificates cannot be read")
	}
	if !data.ReadOptionalASN1(&revocations, &has, explicit(1)) || !s.readRevocations(revocations) {
		return damaged("its revocation data cannot be read")
	}
	var signer cryptobyte.String
	if !data.ReadASN1(&signers, tags.SET) || !data.Empty() || !signers.ReadASN1(&signer, tags.SEQUENCE) {
		return damaged("its signer cannot be read")
	}
	if !signers.Empty() {
		return damaged("it has more than one signer, which a PDF's signature may not have")
	}
	if err := s.readSigner(signer); err != nil {
		return err
	}
	return s.listed(digests)
}

// listed sees that the signer's digest is among those that SignedData names.
func (s *SignedData) listed(digests cryptobyte.String) error {
	found := false
	for !digests.Empty() {
		a, ok := readAlgorithm(&digests)
		if !ok {
			return damaged("its list of digests cannot be read")
		}
		if h, _ := hashOf(a); h == s.Hash {
			found = true
		}
	}
	if !found {
		return damaged("its signer's digest is not in its list of digests")
	}
	return nil
}

// readCertificates reads the CertificateSet; certificates of other kinds, and
// those that Go does not take for X.509, are passed over: none of them can be
// the signer's, or lead to a root.
func (s *SignedData) readCertificates(set cryptobyte.String) bool {
	for !set.Empty() {
		var one cryptobyte.String
		var tag tags.Tag
		if !set.ReadAnyASN1Element(&one, &tag) {
			return false
		}
		if cert, err := x509.ParseCertificate(one); tag == tags.SEQUENCE && err == nil {
			s.Certificates = append(s.Certificates, cert)
		}
	}
	return true
}

// readRevocations reads RevocationInfoChoices: lists, and OCSP as RFC 5940 has it.
func (s *SignedData) readRevocations(set cryptobyte.String) bool {
	for !set.Empty() {
		var one, inner cryptobyte.String
		var tag tags.Tag
		if !set.ReadAnyASN1Element(&one, &tag) {
			return false
		}
		switch tag {
		case tags.SEQUENCE:
			s.CRLs = append(s.CRLs, one)
		case explicit(1):
			var kind asn1.ObjectIdentifier
			if !one.ReadASN1(&inner, explicit(1)) || !inner.ReadASN1ObjectIdentifier(&kind) {
				return false
			}
			if kind.Equal(oidOCSPInfo) {
				s.OCSPs = append(s.OCSPs, inner)
			}
		}
	}
	return true
}

// readSigner reads a SignerInfo (RFC 5652, 5.3).
func (s *SignedData) readSigner(in cryptobyte.String) error {
	var version int64
	if !in.ReadASN1Integer(&version) || version != 1 && version != 3 {
		return damaged("its signer's version is unknown")
	}
	if in.PeekASN1Tag(tags.SEQUENCE) {
		var id, name cryptobyte.String
		s.serial = new(big.Int)
		if !in.ReadASN1(&id, tags.SEQUENCE) || !id.ReadASN1Element(&name, tags.SEQUENCE) || !id.ReadASN1Integer(s.serial) || !id.Empty() {
			return damaged("the name of its signer's certificate cannot be read")
		}
		s.issuer = name
	} else {
		var id cryptobyte.String
		if !in.ReadASN1(&id, tags.Tag(0).ContextSpecific()) {
			return damaged("the name of its signer's certificate cannot be read")
		}
		s.keyID = id
	}
	digest, ok := readAlgorithm(&in)
	if !ok {
		return damaged("its signer's digest cannot be read")
	}
	var err error
	if s.Hash, err = hashOf(digest); err != nil {
		return err
	}
	var attributes cryptobyte.String
	if !in.PeekASN1Tag(explicit(0)) {
		return &Fault{Refused, "its signer signed no attributes, so that the certificate could be exchanged"}
	}
	if !in.ReadASN1Element(&attributes, explicit(0)) {
		return damaged("its signed attributes cannot be read")
	}
	s.signed = append([]byte{byte(tags.SET)}, attributes[1:]...)
	if s.algorithm, ok = readAlgorithm(&in); !ok || !in.ReadASN1Bytes(&s.Signature, tags.OCTET_STRING) {
		return damaged("its signature value cannot be read")
	}
	if err := s.readSigned(inside(s.signed)); err != nil {
		return err
	}
	if !in.Empty() {
		var unsigned cryptobyte.String
		if !in.ReadASN1(&unsigned, explicit(1)) || !in.Empty() || !s.readUnsigned(unsigned) {
			return damaged("its unsigned attributes cannot be read")
		}
	}
	return nil
}

// readAttribute reads one Attribute and its values.
func readAttribute(in *cryptobyte.String) (oid asn1.ObjectIdentifier, values cryptobyte.String, ok bool) {
	var one cryptobyte.String
	ok = in.ReadASN1(&one, tags.SEQUENCE) && one.ReadASN1ObjectIdentifier(&oid) && one.ReadASN1(&values, tags.SET) && one.Empty()
	return oid, values, ok
}

// readSigned reads the signed attributes that bind the signature to something.
// Each may be there once and have one value (RFC 5652, 11).
func (s *SignedData) readSigned(in cryptobyte.String) error {
	var contentType asn1.ObjectIdentifier
	seen := map[string]bool{}
	for !in.Empty() {
		oid, values, ok := readAttribute(&in)
		if !ok {
			return damaged("a signed attribute cannot be read")
		}
		if seen[oid.String()] {
			return damaged("a signed attribute is there twice")
		}
		seen[oid.String()] = true
		switch {
		case oid.Equal(OIDContentType):
			ok = values.ReadASN1ObjectIdentifier(&contentType) && values.Empty()
		case oid.Equal(OIDMessageDigest):
			ok = values.ReadASN1Bytes(&s.digest, tags.OCTET_STRING) && values.Empty()
		case oid.Equal(OIDSigningCertificateV2):
			ok = s.readSigningCertificate(values, crypto.SHA256)
		case oid.Equal(oidSigningCertificate) && !seen[OIDSigningCertificateV2.String()]:
			ok = s.readSigningCertificate(values, crypto.SHA1)
		case oid.Equal(oidAlgorithmProtection):
			if ok = s.protected(values); !ok {
				return &Fault{Mismatch, "its algorithms are not those that were signed"}
			}
		case oid.Equal(oidRevocationArchival):
			ok = s.readArchival(values)
		}
		if !ok {
			return damaged("a signed attribute cannot be read")
		}
	}
	if !contentType.Equal(s.Type) {
		return damaged("the type of its content is not the one that was signed")
	}
	if s.digest == nil {
		return damaged("it signs no digest")
	}
	return nil
}

// readSigningCertificate reads the first certificate of a SigningCertificate or
// SigningCertificateV2, which is the signer's (RFC 5035, 3). Version 2 counts
// where both are there.
func (s *SignedData) readSigningCertificate(values cryptobyte.String, standard crypto.Hash) bool {
	var attribute, list, id cryptobyte.String
	if !values.ReadASN1(&attribute, tags.SEQUENCE) || !values.Empty() ||
		!attribute.ReadASN1(&list, tags.SEQUENCE) || !list.ReadASN1(&id, tags.SEQUENCE) {
		return false
	}
	s.essHash = standard
	if standard != crypto.SHA1 && id.PeekASN1Tag(tags.SEQUENCE) {
		a, ok := readAlgorithm(&id)
		if !ok {
			return false
		}
		h, err := hashOf(a)
		if err != nil {
			return false
		}
		s.essHash = h
	}
	return id.ReadASN1Bytes(&s.essDigest, tags.OCTET_STRING)
}

// protected compares CMSAlgorithmProtection (RFC 6211) with what it protects.
func (s *SignedData) protected(values cryptobyte.String) bool {
	var one, signature cryptobyte.String
	if !values.ReadASN1(&one, tags.SEQUENCE) || !values.Empty() {
		return false
	}
	digest, ok := readAlgorithm(&one)
	if h, err := hashOf(digest); !ok || err != nil || h != s.Hash {
		return false
	}
	if !one.ReadASN1(&signature, explicit(1)) {
		return true // a MAC is protected there, and there is none here
	}
	var a algorithm
	// [1] IMPLICIT: the members of the AlgorithmIdentifier themselves
	if !signature.ReadASN1ObjectIdentifier(&a.oid) {
		return false
	}
	return a.oid.Equal(s.algorithm.oid) && string(signature) == string(s.algorithm.parameters)
}

// readArchival reads Adobe's RevocationInfoArchival.
func (s *SignedData) readArchival(values cryptobyte.String) bool {
	var all cryptobyte.String
	if !values.ReadASN1(&all, tags.SEQUENCE) || !values.Empty() {
		return false
	}
	for n, to := range []*[][]byte{&s.CRLs, &s.OCSPs} {
		var list, wrapped cryptobyte.String
		var has bool
		if !all.ReadOptionalASN1(&wrapped, &has, explicit(uint8(n))) {
			return false
		}
		if !has {
			continue
		}
		if !wrapped.ReadASN1(&list, tags.SEQUENCE) {
			return false
		}
		for !list.Empty() {
			var one cryptobyte.String
			if !list.ReadASN1Element(&one, tags.SEQUENCE) {
				return false
			}
			*to = append(*to, one)
		}
	}
	return true
}

// readUnsigned takes the timestamps out of the unsigned attributes.
func (s *SignedData) readUnsigned(in cryptobyte.String) bool {
	for !in.Empty() {
		oid, values, ok := readAttribute(&in)
		if !ok {
			return false
		}
		if !oid.Equal(OIDTimeStampToken) {
			continue
		}
		for !values.Empty() {
			var token cryptobyte.String
			if !values.ReadASN1Element(&token, tags.SEQUENCE) {
				return false
			}
			s.Timestamps = append(s.Timestamps, token)
		}
	}
	return true
}
