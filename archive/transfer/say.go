package transfer

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/archive/bagit"
	"chancery/archive/cms"
	"chancery/archive/verify"
)

// Text is the report on one screen, for people: the first line is the verdict and
// nothing else, as of one PDF.
func (r *Report) Text(o JudgeOptions) string {
	p := &page{}
	first := string(r.Verdict)
	if r.Verdict == Superseded {
		for _, d := range r.Documents {
			if d.Status == "superseded" {
				first += " by " + d.SupersededBy
				break
			}
		}
	}
	p.line(first)
	p.line("")
	switch r.Verdict {
	case verify.Official:
		p.wrap("", "This bag is as it was packed, and whatever was issued in it is proven by a signature that leads to a root or key that you trust. Who signed stands below: see that it is the office.")
	case verify.Altered:
		p.wrap("", "This is not the bag as it was packed, or not what was signed:")
	case Withdrawn, Superseded:
		p.wrap("", "This bag is as it was packed, and proven by signatures that you trust. When it was packed, this was known already:")
	default:
		p.wrap("", "Whether what this bag holds is official cannot be said:")
	}
	const most = 20
	for i, reason := range r.Reasons {
		if i == most {
			p.wrap("- ", fmt.Sprintf("and %d reasons more, which --json has", len(r.Reasons)-most))
			break
		}
		text := reason.Text
		if reason.File != "" {
			text = reason.File + ": " + text
		}
		p.wrap("- ", text)
	}
	p.line("")
	p.bag(r)
	for _, d := range r.Documents {
		text := d.Title + " (" + d.ID + "), " + d.Version
		if d.Status != "" {
			text += ", " + d.Status
		}
		p.item("document", text)
	}
	p.line("")
	for i, f := range r.Files {
		if i == most {
			p.item("", "and "+files(len(r.Files)-most)+" more, which --json has")
			break
		}
		p.item(strings.ToLower(string(f.Verdict)), f.File+": "+f.by())
	}
	if r.Unproven > 0 {
		p.item("not proven", files(r.Unproven)+" of the payload: no signature says whose they are")
	}
	p.line("")
	p.consulted(r, o)
	return p.String()
}

// bag says what the bag is.
func (p *page) bag(r *Report) {
	b := r.Bag
	p.item("bag", fmt.Sprintf("BagIt %s, %s in the payload, %d bytes, checksums by %s", b.Version, files(b.Files), b.Bytes, strings.Join(b.Algorithms, ", ")))
	for _, item := range [][2]string{{"from", "Source-Organization"}, {"packed on", "Bagging-Date"}, {"about", "External-Description"}} {
		for _, value := range b.Find(item[1]) {
			p.item(item[0], value)
		}
	}
	if r.SignedBy != "" {
		p.item("signed", "all of it, with the key "+r.SignedBy+" of minisign")
	}
	for _, h := range b.Holes {
		p.item("to fetch", h.File+" from "+h.URL)
	}
	for _, w := range b.Problems {
		// The signature of the tag manifest cannot be in the tag manifest.
		if w.Level == bagit.Warning && !(w.Code == "tag-rest" && w.File == "tagmanifest-sha512.txt.minisig") {
			text := w.Text
			if w.File != "" {
				text = w.File + ": " + text
			}
			p.item("warning", fmt.Sprintf("%s (RFC 8493, %s)", text, w.Section))
		}
	}
}

// files counts files.
func files(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}

// by says who signed a file.
func (f Proof) by() string {
	var all []string
	if f.PDF != nil {
		for _, s := range f.PDF.Signatures {
			if s.Signer == nil || s.Kind == "timestamp" {
				continue
			}
			name := s.Signer.Name
			if s.Time != nil {
				name += " by " + s.Time.UTC().Format("2006-01-02 15:04 UTC")
			}
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	if f.Key != "" {
		all = append(all, "the key "+f.Key+" of minisign")
	}
	if len(all) == 0 {
		return "no signature of anybody whom you trust"
	}
	return "signed by " + strings.Join(all, "; ")
}

// consulted says what the report rests on.
func (p *page) consulted(r *Report, o JudgeOptions) {
	var names []string
	for _, c := range o.Trust {
		names = append(names, cms.Name(c))
	}
	if len(names) == 0 {
		names = []string{"none was given"}
	}
	p.item("consulted", "roots that you trust: "+strings.Join(names, "; "))
	if n := len(o.Keys); n > 0 {
		p.item("", fmt.Sprintf("keys of minisign that you trust: %d", n))
	}
	p.item("", "nothing online; all as of "+o.At.UTC().Format("2006-01-02 15:04:05 UTC"))
	p.item("not known", "what happened since it was packed: a bag cannot know of a later version")
}

// page collects lines of 80 characters.
type page struct{ strings.Builder }

// line adds a line.
func (p *page) line(s string) { p.WriteString(strings.TrimRight(cms.Clean(s), " ") + "\n") }

// wrap adds words in lines, the first of which begins with a mark.
func (p *page) wrap(mark, words string) {
	indent := strings.Repeat(" ", utf8.RuneCountInString(mark))
	line, fresh := mark, true
	for _, w := range strings.Fields(words) {
		if !fresh && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > 80 {
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
