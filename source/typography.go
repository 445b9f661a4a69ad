package source

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quotes are the quotation marks of a language, for the double and the single ones
// of the typewriter.
type Quotes struct{ OpenDouble, CloseDouble, OpenSingle, CloseSingle string }

// englishQuotes are the quotation marks of English, and of every language of which
// the caller knows no others.
var englishQuotes = Quotes{openDouble, closeDouble, openSingle, closeSingle}

// speak has the quotation marks of a language until back is called.
func (l *loader) speak(lang string) (back func()) {
	outer := l.marks
	l.marks = Quotes{}
	if l.own.Quotes != nil {
		if q, ok := l.own.Quotes(lang); ok {
			l.marks = q
		}
	}
	return func() { l.marks = outer }
}

// The marks of print. The apostrophe is the same in every language.
const (
	openDouble, closeDouble = "“", "”"
	openSingle, closeSingle = "‘", "’"
	apostrophe              = "’"
	enDash, emDash          = "–", "—"
	ellipsis                = "…"
)

// smarten is a line of front matter as print has it: marks of print for those of
// the typewriter, one space for a run.
func (l *loader) smarten(value string, at Span) string {
	if !strings.ContainsAny(value, "\"'\t") && !strings.Contains(value, "  ") && !strings.Contains(value, "--") && !strings.Contains(value, "...") {
		return value
	}
	s := scanner{data: []byte(value), smart: true}
	s.scan(0, len(value))
	l.quotes(s.out, at)
	return PlainText(s.out)
}

// scanner cuts text into inlines: each is the very bytes of its span or replaces
// all of it.
type scanner struct {
	data     []byte
	file     *File
	base     int  // what is added to offsets of data
	smart    bool // marks of print
	markdown bool // backslashes escape, entities stand for characters
	out      []Inline
	bad      []Inline // entities for characters that no text holds
}

// verbatim adds the bytes from a to b, joined to what directly precedes them.
func (s *scanner) verbatim(a, b int) {
	if a >= b {
		return
	}
	if n := len(s.out); n > 0 {
		last := &s.out[n-1]
		if last.Kind == InlineText && last.Span.End == s.base+a && last.Span.End-last.Span.Start == len(last.Text) &&
			last.Text == string(s.data[last.Span.Start-s.base:a]) && !isQuote(last.Text) {
			last.Text = string(s.data[last.Span.Start-s.base : b])
			last.Span.End = s.base + b
			return
		}
	}
	s.out = append(s.out, Inline{Kind: InlineText, Span: Span{s.file, s.base + a, s.base + b}, Text: string(s.data[a:b])})
}

// replace adds text that stands for the bytes from a to b.
func (s *scanner) replace(a, b int, text string) {
	s.out = append(s.out, Inline{Kind: InlineText, Span: Span{s.file, s.base + a, s.base + b}, Text: text})
}

// isQuote says whether an inline's text is one straight quotation mark.
func isQuote(text string) bool { return text == `"` || text == `'` }

// scan cuts the bytes from a to b.
func (s *scanner) scan(a, b int) {
	from := a // where what is verbatim began
	for i := a; i < b; {
		c := s.data[i]
		n, text := 0, ""
		switch {
		case c == '\\' && s.markdown && i+1 < b && isPunct(s.data[i+1]):
			n, text = 2, string(s.data[i+1:i+2])
		case c == '&' && s.markdown:
			n, text = entity(s.data[i:b])
			if n > 0 {
				for _, r := range text {
					if _, bad := forbidden(r); bad || r == '\n' {
						s.bad = append(s.bad, Inline{Span: Span{s.file, s.base + i, s.base + i + n}, Text: text})
					}
				}
			}
		case c == ' ' || c == '\t':
			n = run(s.data[i:b], " \t")
			text = " "
			if n == 1 && c == ' ' {
				i++
				continue
			}
		case !s.smart:
		case c == '"' || c == '\'':
			s.verbatim(from, i)
			s.replace(i, i+1, string(s.data[i:i+1]))
			i++
			from = i
			continue
		case c == '-':
			switch n = run(s.data[i:b], "-"); n {
			case 2:
				text = enDash
			case 3:
				text = emDash
			default:
				i += n
				continue
			}
		case c == '.':
			if n = run(s.data[i:b], "."); n != 3 {
				i += n
				continue
			}
			text = ellipsis
		}
		if n == 0 {
			i++
			continue
		}
		s.verbatim(from, i)
		s.replace(i, i+n, text)
		i += n
		from = i
	}
	s.verbatim(from, b)
}

// run is the number of bytes at the beginning of data that are among set.
func run(data []byte, set string) int {
	n := 0
	for n < len(data) && strings.IndexByte(set, data[n]) >= 0 {
		n++
	}
	return n
}

