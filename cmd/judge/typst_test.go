package main

import (
	"strings"
	"testing"
)

// The comparison is fair only if Typst sets the same words.
func TestTypstLetter(t *testing.T) {
	source := typstLetter()
	if !strings.HasPrefix(source, typstHead) {
		t.Fatal("it does not begin with the settings")
	}
	// Without escapes the record's words are in it in their order, between Typst's own.
	_, letter := seedParts()
	body := strings.NewReplacer("[", " ", "]", " ", `\ `, " ", `\`, "").Replace(source[len(typstHead):])
	if diff := wordsMissing(splitWords(body), splitWords(letter)); diff != "" {
		t.Error(diff)
	}
	if n := strings.Count(source, "block(breakable: false)"); n != 21 {
		t.Errorf("%d signatories", n)
	}
}
