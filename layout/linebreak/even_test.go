package linebreak

import (
	"math/rand"
	"testing"

	"chancery/layout"
)

// evenParagraph makes a random justified paragraph of n words in whole points, with
// discretionaries and flagged penalties here and there.
func evenParagraph(rng *rand.Rand, n int) []layout.Item {
	var items []layout.Item
	box := func() {
		items = append(items, layout.Item{Kind: layout.ItemBox, Width: layout.Length(8+rng.Intn(30)) * layout.Point})
	}
	for i := range n {
		if i > 0 {
			items = append(items, layout.Item{Kind: layout.ItemGlue, Width: 3 * layout.Point,
				Pre: -layout.Length(rng.Intn(2)) * layout.Point, Post: -layout.Length(rng.Intn(2)) * layout.Point})
		}
		box()
		switch rng.Intn(4) {
		case 0:
			items = append(items, layout.Item{Kind: layout.ItemDiscretionary, Flagged: true, Pre: 3 * layout.Point, Penalty: int32(rng.Intn(2) * 800)})
			box()
		case 1:
			if rng.Intn(3) == 0 {
				items = append(items, layout.Item{Kind: layout.ItemPenalty, Flagged: true, Penalty: 50})
				box()
			}
		}
	}
	return Finish(items)
}

// TestEvenLines wants every box in exactly one line, in order, hyphens only
// where a hyphen is, and no ladder of three where there is another way.
func TestEvenLines(t *testing.T) {
	for seed := range int64(500) {
		rng := rand.New(rand.NewSource(seed))
		items := evenParagraph(rng, 20+rng.Intn(120))
		p := DefaultEven(20)
		p.Space = 3 * layout.Point
		measure := layout.Length(120+rng.Intn(300)) * layout.Point
		res, ok := Even(items, measure, p)
		if !ok {
			t.Fatalf("seed %d: no lines", seed)
		}
		next, steps := 0, 0
		for i, l := range res.Lines {
			for ; next < l.Start; next++ {
				if items[next].Kind == layout.ItemBox {
					t.Fatalf("seed %d: item %d is in no line", seed, next)
				}
			}
			if l.End < next {
				t.Fatalf("seed %d: line %d ends at %d before %d", seed, i, l.End, next)
			}
			next = l.End
			if l.Hyphenated != (items[l.End].Flagged && i < len(res.Lines)-1) {
				t.Fatalf("seed %d: line %d says hyphenated %v", seed, i, l.Hyphenated)
			}
			if l.Expansion > 20 || l.Expansion < -20 {
				t.Fatalf("seed %d: line %d is expanded by %d thousandths", seed, i, l.Expansion)
			}
			if i > 0 && i < len(res.Lines)-1 {
				if d := l.Expansion - steps; d > 30 || d < -30 {
					t.Fatalf("seed %d: line %d differs from the one above by %d thousandths", seed, i, d)
				}
			}
			steps = l.Expansion
		}
		if next != len(items)-1 {
			t.Fatalf("seed %d: the lines end at %d of %d", seed, next, len(items)-1)
		}
	}
}

// TestLadder wants two hyphens in a row at the most where the words give another
// way, and more where they do not.
func TestLadder(t *testing.T) {
	var items []layout.Item
	for i := range 40 {
		if i > 0 {
			items = append(items, layout.Item{Kind: layout.ItemGlue, Width: 3 * layout.Point})
		}
		items = append(items, layout.Item{Kind: layout.ItemBox, Width: 19 * layout.Point},
			layout.Item{Kind: layout.ItemDiscretionary, Flagged: true, Pre: 3 * layout.Point},
			layout.Item{Kind: layout.ItemBox, Width: 18 * layout.Point})
	}
	p := DefaultEven(20)
	p.Space = 3 * layout.Point
	res, ok := Even(Finish(items), 140*layout.Point, p)
	if !ok {
		t.Fatal("no lines")
	}
	run, hyphens := 0, 0
	for _, l := range res.Lines {
		if !l.Hyphenated {
			run = 0
			continue
		}
		hyphens++
		if run++; run > 2 {
			t.Fatal("three hyphens in a row")
		}
	}
	if hyphens == 0 {
		t.Error("the paragraph is no test: it has no hyphen")
	}
}

// TestRiver wants the streak through a paragraph whose words are all alike to be
// found, and the one through words of growing length not.
func TestRiver(t *testing.T) {
	build := func(width func(i int) int) *even {
		var items []layout.Item
		for i := range 48 {
			if i > 0 {
				items = append(items, layout.Item{Kind: layout.ItemGlue, Width: 3 * layout.Point})
			}
			items = append(items, layout.Item{Kind: layout.ItemBox, Width: layout.Length(width(i)) * layout.Point})
		}
		p := DefaultEven(20)
		p.Space, p.River, p.Steps = 3*layout.Point, 0, 0
		e := &even{p: &p, items: Finish(items), measure: int64(237 * layout.Point)}
		e.load()
		return e
	}
	alike := build(func(int) int { return 27 })
	if n := alike.best(); n < 0 || alike.riverCost(n) == 0 {
		t.Error("the river through words that are all alike is not seen")
	}
	mixed := build(func(i int) int { return 11 + (i*i*7+i*3)%37 })
	if n := mixed.best(); n < 0 || mixed.riverCost(n) > 0 {
		t.Error("a river is seen where there is none")
	}
}

