package pdf

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// textLine is a text object (ISO 32000-1, 9.4) that is being written. Its place
// is known exactly: the pen is what a reader has added up from the widths and
// adjustments written, in millionths of an em from the line's origin, so that a
// rounding is owed and paid, never lost.
type textLine struct {
	open    bool
	array   bool // inside the brackets of TJ
	str     bool // inside a string of it
	actual  bool // inside a sequence with ActualText
	x, y    int64
	base    layout.Length // the origin's x, exact
	baseY   layout.Length
	pen     int64
	rise    layout.Length
	quantum int64 // of adjustments, in millionths of an em
	expand  int   // of the text matrix, in thousandths
}

// fineSize is the size above which adjustments have a decimal: half a thousandth
// of an em is 0.008 points there.
const fineSize = 16 * layout.Point

// text writes a box of text, joined to the line before it where font, size,
// colour and baseline are the same.
func (b *builder) text(l *textLine, box *layout.Box, space bool) {
	run := box.Run
	f := b.font(run.Face)
	same := l.open && b.state.font == f && b.state.size == run.Size && l.baseY == box.Y && l.expand == run.Expand &&
		b.state.fill == run.Color
	if !same {
		b.endArray(l)
		if !l.open {
			b.out = append(b.out, "BT\n"...)
			*l = textLine{open: true}
		}
		b.fill(run.Color)
		if b.state.font != f || b.state.size != run.Size {
			b.state.font, b.state.size = f, run.Size
			b.out = append(b.out, "/F"...)
			b.out = strconv.AppendInt(b.out, int64(f.index), 10)
			b.out = append(b.out, ' ')
			b.out = append(appendLength(b.out, run.Size), " Tf\n"...)
		}
		x, y := milli(box.X), milli(b.height-box.Y)
		if l.expand != 0 || run.Expand != 0 {
			// The scaling stands in the matrix and not in Tz: there all tools see it.
			b.out = append(appendMilli(b.out, int64(1000+run.Expand)), " 0 0 1 "...)
			b.out = append(appendMilli(b.out, x), ' ')
			b.out = append(appendMilli(b.out, y), " Tm\n"...)
			l.expand = run.Expand
		} else {
			b.out = append(appendMilli(b.out, x-l.x), ' ')
			b.out = append(appendMilli(b.out, y-l.y), " Td\n"...)
		}
		l.x, l.y, l.base, l.baseY, l.pen, l.quantum = x, y, box.X, box.Y, 0, 1000
		if run.Size > fineSize {
			l.quantum = 100
		}
	}
	if !tracked(run) {
		b.glyphs(l, f, run, box.X-l.base, space)
		return
	}
	// Readers take wide gaps for the ends of words and would spell the line out.
	text := run.Text
	if space {
		text += " "
	}
	b.beginActual(l, text)
	b.glyphs(l, f, run, box.X-l.base, space)
	b.endActual(l)
}

// tracked says whether a run is letterspaced so widely (0.07 em or more between
// most letters) that readers may take each letter for a word: Poppler does from
// 0.1 em on.
func tracked(run *layout.Run) bool {
	if r, _ := utf8.DecodeRuneInString(run.Text); r >= 0x2e80 {
		return false // ideographs, which have no words that could be cut
	}
	wide, upm, size := 0, int64(run.Face.UnitsPerEm), int64(run.Size)
	limit := run.Size.Scale(7, 100)
	for i := range run.Glyphs {
		if 2*(wide+len(run.Glyphs)-i) <= len(run.Glyphs) {
			return false // the rest cannot make up for it
		}
		g := &run.Glyphs[i]
		if g.Advance > limit && int64(g.Advance-limit)*upm >= size*int64(run.Face.Advance(g.ID)) {
			wide++
		}
	}
	return wide > 2 && 2*wide > len(run.Glyphs)
}

