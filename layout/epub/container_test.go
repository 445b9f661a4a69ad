package epub

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestContainer(t *testing.T) {
	data := write(t, input())
	// The first entry begins the file: PK\3\4, no flags, stored, and the type
	// at byte 38, where every reader looks for it (EPUB 3.3, 4.3.3).
	if string(data[:4]) != "PK\x03\x04" || string(data[30:58]) != "mimetypeapplication/epub+zip" {
		t.Errorf("the file begins %q", data[:58])
	}
	if n := binary.LittleEndian.Uint16(data[28:]); n != 0 {
		t.Errorf("mimetype has an extra field of %d bytes", n)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for i, f := range r.File {
		if f.Flags&8 != 0 || len(f.Extra) != 0 || f.Comment != "" {
			t.Errorf("%s: flags %#x, extra %x", f.Name, f.Flags, f.Extra)
		}
		if y, m, d := f.Modified.Date(); y != 2018 || m != time.June || d != 19 {
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
		stored := f.Method == zip.Store
		if want := i == 0 || strings.HasSuffix(f.Name, ".png"); stored != want {
			t.Errorf("%s: stored is %v", f.Name, stored)
		}
		if names[f.Name] {
			t.Errorf("two entries are called %s", f.Name)
		}
		names[f.Name] = true
	}
	files := unzip(t, data) // reads all and so compares every CRC
	for _, name := range []string{"META-INF/container.xml", "EPUB/package.opf", "EPUB/nav.xhtml", "EPUB/css/book.css"} {
		if files[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
}

func TestDOSTime(t *testing.T) {
	for _, c := range []struct {
		when        time.Time
		date, clock uint16
	}{
		{time.Date(2018, 6, 19, 13, 14, 15, 0, time.UTC), 38<<9 | 6<<5 | 19, 13<<11 | 14<<5 | 7},
		{time.Date(1969, 1, 1, 5, 0, 0, 0, time.UTC), 1<<5 | 1, 0},
		{time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC), 127<<9 | 12<<5 | 31, 23<<11 | 59<<5 | 29},
		{time.Date(2018, 6, 19, 1, 0, 0, 0, time.FixedZone("", 2*3600)), 38<<9 | 6<<5 | 18, 23 << 11},
	} {
		if date, clock := dosTime(c.when); date != c.date || clock != c.clock {
			t.Errorf("%v: got %#x %#x, want %#x %#x", c.when, date, clock, c.date, c.clock)
		}
	}
}

// full takes n bytes and then no more, as a full disk does.
type full struct{ n int }

var errFull = errors.New("no space left on device")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.n {
		return 0, errFull
	}
	f.n -= len(p)
	return len(p), nil
}

func TestWriteFails(t *testing.T) {
	for _, n := range []int{0, 100, 20_000} {
		if _, err := Write(&full{n}, input()); !errors.Is(err, errFull) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}
