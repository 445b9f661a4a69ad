package press

import (
	"strings"

	"chancery/layout/compose"
	"chancery/layout/labels"
	"chancery/source"
)

// letterTitle is the title that a letter gets in its own language; "" in the English
// that is built in, which source has already, and where the language has no words.
func letterTitle(d *source.Document, own *compose.Resources) string {
	if lang, _, _ := strings.Cut(d.Language, "-"); lang == "en" && own == nil {
		return ""
	}
	var set *labels.Set
	if own != nil {
		set = own.Labels
	}
	words, err := set.Load(d.Language)
	if err != nil {
		return "" // unknowns says so
	}
	date := ""
	if d.Date.Year != 0 {
		date = words.Date(d.Date.Year, d.Date.Month, d.Date.Day)
	}
	return words.LetterTitle(d.Letter.Addressees(), date)
}
