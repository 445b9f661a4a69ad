package letterhead

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/bidi"
	"chancery/layout/shape"
	"chancery/source"
)

// Input is what a letterhead is drawn from.
type Input struct {
	Letterhead *layout.Letterhead
	// Words are the office's words by name (see Words). Each line of a value
	// ("\n" between them) becomes a line of the region.
	Words map[string]source.Text
	// Seal or SealImage is the office's own emblem, which takes the place of the
	// letterhead's; neither is an office without one. SealAlt says what it
	// shows, "" for decoration. SealSpan is where the office names it.
	Seal      *layout.Art
	SealImage *layout.Image
	SealAlt   string
	SealSpan  source.Span

	PageWidth, PageHeight layout.Length
	Lang                  string // BCP 47, of the words
	Shaper                *shape.Shaper
	Family                *fonts.Family
	Fallbacks             []*fonts.Face
	// Field gives what a listener hears at the field for the office's certification.
	Field func() string
	// Parent takes the elements of the words; see Compose.
	Parent *layout.Element
}

// Compose draws the regions of a letterhead's first page, in the order of the
// letterhead, which is the order of reading.
//
// A region for the office's certification is a signature field of the name
// CertificationField in a Form, "office-certification". An engine without pages
// has none.
//
// Each line of words is one element P under Parent, with the identifier
// "office-" and the name of its first word ("office-name"). A run's Offset is
// its place in that word's value where the line shows nothing else, else -1. An
// emblem with a description is a Figure, "office-seal"; without one, and all
// rules, artifacts. The masthead has the same lines in the same order.
//
// A line whose words are all missing is left out, and those below it move up by
// its leading; a label is left out with the word after it. A region all of whose
// lines are left out shows no rule either, and where nothing at all is shown there
// are no rules.
//
// Words that are wider than their region, ink above or below it, and a region
// that leaves the page are problems that name the region and say by how much.
func Compose(in Input) ([]layout.Box, *layout.Masthead, source.Problems) {
	c := &composer{Input: in, masthead: &layout.Masthead{}}
	sealed := false
	for i := range in.Letterhead.First {
		reg := &in.Letterhead.First[i]
		x, width := c.place(reg)
		if reg.Certification {
			c.field(reg, x, width)
			continue
		}
		if reg.Art != nil {
			c.emblem(reg, x, width)
			sealed = true
			continue
		}
		c.region(reg, x, width)
	}
	if len(c.masthead.Lines) == 0 {
		c.boxes = nil // an office without words has no use for rules
	}
	if (in.Seal != nil || in.SealImage != nil) && !sealed {
		c.problems = append(c.problems, source.Problem{
			Span: in.SealSpan, Warning: true, Code: CodeNoSealRoom,
			Text: fmt.Sprintf("letterhead %q has no region for a seal, so it is not shown", in.Letterhead.Name),
			Hint: `give one of its regions "art", or choose another letterhead`,
		})
	}
	return c.boxes, c.masthead, c.problems
}

type composer struct {
	Input
	boxes    []layout.Box
	masthead *layout.Masthead
	problems source.Problems
}

// place gives a region's left edge and width on this page.
func (c *composer) place(reg *layout.Region) (x, width layout.Length) {
	lh := c.Letterhead
	x, width = reg.X, reg.Width
	switch {
	case reg.Margins:
		x, width = lh.Left, c.PageWidth-lh.Left-lh.Right
	case reg.Centered:
		x = c.PageWidth/2 + reg.X - reg.Width/2
	case reg.FromRight:
		x = c.PageWidth - reg.X - reg.Width
	}
	over := max(-x, x+width-c.PageWidth, reg.Y+reg.Height-c.PageHeight)
	if over > 0 {
		c.overflow(reg.Span, nil, "letterhead region %q leaves the page by %s pt", reg.Name, over.Decimal(1))
	}
	return x, width
}

func (c *composer) overflow(at source.Span, related []source.Related, format string, args ...any) {
	c.problems = append(c.problems, source.Problem{
		Span: at, Code: CodeOverflow, Text: fmt.Sprintf(format, args...),
		Hint: "shorten the words, or make the region larger or the type smaller in " + File, Related: related,
	})
}

