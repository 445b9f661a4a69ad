package sign

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"errors"
	"fmt"
	"hash"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/scrypt"
)

// Algorithms of PKCS #5 (RFC 8018) and what goes with it.
var (
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidScrypt = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11591, 4, 11} // RFC 7914

	pseudorandom = map[string]func() hash.Hash{
		"1.2.840.113549.2.7":  sha1.New,
		"1.2.840.113549.2.9":  sha256.New,
		"1.2.840.113549.2.10": sha512.New384,
		"1.2.840.113549.2.11": sha512.New,
	}
	aesCBC = map[string]int{ // length of the key
		"2.16.840.1.101.3.4.1.2":  16,
		"2.16.840.1.101.3.4.1.22": 24,
		"2.16.840.1.101.3.4.1.42": 32,
	}
)

// maxRounds bounds what a password may be made to cost: ten million rounds are
// ten times what anybody advises.
const maxRounds = 10_000_000

// errLock says that a key is locked in a way that is not read here.
var errLock = errors.New("it is locked in a way that is not read here; \"openssl pkcs8 -topk8 -in KEY -out NEW\" makes one that is")

// unlock decrypts an EncryptedPrivateKeyInfo (RFC 5958, 3) by PBES2 with AES-CBC
// and PBKDF2 or scrypt, which is what OpenSSL and most others write.
func unlock(der, password []byte) ([]byte, error) {
	in := cryptobyte.String(der)
	var info, algorithm, parameters, derivation, scheme, data cryptobyte.String
	var kind, kdf, encryption asn1.ObjectIdentifier
	if !in.ReadASN1(&info, tags.SEQUENCE) || !info.ReadASN1(&algorithm, tags.SEQUENCE) ||
		!algorithm.ReadASN1ObjectIdentifier(&kind) || !info.ReadASN1(&data, tags.OCTET_STRING) {
		return nil, errors.New("it is damaged")
	}
	var iv []byte
	if !kind.Equal(oidPBES2) || !algorithm.ReadASN1(&parameters, tags.SEQUENCE) ||
		!parameters.ReadASN1(&derivation, tags.SEQUENCE) || !derivation.ReadASN1ObjectIdentifier(&kdf) ||
		!parameters.ReadASN1(&scheme, tags.SEQUENCE) || !scheme.ReadASN1ObjectIdentifier(&encryption) ||
		!scheme.ReadASN1Bytes(&iv, tags.OCTET_STRING) {
		return nil, errLock
	}
	length := aesCBC[encryption.String()]
	if length == 0 || len(iv) != aes.BlockSize || len(data) == 0 || len(data)%aes.BlockSize != 0 {
		return nil, errLock
	}
	var how cryptobyte.String
	if !derivation.ReadASN1(&how, tags.SEQUENCE) {
		return nil, errLock
	}
	key, err := derive(kdf, how, password, length)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	plain := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, data)
	pad := int(plain[len(plain)-1])
	if pad < 1 || pad > aes.BlockSize {
		return nil, ErrPassword
	}
	for _, b := range plain[len(plain)-pad:] {
		if int(b) != pad {
			return nil, ErrPassword
		}
	}
	return plain[:len(plain)-pad], nil
}

// derive makes the key from the password.
func derive(kdf asn1.ObjectIdentifier, how cryptobyte.String, password []byte, length int) ([]byte, error) {
	var salt []byte
	if !how.ReadASN1Bytes(&salt, tags.OCTET_STRING) {
		return nil, errLock
	}
	switch {
	case kdf.Equal(oidPBKDF2):
		var rounds int
		if !how.ReadASN1Integer(&rounds) || !how.SkipOptionalASN1(tags.INTEGER) {
			return nil, errLock
		}
		if rounds < 1 || rounds > maxRounds {
			return nil, fmt.Errorf("it asks for %d rounds", rounds)
		}
		name := "1.2.840.113549.2.7" // the default
		if !how.Empty() {
			var prf cryptobyte.String
			var oid asn1.ObjectIdentifier
			if !how.ReadASN1(&prf, tags.SEQUENCE) || !prf.ReadASN1ObjectIdentifier(&oid) {
				return nil, errLock
			}
			name = oid.String()
		}
		h := pseudorandom[name]
		if h == nil {
			return nil, errLock
		}
		return pbkdf2.Key(h, string(password), salt, rounds, length)
	case kdf.Equal(oidScrypt):
		var n, r, p int
		if !how.ReadASN1Integer(&n) || !how.ReadASN1Integer(&r) || !how.ReadASN1Integer(&p) {
			return nil, errLock
		}
		if n < 2 || r < 1 || p < 1 || n > 1<<22 || r > 64 || p > 64 || n*r > 1<<23 {
			return nil, errors.New("it asks for more memory than a key should")
		}
		return scrypt.Key(password, salt, n, r, p, length)
	}
	return nil, errLock
}
