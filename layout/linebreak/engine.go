package linebreak

import (
	"math"

	"chancery/layout"
)

// sums are running totals over the items: natural width, stretch, shrink, and
// infinite stretch. A line's are the difference of two.
type sums struct{ w, y, z, f int64 }

// place is where a line may end.
type place struct {
	end     sums  // totals up to here, with what the break shows at the line's end
	start   sums  // totals that the next line begins with, so that Lead counts in it
	item    int32 // the item broken at; len(items) at an open end
	after   int32 // the item that the next line begins with
	penalty int32
	flagged bool
	disc    bool
	forced  bool
	adds    bool // the break makes the line wider than what stands before it
}

// node is a best way to reach a place in so many lines with a last line of a class.
type node struct {
	start    sums
	demerits int64
	over     int64 // by how much its lines are overfull, together; before demerits
	after    int32
	place    int32 // -1: the paragraph's start
	prev     int32 // node before; -1 at the start
	line     int32 // lines so far, which is also the number of the next line
	class    Class
	flagged  bool
	// tried: some break after it gave a line that is not overfull.
	tried bool
}

// breaker is the working memory of Break, kept between paragraphs: no candidate
// allocates.
type breaker struct {
	places   []place
	measures []int64 // by line; the last entry holds for all later lines
	nodes    []node
	active   []int32 // nodes that a later line can begin at, by line
	next     []int32
	discs    bool // some place is a discretionary
}

// load finds the places and measures of a paragraph.
func (b *breaker) load(items []layout.Item, measure func(line int) layout.Length, hyphenPenalty int32) error {
	b.places = b.places[:0]
	b.discs = false
	var at, foot sums       // totals so far, and up to the last item that shows
	var total layout.Length // of absolute lengths
	shown := 0              // items up to the last that shows
	solid := false          // the item before shows
	open := false           // an item shows since the last forced break
	for i := range items {
		it := &items[i]
		here := place{item: int32(i), flagged: it.Flagged, end: at}
		here.end.w += atEnd(it)
		here.adds = here.end.w > at.w
		legal := false
		switch it.Kind {
		case layout.ItemBox:
			solid, open, shown = true, true, i+1
		case layout.ItemGlue:
			legal = solid
			solid = false
		case layout.ItemPenalty:
			here.penalty = it.Penalty
			legal = it.Penalty < layout.InfinitePenalty
			solid = false
		case layout.ItemDiscretionary:
			here.disc = true
			here.penalty = it.Penalty
			if it.Penalty > layout.ForcedPenalty {
				// Not a sum that could turn a price into a prohibition.
				here.penalty = int32(min(int64(it.Penalty)+int64(hyphenPenalty), layout.InfinitePenalty-1))
				here.penalty = max(here.penalty, layout.ForcedPenalty+1)
			}
			legal = it.Penalty < layout.InfinitePenalty
			solid, open, shown = true, true, i+1
		}
		for _, l := range [...]layout.Length{it.Width, it.Stretch, it.Shrink, it.Pre, it.Post} {
			if l = max(l, -l); l > Limit || l < 0 {
				return errLimit("a length of item", i)
			}
			if total += l; total > Limit {
				return errLimit("the sum of lengths up to item", i)
			}
		}
		if at.add(it); shown > i {
			foot = at
		}
		if !legal {
			continue
		}
		here.forced = here.penalty <= layout.ForcedPenalty
		if here.forced {
			open = false
		}
		b.discs = b.discs || here.disc && !here.forced
		b.places = append(b.places, here)
	}
	b.end(items, open, shown, foot)
	b.discard(items, at)
	return b.measure(measure)
}

// end makes the last place the paragraph's end: the last forced break, or, where
// something shows after it, what comes after the last item that does. Glue and
// penalties beyond vanish as at any line's end.
func (b *breaker) end(items []layout.Item, open bool, shown int, foot sums) {
	k := len(b.places) - 1
	if !open {
		for k >= 0 && !b.places[k].forced {
			k--
		}
		if k >= 0 {
			b.places = b.places[:k+1]
			return
		}
		if len(items) == 0 {
			return
		}
		k = len(b.places) - 1
	}
	for k >= 0 && int(b.places[k].item) >= shown {
		k--
	}
	b.places = b.places[:k+1]
	last := place{item: int32(shown), end: foot, forced: true}
	if shown < len(items) {
		last.end.w += atEnd(&items[shown])
	}
	b.places = append(b.places, last)
}

// add adds what an item has within a line.
func (s *sums) add(it *layout.Item) {
	switch it.Kind {
	case layout.ItemBox:
		s.w += int64(it.Width)
	case layout.ItemGlue:
		s.w += int64(it.Width)
		s.z += int64(it.Shrink)
		if it.Fill > 0 {
			s.f += int64(it.Stretch)
		} else {
			s.y += int64(it.Stretch)
		}
	case layout.ItemPenalty, layout.ItemDiscretionary:
	}
}

// atEnd is what an item leaves at the end of a line that is broken there.
func atEnd(it *layout.Item) int64 {
	if it.Kind == layout.ItemPenalty {
		return int64(it.Pre + it.Width)
	}
	return int64(it.Pre)
}

