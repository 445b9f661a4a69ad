package hyphen

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"chancery/assets"
	"chancery/source"
)

// read reads text as a file of a name.
func read(lang, name, text string) (*Patterns, source.Problems) {
	return Read(lang, &source.File{Name: name, Data: []byte(text)})
}

func TestReadDivides(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"xx", `\patterns{a1b}`, "xxa|bxxx"},
		{"xx", "% a head\n\\message{x}\\patterns{% to be sure\na1b %c1d\n}\n\\hyphenation{ab-cde}\n\\patterns{e1f}", "xxa|bcdxe|fxx"},
		{"xx", `\patterns{a1b}\hyphenation{xxab-xxx}`, "xxab|xxx"},
		{"xx", `\patterns {A1B}`, "XXA|BXXX"},
		{"xx", `\lefthyphenmin=4 \righthyphenmin 1\patterns{a1b b1x}`, "xxab|x"},
		{"xx", "\\patterns{a1b}\n\\endinput\n\\patterns{x1x}", "xxa|bxxx"},
		// A letter and its marks are one letter, however the file and the word write it.
		{"fr", `\patterns{1e` + "\u0301" + `}`, "xxx|éxxx"},
		{"fr", `\patterns{1é}`, "xxx|e\u0301xxx"},
		{"fr", `\patterns{1e}`, "xxxéxxx"},
		// An apostrophe that patterns know is a letter, in either form; no part begins with one.
		{"fr", `\patterns{'1a 1b}`, "l’|axx|bxxx"},
		{"fr", `\patterns{1’ ’a}`, "xxx’axxx"},
		{"fr", `\patterns{.ab1x}`, "xx’ab|xxx"},
		// Marks and joiners of Indic scripts.
		{"hi", "% hyphenmins:\n%  typesetting:\n%    left: 1\n%    right: 1\n\\patterns{ा1 1क 2न्2 2" + "\u200d" + "}", "रा|क"},
		{"hi", "% lefthyphenmin: 1\n% righthyphenmin: 1\n\\patterns{1क़}", "रा|\u0958"}, // one character, which Unicode composes of nothing
		// Small letters are those of the language.
		{"tr", `\patterns{1ı}`, "XXX|IXXX"},
		{"en", `\patterns{1ı}`, "XXXIXXX"},
	} {
		p, problems := read(c.lang, "hyph-"+c.lang+".tex", c.text)
		if len(problems) > 0 {
			t.Errorf("%s: %v", c.text, problems)
			continue
		}
		if got := divide(p, strings.ReplaceAll(c.want, "|", "")); got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestReadMinima(t *testing.T) {
	for _, c := range []struct {
		head        string
		left, right int
	}{
		{"", 2, 3},
		{"% hyphenmins:\n%     generation:\n%         left: 1\n%         right: 1\n%     typesetting:\n%         left: 4\n%         right: 5\n", 4, 5},
		{"% hyphenmins:\n%     generation:\n%         left: 1\n%         right: 2\n% changes:\n%     left: 7\n", 1, 2},
		{"% hyphenmins:\n%     left: 3 # at least\n%     right: 1\n", 3, 1},
		{"% hyphenmins:\n%     typesetting:\n%         left: 0\n%         right: 0\n", 1, 1},
		{"% righthyphenmin: 2\n", 2, 2},
	} {
		p, problems := read("xx", "hyph-xx.pat.txt", c.head+"a1b\n% hyphenmins:\n%     left: 9\n")
		if len(problems) > 0 || p.Left != c.left || p.Right != c.right {
			t.Errorf("%q: %+v %v", c.head, p, problems)
		}
	}
}

func TestReadFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"x.tex", "", `x.tex:1:1: error: the file has no \patterns{…} and no \hyphenation{…} [bad-patterns]`},
		{"x.tex", "a1b c2d\n", `x.tex:1:1: error: the file has no \patterns{…}`},
		{"x.tex", "%\n\\patterns{\na1b\n", `x.tex:2:1: error: the group \patterns{ is not closed`},
		{"x.tex", "\\patterns a1b", `x.tex:1:1: error: no { follows \patterns`},
		{"x.tex", "\\patterns{a1b \\nom{c}} \\hyphenation{ab1c}", `x.tex:1:15: error: a command of TeX stands among the entries of \patterns`},
		{"x.tex", "\\patterns{a1b \\nom{c}} \\hyphenation{ab1c}", `x.tex:1:37: error: '1' stands in a divided word`},
		{"x.tex", "\\input hyph-no.tex", `x.tex:1:1: error: the file has TeX read another file`},
		{"x.tex", "\\patterns{a1b\n\n c\xe9}", `x.tex:3:3: error: the file is not UTF-8 (byte E9)`},
		{"x.tex", "\\patterns{a1b 12}", `x.tex:1:15: error: two digits stand next to each other`},
		{"x.tex", "\\patterns{a1b .1}", `x.tex:1:15: error: a pattern has no letters`},
		{"x.tex", "\\patterns{a.1b}", `x.tex:1:11: error: a full stop stands within a pattern`},
		{"x.tex", "\\patterns{^^e91}", `x.tex:1:11: error: '^' is no letter`},
		{"x.pat.txt", "a1b\nd1b/f=f,1,2", "x.pat.txt:2:1: error: '/' is no letter [bad-patterns]\nd1b/f=f,1,2\n^^^^^^^^^^^\nhint: take the file of the hyph-utf8 project: those of LibreOffice"},
		{"x.hyp.txt", "ab-c\n--", `x.hyp.txt:2:1: error: a divided word has no letters`},
		{"x.hyp.txt", "ab.c", `x.hyp.txt:1:1: error: '.' stands in a divided word`},
		{"x.pat.txt", strings.Repeat("a", 300), `x.pat.txt:1:1: error: an entry is longer than any word`},
		{"x.pat.txt", "% hyphenmins:\n%   left: two\na1b", "x.pat.txt:2:1: error: the least letters before or after a hyphen cannot be \"two\" [bad-patterns]"},
	} {
		p, problems := read("xx", c.name, c.text)
		if p != nil || !strings.Contains(problems.Error(), c.want) {
			t.Errorf("%q: %v\nwant %s", c.text, problems, c.want)
		}
		for _, problem := range problems {
			if problem.Hint == "" {
				t.Errorf("%q: no hint in %v", c.text, problem)
			}
		}
	}
	if _, problems := read("xx", "x.pat.txt", strings.Repeat("1 ", 1000)); len(problems) != maxFaults {
		t.Errorf("%d problems with one file", len(problems))
	}
	if _, problems := read("ar", "hyph-ar.tex", `\patterns{}`); len(problems) > 0 {
		t.Errorf("patterns may be none: %v", problems)
	}
}

