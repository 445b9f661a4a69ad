package tlog

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	cosignature "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

// fsys is a log's folder for an audit.
func (d disk) fsys() fs.FS {
	m := fstest.MapFS{}
	for name, data := range d {
		m[name] = &fstest.MapFile{Data: data}
	}
	return m
}

// audited gives what an audit finds, in one text.
func audited(t testing.TB, d disk, older ...[]byte) string {
	t.Helper()
	a, err := Audit(d.fsys(), signer(t, 1).PublicKey(), older...)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(a.Faults, "\n")
}

// fetcher gives the files of a log to Tessera.
type fetcher disk

func (f fetcher) ReadCheckpoint(context.Context) ([]byte, error) { return disk(f).read(Checkpoint) }

func (f fetcher) ReadTile(_ context.Context, l, i uint64, p uint8) ([]byte, error) {
	return disk(f).read(layout.TilePath(l, i, p))
}

func (f fetcher) ReadEntryBundle(_ context.Context, i uint64, p uint8) ([]byte, error) {
	return disk(f).read(layout.EntriesPath(i, p))
}

// tessera has another implementation of logs read all of one.
func tessera(t testing.TB, d disk) error {
	t.Helper()
	v, err := note.NewVerifier(signer(t, 1).PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	hash := func(bundle []byte) (all [][]byte, err error) {
		var b api.EntryBundle
		if err := b.UnmarshalText(bundle); err != nil {
			return nil, err
		}
		for _, e := range b.Entries {
			all = append(all, rfc6962.DefaultHasher.HashLeaf(e))
		}
		return all, nil
	}
	return fsck.New(origin, v, fetcher(d), hash, fsck.Opts{}).Check(t.Context())
}

// TestAudit lets a log grow and holds it against all of its heads; Tessera agrees.
func TestAudit(t *testing.T) {
	d := disk{}
	var kept [][]byte
	for _, n := range []int{1, 2, 5, 255, 256, 257, 512, 700} {
		grow(t, d, n)
		if wrong := audited(t, d, kept...); wrong != "" {
			t.Errorf("%d entries: %s", n, wrong)
		}
		if err := tessera(t, d); err != nil {
			t.Errorf("%d entries: Tessera: %v", n, err)
		}
		kept = append(kept, d[Checkpoint])
	}
	a, err := Audit(d.fsys(), signer(t, 1).PublicKey()+"\n", kept...)
	if err != nil || a.Size != 700 || a.Origin != origin || fmt.Sprint(a.Older) != "[1 2 5 255 256 257 512 700]" {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := Audit(d.fsys(), "nonsense"); err == nil {
		t.Error("nonsense is a key")
	}
	if a, err := Audit(d.fsys(), signer(t, 2).PublicKey()); err != nil || len(a.Faults) != 1 || !strings.Contains(a.Faults[0], "not signed by the log's key") {
		t.Errorf("%+v, %v", a, err)
	}
	if wrong := audited(t, d, []byte("x")); !strings.Contains(wrong, "the older head: ") {
		t.Error(wrong)
	}
}

// TestAuditFork has an office write its history anew, with its own key.
func TestAuditFork(t *testing.T) {
	d := disk{}
	grow(t, d, 3)
	forked := disk{}
	l, err := Open(signer(t, 1), forked.read)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 7, 2, 8} {
		if err := l.Add(leaf(n)); err != nil {
			t.Fatal(err)
		}
	}
	if forked, err = l.Files(); err != nil {
		t.Fatal(err)
	}
	if wrong := audited(t, forked); wrong != "" { // by itself nothing is wrong with it
		t.Error(wrong)
	}
	if wrong := audited(t, forked, d[Checkpoint]); !strings.Contains(wrong, "no continuation of the one that had 3 entries") {
		t.Error(wrong)
	}
	shorter := disk{}
	grow(t, shorter, 2)
	if wrong := audited(t, shorter, d[Checkpoint]); wrong != "the log had 3 entries, and has 2: some were taken out" {
		t.Error(wrong)
	}
}

// TestAuditEveryByte changes every byte of every file of a small log in turn, those of
// its parts from before included, cuts each off, and takes each away.
func TestAuditEveryByte(t *testing.T) {
	d := disk{}
	grow(t, d, 2)
	grow(t, d, 5)
	older := map[string]bool{"tile/0/000.p/2": true, "tile/entries/000.p/2": true}
	for name, data := range d {
		for i := range data {
			d[name] = bytes.Clone(data)
			d[name][i] ^= 0xFF
			if audited(t, d) == "" {
				t.Errorf("%s: byte %d does not count", name, i)
			}
		}
		for _, n := range []int{0, 1, len(data) / 2, len(data) - 1} {
			d[name] = data[:n]
			if audited(t, d) == "" {
				t.Errorf("%s is cut off after %d bytes, and nobody sees it", name, n)
			}
		}
		d[name] = append(bytes.Clone(data), 0)
		if audited(t, d) == "" {
			t.Errorf("%s has a byte more, and nobody sees it", name)
		}
		delete(d, name)
		if wrong := audited(t, d); wrong == "" && !older[name] {
			t.Errorf("%s is missing, and nobody sees it", name)
		}
		d[name] = data
	}
}

// TestAuditAll wants all files that are damaged named in one run.
func TestAuditAll(t *testing.T) {
	d := disk{}
	grow(t, d, 700)
	changed := []string{"tile/entries/000", "tile/entries/001", "tile/entries/002.p/188"}
	for i, name := range changed {
		d[name] = bytes.Clone(d[name])
		d[name][5] ^= 1
		d[name] = d[name][:len(d[name])-i%2]
	}
	wrong := audited(t, d)
	for _, name := range changed {
		if !strings.Contains(wrong, name) {
			t.Errorf("%s is not in\n%s", name, wrong)
		}
	}
	if tessera(t, d) == nil {
		t.Error("Tessera finds nothing")
	}
}

func BenchmarkAudit(b *testing.B) {
	d := disk{}
	grow(b, d, 10000)
	fsys := d.fsys()
	for b.Loop() {
		if a, err := Audit(fsys, signer(b, 1).PublicKey()); err != nil || len(a.Faults) > 0 {
			b.Fatal(a, err)
		}
	}
}

// TestWitness has another program's witness sign the head of a proof.
func TestWitness(t *testing.T) {
	d := disk{}
	l := grow(t, d, 5)
	p, err := l.Proof(leaf(3))
	if err != nil {
		t.Fatal(err)
	}
	secret, public, err := note.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{9}, 64)), "witness.example.org")
	if err != nil {
		t.Fatal(err)
	}
	w, err := cosignature.NewSignerForCosignatureV1(secret)
	if err != nil {
		t.Fatal(err)
	}
	key := signer(t, 1).PublicKey()
	v, err := note.NewVerifier(key)
	if err != nil {
		t.Fatal(err)
	}
	text, head, _ := bytes.Cut(p, []byte("\n\n"))
	n, err := note.Open(head, note.VerifierList(v))
	if err != nil {
		t.Fatal(err)
	}
	if head, err = note.Sign(n, w); err != nil {
		t.Fatal(err)
	}
	witnessed := append(append(text, "\n\n"...), head...)
	got, err := Check(witnessed, key, public+"\n")
	if err != nil || len(got.Seen) != 1 || got.Seen[0].Witness != "witness.example.org" || time.Since(got.Seen[0].At) > time.Hour {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := Check(witnessed, key); err != nil || len(got.Seen) != 0 {
		t.Errorf("a witness that nobody asked for: %+v, %v", got, err)
	}
	if got, err := Check(p, key, public); err != nil || len(got.Seen) != 0 {
		t.Errorf("a witness that did not sign: %+v, %v", got, err)
	}
	if _, err := Check(p, key, "nonsense"); err == nil {
		t.Error("nonsense is a key")
	}
	// The signature alone, under another head; and without the log's own.
	i := bytes.LastIndex(head, []byte("— "))
	line := string(head[i:])
	q := append(bytes.Clone(p), line[:len(line)-12]+map[bool]string{true: "B", false: "A"}[line[len(line)-12] == 'A']+line[len(line)-11:]...)
	if _, err := Check(q, key, public); err == nil || !strings.Contains(err.Error(), "not what the witness") {
		t.Error(err)
	}
	alone := append(bytes.Clone(text), ("\n\n" + n.Text + "\n" + line)...)
	if _, err := Check(alone, key, public); err == nil || !strings.Contains(err.Error(), "not signed by the log's key") {
		t.Error(err)
	}
	for i := range witnessed {
		q := bytes.Clone(witnessed)
		q[i] ^= 0xFF
		if _, err := Check(q, key, public); err == nil {
			t.Errorf("byte %d of the proof does not count", i)
		}
	}
}
