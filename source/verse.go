package source

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// verse is a line block: lines that begin with a bar and end where the writer
// ends them.
type verse struct {
	ast.BaseBlock
	indents []int // spaces before the first word of each line
}

var kindVerse = ast.NewNodeKind("LineBlock")

// Kind implements ast.Node.
func (n *verse) Kind() ast.NodeKind { return kindVerse }

// Dump implements ast.Node.
func (n *verse) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// verseParser recognises Pandoc's line blocks.
type verseParser struct{}

// Trigger implements parser.BlockParser.
func (verseParser) Trigger() []byte { return []byte{'|'} }

// Open implements parser.BlockParser. A table's rows begin with a bar, too: they
// also end with one, or the line below them rules the columns.
func (verseParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 || !barred(line[pos:]) {
		return nil, parser.NoChildren
	}
	if bytes.HasSuffix(bytes.TrimRight(line[pos+1:], " \t\r\n"), []byte("|")) {
		return nil, parser.NoChildren
	}
	rest := reader.Source()[seg.Stop:]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	if rule := strings.Trim(string(rest), " \t\r>"); strings.Contains(rule, "-") && strings.Contains(rule, "|") && strings.Trim(rule, "|-: \t") == "" {
		return nil, parser.NoChildren
	}
	n := &verse{}
	n.add(line, seg, pos)
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

// barred says whether a line is one of a line block.
func barred(line []byte) bool {
	return len(line) > 0 && line[0] == '|' && (len(line) == 1 || line[1] == ' ' || line[1] == '\n' || line[1] == '\r')
}

// add takes a line whose bar stands at pos.
func (n *verse) add(line []byte, seg text.Segment, pos int) {
	from := pos + 1
	if from < len(line) && line[from] == ' ' {
		from++
	}
	indent := 0
	for from < len(line) && line[from] == ' ' {
		from++
		indent++
	}
	n.indents = append(n.indents, indent)
	n.Lines().Append(text.NewSegment(seg.Start-seg.Padding+from, seg.Stop))
}

// Continue implements parser.BlockParser.
func (verseParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, seg := reader.PeekLine()
	pos := len(line) - len(bytes.TrimLeft(line, " "))
	if pos > 3 || !barred(line[pos:]) {
		return parser.Close
	}
	node.(*verse).add(line, seg, pos)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close implements parser.BlockParser.
func (verseParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (verseParser) CanInterruptParagraph() bool { return false }

// CanAcceptIndentedLine implements parser.BlockParser.
func (verseParser) CanAcceptIndentedLine() bool { return false }

// verse reads a line block.
func (r *bodyReader) verse(n *verse) *Block {
	at := r.place(n)
	lines := n.Lines()
	for i := range lines.Len() {
		seg := lines.At(i)
		if len(bytes.TrimSpace(seg.Value(r.data))) == 0 {
			r.l.fail(r.span(max(seg.Start-1, 0), seg.Start), CodeEmptyParagraph, "this line of verse is empty", "leave a whole line empty between two stanzas, without a bar")
			return nil
		}
	}
	r.inVerse = true
	inlines := r.inlines(n)
	r.inVerse = false
	if len(inlines) == 0 {
		return nil
	}
	return &Block{Kind: BlockVerse, ID: r.number("v"), Span: at, Inlines: inlines, Indents: n.indents}
}
