package fonts

import "slices"

// substituted gives the glyphs of a set at which a substitution may begin in a
// text of the set's glyphs alone, with features asked for by name; false where the
// face's table cannot be judged. Contexts are taken as given as far as the set has
// glyphs for them. Usual says that the languages that have features of their own do
// not matter.
func (f *Face) substituted(set *glyphSet, usual bool, tags []string) (*glyphSet, bool) {
	gsub := view(f.table("GSUB"))
	changed := f.newSet()
	if len(gsub) < 10 {
		return changed, gsub == nil
	}
	if gsub.u16(2) != 0 && gsub.u32(10) != 0 { // variations of features
		return nil, false
	}
	if gsub.required() {
		return nil, false
	}
	lookups := gsub.lookups(7)
	on := make([]bool, len(lookups))
	at := -1
	inDefault := gsub.inDefault()
	gsub.features(func(tag string, ids []int) {
		if at++; usual && !inDefault[at] {
			return
		}
		if isSeldomOn(tag) && !slices.Contains(tags, tag) {
			return
		}
		for _, id := range ids {
			if id < len(on) {
				on[id] = true
			}
		}
	})
	w := beginner{set: set, changed: changed, steps: layoutSteps, upTo: make([]int, len(set.has)+1)}
	for g, has := range set.has {
		w.upTo[g+1] = w.upTo[g]
		if has {
			w.upTo[g+1]++
		}
	}
	for i, l := range lookups {
		if !on[i] {
			continue
		}
		for _, sub := range l.subtables {
			w.subtable(l.kind, sub)
		}
	}
	return changed, w.steps >= 0
}

// inDefault says which features Latin has in languages without features of their own.
func (v view) inDefault() map[int]bool {
	scripts, in := v.link(4), map[int]bool{}
	steps := layoutSteps
	for i := range scripts.count(0, 6) {
		rec := 2 + 6*i
		switch string(scripts[rec : rec+4]) {
		case "DFLT", "dflt", "latn":
			system := scripts.link(rec + 4).link(0)
			for k := range system.count(4, 2) {
				if steps.spent() {
					return in
				}
				in[system.u16(6+2*k)] = true
			}
		}
	}
	return in
}

// required says whether a language of any script has a feature that cannot be off,
// or there is no end of them.
func (v view) required() bool {
	scripts := v.link(4)
	steps := layoutSteps
	for i := range scripts.count(0, 6) {
		script := scripts.link(2 + 6*i + 4)
		for k := -1; k < script.count(2, 6); k++ {
			system := script.link(0)
			if k >= 0 {
				system = script.link(4 + 6*k + 4)
			}
			if steps.spent() || system != nil && system.u16(2) != 0xFFFF {
				return true
			}
		}
	}
	return false
}

// beginner finds where substitutions may begin.
type beginner struct {
	set, changed *glyphSet
	upTo         []int // how many glyphs of set are less than each
	steps        budget
}

func (w *beginner) subtable(kind int, sub view) {
	switch {
	case kind == 4:
		w.ligatures(sub)
		return
	case kind == 5 && sub.u16(0) == 3:
		// A sequence of tables: the first is that of the glyph itself.
		n := sub.count(2, 2)
		if n > 0 && w.met(sub, 6+2, n-1) {
			w.covered(sub.link(6))
		}
		return
	case kind == 6 && sub.u16(0) == 3:
		back := sub.count(2, 2)
		at := 4 + 2*back
		input := sub.count(at, 2)
		ahead := sub.count(at+2+2*input, 2)
		if input > 0 && w.met(sub, 4, back) && w.met(sub, at+4, input-1) && w.met(sub, at+4+2*input, ahead) {
			w.covered(sub.link(at + 2))
		}
		return
	}
	w.covered(sub.link(2))
}

// covered takes all glyphs of a coverage table.
func (w *beginner) covered(c view) {
	w.ranges(c, func(from, to int) {
		for g := from; g <= to; g++ {
			if w.set.has[g] {
				w.changed.add(GlyphID(g))
			}
		}
	})
}

// met says whether each of n coverage tables, whose offsets stand from a place on,
// has a glyph of the set.
func (w *beginner) met(sub view, at, n int) bool {
	for i := range n {
		some := false
		w.ranges(sub.link(at+2*i), func(int, int) { some = true })
		if !some && w.steps >= 0 {
			return false
		}
	}
	return true
}

// ranges visits the ranges of a coverage table that have a glyph of the set.
func (w *beginner) ranges(c view, visit func(from, to int)) {
	see := func(from, to int) {
		if to = min(to, len(w.set.has)-1); from <= to && !w.steps.spent() && w.upTo[to+1] > w.upTo[from] {
			visit(from, to)
		}
	}
	switch c.u16(0) {
	case 1:
		for i := range c.count(2, 2) {
			g := c.u16(4 + 2*i)
			see(g, g)
		}
	case 2:
		for i := range c.count(2, 6) {
			see(c.u16(4+6*i), c.u16(6+6*i))
		}
	}
}

// ligatures takes the glyphs at which a ligature begins that the set can make.
func (w *beginner) ligatures(sub view) {
	sub.link(2).coverage(func(i int, g GlyphID) {
		if !w.set.contains(g) || i >= sub.count(4, 2) {
			return
		}
		ligatures := sub.link(6 + 2*i)
		for k := range ligatures.count(0, 2) {
			l, whole := ligatures.link(2+2*k), true
			for c := 1; c < l.u16(2); c++ {
				whole = whole && !w.steps.spent() && w.set.contains(GlyphID(l.u16(4+2*(c-1))))
			}
			if whole {
				w.changed.add(g)
			}
		}
	})
}
