package linebreak_test

import (
	"fmt"
	"strings"

	"chancery/layout"
	"chancery/layout/linebreak"
)

// paragraph makes items of a text in a face whose letters are all five points
// wide; a tilde is a place for a hyphen.
func paragraph(text string) []layout.Item {
	const em = 10 * layout.Point
	var items []layout.Item
	for i, word := range strings.Fields(text) {
		if i > 0 {
			items = append(items, layout.Item{Kind: layout.ItemGlue, Width: em / 2, Stretch: em / 4, Shrink: em / 6})
		}
		for j, part := range strings.Split(word, "~") {
			if j > 0 {
				items = append(items, layout.Item{Kind: layout.ItemDiscretionary, Flagged: true, Pre: em / 2})
			}
			items = append(items, layout.Item{Kind: layout.ItemBox, Width: layout.Length(len(part)) * em / 2})
		}
	}
	return items
}

func ExampleBreak() {
	items := linebreak.Finish(paragraph("We write to ask that you cease the prac~tice of sepa~rat~ing chil~dren from their par~ents at the bor~der."))
	measure := func(line int) layout.Length {
		if line == 0 {
			return 3*layout.Inch - 20*layout.Point // the first line is indented
		}
		return 3 * layout.Inch
	}
	res, err := linebreak.Break(items, measure, linebreak.Default())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range res.Lines {
		fmt.Printf("items %2d to %2d: %v natural, %v to give, %v\n", l.Start, l.End, l.Width, l.Excess, l.Class)
	}
	// Output:
	// items  0 to 17: 200 natural, -4 to give, decent
	// items 18 to 37: 215 natural, 1 to give, decent
	// items 38 to 49: 95 natural, 121 to give, decent
}

func ExampleLine_Set() {
	items := linebreak.Finish(paragraph("We ask you to cease it."))
	res, err := linebreak.Break(items, func(int) layout.Length { return 66 * layout.Point }, linebreak.Default())
	if err != nil {
		fmt.Println(err)
		return
	}
	l := res.Lines[0]
	sum := l.Lead
	for i, w := range l.Set(items, nil) {
		sum += w
		fmt.Printf("item %d: %v\n", l.Start+i, w)
	}
	fmt.Println("together:", sum)
	// Output:
	// item 0: 10
	// item 1: 5.333
	// item 2: 15
	// item 3: 5.333
	// item 4: 15
	// item 5: 5.333
	// item 6: 10
	// item 7: 0
	// together: 66
}

func ExampleBalance() {
	text := "Attorney General Joins Letter to End Family Separation"
	words := strings.Fields(text)
	items := paragraph(text)
	res, err := linebreak.Balance(items, func(int) layout.Length { return 200 * layout.Point }, linebreak.Default())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range res.Lines {
		fmt.Println(strings.Join(words[l.Start/2:(l.End+1)/2], " ")) // word and space alternate
	}
	// Output:
	// Attorney General Joins Letter
	// to End Family Separation
}

func ExampleDefault() {
	p := linebreak.Default()
	fmt.Println(p.Tolerance, p.HyphenPenalty, p.EmergencyStretch)
	// Output: 200 50 24
}

func ExampleFinish() {
	items := linebreak.Finish([]layout.Item{{Kind: layout.ItemBox, Width: layout.Inch}})
	last := items[len(items)-1]
	fmt.Println(len(items), last.Kind == layout.ItemPenalty, last.Penalty)
	// Output: 4 true -10000
}

func ExampleDefaultEven() {
	// Letters may be widened or narrowed by two per cent, in four steps each way.
	p := linebreak.DefaultEven(20)
	fmt.Println(p.Steps, p.Step)
	// Output: 4 5
}

func ExampleEven() {
	items := linebreak.Finish(paragraph("We write to ask that you cease the prac~tice of sepa~rat~ing chil~dren from their par~ents at the bor~der."))
	res, ok := linebreak.Even(items, 3*layout.Inch, linebreak.DefaultEven(20))
	if !ok {
		fmt.Println("no lines")
		return
	}
	for _, l := range res.Lines {
		fmt.Printf("items %2d to %2d: %v natural, letters %+d ‰\n", l.Start, l.End, l.Width, l.Expansion)
	}
	// Output:
	// items  0 to 19: 215 natural, letters +0 ‰
	// items 20 to 41: 220 natural, letters -20 ‰
	// items 42 to 49: 55 natural, letters +0 ‰
}
