package letterhead

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/layout"
	"chancery/source"

	"go.yaml.in/yaml/v3"
)

// maxLength is the largest length that a letterhead gives: far beyond any sheet.
const maxLength = 10000 * layout.Point

// node is a value of the file with its place.
type node struct {
	*yaml.Node
	span source.Span
}

// mapping is a block of keys, in the order of the file.
type mapping struct {
	entries []entry
	span    source.Span
}

type entry struct {
	key   string
	span  source.Span
	value *node
}

// get gives the value of a key, nil where it is not there. Asking a nil mapping is no error.
func (m *mapping) get(key string) *node {
	if m == nil {
		return nil
	}
	for i := range m.entries {
		if m.entries[i].key == key {
			return m.entries[i].value
		}
	}
	return nil
}

func (r *reader) problem(n *node, code, text, hint string) {
	r.problems = append(r.problems, source.Problem{Span: n.span, Code: code, Text: text, Hint: hint})
}

// place gives the bytes of a node; columns of the parser count characters.
func (r *reader) place(y *yaml.Node) source.Span {
	if y.Line < 1 || y.Line > len(r.lines) {
		return source.Span{File: r.file, End: 1}
	}
	at := r.lines[y.Line-1]
	for range y.Column - 1 {
		_, n := utf8.DecodeRune(r.file.Data[at:])
		at += n
	}
	n := 1
	if y.Kind == yaml.ScalarNode {
		n = len(y.Value)
		if y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
			n += 2
		}
	}
	return source.Span{File: r.file, Start: at, End: min(at+max(n, 1), len(r.file.Data))}
}

func (r *reader) node(y *yaml.Node) *node { return &node{y, r.place(y)} }

// root parses the file; nil, with the reason in problems, where that fails.
func (r *reader) root() *mapping {
	if r.file == nil {
		return nil
	}
	var doc yaml.Node
	if !utf8.Valid(r.file.Data) {
		r.problems = append(r.problems, source.Problem{Path: r.file.Name, Code: source.CodeEncoding, Text: "the file is not UTF-8", Hint: "save it as UTF-8"})
		return nil
	}
	if err := yaml.Unmarshal(r.file.Data, &doc); err != nil {
		r.broken(err)
		return nil
	}
	if len(doc.Content) == 0 {
		r.problems = append(r.problems, source.Problem{Path: r.file.Name, Code: source.CodeEmptyFile, Text: "the letterhead is empty", Hint: "copy one that Chancery has and change it"})
		return nil
	}
	return r.mapping(r.node(doc.Content[0]))
}

const quoteHint = `put values that hold ":" or begin with "{", "#" or "*" in quotes`

// broken turns the parser's error, "yaml: line 3: …", into a problem with its place.
func (r *reader) broken(err error) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 0 // the parser does not always say
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if digits, after, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(digits); err == nil && n >= 1 && n <= len(r.lines) {
				line, text = n, after
			}
		}
	}
	if line == 0 {
		r.problems = append(r.problems, source.Problem{Path: r.file.Name, Code: source.CodeBrokenYAML, Text: "the YAML cannot be read: " + text, Hint: quoteHint})
		return
	}
	start := r.lines[line-1]
	end := len(r.file.Data)
	if line < len(r.lines) {
		end = r.lines[line] - 1
	}
	r.problems = append(r.problems, source.Problem{
		Span: source.Span{File: r.file, Start: start, End: end}, Code: source.CodeBrokenYAML,
		Text: "the YAML cannot be read: " + text, Hint: quoteHint,
	})
}

// mapping gives the keys of a value; nil, with a problem, where it has none.
func (r *reader) mapping(n *node) *mapping {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.problem(n, source.CodeWrongShape, "keys with values are expected here", "")
		return nil
	}
	m := &mapping{span: n.span}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := r.node(n.Content[i]), r.node(n.Content[i+1])
		if v.Kind == yaml.AliasNode || v.Anchor != "" || k.Kind != yaml.ScalarNode {
			r.problem(v, source.CodeYAMLFeature, "anchors, aliases and keys that are not words are not read", "write the value out")
			continue
		}
		if m.get(k.Value) != nil {
			r.problem(k, source.CodeDuplicateKey, fmt.Sprintf("key %q is given twice", k.Value), "remove one of the two")
			continue
		}
		m.entries = append(m.entries, entry{k.Value, k.span, v})
	}
	if len(m.entries) > 0 {
		m.span = m.entries[0].span
	}
	return m
}