// discard finds, for each place, the item that a line after it begins with (the
// next that is not discardable, or that forces a break: Knuth and Plass 1981, §1)
// and the totals there. It walks back from the end, where the totals are at.
func (b *breaker) discard(items []layout.Item, at sums) {
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
			p.start.w -= int64(it.Post)
			k--
		}
		switch it.Kind {
		case layout.ItemBox:
			at.w -= int64(it.Width)
			after, start = int32(i), at
		case layout.ItemDiscretionary:
			after, start = int32(i), at
		case layout.ItemGlue:
			at.w -= int64(it.Width)
			at.z -= int64(it.Shrink)
			if it.Fill > 0 {
				at.f -= int64(it.Stretch)
			} else {
				at.y -= int64(it.Stretch)
			}
		case layout.ItemPenalty:
			if it.Penalty <= layout.ForcedPenalty {
				after, start = int32(i), at
			}
		}
	}
}

// measure asks for the measure of every line that there could be, and keeps them
// up to the last change: from there on a line's number does not matter, and
// nodes of different lines can be one (TeX: The Program, §847, easy_line).
func (b *breaker) measure(measure func(line int) layout.Length) error {
	b.measures = b.measures[:0]
	for line := range b.places {
		m := measure(line)
		if m > Limit || m < -Limit {
			return errLimit("the measure of line", line)
		}
		b.measures = append(b.measures, int64(m))
	}
	n := len(b.measures)
	for n > 1 && b.measures[n-1] == b.measures[n-2] {
		n--
	}
	b.measures = b.measures[:n]
	return nil
}

// width is the measure of a line.
func (b *breaker) width(line int32) int64 {
	return b.measures[min(int(line), len(b.measures)-1)]
}

// search is the state of one pass.
type search struct {
	*breaker
	p         *Params
	pass      Pass
	tolerance int64
	emergency int64
	settled   int32 // from this line on the number of a line does not matter
}

// solve runs the passes and reads the lines off the best node.
func (b *breaker) solve(items []layout.Item, p *Params) Result {
	if len(b.places) == 0 {
		return Result{}
	}
	var res Result
	for pass := PassPretolerance; pass <= PassRescue; pass++ {
		if pass == PassPretolerance && p.Pretolerance < 0 ||
			pass == PassEmergency && p.EmergencyStretch <= 0 ||
			pass == PassRescue && res.Pass != 0 {
			continue
		}
		s := search{breaker: b, p: p, pass: pass, tolerance: int64(p.Tolerance), settled: int32(len(b.measures) - 1)}
		switch {
		case pass == PassPretolerance:
			s.tolerance = int64(p.Pretolerance)
		case pass >= PassEmergency:
			s.emergency = min(int64(p.EmergencyStretch), int64(Limit))
		}
		if p.Looseness != 0 && pass < PassRescue {
			s.settled = math.MaxInt32
		}
		s.trace("@%v\n", pass)
		if !s.run() {
			continue
		}
		best, loose := s.choose()
		res = Result{Lines: s.lines(items, best, res.Lines), Demerits: b.nodes[best].demerits, Pass: pass}
		if loose {
			break
		}
	}
	return res
}

// run does one pass (TeX: The Program, §829 and §863) and says whether it
// reached the end; then the active nodes are those that end there.
func (s *search) run() bool {
	s.nodes = append(s.nodes[:0], node{class: Decent, place: -1, prev: -1})
	s.active = append(s.active[:0], 0)
	for k := range s.places {
		if s.places[k].disc && s.pass == PassPretolerance && !s.places[k].forced {
			continue
		}
		if s.try(int32(k)); len(s.active) == 0 {
			return false
		}
	}
	return true
}

// best is the cheapest way found to a place, by the class of its last line.
type best struct {
	over, demerits int64
	from           int32
}

const unreached = math.MaxInt64

// try considers the lines that end at a place: from every active node, by groups
// of those whose next line has the same number.
func (s *search) try(k int32) {
	s.next = s.next[:0]
	for i := 0; i < len(s.active); {
		group := min(s.nodes[s.active[i]].line, s.settled)
		width := s.width(group)
		var found [4]best
		for c := range found {
			found[c].over = unreached
		}
		for ; i < len(s.active); i++ {
			n := s.active[i]
			if min(s.nodes[n].line, s.settled) != group {
				break
			}
			if s.line(n, k, width, &found) {
				s.next = append(s.next, n)
			}
		}
		s.keep(k, &found)
	}
	s.active, s.next = s.next, s.active
}

