package ocfl_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestFixtures holds the validator against the specification's own conformance
// fixtures (github.com/OCFL/fixtures), whose names are the codes to be found. They
// are no part of this project: CHANCERY_OCFL_FIXTURES names the folder.
func TestFixtures(t *testing.T) {
	root := os.Getenv("CHANCERY_OCFL_FIXTURES")
	if root == "" {
		t.Skip("CHANCERY_OCFL_FIXTURES is not set")
	}
	named := regexp.MustCompile(`[EW]\d{3}`)
	agreed, total := 0, 0
	for _, spec := range []string{"1.0", "1.1"} {
		for _, kind := range []string{"good", "warn", "bad"} {
			dirs, err := filepath.Glob(filepath.Join(root, spec, kind+"-objects", "*"))
			if err != nil || len(dirs) == 0 {
				t.Fatal(spec, kind, err)
			}
			for _, dir := range dirs {
				r := validate(t, dir)
				got := codes(r.Findings)
				total++
				good := r.Valid() == (kind != "bad") && (kind != "good" || len(got) == 0)
				for _, want := range named.FindAllString(filepath.Base(dir), -1) {
					good = good && slices.Contains(got, want)
				}
				if good {
					agreed++
				} else {
					t.Errorf("%s/%s-objects/%s:%s", spec, kind, filepath.Base(dir), lines(r.Findings))
				}
			}
		}
	}
	t.Logf("%d of %d agree", agreed, total)
}
