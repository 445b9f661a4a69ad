package compose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/layout"
	"chancery/layout/linebreak"
)

// divide cuts the text at its legal breaks (UAX #14) and makes the item list.
func (p *paragraph) divide() {
	at := 0
	for _, o := range p.c.scratch.opportunities(p.text) {
		if p.joined(o.end) {
			continue
		}
		if strings.HasSuffix(p.text[:o.end], softHyphen) && o.end < len(p.text) {
			// A line may end here with a hyphen: the word stays whole, see points.
			p.soft = append(p.soft, o.end)
			continue
		}
		p.segment(at, o.end, o.mandatory && o.end < len(p.text))
		at = o.end
	}
	n := len(p.items)
	for p.items = linebreak.Finish(p.items); n < len(p.items); n++ {
		p.of = append(p.of, -1)
	}
}

// segment adds the text between two legal breaks: words, the spaces that do not
// break, then the spaces at which the line may end, or the price of ending it here.
func (p *paragraph) segment(start, end int, mandatory bool) {
	text := p.text[start:end]
	trimmed := len(text)
	for trimmed > 0 && (text[trimmed-1] == ' ' || text[trimmed-1] == '\n') {
		trimmed--
	}
	word := start
	for i, r := range text[:trimmed] {
		if r != ' ' && r != '\u00a0' {
			continue
		}
		p.word(word, start+i)
		p.add(layout.Item{Kind: layout.ItemPenalty, Penalty: layout.InfinitePenalty}, -1)
		p.space(start+i, start+i+utf8.RuneLen(r))
		word = start + i + utf8.RuneLen(r)
	}
	p.word(word, start+trimmed)
	switch {
	case mandatory:
		p.add(layout.Item{Kind: layout.ItemGlue, Stretch: layout.Point, Fill: 1, Start: end, End: end}, -1)
		p.add(layout.Item{Kind: layout.ItemPenalty, Penalty: layout.ForcedPenalty, Start: end, End: end}, -1)
	case trimmed < len(text):
		if p.tied(start+trimmed, end) {
			p.add(layout.Item{Kind: layout.ItemPenalty, Penalty: layout.InfinitePenalty}, -1)
		}
		p.space(start+trimmed, end)
	case end < len(p.text) && p.unspaced(end):
	case end < len(p.text):
		it := layout.Item{Kind: layout.ItemPenalty, Pre: -p.hangEnd(end, false), Post: -p.hangStart(end), Start: end, End: end}
		r, _ := utf8.DecodeLastRuneInString(text)
		next, _ := utf8.DecodeRuneInString(p.text[end:])
		switch {
		case r == '-' || r == '\u2010':
			it.Penalty, it.Flagged = hardHyphen, true
		case next == '—' || next == '–':
			it.Penalty = dashStartsLine
		}
		p.add(it, -1)
	}
}

// tied says whether the space text[start:end] never ends a line, by the ties of
// the language.
func (p *paragraph) tied(start, end int) bool {
	from, to := start, end
	for from > 0 && !partsWords(p.text, from-1) {
		from--
	}
	for to < len(p.text) && !partsWords(p.text, to) {
		to++
	}
	before, after := p.text[from:start], strings.TrimSuffix(p.text[end:to], noBreakSpace[:1])
	words := p.c.wordsOf(p.pieceAt(start).Lang)
	return before != "" && after != "" && words != nil && words.Tied(before, after)
}

const noBreakSpace = "\u00a0"

// partsWords says whether the byte at a place is, or ends, a character that parts words.
func partsWords(text string, at int) bool {
	c := text[at]
	return c == ' ' || c == '\n' || c == noBreakSpace[1] && at > 0 && text[at-1] == noBreakSpace[0]
}

// dashStartsLine is the price of a line that starts with a dash: UAX #14 allows
// it before an em dash, good printers do not unless a line would be bad.
const dashStartsLine = 500

// hardHyphen is the price of a line's end after a hyphen that the writer wrote,
// plain TeX's \exhyphenpenalty.
const hardHyphen = 50

// capitalHyphen is what dividing a capitalised word costs beside a common
// hyphen: it is most often a name, so only as a last resort.
const capitalHyphen = 800

// add appends an item that belongs to a unit (-1: none).
func (p *paragraph) add(it layout.Item, unit int) {
	p.items = append(p.items, it)
	p.of = append(p.of, unit)
}

// space adds breakable or unbreakable glue: in ragged text it only has its
// natural width.
func (p *paragraph) space(start, end int) {
	var w layout.Length
	if end < len(p.text) || p.text[start:end] != "\n" {
		w = p.spaceWidth(start, end)
	} // else it ends a line of its own: no glyph, and no face is asked for one
	p.units = append(p.units, unit{start: start, end: end, space: true})
	it := layout.Item{Kind: layout.ItemGlue, Width: w, Pre: -p.hangEnd(start, false), Post: -p.hangStart(end), Start: start, End: end}
	if p.st.Align == layout.AlignJustify && !p.st.Balance {
		// Half the word space of stretch, a third of shrink, as TeX's text fonts have.
		it.Stretch, it.Shrink = w/2, w/3
	}
	p.add(it, len(p.units)-1)
}

