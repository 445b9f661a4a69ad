package shape

import (
	"slices"

	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"

	"chancery/fonts"
	"chancery/layout"
)

// Shaper shapes texts and remembers words. It is not safe for concurrent use:
// it reuses its buffers. The faces that it is given are.
//
// It keeps the glyphs of every short text that it has shaped, in font units and as
// they were set last, so that a paragraph builder may ask for a word, its parts and
// their widths as often as it likes and in any size. The key is the text with
// faces, features and language. The memory is dropped when it reaches maxWords.
type Shaper struct {
	fonts  map[*fonts.Face]*prepared
	buffer *harfbuzz.Buffer
	styles []*styled
	plains map[plainKey]*fonts.Plain
	kept   int // words of all styles

	noPlain  bool // every text goes through the shaper: for tests
	runes    []rune
	byteAt   []int // of each rune, and the text's length
	clusters []cluster
	features []harfbuzz.Feature
}

const (
	maxWords    = 1 << 14
	maxWordSize = 64 // bytes; longer texts are shaped anew
)

// styled is what of a Style changes the glyphs, with the texts that were shaped so.
type styled struct {
	face      *fonts.Face
	fallbacks []*fonts.Face
	features  Features
	lang      string
	rtl       bool
	hyphen    bool
	words     map[string]*shaped
}

// shaped is a text in glyphs, in font units.
type shaped struct {
	pieces  []piece
	glyphs  int // in all pieces
	missing []int

	// The glyphs as they were set last: see shaped.in.
	size     layout.Length // 0: not yet
	tracking int64
	set      []layout.Glyph
}

// piece is a stretch of text in one face.
type piece struct {
	face       *fonts.Face
	start, end int // bytes of the text
	glyphs     []glyph
}

// glyph is a glyph in font units; start and end count from its piece's start.
type glyph struct {
	id         fonts.GlyphID
	spaced     bool // last of its cluster, which is not the last of the text: tracking goes here
	advance    int32
	x, y       int32
	start, end int32
}

// NewShaper makes a Shaper that has read no face yet.
func NewShaper() *Shaper {
	return &Shaper{
		fonts:  map[*fonts.Face]*prepared{},
		buffer: harfbuzz.NewBuffer(),
		plains: map[plainKey]*fonts.Plain{},
	}
}

// shaped finds a text in the memory or shapes it. hyphen says that the text's
// last character, a soft hyphen, is to be seen.
func (s *Shaper) shaped(text string, st *Style, hyphen bool) *shaped {
	features := st.Features
	if st.Tracking != 0 {
		features |= NoLigatures
	}
	style := s.style(st, features, hyphen)
	if sh := style.words[text]; sh != nil {
		return sh
	}
	sh := s.shape(text, *st, features, hyphen)
	if len(text) <= maxWordSize {
		if s.kept >= maxWords {
			s.forget()
		}
		style.words[text] = sh
		s.kept++
	}
	return sh
}

// forget drops all words.
func (s *Shaper) forget() {
	for _, k := range s.styles {
		clear(k.words)
	}
	s.kept = 0
}

func (s *Shaper) style(st *Style, features Features, hyphen bool) *styled {
	for _, k := range s.styles {
		if k.face == st.Face && k.features == features && k.hyphen == hyphen && k.rtl == st.RightToLeft && k.lang == st.Lang && slices.Equal(k.fallbacks, st.Fallbacks) {
			return k
		}
	}
	k := &styled{st.Face, slices.Clone(st.Fallbacks), features, st.Lang, st.RightToLeft, hyphen, map[string]*shaped{}}
	s.styles = append(s.styles, k)
	return k
}

