package fonts

import "slices"

// alwaysOn are the substitutions that a reading system does without being asked:
// in all scripts, then those that shape words of Arabic and its kin, of the scripts
// of India and South-East Asia, and of old Hangul (OpenType 1.9.1, "Developing
// OpenType Fonts"). A face has those that its scripts need.
var alwaysOn = []string{"calt", "ccmp", "clig", "liga", "locl", "ltra", "ltrm", "rclt", "rlig", "rtla", "rtlm",
	"fin2", "fin3", "fina", "init", "isol", "med2", "medi", "mset", "stch",
	"abvf", "abvs", "akhn", "blwf", "blws", "cfar", "cjct", "half", "haln", "nukt", "pref", "pres", "pstf", "psts", "rkrf", "rphf", "vatu",
	"ljmo", "tjmo", "vjmo",
	"lnum", "tnum"} // and in tables, by Chancery's style sheet

// fractions are on around a fraction slash.
var fractions = []string{"dnom", "frac", "numr"}

// closure adds to a set every glyph that the face's substitutions can make of
// its glyphs: by the features that are always on, and by those others that were
// used, because one of the used glyphs is what they make (small capitals, figure
// styles). So the set stands for all of the used characters in these features,
// wherever a reading system may break a word. It may hold a few more glyphs
// than can occur: contexts are taken as given. Of a table that leads round in
// circles every glyph is taken.
func (f *Face) closure(set *glyphSet, used []GlyphID) {
	gsub := view(f.table("GSUB"))
	lookups := gsub.lookups(7)
	steps := layoutSteps
	defer func() {
		for g := 0; steps < 0 && g < f.numGlyphs; g++ {
			set.add(GlyphID(g))
		}
	}()
	substitutes := slices.Clone(used)
	slices.Sort(substitutes)
	on := make([]bool, len(lookups))
	var asked []int // lookups of the other features
	offered := make([]bool, len(lookups))
	slash, fraction := f.Glyph('\u2044')
	fraction = fraction && set.contains(slash)
	gsub.features(func(tag string, ids []int) {
		always := slices.Contains(alwaysOn, tag) || fraction && slices.Contains(fractions, tag)
		for _, id := range ids {
			switch {
			case id >= len(lookups) || steps.spent():
			case always:
				on[id] = true
			case tag != "aalt" && !offered[id]:
				offered[id] = true
				asked = append(asked, id)
			}
		}
	})
	c := closer{lookups: lookups, set: set, seen: make([]bool, len(lookups)), steps: &steps}
	// A figure that is oldstyle and proportional comes out of two features: the
	// one that is applied last makes it, the other makes what that one takes.
	for news := true; news && steps >= 0; {
		news = false
		c.made = func(from, to GlyphID) {
			if _, ok := slices.BinarySearch(substitutes, to); ok && from != to {
				c.hit = true
			}
		}
		for _, id := range asked {
			if !on[id] && c.walk(id) {
				on[id], news = true, true
			}
		}
		c.made = func(_, to GlyphID) { c.hit = set.add(to) || c.hit }
		for again := true; again && steps >= 0; {
			again = false
			for id := range lookups {
				again = on[id] && c.walk(id) || again
			}
		}
	}
}

// closer walks lookups and calls made for each substitution that the set allows.
type closer struct {
	lookups []lookup
	seen    []bool // lookups that were walked: contexts may lead to one many times
	set     *glyphSet
	steps   *budget
	made    func(from, to GlyphID)
	hit     bool
}

// walk goes through a lookup and those that it leads to, and says whether made
// found what it looks for.
func (c *closer) walk(id int) bool {
	*c.steps -= budget(len(c.seen) / 64)
	clear(c.seen)
	c.hit = false
	c.lookup(id)
	return c.hit
}

func (c *closer) lookup(id int) {
	if id >= len(c.lookups) || c.seen[id] || c.steps.spent() {
		return
	}
	c.seen[id] = true
	l := &c.lookups[id]
	for _, sub := range l.subtables {
		switch l.kind {
		case 1:
			c.single(sub)
		case 2, 3:
			c.several(sub)
		case 4:
			c.ligature(sub)
		case 5, 6:
			c.context(sub, l.kind == 6)
		case 8:
			c.reverse(sub)
		}
	}
}

