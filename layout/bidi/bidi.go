// Package bidi finds which way each character of a text runs, and in which order
// the parts of a line stand: the Unicode Bidirectional Algorithm, UAX #9
// (revision 51, Unicode 17.0), with the character properties of
// golang.org/x/text/unicode/bidi (Unicode 15.0 when built by Go 1.26, 17.0 from
// Go 1.27 on). That package hands over the directions of runs alone; setting
// needs their levels, since a number inside Arabic inside English (level 2) stands
// elsewhere than English (level 0), though both run from left to right.
//
// The package knows nothing of fonts, of where lines break, or of mirrored glyphs
// (rule L4 is the shaper's), and takes the base direction of a paragraph as given:
// Direction has it by language, First by the text.
//
// Start reading at Resolver.Levels; explicit.go has the rules X1 to X10,
// resolve.go the rules W, N and I with brackets.go, order.go what happens to a
// line. direction.go says how a paragraph or a language runs, number.go what the
// rules would tear apart.
package bidi

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Level is an embedding level (UAX #9, BD2): text of an even level runs from left
// to right, text of an odd level from right to left, and each level stands inside
// the one below it. The base level of a paragraph is 0 or 1, and no level is above
// 126 (max_depth is 125, and the rules I add one).
type Level uint8

// RTL says whether text of the level runs from right to left.
func (l Level) RTL() bool { return l&1 == 1 }

// class is the Bidi_Class of a character, as golang.org/x/text numbers them.
type class uint8

const (
	clsL   = class(bidi.L)
	clsR   = class(bidi.R)
	clsEN  = class(bidi.EN)
	clsES  = class(bidi.ES)
	clsET  = class(bidi.ET)
	clsAN  = class(bidi.AN)
	clsCS  = class(bidi.CS)
	clsB   = class(bidi.B)
	clsS   = class(bidi.S)
	clsWS  = class(bidi.WS)
	clsON  = class(bidi.ON)
	clsBN  = class(bidi.BN)
	clsNSM = class(bidi.NSM)
	clsAL  = class(bidi.AL)
	clsLRO = class(bidi.LRO)
	clsRLO = class(bidi.RLO)
	clsLRE = class(bidi.LRE)
	clsRLE = class(bidi.RLE)
	clsPDF = class(bidi.PDF)
	clsLRI = class(bidi.LRI)
	clsRLI = class(bidi.RLI)
	clsFSI = class(bidi.FSI)
	clsPDI = class(bidi.PDI)
)

// set is a set of classes, a bit each.
type set uint32

// of makes a set of classes.
func of(classes ...class) (s set) {
	for _, c := range classes {
		s |= 1 << c
	}
	return s
}

// has says whether the set has a class.
func (s set) has(c class) bool { return s>>c&1 == 1 }

const (
	isolateBits  set = 1<<clsLRI | 1<<clsRLI | 1<<clsFSI
	removedBits  set = 1<<clsLRO | 1<<clsRLO | 1<<clsLRE | 1<<clsRLE | 1<<clsPDF | 1<<clsBN // by X9
	neutralBits  set = 1<<clsB | 1<<clsS | 1<<clsWS | 1<<clsON | 1<<clsPDI | isolateBits    // NI
	trailingBits set = 1<<clsWS | 1<<clsPDI | isolateBits | removedBits                     // L1, with 5.2
	// What can lift a character out of base level 0, and what cannot stay in 1.
	liftingBits set = 1<<clsR | 1<<clsAL | 1<<clsAN | 1<<clsLRO | 1<<clsRLO | 1<<clsLRE | 1<<clsRLE | isolateBits
	sinkingBits set = 1<<clsL | 1<<clsEN | 1<<clsAN | 1<<clsLRO | 1<<clsRLO | 1<<clsLRE | 1<<clsRLE | isolateBits
)

// ascii has the classes of ASCII, so that common text looks nothing up.
var ascii = [128]class{
	clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsS, clsB, clsS, clsWS, clsB, clsBN, clsBN,
	clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsBN, clsB, clsB, clsB, clsS,
	clsWS, clsON, clsON, clsET, clsET, clsET, clsON, clsON, clsON, clsON, clsON, clsES, clsCS, clsES, clsCS, clsCS,
	clsEN, clsEN, clsEN, clsEN, clsEN, clsEN, clsEN, clsEN, clsEN, clsEN, clsCS, clsON, clsON, clsON, clsON, clsON,
	clsON, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL,
	clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsON, clsON, clsON, clsON, clsON,
	clsON, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL,
	clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsL, clsON, clsON, clsON, clsON, clsBN,
}

// lookup gives the class of the first character of text, which is not empty, and
// its length in bytes. A byte that is no part of a character counts as U+FFFD.
func lookup(text string) (class, int) {
	if c := text[0]; c < utf8.RuneSelf {
		return ascii[c], 1
	}
	if r, n := utf8.DecodeRuneInString(text); r == utf8.RuneError && n <= 1 {
		return clsON, 1
	}
	p, n := bidi.LookupString(text)
	return class(p.Class()), n
}

// Resolver resolves the levels of texts one after the other in memory that it
// keeps. The zero value is ready. It is not safe for use by several goroutines at
// once.
type Resolver struct {
	class []class // of each character, as looked up
	work  []class // what the rules have made of it
	level []Level
	match []int32 // the PDI of an isolate initiator (len(class) without one); of a PDI, its initiator or -1

	runs  []run   // the level runs (BD7)
	runOf []int32 // of each character, its level run
	seq   []int32 // the characters of one isolating run sequence, in order

	open     []int32 // isolate initiators whose PDI has not come yet
	brackets []rune  // of each character: see findBrackets; empty when there are none
	pairs    []pair
}

// Levels appends to dst the embedding level of every byte of text, each byte of a
// character having its character's level, and returns the result; with room in
// dst nothing is allocated. The text is a paragraph whose base level is base, 0
// (from left to right) or 1; paragraph separators within it (class B) begin a new
// paragraph of the same base. Characters that rule X9 removes have the level of
// the character before them, or base.
//
// The levels are those before rule L1, which needs to know the lines: see Line.
func (r *Resolver) Levels(dst []Level, text string, base Level) []Level {
	if Plain(text, base) {
		for range len(text) {
			dst = append(dst, base)
		}
		return dst
	}
	for len(text) > 0 {
		end := r.read(text)
		r.explicit(base)
		r.sequences(base)
		before, at := base, 0
		for i, c := range r.class {
			if !removedBits.has(c) {
				before = r.level[i]
			}
			_, n := lookup(text[at:])
			at += n
			for ; n > 0; n-- {
				dst = append(dst, before)
			}
		}
		text = text[end:]
	}
	return dst
}

// Levels gives the embedding level of every byte of text, a paragraph whose base
// level is base: see Resolver.Levels, which does it in memory that is kept.
func Levels(text string, base Level) []Level {
	var r Resolver
	return r.Levels(make([]Level, 0, len(text)), text, base)
}

// Plain says that text can have no level but base, whatever the lines: then there
// is nothing to resolve and nothing to reorder. It allocates nothing.
func Plain(text string, base Level) bool {
	bits := liftingBits
	if base.RTL() {
		bits = sinkingBits
	}
	for at := 0; at < len(text); {
		if base == 0 && text[at] < 0xd6 { // nothing below U+0580 lifts
			at++
			continue
		}
		c, n := lookup(text[at:])
		if bits.has(c) {
			return false
		}
		at += n
	}
	return true
}

// read looks up the classes of the first paragraph of text (P1) and gives its
// length in bytes; a separator belongs to the paragraph that it ends.
func (r *Resolver) read(text string) (end int) {
	r.class = r.class[:0]
	for end < len(text) {
		c, n := lookup(text[end:])
		r.class = append(r.class, c)
		end += n
		if c == clsB {
			break
		}
	}
	r.work = append(r.work[:0], r.class...)
	r.level = resized(r.level, len(r.class))
	r.match = resized(r.match, len(r.class))
	r.runOf = resized(r.runOf, len(r.class))
	r.findBrackets(text[:end])
	return end
}

// resized gives a slice of n elements of any value, in s's memory if it holds them.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}
