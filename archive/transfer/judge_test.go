package transfer

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/archive/verify"
)

// made is a store with one document of two versions, and a bag of it.
func made(t *testing.T, status, by string) (dir string, o JudgeOptions, sign func(name string, data []byte) []byte) {
	s := newStore(t)
	private, public := key(t)
	s.put("urn:ag:2018-0123", 0, document(t, private, "issued", "", foreign(t, "unsigned.pdf")))
	at := s.put("urn:ag:2018-0123", 1, document(t, private, status, by, foreign(t, "lta.pdf")))
	return s.export(at), trusting(t, public), func(name string, data []byte) []byte { return signed(t, private, name, data) }
}

// read reads a file of a bag.
func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestJudge judges bags, ours and changed ones, each packed anew so that its
// checksums fit: what is official, and why something is not.
func TestJudge(t *testing.T) {
	const letter, epub, object = "data/records/ag-2018-0123/letter.pdf", "data/records/ag-2018-0123/packet.epub", "data/ocfl/ag-2018-0123/"
	bag, o, sign := made(t, "issued", "")
	_, other := key(t)
	less := func(change func(o *JudgeOptions)) JudgeOptions {
		c := o
		change(&c)
		return c
	}
	flip := func(name string) func(map[string][]byte) {
		return func(f map[string][]byte) {
			f[name] = bytes.Clone(f[name])
			f[name][len(f[name])/2] ^= 0xff
		}
	}
	for _, c := range []struct {
		name    string
		change  func(map[string][]byte)
		o       JudgeOptions
		verdict verify.Verdict
		codes   string // of the reasons, in order
	}{
		{"as it was packed", nil, o, verify.Official, ""},
		{"packed anew", func(map[string][]byte) {}, o, verify.Official, ""},
		{"no root", nil, less(func(o *JudgeOptions) { o.Trust = nil }), verify.Unknown, "expired no-trust"},
		{"no key", nil, less(func(o *JudgeOptions) { o.Keys = nil }), verify.Unknown, "unsigned"},
		{"another key", nil, less(func(o *JudgeOptions) { o.Keys = [][]byte{other} }), verify.Unknown, "unsigned"},
		{"another key besides", nil, less(func(o *JudgeOptions) { o.Keys = [][]byte{other, o.Keys[0]} }), verify.Official, ""},
		{"the letter changed", flip(letter), o, verify.Altered, "copy damaged"},
		{"the letter changed in the object", flip(object + "v2/content/documents/letter.pdf"), o, verify.Altered, "E092"},
		{"the first version changed", flip(object + "v1/content/documents/letter.pdf"), o, verify.Altered, "E092"},
		{"the EPUB changed", flip(epub), o, verify.Altered, "copy minisign unsigned"},
		{"the letter exchanged for an older version", func(f map[string][]byte) { f[letter] = f[object+"v1/content/documents/letter.pdf"] }, o, verify.Altered, "copy no-signature"},
		{"the letter exchanged for a signed one of another", func(f map[string][]byte) { f[letter] = foreign(t, "b.pdf") }, o, verify.Altered, "copy expired"},
		{"a file more", func(f map[string][]byte) { f["data/records/ag-2018-0123/more.pdf"] = foreign(t, "lta.pdf") }, o, verify.Altered, "copy"},
		{"a file less", func(f map[string][]byte) { delete(f, epub) }, o, verify.Altered, "copy unsigned"},
		{"no copies", func(f map[string][]byte) {
			for name := range f {
				if strings.HasPrefix(name, "data/records/") {
					delete(f, name)
				}
			}
		}, o, verify.Unknown, "unsigned"}, // the signature lies elsewhere than the EPUB
		{"a file of nobody beside", func(f map[string][]byte) { f["data/more.txt"] = []byte("forged") }, o, verify.Unknown, "unsigned"},
		{"no object", func(f map[string][]byte) {
			for name := range f {
				if strings.HasPrefix(name, "data/ocfl/") {
					delete(f, name)
				}
			}
		}, o, verify.Official, ""},
		{"the object's record taken away", func(f map[string][]byte) { delete(f, object+"v1/content/metadata/document.json") }, o, verify.Altered, "E092"},
		{"signed by another file's name", func(f map[string][]byte) { f[epub+".minisig"] = sign("else.epub", f[epub]) }, o, verify.Altered, "copy minisign"},
		{"nothing in it", func(f map[string][]byte) {
			for name := range f {
				if strings.HasPrefix(name, "data/") {
					delete(f, name)
				}
			}
		}, o, verify.Unknown, "empty"},
	} {
		dir := bag
		if c.change != nil {
			dir = repack(t, bag, c.change)
		}
		r := assess(t, dir, c.o)
		var codes []string
		for _, reason := range r.Reasons {
			if len(codes) == 0 || codes[len(codes)-1] != reason.Code {
				codes = append(codes, reason.Code)
			}
		}
		if got := strings.Join(codes, " "); r.Verdict != c.verdict || got != c.codes {
			t.Errorf("%s: %s (%s), want %s (%s)\n%s", c.name, r.Verdict, got, c.verdict, c.codes, why(r))
		}
		if text := r.Text(c.o); !strings.HasPrefix(text, string(c.verdict)+"\n\n") || strings.Contains(text, "\t") {
			t.Errorf("%s:\n%s", c.name, text)
		}
	}
}

