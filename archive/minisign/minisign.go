// Package minisign makes and checks detached signatures for files that cannot
// hold one of their own, an EPUB or a manifest: Ed25519 in the format of minisign
// (jedisct1.github.io/minisign), which that program and others check too. The
// keys are of a kind of their own, and no authority stands behind them: who gives
// the public key out vouches for it.
//
// It takes and gives bytes. Start with Sign.
package minisign

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	mini "aead.dev/minisign"
)

// ErrPassword says that a password is not the one that a key was locked with.
var ErrPassword = errors.New("the password is not right")

// comment is how every file of minisign begins.
const comment = "untrusted comment:"

// IsKey says whether a file looks like a secret key of minisign.
func IsKey(data []byte) bool {
	return bytes.HasPrefix(data, []byte(comment)) && bytes.Contains(firstLine(data), []byte("secret key"))
}

func firstLine(data []byte) []byte {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return line
}

// ReadKey reads a secret key. password is asked for only where the key is locked,
// once.
func ReadKey(data []byte, password func() ([]byte, error)) (mini.PrivateKey, error) {
	var key mini.PrivateKey
	if !mini.IsEncrypted(data) {
		if err := key.UnmarshalText(data); err != nil {
			return key, errors.New("it is no secret key of minisign")
		}
		return key, nil
	}
	secret, err := password()
	if err != nil {
		return key, err
	}
	if key, err = mini.DecryptKey(string(secret), data); err != nil {
		return key, ErrPassword
	}
	return key, nil
}

// IsPublic says whether a file is a public key of minisign: its text, or its one
// line.
func IsPublic(data []byte) bool {
	var key mini.PublicKey
	return key.UnmarshalText(bytes.TrimSpace(data)) == nil
}

// Sign signs a file: the signature's own file, which by custom has the name of
// the signed one with ".minisig" added. The name, without folders, and the time
// are signed too. The same input gives the same bytes.
func Sign(data []byte, key mini.PrivateKey, name string, at time.Time) ([]byte, error) {
	if strings.ContainsAny(name, "\r\n\t") {
		return nil, fmt.Errorf("a file called %q cannot be named in a signature", name)
	}
	r := mini.NewReader(bytes.NewReader(data))
	if _, err := io.Copy(io.Discard, r); err != nil {
		return nil, err
	}
	trusted := fmt.Sprintf("timestamp:%d\tfile:%s\thashed", at.Unix(), name)
	return r.SignWithComments(key, trusted, fmt.Sprintf("signature from minisign secret key %X", key.ID())), nil
}

// Signature is what a signature says that holds.
type Signature struct {
	Key  string    // the identifier of the key, as minisign prints it
	Name string    // of the file, as it was signed; "" if it says none
	Time time.Time // as the signer's clock had it; zero if it says none
}

// ErrOtherKey says that a signature is of another key than was given, so that
// nothing can be said of it.
var ErrOtherKey = errors.New("it was signed with another key")

// Verify checks a signature of a file by a public key, the text of its file or
// its one line. The error is that it does not hold.
func Verify(data, signature, public []byte) (*Signature, error) {
	var key mini.PublicKey
	if err := key.UnmarshalText(bytes.TrimSpace(public)); err != nil {
		return nil, errors.New("it is no public key of minisign")
	}
	var s mini.Signature
	if err := s.UnmarshalText(signature); err != nil {
		return nil, errors.New("it is no signature of minisign")
	}
	if s.KeyID != key.ID() {
		return nil, fmt.Errorf("%w: %X, and this one is %X", ErrOtherKey, s.KeyID, key.ID())
	}
	if !mini.Verify(key, data, signature) {
		return nil, errors.New("it is not what was signed")
	}
	out := &Signature{Key: fmt.Sprintf("%X", key.ID())}
	for _, part := range strings.Split(s.TrustedComment, "\t") {
		switch kind, value, _ := strings.Cut(part, ":"); kind {
		case "file":
			out.Name = value
		case "timestamp":
			var unix int64
			if _, err := fmt.Sscanf(value, "%d", &unix); err == nil {
				out.Time = time.Unix(unix, 0).UTC()
			}
		}
	}
	return out, nil
}

// SignRaw signs bytes as they are: the 64 bytes of an Ed25519 signature, for forms
// of signature that have an envelope of their own (DSSE). The same input gives the
// same bytes.
func SignRaw(message []byte, key mini.PrivateKey) ([]byte, error) {
	// minisign's older form is Ed25519 of the message itself.
	text, err := key.Sign(nil, message, crypto.Hash(0))
	if err != nil {
		return nil, err
	}
	var s mini.Signature
	if err := s.UnmarshalText(text); err != nil {
		return nil, err
	}
	return s.Signature[:], nil
}

// VerifyRaw says whether a signature of SignRaw holds, by a public key, the text of
// its file or its one line.
func VerifyRaw(message, signature, public []byte) (bool, error) {
	var key mini.PublicKey
	if err := key.UnmarshalText(bytes.TrimSpace(public)); err != nil {
		return false, errors.New("it is no public key of minisign")
	}
	// Two bytes of algorithm and eight of identifier stand before the key.
	raw, err := base64.StdEncoding.DecodeString(key.String())
	if err != nil || len(raw) != 10+ed25519.PublicKeySize {
		return false, errors.New("it is no public key of minisign")
	}
	return ed25519.Verify(raw[10:], message, signature), nil
}
