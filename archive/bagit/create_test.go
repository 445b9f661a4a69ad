package bagit

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// day is when the bags of the tests are made.
var day = time.Date(2018, 6, 19, 23, 0, 0, 0, time.FixedZone("MDT", -6*3600))

// made writes a bag into dir.
func made(t *testing.T, dir string) {
	t.Helper()
	w, err := Create(dir, []Element{
		{"Source-Organization", "Office of the Attorney General"},
		{"External-Description", strings.Repeat("Letters and releases of the office, ", 6) + "2018"},
		{"Internal-Sender-Description", ""},
	}, day)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"data/letter.txt": "letter", "data/a b/Núñez.txt": "", "index.csv": "a,b\r\n", "metadata/mets.xml": "<mets/>",
	} {
		if err := w.Add(name, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	if sum, size := w.Sum("data/letter.txt"); len(sum) != 128 || size != 6 {
		t.Errorf("of a file that was added is said %q, %d bytes", sum, size)
	}
	if r, err := w.Close(); err != nil || len(r.Problems) > 0 {
		t.Fatal(err, say(r))
	}
}

// tree gives all files below a folder.
func tree(t *testing.T, dir string) files {
	t.Helper()
	all := files{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestCreate writes a bag that is valid without a warning, the same bytes again,
// and leaves nothing beside it.
func TestCreate(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "bag")
	made(t, dir)
	made(t, filepath.Join(base, "again"))
	r, err := Validate(os.DirFS(dir))
	if err != nil || r.State != Valid || len(r.Problems) > 0 {
		t.Errorf("%v\n%s", err, say(r))
	}
	first, second := tree(t, dir), tree(t, filepath.Join(base, "again"))
	if len(first) != 8 || len(second) != 8 {
		t.Errorf("the bags have %d and %d files", len(first), len(second))
	}
	for name := range first {
		if first[name] != second[name] {
			t.Errorf("%s is not the same again", name)
		}
	}
	want := `Source-Organization: Office of the Attorney General
External-Description: Letters and releases of the office, Letters and releases
  of the office, Letters and releases of the office, Letters and releases of
  the office, Letters and releases of the office, Letters and releases of the
  office, 2018
Internal-Sender-Description: 
Bagging-Date: 2018-06-20
Payload-Oxum: 6.2
`
	if first["bag-info.txt"] != want {
		t.Errorf("bag-info.txt is\n%s", first["bag-info.txt"])
	}
	entries, err := os.ReadDir(base)
	if err != nil || len(entries) != 2 {
		t.Errorf("beside the bags there is more: %v %v", entries, err)
	}
	if sum, err := exec.LookPath("sha512sum"); err == nil { // as the README tells people who have nothing else
		for _, m := range []string{"manifest-sha512.txt", "tagmanifest-sha512.txt"} {
			cmd := exec.Command(sum, "--check", "--strict", "--quiet", m)
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", m, err, out)
			}
		}
	}
	if _, err := Create(dir, nil, day); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a bag that is there is written anew: %v", err)
	}
}

// TestCreateRefuses gives the writer what no bag should have.
func TestCreateRefuses(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "bag")
	for _, label := range []string{"", "a:b", " a", "a ", "a\nb"} {
		if _, err := Create(dir, []Element{{label, "x"}}, day); err == nil {
			t.Errorf("the label %q is taken", label)
		}
	}
	w, err := Create(dir, nil, day)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add("data/Résumé.txt", strings.NewReader("")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"", ".", "data", "data/", "/x", "../x", "data/../../x", "data//x", "./data/x", "~x", "C:x", `\\x`, "a\\..\\b", "data/a\x00",
		"bagit.txt", "bag-info.txt", "fetch.txt", "manifest-md5.txt", "tagmanifest-sha512.txt", "data/\xff",
		"data/Résumé.txt", "data/Re\u0301sume\u0301.txt", "data/" + strings.Repeat("a", 260),
	} {
		if err := w.Add(name, strings.NewReader("")); err == nil {
			t.Errorf("the name %q is taken", name)
		}
	}
	// Somebody else makes a bag of this name meanwhile: theirs stays.
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Close(); err == nil {
		t.Error("a folder that came meanwhile is replaced")
	}
	entries, err := os.ReadDir(base)
	if err != nil || len(entries) != 1 {
		t.Errorf("something is left: %v %v", entries, err)
	}
	if _, err := Create(filepath.Join(base, "no", "bag"), nil, day); err == nil {
		t.Error("a bag is made in a folder that is not there")
	}
}

// TestCreateNames writes names that are awkward elsewhere: the bag is valid, and
// warns of them.
func TestCreateNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "bag")
	w, err := Create(dir, nil, day)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"data/50%", "data/a\nb", "data/a\r\nb", "data/con.txt", "data/a?", "data/Letter", "data/letter"} {
		if err := w.Add(name, strings.NewReader(name)); err != nil {
			t.Skip(err) // a file system that cannot have it
		}
	}
	if r, err := w.Close(); err != nil || codes(r) != "case windows" || r.Files != 7 {
		t.Errorf("%v\n%s", err, say(r))
	}
}

// TestCreateInvalid changes a file of a bag while it is written: there is no bag.
func TestCreateInvalid(t *testing.T) {
	base := t.TempDir()
	w, err := Create(filepath.Join(base, "bag"), nil, day)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add("data/letter.txt", strings.NewReader("letter")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.temp, "data", "letter.txt"), []byte("Letter"), 0o666); err != nil {
		t.Fatal(err)
	}
	var invalid *InvalidError
	if _, err := w.Close(); !errors.As(err, &invalid) || !strings.Contains(err.Error(), "data/letter.txt") {
		t.Errorf("the bag is written: %v", err)
	}
	if entries, err := os.ReadDir(base); err != nil || len(entries) > 0 {
		t.Errorf("something is left: %v %v", entries, err)
	}
}
