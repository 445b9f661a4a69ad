package shape

import (
	"unicode"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"

	"chancery/fonts"
)

// cluster is a base character with what is joined to it (UAX #29 simplified:
// marks, joiners, variation selectors). A face is chosen for it as a whole.
type cluster struct {
	start  int  // its first rune
	marked bool // holds a combining mark
	face   *fonts.Face
	script language.Script
}

// decode reads a text into runes and clusters.
func (s *Shaper) decode(text string, hyphen bool) {
	s.runes, s.byteAt, s.clusters = s.runes[:0], s.byteAt[:0], s.clusters[:0]
	for i, r := range text {
		s.runes = append(s.runes, r)
		s.byteAt = append(s.byteAt, i)
	}
	s.byteAt = append(s.byteAt, len(text))
	if hyphen {
		s.runes[len(s.runes)-1] = '-'
	}
	for i, r := range s.runes {
		mark := r >= 0x300 && unicode.In(r, unicode.Mn, unicode.Mc, unicode.Me)
		if i > 0 && (mark || ignorable(r)) {
			if mark {
				s.clusters[len(s.clusters)-1].marked = true
			}
			continue
		}
		s.clusters = append(s.clusters, cluster{start: i})
	}
}

// itemize gives each cluster its face and script, and lists the missing characters.
func (s *Shaper) itemize(st Style, sh *shaped) {
	for i := range s.clusters {
		c := &s.clusters[i]
		end := len(s.runes)
		if i+1 < len(s.clusters) {
			end = s.clusters[i+1].start
		}
		c.script = script(s.runes[c.start:end])
		c.face = s.choose(st, c, end)
		if c.face == nil {
			c.face = st.Face
			s.reportMissing(st, sh, c.start, end)
		}
	}
	// Punctuation, figures and spaces belong to the script before them, at the
	// start to the one after: UAX #24, 5.1. So they stay with their word.
	last := language.Common
	for i := range s.clusters {
		if c := &s.clusters[i]; c.script == language.Common {
			c.script = last
		} else {
			last = c.script
		}
	}
	next := language.Latin
	for i := len(s.clusters) - 1; i >= 0; i-- {
		if c := &s.clusters[i]; c.script == language.Common {
			c.script = next
		} else {
			next = c.script
		}
	}
}

// script is the script of a cluster; Common where no character decides it.
func script(runes []rune) language.Script {
	for _, r := range runes {
		if r < 0x80 {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				return language.Latin
			}
			continue
		}
		if sc := language.LookupScript(r); sc.Strong() && sc != language.Unknown {
			return sc
		}
	}
	return language.Common
}

// ignorable says whether a character has no ink of its own and is not missed in
// a face. What HarfBuzz ignores, and the byte-order mark among it.
func ignorable(r rune) bool { return r >= 0xAD && harfbuzz.IsDefaultIgnorable(r) }

// choose finds the first face that can set a cluster; nil if there is none.
//
// A face is able if it has every character, or if shaping finds another way
// (composition, decomposition, a space of another width). Where marks remain
// glyphs of their own, a face that places them all comes before one that does
// not: EB Garamond has no place for a tilde on q, and would set the two marks
// of a Yoruba letter on top of each other.
func (s *Shaper) choose(st Style, c *cluster, end int) *fonts.Face {
	var second *fonts.Face
	for i := -1; i < len(st.Fallbacks); i++ {
		face := st.Face
		if i >= 0 {
			face = st.Fallbacks[i]
		}
		if !c.marked && s.hasAll(face, c.start, end) {
			return face
		}
		able, placed := s.tryCluster(face, c, st, end)
		if able && placed {
			return face
		}
		if able && second == nil {
			second = face
		}
	}
	return second
}

// hasAll says whether the face's character map has all characters from start to end.
func (s *Shaper) hasAll(face *fonts.Face, start, end int) bool {
	for i := start; i < end; i++ {
		if r := s.runes[i]; !face.Has(r) && !ignorable(r) {
			return false
		}
	}
	return true
}

// tryCluster shapes a cluster alone: able says that no glyph is .notdef, placed
// that no mark was left where it fell. Where a face has no hyphen but U+002D,
// that stands in for U+2011; HarfBuzz itself tries U+2010.
func (s *Shaper) tryCluster(face *fonts.Face, c *cluster, st Style, end int) (able, placed bool) {
	if r := s.runes[c.start]; r == '\u2011' && !face.Has(r) && !face.Has('\u2010') && face.Has('-') {
		s.runes[c.start] = '-'
		defer func() { // the next face may have it
			if !able {
				s.runes[c.start] = r
			}
		}()
	}
	sc := c.script
	if sc == language.Common {
		sc = language.Latin
	}
	s.run(face, sc, st, c.start, end)
	for _, info := range s.buffer.Info {
		if info.Glyph == 0 {
			return false, false
		}
	}
	return true, s.marksPlaced(face)
}

// box is the place of a glyph's ink in font units.
type box struct{ left, bottom, right, top int }

// marksPlaced looks at a cluster just shaped: whether every glyph after the
// first that takes no width was moved to its place, and no two of them overlap.
func (s *Shaper) marksPlaced(face *fonts.Face) bool {
	var marks []box
	x := 0
	for i, info := range s.buffer.Info {
		pos := s.buffer.Pos[i]
		if i > 0 && pos.XAdvance == 0 {
			if pos.XOffset == 0 && pos.YOffset == 0 {
				return false
			}
			l, b, r, t := face.Bounds(fonts.GlyphID(info.Glyph))
			dx, dy := x+int(pos.XOffset), int(pos.YOffset)
			m := box{l + dx, b + dy, r + dx, t + dy}
			for _, o := range marks {
				if m.left < o.right && o.left < m.right && m.bottom < o.top && o.bottom < m.top {
					return false
				}
			}
			marks = append(marks, m)
		}
		x += int(pos.XAdvance)
	}
	return true
}

// reportMissing lists the characters of a cluster that no face has; where each
// is in some face but none has them all, those that the first face lacks.
func (s *Shaper) reportMissing(st Style, sh *shaped, start, end int) {
	had := len(sh.missing)
	for i := start; i < end; i++ {
		if r := s.runes[i]; ignorable(r) || st.Face.Has(r) {
			continue
		} else if !anyHas(st.Fallbacks, r) {
			sh.missing = append(sh.missing, s.byteAt[i])
		}
	}
	if len(sh.missing) > had {
		return
	}
	for i := start; i < end; i++ {
		if r := s.runes[i]; !ignorable(r) && !st.Face.Has(r) {
			sh.missing = append(sh.missing, s.byteAt[i])
		}
	}
	if len(sh.missing) == had {
		sh.missing = append(sh.missing, s.byteAt[start])
	}
}

func anyHas(faces []*fonts.Face, r rune) bool {
	for _, f := range faces {
		if f.Has(r) {
			return true
		}
	}
	return false
}
