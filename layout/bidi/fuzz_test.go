package bidi

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	peer "github.com/go-text/typesetting/bidi"
)

// FuzzLevels holds what is true of every text: a level for each byte, one for all
// bytes of a character, none lower than the base or higher than the rules allow; a
// line changes nothing but to the base; an order has each place once, and reads
// each run of one direction from its own side. Where another implementation, by
// go-text, can be asked, it gives the same directions.
func FuzzLevels(f *testing.F) {
	f.Add("see \u05d0\u05d1 (12), p. 3", false)
	f.Add("\u202e\u2067\u05d0 [a\u2069)\u202c\u0627\u0300 \u0661,\u0662\t", true)
	f.Add(strings.Repeat("(\u202b", 130)+"\u05d0"+strings.Repeat(")\u202c", 130), true)
	f.Add(strings.Repeat("\u2068[", 130)+"1\u05d0"+strings.Repeat("]\u2069", 130), false)
	f.Add("\u2329\u05d0\u3009 a \u3008\u05d0\u232a\n\u05d0\xff\xd7", false)
	f.Fuzz(func(t *testing.T, text string, rtl bool) {
		base := Level(0)
		if rtl {
			base = 1
		}
		levels := Levels(text, base)
		if len(levels) != len(text) {
			t.Fatalf("%d levels for %d bytes", len(levels), len(text))
		}
		if Plain(text, base) && slices.ContainsFunc(levels, func(l Level) bool { return l != base }) {
			t.Fatalf("a plain text has the levels %v", levels)
		}
		starts := 0
		for at, r := range text {
			starts++
			for k := range utf8.RuneLen(r) {
				if r != utf8.RuneError && levels[at+k] != levels[at] {
					t.Fatalf("the bytes of a character have the levels %v", levels[at:at+utf8.RuneLen(r)])
				}
			}
			if levels[at] < base || levels[at] > maxDepth+1 {
				t.Fatalf("the level %d", levels[at])
			}
		}
		for i, l := range Line(nil, text, levels, 0, len(text), base) {
			if l != levels[i] && l != base {
				t.Fatalf("the level %d became %d in a line", levels[i], l)
			}
		}
		order := Order(nil, levels)
		if back := slices.Sorted(slices.Values(order)); len(back) > 0 && (back[0] != 0 || back[len(back)-1] != len(back)-1 || len(slices.Compact(back)) != len(levels)) {
			t.Fatalf("%v is no order", order)
		}
		for i := 1; i < len(order); i++ {
			if a, b := order[i-1], order[i]; levels[a] == levels[b] && (a+1 == b || b+1 == a) && (a < b) == levels[a].RTL() {
				t.Fatalf("%d stands before %d at the level %d", a, b, levels[a])
			}
		}
		if start, end := Telephone(text); end > 0 && (start >= end || end > len(text)) || end == 0 && start != 0 {
			t.Fatalf("a telephone number at %d to %d", start, end)
		}
		compare(t, text, base, levels)
	})
}

// compare compares levels with the directions that go-text finds (it gives no
// levels), where that can be: in one paragraph, of characters that both tables know.
func compare(t *testing.T, text string, base Level, levels []Level) {
	for _, r := range text {
		// Tables of several versions of Unicode differ in what came last.
		known := r < 0x500 || r >= 0x5d0 && r <= 0x5ea || r >= 0x620 && r <= 0x66d || r >= 0x2010 && r <= 0x206f && r != 0x2065 || r == 0x2329 || r == 0x232a || r >= 0x3000 && r < 0x3020
		if c, _ := lookup(string(r)); !known || c == clsB {
			return
		}
	}
	if !utf8.ValidString(text) {
		return
	}
	direction := peer.LeftToRight
	if base == 1 {
		direction = peer.RightToLeft
	}
	line := Line(nil, text, levels, 0, len(text), base)
	var places []int // of the characters
	for at := range text {
		places = append(places, at)
	}
	var p peer.Paragraph
	runs := p.SegmentString(text, direction)
	for i := range runs.NumRuns() {
		run := runs.Run(i)
		for k := run.Start; k < run.End; k++ {
			c, _ := lookup(text[places[k]:])
			if got := line[places[k]]; got.RTL() == run.IsLeftToRight() && !removedBits.has(c) {
				t.Fatalf("%+q at base %d: the character %d has the level %d, go-text says %d or one like it", text, base, k, got, run.Level)
			}
		}
	}
}

// TestRandomTexts asks FuzzLevels about random texts of all classes.
func TestRandomTexts(t *testing.T) {
	var alphabet []string
	for _, s := range representative {
		if s != "\u2029" {
			alphabet = append(alphabet, s)
		}
	}
	slices.Sort(alphabet)
	alphabet = append(alphabet, "(", ")", "[", "]", "(", ")", "a", "\u05d0", "\u2329", "\u3009")
	rng := rand.New(rand.NewPCG(9, 50))
	for range 20000 {
		var b strings.Builder
		for range 1 + rng.IntN(30) {
			b.WriteString(alphabet[rng.IntN(len(alphabet))])
		}
		for base := range Level(2) {
			compare(t, b.String(), base, Levels(b.String(), base))
		}
	}
}
