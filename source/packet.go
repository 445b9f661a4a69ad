package source

import (
	"cmp"
	"crypto/sha1"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// loadOffice finds office.yaml by walking up from the packet and reads it.
func (l *loader) loadOffice() error {
	for dir := l.root; ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, officeFile)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return l.readOffice(path)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return fmt.Errorf("looking for the office: %w", err)
		}
		if dir == filepath.Dir(dir) {
			return nil
		}
	}
}

// readOffice reads office.yaml.
func (l *loader) readOffice(path string) error {
	shown := path
	if rel, err := filepath.Rel(l.root, path); err == nil {
		// Where the packet's folder is a link that would lead elsewhere.
		if near := filepath.Join(l.packet.Dir, rel); sameFile(near, path) {
			shown = near
		}
	}
	file, err := l.text(shown, Span{})
	if file == nil || err != nil {
		return err
	}
	o := &l.packet.Office
	o.File, o.Dir, o.Words = file, filepath.Dir(path), map[string]Text{}
	y := l.newYAML(file, 0, len(file.Data))
	n := y.root()
	if n == nil {
		if strings.TrimSpace(string(file.Data)) == "" {
			l.report(Problem{Path: file.Name, Code: CodeEmptyFile, Text: "the file is empty", Hint: "write the office's name: …, or remove the file"})
		}
		return nil
	}
	l.office = y.mapping(n, officeKeys, Span{file, 0, 0})
	if l.office == nil {
		return nil
	}
	smart := l.smart(l.office)
	for i := range officeWords {
		name := officeWords[i].name
		lines := l.office.textLines(name, words(smart && officeWords[i].shape != shapeVerbatim))
		l.words(name, lines)
	}
	o.Alt = l.office.text("seal-alt", smart)
	o.VerifyAddress = l.office.verifyAddress()
	if seal := l.office.text("seal", false); seal.Value != "" {
		o.Seal, err = l.asset(seal.Value, seal.Span, filepath.Dir(shown), o.Dir, "the office's folder", nil)
	}
	return err
}

// words stores one of the office's words; several lines are one word with "\n"
// between them.
func (l *loader) words(name string, lines []Text) {
	if len(lines) == 0 {
		return
	}
	all := make([]string, len(lines))
	for i, t := range lines {
		all[i] = t.Value
	}
	l.packet.Office.Words[name] = Text{Value: strings.Join(all, "\n"), Span: lines[0].Span}
}

// smart says whether the words of a mapping get the quotation marks of print.
func (l *loader) smart(maps ...*mapping) words {
	c := choices{l: l, maps: append(maps, l.pack, l.office)}
	v, _, _ := c.find("smart-quotes")
	return v == "true"
}

// loadPacket reads packet.yaml and the documents that it lists.
func (l *loader) loadPacket() error {
	file, err := l.text(filepath.Join(l.packet.Dir, packetFile), Span{})
	if file == nil || err != nil {
		return err
	}
	y := l.newYAML(file, 0, len(file.Data))
	n := y.root()
	if n == nil {
		if l.problems.Errors() == 0 {
			l.report(Problem{Path: file.Name, Code: CodeEmptyFile, Text: "the file is empty", Hint: "list the documents: documents:, then - letter.md"})
		}
		return nil
	}
	l.pack = y.mapping(n, packetKeys, Span{file, 0, 0})
	if l.pack == nil {
		return nil
	}
	f := l.pack.get("documents")
	if f == nil {
		return nil
	}
	files := l.pack.texts("documents", false)
	if len(files) == 0 && l.problems.Errors() == 0 {
		l.fail(f.span, CodeNoValue, "the packet has no document", "list the documents' files in order, each on a line of its own: - letter.md")
	}
	var docs []namedFile
	for _, t := range files {
		path, ok := l.inside(t.Value, t.Span, l.packet.Dir, l.root, packetFolder)
		if !ok {
			continue
		}
		if !strings.EqualFold(filepath.Ext(path), ".md") {
			l.fail(t.Span, CodeBadChoice, fmt.Sprintf("%q is no Markdown file", t.Value), "documents are files whose names end in .md")
			continue
		}
		docs = append(docs, namedFile{path, t.Span})
	}
	return l.loadDocuments(docs)
}

// loadSingle reads one file that is a packet by itself.
func (l *loader) loadSingle(base string) error {
	l.packet.Name = strings.TrimSuffix(base, filepath.Ext(base))
	path := filepath.Join(l.packet.Dir, base)
	if _, err := os.Stat(filepath.Join(l.packet.Dir, packetFile)); err == nil {
		l.report(Problem{Path: filepath.ToSlash(path), Code: CodePacketUnused, Warning: true, Text: "the packet.yaml beside this file is not read",
			Hint: "name the folder to set the whole packet"})
	}
	return l.loadDocuments([]namedFile{{path: path}})
}

