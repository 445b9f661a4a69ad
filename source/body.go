package source

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// bodyReader turns the Markdown of one document into blocks.
type bodyReader struct {
	l        *loader
	file     *File
	data     []byte // the body
	base     int    // its first byte in the file
	id       ids
	dir      string // folder of the document, as the caller named the packet
	smart    bool
	counts   map[string]int
	first    int             // level of the first heading, 0: none yet
	last     int             // level of the last heading
	used     map[string]bool // labels of link definitions that a link uses
	tags     int             // HTML tags that were refused and not closed yet
	failures error

	notes          map[string]*noteText // by their names
	noteOrder      []*noteText          // as written
	called         []*noteText          // as called
	divided        []divided            // divisions, an outer one before those in it
	inNote, inLink bool                 // where no note can be called
	inVerse        bool                 // lines end where they are written
	inCell         bool                 // of a table
	hasSpans       bool                 // "]{" is in the body
}

// body reads the Markdown of a file from a byte on, and the notes that it calls.
// Only the error of a machine comes back; what is wrong with the source is reported.
func (l *loader) body(file *File, from int, prefix, dir string, smart bool) ([]*Block, []*Note, error) {
	r := &bodyReader{l: l, file: file, data: file.Data[from:], base: from, id: ids{prefix}, dir: dir, smart: smart,
		counts: map[string]int{}, used: map[string]bool{}, notes: map[string]*noteText{},
		hasSpans: bytes.Contains(file.Data[from:], []byte("]{"))}
	before := l.problems.Errors()
	if at, deep := tooDeep(r.data); deep {
		r.unsupported(r.span(at, at+1), fmt.Sprintf("more than %d quotations and lists within each other are", maxNesting), "take signs out at the line's beginning")
		return nil, nil, nil
	}
	doc := markdown().Parse(text.NewReader(r.data))
	r.findNotes(doc)
	blocks := r.blocks(doc)
	r.orderNotes(blocks)
	notes := r.noteTexts()
	r.definitions(doc)
	if l.problems.Errors() == before {
		r.emptySections(blocks)
		r.afterExhibits(blocks)
	}
	if len(blocks) == 0 && l.problems.Errors() == before {
		at := len(bytes.TrimRight(file.Data, " \t\n"))
		l.fail(Span{file, max(at-1, 0), at}, CodeEmptyBody, "the document has no text", "write it under the front matter")
	}
	return blocks, notes, r.failures
}

// maxNesting is how many quotations and lists may begin on one line: more than
// anybody writes, few enough that reading stays fast.
const maxNesting = 32

// tooDeep looks for a line that begins more quotations and lists than maxNesting.
func tooDeep(data []byte) (at int, deep bool) {
	for start := 0; start < len(data); {
		end := start + bytes.IndexByte(data[start:], '\n')
		if end < start {
			end = len(data)
		}
		count, same := 0, true // same: all signs are one, "* * *" is a break
		for i := start; i < end && count <= maxNesting; i++ {
			c := data[i]
			switch {
			case c == ' ' || c == '\t' || c >= '0' && c <= '9':
				continue
			case c == '>':
				same = false
			case strings.IndexByte("-+*.)", c) >= 0 && i+1 < end && (data[i+1] == ' ' || data[i+1] == '\t'):
				same = same && c == data[start]
			default:
				i = end
				continue
			}
			count++
		}
		if count > maxNesting && !(same && len(bytes.Trim(data[start:end], string(data[start])+" \t")) == 0) {
			return start, true
		}
		start = end + 1
	}
	return 0, false
}

// span is a range of the body's bytes as a place in the file.
func (r *bodyReader) span(start, end int) Span {
	return Span{r.file, r.base + start, r.base + end}
}

// number gives the next identifier of a kind: p1, p2 …
func (r *bodyReader) number(what string) string {
	r.counts[what]++
	return r.id.of(what + strconv.Itoa(r.counts[what]))
}

// blocks reads the children of a node.
func (r *bodyReader) blocks(parent ast.Node) []*Block {
	var all []*Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if d, ok := n.(*division); ok {
			all = append(all, r.division(d)...)
			continue
		}
		if b := r.block(n); b != nil {
			all = append(all, b)
		}
	}
	return r.captions(all)
}