// known reports keys that are not of the list, with the nearest that is.
func (r *reader) known(m *mapping, what string, keys ...string) {
	for _, e := range m.entries {
		if contains(keys, e.key) {
			continue
		}
		hint := "the keys are " + strings.Join(keys, ", ")
		if near := nearest(e.key, keys); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		r.problems = append(r.problems, source.Problem{
			Span: e.span, Code: source.CodeUnknownKey,
			Text: fmt.Sprintf("unknown key %q in %s", e.key, what), Hint: hint,
		})
	}
}

// need gives the value of a key that must be there.
func (r *reader) need(m *mapping, key string) *node {
	n := m.get(key)
	if n == nil && m != nil {
		r.problems = append(r.problems, source.Problem{Span: m.span, Code: source.CodeMissingKey, Text: fmt.Sprintf("key %q is missing", key), Hint: "add it"})
	}
	return n
}

// list gives the values of a list.
func (r *reader) list(n *node) []*node {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.problem(n, source.CodeWrongShape, "a list is expected here", `begin each entry with "- "`)
		return nil
	}
	out := make([]*node, len(n.Content))
	for i, c := range n.Content {
		out[i] = r.node(c)
	}
	return out
}

// text gives a value as it is written.
func (r *reader) text(n *node) string {
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		r.problem(n, source.CodeWrongShape, "one value is expected here", "")
		return ""
	}
	if n.Tag == "!!null" {
		r.problem(n, source.CodeNoValue, "the key has no value", `give it one, or remove it; "" is an empty one`)
		return ""
	}
	return n.Value
}

// given gives a value as it is written; false where there is none, which text
// has reported if it is a fault.
func (r *reader) given(n *node) (string, bool) {
	before := len(r.problems)
	s := r.text(n)
	return s, n != nil && len(r.problems) == before
}

// length reads points in decimals, no less than low.
func (r *reader) length(n *node, low layout.Length) layout.Length {
	s, ok := r.given(n)
	if !ok {
		return 0
	}
	l, ok := ParseLength(s)
	if !ok {
		r.problem(n, source.CodeBadNumber, fmt.Sprintf("%q is not a length", s), "write points without a unit: 72, 11.5; an inch is 72, a centimetre 28.3465")
		return 0
	}
	if l < low || l > maxLength {
		r.problem(n, source.CodeBadNumber, fmt.Sprintf("%s is out of range: %s to %s", s, low, maxLength), "")
		return 0
	}
	return l
}

// ParseLength reads a decimal number of points, with a sign or without, as the
// nearest Length, half away from zero. It is exact in integers; at most nine
// digits stand on either side of the point.
func ParseLength(s string) (layout.Length, bool) {
	digits, neg := strings.CutPrefix(s, "-")
	whole, frac, point := strings.Cut(digits, ".")
	if whole == "" || point && frac == "" || len(whole) > 9 || len(frac) > 9 {
		return 0, false
	}
	n, pow := int64(0), int64(1)
	for _, c := range []byte(whole) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	f := int64(0)
	for _, c := range []byte(frac) {
		if c < '0' || c > '9' {
			return 0, false
		}
		f, pow = f*10+int64(c-'0'), pow*10
	}
	l := layout.Length(n)*layout.Point + layout.Length(f).Scale(int64(layout.Point), pow)
	if neg {
		l = -l
	}
	return l, true
}

func (r *reader) integer(n *node, low, high int) int {
	s, ok := r.given(n)
	if !ok {
		return low
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < low || v > high {
		r.problem(n, source.CodeBadNumber, fmt.Sprintf("%q is not a whole number from %d to %d", s, low, high), "")
		return low
	}
	return v
}

func (r *reader) boolean(n *node) bool {
	return r.choice(n, "false", "true") == "true"
}

// choice reads one of a few words; where nothing is said it is the first.
func (r *reader) choice(n *node, words ...string) string {
	s, ok := r.given(n)
	if !ok {
		return words[0]
	}
	if contains(words, s) {
		return s
	}
	hint := "write " + strings.Join(words, " or ")
	if near := nearest(s, words); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	r.problem(n, source.CodeBadChoice, fmt.Sprintf("%q is not one of %s", s, strings.Join(words, ", ")), hint)
	return words[0]
}

// nearest gives the word of a list that a misspelt one was meant to be: at most
// two edits away, and no more than a third of its length (Levenshtein 1966).
// It is "" where there is none.
func nearest(s string, words []string) string {
	best, at := "", min(2, (len(s)+2)/3)+1
	for _, w := range words {
		if d := distance(s, w); d < at {
			best, at = w, d
		}
	}
	return best
}

func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	var row [65]int
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := range len(a) {
		diag := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diag, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diag+cost)
		}
	}
	return row[len(b)]
}
