package press

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"chancery/source"
)

// made makes a packet's files by a Press.
func made(t *testing.T, p *Press, o Options) map[string][]byte {
	t.Helper()
	list, _, err := p.Make(context.Background(), o)
	if err != nil {
		t.Error(err)
		return nil
	}
	out := map[string][]byte{}
	for _, f := range list {
		if int64(len(f.Data)) != f.Bytes {
			t.Errorf("%s: %d bytes, said %d", f.Path, len(f.Data), f.Bytes)
		}
		out[f.Path] = f.Data
	}
	return out
}

// same wants two sets of files alike.
func same(t *testing.T, got, want map[string][]byte) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d files, not %d", len(got), len(want))
	}
	for name := range want {
		if !bytes.Equal(got[name], want[name]) {
			t.Errorf("%s differs", name)
		}
	}
}

// TestPressIsDeterministic builds packets that differ on one Press, at once and
// over and over: each is what a new Press makes of it on one core.
func TestPressIsDeterministic(t *testing.T) {
	var packets []string
	for i := range 4 {
		packet := copyPacket(t, t.TempDir())
		edit(t, filepath.Join(packet, "letter.md"), "Dear ", fmt.Sprintf("Dear %d ", i))
		edit(t, filepath.Join(packet, "letter.md"), "strong opposition", fmt.Sprintf("opposition%s of kind %d", []string{"", " very", " very, very", " quite"}[i], i))
		edit(t, filepath.Join(packet, "packet.yaml"), "title: ", fmt.Sprintf("size: %d\ntitle: ", 11+i/2))
		packets = append(packets, packet)
	}
	want := make([]map[string][]byte, len(packets))
	cores := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(cores)
	for i, packet := range packets {
		want[i] = made(t, New(), Options{Packet: packet})
	}
	runtime.GOMAXPROCS(4)
	p := New()
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for n := range 3 {
				i := (w + n) % len(packets)
				same(t, made(t, p, Options{Packet: packets[i]}), want[i])
			}
		})
	}
	all.Wait()
}

// TestPressSeesEdits wants no word of an earlier build in a later one.
func TestPressSeesEdits(t *testing.T) {
	packet, p := copyPacket(t, t.TempDir()), New()
	first := made(t, p, Options{Packet: packet})
	edit(t, filepath.Join(packet, "letter.md"), "strong opposition", "weak opposition")
	second := made(t, p, Options{Packet: packet})
	if bytes.Equal(first["letter.pdf"], second["letter.pdf"]) {
		t.Error("the letter is the old one")
	}
	same(t, second, made(t, New(), Options{Packet: packet}))
	edit(t, filepath.Join(packet, "letter.md"), "weak opposition", "𓅃 opposition")
	for range 2 { // a fault is said each time
		var wrong source.Problems
		if _, _, err := p.Make(context.Background(), Options{Packet: packet}); !errors.As(err, &wrong) || wrong.Errors() != 1 {
			t.Errorf("error %v", err)
		}
	}
}

// TestFormats makes some files alone; those of the other format stay.
func TestFormats(t *testing.T) {
	out := t.TempDir()
	build(t, Options{Packet: seed, Output: out})
	want := contents(t, out)
	for _, f := range []Format{PDF, EPUB} {
		res := build(t, Options{Packet: seed, Output: out, Formats: []Format{f}})
		if n := map[Format]int{PDF: 2, EPUB: 1}[f]; len(res.Files) != n || len(res.Removed) != 0 {
			t.Errorf("%s: made %+v, removed %v", f, res.Files, res.Removed)
		}
		same(t, contents(t, out), want)
	}
	fresh := t.TempDir()
	build(t, Options{Packet: seed, Output: fresh, Formats: []Format{PDF}})
	if got := names(t, fresh); got != ".chancery.json letter.pdf release.pdf" {
		t.Errorf("made %s", got)
	}
	if _, err := os.Stat(filepath.Join(fresh, bookName)); err == nil {
		t.Error("there is an EPUB")
	}
}

func BenchmarkPress(b *testing.B) {
	for name, formats := range map[string][]Format{"packet": nil, "pdf": {PDF}} {
		b.Run(name, func(b *testing.B) {
			p := New()
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := p.Make(context.Background(), Options{Packet: seed, Formats: formats}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
