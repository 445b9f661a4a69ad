package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Server is an S3 server that is running.
type Server struct {
	Endpoint string `json:"endpoint"` // its URL
	Bucket   string `json:"bucket"`
	Folder   string `json:"folder"` // where the bucket's keys are plain files
	Access   string `json:"access"` // the names under which it lets somebody in, of
	Secret   string `json:"secret"` // no use elsewhere: it listens to this machine alone
}

// serveS3 is the verb s3: it runs a server of S3, versitygw, with one bucket in a
// folder, says where it is, and ends it when its own input does, as with whoever
// started it.
func serveS3(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) error {
	set := flag.NewFlagSet("judge s3", flag.ContinueOnError)
	set.SetOutput(errs)
	versions := set.Bool("versioning", false, "its buckets can have versioning switched on")
	if err := set.Parse(args); err != nil {
		return errUsage
	}
	if set.NArg() != 1 {
		fmt.Fprintln(errs, "judge: s3 needs one folder")
		return errUsage
	}
	binary, err := toolFile(toolVersityGW, "versitygw")
	if err != nil {
		return err
	}
	root, err := filepath.Abs(set.Arg(0))
	if err != nil {
		return err
	}
	s := Server{Bucket: "archive", Folder: filepath.Join(root, "buckets", "archive"), Access: "chancery", Secret: "of-no-use-elsewhere"}
	meta := filepath.Join(root, "meta")
	for _, dir := range []string{s.Folder, meta} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	s.Endpoint = "http://" + port
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// Its metadata lie beside the bucket, so that the bucket holds the keys alone.
	argv := []string{"--port", port, "--quiet", "--keep-alive", "posix", "--sidecar", meta}
	if *versions {
		dir := filepath.Join(root, "versions")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		argv = append(argv, "--versioning-dir", dir)
	}
	cmd := exec.CommandContext(ctx, binary, append(argv, filepath.Dir(s.Folder))...)
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY_ID="+s.Access, "ROOT_SECRET_ACCESS_KEY="+s.Secret)
	cmd.Stderr = errs
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	if err := listening(ctx, port, ended); err != nil {
		return err
	}
	if err := json.NewEncoder(out).Encode(s); err != nil {
		return err
	}
	closed := make(chan bool)
	go func() {
		io.Copy(io.Discard, in)
		close(closed)
	}()
	select {
	case err := <-ended:
		return fmt.Errorf("versitygw ended: %v", err)
	case <-closed:
	case <-ctx.Done():
	}
	cancel()
	<-ended
	return nil
}

// freePort is an address of this machine where nobody listens.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// listening waits until somebody listens.
func listening(ctx context.Context, port string, ended <-chan error) error {
	for range 300 {
		if c, err := net.Dial("tcp", port); err == nil {
			return c.Close()
		}
		select {
		case err := <-ended:
			return fmt.Errorf("versitygw ended: %v", err)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("versitygw does not listen at %s", port)
}

// installVersityGW builds the server of S3 from its source, which the checksum
// database of Go vouches for: the version of the module is its pin.
func installVersityGW(ctx context.Context, version, dir string) error {
	bin := filepath.Join(dir, "bin")
	env := []string{"GOBIN=" + bin, "CGO_ENABLED=0", "GOFLAGS=-trimpath -p=2"}
	if err := step(ctx, dir, env, "go", "install", "github.com/versity/versitygw/cmd/versitygw@v"+version); err != nil {
		return err
	}
	built, err := filepath.Glob(filepath.Join(bin, "versitygw*"))
	if err != nil || len(built) != 1 {
		return fmt.Errorf("go install left %v, %v", built, err)
	}
	if err := os.Rename(built[0], filepath.Join(dir, "versitygw")); err != nil {
		return err
	}
	return os.Remove(bin)
}
