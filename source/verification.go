package source

import (
	"fmt"
	"net/url"
	"strings"
)

// The lengths that keep an address printable and its QR code small.
const (
	maxVerifyAddress = 120
	maxReference     = 40
	verifyKeyDigits  = 32
)

// verifyAddress reads where the office publishes its documents: the beginning of
// the addresses that documents show, with a slash at its end. It is https, for a page
// that vouches for documents must not be changed on its way to a reader.
func (m *mapping) verifyAddress() Text {
	t := m.uri("verify-address")
	if t.Empty() {
		return t
	}
	const code = CodeBadVerifyAddress
	u, err := url.Parse(t.Value)
	wrong := func(text, hint string) Text {
		m.y.l.fail(t.Span, code, fmt.Sprintf("%q %s", t.Value, text), hint)
		return Text{}
	}
	switch {
	case err != nil || u.Scheme != "https" || u.Host == "":
		return wrong("is no address of the web that begins with https://", "write one such as https://verify.example.gov/")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return wrong("is more than a site and a folder", "take out what stands behind ? or #, and any name and password")
	case strings.ContainsFunc(t.Value, func(r rune) bool { return r > 0x7E }):
		return wrong("has other characters than those of ASCII", "write the name of the site as xn--…")
	case len(t.Value) > maxVerifyAddress:
		return wrong(fmt.Sprintf("is longer than %d characters", maxVerifyAddress), "choose a shorter address: it is printed on paper")
	}
	if !strings.HasSuffix(t.Value, "/") {
		t.Value += "/"
	}
	return t
}

// reference reads the number of a document, which is part of an address and of the
// name of a folder: letters and digits, with hyphens and full stops between them.
func (m *mapping) reference() Text {
	t := m.text("reference", false)
	if t.Empty() {
		return t
	}
	plain := func(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }
	ok := len(t.Value) <= maxReference && plain(t.Value[0]) && plain(t.Value[len(t.Value)-1]) && !strings.Contains(t.Value, "..")
	for i := range len(t.Value) {
		ok = ok && (plain(t.Value[i]) || t.Value[i] == '-' || t.Value[i] == '.')
	}
	if !ok {
		m.y.l.fail(t.Span, CodeBadReference, fmt.Sprintf("%q is no reference number", t.Value),
			fmt.Sprintf("write at most %d letters and digits, with hyphens or full stops between them, such as 2018-0123", maxReference))
		return Text{}
	}
	return t
}

// verifyKey reads the part of a document's address that nobody can guess.
func (m *mapping) verifyKey() Text {
	t := m.text("verify-key", false)
	if t.Empty() {
		return t
	}
	ok := len(t.Value) == verifyKeyDigits
	for i := range len(t.Value) {
		c := t.Value[i]
		ok = ok && (c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f')
	}
	if !ok {
		m.y.l.fail(t.Span, CodeBadVerifyKey, fmt.Sprintf("a key has %d hexadecimal digits", verifyKeyDigits), drawKey)
		return Text{}
	}
	t.Value = strings.ToUpper(t.Value)
	return t
}

// drawKey says where keys come from.
const drawKey = "chancery init draws one at random for each packet; openssl rand -hex 16 prints one, too"

// verification settles under which number and address a document is published. The
// nearest wins.
func (l *loader) verification(d *Document, c *choices, id ids) {
	find := func(name string, read func(*mapping) Text) Text {
		for _, m := range c.maps {
			if m == nil || m.table.find(name) == nil {
				continue
			}
			if t := read(m); !t.Empty() {
				c.note(name, t.Value, place(t.Span), t.Span)
				return t
			}
		}
		return Text{}
	}
	d.Reference = id.text("reference-number", find("reference", (*mapping).reference))
	d.verifyKey = find("verify-key", (*mapping).verifyKey)
	base := l.packet.Office.VerifyAddress
	if base.Empty() || d.Reference.Empty() {
		return
	}
	if d.verifyKey.Empty() {
		if !l.keyless { // a packet's number is read for each of its documents
			l.keyless = true
			l.fail(d.Reference.Span, CodeMissingKey, `a "reference" needs a "verify-key" beside it, so that nobody can guess the address of what is not published yet`, drawKey)
		}
		return
	}
	d.Address = base.Value + strings.ToUpper(d.Reference.Value) + "/" + d.verifyKey.Value
}
