package main

import (
	"fmt"
	"strings"
)

// texLetter is the seed's letter for LuaLaTeX: KOMA-Script's letter class, and
// microtype with what it does of itself (protrusion, expansion by up to 2 %).
func texLetter(face *typeface) string {
	l := readSeedLetter()
	var b strings.Builder
	fmt.Fprintf(&b, `\documentclass[fontsize=%gpt,paper=letter,parskip=full,fromalign=center,foldmarks=false,addrfield=false,subject=untitled]{scrlttr2}
\usepackage[margin=72pt]{geometry}
%s\usepackage[american]{babel}
\usepackage{microtype}
\setkomavar{date}{%s}
\setkomavar{signature}{}
\setkomavar{firsthead}{\parbox{\textwidth}{\centering %s\par\vspace{58pt}\hrule}}
\begin{document}
\begin{letter}{}
`, face.size, face.tex(), texEscape(l.date), texLines(l.head))
	for i, lines := range l.addresses {
		if i > 0 {
			b.WriteString("\\par ")
		} else {
			b.WriteString("\\opening{")
		}
		b.WriteString(texLines(lines))
	}
	fmt.Fprintf(&b, "\\par %s}\n\n", texEscape(l.salutation))
	for _, p := range l.body {
		fmt.Fprintf(&b, "%s\n\n", texEscape(p))
	}
	fmt.Fprintf(&b, "%s\n\n\\noindent\n", texEscape(l.closing))
	for i, lines := range l.signatories {
		fmt.Fprintf(&b, "\\parbox[b]{.48\\textwidth}{\\raggedright\\vspace*{45pt}%s}", texLines(lines))
		if i%2 == 0 {
			b.WriteString("\\hfill\n")
		} else {
			b.WriteString("\\par\\noindent\n")
		}
	}
	b.WriteString("\\par\n")
	for _, lines := range l.copies {
		fmt.Fprintf(&b, "%s\n\n", texLines(lines))
	}
	b.WriteString("\\end{letter}\n\\end{document}\n")
	return b.String()
}

// texText is a text on a measure for LuaLaTeX with microtype. Without an emergency
// stretch it would let words stand out into the margin of a narrow measure.
func texText(t *text, face *typeface, measure float64) string {
	language := "american"
	if t.language() == "es" {
		language = "spanish"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `\documentclass{article}
\usepackage[paperwidth=%gbp,paperheight=%gbp,left=36bp,textwidth=%gbp,vmargin=72bp]{geometry}
%s\usepackage[%s]{babel}
\usepackage{microtype}
\setlength\parindent{0pt}\setlength\parskip{12pt}\pagestyle{empty}\emergencystretch=3em
\begin{document}
\fontsize{%gbp}{%gbp}\selectfont
`, paperWidth, paperHeight, measure, face.tex(), language, face.size, 1.28*face.size)
	for _, p := range t.paragraphs {
		fmt.Fprintf(&b, "%s\n\n", texEscape(p))
	}
	b.WriteString("\\end{document}\n")
	return b.String()
}

func texEscape(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "&", `\&`, "%", `\%`, "#", `\#`, "$", `\$`, "_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`).Replace(s)
}

// texLines is text with a line break after each line but the last.
func texLines(lines []string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = texEscape(line)
	}
	return strings.Join(escaped, `\\ `)
}
