package bidi_test

import (
	"fmt"

	"chancery/layout/bidi"
)

// A Hebrew word and a number in an English sentence: the number stands to the
// left of the word that it follows.
func ExampleResolver() {
	text := "see אב 12, p. 3"
	var r bidi.Resolver
	levels := r.Levels(nil, text, 0)
	fmt.Println(levels)
	// Output: [0 0 0 0 1 1 1 1 1 2 2 0 0 0 0 0 0]
}

func ExampleLevels() {
	fmt.Println(bidi.Levels("a א", 0), bidi.Levels("a א", 1))
	// Output: [0 0 1 1] [2 1 1 1]
}

// The space that ends a line stands at the line's end, which is on the right in a
// paragraph from left to right, whatever it followed.
func ExampleLine() {
	text := "to אב "
	levels := bidi.Levels(text+"אב", 0)
	fmt.Println(levels[:len(text)])
	fmt.Println(bidi.Line(nil, text+"אב", levels, 0, len(text), 0))
	// Output:
	// [0 0 0 1 1 1 1 1]
	// [0 0 0 1 1 1 1 0]
}

// Three runs in a paragraph from right to left: the first stands on the right.
func ExampleOrder() {
	fmt.Println(bidi.Order(nil, []bidi.Level{1, 2, 1}))
	fmt.Println(bidi.Order(nil, []bidi.Level{0, 1, 2, 1, 0}))
	// Output:
	// [2 1 0]
	// [0 3 2 1 4]
}

func ExamplePlain() {
	fmt.Println(bidi.Plain("In 1848, (a) and (b).", 0), bidi.Plain("ב־1848", 1))
	// Output: true false
}

func ExampleStrong() {
	fmt.Println(bidi.Strong("a א"))
	fmt.Println(bidi.Strong("12, א"))
	// Output:
	// true true
	// false true
}

func ExampleFirst() {
	fmt.Println(bidi.First("12 א a"))
	fmt.Println(bidi.First("12"))
	// Output:
	// 1 true
	// 0 false
}

func ExampleBase() {
	fmt.Println(bidi.Base("EU: הודעה לעיתונות", 0), bidi.Base("see also שלום", 0), bidi.Base("12", 0))
	fmt.Println(bidi.Base("page 12", 1), bidi.Base("(שלום!) see", 1), bidi.Base("12", 1))
	// Output:
	// 1 0 0
	// 0 1 1
}

func ExampleLevel_Of() {
	left, right := 0, 0
	for _, piece := range []string{"EU: ", "הודעה ", "לעיתונות"} {
		l, r := bidi.Count(piece)
		left, right = left+l, right+r
	}
	fmt.Println(bidi.Level(0).Of(left, right))
	// Output: 1
}

func ExampleDirection() {
	fmt.Println(bidi.Direction("he"), bidi.Direction("en-GB"), bidi.Direction("az-Arab"), bidi.Direction("ar-Latn"))
	// Output: 1 0 1 0
}

func ExampleLevel_RTL() {
	fmt.Println(bidi.Level(2).RTL(), bidi.Level(1).RTL())
	// Output: false true
}

func ExampleCount() {
	left, right := bidi.Count("Peace, שלום!")
	fmt.Println(left, right)
	// Output: 5 4
}

func ExampleTelephone() {
	text := "call +1 (505) 660-2216 by 2018-06-19"
	start, end := bidi.Telephone(text)
	fmt.Println(text[start:end])
	// Output: +1 (505) 660-2216
}

func ExampleLetters() {
	n := bidi.Letters{} // in an English document
	n.Add("הודעה ", "")
	n.Add("of the Attorney General", "en-US")
	fmt.Println(n.Base(), n.Mixed()) // the mark is of the document's own direction
	n = bidi.Letters{Tongue: 1}      // in a block that is marked as Hebrew
	n.Add("הודעה ", "")
	n.Add("of the Attorney General", "en-US")
	fmt.Println(n.Base(), n.Mixed())
	// Output:
	// 0 true
	// 1 true
}
