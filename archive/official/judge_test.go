package official_test

import (
	"context"
	"crypto"
	"crypto/x509"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	mini "aead.dev/minisign"

	"chancery/archive/cms"
	"chancery/archive/internal/authority"
	"chancery/archive/minisign"
	"chancery/archive/ocfl"
	"chancery/archive/ocfl/folder"
	"chancery/archive/official"
	"chancery/archive/sign"
	"chancery/archive/verify"
)

// office signs what it issues.
type office struct {
	a      *authority.Authority
	signer cms.Signer
	key    mini.PrivateKey
	judged official.JudgeOptions // what a reader trusts
}

func newOffice(t *testing.T) *office {
	t.Helper()
	a := authority.New(t)
	who := a.Person("signer-p256", "A. Clerk")
	s, err := sign.FindSigner(who.Key.(crypto.Signer), append([]*x509.Certificate{who.Certificate}, who.Chain...))
	if err != nil {
		t.Fatal(err)
	}
	key := newKey(t)
	public, err := key.Public().(mini.PublicKey).MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	return &office{a, s, key, official.JudgeOptions{
		Options: verify.Options{Trust: []*x509.Certificate{a.Root.Certificate}, At: time.Now().UTC().Add(time.Hour)}, Keys: [][]byte{public}}}
}

// issue stores a packet with its letter and its EPUB signed.
func (o *office) issue(t *testing.T, a *official.Archive, packet, message string) *official.Stored {
	t.Helper()
	scratch, _ := newArchive(t)
	built := put(t, scratch, options(packet))
	d, err := scratch.Document(ctx, built.ID)
	if err != nil {
		t.Fatal(err)
	}
	letter, err := d.Read(ctx, 0, "documents/letter.pdf")
	if err != nil {
		t.Fatal(err)
	}
	epub, err := d.Read(ctx, 0, "documents/packet.epub")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := sign.Sign(ctx, letter, sign.Options{Signer: o.signer, Level: sign.LT, Time: time.Now(), TSA: o.a.URL + "/tsa",
		Roots: []*x509.Certificate{o.a.Root.Certificate},
		Ask: func(c context.Context, q sign.Request) ([]byte, error) {
			return authority.Ask(c, q.URL, q.Kind, q.Body)
		}})
	if err != nil {
		t.Fatal(err)
	}
	detached, err := minisign.Sign(epub, o.key, "packet.epub", then)
	if err != nil {
		t.Fatal(err)
	}
	po := options(packet)
	po.Message = message
	po.Signed = []official.Attachment{{Name: "signed.pdf", Data: signed.Bytes}}
	po.Signatures = []official.Attachment{{Name: "packet.epub.minisig", Data: detached}}
	return put(t, a, po)
}

