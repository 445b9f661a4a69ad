package press

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/source"
)

// TestReadIssued hands out what was built, or what was signed of it.
func TestReadIssued(t *testing.T) {
	dir := t.TempDir()
	build(t, Options{Packet: seed, Output: dir})
	made := contents(t, dir)
	write := func(name, data string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	read := func() *Issued {
		t.Helper()
		all, err := ReadIssued(dir)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		return &all[0]
	}
	p := read()
	if r := p.Record; r.Ink != "#000000" || r.Publisher != "New Mexico Office of the Attorney General" || len(r.Documents) != 2 || r.Documents[1].Date != "2018-06-19" {
		t.Errorf("the record is %+v", r)
	}
	if p.Documents[1].Name != "letter.pdf" || string(p.Documents[1].Data) != string(made["letter.pdf"]) || string(p.Book.Data) != string(made["packet.epub"]) {
		t.Error("other files than those that were built")
	}
	// Of files that go on where the letter ends, the longest; a stranger is nobody's.
	letter := string(made["letter.pdf"])
	write("letter-1.pdf", letter+"\nfirst signature\n%%EOF\n")
	write("letter-2.pdf", letter+"\nfirst signature\n%%EOF\nsecond signature\n%%EOF")
	write("other.pdf", "%PDF-1.7\nsomebody's\n%%EOF\n")
	write("letter-2.pdf.minisig", "of the letter")
	write("packet.epub.minisig", "of the book")
	p = read()
	if got := p.Documents[1]; got.Name != "letter.pdf" || filepath.Base(got.Path) != "letter-2.pdf" || !strings.HasSuffix(string(got.Data), "second signature\n%%EOF") {
		t.Errorf("%s from %s", got.Name, got.Path)
	}
	if len(p.Signatures) != 2 || p.Signatures[0].Name != "letter.pdf.minisig" || p.Signatures[1].Name != "packet.epub.minisig" {
		t.Errorf("the signatures are %v", p.Signatures)
	}
	// The letter signed in its own place.
	for _, name := range []string{"letter-1.pdf", "letter-2.pdf"} {
		os.Remove(filepath.Join(dir, name))
	}
	write("letter.pdf", letter+"signature\n%%EOF\n")
	if p = read(); !strings.HasSuffix(string(p.Documents[1].Data), "signature\n%%EOF\n") {
		t.Error("the signed letter is not handed out")
	}

	// All faults at once.
	write("letter.pdf", strings.Replace(letter, "PDF-1.7", "PDF-1.6", 1))
	write("packet.epub", "changed")
	os.Remove(filepath.Join(dir, "release.pdf"))
	_, err := ReadIssued(dir)
	var fault *IssuedError
	if !errors.As(err, &fault) {
		t.Fatal(err)
	}
	for _, want := range []string{"letter.pdf: is neither what chancery build made nor a signed form of it", "release.pdf: is not there", "packet.epub: is not what chancery build made"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
	var usage *source.UsageError
	if _, err := ReadIssued(t.TempDir()); !errors.As(err, &usage) {
		t.Errorf("an empty folder: %v", err)
	}
}

// TestRecordOfEmbargo keeps the latest embargo of a packet, and forgets packets of
// which no file is left.
func TestRecordOfEmbargo(t *testing.T) {
	packet := copyPacket(t, t.TempDir())
	edit(t, filepath.Join(packet, "release.md"), "timing: immediate", "timing: embargoed\nuntil: 2018-06-20T09:00:00-04:00\nzone: EDT")
	dir := t.TempDir()
	build(t, Options{Packet: packet, Output: dir})
	all, err := ReadIssued(dir)
	if err != nil {
		t.Fatal(err)
	}
	if r := all[0].Record; r.Embargo == nil || r.Embargo.UTC().String() != "2018-06-20 13:00:00 +0000 UTC" || r.Zone != "EDT" {
		t.Errorf("the embargo is %v %s", r.Embargo, r.Zone)
	}
	edit(t, filepath.Join(packet, "packet.yaml"), "identifier: urn:uuid:59bea48a", "identifier: urn:uuid:69bea48a")
	build(t, Options{Packet: packet, Output: dir})
	if all, err = ReadIssued(dir); err != nil || len(all) != 1 || !strings.HasPrefix(all[0].Identifier, "urn:uuid:69bea48a") {
		t.Errorf("%d packets, %v", len(all), err)
	}
}
