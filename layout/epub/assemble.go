package epub

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"

	goepub "github.com/go-shiori/go-epub"
)

// assemble lets go-epub make the XHTML documents of the book from their bodies.
//
// It gets nothing else. Fonts and pictures would go through it as data URLs,
// base64 twice and deflated twice, and its package document, navigation and ZIP
// cannot say what an accessible publication must and differ from run to run:
// finish and writeContainer make those. Bodies are not parsed there, and what
// fails while it writes is only logged; so what comes back is compared with what
// was given, and check parses it.
//
// go-epub builds a folder before it packs it: see folder.
func assemble(book *Book) error {
	e, err := goepub.NewEpub(book.Meta.Title)
	if err != nil {
		return fmt.Errorf("epub: go-epub: %w", err)
	}
	e.Client = &http.Client{Transport: noNetwork{}}
	for i := range book.Files {
		f := &book.Files[i]
		if f.doc == nil {
			continue
		}
		// A section without title would get an empty entry in its navigation;
		// ours is written later.
		title := f.doc.title
		if title == "" {
			title = f.ID
		}
		if _, err := e.AddSection(f.doc.body, title, f.ID+".xhtml", ""); err != nil {
			return fmt.Errorf("epub: go-epub: section %s: %w", f.ID, err)
		}
	}
	var b bytes.Buffer
	if err := folder(func() error { _, err := e.WriteTo(&b); return err }); err != nil {
		return fmt.Errorf("epub: go-epub: %w", err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return fmt.Errorf("epub: go-epub: %w", err)
	}
	made := make(map[string]*zip.File, len(r.File))
	for _, f := range r.File {
		made[f.Name] = f
	}
	for i := range book.Files {
		f := &book.Files[i]
		if f.doc == nil {
			continue
		}
		shell, err := read(made["EPUB/"+f.Path])
		if err == nil {
			f.Data, err = finishDocument(shell, f.doc)
		}
		if err != nil {
			return fmt.Errorf("epub: go-epub: section %s: %w", f.ID, err)
		}
	}
	return nil
}

// inMemory guards go-epub's file system in memory, which is one plain map for
// the whole process; chosen says that it was chosen.
var inMemory struct {
	sync.Mutex
	chosen bool
}

// folder runs what needs go-epub's working folder, which is made and removed by
// go-epub. It is in memory, so that nothing but the caller's writer is touched
// and no temporary folder is needed; but on Windows go-epub joins names with a
// backslash and then does not find them in memory, so there it lies under
// os.TempDir.
func folder(run func() error) error {
	if filepath.Separator != '/' {
		return run()
	}
	inMemory.Lock()
	defer inMemory.Unlock()
	if !inMemory.chosen {
		if err := goepub.Use(goepub.MemoryFS); err != nil {
			return err
		}
		inMemory.chosen = true
	}
	return run()
}

// noNetwork refuses every request: go-epub asks for whatever is not a local file.
type noNetwork struct{}

func (noNetwork) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("a publication is made without the network")
}

func read(f *zip.File) ([]byte, error) {
	if f == nil {
		return nil, errors.New("was not written")
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data := bytes.NewBuffer(make([]byte, 0, f.UncompressedSize64))
	_, err = io.Copy(data, r)
	return data.Bytes(), err
}

// shellParts are what go-epub writes around a body, in order, and what takes
// its place: language on the root, a style sheet, and no dir="auto", which would
// let the first letter of a document decide its direction.
const (
	shellRoot  = `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">`
	shellTitle = `<title dir="auto">`
	shellHead  = `</head>`
	shellBody  = `<body dir="auto">`
)

// finishDocument gives the document that go-epub made what go-epub cannot.
func finishDocument(shell []byte, d *document) ([]byte, error) {
	body := "\n" + d.body + "\n"
	head, rest, found := strings.Cut(string(shell), shellBody)
	if !found || !strings.HasPrefix(rest, body+"</body>") {
		return nil, errors.New("is not the document that was given")
	}
	lang := attribute(d.lang)
	var out strings.Builder
	out.Grow(len(shell) + 400)
	for _, part := range [...]struct{ old, new string }{
		{shellRoot, `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"` +
			` epub:prefix="z3998: http://www.daisy.org/z3998/2012/vocab/structure/#" lang="` + lang + `" xml:lang="` + lang + `">`},
		{shellTitle, `<title>`},
		{shellHead, `  <link rel="stylesheet" type="text/css" href="../` + stylePath + `"/>` + "\n  </head>"},
	} {
		before, after, found := strings.Cut(head, part.old)
		if !found {
			return nil, fmt.Errorf("has no %s", part.old)
		}
		out.WriteString(before)
		out.WriteString(part.new)
		head = after
	}
	out.WriteString(head)
	out.WriteString("<body>")
	out.WriteString(rest)
	return []byte(out.String()), nil
}

// attribute is s escaped for an attribute's value.
func attribute(s string) string {
	var b strings.Builder
	escape(&b, s, true)
	return b.String()
}
