package linebreak

import (
	"math/bits"

	"chancery/layout"
)

// infBad is the badness of a line that cannot be set (TeX's inf_bad).
const infBad = 10000

// badness is 100·(t/s)³, at most infBad, for an excess t ≥ 0 that glue which can
// give s is to take (The TeXbook, chapter 14). TeX comes near it with 297; here
// t/s is rounded down to 2⁻¹⁶, cubed exactly, and rounded down. t is at most 2⁴⁷.
func badness(t, s int64) int64 {
	if t == 0 {
		return 0
	}
	if t >= 5*s { // 5³ is over 100; so is all where nothing gives
		return infBad
	}
	r := t << 16 / s // under 5·2¹⁶, so the cube times 100 is under 2⁶³
	return min(infBad, r*r*r*100>>48)
}

// wideBadness is badness without its limit, for the last pass, where one
// hopeless line must still be told from a worse one. It ends at a ratio of 32.
func wideBadness(t, s int64) int64 {
	if b := badness(t, s); b < infBad {
		return b
	}
	const most = 32 << 8
	r := int64(most)
	if t < 32*s {
		r = t << 8 / s
	}
	return max(infBad, r*r*r*100>>24)
}

// ratio is t/s in 2⁻¹⁶, rounded half away from zero, for s > 0; where it is
// beyond 2³⁰ it ends there.
func ratio(t, s layout.Length) int64 {
	neg := t < 0
	if neg {
		t = -t
	}
	r := int64(1) << 46
	if t>>30 < s {
		r = mulDiv(int64(t), 1<<16, int64(s))
	}
	if neg {
		return -r
	}
	return r
}

// mulDiv is a·b/c rounded half up, for a, b ≥ 0 and c > 0, with 128 bits between.
func mulDiv(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	lo, carry := bits.Add64(lo, uint64(c)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(c))
	return int64(q)
}
