package hyphen

import (
	"strings"

	"chancery/source"
)

// Set is the patterns that there are: an office's own, then those built in. A nil
// Set has the built-in ones alone. It does not change once made and may be used by
// several goroutines at once.
type Set struct {
	own  []*Patterns
	tags []string
}

// NewSet gathers an office's own patterns, the nearest first: of two for one
// language the first holds. Those that are divided words alone add to the patterns
// that the language has without them.
func NewSet(own ...*Patterns) *Set {
	s := &Set{}
	for _, p := range own {
		s.own, s.tags = append(s.own, p), append(s.tags, p.Lang)
	}
	whole := &Set{}
	for _, p := range own {
		if p.patterns.entries > 0 {
			whole.own, whole.tags = append(whole.own, p), append(whole.tags, p.Lang)
		}
	}
	for i, p := range own {
		if p.patterns.entries == 0 && p.exceptions.entries > 0 {
			if base, ok := whole.Load(p.Lang); ok {
				s.own[i] = base.with(p)
			}
		}
	}
	return s
}

// with gives patterns with the divided words of others before their own.
func (p *Patterns) with(words *Patterns) *Patterns {
	all := *p
	all.words = append([]*table{&words.exceptions}, p.words...)
	return &all
}

// Load gives the patterns for a language, named as in BCP 47: the office's own
// that Choose chooses, else those that are built in. False means that there are
// none, so no hyphenation.
func (s *Set) Load(lang string) (*Patterns, bool) {
	if s != nil {
		if i := Choose(s.tags, lang); i >= 0 {
			return s.own[i], true
		}
	}
	return Load(lang)
}

// Choose finds the patterns for a language among tags of BCP 47 and gives their
// index, -1 for none. The longest beginning of the language's tag that is among
// them wins, in any case (RFC 4647, 3.4): "es-MX" finds "es". Where there is none
// the only one of the language that is no region's serves it: "de" finds
// "de-1996", and "de-AT" does, but "de" never "de-CH-1901"; two such leave it
// open, and none is taken.
func Choose(tags []string, lang string) int {
	lang = strings.ReplaceAll(lang, "_", "-")
	if i := source.MatchLanguage(tags, lang); i >= 0 {
		return i
	}
	language, _, _ := strings.Cut(lang, "-")
	found := -1
	for i, tag := range tags {
		first, more, _ := strings.Cut(tag, "-")
		if !strings.EqualFold(first, language) || regional(more) || found >= 0 && strings.EqualFold(tags[found], tag) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// regional says whether the subtags after a language name a region.
func regional(subtags string) bool {
	for _, s := range strings.Split(subtags, "-") {
		switch {
		case len(s) == 1: // private use or an extension follows
			return false
		case len(s) == 2, len(s) == 3 && s[0] >= '0' && s[0] <= '9':
			return true
		}
	}
	return false
}
