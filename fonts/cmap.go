package fonts

import "errors"

// cmap is the subtable of a font's character map that is used: format 4
// (the Basic Multilingual Plane) or 12 (all of Unicode), read where it lies.
type cmap struct {
	format int // 4 or 12
	data   []byte
	count  int // segments (4) or groups (12)
}

// chooseCmap picks the widest Unicode subtable: OpenType 1.9.1, "cmap".
func chooseCmap(b []byte) (cmap, error) {
	var best cmap
	rank := -1
	broken := errors.New("its character map (cmap) is broken")
	if len(b) < 4 {
		return best, broken
	}
	n := int(u16(b, 2))
	if len(b) < 4+8*n {
		return best, broken
	}
	for i := range n {
		platform, encoding, at := u16(b, 4+8*i), u16(b, 6+8*i), int(u32(b, 8+8*i))
		r := -1
		switch {
		case platform == 3 && encoding == 10, platform == 0 && (encoding == 4 || encoding == 6):
			r = 2
		case platform == 3 && encoding == 1, platform == 0 && encoding <= 3:
			r = 1
		}
		if r <= rank || at+16 > len(b) {
			continue
		}
		sub := b[at:]
		switch u16(sub, 0) {
		case 4:
			// The length field is not trusted: large tables overflow it.
			segs := int(u16(sub, 6)) / 2
			if 16+8*segs > len(sub) {
				return best, broken
			}
			best, rank = cmap{4, sub, segs}, r
		case 12:
			groups := int(u32(sub, 12))
			if groups > (len(sub)-16)/12 {
				return best, broken
			}
			best, rank = cmap{12, sub, groups}, r
		}
	}
	if rank < 0 {
		return best, errors.New("it has no Unicode character map that Chancery reads (cmap format 4 or 12)")
	}
	return best, nil
}

// lookup gives the glyph of a character, 0 for none.
func (c *cmap) lookup(r rune) GlyphID {
	if r < 0 {
		return 0
	}
	if c.format == 12 {
		return c.lookup12(uint32(r))
	}
	if r > 0xFFFF {
		return 0
	}
	return c.lookup4(uint16(r))
}

func (c *cmap) lookup12(r uint32) GlyphID {
	lo, hi := 0, c.count
	for lo < hi {
		mid := (lo + hi) / 2
		g := c.data[16+12*mid:]
		switch start := u32(g, 0); {
		case r < start:
			hi = mid
		case r > u32(g, 4):
			lo = mid + 1
		default:
			if id := uint64(u32(g, 8)) + uint64(r-start); id <= 0xFFFF {
				return GlyphID(id)
			}
			return 0
		}
	}
	return 0
}

func (c *cmap) lookup4(r uint16) GlyphID {
	ends := c.data[14:]
	lo, hi := 0, c.count
	for lo < hi {
		mid := (lo + hi) / 2
		if u16(ends, 2*mid) < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == c.count {
		return 0
	}
	starts := 16 + 2*c.count
	start := u16(c.data, starts+2*lo)
	if r < start {
		return 0
	}
	delta := u16(c.data, starts+2*c.count+2*lo)
	at := starts + 4*c.count + 2*lo
	offset := u16(c.data, at)
	if offset == 0 {
		return GlyphID(r + delta)
	}
	at += int(offset) + 2*int(r-start)
	if at+2 > len(c.data) {
		return 0
	}
	g := u16(c.data, at)
	if g == 0 {
		return 0
	}
	return GlyphID(g + delta)
}
