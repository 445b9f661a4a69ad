package hyphen

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Points gives the places where a word may be divided with a hyphen, as byte
// offsets into word, rising; nil if there are none.
//
// The word may have punctuation around it. It is taken apart at its own hyphens
// and dashes, and at apostrophes (’ and '): each part is looked up alone, in the
// exceptions first and then by the patterns, in lower case, with Left and Right
// letters kept together at its ends. Accents may be composed or not. A word
// that holds anything else between its letters, such as a web address, a
// formula or a number with letters, is never divided: a hyphen would be read as
// part of it. Nor is a word with a soft hyphen: its writer has said where. What
// else the patterns of an office know (apostrophes, joiners, marks) is a letter to
// them, but no part begins with it.
func (p *Patterns) Points(word string) []int {
	start, end := trim(word)
	var points []int
	var buf letters
	for at := start; at < end; {
		r, n := utf8.DecodeRuneInString(word[at:end])
		switch {
		case unicode.IsLetter(r):
			if r = p.lower(r); p.letters == nil || p.letters[r] {
				buf.add(r, at)
			} else {
				p.takeApart(&buf, r, at)
			}
		case unicode.Is(unicode.M, r):
			p.mark(&buf, r, at)
		case p.letters[p.lower(r)]: // an apostrophe, a joiner
			buf.add(p.lower(r), at)
		case divides(r):
			points = p.part(&buf, points)
			buf.reset()
		default:
			return nil
		}
		at += n
	}
	return p.part(&buf, points)
}

// lower is the small letter of a letter, and for each apostrophe the one of the
// typewriter, which patterns have.
func (p *Patterns) lower(r rune) rune {
	switch {
	case p.turkic:
		return unicode.TurkishCase.ToLower(r)
	case p.letters != nil && (r == '\u2019' || r == '\u02BC'):
		return '\''
	}
	return unicode.ToLower(r)
}

// takeApart adds a letter that the patterns do not know: as its letter and marks
// where they know those (of some Indic letters Unicode has no composed form,
// although there is one character), else as it is.
func (p *Patterns) takeApart(l *letters, r rune, at int) {
	parts := []rune(norm.NFD.String(string(r)))
	for _, c := range parts {
		if !p.letters[c] {
			parts = []rune{r}
			break
		}
	}
	for _, c := range parts {
		l.add(c, at)
	}
}

// mark adds a combining mark: joined to the last letter where Unicode has a
// composed one, as a letter of its own where the patterns know it; else the letter
// stands without it.
func (p *Patterns) mark(l *letters, mark rune, at int) {
	if p.letters == nil {
		l.accent(mark)
		return
	}
	if l.count > 0 {
		base, n := utf8.DecodeLastRune(l.text)
		s := norm.NFC.String(string([]rune{base, mark}))
		if c, size := utf8.DecodeRuneInString(s); size == len(s) {
			l.replace(n, c)
			return
		}
	}
	if p.letters[mark] {
		l.add(mark, at)
	}
}

// trim finds the part of a word from its first to its last letter, with the
// accents that follow that.
func trim(word string) (start, end int) {
	start = len(word)
	for i, r := range word {
		switch {
		case unicode.IsLetter(r):
			if start > i {
				start = i
			}
			end = i + utf8.RuneLen(r)
		case unicode.IsDigit(r): // "21st" begins with its figures
			start = min(start, i)
			end = i + utf8.RuneLen(r)
		case end == i && unicode.Is(unicode.M, r):
			end = i + utf8.RuneLen(r)
		}
	}
	return min(start, end), end
}

// divides says whether a character takes a word apart into words of their own.
func divides(r rune) bool {
	switch r {
	case '-', '\'', '\u2010', '\u2011', '\u2013', '\u2014', '\u2019':
		return true
	}
	return false
}

// letters is a part of a word in lower case, as UTF-8 with a full stop at
// either end, and for each byte the letter that begins there.
type letters struct {
	text  []byte // begins with the full stop; part adds the last
	place []int  // for each byte of text: the offset in the word if a letter begins there, else -1
	count int    // letters
	space [96]byte
	where [96]int
}