// line prices the line from node n to place k and says whether n stays active.
func (s *search) line(n, k int32, width int64, found *[4]best) bool {
	a, p := &s.nodes[n], &s.places[k]
	if p.item < a.after {
		return true // nothing but discardable items between: no line
	}
	excess := width - (p.end.w - a.start.w)
	var bad, over int64
	class, stays := Decent, !p.forced
	shrink := p.end.z - a.start.z
	if s.p.Ragged {
		shrink = 0
	}
	switch {
	case excess < 0 && -excess > shrink:
		// Overfull, and so will be all longer lines, but for what the break
		// itself adds: without its hyphen the rest of the word may fit. The last
		// pass lets it be where no shorter line is possible: then no choice of
		// breaks avoids it.
		stays = stays && p.adds
		if s.pass < PassRescue || a.tried {
			return stays
		}
		bad, over, class = 100, -excess-max(shrink, 0), Tight
	case excess < 0:
		if bad = badness(-excess, shrink); bad > 12 {
			class = Tight
		}
	case p.end.f > a.start.f, excess == 0, s.p.Ragged && p.forced:
	case s.p.Ragged:
		bad = s.loose(excess, s.ragged(width), width)
	default:
		switch bad = s.loose(excess, p.end.y-a.start.y+s.emergency, width); {
		case bad > 99:
			class = VeryLoose
		case bad > 12:
			class = Loose
		}
	}
	a.tried = a.tried || over == 0
	if bad > s.tolerance && s.pass < PassRescue {
		return stays
	}
	d := s.demerits(a, k, bad, class)
	if w := width - excess; int(k) == len(s.places)-1 && a.line > 0 && s.p.LastLineMin > 0 && w < int64(s.p.LastLineMin) {
		if s.pass == PassPretolerance {
			return false
		}
		d += s.runtDemerits(w)
	}
	s.traceLine(n, k, bad, d)
	f := &found[class]
	over += a.over
	if d += a.demerits; f.over > over || f.over == over && f.demerits > d {
		*f = best{over, d, n}
	}
	return stays
}

// loose is the badness of a line that is too short by excess.
func (s *search) loose(excess, stretch, width int64) int64 {
	if s.pass < PassRescue {
		return badness(excess, stretch)
	}
	// A line without glue is thought to have some, so that of two such the
	// fuller one is the better.
	return wideBadness(excess, max(stretch, width/32))
}

// ragged is the space at the end of a ragged line of badness 100.
func (s *search) ragged(width int64) int64 {
	if s.p.RaggedStretch > 0 {
		return int64(s.p.RaggedStretch)
	}
	return width / 10
}

// demerits is what a line costs (TeX: The Program, §859).
func (s *search) demerits(a *node, k int32, bad int64, class Class) int64 {
	p := &s.places[k]
	d := max(-infBad, min(int64(s.p.LinePenalty), infBad)) + bad
	d *= d
	if pen := int64(p.penalty); pen > 0 {
		d += pen * pen
	} else if pen > layout.ForcedPenalty {
		d -= pen * pen
	}
	if last := int(k) == len(s.places)-1; a.flagged && last {
		d += s.p.FinalHyphenDemerits
	} else if a.flagged && p.flagged {
		d += s.p.DoubleHyphenDemerits
	}
	if !s.p.Ragged && (class > a.class+1 || a.class > class+1) {
		d += s.p.AdjDemerits
	}
	return d
}

// runtDemerits is what a last line of natural width w, under LastLineMin, costs
// beside all else.
func (s *search) runtDemerits(w int64) int64 {
	least := int64(s.p.LastLineMin)
	return s.p.RuntDemerits + mulDiv(least-max(w, 0), max(s.p.RuntDemerits, 0), least)
}

// keep makes active nodes of the best lines found to a place: the best of each
// class, but none that even the price of unlike neighbours could not make good
// (TeX: The Program, §836).
func (s *search) keep(k int32, found *[4]best) {
	least := best{over: unreached}
	for _, f := range found {
		if f.over < least.over || f.over == least.over && f.over != unreached && f.demerits < least.demerits {
			least = f
		}
	}
	if least.over == unreached {
		return
	}
	p := &s.places[k]
	for c, f := range found {
		if f.over != least.over || f.demerits > least.demerits+max(s.p.AdjDemerits, 0) {
			continue
		}
		s.next = append(s.next, int32(len(s.nodes)))
		s.nodes = append(s.nodes, node{
			start: p.start, demerits: f.demerits, over: f.over, after: p.after, place: k, prev: f.from,
			line: s.nodes[f.from].line + 1, class: Class(c), flagged: p.flagged,
		})
		s.traceNode(int32(len(s.nodes) - 1))
	}
}

// choose picks the node that the paragraph ends with, and says whether it has
// the looseness asked for (TeX: The Program, §874 and §875).
func (s *search) choose() (int32, bool) {
	best := s.active[0]
	for _, n := range s.active[1:] {
		if s.less(n, best) {
			best = n
		}
	}
	want := int32(s.p.Looseness)
	if want == 0 || s.pass == PassRescue {
		return best, true
	}
	bestLine, actual := s.nodes[best].line, int32(0)
	for _, n := range s.active {
		diff := s.nodes[n].line - bestLine
		nearer := diff < actual && want <= diff || diff > actual && want >= diff
		if nearer || diff == actual && s.less(n, best) {
			best, actual = n, diff
		}
	}
	return best, actual == want
}

// less orders nodes by what is overfull, then by demerits.
func (s *search) less(n, m int32) bool {
	a, b := &s.nodes[n], &s.nodes[m]
	return a.over < b.over || a.over == b.over && a.demerits < b.demerits
}
