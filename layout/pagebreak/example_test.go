package pagebreak_test

import (
	"fmt"

	"chancery/layout"
	"chancery/layout/pagebreak"
)

func ExampleBreak() {
	const line = 14 * layout.Point
	items := []pagebreak.Item{
		{Kind: pagebreak.Box, Height: 2 * line}, // a heading
		{Kind: pagebreak.Penalty, Penalty: pagebreak.InfinitePenalty, Law: "heading stranded"},
		{Kind: pagebreak.Glue, Height: line / 2},
	}
	items = pagebreak.Lines(items, 5, line, nil)
	items = append(items, pagebreak.Item{Kind: pagebreak.Glue, Height: line})
	items = pagebreak.Lines(items, 3, line, nil)
	height := func(page int) layout.Length {
		if page == 0 {
			return 6 * line // under a letterhead
		}
		return 9 * line
	}
	res := pagebreak.Break(items, height, pagebreak.Params{})
	for i, p := range res.Pages {
		fmt.Printf("page %d: items %d to %d, %v pt, %v to spare\n", i+1, p.Start, p.End, p.Height, p.Spare)
	}
	fmt.Println("laws broken:", res.Violations)
	// Output:
	// page 1: items 0 to 8, 77 pt, 7 to spare
	// page 2: items 9 to 18, 84 pt, 42 to spare
	// laws broken: []
}

// Where no choice of pages keeps all laws the lightest is broken, and named.
func ExampleBreak_violation() {
	const line = 14 * layout.Point
	items := pagebreak.Lines(nil, 3, line, nil) // to be kept whole
	res := pagebreak.Break(items, func(int) layout.Length { return 2 * line }, pagebreak.Params{})
	for _, v := range res.Violations {
		fmt.Printf("page %d ends at item %d: %s\n", v.Page+1, v.Item, v.Law)
	}
	// Output:
	// page 1 ends at item 1: orphan
}

// A price for whole pages: signature rows should be spread evenly.
func ExampleParams() {
	const row = 60 * layout.Point
	var items []pagebreak.Item
	for i := range 11 {
		if i > 0 {
			items = append(items, pagebreak.Item{Kind: pagebreak.Glue, Height: 12 * layout.Point})
		}
		items = append(items, pagebreak.Item{Kind: pagebreak.Box, Height: row})
	}
	lone := func(start, end int, last bool) (int64, string) {
		if last && start > 0 && end-start < 3 {
			return pagebreak.InfinitePenalty, "single row on the last page"
		}
		return 0, ""
	}
	height := func(int) layout.Length { return 720 * layout.Point }
	res := pagebreak.Break(items, height, pagebreak.Params{Cost: lone})
	for _, p := range res.Pages {
		fmt.Println((p.End-p.Start+1)/2, "rows")
	}
	// Output:
	// 9 rows
	// 2 rows
}
