package linebreak

import (
	"math"

	"chancery/layout"
)

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
