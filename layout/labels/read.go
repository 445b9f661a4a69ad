package labels

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"chancery/source"
)

// CodeBadLabels is the code of a fault in an office's own file of labels that no
// code of a source names.
const CodeBadLabels = "bad-labels"

// Read reads an office's own file of labels, as YAML: the keys of Keys, in any
// order, a list as YAML writes one or in one line, parted by ", ". It is stricter
// than Load is with the built-in files, which tests hold to the same: every place
// in braces must be one that the key has, and those that a key needs must be there.
//
// The labels are nil where any problem is an error. Problems are sorted by place.
func Read(tag string, file *source.File) (*Labels, source.Problems) {
	r := reader{file: file, l: &Labels{Lang: tag}, seen: map[string]source.Span{}, meant: map[string]bool{}}
	r.read()
	if r.problems = r.problems.Sort(); r.problems.Errors() > 0 {
		return nil, r.problems
	}
	return r.l, r.problems
}

// reader reads one file.
type reader struct {
	file     *source.File
	l        *Labels
	seen     map[string]source.Span
	meant    map[string]bool // by keys that were misspelt: they are not missing, too
	problems source.Problems
}

func (r *reader) fail(at source.Span, code, text, hint string) {
	r.problems = append(r.problems, source.Problem{Span: at, Code: code, Text: text, Hint: hint})
}

// asEnglish is what to do where something is missing.
const asEnglish = "chancery languages --print en-US shows all that there must be, in English"

func (r *reader) read() {
	whole := source.Span{File: r.file}
	if !utf8.Valid(r.file.Data) {
		r.problems = append(r.problems, source.Problem{Path: r.file.Name, Code: source.CodeEncoding, Text: "the file is not UTF-8", Hint: "save it as UTF-8"})
		return
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(r.file.Data, &doc); err != nil {
		text := strings.TrimPrefix(err.Error(), "yaml: ")
		at, line := whole, 0
		if n, _ := fmt.Sscanf(text, "line %d:", &line); n == 1 {
			_, text, _ = strings.Cut(text, ": ")
			at.Start = r.offset(line, 1)
			at.End = at.Start + 1
		}
		r.fail(at, source.CodeBrokenYAML, "the YAML cannot be read: "+text, `put a value that holds ":" or begins with "{" or "#" into double quotes`)
		return
	}
	if len(doc.Content) == 0 {
		r.problems = append(r.problems, source.Problem{Path: r.file.Name, Code: source.CodeEmptyFile, Text: "the file is empty", Hint: asEnglish})
		return
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		r.fail(r.place(root), source.CodeWrongShape, "keys with values are expected here", asEnglish)
		return
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		r.entry(root.Content[i], root.Content[i+1])
	}
	r.missing()
	r.together()
}

// entry reads one key with its value.
func (r *reader) entry(k, v *yaml.Node) {
	at := r.place(k)
	i := slices.IndexFunc(keys, func(key labelKey) bool { return key.Name == k.Value })
	if i < 0 {
		hint := asEnglish
		if near := nearest(k.Value); near != "" {
			hint = fmt.Sprintf("use %q", near)
			r.meant[near] = true
		}
		r.fail(at, source.CodeUnknownKey, fmt.Sprintf("no label is called %q", k.Value), hint)
		return
	}
	key := &keys[i]
	if _, twice := r.seen[key.Name]; twice {
		r.fail(at, source.CodeDuplicateKey, fmt.Sprintf("the label %q is given twice", key.Name), "take one of the two out")
		return
	}
	r.seen[key.Name] = r.place(v)
	word, list := r.l.place(key.Name)
	if word != nil {
		*word, _ = r.word(key, v)
		return
	}
	if v.Kind != yaml.SequenceNode {
		if s, ok := r.word(key, v); ok {
			*list = strings.Split(s, ", ")
		}
		return
	}
	for _, c := range v.Content {
		if s, ok := r.word(key, c); ok {
			*list = append(*list, s)
		}
	}
}

// word reads one value; false where it is no word, which is reported.
func (r *reader) word(key *labelKey, v *yaml.Node) (string, bool) {
	at := r.place(v)
	switch {
	case v.Kind != yaml.ScalarNode:
		r.fail(at, source.CodeWrongShape, fmt.Sprintf("the label %q is words", key.Name), `write them behind the key; put words with braces into double quotes`)
		return "", false
	case strings.TrimSpace(v.Value) == "":
		r.fail(at, source.CodeNoValue, fmt.Sprintf("the label %q has no words", key.Name), asEnglish)
		return "", false
	}
	for _, c := range v.Value {
		if unicode.IsControl(c) {
			r.fail(at, source.CodeOneLine, fmt.Sprintf("the label %q is not in one line", key.Name), "write its words on one line")
			return "", false
		}
	}
	r.places(key, v.Value, at)
	return v.Value, true
}

// places checks the places in braces.
func (r *reader) places(key *labelKey, s string, at source.Span) {
	have := map[string]bool{}
	for rest := s; ; {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			break
		}
		name, after, closed := strings.Cut(after, "}")
		if !closed || !slices.Contains(key.Places, name) {
			hint := "this label has no places to fill"
			if len(key.Places) > 0 {
				hint = "it has " + braced(key.Places)
			}
			r.fail(at, CodeBadLabels, fmt.Sprintf("the label %q has no place {%s}", key.Name, name), hint)
			return
		}
		have[name] = true
		rest = after
	}
	for _, name := range key.Needs {
		if !have[name] {
			r.fail(at, CodeBadLabels, fmt.Sprintf("the label %q lacks {%s}", key.Name, name), "write "+braced(key.Needs)+" where the values stand")
			return
		}
	}
}

