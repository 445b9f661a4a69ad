package press

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"chancery/layout/compose"
	"chancery/layout/labels"
	"chancery/layout/letterhead"
	"chancery/source"
)

// Codes of names that only the press can know.
const (
	CodeUnknownLanguage   = "unknown-language"
	CodeUnknownLetterhead = "unknown-letterhead"
)

// unknowns finds the languages and letterheads that a packet names and that are
// not there: problems where a file names them, a *source.UsageError where a flag
// does. failed are the languages whose words are there and wrong, which is said.
func unknowns(p *source.Packet, at []fs.FS, own *compose.Resources, failed []string) (source.Problems, error) {
	var wrong source.Problems
	var words *labels.Set
	if own != nil {
		words = own.Labels
	}
	for _, s := range p.Config {
		var code, text, hint string
		switch s.Key {
		case "language":
			_, err := words.Load(s.Value)
			var unknown *labels.UnknownLanguageError
			if err == nil || labels.Choose(failed, s.Value) >= 0 {
				continue
			}
			if !errors.As(err, &unknown) {
				return nil, err
			}
			code, text = CodeUnknownLanguage, fmt.Sprintf("there are no words for the language %q", s.Value)
			hint = fmt.Sprintf("write %s, or put its words into labels/%s.yaml beside packet.yaml: chancery languages --print en-US shows them in English",
				strings.Join(unknown.Known, " or "), s.Value)
		case "letterhead":
			if s.Value == "" || s.Value == "none" {
				continue
			}
			if has(find(at, s.Value), s.Value) {
				continue
			}
			var names []string
			for _, place := range at {
				for _, l := range letterhead.List(place) {
					names = append(names, l.Name)
				}
			}
			code, text = CodeUnknownLetterhead, fmt.Sprintf("there is no letterhead %q", s.Value)
			hint = "there are " + strings.Join(names, ", ") + "; none is a sheet without one"
		default:
			continue
		}
		if strings.HasPrefix(s.From, "flag ") {
			return nil, &source.UsageError{Text: text, Hint: hint}
		}
		wrong = append(wrong, source.Problem{Span: s.Span, Path: p.Dir, Code: code, Text: text, Hint: hint})
	}
	return wrong, nil
}
