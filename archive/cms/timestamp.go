package cms

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// Timestamp is a time-stamp token (RFC 3161, 2.4.2): its signer says that data
// of a digest were there at a time. Verify says whether that is so.
type Timestamp struct {
	Time    time.Time // UTC
	Token   *SignedData
	hash    crypto.Hash
	imprint []byte
}

// ParseTimestamp reads a token in DER. rest is what follows it.
func ParseTimestamp(der []byte) (t *Timestamp, rest []byte, err error) {
	token, rest, err := Parse(der)
	if err != nil {
		return nil, nil, err
	}
	if !token.Type.Equal(OIDTSTInfo) || token.Content == nil {
		return nil, nil, damaged("it is a signature, but no timestamp")
	}
	t = &Timestamp{Token: token}
	in := cryptobyte.String(token.Content)
	var info, imprint, policy, serial, moment cryptobyte.String
	var version int64
	if !in.ReadASN1(&info, tags.SEQUENCE) || !in.Empty() || !info.ReadASN1Integer(&version) || version != 1 ||
		!info.ReadASN1(&policy, tags.OBJECT_IDENTIFIER) || !info.ReadASN1(&imprint, tags.SEQUENCE) {
		return nil, nil, damaged("the timestamp cannot be read")
	}
	a, ok := readAlgorithm(&imprint)
	if !ok || !imprint.ReadASN1Bytes(&t.imprint, tags.OCTET_STRING) || !imprint.Empty() ||
		!info.ReadASN1(&serial, tags.INTEGER) || !info.ReadASN1(&moment, tags.GeneralizedTime) {
		return nil, nil, damaged("the timestamp cannot be read")
	}
	if t.hash, err = hashOf(a); err != nil {
		return nil, nil, err
	}
	if t.Time, ok = generalizedTime(string(moment)); !ok {
		return nil, nil, damaged("the time of the timestamp cannot be read")
	}
	if !restOfInfo(info) {
		return nil, nil, damaged("the timestamp says something critical that is not known here")
	}
	return t, rest, nil
}

// restOfInfo passes over accuracy, ordering, nonce and name, and refuses
// extensions that are critical.
func restOfInfo(info cryptobyte.String) bool {
	for !info.Empty() {
		var one, extensions cryptobyte.String
		var tag tags.Tag
		if !info.ReadAnyASN1(&one, &tag) {
			return false
		}
		if tag != explicit(1) {
			continue
		}
		for extensions = one; !extensions.Empty(); {
			var e, oid cryptobyte.String
			var critical bool
			if !extensions.ReadASN1(&e, tags.SEQUENCE) || !e.ReadASN1(&oid, tags.OBJECT_IDENTIFIER) ||
				!e.ReadOptionalASN1Boolean(&critical, tags.BOOLEAN, false) || critical {
				return false
			}
		}
	}
	return true
}

// generalizedTime reads a time of RFC 3161: UTC, with seconds and perhaps a
// fraction that does not end in 0.
func generalizedTime(s string) (time.Time, bool) {
	whole, fraction, has := strings.Cut(strings.TrimSuffix(s, "Z"), ".")
	if !strings.HasSuffix(s, "Z") || has && (fraction == "" || strings.HasSuffix(fraction, "0")) {
		return time.Time{}, false
	}
	layout := "20060102150405"
	if has {
		layout += "." + strings.Repeat("0", len(fraction))
		whole += "." + fraction
	}
	t, err := time.Parse(layout, whole)
	return t, err == nil && len(fraction) <= 9
}

// Verify sees that the token was made over data of a digest, and with which
// certificate: it is given also with a fault, where it is known.
func (t *Timestamp) Verify(digest func(crypto.Hash) []byte) (*x509.Certificate, error) {
	cert, err := t.Token.Verify(nil, false)
	if err != nil {
		return cert, err
	}
	if t.Token.essHash == 0 {
		return cert, &Fault{Refused, "the timestamp does not sign which certificate it was made with"}
	}
	if !bytes.Equal(digest(t.hash), t.imprint) {
		return cert, &Fault{Mismatch, "the timestamp was made for something else"}
	}
	return cert, nil
}
