package pdf

import (
	"fmt"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// builder turns the pages of one document into content streams, and collects the
// fonts and images that they name.
type builder struct {
	writer   *Writer
	doc      *layout.Document
	readable bool // strings in hexadecimal
	tree     *tree
	fonts    []*font
	fontOf   map[*fonts.Face]*font
	images   []*layout.Image
	imageOf  map[*layout.Image]int
	forms    []*cos.Stream
	formOf   map[formKey]int

	out    []byte
	page   int
	height layout.Length
	alpha  []bool // by page: it shows something transparent
	state  state
}

// state is the part of the graphics state that persists on a page (ISO 32000-1, 8.4).
type state struct {
	font *font
	size layout.Length
	fill layout.Color
	set  bool // fill is known: a page begins black, in DeviceGray
}

func newBuilder(w *Writer, doc *layout.Document, t *tree) *builder {
	return &builder{writer: w, doc: doc, readable: w.readable, tree: t, out: w.content[:0],
		fontOf: map[*fonts.Face]*font{}, imageOf: map[*layout.Image]int{}, formOf: map[formKey]int{}, alpha: make([]bool, len(doc.Pages))}
}

// longSequence is the length in bytes from which a marked-content sequence counts
// as long: a paragraph of some four lines.
const longSequence = 1000

// contents gives the content streams of all pages, which are one piece of memory.
// A page has two of them, which readers take for one (7.8.2), where a long sequence
// stands on it behind others, or after the words at its head. Letters of a series
// differ in what is short: the address, the heading of the pages after the first;
// what is long is then the same stream in all of them and is compressed once.
func (b *builder) contents() ([][][]byte, error) {
	type place struct{ cut, end int }
	places := make([]place, len(b.doc.Pages))
	for i := range places {
		cut, err := b.pageContent(i)
		if err != nil {
			return nil, err
		}
		places[i] = place{cut, len(b.out)}
	}
	streams, from := make([][][]byte, len(places)), 0
	for i, p := range places {
		if p.cut > from {
			streams[i] = append(streams[i], b.out[from:p.cut:p.cut])
			from = p.cut
		}
		streams[i] = append(streams[i], b.out[from:p.end:p.end])
		from = p.end
	}
	return streams, nil
}

// pageContent writes the content of a page and says where it may be cut in two, 0
// for nowhere.
func (b *builder) pageContent(i int) (cut int, err error) {
	b.page, b.height, b.state = i, b.doc.Pages[i].Height, state{}
	head := 0 // where what follows the words at the page's head begins
	for k := range b.tree.sheets[i].sequences {
		s := &b.tree.sheets[i].sequences[k]
		from := len(b.out)
		if k == 1 && b.tree.sheets[i].sequences[0].artifact == artifactHeader {
			head = from
		}
		b.begin(s)
		if err := b.boxes(i, s); err != nil {
			return 0, err
		}
		b.out = append(b.out, "EMC\n"...)
		if s.reversed {
			b.out = append(b.out, "EMC\n"...)
		}
		if cut == 0 && k > 0 && len(b.out)-from >= longSequence {
			cut = from
		}
	}
	if n := len(b.tree.sheets[i].sequences); n == 0 {
		b.out = append(b.out, '\n')
	}
	if cut == 0 && len(b.out)-head >= longSequence {
		cut = head
	}
	return cut, nil
}

// begin opens a marked-content sequence (14.6): with its identifier if an element
// owns it, else as an artifact of its kind (14.8.2.2.2, table 330).
//
// What is read from right to left is shown as it is seen, from left to right, and
// ReversedChars says so (14.8.2.3.3): so readers expect it that know the scripts
// and not the mark. The mark stands outside, because there are readers (Poppler's
// structure text) that lose the rest of a paragraph after a sequence inside a sequence.
func (b *builder) begin(s *sequence) {
	if s.reversed {
		b.out = append(b.out, "/ReversedChars BMC\n"...)
	}
	switch {
	case s.node != nil:
		b.out = cos.AppendName(b.out, cos.Name(s.node.el.Role))
		b.out = append(b.out, "<</MCID "...)
		b.out = cos.Append(b.out, s.mcid)
		b.out = append(b.out, ">>BDC\n"...)
	case s.artifact == artifactHeader:
		b.out = append(b.out, "/Artifact<</Attached[/Top]/Subtype/Header/Type/Pagination>>BDC\n"...)
	case s.artifact == artifactFooter:
		b.out = append(b.out, "/Artifact<</Attached[/Bottom]/Subtype/Footer/Type/Pagination>>BDC\n"...)
	default:
		b.out = append(b.out, "/Artifact<</Type/Layout>>BDC\n"...)
	}
}

// boxes writes the boxes of a sequence; neighbours of text share a text object.
func (b *builder) boxes(page int, s *sequence) error {
	var line textLine
	for k := s.from; k < s.to; k++ {
		box := &b.doc.Pages[page].Boxes[k]
		if box.Kind == layout.BoxText {
			if len(box.Run.Glyphs) > 0 {
				b.text(&line, box, b.tree.sheets[page].space[k])
			}
			continue
		}
		b.endText(&line)
		switch box.Kind {
		case layout.BoxRule:
			b.rule(box)
		case layout.BoxArt:
			b.art(box)
		case layout.BoxImage:
			b.image(box)
		case layout.BoxField: // an annotation, not content
		default:
			return fmt.Errorf("page %d: a box of unknown kind %d", page+1, box.Kind)
		}
	}
	b.endText(&line)
	return nil
}

// fill sets the colour of what is filled, if it is not set.
func (b *builder) fill(c layout.Color) {
	if c == b.state.fill && (b.state.set || c == layout.Black) {
		return
	}
	b.state.fill, b.state.set = c, true
	b.out = appendColor(b.out, c, 'g', "rg")
}

// appendColor writes a colour and its operator: grey in DeviceGray, so that black
// needs one ink, else in DeviceRGB, which the output intent defines (ISO 19005-2, 6.2.4.3).
func appendColor(b []byte, c layout.Color, gray byte, rgb string) []byte {
	if c.Gray() {
		return append(append(appendMilli(b, level(c)), ' ', gray), '\n')
	}
	for shift := 16; shift >= 0; shift -= 8 {
		b = append(appendMilli(b, level(c>>shift)), ' ')
	}
	return append(append(b, rgb...), '\n')
}

// level is the lowest byte of a colour in thousandths of full.
func level(c layout.Color) int64 { return (int64(c&0xFF)*1000 + 127) / 255 }

// rule fills a rectangle.
func (b *builder) rule(box *layout.Box) {
	b.fill(box.Color)
	for _, l := range [4]layout.Length{box.X, b.height - box.Y - box.Height, box.Width, box.Height} {
		b.out = append(appendLength(b.out, l), ' ')
	}
	b.out = append(b.out, "re f\n"...)
}
