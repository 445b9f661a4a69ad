package letter

import (
	"fmt"
	"math/rand"
	"strings"

	"chancery/source"
)

// maker makes bodies of all kinds of block, with notes everywhere.
type maker struct {
	rng   *rand.Rand
	d     *source.Document
	ids   int
	notes int // how many in a hundred stretches of words call one
}

var (
	madeWords = strings.Fields(`the of a to and deliberate separation families for express purpose furthering immigration policy
		contrary laws judicial precedent counterproductive characterization “quoted” well-being 1,000,000 § law—enforcement officials,`)
	drawing = []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"><rect width="%[1]d" height="%[2]d"/></svg>`)
)

func (m *maker) id(kind string) string {
	m.ids++
	return fmt.Sprintf("letter-%s%d", kind, m.ids)
}

func (m *maker) words(n int) string {
	w := make([]string, n)
	for i := range w {
		w[i] = madeWords[m.rng.Intn(len(madeWords))]
	}
	return strings.Join(w, " ")
}

// inlines makes n words, some of them marked, with notes.
func (m *maker) inlines(n int) []source.Inline {
	var out []source.Inline
	for n > 0 {
		k := min(n, 1+m.rng.Intn(40))
		n -= k
		text := source.Inline{Kind: source.InlineText, Text: m.words(k)}
		switch m.rng.Intn(12) {
		case 0:
			text = source.Inline{Kind: source.InlineEmphasis, Kids: []source.Inline{text}}
		case 1:
			text = source.Inline{Kind: source.InlineSmallCaps, Kids: []source.Inline{text}}
		case 2:
			text = source.Inline{Kind: source.InlineLanguage, Lang: "es", Kids: []source.Inline{text}}
		}
		out = append(out, text)
		if m.rng.Intn(100) < m.notes {
			out = append(out, source.Inline{Kind: source.InlineNote, Note: m.note()})
		}
		if n > 0 {
			out = append(out, source.Inline{Kind: source.InlineText, Text: " "})
		}
	}
	return out
}

func (m *maker) note() *source.Note {
	num := len(m.d.Notes) + 1
	n := &source.Note{Number: num, ID: fmt.Sprint("letter-note", num), CalloutID: fmt.Sprint("letter-noteref", num),
		Span: source.Span{File: m.d.File, Start: num, End: num + 1}}
	m.d.Notes = append(m.d.Notes, n)
	keep := m.notes
	m.notes = 0
	long := 30
	if m.rng.Intn(20) == 0 {
		long = 400
	}
	for range 1 + m.rng.Intn(2) {
		n.Blocks = append(n.Blocks, &source.Block{Kind: source.BlockParagraph, ID: m.id("np"), Inlines: m.inlines(1 + m.rng.Intn(long))})
	}
	m.notes = keep
	return n
}

func (m *maker) paragraph(most int) *source.Block {
	return &source.Block{Kind: source.BlockParagraph, ID: m.id("p"), Inlines: m.inlines(1 + m.rng.Intn(most))}
}

// blocks makes n blocks that stand within depth others.
func (m *maker) blocks(n, depth int) []*source.Block {
	var out []*source.Block
	for len(out) < n {
		switch k := m.rng.Intn(16); {
		case k < 6:
			out = append(out, m.paragraph(150))
		case k == 6 && depth == 0:
			out = append(out, &source.Block{Kind: source.BlockHeading, ID: m.id("h"), Level: 1 + m.rng.Intn(2), Inlines: m.inlines(1 + m.rng.Intn(16))}, m.paragraph(100))
		case k == 7 && depth < 3, k == 8 && depth < 3:
			out = append(out, m.list(depth))
		case k == 9 && depth < 3:
			out = append(out, &source.Block{Kind: source.BlockQuotation, ID: m.id("q"), Blocks: m.blocks(1+m.rng.Intn(3), depth+1)})
		case k == 10:
			out = append(out, m.verse())
		case k == 11:
			out = append(out, m.image())
		case k == 12 && depth < 2, k == 13 && depth < 2:
			out = append(out, m.table())
		case k == 14 && depth == 0:
			out = append(out, &source.Block{Kind: source.BlockBreak, ID: m.id("hr")})
		}
	}
	return out
}