// TestRiversAreAvoided sets paragraphs on the measure of a letter with and without
// a price on rivers: with it nearly all of them go.
func TestRiversAreAvoided(t *testing.T) {
	with, without := 0, 0
	for seed := range int64(300) {
		items := evenParagraph(rand.New(rand.NewSource(seed)), 180)
		p := DefaultEven(20)
		p.Space = 3 * layout.Point
		for _, price := range []int64{0, p.River} {
			p.River = price
			res, ok := Even(items, 468*layout.Point, p)
			if !ok {
				t.Fatalf("seed %d: no lines", seed)
			}
			if !hasRiver(items, res.Lines, p.Space) {
				continue
			}
			if price == 0 {
				without++
			} else {
				with++
			}
		}
	}
	t.Logf("of 300 paragraphs %d have a river without a price on it, %d with it", without, with)
	if without < 20 || with*10 > without {
		t.Errorf("of 300 paragraphs %d have a river without a price on it, %d with it", without, with)
	}
}

// hasRiver looks for a river in set lines, place by place: it shares no code with
// the package's own search for one.
func hasRiver(items []layout.Item, lines []Line, space layout.Length) bool {
	type white struct {
		from, to float64
		depth    int
	}
	var above []white
	for _, l := range lines {
		var here []white
		x := float64(l.Lead)
		for _, it := range items[l.Start:l.End] {
			switch {
			case it.Kind == layout.ItemBox:
				x += float64(it.Width) * (1 + float64(l.Expansion)/1000)
			case it.Kind == layout.ItemGlue && it.Fill == 0:
				w := white{x, x + float64(it.Width)*(1+float64(l.Ratio)/65536), 1}
				for _, a := range above {
					if min(a.to, w.to)-max(a.from, w.from) > 0.35*float64(space) {
						w.depth = max(w.depth, a.depth+1)
					}
				}
				here = append(here, w)
				x = w.to
			}
		}
		for _, w := range here {
			if w.depth >= 4 && l.Fill == 0 {
				return true
			}
		}
		above = here
	}
	return false
}

// TestStack wants the price of two lines that begin with the same word to be paid.
func TestStack(t *testing.T) {
	rng := rand.New(rand.NewSource(4))
	items := evenParagraph(rng, 60)
	p := DefaultEven(20)
	p.Space = 3 * layout.Point
	before, _ := Even(items, 200*layout.Point, p)
	starts := map[int]bool{}
	for _, l := range before.Lines {
		starts[l.Start] = true
	}
	p.Same = func(a, b int) bool { return starts[a] && starts[b] }
	after, _ := Even(items, 200*layout.Point, p)
	if after.Demerits <= before.Demerits {
		t.Error("equal words at the lines' starts cost nothing")
	}
}

func TestEvenRefuses(t *testing.T) {
	for name, items := range map[string][]layout.Item{
		"no items": nil,
		"no end":   {{Kind: layout.ItemBox, Width: layout.Point}},
	} {
		if _, ok := Even(items, 100*layout.Point, DefaultEven(20)); ok {
			t.Errorf("%s: lines were found", name)
		}
	}
}

// TestOverfull puts words that are wider than the measure among others: each is a
// line of its own that says so, and no other line is overfull.
func TestOverfull(t *testing.T) {
	for seed := range int64(200) {
		rng := rand.New(rand.NewSource(seed))
		var items []layout.Item
		giants := 0
		for i := range 40 {
			w := layout.Length(8+rng.Intn(30)) * layout.Point
			if rng.Intn(12) == 0 {
				w, giants = 130*layout.Point, giants+1
			}
			if i > 0 {
				items = append(items, layout.Item{Kind: layout.ItemGlue, Width: 3 * layout.Point})
			}
			items = append(items, layout.Item{Kind: layout.ItemBox, Width: w})
		}
		p := DefaultEven(20)
		p.Space, p.LastLineMin = 3*layout.Point, 20*layout.Point
		res, ok := Even(Finish(items), 120*layout.Point, p)
		if !ok {
			t.Fatalf("seed %d: no lines", seed)
		}
		for i, l := range res.Lines {
			if l.Overfull {
				giants--
			}
			if l.Overfull != (l.Width > 130*layout.Point-1) || l.Overfull && l.End != l.Start+1 && i < len(res.Lines)-1 {
				t.Errorf("seed %d: line %d, items %d to %d, of width %v says overfull %v", seed, i, l.Start, l.End, l.Width, l.Overfull)
			}
		}
		if giants != 0 {
			t.Errorf("seed %d: %d giant words are in no line of their own", seed, giants)
		}
	}
}

// TestHang sets paragraphs whose first line is longer than the others.
func TestHang(t *testing.T) {
	for seed := range int64(100) {
		items := evenParagraph(rand.New(rand.NewSource(seed)), 60)
		p := DefaultEven(20)
		p.Space, p.Hang = 3*layout.Point, 36*layout.Point
		const measure = 240 * layout.Point
		res, ok := Even(items, measure, p)
		if !ok {
			t.Fatalf("seed %d: no lines", seed)
		}
		for i, l := range res.Lines {
			want := measure
			if i > 0 {
				want -= p.Hang
			}
			if l.Width+l.Excess != want || l.Ratio > 4<<16 {
				t.Errorf("seed %d: line %d is %v wide with %v more, ratio %d", seed, i, l.Width, l.Excess, l.Ratio)
			}
		}
	}
}

func BenchmarkEven(b *testing.B) {
	items := evenParagraph(rand.New(rand.NewSource(1)), 110)
	p := DefaultEven(20)
	p.Space = 3 * layout.Point
	b.ReportAllocs()
	for b.Loop() {
		Even(items, 468*layout.Point, p)
	}
}
