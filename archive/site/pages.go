package site

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"chancery/archive/tlog"
	"chancery/assets"
	"chancery/fonts"
)

// Render makes the pages of all that is published: the index, the page of each
// entry, a page for each file by its digest, the lists of digests, and what the
// pages need. What Publish gave is not among them.
func (s *Site) Render() (map[string][]byte, error) {
	files := map[string][]byte{}
	lists := map[string]map[string]known{}
	list := func(f *EntryFile, k known) {
		shard := f.SHA256[:2]
		if lists[shard] == nil {
			lists[shard] = map[string]known{}
		}
		if _, there := lists[shard][f.SHA256]; !there || k.Status == "genuine" {
			lists[shard][f.SHA256] = k
		}
	}
	for _, folder := range s.folders() {
		e := s.Entries[folder]
		w, err := wordsOf(e.Language)
		if err != nil {
			return nil, err
		}
		files[folder+"/index.html"] = s.entry(w, folder, e)
		verdict := "genuine"
		if e.Status != Issued {
			verdict = string(e.Status)
		}
		add := func(f *EntryFile, verdict string) {
			if f.Kind == KindSignature {
				return
			}
			list(f, known{Page: folder + "/index.html", File: f.Name, Title: e.Title, Status: verdict})
			at := "sha256/" + f.SHA256 + "/index.html"
			if _, there := files[at]; !there || verdict == "genuine" {
				files[at] = s.digest(w, folder, e, f, verdict)
			}
		}
		for i := range e.Files {
			add(&e.Files[i], verdict)
		}
		for i := range e.Former {
			add(&e.Former[i], "former")
		}
	}
	for shard, l := range lists {
		data, err := json.MarshalIndent(l, "", " ") // the keys are sorted
		if err != nil {
			return nil, fmt.Errorf("site: %w", err)
		}
		files["digests/"+shard+".json"] = append(data, '\n')
	}
	index, err := s.index()
	if err != nil {
		return nil, err
	}
	files["index.html"] = index
	return files, s.furniture(files)
}

// known is what the lists of digests say of one.
type known struct {
	Page   string `json:"page"`
	File   string `json:"file"`
	Title  string `json:"title"`
	Status string `json:"status"` // genuine, former, superseded, withdrawn
}

// latest is the entry that the site takes its language, publisher and ink from.
func (s *Site) latest() *Entry {
	if list := s.folders(); len(list) > 0 {
		return s.Entries[list[0]]
	}
	return &Entry{Language: english}
}

// index writes the page that lists all that is published.
func (s *Site) index() ([]byte, error) {
	of := s.latest()
	w, err := wordsOf(of.Language)
	if err != nil {
		return nil, err
	}
	title := w.TitleAlone
	if of.Publisher != "" {
		title = fill(w.Title, "publisher", of.Publisher)
	}
	p := newPage(w, "", w.lang)
	p.script = true
	p.head(title, of.Publisher)
	p.raw("<main>\n")
	p.element("h1", title)
	p.element("p", w.Intro)
	p.checker()
	p.element("h2", w.List)
	list := s.folders()
	if len(list) == 0 {
		p.element("p", w.Nothing)
	} else {
		p.raw("<ul class=\"list\">\n")
		for _, folder := range list {
			e := s.Entries[folder]
			p.raw("<li>\n")
			p.open("a", append([]string{"href", folder + "/index.html"}, p.said(e.Language)...)...)
			p.text(e.Title)
			p.raw("</a>\n")
			facts := []string{w.labels.MarkReference(e.Reference)}
			if e.Date != "" {
				facts = append(facts, w.day(e.Date))
			}
			switch e.Status {
			case Superseded:
				facts = append(facts, w.SupersededBy)
			case Withdrawn:
				facts = append(facts, w.WithdrawnSays)
			}
			p.element("p", strings.Join(facts, " · "), "class", "soft")
			p.raw("</li>\n")
		}
		p.raw("</ul>\n")
	}
	p.raw("</main>\n")
	return p.end(), nil
}

