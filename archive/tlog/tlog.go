// Package tlog keeps a tamper-evident log of what was published: a Merkle tree whose
// head is signed, so that nothing in it can be changed or taken out without everybody
// seeing it who has kept an earlier head. It is a log of tiles (c2sp.org/tlog-tiles):
// plain files, which any web server hands out and any client of such logs reads, with
// checkpoints as signed notes (c2sp.org/tlog-checkpoint) and proofs that stand beside
// a file and need no network (c2sp.org/tlog-proof@v1).
//
// It takes bytes and gives bytes, and refuses to know what the entries mean and where
// the files lie. Start with Open and Check.
package tlog

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// height is that of the tiles: 256 hashes in each.
const height = 8

// Checkpoint is the name of the file with the signed head of the tree.
const Checkpoint = "checkpoint"

// maxLeaf is the longest entry that a bundle can hold.
const maxLeaf = 1<<16 - 1

// Log is a log that is being added to.
type Log struct {
	signer *Signer
	read   func(name string) ([]byte, error)
	old    tlog.Tree            // as it was signed
	size   int64                // as it will be
	index  map[string]int64     // of each entry
	leaves [][]byte             // all entries, in order
	fresh  map[int64]tlog.Hash  // stored hashes that no tile on the disk has yet
	tiles  tlog.HashReader      // those that are
	head   []byte               // the checkpoint of the tree as it is now; nil: not yet made
	known  map[tlog.Tile][]byte // tiles that were read
}

// BrokenError says that a log is not what its head says, or that its head is not
// signed by the key that it is to be continued with.
type BrokenError struct{ Text string }

// Error says what is wrong and what to do.
func (e *BrokenError) Error() string {
	return "the log is broken: " + e.Text + "\nhint: bring back the files of the folder log from a copy of the site; a log that was changed cannot be continued"
}

// Open reads the log in a folder, whose files read gives by their names; where there
// is no checkpoint it is empty. All entries are read, and held against the head.
// Errors are *BrokenError and those of read.
func Open(signer *Signer, read func(name string) ([]byte, error)) (*Log, error) {
	l := &Log{signer: signer, read: read, index: map[string]int64{}, fresh: map[int64]tlog.Hash{}, known: map[tlog.Tile][]byte{}}
	data, err := read(Checkpoint)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	if l.old, err = parseHead(data, signer.name, signer.verifier); err != nil {
		return nil, &BrokenError{err.Error()}
	}
	l.head, l.size = data, l.old.N
	l.tiles = tlog.TileHashReader(l.old, (*tileReader)(l))
	for n := int64(0); n < l.old.N; n += 1 << height {
		width := int(min(l.old.N-n, 1<<height))
		leaves, err := l.bundle(n>>height, width)
		if err != nil {
			return nil, err
		}
		for _, leaf := range leaves {
			l.index[string(leaf)] = int64(len(l.leaves))
			l.leaves = append(l.leaves, leaf)
		}
	}
	return l, l.checkLeaves()
}

// checkLeaves sees that the entries are those of the tree.
func (l *Log) checkLeaves() error {
	want := make([]int64, len(l.leaves))
	for i := range want {
		want[i] = tlog.StoredHashIndex(0, int64(i))
	}
	hashes, err := l.tiles.ReadHashes(want)
	if err != nil {
		return &BrokenError{err.Error()}
	}
	for i, h := range hashes {
		if h != tlog.RecordHash(l.leaves[i]) {
			return &BrokenError{fmt.Sprintf("entry %d is not the one that was logged", i)}
		}
	}
	return nil
}

// bundle reads the entries of a bundle.
func (l *Log) bundle(n int64, width int) ([][]byte, error) {
	name := tileName(tlog.Tile{H: height, L: -1, N: n, W: width})
	data, err := l.read(name)
	if err != nil {
		return nil, err
	}
	var all [][]byte
	for len(data) > 1 {
		k := int(binary.BigEndian.Uint16(data))
		if len(data) < 2+k {
			break
		}
		all = append(all, data[2:2+k])
		data = data[2+k:]
	}
	if len(data) > 0 || len(all) != width {
		return nil, &BrokenError{name + " does not hold the entries that it should"}
	}
	return all, nil
}

// Add adds an entry, unless the log has it already. It must be none that is empty or
// longer than 65,535 bytes.
func (l *Log) Add(leaf []byte) error {
	if _, there := l.index[string(leaf)]; there {
		return nil
	}
	if len(leaf) == 0 || len(leaf) > maxLeaf {
		return fmt.Errorf("tlog: an entry of %d bytes", len(leaf))
	}
	hashes, err := tlog.StoredHashes(l.size, leaf, tlog.HashReaderFunc(l.hashes))
	if err != nil {
		return &BrokenError{err.Error()}
	}
	at := tlog.StoredHashCount(l.size)
	for i, h := range hashes {
		l.fresh[at+int64(i)] = h
	}
	l.index[string(leaf)] = l.size
	l.leaves = append(l.leaves, bytes.Clone(leaf))
	l.size++
	l.head = nil
	return nil
}