// missing reports the labels that are not there, in one problem: whoever begins a
// file lacks many.
func (r *reader) missing() {
	var names []string
	for _, k := range keys {
		if _, there := r.seen[k.Name]; !there && !k.Optional && !r.meant[k.Name] {
			names = append(names, k.Name)
		}
	}
	switch {
	case len(names) == 1:
		r.problems = append(r.problems, source.Problem{Path: r.file.Name, Code: source.CodeMissingKey, Text: fmt.Sprintf("the label %q is missing", names[0]), Hint: asEnglish})
	case len(names) > 1:
		r.problems = append(r.problems, source.Problem{Path: r.file.Name, Code: source.CodeMissingKey, Text: "these labels are missing: " + strings.Join(names, ", "), Hint: asEnglish})
	}
}

// together checks what labels say together.
func (r *reader) together() {
	l := r.l
	if at, ok := r.seen["months"]; ok && len(l.months) != 12 {
		r.fail(at, CodeBadLabels, fmt.Sprintf("a year has 12 months, not %d", len(l.months)), "write twelve names, parted by a comma and a space")
	}
	if at, ok := r.seen["time"]; ok && l.clock != "" {
		if !strings.Contains(l.clock, "{hour12}") && !strings.Contains(l.clock, "{hour24}") {
			r.fail(at, CodeBadLabels, `the label "time" lacks the hour`, "write {hour24}, or {hour12} with {half}")
		} else if strings.Contains(l.clock, "{half}") && len(l.halves) != 2 {
			r.fail(at, CodeBadLabels, `the label "time" has {half}, and "halves" does not name two`, "write halves: AM, PM as the language has them")
		}
	}
	if at, ok := r.seen["quotes"]; ok && len(l.quotes) != 4 {
		r.fail(at, CodeBadLabels, fmt.Sprintf("there are four quotation marks, not %d", len(l.quotes)), "write the opening and the closing double one, then the single ones, parted by a comma and a space")
	}
	if (l.listTwoAlt == "") != (l.listEndAlt == "") {
		at, ok := r.seen["list-two-alternate"]
		if !ok {
			at = r.seen["list-end-alternate"]
		}
		r.fail(at, CodeBadLabels, `one of "list-two-alternate" and "list-end-alternate" is missing`, "write both, or none")
	}
}

// braced lists places: "{a} and {b}".
func braced(names []string) string {
	out := "{" + strings.Join(names, "}, {") + "}"
	if i := strings.LastIndex(out, ", "); i >= 0 {
		out = out[:i] + " and " + out[i+2:]
	}
	return out
}

// nearest gives the key that was meant, "" for none.
func nearest(name string) string {
	best, least := "", 3
	for _, k := range keys {
		if d := distance(name, k.Name); d < least {
			best, least = k.Name, d
		}
	}
	return best
}

// distance is how many letters must change to make a of b (Levenshtein 1966), at
// least 99 where they are far apart in length.
func distance(a, b string) int {
	if len(a) > len(b)+3 || len(b) > len(a)+3 {
		return 99
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// place is where a node of YAML stands.
func (r *reader) place(n *yaml.Node) source.Span {
	at := r.offset(n.Line, n.Column)
	length := 1
	if n.Kind == yaml.ScalarNode {
		length = max(len(n.Value), 1)
		if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
			length += 2
		}
	}
	return source.Span{File: r.file, Start: at, End: min(at+length, len(r.file.Data))}
}

// offset is the byte at a line and column, both from 1, in characters.
func (r *reader) offset(line, column int) int {
	at := 0
	for ; line > 1; line-- {
		n := bytes.IndexByte(r.file.Data[at:], '\n')
		if n < 0 {
			break
		}
		at += n + 1
	}
	for ; column > 1 && at < len(r.file.Data); column-- {
		_, n := utf8.DecodeRune(r.file.Data[at:])
		at += n
	}
	return at
}
