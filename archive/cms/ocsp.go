package cms

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // names certificates in answers, where nothing rests on it
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// answer is one SingleResponse with the BasicOCSPResponse around it (RFC 6960, 4.2.1).
type answer struct {
	signed       []byte // ResponseData
	algorithm    algorithm
	signature    []byte
	certificates []*x509.Certificate
	produced     time.Time

	hash          crypto.Hash
	name, key     []byte // digests of the issuer's name and key
	serial        *big.Int
	good, revoked bool
	when          time.Time
	reason        int
}

// ParseOCSP reads an OCSPResponse in DER: a piece of evidence for each
// certificate that it speaks of.
func ParseOCSP(der []byte, source string) ([]*Evidence, error) {
	bad := damaged("it is no answer about certificates (OCSP) in DER")
	in := cryptobyte.String(der)
	var response, wrapped, bytesOf, octets, basic cryptobyte.String
	var state int
	var kind asn1.ObjectIdentifier
	if !in.ReadASN1(&response, tags.SEQUENCE) || !in.Empty() || !response.ReadASN1Enum(&state) || state != 0 ||
		!response.ReadASN1(&wrapped, explicit(0)) || !wrapped.ReadASN1(&bytesOf, tags.SEQUENCE) ||
		!bytesOf.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidOCSPBasic) || !bytesOf.ReadASN1(&octets, tags.OCTET_STRING) ||
		!octets.ReadASN1(&basic, tags.SEQUENCE) || !octets.Empty() {
		return nil, bad
	}
	var common answer
	var data, list cryptobyte.String
	ok := false
	if !basic.ReadASN1Element(&data, tags.SEQUENCE) {
		return nil, bad
	}
	common.signed = data
	if common.algorithm, ok = readAlgorithm(&basic); !ok || !basic.ReadASN1BitStringAsBytes(&common.signature) {
		return nil, bad
	}
	var has bool
	if !basic.ReadOptionalASN1(&wrapped, &has, explicit(0)) || !basic.Empty() || has && !wrapped.ReadASN1(&list, tags.SEQUENCE) {
		return nil, bad
	}
	for !list.Empty() {
		var one cryptobyte.String
		if !list.ReadASN1Element(&one, tags.SEQUENCE) {
			return nil, bad
		}
		c, err := x509.ParseCertificate(one)
		if err != nil {
			return nil, bad
		}
		common.certificates = append(common.certificates, c)
	}
	out, ok := common.readData(data, source)
	if !ok {
		return nil, bad
	}
	return out, nil
}

// readData reads ResponseData.
func (a answer) readData(in cryptobyte.String, source string) (out []*Evidence, ok bool) {
	var data, list, part cryptobyte.String
	var tag tags.Tag
	var has bool
	if !in.ReadASN1(&data, tags.SEQUENCE) || !data.ReadOptionalASN1(&part, &has, explicit(0)) ||
		!data.ReadAnyASN1(&part, &tag) || tag != explicit(1) && tag != explicit(2) ||
		!data.ReadASN1GeneralizedTime(&a.produced) || !data.ReadASN1(&list, tags.SEQUENCE) {
		return nil, false
	}
	for !list.Empty() {
		one := a
		e := &Evidence{Kind: "OCSP", Source: source, answer: &one}
		var single, id, state cryptobyte.String
		if !list.ReadASN1(&single, tags.SEQUENCE) || !single.ReadASN1(&id, tags.SEQUENCE) {
			return nil, false
		}
		h, ok := readAlgorithm(&id)
		one.serial = new(big.Int)
		if !ok || !id.ReadASN1Bytes(&one.name, tags.OCTET_STRING) || !id.ReadASN1Bytes(&one.key, tags.OCTET_STRING) ||
			!id.ReadASN1Integer(one.serial) || !single.ReadAnyASN1(&state, &tag) || !single.ReadASN1GeneralizedTime(&e.Made) {
			return nil, false
		}
		if one.hash = crypto.SHA1; !h.oid.Equal(oidSHA1) {
			one.hash, _ = hashOf(h)
		}
		switch tag {
		case tags.Tag(0).ContextSpecific():
			one.good = true
		case explicit(1):
			one.revoked = true
			if !state.ReadASN1GeneralizedTime(&one.when) || !state.ReadOptionalASN1(&part, &has, explicit(0)) || has && !part.ReadASN1Enum(&one.reason) {
				return nil, false
			}
			one.when = one.when.UTC()
		}
		if !single.ReadOptionalASN1(&part, &has, explicit(0)) || has && !part.ReadASN1GeneralizedTime(&e.Next) {
			return nil, false
		}
		e.Made = e.Made.UTC()
		if has {
			e.Next = e.Next.UTC()
		}
		out = append(out, e)
	}
	return out, true
}