func (l *letters) reset() { l.text, l.place, l.count = l.text[:0], l.place[:0], 0 }

func (l *letters) add(r rune, at int) {
	if len(l.text) == 0 {
		if l.text == nil {
			l.text, l.place = l.space[:0], l.where[:0]
		}
		l.text, l.place = append(l.text, '.'), append(l.place, -1)
	}
	from := len(l.text)
	l.text = utf8.AppendRune(l.text, r)
	l.place = append(l.place, at)
	for range len(l.text) - from - 1 {
		l.place = append(l.place, -1)
	}
	l.count++
}

// accent joins a combining mark to the last letter: as the composed letter if
// patterns are likely to know it; else the letter stands without its mark.
func (l *letters) accent(mark rune) {
	if l.count == 0 {
		return
	}
	base, n := utf8.DecodeLastRune(l.text)
	c, ok := composed[[2]rune{base, mark}]
	if !ok {
		return
	}
	l.replace(n, c)
}

// replace puts a letter in the place of the last one, which has n bytes.
func (l *letters) replace(n int, r rune) {
	from := len(l.text) - n
	at := l.place[from]
	l.text, l.place = l.text[:from], l.place[:from]
	l.count--
	l.add(r, at)
}

// composed are the accented letters of the languages whose patterns are built in.
var composed = map[[2]rune]rune{
	{'a', '\u0301'}: 'á', {'e', '\u0301'}: 'é', {'i', '\u0301'}: 'í', {'o', '\u0301'}: 'ó', {'u', '\u0301'}: 'ú',
	{'u', '\u0308'}: 'ü', {'n', '\u0303'}: 'ñ',
}

// part adds the points of one part to points.
func (p *Patterns) part(l *letters, points []int) []int {
	if l.count < p.Left+p.Right {
		return points
	}
	n := len(l.text)
	l.text = append(l.text, '.')
	var space [128]byte
	levels := space[:]
	if n+1 > len(space) {
		levels = make([]byte, n+1)
	}
	levels = levels[:n+1] // levels[i] stands before text[i]
	if !p.exception(l.text[1:n], levels) {
		p.match(l.text, levels)
	}
	letter := 0 // letters before text[i]
	for i := 1; i < n; i++ {
		if l.place[i] < 0 {
			continue
		}
		if levels[i]&1 == 1 && letter >= p.Left && l.count-letter >= p.Right && p.begins(l.text[i:]) {
			points = append(points, l.place[i])
		}
		letter++
	}
	return points
}

// begins says whether a line can begin here: not with a mark or an apostrophe that
// the patterns know as a letter.
func (p *Patterns) begins(text []byte) bool {
	if p.letters == nil {
		return true
	}
	r, _ := utf8.DecodeRune(text)
	return unicode.IsLetter(r)
}

// exception sets the levels of a word that is in the list and says whether it is.
func (p *Patterns) exception(word []byte, levels []byte) bool {
	h := hashStart
	for _, c := range word {
		h = hashStep(h, c)
	}
	var e []byte
	for _, t := range p.words {
		if e == nil && len(word) <= t.longest {
			e = t.find(word, h)
		}
	}
	if e == nil && len(word) <= p.exceptions.longest {
		e = p.exceptions.find(word, h)
	}
	at := 1
	for _, c := range e {
		if c == '-' {
			levels[at] = 1
		} else {
			at++
		}
	}
	return e != nil
}

// match lays every pattern that fits over the word; between two letters the
// highest number wins (Liang 1983, chapter 2).
func (p *Patterns) match(text []byte, levels []byte) {
	for i := range text {
		h := hashStart
		for k := i; k < len(text) && k-i < p.patterns.longest; k++ {
			h = hashStep(h, text[k])
			e := p.patterns.find(text[i:k+1], h)
			at := i
			for _, c := range e {
				if c >= '0' && c <= '9' {
					if at < len(levels) {
						levels[at] = max(levels[at], c-'0')
					}
				} else {
					at++
				}
			}
		}
	}
}
