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
// its own under e, and so are words of another language. Offsets count in
// source.PlainText(inlines). Notes are left out: see Composer.Body.
func InlinePieces(inlines []source.Inline, e *layout.Element) []Piece {
	var b inliner
	b.add(inlines, e, look{})
	return b.pieces
}

// inliner walks inlines.
type inliner struct {
	pieces []Piece
	offset int
	note   func(n *source.Note, in *layout.Element) *layout.Element // gives the link that calls a note
	links  bool                                                     // addresses are printed
}

// look is what inlines make of the words in them.
type look struct {
	bold, italic, caps bool
	shift              Shift
	lang               string
	address            bool
}

// add appends the pieces of inlines under e in the given look.
func (b *inliner) add(inlines []source.Inline, e *layout.Element, l look) {
	for i := range inlines {
		in := &inlines[i]
		k := l
		switch in.Kind {
		case source.InlineText, source.InlineBreak:
			text := in.Text
			if in.Kind == source.InlineBreak {
				text = "\n"
			}
			b.text(in, text, e, l)
		case source.InlineEmphasis:
			k.italic = !l.italic
			b.add(in.Kids, e, k)
		case source.InlineStrong:
			k.bold = true
			b.add(in.Kids, e, k)
		case source.InlineSmallCaps:
			k.caps = true
			b.add(in.Kids, e, k)
		case source.InlineSuperscript:
			k.shift = Superior
			b.add(in.Kids, e, k)
		case source.InlineSubscript:
			k.shift = Inferior
			b.add(in.Kids, e, k)
		case source.InlineLanguage:
			k.lang = in.Lang
			span := &layout.Element{Role: layout.RoleSpan, Parent: e, ID: e.ID, Lang: in.Lang}
			b.add(in.Kids, span, k)
		case source.InlineNote:
			if b.note == nil {
				break
			}
			mark := LabelPiece(strconv.Itoa(in.Note.Number), b.note(in.Note, e))
			mark.Shift, mark.Joined, mark.Lang, mark.Place = Superior, true, l.lang, spanOf(in)
			b.pieces = append(b.pieces, mark)
		case source.InlineLink:
			link := &layout.Element{Role: layout.RoleLink, Parent: e, ID: e.ID, Href: in.Href}
			k.address = source.ShowsAddress(in.Href, source.PlainText(in.Kids))
			b.add(in.Kids, link, k)
			if b.links {
				b.address(in, l)
			}
		}
	}
}

// address prints where a link goes, after its words, where they do not say it. To
// a listener, who has the link itself, it is silent.
func (b *inliner) address(in *source.Inline, l look) {
	shown, ok := printedAddress(in)
	if !ok {
		return
	}
	b.pieces = append(b.pieces, Piece{Text: " ", Offset: -1, Bold: l.bold, Italic: l.italic, Decoration: true, Place: spanOf(in)},
		Piece{Text: "(" + shown + ")", Offset: -1, Bold: l.bold, Italic: l.italic, Decoration: true, Address: true, Place: spanOf(in)})
}

// printedAddress is an address as paper shows it, without what a reader need not
// type; ok is false where the words of the link are the address, and for mail and
// telephone, whose numbers are no pages.
func printedAddress(in *source.Inline) (shown string, ok bool) {
	rest, web := strings.CutPrefix(in.Href, "https://")
	if !web {
		if rest, web = strings.CutPrefix(in.Href, "http://"); !web {
			return "", false
		}
	}
	if source.ShowsAddress(in.Href, source.PlainText(in.Kids)) {
		return "", false
	}
	return strings.TrimSuffix(rest, "/"), true
}

// text appends one text, joined to the piece before when nothing changes, so
// that shaping sees whole words across a curled apostrophe.
func (b *inliner) text(in *source.Inline, text string, e *layout.Element, l look) {
	at := spanOf(in)
	joined := l.shift != 0
	if n := len(b.pieces); n > 0 {
		last := &b.pieces[n-1]
		if last.Element == e && last.Offset >= 0 && last.look == l {
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
		// A superior stays with what it stands on, but not over a space.
		joined = joined && !strings.HasSuffix(last.Text, " ") && !strings.HasSuffix(last.Text, "\n")
	}
	pc := Piece{Text: text, Element: e, Offset: b.offset, Bold: l.bold, Italic: l.italic, Shift: l.shift, Joined: joined, Lang: l.lang, Address: l.address, Place: at, look: l}
	if l.caps {
		pc.Features = shape.SmallCaps
	}
	b.pieces = append(b.pieces, pc)
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
		pieces := append(make([]Piece, 0, 2), pc)
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
	s := Style{Size: c.Size, Leading: c.Leading, Turns: true, Hyphenate: c.Doc.Settings.Hyphenate, Features: shape.OldstyleFigures | shape.ProportionalFigures}
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
