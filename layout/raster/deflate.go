package raster

import (
	"encoding/binary"
	"math/bits"
)

// packer writes rows of pixels as a zlib stream (RFC 1950, RFC 1951) of one block.
// It looks for repetitions in two places only, the pixel before and the row above,
// which is where those of drawn type are: that costs a fraction of a general
// search, needs two rows in memory and no more, and the bytes do not change with
// the library's version. Its check sum is Adler's (RFC 1950, 8.2), of which a
// row's own part is added as often as the row comes.
type packer struct {
	px     int // bytes of a pixel, 1 where pixels share one
	out    []byte
	acc    uint64 // bits not yet written, the first lowest
	n      uint   // how many
	tokens []uint16
	rowLen int
	row    []byte // the one before
	run    int    // bytes like those above, for which there is no token yet

	sum, sums  uint64 // of all bytes, and of all sums, modulo adler
	own, owned uint64 // of the row before alone
}

// adler is the modulus of the check sum.
const adler = 65521

// A token is a literal byte, or 256 and more for a repetition: its length, and
// fromAbove if it is of the row above.
const (
	repetition = 256
	fromAbove  = 1 << 15
)

// newPacker is a packer of rows of rowLen bytes, filter byte included.
func newPacker(rowLen, px int) *packer {
	return &packer{px: px, rowLen: rowLen, sum: 1, tokens: make([]uint16, 0, 1<<14)}
}

// add takes the next row, which is not to change before the one after it came.
func (p *packer) add(row []byte) {
	p.search(row)
	p.own, p.owned = 0, 0
	for _, b := range row {
		p.own += uint64(b)
		p.owned += p.own
	}
	p.row = row
	p.check()
}

// repeat takes the row before once more.
func (p *packer) repeat() {
	if len(p.row) > window || p.run+len(p.row) < 3 {
		p.add(p.row)
		return
	}
	p.run += len(p.row)
	p.check()
}

// check adds the row to the check sum.
func (p *packer) check() {
	p.sums = (p.sums + uint64(len(p.row))*p.sum + p.owned) % adler
	p.sum = (p.sum + p.own) % adler
}

// finish gives the stream.
func (p *packer) finish() []byte {
	p.flush()
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
	before, beforeExtra, beforeBits := distanceSymbol(p.px)
	row, rowExtra, rowBits := before, beforeExtra, beforeBits
	if p.rowLen <= window {
		row, rowExtra, rowBits = distanceSymbol(p.rowLen)
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
	return binary.BigEndian.AppendUint32(p.out, uint32(p.sums<<16|p.sum))
}

// window is how far back a repetition may lie.
const window = 32768

// search cuts a row into tokens, taking the longer repetition each time. One of
// the row above may go on from row to row.
func (p *packer) search(row []byte) {
	above := p.row
	if len(row) > window {
		above = nil
	}
	for i := 0; i < len(row); {
		limit := min(len(row)-i, 258)
		up, left := 0, 0
		if above != nil {
			up = match(row[i:i+limit], above[i:i+limit])
		}
		if up < limit && i >= p.px {
			left = match(row[i:i+limit], row[i-p.px:i-p.px+limit])
		}
		switch {
		case left >= 3 && left >= up:
			p.flush()
			p.tokens = append(p.tokens, uint16(repetition+left))
			i += left
		case up >= 3 || up > 0 && p.run >= 3:
			p.run += up
			i += up
		default:
			p.flush()
			p.tokens = append(p.tokens, uint16(row[i]))
			i++
		}
	}
}

// flush writes the tokens of the bytes that are like those above.
func (p *packer) flush() {
	for p.run > 0 {
		n := min(p.run, 258)
		if rest := p.run - n; 0 < rest && rest < 3 { // too few for a token
			n -= 3
		}
		p.tokens = append(p.tokens, uint16(repetition+n)|fromAbove)
		p.run -= n
	}
}

// match says how many bytes two stretches of one length have in common at their start.
func match(a, b []byte) int {
	n := 0
	for n+8 <= len(a) {
		if d := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); d != 0 {
			return n + bits.TrailingZeros64(d)>>3
		}
		n += 8
	}
	for n < len(a) && a[n] == b[n] {
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
