package sign

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"software.sslmate.com/src/go-pkcs12"

	"chancery/archive/cms"
)

// ErrPassword says that a password is not the one that a key was locked with.
var ErrPassword = errors.New("the password is not right")

// ReadKey reads a key, and certificates that stand with it: PEM with a private
// key (PKCS #8, locked or not, and the older forms for RSA and EC), or PKCS #12.
// password is asked for only where the key is locked, once; it is not kept. The
// certificates are those of the file, in its order.
func ReadKey(data []byte, password func() ([]byte, error)) (crypto.Signer, []*x509.Certificate, error) {
	if len(data) > 0 && data[0] == 0x30 {
		return readPKCS12(data, password)
	}
	var key crypto.Signer
	var certificates []*x509.Certificate
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type == "CERTIFICATE" {
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, nil, fmt.Errorf("a certificate cannot be read: %w", err)
			}
			certificates = append(certificates, c)
			continue
		}
		one, err := readPEMKey(block, password)
		if err != nil {
			return nil, nil, err
		}
		if one != nil && key != nil {
			return nil, nil, errors.New("it holds more than one key")
		}
		if one != nil {
			key = one
		}
	}
	if key == nil {
		return nil, nil, errors.New("it holds no key: a file of PEM or PKCS#12 (.p12, .pfx) is needed")
	}
	return key, certificates, nil
}

// readPEMKey reads a block that is a private key; nil for one that is something else.
func readPEMKey(block *pem.Block, password func() ([]byte, error)) (crypto.Signer, error) {
	if block.Headers["DEK-Info"] != "" {
		return nil, errors.New("it is locked in an old way that is easily broken; \"openssl pkcs8 -topk8 -in KEY -out NEW\" makes a better one")
	}
	var key any
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "ENCRYPTED PRIVATE KEY":
		var secret, plain []byte
		if secret, err = password(); err != nil {
			return nil, err
		}
		if plain, err = unlock(block.Bytes, secret); err != nil {
			return nil, err
		}
		if key, err = x509.ParsePKCS8PrivateKey(plain); err != nil {
			err = ErrPassword // a wrong one gives noise
		}
		clear(plain)
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	default:
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the key cannot be read: %w", err)
	}
	return signer(key)
}

// signer is a private key as one that signs.
func signer(key any) (crypto.Signer, error) {
	s, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("keys of this kind (%T) cannot sign", key)
	}
	return s, nil
}

// readPKCS12 reads a file of PKCS #12 (RFC 7292).
func readPKCS12(data []byte, password func() ([]byte, error)) (crypto.Signer, []*x509.Certificate, error) {
	// Many are locked with an empty password: nobody need be asked for that.
	key, cert, chain, err := pkcs12.DecodeChain(data, "")
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		secret, e := password()
		if e != nil {
			return nil, nil, e
		}
		key, cert, chain, err = pkcs12.DecodeChain(data, string(secret))
	}
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return nil, nil, ErrPassword
	}
	if err != nil {
		return nil, nil, fmt.Errorf("it is no file of PKCS#12 that can be read: %w", err)
	}
	s, err := signer(key)
	if err != nil {
		return nil, nil, err
	}
	return s, append([]*x509.Certificate{cert}, chain...), nil
}

// FindSigner puts a key together with the certificate that is its own. The chain
// are those of the others that lead from it upwards.
func FindSigner(key crypto.Signer, all []*x509.Certificate) (cms.Signer, error) {
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok {
		return cms.Signer{}, fmt.Errorf("keys of this kind (%T) cannot sign", key.Public())
	}
	s := cms.Signer{Key: key}
	for _, c := range all {
		if s.Certificate == nil && public.Equal(c.PublicKey) {
			s.Certificate = c
		}
	}
	switch {
	case s.Certificate == nil && len(all) == 0:
		return s, errors.New("there is no certificate for the key")
	case s.Certificate == nil:
		return s, fmt.Errorf("the key is not that of the certificate of %s", cms.Name(all[0]))
	}
	for c := s.Certificate; len(s.Chain) < maxChain; {
		next := issuerOf(c, all)
		if next == nil || bytes.Equal(c.RawSubject, c.RawIssuer) {
			break
		}
		s.Chain = append(s.Chain, next)
		c = next
	}
	return s, nil
}