// CertificationField is the name of the field in which an office certifies a
// document.
const CertificationField = "Certification"

// field reserves a region for the office's signature.
func (c *composer) field(reg *layout.Region, x, width layout.Length) {
	c.boxes = append(c.boxes, layout.Box{Kind: layout.BoxField, X: x, Y: reg.Y, Width: width, Height: reg.Height, Name: CertificationField,
		Element: &layout.Element{Role: layout.RoleForm, Parent: c.Parent, ID: "office-certification", Alt: c.Field()}})
}

// region draws a rule and lines.
func (c *composer) region(reg *layout.Region, x, width layout.Length) {
	lines := c.lines(reg)
	if reg.Rule > 0 && (len(lines) > 0 || len(reg.Lines) == 0) {
		c.boxes = append(c.boxes, layout.Box{
			Kind: layout.BoxRule, X: x, Y: reg.Y, Width: width, Height: reg.Rule, Color: c.Letterhead.Color,
		})
	}
	for i := range lines {
		c.line(reg, &lines[i], x, width)
	}
}

// textLine is one line of words, filled in.
type textLine struct {
	style    *layout.RegionLine
	baseline layout.Length // from the region's top
	text     string
	word     string // the first word that it shows
	offset   int    // of text in that word's value; -1 where there is more
	span     source.Span
}

// lines fills in the words of a region's lines and gives each its baseline.
func (c *composer) lines(reg *layout.Region) []textLine {
	var out []textLine
	shift := layout.Length(0) // how far the lines to come have moved down
	for i := range reg.Lines {
		l := &reg.Lines[i]
		leading := l.Size.Scale(6, 5)
		if i > 0 {
			leading = l.Baseline - reg.Lines[i-1].Baseline
		} else if len(reg.Lines) > 1 {
			leading = reg.Lines[1].Baseline - l.Baseline
		}
		filled := c.fill(l)
		if len(filled) == 0 {
			if len(reg.Lines) > i+1 {
				shift -= reg.Lines[i+1].Baseline - l.Baseline
			}
			continue
		}
		for k := range filled {
			if k > 0 {
				shift += leading
			}
			filled[k].baseline = l.Baseline + shift
		}
		out = append(out, filled...)
	}
	return out
}

// fill puts the office's words into a line's text. It gives no line where all
// words are missing, and several where a word has several.
func (c *composer) fill(l *layout.RegionLine) []textLine {
	var b strings.Builder
	first := textLine{style: l, offset: -1}
	shown, missing := 0, false // of the word before
	for _, p := range parseTemplate(l.Text) {
		if p.word == "" {
			if !missing && shown > 0 {
				b.WriteString(p.label)
			}
			continue
		}
		w, ok := c.Words[p.word]
		if missing = !ok || w.Empty(); missing {
			continue
		}
		label := p.label
		if shown == 0 {
			label = strings.TrimLeft(label, " \u00A0·•|,;/–—-")
			first.word, first.span = p.word, w.Span
		}
		b.WriteString(label)
		b.WriteString(w.Value)
		shown++
	}
	if shown == 0 {
		return nil
	}
	text := b.String()
	if shown == 1 && text == c.Words[first.word].Value {
		first.offset = 0
	}
	var out []textLine
	for at := 0; ; {
		line, rest, more := strings.Cut(text[at:], "\n")
		if strings.TrimSpace(line) != "" {
			tl := first
			tl.text = line
			if tl.offset >= 0 {
				tl.offset = at
			}
			out = append(out, tl)
		}
		if !more {
			return out
		}
		at = len(text) - len(rest)
	}
}

