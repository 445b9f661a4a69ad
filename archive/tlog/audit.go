package tlog

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Audited is what an audit found.
type Audited struct {
	Origin string   // of the log
	Size   int64    // how many entries the head has
	Older  []int64  // how many each older head has that the log goes on from, in the order given; -1 for others
	Faults []string // what is wrong, all of it; sentences without their full stop
}

// Audit reads all of a log, as anybody may who has a copy of its files: its head has to
// be signed by the key, which is not taken from the log; its entries have to be those
// of the head, and every tile, partial ones that are left from before included, what
// the entries make it. The log has to be a continuation of that of each older head
// which somebody kept (RFC 6962, 2.1.2): nothing in that was changed or taken out.
//
// The error is that the key is none, or that a file could not be read.
func Audit(fsys fs.FS, publicKey string, older ...[]byte) (*Audited, error) {
	key, err := note.NewVerifier(strings.TrimSpace(publicKey))
	if err != nil {
		return nil, fmt.Errorf("the public key of the log cannot be read: %w", err)
	}
	a := &audit{fsys: fsys, found: &Audited{Origin: key.Name()}, hashes: map[int64]tlog.Hash{}, files: map[string][]byte{}}
	data, err := a.file(Checkpoint)
	if data == nil {
		return a.found, err
	}
	tree, err := parseHead(data, key.Name(), key)
	if err != nil {
		a.fault("%s: %v", Checkpoint, err)
		return a.found, nil
	}
	a.found.Size = tree.N
	if ok, err := a.entries(tree); !ok || err != nil {
		return a.found, err
	}
	if err := a.tiles(tree.N); err != nil {
		return a.found, err
	}
	for _, head := range older {
		if err := a.since(head, key, tree); err != nil {
			return a.found, err
		}
	}
	return a.found, nil
}

// audit is one run of Audit.
type audit struct {
	fsys   fs.FS
	found  *Audited
	hashes map[int64]tlog.Hash
	files  map[string][]byte // bundles, by name
}

func (a *audit) fault(format string, args ...any) {
	a.found.Faults = append(a.found.Faults, fmt.Sprintf(format, args...))
}

// ReadHashes is that of tlog.HashReader.
func (a *audit) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, n := range indexes {
		h, ok := a.hashes[n]
		if !ok {
			return nil, fmt.Errorf("the tree has no hash %d", n)
		}
		out[i] = h
	}
	return out, nil
}

