package ocfl

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"strconv"
	"strings"

	"golang.org/x/crypto/blake2b"
)

// sha512Name is the algorithm of all that is written here (3.4).
const sha512Name = "sha512"

// algorithm is a way of taking digests.
type algorithm struct {
	new  func() hash.Hash
	size int    // of a digest, in bytes; 0: no fixed size
	code string // the rule about how it is encoded; "" the specification has none of its own
}

// algorithms are those of 3.4 and of the extension 0009-digest-algorithms.
var algorithms = map[string]algorithm{
	"md5":         {md5.New, md5.Size, ""},
	"sha1":        {sha1.New, sha1.Size, "E029"},
	"sha256":      {sha256.New, sha256.Size, "E030"},
	"sha512":      {sha512.New, sha512.Size, "E031"},
	"blake2b-512": {blake2(64), 64, "E032"},
	"blake2b-160": {blake2(20), 20, ""},
	"blake2b-256": {blake2(32), 32, ""},
	"blake2b-384": {blake2(48), 48, ""},
	"sha512/256":  {sha512.New512_256, sha512.Size256, ""},
	"size":        {func() hash.Hash { return new(length) }, 0, ""},
}

func blake2(size int) func() hash.Hash {
	return func() hash.Hash {
		h, err := blake2b.New(size, nil)
		if err != nil {
			panic(err) // no key, and sizes from 1 to 64
		}
		return h
	}
}

// length is the "digest" that is the number of bytes.
type length int64

func (l *length) Write(b []byte) (int, error) { *l += length(len(b)); return len(b), nil }
func (l *length) Sum(b []byte) []byte         { return strconv.AppendInt(b, int64(*l), 10) }
func (l *length) Reset()                      { *l = 0 }
func (l *length) Size() int                   { return 0 }
func (l *length) BlockSize() int              { return 1 }

// sum gives the digest as an inventory has it, in lower case.
func sum(name string, h hash.Hash) string {
	if name == "size" {
		return string(h.Sum(nil))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// encoded says whether a digest could be one of the algorithm.
func (a algorithm) encoded(digest string) bool {
	if a.size == 0 {
		n, err := strconv.ParseUint(digest, 10, 63)
		return err == nil && strconv.FormatUint(n, 10) == digest
	}
	b, err := hex.DecodeString(digest)
	return err == nil && len(b) == a.size
}

// hexed says whether a digest is in hexadecimal digits at all.
func hexed(digest string) bool {
	return strings.Trim(digest, "0123456789abcdefABCDEF") == "" && digest != ""
}

// registered are the names of the extensions that the OCFL's editors have
// registered (ocfl.github.io/extensions), with "initial", which they keep.
var registered = map[string]bool{
	"0000-example-extension":                               true,
	"0001-digest-algorithms":                               true,
	"0002-flat-direct-storage-layout":                      true,
	"0003-hash-and-id-n-tuple-storage-layout":              true,
	"0004-hashed-n-tuple-storage-layout":                   true,
	"0005-mutable-head":                                    true,
	"0006-flat-omit-prefix-storage-layout":                 true,
	"0007-n-tuple-omit-prefix-storage-layout":              true,
	"0008-schema-registry":                                 true,
	"0009-digest-algorithms":                               true,
	"0010-differential-n-tuple-omit-prefix-storage-layout": true,
	"0011-direct-clean-path-layout":                        true,
	"0012-hash-and-no-prefix-id-n-tuple-storage-layout":    true,
	"initial": true,
}
