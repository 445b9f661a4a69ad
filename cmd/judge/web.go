package main

import (
	"fmt"
	"html"
	"strings"
)

// htmlPage begins a page of HTML for WeasyPrint and Prince.
func htmlPage(lang, title string, face *typeface, css string) string {
	return fmt.Sprintf("<!DOCTYPE html><html lang=%q><meta charset=\"utf-8\"><title>%s</title><style>\n%s%sbody{margin:0;font:%gpt/1.28 %q,serif;text-align:justify;hyphens:auto;widows:2;orphans:2}p{margin:0 0 15pt}\n</style>\n",
		lang, title, face.css(), css, face.size, face.family)
}

// htmlLetter is the seed's letter as HTML: the same face, size, measure,
// justification and hyphenation, a continuation heading, two columns of
// signatories with room to sign.
func htmlLetter(face *typeface) string {
	l := readSeedLetter()
	var b strings.Builder
	b.WriteString(htmlPage("en-US", "Letter of June 19, 2018", face, `@page{size:letter;margin:72pt}
@page:first{@top-left{content:none}}
@page{@top-left{content:"The Honorable Jeff Sessions and the Honorable Kirstjen Nielsen\a June 19, 2018\a Page " counter(page) " of " counter(pages);white-space:pre;font-size:10.5pt}}
.head{text-align:center;border-bottom:0.5pt solid;padding-bottom:58pt;letter-spacing:0.08em}
.plain{text-align:left;hyphens:none}.sign{columns:2;column-gap:24pt}.sign p{padding-top:45pt;break-inside:avoid}
`))
	block := func(class string, lines ...string) {
		for i := range lines {
			lines[i] = html.EscapeString(lines[i])
		}
		fmt.Fprintf(&b, "<p class=%q>%s\n", class, strings.Join(lines, "<br>"))
	}
	block("head", l.head...)
	block("plain", l.date)
	for _, lines := range l.addresses {
		block("plain", lines...)
	}
	block("plain", l.salutation)
	for _, p := range l.body {
		block("", p)
	}
	block("plain", l.closing)
	b.WriteString("<div class=\"sign\">\n")
	for _, lines := range l.signatories {
		block("plain", lines...)
	}
	b.WriteString("</div>\n")
	for _, lines := range l.copies {
		block("plain", lines...)
	}
	return b.String()
}

// htmlText is a text on a measure as HTML.
func htmlText(t *text, face *typeface, measure float64) string {
	var b strings.Builder
	b.WriteString(htmlPage(t.lang, t.name, face, fmt.Sprintf("@page{size:%gpt %gpt;margin:72pt %gpt 72pt 36pt}\n", paperWidth, paperHeight, paperWidth-36-measure)))
	for _, p := range t.paragraphs {
		fmt.Fprintf(&b, "<p>%s\n", html.EscapeString(p))
	}
	return b.String()
}
