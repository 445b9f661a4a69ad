package tlog

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

const origin = "verify.example.gov/log"

func signer(t testing.TB, seed byte) *Signer {
	t.Helper()
	s, err := NewSigner(origin, ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// disk is a log's folder.
type disk map[string][]byte

func (d disk) read(name string) ([]byte, error) {
	data, ok := d[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	return data, nil
}

func leaf(n int) []byte { return fmt.Appendf(nil, `{"n":%d}`, n) }

// grow adds entries to a log until it has n.
func grow(t testing.TB, d disk, n int) *Log {
	t.Helper()
	l, err := Open(signer(t, 1), d.read)
	if err != nil {
		t.Fatal(err)
	}
	for i := int(l.Size()); i < n; i++ {
		if err := l.Add(leaf(i)); err != nil {
			t.Fatal(err)
		}
	}
	files, err := l.Files()
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(d, files)
	return l
}

// root is the Merkle tree hash by its definition (RFC 6962, 2.1).
func root(leaves [][]byte) []byte {
	h := sha256.New()
	switch n := len(leaves); n {
	case 0:
	case 1:
		h.Write([]byte{0})
		h.Write(leaves[0])
	default:
		k := 1
		for k*2 < n {
			k *= 2
		}
		h.Write([]byte{1})
		h.Write(root(leaves[:k]))
		h.Write(root(leaves[k:]))
	}
	return h.Sum(nil)
}

// TestGrowth lets a log grow in steps of all kinds, over several full tiles, and
// holds every head against the tree by its definition, every tile against its own, and
// proofs against another program's verifier.
func TestGrowth(t *testing.T) {
	d := disk{}
	var leaves [][]byte
	for _, n := range []int{1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 700} {
		l := grow(t, d, n)
		for len(leaves) < n {
			leaves = append(leaves, leaf(len(leaves)))
		}
		want := root(leaves)
		lines := strings.Split(string(d["checkpoint"]), "\n")
		if lines[0] != origin || lines[1] != fmt.Sprint(n) || lines[2] != base64.StdEncoding.EncodeToString(want) {
			t.Fatalf("%d entries: the head is %q", n, lines)
		}
		for _, i := range []int{0, n / 2, n - 1} {
			p, err := l.Proof(leaf(i))
			if err != nil {
				t.Fatal(err)
			}
			got, err := Check(p, signer(t, 1).PublicKey())
			if err != nil || got.Index != int64(i) || got.Size != int64(n) || !bytes.Equal(got.Entry, leaf(i)) || got.Origin != origin {
				t.Errorf("%d of %d: %+v %v", i, n, got, err)
			}
			var hashes [][]byte
			text, _, _ := strings.Cut(string(p), "\n\n")
			for _, line := range strings.Split(text, "\n")[3:] {
				h, err := base64.StdEncoding.DecodeString(line)
				if err != nil {
					t.Fatal(err)
				}
				hashes = append(hashes, h)
			}
			if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(i), uint64(n), rfc6962.DefaultHasher.HashLeaf(leaf(i)), hashes, want); err != nil {
				t.Errorf("%d of %d: %v", i, n, err)
			}
		}
	}
	for _, name := range []string{"tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/000", "tile/entries/002.p/188"} {
		if d[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
	var first []byte
	for i := range 256 {
		first = append(first, rfc6962.DefaultHasher.HashLeaf(leaf(i))...)
	}
	if !bytes.Equal(d["tile/0/000"], first) || !bytes.Equal(d["tile/1/000.p/2"][:32], root(leaves[:256])) {
		t.Error("the tiles hold other hashes")
	}
}

// TestSame adds what is there already: nothing changes.
func TestSame(t *testing.T) {
	d := disk{}
	grow(t, d, 5)
	l, err := Open(signer(t, 1), d.read)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Add(leaf(3)); err != nil {
		t.Fatal(err)
	}
	if files, err := l.Files(); err != nil || files != nil || l.Size() != 5 {
		t.Errorf("%d entries, files %q, %v", l.Size(), slices.Sorted(maps.Keys(files)), err)
	}
	p, err := l.Proof(leaf(3))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Check(p, signer(t, 1).PublicKey()); err != nil {
		t.Error(err)
	}
	for _, wrong := range [][]byte{nil, make([]byte, 1<<16)} {
		if err := l.Add(wrong); err == nil {
			t.Errorf("an entry of %d bytes is added", len(wrong))
		}
	}
	if _, err := l.Proof(leaf(9)); err == nil {
		t.Error("what is not there is proven")
	}
}

// TestTampering changes every byte of a proof, and every file of a log.
func TestTampering(t *testing.T) {
	d := disk{}
	l := grow(t, d, 300)
	p, err := l.Proof(leaf(123))
	if err != nil {
		t.Fatal(err)
	}
	key := signer(t, 1).PublicKey()
	for i := range p {
		q := bytes.Clone(p)
		q[i] ^= 0xFF
		if _, err := Check(q, key); err == nil {
			t.Errorf("byte %d of the proof does not count", i)
		}
	}
	for _, other := range []string{signer(t, 2).PublicKey(), "", "nonsense"} {
		if _, err := Check(p, other); err == nil {
			t.Errorf("the key %q proves it", other)
		}
	}
	for _, text := range []string{"", "x\n\ny", string(p[:len(p)/2]), strings.Replace(string(p), "index 123", "index 0123", 1), strings.Replace(string(p), "index 123", "index 124", 1)} {
		if _, err := Check([]byte(text), key); err == nil {
			t.Errorf("%q is a proof", text)
		}
	}
	for name := range d {
		changed := maps.Clone(d)
		changed[name] = bytes.Clone(d[name])
		changed[name][len(d[name])-2] ^= 1
		_, err := Open(signer(t, 1), changed.read)
		var broken *BrokenError
		if strings.HasPrefix(name, "tile/1/") && err == nil {
			continue // what it says is said by the full tiles, too
		}
		if !errors.As(err, &broken) {
			t.Errorf("%s is changed: %v", name, err)
		}
		delete(changed, name)
		if _, err := Open(signer(t, 1), changed.read); err == nil && name != "checkpoint" && !strings.HasPrefix(name, "tile/1/") {
			t.Errorf("%s is missing, and nobody sees it", name)
		}
	}
	if _, err := Open(signer(t, 2), d.read); err == nil {
		t.Error("another key goes on with the log")
	}
}

func BenchmarkAdd(b *testing.B) {
	for range b.N {
		grow(b, disk{}, 10000)
	}
}
