package epub

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/shape"
)

// usage notes which characters stand in which style: the embedded faces hold
// the glyphs that these need, and no more.
type usage struct {
	styles []style
	chars  []*charSet // by style
	texts  [][]string // by style
	last   int        // style of the text before, which is mostly the same
	shaper *shape.Shaper
}

// charSet is a set of characters.
type charSet struct {
	low  [0x250]bool // Latin, which is nearly everything
	high map[rune]bool
}

func newUsage(shaper *shape.Shaper) *usage {
	if shaper == nil {
		shaper = shape.NewShaper()
	}
	return &usage{shaper: shaper}
}

// add notes the characters of a text.
func (u *usage) add(st style, text string) {
	if u == nil || text == "" {
		return
	}
	if u.last >= len(u.styles) || u.styles[u.last] != st {
		if u.last = slices.Index(u.styles, st); u.last < 0 {
			u.last = len(u.styles)
			u.styles = append(u.styles, st)
			u.chars = append(u.chars, &charSet{})
			u.texts = append(u.texts, nil)
		}
	}
	u.texts[u.last] = append(u.texts[u.last], text)
	set := u.chars[u.last]
	for _, r := range text {
		if int(r) < len(set.low) {
			set.low[r] = true
			continue
		}
		if set.high == nil {
			set.high = map[rune]bool{}
		}
		set.high[r] = true
	}
}

// list gives the characters, rising; no control character is among them.
func (s *charSet) list() []rune {
	var runes []rune
	for r := ' '; int(r) < len(s.low); r++ {
		if s.low[r] {
			runes = append(runes, r)
		}
	}
	for r := range s.high {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	return runes
}

// features are what the style sheet asks of the faces in a style.
func (s *style) features() (f shape.Features) {
	if s.smcp {
		f |= shape.SmallCaps
	}
	if s.c2sc {
		f |= shape.CapsToSmallCaps
	}
	if s.onum {
		f |= shape.OldstyleFigures | shape.ProportionalFigures
	}
	return f
}

// slot is a family's face of a style, with what of it is used there.
type slot struct {
	family       *fonts.Family
	bold, italic bool
	face         *fonts.Face
	runes        []rune
	glyphs       []fonts.GlyphID
}

// add notes the glyphs of a run of text.
func (s *slot) add(run *layout.Run) {
	for _, g := range run.Glyphs {
		s.glyphs = append(s.glyphs, g.ID)
	}
}

// slots are the faces of a book, by family and style.
type slots struct {
	all []*slot
	// main are the families that something is set in, each with the families
	// that stand in for it somewhere.
	main map[*fonts.Family]map[*fonts.Family]bool
}

// slot finds or makes a family's slot of a style.
func (s *slots) slot(family *fonts.Family, bold, italic bool) *slot {
	for _, sl := range s.all {
		if sl.family == family && sl.bold == bold && sl.italic == italic {
			return sl
		}
	}
	sl := &slot{family: family, bold: bold, italic: italic, face: family.Face(bold, italic)}
	s.all = append(s.all, sl)
	return sl
}

// slots gives the faces of all that is used, with the characters that are used
// of each and the glyphs that they become under the features that the style sheet
// asks for. Ligatures and all else that a reading system does unasked are added by
// the subset itself, for every order of the characters, so one look at each of
// them is enough.
func (u *usage) slots(faces *fonts.Library) (*slots, error) {
	out := &slots{main: map[*fonts.Family]map[*fonts.Family]bool{}}
	for i := range u.styles {
		st := &u.styles[i]
		family, err := faces.Lookup(st.family)
		if err != nil {
			return nil, fmt.Errorf("epub: %w", err)
		}
		if out.main[family] == nil {
			out.main[family] = map[*fonts.Family]bool{}
		}
		sl := out.slot(family, st.bold, st.italic)
		chars := u.chars[i].list()
		sl.runes = append(sl.runes, chars...)
		sl.runes = append(sl.runes, ' ', '-') // of a line's end, which a reading system may hyphenate
		sh := shape.Style{Face: sl.face, Size: layout.Point, Features: st.features(), Lang: st.lang}
		if sh.Features != 0 {
			runs, _ := u.shaper.Text(string(chars), 0, sh)
			for k := range runs {
				sl.add(&runs[k])
			}
		}
		chars = slices.DeleteFunc(chars, sl.face.Has)
		if len(chars) > 0 {
			u.standIns(out, i, sl, chars, sh, faces.Fallbacks(family))
		}
	}
	slices.SortFunc(out.all, func(a, b *slot) int {
		return cmp.Or(strings.Compare(a.family.Name, b.family.Name), order(a.bold)-order(b.bold), order(a.italic)-order(b.italic))
	})
	return out, nil
}

func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

// standIns gives characters that a face lacks to the faces that stand in for it
// in print: with the whole cluster that each is in, since a base and its marks
// take one face.
func (u *usage) standIns(out *slots, i int, sl *slot, lacking []rune, sh shape.Style, families []*fonts.Family) {
	for _, f := range families {
		sh.Fallbacks = append(sh.Fallbacks, f.Face(sl.bold, sl.italic))
	}
	for _, text := range u.texts[i] {
		if !strings.ContainsFunc(text, func(r rune) bool { _, found := slices.BinarySearch(lacking, r); return found }) {
			continue
		}
		runs, _ := u.shaper.Text(text, 0, sh)
		for k := range runs {
			if runs[k].Face == sl.face {
				continue
			}
			f := families[slices.Index(sh.Fallbacks, runs[k].Face)]
			out.main[sl.family][f] = true
			in := out.slot(f, sl.bold, sl.italic)
			in.runes = append(in.runes, []rune(runs[k].Text)...)
			in.add(&runs[k])
		}
	}
}
