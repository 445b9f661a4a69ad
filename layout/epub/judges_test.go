package epub

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"chancery/layout"
)

// EPUBCheck and Ace find nothing: neither in the packet that has everything, nor
// in the seed, nor in a packet without pages, cover and pictures, nor in one of many scripts. Where they are not
// installed the test is skipped, in continuous integration it fails.
func TestJudges(t *testing.T) {
	if testing.Short() {
		t.Skip("the judges take seconds")
	}
	bare := input()
	bare.Layouts = []*layout.Document{nil, nil}
	bare.Cover = Cover{}
	certified := input()
	certified.Certifier = "A. Person"
	// Pages that begin inside a link, a heading, a contact, a name.
	certified.Layouts = []*layout.Document{
		edition("release", "4f6c1d3e-0000-5000-8000-000000000002", start("release-timing", 0), start("release-contact-2", 9),
			start("release-p1", strings.Index("Today the office of the Attorney General acted; see the affidavit", "affidavit")), start("release-h1", 5), start("release-img1", 0)),
		edition("letter", "4f6c1d3e-0000-5000-8000-000000000003", start("letter-date", 0), start("letter-subject", 8), start("letter-signatory-1", 8)),
	}
	folder := t.TempDir()
	var files []string
	for _, c := range []struct {
		name string
		in   Input
	}{{"everything", input()}, {"seed", seed(t)}, {"bare", bare}, {"scripts", scripts(t)}, {"certified", certified}} {
		file := filepath.Join(folder, c.name+".epub")
		if err := os.WriteFile(file, write(t, c.in), 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	c := exec.Command("go", append([]string{"run", "./cmd/judge", "epub"}, files...)...)
	c.Dir = "../.."
	out, err := c.CombinedOutput()
	if err == nil {
		for _, judge := range []string{"PASS EPUBCheck ", "PASS Ace "} {
			if n := strings.Count(string(out), judge); n != len(files) {
				t.Errorf("%d times %s for %d files:\n%s", n, judge, len(files), out)
			}
		}
		return
	}
	if strings.Contains(string(out), "make judges") && os.Getenv("CI") != "true" {
		t.Skipf("the judges are not installed:\n%s", out)
	}
	t.Errorf("%v\n%s", err, out)
}
