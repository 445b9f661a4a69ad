package source

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// inlines reads the words of a paragraph or heading.
func (r *bodyReader) inlines(n ast.Node) []Inline {
	all := r.kids(n)
	all = trimSpaces(all)
	if r.smart {
		r.l.quotes(all, Span{})
	}
	return all
}

// kids reads the inlines in a node.
func (r *bodyReader) kids(parent ast.Node) []Inline {
	s := scanner{data: r.data, file: r.file, base: r.base, smart: r.smart, markdown: true}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			r.text(&s, n)
		case *ast.Emphasis:
			kind := InlineEmphasis
			if n.Level == 2 {
				kind = InlineStrong
			}
			r.wrap(&s, kind, "", n, n.Level)
		case *ast.Link:
			r.link(&s, n)
		case *ast.AutoLink:
			r.autoLink(&s, n)
		case *ast.Image:
			r.l.fail(r.inlinePlace(n), CodeImagePlace, "an image stands alone in its paragraph", "put an empty line before and after it")
		case *ast.RawHTML:
			r.rawHTML(n)
		case *ast.CodeSpan:
			r.unsupported(r.inlinePlace(n), "code is", "take the ` out; for the character write \\`")
		case *extast.Strikethrough:
			r.unsupported(r.inlinePlace(n), "struck words are", `take the ~ out; for the character write \~`)
		case *extast.TaskCheckBox:
			r.unsupported(r.inlinePlace(n), "task lists are", `take [ ] out; to print it write \[ ]`)
		case *shifted:
			r.shifted(&s, n)
		case *note:
			r.callout(&s, n)
		default:
			r.unsupported(r.inlinePlace(n), n.Kind().String()+" is", "write words")
		}
	}
	for _, bad := range s.bad {
		c := []rune(bad.Text)[0]
		hint, _ := forbidden(c)
		r.l.fail(bad.Span, CodeControl, fmt.Sprintf("the character U+%04X cannot stand in a text", c), hint)
	}
	return r.bracketed(s.out)
}

// text reads a text node with the end of its line.
func (r *bodyReader) text(s *scanner, n *ast.Text) {
	seg := n.Segment
	// What is left of a closing run of marks ("*0**") stands, for the parser, at the
	// run's beginning, which belongs to the emphasis.
	if k := len(s.out); k > 0 && seg.Start+r.base < s.out[k-1].Span.End {
		shift := s.out[k-1].Span.End - r.base - seg.Start
		seg.Start, seg.Stop = seg.Start+shift, min(seg.Stop+shift, len(r.data))
	}
	s.scan(seg.Start, seg.Stop)
	if !n.SoftLineBreak() && !n.HardLineBreak() {
		return
	}
	end := seg.Stop
	if next, ok := n.NextSibling().(*ast.Text); ok {
		end = next.Segment.Start
	} else {
		// A line's end before emphasis or a link: up to the next line's first character.
		for end < len(r.data) && r.data[end] != '\n' {
			end++
		}
		for end < len(r.data) && (r.data[end] == '\n' || r.data[end] == ' ' || r.data[end] == '\t') {
			end++
		}
	}
	if n.HardLineBreak() || r.inVerse {
		s.out = append(s.out, Inline{Kind: InlineBreak, Span: r.span(seg.Stop, end)})
		return
	}
	s.replace(seg.Stop, max(end, seg.Stop+1), " ")
}

// wrap adds an inline that holds others; marks is the length of its delimiters.
func (r *bodyReader) wrap(s *scanner, kind InlineKind, href string, n ast.Node, marks int) {
	kids := r.kids(n)
	if len(kids) == 0 {
		return
	}
	at := Span{r.file, kids[0].Span.Start - marks, kids[len(kids)-1].Span.End + marks}
	s.out = append(s.out, Inline{Kind: kind, Span: at, Kids: kids, Href: href})
}

// inlinePlace is where an inline stands, as near as the parser says.
func (r *bodyReader) inlinePlace(n ast.Node) Span {
	start, end := n.Pos(), -1
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			if start < 0 {
				start = t.Segment.Start
			}
			end = max(end, t.Segment.Stop)
		}
		return ast.WalkContinue, nil
	})
	if start < 0 {
		for p := n.Parent(); p != nil; p = p.Parent() {
			if p.Type() != ast.TypeInline && p.Lines() != nil && p.Lines().Len() > 0 {
				start = p.Lines().At(0).Start
				break
			}
		}
	}
	start = min(max(start, 0), len(r.data))
	return r.span(start, min(max(end, start+1), len(r.data)))
}

