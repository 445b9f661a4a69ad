package judges

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Server is a server of S3 that runs until the test ends; see cmd/judge.
type Server struct{ Endpoint, Bucket, Folder, Access, Secret string }

// URL names the server's bucket as chancery and gocloud.dev/blob take it.
func (s *Server) URL() string {
	return "s3://" + s.Bucket + "?region=us-east-1&use_path_style=true&endpoint=" + s.Endpoint
}

// FolderURL names a folder in the bucket.
func (s *Server) FolderURL(name string) string {
	return strings.Replace(s.URL(), "?", "/"+name+"?", 1)
}

// Environ are the credentials, for a process.
func (s *Server) Environ() []string {
	return []string{"AWS_ACCESS_KEY_ID=" + s.Access, "AWS_SECRET_ACCESS_KEY=" + s.Secret, "AWS_EC2_METADATA_DISABLED=true"}
}

// S3 starts a server of S3, versitygw, with an empty bucket; args are
// flags of "judge s3". Where it is missing the
// test is skipped, except in CI.
func S3(t testing.TB, args ...string) *Server {
	t.Helper()
	name, err := build()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, append(append([]string{"s3"}, args...), t.TempDir())...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe() // while it is open, the server runs
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil && !t.Skipped() {
			t.Errorf("the server of S3: %v\n%s", err, stderr.String())
		}
	})
	line, _ := bufio.NewReader(out).ReadBytes('\n')
	s := new(Server)
	if err := json.Unmarshal(line, s); err != nil {
		in.Close()
		cmd.Wait()
		if cmd.ProcessState.ExitCode() == exitUnknown && strings.Contains(stderr.String(), "judge install") && os.Getenv("CI") != "true" {
			t.Skip(stderr.String())
		}
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	return s
}
