package fonts

import "testing"

func TestWithEquivalents(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"caféé", "acfé"}, // no mark: nothing stands for é but é
		{"be\u0301", "be\u0301é"},
		{"éx\u0323", "exé\u0301\u0323ẹ"},
		{"o\u0302\u0323", "o\u0302\u0323ôọộ"},
		{"日本", "日本"},
		{"กำ", "กาำ\u0e4d"},
		{"កោ", "ក\u17c1\u17c4\u25cc"},
		{"কৌ", "ক\u09c7\u09cc\u09d7\u25cc"},
		{"क\u093c", "क\u093c\u25cc"},
		{"", ""},
	} {
		want := map[rune]bool{}
		for _, r := range c.want {
			want[r] = true
		}
		got := withEquivalents([]rune(c.text))
		for _, r := range got {
			if !want[r] {
				t.Errorf("%q: U+%04X is too much", c.text, r)
			}
			delete(want, r)
		}
		for r := range want {
			t.Errorf("%q: U+%04X is missing", c.text, r)
		}
	}
}
