package fonts

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// faces are the eight built-in ones.
func faces(t testing.TB) []*Face {
	t.Helper()
	var all []*Face
	for _, name := range Families() {
		f, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 4 {
			all = append(all, f.Face(i&2 != 0, i&1 != 0))
		}
	}
	return all
}

// TestMetrics compares with what fontTools 4.68 reads in the same files.
func TestMetrics(t *testing.T) {
	want := []string{
		"STIX Two Text|Regular|STIXTwoText-Regular 400 1000 762 -238 657 473 0 [-948 -373 1297 1047] 2209 A:3+718 g:261+484 ʻ:1238+245 ‑:1846+315 ệ:336+464",
		"STIX Two Text|Italic|STIXTwoText-Italic 400 1000 762 -238 657 467 -786432 [-893 -362 1298 1047] 2226 A:3+681 g:261+451 ʻ:1244+235 ‑:1857+315 ệ:336+412",
		"STIX Two Text|Bold|STIXTwoText-Bold 700 1000 762 -238 657 473 0 [-948 -434 1429 1047] 2209 A:3+749 g:261+530 ʻ:1238+250 ‑:1846+315 ệ:336+515",
		"STIX Two Text|Bold Italic|STIXTwoText-BoldItalic 700 1000 762 -238 657 467 -786432 [-893 -427 1451 1047] 2226 A:3+709 g:261+487 ʻ:1244+250 ‑:1857+305 ệ:336+464",
		"EB Garamond|Regular|EBGaramond-Regular 400 1000 1007 -298 650 400 0 [-290 -324 2500 985] 3107 A:1+692 g:448+435 ʻ:3073+200 ‑:2479+274 ệ:827+390",
		"EB Garamond|Italic|EBGaramond-Italic 400 1000 1007 -298 650 400 -1127219 [-321 -337 2500 986] 2954 A:1+658 g:470+415 ʻ:2921+200 ‑:2328+268 ệ:761+341",
		"EB Garamond|Bold|EBGaramond-Bold 700 1000 1007 -298 650 419 0 [-313 -324 2689 1038] 3107 A:1+720 g:448+500 ʻ:3073+237 ‑:2479+316 ệ:827+417",
		"EB Garamond|Bold Italic|EBGaramond-BoldItalic 700 1000 1007 -298 650 419 -1127219 [-341 -380 2689 1024] 2954 A:1+747 g:470+468 ʻ:2921+237 ‑:2328+321 ệ:761+380",
	}
	for i, f := range faces(t) {
		got := fmt.Sprintf("%s|%s|%s %d %d %d %d %d %d %d %v %d", f.Family, f.Style, f.PostScriptName, f.Weight, f.UnitsPerEm,
			f.Ascent, f.Descent, f.CapHeight, f.XHeight, f.ItalicAngle, f.BBox, f.NumGlyphs())
		for _, r := range "Agʻ‑ệ" {
			g, _ := f.Glyph(r)
			got += fmt.Sprintf(" %c:%d+%d", r, g, f.Advance(g))
		}
		if got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[i])
		}
		if f.Bold != (i&2 != 0) || f.Italic != (i&1 != 0) {
			t.Errorf("%s: bold %v, italic %v", f.PostScriptName, f.Bold, f.Italic)
		}
	}
}

// TestPlain looks at what is plain and what is not; package shape compares the
// rest with its shaper.
func TestPlain(t *testing.T) {
	f := faces(t)[0]
	p := f.Plain("en-US", "onum", "pnum")
	for _, c := range []struct {
		r    rune
		want bool
	}{{'a', true}, {'i', true}, {'é', true}, {'’', true}, {'f', false}, {'7', false}, {'\u0301', false}, {0xAD, false}, {'東', false}, {-1, false}} {
		if _, ok := p.Glyph(c.r); ok != c.want {
			t.Errorf("%q: plain is %v", c.r, ok)
		}
	}
	if _, ok := f.Plain("en").Glyph('7'); !ok {
		t.Error("figures are not plain where no others are asked for")
	}
	if _, ok := f.Plain("tr").Glyph('i'); ok {
		t.Error("i is plain in Turkish, for which the face has another")
	}
	if f.Plain("en") != f.Plain("en-GB") || f.Plain("en") == f.Plain("tr") {
		t.Error("a setting is made anew, or serves another language")
	}
	a, _ := p.Glyph('A')
	v, _ := p.Glyph('V')
	if k := p.Kern(a, v); k >= 0 {
		t.Errorf("AV is kerned by %d", k)
	}
	if k := p.Kern(a, GlyphID(f.NumGlyphs())); k != 0 {
		t.Errorf("a glyph that is not there is kerned by %d", k)
	}
}