func (m *maker) list(depth int) *source.Block {
	b := &source.Block{Kind: source.BlockList, ID: m.id("l"), Ordered: m.rng.Intn(2) == 0, Start: 1, Tight: m.rng.Intn(2) == 0}
	if m.rng.Intn(10) == 0 {
		b.Start = 990
	}
	for range 1 + m.rng.Intn(6) {
		item := &source.Block{Kind: source.BlockItem, ID: m.id("li")}
		switch m.rng.Intn(4) {
		case 0:
			item.Blocks = m.blocks(1+m.rng.Intn(2), depth+1)
		default:
			item.Blocks = []*source.Block{m.paragraph(40)}
			if m.rng.Intn(3) == 0 && depth < 2 {
				item.Blocks = append(item.Blocks, m.list(depth+1))
			}
		}
		b.Blocks = append(b.Blocks, item)
	}
	return b
}

func (m *maker) verse() *source.Block {
	b := &source.Block{Kind: source.BlockVerse, ID: m.id("v")}
	for i := range 1 + m.rng.Intn(30) {
		if i > 0 {
			b.Inlines = append(b.Inlines, source.Inline{Kind: source.InlineBreak})
		}
		b.Inlines = append(b.Inlines, m.inlines(1+m.rng.Intn(24))...)
		b.Indents = append(b.Indents, m.rng.Intn(8))
	}
	return b
}

func (m *maker) image() *source.Block {
	b := &source.Block{Kind: source.BlockImage, ID: m.id("img"), Alt: "A picture"}
	b.Asset = &source.Asset{Path: "a.svg", Data: fmt.Appendf(nil, string(drawing), 5+m.rng.Intn(700), 5+m.rng.Intn(900))}
	if m.rng.Intn(2) == 0 {
		b.Caption = m.inlines(1 + m.rng.Intn(30))
	}
	return b
}

func (m *maker) table() *source.Block {
	columns := 1 + m.rng.Intn(5)
	b := &source.Block{Kind: source.BlockTable, ID: m.id("t"), HeadRows: 1 + m.rng.Intn(2), Columns: make([]source.Column, columns)}
	if m.rng.Intn(2) == 0 {
		b.Caption = m.inlines(1 + m.rng.Intn(30))
	}
	rows := b.HeadRows + 1 + m.rng.Intn([]int{4, 12, 40}[m.rng.Intn(3)])
	long := 0 // the row with a cell that no page holds
	if m.rng.Intn(40) == 0 {
		long = b.HeadRows + m.rng.Intn(rows-b.HeadRows)
	}
	var last []*source.Block
	for i := range rows {
		row := &source.Block{Kind: source.BlockRow, ID: fmt.Sprintf("%s-r%d", b.ID, i+1)}
		places := make([]*source.Block, columns)
		for j := 0; j < columns; j++ {
			if i > b.HeadRows && j > 0 && m.rng.Intn(15) == 0 && last[j] != nil && last[j].ColSpan == 1 {
				last[j].RowSpan++
				places[j] = last[j]
				continue
			}
			c := &source.Block{Kind: source.BlockCell, ID: fmt.Sprintf("%sc%d", row.ID, j+1), Column: j, ColSpan: 1, RowSpan: 1}
			switch k := m.rng.Intn(12); {
			case i == 0:
				c.Inlines = m.inlines(1 + m.rng.Intn(3))
			case i == long && j == 0:
				c.Inlines = m.inlines(600)
			case k == 0:
			case k == 1:
				c.Inlines = m.inlines(1 + m.rng.Intn(60))
			default:
				c.Inlines = m.inlines(1 + m.rng.Intn(6))
			}
			if j+1 < columns && m.rng.Intn(15) == 0 && (i <= b.HeadRows || last[j+1].ColSpan == 1) {
				c.ColSpan = 2
				j++
			}
			row.Blocks = append(row.Blocks, c)
			places[c.Column] = c
			if c.ColSpan == 2 {
				places[j] = c
			}
		}
		b.Blocks = append(b.Blocks, row)
		last = places
	}
	return b
}

// everything makes a letter with all kinds of block.
func everything(rng *rand.Rand) (*source.Packet, *source.Document) {
	p, d := made(rng, rng.Intn(8), 0)
	m := &maker{rng: rng, d: d, notes: []int{0, 0, 5, 10, 25, 60}[rng.Intn(6)]}
	d.Settings.Justify = rng.Intn(2) == 0
	d.Settings.NumberSections = rng.Intn(2) == 0
	if rng.Intn(4) == 0 {
		d.Settings.Size = "14"
	}
	d.Body = append(d.Body, m.paragraph(60))
	d.Body = append(d.Body, m.blocks(1+rng.Intn(20), 0)...)
	for range rng.Intn(3) {
		d.Body = append(d.Body, &source.Block{Kind: source.BlockHeading, ID: m.id("h"), Level: 1, Exhibit: true, Inlines: m.inlines(2)})
		d.Body = append(d.Body, m.blocks(rng.Intn(4), 0)...)
	}
	return p, d
}
