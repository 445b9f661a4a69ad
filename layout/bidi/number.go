package bidi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Telephone finds the first telephone number in text: text[start:end]; end is 0 if
// there is none. The rules of UAX #9 take the groups of one for numbers of their
// own, and would set "+1 (505) 660-2216" among Arabic with its last group first; it
// wants an isolate of its own (LRI … PDI).
//
// A telephone number has 7 to 15 figures (ITU-T E.164), ASCII's, in groups with
// spaces, hyphens, points or parentheses between. So have other things, whose
// parts may be read in the order of the text around them, such as a date or a
// range of years; so it is one only if it begins with "+", has a group in
// parentheses and six figures beside it, or has three groups and more, all with a hyphen or all with a point
// between, of which the last has three figures at least, and so has the first, or
// there are four.
func Telephone(text string) (start, end int) {
	for at := 0; at < len(text); {
		i := strings.IndexAny(text[at:], "+(0123456789")
		if i < 0 {
			return 0, 0
		}
		at += i
		n, phone := telephone(text[at:])
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+n:])
		if phone && !word(before) && !word(after) {
			return at, at + n
		}
		at += max(n, 1)
	}
	return 0, 0
}

// word says whether a character beside figures makes them part of something else.
func word(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Sc, r) || strings.ContainsRune("@#%_=&", r)
}

// telephone reads groups of figures from the beginning of text: how many bytes
// they are, and whether they are a telephone number.
func telephone(text string) (n int, phone bool) {
	plus := strings.HasPrefix(text, "+")
	at := 0
	if plus {
		at = 1
	}
	figures, groups, first, last := 0, 0, 0, 0
	parted, between, same := 0, rune(0), true
	for at < len(text) {
		open := text[at] == '('
		if open {
			at++
		}
		count := 0
		for at+count < len(text) && text[at+count] >= '0' && text[at+count] <= '9' {
			count++
		}
		at += count
		if count == 0 || open && (at >= len(text) || text[at] != ')') {
			break
		}
		if open {
			at++
			parted += count
		}
		n = at
		figures, last = figures+count, count
		if groups++; groups == 1 {
			first = count
		}
		sep, size := utf8.DecodeRuneInString(text[at:])
		if strings.ContainsRune(" -./\u00a0\u202f\u2010\u2011\u2013", sep) && size > 0 {
			at += size
		} else if !open && sep != '(' {
			break
		}
		if at < len(text) && (text[at] == '(' || text[at] >= '0' && text[at] <= '9') {
			same = same && (between == 0 || sep == between)
			between = sep
		}
	}
	if figures < 7 || figures > 15 {
		return n, false
	}
	even := same && groups >= 3 && strings.ContainsRune("-.\u2010\u2011\u2013", between)
	return n, plus || parted > 0 && figures-parted >= 6 || even && last >= 3 && (first >= 3 || groups >= 4)
}
