package shape

import (
	"unicode/utf8"

	"chancery/fonts"
)

// plainKey is what of a style decides which characters are plain.
type plainKey struct {
	face     *fonts.Face
	features Features
	lang     string
}

// plainFeatures are those in which most words are plain: they change figures, or
// take ligatures away.
const plainFeatures = OldstyleFigures | ProportionalFigures | NoLigatures

// plain sets a text whose characters need no shaper, which is what most words are,
// in a tenth of the time; nil where it does.
func (s *Shaper) plain(text string, st Style, features Features, hyphen bool) *shaped {
	if features&^plainFeatures != 0 || st.RightToLeft || text == "" || s.noPlain {
		return nil
	}
	key := plainKey{st.Face, features &^ NoLigatures, st.Lang}
	p, known := s.plains[key]
	if !known {
		var tags []string
		if features&OldstyleFigures != 0 {
			tags = append(tags, "onum")
		}
		if features&ProportionalFigures != 0 {
			tags = append(tags, "pnum")
		}
		p = st.Face.Plain(st.Lang, tags...)
		s.plains[key] = p
	}
	if p == nil {
		return nil
	}
	glyphs := make([]glyph, 0, len(text))
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			return nil
		}
		if hyphen && end == len(text) {
			r = '-'
		}
		g, ok := p.Glyph(r)
		if !ok {
			return nil
		}
		if n := len(glyphs); n > 0 {
			glyphs[n-1].advance += int32(p.Kern(glyphs[n-1].id, g))
		}
		glyphs = append(glyphs, glyph{id: g, advance: int32(st.Face.Advance(g)), start: int32(i), end: int32(end)})
	}
	sh := &shaped{pieces: []piece{{face: st.Face, end: len(text), glyphs: glyphs}}, glyphs: len(glyphs)}
	s.space(sh)
	return sh
}
