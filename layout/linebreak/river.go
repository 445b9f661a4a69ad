package linebreak

import "chancery/layout"

// A river is a white streak that runs down through the spaces of riverLines
// lines or more, each overlapping the one above it by more than a third of a
// natural space.
const riverLines = 4

// gap is a space of a set line: from, to, from the line's left edge.
type gap struct {
	from, to int64
	depth    int // lines that the streak down to this gap has
}

// whiten appends the spaces of a node's last line to even.white, and says whether
// a river goes through it.
func (e *even) whiten(n *evenNode) (river bool) {
	above := e.nodes[n.prev].white
	n.white = [2]int32{int32(len(e.white)), 0}
	start := int32(0)
	x := int64(e.p.Lead)
	if q := e.nodes[n.prev].spot; q >= 0 {
		start, x = e.spots[q].after, e.spots[q].post
	}
	least := int64(e.p.Space) * 35 / 100
	a := above[0]
	for i := start; i < e.spots[n.spot].item; i++ {
		it := &e.items[i]
		switch it.Kind {
		case layout.ItemBox:
			w := int64(it.Width)
			x += w + w*int64(n.step)*int64(e.p.Step)/1000
		case layout.ItemGlue:
			if it.Fill != 0 {
				continue
			}
			b := gap{from: x, to: x + int64(it.Width)*n.ratio/ratioOne, depth: 1}
			for a < above[1] && e.white[a].to <= b.from {
				a++
			}
			for j := a; j < above[1] && e.white[j].from < b.to; j++ {
				if g := &e.white[j]; min(g.to, b.to)-max(g.from, b.from) > least {
					b.depth = max(b.depth, g.depth+1)
				}
			}
			river = river || b.depth >= riverLines
			e.white = append(e.white, b)
			x = b.to
		}
	}
	n.white[1] = int32(len(e.white))
	return river
}

// riverCost is what the rivers of a way cost that was found without their price.
func (e *even) riverCost(best int32) (cost int64) {
	e.white, e.way = e.white[:0], e.way[:0]
	for n := best; e.nodes[n].prev >= 0; n = e.nodes[n].prev {
		e.way = append(e.way, n)
	}
	for i := len(e.way) - 1; i >= 0; i-- {
		if n := &e.nodes[e.way[i]]; e.whiten(n) && !n.natural {
			cost += max(e.p.River, 1)
		}
	}
	return cost
}