// TestReadAsBuiltIn: an office's copy of a file divides as the built-in one does.
func TestReadAsBuiltIn(t *testing.T) {
	for _, l := range []*language{&english, &spanish} {
		var files []*source.File
		for _, name := range l.files {
			b, err := assets.FS.ReadFile("hyphenation/" + name)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, &source.File{Name: name, Data: b})
		}
		own, problems := Read(l.lang, files...)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		built := patterns(t, l.lang)
		if own.patterns.entries != built.patterns.entries || own.exceptions.entries != built.exceptions.entries || own.Left != built.Left || own.Right != built.Right {
			t.Errorf("%s: %d patterns, %d words, %d and %d letters", l.lang, own.patterns.entries, own.exceptions.entries, own.Left, own.Right)
		}
		for _, w := range strings.Fields("immigration attorneys inmigración niños constitución responsibility present") {
			if got, want := divide(own, w), divide(built, w); got != want {
				t.Errorf("%s: %s, built in %s", l.lang, got, want)
			}
		}
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct{ tags, lang, want string }{
		{"de es es-MX", "es-MX", "es-MX"}, {"de es es-MX", "ES-mx", "es-MX"}, {"de es", "es-AR", "es"}, {"de es", "es-Latn-AR", "es"},
		{"de-1996", "de", "de-1996"}, {"de-1996", "de-AT", "de-1996"}, {"de de-1996", "de-1996", "de-1996"}, {"de", "de-1996", "de"},
		{"de-1901 de-1996", "de", ""}, {"de-ch-1901", "de", ""}, {"de-ch-1901 de-1996", "de", "de-1996"}, {"de-1996 DE-1996", "de", "de-1996"},
		{"en-GB", "en", ""}, {"en-GB", "en-GB-oxendict", "en-GB"}, {"la-x-classic", "la", "la-x-classic"}, {"es-419", "es", ""},
		{"la", "la-x-classic", "la"}, {"sr-cyrl", "sr", "sr-cyrl"}, {"", "de", ""}, {"de", "", ""},
	} {
		tags := strings.Fields(c.tags)
		got := ""
		if i := Choose(tags, c.lang); i >= 0 {
			got = tags[i]
		}
		if got != c.want {
			t.Errorf("%s among %s: %q, want %q", c.lang, c.tags, got, c.want)
		}
	}
}

