package linebreak

import "chancery/layout"

// Balance breaks a headline: into the fewest lines that the measure allows, and
// of all ways to have so few into the most even ones. Every glue keeps its natural
// width and no discretionary is taken, unless a word is wider than its line.
//
// A line costs the square of the space that it leaves, in 1024ths of its measure,
// and the square of its break's penalty (a bonus, if that is negative): so a
// penalty of 100 weighs as much as a tenth of a line left empty, and a headline
// can be broken by sense. The last line counts like the
// others. Of p only HyphenPenalty is read. The result's lines are as those of a
// ragged paragraph; what is overfull is as little as can be, and comes before the
// number of lines.
func Balance(items []layout.Item, measure func(line int) layout.Length, p Params) (Result, error) {
	b := breakers.Get().(*breaker)
	defer breakers.Put(b)
	if err := b.load(items, measure, p.HyphenPenalty); err != nil {
		return Result{}, err
	}
	if len(b.places) == 0 {
		return Result{}, nil
	}
	p = Params{Ragged: true, Tolerance: infBad, HyphenPenalty: p.HyphenPenalty}
	s := search{breaker: b, p: &p, pass: PassPretolerance, settled: int32(len(b.places))}
	best := s.balance()
	if b.nodes[best].over > 0 && b.discs {
		s.pass = PassRescue
		best = s.balance()
	}
	return Result{Lines: s.lines(items, best, nil), Demerits: b.nodes[best].demerits, Pass: s.pass}, nil
}

// balance is the search of Balance: like run and try, with other prices, one
// class, and nodes kept for every number of lines. It returns the node of the end.
func (s *search) balance() int32 {
	s.nodes = append(s.nodes[:0], node{class: Decent, place: -1, prev: -1})
	s.active = append(s.active[:0], 0)
	for k := range s.places {
		p := &s.places[k]
		if p.disc && s.pass == PassPretolerance && !p.forced {
			continue
		}
		s.next = s.next[:0]
		for i := 0; i < len(s.active); {
			group := s.nodes[s.active[i]].line
			found := best{over: unreached}
			for ; i < len(s.active) && s.nodes[s.active[i]].line == group; i++ {
				if s.even(s.active[i], p, &found) {
					s.next = append(s.next, s.active[i])
				}
			}
			if found.over == unreached {
				continue
			}
			s.next = append(s.next, int32(len(s.nodes)))
			s.nodes = append(s.nodes, node{
				start: p.start, demerits: found.demerits, over: found.over, after: p.after, place: int32(k),
				prev: found.from, line: group + 1, class: Decent, flagged: p.flagged,
			})
		}
		s.active, s.next = s.next, s.active
	}
	end := s.active[0] // by line: the first of the least overfull has the fewest
	for _, n := range s.active[1:] {
		if s.nodes[n].over < s.nodes[end].over {
			end = n
		}
	}
	return end
}

// even prices the line from node n to place p and says whether n stays active.
func (s *search) even(n int32, p *place, found *best) bool {
	a := &s.nodes[n]
	if p.item < a.after {
		return true
	}
	width := s.width(a.line)
	excess := width - (p.end.w - a.start.w)
	var d, over int64
	stays := !p.forced
	switch {
	case excess < 0 && a.tried:
		return stays && p.adds
	case excess < 0:
		over = -excess
		stays = stays && p.adds
	case width > 0:
		d = min(excess, width) << 10 / width
		d *= d
	}
	a.tried = a.tried || over == 0
	if pen := int64(p.penalty); pen > 0 {
		d += pen * pen
	} else if pen > layout.ForcedPenalty {
		d -= pen * pen
	}
	d, over = d+a.demerits, over+a.over
	if over < found.over || over == found.over && d < found.demerits {
		*found = best{over, d, n}
	}
	return stays
}
