package labels

import "testing"

func TestTied(t *testing.T) {
	for _, c := range []struct {
		lang, before, after string
		want                bool
	}{
		{"en-US", "Mr.", "Smith", true}, {"en-US", "(Mr.", "Smith)", true}, {"en-US", "June", "19,", true}, {"en-US", "June", "was", false},
		{"en-US", "§", "5", true}, {"en-US", "No.", "12", true}, {"en-US", "No.", "It", false}, {"en-US", "U.S.", "Code", true},
		{"en-US", "Donovan,", "Jr.", true}, {"en-US", "10:00", "a.m.", true}, {"en-US", "5", "percent,", true}, {"en-US", "the", "law", false},
		{"es", "Sra.", "Pérez", true}, {"es", "art.", "5", true}, {"es", "la", "ley", false}, {"es", "de", "2018", false},
	} {
		l, err := Load(c.lang)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Tied(c.before, c.after); got != c.want {
			t.Errorf("%s: %q and %q: tied %v", c.lang, c.before, c.after, got)
		}
	}
}
