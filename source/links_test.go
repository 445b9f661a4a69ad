package source

import "testing"

func TestShowsAddress(t *testing.T) {
	for _, c := range []struct {
		href, words string
		want        bool
	}{
		{"https://example.gov/", "https://example.gov/", true},
		{"https://www.example.gov/a", "Example.gov/a/", true},
		{"https://example.gov/a", "example.gov", false},
		{"https://example.gov/", "هنا", false},
		{"mailto:press@example.gov", "press@example.gov", true},
		{"mailto:press@example.gov?subject=x", "Press@example.gov ", true},
		{"mailto:press@example.gov", "اكتب لنا", false},
		{"tel:+15056602216", "+1 (505) 660-2216", true},
		{"tel:+15056602216", "660-2216 ext. 12", true},
		{"tel:+15056602216", "هاتف 660-2216", false},
		{"tel:+15056602216", "call us", false},
		{"", "", false},
	} {
		if got := ShowsAddress(c.href, c.words); got != c.want {
			t.Errorf("%q for %s: %v", c.words, c.href, got)
		}
	}
}
