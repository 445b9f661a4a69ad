package compose

import (
	"fmt"
	"strings"
	"unicode"

	"chancery/layout"
	"chancery/layout/shape"
	"chancery/source"
)

// otherScript says whether a character is of a script beside Latin, Greek and
// Cyrillic, whose letters stand all between the same two lines or on none.
func otherScript(r rune) bool {
	return r >= 0x590 && r < 0x1d00 || r >= 0x2e80
}

// scripts looks which letters the paragraph has. Where most of them are of other
// scripts than Latin, Greek and Cyrillic its figures are lining: old-style figures
// are made to stand among lower-case letters.
func (p *paragraph) scripts() {
	letters, other := 0, 0
	for i := 0; i < len(p.text); i++ {
		if p.text[i] >= 0xd6 { // U+0580 and above
			p.foreign = true
			break
		}
	}
	if !p.foreign {
		return
	}
	p.foreign = false
	for _, r := range p.text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if otherScript(r) {
			other++
		}
	}
	p.foreign = other > 0
	if 2*other > letters {
		p.st.Features &^= shape.OldstyleFigures
	}
}

// spaceFace gives a space after a letter of another script the face of that
// letter: it is as wide as its own script has it, and the words beside it stay one
// run with it.
func (p *paragraph) spaceFace(s *shape.Style, at int) {
	r := p.lastRune(at)
	if !otherScript(r) || s.Face.Has(r) {
		return
	}
	for _, f := range s.Fallbacks {
		if f.Has(r) {
			if f.Has(' ') {
				s.Face = f
			}
			return
		}
	}
}

// CodeUnseenEmphasis warns of emphasis in a font without the style for it.
const CodeUnseenEmphasis = "unseen-emphasis"

// unseen warns where a piece is emphasised and the font that its letters come from
// has them only as they stand around it: a listener hears the emphasis, and nobody
// sees it. It is said once of a font and a style.
func (p *paragraph) unseen(pc *Piece, r *layout.Run) {
	bold, italic := p.st.Bold || pc.Bold, p.st.Italic || pc.Italic
	if bold == p.st.Bold && italic == p.st.Italic || !strings.ContainsFunc(r.Text, unicode.IsLetter) {
		return
	}
	for _, f := range p.c.families() {
		if f.Face(bold, italic) != r.Face || f.Face(p.st.Bold, p.st.Italic) != r.Face {
			continue
		}
		style := "italic"
		if pc.Bold && !p.st.Bold {
			style = "bold"
		}
		at := pc.Place(r.Offset - p.startOf(pc))
		p.c.lacking++ // for whoever keeps paragraphs: it is to be said again
		if key := (missingAt{file: at.File, script: f.Name + " " + style}); !p.c.missing[key] {
			p.c.missing[key] = true
			p.c.problem(source.Problem{Span: at, Warning: true, Code: CodeUnseenEmphasis,
				Text: fmt.Sprintf("the font %s has no %s: the emphasis is heard and not seen", f.Name, style),
				Hint: fmt.Sprintf("put its %s into the folder fonts, or mark the words another way, in quotation marks say", style)})
		}
		return
	}
}
