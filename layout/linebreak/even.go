package linebreak

import (
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
	// Space is a natural word space, for lines that have none of their own.
	Space layout.Length
	// LastLineMin is the width under which the last of several lines is a runt.
	LastLineMin layout.Length

	Hyphen      int64 // a line that ends in a hyphen, beside the item's own penalty
	Ladder      int64 // a third hyphen in a row, and each after it
	FinalHyphen int64 // the last line but one ends in a hyphen
	Expansion   int64 // a line widened or narrowed by one step, times the square
	Change      int64 // neighbouring lines that differ by one step, times the square
	Runt        int64 // a runt
	Stack       int64 // neighbouring lines begin, or end, with the same word
	River       int64 // the space of four lines or more runs down as one
	// Same says whether two box items say the same word; nil: never asked.
	Same func(a, b int) bool
}

// DefaultEven gives the prices that Chancery sets its letters with, where a
// line's glyphs may be widened or narrowed by so many thousandths (0 to 40). They
// were chosen by measuring: see layout/compose's test of evenness. Where glyphs
// give nothing, hyphens must give more, and are cheaper.
func DefaultEven(expansion int) EvenParams {
	return EvenParams{
		Steps: expansion / 5, Step: 5, StepJump: 6,
		Hyphen: one * int64(60+7*expansion) / 2000, Ladder: one * 1000, FinalHyphen: one / 20,
		Expansion: one / 10000, Change: one / 5000,
		Runt: one, Stack: one / 20, River: one / 4,
	}
}

// one is a ratio of 1 squared, in the units of cost: ratios have 12 binary places.
const (
	one      = int64(1) << 24
	ratioOne = int64(1) << 12
)

// The ratios between which a line is as it should be, the least that is thought
// of at all, and the greatest in the first attempt, the second and the last.
const (
	tightest, loosest   = ratioOne * 80 / 100, ratioOne * 130 / 100
	narrowest           = ratioOne * 66 / 100
	widest, wider       = ratioOne * 160 / 100, ratioOne * 300 / 100
	widestAtAll         = ratioOne * 12
	beyond              = 1000 // times the square of what is beyond tightest or loosest
	kept                = 2    // nodes per state: see even.keep
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
	step  int8 // of its last line
	run   int8 // hyphenated lines in a row, up to maxLadder-1
	lines int32
}

