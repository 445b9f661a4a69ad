package verify

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"chancery/archive/cms"
)

// Text is the report on one screen, for people: the first line is the verdict
// and nothing else.
func (r *Report) Text() string {
	p := &page{}
	p.line(string(r.Verdict))
	p.line("")
	switch r.Verdict {
	case Official:
		p.wrap("", "Nothing in this document was changed since it was signed, and every signature in it leads to a root that you trust. Who signed it stands below: see that it is the office.")
	case Altered:
		p.wrap("", "This is not the file as it was signed:")
	default:
		p.wrap("", "Whether this is an official copy cannot be said:")
	}
	for _, reason := range r.Reasons {
		text := reason.Text
		if reason.Field != "" && len(r.Signatures) > 1 {
			text += " [" + reason.Field + "]"
		}
		p.wrap("- ", text)
	}
	for _, c := range r.Consulted.Untrusted {
		name := c.Name
		if c.Organization != "" {
			name += " (" + c.Organization + ")"
		}
		p.line("")
		p.wrap("", "The certificate of "+name+" has this SHA-256 fingerprint; compare it with the one that the office itself publishes:")
		p.line("  " + spaced(c.Fingerprint[:32]))
		p.line("  " + spaced(c.Fingerprint[32:]))
	}
	for i, s := range r.Signatures {
		p.line("")
		p.signature(r, s, i)
	}
	p.line("")
	if len(r.Signatures) > 0 {
		if len(r.Claims) > 0 {
			p.item("claims", strings.Join(r.Claims, ", ")+" (not tested here)")
		} else {
			p.item("claims", "no standard")
		}
	}
	p.consulted(r)
	return p.String()
}

// page collects lines.
type page struct{ strings.Builder }

// width is how long a line may be, in characters.
const width = 80

// line adds a line.
func (p *page) line(s string) {
	p.WriteString(strings.TrimRight(cms.Clean(s), " ") + "\n")
}

// wrap adds words in lines, the first of which begins with a mark.
func (p *page) wrap(mark, words string) {
	indent := strings.Repeat(" ", utf8.RuneCountInString(mark))
	line := mark
	fresh := true
	for _, w := range strings.Fields(cms.Clean(words)) {
		if !fresh && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > width {
			p.line(line)
			line, fresh = indent, true
		}
		if !fresh {
			line += " "
		}
		line += w
		fresh = false
	}
	p.line(line)
}

// item adds a line with a name before it.
func (p *page) item(name, words string) { p.wrap(fmt.Sprintf("%-11s", name), words) }

// signature says all of one signature.
func (p *page) signature(r *Report, s *Signature, i int) {
	kind := map[string]string{"signature": "Signature", "certification": "Certification", "timestamp": "Document timestamp"}[s.Kind]
	head := fmt.Sprintf("%s %d of %d", kind, i+1, len(r.Signatures))
	if s.Kind != "timestamp" {
		head += fmt.Sprintf(" (field %s)", s.Field)
	}
	if s.Level != "" {
		head += ", " + s.Level
	}
	switch {
	case !s.Intact:
		head += ": does not hold"
	case !s.Trusted:
		head += ": whole, but not confirmed"
	}
	p.wrap("", head)
	if s.Signer != nil {
		p.signer(s)
	}
	switch {
	case s.Time != nil && s.Kind == "timestamp":
		p.item("when", moment(*s.Time))
	case s.Time != nil:
		p.item("when", fmt.Sprintf("by %s at the latest: a timestamp of %s says so", moment(*s.Time), s.TimeBy))
	case s.Kind == "timestamp":
	case s.Claimed != "":
		p.item("when", "not proven: no more than the signer's word, "+s.Claimed)
	default:
		p.item("when", "not proven, and not said")
	}
	if s.in != nil && s.in.end > 0 {
		if s.in.end == r.Bytes {
			p.item("covers", fmt.Sprintf("the whole file (%s bytes)", thousands(r.Bytes)))
		} else {
			p.item("covers", fmt.Sprintf("the file as it was then, the first %s of %s bytes", thousands(s.in.end), thousands(r.Bytes)))
		}
	}
	if s.Permits != "" {
		p.item("permits", s.Permits)
	}
	p.since(r, s)
	if s.RevokedLater != nil {
		p.item("later", fmt.Sprintf("a certificate was revoked on %s; it was signed before", moment(*s.RevokedLater)))
	}
	if len(s.NotPublished) > 0 {
		p.item("no news of", strings.Join(s.NotPublished, ", ")+": the issuer publishes nothing about revoked certificates")
	}
}

// signer says who signed, and who says so.
func (p *page) signer(s *Signature) {
	name := s.Signer.Name
	if o := s.Signer.Organization; o != "" && o != name {
		name += ", " + o
	}
	p.item("signed by", name)
	through := strings.Join(s.Issuers, ", ")
	switch root := s.Root; {
	case root == nil:
	case root.Fingerprint == s.Signer.Fingerprint && through == "":
		through = "nobody but the signer"
		if s.Trusted {
			through = "you, who trust this very certificate"
		}
	case s.Trusted && through == "":
		through = "the root " + root.Name
	case s.Trusted:
		through += ", under the root " + root.Name
	case through == "":
		through = root.Name
	default:
		through += ", under " + root.Name
	}
	if through != "" {
		p.item("vouched by", through)
	}
}

// since says what was done after a signature. What is as it should be is said
// in a word for document timestamps, which there may be many of.
func (p *page) since(r *Report, s *Signature) {
	name := "since then"
	for _, c := range s.Since {
		if c.Allowed && s.Kind == "timestamp" {
			continue
		}
		p.item(name, c.Text)
		name = ""
	}
	if len(s.Since) == 0 && s.Intact && s.in != nil && s.in.end == r.Bytes && s.Kind != "timestamp" {
		p.item(name, "nothing was changed")
	}
}

// consulted says what the report rests on.
func (p *page) consulted(r *Report) {
	roots := "no trust file: none was given"
	if n := len(r.Consulted.Roots); n > 0 {
		roots = "the roots you trust: " + strings.Join(r.Consulted.Roots, "; ")
	}
	p.item("consulted", roots)
	var heads []string
	about := map[string][]string{}
	for _, e := range r.Consulted.Evidence {
		head := fmt.Sprintf("%s of %s (%s) about ", e.Kind, e.Made.UTC().Format("2006-01-02 15:04 UTC"), e.Source)
		if about[head] == nil {
			heads = append(heads, head)
		}
		about[head] = append(about[head], e.About)
	}
	for _, head := range heads {
		p.item("", head+strings.Join(about[head], ", "))
	}
	p.item("", "nothing online; all as of "+moment(r.Consulted.At))
	p.item("not known", "whether it was superseded or withdrawn: a file by itself cannot say so")
}

// thousands sets a number with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// moment is a time as it is said.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// spaced sets a fingerprint in groups of four, to be compared by eye.
func spaced(hex string) string {
	var b strings.Builder
	for i := 0; i < len(hex); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.ToUpper(hex[i:min(i+4, len(hex))]))
	}
	return b.String()
}
