package bagit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSuite judges the bags of the public conformance suite, if the environment
// names its folder:
//
//	CHANCERY_BAGIT_SUITE=…/bagit-conformance-suite go test ./archive/bagit -run Suite -v
//
// (LibraryOfCongress/bagit-conformance-suite, of which RFC 8493, 6.1, speaks; its
// bags are not kept here.)
func TestSuite(t *testing.T) {
	dir := os.Getenv("CHANCERY_BAGIT_SUITE")
	if dir == "" {
		t.Skip("CHANCERY_BAGIT_SUITE names no folder")
	}
	// Where the suite and this validator differ, by the end of the bag's path.
	differ := map[string]string{
		// The suite wants a warning alone, of bags made on a file system without
		// capitals: on this one the file is not there.
		"v0.97/warning/duplicate-file-with-different-case": "case missing",
		// The manifest lists a .DS_Store that the suite itself has lost.
		"v0.97/warning/special-system-files": "missing oxum",
	}
	bags, err := filepath.Glob(filepath.Join(dir, "v*", "*", "*"))
	if err != nil || len(bags) == 0 {
		t.Fatalf("there are no bags in %s: %v", dir, err)
	}
	n := map[string]int{}
	for _, bag := range bags {
		if info, err := os.Stat(bag); err != nil || !info.IsDir() {
			continue
		}
		rel, _ := filepath.Rel(dir, bag)
		rel = filepath.ToSlash(rel)
		kind := strings.Split(rel, "/")[1]
		r, err := Validate(os.DirFS(bag))
		if err != nil {
			t.Fatal(err)
		}
		warned := len(r.Problems) > 0
		agrees := map[string]bool{
			"valid": r.State == Valid, "warning": r.State == Valid && warned,
			"invalid": r.State == Invalid, "linux-only": r.State == Invalid, "windows-only": r.State == Invalid,
		}[kind]
		if want, ok := differ[rel]; ok {
			n["differ"]++
			if agrees || codes(r) != want {
				t.Errorf("%s: %s, want %s\n%s", rel, codes(r), want, say(r))
			}
		} else if n["agree"]++; !agrees {
			t.Errorf("%s: %s\n%s", rel, r.State, say(r))
		}
		t.Logf("%-10s %s (%s)", r.State, rel, codes(r))
	}
	t.Logf("%d bags agree, %d differ", n["agree"], n["differ"])
}
