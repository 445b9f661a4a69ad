package shape

import (
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"

	"chancery/fonts"
)

// apply shapes the buffer by a font. go-text v0.3.5 panics on some sequences of
// vowel signs that no word has (U+095E U+0902 U+094E U+094E, in Devanagari): they
// are set sign after sign then, as HarfBuzz sets what it knows no rules for.
func (s *Shaper) apply(font *harfbuzz.Font, face *fonts.Face, st Style, from, to int) {
	if s.try(font) {
		return
	}
	s.buffer = harfbuzz.NewBuffer() // the old one may be anything
	s.fill(language.Common, st, from, to)
	if s.try(font) {
		return
	}
	s.buffer = harfbuzz.NewBuffer()
	s.fill(language.Common, st, from, to)
	b := s.buffer
	b.Pos = make([]harfbuzz.GlyphPosition, len(b.Info))
	for i := range b.Info {
		g, _ := face.Glyph(s.runes[from+i])
		b.Info[i].Glyph = harfbuzz.GID(g)
		b.Pos[i].XAdvance = int32(face.Advance(g))
	}
}

// try shapes the buffer and says whether that went well.
func (s *Shaper) try(font *harfbuzz.Font) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	s.buffer.Shape(font, s.features)
	return true
}
