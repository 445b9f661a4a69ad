package linebreak

import (
	"io"

	"chancery/layout"
)

// Params says what a paragraph's breaks cost. The zero value prices nothing and
// tolerates nothing; start from [Default]. Names and scales are those of TeX
// (Knuth, The TeXbook, chapter 14): a badness of 100 is glue stretched or shrunk
// by all that it has, demerits are squares of badness and penalties.
type Params struct {
	// Pretolerance is the worst badness of a line in the first pass, which
	// takes no discretionary break. Negative: there is no first pass.
	Pretolerance int32
	// Tolerance is the worst badness of a line in the second pass and, with
	// EmergencyStretch, in the third. 10000 tolerates any loose line.
	Tolerance int32
	// EmergencyStretch is added in thought to what every line can stretch when
	// the second pass finds nothing (TeX 3). 0: there is no third pass.
	EmergencyStretch layout.Length

	// LinePenalty is added to the badness of every line: the more, the fewer lines.
	// Beyond ±10000 it is taken as that.
	LinePenalty int32
	// HyphenPenalty is added to the Penalty of every discretionary, so that an
	// item need only say by how much it is dearer than a common hyphen.
	HyphenPenalty int32
	// DoubleHyphenDemerits is the price of two lines in a row that end in a
	// flagged break.
	DoubleHyphenDemerits int64
	// FinalHyphenDemerits is the price of a flagged break at the end of the last
	// line but one.
	FinalHyphenDemerits int64
	// AdjDemerits is the price of two neighbouring lines whose fitness classes
	// are not next to each other: a tight line beside a loose one.
	AdjDemerits int64

	// Looseness asks for so many lines more (or, negative, fewer) than the best
	// breaks have. It is met as nearly as the tolerances allow.
	Looseness int

	// LastLineMin is the natural width under which the last line of a paragraph
	// of several lines is a runt. The first pass takes no runt, the others take one
	// at a price. 0: no line is.
	LastLineMin layout.Length
	// RuntDemerits is the price of a runt of nearly LastLineMin; it grows to twice
	// that for a runt of no width.
	RuntDemerits int64

	// Ragged sets every glue at its natural width and prices the space left at
	// the line's end instead. The last line and a line before a forced break may
	// leave as much as they like.
	Ragged bool
	// RaggedStretch is the space at the end of a ragged line that counts as a
	// badness of 100. 0: a tenth of the line's measure.
	RaggedStretch layout.Length

	// Trace, if not nil, receives a line for every break considered feasible and
	// for every node kept, in the manner of TeX's \tracingparagraphs.
	Trace io.Writer
}

// Default gives plain TeX's prices (The TeXbook, appendix B), with an emergency
// stretch of 24 pt, which is two ems of a letter's type, and no last line
// required: LastLineMin is 0, RuntDemerits stands ready at a million.
func Default() Params {
	return Params{
		Pretolerance:         100,
		Tolerance:            200,
		EmergencyStretch:     24 * layout.Point,
		LinePenalty:          10,
		HyphenPenalty:        50,
		DoubleHyphenDemerits: 10000,
		FinalHyphenDemerits:  5000,
		AdjDemerits:          10000,
		RuntDemerits:         1000000,
	}
}
