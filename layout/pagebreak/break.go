// Package pagebreak breaks a document into pages by total fit: one optimisation
// over the whole document (Plass, Optimal Pagination Techniques for Automatic
// Typesetting Systems, 1981), by the method that linebreak uses for lines.
//
// It sees a vertical list of boxes, glue and penalties with integer heights, and
// nothing else: no font, no text, no file, no kind of document. What may not
// happen at a page's end is an infinite penalty that carries the name of the law
// that it keeps. A law is broken only where no choice of pages keeps them all, and
// then the least that can be is broken and reported.
//
// Start reading at Item and Break; Lines makes the items of a paragraph.
package pagebreak

import (
	"sync"

	"chancery/layout"
)

// Kind says what an Item is.
type Kind uint8

// The kinds of item.
const (
	Box     Kind = iota // something that is set: a line, a row, a picture; never cut
	Glue                // vertical space; vanishes at a page's top and bottom
	Penalty             // a place where a page may end, at a price
)

// Penalties at or beyond these forbid a break or force one.
const (
	InfinitePenalty int64 = 1 << 30
	ForcedPenalty   int64 = -1 << 30
)

// Item is one element of the vertical list that a document is before its pages
// are known.
type Item struct {
	Kind Kind
	// Height is a box's from top to bottom, leading included, or glue's natural one.
	Height layout.Length
	// Notes is the height of the footnotes that a box calls, which stand at the foot
	// of the page that the box is on; of a Box alone.
	Notes layout.Length
	// Stretch and Shrink are what glue can give beside its natural height. A page
	// whose glue has none has a ragged bottom.
	Stretch, Shrink layout.Length
	// Head, of a box, is the height of what is set again above it on a page that
	// begins with it: the head of a table that goes on. It is in the page's height
	// and nowhere else.
	Head layout.Length
	// Penalty is the price of ending a page here, on the scale of [Break]; of a
	// Penalty alone. From InfinitePenalty on it forbids the break: the excess over
	// InfinitePenalty plus one is the law's weight. ForcedPenalty or less ends the page.
	Penalty int64
	// Law names what an infinite penalty keeps, for warnings: "widow".
	Law string
}

// TooTall is the law that a page's content is not taller than the page.
const TooTall = "too tall"

// Params says what pages cost beside what [Break] always counts. The zero value
// adds nothing.
type Params struct {
	// Separator is what a page with notes has between its text and the first of them.
	Separator layout.Length
	// Cost, if not nil, prices a page as a whole: the page shows items[start:end],
	// and last says that it is the last. It is asked once for every page that could
	// be, so it must answer at once (from sums made beforehand), and always alike.
	// A cost of InfinitePenalty or more is a broken law with the name that is given,
	// weighed as an Item's; a smaller one is a price, and the name is not used.
	Cost func(start, end int, last bool) (cost int64, law string)
}

// Page is one page of the result.
type Page struct {
	// Start and End are indices of items: the page shows items[Start:End]. Glue and
	// penalties between one page's End and the next one's Start vanish. End is the
	// item broken at, len(items) on the last page unless a forced break ends it.
	Start, End int
	// Height is the natural height of what the page shows, Head included.
	Height layout.Length
	// Head is the first item's Head: room above it for what is set again.
	Head layout.Length
	// Notes is the height of the page's footnotes, Params.Separator included; 0 where
	// it has none.
	Notes layout.Length
	// Stretch and Shrink are what the page's glue can give.
	Stretch, Shrink layout.Length
	// Give is what the page's glue gives together: from -Shrink to Stretch. The last
	// page's and a forced page's never stretches.
	Give layout.Length
	// Spare is the space left at the page's bottom: its height less Height, Notes and Give;
	// negative where the page is too tall.
	Spare layout.Length
}

// Violation is a law that could not be kept.
type Violation struct {
	Law  string
	Item int // where: the item that the page ends at; of a page that is too tall or itself priced, its first
	Page int // the index of the page that ends there
}

// Result is a document in pages.
type Result struct {
	Pages      []Page
	Cost       int64 // of all pages together
	Violations []Violation
}

var breakers = sync.Pool{New: func() any { return new(breaker) }}

// Break finds the pages of least total cost. height gives the room of each page,
// counted from 0, and must always give the same answer for the same page.
//
// A page may end at glue that follows a box and at a penalty, and it must at
// ForcedPenalty. It costs the square of its spare space in thousandths of its
// height, where that is not the last page or one with a forced end; TeX's badness
// (100·r³) of what its glue gives; the penalty that it ends at; and what
// Params.Cost says. So a page that leaves a tenth empty costs 10000, and a penalty
// of that much is worth as much white.
//
// A box takes its notes along: it is on a page only if they are there too, and
// Params.Separator once. So no note is ever parted from its callout, and the breaks
// are chosen with the notes in sight (Plass 1981, who shows that footnotes bound to
// their lines leave the problem one of dynamic programming).
//
// Pages are compared first by how much is too tall, then by the weight of the laws
// that are broken, then by cost; of equal ways the one with the earlier break is
// taken. A page is too tall only where no earlier break is possible: what cannot
// be cut stands alone on it.
//
// Time is linear in the items, times those on a page, if the heights settle (after
// some page all are alike) as they do in print. If they never do, ways that need
// over 8 pages more than others to reach the same item are not considered.
func Break(items []Item, height func(page int) layout.Length, p Params) Result {
	b := breakers.Get().(*breaker)
	defer breakers.Put(b)
	b.load(items, height)
	if len(b.places) == 0 {
		return Result{}
	}
	s := search{breaker: b, items: items, p: &p}
	if !s.run() {
		s.lawless = true
		s.run()
	}
	return s.result()
}
