package bidi

// Line appends to dst the levels of text[start:end], a line of the paragraph text
// whose levels are levels (as Levels gives them), by rule L1: white space and
// isolate controls at the end of the line and before tabs, and the separators
// themselves, get the base level. dst may be levels[start:start]: then the line's
// levels are changed where they stand, which is right once, for lines that stay.
func Line(dst []Level, text string, levels []Level, start, end int, base Level) []Level {
	from := len(dst)
	dst = append(dst, levels[start:end]...)
	line := dst[from:]
	space := 0 // where the white space before at began
	at := 0
	for at < len(line) {
		c, n := lookup(text[start+at : end])
		if c == clsS || c == clsB {
			setAll(line[space:at+n], base)
		}
		at += n
		if !trailingBits.has(c) {
			space = at
		}
	}
	setAll(line[space:], base)
	return dst
}

// setAll sets all levels to base.
func setAll(levels []Level, base Level) {
	for i := range levels {
		levels[i] = base
	}
}

// Order appends to dst the visual order, from left to right, of a line's things
// (characters, or runs of one level each) whose levels in logical order are
// levels: at each place the index of the thing that stands there (rule L2).
func Order(dst []int, levels []Level) []int {
	from := len(dst)
	most, odd := Level(0), Level(255)
	for i, l := range levels {
		dst = append(dst, i)
		most = max(most, l)
		if l.RTL() {
			odd = min(odd, l)
		}
	}
	order := dst[from:]
	for l := most; l >= odd; l-- {
		for i := 0; i < len(levels); i++ {
			start := i
			for i < len(levels) && levels[order[i]] >= l {
				i++
			}
			for a, b := start, i-1; a < b; a, b = a+1, b-1 {
				order[a], order[b] = order[b], order[a]
			}
		}
	}
	return dst
}
