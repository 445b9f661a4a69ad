package layout_test

import (
	"fmt"

	"chancery/layout"
)

func ExampleLength_String() {
	fmt.Println(layout.Inch, layout.Point*23/2, -layout.Point/3)
	// Output: 72 11.5 -0.333
}

func ExampleLength_Decimal() {
	a4 := 210 * layout.Inch * 10 / 254
	fmt.Println(a4.Decimal(1), a4.Decimal(6))
	// Output: 595.3 595.275589
}

func ExampleLength_Points() {
	fmt.Println((layout.Point * 3 / 2).Points())
	// Output: 1.5
}

func ExampleLength_Scale() {
	// 80 thousandths of an em of 12 points.
	fmt.Println((12 * layout.Point).Scale(80, 1000))
	// Output: 0.96
}

func ExampleColor_Gray() {
	fmt.Println(layout.Black.Gray(), layout.Color(0x1a3350).Gray())
	// Output: true false
}

func ExampleRun_Width() {
	r := layout.Run{Text: "AV", Glyphs: []layout.Glyph{{Advance: 7 * layout.Point}, {Advance: 8 * layout.Point, Start: 1, End: 2}}}
	fmt.Println(r.Width())
	// Output: 15
}

func ExampleDump() {
	root := &layout.Element{Role: layout.RoleDocument}
	p := &layout.Element{Role: layout.RoleP, Parent: root, ID: "letter-salutation"}
	run := &layout.Run{Text: "Dear", Size: 12 * layout.Point, Glyphs: []layout.Glyph{
		{ID: 1, Advance: 8 * layout.Point, End: 1}, {ID: 2, Advance: 5 * layout.Point, Start: 1, End: 2},
		{ID: 3, Advance: 5 * layout.Point, Start: 2, End: 3}, {ID: 4, Advance: 4 * layout.Point, Start: 3, End: 4}}}
	fmt.Print(layout.Dump(&layout.Document{Name: "letter", Language: "en-US", Title: "A letter", Root: root, Pages: []*layout.Page{
		{Label: "1", Width: 612 * layout.Point, Height: 792 * layout.Point, Boxes: []layout.Box{
			{Kind: layout.BoxText, X: layout.Inch, Y: 2 * layout.Inch, Element: p, Run: run}}},
	}}))
	// Output:
	// document letter lang=en-US title="A letter"
	//
	// page 1 612 × 792
	//         72      144  P letter-salutation "Dear" no face 12 wide 22
}
