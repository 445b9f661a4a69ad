package main

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"chancery/archive/pkcs11"

	"github.com/urfave/cli/v2"
)

// deviceProgram is the program that loads the libraries of devices: see
// cmd/chancery-pkcs11.
const deviceProgram = "chancery-pkcs11"

// deviceKey finds the key that an address of PKCS#11 names, and what certificates
// are with it. release lets the device go.
func (p *program) deviceKey(c *cli.Context, name string) (key crypto.Signer, certificates []*x509.Certificate, release func(), err error) {
	u, err := pkcs11.ParseURI(name)
	if err != nil {
		return nil, nil, nil, &usageError{"--key: " + err.Error(), "pkcs11:token=LABEL;object=LABEL?module-path=/path/of/the/device's/library.so"}
	}
	if u.Module == "" {
		if u.Module = p.getenv("CHANCERY_PKCS11_MODULE"); u.Module == "" {
			return nil, nil, nil, &usageError{"--key does not say which library the device has",
				"end it in ?module-path=/path/of/the/library.so, or set CHANCERY_PKCS11_MODULE to that path"}
		}
	}
	d, err := startDevice(c)
	if err != nil {
		return nil, nil, nil, err
	}
	k, err := pkcs11.Open(d.out, d.in, u, func(label string) ([]byte, error) {
		return p.secret(c, "PIN", "the device "+label)
	})
	if err != nil {
		d.close()
		return nil, nil, nil, d.explain(err)
	}
	return &deviceSigner{k, d}, k.Certificates, d.close, nil
}

// device is the running program.
type device struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  io.Reader
	errs bytes.Buffer
}

// startDevice starts the program, from beside chancery or from the path. What
// holds the PIN is not handed on in its environment.
func startDevice(c *cli.Context) (*device, error) {
	name := deviceProgram
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path := ""
	if self, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(self), name)
		if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
			path = beside
		}
	}
	if path == "" {
		found, err := exec.LookPath(name)
		if err != nil {
			return nil, &usageError{fmt.Sprintf("keys in devices need the program %s, which is neither beside chancery nor on the path", name),
				"\"make pkcs11\" builds it, where a C compiler is"}
		}
		path = found
	}
	d := &device{cmd: exec.CommandContext(c.Context, path)}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, keyPassword+"=") {
			d.cmd.Env = append(d.cmd.Env, v)
		}
	}
	d.cmd.Stderr = &d.errs
	d.cmd.WaitDelay = time.Second
	var err error
	if d.in, err = d.cmd.StdinPipe(); err == nil {
		d.out, err = d.cmd.StdoutPipe()
	}
	if err == nil {
		err = d.cmd.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return d, nil
}

// close ends the program, which logs out of the device.
func (d *device) close() {
	d.in.Close()
	d.cmd.Wait()
}

// explain says what a fault of the device means here: an address that means
// nothing is the user's, a device that fails the machine's. A program that broke
// off is told by what it said last.
func (d *device) explain(err error) error {
	var said *pkcs11.Error
	switch {
	case !errors.As(err, &said):
		if exitCode(err) != exitMachine {
			return err // of asking for the PIN
		}
		if text := strings.TrimSpace(d.errs.String()); text != "" {
			return &pkcs11.Error{Kind: pkcs11.Broken, Text: fmt.Sprintf("%s broke off: %s", deviceProgram, text)}
		}
		return &pkcs11.Error{Kind: pkcs11.Broken, Text: fmt.Sprintf("%s broke off: %v", deviceProgram, err)}
	case said.Kind == pkcs11.NoModule:
		return &usageError{said.Text, "module-path names the library that the maker of the device gives"}
	case said.Kind == pkcs11.Broken:
		return said
	}
	return &sourceError{said.Text}
}

// deviceSigner is the key, whose faults are explained.
type deviceSigner struct {
	*pkcs11.Key
	device *device
}

func (s *deviceSigner) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	signature, err := s.Key.Sign(random, digest, opts)
	if err != nil {
		return nil, s.device.explain(err)
	}
	return signature, nil
}
