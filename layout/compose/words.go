package compose

import (
	"slices"
	"strings"

	"chancery/layout"
	"chancery/layout/hyphen"
	"chancery/layout/shape"
)

// wordWidths are the widths of a word: whole, and where it may be divided.
type wordWidths struct {
	total layout.Length
	cuts  []wordCut
}

// wordCut is a place where a word may be divided with a hyphen.
type wordCut struct {
	at         int           // bytes from the word's start
	cut        layout.Length // up to there, the word being whole
	hyphenated layout.Length // up to there, with a hyphen
	rest       layout.Length // from there on
}

// wordBook has the widths of the words of one style and one language's patterns.
type wordBook struct {
	style    shape.Style
	patterns *hyphen.Patterns // nil: nothing is divided
	words    map[string]*wordWidths
	space    layout.Length // the width of a space, if spaced
	spaced   bool
}

// What is kept of words at the most.
const (
	maxBooks     = 32
	maxBookWords = 1 << 13
)

// book gives the words of a style, for the letters' own widths.
func (m *Memory) book(st *shape.Style, patterns *hyphen.Patterns) *wordBook {
	for _, b := range m.books {
		s := &b.style
		if b.patterns == patterns && s.Face == st.Face && s.Size == st.Size && s.Features == st.Features && s.Lang == st.Lang &&
			s.Tracking == st.Tracking && s.RightToLeft == st.RightToLeft && slices.Equal(s.Fallbacks, st.Fallbacks) {
			return b
		}
	}
	if len(m.books) == maxBooks {
		m.books = m.books[:0]
	}
	b := &wordBook{style: *st, patterns: patterns, words: map[string]*wordWidths{}}
	b.style.Fallbacks = slices.Clone(st.Fallbacks)
	m.books = append(m.books, b)
	return b
}

// bookOf gives the words that those of the piece i may be looked up in; nil where
// widths depend on more than the word: on a direction, a script, a soft hyphen.
func (p *paragraph) bookOf(i int) *wordBook {
	if !p.steady || p.hasSoft || p.c.Memory == nil || p.st.Tracking != 0 || p.pieces[i].Shift != 0 {
		return nil
	}
	if p.books[i] == nil {
		pc := &p.pieces[i]
		st := p.style(pc, p.starts[i])
		p.books[i] = p.c.Memory.book(&st, p.patternsOf(pc))
	}
	return p.books[i]
}

// patternsOf gives the patterns by which a piece's words are divided; nil for none.
func (p *paragraph) patternsOf(pc *Piece) *hyphen.Patterns {
	switch {
	case !p.st.Hyphenate:
		return nil
	case pc.Lang != "":
		return p.c.in(pc.Lang).patterns
	}
	return p.c.hyphens
}

// widths gives the width of the word text[start:end] and of its parts where it may
// be divided with a hyphen, measured now or before.
func (p *paragraph) widths(start, end int) (total layout.Length, cuts []wordCut) {
	i := p.pieceIndex(start)
	var book *wordBook
	if end <= p.starts[i]+len(p.pieces[i].Text) {
		book = p.bookOf(i)
	}
	if book == nil {
		return p.width(start, end), p.cuts(start, end, p.points(start, end), true)
	}
	word := p.text[start:end]
	w := book.words[word]
	if w == nil {
		w = &wordWidths{total: p.width(start, end)}
		if book.patterns != nil {
			at := slices.Clone(p.c.Memory.points(book.patterns, word))
			for k := range at {
				at[k] += start
			}
			w.cuts = p.cuts(start, end, at, true)
		}
		if len(book.words) >= maxBookWords {
			clear(book.words)
		}
		book.words[strings.Clone(word)] = w
	}
	if len(w.cuts) > 0 && p.undivided(start, end) {
		return w.total, nil
	}
	return w.total, w.cuts
}

// cuts measures the word text[start:end] at places where it may be divided, with
// hyphens or without.
func (p *paragraph) cuts(start, end int, places []int, hyphens bool) []wordCut {
	if len(places) == 0 {
		return nil
	}
	cuts := make([]wordCut, len(places))
	for i, at := range places {
		cuts[i] = wordCut{at: at - start, cut: p.cut(start, end, at), rest: p.width(at, end)}
		if hyphens {
			cuts[i].hyphenated = p.hyphenated(start, at)
		}
	}
	return cuts
}

// spaceWidth is the width of the space text[start:end], which is mostly one
// character of the piece that the words before it are of.
func (p *paragraph) spaceWidth(start, end int) layout.Length {
	if end-start == 1 && p.text[start] == ' ' {
		if i := p.pieceIndex(start); p.bookOf(i) != nil {
			b := p.books[i]
			if !b.spaced {
				b.space, b.spaced = p.width(start, end), true
			}
			return b.space
		}
	}
	return p.width(start, end)
}
