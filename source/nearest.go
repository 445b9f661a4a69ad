package source

import (
	"fmt"
	"strings"
)

// unknown reports a key that a table does not have, with the key that was meant:
// another tool's name for it, a key of another place, or the nearest by letters.
func (y *yamlText) unknown(name string, at Span, t *table) {
	p := Problem{Span: at, Code: CodeUnknownKey, Text: fmt.Sprintf("unknown key %q", name)}
	low := strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), "_", "-"), " ", "-")
	meant, say := foreign(low)
	switch {
	case t.find(low) != nil:
		p.Hint = fmt.Sprintf("use %q", low)
	case meant != "" && t.find(meant) != nil:
		p.Hint = fmt.Sprintf("use %q", meant)
	case elsewhere(low, t) != "":
		p.Hint = elsewhere(low, t)
	case say != "":
		p.Hint = say
	default:
		if near := nearest(low, t.names()); near != "" {
			p.Hint = fmt.Sprintf("use %q", near)
		} else {
			p.Hint = fmt.Sprintf("%s has %s", t.name, strings.Join(t.names(), ", "))
		}
	}
	y.l.report(p)
}

// names are the names of a table's keys.
func (t *table) names() []string {
	names := make([]string, len(t.keys))
	for i := range t.keys {
		names[i] = t.keys[i].name
	}
	return names
}

// elsewhere says where a key belongs that is written in a wrong place.
func elsewhere(name string, not *table) string {
	for _, t := range []struct {
		*table
		where string
	}{
		{letterKeys, "a letter"}, {releaseKeys, "a release"}, {packetKeys, packetFile}, {officeKeys, officeFile},
	} {
		if t.table != not && t.find(name) != nil {
			return fmt.Sprintf("%q belongs to %s", name, t.where)
		}
	}
	return ""
}

// foreign gives Chancery's key for the name that another tool has for it
// (KOMA-Script, LaTeX's letter class, Pandoc's letter templates, Hugo, Jekyll,
// Word's fields), or what to say where there is no such key.
func foreign(name string) (key, say string) {
	switch name {
	case "opening", "greeting", "dear", "salute":
		return "salutation", ""
	case "encl", "encls", "enclosure", "attachments", "attachment", "enc":
		return "enclosures", ""
	case "re", "regarding", "betreff", "about":
		return "subject", ""
	case "recipient", "recipients", "addressee", "addressees", "toname", "inside-address", "inside-addresses":
		return "to", ""
	case "address":
		return "lines", `write the address under "to"; the office's own stands in office.yaml`
	case "signature", "signatures", "signer", "signers", "signed", "signatory", "signees":
		return "signatories", ""
	case "close", "complimentary-close", "valediction", "regards":
		return "closing", ""
	case "ps", "p.s.", "post-scriptum":
		return "postscript", ""
	case "carbon-copy", "copies", "copy", "cc-list", "ccs":
		return "cc", ""
	case "delivery", "delivery-line", "specialmail", "mailing":
		return "via", ""
	case "yourref", "myref", "ref", "reference", "our-ref", "your-ref", "our-file", "file":
		return "references", ""
	case "contact", "media-contact", "press-contact", "media-contacts":
		return "contacts", ""
	case "head", "hed", "headline-text":
		return "headline", ""
	case "subtitle", "sub-head", "subheadline", "subheading", "dek", "deck":
		return "subhead", ""
	case "location", "place", "city":
		return "dateline", ""
	case "embargo", "release-time", "for-immediate-release", "immediate":
		return "timing", ""
	case "embargo-until", "embargoed-until":
		return "until", ""
	case "timezone", "tz", "time-zone":
		return "zone", ""
	case "end", "endmark", "end-sign":
		return "end-mark", ""
	case "type", "layout", "documentclass", "doctype", "format":
		return "kind", ""
	case "lang", "locale", "babel-lang":
		return "language", ""
	case "keywords", "tags", "categories", "subjects", "topics":
		return "subject-terms", ""
	case "papersize", "paper", "paper-size", "pagesize":
		return "page-size", ""
	case "fontsize", "font-size":
		return "size", ""
	case "font", "fontfamily", "mainfont", "font-family", "typeface":
		return "face", ""
	case "hyphenation":
		return "hyphenate", ""
	case "smart", "typographer", "smartquotes":
		return "smart-quotes", ""
	case "logo", "emblem", "crest":
		return "seal", ""
	case "isbn", "id", "uuid", "uid", "doi":
		return "identifier", ""
	case "creator", "authors", "by":
		return "author", ""
	case "files", "parts", "contents", "chapters":
		return "documents", ""
	case "template", "stationery", "letter-head":
		return "letterhead", ""
	case "position", "role", "job-title", "office":
		return "title", ""
	case "telephone", "tel", "phone-number", "fromphone":
		return "phone", ""
	case "mail", "e-mail", "fromemail":
		return "email", ""
	case "state", "county":
		return "jurisdiction", ""
	case "from", "sender", "return-address", "fromname", "fromaddress", "backaddress":
		return "", "the sender is written once, in office.yaml"
	case "body", "text", "content":
		return "", `the body stands under the second "---", as Markdown`
	case "bcc", "blind-copy":
		return "", "blind copies are not set: they would show"
	case "draft", "publishdate", "slug", "url", "permalink", "output", "header-includes", "geometry", "margin", "bibliography", "toc":
		return "", "this belongs to another tool: take it out"
	}
	return "", ""
}

// nearest gives the name that is nearest to what was written, or "" where none
// is near: at most one letter in three may differ, and never more than three.
func nearest(written string, names []string) string {
	best, least := "", min(3, (len(written)+1)/3)+1
	for _, name := range names {
		if d := distance(written, name, least); d < least {
			best, least = name, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, replace or swap with
// their neighbour to get from a to b (Damerau 1964, Levenshtein 1966, in the
// form that edits no part twice), or limit if it is not less.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	prev, cur, old := rows[0], rows[1], rows[2]
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], old[j-2]+1)
			}
		}
		old, prev, cur = prev, cur, old
	}
	return min(prev[len(b)], limit)
}