// TestFixity changes files of a bag and nothing else: the bag's own rules find it.
func TestFixity(t *testing.T) {
	bag, o, _ := made(t, "issued", "")
	for name, change := range map[string]func(string) error{
		"data/records/ag-2018-0123/letter.pdf":  func(f string) error { return os.WriteFile(f, []byte("%PDF-1.7"), 0o666) },
		"data/ocfl/ag-2018-0123/inventory.json": os.Remove,
		"index.xlsx":                            os.Remove,
		"bagit.txt":                             os.Remove,
		"data/new.pdf":                          func(f string) error { return os.WriteFile(f, foreign(t, "lta.pdf"), 0o666) },
	} {
		dir := filepath.Join(t.TempDir(), "bag")
		if err := os.CopyFS(dir, os.DirFS(bag)); err != nil {
			t.Fatal(err)
		}
		if err := change(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Fatal(err)
		}
		if r := assess(t, dir, o); r.Verdict != verify.Altered {
			t.Errorf("%s: %s\n%s", name, r.Verdict, why(r))
		}
	}
	// A fault of whoever packed it is no proof that somebody changed it.
	dir := repack(t, bag, func(map[string][]byte) {})
	for _, name := range []string{"bag-info.txt", "tagmanifest-sha512.txt"} {
		if name == "tagmanifest-sha512.txt" {
			os.Remove(filepath.Join(dir, name))
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("no element\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if r := assess(t, dir, o); r.Verdict != verify.Unknown || r.Reasons[0].Code != "info-line" {
		t.Errorf("%s\n%s", r.Verdict, why(r))
	}
}

// TestStatus judges bags of documents that no longer hold.
func TestStatus(t *testing.T) {
	for status, c := range map[string]struct {
		verdict verify.Verdict
		first   string
	}{
		"withdrawn":  {Withdrawn, "WITHDRAWN\n"},
		"superseded": {Superseded, "SUPERSEDED by urn:ag:2018-0124\n"},
	} {
		by := ""
		if status == "superseded" {
			by = "urn:ag:2018-0124"
		}
		dir, o, _ := made(t, status, by)
		r := assess(t, dir, o)
		if text := r.Text(o); r.Verdict != c.verdict || !strings.HasPrefix(text, c.first) {
			t.Errorf("%s: %s\n%s", status, r.Verdict, text)
		}
	}
}

// TestWhole signs a bag's tag manifest: then all of it is proven, what no signature
// of its own has included.
func TestWhole(t *testing.T) {
	bag, o, sign := made(t, "issued", "")
	dir := repack(t, bag, func(f map[string][]byte) {
		f["data/notes.txt"] = []byte("notes")
		delete(f, "data/records/ag-2018-0123/packet.epub.minisig")
	})
	if r := assess(t, dir, o); r.Verdict != verify.Altered {
		t.Errorf("a copy is missing: %s\n%s", r.Verdict, why(r))
	}
	dir = repack(t, bag, func(f map[string][]byte) { f["data/notes.txt"] = []byte("notes") })
	const name = "tagmanifest-sha512.txt"
	if err := os.WriteFile(filepath.Join(dir, name+".minisig"), sign(name, read(t, dir, name)), 0o666); err != nil {
		t.Fatal(err)
	}
	r := assess(t, dir, o)
	if text := r.Text(o); r.Verdict != verify.Official || r.Unproven != 0 || !strings.Contains(text, "all of it, with the key") || strings.Contains(text, "warning") {
		t.Errorf("%s\n%s", why(r), text)
	}
	o.Trust = nil // the key is enough
	if r := assess(t, dir, o); r.Verdict != verify.Official {
		t.Errorf("%s\n%s", r.Verdict, why(r))
	}
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("\n")
	f.Close()
	if r := assess(t, dir, o); r.Verdict != verify.Altered || r.SignedBy != "" {
		t.Errorf("%s\n%s", r.Verdict, why(r))
	}
}

// TestForeign judges a bag of somebody else's, of one signed PDF.
func TestForeign(t *testing.T) {
	bag, o, _ := made(t, "issued", "")
	only := func(pdf string) string {
		return repack(t, bag, func(f map[string][]byte) {
			clear(f)
			f["data/a/letter.pdf"] = foreign(t, pdf)
			f["data/again.pdf"] = foreign(t, pdf)
		})
	}
	r := assess(t, only("lta.pdf"), o)
	if r.Verdict != verify.Official || len(r.Files) != 1 || len(r.Files[0].Also) != 1 {
		t.Errorf("%s %+v\n%s", r.Verdict, r.Files, why(r))
	}
	if r := assess(t, only("unsigned.pdf"), o); r.Verdict != verify.Unknown || r.Unproven != 2 {
		t.Errorf("%s %d\n%s", r.Verdict, r.Unproven, why(r))
	}
	if _, err := Judge(context.Background(), os.DirFS(filepath.Join(bag, "nowhere")), o); err == nil {
		t.Error("a folder that is not there is judged")
	}
}
