package source

import (
	"strings"
	"unicode"
)

// ShowsAddress says whether the words of a link are the address that it leads to,
// as far as a person would write it: without the scheme and "www.", in any case; of
// a telephone, whatever stands for its number. Such words run from left to right
// wherever they stand, and say nothing of the language around them.
func ShowsAddress(href, words string) bool {
	words = strings.TrimSpace(words)
	if rest, ok := strings.CutPrefix(href, "mailto:"); ok {
		rest, _, _ = strings.Cut(rest, "?")
		return strings.EqualFold(rest, words)
	}
	if strings.HasPrefix(href, "tel:") {
		number := func(r rune) bool { return unicode.IsDigit(r) }
		foreign := func(r rune) bool { return r >= 0x80 && unicode.IsLetter(r) }
		return strings.ContainsFunc(words, number) && !strings.ContainsFunc(words, foreign)
	}
	return BareAddress(href) != "" && BareAddress(href) == BareAddress(words)
}

// BareAddress is a web address in small letters without what a person need not
// write: the scheme, "www." and a slash at its end.
func BareAddress(href string) string {
	s := strings.TrimPrefix(strings.TrimPrefix(href, "https://"), "http://")
	return strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(s, "www."), "/"))
}
