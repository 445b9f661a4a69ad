package fonts

import (
	"fmt"
	"sort"
	"strings"
)

// Library is what a document may be set in: an office's own families, then those
// built in. A nil Library has the built-in ones alone. It is read only once made,
// and may serve any number of goroutines.
type Library struct {
	own []*Family // of each folder by name
}

// NewLibrary gathers an office's own faces into families by the names that they
// carry. Two faces of one style in one family are an error, and so is a family
// that has the name of a built-in one.
func NewLibrary(faces ...*Face) (*Library, error) {
	byName := map[string][]*Face{}
	var names []string
	for _, f := range faces {
		key := strings.ToLower(f.Family)
		if byName[key] == nil {
			names = append(names, key)
		}
		byName[key] = append(byName[key], f)
	}
	sort.Strings(names)
	l := &Library{}
	for _, key := range names {
		name := byName[key][0].Family
		if _, err := Lookup(name); err == nil {
			return nil, fmt.Errorf("the font family %q is built in", name)
		}
		f, err := NewFamily(name, byName[key]...)
		if err != nil {
			return nil, err
		}
		l.own = append(l.own, f)
	}
	return l, nil
}

// Join makes one library of several, the nearest first: of two families of one
// name the nearer hides the other. Nil ones add nothing; where all are nil, so is
// what comes back.
func Join(libs ...*Library) *Library {
	var all *Library
	hidden := map[string]bool{}
	for _, l := range libs {
		if l == nil {
			continue
		}
		if all == nil {
			all = &Library{}
		}
		for _, f := range l.own {
			if key := strings.ToLower(f.Name); !hidden[key] {
				hidden[key] = true
				all.own = append(all.own, f)
			}
		}
	}
	return all
}

// Own lists the names of the office's own families: those of the nearest folder
// first, of each folder sorted.
func (l *Library) Own() []string {
	if l == nil {
		return nil
	}
	var names []string
	for _, f := range l.own {
		names = append(names, f.Name)
	}
	return names
}

// Lookup finds a family by its name, in any case. The error names those there are.
func (l *Library) Lookup(name string) (*Family, error) {
	if l != nil {
		for _, f := range l.own {
			if strings.EqualFold(f.Name, strings.TrimSpace(name)) {
				return f, nil
			}
		}
	}
	f, err := Lookup(name)
	if own := l.Own(); err != nil && len(own) > 0 {
		return nil, fmt.Errorf("there is no font family %q; there are %s, and built in %s", name, strings.Join(own, ", "), strings.Join(Families(), " and "))
	}
	return f, err
}

// Fallbacks are the families to ask, in this order, for the characters that a
// family lacks: the office's own in the order of Own, then those built in.
func (l *Library) Fallbacks(of *Family) []*Family {
	var out []*Family
	if l != nil {
		for _, f := range l.own {
			if f != of {
				out = append(out, f)
			}
		}
	}
	for _, f := range builtin {
		if f != of {
			out = append(out, f)
		}
	}
	return out
}
