// Package judges lets the tests of the archive ask the independent judges, by
// running cmd/judge as anybody would.
package judges

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// exitUnknown is cmd/judge's status where a judge is missing.
const exitUnknown = 3

var (
	once   sync.Once
	binary string
	failed error
)

// Clean removes what the tests of a package built to ask the judges: for TestMain.
func Clean() {
	if binary != "" {
		os.RemoveAll(filepath.Dir(binary))
	}
}

// build builds cmd/judge once.
func build() (string, error) {
	once.Do(func() {
		dir, err := os.MkdirTemp("", "judge-")
		if err != nil {
			failed = err
			return
		}
		binary = filepath.Join(dir, "judge.exe")
		out, err := exec.Command("go", "build", "-o", binary, "chancery/cmd/judge").CombinedOutput()
		if err != nil {
			failed = errors.New(string(out))
		}
	})
	return binary, failed
}

// Run runs a verb of cmd/judge. It gives what it printed and whether all passed.
// A judge that is missing skips the test, except in CI.
func Run(t testing.TB, args ...string) (out string, pass bool) {
	t.Helper()
	name, err := build()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.Background(), name, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return stdout.String(), true
	case !errors.As(err, &exit):
		t.Fatal(err)
	case exit.ExitCode() == exitUnknown && os.Getenv("CI") != "true":
		t.Skip(stderr.String())
	case exit.ExitCode() != 1:
		t.Fatalf("judge %v: %v\n%s", args, err, stderr.String())
	}
	return stdout.String(), false
}

// Signature is what pyHanko says of a signature; see cmd/judge.
type Signature struct {
	Field, Kind, Verdict, Reason, Signer string
	Pass, Intact, Valid, Trusted         bool
	Coverage, Modification, Certified    string
	DocMDP                               *bool
	Timestamp                            string
	TimestampTrusted                     bool
}

// Signed is what pyHanko says of a file.
type Signed struct {
	File, Error string
	Signatures  []Signature
}

// Signatures asks pyHanko; args stand before the files.
func Signatures(t testing.TB, args ...string) []Signed {
	t.Helper()
	out, _ := Run(t, append([]string{"signatures", "--json"}, args...)...)
	var all []Signed
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return all
}

// Archived is what ocfl-py says of a storage root or an object, or bagit of a
// bag; see cmd/judge.
type Archived struct {
	File, Kind       string
	Pass             bool
	Objects, Good    int
	Faults, Warnings []struct{ Code, Text, Place string }
}

// OCFL asks ocfl-py of folders, one process for all.
func OCFL(t testing.TB, folders ...string) []Archived {
	t.Helper()
	return archived(t, "ocfl", folders)
}

// Bags asks bagit of folders, one process for all.
func Bags(t testing.TB, folders ...string) []Archived {
	t.Helper()
	return archived(t, "bag", folders)
}

func archived(t testing.TB, verb string, folders []string) []Archived {
	t.Helper()
	out, _ := Run(t, append([]string{verb, "--json"}, folders...)...)
	var all []Archived
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if len(all) != len(folders) {
		t.Fatalf("%d verdicts of %d folders", len(all), len(folders))
	}
	return all
}
