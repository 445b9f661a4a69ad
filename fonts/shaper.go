package fonts

import (
	"encoding/binary"
	"fmt"
	"io"
	"sort"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// shaperTables are what the shaper reads, sorted. It would parse the outlines of
// every glyph, too; it gets them only where it may have to place marks by their shape.
var shaperTables = [...]string{"GDEF", "GPOS", "GSUB", "OS/2", "cmap", "head", "hhea", "hmtx", "kern", "maxp"}

// Font is the face as the shaper of go-text/typesetting reads it: character
// map, widths and layout tables, without outlines where the font places its own
// marks. It is read anew at each call, which takes a few tenths of a
// millisecond, and belongs to the caller: keep it.
func (f *Face) Font() *font.Font {
	sf, err := f.shaperFont(false)
	if err != nil {
		// Parse has tried it, and the embedded fonts are tried by a test.
		panic("fonts: " + f.PostScriptName + ": " + err.Error())
	}
	return sf
}

// FontWithoutMarks is Font without what places marks on their bases and on each
// other, which is most of a face and of the time that reading it takes. A text
// whose glyphs, once shaped with it, are none that Places names has the same
// glyphs at the same places as with Font. It is nil where the face has no such
// part or one that is broken.
func (f *Face) FontWithoutMarks() *font.Font {
	if len(f.markLookups().counts) == 0 {
		return nil
	}
	sf, err := f.shaperFont(true)
	if err != nil { // it has less to go wrong than Font
		panic("fonts: " + f.PostScriptName + ": " + err.Error())
	}
	return sf
}

// Places says whether a glyph is one that the face attaches to others: a
// combining mark, as a rule.
func (f *Face) Places(g GlyphID) bool {
	m := f.markLookups()
	return m.placed != nil && m.placed.contains(g)
}

// markLookups is what a face has for placing marks.
type markLookups struct {
	counts []int     // where in GPOS the numbers of these lookups' subtables stand; rising
	placed *glyphSet // the glyphs that any of them attaches
}

// markLookups finds the lookups of GPOS that attach a covered glyph to one before
// it (types 4, 5 and 6; OpenType 1.9.1, "GPOS"). Where a coverage table is not
// quite as the specification has it none is told apart.
func (f *Face) markLookups() *markLookups {
	f.marksOnce.Do(func() {
		f.marks = &markLookups{}
		gpos := view(f.table("GPOS"))
		all := gpos.lookups(9)
		list := gpos.u16(8)
		m := &markLookups{placed: f.newSet()}
		steps := layoutSteps
		for i, l := range all {
			if l.kind < 4 || l.kind > 6 {
				continue
			}
			for _, sub := range l.subtables {
				c := sub.link(2)
				if sub.u16(0) != 1 || !c.sound() {
					return
				}
				c.coverage(func(_ int, g GlyphID) {
					m.placed.add(g)
					steps--
				})
				if steps < 0 {
					return
				}
			}
			m.counts = append(m.counts, list+gpos.u16(list+2+2*i)+4)
		}
		sort.Ints(m.counts)
		f.marks = m
	})
	return f.marks
}

// sound says whether a coverage table holds what it says, in rising order.
func (v view) sound() bool {
	n, last := v.u16(2), -1
	switch v.u16(0) {
	case 1:
		if v.count(2, 2) != n {
			return false
		}
		for i := range n {
			g := v.u16(4 + 2*i)
			if g <= last {
				return false
			}
			last = g
		}
		return true
	case 2:
		if v.count(2, 6) != n {
			return false
		}
		for i := range n {
			start, end := v.u16(4+6*i), v.u16(6+6*i)
			if start <= last || end < start {
				return false
			}
			last = end
		}
		return true
	}
	return false
}

func (f *Face) shaperFont(bare bool) (sf *font.Font, err error) {
	defer func() {
		if r := recover(); r != nil { // a reader of foreign bytes that is not ours
			sf, err = nil, fmt.Errorf("%v", r)
		}
	}()
	file := f.shaperFile()
	if bare {
		file.empty = f.markLookups().counts
	}
	ld, err := opentype.NewLoader(io.NewSectionReader(file, 0, int64(file.size)))
	if err != nil {
		return nil, err
	}
	return font.NewFont(ld)
}

// shaperFile is a font file that is nowhere put together: a directory, and the
// tables as they lie in the face. The shaper's reader copies each table that it
// reads, and that is copying enough.
type shaperFile struct {
	directory []byte
	tables    []table
	starts    []int // of each table in the file
	size      int
	empty     []int // places in GPOS of 16-bit numbers that are read as 0
}

// shaperFile is a font file with only the tables that the shaper needs.
func (f *Face) shaperFile() *shaperFile {
	s := &shaperFile{tables: f.tables}
	if f.table("GPOS") != nil {
		s.tables = make([]table, 0, len(shaperTables))
		for _, tag := range shaperTables {
			if t := f.table(tag); t != nil {
				s.tables = append(s.tables, table{tag, t})
			}
		}
	}
	n := len(s.tables)
	s.directory = make([]byte, 12+16*n)
	copy(s.directory, "\x00\x01\x00\x00")
	binary.BigEndian.PutUint16(s.directory[4:], uint16(n)) // the rest of the head serves searches that nobody makes
	s.size = len(s.directory)
	for i, t := range s.tables {
		rec := s.directory[12+16*i:]
		copy(rec, t.tag)
		binary.BigEndian.PutUint32(rec[8:], uint32(s.size))
		binary.BigEndian.PutUint32(rec[12:], uint32(len(t.data)))
		s.starts = append(s.starts, s.size)
		s.size += len(t.data)
	}
	return s
}

// ReadAt implements io.ReaderAt.
func (s *shaperFile) ReadAt(p []byte, off int64) (int, error) {
	n, at := 0, int(off)
	if at < len(s.directory) {
		n = copy(p, s.directory[at:])
	}
	for i, t := range s.tables {
		from := at + n - s.starts[i]
		if n == len(p) || from < 0 || from >= len(t.data) {
			continue
		}
		k := copy(p[n:], t.data[from:])
		if t.tag == "GPOS" {
			for _, e := range s.empty {
				for j := range 2 {
					if b := e + j - from; b >= 0 && b < k {
						p[n+b] = 0
					}
				}
			}
		}
		n += k
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
