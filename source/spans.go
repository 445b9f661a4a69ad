package source

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// bracketed finds the bracketed spans, "[words]{attributes}", among inlines that
// have been read: brackets that are no link's are text to the parser.
func (r *bodyReader) bracketed(list []Inline) []Inline {
	if !r.hasSpans {
		return list
	}
	var out []Inline
	var open []int // indices in out of the brackets that are open
	skip := 0      // the bytes before it are attributes
	for _, in := range list {
		if in.Kind == InlineText && in.Span.End <= skip {
			continue
		}
		raw := string(r.file.Data[in.Span.Start:in.Span.End])
		if in.Kind != InlineText || in.Text != raw || isQuote(in.Text) {
			out = append(out, in)
			continue
		}
		part := func(from, to int) Inline {
			return Inline{Kind: InlineText, Span: Span{r.file, in.Span.Start + from, in.Span.Start + to}, Text: raw[from:to]}
		}
		from := max(skip-in.Span.Start, 0)
		for i := from; i < len(raw); i++ {
			switch raw[i] {
			case '[':
				if from < i {
					out = append(out, part(from, i))
				}
				open = append(open, len(out))
				out = append(out, part(i, i+1))
				from = i + 1
			case ']':
				if len(open) == 0 {
					continue
				}
				k := open[len(open)-1]
				open = open[:len(open)-1]
				attrs := r.attributes(in.Span.Start + i + 1)
				if attrs.Start == attrs.End {
					continue
				}
				if from < i {
					out = append(out, part(from, i))
				}
				kids := append([]Inline(nil), out[k+1:]...)
				at := Span{r.file, out[k].Span.Start, attrs.End}
				out = append(out[:k], r.span1(kids, at, attrs)...)
				skip = attrs.End
				from = min(skip-in.Span.Start, len(raw))
				i = from - 1
			}
		}
		if from < len(raw) {
			out = append(out, part(from, len(raw)))
		}
	}
	return out
}

// attributes is the place of "{…}" at a byte of the file; empty for none.
func (r *bodyReader) attributes(start int) Span {
	rest := r.file.Data[min(start, len(r.file.Data)):]
	if line := bytes.IndexByte(rest, '\n'); line >= 0 {
		rest = rest[:line]
	}
	if end := bytes.IndexByte(rest, '}'); end > 0 && rest[0] == '{' {
		return Span{r.file, start, start + end + 1}
	}
	return Span{r.file, start, start}
}

// span1 makes the inline of a bracketed span.
func (r *bodyReader) span1(kids []Inline, at, attrs Span) []Inline {
	if strings.TrimSpace(PlainText(kids)) == "" {
		r.l.fail(at, CodeBadAttribute, "this span has no words", "write them between the brackets")
		return nil
	}
	known := 0
	for _, a := range r.fields(attrs) {
		word := string(r.file.Data[a.Start:a.End])
		value, isLang := strings.CutPrefix(word, "lang=")
		switch {
		case word == ".smallcaps":
			kids = []Inline{{Kind: InlineSmallCaps, Span: at, Kids: kids}}
		case isLang:
			tag := r.language(a, value)
			if tag == "" {
				continue
			}
			kids = []Inline{{Kind: InlineLanguage, Span: at, Kids: kids, Lang: tag}}
		default:
			r.l.fail(a, CodeBadAttribute, fmt.Sprintf("a span cannot have the attribute %q", word), `write .smallcaps or lang=es; to print the braces write \{`)
			continue
		}
		known++
	}
	if known == 0 && attrs.End-attrs.Start == 2 {
		r.l.fail(attrs, CodeBadAttribute, "these braces say nothing of the span", `write .smallcaps or lang=es between them; to print them write \{`)
	}
	return kids
}

// fields are the words between the braces of attributes.
func (r *bodyReader) fields(attrs Span) []Span {
	var all []Span
	for i := attrs.Start + 1; i < attrs.End-1; {
		n := i
		for n < attrs.End-1 && r.file.Data[n] != ' ' && r.file.Data[n] != '\t' {
			n++
		}
		if n > i {
			all = append(all, Span{r.file, i, n})
		}
		i = n + 1
	}
	return all
}

// shifted is a superior, "^2^", or an inferior, "~2~".
type shifted struct {
	ast.BaseInline
	mark byte
	at   text.Segment // with its marks
}

var kindShifted = ast.NewNodeKind("Superscript")

// Kind implements ast.Node.
func (n *shifted) Kind() ast.NodeKind { return kindShifted }

// Dump implements ast.Node.
func (n *shifted) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// shiftedParser recognises superiors and inferiors as Pandoc does: no space is in
// them.
type shiftedParser struct{}

// Trigger implements parser.InlineParser.
func (shiftedParser) Trigger() []byte { return []byte{'^', '~'} }

// Parse implements parser.InlineParser.
func (shiftedParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, seg := block.PeekLine()
	mark := line[0]
	if rune(mark) == block.PrecendingCharacter() {
		return nil
	}
	for i := 1; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && isPunct(line[i+1]):
			i++
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			return nil
		case c == mark:
			if i == 1 || i+1 < len(line) && line[i+1] == mark {
				return nil
			}
			block.Advance(i + 1)
			return &shifted{mark: mark, at: text.NewSegment(seg.Start, seg.Start+i+1)}
		}
	}
	return nil
}

// shifted reads a superior or inferior.
func (r *bodyReader) shifted(s *scanner, n *shifted) {
	at := r.span(n.at.Start, n.at.Stop)
	if i := bytes.IndexAny(r.data[n.at.Start+1:n.at.Stop-1], "*_[]<>`"); i >= 0 {
		r.unsupported(at, "marks in a superscript or subscript are", "write plain characters between the marks")
		return
	}
	kids := scanner{data: s.data, file: s.file, base: s.base, smart: s.smart, markdown: true}
	kids.scan(n.at.Start+1, n.at.Stop-1)
	s.bad = append(s.bad, kids.bad...)
	kind := InlineSuperscript
	if n.mark == '~' {
		kind = InlineSubscript
	}
	s.out = append(s.out, Inline{Kind: kind, Span: at, Kids: kids.out})
}
