package press

import (
	"time"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/labels"
	"chancery/layout/shape"
	"chancery/layout/stamp"
)

// CharacterError says that no face has a character of a signature's words.
type CharacterError = stamp.MissingError

// DrawSignature draws what a visible digital signature shows in a field of this
// width and height, in points, of a document in a language (English for one
// without words of its own): the name, that and when it was signed digitally, and
// the reason, where there is one. It gives content operators that need no
// resources. The error is a *CharacterError where no built-in face has a character.
func DrawSignature(lang, name, reason string, at time.Time, width, height float64) ([]byte, error) {
	words, err := labels.Load(lang)
	if err != nil {
		if words, err = labels.Load("en-US"); err != nil {
			return nil, err
		}
	}
	family, err := fonts.Lookup(fonts.Families()[0])
	if err != nil {
		return nil, err
	}
	t := stamp.Type{Name: family.Face(false, true), Lines: family.Face(false, false), Lang: words.Lang}
	for _, f := range (*fonts.Library)(nil).Fallbacks(family) {
		t.Fallbacks = append(t.Fallbacks, f.Face(false, false))
	}
	w := stamp.Words{Name: name, Lines: []string{words.SignedDigitally(at)}}
	if reason != "" {
		w.Lines = append(w.Lines, reason)
	}
	length := func(points float64) layout.Length { return layout.Length(points * float64(layout.Point)) }
	return stamp.Draw(shape.NewShaper(), t, w, length(width), length(height))
}
