package bagit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// failing is a file system that fails to open some files.
type failing struct {
	fs.FS
	name string
}

func (f failing) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("input/output error")}
	}
	return f.FS.Open(name)
}

// TestUnreadable judges bags of which one file or folder cannot be read: nothing
// of it is called valid.
func TestUnreadable(t *testing.T) {
	f := good().seal()
	for _, name := range []string{"bagit.txt", "bag-info.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt", "index.csv", "data/letter.txt", "data/a"} {
		r, err := Validate(failing{f.fs(), name})
		if err != nil || !strings.Contains(codes(r), "unreadable") || r.State == Valid {
			t.Errorf("%s: %v %+v", name, err, r)
		}
	}
	if _, err := Validate(failing{f.fs(), "."}); err == nil {
		t.Error("a folder that cannot be listed is no error")
	}
}

// TestXOR changes every byte of a bag: each is found.
func TestXOR(t *testing.T) {
	f := good().seal()
	n := 0
	for name, text := range f {
		for i := range len(text) {
			b := []byte(text)
			b[i] ^= 0xFF
			f[name] = string(b)
			if r := judge(t, f); r.State == Valid {
				t.Errorf("byte %d of %s is changed, and the bag is valid", i, name)
			}
			n++
		}
		f[name] = text
	}
	if n < 500 {
		t.Errorf("only %d bytes were changed", n)
	}
}

// TestPermitted reads what may be otherwise.
func TestPermitted(t *testing.T) {
	for i, change := range []func(files){
		func(f files) { // line ends
			for _, name := range []string{"bagit.txt", "bag-info.txt", "manifest-sha512.txt"} {
				f[name] = strings.ReplaceAll(f[name], "\n", []string{"\r\n", "\r"}[len(name)%2])
			}
		},
		func(f files) { f["manifest-sha512.txt"] = strings.ReplaceAll(f["manifest-sha512.txt"], "  ", "\t \t") },
		func(f files) {
			lines := strings.Fields(f["manifest-sha512.txt"])
			f["manifest-sha512.txt"] = strings.ToUpper(lines[0]) + " " + lines[1] + "\n" + lines[2] + " " + lines[3] + "\n"
		},
		func(f files) {
			f["bag-info.txt"] += "External-Description: many\n\t words\nX y: \nExternal-Description: more\n"
		},
		func(f files) { delete(f, "bag-info.txt") },
		func(f files) { f["docs/a/read me.txt"] = "a tag file" },
		func(f files) { f["data/empty/"] = "" },
		func(f files) { f["Manifest-sha512.txt.bak"] = "a tag file" },
	} {
		f := good().seal()
		change(f)
		if r := judge(t, f.sealTags()); len(r.Problems) > 0 {
			t.Errorf("%d:\n%s", i, say(r))
		}
	}
	r := judge(t, with(info("External-Description: many\n\t words\nexternal-description: more\n"))())
	if got := fmt.Sprintf("%q", r.Find("External-Description")); got != `["many\nwords" "more"]` {
		t.Errorf("the values are %s", got)
	}
	f := good() // names with CR, LF and the percent sign
	f["data/a\r\n%.txt"] = ""
	swap("bag-info.txt", "11.2", "11.3")(f)
	if r := judge(t, f.seal()); len(r.Problems) > 0 || !strings.Contains(f["manifest-sha512.txt"], "data/a%0D%0A%25.txt") {
		t.Error(say(r))
	}
	f = files{"bagit.txt": good()["bagit.txt"], "data/": ""} // nothing in it
	if r := judge(t, f.seal()); len(r.Problems) > 0 || r.Files != 0 {
		t.Error(say(r))
	}
}

// TestAlgorithms reads manifests of each algorithm that is known, and finds a
// changed file by each.
func TestAlgorithms(t *testing.T) {
	for _, algorithm := range []string{"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3224", "sha3256", "sha3384", "sha3512"} {
		f := good()
		delete(f, "index.csv")
		for _, name := range []string{"data/letter.txt", "data/a/release.txt"} {
			h := newHash(algorithm)
			h.Write([]byte(f[name]))
			f["manifest-"+algorithm+".txt"] += fmt.Sprintf("%x %s\n", h.Sum(nil), name)
		}
		if r := judge(t, f); r.State != Valid || strings.Join(r.Algorithms, "") != algorithm {
			t.Errorf("%s:\n%s", algorithm, say(r))
		}
		f["data/letter.txt"] = "Letter"
		if r := judge(t, f); codes(r) != "checksum" && codes(r) != "algorithm-weak checksum" {
			t.Errorf("%s:\n%s", algorithm, say(r))
		}
	}
}

// TestOutside judges a bag on the disk that reaches for files beside it: through
// links, and by paths of its manifests. None is read.
func TestOutside(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "bag")
	f := good().seal()
	f["manifest-sha512.txt"] += someSum + "  data/../../secret\n" + someSum + "  data/away/secret\n"
	for name, text := range f.sealTags() {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(base, "secret"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(base, filepath.Join(dir, "data", "away")); err != nil {
		t.Skip(err)
	}
	r, err := Validate(os.DirFS(dir))
	if err != nil || codes(r) != "link missing unsafe" {
		t.Errorf("%v\n%s", err, say(r))
	}
}

// FuzzValidate sees that no bytes in the tag files make the validator panic.
func FuzzValidate(f *testing.F) {
	for i, b := range bags {
		if i%4 == 0 {
			m := b.make()
			f.Add(m["bagit.txt"], m["manifest-sha512.txt"], m["bag-info.txt"], m["fetch.txt"])
		}
	}
	f.Fuzz(func(t *testing.T, declaration, manifest, info, fetch string) {
		m := good()
		m["bagit.txt"], m["manifest-sha512.txt"], m["bag-info.txt"], m["fetch.txt"] = declaration, manifest, info, fetch
		judge(t, m)
	})
}
