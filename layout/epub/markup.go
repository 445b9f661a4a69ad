package epub

import (
	"strings"
	"unicode/utf8"

	"chancery/layout/bidi"
)

// markup builds the body of one XHTML document. It escapes what it is given
// and notes which characters stand in which style, so that the embedded faces
// hold them and no others.
type markup struct {
	b     strings.Builder
	style style
	dir   bidi.Level // of what is written now
	mixed bool       // letters from right to left are among it
	use   *usage
}

// style is what of the style sheet decides about faces and glyphs.
type style struct {
	family string
	bold   bool
	italic bool
	smcp   bool // small capitals for small letters
	c2sc   bool // small capitals for capitals
	onum   bool // oldstyle-nums proportional-nums
	lang   string
}

// raw writes markup.
func (m *markup) raw(s string) { m.b.WriteString(s) }

// open writes a start tag. Attributes come as name and value; one whose value
// is empty is left out.
func (m *markup) open(tag string, attrs ...string) {
	m.start(tag, attrs)
	m.b.WriteByte('>')
}

// void writes an element without content.
func (m *markup) void(tag string, attrs ...string) {
	m.start(tag, attrs)
	m.b.WriteString("/>")
}

func (m *markup) start(tag string, attrs []string) {
	m.b.WriteByte('<')
	m.b.WriteString(tag)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			m.attr(attrs[i], attrs[i+1])
		}
	}
}

// attr writes an attribute, also an empty one, after start.
func (m *markup) attr(name, value string) {
	m.b.WriteByte(' ')
	m.b.WriteString(name)
	m.b.WriteString(`="`)
	escape(&m.b, value, true)
	m.b.WriteByte('"')
}

// end writes an end tag.
func (m *markup) end(tag string) {
	m.b.WriteString("</")
	m.b.WriteString(tag)
	m.b.WriteByte('>')
}

// text writes words in the current style.
func (m *markup) text(s string) {
	m.use.add(m.style, s)
	escape(&m.b, s, false)
}

// with runs f in a changed style.
func (m *markup) with(change func(*style), f func()) {
	old := m.style
	change(&m.style)
	f()
	m.style = old
}

func bold(s *style)      { s.bold = true }
func italic(s *style)    { s.italic = true }
func smallCaps(s *style) { s.smcp, s.c2sc = true, true }

// escape writes s as character data, or as an attribute's value in double
// quotes. A line's end in a value is written as a reference, since XML would
// read it as a space (XML 1.0, 3.3.3). Bytes that are no UTF-8 become U+FFFD.
func escape(b *strings.Builder, s string, attribute bool) {
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		with := ""
		n := 1
		switch {
		case c == '&':
			with = "&amp;"
		case c == '<':
			with = "&lt;"
		case c == '>':
			with = "&gt;"
		case c == '"' && attribute:
			with = "&quot;"
		case c == '\n' && attribute:
			with = "&#10;"
		case c == '\t' && attribute:
			with = "&#9;"
		case c == '\r':
			with = "&#13;"
		case c >= utf8.RuneSelf:
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && n == 1 {
				with = "\uFFFD"
			}
		}
		if with != "" {
			b.WriteString(s[from:i])
			b.WriteString(with)
			from = i + n
		}
		i += n
	}
	b.WriteString(s[from:])
}

// identifier makes a source ID fit for XML and for the fragment of a URL, and
// different IDs stay different: a byte that is neither letter, digit, "-" nor "."
// becomes "_" with two hexadecimal digits; one that begins with no letter gets an
// "x_" before it.
func identifier(id string) string {
	plain := id != "" && letter(id[0])
	for i := 0; plain && i < len(id); i++ {
		plain = nameByte(id[i])
	}
	if plain {
		return id
	}
	const hex = "0123456789abcdef"
	var b strings.Builder
	if id == "" || !letter(id[0]) {
		b.WriteString("x_")
	}
	for i := 0; i < len(id); i++ {
		if c := id[i]; nameByte(c) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'_', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func nameByte(c byte) bool {
	return letter(c) || '0' <= c && c <= '9' || c == '-' || c == '.'
}

// address makes an address fit for an href: characters that a URL cannot hold
// (URL Standard, §1.3, fragment and query sets) are percent-encoded, others stay as written.
func address(href string) string {
	const hex = "0123456789ABCDEF"
	const unsafe = "\"<>\\^`{|}"
	var b strings.Builder
	for i := 0; i < len(href); i++ {
		if c := href[i]; c <= ' ' || c == 0x7F || strings.IndexByte(unsafe, c) >= 0 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