// beginActual opens a sequence whose text is given (14.9.4).
func (b *builder) beginActual(l *textLine, text string) {
	b.endArray(l)
	b.out = append(b.out, "/Span<</ActualText"...)
	b.out = b.appendString(b.out, string(utf16String(text)))
	b.out = append(b.out, ">>BDC\n"...)
	l.actual = true
}

func (b *builder) endActual(l *textLine) {
	b.endArray(l)
	b.out = append(b.out, "EMC\n"...)
	l.actual = false
}

// glyphs writes the clusters of a run whose origin is at from the line's, and the
// space that follows its text: after it, or before where it is read from right to left.
func (b *builder) glyphs(l *textLine, f *font, run *layout.Run, at layout.Length, space bool) {
	gs := run.Glyphs
	blank, ok := run.Face.Glyph(' ')
	if rest := run.Text[reach(run):]; rest != "" && strings.TrimFunc(rest, unicode.IsSpace) == "" {
		space = true
	}
	space = space && ok
	if space && run.RightToLeft {
		b.move(l, run.Size, at-run.Size.Scale(int64(run.Face.Advance(blank)), int64(run.Face.UnitsPerEm)))
		b.show(l, f, blank, " ")
	}
	if plain(run) {
		b.row(l, f, run, at)
		gs = nil
	}
	for i := 0; i < len(gs); {
		j := i + 1
		for j < len(gs) && gs[j].Start == gs[i].Start && gs[j].End == gs[i].End {
			j++
		}
		from, to := extent(run, i, j)
		at = b.cluster(l, f, run, gs[i:j], run.Text[from:to], at)
		i = j
	}
	if space && !run.RightToLeft {
		b.show(l, f, blank, " ")
	}
}

// reach is how far into a run's text its clusters reach.
func reach(run *layout.Run) int {
	if run.RightToLeft {
		return run.Glyphs[0].End
	}
	return run.Glyphs[len(run.Glyphs)-1].End
}

// extent is the text for which the cluster of glyphs i to j-1 stands. Characters
// without a glyph (joiners, soft hyphens not taken) go with the cluster before
// them; ahead of all others, with the first. White at the end is nobody's.
func extent(run *layout.Run, i, j int) (from, to int) {
	gs := run.Glyphs
	from, to = gs[i].Start, gs[i].End
	first, last, next := i == 0, j == len(gs), j // of the text's order
	if run.RightToLeft {
		first, last, next = last, first, i-1
	}
	if first {
		from = 0
	}
	if !last {
		return from, max(to, gs[next].Start)
	}
	if strings.TrimFunc(run.Text[to:], unicode.IsSpace) != "" {
		to = len(run.Text)
	}
	return from, to
}

// cluster writes glyphs that stand for one text and gives the place after them.
//
// One glyph carries the text itself. Several carry a character each, the first of
// them (in the order of the text) also those that are left over, so that what is
// read from them one after the other is the text. Where there are more glyphs than
// characters the last carry a zero-width space, and ActualText gives the text of
// the whole (14.9.4); nowhere else, because there are readers (Poppler's
// structure text) that lose the rest of a paragraph after a sequence inside a sequence.
func (b *builder) cluster(l *textLine, f *font, run *layout.Run, gs []layout.Glyph, text string, at layout.Length) layout.Length {
	n := utf8.RuneCountInString(text)
	actual := n < len(gs) && text != "" && !l.actual
	if actual {
		b.beginActual(l, text)
	}
	for k := range gs {
		g, order := &gs[k], k
		if run.RightToLeft {
			order = len(gs) - 1 - k
		}
		if g.YOffset != l.rise {
			b.setRise(l, g.YOffset)
		}
		b.move(l, run.Size, at+g.XOffset)
		b.show(l, f, g.ID, share(text, n, order, len(gs)))
		at += g.Advance
	}
	if l.rise != 0 {
		b.setRise(l, 0)
	}
	if actual {
		b.endActual(l)
	}
	return at
}

