package bidi

// resolve gives the characters of r.seq, an isolating run sequence of one level
// whose ends border on text of the directions sos and eos, their final levels.
func (r *Resolver) resolve(level Level, sos, eos class) {
	r.weak(sos)
	if len(r.brackets) > 0 {
		r.pairBrackets()
		r.resolveBrackets(level, sos)
	}
	r.neutral(level, sos, eos)
	for _, i := range r.seq { // I1, I2
		switch c := r.work[i]; {
		case c == direction(level):
			r.level[i] = level
		case c == clsL || c == clsR || level.RTL():
			r.level[i] = level + 1
		default: // a number in text from left to right
			r.level[i] = level + 2
		}
	}
}

// weak resolves numbers and what goes with them (W1 to W7).
func (r *Resolver) weak(sos class) {
	w := r.work
	before := sos // W1
	for _, i := range r.seq {
		if w[i] == clsNSM {
			w[i] = before
		}
		if before = w[i]; before == clsPDI || isolateBits.has(before) {
			before = clsON
		}
	}
	strong := sos // W2, W3
	for _, i := range r.seq {
		switch w[i] {
		case clsL, clsR:
			strong = w[i]
		case clsAL:
			strong, w[i] = clsAL, clsR
		case clsEN:
			if strong == clsAL {
				w[i] = clsAN
			}
		}
	}
	for k := 1; k+1 < len(r.seq); k++ { // W4
		i, b, a := r.seq[k], w[r.seq[k-1]], w[r.seq[k+1]]
		if b == a && (w[i] == clsCS && (b == clsEN || b == clsAN) || w[i] == clsES && b == clsEN) {
			w[i] = b
		}
	}
	for k := 0; k < len(r.seq); k++ { // W5, W6
		switch w[r.seq[k]] {
		case clsES, clsCS:
			w[r.seq[k]] = clsON
		case clsET:
			end := k + 1
			for end < len(r.seq) && w[r.seq[end]] == clsET {
				end++
			}
			to := clsON
			if k > 0 && w[r.seq[k-1]] == clsEN || end < len(r.seq) && w[r.seq[end]] == clsEN {
				to = clsEN
			}
			for ; k < end; k++ {
				w[r.seq[k]] = to
			}
			k--
		}
	}
	strong = sos // W7
	for _, i := range r.seq {
		switch w[i] {
		case clsL, clsR:
			strong = w[i]
		case clsEN:
			if strong == clsL {
				w[i] = clsL
			}
		}
	}
}

// neutral gives neutral characters and isolate initiators the direction of what
// stands on both sides of them, else that of the level (N1, N2).
func (r *Resolver) neutral(level Level, sos, eos class) {
	w := r.work
	before := sos
	for k := 0; k < len(r.seq); k++ {
		if !neutralBits.has(w[r.seq[k]]) {
			before = side(w[r.seq[k]])
			continue
		}
		end := k + 1
		for end < len(r.seq) && neutralBits.has(w[r.seq[end]]) {
			end++
		}
		after := eos
		if end < len(r.seq) {
			after = side(w[r.seq[end]])
		}
		to := direction(level)
		if before == after {
			to = before
		}
		for ; k < end; k++ {
			w[r.seq[k]] = to
		}
		k--
	}
}

// side is the direction that a strong character or a number lends to neutral
// characters beside it: numbers count as R (N0, N1).
func side(c class) class {
	if c == clsL {
		return clsL
	}
	return clsR
}
