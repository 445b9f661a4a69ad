package linebreak

import (
	"math"
	"sort"
)

// never is a cost that nothing reaches, and that can be added to.
const never = math.MaxInt64 / 4

// widestOfAll is the ratio that no line reaches whose measure is under 4,000 spaces.
const widestOfAll = 4000 * ratioOne

// overfull is what an overfull line costs.
const overfull = one << 20

// firstLook is what a line costs that the first look at a paragraph just leaves
// out: most paragraphs cost less in all.
const firstLook = 2 * one

// best finds the cheapest way and gives its node, or -1.
//
// It looks at lines of few ratios first, and is content where the way it finds
// costs less than any line that it left out; if not it looks again at all lines
// that cost no more than that way. Where that has a river, the third look prices
// rivers: no way without one is cheaper. Where nothing fits at all, lines may be
// overfull, at a price that no others come to.
func (e *even) best() int32 {
	best := int32(-1)
	for look := int64(firstLook); best < 0; look *= 16 {
		e.window(look)
		if e.pair() {
			best = e.search(never)
		}
		if best < 0 && e.rescue {
			return -1
		}
		if best < 0 && e.tight == narrowest && e.wide == widest {
			e.rescue, e.wide = true, widestOfAll
		}
	}
	cost := e.nodes[best].cost
	if e.window(cost) && e.pair() {
		best = e.search(cost)
	}
	if e.p.River <= 0 {
		return best
	}
	if river := e.riverCost(best); river > 0 {
		e.rivers = true
		if e.window(cost + river) {
			e.pair()
		}
		if best = e.search(cost + river); best < 0 {
			// The few ways kept at each spot all came to a river.
			e.rivers = false
			best = e.search(cost)
		}
	}
	return best
}

// window lets in all lines that do not cost more than so much, and says whether
// there are more of them than before.
func (e *even) window(cost int64) bool {
	tight := tightest - int64(sort.Search(int(tightest-narrowest), func(i int) bool { return e.off(tightest-int64(i)) > cost }))
	wide := loosest + int64(sort.Search(int(widest-loosest), func(i int) bool { return e.off(loosest+int64(i)) > cost }))
	if e.tight != 0 {
		tight, wide = min(tight, e.tight), max(wide, e.wide)
	}
	more := tight != e.tight || wide != e.wide
	e.tight, e.wide = tight, wide
	return more
}

