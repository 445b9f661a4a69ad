package sign_test

import (
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"chancery/archive/internal/authority"
	"chancery/archive/internal/judges"
)

// pin is that of the test's devices.
const pin = "correct-468"

// softHSM finds the library of SoftHSM2, a device that is a folder. It skips the
// test where that, or a C compiler to build what loads it, is not there; in CI
// that is a fault.
func softHSM(t *testing.T) (library string) {
	t.Helper()
	missing := ""
	for _, tool := range []string{"softhsm2-util", "cc"} {
		if _, err := exec.LookPath(tool); err != nil {
			missing += " " + tool
		}
	}
	for _, dir := range []string{"/usr/lib/softhsm", "/usr/lib64/softhsm", "/usr/lib64/pkcs11", "/usr/local/lib/softhsm", "/opt/homebrew/lib/softhsm"} {
		name := filepath.Join(dir, "libsofthsm2.so")
		if _, err := os.Stat(name); err == nil {
			library = name
		}
	}
	if library == "" {
		missing += " libsofthsm2.so"
	}
	switch {
	case missing == "":
		return library
	case os.Getenv("CI") == "true":
		t.Fatalf("keys in devices cannot be tested without%s", missing)
	}
	t.Skipf("keys in devices are not tested without%s", missing)
	return ""
}

// withC builds a program of this module that needs C.
func withC(t *testing.T, out, pkg string) {
	t.Helper()
	cmd := exec.Command("go", "build", "-o", out, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
}

// run runs a program that must succeed.
func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if said, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, said)
	}
}

