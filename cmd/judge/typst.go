package main

import (
	"fmt"
	"html"
	"strings"
)

// typstHead sets what the letter looks like, near to Chancery's own setting: the
// same face, size, measure, justification and hyphenation, a continuation
// heading, two columns of signatories with room to sign.
const typstHead = `#set document(title: "Letter of June 19, 2018", author: "Office of the Attorney General", date: datetime(year: 2018, month: 6, day: 19))
#set page("us-letter", margin: 1in, header: context if counter(page).get().first() > 1 [
  #set text(10.5pt)
  The Honorable Jeff Sessions and the Honorable Kirstjen Nielsen \ June 19, 2018 \ Page #counter(page).display() of #counter(page).final().first()
])
#set text(font: "STIX Two Text", size: 11.5pt, lang: "en", region: "US", hyphenate: true, number-type: "old-style")
#set par(justify: true, leading: 0.55em, spacing: 15pt)
`

// typstLetter is the seed's letter as Typst source, read from the record by its
// own order: letterhead, date, addresses, salutation, body, close, signatories,
// copies.
func typstLetter() string {
	_, letter := seedParts()
	var blocks [][]string
	for block := range strings.SplitSeq(letter, "\n\n") {
		var lines []string
		for line := range strings.SplitSeq(block, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		if len(lines) > 0 {
			blocks = append(blocks, lines)
		}
	}
	var b strings.Builder
	b.WriteString(typstHead)
	fmt.Fprintf(&b, "#align(center, text(tracking: 0.08em, smallcaps(all: true)[%s]))\n#v(58pt)\n", typstLines(blocks[0]))
	fmt.Fprintf(&b, "#line(length: 100%%, stroke: 0.5pt)\n%s\n\n", typstLines(blocks[1]))
	signing := false
	for _, lines := range blocks[2:] {
		switch {
		case strings.HasPrefix(lines[0], "cc:"):
			b.WriteString(")\n")
			signing = false
			fmt.Fprintf(&b, "%s\n\n", typstLines(lines))
		case signing:
			fmt.Fprintf(&b, "  block(breakable: false)[#v(45pt) %s],\n", typstLines(lines))
		case lines[0] == "Sincerely,":
			fmt.Fprintf(&b, "%s\n\n#grid(columns: (1fr, 1fr), column-gutter: 24pt,\n", typstLines(lines))
			signing = true
		default:
			fmt.Fprintf(&b, "%s\n\n", typstLines(lines))
		}
	}
	return b.String()
}

// typstLines is text in Typst's markup, a line break after each line but the last.
func typstLines(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteString(` \ `)
		}
		for _, r := range line {
			if strings.ContainsRune("\\#$*_@<>~`[]\"'/=-+", r) {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// htmlLetter is the seed's letter as plain HTML, a paragraph a block.
func htmlLetter() string {
	_, letter := seedParts()
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html lang=en-US><meta charset=utf-8><title>Letter</title><style>@page{size:letter;margin:1in}body{font-size:11.5pt;text-align:justify;hyphens:auto}</style>")
	for block := range strings.SplitSeq(letter, "\n\n") {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(block))
	}
	return b.String()
}

// texLetter is the same as plain LaTeX.
func texLetter() string {
	_, letter := seedParts()
	escape := strings.NewReplacer("&", `\&`, "%", `\%`, "#", `\#`, "$", `\$`, "_", `\_`)
	return "\\documentclass[11pt]{article}\\usepackage[margin=1in]{geometry}\\usepackage{fontspec,microtype}\\begin{document}\n" +
		escape.Replace(letter) + "\n\\end{document}\n"
}
