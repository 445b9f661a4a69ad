package epub

import (
	"errors"
	"strings"
	"testing"
	"time"

	"chancery/layout"
)

// finished is a whole book that breaks no rule.
func finished(t *testing.T) *Book {
	t.Helper()
	in := input()
	book, err := render(&in)
	if err != nil {
		t.Fatal(err)
	}
	assemble(book)
	finish(book)
	if err := check(book); err != nil {
		t.Fatal(err)
	}
	return book
}

// edit changes a document of the book.
func edit(b *Book, path, old, new string) {
	for i := range b.Files {
		if f := &b.Files[i]; f.Path == path {
			s := string(f.Data)
			if !strings.Contains(s, old) {
				panic(old)
			}
			f.Data = []byte(strings.Replace(s, old, new, 1))
		}
	}
}

// Each rule is broken once and found, and nothing else is.
func TestViolations(t *testing.T) {
	const release, letterFile = "xhtml/release.xhtml", "xhtml/letter.xhtml"
	for _, c := range []struct {
		rule   string
		change func(*Book)
		want   string
	}{
		{"identifier", func(b *Book) { b.Meta.Identifier = "" }, "no identifier"},
		{"title", func(b *Book) { b.Meta.Title = " " }, "no title"},
		{"language", func(b *Book) { b.Meta.Language = "" }, "no language"},
		{"modified", func(b *Book) { b.Meta.Modified = time.Time{} }, "last changed"},
		{"accessibility", func(b *Book) { b.Meta.Summary = "" }, "no accessibility summary"},
		{"page-source", func(b *Book) { b.Meta.Sources[1].Identifier = "" }, "letter.pdf"},
		{"contents", func(b *Book) { b.TOC = nil }, "is empty"},
		{"file-name", func(b *Book) { b.Files = append(b.Files, File{Path: "CSS/book.css", Data: []byte("x")}) }, "two files"},
		{"empty-file", func(b *Book) { b.Files[len(b.Files)-1].Data = nil }, "is empty"},
		{"well-formed", func(b *Book) { edit(b, release, "</em>", "") }, "line 18: the end tag p closes nothing"},
		{"duplicate-id", func(b *Book) { edit(b, release, `id="release-h2"`, `id="release-p4"`) }, `two elements have the id "release-p4"`},
		{"duplicate-id", func(b *Book) { edit(b, letterFile, `id="letter-p1"`, `id="release-p1"`) }, `one of xhtml/release.xhtml too`},
		{"id", func(b *Book) { edit(b, letterFile, `id="letter-p1"`, `id="a b"`) }, `"a b" is no id`},
		{"dangling-link", func(b *Book) { edit(b, "nav.xhtml", "#release-h1", "#release-h9") }, `leads to no element of xhtml/release.xhtml`},
		{"dangling-link", func(b *Book) { edit(b, "nav.xhtml", "xhtml/cover.xhtml", "cover.xhtml") }, `leads to no file`},
		{"dangling-link", func(b *Book) { edit(b, release, "../images/photo", "images/photo") }, `leads to no file`},
		{"dangling-link", func(b *Book) { edit(b, letterFile, `labelledby="letter-cc"`, `labelledby="letter-c"`) }, `"#letter-c" leads`},
		{"heading-order", func(b *Book) { edit(b, release, `<h2 id="release-h1">What was filed</h2>`, "") }, "h3 follows h1"},
		{"alt", func(b *Book) { edit(b, release, ` alt="The same again"`, "") }, "no alt"},
		{"dangling-link", func(b *Book) {
			b.Package = []byte(strings.Replace(string(b.Package), `href="css/book.css"`, `href="css/b.css"`, 1))
		}, "package.opf"},
	} {
		book := finished(t)
		c.change(book)
		err := check(book)
		var vs Violations
		if !errors.As(err, &vs) {
			t.Errorf("%s: got %v", c.rule, err)
			continue
		}
		found := false
		for _, v := range vs {
			found = found || v.Rule == c.rule
			// An element that has gone leaves the links to it in the air.
			if v.Rule != c.rule && (c.rule == "well-formed" || v.Rule != "dangling-link") {
				t.Errorf("%s: also %v", c.rule, v)
			}
		}
		if !found || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got\n%v\nwant %s", c.rule, err, c.want)
		}
	}
}

func TestLayoutsMustMatch(t *testing.T) {
	in := input()
	in.Layouts = in.Layouts[:1]
	if _, err := Write(nil, in); err == nil || !strings.Contains(err.Error(), "1 layouts for 2 documents") {
		t.Errorf("got %v", err)
	}
}

// Nothing is claimed that is not there.
func TestClaims(t *testing.T) {
	opf := func(change func(*Input)) string {
		in := input()
		change(&in)
		return unzip(t, write(t, in))["EPUB/package.opf"]
	}
	whole := opf(func(*Input) {})
	bare := opf(func(in *Input) {
		in.Layouts = []*layout.Document{nil, nil}
		in.Cover = Cover{}
		in.Packet.Documents[0].Body = in.Packet.Documents[0].Body[:1]
	})
	for _, claim := range []string{"pageBreakMarkers", "pageNavigation", "pageBreakSource", "dc:source", ">visual<", "alternativeText", "cover-image", `properties="svg"`, "printed editions"} {
		if !strings.Contains(whole, claim) {
			t.Errorf("a packet with pages and pictures does not say %s", claim)
		}
		if strings.Contains(bare, claim) {
			t.Errorf("a packet without says %s", claim)
		}
	}
	for _, claim := range []string{"conformsTo", "certifiedBy"} {
		if strings.Contains(whole, claim) {
			t.Errorf("without certifier: %s", claim)
		}
		if with := opf(func(in *Input) { in.Certifier = "A. Person" }); !strings.Contains(with, claim) {
			t.Errorf("with certifier: no %s", claim)
		}
	}
}
