package epub

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// attr is an attribute of a start tag, its value with the references resolved
// that matter to links and ids: none of ours has others than the five of XML.
type attr struct{ name, value string }

// scan reads an XML document and gives each start tag to visit. It accepts less
// than XML 1.0 has, and nothing that is not well-formed there: one XML
// declaration and a plain <!DOCTYPE html> at the most, no internal subset, no
// CDATA sections, no processing instructions, no entities but the five that XML
// knows, prefixes declared. encoding/xml does the same in ten times the time;
// the tests hold the two against each other.
func scan(data []byte, visit func(tag string, attrs []attr)) error {
	s := scanner{data: data, visit: visit}
	if err := s.document(); err != nil {
		line := 1 + bytes.Count(data[:min(s.at, len(data))], []byte{'\n'})
		return fmt.Errorf("line %d: %w", line, err)
	}
	return nil
}

type scanner struct {
	data     []byte
	at       int
	visit    func(string, []attr)
	open     []openTag
	prefixes []string // declared and in reach
	attrs    []attr
}

type openTag struct {
	name     string
	prefixes int // in reach before it
}

func (s *scanner) document() error {
	if !utf8.Valid(s.data) {
		return fmt.Errorf("is not UTF-8")
	}
	s.skip(`<?xml version="1.0" encoding="UTF-8"?>`)
	s.space()
	s.skip("<!DOCTYPE html>")
	s.space()
	if s.at >= len(s.data) || s.data[s.at] != '<' {
		return fmt.Errorf("has no root element")
	}
	for {
		if err := s.tag(); err != nil {
			return err
		}
		if len(s.open) == 0 {
			break
		}
		if err := s.text(); err != nil {
			return err
		}
	}
	s.space()
	if s.at < len(s.data) {
		return fmt.Errorf("something follows the root element")
	}
	return nil
}

func (s *scanner) skip(text string) {
	if bytes.HasPrefix(s.data[s.at:], []byte(text)) {
		s.at += len(text)
	}
}

func (s *scanner) space() bool {
	from := s.at
	for s.at < len(s.data) && isSpace(s.data[s.at]) {
		s.at++
	}
	return s.at > from
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// text reads character data to the next tag.
func (s *scanner) text() error {
	from := s.at
	n := bytes.IndexByte(s.data[from:], '<')
	if n < 0 {
		s.at = len(s.data)
		return fmt.Errorf("the element %s is not closed", s.open[len(s.open)-1].name)
	}
	s.at += n
	text := s.data[from:s.at]
	if bytes.Contains(text, []byte("]]>")) {
		return fmt.Errorf("]]> in text")
	}
	return characters(text)
}

// tag reads a start tag, an empty-element tag or an end tag.
func (s *scanner) tag() error {
	s.at++ // <
	closing := s.at < len(s.data) && s.data[s.at] == '/'
	if closing {
		s.at++
	}
	name, err := s.name()
	if err != nil {
		return err
	}
	if closing {
		s.space()
		if !s.eat('>') {
			return fmt.Errorf("the end tag %s has no >", name)
		}
		n := len(s.open) - 1
		if n < 0 || s.open[n].name != name {
			return fmt.Errorf("the end tag %s closes nothing", name)
		}
		s.prefixes = s.prefixes[:s.open[n].prefixes]
		s.open = s.open[:n]
		return nil
	}
	before := len(s.prefixes)
	s.attrs = s.attrs[:0]
	for {
		spaced := s.space()
		empty := s.eat('/')
		if s.eat('>') {
			if err := s.declared(name); err != nil {
				return err
			}
			s.visit(name, s.attrs)
			if empty {
				s.prefixes = s.prefixes[:before]
			} else {
				s.open = append(s.open, openTag{name, before})
			}
			return nil
		}
		if empty || !spaced {
			return fmt.Errorf("the tag %s is malformed", name)
		}
		if err := s.attribute(); err != nil {
			return fmt.Errorf("in the tag %s: %w", name, err)
		}
	}
}

func (s *scanner) attribute() error {
	name, err := s.name()
	if err != nil {
		return err
	}
	for _, a := range s.attrs {
		if a.name == name {
			return fmt.Errorf("a second attribute %s", name)
		}
	}
	if !s.eat('=') || !s.eat('"') {
		return fmt.Errorf("the attribute %s has no value", name)
	}
	n := bytes.IndexByte(s.data[s.at:], '"')
	if n < 0 {
		return fmt.Errorf("the value of %s does not end", name)
	}
	value := s.data[s.at : s.at+n]
	s.at += n + 1
	if bytes.IndexByte(value, '<') >= 0 {
		return fmt.Errorf("< in the value of %s", name)
	}
	if err := characters(value); err != nil {
		return err
	}
	if prefix, found := bytes.CutPrefix([]byte(name), []byte("xmlns:")); found {
		s.prefixes = append(s.prefixes, string(prefix))
	}
	s.attrs = append(s.attrs, attr{name, unescape(value)})
	return nil
}

// declared says whether all prefixes of a start tag are in reach.
func (s *scanner) declared(tag string) error {
	if err := s.known(tag); err != nil {
		return err
	}
	for _, a := range s.attrs {
		if err := s.known(a.name); err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) known(name string) error {
	prefix, local, found := bytes.Cut([]byte(name), []byte{':'})
	if !found {
		return nil
	}
	if len(prefix) == 0 || len(local) == 0 || bytes.IndexByte(local, ':') >= 0 {
		return fmt.Errorf("%s is not a name", name)
	}
	p := string(prefix)
	if p == "xml" || p == "xmlns" {
		return nil
	}
	for _, q := range s.prefixes {
		if p == q {
			return nil
		}
	}
	return fmt.Errorf("the prefix of %s is not declared", name)
}

// name reads a name of ASCII letters, digits, "-", "_", "." and ":".
func (s *scanner) name() (string, error) {
	from := s.at
	for s.at < len(s.data) {
		c := s.data[s.at]
		first := letter(c) || c == '_'
		if !first && (s.at == from || !nameByte(c) && c != ':') {
			break
		}
		s.at++
	}
	if s.at == from {
		return "", fmt.Errorf("a name is missing")
	}
	return string(s.data[from:s.at]), nil
}

func (s *scanner) eat(c byte) bool {
	if s.at < len(s.data) && s.data[s.at] == c {
		s.at++
		return true
	}
	return false
}

// characters refuses what XML 1.0 does not allow as characters, and references
// that are not ours.
func characters(b []byte) error {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c < ' ' && !isSpace(c):
			return fmt.Errorf("the character U+%04X is not allowed in XML", c)
		case c == '&':
			n := bytes.IndexByte(b[i:], ';')
			if n < 0 || !reference(b[i+1:i+n]) {
				return fmt.Errorf("an & begins no reference")
			}
			i += n
		case c == 0xEF && len(b) > i+2 && b[i+1] == 0xBF && b[i+2] >= 0xBE:
			return fmt.Errorf("the character U+%04X is not allowed in XML", 0xFFC0|int(b[i+2]&0x3F))
		}
	}
	return nil
}

func reference(name []byte) bool {
	switch string(name) {
	case "amp", "lt", "gt", "quot", "apos", "#9", "#10", "#13", "#34", "#39", "#xA", "#x9", "#xD":
		return true
	}
	return false
}

// unescape resolves references.
func unescape(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	for _, r := range [...][2]string{{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", `"`}, {"&#34;", `"`}, {"&apos;", "'"}, {"&#39;", "'"}, {"&amp;", "&"}} {
		b = bytes.ReplaceAll(b, []byte(r[0]), []byte(r[1]))
	}
	return string(b)
}
