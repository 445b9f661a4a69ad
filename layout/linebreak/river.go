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

// gaps gives the spaces of a node's last line.
func (e *even) gaps(n *evenNode, out []gap) []gap {
	q := int(e.nodes[n.prev].spot)
	start := int32(0)
	x := int64(e.p.Lead)
	if q >= 0 {
		start, x = e.spots[q].after, e.spots[q].post
	}
	for i := start; i < e.spots[n.spot].item; i++ {
		it := &e.items[i]
		switch it.Kind {
		case layout.ItemBox:
			w := int64(it.Width)
			x += w + w*int64(n.step)*int64(e.p.Step)/1000
		case layout.ItemGlue:
			if it.Fill == 0 {
				w := int64(it.Width) * n.ratio / ratioOne
				out = append(out, gap{from: x, to: x + w, depth: 1})
				x += w
			}
		}
	}
	return out
}

// riverAt says whether a river of riverLines lines or more ends in the last line
// of a way.
func (e *even) riverAt(n *evenNode) bool {
	var chain [riverLines]*evenNode
	depth := 0
	for m := n; m.prev >= 0 && depth < riverLines; m = &e.nodes[m.prev] {
		chain[depth] = m
		depth++
	}
	if depth < riverLines {
		return false
	}
	above, below := e.above[:0], e.below[:0]
	defer func() { e.above, e.below = above[:0], below[:0] }()
	for i := depth - 1; i >= 0; i-- {
		below = e.gaps(chain[i], below[:0])
		for j := range below {
			b := &below[j]
			for k := range above {
				a := &above[k]
				if min(a.to, b.to)-max(a.from, b.from) > int64(e.p.Space)*35/100 {
					b.depth = max(b.depth, a.depth+1)
				}
			}
			if b.depth >= riverLines {
				return true
			}
		}
		above, below = below, above
	}
	return false
}

// river says whether a way has a river anywhere.
func (e *even) river(n int32) bool { return e.riverCost(n) > 0 }

// riverCost is what the rivers of a way cost that was found without their price.
func (e *even) riverCost(n int32) (cost int64) {
	for ; e.nodes[n].prev >= 0; n = e.nodes[n].prev {
		if e.riverAt(&e.nodes[n]) {
			cost += max(e.p.River, 1)
		}
	}
	return cost
}