// TestDevice signs with keys in a device at every level, RSA and P-256, one of
// which wants its PIN for every signature; the judges judge it, and what can go
// wrong is said.
func TestDevice(t *testing.T) {
	library := softHSM(t)
	chancery, err := chancery()
	if err != nil {
		t.Fatal(err)
	}
	a := authority.New(t)
	dir := t.TempDir()
	root := write(t, dir, "root.pem", a.Roots())
	write(t, dir, "letter.pdf", document(t, "letter"))

	os.Mkdir(filepath.Join(dir, "tokens"), 0o777)
	t.Setenv("SOFTHSM2_CONF", write(t, dir, "softhsm2.conf", []byte("directories.tokendir = "+filepath.Join(dir, "tokens")+"\nlog.level = ERROR\n")))
	t.Setenv("CHANCERY_PKCS11_MODULE", library)
	token := filepath.Join(dir, "token.exe")
	withC(t, token, "./testdata/token")
	for _, name := range []string{"office", "spare"} {
		run(t, "softhsm2-util", "--init-token", "--free", "--label", name, "--pin", pin, "--so-pin", "so-"+pin)
	}
	for i, name := range []string{"signer-rsa", "signer-p256", "signer-p384"} {
		id := a.Person(name, "Hector Balderas")
		certificates, key := id.PEM(t)
		file := write(t, dir, name+".key", key)
		write(t, dir, name+".crt", certificates)
		number := []string{"a1", "a2", "a3"}[i]
		run(t, "softhsm2-util", "--import", file, "--token", "office", "--label", name, "--id", number, "--pin", pin)
		if name == "signer-p384" {
			continue // its certificate is in a file
		}
		run(t, token, library, "office", pin, "certificate", number, write(t, dir, "own.crt", certificates))
	}
	// The authority above them, and a key that wants its PIN each time.
	run(t, token, library, "office", pin, "certificate", "ff", write(t, dir, "staff.crt",
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Staff.Certificate.Raw})))
	careful := a.Person("other", "Hector Balderas")
	certificates, key := careful.PEM(t)
	write(t, dir, "careful.crt", certificates)
	run(t, token, library, "office", pin, "certificate", "a4", filepath.Join(dir, "careful.crt"))
	run(t, token, library, "office", pin, "key", "a4", write(t, dir, "careful.key", key))

	env := []string{"CHANCERY_KEY_PASSWORD=" + pin}
	lonely := filepath.Join(dir, "lonely", "chancery.exe") // without the program beside it
	os.Mkdir(filepath.Dir(lonely), 0o777)
	if err := os.Link(chancery, lonely); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(lonely, "sign", "--key", "pkcs11:", "-o", "no.pdf", "letter.pdf")
	cmd.Dir = dir
	said, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 2 || !strings.Contains(string(said), `"make pkcs11" builds it`) {
		t.Errorf("without the program: %v, %s", err, said)
	}
	withC(t, filepath.Join(filepath.Dir(chancery), "chancery-pkcs11"), "chancery/cmd/chancery-pkcs11")

	for _, c := range []struct {
		name, key, more string
		env             []string
		code            int
		want            string
	}{
		{"pin in the address", "pkcs11:object=signer-rsa?pin-value=" + pin, "", env, 2, "no PIN, and no place of one, may stand in a key's address"},
		{"no library", "pkcs11:object=x?module-path=/none.so", "", env, 2, "the device's library /none.so is not there"},
		{"another library", "pkcs11:object=x?module-path=" + root, "", env, 2, "is no library of PKCS#11"},
		{"no device", "pkcs11:token=offices", "", env, 1, `no device fits the key's address; there are "`},
		{"several devices", "pkcs11:object=signer-rsa", "", env, 1, "several devices fit the key's address"},
		{"no PIN", "pkcs11:token=office;object=signer-rsa", "", nil, 2, "there is no terminal to ask for its PIN"},
		{"wrong PIN", "pkcs11:token=office;object=signer-rsa", "", []string{"CHANCERY_KEY_PASSWORD=guess"}, 1, "the PIN is not right"},
		{"no key", "pkcs11:token=office;object=signer", "", env, 1, `the device "office" has no private key that fits the key's address`},
		{"an empty device", "pkcs11:token=spare", "", env, 1, `the device "spare" has no private key`},
		{"several keys", "pkcs11:token=office", "", env, 1, "several keys fit the key's address, say which: object="},
		{"no certificate", "pkcs11:token=office;object=signer-p384", "", env, 1, "--cert FILE names the certificate's file"},
		{"another's certificate", "pkcs11:token=office;object=signer-p384", "root.pem", env, 1, "the key is not that of the certificate of"},
	} {
		args := []string{"sign", "--key", c.key, "--field", "Signature1", "-o", "no.pdf"}
		if c.more != "" {
			args = append(args, "--cert", c.more)
		}
		out, errs, code := command(t, dir, c.env, nil, append(args, "letter.pdf")...)
		if code != c.code || out != "" || !strings.Contains(errs, c.want) {
			t.Errorf("%s: exit status %d, %q; want %d, %q", c.name, code, errs, c.code, c.want)
		}
		if strings.Contains(errs, pin) || strings.Contains(errs, "guess") {
			t.Errorf("%s: the PIN is printed: %s", c.name, errs)
		}
		if _, err := os.Stat(filepath.Join(dir, "no.pdf")); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("%s: a file was written", c.name)
		}
	}

	var short, long, all []string
	for _, c := range []struct{ name, key, cert, levels string }{
		{"rsa", "pkcs11:token=office;object=signer-rsa;type=private", "", "b t lt lta"},
		{"p256", "pkcs11:token=office;id=%a2?module-path=" + library, "", "b t lt lta"},
		{"p384", "pkcs11:manufacturer=SoftHSM%20project;token=office;object=signer-p384", "signer-p384.crt", "lta"},
		{"careful", "pkcs11:token=office;object=careful", "", "lta"},
	} {
		for level := range strings.FieldsSeq(c.levels) {
			name := c.name + "-" + level + "-seen.pdf"
			args := []string{"sign", "--key", c.key, "--field", "Signature1", "--level", level, "-o", name}
			if c.cert != "" {
				args = append(args, "--cert", c.cert)
			}
			if level != "b" {
				args = append(args, "--tsa", a.URL+"/tsa", "--trust", "root.pem")
			}
			read, feed, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			feed.WriteString(pin + "\n")
			feed.Close()
			out, errs, code := command(t, dir, nil, read, append(args, "--password-fd", "3", "letter.pdf")...)
			read.Close()
			if code != 0 || errs != "" || !strings.Contains(out, "signed by Hector Balderas (Chancery tests) in Signature1, level "+level) {
				t.Fatalf("%s: exit status %d, %s%s", name, code, out, errs)
			}
			all = append(all, filepath.Join(dir, name))
			if strings.HasPrefix(level, "l") {
				long = append(long, filepath.Join(dir, name))
			} else {
				short = append(short, filepath.Join(dir, name))
			}
		}
	}
	a.Close()
	for revocation, files := range map[string][]string{"none": short, "embedded": long} {
		for _, f := range judges.Signatures(t, append([]string{"--trust", root, "--revocation", revocation}, files...)...) {
			checkSigned(t, f)
		}
	}
	for _, name := range long {
		if out, errs, code := command(t, dir, nil, nil, "verify", "--trust", "root.pem", name); code != 0 {
			t.Errorf("%s: %s%s", name, out, errs)
		}
	}
	for _, judge := range []string{"pdf", "qpdf"} {
		if out, pass := judges.Run(t, append([]string{judge}, all...)...); !pass {
			t.Error(out)
		}
	}
}
