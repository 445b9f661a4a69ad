package bidi

import (
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// maxPairs is how many opening brackets may wait for their closing ones (BD16).
const maxPairs = 63

// pair is a bracket pair: the places of both in r.seq.
type pair struct {
	open, close int32
}

// findBrackets notes the paired brackets of text, a paragraph (BD14, BD15): in
// r.brackets, for every character, 0 if it is none, the closing bracket that an
// opening one waits for, and minus itself for a closing one. Of characters that
// are canonically equivalent one stands for both. r.brackets stays empty when the
// text has no brackets.
func (r *Resolver) findBrackets(text string) {
	r.brackets = r.brackets[:0]
	i := 0
	for at := 0; at < len(text); i++ {
		b := rune(0)
		n := 1
		switch c := text[at]; c {
		case '(':
			b = ')'
		case '[':
			b = ']'
		case '{':
			b = '}'
		case ')', ']', '}':
			b = -rune(c)
		default:
			if c >= utf8.RuneSelf {
				b, n = bracketAt(text[at:])
			}
		}
		at += n
		if b == 0 {
			continue
		}
		if len(r.brackets) == 0 {
			r.brackets = resized(r.brackets, len(r.class))
			clear(r.brackets)
		}
		r.brackets[i] = b
	}
}

// bracketAt gives what findBrackets notes of the first character of text, and its
// length in bytes.
func bracketAt(text string) (rune, int) {
	c, n := utf8.DecodeRuneInString(text)
	if c == utf8.RuneError {
		return 0, n
	}
	p, _ := bidi.LookupString(text)
	switch {
	case !p.IsBracket():
		return 0, n
	case p.IsOpeningBracket():
		c, _ = utf8.DecodeRuneInString(bidi.ReverseString(text[:n]))
		return canonical(c), n
	}
	return -canonical(c), n
}

// canonical replaces the closing bracket that has a canonical equivalent, U+232A
// (its opening fellow U+2329 is never compared).
func canonical(r rune) rune {
	if r == 0x232a {
		return 0x3009
	}
	return r
}

// pairBrackets finds the bracket pairs of r.seq (BD16), in the order of their
// opening brackets. Only brackets that are still neutral count.
func (r *Resolver) pairBrackets() {
	r.pairs = r.pairs[:0]
	var stack [maxPairs]struct {
		close rune
		place int32
	}
	n := 0
	for k, i := range r.seq {
		b := r.brackets[i]
		if b == 0 || r.work[i] != clsON {
			continue
		}
		if b > 0 {
			if n == maxPairs {
				break
			}
			stack[n].close, stack[n].place = b, int32(k)
			n++
			continue
		}
		for m := n - 1; m >= 0; m-- {
			if stack[m].close == -b {
				r.pairs = append(r.pairs, pair{stack[m].place, int32(k)})
				n = m
				break
			}
		}
	}
	slices.SortFunc(r.pairs, func(a, b pair) int { return int(a.open - b.open) })
}

// resolveBrackets gives both brackets of a pair one direction (N0).
func (r *Resolver) resolveBrackets(level Level, sos class) {
	w := r.work
	ours := direction(level)
	before := sos // the direction of the last strong character before at
	at := int32(0)
	for _, p := range r.pairs {
		for ; at < p.open; at++ {
			if c := w[r.seq[at]]; !neutralBits.has(c) {
				before = side(c)
			}
		}
		same, other := false, false
		for k := p.open + 1; k < p.close && !same; k++ {
			if c := w[r.seq[k]]; !neutralBits.has(c) {
				if side(c) == ours {
					same = true
				} else {
					other = true
				}
			}
		}
		switch {
		case same:
			r.setPair(p, ours)
		case other && before != ours:
			r.setPair(p, before)
		case other:
			r.setPair(p, ours)
		}
	}
}

// setPair sets both brackets of a pair, with the marks on them that rule W1 has
// made neutral as they are.
func (r *Resolver) setPair(p pair, to class) {
	for _, k := range [...]int32{p.open, p.close} {
		r.work[r.seq[k]] = to
		for k++; int(k) < len(r.seq) && r.class[r.seq[k]] == clsNSM; k++ {
			r.work[r.seq[k]] = to
		}
	}
}
