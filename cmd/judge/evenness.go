package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os/exec"
	"strconv"
	"strings"
)

// Evenness is how even the justified lines of a PDF are, by the words' boxes as
// poppler sees them: it works for any maker's file. A line's r is the mean of its
// word spaces over the face's natural one. Figures of lines under each other are
// of one paragraph.
type evenness struct {
	Lines        int
	Sd, Rms      float64 // of r: around its mean, and around 1
	Jump         float64 // mean difference of r between neighbours
	Least, Most  float64
	Loose, Tight int // lines with r over 1.5, under 0.8
	Hyphens      int
	Ladder       int // the most lines in a row that end in a hyphen
	Rivers       int // streaks of white down through four lines or more
	Stacks       int // neighbours that begin, or end, with the same word
	Beyond       int // lines that stick out into the right margin, further than light ink hangs
}

// Limits of the measurement, in ems (four natural spaces) unless said.
const (
	reachesMargin = 0.62 // a line this near to the right edge is justified
	looseRatio    = 1.5
	tightRatio    = 0.8
	riverOverlap  = 0.35 // of a natural space
	riverDepth    = 4    // lines
	hangsMost     = 0.35 // a line that reaches further beyond the right edge was too long
)

// textWord is a word's box, in points, y down.
type textWord struct {
	x0, x1, y0, y1 float64
	text           string
}

// textLine is the words of one line in their order.
type textLine struct {
	page  int
	words []textWord
	r     float64
}

func (l *textLine) left() float64     { return l.words[0].x0 }
func (l *textLine) right() float64    { return l.words[len(l.words)-1].x1 }
func (l *textLine) baseline() float64 { return l.words[0].y1 }

// height goes with the size: poppler takes it from the face's ascent and descent.
func (l *textLine) height() float64 { return l.words[0].y1 - l.words[0].y0 }

func (l *textLine) hyphenated() bool {
	text := l.words[len(l.words)-1].text
	return strings.HasSuffix(text, "-") || strings.HasSuffix(text, "\u00ad") || strings.HasSuffix(text, "\u2010")
}

// measureEvenness asks poppler for the words of a PDF and measures its body.
func measureEvenness(ctx context.Context, file string, space float64) (evenness, error) {
	tool, err := lookTool("pdftotext")
	if err != nil {
		return evenness{}, err
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, tool, "-bbox", file, "-")
	cmd.Stderr = &said
	data, err := cmd.Output()
	if err != nil {
		return evenness{}, fmt.Errorf("pdftotext %s: %w: %s", file, err, said.String())
	}
	lines, err := readLines(data)
	if err != nil {
		return evenness{}, fmt.Errorf("pdftotext %s: %w", file, err)
	}
	e, ok := evennessOf(lines, space)
	if !ok {
		return e, fmt.Errorf("%s has no justified lines", file)
	}
	return e, nil
}

// readLines reads what pdftotext -bbox prints: pages of words, which are joined to
// lines where they stand on one baseline and follow each other.
func readLines(data []byte) ([]textLine, error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	var lines []textLine
	page := 0
	var word *textWord
	for {
		t, err := dec.Token()
		if err == io.EOF {
			return lines, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "page":
				page++
			case "word":
				word = &textWord{}
				for _, a := range t.Attr {
					v, err := strconv.ParseFloat(a.Value, 64)
					if err != nil {
						return nil, err
					}
					switch a.Name.Local {
					case "xMin":
						word.x0 = v
					case "xMax":
						word.x1 = v
					case "yMin":
						word.y0 = v
					case "yMax":
						word.y1 = v
					}
				}
			}
		case xml.CharData:
			if word != nil {
				word.text += string(t)
			}
		case xml.EndElement:
			if t.Name.Local != "word" || word == nil {
				continue
			}
			if n := len(lines); n > 0 && lines[n-1].page == page && math.Abs(lines[n-1].baseline()-word.y1) < 0.75 && word.x0 > lines[n-1].right()-1 {
				lines[n-1].words = append(lines[n-1].words, *word)
			} else {
				lines = append(lines, textLine{page: page, words: []textWord{*word}})
			}
			word = nil
		}
	}
}

