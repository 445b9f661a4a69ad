package layout

// ItemKind says what an Item of a paragraph is.
type ItemKind uint8

// The kinds of item (Knuth and Plass 1981, §1; discretionary as in The TeXbook, chapter 14).
const (
	ItemBox           ItemKind = iota // something that is set: a word or a part of one
	ItemGlue                          // a space that stretches and shrinks; a legal break after a box
	ItemPenalty                       // a place where a line may end, at a price
	ItemDiscretionary                 // a place inside a word where a line may end with a hyphen
)

// Penalties at or beyond these forbid a break or force one.
const (
	InfinitePenalty = 10000
	ForcedPenalty   = -10000
)

// Item is one element of the list that a paragraph is before its lines are
// known: box, glue, penalty or discretionary in one flat struct.
type Item struct {
	Kind ItemKind
	// Flagged marks a break that shows a hyphen: two in a row cost more.
	Flagged bool
	// Fill is the order of infinity of Stretch: 0 finite, 1 fil (as in TeX).
	Fill uint8
	// Penalty is the price of a break here (penalty, discretionary), in TeX's
	// scale: InfinitePenalty and more forbid, ForcedPenalty and less force.
	Penalty int32
	// Width is the natural width of a box or glue; of a penalty, the width that
	// appears at the line's end if it is broken there.
	Width Length
	// Stretch and Shrink are what glue can give beside its natural width.
	Stretch, Shrink Length
	// Pre and Post are what a discretionary adds to the end of the line and to
	// the start of the next when it is taken: the hyphen, and the change of
	// kerning at the cut. Untaken it has no width. Of glue and penalties they are
	// what a break there leaves beside it, such as the kerning into the margins.
	Pre, Post Length
	// Start and End are the bytes of the paragraph's text that the item stands for.
	Start, End int
}
