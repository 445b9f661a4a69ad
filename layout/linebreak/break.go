// Package linebreak breaks a paragraph into lines by total fit: of all ways to
// break it, it finds the one whose lines together cost least (Knuth and Plass,
// Breaking Paragraphs into Lines, Software: Practice and Experience 11, 1981;
// as refined in TeX82, TeX: The Program, parts 38 and 39, and TeX 3).
//
// It sees boxes, glue, penalties and discretionaries with integer widths, and
// nothing else: no font, no text, no file. It decides where lines end and how
// much every glue gives; what the items stand for is the caller's business. All
// arithmetic is exact, so the same items give the same lines on every machine.
//
// Start reading at Even, which sets justified text: evenlines.go has the lines that
// are possible, evensearch.go the search, river.go what runs down through them.
// Break is TeX's total fit, for ragged text and for what Even does not know: see
// places.go for where lines may end, engine.go for the search itself, Line.Set for
// the final widths of the glue. Balance is for headlines.
package linebreak

import (
	"fmt"
	"sync"

	"chancery/layout"
)

// Pass says which attempt found the breaks.
type Pass uint8

// The passes, in order. Each tolerates more than the one before it.
const (
	PassPretolerance Pass = iota + 1 // no discretionary was tried
	PassTolerance                    // discretionaries were tried
	PassEmergency                    // and every line was thought to stretch by EmergencyStretch more
	PassRescue                       // any loose line, and an overfull one where nothing else can be
	PassEven                         // none of these: the breaks are Even's
)

// String names the pass for traces.
func (p Pass) String() string {
	switch p {
	case PassPretolerance:
		return "pretolerance"
	case PassTolerance:
		return "tolerance"
	case PassEmergency:
		return "emergency"
	case PassEven:
		return "even"
	case PassRescue:
		return "rescue"
	}
	return "none"
}

// Class is a line's fitness class (TeX: The Program, §817).
type Class uint8

// The fitness classes, in the order in which they are neighbours.
const (
	VeryLoose Class = iota // stretched by all that its glue has, or more
	Loose                  // stretched by about half of it or more
	Decent                 // between
	Tight                  // shrunk by about half of what its glue can give, or more
)

// String names the class for traces.
func (c Class) String() string {
	return [...]string{"very loose", "loose", "decent", "tight"}[c&3]
}

// Line is one line of a broken paragraph.
type Line struct {
	// Start and End are indices of items: the line shows items[Start:End], then
	// what the break at items[End] leaves at the line's end (a hyphen). The
	// discardable items between one line's End and the next line's Start vanish.
	// Where the paragraph ends without a forced break, the last End is the item
	// after the last box or discretionary, or len(items).
	Start, End int
	// Width is the natural width of all that the line shows, Lead and the break's
	// own part included.
	Width layout.Length
	// Lead is the part of Width that the break before leaves at the line's
	// start (Item.Post).
	Lead layout.Length
	// Stretch and Shrink are what the line's glue can give; Fill is its infinite
	// stretch. A ragged line gives nothing: all three are 0.
	Stretch, Shrink, Fill layout.Length
	// Excess is the measure less Width: what the glue has to give, or where it
	// gives nothing the space left at the line's end.
	Excess layout.Length
	// Ratio is the adjustment ratio in 2⁻¹⁶, rounded: the part of Stretch
	// (positive) or Shrink (negative) that is used; never under -1. It is 0 where
	// infinite stretch takes the excess and where the line is ragged.
	Ratio int64
	Class Class
	// Expansion is by how many thousandths the line's glyphs are widened, or
	// narrowed where it is negative. Width is that of the glyphs as they are.
	Expansion int
	// Hyphenated: the line ends in a flagged break.
	Hyphenated bool
	// Overfull: even with its glue shrunk the line is wider than the measure.
	Overfull bool
	// Underfull: the line is worse than Params.Tolerance allows.
	Underfull bool
}

// Result is a broken paragraph.
type Result struct {
	Lines    []Line
	Demerits int64 // of all lines together, as the pass that found them counts
	Pass     Pass  // 0 for a paragraph without items
}

// Limit is the greatest length that the package reckons with, as the sum of the
// absolute widths of a paragraph or as a measure: 2⁴⁶ units, some 10⁹ points.
const Limit = layout.Length(1) << 46

// Finish appends what ends a paragraph whose last line is set at its natural
// width (The TeXbook, chapter 14): glue that takes the rest of the line, which
// no break can part from the text, and a forced break. Glue at the end of items
// is dropped.
func Finish(items []layout.Item) []layout.Item {
	for n := len(items); n > 0 && items[n-1].Kind == layout.ItemGlue; n-- {
		items = items[:n-1]
	}
	return append(items,
		layout.Item{Kind: layout.ItemPenalty, Penalty: layout.InfinitePenalty},
		layout.Item{Kind: layout.ItemGlue, Stretch: layout.Point, Fill: 1},
		layout.Item{Kind: layout.ItemPenalty, Penalty: layout.ForcedPenalty},
	)
}

var breakers = sync.Pool{New: func() any { return new(breaker) }}

// Break finds the breaks of least total demerits for a paragraph. measure gives
// the width of each line, counted from 0; it must always give the same answer for
// the same line. A paragraph ends at its last item, or at a forced break that no
// box follows: what stands before that end decides how the last line is set, see
// [Finish].
//
// A line may end at glue that follows a box or a discretionary, at a penalty and
// at a discretionary whose Penalty is under [layout.InfinitePenalty]; at
// [layout.ForcedPenalty] it must. Of the break itself the line shows Pre (and a
// penalty's Width), the next line Post; on glue these are the margin kerning of
// the words beside it. Glue and penalties after a break vanish. Beside hyphens, which
// are reckoned with, nothing may make a longer piece of text a shorter line: no
// glue or kerning that takes back more than the box beside it has.
//
// The passes of [Params] are tried in turn. If all fail, the breaks are those by
// which the least is overfull (the sum over the lines), and among them those of
// least demerits with lines as loose as need be; Line.Overfull and Line.Underfull
// mark what is wrong. So there are always lines. The error is of lengths beyond
// [Limit] alone.
func Break(items []layout.Item, measure func(line int) layout.Length, p Params) (Result, error) {
	b := breakers.Get().(*breaker)
	defer breakers.Put(b)
	if err := b.load(items, measure, p.HyphenPenalty); err != nil {
		return Result{}, err
	}
	return b.solve(items, &p), nil
}

// errLimit names the length that is beyond Limit.
func errLimit(what string, i int) error {
	return fmt.Errorf("linebreak: %s %d is beyond the limit of %v pt", what, i, Limit)
}
