package compose

import (
	"strings"
	"testing"

	"chancery/layout"
)

// ends are the words that the lines begin and end with.
func ends(lines []Line) (out []string) {
	for _, l := range lines {
		out = append(out, strings.TrimSpace(text([]Line{l})))
	}
	return out
}

// TestTies sets a text full of ties in every measure: no line ends inside one.
func TestTies(t *testing.T) {
	c := composer(t, usual)
	s := "On June 19 Mr. Smith of No. 12 cited § 5 of the U.S. Code to Thomas J. Donovan, Jr. at 9:00 a.m. and Dr. Lee saw Sec. 7 in May 2018 again and again"
	for points := 90; points < 400; points += 7 {
		lines := ends(c.Paragraph(plain(s), c.Running(), layout.Length(points)*layout.Point))
		for i, l := range lines[:len(lines)-1] {
			for _, tie := range []string{"June", "Mr.", "No.", "§", "U.S.", "Dr.", "Sec.", "May", "9:00", "Donovan,"} {
				if strings.HasSuffix(l, " "+tie) || l == tie {
					t.Errorf("at %d pt a line ends in %q, the next begins %q", points, l, lines[i+1])
				}
			}
		}
	}
}

// TestAddressesBreakWithoutHyphen wants an address of the web cut at its joints,
// with nothing put in, and inside the measure.
func TestAddressesBreakWithoutHyphen(t *testing.T) {
	c := composer(t, usual)
	s := "The rule is at https://www.example.gov/rules/2018/notices-of-price-increases?form=full&lang=en and the number is 12345678901234567890123456789012345678901234567890."
	measure := 170 * layout.Point
	lines := c.Paragraph(plain(s), c.Running(), measure)
	if got := text(lines); got != s {
		t.Errorf("lines say %q", got)
	}
	for _, l := range lines {
		said := text([]Line{l})
		if l.Width > measure+c.Size/4 {
			t.Errorf("%q is %s wide", said, l.Width)
		}
		last := l.Boxes[len(l.Boxes)-1].Run.Text
		if strings.HasSuffix(last, "\u00ad") && strings.ContainsAny(said, "/0123456789") {
			t.Errorf("a hyphen is put into %q", said)
		}
	}
}
