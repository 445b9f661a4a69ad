package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"chancery/archive/internal/authority"
)

// sameKey says whether two keys are one.
func sameKey(a, b crypto.Signer) bool {
	return a.Public().(interface{ Equal(crypto.PublicKey) bool }).Equal(b.Public())
}

// asked gives a password and counts how often it is asked for.
func asked(n *int, password string) func() ([]byte, error) {
	return func() ([]byte, error) {
		*n++
		return []byte(password), nil
	}
}

// TestReadPEM reads the plain forms, with and without certificates.
func TestReadPEM(t *testing.T) {
	a := authority.New(t)
	id := a.Person("signer-p256", "A. Signer")
	certificates, key := id.PEM(t)
	ec, err := x509.MarshalECPrivateKey(id.Key.(*ecdsa.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	for what, data := range map[string][]byte{
		"PKCS #8":       key,
		"SEC 1":         pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: ec}),
		"OpenSSL's EC":  append([]byte("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: ec})...),
		"with words":    append([]byte("Bag Attributes\n    friendlyName: key\n"), key...),
		"certificates":  append(bytes.Clone(certificates), key...),
		"the other way": append(bytes.Clone(key), certificates...),
	} {
		n := 0
		got, list, err := ReadKey(data, asked(&n, ""))
		if err != nil || !sameKey(got, id.Key) || n != 0 {
			t.Errorf("%s: %v, password asked for %d times", what, err, n)
		}
		if want := bytes.Count(data, []byte("BEGIN CERTIFICATE")); len(list) != want {
			t.Errorf("%s: %d certificates, want %d", what, len(list), want)
		}
	}
	for what, c := range map[string]struct {
		data []byte
		want string
	}{
		"nothing":     {nil, "holds no key"},
		"certificate": {certificates, "holds no key"},
		"two keys":    {append(bytes.Clone(key), key...), "more than one key"},
		"broken":      {pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{0x30, 0}}), "cannot be read"},
		"old lock":    {pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-256-CBC,00"}, Bytes: []byte{1}}), "openssl pkcs8 -topk8"},
		"DER":         {[]byte{0x30, 3, 2, 1, 3}, "no file of PKCS#12"},
	} {
		if _, _, err := ReadKey(c.data, asked(new(int), "")); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error is %v, want %q", what, err, c.want)
		}
	}
}

// TestReadLocked reads keys that OpenSSL locked (testdata/README.md says how):
// with the password, with another one, and never asks twice.
func TestReadLocked(t *testing.T) {
	names, err := filepath.Glob("testdata/locked-*.pem")
	if err != nil || len(names) < 4 {
		t.Fatalf("%v, %v", names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		key, _, err := ReadKey(data, asked(&n, "pässword"))
		if err != nil || !sameKey(key, authority.Key(t, "signer-p256")) || n != 1 {
			t.Errorf("%s: %v, password asked for %d times", name, err, n)
		}
		if _, _, err := ReadKey(data, asked(&n, "password")); !errors.Is(err, ErrPassword) {
			t.Errorf("%s: with another password: %v", name, err)
		}
		refused := errors.New("no terminal")
		if _, _, err := ReadKey(data, func() ([]byte, error) { return nil, refused }); !errors.Is(err, refused) {
			t.Errorf("%s: without a password: %v", name, err)
		}
	}
	der, err := os.ReadFile("testdata/old-lock.pem")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := ReadKey(der, asked(new(int), "pässword")); err == nil || !strings.Contains(err.Error(), "locked in a way that is not read here") {
		t.Errorf("a key locked by PBES1: %v", err)
	}
}

// TestReadPKCS12 reads files of PKCS #12: modern, as old Windows has it, and with
// no password.
func TestReadPKCS12(t *testing.T) {
	a := authority.New(t)
	id := a.Person("signer-rsa", "A. Signer")
	for what, c := range map[string]struct {
		encoder  *pkcs12.Encoder
		password string
	}{
		"modern": {pkcs12.Modern2023, "pässword"}, "old": {pkcs12.LegacyDES, "pässword"}, "no password": {pkcs12.Modern2023, ""},
	} {
		data, err := c.encoder.Encode(id.Key, id.Certificate, id.Chain, c.password)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		key, list, err := ReadKey(data, asked(&n, c.password))
		if err != nil || !sameKey(key, id.Key) || len(list) != 3 || !list[0].Equal(id.Certificate) {
			t.Errorf("%s: %v, %d certificates", what, err, len(list))
		}
		if (n > 0) != (c.password != "") {
			t.Errorf("%s: password asked for %d times", what, n)
		}
		if c.password == "" {
			continue
		}
		if _, _, err := ReadKey(data, asked(&n, "password")); !errors.Is(err, ErrPassword) {
			t.Errorf("%s: with another password: %v", what, err)
		}
	}
}

// TestFindSigner takes the key's own certificate and those above it, in order,
// whatever else is there.
func TestFindSigner(t *testing.T) {
	a := authority.New(t)
	id, other := a.Person("signer-rsa", "A. Signer"), a.Person("signer-p256", "B. Signer")
	s, err := FindSigner(id.Key, []*x509.Certificate{a.Root.Certificate, other.Certificate, a.TimeCA.Certificate, a.Staff.Certificate, id.Certificate})
	if err != nil || !s.Certificate.Equal(id.Certificate) || len(s.Chain) != 2 || !s.Chain[0].Equal(a.Staff.Certificate) || !s.Chain[1].Equal(a.Root.Certificate) {
		t.Errorf("%v, %d above it", err, len(s.Chain))
	}
	if _, err := FindSigner(id.Key, []*x509.Certificate{other.Certificate}); err == nil || !strings.Contains(err.Error(), "not that of the certificate of B. Signer") {
		t.Error(err)
	}
	if _, err := FindSigner(id.Key, nil); err == nil || !strings.Contains(err.Error(), "no certificate") {
		t.Error(err)
	}
}
