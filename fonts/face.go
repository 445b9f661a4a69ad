// Package fonts holds the faces that Chancery sets type in, and reads an
// office's own: parsed once per process, asked for coverage, outlines and
// subsets. It takes static TrueType alone and says why it refuses anything
// else. It knows nothing of layout and files, and of shaping what plain words need:
// bytes in, bytes out.
// Start reading at Face, then Lookup and Parse.
package fonts

import "sync"

// GlyphID is the number of a glyph in its face.
type GlyphID uint16

// Face is one style of a family, parsed. All measures are in font units,
// UnitsPerEm of them to the em, y up. A Face does not change once parsed, and
// everything it offers may be called from several goroutines at once.
type Face struct {
	Family         string // "STIX Two Text"
	Style          string // "Regular", "Bold Italic"
	PostScriptName string // "STIXTwoText-Regular"
	Bold, Italic   bool
	Weight         int // OS/2 usWeightClass, 1 to 1000; 400 is regular

	UnitsPerEm int
	Ascent     int // of the tallest usual letter, positive
	Descent    int // of the deepest, negative
	CapHeight  int
	XHeight    int
	// ItalicAngle is in degrees counter-clockwise from the vertical, as 16.16
	// fixed point: negative for a face that leans to the right.
	ItalicAngle int
	BBox        [4]int // xMin, yMin, xMax, yMax over all glyphs
	// StemV is the thickness of vertical stems, estimated from Weight: TrueType
	// does not record it, and PDF (ISO 32000-1:2008, table 122) asks for it.
	StemV int

	// Data is the font file as given. It must not be changed.
	Data []byte

	tables    []table // sorted by tag
	glyf      []byte
	loca      []byte
	longLoca  bool
	numGlyphs int
	hmtx      []byte
	numHMtx   int
	cmap      cmap

	marksOnce sync.Once
	marks     *markLookups
	plains    plains
}

// NumGlyphs is the number of glyphs in the face; ids run from 0 to one less.
func (f *Face) NumGlyphs() int { return f.numGlyphs }

// Glyph gives the glyph that the face's character map has for a character,
// before any substitution; false, with glyph 0, when it has none.
func (f *Face) Glyph(r rune) (GlyphID, bool) {
	g := f.cmap.lookup(r)
	if int(g) >= f.numGlyphs {
		g = 0
	}
	return g, g != 0
}

// Has says whether the face has a glyph for a character.
func (f *Face) Has(r rune) bool {
	_, ok := f.Glyph(r)
	return ok
}

// Advance is the width of a glyph in font units, as the hmtx table has it:
// without kerning. A glyph that the face does not have is 0 wide.
func (f *Face) Advance(g GlyphID) int {
	if int(g) >= f.numGlyphs {
		return 0
	}
	i := min(int(g), f.numHMtx-1) // the last width stands for all that follow
	return int(u16(f.hmtx, 4*i))
}

// leftBearing is the left side bearing of a glyph in font units.
func (f *Face) leftBearing(g GlyphID) int16 {
	if int(g) < f.numHMtx {
		return i16(f.hmtx, 4*int(g)+2)
	}
	return i16(f.hmtx, 4*f.numHMtx+2*(int(g)-f.numHMtx))
}

// HasFeature says whether the face's substitution or positioning tables know an
// OpenType feature ("smcp", "mkmk"), for any script.
func (f *Face) HasFeature(tag string) bool {
	for _, t := range [2]string{"GSUB", "GPOS"} {
		b := f.table(t)
		if len(b) < 10 {
			continue
		}
		at := int(u16(b, 6))
		if at+2 > len(b) {
			continue
		}
		n := int(u16(b, at))
		for i := 0; i < n && at+2+6*i+6 <= len(b); i++ {
			if string(b[at+2+6*i:at+6+6*i]) == tag {
				return true
			}
		}
	}
	return false
}
