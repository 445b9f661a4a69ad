package compose

import (
	"math/rand"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/shape"
	"chancery/source"
)

// library has faces for the scripts of the world.
var library = sync.OnceValues(func() (*fonts.Library, error) {
	var faces []*fonts.Face
	for _, name := range []string{"NotoNaskhArabic", "NotoSerifHebrew", "NotoSerifDevanagari", "NotoSerifEthiopic", "NotoSerifJP"} {
		data, err := os.ReadFile("../../fonts/testdata/scripts/" + name + "-Subset.ttf")
		if err != nil {
			return nil, err
		}
		face, err := fonts.Parse(data)
		if err != nil {
			return nil, err
		}
		faces = append(faces, face)
	}
	return fonts.NewLibrary(faces...)
})

// worldly is shared: it remembers the words that the tests repeat.
var worldly = shape.NewShaper()

// scripts makes a composer whose packet has those faces.
func scripts(t testing.TB) *Composer {
	t.Helper()
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	d := &source.Document{Name: "letter", Kind: source.KindLetter, File: &source.File{Name: "letter.md"}, Language: "en-US", Settings: usual, Letter: &source.Letter{}}
	c, err := New(&source.Packet{Documents: []*source.Document{d}}, d, BareSheet(), worldly, &Resources{Faces: lib})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// seen is a line as an eye finds it, from left to right: the texts of its clusters
// in the order of their places. White at its ends is nothing to see.
func seen(boxes []layout.Box) string {
	type cluster struct {
		x    layout.Length
		text string
	}
	var all []cluster
	for _, b := range boxes {
		if b.Kind != layout.BoxText {
			continue
		}
		x := b.X
		for i, g := range b.Run.Glyphs {
			if i == 0 || g.Start != b.Run.Glyphs[i-1].Start {
				all = append(all, cluster{x, b.Run.Text[g.Start:g.End]})
			}
			x += g.Advance
		}
	}
	slices.SortStableFunc(all, func(a, b cluster) int { return int(a.x - b.x) })
	var s strings.Builder
	for _, c := range all {
		s.WriteString(c.text)
	}
	return strings.TrimSpace(s.String())
}

func TestDirections(t *testing.T) {
	he := func(s string) Piece { return Piece{Text: s, Element: &layout.Element{ID: "p"}, Lang: "he"} }
	for _, tc := range []struct {
		name   string
		pieces []Piece
		base   byte // of the document
		want   string
	}{
		{"Hebrew in English", plain("Peace is שלום עולם now."), 0, "Peace is םלוע םולש now."},
		{"a number in Hebrew in English", plain("See שלום 12 עולם now, reader."), 0, "See םלוע 12 םולש now, reader."},
		{"English in Hebrew", plain("שלום New York עולם שלום."), 0, ".םולש םלוע New York םולש"},
		{"a name first", plain("IBM היא חברה גדולה."), 0, ".הלודג הרבח איה IBM"},
		{"brackets", plain("שלום (עולם) שלום"), 0, "םולש )םלוע( םולש"}, // mirrored glyphs: the texts are those of the source
		{"marked, with a number at its end", append(plain("The word "), he("שלום 5"), plain(" 6 times")[0]), 0, "The word 5 םולש 6 times"},
		{"unmarked, with a number at its end", plain("The word שלום 5 6 times"), 0, "The word 6 5 םולש times"},
		{"the whole marked", []Piece{he("New York שלום")}, 0, "םולש New York"},
		{"marked English with emphasis in Hebrew", []Piece{{Text: "שלום "}, {Text: "the New ", Lang: "en"}, {Text: "York", Lang: "en", Italic: true}, {Text: " Times.", Lang: "en"}, {Text: " עולם שלום עולם שלום"}}, 0, "םולש םלוע םולש םלוע the New York Times. םולש"},
		{"an address in Hebrew", []Piece{{Text: "ראו "}, {Text: "https://example.gov/", Address: true}, {Text: "."}}, 0, ".https://example.gov/ ואר"},
		{"a number in Hebrew", []Piece{{Text: "טלפון "}, {Text: "+1 (505) 660-2216", Address: true}, {Text: ", שלום"}}, 0, "םולש ,+1 (505) 660-2216 ןופלט"},
		{"an unmarked number in Arabic", plain("رقم 505-490-4060, رقم +1 (505) 660-2216"), 0, "+1 (505) 660-2216 مقر ,505-490-4060 مقر"},
		{"a number after Hebrew in English", []Piece{{Text: "Please call משרד "}, {Text: "+1 (505) 660-2216", Address: true}, {Text: " now"}}, 0, "Please call דרשמ +1 (505) 660-2216 now"},
		{"nothing but an address in a Hebrew document", []Piece{{Text: "+1 (505) 660-2216", Address: true}}, 1, "+1 (505) 660-2216"},
		{"English in a Hebrew document", plain("All of this is English."), 1, "All of this is English."},
		{"nothing but a number in a Hebrew document", plain("12–14."), 1, ".14–12"},
		{"Arabic letters that join", plain("سلام"), 0, "مالس"},
	} {
		c := scripts(t)
		if tc.base == 1 {
			c.base = 1
		}
		lines := c.Paragraph(tc.pieces, c.Plain(), c.Measure)
		if len(lines) != 1 || len(c.Problems) > 0 {
			t.Fatalf("%s: %d lines, problems %v", tc.name, len(lines), c.Problems)
		}
		boxes := lines[0].Boxes
		if tc.base == 1 {
			mirror(boxes, c.Measure) // as the page does
		}
		got := seen(boxes)
		if tc.name == "Arabic letters that join" {
			got = strings.ReplaceAll(got, "لا", "ال") // a ligature is read as one
		}
		if got != tc.want {
			t.Errorf("%s: the eye sees %q, want %q", tc.name, got, tc.want)
		}
		var all strings.Builder
		for _, p := range tc.pieces {
			all.WriteString(p.Text)
		}
		if got := text(lines); got != all.String() {
			t.Errorf("%s: the boxes say %q, want %q", tc.name, got, all.String())
		}
	}
}

// edges are the outermost places of a line's ink-bearing glyphs.
func edges(l Line) (left, right layout.Length) {
	first := true
	for _, b := range l.Boxes {
		x := b.X
		for _, g := range b.Run.Glyphs {
			if strings.TrimSpace(b.Run.Text[g.Start:g.End]) != "" && g.Advance != 0 {
				if first || x < left {
					left = x
				}
				if first || x+g.Advance > right {
					right = x + g.Advance
				}
				first = false
			}
			x += g.Advance
		}
	}
	return left, right
}

const arabic = "يحق لكل شخص أن يحصل على مترجم شفوي مجانا في مكاتب هذه الولاية، وذلك بموجب القانون رقم 1557 لعام 2010. إذا كنت بحاجة إلى مساعدة لغوية، " +
	"فاتصل بالمكتب (New Mexico) قبل يوم 19 يونيو 2018، وسيرد عليك مكتب النائب العام خلال ثلاثة أيام عمل."

// TestArabicParagraph sets a whole paragraph of Arabic in an English letter: it
// runs from the right, both its margins are straight, and its last line ends at the left.
func TestArabicParagraph(t *testing.T) {
	c := scripts(t)
	lines := c.Paragraph(plain(arabic), c.Running(), c.Measure)
	if len(lines) < 3 || len(c.Problems) > 0 {
		t.Fatalf("%d lines, problems %v", len(lines), c.Problems)
	}
	if got := text(lines); got != arabic {
		t.Errorf("the boxes say %q", got)
	}
	const hang = 3 * layout.Point
	for i, l := range lines {
		left, right := edges(l)
		if right < c.Measure-hang || right > c.Measure+hang {
			t.Errorf("line %d: its right edge is at %s of %s", i+1, right.Decimal(2), c.Measure.Decimal(2))
		}
		if last := i == len(lines)-1; last != (left > hang) {
			t.Errorf("line %d: its left edge is at %s", i+1, left.Decimal(2))
		}
	}
	for _, b := range lines[0].Boxes {
		if b.Run.RightToLeft && b.Run.Glyphs[0].Start < b.Run.Glyphs[len(b.Run.Glyphs)-1].Start {
			t.Errorf("the glyphs of %q are not in the order in which they are seen", b.Run.Text)
		}
	}
}

// TestMixedScriptsLoseNothing sets random texts of words of many scripts: the text
// of the boxes is the source's, in its order, every line but the last is as wide
// as the measure, and no box overlaps another.
func TestMixedScriptsLoseNothing(t *testing.T) {
	words := strings.Fields("peace שלום السلام 12 (2018) عليكم, 45.67% תשע״ח शान्ति क्षेत्र ሰላም ፤ law, of “the” state. 法律第 です。 「権利」 a1b2 ١٢٣ v. Roe; בית-ספר")
	for seed := range int64(300) {
		rng := rand.New(rand.NewSource(seed))
		c := scripts(t)
		c.base = 0
		if rng.Intn(2) == 0 {
			c.base = 1
		}
		var pieces []Piece
		for range 1 + rng.Intn(3) {
			var b strings.Builder
			for range 1 + rng.Intn(30) {
				b.WriteString(words[rng.Intn(len(words))] + " ")
			}
			pc := Piece{Text: b.String(), Element: &layout.Element{ID: "p"}}
			switch rng.Intn(4) {
			case 0:
				pc.Lang = "ar"
			case 1:
				pc.Lang, pc.Italic = "en", true
			}
			pieces = append(pieces, pc)
		}
		last := &pieces[len(pieces)-1]
		last.Text = strings.TrimRight(last.Text, " ")
		var all strings.Builder
		for i := range pieces {
			pieces[i].Offset = all.Len()
			all.WriteString(pieces[i].Text)
		}
		measure := layout.Length(150+rng.Intn(350)) * layout.Point
		lines := c.Paragraph(pieces, c.Running(), measure)
		if got := text(lines); got != all.String() {
			t.Fatalf("seed %d: the boxes say\n%q, want\n%q", seed, got, all.String())
		}
		for i, l := range lines {
			type extent struct{ from, to layout.Length }
			var at []extent
			for _, b := range l.Boxes {
				at = append(at, extent{b.X, b.X + b.Run.Width()})
			}
			slices.SortFunc(at, func(a, b extent) int { return int(a.from - b.from) })
			for k := 1; k < len(at); k++ {
				if at[k].from != at[k-1].to {
					t.Fatalf("seed %d: line %d: boxes do not meet: %s and %s", seed, i+1, at[k-1].to.Decimal(3), at[k].from.Decimal(3))
				}
			}
		}
	}
}

const japanese = "「権利」は州の法律により、言語の支援を必要とする方は2018年6月19日までに、この事務所に請求してください。" +
	"（第1557条）の通知は、三日以内にお送りいたします。「法律」の支援は、国の全地方で行っています。"

// TestIdeographs breaks Japanese at many measures: no line begins with what may not
// begin one or ends with what may not end one, and all are as wide as the measure.
func TestIdeographs(t *testing.T) {
	for points := 120; points <= 468; points += 7 {
		c := scripts(t)
		measure := layout.Length(points) * layout.Point
		lines := c.Paragraph(plain(japanese), c.Running(), measure)
		if got := text(lines); got != japanese || len(c.Problems) > 0 {
			t.Fatalf("%d points: the boxes say %q; problems %v", points, got, c.Problems)
		}
		for i, l := range lines {
			var s string
			for _, b := range l.Boxes {
				s += b.Run.Text
			}
			first, _ := utf8.DecodeRuneInString(s)
			final, _ := utf8.DecodeLastRuneInString(s)
			if i > 0 && strings.ContainsRune("」）、。ょっ", first) {
				t.Errorf("%d points: a line begins %q", points, s)
			}
			if strings.ContainsRune("「（", final) {
				t.Errorf("%d points: a line ends %q", points, s)
			}
			if i < len(lines)-1 {
				if _, right := edges(l); right < measure-layout.Point/10 || right > measure+c.Size*3/5 {
					t.Errorf("%d points: line %q ends at %s", points, s, right.Decimal(2))
				}
			}
		}
	}
}

// TestAutospace: an eighth of an em stands between ideographs and western letters,
// and half an em goes where two blank halves of punctuation meet.
func TestAutospace(t *testing.T) {
	c := scripts(t)
	em := c.Size
	width := func(s string) layout.Length { return c.Paragraph(plain(s), c.Plain(), c.Measure)[0].Width }
	if got, want := width("年6")-width("年")-width("6"), em/8; got != want {
		t.Errorf("between an ideograph and a figure: %s, want %s", got.Decimal(3), want.Decimal(3))
	}
	if got, want := width("年。「年")-4*em, -em/2; got != want {
		t.Errorf("between a full stop and a bracket: %s, want %s", got.Decimal(3), want.Decimal(3))
	}
}

// TestShapedScripts: conjuncts and vowel signs come from the face, nothing is missing.
func TestShapedScripts(t *testing.T) {
	for _, tc := range []struct {
		text   string
		glyphs int
	}{
		{"क्षेत्र", 3},                    // kṣa and tra are conjuncts, the vowel sign stands above
		{"कि", 2},                         // the vowel sign is seen before its consonant
		{"ሰላም", 3},                        // one syllable, one glyph
		{"Thượng nghị sĩ Nguyễn Văn", 25}, // two marks on one letter are one glyph
	} {
		c := scripts(t)
		lines := c.Paragraph(plain(tc.text), c.Running(), c.Measure)
		n := 0
		for _, b := range lines[0].Boxes {
			for _, g := range b.Run.Glyphs {
				if n++; g.ID == 0 {
					t.Errorf("%q: .notdef", tc.text)
				}
			}
		}
		if n != tc.glyphs || len(c.Problems) > 0 {
			t.Errorf("%q: %d glyphs, want %d; problems %v", tc.text, n, tc.glyphs, c.Problems)
		}
	}
}

// TestLiningFigures: figures among letters of other scripts are lining.
func TestLiningFigures(t *testing.T) {
	c := scripts(t)
	figure := func(s string) fonts.GlyphID {
		for _, b := range c.Paragraph(plain(s), c.Running(), c.Measure)[0].Boxes {
			for _, g := range b.Run.Glyphs {
				if r, _ := utf8.DecodeRuneInString(b.Run.Text[g.Start:]); unicode.IsDigit(r) {
					return g.ID
				}
			}
		}
		return 0
	}
	lining, _ := c.family.Face(false, false).Glyph('6')
	if figure("law 6") == lining {
		t.Error("figures in English are not old-style")
	}
	if old := figure("law 6"); figure("קרא את סעיף 6") == old {
		t.Error("figures in Hebrew are old-style")
	}
}

func TestScriptThatNoFaceHasIsOneProblem(t *testing.T) {
	c := composer(t, usual)
	file := &source.File{Name: "letter.md", Data: []byte("Peace is שלום עולם, and ሰላም.")}
	in := []source.Inline{{Kind: source.InlineText, Text: string(file.Data), Span: source.Span{File: file, End: len(file.Data)}}}
	c.Paragraph(InlinePieces(in, &layout.Element{ID: "p"}), c.Running(), c.Measure)
	var got []string
	for _, p := range c.Problems {
		got = append(got, p.Span.String()+" "+p.Text)
	}
	want := []string{
		`letter.md:1:10 no face has a letter of the script Hebrew, such as 'ש' (U+05E9)`,
		`letter.md:1:25 no face has a letter of the script Ethiopic, such as 'ሰ' (U+1230)`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("problems\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestUnseenEmphasis: emphasis in a font of one style is a warning, once, and again
// for the next document; where the font has the style there is none.
func TestUnseenEmphasis(t *testing.T) {
	memory := NewMemory()
	for range 2 {
		c := scripts(t)
		c.Use(memory)
		file := &source.File{Name: "letter.md", Data: []byte("A שלום b שוב c.")}
		at := func(from int) func(int) source.Span {
			return func(o int) source.Span { return source.Span{File: file, Start: from + o, End: from + o} }
		}
		e := &layout.Element{ID: "p"}
		c.Paragraph([]Piece{
			{Text: "A ", Element: e, Italic: true, Place: at(0)},
			{Text: "שלום", Element: e, Bold: true, Place: at(2)},
			{Text: " b ", Element: e, Bold: true, Place: at(10)},
			{Text: "שוב", Element: e, Bold: true, Place: at(13)},
		}, c.Running(), c.Measure)
		if len(c.Problems) != 1 || c.Problems[0].Code != CodeUnseenEmphasis || !c.Problems[0].Warning || c.Problems[0].Span.Start != 2 {
			t.Errorf("problems %v", c.Problems)
		}
	}
}
