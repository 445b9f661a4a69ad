package folder

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/archive/site"
	"chancery/archive/tlog"
)

// logged puts a publication of some files on a site that has a log.
func logged(t *testing.T, dir string, seed byte, folder string, files ...string) (*Result, error) {
	t.Helper()
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, 32))
	return Update(dir, Options{LogKey: key}, func(s *site.Site) (map[string][]byte, error) {
		if s.Entries == nil {
			s.Entries = map[string]*site.Entry{}
		}
		e := &site.Entry{Base: "https://verify.example.gov/", Reference: folder[:4], Title: "A title", Language: "en-US", Status: site.Issued}
		made := map[string][]byte{}
		for _, f := range files {
			name, words, _ := strings.Cut(f, "=")
			e.Files = append(e.Files, site.EntryFile{Name: name, Kind: site.KindDocument, SHA256: digest([]byte(words)), SHA512: digest([]byte(words))})
			made[folder+"/"+name] = []byte(words)
		}
		s.Entries[folder] = e
		return made, nil
	})
}

// proves wants every proof on a site to hold, and to be of the file beside it.
func proves(t *testing.T, dir string, want int) {
	t.Helper()
	all := tree(t, dir)
	n := 0
	for name, proof := range all {
		file, ok := strings.CutSuffix(name, tlog.Extension)
		if !ok {
			continue
		}
		n++
		p, err := tlog.Check([]byte(proof), all["log/public-key"])
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if l, err := site.ParseLogged(p.Entry); err != nil || l.SHA256 != digest([]byte(all[file])) || l.Address+"/"+l.File != "https://verify.example.gov/"+file {
			t.Errorf("%s: %+v %v", name, l, err)
		}
	}
	if n != want {
		t.Errorf("%d proofs, want %d", n, want)
	}
}

// TestLog lets a log grow over several runs: old proofs stay as they are and hold,
// parts of tiles go when the whole is there.
func TestLog(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	must(t)(logged(t, dir, 1, first, "letter.pdf=one"))
	proves(t, dir, 1)
	before := tree(t, dir)
	must(t)(logged(t, dir, 1, second, "letter.pdf=two", "release.pdf=three"))
	proves(t, dir, 3)
	after := tree(t, dir)
	if after[first+"/letter.pdf"+tlog.Extension] != before[first+"/letter.pdf"+tlog.Extension] {
		t.Error("a proof was made again for nothing")
	}
	if after["log/tile/0/000.p/1"] == "" || after["log/tile/0/000.p/3"] == "" {
		t.Error("tiles of trees that were signed are not there")
	}
	var many []string
	for i := range 300 {
		many = append(many, fmt.Sprintf("f%d=words %d", i, i))
	}
	for from := 0; from < len(many); from += 100 {
		must(t)(logged(t, dir, 1, "20"+string(rune('a'+from/100))+"0/0123456789ABCDEF0123456789ABCDEF", many[from:from+100]...))
	}
	proves(t, dir, 303)
	for name := range tree(t, dir) {
		if strings.HasPrefix(name, "log/tile/0/000.p/") || strings.HasPrefix(name, "log/tile/entries/000.p/") {
			t.Errorf("%s is left, though the tile is full", name)
		}
	}
	// Nothing new.
	if res := must(t)(logged(t, dir, 1, second, "letter.pdf=two", "release.pdf=three")); len(res.Removed) > 0 {
		t.Errorf("%+v", res)
	}
	proves(t, dir, 303)
}

// TestLogKey continues a log with no other key than its own, and never goes on with
// one that was changed.
func TestLogKey(t *testing.T) {
	dir := t.TempDir()
	must(t)(publish(t, dir, second, "letter.pdf=two")) // a log can begin later
	must(t)(logged(t, dir, 1, first, "letter.pdf=one"))
	proves(t, dir, 2)
	before := tree(t, dir)
	var key *KeyError
	if _, err := publish(t, dir, first, "letter.pdf=three"); !errors.As(err, &key) {
		t.Errorf("no key: %v", err)
	}
	if _, err := logged(t, dir, 2, first, "letter.pdf=three"); !errors.As(err, &key) {
		t.Errorf("another key: %v", err)
	}
	for _, name := range []string{"log/checkpoint", "log/tile/entries/000.p/2"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		data := []byte(before[name])
		data[len(data)-3] ^= 1
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		var broken *tlog.BrokenError
		if _, err := logged(t, dir, 1, first, "letter.pdf=three"); !errors.As(err, &broken) {
			t.Errorf("%s: %v", name, err)
		}
		if err := os.WriteFile(path, []byte(before[name]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range tree(t, dir) {
		if before[name] != data {
			t.Errorf("%s was written", name)
		}
	}
}
