package bidi

import (
	"bufio"
	"compress/bzip2"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// conformance hands over every line of one of Unicode's tests of the algorithm
// (17.0.0, testdata/LICENSE-Unicode.txt) that is no comment.
func conformance(t *testing.T, name string, line func(n int, text string)) {
	t.Helper()
	f, err := os.Open("testdata/" + name + ".bz2")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(bzip2.NewReader(f))
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		if text, _, _ := strings.Cut(in.Text(), "#"); strings.TrimSpace(text) != "" {
			line(n, text)
		}
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
}

// result is what the tests compare: the levels of characters, "x" for those that
// X9 removes, and the places of the others in visual order.
type result struct {
	levels, order string
}

// judged resolves a text as one line and gives what the tests compare.
func judged(r *Resolver, text string, base Level) result {
	levels := r.Levels(nil, text, base)
	levels = Line(levels[:0], text, levels, 0, len(text), base)
	var out result
	var kept []Level
	var places []int
	n := 0
	for at := range text {
		if c, _ := lookup(text[at:]); removedBits.has(c) {
			out.levels += " x"
		} else {
			out.levels += " " + strconv.Itoa(int(levels[at]))
			kept = append(kept, levels[at])
			places = append(places, n)
		}
		n++
	}
	for _, k := range Order(nil, kept) {
		out.order += " " + strconv.Itoa(places[k])
	}
	return out
}

// auto is the base level of a text that says it itself (P2, P3).
func auto(text string) Level {
	base, _ := First(text)
	return base
}

// representative has a character of each class, as the classes are named in
// BidiTest.txt.
var representative = map[string]string{
	"L": "a", "R": "\u05d0", "AL": "\u0627", "EN": "1", "ES": "+", "ET": "#", "AN": "\u0661", "CS": ",",
	"B": "\u2029", "S": "\t", "WS": " ", "ON": "!", "NSM": "\u0300", "BN": "\u00ad",
	"LRE": "\u202a", "RLE": "\u202b", "PDF": "\u202c", "LRO": "\u202d", "RLO": "\u202e",
	"LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069",
}

// TestBidiTest runs the whole of BidiTest.txt: every sequence of up to four
// classes, and some longer ones, at each base level.
func TestBidiTest(t *testing.T) {
	var r Resolver
	var want result
	cases, wrong := 0, 0
	conformance(t, "BidiTest.txt", func(n int, line string) {
		if l, ok := strings.CutPrefix(line, "@Levels:"); ok {
			want.levels = " " + strings.Join(strings.Fields(l), " ")
			return
		}
		if l, ok := strings.CutPrefix(line, "@Reorder:"); ok {
			want.order = strings.TrimSuffix(" "+strings.Join(strings.Fields(l), " "), " ")
			return
		}
		classes, bases, ok := strings.Cut(line, ";")
		bits, err := strconv.ParseUint(strings.TrimSpace(bases), 16, 8)
		if !ok || err != nil {
			t.Fatalf("line %d is not understood: %q", n, line)
		}
		text := ""
		for _, c := range strings.Fields(classes) {
			if representative[c] == "" {
				t.Fatalf("line %d has the class %q", n, c)
			}
			text += representative[c]
		}
		for bit, base := range []Level{auto(text), 0, 1} {
			if bits>>bit&1 == 0 {
				continue
			}
			cases++
			if got := judged(&r, text, base); got != want {
				if wrong++; wrong <= 20 {
					t.Errorf("line %d: %s at base %d: levels%s, order%s; want%s,%s",
						n, classes, base, got.levels, got.order, want.levels, want.order)
				}
			}
		}
	})
	if wrong > 0 || cases != 770241 {
		t.Errorf("%d of %d cases are wrong, and there should be 770241 cases", wrong, cases)
	}
}

// TestBidiCharacterTest runs the whole of BidiCharacterTest.txt: texts by their
// characters, with brackets.
func TestBidiCharacterTest(t *testing.T) {
	var r Resolver
	cases, wrong := 0, 0
	conformance(t, "BidiCharacterTest.txt", func(n int, line string) {
		fields := strings.Split(line, ";")
		if len(fields) != 5 {
			t.Fatalf("line %d is not understood: %q", n, line)
		}
		text := ""
		for _, h := range strings.Fields(fields[0]) {
			c, err := strconv.ParseUint(h, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			text += string(rune(c))
		}
		base := Level(fields[2][0] - '0')
		if asked := fields[1]; asked == "2" && auto(text) != base {
			t.Errorf("line %d: base %d, want %d", n, auto(text), base)
		}
		want := result{" " + strings.TrimSpace(fields[3]), " " + strings.TrimSpace(fields[4])}
		want.order = strings.TrimSuffix(want.order, " ")
		cases++
		if got := judged(&r, text, base); got != want {
			if wrong++; wrong <= 20 {
				t.Errorf("line %d: %s at base %d: levels%s, order%s; want%s,%s",
					n, fields[0], base, got.levels, got.order, want.levels, want.order)
			}
		}
	})
	if wrong > 0 || cases != 91707 {
		t.Errorf("%d of %d cases are wrong, and there should be 91707 cases", wrong, cases)
	}
}

// TestMemoryIsKept resolves many texts by one Resolver and each by its own: the
// memory that is kept changes nothing, and none is allocated once it is there.
func TestMemoryIsKept(t *testing.T) {
	texts := []string{"", "a (\u05d0 [b] \u0661) 12,5 \u202bc\u202c!", "\u0627", "plain", "\u2068\u05d0\u2069 a\n\u05d0 (1)"}
	var r Resolver
	dst := make([]Level, 0, 200)
	for range 2 {
		for _, text := range texts {
			for base := range Level(2) {
				if got, want := r.Levels(dst[:0], text, base), Levels(text, base); !reflect.DeepEqual(got, want) && len(want) > 0 {
					t.Errorf("%q at base %d: %v, by itself %v", text, base, got, want)
				}
			}
		}
	}
	if n := testing.AllocsPerRun(10, func() {
		for _, text := range texts {
			r.Levels(dst[:0], text, 0)
		}
	}); n > 0 {
		t.Errorf("%v allocations in memory that is kept", n)
	}
}
