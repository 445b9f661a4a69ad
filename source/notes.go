package source

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// noteText is what a note says, as the parser found it, until it is called.
type noteText struct {
	node   *extast.Footnote
	span   Span
	called *Note // nil: not yet
}

// findNotes gathers the texts of notes, wherever in the body they are written.
// They are set where they are called.
func (r *bodyReader) findNotes(doc ast.Node) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		def, ok := n.(*extast.Footnote)
		if !entering || !ok {
			return ast.WalkContinue, nil
		}
		label := string(def.Ref)
		at := r.noteMark(def)
		if first := r.notes[label]; first != nil {
			r.l.report(Problem{Span: at, Code: CodeTwoNotes, Text: fmt.Sprintf("two notes are named %q", label),
				Hint: "give one of them another name, here and where it is called", Related: []Related{{first.span, "the first one"}}})
			return ast.WalkContinue, nil
		}
		t := &noteText{node: def, span: at}
		r.notes[label] = t
		r.noteOrder = append(r.noteOrder, t)
		return ast.WalkContinue, nil
	})
}

// noteMark is where the text of a note begins: its "[^1]:".
func (r *bodyReader) noteMark(n *extast.Footnote) Span {
	mark := append(append([]byte("[^"), n.Ref...), "]:"...)
	end := len(r.data)
	if c := n.FirstChild(); c != nil {
		end = min(r.place(c).Start-r.base, end)
	} else if n.Pos() >= 0 {
		end = min(n.Pos()+len(mark), end)
	}
	start := bytes.LastIndex(r.data[:end], mark)
	if start < 0 {
		return r.place(n)
	}
	return r.span(start, start+len(mark))
}

// callout reads the place where a note is called.
func (r *bodyReader) callout(s *scanner, n *note) {
	at := r.span(n.at.Start, n.at.Stop)
	mark := r.data[n.at.Start:n.at.Stop]
	if mark[0] == '^' {
		r.unsupported(at, "notes in the middle of a sentence are", "write [^1] here, and [^1]: with the note on a line of its own")
		return
	}
	label := string(mark[2 : len(mark)-1])
	t := r.notes[label]
	switch {
	case r.inNote:
		r.l.fail(at, CodeNoteInNote, "a note cannot call a note", `put it into the text; to print it write \[^`)
	case r.inLink:
		r.l.fail(at, CodeNoteInNote, "a link cannot call a note", "put the callout after the link")
	case t == nil:
		r.l.fail(at, CodeUnknownNote, fmt.Sprintf("the note %q is not written", label),
			fmt.Sprintf(`write [^%s]: with the note on a line of its own; to print it write \[^%s]`, label, label))
	case t.called != nil:
		r.l.report(Problem{Span: at, Code: CodeTwoNotes, Text: fmt.Sprintf("the note %q is called twice", label),
			Hint: "write a second note, such as: See note 1.", Related: []Related{{t.called.Callout, "the first time"}}})
	default:
		t.called = &Note{Span: t.span, Callout: at}
		r.called = append(r.called, t)
		s.out = append(s.out, Inline{Kind: InlineNote, Span: at, Note: t.called})
	}
}

// orderNotes numbers the notes in the order in which a reader meets their callouts:
// that of the source, but for the caption of a table, which stands above it
// wherever it is written. Notes that are called where nothing can be set come last.
func (r *bodyReader) orderNotes(blocks []*Block) {
	if len(r.called) == 0 {
		return
	}
	place := make(map[*Note]int, len(r.called))
	meet := func(in *Inline) bool {
		if in.Kind == InlineNote {
			place[in.Note] = len(place) + 1
		}
		return true
	}
	var visit func([]*Block)
	visit = func(blocks []*Block) {
		for _, b := range blocks {
			walk(b.Caption, meet)
			walk(b.Inlines, meet)
			visit(b.Blocks)
		}
	}
	visit(blocks)
	rank := func(t *noteText) int {
		if n := place[t.called]; n > 0 {
			return n
		}
		return len(r.called) + 1
	}
	slices.SortStableFunc(r.called, func(a, b *noteText) int { return rank(a) - rank(b) })
	for i, t := range r.called {
		num := strconv.Itoa(i + 1)
		t.called.Number, t.called.ID, t.called.CalloutID = i+1, r.id.of("note"+num), r.id.of("noteref"+num)
	}
}

// noteTexts reads the texts of the notes that were called, in their order, and
// reports those that nothing calls: they would be dropped without a sound.
func (r *bodyReader) noteTexts() []*Note {
	var all []*Note
	r.inNote = true
	for _, t := range r.called {
		outer := *r
		r.id, r.counts = ids{t.called.ID}, map[string]int{}
		before := len(r.l.problems)
		lang, back := r.languageAt(t.span.Start-r.base), func() {}
		if lang != "" {
			back = r.l.speak(lang)
		}
		blocks := r.blocks(t.node)
		back()
		for _, b := range blocks {
			if b.Kind != BlockParagraph {
				r.l.fail(b.Span, CodeUnsupported, "a note holds paragraphs alone", "write sentences, or put this into the text")
				continue
			}
			if b.Lang == "" {
				b.Lang = lang
			}
			t.called.Blocks = append(t.called.Blocks, b)
		}
		r.id, r.counts = outer.id, outer.counts
		if len(t.called.Blocks) == 0 && len(r.l.problems) == before {
			r.l.fail(t.span, CodeUnknownNote, "this note is empty", "write it after the colon")
		}
		all = append(all, t.called)
	}
	for _, t := range r.noteOrder {
		if t.called == nil {
			label := string(t.node.Ref)
			r.l.fail(t.span, CodeUncalledNote, fmt.Sprintf("nothing calls the note %q", label),
				fmt.Sprintf("write [^%s] in the text where it belongs, or take the note out", label))
			r.blocks(t.node) // what else is wrong in it
		}
	}
	r.inNote = false
	return all
}

// note is a note's callout, "[^1]", or "^[words]", which is recognised so that
// it can be refused.
type note struct {
	ast.BaseInline
	at text.Segment
}

var kindNote = ast.NewNodeKind("Callout")

// Kind implements ast.Node.
func (n *note) Kind() ast.NodeKind { return kindNote }

// Dump implements ast.Node.
func (n *note) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// noteParser recognises callouts.
type noteParser struct{}

// Trigger implements parser.InlineParser.
func (noteParser) Trigger() []byte { return []byte{'[', '^'} }

// Parse implements parser.InlineParser.
func (noteParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, seg := block.PeekLine()
	if len(line) < 4 || line[0] == '[' && line[1] != '^' || line[0] == '^' && line[1] != '[' {
		return nil
	}
	end := bytes.IndexByte(line[2:], ']')
	if end < 1 || line[0] == '[' && bytes.ContainsAny(line[2:2+end], " \t[") {
		return nil
	}
	end += 3
	block.Advance(end)
	return &note{at: text.NewSegment(seg.Start, seg.Start+end)}
}
