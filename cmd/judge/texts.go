package main

import (
	"embed"
	"path"
	"strings"
)

// texts are prose in the public domain, and one of our own with words as long as
// they come, to compare tools by: a paragraph a block. A name begins with its language.
//
//go:embed testdata/texts
var texts embed.FS

// The paper that texts are set on, in points: the measure is what the right margin
// leaves of it.
const paperWidth, paperHeight = 612.0, 792.0

// text is what a comparison sets.
type text struct {
	name, lang string
	paragraphs []string
}

// language is the primary tag.
func (t *text) language() string {
	tag, _, _ := strings.Cut(t.lang, "-")
	return tag
}

// comparisonTexts gives the texts, first the body of the first packet's letter.
func comparisonTexts() ([]text, error) {
	all := []text{{name: "letter", lang: "en-US", paragraphs: readSeedLetter().body}}
	const folder = "testdata/texts"
	entries, err := texts.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		data, err := texts.ReadFile(path.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		t := text{name: strings.TrimSuffix(e.Name(), ".txt"), lang: "en-US"}
		if strings.HasPrefix(t.name, "es-") {
			t.lang = "es"
		}
		for p := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
			t.paragraphs = append(t.paragraphs, strings.Join(strings.Fields(p), " "))
		}
		all = append(all, t)
	}
	return all, nil
}
