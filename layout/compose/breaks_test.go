package compose

import (
	"bufio"
	"compress/gzip"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// TestLineBreakTest runs Unicode's LineBreakTest.txt whole (17.0.0, © Unicode,
// Inc., https://www.unicode.org/terms_of_use.html, compressed, else unchanged).
func TestLineBreakTest(t *testing.T) {
	f, err := os.Open("testdata/LineBreakTest.txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	n := 0
	for lines.Scan() {
		line, _, _ := strings.Cut(lines.Text(), "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		n++
		var text strings.Builder
		var want, got []int
		for _, w := range strings.Fields(line) {
			switch w {
			case "×":
			case "÷":
				want = append(want, text.Len())
			default:
				r, err := strconv.ParseUint(w, 16, 32)
				if err != nil {
					t.Fatal(err)
				}
				text.WriteRune(rune(r))
			}
		}
		for _, o := range opportunities(text.String()) {
			got = append(got, o.end)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s\nlines end at %v, want %v", line, got, want)
		}
	}
	if err := lines.Err(); err != nil || n < 19000 {
		t.Errorf("%d cases: %v", n, err)
	}
}
