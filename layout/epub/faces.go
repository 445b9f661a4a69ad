package epub

import (
	"fmt"
	"slices"
	"strings"

	"chancery/assets"
	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/shape"
)

// usage notes which characters stand in which style: the embedded faces hold
// the glyphs that these need, and no more.
type usage struct {
	styles []style
	chars  []*charSet // by style
	last   int        // style of the text before, which is mostly the same
	shaper *shape.Shaper
}

// charSet is a set of characters.
type charSet struct {
	low  [0x250]bool // Latin, which is nearly everything
	high map[rune]bool
}

func newUsage(shaper *shape.Shaper) *usage {
	if shaper == nil {
		shaper = shape.NewShaper()
	}
	return &usage{shaper: shaper}
}

// add notes the characters of a text.
func (u *usage) add(st style, text string) {
	if u == nil || text == "" {
		return
	}
	if u.last >= len(u.styles) || u.styles[u.last] != st {
		if u.last = slices.Index(u.styles, st); u.last < 0 {
			u.last = len(u.styles)
			u.styles = append(u.styles, st)
			u.chars = append(u.chars, &charSet{})
		}
	}
	set := u.chars[u.last]
	for _, r := range text {
		if int(r) < len(set.low) {
			set.low[r] = true
			continue
		}
		if set.high == nil {
			set.high = map[rune]bool{}
		}
		set.high[r] = true
	}
}

// list gives the characters, rising; no control character is among them.
func (s *charSet) list() []rune {
	var runes []rune
	for r := ' '; int(r) < len(s.low); r++ {
		if s.low[r] {
			runes = append(runes, r)
		}
	}
	for r := range s.high {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	return runes
}

// embed adds the style sheet and the faces that it names, each as a subset.
func embed(book *Book, u *usage, faces *fonts.Library) error {
	css, err := assets.FS.ReadFile("styles/epub.css")
	if err != nil {
		return fmt.Errorf("epub: %w", err)
	}
	var families []string
	for _, st := range u.styles {
		if !slices.Contains(families, st.family) {
			families = append(families, st.family)
		}
	}
	slices.Sort(families)
	var sheet strings.Builder
	var files []File
	for _, name := range families {
		family, err := faces.Lookup(name)
		if err != nil {
			return fmt.Errorf("epub: %w", err)
		}
		for _, b := range [2]bool{false, true} {
			for _, i := range [2]bool{false, true} {
				face, runes, glyphs := u.face(family, b, i)
				if face == nil {
					continue
				}
				data, err := face.SubsetEPUB(runes, glyphs)
				if err != nil {
					return fmt.Errorf("epub: font %s: %w", face.PostScriptName, err)
				}
				file := "fonts/" + identifier(face.PostScriptName)
				if face.Bold != b || face.Italic != i {
					// A family without this style: the nearest stands in for it.
					file += fmt.Sprintf("-%d", len(files)+1)
				}
				file += ".ttf"
				files = append(files, File{Path: file, ID: fmt.Sprintf("font.%d", len(files)+1), MediaType: "font/ttf", Data: data})
				book.Fonts = append(book.Fonts, face.PostScriptName)
				fontFace(&sheet, name, b, i, "../"+file)
			}
		}
		fmt.Fprintf(&sheet, ".%s { font-family: %q, serif; }\n", familyClass(name), name)
	}
	sheet.Write(css)
	book.Files = append(book.Files, File{Path: stylePath, ID: "css.book", MediaType: "text/css", Data: []byte(sheet.String())})
	book.Files = append(book.Files, files...)
	return nil
}

// fontFace writes a rule that loads a face (CSS Fonts 4, 4).
func fontFace(b *strings.Builder, family string, bold, italic bool, url string) {
	weight, slant := "normal", "normal"
	if bold {
		weight = "bold"
	}
	if italic {
		slant = "italic"
	}
	fmt.Fprintf(b, "@font-face { font-family: %q; font-weight: %s; font-style: %s; src: url(%s); }\n", family, weight, slant, url)
}

// familyClass is the class of what is set in a family.
func familyClass(family string) string {
	return "face-" + identifier(strings.ToLower(strings.ReplaceAll(family, " ", "-")))
}

// face gives the face of a style with the characters that are used of it and
// the glyphs that they become under the features that the style sheet asks for;
// nil if none is used. Ligatures and all else that a reading system does
// unasked are added by the subset itself, for every order of the characters, so
// one look at each of them is enough.
func (u *usage) face(family *fonts.Family, bold, italic bool) (face *fonts.Face, runes []rune, glyphs []fonts.GlyphID) {
	for i, st := range u.styles {
		if st.family != family.Name || st.bold != bold || st.italic != italic {
			continue
		}
		face = family.Face(bold, italic)
		chars := u.chars[i].list()
		runes = append(runes, chars...)
		var features shape.Features
		if st.smcp {
			features |= shape.SmallCaps
		}
		if st.c2sc {
			features |= shape.CapsToSmallCaps
		}
		if st.onum {
			features |= shape.OldstyleFigures | shape.ProportionalFigures
		}
		if features == 0 {
			continue
		}
		runs, _ := u.shaper.Text(string(chars), 0, shape.Style{Face: face, Size: layout.Point, Features: features, Lang: st.lang})
		for _, run := range runs {
			for _, g := range run.Glyphs {
				glyphs = append(glyphs, g.ID)
			}
		}
	}
	if face == nil {
		return nil, nil, nil
	}
	runes = append(runes, ' ', '-') // of a line's end, which a reading system may hyphenate
	slices.Sort(runes)
	slices.Sort(glyphs)
	return face, slices.Compact(runes), slices.Compact(glyphs)
}
