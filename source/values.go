package source

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// words says whether a value is made ready for print: quotation marks, dashes,
// ellipses.
type words bool

// scalar reads a node as text, whatever YAML would take it for (07102, NO,
// 10:30), and reports what is no text. ok is false where nothing can be used.
func (y *yamlText) scalar(n *yaml.Node, key string, keySpan Span) (value string, at Span, ok bool) {
	if !y.plain(n) {
		return "", Span{}, false
	}
	switch n.Kind {
	case yaml.SequenceNode:
		y.l.fail(y.nodeSpan(n), CodeWrongShape, fmt.Sprintf("%s is a list, one value is expected", quoted(key)), "write the value after the colon; quotation marks keep brackets")
		return "", Span{}, false
	case yaml.MappingNode:
		at := y.nodeSpan(n)
		hint := "write the value after the colon"
		if n.Style&yaml.FlowStyle == 0 {
			hint = "quote this value: " + quoteYAML(strings.TrimSpace(string(y.file.Data[at.Start:at.End])))
		}
		y.l.fail(at, CodeWrongShape, fmt.Sprintf("YAML reads %s as keys with values, text is expected", quoted(key)), hint)
		return "", Span{}, false
	}
	at = y.nodeSpan(n)
	if n.Value == "" && n.Style == 0 {
		at = keySpan
	}
	if n.Style == 0 && y.lostComment(n, keySpan) {
		return "", at, false
	}
	for _, r := range n.Value {
		if r < 0x20 || r >= 0x7F {
			if hint, bad := forbidden(r); bad {
				y.l.fail(at, CodeControl, fmt.Sprintf("the character U+%04X cannot stand in a text", r), hint)
				return "", at, false
			}
		}
	}
	return n.Value, at, true
}

// lostComment reports words that YAML takes for a comment although a writer
// would not: "end-mark: #", "12 Main Street #5", "Apartment # 5".
func (y *yamlText) lostComment(n *yaml.Node, keySpan Span) bool {
	data := y.file.Data
	var i int
	if n.Value == "" {
		i = keySpan.End
		for i < y.end && data[i] == ' ' {
			i++
		}
		if i < y.end && data[i] == ':' {
			i++
		}
	} else {
		i = y.nodeSpan(n).End
	}
	end := y.lineEnd(i)
	comment := strings.TrimLeft(string(data[i:end]), " \t")
	if !strings.HasPrefix(comment, "#") {
		return false
	}
	after := strings.TrimLeft(comment, "#")
	word := strings.TrimLeft(after, " ")
	suspicious := len(after) == len(word) && !strings.HasPrefix(comment, "##") || // "#5", "#"
		word == "" || // "###", "# "
		word[0] >= '0' && word[0] <= '9' // "# 5"
	if !suspicious {
		return false
	}
	from := end - len(comment)
	whole := strings.TrimSpace(string(data[i:end]))
	if n.Value != "" {
		whole = strings.TrimSpace(string(data[y.nodeSpan(n).Start:end]))
	}
	lead := ""
	if at := y.nodeSpan(n).Start; n.Value == "" && keySpan.End > keySpan.Start || at > keySpan.End && !bytes.Contains(data[keySpan.End:at], []byte("\n")) {
		lead = string(data[keySpan.Start:keySpan.End]) + ": "
	}
	y.l.fail(Span{y.file, from, end}, CodeLostComment, "YAML takes what follows # for a comment and drops it", "quote this value: "+lead+quoteYAML(whole))
	return true
}

// quoted names a key in a message; entries of lists have no key.
func quoted(key string) string {
	if key == "" {
		return "this entry"
	}
	return fmt.Sprintf("%q", key)
}

// line reads a node as one line of words.
func (y *yamlText) line(n *yaml.Node, key string, keySpan Span, ready words) Text {
	value, at, ok := y.scalar(n, key, keySpan)
	if !ok {
		return Text{}
	}
	value = strings.TrimRight(value, "\n")
	if strings.Contains(strings.TrimSpace(value), "\n") {
		y.l.fail(at, CodeOneLine, fmt.Sprintf("%s is one line, here are several", quoted(key)), "write > instead of |, or one line")
		return Text{}
	}
	if value = strings.TrimSpace(value); value == "" {
		return Text{Span: at}
	}
	return Text{Value: y.l.printed(value, at, ready), Span: at}
}

