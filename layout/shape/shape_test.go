package shape

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"chancery/fonts"
	"chancery/layout"
)

// unit is the size at which a length is a font unit of the built-in faces.
const unit = 1000 * layout.Point

func face(t testing.TB, family string, bold, italic bool) *fonts.Face {
	t.Helper()
	f, err := fonts.Lookup(family)
	if err != nil {
		t.Fatal(err)
	}
	return f.Face(bold, italic)
}

func stix(t testing.TB) *fonts.Face     { return face(t, "STIX Two Text", false, false) }
func garamond(t testing.TB) *fonts.Face { return face(t, "EB Garamond", false, false) }

// say writes runs as text: face, the run's text, and for each glyph its number,
// advance, offsets if any, and bytes: "STIXTwoText-Regular "AV": 3+618[0:1] …".
func say(runs []layout.Run, ranges bool) string {
	var b strings.Builder
	for i := range runs {
		r := &runs[i]
		if ranges {
			fmt.Fprintf(&b, "%s %q:", r.Face.PostScriptName, r.Text)
		}
		for _, g := range r.Glyphs {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "%d+%s", g.ID, g.Advance)
			if g.XOffset != 0 || g.YOffset != 0 {
				fmt.Fprintf(&b, "@%s,%s", g.XOffset, g.YOffset)
			}
			if ranges {
				fmt.Fprintf(&b, "[%d:%d]", g.Start, g.End)
			}
		}
		if ranges && i+1 < len(runs) {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

//go:embed testdata/harfbuzz.txt
var harfbuzzSays string

// TestAgainstHarfBuzz compares with HarfBuzz itself: kerning of capitals and of
// the lower case, f-ligatures and half-forms, small capitals, figures, marks
// composed and not, Vietnamese, ʻokina, U+2011, Greek and Cyrillic, in all eight faces.
func TestAgainstHarfBuzz(t *testing.T) {
	s := NewShaper()
	faces := map[string]*fonts.Face{}
	for _, name := range fonts.Families() {
		for i := range 4 {
			f := face(t, name, i&2 != 0, i&1 != 0)
			faces[f.PostScriptName] = f
		}
	}
	tags := map[string]Features{"smcp": SmallCaps, "c2sc": CapsToSmallCaps, "onum": OldstyleFigures, "pnum": ProportionalFigures, "noliga": NoLigatures, "-": 0}
	n := 0
	for line := range strings.Lines(harfbuzzSays) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		var features Features
		for _, tag := range strings.Fields(f[1]) {
			features |= tags[tag]
		}
		runs, missing := s.Text(f[2], 0, Style{Face: faces[f[0]], Size: unit, Features: features, Lang: "en-US"})
		if got := say(runs, false); got != f[3] || missing != nil {
			t.Errorf("%s %s %q, missing %v:\n got %s\nwant %s", f[0], f[1], f[2], missing, got, f[3])
		}
		n++
	}
	if n != 8*17 {
		t.Errorf("%d comparisons", n)
	}
}

// TestClusters looks at the bytes that each glyph stands for.
func TestClusters(t *testing.T) {
	for _, c := range []struct {
		name string
		face *fonts.Face
		text string
		want string
	}{
		{"one glyph for three letters", garamond(t), "office",
			`EBGaramond-Regular "office": 485+495[0:1] 949+776[1:4] 425+387[4:5] 435+390[5:6]`},
		{"half-forms, a glyph a letter", stix(t), "off",
			`STIXTwoText-Regular "off": 270+514[0:1] 655+302[1:2] 260+307[2:3]`},
		{"a mark shares its base's bytes", stix(t), "ax\u0302b",
			"STIXTwoText-Regular \"ax\u0302b\": 255+480[0:1] 279+479[1:4] 1294+0@-5,0[1:4] 256+522[4:5]"},
		{"decomposed is set like composed", stix(t), "e\u0301e",
			"STIXTwoText-Regular \"e\u0301e\": 330+464[0:3] 259+464[3:4]"},
		{"ignorable characters belong to a neighbour", stix(t), "\u00ADa\u00ADb\u200Cc\uFEFF",
			`STIXTwoText-Regular "\u00ada\u00adb\u200cc\ufeff": 255+480[0:5] 256+522[5:9] 257+446[9:13]`},
	} {
		runs, missing := NewShaper().Text(c.text, 0, Style{Face: c.face, Size: unit, Lang: "en-US"})
		if got := say(runs, true); got != c.want || missing != nil {
			t.Errorf("%s, missing %v:\n got %s\nwant %s", c.name, missing, got, c.want)
		}
	}
}

func TestIgnorablesAlone(t *testing.T) {
	for _, text := range []string{"", "\u00AD", "\u200D\u2060\uFEFF"} {
		if runs, missing := NewShaper().Text(text, 0, Style{Face: stix(t), Size: unit}); runs != nil || missing != nil {
			t.Errorf("%q: %s, missing %v", text, say(runs, true), missing)
		}
	}
}

func TestFallback(t *testing.T) {
	g, s := garamond(t), stix(t)
	italic := face(t, "EB Garamond", false, true)
	for _, c := range []struct {
		name, text string
		face       *fonts.Face
		fallbacks  []*fonts.Face
		want       string // faces and their texts
		missing    string
	}{
		{"none needed", "abc", s, []*fonts.Face{g}, "S:abc", "[]"},
		{"polytonic Greek is in EB Garamond alone", "a ᾤ b", s, []*fonts.Face{g}, "S:a |G:ᾤ|S: b", "[]"},
		{"figures that the italic lacks", "m²", italic, []*fonts.Face{s}, "I:m|S:²", "[]"},
		{"a mark that the face cannot place takes its base along", "aq\u0303a", g, []*fonts.Face{s}, "G:a|S:q\u0303|G:a", "[]"},
		{"two marks on top of each other", "x\u0302\u0301", g, []*fonts.Face{s}, "S:x\u0302\u0301", "[]"},
		{"without a fallback the face does what it can", "q\u0303", g, nil, "G:q\u0303", "[]"},
		{"no face has it", "a東b", s, []*fonts.Face{g}, "S:a東b", "[1]"},
		{"two of them, and one that a fallback has", "京ᾤ東", s, []*fonts.Face{g}, "S:京|G:ᾤ|S:東", "[0 6]"},
		{"a mark that no face has", "ab\u0348c", s, nil, "S:ab\u0348c", "[2]"},
		{"a control character", "a\tb", s, nil, "S:a\tb", "[1]"},
		{"ignorable before a fallback", "a\u00ADᾤ", s, []*fonts.Face{g}, "S:a\u00AD|G:ᾤ", "[]"},
	} {
		runs, missing := NewShaper().Text(c.text, 7, Style{Face: c.face, Fallbacks: c.fallbacks, Size: unit, Lang: "en"})
		var parts []string
		all := ""
		for _, r := range runs {
			name := map[*fonts.Face]string{g: "G", s: "S", italic: "I"}[r.Face]
			parts = append(parts, name+":"+r.Text)
			if r.Offset != 7+len(all) {
				t.Errorf("%s: run %q at %d", c.name, r.Text, r.Offset)
			}
			all += r.Text
			checkRanges(t, r)
		}
		if got := strings.Join(parts, "|"); got != c.want || fmt.Sprint(missing) != c.missing {
			t.Errorf("%s: got %q missing %v, want %q missing %s", c.name, got, missing, c.want, c.missing)
		}
		if all != c.text {
			t.Errorf("%s: text %q became %q", c.name, c.text, all)
		}
	}
}

// checkRanges checks that the glyphs' bytes cover the run's text, in order and without gaps.
func checkRanges(t *testing.T, r layout.Run) {
	t.Helper()
	start, end := 0, 0
	for _, g := range r.Glyphs {
		switch {
		case g.Start == end:
			start, end = g.Start, g.End
		case g.Start == start && g.End == end:
		default:
			t.Fatalf("%q: glyph %d has [%d:%d] after [%d:%d]", r.Text, g.ID, g.Start, g.End, start, end)
		}
		if g.End <= g.Start {
			t.Fatalf("%q: glyph %d has [%d:%d]", r.Text, g.ID, g.Start, g.End)
		}
	}
	if end != len(r.Text) {
		t.Fatalf("%q: glyphs end at %d", r.Text, end)
	}
}

func TestOffsetUnknown(t *testing.T) {
	runs, _ := NewShaper().Text("aᾤ", -1, Style{Face: stix(t), Fallbacks: []*fonts.Face{garamond(t)}, Size: unit})
	if len(runs) != 2 || runs[0].Offset != -1 || runs[1].Offset != -1 {
		t.Errorf("%+v", runs)
	}
}

func TestHyphenated(t *testing.T) {
	s := NewShaper()
	st := Style{Face: stix(t), Size: unit, Lang: "en-US"}
	runs, _ := s.Hyphenated("attor", 3, st)
	want := `STIXTwoText-Regular "attor\u00ad": 255+480[0:1] 275+310[1:2] 275+310[2:3] 270+514[3:4] 273+370[4:5] 1844+315[5:7]`
	hyphen, _ := stix(t).Glyph('-')
	if got := say(runs, true); !strings.Contains(got, fmt.Sprintf(" %d+", hyphen)) || !strings.HasSuffix(got, "[5:7]") {
		t.Errorf("got %s\nlike %s", got, want)
	}
	if w := s.HyphenatedWidth("attor", st); w != runs[0].Width() {
		t.Errorf("width %s, runs %s", w, runs[0].Width())
	}
	// The same text without a visible hyphen is another word of the memory.
	if runs, _ := s.Text("attor\u00AD", 3, st); len(runs[0].Glyphs) != 5 {
		t.Errorf("soft hyphen seen: %s", say(runs, true))
	}
}

func TestTracking(t *testing.T) {
	s := NewShaper()
	st := Style{Face: garamond(t), Size: 10 * layout.Point, Lang: "en-US"}
	plain := s.Width("HAWAI\u02BBI", st)
	st.Tracking = 120
	runs, _ := s.Text("HAWAI\u02BBI", 0, st)
	if got, want := runs[0].Width(), plain+6*st.Size.Scale(120, 1000); got != want {
		t.Errorf("tracked %s, want %s", got, want)
	}
	if s.Width("HAWAI\u02BBI", st) != runs[0].Width() {
		t.Error("Width and Text differ")
	}
	// No ligature, and a mark is not parted from its base.
	runs, _ = s.Text("ffix\u0302", 0, st)
	if n := len(runs[0].Glyphs); n != 5 {
		t.Errorf("%d glyphs: %s", n, say(runs, true))
	}
	if g := runs[0].Glyphs[3]; g.Advance != st.Size.Scale(int64(st.Face.Advance(g.ID)), 1000) {
		t.Errorf("space between letter and mark: %s", say(runs, true))
	}
}

// TestRounding sets at a size where font units do not divide: each advance is
// rounded for itself, half away from zero.
func TestRounding(t *testing.T) {
	size := 11*layout.Point + layout.Point/2
	runs, _ := NewShaper().Text("Av", 0, Style{Face: stix(t), Size: size})
	for _, g := range runs[0].Glyphs {
		units := int64(0)
		for u := int64(1); u < 1000; u++ {
			if (2*u*int64(size)+1000)/2000 == int64(g.Advance) {
				units = u
			}
		}
		if units == 0 {
			t.Errorf("advance %d is no multiple of a unit", g.Advance)
		}
	}
}

func TestMemory(t *testing.T) {
	s := NewShaper()
	st := Style{Face: stix(t), Size: 10 * layout.Point, Lang: "en-US"}
	small := s.Width("immigration", st)
	st.Size *= 2
	if s.kept != 1 || len(s.styles) != 1 {
		t.Fatalf("%d words, %d styles", s.kept, len(s.styles))
	}
	if large := s.Width("immigration", st); large < 2*small-22 || large > 2*small+22 {
		t.Errorf("%s at twice the size of %s", large, small)
	}
	if s.kept != 1 {
		t.Error("the size is part of the key")
	}
	for _, change := range []func(*Style){
		func(st *Style) { st.Features = SmallCaps },
		func(st *Style) { st.Lang = "ro" },
		func(st *Style) { st.Fallbacks = []*fonts.Face{garamond(t)} },
		func(st *Style) { st.Tracking = 10 },
	} {
		n := s.kept
		other := st
		change(&other)
		if s.Width("immigration", other); s.kept != n+1 {
			t.Error("a change of style is not part of the key")
		}
	}
	runs, _ := s.Text("immigration", 0, st)
	runs[0].Glyphs[0].Advance += layout.Point // what justification does
	if again, _ := s.Text("immigration", 0, st); again[0].Glyphs[0].Advance == runs[0].Glyphs[0].Advance {
		t.Error("the caller's glyphs are the memory's")
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"office", "e\u0301\u0323", "a\u00AD", "\u0301", "שלום a", "\xff\xfe", "क्षि", "a\u200Db\u2060", "\U0001F468\u200D\U0001F469", "سلام 123"} {
		f.Add(s)
	}
	st := Style{Face: garamond(f), Fallbacks: []*fonts.Face{stix(f)}, Size: 10 * layout.Point, Lang: "en"}
	s := NewShaper()
	f.Fuzz(func(t *testing.T, text string) {
		runs, missing := s.Text(text, 0, st)
		all := ""
		var w layout.Length
		notdef := false
		for _, r := range runs {
			all += r.Text
			w += r.Width()
			rtl := false
			for i, g := range r.Glyphs {
				notdef = notdef || g.ID == 0
				rtl = rtl || i > 0 && g.Start < r.Glyphs[i-1].Start
			}
			if !rtl {
				checkRanges(t, r)
			}
		}
		if all != text && runs != nil {
			t.Fatalf("%q became %q", text, all)
		}
		if notdef && missing == nil {
			t.Fatalf("%q: a .notdef, but nothing is missing", text)
		}
		if w != s.Width(text, st) {
			t.Fatalf("%q: width %s, runs %s", text, s.Width(text, st), w)
		}
		for _, at := range missing {
			if at < 0 || at >= len(text) {
				t.Fatalf("%q: missing at %d", text, at)
			}
		}
	})
}

func BenchmarkPrepare(b *testing.B) {
	f := stix(b)
	b.ReportAllocs()
	for range b.N {
		prepare(f.Font())
	}
}

func BenchmarkNewWord(b *testing.B) {
	s, st := NewShaper(), Style{Face: stix(b), Size: 12 * layout.Point, Lang: "en-US"}
	b.ReportAllocs()
	for range b.N {
		s.forget()
		s.Text("attorneys", 0, st)
	}
}

func BenchmarkKnownWord(b *testing.B) {
	s, st := NewShaper(), Style{Face: stix(b), Size: 12 * layout.Point, Lang: "en-US"}
	b.ReportAllocs()
	for range b.N {
		s.Text("attorneys", 0, st)
	}
}

func BenchmarkWidth(b *testing.B) {
	s, st := NewShaper(), Style{Face: stix(b), Size: 12 * layout.Point, Lang: "en-US"}
	b.ReportAllocs()
	for range b.N {
		s.Width("attorneys", st)
	}
}

// TestWithoutMarks compares what a face gives without the part that places marks
// with what the whole face gives, for every character that it has and for marks.
func TestWithoutMarks(t *testing.T) {
	for _, f := range []*fonts.Face{stix(t), garamond(t), face(t, "STIX Two Text", true, true)} {
		quick, whole := NewShaper(), NewShaper()
		whole.fonts[f] = &prepared{hasBare: true}
		st, marked := Style{Face: f, Size: unit, Lang: "vi"}, 0
		for r := rune(' '); r < 0x2600; r++ {
			if !f.Has(r) {
				continue
			}
			for _, text := range []string{string(r), "T" + string(r) + "fi", "V" + string(r) + "\u0301\u0323a"} {
				a, _ := quick.Text(text, 0, st)
				b, _ := whole.Text(text, 0, st)
				if got, want := say(a, true), say(b, true); got != want {
					t.Fatalf("%q: got %s\nwant %s", text, got, want)
				}
			}
			if g, _ := f.Glyph(r); f.Places(g) {
				marked++
			}
		}
		if quick.fonts[f].bare == nil || marked < 20 || f.Places(1) {
			t.Errorf("%s: bare %v, %d marks", f.PostScriptName, quick.fonts[f].bare != nil, marked)
		}
	}
}

// TestPlain compares what is set without the shaper with what the shaper gives:
// every pair of plain characters in every face, alone and hyphenated.
func TestPlain(t *testing.T) {
	styles := []struct {
		features Features
		lang     string
	}{{OldstyleFigures | ProportionalFigures, "en-US"}, {0, "tr"}, {NoLigatures, "es"}}
	for i, f := range everyFace(t) {
		for n, style := range styles {
			quick, slow := NewShaper(), NewShaper()
			slow.noPlain = true
			st := Style{Face: f, Size: unit, Features: style.features, Lang: style.lang}
			compare := func(text string, hyphen bool) {
				t.Helper()
				x, _ := quick.runs(new(Buffer), text, 0, &st, hyphen)
				y, _ := slow.runs(new(Buffer), text, 0, &st, hyphen)
				if got, want := say(x, true), say(y, true); got != want {
					t.Fatalf("%s, %v, %s, %q:\n got %s\nwant %s", f.PostScriptName, style.features, style.lang, text, got, want)
				}
			}
			var plain []rune
			letters := 0
			for r := rune(' '); r < 0x2100; r++ {
				if quick.plain(string(r), st, style.features, false) != nil {
					plain = append(plain, r)
					if r < 0x7F && unicode.IsLetter(r) {
						letters++
					}
				}
			}
			if letters < 40 || style.lang == "en-US" && letters < 43 {
				t.Errorf("%s, %s: %d plain letters: %q", f.PostScriptName, style.lang, letters, string(plain))
			}
			for k, a := range plain {
				if k%len(styles) != n && i > 0 {
					continue // the pairs are the same whatever the style
				}
				var b strings.Builder
				for _, c := range plain {
					b.WriteRune(a) // the pairs of a with each, and of each with a
					b.WriteRune(c)
				}
				compare(b.String(), false)
				compare(string(a)+"\u00AD", true)
			}
		}
	}
}

// everyFace are the eight that are built in.
func everyFace(t testing.TB) []*fonts.Face {
	var all []*fonts.Face
	for _, name := range fonts.Families() {
		for i := range 4 {
			all = append(all, face(t, name, i&2 != 0, i&1 != 0))
		}
	}
	return all
}
