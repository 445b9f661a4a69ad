package fonts

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// Subset is a face cut down for a PDF: the glyphs that are used, numbered anew.
type Subset struct {
	// Data is the font program, for FontFile2 (ISO 32000-1:2008, 9.9): tables
	// glyf, head, hhea, hmtx, loca and maxp, without hinting.
	Data []byte
	// Name is the PostScript name with a tag of six letters before it,
	// "ABCDEF+STIXTwoText-Regular" (9.6.4). The tag is a digest of Data: equal
	// subsets have equal names, others different ones.
	Name string
	// Glyphs lists the face's glyphs that are in it, rising: the glyph at place
	// n has the new number n. The first is .notdef.
	Glyphs []GlyphID
}

// NewID gives the number that a glyph of the face has in the subset; false if it is not in it.
func (s *Subset) NewID(g GlyphID) (GlyphID, bool) {
	n, ok := slices.BinarySearch(s.Glyphs, g)
	return GlyphID(n), ok
}

// Subset makes a font program of the glyphs that a PDF uses, in any order and
// with repetitions. Glyphs that composite glyphs are made of are added, and
// .notdef. The error says which glyph is not in the face or is broken; of a
// face that Parse took there is only the first.
func (f *Face) Subset(used []GlyphID) (*Subset, error) {
	keep, err := f.withComponents(used)
	if err != nil {
		return nil, err
	}
	s := &Subset{Glyphs: keep.list()}
	n := len(s.Glyphs)
	var glyf []byte
	ends := make([]int, 0, n)
	hmtx := make([]byte, 0, 4*n)
	for _, g := range s.Glyphs {
		glyf, err = appendGlyph(glyf, f.description(g), func(old GlyphID) GlyphID {
			id, _ := s.NewID(old)
			return id
		})
		if err != nil {
			return nil, fmt.Errorf("glyph %d of %s is broken: %w", g, f.PostScriptName, err)
		}
		ends = append(ends, len(glyf))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.Advance(g)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.leftBearing(g)))
	}
	loca, long := makeLoca(ends)
	s.Data = writeSFNT([]table{
		{"glyf", glyf},
		{"head", f.newHead(long)},
		{"hhea", f.newHhea(n)},
		{"hmtx", hmtx},
		{"loca", loca},
		{"maxp", f.newMaxp(n)},
	})
	sum := sha256.Sum256(s.Data)
	digest := binary.BigEndian.Uint64(sum[:])
	tag := make([]byte, 7)
	for i := range 6 {
		tag[i] = 'A' + byte(digest%26)
		digest /= 26
	}
	tag[6] = '+'
	s.Name = string(tag) + f.PostScriptName
	return s, nil
}

// glyphSet is a set of the glyphs of a face.
type glyphSet struct {
	has   []bool
	count int
}

func (f *Face) newSet() *glyphSet { return &glyphSet{has: make([]bool, f.numGlyphs)} }

// add puts a glyph into the set and says whether that is news. A glyph that the
// face does not have is none.
func (s *glyphSet) add(g GlyphID) bool {
	if int(g) >= len(s.has) || s.has[g] {
		return false
	}
	s.has[g] = true
	s.count++
	return true
}

func (s *glyphSet) contains(g GlyphID) bool { return int(g) < len(s.has) && s.has[g] }

func (s *glyphSet) list() []GlyphID {
	list := make([]GlyphID, 0, s.count)
	for g, has := range s.has {
		if has {
			list = append(list, GlyphID(g))
		}
	}
	return list
}

// withComponents is the set of these glyphs, .notdef, and what composites among them are made of.
func (f *Face) withComponents(used []GlyphID) (*glyphSet, error) {
	set := f.newSet()
	set.add(0)
	for _, g := range used {
		if int(g) >= f.numGlyphs {
			return nil, fmt.Errorf("%s has no glyph %d", f.PostScriptName, g)
		}
		set.add(g)
	}
	return set, f.addComponents(set)
}

func (f *Face) addComponents(set *glyphSet) error {
	work := set.list()
	for len(work) > 0 {
		g := work[len(work)-1]
		work = work[:len(work)-1]
		d := f.description(g)
		if d == nil || i16(d, 0) >= 0 {
			continue
		}
		err := eachComponent(d, func(c component) error {
			if int(c.glyph) >= f.numGlyphs {
				return errComponent
			}
			if set.add(c.glyph) {
				work = append(work, c.glyph)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("glyph %d of %s is broken: %w", g, f.PostScriptName, err)
		}
	}
	return nil
}

// appendGlyph appends a glyph's description without its instructions, padded to
// a multiple of four, its components numbered anew.
func appendGlyph(out, d []byte, number func(GlyphID) GlyphID) ([]byte, error) {
	if d == nil {
		return out, nil
	}
	if n := int(i16(d, 0)); n >= 0 {
		at := 10 + 2*n
		if at+2 > len(d) || at+2+int(u16(d, at)) > len(d) {
			return nil, errGlyph
		}
		out = append(out, d[:at]...)
		out = append(out, 0, 0)
		out = append(out, d[at+2+int(u16(d, at)):]...)
	} else {
		start, end := len(out), 10
		out = append(out, d...)
		err := eachComponent(d, func(c component) error {
			binary.BigEndian.PutUint16(out[start+c.at-2:], c.flags&^hasInstructions)
			binary.BigEndian.PutUint16(out[start+c.at:], uint16(number(c.glyph)))
			end = c.end
			return nil
		})
		if err != nil {
			return nil, err
		}
		out = out[:start+end]
	}
	for len(out)%4 != 0 {
		out = append(out, 0)
	}
	return out, nil
}

// makeLoca writes where each glyph of glyf ends, in the short form if that does.
func makeLoca(ends []int) (loca []byte, long bool) {
	if n := len(ends); n > 0 {
		long = ends[n-1] > 2*0xFFFF
	}
	if long {
		loca = append(make([]byte, 0, 4*len(ends)+4), 0, 0, 0, 0)
		for _, end := range ends {
			loca = binary.BigEndian.AppendUint32(loca, uint32(end))
		}
		return loca, true
	}
	loca = append(make([]byte, 0, 2*len(ends)+2), 0, 0)
	for _, end := range ends {
		loca = binary.BigEndian.AppendUint16(loca, uint16(end/2))
	}
	return loca, false
}

// newHead is head for a glyf without instructions and a loca of this form.
func (f *Face) newHead(longLoca bool) []byte {
	head := slices.Clone(f.table("head")[:54])
	flags := u16(head, 16) &^ 0x001C // instructions may change size or width
	binary.BigEndian.PutUint16(head[16:], flags)
	binary.BigEndian.PutUint16(head[50:], 0)
	if longLoca {
		binary.BigEndian.PutUint16(head[50:], 1)
	}
	return head
}

// newHhea is hhea for an hmtx of n full entries.
func (f *Face) newHhea(n int) []byte {
	hhea := slices.Clone(f.table("hhea")[:36])
	binary.BigEndian.PutUint16(hhea[34:], uint16(n))
	return hhea
}

// newMaxp is maxp for n glyphs and no instructions.
func (f *Face) newMaxp(n int) []byte {
	maxp := slices.Clone(f.table("maxp")[:32])
	binary.BigEndian.PutUint16(maxp[4:], uint16(n))
	clear(maxp[14:28]) // maxZones to maxSizeOfInstructions
	maxp[15] = 1       // maxZones: no twilight zone
	return maxp
}
