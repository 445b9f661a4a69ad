package minisign

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var at = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// TestSign signs with the key, plain and locked, and checks the signatures here and by minisign.
func TestSign(t *testing.T) {
	message := []byte("We write to object.\n")
	for _, name := range []string{"plain", "locked"} {
		asked := 0
		key, err := ReadKey(read(t, name+".key"), func() ([]byte, error) {
			asked++
			return []byte("pässword"), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if (asked == 1) != (name == "locked") {
			t.Errorf("%s: password asked for %d times", name, asked)
		}
		signature, err := Sign(message, key, "packet.epub", at)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Sign(message, key, "packet.epub", at); err != nil || !bytes.Equal(signature, again) {
			t.Errorf("%s: other bytes the second time, %v", name, err)
		}
		public := read(t, "plain.pub")
		got, err := Verify(message, signature, public)
		if err != nil || got.Name != "packet.epub" || !got.Time.Equal(at) || !strings.Contains(string(public), got.Key) {
			t.Errorf("%s: %v, %+v", name, err, got)
		}
		// The one line of a public key will do, as it is printed in letters.
		if _, err := Verify(message, signature, bytes.Split(public, []byte("\n"))[1]); err != nil {
			t.Error(err)
		}
		judge(t, message, signature, "plain.pub")
	}
}

// judge has minisign check a signature; the machine may lack it, except in CI.
func judge(t *testing.T, message, signature []byte, public string) {
	t.Helper()
	path, err := exec.LookPath("minisign")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Error(err)
		}
		return
	}
	name := filepath.Join(t.TempDir(), "packet.epub")
	for file, data := range map[string][]byte{name: message, name + ".minisig": signature} {
		if err := os.WriteFile(file, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command(path, "-V", "-p", filepath.Join("testdata", public), "-m", name).CombinedOutput(); err != nil || !strings.Contains(string(out), "file:packet.epub") {
		t.Errorf("minisign: %v\n%s", err, out)
	}
}

// TestVerifyRefuses changes each byte of the message and of the signature.
func TestVerifyRefuses(t *testing.T) {
	message := []byte("We write to object.\n")
	key, err := ReadKey(read(t, "plain.key"), nil)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := Sign(message, key, "packet.epub", at)
	if err != nil {
		t.Fatal(err)
	}
	public := read(t, "plain.pub")
	for i := range message {
		changed := bytes.Clone(message)
		changed[i] ^= 0xFF
		if _, err := Verify(changed, signature, public); err == nil {
			t.Errorf("byte %d of the message may be changed", i)
		}
	}
	// The first line is the untrusted comment, which nothing covers, and which says
	// nothing that is used.
	for i := bytes.IndexByte(signature, '\n') + 1; i < len(signature); i++ {
		changed := bytes.Clone(signature)
		changed[i] ^= 0xFF
		if got, err := Verify(message, changed, public); err == nil && (got.Name != "packet.epub" || !got.Time.Equal(at)) {
			t.Errorf("byte %d of the signature may be changed", i)
		}
	}
	for what, c := range map[string]struct{ signature, public []byte }{
		"another key":   {signature, read(t, "other.pub")},
		"no key":        {signature, []byte("x")},
		"no signature":  {[]byte("x"), public},
		"empty":         {nil, nil},
		"a secret key":  {signature, read(t, "plain.key")},
		"half of it":    {signature[:len(signature)/2], public},
		"another's sig": {bytes.Replace(signature, []byte("packet.epub"), []byte("letter.epub"), 1), public},
	} {
		if _, err := Verify(message, c.signature, c.public); err == nil {
			t.Errorf("%s: it holds", what)
		}
	}
}

func TestReadKeyRefuses(t *testing.T) {
	locked := read(t, "locked.key")
	if _, err := ReadKey(locked, func() ([]byte, error) { return []byte("password"), nil }); !errors.Is(err, ErrPassword) {
		t.Error(err)
	}
	none := errors.New("no terminal")
	if _, err := ReadKey(locked, func() ([]byte, error) { return nil, none }); !errors.Is(err, none) {
		t.Error(err)
	}
	if _, err := ReadKey(read(t, "plain.pub"), nil); err == nil {
		t.Error("a public key is read as a secret one")
	}
	if !IsKey(locked) || IsKey(read(t, "plain.pub")) || IsKey([]byte("-----BEGIN PRIVATE KEY-----")) {
		t.Error("keys are not told apart")
	}
	key, err := ReadKey(read(t, "plain.key"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Sign(nil, key, "a\tb", at); err == nil {
		t.Error("a name with a tab is signed")
	}
}
