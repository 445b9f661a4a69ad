package transfer

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"chancery/archive/bagit"
	"chancery/archive/internal/judges"
	"chancery/archive/ocfl"
)

// TestExport makes a bag of a document of two versions and of a foreign object: it
// is valid by our rules and to bagit.py, its objects to ocfl-py, its index names
// every file that was issued, METS every file of the payload; and the same again
// is the same bytes.
func TestExport(t *testing.T) {
	s := newStore(t)
	private, _ := key(t)
	s.put("urn:ag:2018-0123", 0, document(t, private, "issued", "", foreign(t, "unsigned.pdf")))
	ours := s.put("urn:ag:2018-0123", 1, document(t, private, "issued", "", foreign(t, "lta.pdf")))
	theirs := s.put("https://example.gov/records?id=7", 0, map[string][]byte{"a/report.txt": []byte("words"), "b.bin": nil})
	dir := filepath.Join(t.TempDir(), "bag")
	o := Options{Output: dir, At: now, Software: "Chancery test", Info: []bagit.Element{{Label: "Contact-Name", Value: "A. Clerk"}, {Label: "external-description", Value: "Two records"}}}
	r, err := Export(context.Background(), s.d, []string{theirs, ours, ours}, o)
	if err != nil {
		t.Fatal(err)
	}
	want := []Exported{{"https://example.gov/records?id=7", "v1", "data/records/https-example.gov-records-id-7"}, {"urn:ag:2018-0123", "v2", "data/records/ag-2018-0123"}}
	if len(r.Records) != 2 || r.Records[0] != want[0] || r.Records[1] != want[1] {
		t.Errorf("the records are %v", r.Records)
	}
	report, err := bagit.Validate(os.DirFS(dir))
	if err != nil || report.State != bagit.Valid || len(report.Problems) > 0 || report.Files != r.Files {
		t.Errorf("%v %+v", err, report)
	}
	info := map[string]string{}
	for _, e := range report.Info {
		info[e.Label] += e.Value + ";"
	}
	for label, value := range map[string]string{"Contact-Name": "A. Clerk;", "external-description": "Two records;", "External-Description": "", "Source-Organization": "Office of the Attorney General;", "Bagging-Date": "2026-01-16;", "Bag-Software-Agent": "Chancery test;"} {
		if info[label] != value {
			t.Errorf("%s is %q, want %q", label, info[label], value)
		}
	}
	for name, from := range map[string]string{
		"data/records/ag-2018-0123/letter.pdf": "lta.pdf", "data/ocfl/ag-2018-0123/v1/content/documents/letter.pdf": "unsigned.pdf", "data/ocfl/ag-2018-0123/v2/content/documents/letter.pdf": "lta.pdf",
	} {
		if data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || !bytes.Equal(data, foreign(t, from)) {
			t.Errorf("%s is not %s (%v)", name, from, err)
		}
	}
	for _, name := range []string{"data/records/ag-2018-0123/packet.epub.minisig", "data/records/https-example.gov-records-id-7/a/report.txt", "premis/ag-2018-0123.xml", "index.xlsx", "README.txt"} {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Error(err)
		}
	}
	checkIndex(t, dir)
	checkMETS(t, dir, report.Files)
	again := s.export(ours, theirs)
	for _, name := range []string{"data/ocfl/ag-2018-0123/inventory.json", "index.xlsx", "index.csv"} {
		a, _ := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		b, _ := os.ReadFile(filepath.Join(again, filepath.FromSlash(name)))
		if !bytes.Equal(a, b) || len(a) == 0 {
			t.Errorf("%s is not the same again", name)
		}
	}
	if third := s.export(theirs, ours); sums(t, third) != sums(t, again) {
		t.Error("the same objects give another bag")
	}
	for _, j := range judges.Bags(t, dir) {
		if !j.Pass {
			t.Errorf("bagit.py: %+v", j.Faults)
		}
	}
	for _, j := range judges.OCFL(t, filepath.Join(dir, "data", "ocfl")) {
		if !j.Pass || j.Objects != 2 {
			t.Errorf("ocfl-py: %+v", j)
		}
	}
}

// sums gives the tag manifest of a bag, which has all of it.
func sums(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "tagmanifest-sha512.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// checkIndex reads index.csv.
func checkIndex(t *testing.T, dir string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "index.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("%v: %d rows", err, len(rows))
	}
	got := strings.Join(rows[3][:16], "|")
	want := "Letter on <families>|Letter|letter|2018-06-19|2018-0123|issued|urn:ag:2018-0123|v2|2026-01-08 12:00:00|A. Clerk|version 2|Office of the Attorney General|en-US|3|"
	if !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "|data/records/ag-2018-0123/letter.pdf") || len(rows[3][16]) != 128 {
		t.Errorf("a row of the index is\n%s, want\n%s", got, want)
	}
}

