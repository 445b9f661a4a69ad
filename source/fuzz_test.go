package source

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// readMemory reads one document from memory.
func (l *loader) readMemory(t testing.TB, data []byte) (*File, *Document, Problems) {
	file := l.decode("letter.md", data)
	if file == nil {
		return nil, nil, l.problems.Sort()
	}
	d, err := l.document(file, "letter", "letter", "nowhere")
	if err != nil {
		t.Fatal(err)
	}
	return file, d, l.problems.Sort()
}

// FuzzBody sees that no body makes the reader fail, that every place is in the
// file, and that nothing is lost: where there is no error, every word of the
// source is in the model.
func FuzzBody(f *testing.F) {
	for _, path := range []string{seedPacket + "/letter.md", seedPacket + "/release.md", "../assets/packets/starter/release.md", "testdata/full/more/brief one.md"} {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		_, body, _ := strings.Cut(string(data[4:]), "\n---\n")
		f.Add(body)
	}
	archive, err := os.ReadFile("testdata/problems/markdown.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, part := range strings.Split(string(archive), "\n---\n")[1:] {
		body, _, _ := strings.Cut(part, "\n-- ")
		f.Add(body)
	}
	for _, s := range []string{"\"a 'b' c\"", "*a*b**c**", "a  \nb\\\nc", "> a\nb", "- a\n\n      b", "1. a\n2. b", "[a][b]\n\n[b]: http://x.y", "a\tb  c", "&amp;&#65;&copy;", "![](a.png)", "a---b--c...d", "~a~", "a\n: b", "| a | b |\n|--:|:-:|\n| **x** | < |\n| 1 | ^ |\n\n: Words *in* it\n", "Table: T\n\n|a|\n|-|\n|\\||", "|a|b|\n|-|-|\n|c|\nd",
		"<!-- a --> b", "<b>a</b>", "a <!-- b --> c", "#\n# a #", "a\n===", "\u00a0a\u00ad\u2011b",
		"a[^1]\n\n[^1]: b\n\n    c", "a[^b]\n[^b]: *c*", "> a[^1]\n\n[^1]:", "- [^1]: a[^1]\n\n[^1]", "[a *b*]{.smallcaps lang=es} [c]{d} [e", "x^2^ H~2~O ^a b^ ~~c~~",
		"| a\n|   *b\n| c*", "# A {.exhibit}\n\n## {.b}", "[[a]{lang=es}]{.smallcaps}", "[\"a\"]{lang=\"fr\"}", "::: {lang=es}\na\n\n> b\n:::\nc", "a\n:::{lang=de}\n- ::: {lang=es}\n  b[^1]\n  :::\n\n[^1]: c\n:::"} {
		f.Add(s)
	}
	dir := filepath.Join(f.TempDir(), "nowhere")
	f.Fuzz(func(t *testing.T, body string) {
		l := &loader{packet: &Packet{Dir: "nowhere"}, root: dir, assets: map[string]*Asset{}}
		file, d, problems := l.readMemory(t, []byte("---\nkind: letter\ndate: 2018-06-19\nto: [x]\nsignatories: []\n---\n"+body))
		checkPlaces(t, nil, problems)
		_ = problems.Error()
		if file == nil || d == nil {
			if problems.Errors() == 0 {
				t.Fatal("nothing is read and nothing is said")
			}
			return
		}
		checkBlocks(t, file, d.Body, Span{file, 0, len(file.Data)})
		for _, n := range d.Notes {
			checkBlocks(t, file, n.Blocks, Span{file, 0, len(file.Data)})
		}
		if problems.Errors() == 0 {
			checkWords(t, body, d.Body)
		}
	})
}

