package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/archive/ocfl"
	"chancery/archive/ocfl/folder"
	"chancery/archive/official"
	"chancery/archive/site"
	"chancery/layout/press"
)

// two is a packet of two letters with a reference each.
func two(t *testing.T, second string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "packet")
	letter := func(reference, words string) string {
		return "---\nkind: letter\ndate: 2018-06-19\nto: X\nsignatories: []\n" + reference + "---\n\n" + words + "\n"
	}
	for name, text := range map[string]string{
		"office.yaml": "name: Office of Records\nverify-address: https://verify.example.gov/\n",
		"packet.yaml": "verify-key: 3f0c5a719be24d86a1c7e2f95b08d364\nreference: ag-1\ndocuments: [first.md, second.md]\n",
		"first.md":    letter("", "First words."),
		"second.md":   letter(second, "Second words."),
	} {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	first  = "https://verify.example.gov/AG-1/3F0C5A719BE24D86A1C7E2F95B08D364"
	second = "https://verify.example.gov/AG-2/3F0C5A719BE24D86A1C7E2F95B08D364"
)

// checkTwo wants the letters on a page each, with their own words to read.
func checkTwo(t *testing.T, pubs []site.Publication) {
	t.Helper()
	if len(pubs) != 2 || pubs[0].Address != first || pubs[1].Address != second {
		t.Fatalf("%d publications: %+v", len(pubs), pubs)
	}
	var s site.Site
	for i, words := range []string{"First words.", "Second words."} {
		p := &pubs[i]
		if len(p.Documents) != 1 || p.Publisher != "Office of Records" || len(p.Book) == 0 {
			t.Errorf("%+v", p)
		}
		files, err := s.Publish(p)
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range files {
			if strings.Contains(name, "/read/") && !strings.Contains(string(data), words) {
				t.Errorf("%s does not say %q", name, words)
			}
		}
	}
}

func TestIssued(t *testing.T) {
	dir := t.TempDir()
	if _, err := press.Build(t.Context(), press.Options{Packet: two(t, "reference: AG-2\n"), Output: dir}); err != nil {
		t.Fatal(err)
	}
	issued, err := press.ReadIssued(dir)
	if err != nil {
		t.Fatal(err)
	}
	pubs, err := Issued(&issued[0])
	if err != nil {
		t.Fatal(err)
	}
	if pubs[0].Reference != "ag-1" || pubs[1].Reference != "AG-2" {
		t.Errorf("%q and %q", pubs[0].Reference, pubs[1].Reference)
	}
	checkTwo(t, pubs)
	issued[0].Record.Documents[1].Address = ""
	var nowhere *NoAddressError
	if _, err := Issued(&issued[0]); !errors.As(err, &nowhere) || filepath.Base(nowhere.Document) != "second.pdf" {
		t.Errorf("%v", err)
	}
}

func TestArchived(t *testing.T) {
	ctx := context.Background()
	d, err := folder.Open(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := official.Create(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	packet := two(t, "reference: AG-2\n")
	put := official.PutOptions{Packet: packet, By: ocfl.User{Name: "R. Clerk"}, Now: time.Date(2018, 6, 19, 15, 0, 0, 0, time.UTC), ID: "urn:example:1"}
	stored, err := a.Put(ctx, put)
	if err != nil {
		t.Fatal(err)
	}
	before := stored.Record
	doc, err := a.Document(ctx, stored.ID)
	if err != nil {
		t.Fatal(err)
	}
	var pubs []site.Publication
	for _, address := range Addresses(doc.Record) {
		p, err := Archived(ctx, doc, address)
		if err != nil {
			t.Fatal(err)
		}
		pubs = append(pubs, *p)
	}
	checkTwo(t, pubs)
	if n := len(Digests(doc.Record, second)); n != 2 {
		t.Errorf("%d files have digests at the second address", n)
	}

	// The second letter is corrected: its page knows its earlier file, and that of the
	// first does not.
	if err := os.WriteFile(filepath.Join(packet, "second.md"), []byte("---\nkind: letter\ndate: 2018-06-19\nto: X\nsignatories: []\nreference: AG-2\n---\n\nOther words.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	put.Message = "A word corrected"
	if _, err := a.Put(ctx, put); err != nil {
		t.Fatal(err)
	}
	if doc, err = a.Document(ctx, stored.ID); err != nil {
		t.Fatal(err)
	}
	var s site.Site
	for _, address := range []string{first, second} {
		p, err := Archived(ctx, doc, address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Publish(p); err != nil {
			t.Fatal(err)
		}
		st, err := Standing(ctx, doc, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Stand(address, st); err != nil {
			t.Fatal(err)
		}
		if !s.Holds(address, Digests(doc.Record, address)) || s.Holds(address, Digests(before, address)) {
			t.Errorf("%s: the site holds other files", address)
		}
	}
	former := func(folder string) (names []string) {
		for _, f := range s.Entries[folder].Former {
			if len(f.SHA512) != 128 || f.SHA256 == "" || f.Size == 0 {
				t.Errorf("%+v", f)
			}
			names = append(names, f.Name)
		}
		return names
	}
	if got := strings.Join(former("AG-1/3F0C5A719BE24D86A1C7E2F95B08D364"), " "); got != "packet.epub" {
		t.Errorf("the first letter had %s before", got)
	}
	if got := strings.Join(former("AG-2/3F0C5A719BE24D86A1C7E2F95B08D364"), " "); got != "second.pdf packet.epub" {
		t.Errorf("the second letter had %s before", got)
	}
	if err := s.Stand("https://verify.example.gov/AG-3/0", site.Standing{}); err == nil {
		t.Error("what is not published stands")
	}
}
