package source

import (
	"bytes"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// plainYAML reads the YAML that nearly every packet is written in: mappings and
// lists in lines of their own, values on one line, blocks after "|". It gives nil
// for everything else, faults among it, which the YAML library then reads or
// refuses; what it gives is what the library would give, in a tenth of the time,
// but for tags and comments, which nothing here asks for.
func plainYAML(data []byte) *yaml.Node {
	p := plainReader{data: data}
	if !p.tame() || !p.next() || p.indent != 0 {
		return nil
	}
	n := p.mapping(0)
	if n == nil || !p.done {
		return nil
	}
	return n
}

// plainReader goes through the lines of a text. A method that meets what it does
// not know gives nil, and so do all above it.
type plainReader struct {
	data   []byte
	pos    int // of the line after the present one
	number int // of the present line, from 1
	line   []byte
	indent int // of the present line; its text is line[indent:]
	done   bool
}

// tame says whether the text has no characters that YAML treats in its own way.
func (p *plainReader) tame() bool {
	for i := 0; i < len(p.data); {
		c := p.data[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' || c == 0x7F {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(p.data[i:])
		switch {
		case r == utf8.RuneError, r < 0xA0, r == 0x2028, r == 0x2029, r == 0xFEFF, r >= 0xFFFE && r <= 0xFFFF:
			return false
		}
		i += n
	}
	return true
}

// next goes to the next line that is neither empty nor a comment; false at the end.
func (p *plainReader) next() bool {
	for p.step() {
		if rest := p.line[p.indent:]; len(rest) > 0 && rest[0] != '#' {
			return true
		}
	}
	p.done = true
	return false
}

// step goes to the next line; false at the end.
func (p *plainReader) step() bool {
	if p.pos >= len(p.data) {
		return false
	}
	end := bytes.IndexByte(p.data[p.pos:], '\n')
	if end < 0 {
		end = len(p.data) - p.pos
	}
	p.line = p.data[p.pos : p.pos+end]
	p.pos += end + 1
	p.number++
	p.indent = 0
	for p.indent < len(p.line) && p.line[p.indent] == ' ' {
		p.indent++
	}
	return true
}

// mapping reads the mapping whose first key stands in the present line at column
// at, from 0. The lines after the first are indented as far.
func (p *plainReader) mapping(at int) *yaml.Node {
	m := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: p.number, Column: at + 1}
	for {
		k := at
		for k < len(p.line) && isPlainKey(p.line[k], k == at) {
			k++
		}
		if k == at || k > at+maxPlainKey || k == len(p.line) || p.line[k] != ':' || p.line[k-1] == ' ' {
			return nil
		}
		key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: string(p.line[at:k]), Line: p.number, Column: at + 1}
		v := k + 1
		for v < len(p.line) && p.line[v] == ' ' {
			v++
		}
		var value *yaml.Node
		switch {
		case v < len(p.line) && v == k+1:
			return nil // no space after the colon
		case v < len(p.line):
			value = p.value(v, at)
		case !p.next() || p.indent < at || p.indent == at && !p.entry():
			return nil // no value
		case p.entry():
			value = p.list()
		default:
			value = p.mapping(p.indent)
		}
		if value == nil {
			return nil
		}
		m.Content = append(m.Content, key, value)
		switch {
		case p.done || p.indent < at:
			return m
		case p.indent > at || p.entry():
			return nil
		}
	}
}

// maxPlainKey is well under the longest key that YAML reads without a mark.
const maxPlainKey = 512

// isPlainKey says whether a character may stand in a key, or begin it.
func isPlainKey(c byte, first bool) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		return true
	case c >= '0' && c <= '9', c == '-', c == '_', c == ' ':
		return !first
	}
	return false
}

// entry says whether the present line is an entry of a list.
func (p *plainReader) entry() bool {
	rest := p.line[p.indent:]
	return rest[0] == '-' && (len(rest) == 1 || rest[1] == ' ')
}

// list reads the list whose first entry stands in the present line.
func (p *plainReader) list() *yaml.Node {
	at := p.indent
	s := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: p.number, Column: at + 1}
	for {
		v := at + 1
		for v < len(p.line) && p.line[v] == ' ' {
			v++
		}
		if v == len(p.line) {
			return nil
		}
		k := v
		for k < len(p.line) && isPlainKey(p.line[k], k == v) {
			k++
		}
		var value *yaml.Node
		if k > v && k < len(p.line) && p.line[k] == ':' && (k+1 == len(p.line) || p.line[k+1] == ' ') {
			value = p.mapping(v)
		} else {
			value = p.value(v, at)
		}
		if value == nil {
			return nil
		}
		s.Content = append(s.Content, value)
		switch {
		case p.done || p.indent < at || p.indent == at && !p.entry():
			return s
		case p.indent > at:
			return nil
		}
	}
}

// value reads the value that begins at column v of the present line, of a key or an
// entry at column at, and goes to the line after it.
func (p *plainReader) value(v, at int) *yaml.Node {
	text := bytes.TrimRight(p.line[v:], " ")
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Line: p.number, Column: v + 1}
	switch c := text[0]; {
	case len(text) == 1 && c == '|':
		return p.block(n, at)
	case len(text) == 2 && c == '[' && text[1] == ']':
		n.Kind, n.Style, n.Tag = yaml.SequenceNode, yaml.FlowStyle, "!!seq"
	case c == '"' || c == '\'':
		end := len(text) - 1
		if end == 0 || text[end] != c || bytes.IndexByte(text[1:end], c) >= 0 || bytes.IndexByte(text, '\\') >= 0 {
			return nil
		}
		n.Value, n.Style = string(text[1:end]), yaml.DoubleQuotedStyle
		if c == '\'' {
			n.Style = yaml.SingleQuotedStyle
		}
	case isPlainStart(c) && text[len(text)-1] != ':' && !bytes.Contains(text, []byte(": ")) && !bytes.Contains(text, []byte(" #")):
		n.Value = string(text)
	default:
		return nil
	}
	if p.next() && p.indent > at {
		return nil // the value goes on
	}
	return n
}

// isPlainStart says whether a value without marks may begin with a character.
func isPlainStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '(' || c == '$' || c == '/' || c >= utf8.RuneSelf
}

// block reads the lines after "|" of a key or an entry at column at.
func (p *plainReader) block(n *yaml.Node, at int) *yaml.Node {
	n.Style = yaml.LiteralStyle
	var text []byte
	margin := 0
	empty := 0 // lines that count only where text follows
	for p.step() {
		rest := p.line[p.indent:]
		switch {
		case len(rest) == 0 && (p.indent > 0 || margin == 0):
			return nil // spaces that may count, or a beginning without text
		case len(rest) == 0:
			empty++
			continue
		case margin == 0:
			margin = p.indent
		}
		if margin <= at || p.indent < margin {
			break
		}
		for ; empty > 0; empty-- {
			text = append(text, '\n')
		}
		text = append(append(text, p.line[margin:]...), '\n')
		if p.pos > len(p.data) { // the last line has no end
			text = text[:len(text)-1]
		}
		p.line = nil
	}
	if len(text) == 0 {
		return nil
	}
	n.Value = string(text)
	switch {
	case p.line == nil || len(p.line) == 0:
		p.done = true
	case p.indent > at:
		return nil
	case p.line[p.indent] == '#':
		p.next()
	}
	if !p.done && p.indent > at {
		return nil
	}
	return n
}
