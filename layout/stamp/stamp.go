// Package stamp draws what a visible digital signature shows: the name of who
// signed, and under it a few small lines. It gives content operators of PDF that
// draw the outlines of the letters, so that they need no font in the file: what a
// listener hears of a signature is the alternate text of its field. The package
// refuses to know who signs, and what with. Start with Draw.
package stamp

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/bidi"
	"chancery/layout/shape"
)

// Words are what a signature shows.
type Words struct {
	Name  string
	Lines []string // under the name, each a line
}

// Type is how the words are set. Sizes are found by the room that there is.
type Type struct {
	Name, Lines *fonts.Face
	Fallbacks   []*fonts.Face
	Lang        string
}

// Sizes of the type. A line that is too long for the field is set smaller, down
// to the least, and then narrower.
const (
	nameSize  = 17 * layout.Point
	nameLeast = 7 * layout.Point
	lineSize  = 7 * layout.Point
	lineLeast = 5 * layout.Point
)

// MissingError says that no face has a character of a signature's words.
type MissingError struct {
	Character rune
	Text      string
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("no face has the character %q (U+%04X) of %q", e.Character, e.Character, e.Text)
}

// Draw draws the words into a field of this width and height, from its lower left
// corner: the name in black, the lines under it, as large as there is room, at
// the left or, where the name runs from right to left, at the right. A character
// that no face has is a *MissingError.
func Draw(s *shape.Shaper, t Type, w Words, width, height layout.Length) ([]byte, error) {
	// In fifths of the height: the name gets what the lines leave. There is room
	// for two of them at least, so that the names of a row stand on one line
	// whether or not a reason is given.
	small := min(lineSize, height/5)
	leading := small * 6 / 5
	below := leading * layout.Length(max(2, len(w.Lines)))
	large := max(min(nameSize, (height-below)*4/5), layout.Point)
	p := &pen{shaper: s, t: t, width: width, out: []byte("q\n0 g\n")}
	p.reversed = rightToLeft(w.Name)
	if err := p.line(w.Name, t.Name, large, min(nameLeast, large), below+large/4); err != nil {
		return nil, err
	}
	for i, l := range w.Lines {
		if err := p.line(l, t.Lines, small, min(lineLeast, small), below-leading*layout.Length(i+1)+small/4); err != nil {
			return nil, err
		}
	}
	return append(p.out, "Q\n"...), nil
}

// pen draws lines.
type pen struct {
	shaper   *shape.Shaper
	t        Type
	width    layout.Length
	reversed bool
	whole    string // of which a line is set; "" for one that is whole
	out      []byte
}

// line draws a text on a baseline, y above the field's foot.
func (p *pen) line(text string, face *fonts.Face, size, least, y layout.Length) error {
	runs, err := p.shape(text, face, size)
	if err != nil {
		return err
	}
	width := length(runs)
	if width > p.width {
		// Widths go with the size.
		if runs, err = p.shape(text, face, max(least, size.Scale(int64(p.width), int64(width)))); err != nil {
			return err
		}
		width = length(runs)
	}
	narrow := width > p.width
	x := layout.Length(0)
	if p.reversed && !narrow {
		x = p.width - width
	}
	p.out = append(p.out, "q\n"...)
	if narrow {
		p.out = append(decimal(p.out, int64(p.width), int64(width)), " 0 0 1 0 0 cm\n"...)
	}
	for i := range runs {
		x = p.run(&runs[i], x, y)
	}
	p.out = append(p.out, "Q\n"...)
	return nil
}

// shape gives the runs of a text from left to right (UAX #9): it runs as the first
// letter of the whole does that it is a line of.
func (p *pen) shape(text string, face *fonts.Face, size layout.Length) (runs []layout.Run, err error) {
	style := shape.Style{Face: face, Fallbacks: p.t.Fallbacks, Size: size, Lang: p.t.Lang}
	base := bidi.Level(0)
	if rightToLeft(p.whole + text) {
		base = 1
	}
	of := bidi.Levels(text, base)
	var levels []bidi.Level // of the runs
	for a := 0; a < len(text); {
		b := a + 1
		for b < len(text) && of[b] == of[a] {
			b++
		}
		style.RightToLeft = of[a].RTL()
		some, missing := p.shaper.Text(text[a:b], -1, style)
		if len(missing) > 0 {
			r, _ := utf8.DecodeRuneInString(text[a+missing[0]:])
			return nil, &MissingError{r, text}
		}
		for range some {
			levels = append(levels, of[a])
		}
		runs = append(runs, some...)
		a = b
	}
	out := make([]layout.Run, 0, len(runs))
	for _, i := range bidi.Order(nil, levels) {
		out = append(out, runs[i])
	}
	return out, nil
}

// run draws the glyphs of a run, each as its outline in thirds of a font unit: so
// the curves, which have one control point in the font and two in a PDF, come out
// in whole numbers (7/3 = 1/3·p + 2/3·c, for each of the two).
func (p *pen) run(run *layout.Run, x, y layout.Length) layout.Length {
	em := 3 * int64(run.Face.UnitsPerEm) * int64(layout.Point)
	for _, g := range run.Glyphs {
		segments := run.Face.Outline(g.ID)
		if len(segments) > 0 {
			p.out = append(p.out, "q "...)
			p.out = append(decimal(p.out, int64(run.Size), em), " 0 0 "...)
			p.out = append(decimal(p.out, int64(run.Size), em), ' ')
			p.out = append(decimal(p.out, int64(x+g.XOffset), int64(layout.Point)), ' ')
			p.out = append(decimal(p.out, int64(y+g.YOffset), int64(layout.Point)), " cm\n"...)
			p.outline(segments)
			p.out = append(p.out, "f Q\n"...)
		}
		x += g.Advance
	}
	return x
}

// outline writes contours.
func (p *pen) outline(segments []fonts.Segment) {
	px, py := 0, 0
	numbers := func(op string, values ...int) {
		for _, v := range values {
			p.out = append(strconv.AppendInt(p.out, int64(v), 10), ' ')
		}
		p.out = append(append(p.out, op...), '\n')
	}
	for _, s := range segments {
		switch s.Op {
		case fonts.OpMove:
			numbers("m", 3*s.X, 3*s.Y)
		case fonts.OpLine:
			numbers("l", 3*s.X, 3*s.Y)
		case fonts.OpQuad:
			numbers("c", px+2*s.CX, py+2*s.CY, s.X+2*s.CX, s.Y+2*s.CY, 3*s.X, 3*s.Y)
		}
		px, py = s.X, s.Y
	}
}

// length is the width of runs.
func length(runs []layout.Run) (w layout.Length) {
	for i := range runs {
		w += runs[i].Width()
	}
	return w
}

// rightToLeft says whether the first letter of a text is of a script that runs so.
func rightToLeft(text string) bool {
	level, ok := bidi.First(text)
	return ok && level.RTL()
}

// decimal writes a fraction with six places, rounded towards zero.
func decimal(b []byte, num, den int64) []byte {
	if num < 0 {
		b, num = append(b, '-'), -num
	}
	whole, rest := num/den, num%den
	b = strconv.AppendInt(b, whole, 10)
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for range 6 {
		rest *= 10
		b = append(b, byte('0'+rest/den))
		if rest %= den; rest == 0 {
			break
		}
	}
	return b
}
