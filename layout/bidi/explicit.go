package bidi

// maxDepth is the deepest explicit embedding level (BD2).
const maxDepth = 125

// status is an entry of the directional status stack (X1).
type status struct {
	level    Level
	override class // clsON when neutral
	isolate  bool
}

// matchIsolates finds the PDI of every isolate initiator (BD9): r.match holds its
// place, len(r.class) when there is none before the paragraph's end; of a PDI that
// matches nothing it holds -1.
func (r *Resolver) matchIsolates() {
	r.open = r.open[:0]
	for i, c := range r.class {
		switch {
		case isolateBits.has(c):
			r.match[i] = int32(len(r.class))
			r.open = append(r.open, int32(i))
		case c == clsPDI:
			r.match[i] = -1
			if n := len(r.open); n > 0 {
				from := r.open[n-1]
				r.open = r.open[:n-1]
				r.match[i], r.match[from] = from, int32(i)
			}
		}
	}
}

// first gives the level that the first strong character from place at on, before
// end, asks for (P2, P3), isolates passed over; or is, if there is none.
func (r *Resolver) first(at, end int32, or Level) Level {
	for at < end {
		switch c := r.class[at]; {
		case c == clsL:
			return 0
		case c == clsR, c == clsAL:
			return 1
		case isolateBits.has(c):
			at = r.match[at]
			continue
		}
		at++
	}
	return or
}

// explicit sets the levels that embeddings, overrides and isolates ask for (X1 to
// X8). Characters that X9 removes get a level that nobody reads.
func (r *Resolver) explicit(base Level) {
	r.matchIsolates()
	var stack [maxDepth + 2]status
	top := 0
	stack[0] = status{level: base, override: clsON}
	overIsolates, overEmbeddings, validIsolates := 0, 0, 0
	for i, c := range r.class {
		at := stack[top]
		switch c {
		case clsRLE, clsLRE, clsRLO, clsLRO: // X2 to X5
			r.level[i] = at.level
			next := above(at.level, c == clsRLE || c == clsRLO)
			switch {
			case next <= maxDepth && overIsolates == 0 && overEmbeddings == 0:
				top++
				stack[top] = status{level: next, override: clsON}
				if c == clsRLO {
					stack[top].override = clsR
				} else if c == clsLRO {
					stack[top].override = clsL
				}
			case overIsolates == 0:
				overEmbeddings++
			}
		case clsRLI, clsLRI, clsFSI: // X5a to X5c
			r.level[i] = at.level
			if at.override != clsON {
				r.work[i] = at.override
			}
			right := c == clsRLI
			if c == clsFSI {
				right = r.first(int32(i)+1, r.match[i], 0) == 1
			}
			next := above(at.level, right)
			if next <= maxDepth && overIsolates == 0 && overEmbeddings == 0 {
				validIsolates++
				top++
				stack[top] = status{level: next, override: clsON, isolate: true}
			} else {
				overIsolates++
			}
		case clsPDI: // X6a
			switch {
			case overIsolates > 0:
				overIsolates--
			case validIsolates > 0:
				overEmbeddings = 0
				for !stack[top].isolate {
					top--
				}
				top--
				validIsolates--
			}
			at = stack[top]
			r.level[i] = at.level
			if at.override != clsON {
				r.work[i] = at.override
			}
		case clsPDF: // X7
			r.level[i] = at.level
			switch {
			case overIsolates > 0:
			case overEmbeddings > 0:
				overEmbeddings--
			case !at.isolate && top > 0:
				top--
			}
		case clsB: // X8
			r.level[i] = base
		case clsBN:
			r.level[i] = at.level
		default: // X6
			r.level[i] = at.level
			if at.override != clsON {
				r.work[i] = at.override
			}
		}
	}
}

// above gives the least odd (right) or even level that is greater than l.
func above(l Level, right bool) Level {
	if right {
		return (l + 1) | 1
	}
	return (l + 2) &^ 1
}

// run is a level run (BD7): the characters from from to to, its last, without
// those among them that X9 removes.
type run struct {
	from, to int32
	level    Level // that of the rules X, before the rules I
}

// sequences resolves every isolating run sequence of the paragraph (BD13, X10).
func (r *Resolver) sequences(base Level) {
	r.runs = r.runs[:0]
	last := int32(-1) // the last character that is not removed
	for i, c := range r.class {
		if removedBits.has(c) {
			continue
		}
		if last < 0 || r.level[i] != r.level[last] {
			r.runs = append(r.runs, run{from: int32(i), level: r.level[i]})
		}
		last = int32(i)
		n := len(r.runs) - 1
		r.runs[n].to = last
		r.runOf[i] = int32(n)
	}
	for n := range r.runs {
		first := r.runs[n].from
		if r.class[first] == clsPDI && r.match[first] >= 0 {
			continue // it goes on the sequence that its initiator is in
		}
		r.sequence(n, base)
	}
}

// sequence resolves the isolating run sequence that begins with run n.
func (r *Resolver) sequence(n int, base Level) {
	level := r.runs[n].level
	before, after := base, base
	if n > 0 {
		before = r.runs[n-1].level
	}
	r.seq = r.seq[:0]
	for {
		for i := r.runs[n].from; i <= r.runs[n].to; i++ {
			if !removedBits.has(r.class[i]) {
				r.seq = append(r.seq, i)
			}
		}
		last := r.runs[n].to
		if isolateBits.has(r.class[last]) {
			if int(r.match[last]) == len(r.class) {
				break // an isolate that nothing ends: the base level follows it
			}
			n = int(r.runOf[r.match[last]])
			continue
		}
		if n+1 < len(r.runs) {
			after = r.runs[n+1].level
		}
		break
	}
	r.resolve(level, direction(max(level, before)), direction(max(level, after)))
}

// direction is the class of a level: L for an even one, R for an odd one.
func direction(l Level) class {
	if l.RTL() {
		return clsR
	}
	return clsL
}
