package compose

import (
	"strings"
	"unicode/utf8"
)

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
	s.places = s.places[:0]
	from, solid := 0, true // the stretch since the last break, which has none inside
	for at := 0; at < len(text); {
		end, plain := token(text, at)
		solid = solid && plain
		next := end
		for next < len(text) && text[next] == ' ' {
			next++
		}
		if next == len(text) || next > end && end > at && endsPlain(text[:end]) && beginsPlain(text[next:]) {
			if solid {
				s.places = append(s.places, opportunity{end: next})
			} else {
				s.segment(text[from:next], from)
				// The end of the stretch is not that of a text.
				last := &s.places[len(s.places)-1]
				last.mandatory = last.mandatory && next == len(text)
			}
			from, solid = next, true
		}
		at = next
	}
	return s.places
}

// token gives the end of what stands at a place up to the next space, and whether it
// is plain: a word of letters of ASCII and figures with points and commas, as words
// of prose have them, in quotation marks or parentheses. UAX #14 has no break in it.
func token(text string, at int) (end int, plain bool) {
	end = len(text)
	if i := strings.IndexByte(text[at:], ' '); i >= 0 {
		end = at + i
	}
	w := text[at:end]
	if w = strings.TrimPrefix(w, "("); strings.HasPrefix(w, "“") {
		w = w[len("“"):]
	}
	if w == "" || !alphanumeric(w[0]) {
		return end, false
	}
	tail := false // only marks that close may follow
	for i := 0; i < len(w); i++ {
		switch c := w[i]; {
		case alphanumeric(c):
			if tail {
				return end, false
			}
		case c == ',' || c == '.' || c == ';' || c == ':': // class IS
		case c == '!' || c == '?' || c == ')': // EX, CP
			tail = true
		case strings.HasPrefix(w[i:], "’") && i+3 < len(w) && alphanumeric(w[i-1]) && alphanumeric(w[i+3]):
			i += 2
		case strings.HasPrefix(w[i:], "”") || strings.HasPrefix(w[i:], "’"):
			tail = true
			i += 2
		default:
			return end, false
		}
	}
	return end, true
}

func alphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// endsPlain says whether after a text and spaces a line may end, if a text follows
// that begins plain: UAX #14 then has no rule before LB18.
func endsPlain(text string) bool {
	switch c := text[len(text)-1]; c {
	case ',', '.', ';', ':', '!', '?', ')':
		return true
	case "’"[2], "”"[2]:
		return strings.HasSuffix(text, "’") || strings.HasSuffix(text, "”")
	default:
		return alphanumeric(c)
	}
}

// beginsPlain says whether before a text, after spaces, a line may end.
func beginsPlain(text string) bool {
	return alphanumeric(text[0]) || text[0] == '(' || strings.HasPrefix(text, "“")
}

// segment adds the places of a stretch of a text that begins at a place.
func (s *scratch) segment(text string, end int) {
	seg := &s.segmenter
	if err := seg.InitWithString(text); err != nil {
		// Only text that is not UTF-8 is refused, and the parser lets none through.
		panic("compose: text is not UTF-8: " + err.Error())
	}
	for it := seg.LineIterator(); it.Next(); {
		l := it.Line()
		for _, r := range l.Text {
			end += utf8.RuneLen(r)
		}
		s.places = append(s.places, opportunity{end: end, mandatory: l.IsMandatoryBreak})
	}
}
