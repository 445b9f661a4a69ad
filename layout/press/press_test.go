package press

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"chancery/source"
)

const seed = "../../assets/packets/2018-06-19-family-separation"

// build builds a packet and fails the test on an error.
func build(t *testing.T, o Options) *Result {
	t.Helper()
	res, err := Build(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// contents reads a folder: name to content.
func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = data
	}
	return out
}

// names lists a folder, sorted.
func names(t *testing.T, dir string) string {
	t.Helper()
	var out []string
	for n := range contents(t, dir) {
		out = append(out, n)
	}
	sort.Strings(out)
	return strings.Join(out, " ")
}

// copyPacket copies the seed's packet into a new folder.
func copyPacket(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(dir, filepath.Base(seed))
	if err := os.CopyFS(to, os.DirFS(seed)); err != nil {
		t.Fatal(err)
	}
	return to
}

// edit replaces text in a file of a packet.
func edit(t *testing.T, path, old, new string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s has no %q", path, old)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(data), old, new, 1)), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestBuildIsDeterministic(t *testing.T) {
	first := t.TempDir()
	build(t, Options{Packet: seed, Output: first})
	want := contents(t, first)
	if got := names(t, first); got != ".chancery.json letter.pdf packet.epub release.pdf" {
		t.Fatalf("made %s", got)
	}
	// Again, from a copy in another folder, in another time zone.
	local := time.Local
	defer func() { time.Local = local }()
	time.Local = time.FixedZone("far", 14*3600)
	second := t.TempDir()
	build(t, Options{Packet: copyPacket(t, t.TempDir()), Output: second})
	for name, data := range contents(t, second) {
		if !bytes.Equal(data, want[name]) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestEpochChangesDatesOnly(t *testing.T) {
	dir := t.TempDir()
	build(t, Options{Packet: seed, Output: dir, Epoch: time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)})
	pdf := contents(t, dir)["letter.pdf"]
	if !bytes.Contains(pdf, []byte("2020-01-02T03:04:05Z")) {
		t.Error("the letter's metadata do not carry the date that was given")
	}
}

func TestBuildAgainReplacesItsOwnFiles(t *testing.T) {
	packet, out := copyPacket(t, t.TempDir()), t.TempDir()
	build(t, Options{Packet: packet, Output: out})
	before := contents(t, out)
	edit(t, filepath.Join(packet, "letter.md"), "Sincerely,", "Respectfully,")
	build(t, Options{Packet: packet, Output: out})
	if bytes.Equal(contents(t, out)["letter.pdf"], before["letter.pdf"]) {
		t.Error("the letter is the old one")
	}
}

func TestStaleFilesAreRemoved(t *testing.T) {
	packet, out := copyPacket(t, t.TempDir()), t.TempDir()
	build(t, Options{Packet: packet, Output: out})
	if err := os.WriteFile(filepath.Join(out, "notes.txt"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(packet, "packet.yaml"), "  - release.md\n", "")
	res := build(t, Options{Packet: packet, Output: out})
	if got := names(t, out); got != ".chancery.json letter.pdf notes.txt packet.epub" {
		t.Errorf("the folder holds %s", got)
	}
	if len(res.Removed) != 1 || filepath.Base(res.Removed[0]) != "release.pdf" {
		t.Errorf("removed %v", res.Removed)
	}
}

// TestForeignFilesStay wants no byte written where a file stands in the way that
// Chancery did not make, or that somebody changed after it was made.
func TestForeignFilesStay(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, out string){
		"not made here": func(t *testing.T, out string) {},
		"changed since": func(t *testing.T, out string) { build(t, Options{Packet: seed, Output: out}) },
	} {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			prepare(t, out)
			foreign := filepath.Join(out, "release.pdf")
			if err := os.WriteFile(foreign, []byte("a scan"), 0o666); err != nil {
				t.Fatal(err)
			}
			before := contents(t, out)
			_, err := Build(context.Background(), Options{Packet: seed, Output: out})
			var stands *OutputError
			if !errors.As(err, &stands) || stands.Path != foreign {
				t.Fatalf("error %v", err)
			}
			for n, data := range contents(t, out) {
				if !bytes.Equal(data, before[n]) {
					t.Errorf("%s was written", n)
				}
			}
		})
	}
}

