package main

import (
	"regexp"
	"strings"
	"testing"
)

// A comparison is fair only if the others set the same words.
func TestSourcesHaveTheRecordsWords(t *testing.T) {
	face, err := ownTypeface()
	need(t, err)
	_, letter := seedParts()
	want := splitWords(letter)

	// Without escapes and markup the record's words are in each source in their
	// order, between the source's own.
	source, head := typstLetter(&face), typstStart(&face)
	if !strings.HasPrefix(source, head) {
		t.Fatal("Typst's does not begin with the settings")
	}
	body := strings.NewReplacer("[", " ", "]", " ", `\ `, " ", `\`, "").Replace(source[len(head):])
	if diff := wordsMissing(splitWords(body), want); diff != "" {
		t.Errorf("Typst: %s", diff)
	}
	if n := strings.Count(source, "block(breakable: false)"); n != 21 {
		t.Errorf("Typst: %d signatories", n)
	}

	_, body, _ = strings.Cut(htmlLetter(&face), "</style>")
	body = regexp.MustCompile("<[^>]*>").ReplaceAllString(body, " ")
	if diff := wordsMissing(splitWords(strings.ReplaceAll(body, "&amp;", "&")), want); diff != "" {
		t.Errorf("HTML: %s", diff)
	}

	// LaTeX has the head and the date in its class's variables, before the rest.
	source = texLetter(&face)
	source = strings.NewReplacer(`\\`, " ", `\par `, " ", "{", " ", "}", " ", `\&`, "&").Replace(source)
	l := readSeedLetter()
	_, rest, _ := strings.Cut(letter, l.date)
	if diff := wordsMissing(splitWords(source), splitWords(rest)); diff != "" {
		t.Errorf("LaTeX: %s", diff)
	}
	if n := strings.Count(source, `\parbox[b]`); n != 21 {
		t.Errorf("LaTeX: %d signatories", n)
	}
}

// TestComparisonTexts wants prose in both languages, without what the sources of
// the tools would have to escape differently.
func TestComparisonTexts(t *testing.T) {
	all, err := comparisonTexts()
	need(t, err)
	languages := map[string]int{}
	for _, text := range all {
		languages[text.language()]++
		if len(text.paragraphs) < 2 {
			t.Errorf("%s has %d paragraphs", text.name, len(text.paragraphs))
		}
		for _, p := range text.paragraphs {
			if len(strings.Fields(p)) < 20 || strings.ContainsAny(p, "\n\t\"'") {
				t.Errorf("%s: %q", text.name, p)
			}
		}
	}
	if languages["en"] < 4 || languages["es"] < 2 || all[0].name != "letter" || len(all[0].paragraphs) != 6 {
		t.Errorf("%v, %d paragraphs of the letter", languages, len(all[0].paragraphs))
	}
}
