package labels

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/assets"
	"chancery/source"
)

// english is the built-in file, which an office begins with.
func english(t testing.TB) string {
	t.Helper()
	data, err := assets.FS.ReadFile("labels/en-US.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The built-in files are held to what an office's own are held to, and say the same
// both ways.
func TestReadBuiltIn(t *testing.T) {
	files, err := fs.Glob(assets.FS, "labels/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatalf("%v %v", files, err)
	}
	for _, name := range files {
		data, err := fs.ReadFile(assets.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		tag := strings.TrimSuffix(strings.TrimPrefix(name, "labels/"), ".yaml")
		own, problems := Read(tag, &source.File{Name: name, Data: data})
		if len(problems) > 0 {
			t.Errorf("%v", problems)
			continue
		}
		built := load(t, tag)
		for _, k := range keys {
			word, list := own.place(k.Name)
			same, sameList := built.place(k.Name)
			if (word == nil) == (list == nil) || (list != nil) != k.List {
				t.Errorf("%s: a list or not", k.Name)
				continue
			}
			if word != nil && *word != *same || list != nil && !slices.Equal(*list, *sameList) {
				t.Errorf("%s: %s differs", name, k.Name)
			}
			if k.Doc == "" {
				t.Errorf("%s: nothing says what it is for", k.Name)
			}
		}
	}
}

func TestReadForms(t *testing.T) {
	text := strings.NewReplacer(
		"months: January, February, March, April, May, June, July, August, September, October, November, December",
		"months:\n- janvier\n- février\n- mars\n- avril\n- mai\n- juin\n- juillet\n- août\n- septembre\n- octobre\n- novembre\n- décembre\nfirst-of-month: 1er # as printed",
		`date: "{month} {day}, {year}"`, `date: '{day} {month} {year}'`,
		`time: "{hour12}:{minute} {half} {zone}"`, `time: "{hour24} h {minute} {zone}"`,
		"halves: AM, PM\n", "colon: \"\\u00a0:\"\n",
	).Replace(english(t))
	l, problems := Read("fr", &source.File{Name: "labels/fr.yaml", Data: []byte(text)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for want, got := range map[string]string{
		"19 juin 2018":  l.Date(2018, time.June, 19),
		"1er août 2018": l.Date(2018, time.August, 1),
		"Page 2 of 3":   l.PageOf(2, 3),
		"\u00a0:":       l.Colon(),
		"1er mai 2018 at 9\u00a0h\u00a005\u00a0CET": l.DateTime(time.Date(2018, 5, 1, 9, 5, 0, 0, time.UTC), "CET"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if !l.Tied("juin", "19") || !l.Tied("19", "juin,") || !l.Tied("1er", "août") || l.Tied("6", "19") || l.Tied("2018", "juin") {
		t.Error("a month is tied to its day, a number to none")
	}
}

func TestMonthsThatAreNumbersAreNotTied(t *testing.T) {
	text := strings.Replace(english(t), "January, February, March, April, May, June, July, August, September, October, November, December", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12", 1)
	l, problems := Read("vi", &source.File{Name: "labels/vi.yaml", Data: []byte(text)})
	if len(problems) > 0 || l.Tied("6", "19") {
		t.Errorf("%v", problems)
	}
}

func TestReadFaults(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"more: more", "mroe: more", `labels/fr.yaml:7:1: error: no label is called "mroe" [unknown-key]` + "\nmroe: more\n^^^^\n" + `hint: use "more"`},
		{"more: more", "more: more\nzzzzzz: more", "hint: chancery languages --print en-US shows"},
		{"more: more", "", `labels/fr.yaml: error: the label "more" is missing [missing-key]`},
		{"more: more\n", "more: more\nvia: x\n", `labels/fr.yaml:11:1: error: the label "via" is given twice [duplicate-key]`},
		{"more: more", "more:", `labels/fr.yaml:7:6: error: the label "more" has no words [no-value]`},
		{"more: more", "more: |\n  a\n  b", `error: the label "more" is not in one line [one-line]`},
		{"more: more", "more:\n- a", `error: the label "more" is words [wrong-shape]`},
		{"more: more", "more", "labels/fr.yaml:7:1: error: the YAML cannot be read: "},
		{"page-of: Page {n} of {m}", "page-of: Page {x} of {m}", `labels/fr.yaml:18:10: error: the label "page-of" has no place {x} [bad-labels]` + "\npage-of: Page {x} of {m}\n         ^^^^^^^^^^^^^^^\nhint: it has {n} and {m}"},
		{"page-of: Page {n} of {m}", "page-of: Page {n of {m}", `has no place {n of {m}`},
		{"page-of: Page {n} of {m}", "page-of: Page", `error: the label "page-of" lacks {n} [bad-labels]`},
		{"more: more", "more: more {n}", "hint: this label has no places to fill"},
		{"January, ", "", "error: a year has 12 months, not 11 [bad-labels]"},
		{"{hour12}:", "", `error: the label "time" lacks the hour [bad-labels]`},
		{"halves: AM, PM", "", `error: the label "time" has {half}, and "halves" does not name two [bad-labels]`},
		{"more: more", "more: more\nquotes: „, “", "labels/fr.yaml:8:9: error: there are four quotation marks, not 2 [bad-labels]"},
		{"more: more", "more: more\nlist-two-alternate: \"{a} e {b}\"", `error: one of "list-two-alternate" and "list-end-alternate" is missing [bad-labels]`},
		{english(t), "", "labels/fr.yaml: error: the file is empty [empty-file]"},
		{english(t), "- a", "labels/fr.yaml:1:1: error: keys with values are expected here [wrong-shape]"},
		{english(t), "more: weiter", "labels/fr.yaml: error: these labels are missing: immediate, embargoed, contact, via, "},
		{english(t), "more: m\xfcr", "labels/fr.yaml: error: the file is not UTF-8 [encoding]"},
	} {
		text := strings.Replace(english(t), c.from, c.to, 1)
		l, problems := Read("fr", &source.File{Name: "labels/fr.yaml", Data: []byte(text)})
		if l != nil || problems.Errors() != 1 || !strings.Contains(problems.Error(), c.want) {
			t.Errorf("%q for %q: %v\nwant %s", c.to, c.from, problems, c.want)
		}
		for _, p := range problems {
			if p.Hint == "" {
				t.Errorf("%v: no hint", p)
			}
		}
	}
}

func TestSet(t *testing.T) {
	read := func(tag string) *Labels {
		l, problems := Read(tag, &source.File{Name: tag, Data: []byte(english(t))})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return l
	}
	near, far, mx := read("fr"), read("fr"), read("es-MX")
	s := NewSet(near, far, mx)
	for lang, want := range map[string]*Labels{"fr-CA": near, "es-MX": mx, "FR": near} {
		if l, err := s.Load(lang); err != nil || l != want {
			t.Errorf("%s: %v %v", lang, l, err)
		}
	}
	if l, err := s.Load("es-AR"); err != nil || l.Lang != "es" {
		t.Errorf("%v %v", l, err)
	}
	if _, err := s.Load("de"); err == nil || !strings.Contains(err.Error(), "known are en-US, es, es-MX, fr") {
		t.Errorf("%v", err)
	}
	var none *Set
	if l, err := none.Load("es-MX"); err != nil || l.Lang != "es" {
		t.Errorf("%v %v", l, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(english(f))
	f.Add("more: {n\n? [a]\n: b")
	f.Add("&a more: *a\nmonths: [1, {x: y}]\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, problems := Read("fr", &source.File{Name: "labels/fr.yaml", Data: []byte(text)})
		if (l == nil) != (problems.Errors() > 0) {
			t.Fatalf("%v with %v", l, problems)
		}
		if _ = problems.Error(); l != nil {
			l.Embargoed(time.Unix(0, 0).UTC(), "Z")
			l.LetterTitle([]string{"a", "b", "c"}, "d")
		}
	})
}
