package bagit

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"chancery/archive/internal/judges"
)

func TestMain(m *testing.M) {
	code := m.Run()
	judges.Clean()
	os.Exit(code)
}

// lax are the rules that bagit.py does not hold a bag to, and why not.
var lax = map[string]string{
	"algorithm":         "it passes over manifests of algorithms that it does not know",
	"algorithm-name":    "it takes names of algorithms as it finds them",
	"declaration-lines": "it takes tags of bagit.txt in any order, with any spaces, and others besides",
	"encoding":          "its machine has tables of more encodings",
	"fetch-line":        "it reads fetch.txt as far as it can",
	"fetch-percent":     "it has no rule about what fetch.txt lists",
	"fetch-tag":         "it has no rule about what fetch.txt lists",
	"fetch-unlisted":    "it has no rule about what fetch.txt lists",
	"info-line":         "it takes spaces around the colon in every version, and lines that say nothing",
	"link":              "it follows links, and takes no notice of devices",
	"manifest-line":     "it passes over lines that are not of the form",
	"manifest-percent":  "it never encodes the percent sign",
	"md5sum":            "it takes the lines of md5sum, as the RFC permits with a warning",
	"oxum-repeated":     "it reads one of them",
	"tag-manifest":      "it has no rule about what a tag manifest has to list",
	"tag-sets":          "the bag breaks tag-manifest too",
	"text-bom":          "it takes a byte order mark for a part of the first label",
	"unlisted":          "one manifest is enough for it in every version",
}

// strict are the rules of which the RFC only advises, and that bagit.py insists on.
var strict = map[string]string{
	"declaration-spelling": "the RFC's own examples, 4.1 and 4.2, have BagIt-version",
}

// TestAgree has bagit.py judge the bags that break the rules. What is valid here
// is valid to it, and what it refuses is refused here; where it permits what is
// refused here, lax says why, and strict where it is the other way.
func TestAgree(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("some of the names cannot be had")
	}
	base := t.TempDir()
	var folders []string
	var cases []broken
	write := func(b broken) {
		dir := filepath.Join(base, fmt.Sprintf("%03d-%s", len(folders), b.code))
		for name, text := range b.make() {
			file := filepath.Join(dir, name)
			var err error
			if target, ok := strings.CutPrefix(text, "link:"); ok {
				err = mkdirFor(file, func() error { return os.Symlink(target, file) })
			} else if strings.HasPrefix(text, "device:") {
				err = os.MkdirAll(filepath.Dir(file), 0o777) // no device for tests
			} else {
				err = mkdirFor(file, func() error { return os.WriteFile(file, []byte(text), 0o666) })
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		folders = append(folders, dir)
		cases = append(cases, b)
	}
	write(broken{"", "", Valid, func() files { return good().seal() }})
	write(broken{"", "", Valid, func() files { return good().early().seal() }})
	for _, b := range bags {
		write(b)
	}
	dir := filepath.Join(base, "made")
	made(t, dir)
	folders, cases = append(folders, dir), append(cases, broken{"", "", Valid, nil})
	used := map[string]bool{}
	for i, judged := range judges.Bags(t, folders...) {
		c := cases[i]
		switch {
		case judged.Pass == (c.state == Valid):
		case judged.Pass && lax[c.code] != "":
			used[c.code] = true
		case !judged.Pass && strict[c.code] != "":
		default:
			t.Errorf("%s: bagit.py passes it: %v (%v), and here it is %s", folders[i], judged.Pass, judged.Faults, c.state)
		}
	}
	for code := range lax {
		if !used[code] {
			t.Errorf("bagit.py does hold bags to %s", code)
		}
	}
	t.Logf("of %d bags bagit.py passes %d kinds that are refused here", len(folders), len(used))
}

// mkdirFor makes the folder of a file and then the file.
func mkdirFor(file string, write func() error) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return write()
}
