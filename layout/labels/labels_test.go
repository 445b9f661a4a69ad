package labels

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.yaml.in/yaml/v3"

	"chancery/assets"
)

func load(t testing.TB, lang string) *Labels {
	t.Helper()
	l, err := Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLoadFindsTheLanguage(t *testing.T) {
	for _, c := range []struct{ lang, want string }{
		{"en-US", "en-US"}, {"EN-us", "en-US"}, {"en", "en-US"}, {"en-US-x-draft", "en-US"},
		{"es", "es"}, {"es-MX", "es"}, {"es-Latn-MX", "es"},
		{"en-GB", ""}, {"de", ""}, {"", ""}, {"e", ""}, {"../es", ""},
	} {
		l, err := Load(c.lang)
		var unknown *UnknownLanguageError
		switch {
		case c.want == "" && !errors.As(err, &unknown):
			t.Errorf("Load(%q): got %v, want an unknown language", c.lang, err)
		case c.want == "" && !strings.Contains(err.Error(), "en-US, es"):
			t.Errorf("Load(%q): %v does not list the known languages", c.lang, err)
		case c.want != "" && err != nil:
			t.Errorf("Load(%q): %v", c.lang, err)
		case c.want != "" && l.Lang != c.want:
			t.Errorf("Load(%q) is in %q, want %q", c.lang, l.Lang, c.want)
		}
	}
}

// The files are YAML to every other reader, with the same values.
func TestFilesAreYAML(t *testing.T) {
	files, err := fs.Glob(assets.FS, "labels/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatalf("%v %v", files, err)
	}
	for _, name := range files {
		data, err := fs.ReadFile(assets.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]string{}
		if err := yaml.Unmarshal(data, &values); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		l, err := parse("x", string(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for key, want := range values {
			word, list := l.place(key)
			got := ""
			if word != nil {
				got = *word
			} else if list != nil {
				got = strings.Join(*list, ", ")
			}
			if got != want || got == "" {
				t.Errorf("%s: %s is %q, to a YAML reader %q", name, key, got, want)
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	good, err := os.ReadFile("../../assets/labels/es.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"more: sigue", "more: sigue\nmore: sigue", `a second "more"`},
		{"more: sigue", "mroe: sigue", `labels/es.yaml:7: no label is called "mroe"`},
		{"more: sigue", "", `the label "more" is missing`},
		{"more: sigue", "more", `labels/es.yaml:7: not of the form`},
		{"enero, ", "", "12 months, not 11"},
	} {
		fsys := fstest.MapFS{"labels/es.yaml": {Data: []byte(strings.Replace(string(good), c.from, c.to, 1))}}
		if _, err := LoadFS(fsys, "es"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: got %v, want %s", c.to, c.from, err, c.want)
		}
	}
	if _, err := LoadFS(fstest.MapFS{}, "es"); err == nil {
		t.Error("a file system without labels is no error")
	}
}

func TestDateTime(t *testing.T) {
	east := time.FixedZone("EDT", -4*3600)
	for _, c := range []struct {
		lang string
		hour int
		want string
	}{
		{"en-US", 0, "EMBARGOED UNTIL June 9, 2018 at 12:05\u00a0AM\u00a0EDT"},
		{"en-US", 10, "EMBARGOED UNTIL June 9, 2018 at 10:05\u00a0AM\u00a0EDT"},
		{"en-US", 12, "EMBARGOED UNTIL June 9, 2018 at 12:05\u00a0PM\u00a0EDT"},
		{"en-US", 23, "EMBARGOED UNTIL June 9, 2018 at 11:05\u00a0PM\u00a0EDT"},
		{"es", 13, "EMBARGADO HASTA EL 9 de junio de 2018, 13:05\u00a0EDT"},
	} {
		if got := load(t, c.lang).Embargoed(time.Date(2018, 6, 9, c.hour, 5, 0, 0, east), "EDT"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.lang, got, c.want)
		}
	}
}

func TestList(t *testing.T) {
	for _, c := range []struct{ lang, names, want string }{
		{"en-US", "", ""}, {"en-US", "X", "X"}, {"en-US", "X Y", "X and Y"}, {"en-US", "X Y Z W", "X, Y, Z and W"},
		{"es", "Juan Ana", "Juan y Ana"}, {"es", "Juan Inés", "Juan e Inés"}, {"es", "Juan Ana Ignacio", "Juan, Ana e Ignacio"},
		{"es", "Juan Hilda", "Juan e Hilda"}, {"es", "agua hielo", "agua y hielo"}, {"es", "Juan Íñigo", "Juan e Íñigo"},
		{"en-US", "{b} X", "{b} and X"},
	} {
		if got := load(t, c.lang).List(strings.Fields(c.names)); got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.lang, c.names, got, c.want)
		}
	}
}

func TestCoverAlt(t *testing.T) {
	l := load(t, "en")
	for _, c := range []struct{ title, publisher, date, want string }{
		{"T", "P", "D", "Cover: T. P, D."}, {"T", "", "D", "Cover: T. D."}, {"T", "P", "", "Cover: T. P."}, {"T", "", "", "Cover: T."},
	} {
		if got := l.CoverAlt(c.title, c.publisher, c.date); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func ExampleLoad() {
	for _, lang := range []string{"en-US", "es-MX"} {
		l, err := Load(lang)
		if err != nil {
			fmt.Println(err)
			return
		}
		date := l.Date(2018, time.June, 19)
		fmt.Println(l.Immediate)
		fmt.Println(l.LetterTitle([]string{"Jeff Sessions", "Kirstjen Nielsen"}, date))
		fmt.Println(l.PageOf(2, 3), "·", l.More)
	}
	_, err := Load("de")
	fmt.Println(err)
	// Output:
	// FOR IMMEDIATE RELEASE
	// Letter to Jeff Sessions and Kirstjen Nielsen, June 19, 2018
	// Page 2 of 3 · more
	// PARA PUBLICACIÓN INMEDIATA
	// Carta a Jeff Sessions y Kirstjen Nielsen, 19 de junio de 2018
	// Página 2 de 3 · sigue
	// there are no words for the language "de": known are en-US, es
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		load(b, "en-US")
	}
}
