package source

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// yamlText is a stretch of a file that is YAML: a whole file, or the front
// matter of one. YAML counts lines and characters; starts turns them into bytes.
type yamlText struct {
	l      *loader
	file   *File
	start  int   // first byte
	end    int   // byte after the last
	starts []int // first byte of each line
}

// mapping is a YAML mapping whose keys are all known to a table.
type mapping struct {
	y      *yamlText
	table  *table
	span   Span // where messages about the whole point
	fields []field
}

// field is one key of a mapping with its value.
type field struct {
	key  *key
	span Span // of the key
	node *yaml.Node
}

// get gives the field of a name, or nil. Asking for a name that the table does
// not have is a fault of the program.
func (m *mapping) get(name string) *field {
	if m == nil {
		return nil
	}
	for i := range m.fields {
		if m.fields[i].key.name == name {
			return &m.fields[i]
		}
	}
	if m.table.find(name) == nil {
		panic(fmt.Sprintf("source: %s has no key %q", m.table.name, name))
	}
	return nil
}

// newYAML prepares the bytes from start to end of a file.
func (l *loader) newYAML(file *File, start, end int) *yamlText {
	y := &yamlText{l: l, file: file, start: start, end: end, starts: []int{start}}
	for i := start; i < end; i++ {
		if file.Data[i] == '\n' {
			y.starts = append(y.starts, i+1)
		}
	}
	return y
}

// root parses the text and gives its top node, nil where there is none or where
// it cannot be read, which is then reported.
func (y *yamlText) root() *yaml.Node {
	text := string(y.file.Data[y.start:y.end])
	if y.l.memory != nil {
		if n := y.l.memory.root(text); n != nil {
			return n
		}
	}
	dec := yaml.NewDecoder(strings.NewReader(text))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if err.Error() != "EOF" {
			y.broken(err)
		}
		return nil
	}
	var more yaml.Node
	if err := dec.Decode(&more); err == nil {
		y.l.fail(y.nodeSpan(more.Content[0]), CodeYAMLFeature, "a second YAML document begins here", `take the "---" out`)
	} else if err.Error() != "EOF" {
		y.broken(err)
		return nil
	}
	if len(doc.Content) == 0 {
		return nil
	}
	return doc.Content[0]
}

// mapping reads a node as a mapping of a table's keys. whole is where a message
// about a missing key points. It gives nil where the node is no mapping.
func (y *yamlText) mapping(node *yaml.Node, t *table, whole Span) *mapping {
	if !y.plain(node) {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		hint := "write keys with their values: title: …"
		if len(t.keys) > 0 {
			hint = fmt.Sprintf("write keys with their values: %s: …", t.keys[0].name)
		}
		y.l.fail(y.nodeSpan(node), CodeWrongShape, fmt.Sprintf("%s consists of keys with values", t.name), hint)
		return nil
	}
	m := &mapping{y: y, table: t, span: whole}
	for i := 0; i+1 < len(node.Content); i += 2 {
		k, v := node.Content[i], node.Content[i+1]
		at := y.nodeSpan(k)
		if !y.plain(k) {
			continue
		}
		if k.Kind != yaml.ScalarNode {
			y.l.fail(at, CodeWrongShape, "a key is one word", "")
			continue
		}
		known := t.find(k.Value)
		if known == nil {
			y.unknown(k.Value, at, t)
			continue
		}
		if first := m.get(k.Value); first != nil {
			y.l.report(Problem{Span: at, Code: CodeDuplicateKey, Text: fmt.Sprintf("%q stands twice", k.Value),
				Hint: "keep one of the two", Related: []Related{{first.span, "the first one"}}})
			continue
		}
		m.fields = append(m.fields, field{known, at, v})
	}
	for i := range t.keys {
		if k := &t.keys[i]; k.required && m.get(k.name) == nil {
			y.l.fail(whole, CodeMissingKey, fmt.Sprintf("%s needs the key %q", t.name, k.name), missingHint(t, k))
		}
	}
	return m
}

// missingHint says how to write a key that must be there.
func missingHint(t *table, k *key) string {
	switch k.name {
	case "signatories":
		return "list who signs; a letter that nobody signs says signatories: []"
	case "date":
		return "write the day as date: 2018-06-19"
	case "kind":
		return "write kind: letter or kind: release"
	case "documents":
		return "list the documents' files in order, each on a line of its own: - letter.md"
	case "to":
		return "list the inside addresses, each a block of lines: - |"
	}
	return fmt.Sprintf("add a line %s: …", k.name)
}

// plain refuses what YAML has beyond text, lists and mappings.
func (y *yamlText) plain(n *yaml.Node) bool {
	what := ""
	switch {
	case n.Kind == yaml.AliasNode:
		what = "an alias (*)"
	case n.Anchor != "":
		what = "an anchor (&)"
	case n.Style&yaml.TaggedStyle != 0:
		what = "a tag (!)"
	default:
		return true
	}
	hint := "write the words themselves; a value that begins with this sign needs quotation marks"
	y.l.fail(y.nodeSpan(n), CodeYAMLFeature, "YAML reads this as "+what+", which is not used here", hint)
	return false
}

// offset turns a line and a column of characters, both from 1, into a byte.
func (y *yamlText) offset(line, column int) int {
	line = min(max(line, 1), len(y.starts))
	at := y.starts[line-1]
	for ; column > 1 && at < y.end && y.file.Data[at] != '\n'; column-- {
		_, n := utf8.DecodeRune(y.file.Data[at:y.end])
		at += n
	}
	return at
}

// lineEnd gives the byte after the last of the line that holds at.
func (y *yamlText) lineEnd(at int) int {
	for at < y.end && y.file.Data[at] != '\n' {
		at++
	}
	return at
}