// search finds the cheapest way that costs no more than the bound and gives its
// node, or -1.
//
// What the rest of the paragraph costs at the least from each spot is known from
// pair; the cheapest way by that measure, set as well as its steps allow, may give
// a lower bound. Only ways are followed that may still end under the bound (Hart,
// Nilsson and Raphael 1968), which loses none that is cheaper and leaves few.
func (e *even) search(bound int64) int32 {
	if !e.rivers {
		bound = min(bound, e.backbone())
	}
	e.nodes = append(e.nodes[:0], evenNode{prev: -1, spot: -1, ratio: ratioOne})
	e.white = e.white[:0]
	e.least[0] = 0
	for k := range e.spots {
		e.reach(k, bound)
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

// backbone sets the way that would be the cheapest if neighbours did not matter,
// in the best steps for it, and gives its cost: a bound, or never.
func (e *even) backbone() int64 {
	var cost, ratio [2*maxSteps + 1]int64
	mid := e.p.Steps
	for s := range cost {
		cost[s] = never
	}
	cost[mid], ratio[mid] = 0, ratioOne
	first, run, before := true, int8(0), int32(-1)
	for spot := int32(-1); int(spot) < len(e.spots)-1; {
		i := e.onward[spot+1]
		k := e.endOf(i)
		p := &e.pairs[i]
		extra := p.base
		if !first && !p.natural && p.ends {
			extra += e.p.Stack
		}
		if !first && !p.natural && before >= 0 && e.starts(before, spot) {
			extra += e.p.Stack
		}
		if e.spots[k].hyphen {
			if run++; run >= maxLadder {
				run = maxLadder - 1
				extra += e.p.Ladder
			}
		} else {
			run = 0
		}
		var next, set [2*maxSteps + 1]int64
		for s := range next {
			next[s] = never
		}
		for s := 0; s <= 2*mid; s++ {
			step := int64(s - mid)
			r := p.ratio - step*p.change
			if p.natural && step != 0 || r < p.tight || r > e.wide {
				continue
			}
			line := extra
			if !p.natural {
				line += e.single(p, step)
			}
			set[s] = r
			for t := 0; t <= 2*mid; t++ {
				c := cost[t] + line
				if !first && !p.natural {
					d := int64(s - t)
					if max(d, -d) > int64(e.p.StepJump) {
						continue
					}
					c += e.p.Change*d*d + (r-ratio[t])*(r-ratio[t])/2
				}
				next[s] = min(next[s], c)
			}
		}
		cost, ratio, first, before, spot = next, set, false, spot, k
	}
	least := int64(never)
	for _, c := range cost {
		least = min(least, c)
	}
	return least
}

// endOf is the spot at which a pair ends.
func (e *even) endOf(i int32) int32 {
	lo, hi := 0, len(e.spots)
	for lo < hi {
		if m := (lo + hi) / 2; e.pairAt[m+1] > i {
			hi = m
		} else {
			lo = m + 1
		}
	}
	return int32(lo)
}

// starts says whether the lines after two spots begin with the same word.
func (e *even) starts(q, k int32) bool {
	if e.p.Same == nil {
		return false
	}
	a, z := e.spots[q].first, e.spots[k].first
	return a >= 0 && z >= 0 && e.p.Same(int(a), int(z))
}

// reach finds the ways to spot k that may end under the bound.
func (e *even) reach(k int, bound int64) {
	from := int32(len(e.nodes))
	e.at[k], e.least[k+1] = [2]int32{from, from}, never
	rest := e.ahead[k+1]
	if rest >= never {
		return
	}
	b := &e.spots[k]
	for i := e.pairAt[k]; i < e.pairAt[k+1]; i++ {
		p := &e.pairs[i]
		if e.least[p.from+1]+p.low+rest > bound {
			continue
		}
		low, high := -e.p.Steps, e.p.Steps
		if p.natural {
			low, high = 0, 0
		}
		for s := low; s <= high; s++ {
			r := p.ratio - int64(s)*p.change
			if r < p.tight || r > e.wide {
				continue
			}
			base := p.base
			if !p.natural {
				base += e.single(p, int64(s))
			}
			if e.least[p.from+1]+base+rest > bound {
				continue
			}
			e.join(p, k, int8(s), r, base, bound-rest, from)
		}
	}
	e.at[k][1] = int32(len(e.nodes))
	for i := from; i < e.at[k][1]; i++ {
		n := &e.nodes[i]
		if q := e.nodes[n.prev].spot; q >= 0 && !b.forced {
			n.stacked = e.starts(q, int32(k))
		}
		e.least[k+1] = min(e.least[k+1], n.cost)
	}
}

// join adds, for each run of hyphens, the cheapest way that ends in a line of the
// given step and ratio and costs no more than most. Neighbours that differ too much
// in step are not joined, unless the line is at its natural width.
func (e *even) join(p *pair, k int, step int8, ratio, base, most int64, spotFrom int32) {
	b := &e.spots[k]
	best := [maxLadder]int32{-1, -1, -1}
	var cost [maxLadder]int64
	from, to := int32(0), int32(1)
	if p.from >= 0 {
		from, to = e.at[p.from][0], e.at[p.from][1]
	}
	if p.ends {
		base += e.p.Stack
	}
	for i := from; i < to; i++ {
		n := &e.nodes[i]
		c := n.cost + base
		if n.prev >= 0 && !p.natural {
			s := int64(step - n.step)
			if s > int64(e.p.StepJump) || -s > int64(e.p.StepJump) {
				continue
			}
			d := ratio - n.ratio
			c += d*d/2 + e.p.Change*s*s
			if n.stacked {
				c += e.p.Stack
			}
		}
		run := int8(0)
		if b.hyphen {
			if run = n.run + 1; run >= maxLadder {
				run = maxLadder - 1
				c += e.p.Ladder
			}
		}
		if c <= most && (best[run] < 0 || c < cost[run]) {
			best[run], cost[run] = i, c
		}
	}
	for run := range best {
		if best[run] < 0 {
			continue
		}
		n := evenNode{cost: cost[run], ratio: ratio, prev: best[run], spot: int32(k), step: step, run: int8(run), natural: p.natural, lines: e.nodes[best[run]].lines + 1}
		white := len(e.white)
		if e.rivers && e.whiten(&n) && !p.natural {
			n.cost += e.p.River
		}
		if n.cost > most || !e.keep(n, spotFrom) {
			e.white = e.white[:white]
		}
	}
}

// keep adds a node to those of its spot, which begin at from, unless there are
// already enough cheaper ones in its state: then it is false.
func (e *even) keep(n evenNode, from int32) bool {
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
	default:
		return false
	}
	return true
}