// namedFile is a document's file with the place that names it.
type namedFile struct {
	path  string
	named Span
}

// finishPacket settles what the packet's documents have in common.
func (l *loader) finishPacket() {
	p := l.packet
	documents := p.Config // the packet's own lines stand before them
	p.Config = nil
	defer func() { p.Config = append(p.Config, documents...) }()
	smart := l.smart()
	c := &choices{l: l, maps: []*mapping{l.pack, l.office}}

	from := fromBuiltIn
	if l.pack != nil {
		p.Title = l.pack.text("title", smart)
		p.SubjectTerms = l.pack.texts("subject-terms", smart)
	}
	if p.titled = !p.Title.Empty(); p.titled {
		from = place(p.Title.Span)
	} else {
		p.Title = l.defaultTitle()
		from = "documents"
	}
	c.note("title", p.Title.Value, from, Span{})
	l.identifier(c)
	p.Language, _ = c.resolve("language")
	p.Publisher = l.shared(c, "publisher", smart)
	p.Author = l.shared(c, "author", smart)
	if len(p.Documents) > 0 {
		c.kind = p.Documents[0].Kind
	}
	p.Letterhead = c.letterhead()
	c.note("resources", l.named.Value, cmp.Or(l.namedBy, fromBuiltIn), l.named.Span)
}

// shared reads words that packet.yaml or office.yaml give; without them the
// office's name stands in.
func (l *loader) shared(c *choices, name string, smart words) Text {
	for _, m := range c.maps {
		if m == nil {
			continue
		}
		if t := m.text(name, smart); !t.Empty() {
			c.note(name, t.Value, place(t.Span), t.Span)
			return t
		}
	}
	if t := l.packet.Office.Words["name"]; !t.Empty() {
		c.note(name, t.Value, place(t.Span), t.Span)
		return Text{Value: t.Value, Span: t.Span}
	}
	c.note(name, "", fromBuiltIn, Span{})
	return Text{}
}

// defaultTitle is the headline of the first release, else the title of the first
// document.
func (l *loader) defaultTitle() Text {
	for _, d := range l.packet.Documents {
		if d.Release != nil {
			return Text{Value: d.Title.Value, Span: d.Title.Span}
		}
	}
	if len(l.packet.Documents) > 0 {
		return Text{Value: l.packet.Documents[0].Title.Value, Span: l.packet.Documents[0].Title.Span}
	}
	return Text{}
}

// identifier settles the packet's URI: as given, else the office's beginning
// with the packet's name, else a name-based UUID of office and folder. The
// content plays no part: a corrected packet is the same one.
func (l *loader) identifier(c *choices) {
	p := l.packet
	if l.pack != nil {
		if t := l.pack.uri("identifier"); !t.Empty() {
			p.Identifier = t
			c.note("identifier", t.Value, place(t.Span), t.Span)
			return
		}
	}
	if l.office != nil {
		if t := l.office.uri("identifier"); !t.Empty() {
			p.Identifier = Text{Value: t.Value + url.PathEscape(p.Name), Span: t.Span}
			c.note("identifier", p.Identifier.Value, place(t.Span), t.Span)
			return
		}
	}
	office := p.Office.Words["jurisdiction"].Value + "/" + p.Office.Words["name"].Value
	p.Identifier = Text{Value: "urn:uuid:" + NameUUID("chancery:"+office+"/"+p.Name)}
	c.note("identifier", p.Identifier.Value, "office and folder", Span{})
}

// uri reads a field that is an absolute URI (RFC 3986).
func (m *mapping) uri(name string) Text {
	t := m.text(name, false)
	if t.Empty() {
		return Text{}
	}
	if u, err := url.Parse(t.Value); err != nil || !u.IsAbs() || strings.ContainsAny(t.Value, " \t<>\"") {
		m.y.l.fail(t.Span, CodeBadIdentifier, fmt.Sprintf("%q is no URI", t.Value), "write one such as https://example.gov/packets/2018-06-19 or urn:uuid:…, or take the key out")
		return Text{}
	}
	return t
}

// NameUUID is the name-based UUID, version 5, of a URI (RFC 9562, 5.5, in the
// namespace of URLs, 6.6).
func NameUUID(name string) string {
	h := sha1.New()
	h.Write([]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8})
	h.Write([]byte(name))
	s := h.Sum(nil)[:16]
	s[6] = s[6]&0x0F | 0x50
	s[8] = s[8]&0x3F | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", s[:4], s[4:6], s[6:8], s[8:10], s[10:])
}