// nodeSpan gives the place of a node: a scalar as written, with its quotation
// marks, within its first line; anything else up to the end of its first line.
func (y *yamlText) nodeSpan(n *yaml.Node) Span {
	at := y.offset(n.Line, n.Column)
	end := y.lineEnd(at)
	data := y.file.Data
	switch {
	case n.Kind != yaml.ScalarNode:
	case n.Style&yaml.DoubleQuotedStyle != 0:
		for i := at + 1; i < end; i++ {
			if data[i] == '\\' {
				i++
			} else if data[i] == '"' {
				end = i + 1
			}
		}
	case n.Style&yaml.SingleQuotedStyle != 0:
		for i := at + 1; i < end; i++ {
			if data[i] == '\'' {
				if i+1 < end && data[i+1] == '\'' {
					i++
				} else {
					end = i + 1
				}
			}
		}
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
	case strings.HasPrefix(string(data[at:end]), n.Value):
		end = at + len(n.Value)
	}
	for end > at && (data[end-1] == ' ' || data[end-1] == '\t') {
		end--
	}
	return Span{y.file, at, end}
}

// broken reports what the YAML library says, in a clerk's words where the line
// shows what went wrong.
func (y *yamlText) broken(err error) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if number, after, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(number); err == nil {
				line, text = n, after
			}
		}
	}
	line = min(max(line, 1), len(y.starts))
	// The library names a line at or after the fault: look upwards for a line
	// that a writer gets wrong.
	for i := min(line+1, len(y.starts)); i >= 1; i-- {
		if p, ok := y.suspect(i); ok {
			y.l.report(p)
			return
		}
	}
	at := y.starts[line-1]
	p := Problem{Span: Span{y.file, at, y.lineEnd(at)}, Code: CodeBrokenYAML, Text: "this is not YAML: " + text}
	p.Hint = "keys stand at the line's beginning, a colon and a space follow; what belongs to a key is indented by spaces"
	y.l.report(p)
}

// suspect looks whether a line of broken YAML is one of those that writers get
// wrong, and says what to do.
func (y *yamlText) suspect(line int) (Problem, bool) {
	at := y.starts[line-1]
	end := y.lineEnd(at)
	s := string(y.file.Data[at:end])
	indent := len(s) - len(strings.TrimLeft(s, " \t"))
	p := Problem{Code: CodeBrokenYAML}
	if tab := strings.IndexByte(s[:indent], '\t'); tab >= 0 {
		p.Span = Span{y.file, at + tab, at + tab + 1}
		p.Text, p.Hint = "a tab indents this line", "indent with spaces"
		return p, true
	}
	value, from := s[indent:], at+indent
	if strings.HasPrefix(value, "#") {
		return p, false
	}
	for strings.HasPrefix(value, "- ") {
		n := 2 + len(value[2:]) - len(strings.TrimLeft(value[2:], " "))
		value, from = value[n:], from+n
	}
	key, rest, ok := strings.Cut(value, ":")
	lead := ""
	if ok && isKeyWord(key) && strings.HasPrefix(rest, " ") {
		v := strings.TrimLeft(rest, " ")
		from += len(value) - len(v)
		lead, value = key+": ", v
	} else if ok && isKeyWord(key) && rest != "" && rest[0] != ' ' && rest[0] != '/' {
		p.Span = Span{y.file, from + len(key), from + len(key) + 1}
		p.Text, p.Hint = "a space is missing after the colon", "write "+key+": "+rest
		return p, true
	}
	value = strings.TrimRight(value, " \t")
	if value == "" {
		return p, false
	}
	p.Span = Span{y.file, from, from + len(value)}
	p.Hint = "quote this value: " + lead + quoteYAML(value)
	switch c := value[0]; {
	case c == '"' || c == '\'':
		body := value[1:]
		close := strings.IndexByte(body, c)
		switch {
		case close < 0:
			p.Text = "the quotation mark at the beginning is not closed"
			p.Hint = "close it, or " + p.Hint
		case close+1 < len(body) && !strings.HasPrefix(strings.TrimLeft(body[close+1:], " "), "#"):
			if c == '"' && body[close] == '"' && close > 0 && body[close-1] == '\\' {
				return p, false
			}
			if c == '\'' && body[close+1] == '\'' {
				return p, false
			}
			p.Text = "words follow after the closing quotation mark"
		default:
			return p, false
		}
	case strings.IndexByte("@`%&*!|>[]{},?", c) >= 0:
		switch {
		case c == '[' && strings.HasSuffix(value, "]"), c == '{' && strings.HasSuffix(value, "}"),
			(c == '|' || c == '>') && len(strings.Trim(value, "|>+-0123456789")) == 0:
			return p, false
		}
		p.Text = fmt.Sprintf("a value cannot begin with %q", string(c))
	case lead != "" && (strings.Contains(value, ": ") || strings.HasSuffix(value, ":")):
		p.Text = "a colon inside a value ends it"
	case lead != "" && strings.HasPrefix(value, "- "):
		p.Text = "a list cannot begin on its key's line"
		p.Hint = "begin the list on the next line, or quote the value"
	default:
		return p, false
	}
	return p, true
}

// isKeyWord says whether s looks like a key.
func isKeyWord(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && s[i] != '-' && s[i] != '_' {
			return false
		}
	}
	return s != ""
}

// quoteYAML writes a value in quotation marks as YAML reads it.
func quoteYAML(s string) string {
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' && !strings.ContainsAny(s[1:len(s)-1], `"\`) {
		return s
	}
	if len(s) > 1 && s[0] == '\'' && s[len(s)-1] == '\'' {
		s = s[1 : len(s)-1]
	}
	if !strings.ContainsAny(s, `"\`) {
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}
