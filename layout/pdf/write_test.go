package pdf

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the goldens anew; read them before committing")

// golden compares with a kept file.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		g, w := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
		for i := range min(len(g), len(w)) {
			if !bytes.Equal(g[i], w[i]) {
				t.Fatalf("%s, line %d:\n%s\nwant\n%s\n(-update writes it anew)", path, i+1, g[i], w[i])
			}
		}
		t.Fatalf("%s: %d lines, want %d (-update writes it anew)", path, len(g), len(w))
	}
}

// TestHeard keeps what a listener hears of each fixture.
func TestHeard(t *testing.T) {
	for _, f := range fixtures {
		if f.name == "twenty-pages" {
			continue // long, and all alike
		}
		heard, err := Describe(write(t, f.make(t)))
		if err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		golden(t, f.name+".heard", []byte(heard))
	}
}

// TestText keeps the objects of the fixtures as text.
func TestText(t *testing.T) {
	for _, f := range fixtures {
		if f.name == "twenty-pages" {
			continue
		}
		var b bytes.Buffer
		if err := WriteText(&b, f.make(t)); err != nil {
			t.Fatal(err)
		}
		golden(t, f.name+".objects", b.Bytes())
	}
}

// TestSameBytes writes a document twice, at once in several goroutines, and in
// another time zone.
func TestSameBytes(t *testing.T) {
	want := write(t, letter(t))
	var wg sync.WaitGroup
	for range 4 {
		doc := letter(t)
		wg.Go(func() {
			var b bytes.Buffer
			if _, err := Write(&b, doc); err != nil || !bytes.Equal(b.Bytes(), want) {
				t.Errorf("other bytes (%v)", err)
			}
		})
	}
	wg.Wait()

	local := time.Local
	defer func() { time.Local = local }()
	time.Local = time.FixedZone("far away", 14*3600)
	doc := letter(t)
	doc.Date = doc.Date.In(time.Local)
	if !bytes.Equal(write(t, doc), want) {
		t.Error("other bytes in another time zone")
	}
	doc.Title += "!"
	if bytes.Equal(write(t, doc), want) {
		t.Error("another title gives the same bytes")
	}
}

// TestFailingWriter sees that the machine's failure is told from the document's.
func TestFailingWriter(t *testing.T) {
	full := errors.New("no space left")
	_, err := Write(writerFunc(func([]byte) (int, error) { return 0, full }), least(t))
	var vs Violations
	if !errors.Is(err, full) || errors.As(err, &vs) {
		t.Errorf("error: %v", err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// TestInfo checks what Write says of what it wrote.
func TestInfo(t *testing.T) {
	var b bytes.Buffer
	info, err := Write(&b, letter(t))
	if err != nil {
		t.Fatal(err)
	}
	if info.Pages != 2 || info.Bytes != int64(b.Len()) || info.Standards != "PDF/A-2a, PDF/UA-1" {
		t.Errorf("%+v for %d bytes", info, b.Len())
	}
}
