package linebreak

import "chancery/layout"

// pair is a line from one spot to another that some step makes possible.
type pair struct {
	from          int32 // spot, -1 for the start
	ratio, change int64 // ratio without expansion, and how much a step takes of it
	base          int64 // what the line costs beside ratio, step and neighbours
	low           int64 // the least that the line costs beside its neighbours
	tight         int64 // the least ratio that it may have
	natural       bool  // it ends by force and fits at its natural width, or is overfull
	ends          bool  // it ends with the same word as the line before
}

// pair prices alone every line that is possible, and finds the least that the rest
// costs after each spot. It is false where no way leads to the end.
func (e *even) pair() bool {
	n := len(e.spots)
	e.pairs = e.pairs[:0]
	e.at, e.pairAt = resize(e.at, n), resize(e.pairAt, n+1)
	e.ahead, e.least, e.onward = resize(e.ahead, n+1), resize(e.least, n+1), resize(e.onward, n+1)
	// The spots at which lines to a spot may begin are those from lo to hi. Both only
	// move on as the spot does, but for what the breaks themselves add to a line or
	// take from it: at the most more, at the least less.
	var more, less int64
	for k := range e.spots {
		sp := &e.spots[k]
		more, less = max(more, sp.pre+sp.post), min(less, sp.pre, sp.post)
	}
	give := int64(e.p.Steps * e.p.Step)
	more = 2*max(more, 0) + int64(e.p.Space)*e.wide/ratioOne + 8
	less = 2*less + min(int64(e.p.Lead), 0) - 8
	lo, hi := -1, -1
	for k := range e.spots {
		e.pairAt[k] = int32(len(e.pairs))
		b := &e.spots[k]
		most, least := wide(b.glyphs, b.spaces, give, e.wide)+more, wide(b.glyphs, b.spaces, -give, e.tight)+less
		for lo < k {
			g, s := e.begin(lo)
			if least-wide(g, s, -give, e.tight) <= e.from(lo) || e.rescue && lo == k-1 {
				break
			}
			lo++
		}
		for hi+1 < k {
			if g, s := e.begin(hi + 1); most-wide(g, s, give, e.wide) < e.from(hi+1) {
				break
			}
			hi++
		}
		from := hi
		if b.forced || e.rescue {
			from = k - 1 // however short the last line
		}
		for q := from; q >= lo; q-- {
			e.possible(q, k)
		}
		if b.forced {
			lo = max(lo, k)
		}
	}
	e.pairAt[n] = int32(len(e.pairs))
	for i := range e.ahead {
		e.ahead[i], e.onward[i] = never, -1
	}
	e.ahead[n] = 0
	for k := n - 1; k >= 0; k-- {
		rest := e.ahead[k+1]
		if rest >= never {
			continue
		}
		for i := e.pairAt[k]; i < e.pairAt[k+1]; i++ {
			p := &e.pairs[i]
			if c := p.low + rest; c < e.ahead[p.from+1] {
				e.ahead[p.from+1], e.onward[p.from+1] = c, i
			}
		}
	}
	return e.ahead[0] < never
}

// wide is the width of glyphs widened by so many thousandths and of spaces set to
// a ratio.
func wide(glyphs, spaces, give, ratio int64) int64 {
	return glyphs + glyphs*give/1000 + spaces*ratio/ratioOne
}

// begin gives the totals with which the line after a spot, or the start, begins.
func (e *even) begin(q int) (glyphs, spaces int64) {
	if q < 0 {
		return 0, 0
	}
	return e.spots[q].nextG, e.spots[q].nextS
}

// resize gives a slice of n elements with any values, in the memory of s if that is enough.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// possible adds the pair for the line from spot q to spot k where some step makes
// it possible.
func (e *even) possible(q, k int) {
	glyphs, spaces := e.widths(q, k)
	room := e.from(q) - glyphs
	spaces = max(spaces, 0)
	step := glyphs * int64(e.p.Step) / 1000
	give := int64(e.p.Steps) * step
	b := &e.spots[k]
	if room+give < spaces*e.tight/ratioOne {
		e.tooFull(q, k, spaces-room)
		return
	}
	if b.forced && room >= spaces {
		e.pairs = append(e.pairs, e.lastLine(q, k, glyphs+spaces))
		return
	}
	unit, tight := spaces, e.tight
	if unit == 0 {
		// One word: what is left shows as if it were a space too wide, and
		// nothing can shrink.
		unit, tight = max(int64(e.p.Space), 1), ratioOne
		room += unit
	}
	if room-give > unit*(e.wide+1)/ratioOne {
		return
	}
	p := pair{from: int32(q), ratio: room * ratioOne / unit, change: step * ratioOne / unit, base: b.price, tight: tight}
	if p.ratio+int64(e.p.Steps)*p.change < tight {
		e.tooFull(q, k, spaces-room)
		return
	}
	if b.hyphen {
		p.base += e.p.Hyphen / 8 // of equal ways the one without it
	}
	p.low = p.base + e.lowest(&p)
	p.ends = q >= 0 && e.p.Same != nil && e.spots[q].last >= 0 && b.last >= 0 && e.p.Same(int(e.spots[q].last), int(b.last))
	e.pairs = append(e.pairs, p)
}

// tooFull adds the pair for a line that does not fit by so much, in a rescue and
// where no shorter line begins at its spot.
func (e *even) tooFull(q, k int, over int64) {
	if e.rescue && q == k-1 {
		cost := e.spots[k].price + overfull + max(over, 0)/int64(layout.Point)
		e.pairs = append(e.pairs, pair{from: int32(q), ratio: e.tight, tight: e.tight, base: cost, low: cost, natural: true})
	}
}

// lastLine is the pair of a line that ends by force and fits at its natural width.
func (e *even) lastLine(q, k int, width int64) pair {
	p := pair{from: int32(q), ratio: ratioOne, tight: ratioOne, natural: true}
	if q >= 0 {
		if width < int64(e.p.LastLineMin) && k == len(e.spots)-1 {
			p.base += e.p.Runt
		}
		if e.spots[q].hyphen {
			p.base += e.p.FinalHyphen
		}
	}
	p.low = p.base
	return p
}

// single is what a line costs by its step and ratio.
func (e *even) single(p *pair, s int64) int64 {
	return e.p.Expansion*s*s + e.off(p.ratio-s*p.change)
}

// lowest is the least of single over the steps; single is convex.
func (e *even) lowest(p *pair) int64 {
	if p.change <= 0 || e.p.Steps == 0 {
		return e.single(p, 0)
	}
	most := int64(e.p.Steps)
	s := max(-most, min((p.ratio-ratioOne)/p.change, most))
	least := e.single(p, s)
	for _, d := range [2]int64{1, -1} {
		for t := s + d; t >= -most && t <= most; t += d {
			c := e.single(p, t)
			if c >= least {
				break
			}
			least = c
		}
	}
	return least
}
