package folder

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/archive/site"
)

// publish puts files of a publication on a site in dir, whose pages are the site's own.
func publish(t *testing.T, dir, folder string, files ...string) (*Result, error) {
	t.Helper()
	return Update(dir, Options{}, func(s *site.Site) (map[string][]byte, error) {
		if s.Entries == nil {
			s.Entries = map[string]*site.Entry{}
		}
		e := &site.Entry{Base: "https://verify.example.gov/", Reference: folder[:4], Title: "A title", Language: "en-US", Status: site.Issued}
		made := map[string][]byte{}
		for _, f := range files {
			name, words, _ := strings.Cut(f, "=")
			e.Files = append(e.Files, site.EntryFile{Name: name, Kind: "document", SHA256: digest([]byte(words)), SHA512: digest([]byte(words))})
			made[folder+"/"+name] = []byte(words)
		}
		s.Entries[folder] = e
		return made, nil
	})
}

const (
	first  = "2018/0123456789ABCDEF0123456789ABCDEF"
	second = "2019/0123456789ABCDEF0123456789ABCDEF"
)

// tree is all that a folder holds, with its bytes.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
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

func must(t *testing.T) func(*Result, error) *Result {
	return func(res *Result, err error) *Result {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
}

func TestUpdate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	res := must(t)(publish(t, dir, first, "letter.pdf=one", "css/book.css=p"))
	if len(res.Written) == 0 || res.Unchanged != 0 || res.Removed != nil {
		t.Errorf("first: %+v", res)
	}
	before := tree(t, dir)
	if before[first+"/letter.pdf"] != "one" || before["index.html"] == "" || before["site/check.js"] == "" {
		t.Fatalf("the site is %q", slices.Sorted(maps.Keys(before)))
	}
	// Nothing changes, nothing is written.
	if res = must(t)(publish(t, dir, first, "letter.pdf=one", "css/book.css=p")); len(res.Written) > 0 || res.Unchanged != len(before)-1 {
		t.Errorf("again: %+v", res)
	}
	// Another publication leaves the first one where it is.
	must(t)(publish(t, dir, second, "letter.pdf=two"))
	after := tree(t, dir)
	if after[first+"/letter.pdf"] != "one" || after[second+"/letter.pdf"] != "two" || !strings.Contains(after["index.html"], first) {
		t.Errorf("the site is %q", slices.Sorted(maps.Keys(after)))
	}
	// A new version replaces its files and removes what it does not have.
	res = must(t)(publish(t, dir, first, "letter.pdf=three"))
	after = tree(t, dir)
	if after[first+"/letter.pdf"] != "three" || after[first+"/css/book.css"] != "" || !slices.Contains(res.Removed, filepath.Join(dir, first, "css", "book.css")) {
		t.Errorf("removed %v; the site is %q", res.Removed, slices.Sorted(maps.Keys(after)))
	}
	if _, err := os.Stat(filepath.Join(dir, first, "css")); err == nil {
		t.Error("an empty folder is left")
	}
	for name := range after {
		if strings.HasSuffix(name, ".tmp") {
			t.Errorf("%s is left", name)
		}
	}
}

// TestStrangers never overwrites, and names all that is in the way at once.
func TestStrangers(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"index.html", first + "/letter.pdf"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("mine"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	before := tree(t, dir)
	_, err := publish(t, dir, first, "letter.pdf=one")
	var inTheWay *InTheWayError
	if !errors.As(err, &inTheWay) || strings.Count(err.Error(), "is not as Chancery left it") != 2 {
		t.Errorf("%v", err)
	}
	if after := tree(t, dir); len(after) != len(before) || after["index.html"] != "mine" {
		t.Errorf("the folder is %q", slices.Sorted(maps.Keys(after)))
	}
}

// TestChanged holds that a published file that somebody changed, or took away, is
// seen, whether it is published again or not.
func TestChanged(t *testing.T) {
	dir := t.TempDir()
	must(t)(publish(t, dir, first, "letter.pdf=one"))
	must(t)(publish(t, dir, second, "letter.pdf=two"))
	path := filepath.Join(dir, first, "letter.pdf")
	if err := os.WriteFile(path, []byte("forged"), 0o666); err != nil {
		t.Fatal(err)
	}
	var inTheWay *InTheWayError
	for _, folder := range []string{first, second} {
		if _, err := publish(t, dir, folder, "letter.pdf=three"); !errors.As(err, &inTheWay) || inTheWay.Path != path {
			t.Errorf("%s: %v", folder, err)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	var missing *MissingError
	if _, err := publish(t, dir, second, "letter.pdf=three"); !errors.As(err, &missing) || missing.Path != path {
		t.Errorf("%v", err)
	}
	must(t)(publish(t, dir, first, "letter.pdf=three")) // published anew
}

// TestKilled has a run end between its renames: the next one goes on as if it had
// never been.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	must(t)(publish(t, dir, first, "letter.pdf=one"))
	whole := t.TempDir()
	must(t)(publish(t, whole, first, "letter.pdf=one"))
	must(t)(publish(t, whole, first, "letter.pdf=two", "more.pdf=x"))
	want := tree(t, whole)
	names := []string{}
	for name, data := range want {
		if name != ledgerName && tree(t, dir)[name] != data {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for n := range names {
		dir := t.TempDir()
		must(t)(publish(t, dir, first, "letter.pdf=one"))
		u := &update{dir: dir, files: map[string][]byte{}}
		if err := u.read(); err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			u.led.Files[name] = append(u.led.Files[name], digest([]byte(want[name])))
			if i < n {
				path := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(want[name]), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := u.writeLedger(); err != nil {
			t.Fatal(err)
		}
		must(t)(publish(t, dir, first, "letter.pdf=two", "more.pdf=x"))
		if got := tree(t, dir); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("killed after %d of %d files the site differs", n, len(names))
		}
	}
}

// TestFailure leaves the site as it is where its change fails.
func TestFailure(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	refused := errors.New("refused")
	if _, err := Update(dir, Options{}, func(*site.Site) (map[string][]byte, error) { return nil, refused }); !errors.Is(err, refused) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a folder was made for nothing")
	}
}