func TestSet(t *testing.T) {
	near, _ := read("fr", "hyph-fr.tex", `\patterns{a1b}`)
	far, _ := read("fr", "hyph-fr.tex", `\patterns{c1d}`)
	es, _ := read("es-MX", "hyph-es-mx.tex", `\patterns{a1b}`)
	s := NewSet(near, far, es)
	if p, ok := s.Load("fr-CA"); !ok || p != near {
		t.Errorf("%v %v", p, ok)
	}
	if p, ok := s.Load("es-MX"); !ok || p != es {
		t.Errorf("%v %v", p, ok)
	}
	if p, ok := s.Load("es"); !ok || p != patterns(t, "es") {
		t.Errorf("%v %v", p, ok)
	}
	var none *Set
	if p, ok := none.Load("en"); !ok || p != patterns(t, "en-US") {
		t.Errorf("%v %v", p, ok)
	}
	if _, ok := s.Load("de"); ok {
		t.Error("there are no patterns for de")
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{`\patterns{a1b .c2d.}\hyphenation{ab-cd}`, "% hyphenmins:\n%  left: 2\n\\patterns{1é ’1a}", "a1b", `\patterns{\x{a}}`, `\patterns`, "\\", `\patterns{%`, "\\patterns{\xff}", `\lefthyphenmin=9\patterns{İ1x}`} {
		f.Add(s, "ab’Xéİcd")
	}
	f.Fuzz(func(t *testing.T, text, word string) {
		for _, name := range []string{"x.tex", "x.pat.txt", "x.hyp.txt"} {
			p, problems := read("tr", name, text)
			if (p == nil) != (problems.Errors() > 0) {
				t.Fatalf("%q: %v with %v", text, p, problems)
			}
			if _ = problems.Error(); p == nil {
				continue
			}
			last := 0
			for _, at := range p.Points(word) {
				r, _ := utf8.DecodeRuneInString(word[at:])
				if at <= last || !unicode.IsLetter(r) {
					t.Fatalf("%q with %q: point %d after %d", word, text, at, last)
				}
				last = at
			}
		}
	})
}

// TestReadAgainstSlow compares patterns made by chance, of letters of one to four
// bytes, with the slow way.
func TestReadAgainstSlow(t *testing.T) {
	letters := []rune("abéßжשज𐐨")
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		word := func(least, most int) string {
			var b strings.Builder
			for range least + rnd.IntN(most-least+1) {
				b.WriteRune(letters[rnd.IntN(len(letters))])
			}
			return b.String()
		}
		seen := map[string]bool{}
		var list []string
		for range 60 {
			w := word(1, 4)
			if rnd.IntN(6) == 0 {
				w = "." + w
			}
			if rnd.IntN(6) == 0 {
				w += "."
			}
			if seen[w] {
				continue
			}
			seen[w] = true
			var b strings.Builder
			for i, r := range w {
				if rnd.IntN(3) == 0 && (i > 0 || r != '.') {
					b.WriteByte(byte('1' + rnd.IntN(5)))
				}
				b.WriteRune(r)
			}
			list = append(list, b.String())
		}
		p, problems := read("xx", "hyph-xx.tex", `\lefthyphenmin=1\righthyphenmin=2\patterns{`+strings.Join(list, " ")+"}")
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for range 20 {
			w := word(3, 12)
			if got, want := p.Points(w), slow(list, 1, 2, w); !equal(got, want) {
				t.Fatalf("seed %d, %s with %s: %s, the slow way gives %v", seed, w, list, divide(p, w), want)
			}
		}
	}
}
