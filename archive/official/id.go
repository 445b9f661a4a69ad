package official

import (
	"net/url"
	"strings"

	"chancery/source"
)

// ID gives the identifier under which a packet is archived.
//
// A packet with a reference, the office's own number for it, is
// "urn:<office>:<reference>" in lower case. What stands for the office is the
// beginning that office.yaml gives under "identifier" ("urn:nmag:"), or else its
// name. A packet without a reference has the identifier that is in its files too:
// as packet.yaml has it, or derived from the office and the folder's name. None of
// them depends on the content: a corrected packet is the same document.
func ID(p *source.Packet) string {
	ref := strings.ToLower(reference(p))
	if ref == "" {
		return p.Identifier.Value
	}
	if f := p.Office.File; f != nil && p.Identifier.Span.File == f {
		return strings.TrimSuffix(p.Identifier.Value, url.PathEscape(p.Name)) + ref
	}
	office := slug(p.Office.Words["jurisdiction"].Value + " " + p.Office.Words["name"].Value)
	if office == "" {
		office = slug(p.Publisher.Value)
	}
	if office == "" {
		return p.Identifier.Value
	}
	return "urn:" + office + ":" + ref
}

// reference is the number of a packet: of its first document that has one.
func reference(p *source.Packet) string {
	for _, d := range p.Documents {
		if !d.Reference.Empty() {
			return d.Reference.Value
		}
	}
	return ""
}

// slug makes a name part of a URN: letters and digits of ASCII in lower case, with
// one hyphen for all that stands between them (RFC 8141, 2).
func slug(name string) string {
	var b strings.Builder
	gap := false
	for _, c := range strings.ToLower(name) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(c)
			gap = false
		} else {
			gap = true
		}
	}
	return b.String()
}
