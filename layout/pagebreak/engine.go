package pagebreak

import (
	"math"

	"chancery/layout"
)

// sums are running totals over the items: natural height, stretch, shrink, notes.
type sums struct{ h, y, z, n int64 }

// place is where a page may end.
type place struct {
	end, start sums  // totals up to here, and those that the next page begins with
	item       int32 // the item broken at; len(items) at an open end
	after      int32 // the item that the next page begins with
	forced     bool
}

// node is a best way to reach a place (in so many pages, while their number matters).
type node struct {
	start  sums
	over   int64 // by how much its pages are too tall, together
	weight int64 // of the laws that its pages break
	cost   int64
	after  int32
	place  int32 // -1: the document's start
	prev   int32 // node before; -1 at the start
	page   int32 // pages so far, which is also the number of the next page
	tried  bool  // some break after it gave a page that is not too tall
}

// less orders ways: too tall first, then laws, then cost.
func (n *node) less(m *node) bool {
	if n.over != m.over {
		return n.over < m.over
	}
	if n.weight != m.weight {
		return n.weight < m.weight
	}
	return n.cost < m.cost
}

// breaker is the working memory of Break, kept between documents.
type breaker struct {
	places  []place
	heights []int64 // by page; the last entry holds for all later pages
	nodes   []node
	active  []int32 // nodes that a later page can begin at, by page
	next    []int32
}

// load finds the places and the heights.
func (b *breaker) load(items []Item, height func(page int) layout.Length) {
	b.places = b.places[:0]
	var at, foot sums // foot: up to the last box, for glue at a page's foot vanishes
	solid, open, forced := false, false, -1
	for i := range items {
		it := &items[i]
		here := place{item: int32(i), end: foot}
		legal := false
		switch it.Kind {
		case Box:
			at.h += int64(it.Height)
			at.n += int64(it.Notes)
			foot = at
			solid, open = true, true
		case Glue:
			legal = solid
			at.add(it)
			solid = false
		case Penalty:
			legal = true
			here.forced = it.Penalty <= ForcedPenalty
			solid = false
		}
		if !legal {
			continue
		}
		if here.forced {
			forced, open = len(b.places), false
		}
		b.places = append(b.places, here)
	}
	switch {
	case open || forced < 0 && len(items) > 0:
		b.places = append(b.places, place{item: int32(len(items)), end: foot, forced: true})
	case len(items) > 0:
		b.places = b.places[:forced+1] // no box follows the last forced break
	}
	b.discard(items, at)
	b.heights = b.heights[:0]
	for page := range b.places {
		b.heights = append(b.heights, int64(height(page)))
	}
	n := len(b.heights)
	for n > 1 && b.heights[n-1] == b.heights[n-2] {
		n--
	}
	b.heights = b.heights[:n]
}

func (s *sums) add(it *Item) {
	s.h += int64(it.Height)
	s.y += int64(it.Stretch)
	s.z += int64(it.Shrink)
}

// discard finds, walking back from the end where the totals are at, what each
// place's next page begins with: the next box, or the next break that is forced.
func (b *breaker) discard(items []Item, at sums) {
	k := len(b.places) - 1
	after, start := int32(len(items)), at
	if k >= 0 && int(b.places[k].item) == len(items) {
		b.places[k].after, b.places[k].start = after, at
		k--
	}
	for i := len(items) - 1; i >= 0 && k >= 0; i-- {
		it := &items[i]
		if p := &b.places[k]; int(p.item) == i {
			p.after, p.start = after, start
			k--
		}
		switch it.Kind {
		case Box:
			at.h -= int64(it.Height)
			at.n -= int64(it.Notes)
			after, start = int32(i), at
			start.h -= int64(it.Head) // the page is that much higher
		case Glue:
			at.h -= int64(it.Height)
			at.y -= int64(it.Stretch)
			at.z -= int64(it.Shrink)
		case Penalty:
			if it.Penalty <= ForcedPenalty {
				after, start = int32(i), at
			}
		}
	}
}

// search is the state of one pass over the places.
type search struct {
	*breaker
	items   []Item
	p       *Params
	lawless bool // laws may be broken and pages too tall, at their price
}

// room is the height of a page.
func (s *search) room(page int32) int64 {
	return s.heights[min(int(page), len(s.heights)-1)]
}

// run does one pass and says whether it reached the end; then the active nodes
// are those that end there.
func (s *search) run() bool {
	first := node{place: -1, prev: -1}
	for int(first.after) < len(s.items) && s.items[first.after].discardable() {
		if it := &s.items[first.after]; it.Kind == Glue {
			first.start.add(it)
		}
		first.after++
	}
	if int(first.after) < len(s.items) {
		first.start.h -= int64(s.items[first.after].head())
	}
	s.nodes = append(s.nodes[:0], first)
	s.active = append(s.active[:0], 0)
	for k := range s.places {
		p := &s.places[k]
		if !s.lawless && !p.forced && int(p.item) < len(s.items) {
			if it := &s.items[p.item]; it.Kind == Penalty && it.Penalty >= InfinitePenalty {
				continue
			}
		}
		if s.try(int32(k)); len(s.active) == 0 {
			return false
		}
	}
	return true
}

// discardable says whether an item vanishes at a page's top.
func (it *Item) discardable() bool {
	return it.Kind == Glue || it.Kind == Penalty && it.Penalty > ForcedPenalty
}

// head is what a page that begins with the item sets again above it.
func (it *Item) head() layout.Length {
	if it.Kind != Box {
		return 0
	}
	return it.Head
}

