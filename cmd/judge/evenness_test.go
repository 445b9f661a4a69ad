package main

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"chancery/layout/press"
)

// bbox makes what pdftotext -bbox prints of lines whose words are 40 points wide,
// from the spaces between them; the last word of a line that is "-" ends in a hyphen.
func bbox(lines [][]float64, hyphens ...int) []byte {
	var b strings.Builder
	b.WriteString("<html><body><doc>\n<page width=\"612\" height=\"792\">\n")
	for i, spaces := range lines {
		x, y := 72.0, 100+15*float64(i)
		text := "word"
		for k := 0; k <= len(spaces); k++ {
			if k == len(spaces) {
				for _, h := range hyphens {
					if h == i {
						text = "wo-"
					}
				}
			}
			fmt.Fprintf(&b, "<word xMin=\"%f\" yMin=\"%f\" xMax=\"%f\" yMax=\"%f\">%s</word>\n", x, y, x+40, y+12, text)
			if k < len(spaces) {
				x += 40 + spaces[k]
			}
		}
	}
	b.WriteString("</page></doc></body></html>")
	return []byte(b.String())
}

func TestEvennessOf(t *testing.T) {
	// Five lines of eleven spaces, whose sums are alike; natural is 3.
	var lines [][]float64
	for _, first := range []float64{3, 3.9, 3, 2.1, 3} {
		spaces := make([]float64, 11)
		for k := range spaces {
			spaces[k] = 3
		}
		// The words' places differ from line to line, so that no river runs.
		spaces[0], spaces[10] = first, 6-first
		lines = append(lines, spaces)
	}
	read, err := readLines(bbox(lines, 1, 2))
	if err != nil || len(read) != 5 {
		t.Fatal(len(read), err)
	}
	e, ok := evennessOf(read, 3)
	if !ok || e.Lines != 5 || e.Rms > 0.001 || e.Jump > 0.001 || e.Hyphens != 2 || e.Ladder != 2 || e.Rivers == 0 || e.Stacks != 6 {
		t.Errorf("even lines: %+v", e)
	}
	read, err = readLines(bbox([][]float64{
		{3, 3, 3, 3}, {6, 6, 6, 6}, {1.5, 1.5, 1.5, 1.5},
	}))
	if err != nil {
		t.Fatal(err)
	}
	e, ok = evennessOf(read, 3)
	// The right edges differ by up to 12 points: only lines near the commonest count.
	if !ok || e.Lines != 2 || e.Tight != 1 || e.Loose != 0 || e.Rivers != 0 || e.Hyphens != 0 {
		t.Errorf("uneven lines: %+v", e)
	}
	if want := math.Sqrt(0.125); math.Abs(e.Rms-want) > 0.001 {
		t.Errorf("rms %.3f, want %.3f", e.Rms, want)
	}
	if _, ok := evennessOf(nil, 3); ok {
		t.Error("nothing is even")
	}
}

// TestPacketIsEven holds the first packet's letter, as poppler sees it, to what
// was asked of it.
func TestPacketIsEven(t *testing.T) {
	dist := t.TempDir()
	if _, err := press.Build(t.Context(), press.Options{Packet: packet, Output: dist}); err != nil {
		t.Fatal(err)
	}
	e, err := measureEvenness(t.Context(), filepath.Join(dist, "letter.pdf"), 0.235*11.5)
	need(t, err)
	if e.Rms > 0.075 || e.Sd > 0.075 || e.Jump > 0.055 || e.Least < 0.8 || e.Most > 1.3 || e.Hyphens > 4 || e.Ladder > 2 || e.Rivers > 0 {
		t.Errorf("%+v", e)
	}
}