func TestGlyphMissing(t *testing.T) {
	f := faces(t)[0]
	for _, r := range []rune{'東', 0x10FFFF, -1, 0xFFFF, 0, '\t'} {
		if g, ok := f.Glyph(r); ok || g != 0 || f.Has(r) {
			t.Errorf("%U: glyph %d, %v", r, g, ok)
		}
	}
	if f.Advance(65535) != 0 || f.Outline(65535) != nil {
		t.Error("a glyph that is not there has width or outline")
	}
}

func TestHasFeature(t *testing.T) {
	for _, f := range faces(t) {
		for _, tag := range []string{"smcp", "c2sc", "onum", "liga", "kern", "mark", "locl", "case"} {
			if !f.HasFeature(tag) {
				t.Errorf("%s lacks %s", f.PostScriptName, tag)
			}
		}
		if want := f.Family == "STIX Two Text" || f.Italic; f.HasFeature("mkmk") != want {
			t.Errorf("%s: mkmk %v", f.PostScriptName, !want)
		}
		if f.HasFeature("none") {
			t.Errorf("%s has a feature that there is not", f.PostScriptName)
		}
	}
}

// path writes an outline as an SVG path.
func path(segments []Segment) string {
	var b strings.Builder
	for _, s := range segments {
		switch s.Op {
		case OpMove:
			fmt.Fprintf(&b, "M%d %d", s.X, s.Y)
		case OpLine:
			fmt.Fprintf(&b, "L%d %d", s.X, s.Y)
		case OpQuad:
			fmt.Fprintf(&b, "Q%d %d %d %d", s.CX, s.CY, s.X, s.Y)
		case OpClose:
			b.WriteByte('Z')
		}
	}
	return b.String()
}

// TestOutline compares with the points that fontTools reads; midpoints are worked out by hand.
func TestOutline(t *testing.T) {
	f := faces(t)[0]
	stop, _ := f.Glyph('.')
	want := "M121 -8Q91 -8 77 9Q62 26 62 51Q62 77 78 96Q94 114 122 114Q151 114 167 95Q183 76 183 50Q183 27 167 10Q151 -8 121 -8Z"
	if got := path(f.Outline(stop)); got != want {
		t.Errorf("full stop:\n got %s\nwant %s", got, want)
	}
	space, _ := f.Glyph(' ')
	if got := f.Outline(space); got != nil {
		t.Errorf("space: %s", path(got))
	}
	// é is e and one contour more.
	if got := path(f.Outline(must(f.Glyph('é')))); strings.Count(got, "Z") != strings.Count(path(f.Outline(must(f.Glyph('e')))), "Z")+1 {
		t.Errorf("é: %s", got)
	}
}

func must(g GlyphID, ok bool) GlyphID {
	if !ok {
		panic("no glyph")
	}
	return g
}

