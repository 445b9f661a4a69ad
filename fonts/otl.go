package fonts

// view is a part of a layout table, read with care: what lies beyond its end is
// zero or empty. Counts are not trusted either; a broken table gives less, and
// never a panic (OpenType 1.9.1, "OpenType Layout Common Table Formats").
type view []byte

// budget bounds the work on a layout table. Real fonts need some ten thousand
// steps; a broken one may point to the same things again and again.
type budget int

const layoutSteps budget = 1 << 20

// spent takes a step and says whether there is none left.
func (b *budget) spent() bool {
	*b--
	return *b < 0
}

func (v view) u16(at int) int {
	if at < 0 || at+2 > len(v) {
		return 0
	}
	return int(u16(v, at))
}

func (v view) u32(at int) int {
	if at < 0 || at+4 > len(v) {
		return 0
	}
	return int(u32(v, at))
}

// from is the rest of the table from an offset on; offset 0 means that there is nothing.
func (v view) from(offset int) view {
	if offset <= 0 || offset >= len(v) {
		return nil
	}
	return v[offset:]
}

// link follows the 16-bit offset that stands at a place.
func (v view) link(at int) view { return v.from(v.u16(at)) }

// count reads a count at a place, at most what fits behind it in entries of a size.
func (v view) count(at, size int) int {
	room := (len(v) - at - 2) / size
	return max(0, min(v.u16(at), room))
}

// coverage calls visit for the glyphs of a coverage table, with their index, in order.
func (v view) coverage(visit func(index int, g GlyphID)) {
	switch v.u16(0) {
	case 1:
		for i := range v.count(2, 2) {
			visit(i, GlyphID(v.u16(4+2*i)))
		}
	case 2:
		next := 0 // ranges rise; a broken table must not go round in them
		for i := range v.count(2, 6) {
			rec := 4 + 6*i
			start, end, index := v.u16(rec), v.u16(rec+2), v.u16(rec+4)
			if start < next {
				return
			}
			next = end + 1
			for g := start; g <= end; g++ {
				visit(index+g-start, GlyphID(g))
			}
		}
	}
}

// class gives the class of a glyph in a class definition table, 0 if it has none.
func (v view) class(g GlyphID) int {
	switch v.u16(0) {
	case 1:
		if i := int(g) - v.u16(2); i >= 0 && i < v.count(4, 2) {
			return v.u16(6 + 2*i)
		}
	case 2:
		lo, hi := 0, v.count(2, 6)
		for lo < hi {
			mid := (lo + hi) / 2
			switch rec := 4 + 6*mid; {
			case int(g) < v.u16(rec):
				hi = mid
			case int(g) > v.u16(rec+2):
				lo = mid + 1
			default:
				return v.u16(rec + 4)
			}
		}
	}
	return 0
}

// features calls visit for each feature of a GSUB or GPOS table with its
// lookups, which visit must not keep.
func (v view) features(visit func(tag string, lookups []int)) {
	list := v.link(6)
	var lookups []int
	for i := range list.count(0, 6) {
		rec := 2 + 6*i
		feature := list.link(rec + 4)
		lookups = lookups[:0]
		for k := range feature.count(2, 2) {
			lookups = append(lookups, feature.u16(4+2*k))
		}
		visit(string(list[rec:rec+4]), lookups)
	}
}

// lookup is a lookup of a GSUB or GPOS table, its extension subtables resolved.
type lookup struct {
	kind      int
	flag      int
	filterSet int // mark filtering set, where flag has 0x10
	subtables []view
}

// maxSubtables is how many subtables are read in all. Real fonts have some hundred.
const maxSubtables = 1 << 14

// lookups reads the lookup list; extension is the lookup type that holds others.
func (v view) lookups(extension int) []lookup {
	list := v.link(8)
	all := make([]lookup, list.count(0, 2))
	left := maxSubtables
	for i := range all {
		t := list.link(2 + 2*i)
		l := lookup{kind: t.u16(0), flag: t.u16(2)}
		n := min(t.count(4, 2), left)
		left -= n
		for k := range n {
			sub := t.link(6 + 2*k)
			kind := t.u16(0)
			if kind == extension {
				kind, sub = sub.u16(2), sub.from(sub.u32(4))
			}
			l.kind = kind
			l.subtables = append(l.subtables, sub)
		}
		if l.flag&0x10 != 0 {
			l.filterSet = t.u16(6 + 2*n)
		}
		all[i] = l
	}
	return all
}