// lines reads a node as lines of words, the empty ones left out.
func (y *yamlText) lines(n *yaml.Node, key string, keySpan Span, ready words) []Text {
	value, at, ok := y.scalar(n, key, keySpan)
	if !ok {
		return nil
	}
	literal := n.Style&yaml.LiteralStyle != 0
	var texts []Text
	for i, s := range strings.Split(value, "\n") {
		s = strings.TrimRight(s, " \t")
		trimmed := strings.TrimLeft(s, " \t")
		if trimmed == "" {
			continue
		}
		span := at
		if number := n.Line + 1 + i; literal && number <= len(y.starts) {
			from := y.starts[number-1]
			text := string(y.file.Data[from:y.lineEnd(from)])
			if k := strings.Index(text, trimmed); k >= 0 {
				span = Span{y.file, from + k, from + k + len(trimmed)}
			}
		}
		texts = append(texts, Text{Value: y.l.printed(trimmed, span, ready), Span: span})
	}
	return texts
}

// printed is a value as print has it. Runs of spaces are one space, as in the body.
func (l *loader) printed(value string, at Span, ready words) string {
	if !ready {
		return value
	}
	return l.smarten(value, at)
}

// list gives the entries of a node that must be a list; an empty value counts as
// no entries but is reported.
func (y *yamlText) list(f *field) []*yaml.Node {
	n := f.node
	if !y.plain(n) {
		return nil
	}
	switch {
	case n.Kind == yaml.SequenceNode:
		return n.Content
	case n.Kind == yaml.ScalarNode && n.Value == "":
		y.l.fail(f.span, CodeNoValue, fmt.Sprintf("%q has no value", f.key.name), "list its entries, each on a line that begins with -, or write []")
	default:
		y.l.fail(y.nodeSpan(n), CodeWrongShape, fmt.Sprintf("%q is a list", f.key.name), "begin each entry on a line of its own with - and a space")
	}
	return nil
}

// text reads a field of one line; an absent one is an empty Text.
func (m *mapping) text(name string, ready words) Text {
	f := m.get(name)
	if f == nil {
		return Text{}
	}
	t := m.y.line(f.node, name, f.span, ready && f.key.shape == shapeText)
	m.needed(f, t.Value == "" && t.Span.File != nil)
	return t
}

// needed reports a key that must have a value and has none.
func (m *mapping) needed(f *field, empty bool) {
	if empty && f.key.required {
		m.y.l.fail(f.span, CodeNoValue, fmt.Sprintf("%q has no value", f.key.name), "write it after the colon")
	}
}

// textLines reads a field of one line or several.
func (m *mapping) textLines(name string, ready words) []Text {
	f := m.get(name)
	if f == nil {
		return nil
	}
	return m.y.lines(f.node, name, f.span, ready)
}

// texts reads a field that is a list of lines.
func (m *mapping) texts(name string, ready words) []Text {
	f := m.get(name)
	if f == nil {
		return nil
	}
	var all []Text
	for _, n := range m.y.list(f) {
		t := m.y.line(n, "", m.y.nodeSpan(n), ready)
		if t.Value == "" {
			if t.Span.File != nil {
				m.y.l.fail(m.y.nodeSpan(n), CodeNoValue, "this entry is empty", "write it after the -, or take it out")
			}
			continue
		}
		all = append(all, t)
	}
	return all
}

// choice reads a field that is one of a few words; "" where it is absent or wrong.
func (m *mapping) choice(name string) (string, Span) {
	t := m.text(name, false)
	if t.Value == "" {
		return "", t.Span
	}
	f := m.get(name)
	for _, c := range f.key.choices {
		if strings.EqualFold(c, t.Value) {
			return c, t.Span
		}
	}
	m.y.l.fail(t.Span, CodeBadChoice, fmt.Sprintf("%q cannot be %q", name, t.Value), "write "+orList(f.key.choices))
	return "", t.Span
}

// orList is "a, b or c".
func orList(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
}
