package source

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// loadDocuments reads the documents of a packet, all of them, whatever is wrong
// with one.
func (l *loader) loadDocuments(files []namedFile) error {
	prefixes := idPrefixes(files)
	taken := map[string]Span{}
	for i, f := range files {
		name := documentName(f.path)
		if first, ok := taken[strings.ToLower(name)]; ok {
			l.report(Problem{Span: f.named, Code: CodeSameName, Text: fmt.Sprintf("two documents have the name %q", name),
				Hint: "rename one of the files: their PDFs are named after them", Related: []Related{{first, "the first one"}}})
			continue
		}
		taken[strings.ToLower(name)] = f.named
		file, err := l.text(f.path, f.named)
		if err != nil {
			return err
		}
		if file == nil {
			continue
		}
		d, err := l.document(file, name, prefixes[i], filepath.Dir(f.path))
		if err != nil {
			return err
		}
		if d != nil {
			l.packet.Documents = append(l.packet.Documents, d)
		}
	}
	return nil
}

// documentName is a file's base name without extension.
func documentName(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// document reads one document. A nil document without an error means that its
// faults were reported.
func (l *loader) document(file *File, name, prefix, dir string) (*Document, error) {
	if len(bytes.TrimSpace(file.Data)) == 0 {
		l.report(Problem{Path: file.Name, Code: CodeEmptyFile, Text: "the file is empty", Hint: "begin with ---, kind: letter and the other keys, then --- and the text"})
		return nil, nil
	}
	start, end, body, ok := l.frontMatter(file)
	if !ok {
		return nil, nil
	}
	y := l.newYAML(file, start, end)
	whole := Span{file, 0, 3}
	n := y.root()
	if n == nil {
		if l.problems.Errors() == 0 || !l.hasProblem(file) {
			l.fail(whole, CodeMissingKey, "the front matter is empty", missingHint(nil, &documentKeys[0]))
		}
		_, _, err := l.body(file, body, prefix, dir, true)
		return nil, err
	}
	kind := l.kind(y, n, whole)
	d := &Document{Name: name, File: file, Kind: kind}
	var m *mapping
	switch kind {
	case KindLetter:
		m = y.mapping(n, letterKeys, whole)
	case KindRelease:
		m = y.mapping(n, releaseKeys, whole)
	}
	if m == nil {
		_, _, err := l.body(file, body, prefix, dir, true)
		return nil, err
	}
	c := &choices{l: l, document: name, kind: kind, maps: []*mapping{m, l.pack, l.office}}
	d.Language, _ = c.resolve("language")
	defer l.speak(d.Language)()
	d.Letterhead = c.letterhead()
	d.Settings = c.settings()
	smart := words(d.Settings.SmartQuotes)
	id := ids{prefix: prefix}
	d.Date = m.date("date")
	if d.Date.Span.File != nil {
		d.Date.ID = id.of("date")
	}
	switch kind {
	case KindLetter:
		d.Letter = m.letter(id, smart)
	case KindRelease:
		d.Release = m.release(id, smart)
	}
	d.Title = m.text("title", smart)
	from := place(d.Title.Span)
	if d.titled = !d.Title.Empty(); !d.titled {
		d.Title, from = d.DefaultTitle(), fromBuiltIn
		if at := place(d.Title.Span); at != "" {
			from = at
		}
	}
	c.note("title", d.Title.Value, from, d.Title.Span)
	l.verification(d, c, id)
	var err error
	d.Body, d.Notes, err = l.body(file, body, prefix, dir, d.Settings.SmartQuotes)
	if d.Settings.NumberSections {
		numberSections(d.Body)
	}
	l.unmarked(d)
	return d, err
}

// hasProblem says whether something was reported about a file.
func (l *loader) hasProblem(file *File) bool {
	for _, p := range l.problems {
		if p.Span.File == file {
			return true
		}
	}
	return false
}

// frontMatter finds the YAML of a document between two lines "---", and where
// the body begins.
func (l *loader) frontMatter(file *File) (start, end, body int, ok bool) {
	line := func(at int) (string, int) {
		next := bytes.IndexByte(file.Data[at:], '\n')
		if next < 0 {
			return string(file.Data[at:]), len(file.Data)
		}
		return string(file.Data[at : at+next]), at + next + 1
	}
	first, start := line(0)
	if strings.TrimRight(first, " \t") != "---" {
		hint := "begin the file with a line ---, then kind: letter and the other keys, then a line --- and the text"
		switch {
		case strings.HasPrefix(first, "+++"):
			hint = "the front matter is YAML between two lines ---, not TOML"
		case strings.TrimSpace(first) == "" && bytes.HasPrefix(bytes.TrimSpace(file.Data), []byte("---")):
			hint = "take out the empty lines before ---"
		}
		l.fail(Span{file, 0, len(first)}, CodeNoFrontMatter, "the file does not begin with front matter", hint)
		return 0, 0, 0, false
	}
	for at := start; at < len(file.Data); {
		s, next := line(at)
		if s = strings.TrimRight(s, " \t"); s == "---" || s == "..." {
			return start, at, next, true
		}
		at = next
	}
	l.fail(Span{file, 0, 3}, CodeOpenFrontMatter, "the front matter does not end", "write a line --- between the keys and the text")
	return 0, 0, 0, false
}

// kind reads the kind first, since the other keys depend on it.
func (l *loader) kind(y *yamlText, n *yaml.Node, whole Span) Kind {
	if n.Kind != yaml.MappingNode {
		y.mapping(n, &table{name: "front matter", keys: documentKeys}, whole)
		return ""
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "kind" {
			m := &mapping{y: y, table: &table{name: "a document", keys: documentKeys}, span: whole,
				fields: []field{{&documentKeys[0], y.nodeSpan(n.Content[i]), n.Content[i+1]}}}
			kind, _ := m.choice("kind")
			return Kind(kind)
		}
	}
	l.fail(whole, CodeMissingKey, `a document needs the key "kind"`, missingHint(nil, &documentKeys[0]))
	return ""
}

// Languages calls visit with every language that words and blocks of the body and
// of the notes are marked with, as often as they are.
func (d *Document) Languages(visit func(lang string)) {
	var blocks func([]*Block)
	inlines := func(list []Inline) {
		walk(list, func(in *Inline) bool {
			if in.Lang != "" {
				visit(in.Lang)
			}
			return true
		})
	}
	blocks = func(list []*Block) {
		for _, b := range list {
			if b.Lang != "" {
				visit(b.Lang)
			}
			inlines(b.Inlines)
			inlines(b.Caption)
			blocks(b.Blocks)
		}
	}
	blocks(d.Body)
	for _, n := range d.Notes {
		blocks(n.Blocks)
	}
}