// checker writes the part that compares a reader's file, which the program shows
// where it runs, and what to do without it.
func (p *page) checker() {
	w := p.w
	p.open("section", "class", "check", "hidden", "hidden", "aria-labelledby", "check",
		"data-working", w.Working, "data-genuine", w.Genuine, "data-former", w.Former, "data-superseded", w.Superseded,
		"data-withdrawn", w.Withdrawn, "data-unknown", w.Unknown, "data-failed", w.Failed, "data-open", w.Open)
	p.raw("\n")
	p.element("h2", w.Check, "id", "check")
	p.element("p", w.CheckHelp, "id", "check-help")
	p.raw("<div class=\"drop\">\n")
	p.element("label", w.Choose, "for", "check-file")
	p.open("input", "type", "file", "id", "check-file", "multiple", "multiple", "aria-describedby", "check-help")
	p.raw("\n</div>\n<div role=\"status\"><ul class=\"results\"></ul></div>\n</section>\n")
}

// byHand says how a fingerprint is compared without the program.
func (p *page) byHand() {
	p.element("p", p.w.ByHand, "class", "soft")
	p.element("p", p.w.ByHandHow, "class", "soft")
}

// status writes whether an entry holds.
func (s *Site) status(p *page, e *Entry, root string) {
	p.open("div", "class", "status "+string(e.Status))
	p.raw("\n")
	switch e.Status {
	case Superseded:
		by := s.Entries[e.By]
		if by == nil {
			p.element("p", p.w.SupersededBy)
		} else {
			p.element("p", p.w.SupersededSays)
			p.raw("<p>")
			p.open("a", append([]string{"href", root + e.By + "/index.html"}, p.said(by.Language)...)...)
			p.text(by.Title)
			p.raw("</a></p>\n")
		}
	case Withdrawn:
		p.element("p", p.w.WithdrawnSays)
	default:
		p.element("p", p.w.Issued)
	}
	if e.Status != Issued && e.Reason != "" {
		p.element("p", p.w.Reason+" "+e.Reason)
	}
	p.raw("</div>\n")
}

// entry writes the page of a publication.
func (s *Site) entry(w *words, folder string, e *Entry) []byte {
	const root = "../../"
	p := newPage(w, root, w.lang)
	p.script = true
	p.head(e.Title, e.Publisher)
	p.raw("<main>\n")
	p.element("h1", e.Title, p.said(e.Language)...)
	s.status(p, e, root)
	p.raw("<dl class=\"facts\">\n")
	fact := func(name, value string) {
		if value != "" {
			p.element("dt", name)
			p.element("dd", value)
		}
	}
	if number := w.labels.MarkReference(""); strings.TrimSpace(number) != "" {
		fact(strings.TrimSpace(number), e.Reference)
	}
	fact(w.Date, w.day(e.Date))
	fact(w.Publisher, e.Publisher)
	p.raw("</dl>\n")
	p.element("h2", w.Documents)
	p.raw("<ul class=\"list\">\n")
	for i := range e.Files {
		f := &e.Files[i]
		if f.Kind != KindDocument {
			continue
		}
		p.raw("<li>\n")
		p.element("strong", f.Title, p.said(f.Language)...)
		p.raw("<p>")
		p.open("a", "href", f.Name)
		p.text(fill(w.PDF, "file", f.Name, "size", sizeOf(f.Size)))
		p.raw("</a></p>\n")
		if f.Page != "" {
			p.raw("<p>")
			p.open("a", "href", f.Page)
			p.text(fill(w.Read, "name", strings.TrimSuffix(f.Name, ".pdf")))
			p.raw("</a></p>\n")
		}
		p.raw("</li>\n")
	}
	for _, f := range e.Files {
		if f.Kind == KindBook {
			p.raw("<li>")
			p.open("a", "href", f.Name)
			p.text(fill(w.Book, "size", sizeOf(f.Size)))
			p.raw("</a></li>\n")
		}
	}
	p.raw("</ul>\n")
	p.element("p", w.Official, "class", "soft")
	p.checker()
	p.element("h2", w.Files)
	p.files(e.Files, true, e.Logged)
	p.byHand()
	if s.Log != "" {
		p.element("p", w.LogKey, "class", "soft")
		p.raw("<p>")
		p.element("code", s.Log)
		p.raw("</p>\n")
	}
	if len(e.Former) > 0 {
		p.element("h2", w.Earlier)
		p.element("p", w.EarlierHelp)
		p.files(e.Former, false, false)
	}
	p.raw("</main>\n")
	return p.end()
}

