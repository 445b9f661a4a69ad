package transfer

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	mini "aead.dev/minisign"

	"chancery/archive/bagit"
	"chancery/archive/internal/judges"
	"chancery/archive/minisign"
	"chancery/archive/ocfl"
	"chancery/archive/ocfl/folder"
	"chancery/archive/verify"
)

func TestMain(m *testing.M) {
	code := m.Run()
	judges.Clean()
	os.Exit(code)
}

// now is when bags of the tests are made.
var now = time.Date(2026, 1, 16, 12, 0, 0, 0, time.UTC)

// foreign reads a signed file that package verify is tested with.
func foreign(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "verify", "testdata", "foreign", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// trusting gives options with the root of the signed files, and keys of minisign.
func trusting(t testing.TB, keys ...[]byte) JudgeOptions {
	t.Helper()
	b, _ := pem.Decode(foreign(t, "root.pem"))
	root, err := x509.ParseCertificate(b.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return JudgeOptions{Options: verify.Options{At: now.AddDate(9, 0, 0), Trust: []*x509.Certificate{root}}, Keys: keys}
}

// key makes a pair of keys of minisign.
func key(t testing.TB) (mini.PrivateKey, []byte) {
	t.Helper()
	public, private, err := mini.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	text, err := public.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	return private, text
}

// signed gives the signature of minisign of a file.
func signed(t testing.TB, private mini.PrivateKey, name string, data []byte) []byte {
	t.Helper()
	s, err := minisign.Sign(data, private, name, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// record is the record of the documents of the tests.
const record = `{"id":"urn:ag:2018-0123","status":%q,"supersededBy":%q,"reason":"in error","title":"Letter on <families>","reference":"2018-0123","office":"Office of the Attorney General",
"language":"en-US","date":"2018-06-19","files":[{"name":"documents/letter.pdf","kind":"letter","title":"Letter","date":"2018-06-19","pages":3},{"name":"documents/packet.epub","kind":"epub","title":"Packet"}]}`

// store is a store of a test: one document of two versions, put by a key, and one
// that other software made.
type store struct {
	t   testing.TB
	dir string
	d   *folder.Folder
	s   *ocfl.Store
}

func newStore(t testing.TB) *store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "store")
	d, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ocfl.Init(context.Background(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &store{t, dir, d, s}
}

// put stores a version and gives the object's folder.
func (s *store) put(id string, base int, files map[string][]byte) string {
	s.t.Helper()
	c := ocfl.Commit{ID: id, Base: base, Message: fmt.Sprintf("version %d", base+1), User: ocfl.User{Name: "A. Clerk", Address: "mailto:clerk@example.gov"}, Created: now.AddDate(0, 0, base-9)}
	for name, data := range files {
		c.Files = append(c.Files, ocfl.Bytes(name, data))
	}
	if _, err := s.s.Put(context.Background(), c); err != nil {
		s.t.Fatal(err)
	}
	return s.s.Path(id)
}

// document gives the files of a document.
func document(t testing.TB, private mini.PrivateKey, status, by string, pdf []byte) map[string][]byte {
	epub := []byte("PK an epub")
	return map[string][]byte{
		"metadata/document.json": fmt.Appendf(nil, record, status, by),
		"metadata/premis.xml":    []byte("<premis/>"),
		"source/letter.md":       []byte("Dear Attorney General:"),
		"documents/letter.pdf":   pdf, "documents/packet.epub": epub,
		"signatures/packet.epub.minisig": signed(t, private, "packet.epub", epub),
	}
}

// export makes a bag of objects.
func (s *store) export(folders ...string) string {
	s.t.Helper()
	dir := filepath.Join(s.t.TempDir(), "bag")
	if _, err := Export(context.Background(), s.d, folders, Options{Output: dir, At: now, Software: "Chancery test"}); err != nil {
		s.t.Fatal(err)
	}
	return dir
}

// assess judges a bag.
func assess(t testing.TB, dir string, o JudgeOptions) *Report {
	t.Helper()
	r, err := Judge(context.Background(), os.DirFS(dir), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// why gives a report's reasons, a line each.
func why(r *Report) string {
	var text strings.Builder
	for _, x := range r.Reasons {
		fmt.Fprintf(&text, "  %s %s %s: %s\n", x.Verdict, x.Code, x.File, x.Text)
	}
	return text.String()
}

// repack gives a copy of a bag, changed and packed anew, so that its checksums are
// those of the change: what somebody does who means harm.
func repack(t testing.TB, from string, change func(files map[string][]byte)) string {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(from), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(from, filepath.FromSlash(name)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	change(files)
	dir := filepath.Join(t.TempDir(), "bag")
	w, err := bagit.Create(dir, nil, now)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if base := path.Base(name); name != "bagit.txt" && name != "bag-info.txt" && base != "manifest-sha512.txt" && base != "tagmanifest-sha512.txt" {
			if err := w.Add(name, strings.NewReader(string(data))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

var errHere = errors.New("a failure of a test")
