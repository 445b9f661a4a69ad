package labels

import (
	"errors"
	"slices"
)

// Set is the languages that there are words for: an office's own, then those built
// in. A nil Set has the built-in ones alone. It does not change once made.
type Set struct {
	own  []*Labels
	tags []string
}

// NewSet gathers an office's own labels, the nearest first: of two for one
// language the first holds.
func NewSet(own ...*Labels) *Set {
	s := &Set{}
	for _, l := range own {
		s.own, s.tags = append(s.own, l), append(s.tags, l.Lang)
	}
	return s
}

// Load gives the words of a language: the office's own that Choose chooses, else
// those that Load does. The error is an *UnknownLanguageError.
func (s *Set) Load(lang string) (*Labels, error) {
	if s == nil {
		return Load(lang)
	}
	if i := Choose(s.tags, lang); i >= 0 {
		return s.own[i], nil
	}
	l, err := Load(lang)
	var unknown *UnknownLanguageError
	if errors.As(err, &unknown) {
		unknown.Known = slices.Compact(slices.Sorted(slices.Values(append(unknown.Known, s.tags...))))
	}
	return l, err
}

// Choose finds the words for a language among tags of BCP 47, in the way of Load,
// and gives their index, -1 for none.
func Choose(tags []string, lang string) int {
	return slices.Index(tags, lookup(tags, lang))
}
