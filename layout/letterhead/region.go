package letterhead

import (
	"fmt"
	"strings"

	"chancery/layout"
	"chancery/source"
)

// The codes of faults in letterheads, beside those of package source.
const (
	CodeSecondEmblem = "second-emblem"       // two regions with art
	CodeNoWord       = "no-word"             // a line that names no word of the office
	CodeContrast     = "contrast"            // an ink that is too pale to read
	CodeOverflow     = "letterhead-overflow" // ink that leaves its region, a region that leaves the page
	CodeNoSealRoom   = "no-seal-room"        // a warning: a seal, and no region for it
	CodeSecondField  = "second-field"        // two regions for the office's certification
)

// region reads one region of the first page.
func (r *reader) region(m *mapping, lh *layout.Letterhead) layout.Region {
	reg := layout.Region{Span: m.span}
	r.known(m, "a region", "region", "from", "x", "y", "width", "height", "align", "rule", "art", "alt", "lines", "certification")
	reg.Name = r.text(r.need(m, "region"))
	switch r.choice(m.get("from"), "left", "center", "right", "margins") {
	case "center":
		reg.Centered = true
	case "right":
		reg.FromRight = true
	case "margins":
		reg.Margins = true
	}
	if reg.Margins {
		for _, key := range []string{"x", "width"} {
			if n := m.get(key); n != nil {
				r.problem(n, source.CodeWrongShape, fmt.Sprintf("a region from margin to margin has no %q of its own", key), "remove it")
			}
		}
	} else {
		low := layout.Length(0)
		if reg.Centered {
			low = -maxLength
		}
		reg.X = r.length(m.get("x"), low)
		reg.Width = r.length(r.need(m, "width"), 0)
	}
	reg.Y = r.length(r.need(m, "y"), 0)
	reg.Height = r.length(r.need(m, "height"), 0)
	reg.Align = r.align(m.get("align"))
	reg.Rule = r.length(m.get("rule"), 0)
	reg.Art = r.drawing(m.get("art"))
	reg.ArtAlt = r.text(m.get("alt"))
	if n := m.get("alt"); n != nil && m.get("art") == nil {
		r.problem(n, source.CodeWrongShape, `there is no "art" for "alt" to describe`, "remove it")
	}
	r.certification(m, &reg)
	lines := m.get("lines")
	if lines != nil && m.get("art") != nil {
		r.problem(lines, source.CodeWrongShape, "a region holds lines or a drawing, not both", "make two regions")
	}
	for _, n := range r.list(lines) {
		if lm := r.mapping(n); lm != nil {
			reg.Lines = append(reg.Lines, r.line(lm))
		}
	}
	return reg
}

// certification reads whether a region is reserved for the office's signature,
// which is drawn as a round seal with words beside it.
func (r *reader) certification(m *mapping, reg *layout.Region) {
	n := m.get("certification")
	if reg.Certification = r.boolean(n); !reg.Certification {
		return
	}
	for _, key := range []string{"lines", "art", "rule"} {
		if other := m.get(key); other != nil {
			r.problem(other, source.CodeWrongShape, fmt.Sprintf("a region for the certification holds nothing else, and %q is something", key), "make two regions")
		}
	}
	if !reg.Margins && reg.Width < 2*reg.Height {
		r.problem(n, source.CodeBadNumber, "the region for the certification is too narrow for a seal and the words beside it", "make it at least twice as wide as it is high")
	}
}

func (r *reader) align(n *node) layout.Align {
	switch r.choice(n, "left", "center", "right") {
	case "center":
		return layout.AlignCenter
	case "right":
		return layout.AlignRight
	}
	return layout.AlignLeft
}

