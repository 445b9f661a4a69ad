package site

import (
	"bytes"
	"fmt"
	"html"
	"path"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"chancery/assets"
	"chancery/layout/bidi"
	"chancery/layout/labels"
)

// words are what the site says in one language.
type words struct {
	lang   string
	labels *labels.Labels

	Title          string `yaml:"title"`
	TitleAlone     string `yaml:"title-without-publisher"`
	Intro          string `yaml:"intro"`
	List           string `yaml:"list"`
	Nothing        string `yaml:"nothing"`
	Back           string `yaml:"back"`
	About          string `yaml:"about"`
	Check          string `yaml:"check"`
	CheckHelp      string `yaml:"check-help"`
	Choose         string `yaml:"choose"`
	Working        string `yaml:"working"`
	Genuine        string `yaml:"genuine"`
	Former         string `yaml:"former"`
	Superseded     string `yaml:"superseded"`
	Withdrawn      string `yaml:"withdrawn"`
	Unknown        string `yaml:"unknown"`
	Failed         string `yaml:"failed"`
	Open           string `yaml:"open"`
	ByHand         string `yaml:"by-hand"`
	ByHandHow      string `yaml:"by-hand-how"`
	Status         string `yaml:"status"`
	Issued         string `yaml:"issued"`
	SupersededBy   string `yaml:"superseded-by"`
	SupersededSays string `yaml:"superseded-status"`
	WithdrawnSays  string `yaml:"withdrawn-status"`
	Reason         string `yaml:"reason"`
	Date           string `yaml:"date"`
	Publisher      string `yaml:"publisher"`
	Documents      string `yaml:"documents"`
	Read           string `yaml:"read"`
	PDF            string `yaml:"pdf"`
	Book           string `yaml:"book"`
	Official       string `yaml:"official"`
	Files          string `yaml:"files"`
	File           string `yaml:"file"`
	Size           string `yaml:"size"`
	SHA256         string `yaml:"sha256"`
	SHA512         string `yaml:"sha512"`
	Signature      string `yaml:"signature"`
	Earlier        string `yaml:"earlier"`
	EarlierHelp    string `yaml:"earlier-help"`
	Proof          string `yaml:"proof"`
	LogKey         string `yaml:"log-key"`
	FileOf         string `yaml:"file-of"`
	FileIs         string `yaml:"file-is"`
}

// english is the language of the site where it has no words for a document's own.
const english = "en-US"

// wordsOf gives the words of a language, found as layout/labels finds its own; those
// of English, marked as such, where there are none.
func wordsOf(lang string) (*words, error) {
	l, err := labels.Load(lang)
	if err != nil {
		if l, err = labels.Load(english); err != nil {
			return nil, err
		}
	}
	data, err := assets.FS.ReadFile(path.Join("site", l.Lang+".yaml"))
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	w := &words{lang: l.Lang, labels: l}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(w); err != nil {
		return nil, fmt.Errorf("site/%s.yaml: %w", l.Lang, err)
	}
	if primary(lang) == primary(l.Lang) {
		w.lang = lang // "es-MX" is said as it was asked for
	}
	return w, nil
}

// primary is the language of a tag without its region and script.
func primary(lang string) string {
	p, _, _ := strings.Cut(lang, "-")
	return strings.ToLower(p)
}

// fill puts values in the places that a pattern names in braces.
func fill(pattern string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(pattern)
}

// day prints a date of the form 2018-06-19.
func (w *words) day(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return w.labels.Date(t.Date())
}

// sizeOf prints a number of bytes as a person reads it.
func sizeOf(n int) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1_000_000:
		return fmt.Sprintf("%d kB", (n+500)/1000)
	}
	return fmt.Sprintf("%d MB", (n+500_000)/1_000_000)
}

// page is an HTML document on its way.
type page struct {
	b      strings.Builder
	w      *words
	root   string // the way to the site's own folder: "../../"
	lang   string
	sheets []string // style sheets before the site's own
	script bool
}

// newPage begins a page in a language.
func newPage(w *words, root, lang string) *page { return &page{w: w, root: root, lang: lang} }

func (p *page) raw(s string) { p.b.WriteString(s) }

// text writes words.
func (p *page) text(s string) { p.b.WriteString(html.EscapeString(s)) }

// open writes a start tag; attributes without a value are left out.
func (p *page) open(tag string, attrs ...string) {
	p.raw("<" + tag)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			p.raw(" " + attrs[i] + `="` + html.EscapeString(attrs[i+1]) + `"`)
		}
	}
	p.raw(">")
}

// element writes an element of words.
func (p *page) element(tag, words string, attrs ...string) {
	p.open(tag, attrs...)
	p.text(words)
	p.raw("</" + tag + ">\n")
}

// said gives the attributes of words in a language that may not be the page's.
func (p *page) said(lang string) []string {
	if lang == "" || lang == p.lang {
		return nil
	}
	return []string{"lang", lang, "dir", direction(lang)}
}

// direction is that of a language: "ltr" or "rtl".
func direction(lang string) string {
	if bidi.Direction(lang).RTL() {
		return "rtl"
	}
	return "ltr"
}

// policy allows a page what lies beside it, and nothing else: no other site, no
// program or style within the page, no form that is sent (CSP Level 3).
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"

// head writes all that stands before a page's main part.
func (p *page) head(title, publisher string) {
	p.raw("<!DOCTYPE html>\n")
	dir := direction(p.lang)
	if dir == "ltr" {
		dir = ""
	}
	p.open("html", "lang", p.lang, "dir", dir)
	p.raw("\n<head>\n<meta charset=\"utf-8\">\n")
	p.open("meta", "http-equiv", "Content-Security-Policy", "content", policy)
	p.raw("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
	p.element("title", title)
	for _, s := range append(p.sheets, p.root+"site/style.css") {
		p.open("link", "rel", "stylesheet", "href", s)
		p.raw("\n")
	}
	if p.script {
		p.open("script", "src", p.root+"site/check.js", "defer", "defer")
		p.raw("</script>\n")
	}
	p.raw("</head>\n")
	class := "page"
	if len(p.sheets) > 0 {
		class = "reading"
	}
	root := p.root
	if root == "" {
		root = "./"
	}
	p.open("body", "class", class, "data-root", root)
	p.raw("\n")
	p.open("header", append([]string{"class", "site-head"}, p.said(p.w.lang)...)...)
	p.raw("\n<p>")
	p.element("span", publisher, "class", "office")
	href, words := "", p.w.Back
	switch {
	case len(p.sheets) > 0:
		href, words = "../index.html", p.w.About
	case p.root != "":
		href = p.root + "index.html"
	}
	if href != "" {
		p.open("a", "class", "back", "href", href)
		p.text(words)
		p.raw("</a>")
	}
	p.raw("</p>\n</header>\n")
}

// end ends the page.
func (p *page) end() []byte {
	p.raw("</body>\n</html>\n")
	return []byte(p.b.String())
}
