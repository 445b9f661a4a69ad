package compose

import (
	"testing"

	"chancery/layout"
)

// TestSuperiors wants the face's own superior figures where it has them, and
// others scaled and raised.
func TestSuperiors(t *testing.T) {
	c := composer(t, usual)
	for _, v := range []struct {
		text   string
		shift  Shift
		scaled bool
	}{{"12", Superior, false}, {"12", Inferior, false}, {"№", Superior, true}, {"Ж", Inferior, true}} {
		pc := Piece{Text: v.text, Shift: v.shift, Element: &layout.Element{Role: layout.RoleSpan}}
		lines := c.Paragraph([]Piece{{Text: "x"}, pc, {Text: " y"}}, c.Running(), c.Measure)
		run := lines[0].Boxes[1].Run
		if got := run.Size < c.Size; got != v.scaled {
			t.Errorf("%q, shift %d: scaled is %t", v.text, v.shift, got)
		}
		if up := run.Glyphs[0].YOffset; v.scaled && (up > 0) != (v.shift == Superior) || !v.scaled && up != 0 {
			t.Errorf("%q, shift %d: moved by %s", v.text, v.shift, up)
		}
	}
}

// TestInferiorsAreLow wants the figure of a formula below the line in every face.
func TestInferiorsAreLow(t *testing.T) {
	for _, face := range []string{"STIX Two Text", "EB Garamond"} {
		s := usual
		s.Face = face
		c := composer(t, s)
		lines := c.Paragraph([]Piece{{Text: "H"}, {Text: "2", Shift: Inferior, Element: &layout.Element{}}, {Text: "O"}}, c.Running(), c.Measure)
		run := lines[0].Boxes[1].Run
		_, bottom, _, top := run.Face.Bounds(run.Glyphs[0].ID)
		at := func(y int) layout.Length {
			return run.Glyphs[0].YOffset + run.Size.Scale(int64(y), int64(run.Face.UnitsPerEm))
		}
		if at(bottom) > -c.Size/20 || at(top) < 0 || at(top) > c.Size/2 {
			t.Errorf("%s: the figure reaches from %s to %s", face, at(bottom), at(top))
		}
	}
}

// TestJoined wants no line to begin with a callout, not even after a dash.
func TestJoined(t *testing.T) {
	c := composer(t, usual)
	link := &layout.Element{Role: layout.RoleLink}
	for w := layout.Length(20); w < 120; w++ {
		pieces := []Piece{{Text: "the rule of law—"}, {Text: "12", Element: link, Offset: -1, Shift: Superior, Joined: true}, {Text: " and more"}}
		for _, l := range c.Paragraph(pieces, c.Plain(), w*layout.Point) {
			if len(l.Boxes) > 0 && l.Boxes[0].Element == link {
				t.Fatalf("at %d points a line begins with the callout", w)
			}
		}
	}
}
