package pagebreak

import "chancery/layout"

// The laws of a paragraph, as violations name them.
const (
	Orphan = "orphan"             // a paragraph's first line alone at a page's foot
	Widow  = "widow"              // a paragraph's last line alone at a page's head
	Hyphen = "hyphen at page end" // a page that ends in a hyphenated line
)

// The weights of these laws (see [Item]): a reader stumbles least over a divided
// word and most over a page that begins with the end of a paragraph.
const (
	hyphenWeight = 1
	orphanWeight = 2
	widowWeight  = 3
)

// Lines appends a paragraph of n lines, each of the same height, to a list of
// items: boxes, and between them penalties that keep the first two lines together
// and the last two, so that a paragraph of up to three is whole. price gives what it
// costs to end a page after a line, counted from 0, beside that; InfinitePenalty or
// more keeps the law named Hyphen. A nil price is 0. Nothing stands before the first
// line and after the last: the space between paragraphs, or a Penalty where there is
// none, is the caller's.
func Lines(items []Item, n int, height layout.Length, price func(line int) int64) []Item {
	for i := range n {
		if i > 0 {
			items = append(items, between(i, n, price))
		}
		items = append(items, Item{Kind: Box, Height: height})
	}
	return items
}

// between is the penalty before line i of n.
func between(i, n int, price func(line int) int64) Item {
	it := Item{Kind: Penalty}
	if price != nil {
		it.Penalty = price(i - 1)
	}
	hyphen := it.Penalty >= InfinitePenalty
	switch {
	case i == 1:
		it.Law, it.Penalty = Orphan, InfinitePenalty+orphanWeight-1
	case i == n-1:
		it.Law, it.Penalty = Widow, InfinitePenalty+widowWeight-1
	case hyphen:
		it.Law, it.Penalty = Hyphen, InfinitePenalty+hyphenWeight-1
		return it
	}
	if hyphen && it.Law != "" {
		it.Penalty += hyphenWeight // a break that two laws forbid breaks both
	}
	return it
}
