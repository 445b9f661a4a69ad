package compose

import (
	"fmt"
	"unicode/utf8"

	"chancery/source"
)

// refuseRightToLeft makes an error of a text that is read from right to left: its
// letters would be shaped, but its words stand in the wrong order, and a page that
// looks right to nobody who reads it is worse than none.
func (p *paragraph) refuseRightToLeft() {
	for i := range p.pieces {
		pc := &p.pieces[i]
		for at, r := range pc.Text {
			if !rightToLeft(r) {
				continue
			}
			var span source.Span
			if pc.Place != nil {
				span = pc.Place(at)
				span.End = span.Start + utf8.RuneLen(r)
			}
			p.c.problem(source.Problem{Span: span, Code: "right-to-left",
				Text: fmt.Sprintf("the character %q (U+%04X) is read from right to left, which is not set yet", r, r),
				Hint: "attach that text as an image with alternate text"})
			return
		}
	}
}

// rightToLeft says whether a character is strong right to left (UAX #9, R and
// AL), by the blocks that hold them.
func rightToLeft(r rune) bool {
	return r >= 0x590 && r <= 0x8ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc ||
		r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff
}
