package main

import (
	"context"
	"crypto/sha512"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// writeTree writes files below dir.
func writeTree(t *testing.T, dir string, files map[string]string) string {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// object is the files of the smallest object that the specification has, with
// the digest of a file that holds content.
func object(content, stored string) map[string]string {
	inventory := fmt.Sprintf(`{
  "digestAlgorithm": "sha512", "head": "v1", "id": "urn:example:1",
  "manifest": {"%[1]x": ["v1/content/file.txt"]}, "type": "https://ocfl.io/1.1/spec/#inventory",
  "versions": {"v1": {"created": "2018-06-19T09:00:00Z", "message": "m", "state": {"%[1]x": ["file.txt"]},
    "user": {"name": "n", "address": "mailto:n@example.gov"}}}}`, sha512.Sum512([]byte(content)))
	sidecar := fmt.Sprintf("%x inventory.json\n", sha512.Sum512([]byte(inventory)))
	return map[string]string{
		"0=ocfl_object_1.1": "ocfl_object_1.1\n", "v1/content/file.txt": stored,
		"inventory.json": inventory, "inventory.json.sha512": sidecar,
		"v1/inventory.json": inventory, "v1/inventory.json.sha512": sidecar,
	}
}

// below puts files into a folder of a storage root.
func below(folder string, files map[string]string) map[string]string {
	all := map[string]string{"0=ocfl_1.1": "ocfl_1.1\n"}
	for name, content := range files {
		all[folder+"/"+name] = content
	}
	return all
}

func TestOCFLPy(t *testing.T) {
	good := object("a", "a")
	stray := below("o", good)
	stray["between/file"] = "x"
	folders := []string{
		writeTree(t, t.TempDir(), good),
		writeTree(t, t.TempDir(), object("a", "b")),
		writeTree(t, t.TempDir(), below("o", good)),
		writeTree(t, t.TempDir(), below("o", object("a", "b"))),
		writeTree(t, t.TempDir(), stray),
		t.TempDir(),
	}
	all, err := ocflpy(context.Background(), folders)
	need(t, err)
	var verdicts []Verdict
	for _, a := range all {
		verdicts = append(verdicts, a.verdict())
	}
	checkVerdicts(t, verdicts, []string{"PASS", "E092", "PASS", "E092", "E072", "E003"})
	if all[3].Kind != "root" || all[3].Objects != 1 || all[3].Good != 0 || all[2].Good != 1 || all[0].Kind != "object" {
		t.Errorf("%+v", all)
	}
}

func TestBagit(t *testing.T) {
	bag := map[string]string{
		"bagit.txt":           "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
		"data/file.txt":       "a",
		"manifest-sha512.txt": fmt.Sprintf("%x  data/file.txt\n", sha512.Sum512([]byte("a"))),
	}
	folders := []string{writeTree(t, t.TempDir(), bag), writeTree(t, t.TempDir(), bag), t.TempDir()}
	writeTree(t, folders[1], map[string]string{"data/file.txt": "b"})
	all, err := bagit(context.Background(), folders)
	need(t, err)
	var verdicts []Verdict
	for _, a := range all {
		verdicts = append(verdicts, a.verdict())
	}
	checkVerdicts(t, verdicts, []string{"PASS", "not valid", "not valid"})
	if _, err := bagit(context.Background(), []string{filepath.Join(folders[0], "bagit.txt")}); err == nil {
		t.Error("a file was judged as a bag")
	}
}
