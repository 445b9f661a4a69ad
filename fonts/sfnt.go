package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// table is an entry of a font file's directory.
type table struct {
	tag  string // four characters
	data []byte
}

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func i16(b []byte, at int) int16  { return int16(binary.BigEndian.Uint16(b[at:])) }
func u32(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }

// directory reads the table directory (OpenType 1.9.1, "Organization of an
// OpenType Font") and refuses what is not one font with TrueType outlines.
func directory(data []byte) ([]table, error) {
	if len(data) < 12 {
		return nil, errors.New("the file is too short to be a font")
	}
	switch string(data[:4]) {
	case "\x00\x01\x00\x00", "true":
	case "OTTO":
		return nil, errors.New("it has PostScript (CFF) outlines; Chancery takes TrueType outlines, usually the .ttf of the same family")
	case "ttcf":
		return nil, errors.New("it is a collection of fonts (TTC); extract the one you need as .ttf")
	case "wOFF", "wOF2":
		return nil, errors.New("it is a web font (WOFF); use the .ttf that it was made from")
	default:
		return nil, errors.New("it is not a TrueType font")
	}
	n := int(u16(data, 4))
	if len(data) < 12+16*n {
		return nil, errors.New("its table directory is cut short")
	}
	tables := make([]table, n)
	for i := range tables {
		rec := data[12+16*i:]
		tag, at, size := string(rec[:4]), uint64(u32(rec, 8)), uint64(u32(rec, 12))
		if at+size > uint64(len(data)) {
			return nil, fmt.Errorf("its table %q lies beyond the end of the file", tag)
		}
		tables[i] = table{tag, data[at : at+size : at+size]}
	}
	slices.SortFunc(tables, func(a, b table) int { return strings.Compare(a.tag, b.tag) })
	for i := 1; i < n; i++ {
		if tables[i].tag == tables[i-1].tag {
			return nil, fmt.Errorf("it has two tables %q", tables[i].tag)
		}
	}
	return tables, nil
}

// table gives the bytes of a table, nil where the font has none.
func (f *Face) table(tag string) []byte {
	i, ok := slices.BinarySearchFunc(f.tables, tag, func(t table, tag string) int { return strings.Compare(t.tag, tag) })
	if !ok {
		return nil
	}
	return f.tables[i].data
}

// writeSFNT puts tables, which must be sorted by tag, together as a font file
// with checksums; the head table's checkSumAdjustment is set in place.
func writeSFNT(tables []table) []byte {
	n := len(tables)
	size := 12 + 16*n
	for _, t := range tables {
		size += (len(t.data) + 3) &^ 3
	}
	out := make([]byte, size)
	binary.BigEndian.PutUint32(out, 0x00010000)
	log := 0
	for 2<<log <= n {
		log++
	}
	binary.BigEndian.PutUint16(out[4:], uint16(n))
	binary.BigEndian.PutUint16(out[6:], uint16(16<<log))
	binary.BigEndian.PutUint16(out[8:], uint16(log))
	binary.BigEndian.PutUint16(out[10:], uint16(16*n-16<<log))
	at, head := 12+16*n, -1
	for i, t := range tables {
		copy(out[at:], t.data)
		end := at + (len(t.data)+3)&^3
		if t.tag == "head" {
			head = at
			binary.BigEndian.PutUint32(out[at+8:], 0)
		}
		rec := out[12+16*i:]
		copy(rec, t.tag)
		binary.BigEndian.PutUint32(rec[4:], checksum(out[at:end]))
		binary.BigEndian.PutUint32(rec[8:], uint32(at))
		binary.BigEndian.PutUint32(rec[12:], uint32(len(t.data)))
		at = end
	}
	if head >= 0 {
		binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	}
	return out
}

// checksum adds up a table as big-endian words; its length must be a multiple of four.
func checksum(b []byte) uint32 {
	var sum uint32
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	return sum
}