// Size is the number of entries.
func (l *Log) Size() int64 { return l.size }

// hashes reads stored hashes, new and old.
func (l *Log) hashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	var from []int64
	var to []int
	for i, n := range indexes {
		if h, ok := l.fresh[n]; ok {
			out[i] = h
		} else {
			from, to = append(from, n), append(to, i)
		}
	}
	if len(from) == 0 {
		return out, nil
	}
	if l.tiles == nil {
		return nil, errors.New("a hash of an empty log is asked for")
	}
	old, err := l.tiles.ReadHashes(from)
	if err != nil {
		return nil, err
	}
	for i, h := range old {
		out[to[i]] = h
	}
	return out, nil
}

// Files gives the files that are new since the log was opened, by name, and signs the
// head of the tree. Where nothing was added there are none.
func (l *Log) Files() (map[string][]byte, error) {
	if l.size == l.old.N {
		return nil, nil
	}
	files := map[string][]byte{}
	reader := tlog.HashReaderFunc(l.hashes)
	for _, t := range tlog.NewTiles(height, l.old.N, l.size) {
		data, err := tlog.ReadTileData(t, reader)
		if err != nil {
			return nil, &BrokenError{err.Error()}
		}
		files[tileName(t)] = data
		if t.L > 0 {
			continue
		}
		var b []byte // the same entries as a bundle
		for _, leaf := range l.leaves[t.N<<height : t.N<<height+int64(t.W)] {
			b = append(binary.BigEndian.AppendUint16(b, uint16(len(leaf))), leaf...)
		}
		t.L = -1
		files[tileName(t)] = b
	}
	root, err := tlog.TreeHash(l.size, reader)
	if err != nil {
		return nil, &BrokenError{err.Error()}
	}
	if l.head, err = l.signer.head(tlog.Tree{N: l.size, Hash: root}); err != nil {
		return nil, err
	}
	files[Checkpoint] = l.head
	return files, nil
}

// Proof proves that an entry is in the log as Files left it. extra is the entry
// itself: whoever has the proof needs nothing else.
func (l *Log) Proof(leaf []byte) ([]byte, error) {
	n, ok := l.index[string(leaf)]
	if !ok || l.head == nil {
		return nil, errors.New("tlog: what is to be proven is not in a signed tree")
	}
	hashes, err := tlog.ProveRecord(l.size, n, tlog.HashReaderFunc(l.hashes))
	if err != nil {
		return nil, &BrokenError{err.Error()}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nextra %s\nindex %d\n", proofHeader, base64.StdEncoding.EncodeToString(leaf), n)
	for _, h := range hashes {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	b.WriteString("\n")
	b.Write(l.head)
	return []byte(b.String()), nil
}

// tileName is where a tile lies: c2sp.org/tlog-tiles has no height in its paths, and
// calls the tiles of entries by that name.
func tileName(t tlog.Tile) string {
	p := strings.TrimPrefix(t.Path(), "tile/"+strconv.Itoa(height)+"/")
	if rest, ok := strings.CutPrefix(p, "data/"); ok {
		p = "entries/" + rest
	}
	return "tile/" + p
}

// tileReader reads the tiles of a log (tlog.TileReader).
type tileReader Log

// Height is the tiles' height.
func (r *tileReader) Height() int { return height }

// ReadTiles reads tiles.
func (r *tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		data, ok := r.known[t]
		if !ok {
			var err error
			if data, err = r.read(tileName(t)); err != nil {
				return nil, err
			}
			r.known[t] = data
		}
		out[i] = data
	}
	return out, nil
}

// SaveTiles does nothing: tiles are where they were read.
func (r *tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

// Partial says whether a file of a log is a partial tile or bundle, and the name of
// the full one, whose being there makes it superfluous.
func Partial(name string) (full string, ok bool) {
	full, width, ok := strings.Cut(name, ".p/")
	return full, ok && width != ""
}

// parseHead reads a checkpoint that a key has signed.
func parseHead(data []byte, origin string, keys ...note.Verifier) (tlog.Tree, error) {
	var tree tlog.Tree
	n, err := note.Open(data, note.VerifierList(keys...))
	if err != nil {
		return tree, fmt.Errorf("its head is not signed by the log's key: %w", err)
	}
	lines := strings.SplitN(n.Text, "\n", 4)
	if len(lines) < 4 || lines[0] != origin {
		return tree, errors.New("its head is that of another log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	root, e := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || e != nil || size < 0 || len(root) != tlog.HashSize {
		return tree, errors.New("its head cannot be read")
	}
	tree.N = size
	copy(tree.Hash[:], root)
	return tree, nil
}
