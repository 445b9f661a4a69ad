package linebreak

import "chancery/layout"

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
