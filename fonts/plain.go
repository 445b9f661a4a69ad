package fonts

import (
	"slices"
	"sort"
	"strings"
	"sync"
)

// Plain sets simple Latin text in a face without a shaper: characters of which
// each becomes its own glyph, side by side, pairs of them kerned. Most words are
// such. What it gives is what HarfBuzz's algorithm would give, because it takes a
// character only where no substitution that could be on begins at its glyph, and a
// face only where pair kerning is all that moves glyphs that are no marks (a test
// compares both, pair by pair). It does not change.
type Plain struct {
	kern   [][]view // the subtables of each lookup
	low    [plainEnd]plainGlyph
	beyond [len(plainSigns)]plainGlyph
}

// plainEnd is the end of Latin Extended-A: what follows it is seldom plain.
const plainEnd = 0x17F

// plainGlyph is what is known of a character.
type plainGlyph struct {
	id GlyphID
	ok bool
}

// plainSigns are the characters beyond Latin's blocks that may be plain: the
// quotation marks and dashes of print.
var plainSigns = [...]rune{'–', '—', '‘', '’', '“', '”', '…'}

// seldomOn are the features that are on only where they are asked for by name;
// all others are taken to be on, in every language.
var seldomOn = []string{"aalt", "afrc", "c2pc", "c2sc", "case", "cpsp", "dlig", "dnom", "expt", "falt", "frac", "halt", "hist", "hlig", "lnum",
	"nalt", "numr", "onum", "opbd", "ordn", "ornm", "palt", "pcap", "pnum", "salt", "sinf", "smcp", "subs", "sups", "swsh", "titl", "tnum", "unic", "zero"}

func isSeldomOn(tag string) bool {
	if len(tag) == 4 && (tag[:2] == "ss" || tag[:2] == "cv") && tag[2] >= '0' && tag[2] <= '9' {
		return true
	}
	_, ok := slices.BinarySearch(seldomOn, tag)
	return ok
}

// plainKey is what the plain settings of a face differ in.
type plainKey struct {
	tags  string
	usual bool
}

// plains are the plain settings of a face, as far as they were asked for.
type plains struct {
	sync.Mutex
	made map[plainKey]*Plain
}

// Plain gives the plain setting of the face in a language (BCP 47), with features
// asked for by name beside those that are always on; nil where the face has none.
func (f *Face) Plain(lang string, tags ...string) *Plain {
	key := plainKey{strings.Join(tags, " "), f.usual(lang)}
	f.plains.Lock()
	defer f.plains.Unlock()
	p, known := f.plains.made[key]
	if !known {
		if f.plains.made == nil {
			f.plains.made = map[plainKey]*Plain{}
		}
		p = f.plain(key.usual, tags)
		f.plains.made[key] = p
	}
	return p
}

// languageTags are OpenType's names of languages, of those that are known to need
// no letters of their own where the face does not say so.
var languageTags = map[string]string{"en": "ENG ", "es": "ESP ", "fr": "FRA ", "de": "DEU ", "it": "ITA ", "pt": "PTG "}

// usual says whether the face treats a language as any other: no script has
// features for it.
func (f *Face) usual(lang string) bool {
	primary, _, _ := strings.Cut(lang, "-")
	tag := languageTags[strings.ToLower(primary)]
	if tag == "" {
		return false
	}
	steps := layoutSteps
	for _, t := range [2]string{"GSUB", "GPOS"} {
		scripts := view(f.table(t)).link(4)
		for i := range scripts.count(0, 6) {
			script := scripts.link(2 + 6*i + 4)
			for k := range script.count(2, 6) {
				if rec := 4 + 6*k; steps.spent() || string(script[rec:rec+4]) == tag {
					return false
				}
			}
		}
	}
	return true
}

// plain makes a plain setting; usual says that the languages that have features of
// their own do not matter.
func (f *Face) plain(usual bool, tags []string) *Plain {
	p := &Plain{}
	if !p.readKern(f) {
		return nil
	}
	set := f.newSet()
	take := func(r rune, to *plainGlyph) {
		if g, ok := f.Glyph(r); ok {
			*to = plainGlyph{g, true}
			set.add(g)
		}
	}
	for r := rune(' '); int(r) < len(p.low); r++ {
		// What ligatures begin with is left out, so that what they end with is not.
		if (r < 0x7F || r > 0xA0 && r != 0xAD) && r != 'f' && r != 'Q' {
			take(r, &p.low[r])
		}
	}
	for i, r := range plainSigns {
		take(r, &p.beyond[i])
	}
	changed, ok := f.substituted(set, usual, tags)
	if !ok {
		return nil
	}
	classes := view(f.table("GDEF")).link(4)
	const mark = 3 // which takes no width
	keep := func(g *plainGlyph) {
		g.ok = g.ok && !changed.contains(g.id) && !f.Places(g.id) && classes.class(g.id) != mark
	}
	for r := range p.low {
		keep(&p.low[r])
	}
	for i := range p.beyond {
		keep(&p.beyond[i])
	}
	return p
}