// commonest gives the value that most lines have, rounded to a tenth of a point.
func commonest(lines []textLine, of func(*textLine) float64) float64 {
	count := map[int]int{}
	best := 0
	for i := range lines {
		k := int(math.Round(10 * of(&lines[i])))
		count[k] += len(lines[i].words)
		if count[k] > count[best] || count[k] == count[best] && k < best {
			best = k
		}
	}
	return float64(best) / 10
}

// evennessOf measures the justified lines among those of the body's size and left
// edge; false where there are none.
func evennessOf(all []textLine, space float64) (e evenness, ok bool) {
	height := commonest(all, (*textLine).height)
	em := 4 * space
	left := commonest(all, (*textLine).left)
	var body []textLine
	for _, l := range all {
		if len(l.words) >= 4 && math.Abs(l.height()-height) < 0.2 && math.Abs(l.left()-left) < 0.9*em {
			body = append(body, l)
		}
	}
	right := commonest(body, (*textLine).right)
	var just []textLine
	for _, l := range body {
		if math.Abs(l.right()-right) >= reachesMargin*em {
			continue
		}
		var sum float64
		for i := range l.words[1:] {
			sum += l.words[i+1].x0 - l.words[i].x1
		}
		l.r = sum / float64(len(l.words)-1) / space
		just = append(just, l)
	}
	for _, l := range all {
		if math.Abs(l.height()-height) < 0.2 && math.Abs(l.left()-left) < 0.9*em && l.right()-right > hangsMost*em {
			e.Beyond++
		}
	}
	if len(just) == 0 {
		return e, false
	}
	leading := math.MaxFloat64
	follows := func(i int) bool {
		d := just[i].baseline() - just[i-1].baseline()
		return just[i].page == just[i-1].page && d > 0 && d < leading*1.2
	}
	for i := 1; i < len(just); i++ {
		if d := just[i].baseline() - just[i-1].baseline(); just[i].page == just[i-1].page && d > em/2 {
			leading = min(leading, d)
		}
	}
	e.Lines, e.Least = len(just), math.MaxFloat64
	var sum, squares, jumps float64
	pairs, run := 0, 0
	depths := []int(nil) // of the streaks that reach the line before, by its spaces
	for i := range just {
		l := &just[i]
		sum += l.r
		squares += (l.r - 1) * (l.r - 1)
		e.Least, e.Most = min(e.Least, l.r), max(e.Most, l.r)
		if l.r > looseRatio {
			e.Loose++
		}
		if l.r < tightRatio {
			e.Tight++
		}
		together := i > 0 && follows(i)
		if together {
			before := &just[i-1]
			jumps += math.Abs(l.r - before.r)
			pairs++
			for _, k := range [2]int{0, 1} {
				if a, b := before.words[k*(len(before.words)-1)].text, l.words[k*(len(l.words)-1)].text; strings.EqualFold(a, b) {
					e.Stacks++
				}
			}
		} else {
			run, depths = 0, nil
		}
		if run++; !l.hyphenated() {
			run = 0
		} else {
			e.Hyphens++
		}
		e.Ladder = max(e.Ladder, run)
		depths = streaks(just, i, depths, space)
		for _, d := range depths {
			if d == riverDepth {
				e.Rivers++
			}
		}
	}
	n := float64(len(just))
	mean := sum / n
	e.Rms = math.Sqrt(squares / n)
	e.Sd = math.Sqrt(max(0, squares/n-(mean-1)*(mean-1)))
	if pairs > 0 {
		e.Jump = jumps / float64(pairs)
	}
	return e, true
}

// streaks gives, for each space of line i, through how many lines the white above
// it goes on; above are those of the line before, nil where none belongs to it.
func streaks(lines []textLine, i int, above []int, space float64) []int {
	words := lines[i].words
	out := make([]int, len(words)-1)
	for k := range out {
		out[k] = 1
		for j, d := range above {
			upper := lines[i-1].words
			overlap := min(words[k+1].x0, upper[j+1].x0) - max(words[k].x1, upper[j].x1)
			if overlap > riverOverlap*space {
				out[k] = max(out[k], d+1)
			}
		}
	}
	return out
}
