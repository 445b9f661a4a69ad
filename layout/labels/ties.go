package labels

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tied says whether a line must not end between two words that a space parts:
// after a title ("Mr. Smith"), between a month or an abbreviation and its number
// ("June 19", "§ 5", "No. 12"), before what belongs to a name or a time ("Jr.",
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
	bare := strings.TrimSuffix(after, ".")
	for _, w := range l.tieBefore {
		if after == w || bare == w {
			return true
		}
	}
	return false
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