// Glyph gives the glyph of a character; false where it is not plain.
func (p *Plain) Glyph(r rune) (GlyphID, bool) {
	if uint(r) < uint(len(p.low)) {
		g := p.low[r]
		return g.id, g.ok
	}
	for i, s := range plainSigns {
		if s == r {
			return p.beyond[i].id, p.beyond[i].ok
		}
	}
	return 0, false
}

// Kern is how much is added to the advance of a glyph before another one, in font units.
func (p *Plain) Kern(a, b GlyphID) int {
	sum := 0
	for _, subtables := range p.kern {
		for _, sub := range subtables {
			if v, ok := sub.pair(a, b); ok {
				sum += v
				break
			}
		}
	}
	return sum
}

// pair gives the adjustment of a pair (PairPos, formats 1 and 2); false where the
// table leaves it to the next one.
func (v view) pair(a, b GlyphID) (int, bool) {
	i := v.link(2).index(a)
	if i < 0 {
		return 0, false
	}
	if v.u16(0) == 1 {
		if i >= v.count(8, 2) {
			return 0, false
		}
		set := v.link(10 + 2*i)
		n := set.count(0, 4)
		k := sort.Search(n, func(k int) bool { return set.u16(2+4*k) >= int(b) })
		if k == n || set.u16(2+4*k) != int(b) {
			return 0, false
		}
		return int(int16(set.u16(4 + 4*k))), true
	}
	c1, c2 := v.link(8).class(a), v.link(10).class(b)
	if c1 >= v.u16(12) || c2 >= v.u16(14) {
		return 0, false
	}
	return int(int16(v.u16(16 + 2*(c1*v.u16(14)+c2)))), true
}

// index is the place of a glyph in a coverage table; -1 if it is not there.
func (v view) index(g GlyphID) int {
	switch v.u16(0) {
	case 1:
		n := v.count(2, 2)
		i := sort.Search(n, func(i int) bool { return v.u16(4+2*i) >= int(g) })
		if i < n && v.u16(4+2*i) == int(g) {
			return i
		}
	case 2:
		n := v.count(2, 6)
		i := sort.Search(n, func(i int) bool { return v.u16(6+6*i) >= int(g) })
		if rec := 4 + 6*i; i < n && v.u16(rec) <= int(g) {
			return v.u16(rec+4) + int(g) - v.u16(rec)
		}
	}
	return -1
}

// readKern finds the kerning, and says whether it is all that the face does to
// glyphs that are no marks: one feature in every language of Latin, of lookups that
// move the first glyph of a pair sideways.
func (p *Plain) readKern(f *Face) bool {
	gpos := view(f.table("GPOS"))
	if len(gpos) < 10 || gpos.u16(2) != 0 && gpos.u32(10) != 0 { // variations of features
		return false
	}
	all := gpos.lookups(9)
	kern, ok := gpos.everywhere("kern")
	if !ok {
		return false
	}
	gpos.features(func(tag string, ids []int) {
		for _, id := range ids {
			marks := id < len(all) && all[id].kind >= 4 && all[id].kind <= 6
			ok = ok && (tag == "kern" || marks || isSeldomOn(tag))
		}
	})
	for _, id := range kern {
		if id >= len(all) || all[id].kind != 2 || all[id].flag&^0xFF09 != 0 { // which ignore marks, at most
			return false
		}
		for _, sub := range all[id].subtables {
			format := sub.u16(0)
			if format != 1 && format != 2 || sub.u16(4) != 4 || sub.u16(6) != 0 || !sub.link(2).sound() {
				return false
			}
		}
		p.kern = append(p.kern, all[id].subtables)
	}
	return ok
}

// everywhere gives the lookups of a feature, rising; false where a language of
// Latin has others, or a feature that cannot be off.
func (v view) everywhere(tag string) ([]int, bool) {
	scripts, features := v.link(4), v.link(6)
	var found []int
	first, same := true, true
	steps := layoutSteps
	system := func(s view) {
		if steps -= budget(1 + s.count(4, 2)); s == nil || steps < 0 {
			return
		}
		same = same && s.u16(2) == 0xFFFF
		var ids []int
		for k := range s.count(4, 2) {
			rec := 2 + 6*s.u16(6+2*k)
			if rec+6 > len(features) || string(features[rec:rec+4]) != tag {
				continue
			}
			feature := features.link(rec + 4)
			if steps -= budget(feature.count(2, 2)); steps < 0 {
				return
			}
			for i := range feature.count(2, 2) {
				ids = append(ids, feature.u16(4+2*i))
			}
		}
		slices.Sort(ids)
		ids = slices.Compact(ids)
		same = same && (first || slices.Equal(found, ids))
		found, first = ids, false
	}
	for i := range scripts.count(0, 6) {
		rec := 2 + 6*i
		switch string(scripts[rec : rec+4]) {
		case "DFLT", "dflt", "latn":
			script := scripts.link(rec + 4)
			system(script.link(0))
			for k := range script.count(2, 6) {
				system(script.link(4 + 6*k + 4))
			}
		}
	}
	return found, same && len(found) > 0 && steps >= 0
}
