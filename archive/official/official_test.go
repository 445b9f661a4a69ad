package official_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	mini "aead.dev/minisign"

	"chancery/archive/internal/judges"
	"chancery/archive/minisign"
	"chancery/archive/ocfl"
	"chancery/archive/ocfl/folder"
	"chancery/archive/official"
)

func TestMain(m *testing.M) {
	code := m.Run()
	judges.Clean()
	os.Exit(code)
}

var (
	ctx     = context.Background()
	someone = ocfl.User{Name: "Records", Address: "mailto:records@example.gov"}
	then    = time.Date(2018, 6, 19, 15, 0, 0, 0, time.UTC)
)

// openAt opens an archive in a folder, or makes one.
func openAt(t testing.TB, dir string) *official.Archive {
	t.Helper()
	d, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	a, err := official.Create(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// newArchive makes an archive in a folder of its own.
func newArchive(t testing.TB) (*official.Archive, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "store")
	return openAt(t, dir), dir
}

// notice is the smallest packet, below an office.yaml that others share.
func notice(t testing.TB, reference, words string) string {
	t.Helper()
	office := t.TempDir()
	packet := filepath.Join(office, "notice")
	write(t, filepath.Join(office, "office.yaml"), "jurisdiction: State of Example\nname: Office of Records\nlanguage: en-US\n")
	write(t, filepath.Join(packet, "packet.yaml"), "title: A notice\nreference: "+reference+"\ndocuments:\n  - letter.md\n")
	write(t, filepath.Join(packet, "letter.md"), "---\nkind: letter\ndate: 2018-06-19\nto:\n  - All\nsalutation: \"To all:\"\nclosing: Sincerely,\nsignatories:\n  - name: A. Clerk\n---\n\n"+words+"\n")
	write(t, filepath.Join(packet, "private.txt"), "no part of the packet")
	return packet
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func options(packet string) official.PutOptions {
	return official.PutOptions{Packet: packet, By: someone, Now: then}
}

func put(t testing.TB, a *official.Archive, o official.PutOptions) *official.Stored {
	t.Helper()
	s, err := a.Put(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPut(t *testing.T) {
	a, dir := newArchive(t)
	packet := notice(t, "2018-0123", "First words.")
	o := options(packet)
	key := newKey(t)
	o.Key = &key
	o.Reports = []official.Attachment{{Name: "verapdf.txt", Data: []byte("PASS")}}
	first := put(t, a, o)
	const id = "urn:state-of-example-office-of-records:2018-0123"
	if first.ID != id || first.Version != 1 || first.Record.Date != "2018-06-19" || first.Record.Reference != "2018-0123" {
		t.Errorf("%+v", first)
	}
	d, err := a.Document(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"documents/letter.pdf", "documents/packet.epub", "metadata/build.intoto.dsse.json", "metadata/build.intoto.json", "metadata/document.json",
		"metadata/pages/letter.txt", "metadata/premis.xml", "reports/verapdf.txt",
		"source/notice/letter.md", "source/notice/packet.yaml", "source/office.yaml",
	}
	if got := d.Names(0); !slices.Equal(got, want) {
		t.Errorf("files: %v", got)
	}
	checkStatement(t, d, key)

	if _, err := a.Put(ctx, o); !refused(err, "say why") {
		t.Error(err)
	}
	o.Message = "Again"
	if _, err := a.Put(ctx, o); !refused(err, "nothing has changed since version 1") {
		t.Error(err)
	}
	write(t, filepath.Join(packet, "letter.md"), strings.Replace(read(t, packet, "letter.md"), "First", "Corrected", 1))
	o.Message, o.Now = "A word corrected", then.AddDate(0, 0, 1)
	if second := put(t, a, o); second.Version != 2 {
		t.Errorf("%+v", second)
	}
	if _, err := a.Put(ctx, func() official.PutOptions {
		o := options(notice(t, "2018-0123", "Another."))
		write(t, filepath.Join(o.Packet, "packet.yaml"), "title: Another\nidentifier: urn:example:another\nreference: 2018-0123\ndocuments:\n  - letter.md\n")
		o.Message = "x"
		return o
	}()); !refused(err, "is another packet in the store") {
		t.Error(err)
	}

	second := put(t, a, options(notice(t, "2018-0124", "The next.")))
	if _, err := a.Supersede(ctx, official.StatusOptions{ID: id, Message: "Replaced", By: someone, Now: then.AddDate(0, 0, 2)}, second.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Withdraw(ctx, official.StatusOptions{ID: second.ID, By: someone, Now: then}); !refused(err, "say why") {
		t.Error(err)
	}
	if _, err := a.Withdraw(ctx, official.StatusOptions{ID: second.ID, Message: "Issued in error", By: someone, Now: then.AddDate(0, 0, 3)}); err != nil {
		t.Fatal(err)
	}
	if d, err = a.Document(ctx, id); err != nil {
		t.Fatal(err)
	}
	log, err := d.Log(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, v := range log {
		said = append(said, fmt.Sprintf("%d %s %s: %s, %s", v.Number, v.Created[:10], v.By, v.Message, v.Status))
	}
	want = []string{"1 2018-06-19 Records: Issued, issued", "2 2018-06-20 Records: A word corrected, issued", "3 2018-06-21 Records: Replaced, superseded"}
	if !slices.Equal(said, want) {
		t.Errorf("log: %q", said)
	}
	checkEvents(t, d)
	if v := judges.OCFL(t, dir)[0]; !v.Pass || v.Good != 2 || len(v.Warnings) > 0 {
		t.Errorf("ocfl-py: %+v", v)
	}
}

func refused(err error, text string) bool {
	var r *official.RefusedError
	return errors.As(err, &r) && strings.Contains(err.Error(), text)
}

func read(t testing.TB, parts ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func newKey(t testing.TB) mini.PrivateKey {
	t.Helper()
	_, key, err := mini.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// checkStatement reads the in-toto statement as anybody would, and its signature.
func checkStatement(t *testing.T, d *official.Document, key mini.PrivateKey) {
	t.Helper()
	data, err := d.Read(ctx, 1, "metadata/build.intoto.json")
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Type    string `json:"_type"`
		Subject []struct {
			Name   string
			Digest map[string]string
		}
		Predicate struct {
			BuildDefinition struct {
				ResolvedDependencies []struct{ Name string }
			}
		}
	}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	if s.Type != "https://in-toto.io/Statement/v1" || len(s.Subject) != 2 || s.Subject[0].Name != "documents/letter.pdf" || s.Subject[0].Digest["sha256"] != d.Record.Files[0].SHA256 {
		t.Errorf("%s", data)
	}
	var names []string
	for _, r := range s.Predicate.BuildDefinition.ResolvedDependencies {
		names = append(names, r.Name)
	}
	for _, want := range []string{"source/office.yaml", "source/notice/letter.md", "font STIXTwoText-Regular"} {
		if !slices.Contains(names, want) {
			t.Errorf("no %s among %v", want, names)
		}
	}
	env, err := d.Read(ctx, 1, "metadata/build.intoto.dsse.json")
	if err != nil {
		t.Fatal(err)
	}
	var e struct {
		PayloadType, Payload string
		Signatures           []struct{ Keyid, Sig string }
	}
	if err := json.Unmarshal(env, &e); err != nil {
		t.Fatal(err)
	}
	payload, _ := base64.StdEncoding.DecodeString(e.Payload)
	sig, _ := base64.StdEncoding.DecodeString(e.Signatures[0].Sig)
	signed := fmt.Sprintf("DSSEv1 %d %s %d %s", len(e.PayloadType), e.PayloadType, len(payload), payload)
	public := key.Public().(mini.PublicKey).String()
	if ok, err := minisign.VerifyRaw([]byte(signed), sig, []byte(public)); !ok || err != nil || string(payload) != string(data) {
		t.Errorf("the envelope does not hold: %v", err)
	}
	if ok, _ := minisign.VerifyRaw([]byte(signed+" "), sig, []byte(public)); ok {
		t.Error("a changed statement holds")
	}
}

// checkEvents reads the PREMIS log.
func checkEvents(t *testing.T, d *official.Document) {
	t.Helper()
	data, err := d.Read(ctx, 0, "metadata/premis.xml")
	if err != nil {
		t.Fatal(err)
	}
	var p struct {
		XMLName xml.Name `xml:"http://www.loc.gov/premis/v3 premis"`
		Events  []struct {
			ID   string `xml:"eventIdentifier>eventIdentifierValue"`
			Type string `xml:"eventType"`
		} `xml:"event"`
		Objects []struct {
			Value string `xml:"objectIdentifier>objectIdentifierValue"`
		} `xml:"object"`
		Agents []struct {
			Name string `xml:"agentName"`
		} `xml:"agent"`
	}
	if err := xml.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	var types []string
	ids := map[string]bool{}
	for _, e := range p.Events {
		types = append(types, e.Type)
		ids[e.ID] = true
	}
	want := "creation, validation, message digest calculation, ingestion end, creation, validation, message digest calculation, ingestion end, metadata modification"
	if got := strings.Join(types, ", "); got != want || len(ids) != len(types) {
		t.Errorf("events: %s", got)
	}
	if len(p.Objects) != 3 || p.Objects[0].Value != d.Record.ID || len(p.Agents) != 2 {
		t.Errorf("%s", data)
	}
}

// TestSigned has a signed letter stored in the place of the one that was built.
func TestSigned(t *testing.T) {
	a, _ := newArchive(t)
	o := options(notice(t, "7", "Words."))
	plain := put(t, a, o)
	d, err := a.Document(ctx, plain.ID)
	if err != nil {
		t.Fatal(err)
	}
	built, err := d.Read(ctx, 1, "documents/letter.pdf")
	if err != nil {
		t.Fatal(err)
	}
	o.Message = "Signed"
	o.Signed = []official.Attachment{{Name: "letter-signed.pdf", Data: append(slices.Clone(built), "an update"...)}}
	s := put(t, a, o)
	f := s.Record.Files[0]
	if !f.Signed() || f.Built != int64(len(built)) || f.Bytes != f.Built+9 || f.SHA256Built != plain.Record.Files[0].SHA256 {
		t.Errorf("%+v", f)
	}
	o.Signed = []official.Attachment{{Name: "other.pdf", Data: []byte("%PDF-1.7 something else")}}
	if _, err := a.Put(ctx, o); !refused(err, "was not made by signing what this packet builds") {
		t.Error(err)
	}
	o.Signed = nil
	o.Signatures = []official.Attachment{{Name: "other.epub.minisig"}}
	if _, err := a.Put(ctx, o); !refused(err, "is named after none of the files") {
		t.Error(err)
	}
}
