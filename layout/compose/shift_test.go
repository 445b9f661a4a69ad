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
