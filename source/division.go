package source

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// division is what stands between a line "::: {lang=es}" and a line ":::", as
// Pandoc's fenced divisions: blocks of another language.
type division struct {
	ast.BaseBlock
	fence  text.Segment // the colons and attributes
	attrs  text.Segment // "{…}"; empty for a line of colons that closes nothing
	inside int          // the byte at which what stands inside ends
	closed bool
}

var kindDivision = ast.NewNodeKind("FencedDivision")

// Kind implements ast.Node.
func (n *division) Kind() ast.NodeKind { return kindDivision }

// Dump implements ast.Node.
func (n *division) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// divisionParser recognises divisions.
type divisionParser struct{}

// openDivisions is where the parser's context keeps the divisions that are open,
// the innermost last: a line of colons closes that one.
var openDivisions = parser.NewContextKey()

func divisions(pc parser.Context) []*division {
	list, _ := pc.Get(openDivisions).([]*division)
	return list
}

// Trigger implements parser.BlockParser.
func (divisionParser) Trigger() []byte { return []byte{':'} }

// fence is how many colons begin a line, with what follows them: at least three
// colons, and nothing or attributes.
func fence(line []byte) (colons int, rest []byte, ok bool) {
	for colons < len(line) && line[colons] == ':' {
		colons++
	}
	return colons, bytes.TrimSpace(bytes.TrimRight(line[colons:], ": \t\r\n")), colons >= 3
}

// Open implements parser.BlockParser.
func (divisionParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	colons, rest, ok := fence(line[at:])
	if !ok {
		return nil, parser.NoChildren
	}
	start := seg.Start - seg.Padding + at
	n := &division{fence: text.NewSegment(start, start+len(bytes.TrimRight(line[at:], " \t\r\n")))}
	n.SetPos(start)
	from := start + colons + bytes.Index(line[at+colons:], rest)
	n.attrs = text.NewSegment(from, from+len(rest))
	reader.AdvanceToEOL()
	if len(rest) == 0 {
		n.closed = true
		return n, parser.NoChildren
	}
	pc.Set(openDivisions, append(divisions(pc), n))
	return n, parser.HasChildren
}

// Continue implements parser.BlockParser.
func (divisionParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*division)
	if n.attrs.Len() == 0 {
		return parser.Close
	}
	open := divisions(pc)
	line, seg := reader.PeekLine()
	at := len(line) - len(bytes.TrimLeft(line, " "))
	if _, rest, ok := fence(line[at:]); ok && len(rest) == 0 && at < 4 && len(open) > 0 && open[len(open)-1] == n {
		n.closed, n.inside = true, seg.Start
		reader.AdvanceToEOL()
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (divisionParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	n := node.(*division)
	open := divisions(pc)
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] == n {
			pc.Set(openDivisions, open[:i])
		}
	}
	if !n.closed || n.inside == 0 {
		_, seg := reader.Position()
		n.inside = seg.Start
	}
}

// CanInterruptParagraph implements parser.BlockParser.
func (divisionParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (divisionParser) CanAcceptIndentedLine() bool { return false }

// division reads the blocks of a division: they stand where it stands, marked.
func (r *bodyReader) division(n *division) []*Block {
	at := r.span(n.fence.Start, n.fence.Stop)
	if n.attrs.Len() == 0 {
		r.l.fail(at, CodeBadAttribute, "this line of colons closes nothing", `write ::: {lang=es} where the other language begins; to print it write \:::`)
		return nil
	}
	if !n.closed {
		r.l.fail(at, CodeBadAttribute, "this division is not closed", "write ::: on a line of its own where it ends")
	}
	lang := r.divisionLang(n)
	before := len(r.l.problems)
	r.divided = append(r.divided, divided{n.fence.Stop, n.inside, lang})
	back := func() {}
	if lang != "" {
		back = r.l.speak(lang)
	}
	blocks := r.blocks(n)
	back()
	// One that holds the text of a note alone has no block.
	if len(blocks) == 0 && len(r.l.problems) == before && len(bytes.Trim(r.data[n.fence.Stop:max(n.inside, n.fence.Stop)], "> \t\n")) == 0 {
		r.l.fail(at, CodeBadAttribute, "this division is empty", "write between ::: {lang=es} and :::, or take it out")
	}
	for _, b := range blocks {
		if b.Lang == "" {
			b.Lang = lang
		}
	}
	return blocks
}

// divisionLang reads the attributes of a division.
func (r *bodyReader) divisionLang(n *division) (lang string) {
	attrs := r.span(n.attrs.Start, n.attrs.Stop)
	raw := r.data[n.attrs.Start:n.attrs.Stop]
	const hint = `write ::: {lang=es}; to print the colons write \:::`
	if raw[0] != '{' || raw[len(raw)-1] != '}' {
		r.l.fail(attrs, CodeBadAttribute, fmt.Sprintf("nothing is known about a division of %q", raw), hint)
		return ""
	}
	for _, a := range r.fields(attrs) {
		word := string(r.file.Data[a.Start:a.End])
		if value, ok := strings.CutPrefix(word, "lang="); ok {
			lang = r.language(a, value)
			continue
		}
		r.l.fail(a, CodeBadAttribute, fmt.Sprintf("a division cannot have the attribute %q", word), hint)
	}
	if len(raw) == 2 {
		r.l.fail(attrs, CodeBadAttribute, "these braces say nothing of the division", hint)
	}
	return lang
}

// language reads the value of an attribute lang; "" where it is none, which is
// reported.
func (r *bodyReader) language(at Span, value string) string {
	value = strings.Trim(value, `"`)
	tag, hint := languageTag(value)
	if tag == "" {
		r.l.fail(at, CodeBadLanguage, fmt.Sprintf("no language is called %q", value), hint)
		return ""
	}
	r.l.warnLanguage(tag, at)
	return tag
}

// inDivision reports whether all that a node stands in are divisions.
func inDivision(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindDocument {
			return true
		}
		if p.Kind() != kindDivision {
			return false
		}
	}
	return false
}

// divided is a range of the body's bytes in which a language is spoken.
type divided struct {
	start, end int
	lang       string
}

// languageAt gives the language of the innermost division that a byte of the body
// stands in: notes are gathered from wherever they are written.
func (r *bodyReader) languageAt(at int) (lang string) {
	for _, d := range r.divided { // an inner one is read after its outer one
		if d.start <= at && at < d.end {
			lang = d.lang
		}
	}
	return lang
}
