package raster

import (
	"bytes"
	"compress/zlib"
	"io"
	"testing"
)

func unpacked(t *testing.T, data []byte) []byte {
	t.Helper()
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// pack packs rows, of which the last may be short; a row that is like the one
// before it is packed as such.
func pack(raw []byte, rowLen, px int) []byte {
	p := newPacker(rowLen, px)
	var last []byte
	for len(raw) > 0 {
		row := raw[:min(rowLen, len(raw))]
		if bytes.Equal(row, last) {
			p.repeat()
		} else {
			p.add(row)
		}
		last, raw = row, raw[len(row):]
	}
	return p.finish()
}

// TestPack reads back repetitions of every length at many distances.
func TestPack(t *testing.T) {
	for _, rowLen := range []int{1, 2, 3, 4, 5, 6, 9, 17, 97, 256, 601, 3601, 20000, 32768, 32769, 60000} {
		for length := 1; length < 600; length += 1 + length/37 {
			raw := make([]byte, 0, 4*rowLen+length)
			for len(raw) < rowLen {
				raw = append(raw, byte(len(raw)*len(raw)>>3^len(raw)))
			}
			for k := range 2 {
				at := len(raw) - rowLen
				for range length {
					raw = append(raw, raw[at])
					at++
				}
				for range rowLen {
					raw = append(raw, byte(len(raw)*7>>k))
				}
			}
			for _, px := range []int{1, 3} {
				if got := unpacked(t, pack(raw, rowLen, px)); !bytes.Equal(got, raw) {
					t.Fatalf("rows of %d, repetitions of %d, pixels of %d: %d bytes come back as %d others", rowLen, length, px, len(raw), len(got))
				}
			}
		}
	}
}

// TestPackRuns reads back runs of every length that a code can have, and more.
func TestPackRuns(t *testing.T) {
	var raw []byte
	for n := range 800 {
		raw = append(raw, bytes.Repeat([]byte{byte(n)}, n)...)
	}
	if !bytes.Equal(unpacked(t, pack(raw, 1000, 1)), raw) {
		t.Error("runs do not come back")
	}
	if !bytes.Equal(unpacked(t, pack(nil, 10, 1)), nil) {
		t.Error("nothing does not come back")
	}
}

func FuzzPack(f *testing.F) {
	f.Add([]byte("aaaaaaaaaaaaaaaabcabcabcabc\x00\xff"), uint16(3), true)
	f.Fuzz(func(t *testing.T, raw []byte, rowLen uint16, wide bool) {
		px := 1
		if wide {
			px = 3
		}
		if !bytes.Equal(unpacked(t, pack(raw, int(rowLen)+1, px)), raw) {
			t.Error("it does not come back")
		}
	})
}
