package fonts

import (
	_ "embed" // the faces below
	"errors"
	"fmt"
	"strings"
	"sync"
)

// The built-in faces; where they come from and under which licence is in README.md.
var (
	//go:embed STIXTwoText-Regular.ttf
	stixRegular []byte
	//go:embed STIXTwoText-Italic.ttf
	stixItalic []byte
	//go:embed STIXTwoText-Bold.ttf
	stixBold []byte
	//go:embed STIXTwoText-BoldItalic.ttf
	stixBoldItalic []byte
	//go:embed EBGaramond-Regular.ttf
	garamondRegular []byte
	//go:embed EBGaramond-Italic.ttf
	garamondItalic []byte
	//go:embed EBGaramond-Bold.ttf
	garamondBold []byte
	//go:embed EBGaramond-BoldItalic.ttf
	garamondBoldItalic []byte
)

// builtin are the families inside Chancery, in the order in which Families lists them.
var builtin = [...]*Family{
	{Name: "STIX Two Text", data: [4][]byte{stixRegular, stixItalic, stixBold, stixBoldItalic}},
	{Name: "EB Garamond", data: [4][]byte{garamondRegular, garamondItalic, garamondBold, garamondBoldItalic}},
}

// Family is a set of faces that belong together. Built-in faces are read at
// the first call of Face for their style, once in a process.
type Family struct {
	Name  string
	data  [4][]byte // by style: italic 1, bold 2
	once  [4]sync.Once
	faces [4]*Face
}

// Families lists the built-in families; the first is the default.
func Families() []string {
	names := make([]string, len(builtin))
	for i, f := range builtin {
		names[i] = f.Name
	}
	return names
}

// Lookup finds a built-in family by its name, in any case. The error names those there are.
func Lookup(family string) (*Family, error) {
	for _, f := range builtin {
		if strings.EqualFold(f.Name, strings.TrimSpace(family)) {
			return f, nil
		}
	}
	return nil, fmt.Errorf("there is no font family %q; built in are %s", family, strings.Join(Families(), " and "))
}

// NewFamily makes a family of an office's own faces. Each face takes the style
// that it says it has; two faces of one style, and none at all, are errors.
func NewFamily(name string, faces ...*Face) (*Family, error) {
	if len(faces) == 0 {
		return nil, errors.New("a font family needs at least one face")
	}
	f := &Family{Name: name}
	for _, face := range faces {
		i := style(face.Bold, face.Italic)
		if f.faces[i] != nil {
			return nil, fmt.Errorf("the font family %q has two faces of one style, %s and %s", name, f.faces[i].PostScriptName, face.PostScriptName)
		}
		f.faces[i] = face
	}
	return f, nil
}

func style(bold, italic bool) int {
	i := 0
	if italic {
		i = 1
	}
	if bold {
		i += 2
	}
	return i
}

// Face gives the family's face of a style. An office's family may lack styles;
// then it is the nearest: the slant is kept before the weight, and a face that
// is there before none. The built-in families have all four.
func (f *Family) Face(bold, italic bool) *Face {
	want := style(bold, italic)
	for _, i := range [4]int{want, want ^ 2, want ^ 1, want ^ 3} {
		if face := f.load(i); face != nil {
			return face
		}
	}
	return nil
}

func (f *Family) load(i int) *Face {
	if f.data[i] == nil {
		return f.faces[i]
	}
	f.once[i].Do(func() {
		face, err := parse(f.data[i])
		if err != nil { // our own bytes; a test reads them all
			panic("fonts: " + f.Name + ": " + err.Error())
		}
		f.faces[i] = face
	})
	return f.faces[i]
}
