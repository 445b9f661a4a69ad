package bucket

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"chancery/archive/internal/judges"
)

// TestCommand has the program that is built with drivers of buckets keep an archive in
// one of a server of S3.
func TestCommand(t *testing.T) {
	server := judges.S3(t)
	dir := t.TempDir()
	name := filepath.Join(dir, "chancery-s3.exe")
	if out, err := exec.Command("go", "build", "-tags", "s3,urfave_cli_no_docs", "-o", name, "chancery/cmd/chancery").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for file, text := range map[string]string{
		"office.yaml":        "name: Office of Records\nlanguage: en-US\nidentifier: \"urn:example:\"\n",
		"notice/packet.yaml": "title: A notice\nreference: 2018-0123\ndocuments:\n  - letter.md\n",
		"notice/letter.md":   "---\nkind: letter\ndate: 2018-06-19\nto:\n  - All\nsalutation: \"To all:\"\nclosing: Sincerely,\nsignatories:\n  - name: A. Clerk\n---\n\nFirst words.\n",
	} {
		path := filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	environ := append(os.Environ(), server.Environ()...)
	environ = append(environ, "CHANCERY_STORE="+server.FolderURL("records"), "CHANCERY_BY=R. Clerk", "XDG_CACHE_HOME="+filepath.Join(dir, "cache"))
	run := func(code int, want string, args ...string) {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Env = dir, environ
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		got := 0
		if errors.As(err, &exit) {
			got = exit.ExitCode()
		} else if err != nil {
			t.Fatal(err)
		}
		if got != code || !regexp.MustCompile("(?m)"+want).Match(out) {
			t.Errorf("%v: exit code %d, not %d, or no %q:\n%s", args, got, code, want, out)
		}
		if bytes.Contains(out, []byte(server.Secret)) {
			t.Errorf("%v prints the secret", args)
		}
	}
	run(2, "there is no store at \"s3://", "archive", "list")
	run(0, "^urn:example:2018-0123   version 1, issued$", "archive", "put", "notice")
	run(0, "version 1 .* A notice", "archive", "list")
	run(0, "R. Clerk .*issued", "archive", "log", "2018-0123")
	run(0, "version 1 of urn:example:2018-0123", "archive", "get", "2018-0123", "--output", "old")
	run(0, "^OFFICIAL", "verify", "old/documents/letter.pdf", "--store", server.FolderURL("records"))
	run(0, "version 2, withdrawn", "archive", "withdraw", "2018-0123", "-m", "In error")
	run(0, "^sound: 1 document, ", "archive", "verify")
	run(0, "^nothing to mend$", "archive", "repair")
	run(2, "chancery archive verify --store", "verify", server.URL())
	run(2, "no name and no password", "archive", "list", "--store", "s3://who:"+server.Secret+"@archive")
	run(2, "cannot be opened", "archive", "list", "--store", "s3://archive?colour=red")
	run(4, "there is no such bucket", "archive", "list", "--store", strings.Replace(server.URL(), "//archive", "//none", 1))
	if v := judges.OCFL(t, filepath.Join(server.Folder, "records"))[0]; !v.Pass || v.Good != 1 {
		t.Errorf("ocfl-py: %+v", v)
	}
	// Damage on the server is found through it.
	files, err := filepath.Glob(filepath.Join(server.Folder, "records", "*", "*", "*", "*", "v1", "content", "documents", "letter.pdf"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	data, err := os.ReadFile(files[0])
	if err == nil {
		data[len(data)/2] ^= 0xFF
		err = os.WriteFile(files[0], data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	run(1, "E092: v1/content/documents/letter.pdf", "archive", "verify")
	environ = append(environ, "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=", "AWS_CONFIG_FILE=none", "AWS_SHARED_CREDENTIALS_FILE=none")
	run(4, "^chancery: there are no credentials for the bucket [^\n]*\n$", "archive", "list")
	environ = append(environ, "AWS_ACCESS_KEY_ID="+server.Access, "AWS_SECRET_ACCESS_KEY=another")
	run(4, "SignatureDoesNotMatch|does not match", "archive", "list")
}
