package labels

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tied says whether a line must not end between two words that a space parts:
// after a title ("Mr. Smith"), between a month or an abbreviation and its number
// ("June 19", "§ 5", "No. 12"), between a day and its month ("19 juin"), before what belongs to a name or a time ("Jr.",
// "p.m."). The words come with the punctuation that touches them.
func (l *Labels) Tied(before, after string) bool {
	before = strings.TrimLeftFunc(before, opens)
	after = strings.TrimLeftFunc(after, opens)
	r, _ := utf8.DecodeRuneInString(after)
	for _, w := range l.tieAfter {
		if before == w {
			return true
		}
	}
	if unicode.IsDigit(r) {
		for _, list := range [2][]string{l.tieToNumber, l.months} {
			for _, w := range list {
				if before == w && !figure(w) {
					return true
				}
			}
		}
	}
	after = strings.TrimRightFunc(after, closes)
	if isDay(before) || l.first != "" && before == l.first {
		for _, w := range l.months {
			if after == w && !figure(w) {
				return true
			}
		}
	}
	bare := strings.TrimSuffix(after, ".")
	for _, w := range l.tieBefore {
		if after == w || bare == w {
			return true
		}
	}
	return false
}

// isDay says whether a word is a number that a day may have.
func isDay(w string) bool {
	return len(w) == 1 && w[0] >= '1' && w[0] <= '9' || len(w) == 2 && w[0] >= '0' && w[0] <= '3' && w[1] >= '0' && w[1] <= '9'
}

// figure says whether a word begins with a digit: the months of some languages are
// numbers, and two numbers are not tied.
func figure(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsDigit(r)
}

// opens says whether a character only opens a word.
func opens(r rune) bool {
	switch r {
	case '“', '‘', '«', '¿', '¡', '(', '[':
		return true
	}
	return false
}

// closes says whether a character only closes a word.
func closes(r rune) bool {
	switch r {
	case ',', ';', ':', ')', '”', '’', '!', '?':
		return true
	}
	return false
}