// word adds a word with its discretionary hyphens.
func (p *paragraph) word(start, end int) {
	if start == end {
		return
	}
	u := len(p.units)
	total, cuts := p.widths(start, end)
	p.units = append(p.units, unit{start: start, end: end})
	emergency := len(cuts) == 0
	if emergency {
		cuts = p.cuts(start, end, p.emergencies(start, end, total), false)
	}
	if len(cuts) == 0 {
		p.add(layout.Item{Kind: layout.ItemBox, Width: total, Start: start, End: end}, u)
		return
	}
	penalty := int32(0)
	if r, _ := utf8.DecodeRuneInString(p.text[start:]); unicode.IsUpper(r) {
		penalty = capitalHyphen
	}
	done, from := layout.Length(0), start
	for i := range cuts {
		c := &cuts[i]
		at := start + c.at
		p.add(layout.Item{Kind: layout.ItemBox, Width: c.cut - done, Start: from, End: at}, u)
		post := c.rest - (total - c.cut) - p.hangStart(at)
		if emergency {
			p.add(layout.Item{Kind: layout.ItemPenalty, Penalty: emergencyBreak, Pre: -p.hangEnd(at, false), Post: post, Start: at, End: at}, u)
		} else {
			pre := c.hyphenated - c.cut - p.hangEnd(at, true)
			p.add(layout.Item{Kind: layout.ItemDiscretionary, Flagged: true, Penalty: penalty, Pre: pre, Post: post, Start: at, End: at}, u)
		}
		done, from = c.cut, at
	}
	p.add(layout.Item{Kind: layout.ItemBox, Width: total - done, Start: from, End: end}, u)
}

// points gives the places in the word text[start:end] where it may be
// hyphenated: the writer's soft hyphens, else by the language's patterns, never
// in the paragraph's last word.
func (p *paragraph) points(start, end int) []int {
	word := p.text[start:end]
	var at []int
	for _, i := range p.soft {
		if i > start+len(softHyphen) && i < end {
			at = append(at, i)
		}
	}
	if strings.Contains(word, softHyphen) || p.undivided(start, end) {
		return at
	}
	patterns := p.patternsOf(p.pieceAt(start))
	if patterns == nil {
		return at
	}
	for _, i := range p.c.Memory.points(patterns, word) {
		at = append(at, start+i)
	}
	return at
}

// undivided says whether the word text[start:end] gets no hyphen whatever the
// patterns say: short words, addresses, and the paragraph's last word.
func (p *paragraph) undivided(start, end int) bool {
	return end-start < 5 || end == len(p.text) || p.inAddress(start, end)
}

// softHyphen is the character that marks a place for a hyphen.
const softHyphen = "\u00ad"

// emergencyBreak is the price of cutting what has no hyphen: an address, a number.
const emergencyBreak = 400

// emergencies gives the places where a word that cannot be hyphenated may be cut
// without a hyphen: an address of the web or of mail at its own joints (The
// Chicago Manual of Style, 17th ed., 7.46), and what is wider than the measure
// anywhere, long numbers in groups of three figures.
func (p *paragraph) emergencies(start, end int, total layout.Length) []int {
	word := p.text[start:end]
	var at []int
	if p.inAddress(start, end) {
		for i := 1; i < len(word)-2; i++ {
			switch word[i] {
			case '.', '?', '#', '=', '&', '_', '~', '%', '@', '-':
				at = append(at, start+i) // before the sign
			case '/', ':':
				if next, _ := utf8.DecodeRuneInString(word[i+1:]); unicode.IsLetter(next) || unicode.IsDigit(next) {
					at = append(at, start+i+1)
				}
			}
		}
	}
	if at != nil || total <= p.measure {
		return at
	}
	figures := 0
	for i, r := range word {
		if unicode.IsDigit(r) {
			figures++
		} else {
			figures = 0
		}
		if i > 1 && i < len(word)-2 && !unicode.Is(unicode.Mn, r) && (figures == 0 || figures%3 == 1) {
			at = append(at, start+i)
		}
	}
	return at
}

// inAddress says whether text[start:end] is part of an address of the web or of
// mail: of what stands there between two spaces, or of one that is printed after
// the words of a link.
func (p *paragraph) inAddress(start, end int) bool {
	if !p.addresses {
		return false
	}
	from := strings.LastIndexAny(p.text[:start], " \n") + 1
	token := p.text[from:]
	if i := strings.IndexAny(p.text[end:], " \n"); i >= 0 {
		token = p.text[from : end+i]
	}
	return p.pieceAt(start).Decoration || strings.Contains(token, "://") || strings.HasPrefix(strings.TrimLeft(token, "(“"), "www.") ||
		strings.Contains(token, "@") && strings.Contains(token, ".")
}
