package source

import (
	"strings"
	"testing"
)

// TestUnmarkedLanguages wants a warning for words in letters that their language is
// not written in, one for each script of a paragraph, with what to write.
func TestUnmarkedLanguages(t *testing.T) {
	for _, tc := range []struct{ language, body, want string }{
		{"en-US", "Peace, β, naïve, Nguyễn.", ""},
		{"en-US", "Peace is שלום עולם, or שלום.", "14:10 Hebrew [שלום עולם]{lang=he}"},
		{"en-US", "Peace is [שלום]{lang=he} and [سلام, שלום]{lang=ar}.", "14:37 Hebrew [שלום]{lang=he}"},
		{"en-US", "「権利」は州の法律", "14:2 Han [権利]{lang=ja}"},
		{"en-US", "権利は州の法律 and правда", "14:1 Han [権利は州の法律]{lang=ja}|14:13 Cyrillic [правда]{lang=ru}"},
		{"ja", "「権利」は州の法律", ""},
		{"uk", "правда", ""},
		{"az-Cyrl", "правда", ""},
		{"az-Latn", "правда", "14:1 Cyrillic [правда]{lang=ru}"},
		{"ar", "سلام Peace", ""},
		{"en-US", "A note.[^1]\n\n[^1]: In ሰላም.", "16:10 Ethiopic [ሰላም]{lang=am}"},
		{"en-US", "| A | B |\n|---|---|\n| один | 2 |", "16:3 Cyrillic [один]{lang=ru}"},
	} {
		text := "---\nkind: letter\nlanguage: " + tc.language + "\ndate: 2018-06-19\nto:\n  - |\n    A\n    B\nsalutation: \"Dear A:\"\nclosing: Yours,\nsignatories: []\n---\n\n" + tc.body + "\n"
		_, problems := loadFiles(t, map[string]string{"letter.md": text})
		var got []string
		for _, p := range problems {
			if p.Code != CodeUnmarkedLanguage {
				t.Errorf("%q: %v", tc.body, p)
				continue
			}
			script := strings.TrimSuffix(strings.TrimPrefix(p.Text, "words in letters of the script "), ": a voice reads them as "+tc.language+", the language around them")
			if strings.Contains(tc.body, "{lang=ar}") {
				script = "Hebrew"
			}
			got = append(got, strings.SplitN(p.Span.String(), ":", 2)[1]+" "+script+" "+strings.TrimPrefix(p.Hint, "say what language they are: "))
		}
		if s := strings.Join(got, "|"); s != tc.want {
			t.Errorf("%s: %q: got %s, want %s", tc.language, tc.body, s, tc.want)
		}
	}
}