// TestKilledBetweenRenames simulates a run that ended after some renames: the
// ledger knows both versions, so the next run replaces either.
func TestKilledBetweenRenames(t *testing.T) {
	packet, out := copyPacket(t, t.TempDir()), t.TempDir()
	build(t, Options{Packet: packet, Output: out})
	old := contents(t, out)
	edit(t, filepath.Join(packet, "letter.md"), "Sincerely,", "Respectfully,")
	j := job{o: &Options{Packet: packet, Output: out}, ctx: context.Background(), press: New()}
	if err := j.set(); err != nil {
		t.Fatal(err)
	}
	o, err := j.write()
	if err != nil {
		t.Fatal(err)
	}
	led, err := o.readLedger()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range o.files {
		e := led.Files[f.name]
		e.SHA256 = append(e.SHA256, digest(f.data))
		led.Files[f.name] = e
	}
	if err := o.writeLedger(led); err != nil {
		t.Fatal(err)
	}
	// Only the letter was renamed.
	for _, f := range o.files {
		if f.name == "letter.pdf" {
			if err := os.WriteFile(f.info.Path, f.data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	build(t, Options{Packet: packet, Output: out})
	if bytes.Equal(contents(t, out)["letter.pdf"], old["letter.pdf"]) {
		t.Error("the old letter came back")
	}
}

// TestWrongSourceWritesNothing wants all problems of both documents at once.
func TestWrongSourceWritesNothing(t *testing.T) {
	packet := copyPacket(t, t.TempDir())
	edit(t, filepath.Join(packet, "letter.md"), "salutation:", "opening:")
	edit(t, filepath.Join(packet, "release.md"), "Please see", "Please 𓅃 see")
	out := filepath.Join(t.TempDir(), "new")
	_, err := Build(context.Background(), Options{Packet: packet, Output: out})
	var wrong source.Problems
	if !errors.As(err, &wrong) {
		t.Fatalf("error %v", err)
	}
	if !strings.Contains(err.Error(), `"opening"`) {
		t.Errorf("no word of the key: %v", err)
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Error("the output folder was made")
	}
}

func TestMissingCharacterHasItsPlace(t *testing.T) {
	packet := copyPacket(t, t.TempDir())
	edit(t, filepath.Join(packet, "release.md"), "Please see", "Please 𓅃 see")
	edit(t, filepath.Join(packet, "letter.md"), "Put simply", "Put 𓅃 simply")
	problems, err := Check(context.Background(), Options{Packet: packet})
	if err != nil || problems.Errors() != 2 {
		t.Fatalf("%d errors: %v %v", problems.Errors(), problems, err)
	}
	for _, p := range problems {
		if p.Code != "missing-character" || p.Span.File == nil {
			t.Errorf("problem %v", p)
		}
	}
}

func TestUnknownLetterheadHasItsPlace(t *testing.T) {
	packet := copyPacket(t, t.TempDir())
	edit(t, filepath.Join(packet, "packet.yaml"), "letterhead: new-mexico-attorney-general", "letterhead: new-mexiko")
	problems, err := Check(context.Background(), Options{Packet: packet})
	if err != nil || problems.Errors() != 1 || !strings.HasSuffix(problems[0].Span.File.Name, "packet.yaml") {
		t.Fatalf("%v %v", problems, err)
	}
}

// TestOwnLetterhead wants a letterhead folder beside the packet to win over a
// built-in one, and to be listed first.
func TestOwnLetterhead(t *testing.T) {
	packet := copyPacket(t, t.TempDir())
	own := filepath.Join(packet, "letterheads", "new-mexico-attorney-general")
	if err := os.CopyFS(own, os.DirFS("../../assets/letterheads/new-mexico-attorney-general")); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(own, "letterhead.yaml"), "description: ", "description: Our own. ")
	list := Letterheads(packet, "")
	if len(list) < 2 || !strings.HasPrefix(list[0].Description, "Our own.") || list[0].From == "built in" {
		t.Errorf("letterheads: %+v", list)
	}
	seen := 0
	for _, l := range list {
		if l.Name == "new-mexico-attorney-general" {
			seen++
		}
	}
	if seen != 1 {
		t.Errorf("listed %d times", seen)
	}
}

func TestNoSuchPacket(t *testing.T) {
	_, err := Build(context.Background(), Options{Packet: filepath.Join(t.TempDir(), "none"), Output: t.TempDir()})
	var usage *source.UsageError
	if !errors.As(err, &usage) {
		t.Errorf("error %v", err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	out := filepath.Join(t.TempDir(), "new")
	_, err := Build(ctx, Options{Packet: seed, Output: out, Progress: func(step, steps int, what string) {
		if step == 2 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Error("the output folder was made")
	}
}

func TestProgressCountsEveryStep(t *testing.T) {
	var steps []int
	total := 0
	build(t, Options{Packet: seed, Output: t.TempDir(), Progress: func(step, of int, what string) {
		steps = append(steps, step)
		total = of
	}})
	for i, s := range steps {
		if s != i {
			t.Fatalf("steps %v", steps)
		}
	}
	if len(steps) != total {
		t.Errorf("%d steps, said %d", len(steps), total)
	}
}

// ownFace puts a face of its own name into the fonts folder of a packet: the
// built-in italic under another family name of the same length.
func ownFace(t *testing.T, packet, from, name string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "fonts", from))
	if err != nil {
		t.Fatal(err)
	}
	utf16 := func(s string) []byte {
		var b []byte
		for _, c := range []byte(s) {
			b = append(b, 0, c)
		}
		return b
	}
	data = bytes.ReplaceAll(data, utf16("STIX Two Text"), utf16(name))
	if err := os.MkdirAll(filepath.Join(packet, "fonts"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(packet, "fonts", "own-"+from), data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestOwnFace sets a packet in a face from its own folder, PDFs and EPUB.
func TestOwnFace(t *testing.T) {
	packet, out := copyPacket(t, t.TempDir()), t.TempDir()
	ownFace(t, packet, "STIXTwoText-Regular.ttf", "Office Serifs")
	edit(t, filepath.Join(packet, "packet.yaml"), "letterhead:", "face: office serifs\nletterhead:")
	p, problems, err := Load(packet, nil)
	if err != nil || len(problems) > 0 || p.Documents[0].Settings.Face != "Office Serifs" {
		t.Fatal(err, problems)
	}
	// The letterhead asks for another face; the packet is nearer.
	build(t, Options{Packet: packet, Output: out})
	docs, err := Set(context.Background(), Options{Packet: packet})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		for _, pg := range d.Pages {
			for _, b := range pg.Boxes {
				if b.Run != nil && b.Run.Face.Family != "Office Serifs" {
					t.Fatalf("%q is set in %s", b.Run.Text, b.Run.Face.Family)
				}
			}
		}
	}
}

func TestUnknownFaceNamesTheKnown(t *testing.T) {
	packet := copyPacket(t, t.TempDir())
	ownFace(t, packet, "STIXTwoText-Regular.ttf", "Office Serifs")
	edit(t, filepath.Join(packet, "packet.yaml"), "letterhead:", "face: Ofice\nletterhead:")
	problems, err := Check(context.Background(), Options{Packet: packet})
	if err != nil || problems.Errors() != 1 || !strings.Contains(problems[0].Hint, "Office Serifs") {
		t.Errorf("%v %v", problems, err)
	}
}

func TestBadFontInTheFolder(t *testing.T) {
	packet := copyPacket(t, t.TempDir())
	if err := os.Mkdir(filepath.Join(packet, "fonts"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(packet, "fonts", "x.otf"), []byte("OTTO and no more"), 0o666); err != nil {
		t.Fatal(err)
	}
	problems, err := Check(context.Background(), Options{Packet: packet})
	if err != nil || problems.Errors() != 1 || problems[0].Code != CodeBadFont || !strings.HasSuffix(problems[0].Path, "x.otf") {
		t.Errorf("%v %v", problems, err)
	}
}

// TestUnknownNamesInFlags wants what a flag names and is not there to be the
// flag's fault, not the source's.
func TestUnknownNamesInFlags(t *testing.T) {
	for key, value := range map[string]string{"language": "de", "letterhead": "nope"} {
		_, err := Check(context.Background(), Options{Packet: seed, Settings: map[string]string{key: value}})
		var usage *source.UsageError
		if !errors.As(err, &usage) || !strings.Contains(usage.Text, value) {
			t.Errorf("--%s %s: %v", key, value, err)
		}
	}
}

func TestUnknownLanguageHasItsPlace(t *testing.T) {
	packet := copyPacket(t, t.TempDir())
	edit(t, filepath.Join(packet, "office.yaml"), "language: en-US", "language: de")
	problems, err := Check(context.Background(), Options{Packet: packet})
	if err != nil || problems.Errors() != 1 || problems[0].Code != CodeUnknownLanguage || !strings.HasSuffix(problems[0].Span.File.Name, "office.yaml") {
		t.Errorf("%v %v", problems, err)
	}
}