// Certificates are those that an answer brings with it.
func (e *Evidence) Certificates() []*x509.Certificate {
	if e.answer == nil {
		return nil
	}
	return e.answer.certificates
}

// ofAnswer says what an answer has of a certificate, if it is signed by its
// issuer or by a responder whom that issuer named (RFC 6960, 4.2.2.2).
func (e *Evidence) ofAnswer(s *Store, c, issuer *x509.Certificate) (status, bool) {
	a := e.answer
	st := status{evidence: e, revoked: a.revoked, when: a.when, reason: a.reason}
	if !a.good && !a.revoked || a.hash == 0 || a.serial.Cmp(c.SerialNumber) != 0 || !bytes.Equal(a.name, sum(a.hash, c.RawIssuer)) {
		return st, false
	}
	return st, a.answeredFor(s, e, issuer)
}

// answeredFor says whether an answer is about what an issuer issued, and signed by
// it or by a responder of its.
func (a *answer) answeredFor(s *Store, e *Evidence, issuer *x509.Certificate) bool {
	if a.hash == 0 || !bytes.Equal(a.key, sum(a.hash, keyBits(issuer))) || !bytes.Equal(a.name, sum(a.hash, issuer.RawSubject)) {
		return false
	}
	signed := func(by *x509.Certificate) bool {
		return s.bySigner(e, by, func() bool { return verify(by, a.algorithm, 0, a.signed, a.signature) == nil })
	}
	if within(issuer, a.produced) == nil && signed(issuer) {
		return true
	}
	for _, list := range [][]*x509.Certificate{a.certificates, s.Others} {
		for _, r := range list {
			if bytes.Equal(r.RawIssuer, issuer.RawSubject) && signed(r) && s.responder(r, issuer, a.produced) {
				return true
			}
		}
	}
	return false
}

// responder says whether a certificate lets its holder answer for an issuer at a
// time: made by that very issuer, for that purpose, and not revoked itself.
func (s *Store) responder(r, issuer *x509.Certificate, at time.Time) bool {
	if !slices.Contains(r.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) ||
		len(r.UnhandledCriticalExtensions) > 0 || within(r, at) != nil || within(issuer, at) != nil || r.CheckSignatureFrom(issuer) != nil {
		return false
	}
	if slices.ContainsFunc(r.Extensions, func(x asnExtension) bool { return x.Id.Equal(oidOCSPNoCheck) }) || !published(r) {
		return true
	}
	good := false
	for _, st := range s.statuses(r, issuer, time.Time{}, false) {
		if st.revoked && !st.when.After(at) {
			return false
		}
		good = good || !st.evidence.Made.Before(at) || !st.evidence.Next.Before(at)
	}
	return good
}

// keyBits is the key of a certificate as answers take its digest: the bits of
// its subjectPublicKey.
func keyBits(c *x509.Certificate) []byte {
	in := cryptobyte.String(c.RawSubjectPublicKeyInfo)
	var info cryptobyte.String
	var bits []byte
	if !in.ReadASN1(&info, tags.SEQUENCE) || !info.SkipASN1(tags.SEQUENCE) || !info.ReadASN1BitStringAsBytes(&bits) {
		return nil
	}
	return bits
}