// share is what the k-th of so many glyphs carries of a text of n characters.
func share(text string, n, k, glyphs int) string {
	over := max(n-glyphs, 0)
	switch {
	case glyphs == 1 && n > 0:
		return text
	case k == 0 && n > 0:
		return text[:characters(text, 1+over)]
	case k >= n:
		return zeroWidth
	}
	from := characters(text, k+over)
	return text[from : from+characters(text[from:], 1)]
}

// characters is the length in bytes of the first n characters of a text.
func characters(s string, n int) int {
	at := 0
	for ; n > 0 && at < len(s); n-- {
		_, k := utf8.DecodeRuneInString(s[at:])
		at += k
	}
	return at
}

const zeroWidth = "\u200b"

func (b *builder) setRise(l *textLine, rise layout.Length) {
	b.endArray(l)
	l.rise = rise
	b.out = append(appendLength(b.out, rise), " Ts\n"...)
}

// move brings the pen to a place of the line, as near as an adjustment can.
func (b *builder) move(l *textLine, size, to layout.Length) {
	// The place in millionths of an em, before the matrix widens it; lengths on a
	// page are under 2³¹.
	off := l.pen - int64(to.Scale(1000*1000000, int64(size)*int64(1000+l.expand)))
	n := off
	if n < 0 {
		n = -((-n + l.quantum/2) / l.quantum)
	} else {
		n = (n + l.quantum/2) / l.quantum
	}
	if n == 0 {
		return
	}
	b.openArray(l)
	b.endString(l)
	b.out = appendMilli(b.out, n*l.quantum)
	l.pen -= n * l.quantum
}

// show writes one glyph with its text.
func (b *builder) show(l *textLine, f *font, g glyphID, text string) {
	cid := f.cid(g, text)
	b.openArray(l)
	if !l.str {
		l.str = true
		b.out = append(b.out, b.quote(true))
	}
	l.pen += f.codes[cid].width
	hi, lo := byte(cid>>8), byte(cid)
	if b.readable {
		b.out = append(b.out, hex(hi>>4), hex(hi&15), hex(lo>>4), hex(lo&15))
		return
	}
	b.out = appendByte(appendByte(b.out, hi), lo)
}

func hex(n byte) byte { return "0123456789ABCDEF"[n] }

// appendByte writes a byte of a literal string (7.3.4.2).
func appendByte(b []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(b, '\\', c)
	case '\r':
		return append(b, '\\', 'r')
	}
	return append(b, c)
}

func (b *builder) quote(open bool) byte {
	switch {
	case b.readable && open:
		return '<'
	case b.readable:
		return '>'
	case open:
		return '('
	}
	return ')'
}

func (b *builder) appendString(out []byte, s string) []byte {
	if b.readable {
		return cos.AppendHex(out, s)
	}
	return cos.AppendString(out, s)
}

func (b *builder) openArray(l *textLine) {
	if !l.array {
		l.array = true
		b.out = append(b.out, '[')
	}
}

func (b *builder) endString(l *textLine) {
	if l.str {
		l.str = false
		b.out = append(b.out, b.quote(false))
	}
}

func (b *builder) endArray(l *textLine) {
	b.endString(l)
	if l.array {
		l.array = false
		b.out = append(b.out, "]TJ\n"...)
	}
}

func (b *builder) endText(l *textLine) {
	if l.open {
		b.endArray(l)
		b.out = append(b.out, "ET\n"...)
		*l = textLine{}
	}
}

// utf16String is a text in UTF-16BE with its mark of byte order (7.9.2.2).
func utf16String(s string) cos.String {
	return cos.String(appendUTF16([]byte{0xFE, 0xFF}, s))
}

func appendUTF16(b []byte, s string) []byte {
	for _, r := range s {
		if r >= 0x10000 {
			hi, lo := utf16.EncodeRune(r)
			b = append(b, byte(hi>>8), byte(hi), byte(lo>>8), byte(lo))
			continue
		}
		b = append(b, byte(r>>8), byte(r))
	}
	return b
}

// textString is a text string object: as it is where it is ASCII, else UTF-16.
func textString(s string) cos.String {
	if isASCII(s) {
		return cos.String(s)
	}
	return utf16String(s)
}
