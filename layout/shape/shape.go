// Package shape turns words into glyphs at their places: kerning, ligatures,
// marks, small capitals and figure styles, by go-text/typesetting, which is
// HarfBuzz's algorithm. It chooses a face for each character from a fixed list
// and says which characters none of them has. It refuses to know lines,
// hyphenation and where a text changes its direction. Start reading at Shaper.Text.
package shape

import (
	"slices"

	"chancery/fonts"
	"chancery/layout"
)

// Features are the OpenType features that a text asks for beside those that are
// always on (kern, liga, mark, ccmp, locl …). A face that lacks one sets the
// text without it: ask fonts.Face.HasFeature.
type Features uint8

// The features.
const (
	SmallCaps           Features = 1 << iota // smcp: small capitals for lower-case letters
	CapsToSmallCaps                          // c2sc: small capitals for capitals
	OldstyleFigures                          // onum: figures with ascenders and descenders
	ProportionalFigures                      // pnum: figures as wide as they need; else they are all of one width
	Superiors                                // sups: figures and letters above the line
	Inferiors                                // subs: below it
	NoLigatures                              // liga, clig and calt off; tracking does this by itself
)

// Style is how a text is set. Face and Size must be there.
type Style struct {
	Face *fonts.Face
	// Fallbacks are asked in this order for the characters that Face lacks.
	Fallbacks []*fonts.Face
	Size      layout.Length // of the em
	Features  Features
	Lang      string // BCP 47; chooses language forms (locl)
	// RightToLeft says that the text runs from right to left (an odd level of
	// UAX #9): glyphs come in visual order, brackets mirrored.
	RightToLeft bool
	// Tracking is letterspacing in thousandths of an em, added after every
	// cluster but the last of the text. Where it is not 0 there are no ligatures.
	Tracking int64
	Color    layout.Color
}

// Text shapes a text, which is one word or more of one line, and gives a run
// for each stretch in one face, in the order of the text. Each glyph knows the
// bytes of its cluster in its run's Text: together they cover it without a gap.
// Advances are font units times size, exact, rounded half away from zero.
//
// offset is the text's place in its source element, for Run.Offset; -1 if it
// has none. missing lists the byte offsets in text of the characters that no
// face has; they are set as .notdef, and the caller makes an error of them.
//
// Combining sequences take one face for base and marks. Decomposed text is set
// like composed. Default-ignorable characters (U+00AD, joiners, U+2060, U+FEFF)
// leave no glyph: their bytes belong to a neighbour's cluster. U+2011 is set as
// the face's hyphen where it has no glyph of its own. A text of ignorable
// characters alone gives no run. The text is of one direction, that of the style:
// who has mixed directions cuts it (package bidi). Runs are never reordered.
func (s *Shaper) Text(text string, offset int, st Style) (runs []layout.Run, missing []int) {
	return s.own(text, offset, st, false)
}

// Buffer is memory for the runs of Reuse.
type Buffer struct{ runs []layout.Run }

// Reuse is Text in the memory of a buffer and of the Shaper: what it gives is good
// until the next call of either, and its glyphs must not be changed.
func (s *Shaper) Reuse(b *Buffer, text string, offset int, st Style) (runs []layout.Run, missing []int) {
	return s.runs(b, text, offset, &st, false)
}

// Hyphenated shapes a text that ends with the hyphen of a broken word, kerned
// to it. The text of the hyphen is U+00AD, appended to the last run's Text,
// since it is not in the source.
func (s *Shaper) Hyphenated(text string, offset int, st Style) (runs []layout.Run, missing []int) {
	return s.own(text+softHyphen, offset, st, true)
}

// Width is the sum of the widths of the runs that Text would give, without making them.
func (s *Shaper) Width(text string, st Style) layout.Length {
	return s.width(text, &st, false)
}

// HyphenatedWidth is Width for Hyphenated.
func (s *Shaper) HyphenatedWidth(text string, st Style) layout.Length {
	return s.width(text+softHyphen, &st, true)
}

const softHyphen = "\u00AD"

// own gives runs whose glyphs are the caller's.
func (s *Shaper) own(text string, offset int, st Style, hyphen bool) ([]layout.Run, []int) {
	runs, missing := s.runs(new(Buffer), text, offset, &st, hyphen)
	for i := range runs {
		runs[i].Glyphs = slices.Clone(runs[i].Glyphs)
	}
	return runs, missing
}

func (s *Shaper) runs(b *Buffer, text string, offset int, st *Style, hyphen bool) ([]layout.Run, []int) {
	sh := s.shaped(text, st, hyphen)
	if len(sh.pieces) == 0 {
		return nil, sh.missing
	}
	if cap(b.runs) < len(sh.pieces) {
		b.runs = make([]layout.Run, len(sh.pieces))
	}
	runs, all := b.runs[:len(sh.pieces)], sh.in(st)
	for i := range sh.pieces {
		p, n := &sh.pieces[i], len(sh.pieces[i].glyphs)
		runs[i] = layout.Run{Face: p.face, Size: st.Size, Color: st.Color, Text: text[p.start:p.end], Glyphs: all[:n:n], Offset: -1, RightToLeft: st.RightToLeft}
		if offset >= 0 {
			runs[i].Offset = offset + p.start
		}
		all = all[n:]
	}
	return runs, sh.missing
}

func (s *Shaper) width(text string, st *Style, hyphen bool) layout.Length {
	var w layout.Length
	for _, g := range s.shaped(text, st, hyphen).in(st) {
		w += g.Advance
	}
	return w
}
