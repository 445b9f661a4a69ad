package pagebreak

import (
	"math/bits"

	"chancery/layout"
)

// Set appends to dst the final height of every item that the page shows, one for
// each of items[Start:End], and returns it: a box has its own, glue what it is set
// to, a penalty none, glue at the foot none. With Head they sum to Height and Give, exactly:
// what rounding leaves over goes to whichever glue the running sum passes a half
// unit in.
func (p *Page) Set(items []Item, dst []layout.Length) []layout.Length {
	foot := p.End
	for foot > p.Start && items[foot-1].Kind != Box {
		foot--
	}
	var part, given layout.Length
	for i := p.Start; i < p.End; i++ {
		it := &items[i]
		h := it.Height
		switch {
		case it.Kind == Penalty || i >= foot:
			h = 0
		case it.Kind == Glue && p.Give != 0:
			total := p.Stretch
			if p.Give < 0 {
				total = p.Shrink
				part += it.Shrink
			} else {
				part += it.Stretch
			}
			now := portion(p.Give, part, total)
			h += now - given
			given = now
		}
		dst = append(dst, h)
	}
	return dst
}

// portion is give·part/total, rounded half away from zero, for total > 0.
func portion(give, part, total layout.Length) layout.Length {
	neg := (give < 0) != (part < 0)
	hi, lo := bits.Mul64(uint64(max(give, -give)), uint64(max(part, -part)))
	lo, carry := bits.Add64(lo, uint64(total)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(total))
	if neg {
		return -layout.Length(q)
	}
	return layout.Length(q)
}
