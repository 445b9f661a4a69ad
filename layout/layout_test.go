package layout

import (
	"math/rand"
	"strconv"
	"strings"
	"testing"
)

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		l      Length
		digits int
		want   string
	}{
		{0, 3, "0"}, {Point, 3, "1"}, {-Point, 3, "-1"}, {Point / 2, 3, "0.5"}, {Point * 23 / 2, 3, "11.5"},
		{1, 3, "0"}, {-1, 3, "0"}, {33, 3, "0.001"}, {-33, 3, "-0.001"}, {Point - 1, 3, "1"}, {Point - 1, 6, "0.999985"},
		{100 * Point, 0, "100"}, {Point * 5 / 4, 0, "1"}, {Point * 3 / 2, 0, "2"}, {210 * Inch * 10 / 254, 3, "595.276"},
	} {
		if got := c.l.Decimal(c.digits); got != c.want {
			t.Errorf("%d with %d decimals is %s, want %s", int64(c.l), c.digits, got, c.want)
		}
	}
}

// TestDecimalReadsBack wants six decimals to name every length in reach.
func TestDecimalReadsBack(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for range 10000 {
		l := Length(rng.Int63n(int64(10000*Point))) - 5000*Point
		f, err := strconv.ParseFloat(l.Decimal(6), 64)
		if err != nil {
			t.Fatal(err)
		}
		if d := f - l.Points(); d > 1e-6 || d < -1e-6 {
			t.Fatalf("%d prints as %s", int64(l), l.Decimal(6))
		}
	}
}

func TestScale(t *testing.T) {
	for _, c := range []struct{ l, num, den, want int64 }{
		{10, 1, 3, 3}, {11, 1, 3, 4}, {-10, 1, 3, -3}, {-11, 1, 3, -4}, {5, 1, 2, 3}, {-5, 1, 2, -3}, {7, -1, 2, -4},
	} {
		if got := Length(c.l).Scale(c.num, c.den); int64(got) != c.want {
			t.Errorf("%d·%d/%d is %d, want %d", c.l, c.num, c.den, got, c.want)
		}
	}
}

// TestDumpNeverFails dumps documents that no layout would make.
func TestDumpNeverFails(t *testing.T) {
	p := &Element{Role: RoleP, ID: "p"}
	for _, d := range []*Document{
		nil,
		{},
		{Pages: []*Page{nil}},
		{Pages: []*Page{{Boxes: []Box{{}, {Kind: BoxArt, Element: p}, {Kind: BoxImage, Element: p}, {Kind: BoxField}, {Kind: 200}}}}},
		{Pages: []*Page{{Boxes: []Box{{Run: &Run{Text: "ab", Glyphs: []Glyph{{Start: -1}, {Start: 1, End: 9}, {Start: 2, End: 1}}}}}}}},
	} {
		if Dump(d) == "" {
			t.Errorf("nothing is said of %+v", d)
		}
	}
}

func TestDumpSaysWhatMatters(t *testing.T) {
	p := &Element{Role: RoleP, ID: "letter-p1"}
	run := &Run{Text: "offi\u00ad", Size: 12 * Point, Glyphs: []Glyph{{ID: 7, Advance: 6 * Point, End: 1}, {ID: 9, Advance: 9 * Point, Start: 1, End: 4}, {ID: 3, Advance: Point, Start: 4, End: 6}}}
	d := &Document{Name: "x", Language: "en-US", Title: "T", Pages: []*Page{{Label: "2", Width: 612 * Point, Height: 792 * Point,
		Boxes: []Box{{X: 72 * Point, Y: 83 * Point, Element: p, Run: run}, {Kind: BoxRule, Width: 10 * Point, Height: Point / 2, Color: 0x1a3350}}}},
		Starts: []PageStart{{Label: "2", ID: "letter-p1", Offset: 4}}, Outline: []Heading{{Title: "A", Kids: []Heading{{Title: "B"}}}}}
	for _, want := range []string{
		"page 2 612 × 792", "begins in letter-p1 at 4", "72       83  P letter-p1", `["ffi": 9]`, "wide 16", "rule 10 × 0.5 #1a3350", `  "A" page 1 at 0`, `    "B" page 1 at 0`,
	} {
		if !strings.Contains(Dump(d), want) {
			t.Errorf("the dump does not say %q:\n%s", want, Dump(d))
		}
	}
}

func TestGray(t *testing.T) {
	if !Black.Gray() || !Color(0x777777).Gray() || Color(0x1a3350).Gray() {
		t.Error("gray is where red, green and blue are equal")
	}
}