// checkMETS sees that METS names every payload file and every PREMIS file, with its
// checksum, and holds it against the schema where CHANCERY_METS_SCHEMA names it.
func checkMETS(t *testing.T, dir string, payload int) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "mets.xml"))
	if err != nil {
		t.Fatal(err)
	}
	manifest := sums(t, dir)
	more, err := os.ReadFile(filepath.Join(dir, "manifest-sha512.txt"))
	if err != nil {
		t.Fatal(err)
	}
	manifest += string(more)
	d := xml.NewDecoder(bytes.NewReader(data))
	n, sum := 0, ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		href := ""
		for _, a := range e.Attr {
			switch a.Name.Local {
			case "CHECKSUM":
				sum = a.Value
			case "href":
				href = a.Value
			}
		}
		if href == "" {
			continue
		}
		n++
		if !strings.Contains(manifest, sum+"  "+href+"\n") {
			t.Errorf("METS has %s %.12s…, and no manifest does", href, sum)
		}
	}
	if n != payload-1+1 { // all but the declaration of the storage root, and PREMIS
		t.Errorf("METS names %d files, and the payload has %d", n, payload)
	}
	if schema := os.Getenv("CHANCERY_METS_SCHEMA"); schema != "" {
		if out, err := exec.Command("xmllint", "--nonet", "--noout", "--schema", schema, filepath.Join(dir, "mets.xml")).CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

// TestExportRefuses gives what is not handed on: there is no bag then.
func TestExportRefuses(t *testing.T) {
	s := newStore(t)
	private, _ := key(t)
	at := s.put("urn:ag:2018-0123", 0, document(t, private, "issued", "", foreign(t, "lta.pdf")))
	wrong := s.put("urn:ag:wrong", 0, map[string][]byte{"metadata/document.json": []byte(`{"files":[{"name":"documents/a.pdf"}]}`)})
	odd := s.put("urn:ag:odd", 0, map[string][]byte{"metadata/document.json": []byte(`{`)})
	base := t.TempDir()
	export := func(dir string, folders ...string) error {
		_, err := Export(context.Background(), s.d, folders, Options{Output: filepath.Join(base, dir), At: now, Software: "x"})
		return err
	}
	for name, folders := range map[string][]string{"nothing": nil, "names what is not there": {at, wrong}, "unreadable": {odd}, "no object": {"nowhere"}} {
		if err := export("bag", folders...); err == nil {
			t.Errorf("%s: there is a bag", name)
		}
	}
	// A byte of the store is not what it was.
	file := filepath.Join(s.dir, filepath.FromSlash(at), "v1", "content", "documents", "letter.pdf")
	os.Chmod(file, 0o666)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data[100] ^= 0xff
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
	var broken *BrokenError
	if err := export("bag", at); !errors.As(err, &broken) || !strings.Contains(err.Error(), "E092") {
		t.Errorf("a broken object is handed on: %v", err)
	}
	data[100] ^= 0xff
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Export(cancelled, s.d, []string{at}, Options{Output: filepath.Join(base, "bag"), At: now}); !errors.Is(err, context.Canceled) {
		t.Errorf("who is interrupted hands on: %v", err)
	}
	// The store changes, or its disk fails, while it is copied.
	for _, d := range []ocfl.Driver{
		&restless{Driver: s.d, open: func(name string, n int) error {
			if n > 20 && strings.HasSuffix(name, "letter.md") {
				return errHere
			}
			return nil
		}},
		&restless{Driver: s.d, open: func(name string, n int) error {
			return nil
		}, swap: "Dear Attorney General!"},
	} {
		if _, err := Export(context.Background(), d, []string{at}, Options{Output: filepath.Join(base, "bag"), At: now, Software: "x"}); err == nil {
			t.Error("what changes meanwhile is handed on")
		}
	}
	if entries, err := os.ReadDir(base); err != nil || len(entries) > 0 {
		t.Errorf("something is left: %v", entries)
	}
	if err := export("bag", at); err != nil {
		t.Fatal(err)
	}
	if err := export("bag", at); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a bag is written over another: %v", err)
	}
}

// restless is a driver that fails, or gives other bytes for the source the second
// time that it is read.
type restless struct {
	ocfl.Driver
	open func(name string, n int) error
	swap string
	n    int
	read map[string]int
}

func (d *restless) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	d.n++
	if d.read == nil {
		d.read = map[string]int{}
	}
	d.read[name]++
	if err := d.open(name, d.n); err != nil {
		return nil, err
	}
	if d.swap != "" && strings.HasSuffix(name, "letter.md") && d.read[name] > 1 {
		return io.NopCloser(strings.NewReader(d.swap)), nil
	}
	return d.Driver.Open(ctx, name)
}

// TestNames names folders after identifiers.
func TestNames(t *testing.T) {
	var all []*object
	for _, id := range []string{"urn:nmag:2018-0123", "urn:NMAG:2018-0123", "urn:uuid:0f5d", "http://a b/ü?#", "aux", "..", strings.Repeat("x", 300)} {
		o := &object{}
		o.ID = id
		all = append(all, o)
	}
	nameAll(all)
	var got []string
	for _, o := range all {
		got = append(got, o.name)
	}
	want := []string{"nmag-2018-0123", "nmag-2018-0123-2", "document-0f5d", "http-a-b", "document-aux", "document", strings.Repeat("x", 100)}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("the names are %q", got)
	}
}

// TestEncoded names the files that common tools will not find.
func TestEncoded(t *testing.T) {
	s := newStore(t)
	dir := filepath.Join(t.TempDir(), "bag")
	r, err := Export(context.Background(), s.d, []string{s.put("urn:a", 0, map[string][]byte{"50%.txt": nil})}, Options{Output: dir, At: now, Software: "x"})
	if err != nil || strings.Join(r.Encoded, " ") != "data/ocfl/document-a/v1/content/50%.txt data/records/document-a/50%.txt" {
		t.Errorf("%v %+v", err, r)
	}
}
