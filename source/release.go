package source

import (
	"fmt"
	"strconv"
	"strings"
)

// release reads what a press release has around its body.
func (m *mapping) release(id ids, smart words) *Release {
	r := &Release{
		Timing:   m.timing(),
		Contacts: m.contacts(id, smart),
		Headline: id.text("headline", m.text("headline", smart)),
		Subhead:  id.text("subhead", m.text("subhead", smart)),
		Dateline: id.text("dateline", m.text("dateline", smart)),
		EndMark:  id.text("end-mark", m.text("end-mark", false)),
	}
	if r.Timing.Kind != "" {
		r.Timing.ID = id.of("timing")
	}
	return r
}

// contacts reads whom to ask.
func (m *mapping) contacts(id ids, smart words) []Contact {
	f := m.get("contacts")
	if f == nil {
		return nil
	}
	var all []Contact
	for _, n := range m.y.list(f) {
		e := m.y.person(n, contactKeys)
		if e == nil {
			continue
		}
		c := Contact{
			ID: id.of("contact", strconv.Itoa(len(all)+1)), Span: m.y.nodeSpan(n),
			Name: e.text("name", smart), Title: e.text("title", smart),
			Phone: e.text("phone", false), Email: e.text("email", false),
		}
		if c.Name.Empty() {
			continue
		}
		if !c.Email.Empty() && !looksLikeEmail(c.Email.Value) {
			m.y.l.fail(c.Email.Span, CodeBadEmail, fmt.Sprintf("%q is no address for mail", c.Email.Value), "write one such as press@example.gov")
		}
		sub := ids{prefix: c.ID}
		c.Name, c.Title = sub.text("name", c.Name), sub.text("title", c.Title)
		c.Phone, c.Email = sub.text("phone", c.Phone), sub.text("email", c.Email)
		all = append(all, c)
	}
	return all
}

// looksLikeEmail says whether s has the form of an address for mail: it is used
// in a link, so spaces and a second @ would do harm.
func looksLikeEmail(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && strings.Contains(host, ".") && !strings.HasPrefix(host, ".") && !strings.HasSuffix(host, ".") &&
		!strings.ContainsAny(s, " \t<>()[]\\,;:\"") && !strings.Contains(host, "@")
}
