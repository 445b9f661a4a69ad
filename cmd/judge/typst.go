package main

import (
	"fmt"
	"strings"
)

// typstHead sets what the letter looks like, near to Chancery's own setting: the
// same face, size, measure, justification and hyphenation, a continuation
// heading, two columns of signatories with room to sign.
const typstHead = `#set document(title: "Letter of June 19, 2018", author: "Office of the Attorney General", date: datetime(year: 2018, month: 6, day: 19))
#set page("us-letter", margin: 1in, header: context if counter(page).get().first() > 1 [
  #set text(%[2]gpt)
  The Honorable Jeff Sessions and the Honorable Kirstjen Nielsen \ June 19, 2018 \ Page #counter(page).display() of #counter(page).final().first()
])
#set text(font: "%[1]s", size: %[3]gpt, lang: "en", region: "US", hyphenate: true, number-type: "old-style")
#set par(justify: true, leading: 0.55em, spacing: 15pt)
`

// typstTuned is what makes Typst's lines as even as it can: spaces that shrink as
// little as they stretch, and letters spaced out or in by a hundredth of an em.
const typstTuned = `#set par(justification-limits: (spacing: (min: 80%, max: 130%), tracking: (min: -0.01em, max: 0.01em)))
#set text(costs: (hyphenation: 50%))
`

// typstStart is typstHead for a face.
func typstStart(face *typeface) string {
	return fmt.Sprintf(typstHead, face.family, face.size-1, face.size)
}

// typstLetter is the seed's letter as Typst source.
func typstLetter(face *typeface) string {
	l := readSeedLetter()
	var b strings.Builder
	b.WriteString(typstStart(face))
	fmt.Fprintf(&b, "#align(center, text(tracking: 0.08em, smallcaps(all: true)[%s]))\n#v(58pt)\n", typstLines(l.head))
	fmt.Fprintf(&b, "#line(length: 100%%, stroke: 0.5pt)\n%s\n\n", typstLines([]string{l.date}))
	for _, lines := range l.addresses {
		fmt.Fprintf(&b, "%s\n\n", typstLines(lines))
	}
	for _, paragraph := range append([]string{l.salutation}, l.body...) {
		fmt.Fprintf(&b, "%s\n\n", typstLines([]string{paragraph}))
	}
	fmt.Fprintf(&b, "%s\n\n#grid(columns: (1fr, 1fr), column-gutter: 24pt,\n", typstLines([]string{l.closing}))
	for _, lines := range l.signatories {
		fmt.Fprintf(&b, "  block(breakable: false)[#v(45pt) %s],\n", typstLines(lines))
	}
	b.WriteString(")\n")
	for _, lines := range l.copies {
		fmt.Fprintf(&b, "%s\n\n", typstLines(lines))
	}
	return b.String()
}

// typstText is a text on a measure as Typst source.
func typstText(t *text, face *typeface, measure float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "#set document(title: %q)\n#set page(width: %gpt, height: %gpt, margin: (left: 36pt, right: %gpt, y: 72pt))\n#set text(font: %q, size: %gpt, lang: %q, hyphenate: true)\n#set par(justify: true)\n",
		t.name, paperWidth, paperHeight, paperWidth-36-measure, face.family, face.size, t.language())
	for _, p := range t.paragraphs {
		fmt.Fprintf(&b, "%s\n\n", typstLines([]string{p}))
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
