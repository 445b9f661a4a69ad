package sign_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"chancery/archive/internal/authority"
	"chancery/archive/internal/judges"
)

func TestMain(m *testing.M) {
	code := m.Run()
	judges.Clean()
	if program != "" {
		os.RemoveAll(program)
	}
	os.Exit(code)
}

// program is the folder in which chancery was built; "" it was not.
var program string

var chancery = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "chancery-")
	if err != nil {
		return "", err
	}
	program = dir
	name := filepath.Join(dir, "chancery.exe")
	if out, err := exec.Command("go", "build", "-o", name, "chancery/cmd/chancery").CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return name, nil
})

// command runs chancery in a folder; env is added to what there is.
func command(t *testing.T, dir string, env []string, fd *os.File, args ...string) (out, errs string, code int) {
	t.Helper()
	name, err := chancery()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	if fd != nil {
		cmd.ExtraFiles = []*os.File{fd} // number 3
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// TestCommand signs a letter as two offices would, one of which has its key
// locked, and sees what is printed and what is left in the folder.
func TestCommand(t *testing.T) {
	a := authority.New(t)
	dir := t.TempDir()
	const secret = "correct horse pässword"
	write(t, dir, "letter.pdf", document(t, "letter"))
	write(t, dir, "root.pem", a.Roots())
	first, second := a.Person("signer-rsa", "Hector Balderas"), a.Person("signer-p256", "Xavier Becerra")
	p12, err := pkcs12.Modern2023.WithRand(rand.Reader).Encode(first.Key, first.Certificate, first.Chain[:1], secret)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "balderas.p12", p12)
	certificates, key := second.PEM(t)
	write(t, dir, "becerra.key", key)
	write(t, dir, "becerra.crt", certificates)

	check := func(what string, wantCode int, wantOut, wantErrs string, env []string, fd *os.File, args ...string) {
		t.Helper()
		out, errs, code := command(t, dir, env, fd, args...)
		if code != wantCode || !strings.Contains(out, wantOut) || !strings.Contains(errs, wantErrs) || wantErrs == "" && errs != "" {
			t.Errorf("%s: exit status %d, want %d; printed %q, want %q; said %q, want %q", what, code, wantCode, out, wantOut, errs, wantErrs)
		}
		if strings.Contains(out+errs, secret) || strings.Contains(out+errs, "PRIVATE") {
			t.Errorf("%s: a secret is printed", what)
		}
	}
	lta := []string{"--level", "lta", "--tsa", a.URL + "/tsa", "--trust", "root.pem"}
	sign := func(more ...string) []string { return append(append([]string{"sign"}, lta...), more...) }

	check("status", 0, "0 of 2 signature fields signed", "", nil, nil, "sign", "--status", "letter.pdf")
	check("no password", 2, "", "the key is locked", nil, nil, sign("--key", "balderas.p12", "--field", "Signature1", "-o", "one.pdf", "letter.pdf")...)
	check("wrong password", 1, "", "balderas.p12: the password is not right", []string{"CHANCERY_KEY_PASSWORD=guess"}, nil,
		sign("--key", "balderas.p12", "--field", "Signature1", "-o", "one.pdf", "letter.pdf")...)
	check("first", 0, "one.pdf   certified by Hector Balderas (Chancery tests) in Signature1, level lta, stamped 20", "", []string{"CHANCERY_KEY_PASSWORD=" + secret}, nil,
		sign("--key", "balderas.p12", "--field", "Signature1", "--certify", "-o", "one.pdf", "letter.pdf")...)
	check("in the way", 2, "", "one.pdf is there already", nil, nil, sign("--key", "becerra.key", "-o", "one.pdf", "letter.pdf")...)
	check("onto itself", 2, "", "--output is the file that is signed", nil, nil, sign("--key", "becerra.key", "-o", "letter.pdf", "letter.pdf")...)
	check("no certificate", 1, "", "hint: --cert FILE names the certificate's file", nil, nil, sign("--key", "becerra.key", "-o", "two.pdf", "one.pdf")...)
	check("another's certificate", 1, "", "the key is not that of the certificate of", nil, nil, sign("--key", "becerra.key", "--cert", "root.pem", "-o", "two.pdf", "one.pdf")...)
	check("taken", 1, "", "the field Signature1 is signed already, by Hector Balderas (Chancery tests); free: Signature3", nil, nil,
		sign("--key", "becerra.key", "--cert", "becerra.crt", "--field", "Signature1", "-o", "two.pdf", "one.pdf")...)
	check("second", 0, `"field": "Signature3"`, "", nil, nil,
		sign("--key", "becerra.key", "--cert", "becerra.crt", "--reason", "I concur", "--json", "-o", "two.pdf", "one.pdf")...)
	check("status at the end", 0, "2 of 2 signature fields signed", "", nil, nil, "sign", "--status", "two.pdf")
	check("its own verdict", 0, "OFFICIAL\n", "", nil, nil, "verify", "--trust", "root.pem", "two.pdf")

	read, feed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	feed.WriteString(secret + "\n")
	feed.Close()
	check("descriptor", 0, "three.pdf", "", nil, read, "sign", "--password-fd", "3", "--key", "balderas.p12", "--field", "Signature3", "-o", "three.pdf", "letter.pdf")
	read.Close()

	check("renew", 0, "renewed.pdf   stamped 20", "", nil, nil, "sign", "--renew", "--tsa", a.URL+"/tsa", "--trust", "root.pem", "-o", "renewed.pdf", "two.pdf")
	check("renew with a key", 2, "", "--renew signs nothing, and --key is for signing", nil, nil, "sign", "--renew", "--key", "becerra.key", "-o", "five.pdf", "two.pdf")
	check("renew without a TSA", 2, "", "--renew needs a timestamp authority", nil, nil, "sign", "--renew", "-o", "five.pdf", "two.pdf")
	check("its own verdict again", 0, "OFFICIAL\n", "", nil, nil, "verify", "--trust", "root.pem", "renewed.pdf")
	a.Fault = authority.Down
	check("authority down", 4, "", "asking "+a.URL, nil, nil, sign("--key", "becerra.key", "--cert", "becerra.crt", "--new-field", "-o", "four.pdf", "letter.pdf")...)

	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got, want := strings.Join(names, " "), "balderas.p12 becerra.crt becerra.key letter.pdf one.pdf renewed.pdf root.pem three.pdf two.pdf"; got != want {
		t.Errorf("the folder holds %s, want %s", got, want)
	}
}
