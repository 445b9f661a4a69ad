package press

import (
	"strconv"
	"time"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/labels"
	"chancery/layout/shape"
	"chancery/layout/stamp"
)

// CharacterError says that no face has a character of a signature's words.
type CharacterError = stamp.MissingError

// Signature is what a visible digital signature shows.
type Signature struct {
	Lang   string // of the document; English for one without words of its own
	Name   string
	Reason string // "" none
	Time   time.Time
	// Seal draws a round seal, with the words beside it, where the field is at least
	// twice as wide as it is high.
	Seal bool
	// Resources is a folder with a folder fonts, and labels, that are looked into
	// before what is built in; "" for none.
	Resources string
}

// Draw draws the signature in a field of this width and height, in points: the
// name, that and when it was signed digitally, and the reason, where there is one.
// It gives content operators that need no resources. The error is a
// *CharacterError where no face has a character, source.Problems where a file of
// the folder of resources cannot be used.
func (g Signature) Draw(width, height float64) ([]byte, error) {
	words, faces, err := g.resources()
	if err != nil {
		return nil, err
	}
	family, err := fonts.Lookup(fonts.Families()[0])
	if err != nil {
		return nil, err
	}
	t := stamp.Type{Name: family.Face(false, true), Lines: family.Face(false, false), Lang: words.Lang}
	for _, f := range faces.Fallbacks(family) {
		t.Fallbacks = append(t.Fallbacks, f.Face(false, false))
	}
	w := stamp.Words{Name: g.Name, Lines: []string{words.SignedDigitally(g.Time)}}
	if g.Reason != "" {
		w.Lines = append(w.Lines, g.Reason)
	}
	length := func(points float64) layout.Length { return layout.Length(points * float64(layout.Point)) }
	if g.Seal && width >= 2*height {
		return stamp.DrawSeal(shape.NewShaper(), t, w, strconv.Itoa(g.Time.Year()), length(width), length(height))
	}
	return stamp.Draw(shape.NewShaper(), t, w, length(width), length(height))
}

// resources gives the words and faces: those of the folder of resources, and those
// built in.
func (g Signature) resources() (words *labels.Labels, faces *fonts.Library, err error) {
	if g.Resources != "" {
		r := &resources{folders: folders{g.Resources}, library: &library{}}
		wrong, err := r.fonts()
		if err != nil {
			return nil, nil, err
		}
		files, more, err := r.labelFiles()
		if err != nil {
			return nil, nil, err
		}
		wrong = append(wrong, more...)
		if i := labels.Choose(tags(files), g.Lang); i >= 0 {
			if words, more, err = r.library.words(files[i]); err != nil {
				return nil, nil, err
			}
			wrong = append(wrong, more...)
		}
		if wrong.Errors() > 0 {
			return nil, nil, wrong
		}
		faces = r.faces
	}
	if words == nil {
		words, err = labels.Load(g.Lang)
	}
	if err != nil {
		words, err = labels.Load("en-US")
	}
	return words, faces, err
}
