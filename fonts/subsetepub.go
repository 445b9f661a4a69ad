package fonts

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// SubsetEPUB makes a font file of the glyphs that a book uses. text is its
// characters and used the glyphs that shaping made of them, both in any order
// and with repetitions. A reading system shapes for itself and may break words
// elsewhere, so the glyphs of all characters are in it, and all that the
// substitutions that are on, or were used, can make of them.
//
// Glyphs keep their numbers and the others are empty, so that GSUB and GDEF stay
// as they are; GPOS keeps the pairs and marks of the glyphs that are there. The
// names stay with the licence. Hinting is dropped. The caller compresses.
func (f *Face) SubsetEPUB(text []rune, used []GlyphID) ([]byte, error) {
	runes := withEquivalents(text)
	set := f.newSet()
	set.add(0)
	var chars []char
	for _, r := range runes {
		if g, ok := f.Glyph(r); ok {
			chars = append(chars, char{r, g})
			set.add(g)
		}
	}
	for _, g := range used {
		if int(g) >= f.numGlyphs {
			return nil, fmt.Errorf("%s has no glyph %d", f.PostScriptName, g)
		}
		set.add(g)
	}
	f.closure(set, used)
	positioned := set.list() // components stand in no layout table of their own
	if err := f.addComponents(set); err != nil {
		return nil, err
	}

	glyf := make([]byte, 0, 128*set.count)
	ends := make([]int, f.numGlyphs)
	hmtx := make([]byte, 4*f.numGlyphs)
	var err error
	for g := range f.numGlyphs {
		id := GlyphID(g)
		if set.contains(id) {
			if glyf, err = appendGlyph(glyf, f.description(id), func(g GlyphID) GlyphID { return g }); err != nil {
				return nil, fmt.Errorf("glyph %d of %s is broken: %w", g, f.PostScriptName, err)
			}
			binary.BigEndian.PutUint16(hmtx[4*g:], uint16(f.Advance(id)))
			binary.BigEndian.PutUint16(hmtx[4*g+2:], uint16(f.leftBearing(id)))
		}
		ends[g] = len(glyf)
	}
	loca, long := makeLoca(ends)
	layout := f.newSet()
	for _, g := range positioned {
		layout.add(g)
	}
	tables := []table{
		{"GDEF", f.table("GDEF")},
		{"GPOS", pruneGPOS(f.table("GPOS"), layout)},
		{"GSUB", f.table("GSUB")},
		{"OS/2", f.newOS2(chars)},
		{"cmap", writeCmap(chars)},
		{"gasp", f.table("gasp")},
		{"glyf", glyf},
		{"head", f.newHead(long)},
		{"hhea", f.newHhea(f.numGlyphs)},
		{"hmtx", hmtx},
		{"loca", loca},
		{"maxp", f.newMaxp(f.numGlyphs)},
		{"name", f.table("name")},
		{"post", f.newPost()},
	}
	return writeSFNT(slices.DeleteFunc(tables, func(t table) bool { return t.data == nil })), nil
}

// newOS2 is OS/2 with the first and last of the characters that are left.
func (f *Face) newOS2(chars []char) []byte {
	os2 := slices.Clone(f.table("OS/2"))
	if len(chars) > 0 {
		binary.BigEndian.PutUint16(os2[64:], uint16(min(chars[0].r, 0xFFFF)))
		binary.BigEndian.PutUint16(os2[66:], uint16(min(chars[len(chars)-1].r, 0xFFFF)))
	}
	return os2
}

// newPost is post without glyph names: version 3.
func (f *Face) newPost() []byte {
	post := slices.Clone(f.table("post")[:32])
	binary.BigEndian.PutUint32(post, 0x00030000)
	return post
}

// char is a character with its glyph.
type char struct {
	r rune
	g GlyphID
}

// writeCmap writes a character map of characters, which rise: format 4 for
// those of the Basic Multilingual Plane, which every reader knows, and format 12
// for all where there are others.
func writeCmap(chars []char) []byte {
	bmp := slices.IndexFunc(chars, func(c char) bool { return c.r > 0xFFFE })
	if bmp < 0 {
		bmp = len(chars)
	}
	four := cmap4(chars[:bmp])
	n := uint16(1)
	if bmp < len(chars) {
		n = 2
	}
	at := uint32(4 + 8*n)
	out := binary.BigEndian.AppendUint16(nil, 0)
	out = binary.BigEndian.AppendUint16(out, n)
	record := func(encoding uint16, at uint32) {
		out = binary.BigEndian.AppendUint16(out, 3) // Windows
		out = binary.BigEndian.AppendUint16(out, encoding)
		out = binary.BigEndian.AppendUint32(out, at)
	}
	record(1, at)
	if n == 2 {
		record(10, at+uint32(len(four)))
	}
	out = append(out, four...)
	if n == 2 {
		out = append(out, cmap12(chars)...)
	}
	return out
}

// spans cuts characters into stretches that rise by one, as do their glyphs.
func spans(chars []char) [][]char {
	var all [][]char
	start := 0
	for i := 1; i <= len(chars); i++ {
		if i == len(chars) || chars[i].r != chars[i-1].r+1 || chars[i].g != chars[i-1].g+1 {
			all = append(all, chars[start:i])
			start = i
		}
	}
	return all
}

func cmap4(chars []char) []byte {
	segments := spans(chars)
	n := len(segments) + 1 // and the last one, which must be
	log := 0
	for 2<<log <= n {
		log++
	}
	var out []byte
	put := func(v int) { out = binary.BigEndian.AppendUint16(out, uint16(v)) }
	for _, v := range [7]int{4, 16 + 8*n, 0, 2 * n, 2 << log, log, 2*n - 2<<log} {
		put(v)
	}
	for _, s := range segments {
		put(int(s[len(s)-1].r))
	}
	put(0xFFFF)
	put(0)
	for _, s := range segments {
		put(int(s[0].r))
	}
	put(0xFFFF)
	for _, s := range segments {
		put(int(s[0].g) - int(s[0].r))
	}
	put(1)
	for range n {
		put(0)
	}
	return out
}

func cmap12(chars []char) []byte {
	groups := spans(chars)
	out := []byte{0, 12, 0, 0}
	for _, v := range [3]int{16 + 12*len(groups), 0, len(groups)} {
		out = binary.BigEndian.AppendUint32(out, uint32(v))
	}
	for _, s := range groups {
		out = binary.BigEndian.AppendUint32(out, uint32(s[0].r))
		out = binary.BigEndian.AppendUint32(out, uint32(s[len(s)-1].r))
		out = binary.BigEndian.AppendUint32(out, uint32(s[0].g))
	}
	return out
}