// FuzzFrontMatter sees that no front matter makes the reader fail and that what is
// read has its form.
func FuzzFrontMatter(f *testing.F) {
	for _, path := range []string{seedPacket + "/letter.md", seedPacket + "/release.md", "testdata/full/release.md", "testdata/full/more/brief one.md"} {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		front, _, _ := strings.Cut(string(data[4:]), "\n---\n")
		f.Add(front)
	}
	for _, path := range []string{"yaml", "keys", "values"} {
		archive, err := os.ReadFile("testdata/problems/" + path + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range strings.Split(string(archive), " --\n---\n")[1:] {
			front, _, _ := strings.Cut(part, "\n---\n")
			f.Add(front)
		}
	}
	dir := filepath.Join(f.TempDir(), "nowhere")
	f.Fuzz(func(t *testing.T, front string) {
		l := &loader{packet: &Packet{Dir: "nowhere"}, root: dir, assets: map[string]*Asset{}}
		_, d, problems := l.readMemory(t, []byte("---\n"+front+"\n---\n\nText.\n"))
		checkPlaces(t, nil, problems)
		_ = problems.Error()
		if d == nil {
			if problems.Errors() == 0 {
				t.Fatal("nothing is read and nothing is said")
			}
			return
		}
		if _, err := Show(&Packet{Documents: []*Document{d}}); err != nil {
			t.Fatal(err)
		}
		if problems.Errors() > 0 {
			return
		}
		checkIDs(t, d)
		if d.Letter != nil && len(d.Letter.To) == 0 || d.Release != nil && d.Release.Headline.Empty() || d.Date.Year == 0 {
			t.Fatal("a key that must be there is not, and nothing is said")
		}
	})
}

// checkBlocks sees that blocks lie in their parents, inlines in their blocks, one
// after the other, and that each text is its span's bytes or replaces all of them.
func checkBlocks(t *testing.T, file *File, blocks []*Block, in Span) {
	t.Helper()
	for _, b := range blocks {
		if b.Span.File != file || b.Span.Start > b.Span.End || b.Span.Start < 0 || b.Span.End > len(file.Data) {
			t.Fatalf("%s: bad place %d–%d", b.ID, b.Span.Start, b.Span.End)
		}
		checkInlines(t, file, b, b.Inlines, 0)
		checkInlines(t, file, b, b.Caption, 0)
		if text := PlainText(b.Inlines); b.Kind == BlockParagraph && strings.TrimSpace(text) == "" {
			t.Fatalf("%s is empty", b.ID)
		} else {
			for i := range len(text) {
				if at := SpanAt(b.Inlines, i); at.File != file || at.End > len(file.Data) {
					t.Fatalf("%s: byte %d of the text is nowhere", b.ID, i)
				}
			}
		}
		checkBlocks(t, file, b.Blocks, b.Span)
	}
}

func checkInlines(t *testing.T, file *File, b *Block, inlines []Inline, from int) {
	t.Helper()
	for _, in := range inlines {
		if in.Span.File != file || in.Span.Start < from || in.Span.End < in.Span.Start || in.Span.End > len(file.Data) {
			t.Fatalf("%s: inline %q at %d–%d after %d", b.ID, in.Text, in.Span.Start, in.Span.End, from)
		}
		switch bytes := string(file.Data[in.Span.Start:in.Span.End]); {
		case in.Kind != InlineText:
			if in.Text != "" || in.Kind != InlineBreak && in.Kind != InlineNote && len(in.Kids) == 0 || (in.Kind == InlineNote) != (in.Note != nil) {
				t.Fatalf("%s: %s is malformed", b.ID, in.Kind)
			}
		case in.Text == "" || !utf8.ValidString(in.Text):
			t.Fatalf("%s: text %q", b.ID, in.Text)
		case in.Text != bytes && !replaces(bytes, in.Text):
			t.Fatalf("%s: %q does not stand for %q", b.ID, in.Text, bytes)
		}
		next := in.Span.End
		checkInlines(t, file, b, in.Kids, in.Span.Start)
		from = next
	}
}

// replaces says whether text may stand for bytes of the source.
func replaces(bytes, text string) bool {
	switch text {
	case openDouble, closeDouble:
		return bytes == `"`
	case openSingle, closeSingle:
		return bytes == "'"
	case enDash:
		return bytes == "--" || bytes[0] == '&'
	case emDash:
		return bytes == "---" || bytes[0] == '&'
	case ellipsis:
		return bytes == "..." || bytes[0] == '&'
	case " ":
		return strings.Trim(bytes, " \t\n>") == "" || bytes[0] == '&'
	}
	return bytes[0] == '\\' && bytes[1:] == text || bytes[0] == '&' && strings.HasSuffix(bytes, ";")
}

var (
	comments     = regexp.MustCompile(`(?s)<!-->|<!--->|<!--.*?-->`)
	captionSigns = regexp.MustCompile(`[Tt]able:|[Ff]igure:`)
	entities     = regexp.MustCompile(`&#?[A-Za-z0-9]+;`)
)

// checkWords sees that every word of a body is somewhere in the model. Numbers
// that may be a list's, comments, entities and the labels of link definitions are
// not looked for.
func checkWords(t *testing.T, body string, blocks []*Block) {
	t.Helper()
	if strings.Contains(body, "]:") || strings.Contains(body, `\`) || strings.Contains(body, "][") || strings.Contains(body, "{") {
		return
	}
	var all strings.Builder
	var collect func(blocks []*Block)
	collect = func(blocks []*Block) {
		for _, b := range blocks {
			all.WriteString(PlainText(b.Inlines) + "\n" + b.Alt + "\n" + PlainText(b.Caption) + "\n")
			if b.Asset != nil {
				all.WriteString(b.Asset.Path + "\n")
			}
			walk(b.Inlines, func(in *Inline) bool {
				all.WriteString("\n" + in.Href)
				if plain, err := url.PathUnescape(in.Href); err == nil {
					all.WriteString("\n" + plain)
				}
				return true
			})
			collect(b.Blocks)
		}
	}
	collect(blocks)
	text := all.String()
	body = strings.ReplaceAll(body, "\r\n", "\n")
	body = entities.ReplaceAllString(comments.ReplaceAllString(body, " "), " ")
	body = captionSigns.ReplaceAllString(body, "")
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	for _, w := range strings.FieldsFunc(body, func(r rune) bool { return !word(r) }) {
		if strings.Trim(w, "0123456789") != "" && !strings.Contains(text, w) {
			t.Fatalf("the word %q is lost: %q", w, text)
		}
	}
}

// checkIDs sees that the names of a document's elements are fit for PDF and XHTML.
func checkIDs(t *testing.T, d *Document) {
	t.Helper()
	seen := map[string]bool{}
	for _, id := range elementIDs(d) {
		if seen[id] {
			t.Fatalf("two elements are named %q", id)
		}
		seen[id] = true
		if strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "" || id == "" || id[0] == '-' || id[0] >= '0' && id[0] <= '9' {
			t.Fatalf("%q is no identifier", id)
		}
	}
}

// elementIDs are the names of all elements of a document.
func elementIDs(d *Document) []string {
	var all []string
	add := func(id string) {
		if id != "" {
			all = append(all, id)
		}
	}
	texts := func(list ...Text) {
		for _, x := range list {
			add(x.ID)
		}
	}
	add(d.Date.ID)
	if l := d.Letter; l != nil {
		texts(l.Via, l.Salutation, l.Closing, l.Postscript)
		texts(l.Subject...)
		texts(l.Enclosures...)
		for _, a := range l.To {
			add(a.ID)
			texts(a.Lines...)
		}
		for _, r := range l.References {
			add(r.ID)
			texts(r.Label, r.Value)
		}
		for _, s := range l.Signatories {
			add(s.ID)
			texts(s.Name)
			texts(s.Title...)
		}
		for _, c := range l.CC {
			add(c.ID)
			texts(c.Lines...)
		}
	}
	if r := d.Release; r != nil {
		add(r.Timing.ID)
		texts(r.Headline, r.Subhead, r.Dateline, r.EndMark)
		for _, c := range r.Contacts {
			add(c.ID)
			texts(c.Name, c.Title, c.Phone, c.Email)
		}
	}
	var blocks func(list []*Block)
	blocks = func(list []*Block) {
		for _, b := range list {
			add(b.ID)
			blocks(b.Blocks)
		}
	}
	blocks(d.Body)
	return all
}