// in gives the glyphs of a text in the size and with the tracking of a style. They
// are the memory's, good until the text is set otherwise.
func (sh *shaped) in(st *Style) []layout.Glyph {
	if sh.size == st.Size && sh.tracking == st.Tracking {
		return sh.set
	}
	if sh.set == nil {
		sh.set = make([]layout.Glyph, sh.glyphs)
	}
	sh.size, sh.tracking = st.Size, st.Tracking
	all, tracking := sh.set, st.Size.Scale(st.Tracking, 1000)
	for i := range sh.pieces {
		p := &sh.pieces[i]
		glyphs := all[:len(p.glyphs)]
		all = all[len(p.glyphs):]
		upem := int64(p.face.UnitsPerEm)
		for k := range p.glyphs {
			g := &p.glyphs[k]
			glyphs[k] = layout.Glyph{ID: g.id, Advance: st.Size.Scale(int64(g.advance), upem), Start: int(g.start), End: int(g.end)}
			if g.x|g.y != 0 { // marks, and few others
				glyphs[k].XOffset, glyphs[k].YOffset = st.Size.Scale(int64(g.x), upem), st.Size.Scale(int64(g.y), upem)
			}
			if g.spaced {
				glyphs[k].Advance += tracking
			}
		}
	}
	return sh.set
}

// shape shapes a text: characters into clusters, clusters into stretches of one
// face and script, stretches into glyphs.
func (s *Shaper) shape(text string, st Style, features Features, hyphen bool) *shaped {
	if sh := s.plain(text, st, features, hyphen); sh != nil {
		return sh
	}
	sh := &shaped{}
	s.decode(text, hyphen)
	s.features = appendFeatures(s.features[:0], features)
	s.itemize(st, sh)
	for i := 0; i < len(s.clusters); {
		k := i + 1
		for k < len(s.clusters) && s.clusters[k].face == s.clusters[i].face && s.clusters[k].script == s.clusters[i].script {
			k++
		}
		from, to := s.clusters[i].start, len(s.runes)
		if k < len(s.clusters) {
			to = s.clusters[k].start
		}
		s.stretch(sh, s.clusters[i].face, s.clusters[i].script, st, from, to)
		i = k
	}
	s.space(sh)
	return sh
}

func appendFeatures(fs []harfbuzz.Feature, features Features) []harfbuzz.Feature {
	add := func(tag string, value uint32) {
		fs = append(fs, harfbuzz.Feature{Tag: opentype.MustNewTag(tag), Value: value, Start: harfbuzz.FeatureGlobalStart, End: harfbuzz.FeatureGlobalEnd})
	}
	for _, f := range [...]struct {
		bit Features
		tag string
	}{{SmallCaps, "smcp"}, {CapsToSmallCaps, "c2sc"}, {OldstyleFigures, "onum"}, {ProportionalFigures, "pnum"}, {Superiors, "sups"}, {Inferiors, "subs"}} {
		if features&f.bit != 0 {
			add(f.tag, 1)
		}
	}
	if features&NoLigatures != 0 {
		add("liga", 0)
		add("clig", 0)
		add("calt", 0)
	}
	return fs
}

// run shapes runes from to to into the buffer, by the part of the face that
// does not place marks where the text turns out to have none.
func (s *Shaper) run(face *fonts.Face, script language.Script, st Style, from, to int) {
	if seldomMarked(script) {
		if bare := s.bareFont(face); bare != nil {
			s.fill(script, st, from, to)
			s.apply(bare, face, st, from, to)
			if !s.hasPlaced(face) {
				return
			}
		}
	}
	s.fill(script, st, from, to)
	s.apply(s.wholeFont(face), face, st, from, to)
}

// seldomMarked says whether most words of a script have no combining marks.
func seldomMarked(sc language.Script) bool {
	return sc == language.Latin || sc == language.Common || sc == language.Cyrillic || sc == language.Greek
}

// hasPlaced says whether any glyph in the buffer is one that the face attaches to others.
func (s *Shaper) hasPlaced(face *fonts.Face) bool {
	for i := range s.buffer.Info {
		if face.Places(fonts.GlyphID(s.buffer.Info[i].Glyph)) {
			return true
		}
	}
	return false
}