// spread is how many pages more than the fewest a way may take to an item, while
// the heights of pages have not settled.
const spread = 8

// try considers the pages that end at a place, by groups of those of one number.
func (s *search) try(k int32) {
	settled := int32(len(s.heights) - 1)
	p := &s.places[k]
	s.next = s.next[:0]
	fewest := int32(math.MaxInt32)
	for i := 0; i < len(s.active); {
		group := min(s.nodes[s.active[i]].page, settled)
		room := s.room(group)
		found := node{prev: -1}
		for ; i < len(s.active); i++ {
			n := s.active[i]
			if min(s.nodes[n].page, settled) != group {
				break
			}
			if s.page(n, k, room, &found) {
				s.next = append(s.next, n)
			}
		}
		if found.prev < 0 {
			continue
		}
		found.start, found.after, found.place = p.start, p.after, k
		found.page = s.nodes[found.prev].page + 1
		if fewest = min(fewest, found.page); found.page > fewest+spread {
			continue
		}
		s.next = append(s.next, int32(len(s.nodes)))
		s.nodes = append(s.nodes, found)
	}
	s.active, s.next = s.next, s.active
}

// page prices the page from node n to place k and says whether n stays active.
func (s *search) page(n, k int32, room int64, found *node) bool {
	a, p := &s.nodes[n], &s.places[k]
	if p.item < a.after || p.item == a.after && !p.forced {
		return true // nothing but discardable items between: no page
	}
	pg := s.measure(a, p, room)
	way := node{over: a.over, weight: a.weight, cost: a.cost, prev: n}
	if pg.Spare < 0 {
		// Too tall, and so will be all longer pages: only where no shorter page
		// is possible, for then no choice of breaks avoids it.
		if !s.lawless || a.tried {
			return false
		}
		way.over -= int64(pg.Spare)
	}
	last := int(k) == len(s.places)-1
	stays := !p.forced && pg.Spare >= 0
	a.tried = true
	way.cost += white(&pg, room, p.forced)
	if int(p.item) < len(s.items) {
		if it := &s.items[p.item]; it.Kind == Penalty && !p.forced && !s.charge(&way, it.Penalty) {
			return stays
		}
	}
	if s.p.Cost != nil {
		if c, _ := s.p.Cost(pg.Start, pg.End, last); !s.charge(&way, c) {
			return stays
		}
	}
	if found.prev < 0 || way.less(found) {
		*found = way
	}
	return stays
}

// charge adds a penalty or a caller's cost to a way and says whether that is
// allowed in this pass.
func (s *search) charge(way *node, cost int64) bool {
	if cost < InfinitePenalty {
		way.cost += cost
		return true
	}
	way.weight += cost - InfinitePenalty + 1
	return s.lawless
}

// measure fits the page from node a to place p into its room.
func (s *search) measure(a *node, p *place, room int64) Page {
	pg := Page{Start: int(a.after), End: int(p.item)}
	if p.item > a.after {
		pg.Head = s.items[a.after].head()
		pg.Height = layout.Length(p.end.h - a.start.h)
		pg.Stretch = layout.Length(p.end.y - a.start.y)
		pg.Shrink = layout.Length(p.end.z - a.start.z)
		if n := p.end.n - a.start.n; n > 0 {
			pg.Notes = layout.Length(n) + s.p.Separator
		}
	}
	switch spare := layout.Length(room) - pg.Height - pg.Notes; {
	case spare < 0:
		pg.Give = max(spare, -max(pg.Shrink, 0))
	case !p.forced:
		pg.Give = min(spare, max(pg.Stretch, 0))
	}
	pg.Spare = layout.Length(room) - pg.Height - pg.Notes - pg.Give
	return pg
}

// white is the cost of a page's spare space and of its stretched or shrunk glue.
func white(pg *Page, room int64, forced bool) int64 {
	var c int64
	if pg.Spare > 0 && !forced && room > 0 {
		c = int64(pg.Spare) * 1000 / room
		c *= c
	}
	give, can := int64(pg.Give), int64(pg.Stretch)
	if give < 0 {
		give, can = -give, int64(pg.Shrink)
	}
	if give > 0 {
		r := give << 16 / can
		c += r * r * r / (1 << 32) * 100 >> 16
	}
	return c
}

// result reads the pages off the best way to the end, and what laws they break.
func (s *search) result() Result {
	n := s.active[0]
	for _, m := range s.active[1:] {
		if s.nodes[m].less(&s.nodes[n]) {
			n = m
		}
	}
	res := Result{Pages: make([]Page, s.nodes[n].page), Cost: s.nodes[n].cost}
	broken := s.nodes[n].over > 0 || s.nodes[n].weight > 0
	for i := len(res.Pages) - 1; i >= 0; i-- {
		to := &s.nodes[n]
		n = to.prev
		res.Pages[i] = s.measure(&s.nodes[n], &s.places[to.place], s.room(int32(i)))
	}
	if !broken {
		return res
	}
	for i, pg := range res.Pages {
		if pg.Spare < 0 {
			res.Violations = append(res.Violations, Violation{TooTall, pg.Start, i})
		}
		if pg.End < len(s.items) {
			if it := &s.items[pg.End]; it.Kind == Penalty && it.Penalty >= InfinitePenalty {
				res.Violations = append(res.Violations, Violation{it.Law, pg.End, i})
			}
		}
		if s.p.Cost != nil {
			if c, law := s.p.Cost(pg.Start, pg.End, i == len(res.Pages)-1); c >= InfinitePenalty {
				res.Violations = append(res.Violations, Violation{law, pg.Start, i})
			}
		}
	}
	return res
}
