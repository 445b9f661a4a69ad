package linebreak

import (
	"sync"

	"chancery/layout"
)

// EvenParams says what Even looks for. Costs are in units of 2⁻²⁴: 1<<24 is what
// one line costs whose spaces are twice as wide as they should be, or nothing.
type EvenParams struct {
	// Steps and Step say how far a line's glyphs may be narrowed or widened:
	// by up to Steps times Step thousandths. Steps 0: not at all.
	Steps, Step int
	// StepJump is how many steps two neighbouring lines may differ by.
	StepJump int
	// Lead is the width that the paragraph's first line shows beyond its items:
	// its first glyph's hanging part, negative.
	Lead layout.Length
	// Hang is what every line but the first is shorter by than the measure.
	Hang layout.Length
	// Space is a natural word space, for lines that have none of their own.
	Space layout.Length
	// LastLineMin is the width under which the last of several lines is a runt.
	LastLineMin layout.Length

	Hyphen      int64 // a line that ends in a hyphen, beside the item's own penalty
	Ladder      int64 // a third hyphen in a row, and each after it: dearer than any line but a very bad one
	FinalHyphen int64 // the last line but one ends in a hyphen
	Expansion   int64 // a line widened or narrowed by one step, times the square
	Change      int64 // neighbouring lines that differ by one step, times the square
	Runt        int64 // a runt
	Stack       int64 // neighbouring lines begin, or end, with the same word
	River       int64 // the space of four lines or more runs down as one
	// Beyond is how many times the square is paid, once more, of what a line's
	// ratio is over 1.3 or under 0.8.
	Beyond int64
	// Same says whether two box items say the same word; nil: never asked.
	Same func(a, b int) bool
}

// DefaultEven gives the prices that Chancery sets its letters with, where a
// line's glyphs may be widened or narrowed by so many thousandths (0 to 40). They
// were chosen by measuring: see layout/compose's test of evenness. Where glyphs
// give nothing, hyphens must give more, and are cheaper, and so is a line that is
// looser or tighter than it should be: else every third line would end in one.
func DefaultEven(expansion int) EvenParams {
	return EvenParams{
		Steps: expansion / 5, Step: 5, StepJump: 6,
		Hyphen: one * int64(60+7*expansion) / 2000, Ladder: one * 20, FinalHyphen: one / 20,
		Expansion: one / 10000, Change: one / 5000,
		Runt: 20 * one, Stack: one / 5, River: 2 * one,
		Beyond: int64(40 + 48*expansion),
	}
}

// one is a ratio of 1 squared, in the units of cost: ratios have 12 binary places.
const (
	one      = int64(1) << 24
	ratioOne = int64(1) << 12
)

// The ratios between which a line is as it should be, and the least and the
// greatest that are thought of at all.
const (
	tightest, loosest   = ratioOne * 80 / 100, ratioOne * 130 / 100
	narrowest, widest   = ratioOne * 66 / 100, ratioOne * 12
	kept                = 2 // nodes per state: see even.keep
	maxSteps, maxLadder = 8, 3
)

// spot is a place where a line may end.
type spot struct {
	item, after    int32 // the item broken at; the item that the next line begins with
	glyphs, spaces int64 // totals up to here: of boxes, of glue
	nextG, nextS   int64 // totals that the next line begins with
	pre, post      int64
	price          int64
	hyphen, forced bool
	first, last    int32 // box items: the next line's first, this line's last; -1
}

// evenNode is a way to set the paragraph up to a spot.
type evenNode struct {
	cost  int64
	ratio int64 // of its last line
	prev  int32 // node before; -1 at the start
	spot  int32
	lines int32
	white [2]int32 // the spaces of its last line in even.white, where rivers are priced
	step  int8     // of its last line
	run   int8     // hyphenated lines in a row, up to maxLadder-1
	// natural: its last line ends by force and fits at its natural width, or is overfull.
	natural bool
	// stacked: its last line begins with the same word as the next one will.
	stacked bool
}

// even is the work on one paragraph.
type even struct {
	p       *EvenParams
	items   []layout.Item
	measure int64
	spots   []spot
	nodes   []evenNode
	at      [][2]int32 // nodes of each spot, from and to
	rivers  bool       // rivers are priced: the second look at a paragraph that has one
	rescue  bool       // lines may be overfull, and as loose as need be: the last look

	tight, wide int64 // the ratios that lines may have in this look
	pairs       []pair
	pairAt      []int32 // the first pair that ends at each spot, and one more
	ahead       []int64 // the least that the rest can cost, by spot; the start is 0
	least       []int64 // the cheapest node's cost, by spot; the start is 0
	onward      []int32 // the pair by which ahead was found
	white       []gap   // see evenNode.white
	way         []int32 // of riverCost
}

