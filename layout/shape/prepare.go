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
// Here each such table says, while the digests are built, that it covers all
// glyphs. Then the digest lets every glyph pass, the table itself decides, and
// nothing is lost but a little time. TestAgainstHarfBuzz shows when a version
// of go-text no longer needs this.
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

// widen makes the first range of the coverage tables of one lookup cover every
// glyph, unless the lookup has one range in all, which cannot be lost.
func widen[T interface{ Cov() tables.Coverage }](altered []alteredRange, subtables []T) []alteredRange {
	ranges := 0
	for _, t := range subtables {
		if c, ok := t.Cov().(tables.Coverage2); ok {
			ranges += len(c.Ranges)
		}
	}
	if ranges < 2 {
		return altered
	}
	for _, t := range subtables {
		if c, ok := t.Cov().(tables.Coverage2); ok && len(c.Ranges) > 0 {
			first := &c.Ranges[0]
			altered = append(altered, alteredRange{first, *first})
			first.StartGlyphID, first.EndGlyphID = 0, 0xFFFF
		}
	}
	return altered
}