// block reads one block; nil where there is nothing to set.
func (r *bodyReader) block(n ast.Node) *Block {
	switch n := n.(type) {
	case *ast.Paragraph:
		return r.paragraph(n)
	case *ast.TextBlock:
		return r.paragraph(n)
	case *ast.Heading:
		return r.heading(n)
	case *ast.List:
		return r.list(n)
	case *ast.Blockquote:
		b := &Block{Kind: BlockQuotation, ID: r.number("q"), Span: r.place(n)}
		b.Blocks = r.blocks(n)
		if len(b.Blocks) == 0 {
			r.l.fail(b.Span, CodeEmptyParagraph, "this quotation is empty", "take the > out, or write after it")
			return nil
		}
		return b
	case *verse:
		return r.verse(n)
	case *ast.ThematicBreak:
		return &Block{Kind: BlockBreak, ID: r.number("hr"), Span: r.place(n)}
	case *ast.HTMLBlock:
		r.htmlBlock(n)
	case *ast.LinkReferenceDefinition, *extast.Footnote: // set where they are used
	case *ast.CodeBlock:
		r.unsupported(r.place(n), "code blocks are", "take out the four spaces (or the tab) before the line; a quotation begins with >")
	case *ast.FencedCodeBlock:
		r.unsupported(r.place(n), "code blocks are", "write a paragraph, or a quotation, which begins with >")
	case *extast.Table:
		if b := r.table(n); b != nil {
			return b
		}
	case *definition:
		hint := "write a list, or begin the line with something else than a colon"
		if bytes.Contains(r.file.Data[r.place(n).Start:r.place(n).End], []byte("|")) {
			hint = "put an empty line between a table and its caption"
		}
		r.unsupported(r.place(n), "definition lists are", hint)
	default:
		r.unsupported(r.place(n), fmt.Sprintf("%s is", n.Kind()), "write a paragraph")
	}
	return nil
}

// unsupported reports Markdown that Chancery does not set. what ends in "is" or "are".
func (r *bodyReader) unsupported(at Span, what, hint string) {
	r.l.fail(at, CodeUnsupported, what+" not set", hint)
}

// place is where a block stands: its own lines, or those of what is in it.
func (r *bodyReader) place(n ast.Node) Span {
	start, end := n.Pos(), -1
	visit := func(n ast.Node) {
		if n.Type() == ast.TypeInline {
			return
		}
		if lines := n.Lines(); lines != nil && lines.Len() > 0 {
			if s := lines.At(0).Start; start < 0 || s < start {
				start = s
			}
			end = max(end, lines.At(lines.Len()-1).Stop)
		}
	}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			visit(n)
		}
		return ast.WalkContinue, nil
	})
	start = min(max(start, 0), len(r.data))
	if end < start {
		end = len(r.data)
		if i := bytes.IndexByte(r.data[start:], '\n'); i >= 0 {
			end = start + i
		}
	}
	for end > start && (r.data[end-1] == '\n' || r.data[end-1] == ' ' || r.data[end-1] == '\t') {
		end--
	}
	return r.span(start, end)
}

// paragraph reads a paragraph; one that is an image becomes an image.
func (r *bodyReader) paragraph(n ast.Node) *Block {
	at := r.place(n)
	if img := onlyImage(n); img != nil {
		return r.image(img, at)
	}
	if head, ok := r.tableRule(n); ok {
		r.l.fail(head, CodeBadTable, "this line has not as many cells as the rule under it, so that Markdown sees no table", "give both as many cells; write \\| for a bar that is a character")
		return nil
	}
	inlines := r.inlines(n)
	if len(inlines) == 0 {
		return nil // a comment, or refused
	}
	if strings.TrimSpace(PlainText(inlines)) == "" {
		r.l.fail(at, CodeEmptyParagraph, "this paragraph holds nothing but spaces", "take it out: the letterhead says how far apart things stand")
		return nil
	}
	return &Block{Kind: BlockParagraph, ID: r.number("p"), Span: at, Inlines: inlines}
}

