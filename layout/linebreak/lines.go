package linebreak

import "chancery/layout"

// lines reads the lines that lead to a node, into the array of dst if it is
// large enough.
func (s *search) lines(items []layout.Item, n int32, dst []Line) []Line {
	count := 0
	for m := n; s.nodes[m].prev >= 0; m = s.nodes[m].prev {
		count++
	}
	if cap(dst) < count {
		dst = make([]Line, count)
	}
	dst = dst[:count]
	for i := count - 1; i >= 0; i-- {
		to := &s.nodes[n]
		dst[i] = s.setLine(items, &s.nodes[to.prev], to, int32(i))
		n = to.prev
	}
	return dst
}

// setLine is the line between two nodes.
func (s *search) setLine(items []layout.Item, from, to *node, number int32) Line {
	p := &s.places[to.place]
	l := Line{
		Start:      int(from.after),
		End:        int(p.item),
		Width:      layout.Length(p.end.w - from.start.w),
		Class:      to.class,
		Hyphenated: p.flagged && int(to.place) != len(s.places)-1,
	}
	if from.place >= 0 {
		if it := s.places[from.place].item; int(it) < len(items) {
			l.Lead = items[it].Post
		}
	}
	width := s.width(number)
	l.Excess = layout.Length(width) - l.Width
	if s.p.Ragged {
		l.Overfull = l.Excess < 0
		l.Underfull = l.Excess > 0 && !p.forced && badness(int64(l.Excess), s.ragged(width)) > int64(s.p.Tolerance)
		return l
	}
	l.Stretch = layout.Length(p.end.y - from.start.y)
	l.Shrink = layout.Length(p.end.z - from.start.z)
	l.Fill = layout.Length(p.end.f - from.start.f)
	switch {
	case l.Excess < 0 && -l.Excess > l.Shrink:
		l.Overfull = true
		l.Ratio = -1 << 16
	case l.Excess < 0:
		l.Ratio = ratio(l.Excess, l.Shrink)
	case l.Excess > 0 && l.Fill <= 0:
		if l.Stretch > 0 {
			l.Ratio = ratio(l.Excess, l.Stretch)
		}
		l.Underfull = badness(int64(l.Excess), int64(l.Stretch)) > int64(s.p.Tolerance)
	}
	return l
}

// Set appends to dst the final width of every item that the line shows, one for
// each of items[Start:End] and one for the break at End, and returns it: a box
// has its own width, glue what it is set to, a penalty or discretionary that is
// not taken none; the break has what it leaves at the line's end, Pre and, of a
// penalty, Width.
//
// With Lead the widths sum to the measure, exactly: the excess goes to the glue
// in proportion to what each can give, and what rounding leaves over to whichever
// glue the running sum passes a half unit in, so that no two equal glues differ
// by more than a unit of 2⁻¹⁶ pt. They sum to more on an overfull line, whose
// glue is shrunk by all that it has and no more, and to less where the line is
// ragged or has no glue to stretch: then they are natural.
func (l *Line) Set(items []layout.Item, dst []layout.Length) []layout.Length {
	give := l.Excess
	total := layout.Length(0)
	switch {
	case give > 0 && l.Fill > 0:
		total = l.Fill
	case give > 0:
		total = max(l.Stretch, 0)
	default:
		total = max(l.Shrink, 0)
		give = max(give, -total)
	}
	var part, given layout.Length // what the glue so far can give, and gives
	for i := l.Start; i < l.End; i++ {
		it := &items[i]
		switch it.Kind {
		case layout.ItemBox:
			dst = append(dst, it.Width)
		case layout.ItemGlue:
			w := it.Width
			if total > 0 {
				switch {
				case give < 0:
					part += it.Shrink
				case (it.Fill > 0) == (l.Fill > 0):
					part += it.Stretch
				}
				now := portion(give, part, total)
				w += now - given
				given = now
			}
			dst = append(dst, w)
		default:
			dst = append(dst, 0)
		}
	}
	var end layout.Length
	if l.End < len(items) {
		end = items[l.End].Pre
		if items[l.End].Kind == layout.ItemPenalty {
			end += items[l.End].Width
		}
	}
	return append(dst, end)
}

// portion is give·part/total, rounded half away from zero.
func portion(give, part, total layout.Length) layout.Length {
	neg := (give < 0) != (part < 0)
	q := layout.Length(mulDiv(int64(max(give, -give)), int64(max(part, -part)), int64(total)))
	if neg {
		return -q
	}
	return q
}
