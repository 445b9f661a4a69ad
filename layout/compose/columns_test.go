package compose

import (
	"fmt"
	"math/rand"
	"testing"

	"chancery/layout"
)

func wants(natural, least []layout.Length) columnWants { return columnWants{natural, least} }

func TestColumnWidths(t *testing.T) {
	for _, c := range []struct {
		name           string
		natural, least []layout.Length
		room           layout.Length
		want           string
	}{
		{"all fit", []layout.Length{50, 30}, []layout.Length{5, 30}, 100, "[50 30]"},
		{"short beside long", []layout.Length{80, 2000}, []layout.Length{40, 60}, 400, "[80 320]"},
		{"by what they hold", []layout.Length{300, 900}, []layout.Length{40, 60}, 400, "[150 250]"},
		{"a long word", []layout.Length{300, 900}, []layout.Length{200, 60}, 400, "[200 200]"},
		{"no more than is wanted", []layout.Length{190, 3000, 30}, []layout.Length{1, 1, 1}, 600, "[190 380 30]"},
		{"too wide", []layout.Length{300, 900}, []layout.Length{250, 260}, 400, "[196 204]"},
	} {
		w := wants(c.natural, c.least)
		if got := fmt.Sprint(plainLengths(w.widths(c.room))); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// plainLengths prints lengths as numbers, not points.
func plainLengths(ls []layout.Length) (out []int64) {
	for _, l := range ls {
		out = append(out, int64(l))
	}
	return out
}

// TestColumnWidthsHold: whatever the columns want, none is over its natural
// width, none under its least where all of these fit, and together they fill the
// room to the last unit where they want it.
func TestColumnWidthsHold(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	filled := 0
	for range 20000 {
		n := 1 + rng.Intn(9)
		w := columnWants{make([]layout.Length, n), make([]layout.Length, n)}
		for i := range n {
			w.least[i] = layout.Length(rng.Int63n(int64(80 * layout.Point)))
			w.natural[i] = w.least[i] + layout.Length(rng.Int63n(int64(1+rng.Int63n(int64(2000*layout.Point)))))
		}
		if n > 2 && rng.Intn(2) == 0 {
			at := rng.Intn(n - 1)
			w.span(at, 2, 10*layout.Point, layout.Length(rng.Int63n(int64(900*layout.Point))), layout.Length(rng.Int63n(int64(90*layout.Point))))
		}
		room := layout.Length(rng.Int63n(int64(600 * layout.Point)))
		got := w.widths(room)
		for i := range got {
			if sum(w.least) <= room && got[i] < w.least[i] && got[i] < w.natural[i] || got[i] > max(w.natural[i], w.least[i]) {
				t.Fatalf("column %d of %v is %d: %+v", i, plainLengths(got), int64(got[i]), w)
			}
		}
		switch total := sum(got); {
		case sum(w.natural) <= room && total != sum(w.natural):
			t.Fatalf("all fit, but %d is given of %d", int64(total), int64(sum(w.natural)))
		case sum(w.natural) > room:
			filled++
			if total != room {
				t.Fatalf("%d is given of %d: %+v", int64(total), int64(room), w)
			}
		}
	}
	if filled < 1000 {
		t.Error("too few cases that are shared")
	}
}
