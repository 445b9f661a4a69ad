package source

import (
	"bytes"
	"sync"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown is the parser of bodies: CommonMark with tables and notes, and beside
// it what Chancery does not set (task lists …), so that it is recognised and
// refused instead of printed as it stands or lost.
//
// What is more than CommonMark is read here and not by goldmark's package
// extension, which sets up twice as much as the whole of goldmark at the start of
// every run (0.5 ms) and most of which nobody calls.
var markdown = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(),
			util.Prioritized(verseParser{}, 40),
			util.Prioritized(divisionParser{}, 45),
			util.Prioritized(noteBlockParser{}, 50),
			util.Prioritized(definitionParser{}, 101))...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
			util.Prioritized(taskParser{}, 0),
			util.Prioritized(noteParser{}, 50),
			util.Prioritized(shiftedParser{}, 60),
			util.Prioritized(strikeParser{}, 500))...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(tableFinder{}, 200))...),
	)
})

// noteBlockParser recognises the text of a note: "[^1]:" at the start of a line,
// and what follows as far as it is indented by four spaces.
type noteBlockParser struct{}

// Trigger implements parser.BlockParser.
func (noteBlockParser) Trigger() []byte { return []byte{'['} }

// Open implements parser.BlockParser.
func (noteBlockParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || !bytes.HasPrefix(line[at:], []byte("[^")) {
		return nil, parser.NoChildren
	}
	label := line[at+2:]
	end := bytes.IndexAny(label, "[]")
	if end < 0 || !bytes.HasPrefix(label[end:], []byte("]:")) || len(bytes.TrimSpace(label[:end])) == 0 {
		return nil, parser.NoChildren
	}
	n := extast.NewFootnote(bytes.Clone(label[:end]))
	if at += 2 + end + 2 - seg.Padding; at >= len(line) {
		reader.Advance(at)
		return n, parser.NoChildren
	}
	reader.AdvanceAndSetPadding(at, seg.Padding)
	return n, parser.HasChildren
}

// Continue implements parser.BlockParser.
func (noteBlockParser) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	at, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if at < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(at, padding)
	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (noteBlockParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (noteBlockParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (noteBlockParser) CanAcceptIndentedLine() bool { return false }

// definition is a definition list, of which only the place is known: it is
// refused, the terms with what explains them.
type definition struct {
	ast.BaseBlock
}

var kindDefinition = ast.NewNodeKind("DefinitionList")

// Kind implements ast.Node.
func (n *definition) Kind() ast.NodeKind { return kindDefinition }

// Dump implements ast.Node.
func (n *definition) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// definitionParser recognises a line that begins with a colon under a paragraph,
// which dialects of Markdown take for the definition of a term.
type definitionParser struct{}

// Trigger implements parser.BlockParser.
func (definitionParser) Trigger() []byte { return []byte{':'} }

// Open implements parser.BlockParser. The list is opened before its line is read,
// because the paragraph above may turn out to be a table; the line is then its child.
func (definitionParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || line[at] != ':' || pc.BlockIndent() != 0 || at+1 >= len(line) || line[at+1] != ' ' && line[at+1] != '\t' {
		return nil, parser.NoChildren
	}
	if _, ok := parent.(*definition); ok {
		n := ast.NewTextBlock()
		n.Lines().Append(seg)
		reader.AdvanceToEOL()
		return n, parser.NoChildren
	}
	switch last := parent.LastChild().(type) {
	case *definition:
		return &definition{}, parser.HasChildren
	case *ast.Paragraph:
		if _, more := last.PreviousSibling().(*definition); more {
			return &definition{}, parser.HasChildren
		}
		return &definition{}, parser.HasChildren | parser.RequireParagraph
	}
	return nil, parser.NoChildren
}

// Continue implements parser.BlockParser: a list goes to the next empty line.
func (definitionParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, seg := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Close
	}
	if _, ok := node.(*definition); ok {
		return parser.Continue | parser.HasChildren
	}
	node.Lines().Append(seg)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close implements parser.BlockParser. The terms belong to the list, and so does
// the list before them.
func (definitionParser) Close(node ast.Node, _ text.Reader, _ parser.Context) {
	if _, ok := node.(*definition); !ok {
		return
	}
	if p, ok := node.PreviousSibling().(*ast.Paragraph); ok {
		absorb(node, p)
	}
	if d, ok := node.PreviousSibling().(*definition); ok {
		for c := d.LastChild(); c != nil; c = d.LastChild() {
			node.InsertBefore(node, node.FirstChild(), c)
		}
		absorb(node, d)
	}
}

// absorb gives a block the lines of the one before it, which goes.
func absorb(node, before ast.Node) {
	lines := text.NewSegments()
	lines.AppendAll(before.Lines().Sliced(0, before.Lines().Len()))
	lines.AppendAll(node.Lines().Sliced(0, node.Lines().Len()))
	node.SetLines(lines)
	node.SetPos(before.Pos())
	node.Parent().RemoveChild(node.Parent(), before)
}

// CanInterruptParagraph implements parser.BlockParser.
func (definitionParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (definitionParser) CanAcceptIndentedLine() bool { return false }

// taskParser recognises the box of a task list, "[ ]", at the start of an item.
type taskParser struct{}

// Trigger implements parser.InlineParser.
func (taskParser) Trigger() []byte { return []byte{'['} }

// Parse implements parser.InlineParser.
func (taskParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	item, ok := parent.Parent().(*ast.ListItem)
	if !ok || item.FirstChild() != parent || parent.HasChildren() {
		return nil
	}
	line, _ := block.PeekLine()
	if len(line) < 3 || line[2] != ']' || line[1] != 'x' && line[1] != 'X' && !util.IsSpace(line[1]) {
		return nil
	}
	block.Advance(len(line) - len(util.TrimLeftSpace(line[3:])))
	return extast.NewTaskCheckBox(line[1] == 'x' || line[1] == 'X')
}

// strikeParser recognises struck words, "~so~" and "~~so~~".
type strikeParser struct{}

// Trigger implements parser.InlineParser.
func (strikeParser) Trigger() []byte { return []byte{'~'} }

// Parse implements parser.InlineParser.
func (p strikeParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, seg := block.PeekLine()
	d := parser.ScanDelimiter(line, before, 1, p)
	if d == nil || d.OriginalLength > 2 || before == '~' {
		return nil
	}
	d.Segment = seg.WithStop(seg.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	pc.PushDelimiter(d)
	return d
}

// IsDelimiter implements parser.DelimiterProcessor.
func (strikeParser) IsDelimiter(b byte) bool { return b == '~' }

// CanOpenCloser implements parser.DelimiterProcessor.
func (strikeParser) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

// OnMatch implements parser.DelimiterProcessor.
func (strikeParser) OnMatch(int) ast.Node { return extast.NewStrikethrough() }
