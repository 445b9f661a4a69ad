package cms_test

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"strings"
	"testing"

	"chancery/archive/cms"
	"chancery/archive/internal/authority"
)

// signedData is as much of RFC 5652 as the tests look at.
type signedData struct {
	Type    asn1.ObjectIdentifier
	Content struct {
		Version    int
		Digests    asn1.RawValue
		Encap      asn1.RawValue
		Certs      asn1.RawValue `asn1:"tag:0"`
		SignerInfo []struct {
			Version   int
			SID       asn1.RawValue
			Digest    asn1.RawValue
			Signed    asn1.RawValue `asn1:"tag:0"`
			Algorithm asn1.RawValue
			Signature []byte
			Unsigned  asn1.RawValue `asn1:"optional,tag:1"`
		} `asn1:"set"`
	} `asn1:"explicit,tag:0"`
}

func TestSign(t *testing.T) {
	a := authority.New(t)
	for _, key := range []string{"signer-rsa", "signer-p256", "signer-p384"} {
		id := a.Person(key, "A. Signer")
		s := cms.Signer{Key: id.Key, Certificate: id.Certificate, Chain: id.Chain}
		content := cms.Content{Type: cms.OIDData, Bytes: []byte("We write to object.")}
		der, err := cms.Sign(content, s, func(signature []byte) ([]cms.Attribute, error) {
			return []cms.Attribute{{Type: cms.OIDTimeStampToken, Value: []byte{5, 0}}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		again, err := cms.Sign(content, s, func([]byte) ([]cms.Attribute, error) {
			return []cms.Attribute{{Type: cms.OIDTimeStampToken, Value: []byte{5, 0}}}, nil
		})
		if err != nil || !bytes.Equal(der, again) {
			t.Errorf("%s: not the same bytes twice, error %v", key, err)
		}
		var got signedData
		if rest, err := asn1.Unmarshal(der, &got); err != nil || len(rest) > 0 {
			t.Fatalf("%s: %v, %d bytes left", key, err, len(rest))
		}
		one := got.Content.SignerInfo[0]
		signed := append([]byte{}, one.Signed.FullBytes...)
		signed[0] = 0x31
		algorithm := map[string]x509.SignatureAlgorithm{"signer-rsa": x509.SHA256WithRSA, "signer-p256": x509.ECDSAWithSHA256, "signer-p384": x509.ECDSAWithSHA384}[key]
		if err := id.Certificate.CheckSignature(algorithm, signed, one.Signature); err != nil {
			t.Errorf("%s: %v", key, err)
		}
		// The members of a SET OF stand in the order of their bytes (X.690, 11.6).
		for _, of := range [][]byte{one.Signed.Bytes, got.Content.Certs.Bytes} {
			var before []byte
			for len(of) > 0 {
				var member asn1.RawValue
				if of, err = asn1.Unmarshal(of, &member); err != nil {
					t.Fatal(err)
				}
				if bytes.Compare(before, member.FullBytes) >= 0 {
					t.Errorf("%s: a set out of order", key)
				}
				before = member.FullBytes
			}
		}
		if n := bytes.Count(der, id.Certificate.Raw); n != 1 {
			t.Errorf("%s: the certificate is there %d times", key, n)
		}
		signingTime, _ := asn1.Marshal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5})
		if bytes.Contains(one.Signed.Bytes, signingTime) {
			t.Errorf("%s: it has a signing-time", key)
		}
	}
}

// A device that signs with another key is found out.
func TestSignWrongKey(t *testing.T) {
	a := authority.New(t)
	id := a.Person("signer-p256", "A. Signer")
	s := cms.Signer{Key: authority.Key(t, "other"), Certificate: id.Certificate}
	if _, err := cms.Sign(cms.Content{Type: cms.OIDData, Bytes: []byte("x")}, s, nil); err == nil || !strings.Contains(err.Error(), "not right by the certificate") {
		t.Errorf("the error is %v", err)
	}
}

func TestTimestampRequest(t *testing.T) {
	digest := sha256.Sum256([]byte("x"))
	der, err := cms.TimestampRequest(crypto.SHA256, digest[:], []byte{0xff, 1})
	if err != nil {
		t.Fatal(err)
	}
	want := append([]byte{0x30, 0x3e, 2, 1, 1, 0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20}, digest[:]...)
	want = append(want, 2, 3, 0, 0xff, 1, 1, 1, 0xff)
	if !bytes.Equal(der, want) {
		t.Errorf("% x, want % x", der, want)
	}
}