// fill fills the buffer with runes from to to.
func (s *Shaper) fill(script language.Script, st Style, from, to int) {
	b := s.buffer
	b.Clear()
	b.Flags = harfbuzz.RemoveDefaultIgnorables
	if from == 0 {
		b.Flags |= harfbuzz.Bot
	}
	if to == len(s.runes) {
		b.Flags |= harfbuzz.Eot
	}
	b.AddRunes(s.runes, from, to-from)
	b.Props = harfbuzz.SegmentProperties{Script: script, Language: language.NewLanguage(st.Lang), Direction: harfbuzz.LeftToRight}
	if st.RightToLeft {
		b.Props.Direction = harfbuzz.RightToLeft
	}
}

// stretch shapes runes from to to in one face and script, and adds the glyphs
// to the last piece if it has the same face and they follow each other.
func (s *Shaper) stretch(sh *shaped, face *fonts.Face, script language.Script, st Style, from, to int) {
	s.run(face, script, st, from, to)
	infos, positions := s.buffer.Info, s.buffer.Pos
	if len(infos) == 0 { // ignorable characters alone: a neighbour takes their bytes
		if n := len(sh.pieces); n > 0 {
			p := &sh.pieces[n-1]
			old := int32(p.end - p.start)
			p.end = s.byteAt[to]
			for i := range p.glyphs {
				if p.glyphs[i].end == old {
					p.glyphs[i].end = int32(p.end - p.start)
				}
			}
		}
		return
	}
	n := len(sh.pieces)
	if n == 0 || sh.pieces[n-1].face != face || st.RightToLeft {
		start := 0
		if n > 0 {
			start = sh.pieces[n-1].end
		}
		sh.pieces = append(sh.pieces, piece{face: face, start: start})
		n++
	}
	p := &sh.pieces[n-1]
	first := len(p.glyphs)
	p.glyphs = slices.Grow(p.glyphs, len(infos))
	left := p.end // bytes before the first cluster that nothing stands for: given to it
	if left == 0 {
		left = p.start
	}
	p.end = s.byteAt[to]
	for i := range infos {
		p.glyphs = append(p.glyphs, glyph{
			id:      fonts.GlyphID(infos[i].Glyph),
			advance: positions[i].XAdvance,
			x:       positions[i].XOffset,
			y:       positions[i].YOffset,
			start:   int32(infos[i].Cluster), // a rune for now
		})
	}
	sh.glyphs += len(infos)
	setRanges(p.glyphs[first:], s.byteAt, p.start, left, to, st.RightToLeft)
}

// setRanges turns the clusters of freshly shaped glyphs, which name the first
// rune of each, into byte ranges: a cluster reaches to the next one's start.
// Clusters rise from left to right, or fall in right-to-left text.
func setRanges(glyphs []glyph, byteAt []int, origin, left, to int, rtl bool) {
	n := len(glyphs)
	at := func(i int) *glyph { // in the order of the text
		if rtl {
			return &glyphs[n-1-i]
		}
		return &glyphs[i]
	}
	end := byteAt[to]
	for i := n - 1; i >= 0; {
		k := i
		for k > 0 && at(k-1).start == at(i).start {
			k--
		}
		start := byteAt[at(i).start]
		if k == 0 {
			start = left
		}
		for j := k; j <= i; j++ {
			at(j).start, at(j).end = int32(start-origin), int32(end-origin)
		}
		end = start
		i = k - 1
	}
}

// space marks the glyphs after which tracking is added: the last of each
// cluster, but not the last of the text.
func (s *Shaper) space(sh *shaped) {
	var last *glyph
	for i := range sh.pieces {
		gs := sh.pieces[i].glyphs
		for k := range gs {
			gs[k].spaced = k+1 == len(gs) || gs[k+1].start != gs[k].start
			last = &gs[k]
		}
	}
	if last != nil {
		last.spaced = false
	}
}
