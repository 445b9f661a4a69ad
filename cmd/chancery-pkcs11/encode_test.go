package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"testing"
)

// TestPublic reads public keys as devices write them.
func TestPublic(t *testing.T) {
	for name, curve := range map[string]elliptic.Curve{"1.2.840.10045.3.1.7": elliptic.P256(), "1.3.132.0.34": elliptic.P384(), "1.3.132.0.35": elliptic.P521()} {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		point, err := key.PublicKey.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		var oid asn1.ObjectIdentifier
		for _, n := range bytes.Split([]byte(name), []byte(".")) {
			v, _ := new(big.Int).SetString(string(n), 10)
			oid = append(oid, int(v.Int64()))
		}
		params, _ := asn1.Marshal(oid)
		wrapped, _ := asn1.Marshal(point)
		want, _ := x509.MarshalPKIXPublicKey(key.Public())
		for _, raw := range [][]byte{wrapped, point} {
			if got, err := ecKey(params, raw); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %x, %v", name, got, err)
			}
		}
		if _, err := ecKey(params, point[:len(point)-1]); err == nil {
			t.Errorf("%s: a point that is cut off is taken", name)
		}
	}
	if _, err := ecKey([]byte{6, 5, 0x2b, 0x81, 4, 0, 10}, nil); err == nil {
		t.Error("secp256k1 is taken")
	}
	if _, err := rsaKey([]byte{1}, nil); err == nil {
		t.Error("a key without exponent is taken")
	}
	n := new(big.Int).Lsh(big.NewInt(1), 2047)
	got, err := rsaKey(n.Bytes(), []byte{1, 0, 1})
	want, _ := x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: n, E: 65537})
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("RSA: %x, %v", got, err)
	}
}

// TestDigestInfo signs as a device does, and has crypto/rsa check it.
func TestDigestInfo(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := sha256.Sum256(nil), sha512.Sum384(nil), sha512.Sum512(nil)
	for hash, digest := range map[crypto.Hash][]byte{crypto.SHA256: a[:], crypto.SHA384: b[:], crypto.SHA512: c[:]} {
		signature, err := rsa.SignPKCS1v15(nil, key, 0, digestInfo(digest, hash))
		if err != nil {
			t.Fatal(err)
		}
		if err := rsa.VerifyPKCS1v15(&key.PublicKey, hash, digest, signature); err != nil {
			t.Errorf("%v: %v", hash, err)
		}
	}
	if _, err := ecSignature([]byte{1, 2, 3}); err == nil {
		t.Error("half a signature is taken")
	}
}
