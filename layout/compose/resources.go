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

// wordsOf gives the words of a language that stands among the document's, which is
// "" for the document's own; nil where there are none.
func (c *Composer) wordsOf(lang string) *labels.Labels {
	if lang == "" {
		return c.Labels
	}
	l, known := c.others[lang]
	if !known {
		l, _ = c.own.words(lang) // nil where there are none
		if c.others == nil {
			c.others = map[string]*labels.Labels{}
		}
		c.others[lang] = l
	}
	return l
}
