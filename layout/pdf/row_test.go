package pdf

import (
	"bytes"
	"math/rand"
	"testing"

	"chancery/layout"
)

// TestRow writes plain runs of every kind both ways and expects the same bytes.
func TestRow(t *testing.T) {
	s := newSheet(t, "")
	rng := rand.New(rand.NewSource(1))
	texts := []string{"The efficient office", "(a) off\\set, 5 ½ ", "“Families” belong together — é", "x"}
	for n := range 400 {
		run := s.shape(texts[n%len(texts)])
		run.Size = layout.Length(rng.Intn(30)+6) * layout.Point / 2
		for i := range run.Glyphs {
			g := &run.Glyphs[i]
			if rng.Intn(3) == 0 {
				g.Advance += layout.Length(rng.Intn(60000) - 30000)
			}
			if rng.Intn(9) == 0 {
				g.XOffset = layout.Length(rng.Intn(60000) - 30000)
			}
		}
		if !plain(run) {
			t.Fatalf("%q is not plain", run.Text)
		}
		write := func(row bool) []byte {
			b := newBuilder(NewWriter(), &layout.Document{}, nil)
			b.readable = n%5 == 0
			f := b.font(run.Face)
			l := textLine{open: true, expand: n%7*5 - 15, quantum: int64(1000 - n%2*900), pen: int64(n)}
			at := layout.Length(rng.Intn(2)*n) * 1000
			if row {
				b.row(&l, f, run, at)
			} else {
				for i := range run.Glyphs {
					g := &run.Glyphs[i]
					at = b.cluster(&l, f, run, run.Glyphs[i:i+1], run.Text[g.Start:g.End], at)
				}
			}
			b.endArray(&l)
			return b.out
		}
		seed := rng.Int63()
		rng.Seed(seed)
		want := write(false)
		rng.Seed(seed)
		if got := write(true); !bytes.Equal(got, want) {
			t.Fatalf("%q:\n%q\nwant\n%q", run.Text, got, want)
		}
	}
	for _, change := range []func(*layout.Run){
		func(r *layout.Run) { r.RightToLeft = true },
		func(r *layout.Run) { r.Glyphs[1].YOffset = 1 },
		func(r *layout.Run) { r.Glyphs[1].Start = 0 },
		func(r *layout.Run) { r.Glyphs = r.Glyphs[:1] },
		func(r *layout.Run) { r.Glyphs = r.Glyphs[1:] },
	} {
		run := s.shape("ab c")
		change(run)
		if plain(run) {
			t.Errorf("%+v is taken for plain", run)
		}
	}
}
