package hyphen

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"chancery/assets"
)

// divide shows a word with its points.
func divide(p *Patterns, word string) string {
	var b strings.Builder
	last := 0
	for _, at := range p.Points(word) {
		b.WriteString(word[last:at])
		b.WriteByte('|')
		last = at
	}
	b.WriteString(word[last:])
	return b.String()
}

func patterns(t testing.TB, lang string) *Patterns {
	t.Helper()
	p, ok := Load(lang)
	if !ok {
		t.Fatalf("no patterns for %s", lang)
	}
	return p
}

func TestPoints(t *testing.T) {
	for _, c := range []struct{ lang, want string }{
		// The check words of assets/hyphenation/README.md.
		{"en-US", "hy|phen|a|tion"},
		{"en-US", "at|tor|neys"},
		{"en-US", "im|mi|gra|tion"},
		{"en-US", "dem|o|crat"},
		{"es", "in|mi|gra|ción"},
		{"es", "cons|ti|tu|ción"},
		{"es", "ni|ños"},
		// The thesis's own title, and TeX's words of The TeXbook, appendix H.
		{"en-US", "com|puter"}, // the thesis divides com-put-er; three letters must follow
		{"en-US", "con|cate|na|tion"},
		{"en-US", "su|per|cal|ifrag|ilis|tic|ex|pi|ali|do|cious"},
		// Exceptions before patterns, of both lists.
		{"en-US", "project"},
		{"en-US", "present"},
		{"en-US", "ta|ble"},
		{"en-US", "acad|emy"},
		{"en-US", "Feb|ru|ary"},
		// Minimum letters: two before, three after; in Spanish two.
		{"en-US", "only"},
		{"en-US", "re|ally"},
		{"en-US", "ago"},
		{"es", "ca|sa"},
		{"es", "aé|reo"},
		// Capitals, punctuation around, accents composed and not.
		{"en-US", "IM|MI|GRA|TION"},
		{"en-US", "“At|tor|neys,”"},
		{"en-US", "(im|mi|gra|tion).¹"},
		{"es", "CONS|TI|TU|CIÓN"},
		{"es", "cons|ti|tu|cio\u0301n"},
		{"es", "ni|n\u0303ez"},
		{"es", "ni|n\u0303os"},
		{"en-US", "im|mi|grȧ|tion"},
		// Parts: hard hyphens, dashes, apostrophes.
		{"en-US", "anti-im|mi|gra|tion"},
		{"en-US", "anti\u2011im|mi|gra|tion"},
		{"en-US", "at|tor|ney’s"},
		{"en-US", "dem|o|crat's"},
		{"en-US", "im|mi|gra|tion—at|tor|neys"},
		// Never divided.
		{"en-US", "attorneys@example.org"},
		{"en-US", "www.immigration.example"},
		{"en-US", "and/organization"},
		{"en-US", "21stcentury"},
		{"en-US", "at\u00ADtorneys"},
		{"en-US", "12,345"},
		{"en-US", ""},
		{"en-US", "—"},
		{"en-US", "東京"},
	} {
		word := strings.ReplaceAll(c.want, "|", "")
		if got := divide(patterns(t, c.lang), word); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.lang, word, got, c.want)
		}
	}
}

func TestLoad(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "en-US", "en-US": "en-US", "en_us": "en-US", "EN-us": "en-US", "en-Latn-US": "en-US", "en-US-x-nm": "en-US",
		"es": "es", "es-MX": "es", "es-419": "es", "es-US": "es",
		"en-GB": "", "en-AU": "", "en-001": "", "fr": "", "": "", "e": "", "eng": "", "est": "",
	} {
		p, ok := Load(lang)
		if got := ""; ok {
			got = p.Lang
			if got != want {
				t.Errorf("Load(%q): %q, want %q", lang, got, want)
			}
		} else if want != "" {
			t.Errorf("Load(%q): none, want %q", lang, want)
		}
	}
	en, es := patterns(t, "en-US"), patterns(t, "es")
	// assets/hyphenation/README.md counts 4,938 and 4,694 patterns, and 14 and
	// 1,753 lines of exceptions; some lines hold several words.
	if en.patterns.entries != 4938 {
		t.Errorf("en-US: %d patterns", en.patterns.entries)
	}
	if es.patterns.entries != 4694 {
		t.Errorf("es: %d patterns", es.patterns.entries)
	}
	words := map[string]bool{}
	for _, w := range strings.Fields(strings.ToLower(exceptionText(t))) {
		words[strings.ReplaceAll(w, "-", "")] = true
	}
	if en.exceptions.entries != len(words) || len(words) < 1753 {
		t.Errorf("en-US: %d exceptions, the files have %d words", en.exceptions.entries, len(words))
	}
}

// exceptionText is the body of both \hyphenation groups, found another way.
func exceptionText(t *testing.T) string {
	var all string
	for _, name := range english.files {
		b, err := assets.FS.ReadFile("hyphenation/" + name)
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(string(b), "\n\\hyphenation{")
		body, _, _ = strings.Cut(body, "\n}")
		all += body
	}
	return all
}

