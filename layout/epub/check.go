package epub

import (
	"fmt"
	"sort"
	"strings"
)

// Violation is a rule of a standard that the publication would break. It is
// found before a byte is written.
type Violation struct {
	Rule   string // "dangling-link": stable, for machines
	Clause string // "EPUB 3.3, 4.2.5"
	File   string // of the publication
	Text   string // what is wrong
}

// Violations is all that was found, as one error.
type Violations []Violation

// Error prints a line for each violation.
func (vs Violations) Error() string {
	var b strings.Builder
	for i, v := range vs {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "packet.epub: %s: %s [%s; %s]", v.File, v.Text, v.Rule, v.Clause)
	}
	return b.String()
}

// check reads every document of a finished book and gives the rules that it
// breaks, or nil.
func check(book *Book) error {
	c := &checker{book: book, ids: map[string]map[string]bool{}, files: map[string]bool{}, owner: map[string]string{}, broken: map[string]bool{}}
	c.metadata()
	c.manifest()
	for i := range book.Files {
		f := &book.Files[i]
		if f.MediaType == xhtmlType {
			c.document(f.Path, f.Data)
		}
	}
	c.document(packageName, book.Package)
	c.links()
	if c.found == nil {
		return nil
	}
	sort.SliceStable(c.found, func(i, j int) bool { return c.found[i].File < c.found[j].File })
	return c.found
}

const packageName = "package.opf"

type checker struct {
	book   *Book
	found  Violations
	files  map[string]bool
	ids    map[string]map[string]bool // by file
	owner  map[string]string          // of an id: the file that has it
	broken map[string]bool            // files that could not be read to their end
	wanted []link
}

// link is an address within the publication, to be found at last.
type link struct{ from, href string }

func (c *checker) fail(rule, clause, file, format string, args ...any) {
	c.found = append(c.found, Violation{rule, clause, file, fmt.Sprintf(format, args...)})
}

// metadata checks what the package document must say.
func (c *checker) metadata() {
	m := &c.book.Meta
	for _, need := range []struct{ value, rule, clause, what string }{
		{m.Identifier, "identifier", "EPUB 3.3, 5.5.3.1.1", "the publication has no identifier"},
		{m.Title, "title", "EPUB 3.3, 5.5.3.1.2", "the publication has no title"},
		{m.Language, "language", "EPUB 3.3, 5.5.3.1.3", "the publication has no language"},
		{m.Summary, "accessibility", "EPUB Accessibility 1.1, 2.2", "the publication has no accessibility summary"},
	} {
		if strings.TrimSpace(need.value) == "" {
			c.fail(need.rule, need.clause, packageName, "%s", need.what)
		}
	}
	if m.Modified.IsZero() {
		c.fail("modified", "EPUB 3.3, 5.5.5", packageName, "the publication does not say when it was last changed")
	}
	for _, s := range m.Sources {
		if s.Identifier == "" {
			c.fail("page-source", "EPUB Accessibility 1.1, 3.4.1.3.1", packageName, "the printed edition %s, whose pages are listed, has no identifier", s.Name)
		}
	}
	if len(c.book.TOC) == 0 {
		c.fail("contents", "EPUB 3.3, 7.4.2", navPath, "the table of contents is empty")
	}
}

// manifest checks that files have names and identifiers of their own.
func (c *checker) manifest() {
	folded := map[string]bool{}
	for i := range c.book.Files {
		f := &c.book.Files[i]
		c.files[f.Path] = true
		if low := strings.ToLower(f.Path); folded[low] {
			c.fail("file-name", "EPUB 3.3, 4.2.3", f.Path, "two files have this name")
		} else {
			folded[low] = true
		}
		if len(f.Data) == 0 {
			c.fail("empty-file", "EPUB 3.3, 3.2", f.Path, "the file is empty")
		}
	}
}

// document checks one document: well-formed, ids its own, headings in order,
// pictures with a text.
func (c *checker) document(file string, data []byte) {
	ids := map[string]bool{}
	c.ids[file] = ids
	heading := 0
	err := scan(data, func(tag string, attrs []attr) {
		if len(tag) == 2 && tag[0] == 'h' && '1' <= tag[1] && tag[1] <= '6' {
			rank := int(tag[1] - '0')
			if rank > heading+1 {
				c.fail("heading-order", "WCAG 2.2, 1.3.1", file, "the heading h%d follows h%d", rank, heading)
			}
			heading = rank
		}
		alt := tag != "img"
		for _, a := range attrs {
			switch a.name {
			case "id":
				c.id(file, ids, a.value)
			case "href", "src":
				c.wanted = append(c.wanted, link{file, a.value})
			case "aria-labelledby", "idref", "refines", "unique-identifier":
				c.wanted = append(c.wanted, link{file, "#" + strings.TrimPrefix(a.value, "#")})
			case "alt":
				alt = true
			}
		}
		if !alt {
			c.fail("alt", "WCAG 2.2, 1.1.1", file, "a picture has no alt attribute")
		}
	})
	if err != nil {
		c.broken[file] = true
		c.fail("well-formed", "EPUB 3.3, 3.9", file, "%v", err)
	}
}

// id checks an id: unique in its file, and over all content documents, so that
// a place in the packet has one name.
func (c *checker) id(file string, ids map[string]bool, id string) {
	switch {
	case id == "" || strings.ContainsAny(id, " \t\n\r"):
		c.fail("id", "HTML, 3.2.6", file, "%q is no id", id)
	case ids[id]:
		c.fail("duplicate-id", "HTML, 3.2.6", file, "two elements have the id %q", id)
	case file != packageName && c.owner[id] != "":
		c.fail("duplicate-id", "Chancery", file, "the id %q is one of %s too", id, c.owner[id])
	}
	ids[id] = true
	if file != packageName {
		c.owner[id] = file
	}
}

// links checks that every address within the publication leads somewhere.
func (c *checker) links() {
	for _, l := range c.wanted {
		if external(l.href) {
			continue
		}
		to, fragment, _ := strings.Cut(l.href, "#")
		file := l.from
		if to != "" {
			file = resolve(l.from, to)
		}
		switch {
		case file != l.from && !c.files[file]:
			c.fail("dangling-link", "EPUB 3.3, 4.2.5", l.from, "%q leads to no file of the publication", l.href)
		case fragment != "" && !c.ids[file][fragment] && !c.broken[file]:
			c.fail("dangling-link", "EPUB 3.3, 4.2.5", l.from, "%q leads to no element of %s", l.href, file)
		}
	}
}

// external says whether an address has a scheme and so leads out of the
// publication (RFC 3986, 3.1).
func external(href string) bool {
	for i := 0; i < len(href); i++ {
		switch c := href[i]; {
		case c == ':':
			return i > 0
		case letter(c):
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return false
}
