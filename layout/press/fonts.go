package press

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"unicode"

	"chancery/fonts"
	"chancery/source"
)

// FontFamily is one line of the list of fonts.
type FontFamily struct {
	Name       string   `json:"name"`
	From       string   `json:"from"` // "built in", "fonts" (a folder beside the packet's files or office.yaml), or the file checked
	Styles     []string `json:"styles"`
	Characters int      `json:"characters"` // that every style has
	Scripts    []Script `json:"scripts"`    // with at least one letter, the usual first
	SmallCaps  bool     `json:"smallCaps"`  // whether every style has real ones
}

// Script is how much of a script a font has.
type Script struct {
	Name       string `json:"name"` // Unicode's: "Latin"
	Characters int    `json:"characters"`
}

// FontNames lists the families that the packet at path could be set in, its own
// and its office's first, then those that Chancery carries, the default first.
// Faces of its own that cannot be used are left out.
func FontNames(path string) []string {
	r := resources{library: &library{}, folders: looked(path, "")}
	_, _ = r.fonts() // Fonts says what is wrong
	return append(r.faces.Own(), fonts.Families()...)
}

// Fonts lists the families that the packet at path (or one in that folder) could
// be set in, in the order of FontNames. Problems are faces of its own that cannot
// be used, as Build finds them; the error is of the machine, or a
// *source.UsageError where there is nothing at path. With "" they are those that
// Chancery carries, and with a path those of shared too, the folder of resources
// ("" for the one that office.yaml names).
func Fonts(path, shared string) ([]FontFamily, source.Problems, error) {
	if _, err := os.Stat(path); path != "" && errors.Is(err, fs.ErrNotExist) {
		return nil, nil, &source.UsageError{Text: fmt.Sprintf("there is no packet at %q", path), Hint: "name a folder, or none for this one"}
	}
	r := resources{library: &library{}}
	if path != "" {
		r.folders = looked(path, shared)
	} else if shared != "" {
		r.folders = folders{shared}
	}
	problems, err := r.fonts()
	if err != nil {
		return nil, nil, err
	}
	own := r.faces.Own()
	var out []FontFamily
	for i, name := range append(own, fonts.Families()...) {
		family, err := r.faces.Lookup(name)
		if err != nil {
			panic("press: " + err.Error()) // it was listed a moment ago
		}
		f := fontFamily(name, faces(family))
		f.From = "built in"
		if i < len(own) {
			f.From = "fonts"
		}
		out = append(out, f)
	}
	return out, problems, nil
}

// faces are the faces that a family has: a style that it lacks is given by
// another one.
func faces(family *fonts.Family) []*fonts.Face {
	var out []*fonts.Face
	seen := map[*fonts.Face]bool{}
	for _, style := range [4][2]bool{{false, false}, {false, true}, {true, false}, {true, true}} {
		if f := family.Face(style[0], style[1]); !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	return out
}

// fontFamily sums up faces that belong together.
func fontFamily(name string, faces []*fonts.Face) FontFamily {
	f := FontFamily{Name: name, SmallCaps: true}
	for _, face := range faces {
		f.Styles = append(f.Styles, face.Style)
		f.SmallCaps = f.SmallCaps && face.HasFeature("smcp")
	}
	all := func(r rune) bool {
		for _, face := range faces {
			if !face.Has(r) {
				return false
			}
		}
		return true
	}
	// Planes 0 and 1 without controls; the private uses are nobody's characters.
	for r := rune(' '); r < 0x20000; r++ {
		if !unicode.In(r, unicode.C, unicode.Noncharacter_Code_Point) && all(r) {
			f.Characters++
		}
	}
	for _, name := range scripts {
		n := 0
		each(unicode.Scripts[name], func(r rune) {
			if all(r) {
				n++
			}
		})
		if n > 0 {
			f.Scripts = append(f.Scripts, Script{Name: name, Characters: n})
		}
	}
	return f
}

// scripts are those that an office's own font may well have, by Unicode's names.
// What no script owns (digits, signs) is Common, and counts among the characters alone.
var scripts = []string{
	"Latin", "Greek", "Cyrillic", "Armenian", "Georgian", "Hebrew", "Arabic", "Devanagari", "Bengali", "Thai",
	"Cherokee", "Canadian_Aboriginal", "Ethiopic", "Hiragana", "Katakana", "Hangul", "Han",
}

// each visits every character of a table in order.
func each(t *unicode.RangeTable, visit func(rune)) {
	for _, r := range t.R16 {
		for c := rune(r.Lo); c <= rune(r.Hi); c += rune(r.Stride) {
			visit(c)
		}
	}
	for _, r := range t.R32 {
		for c := rune(r.Lo); c <= rune(r.Hi); c += rune(r.Stride) {
			visit(c)
		}
	}
}

// FontError says why a font cannot be used.
type FontError struct {
	Path   string
	Reason string // "it is a variable font; …"
}

// Error is the path with the reason.
func (e *FontError) Error() string { return e.Path + ": the font cannot be used: " + e.Reason }

// maxFont is the most bytes that a font file may have: the largest that are sold
// (all of Chinese) have a quarter of it.
const maxFont = 128 << 20

// CheckFont says what the font file at path offers, as a family of one style. The
// error is a *FontError where Chancery could not use it, a *source.UsageError
// where there is no such file, else of the machine.
func CheckFont(path string) (*FontFamily, error) {
	st, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &source.UsageError{Text: fmt.Sprintf("there is no font at %q", path), Hint: "name a font file, such as Office-Regular.ttf"}
	case err != nil:
		return nil, fmt.Errorf("reading the font: %w", err)
	case !st.Mode().IsRegular():
		return nil, &source.UsageError{Text: fmt.Sprintf("%q is not a file", path), Hint: "name a font file, such as Office-Regular.ttf"}
	case st.Size() > maxFont:
		return nil, &FontError{Path: path, Reason: fmt.Sprintf("it is over %d MB", maxFont>>20)}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the font: %w", err)
	}
	face, err := fonts.Parse(data)
	if err != nil {
		return nil, &FontError{Path: path, Reason: err.Error()}
	}
	f := fontFamily(face.Family, []*fonts.Face{face})
	f.From = path
	return &f, nil
}