// link reads a link with its target.
func (r *bodyReader) link(s *scanner, n *ast.Link) {
	at := r.inlinePlace(n)
	if n.Reference != nil {
		r.used[util.ToLinkReference(n.Reference.Value)] = true
	} else if len(n.Title) > 0 {
		r.l.fail(at, CodeHiddenText, "a link's title is not printed", "take it out, or write it into the text")
	}
	href, ok := r.href(at, string(util.URLEscape(n.Destination, true)))
	before, count := len(r.l.problems), len(s.out)
	r.inLink = true
	r.wrap(s, InlineLink, href, n, 1)
	r.inLink = false
	if strings.TrimSpace(PlainText(s.out[count:])) == "" {
		s.out = s.out[:count]
		if len(r.l.problems) == before {
			r.l.fail(at, CodeBadLink, "this link has no words", "write them between the brackets")
		}
		return
	}
	if !ok {
		s.out = s.out[:count]
	}
}

// autoLink reads <https://…> and <name@host>.
func (r *bodyReader) autoLink(s *scanner, n *ast.AutoLink) {
	label := n.Label(r.data)
	start := n.Pos() + 1
	if n.Pos() < 0 || !bytes.HasPrefix(r.data[start:], label) {
		if i := bytes.Index(r.data, append([]byte("<"), label...)); i >= 0 {
			start = i + 1
		}
	}
	dest := string(util.URLEscape(n.URL(r.data), false))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	at := r.span(start-1, start+len(label)+1)
	href, ok := r.href(at, dest)
	if !ok {
		return
	}
	kid := Inline{Kind: InlineText, Span: r.span(start, start+len(label)), Text: string(label)}
	s.out = append(s.out, Inline{Kind: InlineLink, Span: at, Kids: []Inline{kid}, Href: href})
}

// href checks where a link goes: paper and book reach only what has a full address.
func (r *bodyReader) href(at Span, dest string) (string, bool) {
	hint := "write the full address: https://…, mailto:… or tel:…"
	u, err := url.Parse(dest)
	if err == nil {
		switch strings.ToLower(u.Scheme) {
		case "http", "https":
			if u.Host != "" {
				return dest, true
			}
		case "mailto", "tel":
			if u.Opaque != "" {
				return dest, true
			}
		}
	}
	text := "this link goes nowhere"
	if dest != "" {
		text = fmt.Sprintf("a link cannot go to %q", dest)
	}
	r.l.fail(at, CodeBadLink, text, hint)
	return "", false
}

// rawHTML drops a comment inside a paragraph and refuses all other HTML.
func (r *bodyReader) rawHTML(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	first, last := n.Segments.At(0), n.Segments.At(n.Segments.Len()-1)
	rest := r.data[first.Start:last.Stop]
	if bytes.HasPrefix(rest, []byte("<!--")) {
		return
	}
	r.html(r.span(first.Start, last.Stop), rest)
}

// trimSpaces takes out the spaces that comments leave: at the ends of a
// paragraph, and next to other spaces or a line's end.
func trimSpaces(all []Inline) []Inline {
	open := true // the text so far ends in a space, or is empty
	var tidy func(list []Inline) []Inline
	tidy = func(list []Inline) []Inline {
		out := list[:0]
		for _, in := range list {
			switch {
			case in.Kind == InlineBreak:
				open = true
			case in.Kind == InlineText:
				if open && in.Text[0] == ' ' {
					if len(in.Text) == 1 {
						continue
					}
					in.Text, in.Span.Start = in.Text[1:], in.Span.Start+1
				}
				open = in.Text[len(in.Text)-1] == ' '
			case in.Kind == InlineNote:
				open = false
			default:
				if in.Kids = tidy(in.Kids); len(in.Kids) == 0 {
					continue
				}
			}
			out = append(out, in)
		}
		return out
	}
	all = tidy(all)
	return trimEnd(all)
}

// trimEnd takes out a space or a forced line's end after the last word.
func trimEnd(all []Inline) []Inline {
	for len(all) > 0 {
		last := &all[len(all)-1]
		switch {
		case last.Kind == InlineText && strings.HasSuffix(last.Text, " "):
			last.Text = last.Text[:len(last.Text)-1]
			if last.Span.End-last.Span.Start > 1 {
				last.Span.End--
			}
			if last.Text != "" {
				return all
			}
		case last.Kind == InlineBreak:
		case len(last.Kids) > 0:
			if last.Kids = trimEnd(last.Kids); len(last.Kids) > 0 {
				return all
			}
		default:
			return all
		}
		all = all[:len(all)-1]
	}
	return all
}