// TestOutlinesFitBounds holds every outline against the box that the file
// records for it, give or take the unit that the makers rounded: points on the
// curve lie in it, and all points reach its sides.
func TestOutlinesFitBounds(t *testing.T) {
	composites := 0
	for _, f := range faces(t) {
		if err := f.checkGlyphs(); err != nil {
			t.Errorf("%s: %v", f.PostScriptName, err)
		}
		for g := range f.NumGlyphs() {
			id := GlyphID(g)
			if d := f.description(id); d != nil && i16(d, 0) < 0 {
				composites++
			}
			x0, y0, x1, y1 := f.Bounds(id)
			var xs, ys []int
			for _, s := range f.Outline(id) {
				if s.Op == OpClose {
					continue
				}
				if s.X < x0-1 || s.X > x1+1 || s.Y < y0-1 || s.Y > y1+1 {
					t.Fatalf("%s, glyph %d: (%d, %d) is outside of %d %d %d %d", f.PostScriptName, g, s.X, s.Y, x0, y0, x1, y1)
				}
				xs, ys = append(xs, s.X), append(ys, s.Y)
				if s.Op == OpQuad {
					xs, ys = append(xs, s.CX), append(ys, s.CY)
				}
			}
			if len(xs) > 0 && (slices.Min(xs) > x0+1 || slices.Max(xs) < x1-1 || slices.Min(ys) > y0+1 || slices.Max(ys) < y1-1) {
				t.Fatalf("%s, glyph %d: the outline does not reach %d %d %d %d", f.PostScriptName, g, x0, y0, x1, y1)
			}
		}
	}
	if composites == 0 {
		t.Error("no composite glyph was looked at")
	}
}

// TestContours tells the three ways in which a contour may begin.
func TestContours(t *testing.T) {
	on := func(x, y int) point { return point{2 * x, 2 * y, true} }
	off := func(x, y int) point { return point{2 * x, 2 * y, false} }
	for _, c := range []struct {
		points []point
		want   string
	}{
		{[]point{on(0, 0), on(10, 0), on(10, 10)}, "M0 0L10 0L10 10Z"},
		{[]point{on(0, 0), off(10, 0), on(10, 10)}, "M0 0Q10 0 10 10Z"},
		{[]point{off(10, 0), on(10, 10), on(0, 0)}, "M0 0Q10 0 10 10Z"},
		{[]point{on(0, 0), off(10, 0), off(10, 11)}, "M0 0Q10 0 10 6Q10 11 0 0Z"},
		{[]point{off(0, 0), off(10, 0), off(10, 10), off(0, 10)}, "M0 5Q0 0 5 0Q10 0 10 5Q10 10 5 10Q0 10 0 5Z"},
		{nil, ""},
	} {
		if got := path(appendContour(nil, c.points)); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, name := range []string{"STIX Two Text", "stix two text", " EB garamond "} {
		if f, err := Lookup(name); err != nil || !strings.EqualFold(f.Name, strings.TrimSpace(name)) {
			t.Errorf("%q: %v", name, err)
		}
	}
	_, err := Lookup("Times")
	if want := `there is no font family "Times"; built in are STIX Two Text and EB Garamond`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestConcurrent reads every face from several goroutines; the race detector judges.
func TestConcurrent(t *testing.T) {
	f := &Family{Name: "test", data: builtin[0].data}
	var group sync.WaitGroup
	var got [8]*Face
	for i := range got {
		group.Go(func() {
			got[i] = f.Face(false, false)
			f.Face(true, true).Outline(30)
		})
	}
	group.Wait()
	for _, face := range got {
		if face != got[0] {
			t.Fatal("a face was read twice")
		}
	}
}

func TestNewFamily(t *testing.T) {
	all := faces(t)
	f, err := NewFamily("Office", all[0], all[1])
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		bold, italic bool
		want         *Face
	}{{false, false, all[0]}, {false, true, all[1]}, {true, false, all[0]}, {true, true, all[1]}} {
		if got := f.Face(c.bold, c.italic); got != c.want {
			t.Errorf("bold %v italic %v: %s", c.bold, c.italic, got.PostScriptName)
		}
	}
	if f, err := NewFamily("Office", all[2]); err != nil || f.Face(false, true) != all[2] {
		t.Error("a family of one bold face does not use it for all")
	}
	if _, err := NewFamily("Office"); err == nil {
		t.Error("a family without faces")
	}
	if _, err := NewFamily("Office", all[0], all[4]); err == nil || !strings.Contains(err.Error(), "two faces of one style") {
		t.Errorf("two regular faces: %v", err)
	}
}
