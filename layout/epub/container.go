package epub

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/flate"
)

// The folder of the publication, the package document in it, and the file that
// leads there (EPUB 3.3, 4.2.6.3.1).
const (
	contentFolder = "EPUB/"
	packagePath   = contentFolder + "package.opf"
	containerPath = "META-INF/container.xml"
	containerFile = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="` + packagePath + `" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
`
)

// level is the effort of deflate. 6 packs the seed's packet to within two parts
// in a thousand of what 9 does, in a fraction of the time.
const level = 6

// deflaters keeps compressors: a new one clears half a megabyte.
var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(io.Discard, level) // fails for a bad level only
	return w
}}

// zipEntry is an entry of the container. Its packed bytes are its own.
type zipEntry struct {
	name         string
	data, packed []byte
	store        bool
	crc          uint32
}

// writeContainer writes the OCF ZIP container (EPUB 3.3, 4.3): mimetype first,
// stored, without extra field; every entry with its CRC and sizes in its own
// header and no data descriptor; one date for all, that of the last change. It
// gives the number of bytes written.
func writeContainer(w io.Writer, book *Book) (int64, error) {
	entries := []*zipEntry{
		{name: "mimetype", data: []byte("application/epub+zip"), store: true},
		{name: containerPath, data: []byte(containerFile)},
		{name: packagePath, data: book.Package},
	}
	for i := range book.Files {
		f := &book.Files[i]
		entries = append(entries, &zipEntry{name: contentFolder + f.Path, data: f.Data, store: f.Store})
	}
	packAll(entries)
	count := &counter{w: w}
	z := zip.NewWriter(count)
	date, clock := dosTime(book.Meta.Modified)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, CRC32: e.crc,
			UncompressedSize64: uint64(len(e.data)), CompressedSize64: uint64(len(e.packed)),
			ModifiedDate: date, ModifiedTime: clock}
		if e.store {
			h.Method = zip.Store
		}
		to, err := z.CreateRaw(h)
		if err == nil {
			_, err = to.Write(e.packed)
		}
		if err != nil {
			return count.n, err
		}
	}
	return count.n, z.Close()
}

// packAll deflates entries, on as many cores as there are: the largest first, so
// that none is left for the end. What an entry becomes does not depend on it.
func packAll(entries []*zipEntry) {
	cores := min(runtime.GOMAXPROCS(0), len(entries))
	if cores == 1 {
		for _, e := range entries {
			e.pack()
		}
		return
	}
	work := slices.Clone(entries)
	slices.SortStableFunc(work, func(a, b *zipEntry) int { return len(b.data) - len(a.data) })
	var next atomic.Int32
	var all sync.WaitGroup
	for range cores {
		all.Go(func() {
			for i := next.Add(1); int(i) <= len(work); i = next.Add(1) {
				work[i-1].pack()
			}
		})
	}
	all.Wait()
}

// pack deflates an entry, unless it is stored as it is.
func (e *zipEntry) pack() {
	e.crc, e.packed = crc32.ChecksumIEEE(e.data), e.data
	if e.store {
		return
	}
	w := deflaters.Get().(*flate.Writer)
	var out bytes.Buffer
	out.Grow(len(e.data)/2 + 64)
	w.Reset(&out)
	w.Write(e.data) // a bytes.Buffer takes everything
	w.Close()
	deflaters.Put(w)
	e.packed = out.Bytes()
}

// dosTime is a moment as ZIP has it: from 1980 to 2107, in steps of two seconds.
func dosTime(t time.Time) (date, clock uint16) {
	t = t.UTC()
	switch y := t.Year(); {
	case y < 1980:
		t = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	case y > 2107:
		t = time.Date(2107, 12, 31, 23, 59, 58, 0, time.UTC)
	}
	return uint16(t.Day() + int(t.Month())<<5 + (t.Year()-1980)<<9),
		uint16(t.Second()/2 + t.Minute()<<5 + t.Hour()<<11)
}

// counter counts the bytes that go through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
