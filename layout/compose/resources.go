package compose

import (
	"chancery/fonts"
	"chancery/layout/hyphen"
	"chancery/layout/labels"
)

// Resources are what a packet's own folders add to what is built in. A nil
// Resources, or a nil part of one, adds nothing. They are read only once made.
type Resources struct {
	Faces       *fonts.Library
	Hyphenation *hyphen.Set
	Labels      *labels.Set
}

// faces is the library of faces, which may be nil.
func (r *Resources) faces() *fonts.Library {
	if r == nil {
		return nil
	}
	return r.Faces
}

// patterns gives the patterns of a language, nil for none.
func (r *Resources) patterns(lang string) *hyphen.Patterns {
	var set *hyphen.Set
	if r != nil {
		set = r.Hyphenation
	}
	p, _ := set.Load(lang)
	return p
}

// words gives the words of a language. The error is of labels.Set.Load.
func (r *Resources) words(lang string) (*labels.Labels, error) {
	var set *labels.Set
	if r != nil {
		set = r.Labels
	}
	return set.Load(lang)
}
