package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
)

// What devices write in ways of their own, as X.509 and CMS have it.

// errPublic says that a public key cannot be had of a device.
var errPublic = errors.New("the device does not tell the key's public part")

// rsaKey makes a SubjectPublicKeyInfo of CKA_MODULUS and CKA_PUBLIC_EXPONENT.
func rsaKey(n, e []byte) ([]byte, error) {
	exponent := new(big.Int).SetBytes(e)
	if len(n) == 0 || len(e) == 0 || !exponent.IsInt64() || exponent.Int64() >= 1<<31 {
		return nil, errPublic
	}
	return x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(exponent.Int64())})
}

// ecKey makes one of CKA_EC_PARAMS and CKA_EC_POINT. The point stands in an OCTET
// STRING (PKCS #11 v2.40, 2.3.3), and in some devices without it.
func ecKey(params, raw []byte) ([]byte, error) {
	curve, err := curveOf(params)
	if err != nil {
		return nil, err
	}
	var point []byte
	if rest, err := asn1.Unmarshal(raw, &point); err != nil || len(rest) > 0 {
		point = raw
	}
	key, err := ecdsa.ParseUncompressedPublicKey(curve, point)
	if err != nil {
		return nil, errPublic
	}
	return x509.MarshalPKIXPublicKey(key)
}

// curveOf reads CKA_EC_PARAMS, which names a curve (RFC 5480, 2.1.1.1).
func curveOf(params []byte) (elliptic.Curve, error) {
	var oid asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(params, &oid); err == nil {
		switch oid.String() {
		case "1.2.840.10045.3.1.7":
			return elliptic.P256(), nil
		case "1.3.132.0.34":
			return elliptic.P384(), nil
		case "1.3.132.0.35":
			return elliptic.P521(), nil
		}
	}
	return nil, errors.New("the key is on a curve that is not known here; P-256, P-384 and P-521 are")
}

// digestInfo is the DigestInfo that CKM_RSA_PKCS signs (RFC 8017, 9.2, note 1).
func digestInfo(digest []byte, hash crypto.Hash) []byte {
	last := map[crypto.Hash]byte{crypto.SHA256: 1, crypto.SHA384: 2, crypto.SHA512: 3}[hash]
	n := byte(len(digest))
	head := []byte{0x30, 0x11 + n, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last, 0x05, 0x00, 0x04, n}
	return append(head, digest...)
}

// ecSignature makes an ECDSA-Sig-Value (RFC 3279, 2.2.3) of r and s side by side.
func ecSignature(raw []byte) ([]byte, error) {
	half := len(raw) / 2
	if half == 0 || len(raw)%2 != 0 {
		return nil, fmt.Errorf("the device gives a signature of %d bytes", len(raw))
	}
	return asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(raw[:half]), new(big.Int).SetBytes(raw[half:])})
}
