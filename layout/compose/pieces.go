package compose

import (
	"strconv"
	"strings"

	"chancery/layout"
	"chancery/layout/shape"
	"chancery/source"
)

// TextPiece makes the piece of a front-matter text, whole, for element e (nil:
// an artifact).
func TextPiece(t source.Text, e *layout.Element) Piece {
	return Piece{Text: t.Value, Element: e, Place: func(int) source.Span { return t.Span }}
}

// LabelPiece makes a piece of words that the source does not have: labels, furniture.
func LabelPiece(s string, e *layout.Element) Piece {
	return Piece{Text: s, Element: e, Offset: -1}
}

// InlinePieces makes the pieces of a block's inlines: emphasis turns italics on
// (and off again inside italics), strong turns bold on, a link is an element of
// its own under e. Offsets count in source.PlainText(inlines).
func InlinePieces(inlines []source.Inline, e *layout.Element) []Piece {
	var b inliner
	b.add(inlines, e, false, false)
	return b.pieces
}

// inliner walks inlines.
type inliner struct {
	pieces []Piece
	note   func(n *source.Note, in *layout.Element) *layout.Element // gives the link that calls a note

	offset int
}

// add appends the pieces of inlines under e in the given style.
func (b *inliner) add(inlines []source.Inline, e *layout.Element, bold, italic bool) {
	for i := range inlines {
		in := &inlines[i]
		switch in.Kind {
		case source.InlineText, source.InlineBreak:
			text := in.Text
			if in.Kind == source.InlineBreak {
				text = "\n"
			}
			b.text(in, text, e, bold, italic)
		case source.InlineEmphasis:
			b.add(in.Kids, e, bold, !italic)
		case source.InlineStrong:
			b.add(in.Kids, e, true, italic)
		case source.InlineNote:
			if b.note == nil {
				break
			}
			mark := LabelPiece(strconv.Itoa(in.Note.Number), b.note(in.Note, e))
			mark.Shift, mark.Joined, mark.Place = Superior, true, spanOf(in)
			b.pieces = append(b.pieces, mark)
		case source.InlineLink:
			link := &layout.Element{Role: layout.RoleLink, Parent: e, ID: e.ID, Href: in.Href}
			b.add(in.Kids, link, bold, italic)
		}
	}
}

// text appends one text, joined to the piece before when nothing changes, so
// that shaping sees whole words across a curled apostrophe.
func (b *inliner) text(in *source.Inline, text string, e *layout.Element, bold, italic bool) {
	at := spanOf(in)
	if n := len(b.pieces); n > 0 {
		last := &b.pieces[n-1]
		if last.Element == e && last.Shift == 0 && last.Bold == bold && last.Italic == italic {
			before, have := last.Place, len(last.Text)
			last.Place = func(o int) source.Span {
				if o < have {
					return before(o)
				}
				return at(o - have)
			}
			last.Text += text
			b.offset += len(text)
			return
		}
	}
	b.pieces = append(b.pieces, Piece{Text: text, Element: e, Offset: b.offset, Bold: bold, Italic: italic, Place: at})
	b.offset += len(text)
}

// spanOf gives the place of a byte of an inline's text.
func spanOf(in *source.Inline) func(int) source.Span {
	return func(o int) source.Span {
		return source.SpanAt([]source.Inline{{Kind: source.InlineText, Span: in.Span, Text: in.Text}}, o)
	}
}

// Block sets lines that the writer ended (an address, a name with an office)
// as one element: each on its own line, and where one is too long its rest
// hanging an em to the right. Offsets count from offset, over the lines joined by
// "\n"; more says that the element goes on after them.
func (c *Composer) Block(lines []source.Text, e *layout.Element, st Style, measure layout.Length, offset int, more bool) []Line {
	st.Hang = st.Size
	var out []Line
	for i, t := range lines {
		pc := TextPiece(t, e)
		pc.Offset = offset
		offset += len(t.Value)
		pieces := []Piece{pc}
		if more || i < len(lines)-1 {
			// The line's end keeps its words apart from the next one's.
			pieces = append(pieces, Piece{Text: "\n", Element: e, Offset: offset})
			offset++
		}
		out = append(out, c.Paragraph(pieces, st, measure)...)
	}
	return out
}

// Words joins the values of texts with sep.
func Words(texts []source.Text, sep string) string {
	var parts []string
	for _, t := range texts {
		parts = append(parts, t.Value)
	}
	return strings.Join(parts, sep)
}

// Running is the style of running text: the document's size and leading,
// old-style figures, justified and hyphenated as its settings say.
func (c *Composer) Running() Style {
	s := Style{Size: c.Size, Leading: c.Leading, Hyphenate: c.Doc.Settings.Hyphenate, Features: shape.OldstyleFigures | shape.ProportionalFigures}
	if c.Doc.Settings.Justify {
		s.Align = layout.AlignJustify
	}
	return s
}

// Plain is the style of addresses, dates and names: lining figures, ragged,
// never hyphenated.
func (c *Composer) Plain() Style { return Style{Size: c.Size, Leading: c.Leading} }

// Rise is from a line's top to its baseline: the leading's share above.
func Rise(leading layout.Length) layout.Length { return leading.Scale(3, 4) }
