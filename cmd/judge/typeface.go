package main

import (
	"fmt"
	"path/filepath"
	"strings"
)

// A typeface is what all tools set a comparison in: the files of one family, at
// one size.
type typeface struct {
	family string
	folder string  // holds FamilyName-Regular.ttf and its Bold, Italic and BoldItalic, absolute
	size   float64 // points
	space  float64 // the natural word space in ems
}

// naturalSpaces are the word spaces, in ems, of the families that the comparisons
// have been made with.
var naturalSpaces = map[string]float64{"STIX Two Text": 0.235, "EB Garamond": 0.2, "Liberation Serif": 0.25}

// ownTypeface is the face that Chancery sets a letter in, from the repository.
func ownTypeface() (typeface, error) {
	folder, err := filepath.Abs("fonts")
	return typeface{family: "STIX Two Text", folder: folder, size: 11.5, space: naturalSpaces["STIX Two Text"]}, err
}

// stem is what the names of the family's files begin with.
func (f *typeface) stem() string { return strings.ReplaceAll(f.family, " ", "") }

// styles are the ends of the file names, with their CSS.
var styles = [...]struct{ name, css string }{
	{"Regular", ""}, {"Bold", "font-weight:bold;"}, {"Italic", "font-style:italic;"}, {"BoldItalic", "font-weight:bold;font-style:italic;"},
}

// files are the four files.
func (f *typeface) files() (all [len(styles)]string) {
	for i, s := range styles {
		all[i] = filepath.Join(f.folder, f.stem()+"-"+s.name+".ttf")
	}
	return all
}

// css declares the family under its own name.
func (f *typeface) css() string {
	var b strings.Builder
	for i, file := range f.files() {
		fmt.Fprintf(&b, "@font-face{font-family:\"%s\";src:url(\"file://%s\");%s}\n", f.family, filepath.ToSlash(file), styles[i].css)
	}
	return b.String()
}

// tex selects the family with fontspec.
func (f *typeface) tex() string {
	return fmt.Sprintf("\\usepackage{fontspec}\n\\setmainfont{%s}[Path=%s/,Extension=.ttf,UprightFont=*-Regular,BoldFont=*-Bold,ItalicFont=*-Italic,BoldItalicFont=*-BoldItalic]\n",
		f.stem(), filepath.ToSlash(f.folder))
}
