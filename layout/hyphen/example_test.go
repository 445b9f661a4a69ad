package hyphen_test

import (
	"fmt"

	"chancery/layout/hyphen"
)

func ExamplePatterns_Points() {
	p, _ := hyphen.Load("en-US")
	word := "immigration"
	last := 0
	for _, at := range p.Points(word) {
		fmt.Print(word[last:at], "-")
		last = at
	}
	fmt.Println(word[last:])
	// Output: im-mi-gra-tion
}
