package raster

import (
	"encoding/binary"
	"hash/adler32"
	"math/bits"
)

// packer writes rows of pixels as a zlib stream (RFC 1950, RFC 1951) of one block.
// It looks for repetitions in two places only, the pixel before and the row above,
// which is where those of drawn type are: that costs a fraction of a general
// search, and the bytes do not change with the library's version.
type packer struct {
	out    []byte
	acc    uint64 // bits not yet written, the first lowest
	n      uint   // how many
	tokens []uint16
}

// A token is a literal byte, or 256 and more for a repetition: its length, and
// fromAbove if it is of the row above.
const (
	repetition = 256
	fromAbove  = 1 << 15
)

// pack compresses rows of rowLen bytes, filter byte included, whose pixels have
// px bytes (1 where they share one).
func pack(raw []byte, rowLen, px int) []byte {
	p := &packer{tokens: make([]uint16, 0, len(raw)/16+64)}
	p.search(raw, rowLen, px)

	lits, dists := make([]int, 286), make([]int, 30)
	for _, t := range p.tokens {
		if t < repetition {
			lits[t]++
		} else {
			s, _, _ := lengthSymbol(int(t&^fromAbove - repetition))
			lits[s]++
		}
	}
	lits[256] = 1 // the end of the block
	before, beforeExtra, beforeBits := distanceSymbol(px)
	row, rowExtra, rowBits := before, beforeExtra, beforeBits
	if rowLen <= window {
		row, rowExtra, rowBits = distanceSymbol(rowLen)
	}
	dists[before], dists[row] = 1, 1
	litCodes, distCodes := huffman(lits), huffman(dists)

	p.out = append(make([]byte, 0, len(p.tokens)+512), 0x78, 0x01) // deflate, window of 32 KB, fastest
	p.header(litCodes, distCodes)
	var whole [259]code // of a length with its extra bits
	for n := 3; n <= 258; n++ {
		s, extra, count := lengthSymbol(n)
		c := litCodes[s]
		whole[n] = code{c.bits | extra<<c.n, c.n + count}
	}
	near, above := distCodes[before], distCodes[row]
	near = code{near.bits | beforeExtra<<near.n, near.n + beforeBits}
	above = code{above.bits | rowExtra<<above.n, above.n + rowBits}
	for _, t := range p.tokens {
		switch {
		case t < repetition:
			p.put(litCodes[t])
		case t&fromAbove != 0:
			p.put(whole[t&^fromAbove-repetition])
			p.put(above)
		default:
			p.put(whole[t-repetition])
			p.put(near)
		}
	}
	p.put(litCodes[256])
	for p.n > 0 {
		p.out = append(p.out, byte(p.acc))
		p.acc >>= 8
		p.n -= min(p.n, 8)
	}
	return binary.BigEndian.AppendUint32(p.out, adler32.Checksum(raw))
}

// window is how far back a repetition may lie.
const window = 32768

// search cuts the rows into tokens, taking the longer repetition each time.
func (p *packer) search(raw []byte, rowLen, px int) {
	if rowLen > window {
		rowLen = len(raw)
	}
	for i := 0; i < len(raw); {
		limit := min(len(raw)-i, 258)
		above, left := 0, 0
		if i >= rowLen {
			above = match(raw, i, rowLen, limit)
		}
		if above < limit && i >= px {
			left = match(raw, i, px, limit)
		}
		switch {
		case left >= 3 && left >= above:
			p.tokens = append(p.tokens, uint16(repetition+left))
			i += left
		case above >= 3:
			p.tokens = append(p.tokens, uint16(repetition+above)|fromAbove)
			i += above
		default:
			p.tokens = append(p.tokens, uint16(raw[i]))
			i++
		}
	}
}

// match says how many bytes from i on repeat those back before them.
func match(raw []byte, i, back, limit int) int {
	a, b := raw[i:i+limit], raw[i-back:i-back+limit]
	n := 0
	for n+8 <= limit {
		if d := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); d != 0 {
			return n + bits.TrailingZeros64(d)>>3
		}
		n += 8
	}
	for n < limit && a[n] == b[n] {
		n++
	}
	return n
}

// header begins a block with codes of its own (RFC 1951, 3.2.7). The lengths of
// the codes are written with four bits each, by a code for lengths in which all
// sixteen are equal: runs would save a hundred bytes a picture.
func (p *packer) header(lits, dists []code) {
	p.put(code{0b101, 3}) // the last block, with its own codes
	p.put(code{uint32(len(lits) - 257), 5})
	p.put(code{uint32(len(dists) - 1), 5})
	p.put(code{19 - 4, 4})
	for i := range 19 { // the first three are the runs
		if i < 3 {
			p.put(code{0, 3})
		} else {
			p.put(code{4, 3})
		}
	}
	for _, codes := range [][]code{lits, dists} {
		for _, c := range codes {
			p.put(code{bits.Reverse32(uint32(c.n)) >> 28, 4})
		}
	}
}

// put writes a code.
func (p *packer) put(c code) {
	p.acc |= uint64(c.bits) << p.n
	if p.n += uint(c.n); p.n >= 32 {
		p.out = binary.LittleEndian.AppendUint32(p.out, uint32(p.acc))
		p.acc >>= 32
		p.n -= 32
	}
}

// lengthSymbol gives the symbol of a length, and its extra bits (RFC 1951, 3.2.5).
func lengthSymbol(n int) (symbol, extra uint32, count uint8) {
	v := uint32(n - 3)
	switch {
	case n == 258:
		return 285, 0, 0
	case v < 8:
		return 257 + v, 0, 0
	}
	count = uint8(bits.Len32(v) - 3)
	return 257 + 4*uint32(count) + v>>count, v & (1<<count - 1), count
}

// distanceSymbol does the same for a distance.
func distanceSymbol(d int) (symbol, extra uint32, count uint8) {
	v := uint32(d - 1)
	if v < 4 {
		return v, 0, 0
	}
	count = uint8(bits.Len32(v) - 2)
	return 2*uint32(count) + v>>count, v & (1<<count - 1), count
}
