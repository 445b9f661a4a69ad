package compose

import (
	"encoding/binary"
	"strings"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/hyphen"
	"chancery/layout/shape"
	"chancery/source"
)

// Memory keeps what the setting of one document can give to the next one: the
// shaped words of its Shaper, and whole paragraphs by their content, style and
// measure. Documents set with it are the same as those set without. It is not
// safe for concurrent use: one worker, one Memory. It is bounded: of paragraphs
// it keeps those of maxMemory bytes of text at the most and then begins anew.
// All documents that are set with it have the same Resources.
//
// Lines that it gives share their runs with those that it gave before: who
// has them may move boxes, and must not change a run or a glyph.
type Memory struct {
	Shaper     *shape.Shaper
	paragraphs map[paragraphKey]*remembered
	size       int // bytes of text in paragraphs
	divisions  map[division][]int
	books      []*wordBook
	scratch    *scratch
}

// maxScratch is the longest list of a paragraph's items whose room is kept: that of
// a paragraph of some ten pages.
const maxScratch = 1 << 14

// Use makes a composer set paragraphs with a memory, that of documents with the same
// Resources.
func (c *Composer) Use(m *Memory) {
	if cap(m.scratch.items) > maxScratch || len(m.scratch.hangs) > maxScratch {
		m.scratch = newScratch()
	}
	c.Memory, c.scratch = m, m.scratch
}

// division is a word that was looked up in the patterns of its language.
type division struct {
	patterns *hyphen.Patterns
	word     string
}

// maxDivisions bounds the words whose divisions are kept.
const maxDivisions = 1 << 13

// points is hyphen.Patterns.Points, once for each word. m may be nil.
func (m *Memory) points(patterns *hyphen.Patterns, word string) []int {
	if m == nil {
		return patterns.Points(word)
	}
	at, known := m.divisions[division{patterns, word}]
	if !known {
		if len(m.divisions) >= maxDivisions {
			clear(m.divisions)
		}
		at = patterns.Points(word)
		m.divisions[division{patterns, strings.Clone(word)}] = at // not the whole paragraph
	}
	return at
}

// maxMemory bounds the text of the paragraphs kept: about 40 pages, and with
// their glyphs about 10 MB.
const maxMemory = 1 << 17

// maxRemembered is the longest paragraph that is kept, in bytes of its key.
const maxRemembered = 1 << 14

// NewMemory makes a Memory that knows nothing yet.
func NewMemory() *Memory {
	return &Memory{Shaper: shape.NewShaper(), paragraphs: map[paragraphKey]*remembered{}, divisions: map[division][]int{}, scratch: newScratch()}
}

// paragraphKey is everything that decides how a paragraph's lines come out.
type paragraphKey struct {
	style    Style
	measure  layout.Length
	size     layout.Length
	settings source.Settings
	language string
	family   *fonts.Family
	hyphens  *hyphen.Patterns
	turned   bool
	speaks   string
	pieces   string // by Memory.key
}

// remembered is a paragraph's lines; owner has for each box, line by line, the
// number of its element among those of the pieces, -1 for none.
type remembered struct {
	lines []Line
	owner []int
	boxes int
}

// elements gives the elements of pieces, each once, in order.
func elements(pieces []Piece) []*layout.Element {
	var es []*layout.Element
	for i := range pieces {
		if numberOf(es, pieces[i].Element) < 0 && pieces[i].Element != nil {
			es = append(es, pieces[i].Element)
		}
	}
	return es
}

// numberOf is the place of e in es, -1 if it is not there.
func numberOf(es []*layout.Element, e *layout.Element) int {
	for i := range es {
		if es[i] == e {
			return i
		}
	}
	return -1
}

// key is what a paragraph is known by. Every field of Piece has its part in it,
// but for Place, which only problems need, and look, small and lower, which follow from the rest.
func (c *Composer) key(pieces []Piece, es []*layout.Element, st Style, measure layout.Length) paragraphKey {
	b := c.scratch.key[:0]
	for i := range pieces {
		p := &pieces[i]
		flags := byte(0)
		if p.Bold {
			flags |= 1
		}
		if p.Italic {
			flags |= 2
		}
		if p.Joined {
			flags |= 4
		}
		if p.Decoration {
			flags |= 8
		}
		if p.Address {
			flags |= 16
		}
		b = append(b, flags, byte(p.Shift))
		b = binary.AppendUvarint(b, uint64(p.Features))
		b = binary.AppendVarint(b, int64(p.Offset))
		b = binary.AppendVarint(b, int64(numberOf(es, p.Element)))
		b = binary.AppendUvarint(b, uint64(len(p.Text)))
		b = append(b, p.Text...)
		b = binary.AppendUvarint(b, uint64(len(p.Lang)))
		b = append(b, p.Lang...)
	}
	c.scratch.key = b
	return paragraphKey{style: st, measure: measure, size: c.Size, settings: c.Doc.Settings, language: c.Doc.Language,
		family: c.family, hyphens: c.hyphens, turned: c.turned, speaks: c.speaks, pieces: string(b)}
}

// recall gives the lines that a paragraph of this key had, for these elements.
func (m *Memory) recall(key paragraphKey, es []*layout.Element) ([]Line, bool) {
	r := m.paragraphs[key]
	if r == nil {
		return nil, false
	}
	return r.set(es), true
}

// set gives the lines for these elements.
func (r *remembered) set(es []*layout.Element) []Line {
	lines := append([]Line(nil), r.lines...)
	all := make([]layout.Box, 0, r.boxes)
	owner := r.owner
	for i := range lines {
		from := len(all)
		all = append(all, lines[i].Boxes...)
		lines[i].Boxes = all[from:len(all):len(all)]
		for k := range lines[i].Boxes {
			if owner[k] >= 0 {
				lines[i].Boxes[k].Element = es[owner[k]]
			}
		}
		owner = owner[len(lines[i].Boxes):]
	}
	return lines
}

// keep remembers a paragraph.
func (m *Memory) keep(key paragraphKey, r *remembered) {
	if len(key.pieces) > maxRemembered {
		return
	}
	if m.size += len(key.pieces); m.size > maxMemory {
		clear(m.paragraphs)
		m.size = len(key.pieces)
	}
	m.paragraphs[key] = r
}

// remember gives what is to be remembered of a paragraph's lines.
func remember(es []*layout.Element, lines []Line) *remembered {
	r := &remembered{lines: append([]Line(nil), lines...)}
	for i := range lines {
		r.boxes += len(lines[i].Boxes)
	}
	r.owner = make([]int, 0, r.boxes)
	all := make([]layout.Box, 0, r.boxes)
	for i := range lines {
		from := len(all)
		all = append(all, lines[i].Boxes...)
		boxes := all[from:len(all):len(all)]
		for k := range boxes {
			r.owner = append(r.owner, numberOf(es, boxes[k].Element))
			boxes[k].Element = nil // else the memory would hold whole documents
		}
		r.lines[i].Boxes = boxes
	}
	return r
}
