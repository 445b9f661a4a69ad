package source

import (
	"fmt"
	"strconv"
	"strings"
)

// ids makes the names of a document's elements: the document's name, a hyphen,
// and what the element is ("letter-signatory-3-name"). They become identifiers
// in PDF and XHTML: ASCII letters, digits and hyphens, a letter first.
type ids struct{ prefix string }

// of joins the parts of a name.
func (id ids) of(parts ...string) string {
	return id.prefix + "-" + strings.Join(parts, "-")
}

// text names a text where there is one.
func (id ids) text(what string, t Text) Text {
	if !t.Empty() {
		t.ID = id.of(what)
	}
	return t
}

// lines names the lines of a text of one or several: "letter-subject" alone,
// else "letter-subject-l1" and on.
func (id ids) lines(what string, lines []Text) []Text {
	if len(lines) == 1 {
		lines[0].ID = id.of(what)
	} else {
		numberLines(id.of(what), lines)
	}
	return lines
}

// list names the entries of a list: "letter-enclosure-1" and on.
func (id ids) list(what string, entries []Text) []Text {
	for i := range entries {
		entries[i].ID = id.of(what, strconv.Itoa(i+1))
	}
	return entries
}

// numberLines names the lines of a block: "letter-to-1-l1" and on.
func numberLines(id string, lines []Text) {
	for i := range lines {
		lines[i].ID = id + "-l" + strconv.Itoa(i+1)
	}
}

// idPrefixes gives each document the beginning of its elements' names: its own
// name where that is fit for an identifier and cannot be taken for the beginning
// of another document's element, else as much of it as is, with a number.
func idPrefixes(files []namedFile) []string {
	all := make([]string, len(files))
	for i, f := range files {
		p := identifier(documentName(f.path))
		for _, earlier := range all[:i] {
			if p == earlier || strings.HasPrefix(p, earlier+"-") && elementName(p[len(earlier)+1:]) ||
				strings.HasPrefix(earlier, p+"-") && elementName(earlier[len(p)+1:]) {
				p = fmt.Sprintf("document%d-%s", i+1, p)
				break
			}
		}
		all[i] = p
	}
	return all
}

// elementName says whether s could go on as the name of an element does.
func elementName(s string) bool {
	what, _, _ := strings.Cut(s, "-")
	switch what {
	case "to", "cc", "reference", "subject", "signatory", "enclosure", "contact", "date", "timing":
		return true
	}
	what = strings.TrimRight(what, "0123456789")
	switch what {
	case "p", "h", "l", "li", "q", "img", "hr", "t", "note", "noteref", "v":
		return true
	}
	return false
}

// identifier makes a name fit: what is neither an ASCII letter nor a digit becomes
// a hyphen, several become one, and the beginning is a letter.
func identifier(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := strings.TrimRight(b.String(), "-")
	switch {
	case s == "":
		return "document"
	case s[0] >= '0' && s[0] <= '9':
		return "d" + s
	}
	return s
}

// DefaultTitle is the title of a document that gives none: a release's headline,
// and for a letter, in English, "Letter to X and Y, June 19, 2018": see Packet.Retitle.
func (d *Document) DefaultTitle() Text {
	switch {
	case d.Release != nil:
		return Text{Value: d.Release.Headline.Value, Span: d.Release.Headline.Span}
	case d.Letter == nil:
		return Text{}
	}
	s := "Letter"
	names := d.Letter.Addressees()
	for i, name := range names {
		if rest, ok := strings.CutPrefix(name, "The "); ok {
			names[i] = "the " + rest
		}
	}
	if len(names) > 0 {
		s += " to " + joinNames(names, " and ", ", and ")
	}
	if d.Date.Year > 0 {
		s += fmt.Sprintf(", %s %d, %d", d.Date.Month, d.Date.Day, d.Date.Year)
	}
	return Text{Value: s}
}

// Addressees names those to whom a letter goes, in order.
func (l *Letter) Addressees() []string {
	names := make([]string, len(l.To))
	for i, a := range l.To {
		names[i] = a.Name
	}
	return names
}

// Retitle gives the letters without a title of their own another one than
// DefaultTitle: title says which, "" leaves it. It is for who knows the words of
// the letters' languages, and changes what Config says too.
func (p *Packet) Retitle(title func(*Document) string) {
	for _, d := range p.Documents {
		if d.Letter == nil || d.titled {
			continue
		}
		made := d.DefaultTitle().Value
		words := title(d)
		if words == "" || words == made {
			continue
		}
		d.Title.Value = words
		packet := !p.titled && p.Title.Value == made
		if packet {
			p.Title.Value = words
		}
		for i := range p.Config {
			s := &p.Config[i]
			if s.Key == "title" && (s.Document == d.Name || s.Document == "" && packet) {
				s.Value = words
			}
		}
	}
}

// joinNames lists names: two with pair between them, more with last before the last.
func joinNames(names []string, pair, last string) string {
	switch n := len(names); n {
	case 1:
		return names[0]
	case 2:
		return names[0] + pair + names[1]
	default:
		return strings.Join(names[:n-1], ", ") + last + names[n-1]
	}
}
