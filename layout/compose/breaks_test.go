package compose

import (
	"bufio"
	"compress/gzip"
	"math/rand"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/layout"
	"chancery/layout/linebreak"
)

// lineBreakTest hands over every case of Unicode's LineBreakTest.txt (17.0.0,
// © Unicode, Inc., https://www.unicode.org/terms_of_use.html, compressed, else
// unchanged): a text and the bytes after which a line may end.
func lineBreakTest(t *testing.T, try func(line int, text string, ends []int)) {
	t.Helper()
	f, err := os.Open("testdata/LineBreakTest.txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	n, cases := 0, 0
	for lines.Scan() {
		n++
		line, _, _ := strings.Cut(lines.Text(), "#")
		var text strings.Builder
		var ends []int
		for _, w := range strings.Fields(line) {
			switch w {
			case "×":
			case "÷":
				ends = append(ends, text.Len())
			default:
				r, err := strconv.ParseUint(w, 16, 32)
				if err != nil {
					t.Fatal(err)
				}
				text.WriteRune(rune(r))
			}
		}
		if text.Len() > 0 {
			cases++
			try(n, text.String(), ends)
		}
	}
	if err := lines.Err(); err != nil || cases < 19000 {
		t.Errorf("%d cases: %v", cases, err)
	}
}

// TestLineBreakTest runs the whole of LineBreakTest.txt against opportunities,
// which have no tailoring.
func TestLineBreakTest(t *testing.T) {
	lineBreakTest(t, func(line int, text string, want []int) {
		var got []int
		for _, o := range new(scratch).opportunities(text) {
			got = append(got, o.end)
		}
		if !slices.Equal(got, want) {
			t.Errorf("line %d: %q breaks at %v, want %v", line, text, got, want)
		}
	})
}

// TestOpportunities puts texts together of plain words and of all that is near them,
// and expects what the algorithm gives for the whole text at once.
func TestOpportunities(t *testing.T) {
	parts := []string{"a", "b", "Word", "1", "23", ",", ".", ";", ":", "!", "?", "(", ")", "“", "”", "’", "‘", " ", " ", " ", "  ", "-", "–", "—", "/", "\n", "é", "\u00a0", "\u0301", "%", "$", "§", "\"", "'", "«", "»", "…", "字", "א", "[", "]", "\u200b", "\u2060", "\u00ad"}
	rng := rand.New(rand.NewSource(1))
	for n := range 200000 {
		var b strings.Builder
		kinds := len(parts)
		if n%2 == 0 {
			kinds = 21 // plain words above all
		}
		for range rng.Intn(14) + 1 {
			b.WriteString(parts[rng.Intn(kinds)])
		}
		text := b.String()
		got := new(scratch).opportunities(text)
		whole := new(scratch)
		whole.segment(text, 0)
		// That the text's end is a break is known, and nobody asks which.
		whole.places[len(whole.places)-1].mandatory = false
		got[len(got)-1].mandatory = false
		if !slices.Equal(got, whole.places) {
			t.Fatalf("%q breaks at %v, want %v", text, got, whole.places)
		}
	}
}

// legalBreaks gives the bytes of the text after which the items let a line end.
func (p *paragraph) legalBreaks() []int {
	var out []int
	solid := false
	for i := range p.items[:len(p.items)-3] { // without what linebreak.Finish adds
		it := &p.items[i]
		switch it.Kind {
		case layout.ItemBox:
			solid = true
			continue
		case layout.ItemGlue:
			if solid && it.Fill == 0 {
				out = append(out, it.End)
			}
		case layout.ItemPenalty:
			if it.Penalty < layout.InfinitePenalty {
				out = append(out, it.End)
			}
		case layout.ItemDiscretionary:
			out = append(out, it.End)
		}
		solid = false
	}
	return out
}

// tailored says why no line of ours ends at a place where UAX #14 lets one, or "".
func tailored(c *Composer, text string, at int) string {
	before := strings.TrimRight(text[:at], " ")
	r, _ := utf8.DecodeLastRuneInString(before)
	switch {
	case len(before) == at:
		return ""
	case before == "" || strings.ContainsRune("\n\v\f\r\u0085\u2028\u2029", r):
		return "no line is empty: spaces that begin one end none"
	case r == '\u00a0':
		return "no line ends in a no-break space"
	case c.Labels.Tied(before, text[at:]):
		return "ties of the language"
	}
	return ""
}

// TestParagraphsBreakByLineBreakTest holds the items of a paragraph to the whole
// of LineBreakTest.txt. Places that are left out are named by tailored; there
// is none beside those of the file.
func TestParagraphsBreakByLineBreakTest(t *testing.T) {
	c := composer(t, usual)
	left := map[string]int{}
	lineBreakTest(t, func(line int, text string, ends []int) {
		var want []int
		for _, at := range ends[:len(ends)-1] {
			if why := tailored(c, text, at); why != "" {
				left[why]++
			} else {
				want = append(want, at)
			}
		}
		p := &paragraph{c: c, st: c.Plain(), pieces: plain(text), starts: []int{0}, text: text, measure: linebreak.Limit}
		p.divide()
		if got := p.legalBreaks(); !slices.Equal(got, want) {
			t.Errorf("line %d: %q breaks at %v, want %v", line, text, got, want)
		}
	})
	t.Logf("left out: %v", left)
	if len(left) != 3 {
		t.Errorf("left out: %v", left)
	}
}

// TestSoftHyphens wants a hyphen where a line ends at the writer's soft hyphen,
// and in such a word nowhere else.
func TestSoftHyphens(t *testing.T) {
	c := composer(t, usual)
	lines := c.Paragraph(plain("An inter\u00adnational con\u00adstitution of things"), c.Running(), 40*layout.Point)
	for i, want := range []string{"An ", "inter\u00ad", "national ", "con\u00ad", "stitution ", "of ", "things"} {
		if i >= len(lines) || text(lines[i:i+1]) != want || lines[i].Hyphenated != strings.HasSuffix(want, "\u00ad") {
			t.Errorf("line %d is %q, want %q", i, text(lines[min(i, len(lines)):min(i+1, len(lines))]), want)
		}
	}
}