// file reads a file; nil says that it is missing.
func (a *audit) file(name string) ([]byte, error) {
	data, err := fs.ReadFile(a.fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		a.fault("%s is missing", name)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return append([]byte{}, data...), nil // an empty file is none that is missing
}

// entries reads the entries and makes the tree of them; false says that they are not
// those of the head. All that is damaged is named, by the tiles of hashes.
func (a *audit) entries(tree tlog.Tree) (bool, error) {
	damaged := false
	for n := int64(0); n<<height < tree.N; n++ {
		width := int(min(tree.N-n<<height, 1<<height))
		name := tileName(tlog.Tile{H: height, L: -1, N: n, W: width})
		data, err := a.file(name)
		if err != nil {
			return false, err
		}
		leaves, whole := splitBundle(data)
		if !whole || len(leaves) != width {
			if data != nil {
				a.fault("%s does not hold the %d entries that it should", name, width)
			}
			damaged = true
			leaves = slices.Grow(leaves, width)[:width] // so that the next are compared, too
		}
		a.files[name] = data
		tile, _ := fs.ReadFile(a.fsys, tileName(tlog.Tile{H: height, L: 0, N: n, W: width}))
		for i, leaf := range leaves {
			at := n<<height + int64(i)
			h := tlog.RecordHash(leaf)
			if end := (i + 1) * tlog.HashSize; whole && len(tile) >= end && !bytes.Equal(tile[end-tlog.HashSize:end], h[:]) {
				a.fault("%s: entry %d is not the one that was logged, or %s was changed", name, at, tileName(tlog.Tile{H: height, L: 0, N: n, W: width}))
			}
			stored, err := tlog.StoredHashes(at, leaf, a)
			if err != nil {
				return false, err
			}
			for k, h := range stored {
				a.hashes[tlog.StoredHashIndex(0, at)+int64(k)] = h
			}
		}
	}
	root, err := tlog.TreeHash(tree.N, a)
	if err != nil {
		return false, err
	}
	if root != tree.Hash && !damaged {
		a.fault("the entries in tile/entries are not those of the head: something in them was changed")
	}
	return root == tree.Hash && !damaged, nil
}

// splitBundle takes the entries of a bundle apart; false says that it is cut off.
func splitBundle(data []byte) (all [][]byte, whole bool) {
	for len(data) > 1 {
		k := 2 + int(binary.BigEndian.Uint16(data))
		if len(data) < k {
			return all, false
		}
		all, data = append(all, data[2:k]), data[k:]
	}
	return all, len(data) == 0
}

// tiles compares all tiles with what the entries make them.
func (a *audit) tiles(size int64) error {
	for _, t := range tlog.NewTiles(height, 0, size) {
		name := tileName(t)
		want, err := tlog.ReadTileData(t, a)
		if err != nil {
			return err
		}
		data, err := a.file(name)
		if err != nil {
			return err
		}
		if data != nil && !bytes.Equal(data, want) {
			a.fault("%s is not what the entries make it", name)
		}
		a.files[name] = data
	}
	// Parts that are left from before.
	for _, full := range slices.Sorted(maps.Keys(a.files)) {
		base, _, _ := strings.Cut(full, ".p/")
		parts, err := fs.ReadDir(a.fsys, base+".p")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, d := range parts {
			name := path.Join(base+".p", d.Name())
			if _, seen := a.files[name]; seen || d.IsDir() {
				continue
			}
			if want := a.part(name, full); want != nil {
				data, err := fs.ReadFile(a.fsys, name)
				if err != nil {
					return err
				}
				if !bytes.Equal(data, want) {
					a.fault("%s is not what the entries made it", name)
				}
			}
		}
	}
	return nil
}

// part is what a partial tile or bundle has to be by the full one, or a later part;
// nil where it is of no size that the log had: what a writer left that was killed
// before there was a head, says nothing.
func (a *audit) part(name, full string) []byte {
	_, number, _ := strings.Cut(name, ".p/")
	width := 0
	if _, err := fmt.Sscanf(number, "%d", &width); err != nil || fmt.Sprint(width) != number || width < 1 {
		return nil
	}
	data := a.files[full]
	if !strings.HasPrefix(full, "tile/entries/") {
		if width*tlog.HashSize > len(data) {
			return nil
		}
		return data[:width*tlog.HashSize]
	}
	leaves, _ := splitBundle(data)
	if width > len(leaves) {
		return nil
	}
	end := 0
	for _, leaf := range leaves[:width] {
		end += 2 + len(leaf)
	}
	return data[:end]
}

// since holds the log against an older head.
func (a *audit) since(head []byte, key note.Verifier, tree tlog.Tree) error {
	a.found.Older = append(a.found.Older, -1)
	old, err := parseHead(head, key.Name(), key)
	if err != nil {
		a.fault("the older head: %v", strings.TrimPrefix(err.Error(), "its head "))
		return nil
	}
	if old.N > tree.N {
		a.fault("the log had %d entries, and has %d: some were taken out", old.N, tree.N)
		return nil
	}
	if old.N > 0 {
		proof, err := tlog.ProveTree(tree.N, old.N, a)
		if err != nil {
			return err
		}
		if tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash) != nil {
			a.fault("the log is no continuation of the one that had %d entries: something in those was changed", old.N)
			return nil
		}
	}
	a.found.Older[len(a.found.Older)-1] = old.N
	return nil
}
