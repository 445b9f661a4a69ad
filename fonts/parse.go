package fonts

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
)

// Parse reads an office's own font file: one static face with TrueType
// outlines, a Unicode character map and a licence flag (OS/2 fsType) that lets
// a document embed a subset of it. The error says which of that fails, in words
// that follow "the font cannot be used: ". The Face keeps data, which must not
// change afterwards.
func Parse(data []byte) (*Face, error) {
	f, err := parse(data)
	if err != nil {
		return nil, err
	}
	if err := f.checkGlyphs(); err != nil {
		return nil, err
	}
	if _, err := f.shaperFont(false); err != nil {
		return nil, fmt.Errorf("its layout tables cannot be read: %w", err)
	}
	return f, nil
}

// parse reads what every use of a face needs. Glyph descriptions and layout
// tables are left alone until they are asked for.
func parse(data []byte) (*Face, error) {
	tables, err := directory(data)
	if err != nil {
		return nil, err
	}
	f := &Face{Data: data, tables: tables}
	if f.table("fvar") != nil {
		return nil, errors.New("it is a variable font; Chancery takes static ones, one file a style")
	}
	if f.table("glyf") == nil && (f.table("CFF ") != nil || f.table("CFF2") != nil) {
		return nil, errors.New("it has PostScript (CFF) outlines; Chancery takes TrueType outlines, usually the .ttf of the same family")
	}
	for _, need := range []struct {
		tag  string
		size int
	}{{"OS/2", 78}, {"cmap", 4}, {"glyf", 0}, {"head", 54}, {"hhea", 36}, {"hmtx", 4}, {"loca", 4}, {"maxp", 32}, {"name", 6}, {"post", 32}} {
		switch t := f.table(need.tag); {
		case t == nil:
			return nil, fmt.Errorf("its table %q is missing", need.tag)
		case len(t) < need.size:
			return nil, fmt.Errorf("its table %q is cut short", need.tag)
		}
	}
	if err := checkEmbedding(f.table("OS/2")); err != nil {
		return nil, err
	}
	if err := f.readGlyphTables(); err != nil {
		return nil, err
	}
	if f.cmap, err = chooseCmap(f.table("cmap")); err != nil {
		return nil, err
	}
	f.readMetrics()
	f.readNames()
	return f, nil
}

// checkEmbedding reads fsType (OpenType 1.9.1, "OS/2"). Where a file of an old
// version sets several bits the least restrictive holds, as the specification says.
func checkEmbedding(os2 []byte) error {
	switch fsType := u16(os2, 8); {
	case fsType&0x000F == 0x0002:
		return errors.New("its licence flag (fsType) forbids embedding in a document")
	case fsType&0x0100 != 0:
		return errors.New("its licence flag (fsType) forbids subsetting, which every document of Chancery does")
	case fsType&0x0200 != 0:
		return errors.New("its licence flag (fsType) allows only bitmaps in a document")
	}
	return nil
}

// readGlyphTables reads head, maxp, hhea, hmtx, loca and glyf as far as finding a glyph needs.
func (f *Face) readGlyphTables() error {
	head, hhea := f.table("head"), f.table("hhea")
	if u32(head, 12) != 0x5F0F3CF5 {
		return errors.New(`its table "head" is broken`)
	}
	f.UnitsPerEm = int(u16(head, 18))
	if f.UnitsPerEm < 16 || f.UnitsPerEm > 16384 {
		return fmt.Errorf("it has %d units to the em, where 16 to 16384 are allowed", f.UnitsPerEm)
	}
	f.BBox = [4]int{int(i16(head, 36)), int(i16(head, 38)), int(i16(head, 40)), int(i16(head, 42))}
	f.longLoca = u16(head, 50) != 0
	f.numGlyphs = int(u16(f.table("maxp"), 4))
	f.hmtx, f.numHMtx = f.table("hmtx"), int(u16(hhea, 34))
	if f.numGlyphs == 0 {
		return errors.New("it has no glyphs")
	}
	if f.numHMtx == 0 || f.numHMtx > f.numGlyphs || len(f.hmtx) < 4*f.numHMtx+2*(f.numGlyphs-f.numHMtx) {
		return errors.New(`its table of widths ("hmtx") is broken`)
	}
	f.glyf, f.loca = f.table("glyf"), f.table("loca")
	size := 2
	if f.longLoca {
		size = 4
	}
	if len(f.loca) < size*(f.numGlyphs+1) {
		return errors.New(`its table "loca" is cut short`)
	}
	last := 0
	for g := 0; g <= f.numGlyphs; g++ {
		at := f.locaAt(g)
		if at < last || at > len(f.glyf) {
			return fmt.Errorf(`its table "loca" is broken at glyph %d`, g)
		}
		last = at
	}
	return nil
}

