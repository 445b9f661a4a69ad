// Package drivertest holds the tests that every driver of package ocfl passes.
package drivertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"chancery/archive/internal/judges"
	"chancery/archive/ocfl"
	"chancery/archive/ocfl/folder"
)

// Place is where a driver keeps files: empty at first.
type Place struct {
	// Driver gives a driver of it; each call one of its own, as each process has.
	Driver func() ocfl.Driver
	// Folder is where it is a plain folder, for ocfl-py; "" it is none.
	Folder string
}

// ID is the object of the tests.
const ID = "urn:example:2018-0123"

// Versions are what is stored of it.
var Versions = []map[string]string{
	{"a.txt": "a", "dir/b.txt": "b", "same.txt": "a", "gone.txt": "g", "sign +é&%.txt": "s", "empty": ""},
	{"a.txt": "a, changed", "dir/b.txt": "b", "same.txt": "a", "c.txt": "c"},
}

// Commit is a version of an object after that of the number base.
func Commit(id string, base int, files map[string]string) ocfl.Commit {
	c := ocfl.Commit{
		ID: id, Base: base, Message: fmt.Sprintf("version %d", base+1),
		User:    ocfl.User{Name: "Records", Address: "mailto:records@example.gov"},
		Created: time.Date(2018, 6, 19+base, 9, 0, 0, 0, time.UTC),
	}
	for name, text := range files {
		c.Files = append(c.Files, ocfl.Bytes(name, []byte(text)))
	}
	return c
}