// Even breaks a justified paragraph into lines whose word spaces are as even as
// can be: it finds the breaks of least total cost, where a line costs the square
// of its ratio r (its spaces over their natural width) less one, two neighbouring
// lines half the square of the difference of theirs, and beside that the prices of
// EvenParams. It is total fit (Knuth and Plass 1981) with another price: r is
// seen by the reader, badness is not, and so is a change from line to line
// (Knuth and Plass, §3, on fitness classes, of which this is the limit). A line's
// glyphs may be narrowed or widened a little, by a step chosen with the breaks
// (Zapf's hz-program; Thành, Micro-typographic extensions to the TeX typesetting
// system, 2000).
//
// Every line but the first has the same measure. Natural widths are those of the
// items; Stretch and Shrink are not used. The state of a way is the spot, the step and the run of
// hyphens; of ways in one state the two cheapest that began their last line at
// different places are kept, and only those that may still become the cheapest (see
// even.search, and the test that tries all ways). Where no lines within reason fit,
// as few as can be are overfull, and marked so. ok is false where the items do not
// end in a forced break.
func Even(items []layout.Item, measure layout.Length, p EvenParams) (res Result, ok bool) {
	e := evens.Get().(*even)
	defer evens.Put(e)
	*e = even{p: &p, items: items, measure: int64(measure), spots: e.spots[:0], nodes: e.nodes, at: e.at,
		pairs: e.pairs, pairAt: e.pairAt, ahead: e.ahead, least: e.least, onward: e.onward, white: e.white, way: e.way}
	defer func() { e.p, e.items = nil, nil }()
	e.p.Steps = min(max(e.p.Steps, 0), maxSteps)
	if !e.load() {
		return Result{}, false
	}
	best := e.best()
	if best < 0 {
		return Result{}, false
	}
	return e.result(best), true
}

// evens keeps the working memory between paragraphs.
var evens = sync.Pool{New: func() any { return new(even) }}

// load finds the spots; false for a list that does not end in a forced break.
func (e *even) load() bool {
	var g, s int64
	solid := false
	lastBox := int32(-1)
	for i := range e.items {
		it := &e.items[i]
		sp := spot{item: int32(i), glyphs: g, spaces: s, pre: int64(it.Pre), post: int64(it.Post), last: lastBox, first: -1}
		legal := false
		switch it.Kind {
		case layout.ItemBox:
			g += int64(it.Width)
			solid, lastBox = true, int32(i)
		case layout.ItemGlue:
			legal, solid = solid && it.Fill == 0, false
			if it.Fill == 0 {
				s += int64(it.Width)
			}
		case layout.ItemPenalty:
			legal, solid = it.Penalty < layout.InfinitePenalty, false
			sp.forced = it.Penalty <= layout.ForcedPenalty
			sp.hyphen = it.Flagged
			sp.pre += int64(it.Width)
			sp.price = e.p.Hyphen * int64(max(it.Penalty, 0)) / 50
		case layout.ItemDiscretionary:
			legal, solid = it.Penalty < layout.InfinitePenalty, true
			sp.hyphen = true
			sp.price = e.p.Hyphen * int64(max(it.Penalty+50, 0)) / 50
		}
		if legal {
			e.spots = append(e.spots, sp)
		}
	}
	if n := len(e.spots); n == 0 || !e.spots[n-1].forced || int(e.spots[n-1].item) != len(e.items)-1 {
		return false
	}
	// What vanishes after a break: glue and penalties up to the next box.
	after, nextG, nextS, box := int32(len(e.items)), g, s, int32(-1)
	k := len(e.spots) - 1
	for i := len(e.items) - 1; i >= 0; i-- {
		it := &e.items[i]
		if k >= 0 && int(e.spots[k].item) == i {
			sp := &e.spots[k]
			sp.after, sp.nextG, sp.nextS, sp.first = after, nextG, nextS, box
			if it.Kind == layout.ItemDiscretionary {
				sp.after = int32(i + 1)
			}
			k--
		}
		switch it.Kind {
		case layout.ItemBox:
			g -= int64(it.Width)
			after, nextG, nextS, box = int32(i), g, s, int32(i)
		case layout.ItemGlue:
			if it.Fill == 0 {
				s -= int64(it.Width)
			}
		}
	}
	return true
}

// from is the measure of the line that begins after spot q.
func (e *even) from(q int) int64 {
	if q < 0 {
		return e.measure
	}
	return e.measure - int64(e.p.Hang)
}

// widths gives what a line from spot q to spot k shows: glyphs, spaces.
func (e *even) widths(q, k int) (glyphs, spaces int64) {
	b := &e.spots[k]
	if q < 0 {
		return b.glyphs + b.pre + int64(e.p.Lead), b.spaces
	}
	a := &e.spots[q]
	return b.glyphs - a.nextG + a.post + b.pre, b.spaces - a.nextS
}

// off is what a line of ratio r costs by itself.
func (e *even) off(r int64) int64 {
	if r > widest { // in a rescue: the square might not fit
		return e.off(widest) + r<<8
	}
	d := r - ratioOne
	c := d * d
	switch {
	case r < tightest:
		d = tightest - r
		c += e.p.Beyond * d * d
	case r > loosest:
		d = r - loosest
		c += e.p.Beyond * d * d
	}
	return c
}

// result reads the lines of a way.
func (e *even) result(best int32) Result {
	res := Result{Demerits: e.nodes[best].cost, Pass: PassEven, Lines: make([]Line, e.nodes[best].lines)}
	for n := best; e.nodes[n].prev >= 0; n = e.nodes[n].prev {
		node := &e.nodes[n]
		q := int(e.nodes[node.prev].spot)
		b := &e.spots[node.spot]
		glyphs, spaces := e.widths(q, int(node.spot))
		l := Line{End: int(b.item), Width: layout.Length(glyphs + spaces), Excess: layout.Length(e.from(q) - glyphs - spaces),
			Hyphenated: b.hyphen && !b.forced, Expansion: int(node.step) * e.p.Step}
		l.Overfull = node.natural && l.Excess < 0
		l.Ratio = (node.ratio - ratioOne) << 4
		if q >= 0 {
			l.Start, l.Lead = int(e.spots[q].after), layout.Length(e.spots[q].post)
		} else {
			l.Lead = e.p.Lead
		}
		if b.forced && l.Excess >= 0 {
			l.Fill = layout.Point
		}
		res.Lines[node.lines-1] = l
	}
	return res
}
