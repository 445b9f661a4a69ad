package cms

import (
	"crypto"
	"encoding/asn1"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// algorithm is an AlgorithmIdentifier: its parameters as they stand, nil for none.
type algorithm struct {
	oid        asn1.ObjectIdentifier
	parameters []byte
}

// readAlgorithm reads an AlgorithmIdentifier.
func readAlgorithm(in *cryptobyte.String) (a algorithm, ok bool) {
	var one cryptobyte.String
	if !in.ReadASN1(&one, tags.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&a.oid) {
		return a, false
	}
	if !one.Empty() {
		a.parameters = one
	}
	return a, true
}

// plain says whether an algorithm has no parameters, or NULL for them.
func (a algorithm) plain() bool {
	return len(a.parameters) == 0 || len(a.parameters) == 2 && a.parameters[0] == byte(tags.NULL) && a.parameters[1] == 0
}

// hashOf gives the digest that an identifier names. SHA-1, MD5 and all that is
// not SHA-2 is refused.
func hashOf(a algorithm) (crypto.Hash, error) {
	known := crypto.Hash(0)
	switch {
	case a.oid.Equal(oidSHA256):
		known = crypto.SHA256
	case a.oid.Equal(oidSHA384):
		known = crypto.SHA384
	case a.oid.Equal(oidSHA512):
		known = crypto.SHA512
	case a.oid.Equal(oidSHA1), a.oid.Equal(oidMD5):
		return 0, &Fault{Refused, "it rests on SHA-1 or MD5, for which another document with the same digest can be made"}
	default:
		return 0, &Fault{Refused, fmt.Sprintf("it rests on a digest that is not known here (%v)", a.oid)}
	}
	if !a.plain() {
		return 0, damaged("the parameters of a digest cannot be read")
	}
	return known, nil
}