// files lists files with their digests, and with links where they are on the site.
func (p *page) files(files []EntryFile, there, logged bool) {
	p.raw("<ul class=\"plain files\">\n")
	for i := range files {
		p.raw("<li>\n")
		name := files[i].Name
		if files[i].Kind == KindSignature {
			name = fill(p.w.Signature, "file", files[i].Title)
		}
		if there {
			p.raw("<strong>")
			p.open("a", "href", files[i].Name)
			p.text(name)
			p.raw("</a></strong>\n")
		} else {
			p.element("strong", name)
		}
		p.digests(&files[i])
		if logged && files[i].Kind != KindSignature {
			p.raw("<p>")
			p.open("a", "href", files[i].Name+tlog.Extension)
			p.text(fill(p.w.Proof, "file", name))
			p.raw("</a></p>\n")
		}
		p.raw("</li>\n")
	}
	p.raw("</ul>\n")
}

// digests lists what is known of a file.
func (p *page) digests(f *EntryFile) {
	p.raw("<dl class=\"facts\">\n")
	p.element("dt", p.w.Size)
	p.element("dd", fmt.Sprintf("%d B", f.Size))
	for _, d := range []struct{ name, value string }{{p.w.SHA256, f.SHA256}, {p.w.SHA512, f.SHA512}} {
		p.element("dt", d.name)
		p.raw("<dd>")
		p.element("code", d.value)
		p.raw("</dd>\n")
	}
	p.raw("</dl>\n")
}

// digest writes the page of one file.
func (s *Site) digest(w *words, folder string, e *Entry, f *EntryFile, verdict string) []byte {
	const root = "../../"
	title := fill(w.FileOf, "file", f.Name, "title", e.Title)
	p := newPage(w, root, w.lang)
	p.head(title, e.Publisher)
	p.raw("<main>\n")
	p.element("h1", title)
	p.element("p", w.FileIs)
	if verdict == "former" {
		p.open("div", "class", "status superseded")
		p.element("p", w.EarlierHelp)
		p.raw("</div>\n")
	} else {
		s.status(p, e, root)
	}
	p.raw("<p>")
	p.open("a", append([]string{"href", root + folder + "/index.html"}, p.said(e.Language)...)...)
	p.text(e.Title)
	p.raw("</a></p>\n")
	p.digests(f)
	p.raw("</main>\n")
	return p.end()
}

// furniture adds style sheet, program and faces.
func (s *Site) furniture(files map[string][]byte) error {
	var sheet strings.Builder
	family, err := fonts.Lookup("STIX Two Text")
	if err != nil {
		return fmt.Errorf("site: %w", err)
	}
	for _, st := range []struct {
		bold   bool
		weight string
	}{{false, "normal"}, {true, "bold"}} {
		face := family.Face(st.bold, false)
		data, err := face.SubsetEPUB(siteLetters(), nil)
		if err != nil {
			return fmt.Errorf("site: %w", err)
		}
		name := face.PostScriptName + ".ttf"
		files["site/"+name] = data
		fmt.Fprintf(&sheet, "@font-face { font-family: \"Site Text\"; font-weight: %s; font-style: normal; src: url(%s); font-display: swap; }\n", st.weight, name)
	}
	ink := s.latest().Ink
	if !isColor(ink) {
		ink = "#000000"
	}
	fmt.Fprintf(&sheet, ":root { --ink: %s; }\n", ink)
	for _, name := range []string{"style.css", "check.js"} {
		data, err := assets.FS.ReadFile(path.Join("site", name))
		if err != nil {
			return fmt.Errorf("site: %w", err)
		}
		if name == "style.css" {
			data = append([]byte(sheet.String()), data...)
		}
		files["site/"+name] = data
	}
	return nil
}

// The site's faces have a name of their own: a book that is read on the site brings
// its own subsets, with other letters.

// siteLetters are the characters that the site's own faces have: those of the Latin
// languages and of print. Titles in other letters are shown in the reader's fonts.
func siteLetters() []rune {
	var all []rune
	for r := ' '; r < 0x180; r++ {
		if r < 0x7F || r >= 0xA0 {
			all = append(all, r)
		}
	}
	return append(all, []rune("–—‘’‚“”„…‹›•€™−")...)
}

// isColor says whether s is a colour as a style sheet writes it: "#1a3350".
func isColor(s string) bool {
	return len(s) == 7 && s[0] == '#' && !slices.ContainsFunc([]byte(s[1:]), func(c byte) bool {
		return !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')
	})
}