// even is the work on one paragraph.
type even struct {
	p       *EvenParams
	items   []layout.Item
	measure int64
	spots   []spot
	nodes   []evenNode
	at      [][2]int32 // nodes of each spot, from and to
	widest  int64
	rivers  bool // rivers are priced: the second look at a paragraph that has one
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
// Every line has the same measure. Natural widths are those of the items; Stretch
// and Shrink are not used. The state of a way is the spot, the step and the run of
// hyphens; of ways in one state the two cheapest that began their last line at
// different places are kept. ok is false where no line within reason fits: then
// Break knows what to do.
func Even(items []layout.Item, measure layout.Length, p EvenParams) (res Result, ok bool) {
	e := &even{p: &p, items: items, measure: int64(measure)}
	e.p.Steps = min(max(e.p.Steps, 0), maxSteps)
	if !e.load() {
		return Result{}, false
	}
	best := int32(-1)
	for _, e.widest = range [...]int64{widest, wider, widestAtAll} {
		if best = e.search(); best >= 0 {
			break
		}
	}
	if best < 0 {
		return Result{}, false
	}
	if p.River > 0 && e.river(best) {
		// No way without a river is cheaper than the best of all, so one look was
		// enough where it has none.
		e.rivers = true
		best = e.search()
	}
	return e.result(best), true
}

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
			sp.price = e.p.Hyphen * int64(it.Penalty+50) / 50
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

// search finds the cheapest way and gives its node, or -1.
func (e *even) search() int32 {
	e.nodes = append(e.nodes[:0], evenNode{prev: -1, spot: -1, ratio: ratioOne})
	if e.at == nil {
		e.at = make([][2]int32, len(e.spots))
	}
	floor := -2 // spots at or before it cannot begin a line any more
	for k := range e.spots {
		from := int32(len(e.nodes))
		reached := false
		for q := k - 1; q > floor; q-- {
			if e.line(q, k, &reached) {
				floor = q
				break
			}
			if q >= 0 && e.spots[q].forced {
				floor = q - 1
				break
			}
		}
		if e.spots[k].forced && !reached {
			return -1
		}
		e.at[k] = [2]int32{from, int32(len(e.nodes))}
	}
	best := int32(-1)
	last := e.at[len(e.spots)-1]
	for i := last[0]; i < last[1]; i++ {
		if best < 0 || e.nodes[i].cost < e.nodes[best].cost {
			best = i
		}
	}
	return best
}

// from gives the nodes at spot q, those of the start for -1.
func (e *even) from(q int) (int32, int32) {
	if q < 0 {
		return 0, 1
	}
	return e.at[q][0], e.at[q][1]
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

// line tries the line from spot q to spot k. It says whether the line is so full
// that no longer one can fit.
func (e *even) line(q, k int, reached *bool) (over bool) {
	from, to := e.from(q)
	glyphs, spaces := e.widths(q, k)
	room := e.measure - glyphs
	if spaces <= 0 {
		spaces = 0
	}
	step := glyphs * int64(e.p.Step) / 1000
	if room+int64(e.p.Steps)*step < spaces*narrowest/ratioOne {
		return glyphs-e.spots[k].pre > e.measure
	}
	b := &e.spots[k]
	if b.forced && room >= spaces {
		e.lastLine(q, k, glyphs+spaces, from, to)
		*reached = true
		return false
	}
	unit := spaces
	if unit == 0 {
		// One word: what is left shows as if it were a space too wide.
		unit = max(int64(e.p.Space), 1)
		room += unit
	}
	ratio := room * ratioOne / unit
	change := step * ratioOne / unit
	if ratio-int64(e.p.Steps)*change > e.widest {
		return false
	}
	price := b.price
	if b.hyphen {
		price += e.p.Hyphen / 8 // of equal ways the one without it
	}
	for s := -e.p.Steps; s <= e.p.Steps; s++ {
		r := ratio - int64(s)*change
		if r < narrowest || r > e.widest {
			continue
		}
		base := price + e.p.Expansion*int64(s*s) + off(r)
		e.join(q, k, int8(s), r, base, from, to, true)
		*reached = true
	}
	return false
}

// lastLine joins a line that ends by force and fits at its natural width.
func (e *even) lastLine(q, k int, width int64, from, to int32) {
	base := int64(0)
	if q >= 0 {
		if width < int64(e.p.LastLineMin) && k == len(e.spots)-1 {
			base += e.p.Runt
		}
		if e.spots[q].hyphen {
			base += e.p.FinalHyphen
		}
	}
	e.join(q, k, 0, ratioOne, base, from, to, false)
}

// off is what a line of ratio r costs by itself.
func off(r int64) int64 {
	d := r - ratioOne
	c := d * d
	switch {
	case r < tightest:
		d = tightest - r
		c += beyond * d * d
	case r > loosest:
		d = r - loosest
		c += beyond * d * d
	}
	return c
}

// join adds, for each run of hyphens, the cheapest ways that end in a line of the
// given step and ratio. Neighbours that differ too much in step are not joined,
// unless the line is at its natural width (justified false).
func (e *even) join(q, k int, step int8, ratio, base int64, from, to int32, justified bool) {
	b := &e.spots[k]
	var best [maxLadder]int32
	var cost [maxLadder]int64
	for i := range best {
		best[i] = -1
	}
	stack := int64(0)
	if q >= 0 && e.p.Same != nil && e.spots[q].last >= 0 && b.last >= 0 && e.p.Same(int(e.spots[q].last), int(b.last)) {
		stack = e.p.Stack
	}
	for i := from; i < to; i++ {
		n := &e.nodes[i]
		c := n.cost + base
		if n.prev >= 0 && justified {
			d := ratio - n.ratio
			c += d * d / 2
			s := int64(step - n.step)
			if s > int64(e.p.StepJump) || -s > int64(e.p.StepJump) {
				continue
			}
			c += e.p.Change * s * s
			c += stack
			if prev := e.nodes[n.prev].spot; e.p.Same != nil && prev >= 0 {
				if a, z := e.spots[prev].first, e.spots[q].first; a >= 0 && z >= 0 && e.p.Same(int(a), int(z)) {
					c += e.p.Stack
				}
			}
		}
		run := int8(0)
		if b.hyphen {
			if run = n.run + 1; run >= maxLadder {
				run = maxLadder - 1
				c += e.p.Ladder
			}
		}
		if best[run] < 0 || c < cost[run] {
			best[run], cost[run] = i, c
		}
	}
	for run := range best {
		if best[run] >= 0 {
			n := evenNode{cost: cost[run], ratio: ratio, prev: best[run], spot: int32(k), step: step, run: int8(run), lines: e.nodes[best[run]].lines + 1}
			if e.rivers && justified && e.riverAt(&n) {
				n.cost += e.p.River
			}
			e.keep(n, k)
		}
	}
}

// keep adds a node to those of spot k, which are the last ones, unless there are
// already enough cheaper ones in its state.
func (e *even) keep(n evenNode, k int) {
	from := int32(len(e.nodes))
	for from > 1 && int(e.nodes[from-1].spot) == k {
		from--
	}
	same, worst := 0, int32(-1)
	for i := from; i < int32(len(e.nodes)); i++ {
		m := &e.nodes[i]
		if m.step != n.step || m.run != n.run {
			continue
		}
		same++
		if worst < 0 || m.cost > e.nodes[worst].cost {
			worst = i
		}
	}
	switch {
	case same < kept:
		e.nodes = append(e.nodes, n)
	case n.cost < e.nodes[worst].cost:
		e.nodes[worst] = n
	}
}

// result reads the lines of a way.
func (e *even) result(best int32) Result {
	res := Result{Demerits: e.nodes[best].cost, Pass: PassEven, Lines: make([]Line, e.nodes[best].lines)}
	for n := best; e.nodes[n].prev >= 0; n = e.nodes[n].prev {
		node := &e.nodes[n]
		q := int(e.nodes[node.prev].spot)
		b := &e.spots[node.spot]
		glyphs, spaces := e.widths(q, int(node.spot))
		l := Line{End: int(b.item), Width: layout.Length(glyphs + spaces), Excess: layout.Length(e.measure - glyphs - spaces),
			Hyphenated: b.hyphen && !b.forced, Expansion: int(node.step) * e.p.Step}
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