// TestExceptions asks for every exception: divided as it is listed, but for the
// hyphens that the minimum letters forbid.
func TestExceptions(t *testing.T) {
	p := patterns(t, "en-US")
	p.exceptions.all(func(entry []byte) {
		listed := string(entry)
		word := strings.ReplaceAll(listed, "-", "")
		var want []int
		n := 0
		for _, r := range listed {
			if r != '-' {
				n += utf8.RuneLen(r)
			} else if n >= p.Left && len(word)-n >= p.Right {
				want = append(want, n)
			}
		}
		if got := p.Points(word); !equal(got, want) {
			t.Errorf("%s: divided %s", listed, divide(p, word))
		}
	})
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// slow is Liang's algorithm as simply as it can be said: every pattern against
// every place of the word. It knows no exceptions.
func slow(patterns []string, left, right int, word string) []int {
	text := []rune("." + word + ".")
	levels := make([]int, len(text)+1)
	for _, p := range patterns {
		var letters []rune
		marks := []int{0}
		for _, r := range p {
			if unicode.IsDigit(r) {
				marks[len(marks)-1] = int(r - '0')
			} else {
				letters, marks = append(letters, r), append(marks, 0)
			}
		}
		for i := 0; i+len(letters) <= len(text); i++ {
			if string(text[i:i+len(letters)]) != string(letters) {
				continue
			}
			for k, m := range marks {
				levels[i+k] = max(levels[i+k], m)
			}
		}
	}
	var points []int
	at := 0
	for i, r := range []rune(word) {
		if i >= left && len(text)-2-i >= right && levels[i+1]%2 == 1 {
			points = append(points, at)
		}
		at += utf8.RuneLen(r)
	}
	return points
}

// TestAgainstSlow compares with the slow way, on words that are no exceptions.
func TestAgainstSlow(t *testing.T) {
	for lang, words := range map[string]string{
		"en-US": `separation families children detention border immigration policy united states attorney general
			humanitarian constitutional deterrence asylum seekers prosecution zero tolerance correspondence responsibility
			unaccompanied memorandum infrastructure jurisdiction undersigned respectfully enforcement immediately
			circumstances misdemeanor unconscionable trauma pediatrics psychological résumé naïve`,
		"es": `separación familias niños detención frontera inmigración política estados unidos fiscal general humanitaria
			constitucional disuasión asilo persecución tolerancia correspondencia responsabilidad acompañados memorándum
			jurisdicción respetuosamente inmediatamente circunstancias traumatología psicológico vergüenza ministerio electricidad`,
	} {
		p := patterns(t, lang)
		var list []string
		p.patterns.all(func(e []byte) { list = append(list, string(e)) })
		for _, w := range strings.Fields(words) {
			if w == "present" {
				continue
			}
			if got, want := p.Points(w), slow(list, p.Left, p.Right, w); !equal(got, want) {
				t.Errorf("%s %s: %s, the slow way gives %v", lang, w, divide(p, w), want)
			}
		}
	}
}

func TestCommentsAndDuplicates(t *testing.T) {
	p := parse("xx", 1, 1, []byte("% \\patterns{ no1ne }\n\\patterns{ % a1b }\na1b % c1d\n  B1c\n}\n\\hyphenation{\nab-c\na-bc\n}"), []byte(`\hyphenation{ abc x`))
	for word, want := range map[string]string{"ab": "a|b", "cd": "cd", "bc": "b|c", "abc": "ab|c", "none": "none"} {
		if got := divide(p, word); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func FuzzPoints(f *testing.F) {
	for _, s := range []string{"hyphenation", "niños", "nin\u0303os", "\u0301a", "İstanbul", "don’t", "a-b-c", strings.Repeat("abcde", 50), "\xff\xfea", "Ⱥⱥattorney", "ofﬁcial"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		for _, lang := range []string{"en-US", "es"} {
			last := 0
			for _, at := range patterns(t, lang).Points(word) {
				if at <= last || at >= len(word) || !utf8.RuneStart(word[at]) {
					t.Fatalf("%s %q: point %d after %d", lang, word, at, last)
				}
				if r, _ := utf8.DecodeRuneInString(word[at:]); !unicode.IsLetter(r) {
					t.Fatalf("%s %q: point %d is before %q", lang, word, at, r)
				}
				last = at
			}
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		l := language{lang: "en-US", left: 2, right: 3, files: english.files}
		l.load()
	}
}

func BenchmarkLoadSpanish(b *testing.B) {
	for range b.N {
		l := language{lang: "es", left: 2, right: 2, files: spanish.files}
		l.load()
	}
}

func BenchmarkPoints(b *testing.B) {
	p := patterns(b, "en-US")
	b.ReportAllocs()
	for range b.N {
		p.Points("humanitarian")
	}
}