// heading reads a heading, and sees that no level is left out: the outline of
// the PDF could not be followed (ISO 14289-1:2014, 7.4.2).
func (r *bodyReader) heading(n *ast.Heading) *Block {
	at := r.place(n)
	if n.FirstChild() == nil {
		r.l.fail(at, CodeEmptyHeading, "this heading is empty", `for the mark under the last line of a release write end-mark: "#" in the front matter; for a character write \#`)
		return nil
	}
	before := len(r.l.problems)
	inlines, exhibit, lang := r.headingAttributes(n, r.inlines(n))
	if strings.TrimSpace(PlainText(inlines)) == "" {
		if len(r.l.problems) == before {
			r.l.fail(at, CodeEmptyHeading, "this heading is empty", "write it, or take it out")
		}
		return nil
	}
	switch {
	case r.first == 0:
		r.first = n.Level
	case n.Level < r.first:
		r.l.fail(at, CodeHeadingLevel, fmt.Sprintf("this heading is of level %d, the first one of level %d", n.Level, r.first), "begin with the highest level")
	case n.Level > r.last+1:
		r.l.fail(at, CodeHeadingLevel, fmt.Sprintf("this heading is of level %d after one of level %d", n.Level, r.last),
			"write "+strings.Repeat("#", r.last+1)+", so that no level is left out")
	}
	r.last = n.Level
	return &Block{Kind: BlockHeading, ID: r.number("h"), Span: at, Level: n.Level, Inlines: inlines, Exhibit: exhibit, Lang: lang}
}

// headingAttributes takes the attributes, "{.exhibit lang=es}", from a heading's end.
func (r *bodyReader) headingAttributes(n *ast.Heading, inlines []Inline) (rest []Inline, exhibit bool, lang string) {
	if len(inlines) == 0 {
		return inlines, false, ""
	}
	end := inlines[len(inlines)-1].Span.End
	start := bytes.LastIndexByte(r.file.Data[:end], '{')
	if start < r.base || r.file.Data[end-1] != '}' || bytes.IndexByte(r.file.Data[start:end], '\n') >= 0 || start > r.base && r.file.Data[start-1] == '\\' ||
		inlines[len(inlines)-1].Kind != InlineText {
		return inlines, false, ""
	}
	attrs := Span{r.file, start, end}
	for _, a := range r.fields(attrs) {
		word := string(r.file.Data[a.Start:a.End])
		if value, ok := strings.CutPrefix(word, "lang="); ok {
			lang = r.language(a, value)
			continue
		}
		if word != ".exhibit" {
			r.l.fail(a, CodeBadAttribute, fmt.Sprintf("a heading cannot have the attribute %q", word), `write .exhibit or lang=es; to print the braces write \{`)
			continue
		}
		if exhibit = true; !inDivision(n) {
			r.l.fail(a, CodeBadAttribute, "an exhibit cannot begin inside a list or a quotation", "write its heading at the beginning of a line")
		}
	}
	for len(inlines) > 0 && inlines[len(inlines)-1].Span.Start >= start {
		inlines = inlines[:len(inlines)-1]
	}
	if k := len(inlines) - 1; k >= 0 && inlines[k].Span.End > start {
		last := &inlines[k]
		if last.Kind != InlineText || last.Span.End-last.Span.Start != len(last.Text) {
			return inlines, exhibit, lang
		}
		last.Text, last.Span.End = last.Text[:start-last.Span.Start], start
	}
	return trimEnd(inlines), exhibit, lang
}

// list reads a list with its items.
func (r *bodyReader) list(n *ast.List) *Block {
	b := &Block{Kind: BlockList, ID: r.number("l"), Span: r.place(n), Ordered: n.IsOrdered(), Tight: n.IsTight}
	if b.Ordered {
		b.Start = n.Start
	}
	if b.Ordered && n.ChildCount() == 1 && b.Start != 1 {
		r.l.warn(b.Span, CodeLooksLikeList, fmt.Sprintf("Markdown reads this paragraph as a list that begins with %d", b.Start),
			fmt.Sprintf(`write %d\%c if it is a sentence`, b.Start, n.Marker))
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		item := &Block{Kind: BlockItem, ID: r.number("li"), Span: r.place(c)}
		before := len(r.l.problems)
		item.Blocks = r.blocks(c)
		if len(item.Blocks) == 0 {
			if len(r.l.problems) == before {
				r.l.fail(item.Span, CodeEmptyItem, "this list item is empty", "write it, or take it out; for a character write a backslash before it")
			}
			continue
		}
		b.Blocks = append(b.Blocks, item)
	}
	if len(b.Blocks) == 0 {
		return nil
	}
	return b
}

