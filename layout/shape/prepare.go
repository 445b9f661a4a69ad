package shape

import (
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/harfbuzz"

	"chancery/fonts"
)

// prepared is a face ready for the shaper: once without what places marks, which
// is quickly read and enough for most texts, and once whole.
type prepared struct {
	bare, whole *harfbuzz.Font
	hasBare     bool
}

// bareFont is a face without what places marks; nil if it cannot be told apart.
func (s *Shaper) bareFont(face *fonts.Face) *harfbuzz.Font {
	p := s.prepared(face)
	if !p.hasBare {
		p.hasBare = true
		if f := face.FontWithoutMarks(); f != nil {
			p.bare = prepare(f)
		}
	}
	return p.bare
}

// wholeFont is a face with everything.
func (s *Shaper) wholeFont(face *fonts.Face) *harfbuzz.Font {
	p := s.prepared(face)
	if p.whole == nil {
		p.whole = prepare(face.Font())
	}
	return p.whole
}

// Prepare makes a face ready now, instead of when the first text is set in it.
func (s *Shaper) Prepare(face *fonts.Face) {
	if s.bareFont(face) == nil {
		s.wholeFont(face)
	}
}

func (s *Shaper) prepared(face *fonts.Face) *prepared {
	p := s.fonts[face]
	if p == nil {
		p = &prepared{}
		s.fonts[face] = p
	}
	return p
}

// prepare makes a font ready for the shaper, round a fault of go-text v0.3.5
// (github.com/go-text/typesetting issue 278, mended after that version).
//
// For each lookup the shaper keeps a digest of the glyphs that it covers and
// passes over glyphs that are surely not in it. It builds the digest of a
// coverage table in ranges wrongly: once a wide range has filled one part of
// it, later ranges are left out, and their glyphs lose the lookup. STIX Two
// Text so lost most of the kerning of its lower case ("aw" by 25 units).
//
// Here the tables of a lookup that may lose glyphs so say, while the digests are
// built, that they cover all glyphs from the lookup's first to its last. Then the
// digest lets these pass, the tables themselves decide, and nothing is lost but a
// little time. TestAgainstHarfBuzz shows when a version of go-text no longer needs
// this.
//
// The font is the caller's alone, so that it may be changed for a moment.
func prepare(f *font.Font) *harfbuzz.Font {
	var altered []alteredRange
	for i := range f.GSUB.Lookups {
		altered = widen(altered, f.GSUB.Lookups[i].Subtables)
	}
	for i := range f.GPOS.Lookups {
		altered = widen(altered, f.GPOS.Lookups[i].Subtables)
	}
	hf := harfbuzz.NewFont(font.NewFace(f))
	for i := len(altered) - 1; i >= 0; i-- {
		*altered[i].at = altered[i].was
	}
	return hf
}

type alteredRange struct {
	at  *tables.RangeRecord
	was tables.RangeRecord
}

// widen makes the first range of the coverage tables of one lookup reach from the
// lookup's first glyph to its last, if it has ranges that could be lost.
func widen[T interface{ Cov() tables.Coverage }](altered []alteredRange, subtables []T) []alteredRange {
	var d digest
	ranges, first, last := 0, tables.GlyphID(0xFFFF), tables.GlyphID(0)
	for _, t := range subtables {
		switch c := t.Cov().(type) {
		case tables.Coverage1:
			for _, g := range c.Glyphs {
				d.add(g, g)
			}
		case tables.Coverage2:
			ranges += len(c.Ranges)
			for _, r := range c.Ranges {
				d.add(r.StartGlyphID, r.EndGlyphID)
				first, last = min(first, r.StartGlyphID), max(last, r.EndGlyphID)
			}
		}
	}
	if ranges < 2 || !d.full() {
		return altered
	}
	for _, t := range subtables {
		if c, ok := t.Cov().(tables.Coverage2); ok && len(c.Ranges) > 0 {
			r := &c.Ranges[0]
			altered = append(altered, alteredRange{r, *r})
			r.StartGlyphID, r.EndGlyphID = first, last
		}
	}
	return altered
}

// digest is the shaper's: three sets of glyphs, each by six bits of their numbers.
type digest [3]uint64

var digestShifts = [3]uint{4, 0, 6}

// add adds the glyphs of a range.
func (d *digest) add(from, to tables.GlyphID) {
	for i, shift := range digestShifts {
		a, b := from>>shift, to>>shift
		if b-a >= 63 || b < a {
			d[i] = ^uint64(0)
			continue
		}
		for ; a <= b; a++ {
			d[i] |= 1 << (a & 63)
		}
	}
}

// full says whether one of the sets has everything, so that what was to be added
// after it may have been left out.
func (d *digest) full() bool {
	return d[0] == ^uint64(0) || d[1] == ^uint64(0) || d[2] == ^uint64(0)
}
