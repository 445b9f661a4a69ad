package pkcs11

import (
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Device is a device with the key that is meant, as Serve needs it. Its errors
// are of type *Error where their kind is known.
type Device interface {
	// Name is what its owner calls it, and Asks whether it wants a PIN that it does
	// not ask for itself.
	Name() string
	Asks() bool
	// Login opens it and finds the key.
	Login(pin string) error
	// Public is the key's SubjectPublicKeyInfo, Certificates are all that it
	// holds, those of the key first.
	Public() ([]byte, error)
	Certificates() ([][]byte, error)
	// Sign gives a signature by PKCS #1 v1.5, or an ECDSA-Sig-Value.
	Sign(digest []byte, hash crypto.Hash) ([]byte, error)
	Close()
}

// Serve answers what Open and Key.Sign ask, until the input ends. What goes wrong
// with the device is said in the answers; the error is that nobody listens, or
// that what is asked makes no sense.
func Serve(in io.Reader, out io.Writer, open func(URI) (Device, error)) error {
	questions, answers := json.NewDecoder(in), json.NewEncoder(out)
	var d Device
	loggedIn := false
	defer func() {
		if d != nil {
			d.Close()
		}
	}()
	for {
		var q question
		if err := questions.Decode(&q); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		var a answer
		var err error
		switch {
		case q.Open != nil && d == nil:
			if d, err = open(*q.Open); err == nil {
				a.Name, a.Asks = d.Name(), d.Asks()
			} else {
				d = nil
			}
		case q.PIN != nil && d != nil && !loggedIn:
			if a, err = login(d, *q.PIN); err == nil {
				loggedIn = true
			}
		case q.Digest != nil && loggedIn:
			a.Signature, err = signWith(d, q)
		default:
			return errors.New("what is asked is out of turn")
		}
		if err != nil {
			a = answer{Error: &Error{Broken, err.Error()}}
			errors.As(err, &a.Error)
		}
		if err := answers.Encode(a); err != nil {
			return err
		}
	}
}

// login opens a device and says what is in it.
func login(d Device, pin string) (a answer, err error) {
	if err = d.Login(pin); err == nil {
		a.Public, err = d.Public()
	}
	if err == nil {
		a.Certificates, err = d.Certificates()
	}
	return a, err
}

// signWith signs one digest.
func signWith(d Device, q question) ([]byte, error) {
	for _, h := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
		if h.String() == q.Hash && len(q.Digest) == h.Size() {
			return d.Sign(q.Digest, h)
		}
	}
	return nil, fmt.Errorf("%d bytes are no digest of %s", len(q.Digest), q.Hash)
}