// TestJudge asks of a document, and of its PDF, what they are, from its issue to its
// withdrawal.
func TestJudge(t *testing.T) {
	o := newOffice(t)
	a, dir := newArchive(t)
	packet := notice(t, "2018-0123", "First words.")
	first := o.issue(t, a, packet, "")
	object := filepath.Join(dir, filepath.FromSlash(first.Path))
	pdf := func(n int) []byte {
		d, err := a.Document(ctx, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		data, err := d.Read(ctx, n, "documents/letter.pdf")
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	check := func(what, want string, file []byte) {
		t.Helper()
		d, err := folder.Open(object)
		if err != nil {
			t.Fatal(err)
		}
		j, err := official.JudgeObject(ctx, d, "", o.judged)
		if err != nil {
			t.Fatal(err)
		}
		if j.Verdict != want {
			t.Errorf("%s: the object: %s, want %s: %v", what, j.Verdict, want, j.Reasons)
		}
		f, err := a.JudgeFile(ctx, file, official.JudgeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if f.Verdict != want {
			t.Errorf("%s: the file: %s, want %s: %v", what, f.Verdict, want, f.Reasons)
		}
	}
	store := func(want verify.Verdict) {
		t.Helper()
		d, err := folder.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		j, err := official.JudgeStore(ctx, d, o.judged)
		if err != nil {
			t.Fatal(err)
		}
		if j.Verdict != string(want) {
			t.Errorf("the store: %s, want %s: %v", j.Verdict, want, j.Reasons)
		}
	}
	check("issued", "OFFICIAL", pdf(1))
	store(verify.Official)
	if f, err := a.JudgeFile(ctx, append(pdf(1), '\n'), o.judged); err != nil || f.Verdict == "OFFICIAL" {
		t.Errorf("a file with a line more: %v, %v", f, err)
	}

	write(t, filepath.Join(packet, "letter.md"), strings.Replace(read(t, packet, "letter.md"), "First", "Other", 1))
	o.issue(t, a, packet, "Corrected")
	check("corrected", "OFFICIAL", pdf(2))
	if f, err := a.JudgeFile(ctx, pdf(1), o.judged); err != nil || f.Verdict != "SUPERSEDED by version 2 of "+first.ID {
		t.Errorf("%v, %v", f, err)
	}
	next := o.issue(t, a, notice(t, "2018-0124", "Next."), "")
	s := official.StatusOptions{ID: first.ID, Message: "Replaced", By: someone, Now: then}
	if _, err := a.Supersede(ctx, s, next.ID); err != nil {
		t.Fatal(err)
	}
	check("superseded", "SUPERSEDED by "+next.ID, pdf(3))
	if _, err := a.Withdraw(ctx, s); err != nil {
		t.Fatal(err)
	}
	check("withdrawn", "WITHDRAWN", pdf(4))
	store(verify.Official) // what is withdrawn is proven all the same
	nobody := o.judged
	nobody.Trust = nil
	d, err := folder.Open(filepath.Join(dir, filepath.FromSlash(next.Path)))
	if err != nil {
		t.Fatal(err)
	}
	if j, err := official.JudgeObject(ctx, d, "", nobody); err != nil || j.Verdict != "UNKNOWN" {
		t.Errorf("nobody is trusted: %v, %v", j, err)
	}
	nobody = o.judged
	nobody.Keys = nil
	if j, err := official.JudgeObject(ctx, d, "", nobody); err != nil || j.Verdict != "UNKNOWN" {
		t.Errorf("no key is trusted: %v, %v", j, err)
	}

	whole := pdf(1)
	path := filepath.Join(object, "v1", "content", "metadata", "premis.xml")
	os.Chmod(path, 0o666)
	write(t, path, "damaged")
	f, err := a.JudgeFile(ctx, whole, o.judged)
	if err != nil || f.Verdict != "UNKNOWN" {
		t.Errorf("the object is damaged: %v, %v", f, err)
	}
	store(verify.Altered)
}

// TestSweep cuts a check short again and again; at its end every document was read
// once.
func TestSweep(t *testing.T) {
	a, dir := newArchive(t)
	for _, ref := range []string{"1", "2", "3", "4", "5"} {
		put(t, a, options(notice(t, ref, "Words.")))
	}
	s := official.NewSweep(then, 0)
	stop := os.ErrDeadlineExceeded
	for range 5 {
		n := 0
		err := a.Check(ctx, s, someone, func() time.Time { return then }, func(r *ocfl.Report) error {
			if n++; n == 1 {
				return stop
			}
			return nil
		})
		if err == nil {
			break
		}
		if err != stop {
			t.Fatal(err)
		}
	}
	if err := a.Check(ctx, s, someone, func() time.Time { return then }, nil); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, id := range s.Read {
		seen[id] = true
	}
	if len(s.Read) != 5 || len(seen) != 5 || !s.Sound() || s.Files == 0 {
		t.Errorf("%+v", s)
	}
	event := read(t, dir, "fixity-20180619T150000.000Z.xml")
	for _, want := range []string{"<eventType>fixity check</eventType>", "<eventOutcome>success</eventOutcome>", ":5</linkingObjectIdentifierValue>", "mailto:records@example.gov"} {
		if !strings.Contains(event, want) {
			t.Errorf("no %s in\n%s", want, event)
		}
	}
}
