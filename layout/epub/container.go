package epub

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"sync"
	"time"
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

// writeContainer writes the OCF ZIP container (EPUB 3.3, 4.3): mimetype first,
// stored, without extra field; every entry with its CRC and sizes in its own
// header and no data descriptor; one date for all, that of the last change. It
// gives the number of bytes written.
func writeContainer(w io.Writer, book *Book) (int64, error) {
	count := &counter{w: w}
	z := &container{zip: zip.NewWriter(count)}
	z.date, z.time = dosTime(book.Meta.Modified)
	z.deflater = deflaters.Get().(*flate.Writer)
	defer deflaters.Put(z.deflater)

	z.add("mimetype", []byte("application/epub+zip"), true)
	z.add(containerPath, []byte(containerFile), false)
	z.add(packagePath, book.Package, false)
	for i := range book.Files {
		f := &book.Files[i]
		z.add(contentFolder+f.Path, f.Data, f.Store)
	}
	if z.err == nil {
		z.err = z.zip.Close()
	}
	return count.n, z.err
}

type container struct {
	zip        *zip.Writer
	deflater   *flate.Writer
	packed     bytes.Buffer
	date, time uint16
	err        error
}

// add writes one entry, unless one before it failed.
func (z *container) add(name string, data []byte, store bool) {
	if z.err != nil {
		return
	}
	h := &zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(data),
		UncompressedSize64: uint64(len(data)), CompressedSize64: uint64(len(data)),
		ModifiedDate: z.date, ModifiedTime: z.time}
	packed := data
	if !store {
		z.packed.Reset()
		z.deflater.Reset(&z.packed)
		if _, z.err = z.deflater.Write(data); z.err != nil {
			return
		}
		if z.err = z.deflater.Close(); z.err != nil {
			return
		}
		h.Method, packed = zip.Deflate, z.packed.Bytes()
		h.CompressedSize64 = uint64(len(packed))
	}
	var w io.Writer
	if w, z.err = z.zip.CreateRaw(h); z.err == nil {
		_, z.err = w.Write(packed)
	}
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
