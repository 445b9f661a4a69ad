package ocfl_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/archive/internal/judges"
	"chancery/archive/ocfl"
	"chancery/archive/ocfl/folder"
)

func TestMain(m *testing.M) {
	code := m.Run()
	judges.Clean()
	os.Exit(code)
}

// someone and then are who stores here, and when.
var (
	someone = ocfl.User{Name: "Records", Address: "mailto:records@example.gov"}
	then    = time.Date(2018, 6, 19, 9, 0, 0, 0, time.UTC)
)

// open gives the driver of a folder.
func open(t testing.TB, dir string) *folder.Folder {
	t.Helper()
	d, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// newStore makes a store in a folder of its own.
func newStore(t testing.TB) (*ocfl.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "store")
	s, err := ocfl.Init(context.Background(), open(t, dir), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

// put stores files as the next version of an object.
func put(t testing.TB, s *ocfl.Store, id string, base int, files map[string]string) *ocfl.Inventory {
	t.Helper()
	inv, err := s.Put(context.Background(), commit(id, base, files))
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func commit(id string, base int, files map[string]string) ocfl.Commit {
	c := ocfl.Commit{ID: id, Base: base, Message: fmt.Sprintf("version %d", base+1), User: someone, Created: then.AddDate(0, 0, base)}
	for name, text := range files {
		c.Files = append(c.Files, ocfl.Bytes(name, []byte(text)))
	}
	return c
}

// tree is the files of a folder by their names; a name that ends in "/" is an empty
// folder.
type tree map[string]string

// readTree reads a folder.
func readTree(t testing.TB, dir string) tree {
	t.Helper()
	all := tree{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// write writes the tree into a new folder.
func (tr tree) write(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range tr {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o777); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// rename gives files other names: old is the beginning of the name.
func (tr tree) rename(old, now string) {
	for name, text := range maps.Clone(tr) {
		if rest, ok := strings.CutPrefix(name, old); ok {
			delete(tr, name)
			tr[now+rest] = text
		}
	}
}

// attest writes the digests of the inventories in these folders anew.
func (tr tree) attest(folders ...string) {
	for _, f := range folders {
		text := tr[f+"inventory.json"]
		for name := range tr {
			if strings.HasPrefix(name, f+"inventory.json.") && !strings.Contains(strings.TrimPrefix(name, f), "/") {
				delete(tr, name)
			}
		}
		if strings.Contains(text, `"digestAlgorithm": "sha256"`) {
			tr[f+"inventory.json.sha256"] = fmt.Sprintf("%x inventory.json\n", sha256.Sum256([]byte(text)))
		} else {
			tr[f+"inventory.json.sha512"] = fmt.Sprintf("%x inventory.json\n", sha512.Sum512([]byte(text)))
		}
	}
}

// text changes the words of the newest inventory, in both of its places.
func (tr tree) text(old, now string) {
	tr.textAt(old, now, "", "v2/")
}

// textAt changes the words of the inventories in these folders.
func (tr tree) textAt(old, now string, folders ...string) {
	for _, f := range folders {
		text := tr[f+"inventory.json"]
		if !strings.Contains(text, old) {
			panic("no " + old)
		}
		tr[f+"inventory.json"] = strings.ReplaceAll(text, old, now)
	}
	tr.attest(folders...)
}

// keys is a JSON object.
type keys = map[string]any

// edit changes the newest inventory, in both of its places.
func (tr tree) edit(change func(inv keys)) { tr.editAt(change, "", "v2/") }

// editAt changes the inventories in these folders.
func (tr tree) editAt(change func(inv keys), folders ...string) {
	for _, f := range folders {
		var inv keys
		if err := json.Unmarshal([]byte(tr[f+"inventory.json"]), &inv); err != nil {
			panic(err)
		}
		change(inv)
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetIndent("", "  ")
		if err := e.Encode(inv); err != nil {
			panic(err)
		}
		tr[f+"inventory.json"] = b.String()
	}
	tr.attest(folders...)
}

// sub gives an object inside of another by its keys.
func sub(inv keys, path ...string) keys {
	for _, p := range path {
		inv = inv[p].(keys)
	}
	return inv
}

// digest is the SHA-512 of a text.
func digest(text string) string { return fmt.Sprintf("%x", sha512.Sum512([]byte(text))) }

func sha256Sum(text string) [32]byte { return sha256.Sum256([]byte(text)) }

// codes gives all codes of findings, sorted.
func codes(found []ocfl.Finding) (all []string) {
	for _, f := range found {
		for _, c := range f.Codes {
			if !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	slices.Sort(all)
	return all
}

// lines gives findings for a message.
func lines(found []ocfl.Finding) string {
	var b strings.Builder
	for _, f := range found {
		b.WriteString("\n\t" + f.String())
	}
	return b.String()
}

// validate judges an object that stands by itself.
func validate(t testing.TB, dir string) *ocfl.Report {
	t.Helper()
	r, err := ocfl.Validate(context.Background(), open(t, dir), "")
	if err != nil {
		t.Fatal(err)
	}
	return r
}
