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

// usage notes which words stand in which style: the embedded faces hold the
// glyphs that these need, and no more.
type usage struct {
	styles []style
	words  []map[string]bool // by style
	last   int               // style of the text before, which is mostly the same
	shaper *shape.Shaper
}

func newUsage(shaper *shape.Shaper) *usage {
	if shaper == nil {
		shaper = shape.NewShaper()
	}
	return &usage{shaper: shaper}
}

// add notes the words of a text.
func (u *usage) add(st style, text string) {
	if u == nil || text == "" {
		return
	}
	if u.last >= len(u.styles) || u.styles[u.last] != st {
		if u.last = slices.Index(u.styles, st); u.last < 0 {
			u.last = len(u.styles)
			u.styles = append(u.styles, st)
			u.words = append(u.words, map[string]bool{})
		}
	}
	words := u.words[u.last]
	for word := range strings.FieldsSeq(text) {
		words[word] = true
	}
}

// embed adds the style sheet and the faces that it names, each as a subset.
// Faces are added here and not through go-epub, so that each is compressed once.
func embed(book *Book, u *usage) error {
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
		family, err := fonts.Lookup(name)
		if err != nil {
			return fmt.Errorf("epub: %w", err)
		}
		for _, b := range [2]bool{false, true} {
			for _, i := range [2]bool{false, true} {
				face, runes, glyphs := u.face(family, b, i)
				if face == nil {
					continue
				}
				data, err := subsetEPUB(face, runes, glyphs)
				if err != nil {
					return fmt.Errorf("epub: font %s: %w", face.PostScriptName, err)
				}
				file := "fonts/" + identifier(face.PostScriptName) + ".ttf"
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

// face gives the face of a style with the characters and glyphs that are used
// of it, nil if none is. The glyphs are those that shaping gives, word by word,
// under the features that the style sheet asks for, so that no ligature and no
// small capital is missing. The styles are those of print, so that the layouts'
// shaper mostly remembers the words.
func (u *usage) face(family *fonts.Family, bold, italic bool) (face *fonts.Face, runes []rune, glyphs []fonts.GlyphID) {
	seen := map[rune]bool{}
	have := map[fonts.GlyphID]bool{}
	var fallbacks []*fonts.Face
	for i, st := range u.styles {
		if st.family != family.Name || st.bold != bold || st.italic != italic {
			continue
		}
		if face == nil {
			face = family.Face(bold, italic)
			fallbacks = others(family, bold, italic)
		}
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
		words := make([]string, 0, len(u.words[i]))
		for w := range u.words[i] {
			words = append(words, w)
		}
		slices.Sort(words)
		for _, w := range words {
			for _, r := range w {
				if !seen[r] {
					seen[r] = true
					runes = append(runes, r)
				}
			}
			runs, _ := u.shaper.Text(w, 0, shape.Style{Face: face, Fallbacks: fallbacks, Size: layout.Point, Features: features, Lang: st.lang})
			for _, run := range runs {
				if run.Face != face {
					continue // left to the reading system's own fonts
				}
				for _, g := range run.Glyphs {
					if !have[g.ID] {
						have[g.ID] = true
						glyphs = append(glyphs, g.ID)
					}
				}
			}
		}
	}
	if face != nil {
		runes = append(runes, ' ', '\u00a0', '-', '\u2010')
		slices.Sort(runes)
		slices.Sort(glyphs)
	}
	return face, slices.Compact(runes), glyphs
}

// others are the faces of a style that print falls back on.
func others(family *fonts.Family, bold, italic bool) (faces []*fonts.Face) {
	for _, name := range fonts.Families() {
		if f, err := fonts.Lookup(name); err == nil && f != family {
			faces = append(faces, f.Face(bold, italic))
		}
	}
	return faces
}