// htmlBlock drops comments and refuses all other HTML.
func (r *bodyReader) htmlBlock(n *ast.HTMLBlock) {
	at := r.place(n)
	lines := n.Lines()
	end := at.End
	if lines.Len() > 0 {
		end = r.base + lines.At(lines.Len()-1).Stop
	}
	if n.HasClosure() {
		end = max(end, r.base+n.ClosureLine.Stop)
	}
	rest := bytes.TrimSpace(r.file.Data[at.Start:end])
	for bytes.HasPrefix(rest, []byte("<!--")) {
		i := bytes.Index(rest, []byte("-->"))
		if i < 0 {
			at.End = min(at.End, at.Start+4)
			r.l.fail(at, CodeRawHTML, "this comment is not closed", "write --> where it ends")
			return
		}
		rest = bytes.TrimSpace(rest[i+3:])
	}
	if len(rest) == 0 {
		return
	}
	start := end - len(bytes.TrimLeft(r.file.Data[at.Start:end], " \t\n"))
	if i := bytes.Index(r.file.Data[at.Start:end], rest); i >= 0 {
		start = at.Start + i
	}
	r.html(Span{r.file, start, start + len(rest)}, rest)
}

// html reports HTML, or words after a comment in its line, which are HTML to Markdown.
func (r *bodyReader) html(at Span, rest []byte) {
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		at.End = at.Start + i
	}
	if rest[0] != '<' {
		r.l.fail(at, CodeRawHTML, "Markdown takes what follows a comment in its line for HTML", "give the comment a line of its own, with an empty line after it")
		return
	}
	if bytes.HasPrefix(rest, []byte("</")) && r.tags > 0 {
		r.tags-- // said with the tag that it closes
		return
	}
	r.tags++
	hint := "write Markdown; only comments may be HTML"
	switch tagName(rest) {
	case "br":
		hint = `end the line with a backslash for a line break`
		if r.inCell {
			hint = "a cell of a table is one paragraph: write a comma, or a row more, with ^ in the cells that go on"
		}
	case "i", "em":
		hint = "write *words* for emphasis"
	case "b", "strong":
		hint = "write **words** for strong emphasis"
	case "img":
		hint = "write ![what it shows](file.png), alone in its paragraph"
	case "a":
		hint = "write [words](https://…)"
	case "hr":
		hint = "write ---, with an empty line before it"
	case "table":
		hint = "write a table of Markdown: | head | head |, under it | --- | --- |, then the rows"
	}
	r.l.fail(at, CodeRawHTML, "HTML is not set", hint)
}

// tagName is the name of the tag at the beginning of s.
func tagName(s []byte) string {
	s = bytes.TrimLeft(s, "</")
	i := 0
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] >= '0' && s[i] <= '9') {
		i++
	}
	return strings.ToLower(string(s[:i]))
}

// definitions reports link definitions that nothing uses, or whose titles print
// would not show: Markdown drops their words without a sound.
func (r *bodyReader) definitions(doc ast.Node) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		def, ok := n.(*ast.LinkReferenceDefinition)
		if !entering || !ok {
			return ast.WalkContinue, nil
		}
		at := r.place(n)
		switch label := util.ToLinkReference(def.Label); {
		case !r.used[label]:
			r.l.fail(at, CodeHiddenText, "Markdown takes this line for the definition of a link, which nothing uses, and drops it",
				`write \[ at its beginning to print it, or take it out`)
		case len(def.Title) > 0:
			r.l.fail(at, CodeHiddenText, "a link's title is not printed", "take it out, or write it into the text")
		}
		r.used[util.ToLinkReference(def.Label)] = true
		return ast.WalkContinue, nil
	})
}
