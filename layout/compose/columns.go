package compose

import "chancery/layout"

// columnWants are the widths that a table's columns ask for: with every cell on
// one line, and with every line broken wherever it may be.
type columnWants struct{ natural, least []layout.Length }

// span takes a cell into account that covers several columns with gutters between
// them: what it wants beyond theirs goes to them in proportion to what they hold.
func (w *columnWants) span(first, count int, gutter, natural, least layout.Length) {
	natural -= gutter * layout.Length(count-1)
	least -= gutter * layout.Length(count-1)
	raise(w.natural[first:first+count], natural, w.natural[first:first+count])
	raise(w.least[first:first+count], least, w.natural[first:first+count])
}

// raise makes widths sum to total at least; what is missing is shared in
// proportion to weights, or equally where they are all nothing.
func raise(widths []layout.Length, total layout.Length, weights []layout.Length) {
	missing := total - sum(widths)
	if missing <= 0 {
		return
	}
	share(widths, missing, append([]layout.Length(nil), weights...))
}

// share adds amount to widths in proportion to weights, to the last unit.
func share(widths []layout.Length, amount layout.Length, weights []layout.Length) {
	total := sum(weights)
	var part, given layout.Length
	for i := range widths {
		var now layout.Length
		if total > 0 {
			part += weights[i]
			now = layout.Length(mulDiv(int64(amount), int64(part), int64(total)))
		} else {
			now = amount * layout.Length(i+1) / layout.Length(len(widths))
		}
		widths[i] += now - given
		given = now
	}
}

// mulDiv is a·b/c, with b and c halved together until the product is in range.
func mulDiv(a, b, c int64) int64 {
	if b == c {
		return a
	}
	for b > 1<<30 || c > 1<<30 {
		b, c = b>>1, c>>1
	}
	return a * b / max(c, 1)
}

func sum(ls []layout.Length) (total layout.Length) {
	for _, l := range ls {
		total += l
	}
	return total
}

// widths shares what there is among the columns. Where all have what they want
// they get that. Else who wants no more than an equal share has it, for short
// columns broken beside a long one cost more lines than they save; the others
// share the rest by how much they hold, none less than half an equal share of it.
// No column is narrower than its least, unless even these do not fit: then all
// give way alike, and words are cut.
func (w *columnWants) widths(room layout.Length) []layout.Length {
	n := len(w.natural)
	if sum(w.natural) <= room {
		return append([]layout.Length(nil), w.natural...)
	}
	if sum(w.least) >= room {
		out := make([]layout.Length, n)
		share(out, room, w.least)
		return out
	}
	out := make([]layout.Length, n)
	rest, open := room, n
	for changed := true; changed && open > 0; {
		changed = false
		for i := range out {
			if out[i] == 0 && w.natural[i] <= rest/layout.Length(open) {
				out[i] = max(w.natural[i], 1)
				rest -= out[i]
				open--
				changed = true
			}
		}
	}
	var weights []layout.Length
	var wide []int
	for i := range out {
		if out[i] == 0 {
			wide = append(wide, i)
			weights = append(weights, w.natural[i])
		}
	}
	if open > 0 {
		shares := make([]layout.Length, open)
		share(shares, rest/2, make([]layout.Length, open))
		share(shares, rest-sum(shares), weights)
		for k, i := range wide {
			out[i] = shares[k]
		}
	}
	w.settle(out, room)
	return out
}

// settle brings every column between its least and its natural width: what is
// missing is taken from those that have more than their least, what is over is
// given to those that want more.
func (w *columnWants) settle(out []layout.Length, room layout.Length) {
	for i := range out {
		out[i] = max(w.least[i], min(out[i], w.natural[i]))
	}
	slack := make([]layout.Length, len(out))
	switch over := sum(out) - room; {
	case over > 0:
		for i := range out {
			slack[i] = out[i] - w.least[i]
		}
		less := make([]layout.Length, len(out))
		share(less, over, slack)
		for i := range out {
			out[i] -= less[i]
		}
	case over < 0:
		for i := range out {
			slack[i] = w.natural[i] - out[i]
		}
		share(out, -over, slack)
	}
}