// line sets one line of words.
func (c *composer) line(reg *layout.Region, l *textLine, x, width layout.Length) {
	s := l.style
	st := shape.Style{
		Face: c.Family.Face(s.Bold, s.Italic), Fallbacks: c.Fallbacks, Size: s.Size,
		Lang: c.Lang, Tracking: s.Tracking, Color: c.Letterhead.Color,
	}
	if s.SmallCaps {
		st.Features = shape.SmallCaps | shape.CapsToSmallCaps
	}
	runs, order := c.shape(l, st)
	var total layout.Length
	for i := range runs {
		total += runs[i].Width()
	}
	switch reg.Align {
	case layout.AlignCenter:
		x += (width - total) / 2
	case layout.AlignRight:
		x += width - total
	}
	if total > width {
		c.overflow(l.span, c.note(reg), "“%s” is %s pt wider than letterhead region %q", l.text, (total - width).Decimal(1), reg.Name)
	}
	c.checkInk(reg, l, runs)
	element := &layout.Element{Role: layout.RoleP, Parent: c.Parent, ID: "office-" + l.word}
	first := len(c.boxes)
	for i := range runs {
		c.boxes = append(c.boxes, layout.Box{Kind: layout.BoxText, Y: reg.Y + l.baseline, Element: element, Run: &runs[i]})
	}
	for _, i := range order {
		c.boxes[first+i].X = x
		x += runs[i].Width()
	}
	c.masthead.Lines = append(c.masthead.Lines, layout.MastheadLine{
		Text: l.text, Align: reg.Align, SmallCaps: s.SmallCaps, Bold: s.Bold, Italic: s.Italic,
	})
}

// shape gives the runs of a line in the order of reading, and the order in which
// they are seen (UAX #9): the line runs as its language does.
func (c *composer) shape(l *textLine, st shape.Style) (runs []layout.Run, order []int) {
	of := bidi.Levels(l.text, bidi.Direction(c.Lang))
	var levels []bidi.Level // of the runs
	for a := 0; a < len(l.text); {
		b := a + 1
		for b < len(l.text) && of[b] == of[a] {
			b++
		}
		offset := l.offset
		if offset >= 0 {
			offset += a
		}
		st.RightToLeft = of[a].RTL()
		some, missing := c.Shaper.Text(l.text[a:b], offset, st)
		for _, at := range missing {
			c.lacks(l, a+at)
		}
		for range some {
			levels = append(levels, of[a])
		}
		runs = append(runs, some...)
		a = b
	}
	return runs, bidi.Order(nil, levels)
}

// checkInk holds the ink of a line against the top and foot of its region.
func (c *composer) checkInk(reg *layout.Region, l *textLine, runs []layout.Run) {
	var up, down layout.Length
	for i := range runs {
		run := &runs[i]
		em := int64(run.Face.UnitsPerEm)
		for k := range run.Glyphs {
			g := &run.Glyphs[k]
			_, low, _, high := run.Face.Bounds(g.ID)
			up = max(up, run.Size.Scale(int64(high), em)+g.YOffset)
			down = max(down, -run.Size.Scale(int64(low), em)-g.YOffset)
		}
	}
	if over := up - l.baseline + reg.Rule; over > 0 {
		c.overflow(l.span, c.note(reg), "“%s” is %s pt above the top of letterhead region %q", l.text, over.Decimal(1), reg.Name)
	}
	if over := l.baseline + down - reg.Height; over > 0 {
		c.overflow(l.span, c.note(reg), "“%s” is %s pt below the foot of letterhead region %q", l.text, over.Decimal(1), reg.Name)
	}
}

func (c *composer) note(reg *layout.Region) []source.Related {
	if reg.Span.File == nil {
		return nil
	}
	return []source.Related{{Span: reg.Span, Text: "the region"}}
}

// lacks reports a character that no face has.
func (c *composer) lacks(l *textLine, at int) {
	r, n := utf8.DecodeRuneInString(l.text[at:])
	span := l.span
	if l.offset >= 0 && span.End-span.Start == len(c.Words[l.word].Value) {
		span.Start += l.offset + at
		span.End = span.Start + n
	}
	c.problems = append(c.problems, source.Problem{
		Span: span, Code: "missing-character",
		Text: fmt.Sprintf("no face has the character %q (U+%04X)", r, r),
		Hint: "write it another way, or put a font that has it into the folder fonts beside the office's file",
	})
}