// locaAt is where glyph g begins in glyf.
func (f *Face) locaAt(g int) int {
	if f.longLoca {
		return int(u32(f.loca, 4*g))
	}
	return 2 * int(u16(f.loca, 2*g))
}

// readMetrics reads heights, weight and slant from OS/2, hhea, post and head.
func (f *Face) readMetrics() {
	os2, hhea := f.table("OS/2"), f.table("hhea")
	selection := u16(os2, 62)
	f.Ascent, f.Descent = int(i16(hhea, 4)), int(i16(hhea, 6))
	if selection&0x80 != 0 { // USE_TYPO_METRICS
		f.Ascent, f.Descent = int(i16(os2, 68)), int(i16(os2, 70))
	}
	if u16(os2, 0) >= 2 && len(os2) >= 90 {
		f.XHeight, f.CapHeight = int(i16(os2, 86)), int(i16(os2, 88))
	}
	if f.XHeight <= 0 {
		f.XHeight = f.heightOf('x', f.Ascent/2)
	}
	if f.CapHeight <= 0 {
		f.CapHeight = f.heightOf('H', f.Ascent)
	}
	macStyle := u16(f.table("head"), 44)
	f.Weight = int(u16(os2, 4))
	f.Bold = selection&0x20 != 0 || macStyle&1 != 0 || f.Weight >= 600
	f.Italic = selection&0x201 != 0 || macStyle&2 != 0 // ITALIC or OBLIQUE
	f.ItalicAngle = int(int32(u32(f.table("post"), 4)))
	// A line through what type designers do: 400 gives about 85 of 1,000, 700 about 160.
	f.StemV = max(1, (10+244*(f.Weight-50)/1000)*f.UnitsPerEm/1000)
}

// heightOf measures a letter's top, for fonts that do not record it.
func (f *Face) heightOf(r rune, otherwise int) int {
	if g, ok := f.Glyph(r); ok {
		if _, _, _, top := f.Bounds(g); top > 0 {
			return top
		}
	}
	return otherwise
}

// readNames reads family, style and PostScript name (OpenType 1.9.1, "name").
func (f *Face) readNames() {
	f.Family = f.name(16, 1)
	f.Style = f.name(17, 2)
	if f.Family == "" {
		f.Family = "Unnamed"
	}
	if f.Style == "" {
		f.Style = "Regular"
	}
	ps := f.name(6)
	if ps == "" {
		ps = f.Family + "-" + f.Style
	}
	// What a PostScript name may hold, and a PDF name without escapes.
	f.PostScriptName = strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' || strings.ContainsRune("[](){}<>/%#+", r) {
			return -1
		}
		return r
	}, ps)
	if f.PostScriptName == "" {
		f.PostScriptName = "Unnamed"
	}
}

// name gives the first of the names with these ids that the font has, the
// Windows English one before any other Unicode one.
func (f *Face) name(ids ...uint16) string {
	b := f.table("name")
	n, store := int(u16(b, 2)), int(u16(b, 4))
	if len(b) < 6+12*n {
		return ""
	}
	for _, id := range ids {
		found := ""
		for i := range n {
			rec := b[6+12*i:]
			platform, language := u16(rec, 0), u16(rec, 4)
			if u16(rec, 6) != id || platform != 3 && platform != 0 {
				continue
			}
			at, size := store+int(u16(rec, 10)), int(u16(rec, 8))
			if at+size > len(b) {
				continue
			}
			s := utf16String(b[at : at+size])
			if platform == 3 && language == 0x0409 {
				return s
			}
			if found == "" {
				found = s
			}
		}
		if found != "" {
			return found
		}
	}
	return ""
}

func utf16String(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = u16(b, 2*i)
	}
	return string(utf16.Decode(units))
}
