package source

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// letter reads what a letter has around its body.
func (m *mapping) letter(id ids, smart words) *Letter {
	return &Letter{
		Via:         id.text("via", m.text("via", smart)),
		To:          m.addresses(id, smart),
		References:  m.references(id, smart),
		Subject:     id.lines("subject", m.textLines("subject", smart)),
		Salutation:  id.text("salutation", m.text("salutation", smart)),
		Closing:     id.text("closing", m.text("closing", smart)),
		Signatories: m.signatories(id, smart),
		Enclosures:  id.list("enclosure", m.texts("enclosures", smart)),
		CC:          m.copies(id, smart),
		Postscript:  id.text("postscript", m.text("postscript", smart)),
	}
}

// addresses reads the inside addresses: blocks of lines, or mappings. A single
// block without a list is one address.
func (m *mapping) addresses(id ids, smart words) []InsideAddress {
	f := m.get("to")
	if f == nil {
		return nil
	}
	entries := []*yaml.Node{f.node}
	if f.node.Kind != yaml.MappingNode && (f.node.Kind != yaml.ScalarNode || f.node.Value == "") {
		entries = m.y.list(f)
		if len(entries) == 0 && f.node.Kind == yaml.SequenceNode {
			m.y.l.fail(f.span, CodeNoValue, `"to" names nobody`, missingHint(m.table, f.key))
		}
	}
	var all []InsideAddress
	for _, n := range entries {
		a := InsideAddress{ID: id.of("to", strconv.Itoa(len(all)+1)), Span: m.y.nodeSpan(n)}
		if n.Kind == yaml.MappingNode {
			e := m.y.mapping(n, addressKeys, a.Span)
			if e == nil {
				continue
			}
			if name := e.text("name", smart); !name.Empty() {
				a.Lines = append(a.Lines, name)
				a.Name = name.Value
			}
			a.Lines = append(a.Lines, e.textLines("lines", smart)...)
			if heading := e.text("heading", smart); !heading.Empty() {
				a.Name = heading.Value
			}
		} else {
			a.Lines = m.y.entry(n, smart)
			if len(a.Lines) > 0 {
				a.Name = strings.TrimRight(a.Lines[0].Value, ",")
			}
		}
		if len(a.Lines) == 0 {
			continue
		}
		numberLines(a.ID, a.Lines)
		all = append(all, a)
	}
	return all
}

// entry reads one entry of a list as a block of lines.
func (y *yamlText) entry(n *yaml.Node, smart words) []Text {
	at := y.nodeSpan(n)
	before := len(y.l.problems)
	lines := y.lines(n, "", at, smart)
	if len(lines) == 0 && len(y.l.problems) == before {
		y.l.fail(at, CodeNoValue, "this entry is empty", "write it after the -, or take it out")
	}
	return lines
}

// references reads the reference line: any labels with their values.
func (m *mapping) references(id ids, smart words) []Reference {
	f := m.get("references")
	if f == nil {
		return nil
	}
	y := m.y
	if !y.plain(f.node) {
		return nil
	}
	if f.node.Kind != yaml.MappingNode {
		y.l.fail(y.nodeSpan(f.node), CodeWrongShape, `"references" consists of labels with values`, "write each on a line of its own, indented: Our file: 2018-0123")
		return nil
	}
	var all []Reference
	for i := 0; i+1 < len(f.node.Content); i += 2 {
		k, v := f.node.Content[i], f.node.Content[i+1]
		at := y.nodeSpan(k)
		label := y.line(k, "", at, smart)
		value := y.line(v, label.Value, at, smart)
		if label.Empty() || value.Empty() {
			if value.Span.File != nil && !label.Empty() {
				y.l.fail(at, CodeNoValue, fmt.Sprintf("%q has no value", label.Value), "write it after the colon, or take the line out")
			}
			continue
		}
		r := Reference{ID: id.of("reference", strconv.Itoa(len(all)+1)), Span: at, Label: label, Value: value}
		r.Label.ID, r.Value.ID = r.ID+"-label", r.ID+"-value"
		all = append(all, r)
	}
	return all
}

// signatories reads who signs.
func (m *mapping) signatories(id ids, smart words) []Signatory {
	f := m.get("signatories")
	if f == nil {
		return nil
	}
	var all []Signatory
	for _, n := range m.y.list(f) {
		s := Signatory{ID: id.of("signatory", strconv.Itoa(len(all)+1)), Span: m.y.nodeSpan(n)}
		e := m.y.person(n, signatoryKeys)
		if e == nil {
			continue
		}
		s.Name = e.text("name", smart)
		s.Title = e.textLines("title", smart)
		if how, _ := e.choice("signature"); how == "digital" {
			s.Digital = true
		}
		if s.Name.Empty() {
			continue
		}
		s.Name.ID = s.ID + "-name"
		for i := range s.Title {
			s.Title[i].ID = s.ID + "-title-" + strconv.Itoa(i+1)
		}
		all = append(all, s)
	}
	return all
}

// person reads an entry that is a mapping; a mere name gets a hint of its own.
func (y *yamlText) person(n *yaml.Node, t *table) *mapping {
	at := y.nodeSpan(n)
	if n.Kind == yaml.ScalarNode && y.plain(n) {
		hint := "write - name: …, then title: … under name"
		if s := strings.TrimSpace(n.Value); s != "" && !strings.Contains(s, "\n") {
			hint = "write - name: " + s
		}
		y.l.fail(at, CodeWrongShape, fmt.Sprintf("%s consists of keys with values", t.name), hint)
		return nil
	}
	return y.mapping(n, t, at)
}

// copies reads the cc list: each entry a line or a block of lines.
func (m *mapping) copies(id ids, smart words) []CopyTo {
	f := m.get("cc")
	if f == nil {
		return nil
	}
	var all []CopyTo
	for _, n := range m.y.list(f) {
		c := CopyTo{ID: id.of("cc", strconv.Itoa(len(all)+1)), Span: m.y.nodeSpan(n)}
		if c.Lines = m.y.entry(n, smart); len(c.Lines) == 0 {
			continue
		}
		numberLines(c.ID, c.Lines)
		all = append(all, c)
	}
	return all
}
