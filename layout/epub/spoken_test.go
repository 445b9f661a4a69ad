package epub

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
)

// node is an element of a parsed document; a text has the tag "".
type node struct {
	tag  string
	text string
	attr map[string]string // by local name, epub:type as "epub:type"
	kids []*node
}

// parse reads a document with Go's own strict parser.
func parse(t testing.TB, document string) *node {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(document))
	root := &node{}
	stack := []*node{root}
	for {
		token, err := d.Token()
		if token == nil {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		top := stack[len(stack)-1]
		switch k := token.(type) {
		case xml.StartElement:
			n := &node{tag: k.Name.Local, attr: map[string]string{}}
			for _, a := range k.Attr {
				name := a.Name.Local
				if a.Name.Space == "http://www.idpf.org/2007/ops" {
					name = "epub:" + name
				}
				n.attr[name] = a.Value
			}
			top.kids = append(top.kids, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.kids = append(top.kids, &node{text: string(k)})
		}
	}
	if len(stack) != 1 || len(root.kids) == 0 {
		t.Fatal("the document is not well-formed")
	}
	return root
}

// find gives the first element with a tag.
func (n *node) find(tag string) *node {
	for _, k := range n.kids {
		if k.tag == tag {
			return k
		}
		if f := k.find(tag); f != nil {
			return f
		}
	}
	return nil
}

// byID gives the element with an id.
func (n *node) byID(id string) *node {
	for _, k := range n.kids {
		if k.attr["id"] == id {
			return k
		}
		if f := k.byID(id); f != nil {
			return f
		}
	}
	return nil
}

// words is the text of a node; a line's end is a space.
func (n *node) words() string {
	var b strings.Builder
	var walk func(*node)
	walk = func(n *node) {
		b.WriteString(n.text)
		if n.tag == "br" {
			b.WriteByte(' ')
		}
		for _, k := range n.kids {
			walk(k)
		}
		switch n.tag {
		case "p", "li", "h1", "h2", "h3", "h4", "h5", "h6":
			b.WriteByte(' ')
		}
	}
	walk(n)
	return b.String()
}

// speaker says a document as a screen reader would: one line for each thing
// that it stops at, by the roles of HTML-AAM and DPUB-ARIA.
type speaker struct {
	b    strings.Builder
	line strings.Builder
	root *node
	item string // the bullet of an item whose words have not begun
}

func (s *speaker) flush(prefix string) {
	if text := strings.Join(strings.Fields(s.line.String()), " "); text != "" {
		fmt.Fprintln(&s.b, s.item+prefix+text)
		s.item = ""
	}
	s.line.Reset()
}

func (s *speaker) say(format string, args ...any) {
	s.flush("")
	fmt.Fprintf(&s.b, format+"\n", args...)
}

func (s *speaker) kids(n *node) {
	for _, k := range n.kids {
		s.node(k)
	}
}

func (s *speaker) node(n *node) {
	if n.attr["aria-hidden"] == "true" || n.attr["hidden"] != "" {
		return
	}
	name := n.attr["aria-label"]
	if by := s.root.byID(n.attr["aria-labelledby"]); by != nil && n.attr["aria-labelledby"] != "" {
		name = strings.TrimSpace(by.words())
	}
	switch n.tag {
	case "":
		s.line.WriteString(n.text)
	case "br":
		s.line.WriteString(" / ")
	case "section", "nav":
		role := n.attr["role"]
		if role == "" {
			role = n.tag
		}
		if name != "" {
			role += ", " + name
		}
		s.say("[%s]", role)
		s.kids(n)
		s.flush("")
		s.say("[end of %s]", strings.TrimPrefix(strings.SplitN(role, ",", 2)[0], "doc-"))
	case "h1", "h2", "h3", "h4", "h5", "h6":
		s.flush("")
		s.kids(n)
		s.flush("heading " + n.tag[1:] + ": ")
	case "p", "blockquote", "div", "header":
		s.flush("")
		if n.tag == "blockquote" {
			s.say("[quotation]")
		}
		s.kids(n)
		if n.attr["role"] == "doc-subtitle" {
			s.flush("subtitle: ")
		}
		s.flush("")
	case "ul", "ol":
		items := 0
		for _, k := range n.kids {
			if k.tag == "li" {
				items++
			}
		}
		if name != "" {
			name += ", "
		}
		s.say("[%slist of %d items]", name, items)
		s.kids(n)
		s.say("[end of list]")
	case "li":
		s.flush("")
		s.item = "• "
		s.kids(n)
		s.flush("")
		s.item = ""
	case "span":
		if n.attr["role"] == "doc-pagebreak" {
			s.line.WriteString(" [" + name + "] ")
			return
		}
		s.kids(n)
	case "a":
		s.line.WriteString("link: ")
		s.kids(n)
	case "hr":
		s.say("[separator]")
	case "img", "svg":
		if alt := n.attr["alt"] + name; alt != "" {
			s.say("[graphic: %s]", alt)
		}
	case "figure":
		s.say("[figure]")
		s.kids(n)
		s.flush("")
	default: // time, em, strong, b: their words alone
		s.kids(n)
	}
}

// spokenBody says the body of a document.
func spokenBody(t testing.TB, document string) string {
	root := parse(t, document)
	s := &speaker{root: root}
	s.kids(root.find("body"))
	s.flush("")
	return s.b.String()
}

// What is heard, in the order in which it is heard, kept to be read.
func TestSpoken(t *testing.T) {
	for _, c := range []struct {
		name string
		in   Input
	}{{"everything", input()}, {"seed", seed(t)}} {
		files := unzip(t, write(t, c.in))
		var all strings.Builder
		for _, name := range []string{"xhtml/cover.xhtml", "xhtml/title-page.xhtml", "nav.xhtml", "xhtml/release.xhtml", "xhtml/letter.xhtml"} {
			fmt.Fprintf(&all, "---- %s\n%s", name, spokenBody(t, files["EPUB/"+name]))
		}
		golden(t, c.name+"/spoken.txt", all.String())
	}
}