// isPunct says whether Markdown can escape a character (CommonMark 0.31, 2.4).
func isPunct(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// entity reads an entity or a numeric character at the beginning of data
// (CommonMark 0.31, 2.5); n is 0 where there is none.
func entity(data []byte) (n int, text string) {
	for n = 1; n < len(data) && n < 40; n++ {
		c := data[n]
		if c == ';' {
			n++
			name := string(data[:n])
			if text = html.UnescapeString(name); text == name || n < 3 {
				return 0, ""
			}
			return n, text
		}
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && !(c == '#' && n == 1) {
			return 0, ""
		}
	}
	return 0, ""
}

// quotes turns the straight quotation marks of one paragraph or line into those
// of print. at is the place of a front matter value; for inlines with a file
// their own places count. Escaped marks stay straight, and so do those that only
// a guess could turn: an ʻokina ("Hawai'i"), feet and inches.
func (l *loader) quotes(inlines []Inline, at Span) {
	var leaves []*Inline
	straight := false
	walk(inlines, func(in *Inline) bool {
		if in.Text != "" || in.Kind == InlineBreak {
			leaves = append(leaves, in)
			straight = straight || isQuote(in.Text)
		}
		return true
	})
	if !straight {
		return
	}
	marks := l.marks
	if marks == (Quotes{}) {
		marks = englishQuotes
	}
	doubles := 0  // opened and not closed
	pending := -1 // a single mark that may have opened
	for i, in := range leaves {
		if !isQuote(in.Text) || in.Span.End-in.Span.Start != 1 {
			continue
		}
		prev, next := rune(0), rune(0)
		if i > 0 {
			prev = lastRune(leaves[i-1])
		}
		if i+1 < len(leaves) {
			next = firstRune(leaves[i+1])
		}
		place := in.Span
		if place.File == nil {
			place = at
		}
		opens := opensAfter(prev) && !spaceOrNone(next)
		if in.Text == `"` {
			switch {
			case opens:
				in.Text = marks.OpenDouble
				doubles++
			case unicode.IsDigit(prev) && doubles == 0 || spaceOrNone(prev) && spaceOrNone(next):
				l.warn(place, CodeAmbiguousQuote, "this may be a quotation mark or a sign for inches", "write “ or ” or ″ itself; as it stands it is set straight")
			default:
				in.Text = marks.CloseDouble
				doubles = max(doubles-1, 0)
			}
			continue
		}
		var before, after string
		if i > 0 {
			before = leaves[i-1].Text
		}
		if i+1 < len(leaves) {
			after = leaves[i+1].Text
		}
		switch {
		case unicode.IsLetter(prev) && unicode.IsLetter(next):
			if okina(before, after) {
				l.warn(place, CodeOkina, "this may be an ʻokina or an apostrophe: "+lastWord(before)+"'"+firstWord(after),
					"write ʻ (U+02BB) or ’ itself; as it stands it is set straight")
				continue
			}
			in.Text = apostrophe
		case opens && (unicode.IsDigit(next) || elided(firstWord(after))):
			in.Text = apostrophe // '90s, 'tis
		case opens:
			if pending >= 0 {
				leaves[pending].Text = apostrophe
			}
			in.Text = marks.OpenSingle
			pending = i
		case unicode.IsDigit(prev) && pending < 0 && !unicode.IsLetter(next), spaceOrNone(prev) && spaceOrNone(next):
			l.warn(place, CodeAmbiguousQuote, "this may be a quotation mark or a sign for feet", "write ‘ or ’ or ′ itself; as it stands it is set straight")
		default:
			in.Text = apostrophe
			if pending >= 0 {
				in.Text = marks.CloseSingle
			}
			pending = -1
		}
	}
	if pending >= 0 {
		leaves[pending].Text = apostrophe // nothing closes it: an apostrophe
	}
}

// spaceOrNone says whether nothing visible stands there.
func spaceOrNone(r rune) bool { return r == 0 || unicode.IsSpace(r) }

// opensAfter says whether a quotation mark after r opens.
func opensAfter(r rune) bool {
	return spaceOrNone(r) || strings.ContainsRune("([{<-–—/“‘«¿¡", r)
}

// lastRune and firstRune are the neighbours of a quotation mark.
func lastRune(in *Inline) rune {
	if in.Kind == InlineBreak {
		return '\n'
	}
	r, _ := utf8.DecodeLastRuneInString(in.Text)
	return r
}

func firstRune(in *Inline) rune {
	if in.Kind == InlineBreak {
		return '\n'
	}
	r, _ := utf8.DecodeRuneInString(in.Text)
	return r
}

// firstWord and lastWord are the letters next to a quotation mark.
func firstWord(s string) string {
	for i, r := range s {
		if !unicode.IsLetter(r) {
			return s[:i]
		}
	}
	return s
}

func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if i < 0 {
		return s
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[i+n:]
}

// elided says whether a word lacks its beginning.
func elided(word string) bool {
	switch strings.ToLower(word) {
	case "tis", "twas", "twere", "twill", "twould", "til", "em", "cause", "bout", "round", "n":
		return true
	}
	return false
}

// okina says whether a mark between two stretches of text stands as Hawaiian has
// its ʻokina: between vowels, the second in lower case. The English contractions
// of that form (o'er, e'er) end in "er".
func okina(before, after string) bool {
	const vowels = "aeiouāēīōū"
	prev, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return strings.ContainsRune(vowels, unicode.ToLower(prev)) && strings.ContainsRune(vowels, next) && firstWord(after) != "er"
}
