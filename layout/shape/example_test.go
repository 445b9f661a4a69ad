package shape_test

import (
	"fmt"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/shape"
)

func ExampleShaper_Text() {
	family, _ := fonts.Lookup("EB Garamond")
	s := shape.NewShaper()
	runs, missing := s.Text("office", 0, shape.Style{Face: family.Face(false, false), Size: 10 * layout.Point, Lang: "en-US"})
	for _, g := range runs[0].Glyphs {
		fmt.Printf("%q %s\n", runs[0].Text[g.Start:g.End], g.Advance)
	}
	fmt.Println(len(missing), "missing,", runs[0].Width(), "wide")
	// Output:
	// "o" 4.95
	// "ffi" 7.76
	// "c" 3.87
	// "e" 3.9
	// 0 missing, 20.48 wide
}
