package linebreak

import (
	"math/rand"
	"testing"

	"chancery/layout"
)

// exhaustive finds the least cost of all ways to break and to expand, by trying
// them: every line from every spot, in every step, after every way.
func (e *even) exhaustive() (int64, bool) {
	best, found := int64(0), false
	last := len(e.spots) - 1
	same := func(a, b int32) bool { return e.p.Same != nil && a >= 0 && b >= 0 && e.p.Same(int(a), int(b)) }
	var try func(q int, prev evenNode, prevStart int, cost int64, lines int, above []gap)
	try = func(q int, prev evenNode, prevStart int, cost int64, lines int, above []gap) {
		if found && cost >= best {
			return
		}
		for k := q + 1; k <= last; k++ {
			b := &e.spots[k]
			glyphs, spaces := e.widths(q, k)
			room := e.measure - glyphs
			step := glyphs * int64(e.p.Step) / 1000
			if b.forced && room >= spaces {
				c := cost
				if q >= 0 {
					if glyphs+spaces < int64(e.p.LastLineMin) {
						c += e.p.Runt
					}
					if e.spots[q].hyphen {
						c += e.p.FinalHyphen
					}
				}
				if !found || c < best {
					best, found = c, true
				}
				continue
			}
			unit, tight := spaces, narrowest
			if unit == 0 {
				unit, tight = int64(e.p.Space), ratioOne
				room += unit
			}
			ratio, change := room*ratioOne/unit, step*ratioOne/unit
			for s := -e.p.Steps; s <= e.p.Steps; s++ {
				r := ratio - int64(s)*change
				if r < tight || r > widest {
					continue
				}
				c := cost + b.price + e.off(r) + e.p.Expansion*int64(s*s)
				run := int8(0)
				if b.hyphen {
					c += e.p.Hyphen / 8
					if run = prev.run + 1; run >= maxLadder {
						run = maxLadder - 1
						c += e.p.Ladder
					}
				}
				if lines > 0 {
					d := int64(s) - int64(prev.step)
					if d > int64(e.p.StepJump) || -d > int64(e.p.StepJump) {
						continue
					}
					c += e.p.Change*d*d + (r-prev.ratio)*(r-prev.ratio)/2
					if prevStart >= 0 && same(e.spots[prevStart].first, e.spots[q].first) {
						c += e.p.Stack
					}
					if same(e.spots[q].last, b.last) {
						c += e.p.Stack
					}
				}
				below, river := e.streaks(q, k, r, int64(s), above)
				if river {
					c += e.p.River
				}
				if k == last {
					if !found || c < best {
						best, found = c, true
					}
					continue
				}
				try(k, evenNode{ratio: r, step: int8(s), run: run}, q, c, lines+1, below)
			}
			if b.forced {
				return
			}
		}
	}
	try(-1, evenNode{}, -1, 0, 0, nil)
	return best, found
}

// streaks gives the spaces of a line from spot q to spot k and says whether one of
// them ends a river, by the definition: no more is taken from the search than its type.
func (e *even) streaks(q, k int, ratio, step int64, above []gap) (below []gap, river bool) {
	start, x := 0, int64(e.p.Lead)
	if q >= 0 {
		start, x = int(e.spots[q].after), e.spots[q].post
	}
	for _, it := range e.items[start:e.spots[k].item] {
		switch {
		case it.Kind == layout.ItemBox:
			x += int64(it.Width) + int64(it.Width)*step*int64(e.p.Step)/1000
		case it.Kind == layout.ItemGlue && it.Fill == 0:
			g := gap{x, x + int64(it.Width)*ratio/ratioOne, 1}
			for _, a := range above {
				if min(a.to, g.to)-max(a.from, g.from) > int64(e.p.Space)*35/100 {
					g.depth = max(g.depth, a.depth+1)
				}
			}
			river = river || g.depth >= 4
			below = append(below, g)
			x = g.to
		}
	}
	return below, river
}

// TestEvenAgainstExhaustiveSearch compares on short paragraphs, all prices counted:
// of hyphens, ladders, runts, stacks and rivers too. The search keeps two nodes a
// state, so it may miss the optimum: how often and by how much is held here.
func TestEvenAgainstExhaustiveSearch(t *testing.T) {
	tried, missed, rivers := 0, 0, 0
	var worst float64
	for seed := range int64(12000) {
		rng := rand.New(rand.NewSource(seed))
		items := evenParagraph(rng, 3+rng.Intn(11))
		p := DefaultEven(20)
		p.Steps, p.StepJump = rng.Intn(3), 1+rng.Intn(3)
		words := 2 + rng.Intn(5)
		p.Same = func(a, b int) bool { return a%words == b%words }
		p.Space, p.LastLineMin = 3*layout.Point, 20*layout.Point
		e := &even{p: &p, items: items, measure: int64(layout.Length(60+rng.Intn(90)) * layout.Point)}
		if !e.load() {
			t.Fatalf("seed %d: not loaded", seed)
		}
		n := e.best()
		want, found := e.exhaustive()
		if n < 0 || found == e.rescue {
			t.Fatalf("seed %d: node %d, rescue %v, exhaustive search found %v", seed, n, e.rescue, found)
		}
		if !found {
			continue
		}
		tried++
		if e.riverCost(n) > 0 {
			rivers++
		}
		got := e.nodes[n].cost
		if got < want {
			t.Fatalf("seed %d: cost %d is under the least, %d", seed, got, want)
		}
		if got > want {
			missed++
			worst = max(worst, float64(got-want)/float64(want))
		}
	}
	t.Logf("%d paragraphs, %d of them with a river at best, %d not at the optimum, the worst %.1f %% above it", tried, rivers, missed, 100*worst)
	if tried < 2000 || rivers < 100 || missed*1000 > tried || worst > 0.1 {
		t.Errorf("%d paragraphs, %d not at the optimum, the worst %.1f %% above it", tried, missed, 100*worst)
	}
}

// TestLooksLoseNothing compares the looks at few lines with one look at all, on
// longer paragraphs and on lists of items of every kind: the cheapest way is the same.
func TestLooksLoseNothing(t *testing.T) {
	compared := 0
	for seed := range int64(6000) {
		rng := rand.New(rand.NewSource(seed))
		items := evenParagraph(rng, 10+rng.Intn(60))
		scale := layout.Point
		if seed%2 == 0 {
			if items = Finish(random(rng)); seed%4 == 0 {
				items = Finish(append(items, random(rng)...))
			}
			scale = 1
		}
		p := DefaultEven(20 * rng.Intn(2))
		p.Space, p.LastLineMin, p.Hang = 3*scale, 20*scale, layout.Length(rng.Intn(2)*12)*scale
		measure := int64(layout.Length(40+rng.Intn(200)) * scale)
		e := &even{p: &p, items: items, measure: measure}
		if !e.load() {
			continue
		}
		n := e.best()
		if n < 0 {
			t.Fatalf("seed %d: no way", seed)
		}
		if e.rescue {
			continue
		}
		got := e.nodes[n].cost
		open := &even{p: &p, items: items, measure: measure, tight: narrowest, wide: widest}
		open.load()
		open.rivers = true
		if !open.pair() {
			t.Fatalf("seed %d: no way at one look", seed)
		}
		if n = open.search(never); n < 0 || open.nodes[n].cost < got {
			t.Fatalf("seed %d: %d, and at one look %d", seed, got, open.nodes[n].cost)
		}
		compared++
	}
	if compared < 4000 {
		t.Errorf("only %d were compared", compared)
	}
}
