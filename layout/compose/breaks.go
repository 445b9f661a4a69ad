package compose

import "unicode/utf8"

// opportunity is a place where a line may end, or must.
type opportunity struct {
	end       int // in bytes
	mandatory bool
}

// opportunities gives the places where lines of a text may end, by the Unicode
// Line Breaking Algorithm (UAX #14, Unicode 17) without a tailoring; the end of
// the text is the last. What a paragraph takes of them is narrower: no line ends
// inside a tie of the language (labels.Tied) or before a callout of a note
// (Piece.Joined), none is empty or ends in a no-break space, one that begins with
// a dash is dear, and so is one that ends in a hyphen; and wider only for
// addresses and long numbers (emergencies).
func (s *scratch) opportunities(text string) []opportunity {
	seg := &s.segmenter
	if err := seg.InitWithString(text); err != nil {
		// Only text that is not UTF-8 is refused, and the parser lets none through.
		panic("compose: text is not UTF-8: " + err.Error())
	}
	out := s.places[:0]
	end := 0
	for it := seg.LineIterator(); it.Next(); {
		l := it.Line()
		for _, r := range l.Text {
			end += utf8.RuneLen(r)
		}
		out = append(out, opportunity{end: end, mandatory: l.IsMandatoryBreak})
	}
	s.places = out
	return out
}
