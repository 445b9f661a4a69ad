package ocfl_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/archive/internal/judges"
	"chancery/archive/ocfl"
)

// id is the object of most tests.
const id = "urn:example:2018-0123"

// two makes a store with an object of two versions and gives its folder too.
func two(t testing.TB) (s *ocfl.Store, root, object string) {
	s, root = newStore(t)
	put(t, s, id, 0, map[string]string{"a.txt": "a", "dir/b.txt": "b", "same.txt": "a", "gone.txt": "g"})
	put(t, s, id, 1, map[string]string{"a.txt": "a, changed", "dir/b.txt": "b", "same.txt": "a", "c.txt": "c"})
	return s, root, filepath.Join(root, filepath.FromSlash(s.Path(id)))
}

func TestPut(t *testing.T) {
	s, root, object := two(t)
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(id)))
	if want := sum[:3] + "/" + sum[3:6] + "/" + sum[6:9] + "/urn%3aexample%3a2018-0123"; s.Path(id) != want {
		t.Errorf("the object lies at %s, want %s", s.Path(id), want)
	}
	var files []string
	for name := range readTree(t, object) {
		if strings.Contains(name, "/content/") {
			files = append(files, name)
		}
	}
	// a.txt and same.txt were one file; dir/b.txt was not stored again.
	if len(files) != 5 {
		t.Errorf("stored %v", files)
	}
	if r := validate(t, object); len(r.Findings) > 0 || r.Files != 5 || r.Bytes != 14 || r.ID != id || r.Head != "v2" {
		t.Errorf("%+v", r)
	}
	info, err := os.Stat(filepath.Join(object, "v1", "content", "gone.txt"))
	if err != nil || info.Mode().Perm() != 0o444 {
		t.Error(info.Mode(), err)
	}
	if left, _ := os.ReadDir(root + ".work"); len(left) > 0 {
		t.Errorf("left in the work folder: %v", left)
	}
	verdicts := judges.OCFL(t, root, object)
	for _, v := range verdicts {
		if !v.Pass || len(v.Warnings) > 0 || v.Objects != 1 {
			t.Errorf("ocfl-py: %+v", v)
		}
	}
}

func TestRead(t *testing.T) {
	s, _, object := two(t)
	ctx := context.Background()
	o, err := s.Object(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		version    int
		name, want string
	}{{1, "a.txt", "a"}, {1, "gone.txt", "g"}, {2, "a.txt", "a, changed"}, {0, "c.txt", "c"}, {2, "same.txt", "a"}} {
		if got, err := o.Read(ctx, c.version, c.name); err != nil || string(got) != c.want {
			t.Errorf("%d %s: %q, %v", c.version, c.name, got, err)
		}
	}
	for _, c := range []struct {
		version int
		name    string
	}{{2, "gone.txt"}, {3, "a.txt"}, {1, "c.txt"}} {
		if _, err := o.Read(ctx, c.version, c.name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%d %s: %v", c.version, c.name, err)
		}
	}
	if _, err := s.Object(ctx, "urn:example:none"); !errors.Is(err, ocfl.ErrNoObject) {
		t.Error(err)
	}
	path := filepath.Join(object, "v2", "content", "c.txt")
	os.Chmod(path, 0o666)
	if err := os.WriteFile(path, []byte("C"), 0o666); err != nil {
		t.Fatal(err)
	}
	var fixity *ocfl.FixityError
	if got, err := o.Read(ctx, 0, "c.txt"); !errors.As(err, &fixity) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestRefusals(t *testing.T) {
	s, root, object := two(t)
	ctx := context.Background()
	var conflict *ocfl.ConflictError
	if _, err := s.Put(ctx, commit(id, 1, nil)); !errors.As(err, &conflict) || conflict.Have != 2 || !strings.Contains(err.Error(), "somebody else has stored version 2") {
		t.Error(err)
	}
	if _, err := s.Put(ctx, commit("urn:example:new", 3, nil)); !errors.As(err, &conflict) || conflict.Have != 0 {
		t.Error(err)
	}
	for _, name := range []string{"", "/a", "a/", "a//b", "../a", "a/./b", `a\b`} {
		if _, err := s.Put(ctx, commit(id, 2, map[string]string{name: "x"})); err == nil {
			t.Errorf("%q was stored", name)
		}
	}
	if _, err := s.Put(ctx, commit(id, 2, map[string]string{"a": "x", "a/b": "y"})); err == nil || !strings.Contains(err.Error(), "the folder of") {
		t.Error(err)
	}
	// A file that changes between its two readings is refused.
	n := byte('0')
	c := commit(id, 2, nil)
	c.Files = []ocfl.Content{{Name: "x", Open: func() (io.ReadCloser, error) {
		n++
		return io.NopCloser(strings.NewReader(string(n))), nil
	}}}
	if _, err := s.Put(ctx, c); err == nil || !strings.Contains(err.Error(), "changed while it was stored") {
		t.Error(err)
	}
	// What is broken gets no further version.
	path := filepath.Join(object, "inventory.json")
	os.Chmod(path, 0o666)
	data, _ := os.ReadFile(path)
	if err := os.WriteFile(path, append(data, ' '), 0o666); err != nil {
		t.Fatal(err)
	}
	var broken *ocfl.BrokenError
	if _, err := s.Put(ctx, commit(id, 2, nil)); !errors.As(err, &broken) || broken.Findings[0].Codes[0] != "E060" {
		t.Error(err)
	}
	if left, _ := os.ReadDir(root + ".work"); len(left) > 0 {
		t.Errorf("left in the work folder: %v", left)
	}
	other := t.TempDir()
	os.WriteFile(filepath.Join(other, "letter.txt"), nil, 0o666)
	if _, err := ocfl.Init(ctx, open(t, other), nil); !errors.As(err, &broken) {
		t.Error(err)
	}
	if _, err := ocfl.Open(ctx, open(t, t.TempDir())); !errors.As(err, &broken) || broken.Findings[0].Codes[0] != "E069" {
		t.Error(err)
	}
}

// TestEveryByte changes each byte of an object in turn.
func TestEveryByte(t *testing.T) {
	_, _, object := two(t)
	n := 0
	for name, text := range readTree(t, object) {
		path := filepath.Join(object, filepath.FromSlash(name))
		os.Chmod(path, 0o666)
		for i := range len(text) {
			changed := []byte(text)
			changed[i] ^= 0xFF
			if err := os.WriteFile(path, changed, 0o666); err != nil {
				t.Fatal(err)
			}
			if r := validate(t, object); r.Valid() {
				t.Errorf("byte %d of %s was changed, and nothing was found", i, name)
			}
			n++
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if r := validate(t, object); !r.Valid() || n < 5000 {
		t.Errorf("%d bytes; %+v", n, r)
	}
}
