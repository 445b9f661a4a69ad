package source

import (
	"strconv"
	"strings"
)

// numberSections numbers the headings of a body, by their ranks: 1, 1.1, 1.2, 2.
// An exhibit, which has a name, and the headings in it have none.
func numberSections(blocks []*Block) {
	var levels, counts []int
	exhibit := 0 // level of the exhibit that is open
	var visit func([]*Block)
	visit = func(blocks []*Block) {
		for _, b := range blocks {
			if b.Kind != BlockHeading {
				visit(b.Blocks)
				continue
			}
			if exhibit > 0 && b.Level > exhibit {
				continue
			}
			if exhibit = 0; b.Exhibit {
				exhibit = b.Level
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
	visit(blocks)
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
