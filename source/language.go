package source

import (
	"fmt"
	"strings"
)

// Language gives a BCP 47 tag in its customary capitals, or "" where s has not the
// form of one.
func Language(s string) string {
	tag, _ := languageTag(s)
	return tag
}

// MatchLanguage gives the index among tags of the one that is the longest beginning
// of a language's tag, in any case (RFC 4647, 3.4): "es-MX" finds "es". -1 is none.
func MatchLanguage(tags []string, lang string) int {
	for rest := lang; rest != ""; {
		for i, tag := range tags {
			if strings.EqualFold(tag, rest) {
				return i
			}
		}
		cut := strings.LastIndexByte(rest, '-')
		if cut < 0 {
			break
		}
		rest = rest[:cut]
		// A single letter introduces what follows it and goes with it.
		if n := len(rest); n > 2 && rest[n-2] == '-' {
			rest = rest[:n-2]
		}
	}
	return -1
}

// languageTag gives a language tag (RFC 5646, 2.1) in its customary capitals
// (2.1.1), or "" with a hint where it has not the form of one. Tags that are not
// made of subtags ("i-klingon") and those of private use alone are refused: no
// reader knows what to do with them.
func languageTag(s string) (tag, hint string) {
	hint = "write a tag such as en-US or es"
	if meant := languageNames[strings.ToLower(s)]; meant != "" {
		return "", "write " + meant
	}
	if strings.Contains(s, "_") {
		fixed, _ := languageTag(strings.ReplaceAll(s, "_", "-"))
		if fixed != "" {
			return "", "write " + fixed
		}
		return "", hint
	}
	parts := strings.Split(s, "-")
	for _, p := range parts {
		if len(p) < 1 || len(p) > 8 || !isSubtag(p) {
			return "", hint
		}
	}
	i := 1
	next := func(is func(string) bool) bool {
		if i < len(parts) && is(parts[i]) {
			i++
			return true
		}
		return false
	}
	if !isAlpha(parts[0], 2) && !isAlpha(parts[0], 3) {
		return "", hint
	}
	for n := 0; n < 3 && next(func(p string) bool { return isAlpha(p, 3) }); n++ { // extended languages
	}
	for k := range i {
		parts[k] = strings.ToLower(parts[k])
	}
	if next(func(p string) bool { return isAlpha(p, 4) }) {
		p := strings.ToLower(parts[i-1])
		parts[i-1] = strings.ToUpper(p[:1]) + p[1:]
	}
	if next(func(p string) bool { return isAlpha(p, 2) || len(p) == 3 && isDigits(p) }) {
		parts[i-1] = strings.ToUpper(parts[i-1])
	}
	seen := map[string]bool{}
	for next(func(p string) bool { return len(p) >= 5 || len(p) == 4 && isDigits(p[:1]) }) {
		p := strings.ToLower(parts[i-1])
		if parts[i-1] = p; seen[p] {
			return "", fmt.Sprintf("take the second %q out", p)
		}
		seen[p] = true
	}
	for i < len(parts) {
		single := strings.ToLower(parts[i])
		if len(single) != 1 || seen[single] {
			return "", hint
		}
		seen[single] = true
		parts[i] = single
		least := 2
		if single == "x" {
			least = 1
		}
		from := i + 1
		for i++; i < len(parts) && len(parts[i]) >= least; i++ {
			parts[i] = strings.ToLower(parts[i])
		}
		if i == from {
			return "", hint
		}
	}
	return strings.Join(parts, "-"), ""
}

// unknownLanguage says what is odd about a tag: a language of two letters that is
// in no register. "" for nothing; a register of those of three letters would be
// larger than all the rest, and nobody mistakes one for a country.
func unknownLanguage(tag string) (text, hint string) {
	first, _, _ := strings.Cut(tag, "-")
	if len(first) != 2 {
		return "", ""
	}
	for i := 0; i < len(registered); i += 3 {
		if registered[i:i+2] == first {
			return "", ""
		}
	}
	hint = "check it: a language of two letters is one of ISO 639-1"
	if meant := countryLanguages[first]; meant != "" {
		hint = fmt.Sprintf("%s is a country: its language is %s", strings.ToUpper(first), meant)
	}
	return fmt.Sprintf("no language is registered as %q", first), hint
}

// warnLanguage warns of what is odd about a tag.
func (l *loader) warnLanguage(tag string, at Span) {
	if text, hint := unknownLanguage(tag); text != "" {
		l.warn(at, CodeBadLanguage, text, hint)
	}
}

func isSubtag(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// isAlpha says whether a subtag is of n letters.
func isAlpha(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// registered are the languages of two letters in the IANA Language Subtag Registry.
const registered = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz " +
	"ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw " +
	"ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my " +
	"na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw " +
	"ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"

// languageNames are languages as a writer may name them.
var languageNames = map[string]string{
	"english": "en-US", "american": "en-US", "american english": "en-US", "british": "en-GB",
	"spanish": "es or es-US", "español": "es or es-US", "espanol": "es or es-US", "castellano": "es",
	"french": "fr", "français": "fr", "francais": "fr", "german": "de", "deutsch": "de", "italian": "it", "italiano": "it",
	"portuguese": "pt", "português": "pt", "russian": "ru", "русский": "ru", "arabic": "ar", "العربية": "ar", "hebrew": "he", "עברית": "he",
	"chinese": "zh-Hans or zh-Hant", "中文": "zh-Hans or zh-Hant", "japanese": "ja", "日本語": "ja", "korean": "ko", "한국어": "ko",
	"vietnamese": "vi", "tiếng việt": "vi", "hindi": "hi", "हिन्दी": "hi", "amharic": "am", "አማርኛ": "am", "tagalog": "tl",
	"haitian": "ht", "haitian creole": "ht", "kreyòl": "ht", "navajo": "nv", "diné bizaad": "nv", "polish": "pl", "polski": "pl", "somali": "so",
}

// countryLanguages are the languages that are meant where a country's code is
// written that is no language's.
var countryLanguages = map[string]string{
	"cn": "zh-Hans", "cz": "cs", "dk": "da", "gb": "en-GB", "gr": "el", "jp": "ja", "kz": "kk", "ph": "tl", "rs": "sr", "ua": "uk", "us": "en-US", "vn": "vi",
}