// Fill makes a store with all Versions.
func Fill(t testing.TB, d ocfl.Driver) *ocfl.Store {
	t.Helper()
	s, err := ocfl.Init(context.Background(), d, map[string][]byte{"README.txt": []byte("read me")})
	if err != nil {
		t.Fatal(err)
	}
	for base, files := range Versions {
		if _, err := s.Put(context.Background(), Commit(ID, base, files)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// Files reads all files below a folder of a driver.
func Files(t testing.TB, d ocfl.Driver, name string) map[string]string {
	t.Helper()
	ctx := context.Background()
	all := map[string]string{}
	entries, err := d.List(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		full := path.Join(name, e.Name)
		switch e.Kind {
		case ocfl.Folder:
			for file, text := range Files(t, d, full) {
				all[file] = text
			}
		case ocfl.File:
			f, err := d.Open(ctx, full)
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(f)
			f.Close()
			if err != nil || int64(len(data)) != e.Size {
				t.Errorf("%s: %d bytes, and it is listed with %d: %v", full, len(data), e.Size, err)
			}
			all[full] = string(data)
		default:
			t.Errorf("%s is neither a file nor a folder", full)
		}
	}
	return all
}

// Sound wants the whole store valid: by the validator and, where there is a folder,
// by ocfl-py.
func Sound(t testing.TB, s *ocfl.Store, dir string, objects int) {
	t.Helper()
	n := 0
	found, err := s.Validate(context.Background(), ocfl.Sweep{Each: func(r *ocfl.Report) error {
		n++
		for _, f := range r.Findings {
			t.Errorf("%s: %s", r.Path, f)
		}
		return nil
	}})
	if err != nil || len(found) > 0 || n != objects {
		t.Errorf("%d objects, want %d: %v %v", n, objects, err, found)
	}
	if dir == "" {
		return
	}
	if v := judges.OCFL(t, dir)[0]; !v.Pass || v.Good != objects || v.Objects != objects {
		t.Errorf("ocfl-py: %+v", v)
	}
}

// Run runs the tests; place gives a new place for each.
func Run(t *testing.T, place func(t *testing.T) Place) {
	t.Run("bytes", func(t *testing.T) { testBytes(t, place(t)) })
	t.Run("read", func(t *testing.T) { testRead(t, place(t)) })
	t.Run("absent", func(t *testing.T) { testAbsent(t, place(t)) })
	t.Run("change", func(t *testing.T) { testChange(t, place(t)) })
	t.Run("large", func(t *testing.T) { testLarge(t, place(t)) })
	for _, n := range []int{2, 8} {
		t.Run(fmt.Sprintf("%d writers", n), func(t *testing.T) { testWriters(t, place(t), n) })
	}
}

// testBytes compares what lies there with what lies in a folder.
func testBytes(t *testing.T, p Place) {
	s := Fill(t, p.Driver())
	f, err := folder.Open(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	Fill(t, f)
	want, got := Files(t, f, ""), Files(t, p.Driver(), "")
	for name, text := range want {
		if now, there := got[name]; !there || now != text {
			t.Errorf("%s is %q, want %q", name, now, text)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("there is also %s", name)
	}
	Sound(t, s, p.Folder, 1)
	if _, err := ocfl.Init(context.Background(), p.Driver(), nil); err != nil { // it opens the store
		t.Error(err)
	}
}

func testRead(t *testing.T, p Place) {
	ctx := context.Background()
	Fill(t, p.Driver())
	s, err := ocfl.Open(ctx, p.Driver())
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Object(ctx, ID)
	if err != nil {
		t.Fatal(err)
	}
	for i, files := range Versions {
		for name, want := range files {
			if got, err := o.Read(ctx, i+1, name); err != nil || string(got) != want {
				t.Errorf("%s of version %d: %q, %v", name, i+1, got, err)
			}
		}
	}
	if _, err := o.Read(ctx, 2, "gone.txt"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := s.Object(ctx, "urn:example:none"); !errors.Is(err, ocfl.ErrNoObject) {
		t.Error(err)
	}
	var conflict *ocfl.ConflictError
	if _, err := s.Put(ctx, Commit(ID, 1, nil)); !errors.As(err, &conflict) || conflict.Have != 2 {
		t.Error(err)
	}
}

func testAbsent(t *testing.T, p Place) {
	ctx := context.Background()
	var broken *ocfl.BrokenError
	if _, err := ocfl.Open(ctx, p.Driver()); !errors.As(err, &broken) || !broken.Findings[0].Has("E069") {
		t.Error(err)
	}
	Fill(t, p.Driver())
	d := p.Driver()
	for _, name := range []string{"none", "none/inner", "README", "0"} {
		if entries, err := d.List(ctx, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v, %v", name, entries, err)
		}
		if _, err := d.Open(ctx, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// testChange uses a change by itself.
func testChange(t *testing.T, p Place) {
	ctx := context.Background()
	s := Fill(t, p.Driver())
	object := s.Path(ID)
	d := p.Driver()
	before := Files(t, d, "")
	c, err := d.Begin(ctx, object)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Driver().Begin(ctx, object); !errors.Is(err, ocfl.ErrBusy) {
		t.Error(err)
	}
	if other, err := p.Driver().Begin(ctx, "abc/def/other"); err != nil {
		t.Error(err)
	} else if err := other.Abort(); err != nil {
		t.Error(err)
	}
	// Of a file whose source fails there is nothing, and in the place of an old one
	// the old one.
	bad := func() io.Reader {
		return io.MultiReader(bytes.NewReader(make([]byte, 100_000)), iotest.ErrReader(errors.New("unreadable")))
	}
	for _, name := range []string{"v3/content/new", "inventory.json"} {
		if err := c.Write(ctx, name, bad()); err == nil || !strings.Contains(err.Error(), "unreadable") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := c.Abort(); err != nil {
		t.Error(err)
	}
	if err := c.Abort(); err != nil {
		t.Error(err)
	}
	after := Files(t, d, "")
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s is %q", name, after[name])
		}
	}
	if len(after) != len(before) {
		t.Errorf("%d files, want %d", len(after), len(before))
	}
	if c, err = p.Driver().Begin(ctx, object); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"v2/content/c.txt", "v2/content/none"} {
		if err := c.Remove(ctx, name); err != nil {
			t.Error(err)
		}
	}
	if err := c.Commit(ctx); err != nil {
		t.Error(err)
	}
	if err := c.Commit(ctx); err == nil {
		t.Error("a change was committed twice")
	}
	if _, err := d.Open(ctx, object+"/v2/content/c.txt"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// testLarge stores a file that is sent in several parts.
func testLarge(t *testing.T, p Place) {
	ctx := context.Background()
	s := Fill(t, p.Driver())
	large := strings.Repeat("0123456789abcde\n", 20<<20/16)
	if _, err := s.Put(ctx, Commit("urn:example:large", 0, map[string]string{"large": large})); err != nil {
		t.Fatal(err)
	}
	o, err := s.Object(ctx, "urn:example:large")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := o.Read(ctx, 0, "large"); err != nil || string(got) != large {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	Sound(t, s, "", 2)
}

// testWriters has n write one version at once, and as many write neighbours of the
// same folders: one of the former wins, the others are told; the latter all get
// through.
func testWriters(t *testing.T, p Place, n int) {
	Fill(t, p.Driver())
	ctx := context.Background()
	var wg sync.WaitGroup
	var mu sync.Mutex
	won, told := "", 0
	for i := range n {
		wg.Go(func() {
			by := fmt.Sprint("writer ", i)
			s, err := ocfl.Open(ctx, p.Driver())
			if err == nil {
				_, err = s.Put(ctx, Commit(ID, 2, map[string]string{"by.txt": by}))
			}
			var conflict *ocfl.ConflictError
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil && won == "":
				won = by
			case err == nil:
				t.Errorf("%s won, and so did %s", by, won)
			case errors.As(err, &conflict), errors.Is(err, ocfl.ErrBusy):
				told++
			default:
				t.Error(err)
			}
		})
		wg.Go(func() {
			s, err := ocfl.Open(ctx, p.Driver())
			if err == nil {
				_, err = s.Put(ctx, Commit(fmt.Sprint("urn:example:", i), 0, map[string]string{"by.txt": "x"}))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won == "" || told != n-1 {
		t.Errorf("%q won, %d were told", won, told)
	}
	s, err := ocfl.Open(ctx, p.Driver())
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Object(ctx, ID)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := o.Read(ctx, 3, "by.txt"); err != nil || string(got) != won || o.Inventory.HeadNumber() != 3 {
		t.Errorf("%q, %v", got, err)
	}
	Sound(t, s, p.Folder, n+1)
}
