package pkcs11_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"chancery/archive/pkcs11"
)

func TestParseURI(t *testing.T) {
	slot := uint(7)
	for s, want := range map[string]pkcs11.URI{
		"pkcs11:": {},
		"pkcs11:token=The%20office;object=seal?module-path=/usr/lib/p11.so":                    {Token: "The office", Object: "seal", Module: "/usr/lib/p11.so"},
		"pkcs11:model=M;manufacturer=A%2bB;serial=12;slot-id=7;id=%01%ff;type=private;token=t": {Model: "M", Manufacturer: "A+B", Serial: "12", Slot: &slot, ID: []byte{1, 0xff}, Token: "t"},
	} {
		got, err := pkcs11.ParseURI(s)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", s, got, err)
		}
	}
	for s, want := range map[string]string{
		"pkcs11:token=x?pin-value=1234":         "no PIN",
		"pkcs11:token=x?pin-source=file:/pin":   "no PIN",
		"pkcs11:token":                          `"token" in the key's address has no value`,
		"pkcs11:token=%zz":                      `"token" in the key's address has no value`,
		"pkcs11:token=a;token=b":                `"token" stands twice`,
		"pkcs11:type=cert":                      "type=cert; a private key signs",
		"pkcs11:slot-id=x":                      "is no number",
		"pkcs11:library-version=3":              `"library-version" in the key's address is not known`,
		"pkcs11:object=k?module-name=softhsm2":  "module-path",
		"pkcs11:object=k;?module-path=/x;pin=4": `"" in the key's address has no value`,
	} {
		if _, err := pkcs11.ParseURI(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", s, err, want)
		} else if strings.Contains(err.Error(), "1234") {
			t.Errorf("%s: the PIN is in the error", s)
		}
	}
}

// fake is a device in memory.
type fake struct {
	key    crypto.Signer
	asks   bool
	closed *bool
	refuse error
}

func (f *fake) Name() string                    { return "fake" }
func (f *fake) Asks() bool                      { return f.asks }
func (f *fake) Public() ([]byte, error)         { return x509.MarshalPKIXPublicKey(f.key.Public()) }
func (f *fake) Certificates() ([][]byte, error) { return [][]byte{[]byte("no certificate")}, nil }
func (f *fake) Close()                          { *f.closed = true }
func (f *fake) Login(pin string) error {
	if f.asks && pin != "1234" || !f.asks && pin != "" {
		return &pkcs11.Error{Kind: pkcs11.WrongPIN, Text: "wrong"}
	}
	return nil
}
func (f *fake) Sign(digest []byte, hash crypto.Hash) ([]byte, error) {
	if f.refuse != nil {
		return nil, f.refuse
	}
	return f.key.Sign(rand.Reader, digest, hash)
}

// open connects both sides by pipes.
func open(t *testing.T, f *fake, typed string) (*pkcs11.Key, error) {
	t.Helper()
	questions, ask := io.Pipe()
	said, answer := io.Pipe()
	f.closed = new(bool)
	done := make(chan error, 1)
	go func() {
		done <- pkcs11.Serve(questions, answer, func(u pkcs11.URI) (pkcs11.Device, error) {
			if u.Token != "here" {
				return nil, errors.New("nothing there")
			}
			return f, nil
		})
	}()
	t.Cleanup(func() {
		ask.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	token := "here"
	if typed == "elsewhere" {
		token = "there"
	}
	return pkcs11.Open(said, ask, pkcs11.URI{Token: token}, func(string) ([]byte, error) {
		if !f.asks {
			t.Error("a PIN is asked for that is not wanted")
		}
		return []byte(typed), nil
	})
}

// TestPipe signs through the pipe, and sees what is said where that fails.
func TestPipe(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256([]byte("a letter"))
	for _, asks := range []bool{true, false} {
		f := &fake{key: key, asks: asks}
		k, err := open(t, f, "1234")
		if err != nil {
			t.Fatal(err)
		}
		signature, err := k.Sign(nil, digest[:], crypto.SHA256)
		if err != nil || !ecdsa.VerifyASN1(k.Public().(*ecdsa.PublicKey), digest[:], signature) {
			t.Errorf("the signature is not right: %v", err)
		}
		if _, err := k.Sign(nil, digest[:20], crypto.SHA256); err == nil || !strings.Contains(err.Error(), "20 bytes are no digest of SHA-256") {
			t.Errorf("a short digest: %v", err)
		}
		if _, err := k.Sign(nil, digest[:], &rsa.PSSOptions{Hash: crypto.SHA256}); err == nil {
			t.Error("PSS is taken for something else")
		}
		f.refuse = &pkcs11.Error{Kind: pkcs11.WrongPIN, Text: "locked"}
		var said *pkcs11.Error
		if _, err := k.Sign(nil, digest[:], crypto.SHA256); !errors.As(err, &said) || said.Kind != pkcs11.WrongPIN {
			t.Errorf("a device that refuses: %v", err)
		}
	}
	var said *pkcs11.Error
	if _, err := open(t, &fake{key: key, asks: true}, "4321"); !errors.As(err, &said) || said.Kind != pkcs11.WrongPIN {
		t.Errorf("a wrong PIN: %v", err)
	}
	if _, err := open(t, &fake{key: key}, "elsewhere"); !errors.As(err, &said) || said.Kind != pkcs11.Broken || said.Text != "nothing there" {
		t.Errorf("no device: %v", err)
	}
}

// TestServeOutOfTurn has what is asked in the wrong order refused.
func TestServeOutOfTurn(t *testing.T) {
	for _, s := range []string{`{}`, `{"pin":""}`, `{"digest":"AAAA","hash":"SHA-256"}`, `{`, `[1]`} {
		err := pkcs11.Serve(strings.NewReader(s), io.Discard, func(pkcs11.URI) (pkcs11.Device, error) { return nil, errors.New("none") })
		if err == nil {
			t.Errorf("%s is answered", s)
		}
	}
}