// line reads one line of a region.
func (r *reader) line(m *mapping) layout.RegionLine {
	var l layout.RegionLine
	r.known(m, "a line", "text", "size", "baseline", "small-capitals", "bold", "italic", "tracking")
	text := r.need(m, "text")
	l.Text = r.text(text)
	if text != nil {
		r.template(text, l.Text)
	}
	l.Size = r.length(r.need(m, "size"), layout.Point)
	l.Baseline = r.length(r.need(m, "baseline"), 0)
	l.SmallCaps = r.boolean(m.get("small-capitals"))
	l.Bold = r.boolean(m.get("bold"))
	l.Italic = r.boolean(m.get("italic"))
	if n := m.get("tracking"); n != nil {
		l.Tracking = int64(r.integer(n, 0, 500))
		if !l.SmallCaps {
			r.problem(n, source.CodeWrongShape, "letterspacing belongs to capitals alone", `add "small-capitals: true", or remove it`)
		}
	}
	return l
}

// template holds a line's text to words in braces and labels beside them.
func (r *reader) template(n *node, text string) {
	found := 0
	for _, p := range parseTemplate(text) {
		if p.word == "" {
			continue
		}
		found++
		if !contains(Words, p.word) {
			hint := "the words are " + strings.Join(Words, ", ")
			if near := nearest(p.word, Words); near != "" {
				hint = fmt.Sprintf("did you mean {%s}? ", near) + hint
			}
			r.problem(n, source.CodeUnknownKey, fmt.Sprintf("an office has no word {%s}", p.word), hint)
		}
	}
	if found == 0 {
		r.problem(n, CodeNoWord, "the line shows none of the office's words",
			"content belongs in office.yaml: write {name}, or another of "+strings.Join(Words, ", "))
	}
}

// part is a piece of a line's text: a word of the office, with the label that
// stands before it, or a label at the end of the line.
type part struct {
	label string
	word  string
}

// parseTemplate takes a line's text apart. A brace that is not closed is a label.
func parseTemplate(text string) []part {
	var out []part
	for text != "" {
		open := strings.IndexByte(text, '{')
		end := strings.IndexByte(text, '}')
		if open < 0 || end < open {
			return append(out, part{label: text})
		}
		out = append(out, part{label: text[:open], word: strings.TrimSpace(text[open+1 : end])})
		text = text[end+1:]
	}
	return out
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// ink reads the colour of a letterhead's lines: #RRGGBB, dark enough to read.
func (r *reader) ink(n *node) layout.Color {
	s, ok := r.given(n)
	if !ok {
		return layout.Black
	}
	var c layout.Color
	ok = len(s) == 7 && s[0] == '#'
	for i := 1; ok && i < len(s); i++ {
		d := strings.Index("0123456789abcdef", strings.ToLower(s[i:i+1]))
		ok = d >= 0
		c = c<<4 | layout.Color(max(d, 0))
	}
	if !ok {
		r.problem(n, source.CodeBadChoice, fmt.Sprintf("%q is not a colour", s), `write it as six hexadecimal digits in quotes: "#1A3350"`)
		return layout.Black
	}
	if num, den := contrast(c); num < 7*den {
		r.problem(n, CodeContrast, fmt.Sprintf("the ink %s is too pale: its contrast with white paper is below 7 to 1", s), "choose a darker one")
	}
	return c
}

// contrast gives the contrast of a colour with white as a fraction (WCAG 2.2,
// "relative luminance" and "contrast ratio").
func contrast(c layout.Color) (num, den int64) {
	y := (2126*linear(c>>16) + 7152*linear(c>>8) + 722*linear(c)) / 10000
	return 65536 + 65536/20, y + 65536/20
}

// linear undoes the curve of sRGB (IEC 61966-2-1) for one sample, in units of
// 2⁻¹⁶, by interpolation between every seventeenth value: chords lie above the
// curve, so that the contrast comes out lower, by less than two percent.
func linear(c layout.Color) int64 {
	knots := [...]int64{0, 367, 1048, 2170, 3788, 5953, 8708, 12090, 16135, 20876, 26344, 32567, 39572, 47386, 56033, 65536}
	v := int64(c & 0xFF)
	if v == 255 {
		return knots[15]
	}
	at, rest := v/17, v%17
	return (knots[at]*(17-rest) + knots[at+1]*rest) / 17
}