func (c *closer) single(sub view) {
	sub.link(2).coverage(func(i int, g GlyphID) {
		switch {
		case !c.set.contains(g) || c.steps.spent():
		case sub.u16(0) == 1:
			c.made(g, g+GlyphID(sub.u16(4)))
		case sub.u16(0) == 2 && i < sub.count(4, 2):
			c.made(g, GlyphID(sub.u16(6+2*i)))
		}
	})
}

// several is multiple and alternate substitution, which look alike.
func (c *closer) several(sub view) {
	sub.link(2).coverage(func(i int, g GlyphID) {
		if !c.set.contains(g) || i >= sub.count(4, 2) || c.steps.spent() {
			return
		}
		seq := sub.link(6 + 2*i)
		for k := range seq.count(0, 2) {
			if c.steps.spent() {
				return
			}
			c.made(g, GlyphID(seq.u16(2+2*k)))
		}
	})
}

func (c *closer) ligature(sub view) {
	sub.link(2).coverage(func(i int, g GlyphID) {
		if !c.set.contains(g) || i >= sub.count(4, 2) || c.steps.spent() {
			return
		}
		set := sub.link(6 + 2*i)
		for k := range set.count(0, 2) {
			if c.steps.spent() {
				return
			}
			lig := set.link(2 + 2*k)
			whole := len(lig) >= 4
			for n := range max(0, lig.u16(2)-1) {
				if c.steps.spent() || !c.set.contains(GlyphID(lig.u16(4+2*n))) {
					whole = false
					break
				}
			}
			if whole {
				c.made(g, GlyphID(lig.u16(0)))
			}
		}
	})
}

// context is contextual substitution, chained or not: the lookups that its
// rules apply are walked, if the set has a glyph that a rule may begin with.
func (c *closer) context(sub view, chained bool) {
	if sub.u16(0) == 3 {
		c.context3(sub, chained)
		return
	}
	begins := false
	sub.link(2).coverage(func(_ int, g GlyphID) { begins = begins || c.set.contains(g) })
	if !begins {
		return
	}
	sets := 4 // of the count of rule sets: format 1
	if sub.u16(0) == 2 {
		sets = 6
		if chained {
			sets = 10
		}
	}
	for i := range sub.count(sets, 2) {
		set := sub.link(sets + 2 + 2*i)
		for k := range set.count(0, 2) {
			c.rule(set.link(2+2*k), chained)
		}
	}
}

// rule walks the lookups of a rule: its glyphs or classes are passed over.
func (c *closer) rule(rule view, chained bool) {
	if c.steps.spent() {
		return
	}
	at := 0
	if chained {
		at = 2 + 2*rule.u16(0)             // backtrack
		at += 2 + 2*max(0, rule.u16(at)-1) // input, its first left out
		at += 2 + 2*rule.u16(at)           // lookahead
		c.records(rule, at+2, rule.count(at, 4))
		return
	}
	n := min(rule.u16(2), len(rule)/4)
	c.records(rule, 4+2*max(0, rule.u16(0)-1), n)
}

func (c *closer) context3(sub view, chained bool) {
	at, records := 6, 0
	inputs := sub.u16(2)
	if chained {
		at = 4 + 2*sub.u16(2)
		inputs = sub.u16(at)
		at += 2
		after := at + 2*inputs
		after += 2 + 2*sub.u16(after)
		records = after + 2
		begin := sub.link(at)
		c.begin3(begin, sub, records, sub.count(after, 4))
		return
	}
	records = 6 + 2*inputs
	c.begin3(sub.link(at), sub, records, min(sub.u16(4), len(sub)/4))
}

func (c *closer) begin3(coverage, sub view, records, n int) {
	begins := false
	coverage.coverage(func(_ int, g GlyphID) { begins = begins || c.set.contains(g) })
	if begins {
		c.records(sub, records, n)
	}
}

// records walks n lookup records: the place in the sequence, then the lookup.
func (c *closer) records(v view, at, n int) {
	for i := range n {
		if at+4*i+4 <= len(v) && !c.steps.spent() {
			c.lookup(v.u16(at + 4*i + 2))
		}
	}
}

// reverse is reverse chaining single substitution.
func (c *closer) reverse(sub view) {
	at := 4 + 2*sub.u16(4) + 2 // after the backtrack coverages
	at += 2 + 2*sub.u16(at)    // and the lookahead ones
	sub.link(2).coverage(func(i int, g GlyphID) {
		if c.set.contains(g) && i < sub.count(at, 2) {
			c.made(g, GlyphID(sub.u16(at+2+2*i)))
		}
	})
}
