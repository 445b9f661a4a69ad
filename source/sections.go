package source

import (
	"fmt"
	"strconv"
	"strings"
)

// numberSections numbers the headings of a body, by their ranks: 1, 1.1, 1.2, 2.
// Exhibits, which have names, and the headings in them have none; nor have those
// in a quotation or a list, which are no sections of this document.
func numberSections(blocks []*Block) {
	var levels, counts []int
	for _, b := range blocks {
		if b.Exhibit {
			return // what follows belongs to exhibits
		}
		if b.Kind != BlockHeading {
			continue
		}
		n := len(levels)
		for n > 0 && levels[n-1] > b.Level {
			n--
		}
		levels, counts = levels[:n], counts[:n]
		if n == 0 || levels[n-1] < b.Level {
			levels, counts = append(levels, b.Level), append(counts, 0)
			n++
		}
		counts[n-1]++
		parts := make([]string, n)
		for i, c := range counts {
			parts[i] = strconv.Itoa(c)
		}
		b.Number = strings.Join(parts, ".")
	}
}

// emptySections warns of a heading that is the last thing before its body's or its
// quotation's end or before an exhibit. An exhibit may be its heading alone: the
// sheet before what is attached.
func (r *bodyReader) emptySections(blocks []*Block) {
	for i, b := range blocks {
		if b.Kind == BlockHeading && !b.Exhibit && (i+1 == len(blocks) || blocks[i+1].Exhibit) {
			r.l.warn(b.Span, CodeEmptySection, "nothing stands under this heading", "write what it heads, or take it out")
		}
		r.emptySections(b.Blocks)
	}
}

// afterExhibits reports sections that follow an exhibit: exhibits stand after all
// else, so these would, too, behind the signatures of a letter.
func (r *bodyReader) afterExhibits(blocks []*Block) {
	exhibit := 0 // level of the exhibit that is open
	for _, b := range blocks {
		switch {
		case b.Kind != BlockHeading:
		case b.Exhibit:
			exhibit = b.Level
		case exhibit > 0 && b.Level <= exhibit:
			r.l.fail(b.Span, CodeAfterExhibit, "this section follows an exhibit, and exhibits stand after all else",
				fmt.Sprintf("write it before the first exhibit; %s is a heading in the exhibit, {.exhibit} at its end begins another", strings.Repeat("#", exhibit+1)))
			return
		}
	}
}

// Parts divides the body before its first exhibit: exhibits stand after all else
// that a document has, each on a page of its own.
func (d *Document) Parts() (body, exhibits []*Block) {
	for i, b := range d.Body {
		if b.Exhibit {
			return d.Body[:i], d.Body[i:]
		}
	}
	return d.Body, nil
}

// SpokenHeading is a heading's number and words on one line.
func (b *Block) SpokenHeading() string {
	s := strings.ReplaceAll(PlainText(b.Inlines), "\n", " ")
	if b.Number != "" {
		s = b.Number + " " + s
	}
	return s
}
