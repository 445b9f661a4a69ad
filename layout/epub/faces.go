package epub

import (
	"fmt"
	"strings"

	"chancery/assets"
	"chancery/fonts"
)

// embed adds the style sheet and the faces that it names, each as a subset.
//
// Of a character that a family lacks the stand-in of print is named after the
// family, so that a reading system looks for the character where print found it.
func embed(book *Book, u *usage, library *fonts.Library) error {
	css, err := assets.FS.ReadFile("styles/epub.css")
	if err != nil {
		return fmt.Errorf("epub: %w", err)
	}
	used, err := u.slots(library)
	if err != nil {
		return err
	}
	// One file a face: in a family that lacks a style the nearest stands for it.
	whole := map[*fonts.Face]*slot{}
	for _, sl := range used.all {
		if whole[sl.face] == nil {
			whole[sl.face] = &slot{}
		}
		w := whole[sl.face]
		w.runes, w.glyphs = append(w.runes, sl.runes...), append(w.glyphs, sl.glyphs...)
	}
	var sheet strings.Builder
	var files []File
	path := map[*fonts.Face]string{}
	for i, sl := range used.all {
		if w := whole[sl.face]; path[sl.face] == "" {
			data, err := sl.face.SubsetEPUB(w.runes, w.glyphs)
			if err != nil {
				return fmt.Errorf("epub: font %s: %w", sl.face.PostScriptName, err)
			}
			path[sl.face] = fontPath(files, sl.face.PostScriptName)
			files = append(files, File{Path: path[sl.face], ID: fmt.Sprintf("font.%d", len(files)+1), MediaType: "font/ttf", Data: data})
			book.Fonts = append(book.Fonts, sl.face.PostScriptName)
		}
		fontFace(&sheet, sl.family.Name, sl.bold, sl.italic, "../"+path[sl.face])
		standIns, main := used.main[sl.family]
		if last := i+1 == len(used.all) || used.all[i+1].family != sl.family; main && last {
			fmt.Fprintf(&sheet, ".%s { font-family: %q, ", familyClass(sl.family.Name), sl.family.Name)
			for _, f := range library.Fallbacks(sl.family) {
				if standIns[f] {
					fmt.Fprintf(&sheet, "%q, ", f.Name)
				}
			}
			sheet.WriteString("serif; }\n")
		}
	}
	sheet.Write(css)
	book.Files = append(book.Files, File{Path: stylePath, ID: "css.book", MediaType: "text/css", Data: []byte(sheet.String())})
	book.Files = append(book.Files, files...)
	return nil
}

// fontPath is where a face lies: under its PostScript name, with a number where
// another has the same.
func fontPath(files []File, name string) string {
	path := "fonts/" + identifier(name)
	for _, f := range files {
		if strings.EqualFold(f.Path, path+".ttf") {
			path = fmt.Sprintf("%s-%d", path, len(files)+1)
		}
	}
	return path + ".ttf"
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
