package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// node is a structure element of a PDF, or a piece of content (Type "").
type node struct {
	Type string // the standard structure type: "P", "LI"
	Text string // of content
	Kids []*node
}

// inlineTypes are the structure types that do not part words from each other
// (ISO 32000-1:2008, 14.8.4.4, inline-level structure elements).
var inlineTypes = map[string]bool{
	"Span": true, "Quote": true, "Link": true, "Code": true, "Reference": true, "Annot": true, "": true,
}

// structTree reads the structure tree of a PDF with the text of its content, by
// poppler. Artifacts are not in it.
func structTree(ctx context.Context, file string) (*node, error) {
	text, err := structText(ctx, file)
	if err != nil {
		return nil, err
	}
	root := parseStructText(text)
	if len(root.Kids) == 0 {
		return nil, fmt.Errorf("%s: no structure tree", file)
	}
	return root, nil
}

// structText is what poppler prints of the structure tree.
func structText(ctx context.Context, file string) (string, error) {
	return poppler(ctx, file, "pdfinfo", "-enc", "UTF-8", "-struct-text")
}

// poppler runs one of poppler's commands on a file and gives what it prints.
func poppler(ctx context.Context, file, command string, args ...string) (string, error) {
	if err := readable([]string{file}); err != nil {
		return "", err
	}
	tool, err := lookTool(command)
	if err != nil {
		return "", err
	}
	path, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	args = append(args, path)
	if command == "pdftotext" {
		args = append(args, "-")
	}
	o, err := start(ctx, nil, tool, args...)
	if err != nil {
		return "", err
	}
	if o.Code != 0 {
		return "", fmt.Errorf("%s on %s: exit status %d\n%s", command, file, o.Code, o.tail())
	}
	return string(o.Stdout), nil
}

// parseStructText reads the output of pdfinfo -struct-text: an element or a
// piece of content a line, indented by depth. Content stands in quotation marks,
// unescaped, and may go over several lines; an element's attributes stand on
// lines of their own that begin with "/".
func parseStructText(text string) *node {
	root := &node{Type: "StructTreeRoot"}
	type open struct {
		indent int
		node   *node
	}
	stack := []open{{-1, root}}
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		body := strings.TrimLeft(lines[i], " ")
		indent := len(lines[i]) - len(body)
		if body == "" || body[0] == '/' || body == "(No content?)" || strings.HasPrefix(body, "Object ") {
			continue
		}
		n := &node{}
		if body[0] == '"' {
			for (len(body) == 1 || !strings.HasSuffix(body, `"`)) && i+1 < len(lines) {
				i++
				body += "\n" + lines[i]
			}
			n.Text = strings.TrimSuffix(body[1:], `"`)
		} else {
			n.Type, _, _ = strings.Cut(body, " ")
			n.Type = strings.TrimSuffix(n.Type, ":")
		}
		for stack[len(stack)-1].indent >= indent {
			stack = stack[:len(stack)-1]
		}
		parent := stack[len(stack)-1].node
		parent.Kids = append(parent.Kids, n)
		if n.Type != "" {
			stack = append(stack, open{indent, n})
		}
	}
	return root
}

// structWords are the words of a PDF as a screen reader gets them, through the
// structure tree. Two pieces of one paragraph are not parted unless there is
// white space in them: a tagged PDF has the spaces between its words, also at
// the ends of lines (ISO 32000-1:2008, 14.8.2.5).
func structWords(ctx context.Context, file string) ([]string, error) {
	root, err := structTree(ctx, file)
	if err != nil {
		return nil, err
	}
	return splitWords(root.plain()), nil
}

// plain is the text of the element and all in it; elements that are not inline
// stand on lines of their own.
func (n *node) plain() string {
	var b strings.Builder
	var walk func(n *node)
	walk = func(n *node) {
		if !inlineTypes[n.Type] {
			b.WriteByte('\n')
			defer b.WriteByte('\n')
		}
		b.WriteString(n.Text)
		for _, kid := range n.Kids {
			walk(kid)
		}
	}
	walk(n)
	return b.String()
}

// find gives the elements of a type, in reading order.
func (n *node) find(kind string) []*node {
	var found []*node
	if n.Type == kind {
		found = append(found, n)
	}
	for _, kid := range n.Kids {
		found = append(found, kid.find(kind)...)
	}
	return found
}

// pdftotextWords are the words of a PDF in the order of its content streams,
// artifacts included.
func pdftotextWords(ctx context.Context, file string) ([]string, error) {
	text, err := poppler(ctx, file, "pdftotext", "-raw", "-enc", "UTF-8")
	if err != nil {
		return nil, err
	}
	return splitWords(text), nil
}

// mutoolWords are the same words by another reader, MuPDF.
func mutoolWords(ctx context.Context, file string) ([]string, error) {
	text, err := mutool(ctx, "draw", "-q", "-F", "txt", "-o", "-", file)
	if err != nil {
		return nil, err
	}
	return splitWords(text), nil
}

// outline is a PDF's outline, a title a line, indented by depth, by MuPDF.
func outline(ctx context.Context, file string) (string, error) {
	text, err := mutool(ctx, "show", file, "outline")
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		// "|" or "-" (open), tabs by depth, the title in quotation marks, its place.
		before, title, _ := strings.Cut(line, `"`)
		title = title[:max(0, strings.LastIndexByte(title, '"'))]
		fmt.Fprintf(&b, "%s%s\n", strings.Repeat("  ", max(0, strings.Count(before, "\t")-1)), title)
	}
	return b.String(), nil
}

// mutool runs MuPDF's command and gives what it prints.
func mutool(ctx context.Context, args ...string) (string, error) {
	tool, err := lookTool("mutool")
	if err != nil {
		return "", err
	}
	o, err := start(ctx, nil, tool, args...)
	if err != nil {
		return "", err
	}
	if o.Code != 0 {
		return "", fmt.Errorf("mutool %s: exit status %d\n%s", strings.Join(args, " "), o.Code, o.tail())
	}
	return string(o.Stdout), nil
}

// printTags is the verb tags.
func printTags(ctx context.Context, files []string, out, errs io.Writer) error {
	if len(files) == 0 {
		return noFiles(errs)
	}
	for _, file := range files {
		text, err := structText(ctx, file)
		if err != nil {
			return err
		}
		fmt.Fprint(out, text)
	}
	return nil
}
