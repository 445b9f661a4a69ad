// Package pkcs11 signs with a key that a device keeps: a card, a token, a
// hardware security module. Devices are reached through libraries of their
// makers, which are C; so a program of its own loads them, chancery-pkcs11, and
// this package is what both sides of the pipe between know: Open for who signs,
// Serve for who has the device. A message is a JSON object on a line of its own.
//
// It takes pipes and gives a crypto.Signer. It refuses to know how the other
// program is found and started, and how a PIN is asked for.
package pkcs11

import (
	"crypto"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Kind is what went wrong in a device.
type Kind string

// The kinds of Error.
const (
	NoModule Kind = "module" // the library is not there, or none of PKCS#11
	NoDevice Kind = "device" // no device of that name, or several
	WrongPIN Kind = "pin"    // the PIN is not right, or can no longer be
	NoKey    Kind = "key"    // no key of that name, or several, or none that can sign
	Broken   Kind = "broken" // the device fails
)

// Error is what the device's side says is wrong.
type Error struct {
	Kind Kind   `json:"kind"`
	Text string `json:"text"`
}

func (e *Error) Error() string { return e.Text }

// question is what the device's side is asked: first to open a device, then to
// log in, then as often as is liked to sign.
type question struct {
	Open   *URI    `json:"open,omitempty"`
	PIN    *string `json:"pin,omitempty"`
	Digest []byte  `json:"digest,omitempty"`
	Hash   string  `json:"hash,omitempty"` // of the digest: SHA-256, SHA-384, SHA-512
}

// answer is what it says.
type answer struct {
	Error *Error `json:"error,omitempty"`
	// To open: what the device is called, and whether it wants a PIN from here.
	Name string `json:"name,omitempty"`
	Asks bool   `json:"asks,omitempty"`
	// To log in: the public key (SubjectPublicKeyInfo) and certificates, in DER.
	Public       []byte   `json:"public,omitempty"`
	Certificates [][]byte `json:"certificates,omitempty"`
	// To sign: PKCS #1 v1.5, or an ECDSA-Sig-Value in DER.
	Signature []byte `json:"signature,omitempty"`
}

// Key is a private key in a device. It is a crypto.Signer.
type Key struct {
	// Certificates are all that the device holds and that can be read, those of
	// the key first.
	Certificates []*x509.Certificate

	public crypto.PublicKey
	ask    func(question) (answer, error)
}

// Open finds a key by way of the other side of a pipe. pin is asked for the PIN
// of a device, once, where it wants one that it does not ask for itself.
func Open(in io.Reader, out io.Writer, u URI, pin func(device string) ([]byte, error)) (*Key, error) {
	answers, questions := json.NewDecoder(in), json.NewEncoder(out)
	k := &Key{ask: func(q question) (a answer, err error) {
		if err = questions.Encode(q); err == nil {
			err = answers.Decode(&a)
		}
		if err == nil && a.Error != nil {
			err = a.Error
		}
		return a, err
	}}
	a, err := k.ask(question{Open: &u})
	if err != nil {
		return nil, err
	}
	secret := ""
	if a.Asks {
		typed, err := pin(a.Name)
		if err != nil {
			return nil, err
		}
		secret = string(typed)
		clear(typed)
	}
	if a, err = k.ask(question{PIN: &secret}); err != nil {
		return nil, err
	}
	if k.public, err = x509.ParsePKIXPublicKey(a.Public); err != nil {
		return nil, &Error{NoKey, fmt.Sprintf("the key's public part cannot be read: %v", err)}
	}
	for _, der := range a.Certificates {
		// A card may hold what is no certificate of anybody's: it is not asked for.
		if c, err := x509.ParseCertificate(der); err == nil {
			k.Certificates = append(k.Certificates, c)
		}
	}
	return k, nil
}

// Public is the public key.
func (k *Key) Public() crypto.PublicKey { return k.public }

// Sign has the device sign a digest of SHA-256, SHA-384 or SHA-512: PKCS #1 v1.5
// or ECDSA. Whatever random numbers that takes are the device's own.
func (k *Key) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if opts != crypto.SignerOpts(opts.HashFunc()) {
		return nil, errors.New("keys in devices sign by PKCS #1 v1.5 or ECDSA alone")
	}
	a, err := k.ask(question{Digest: digest, Hash: opts.HashFunc().String()})
	if err == nil && len(a.Signature) == 0 {
		err = &Error{Broken, "the device gives no signature"}
	}
	return a.Signature, err
}
