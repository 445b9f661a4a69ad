package press

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"chancery/fonts"
	"chancery/source"
)

// CodeBadFont is the code of a font in a packet's folder that cannot be used.
const CodeBadFont = "bad-font"

// ownFonts reads the faces in the folders named fonts beside the packet's files
// and beside office.yaml, in the order of their names: all are checked, whether a
// document names them or not, because any of them may be asked for a character
// that another lacks. Without such a folder it costs two looks at the disk.
func ownFonts(path string) (*fonts.Library, source.Problems, error) {
	dir := folder(path)
	var faces []*fonts.Face
	var last string // folder of a face
	var wrong source.Problems
	seen := map[string]bool{}
	for _, d := range []string{dir, officeDir(dir)} {
		if d == "" {
			continue
		}
		d = filepath.Join(d, "fonts")
		if abs, err := filepath.Abs(d); err != nil || seen[abs] {
			continue
		} else {
			seen[abs] = true
		}
		entries, err := os.ReadDir(d)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("reading the fonts: %w", err)
		}
		for _, e := range entries {
			switch strings.ToLower(filepath.Ext(e.Name())) {
			case ".ttf", ".otf", ".ttc":
			default:
				continue
			}
			file := filepath.Join(d, e.Name())
			data, err := os.ReadFile(file)
			if err != nil {
				return nil, nil, fmt.Errorf("reading the fonts: %w", err)
			}
			face, err := fonts.Parse(data)
			if err != nil {
				wrong = append(wrong, source.Problem{Path: file, Code: CodeBadFont, Text: "the font cannot be used: " + err.Error(),
					Hint: "take it out of the folder, or put a static TrueType font there"})
				continue
			}
			faces, last = append(faces, face), d
		}
	}
	if len(faces) == 0 {
		return nil, wrong, nil
	}
	lib, err := fonts.NewLibrary(faces...)
	if err != nil {
		wrong = append(wrong, source.Problem{Path: last, Code: CodeBadFont, Text: err.Error(), Hint: "take it out of the folder"})
	}
	return lib, wrong, nil
}
