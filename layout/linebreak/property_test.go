package linebreak

import (
	"math"
	"math/rand"
	"strings"
	"testing"

	"chancery/layout"
)

// TestEveryItem holds Break, ragged or not, and Balance to this: every item is
// in exactly one line or vanishes at a break as glue and penalties do, and lines
// are in order.
func TestEveryItem(t *testing.T) {
	cases(t, 20000, func(t *testing.T, name string, r *rand.Rand) {
		items, p, measure := random(r), randomParams(r), randomMeasure(r)
		res, err := Break(items, measure, p)
		if r.Intn(4) == 0 {
			res, err = Balance(items, measure, p)
		}
		if err != nil {
			t.Fatal(name, err)
		}
		if len(res.Lines) == 0 {
			t.Fatal(name, "no line")
		}
		at := 0
		for i, l := range res.Lines {
			if l.End < l.Start {
				t.Fatalf("%s: line %d ends before it starts: %+v", name, i, l)
			}
			if i == 0 && l.Start != 0 {
				t.Errorf("%s: the paragraph starts at item %d", name, l.Start)
			}
			for ; at < l.Start; at++ {
				if !discardable(&items[at]) {
					t.Errorf("%s: item %d, which shows, is in no line", name, at)
				}
			}
			for j := l.Start; j < l.End; j++ {
				if it := &items[j]; (it.Kind == layout.ItemPenalty || it.Kind == layout.ItemDiscretionary) && it.Penalty <= layout.ForcedPenalty {
					t.Errorf("%s: line %d runs over a forced break at item %d", name, i, j)
				}
			}
			if at = l.End; at < len(items) {
				last := i == len(res.Lines)-1 // where whatever vanishes may stand
				if it := &items[at]; it.Kind == layout.ItemBox || it.Kind != layout.ItemGlue && it.Penalty >= layout.InfinitePenalty && !last {
					t.Errorf("%s: line %d ends at item %d, which is no legal break", name, i, at)
				}
				at++ // the break itself
			}
		}
		for ; at < len(items); at++ {
			if it := &items[at]; !discardable(it) && it.Kind != layout.ItemPenalty {
				t.Errorf("%s: item %d, which shows, is after the last line", name, at)
			}
		}
	})
}

// TestSet holds Set to this: with Lead the widths sum to the measure wherever
// there is glue to give, no glue gives more than it has but where the line is
// underfull, and equal glues differ by a unit at most.
func TestSet(t *testing.T) {
	exact, over, natural := 0, 0, 0
	var widths []layout.Length
	cases(t, 20000, func(t *testing.T, name string, r *rand.Rand) {
		items, p, measure := random(r), randomParams(r), randomMeasure(r)
		scale := layout.Length(1 + r.Intn(int(layout.Point))) // so that there is something to round
		for i := range items {
			it := &items[i]
			for _, l := range []*layout.Length{&it.Width, &it.Stretch, &it.Shrink, &it.Pre, &it.Post} {
				*l *= scale
			}
			if it.Stretch > 0 {
				it.Stretch += layout.Length(r.Intn(9))
			}
		}
		p.LastLineMin, p.RaggedStretch, p.EmergencyStretch = 0, p.RaggedStretch*scale, p.EmergencyStretch*scale
		scaled := func(line int) layout.Length { return measure(line)*scale + 1 }
		res, err := Break(items, scaled, p)
		if err != nil {
			t.Fatal(name, err)
		}
		for i, l := range res.Lines {
			widths = l.Set(items, widths[:0])
			if len(widths) != l.End-l.Start+1 {
				t.Fatalf("%s: line %d has %d widths for items %d to %d", name, i, len(widths), l.Start, l.End)
			}
			sum, want := l.Lead, scaled(i)
			for _, w := range widths {
				sum += w
			}
			switch {
			case l.Overfull:
				want = l.Width - l.Shrink
				over++
			case p.Ragged, l.Excess > 0 && l.Stretch == 0 && l.Fill == 0:
				want = l.Width
				natural++
			default:
				exact++
			}
			if sum != want {
				t.Fatalf("%s: line %d is %d wide, want %d: %+v", name, i, int64(sum), int64(want), l)
			}
			for j := l.Start; j < l.End; j++ {
				it, w := &items[j], widths[j-l.Start]
				if it.Kind != layout.ItemGlue {
					continue
				}
				give := w - it.Width
				if give < -it.Shrink-1 || l.Ratio <= 1<<16 && it.Fill == 0 && give > it.Stretch+1 {
					t.Fatalf("%s: glue %d of line %d gives %d: %+v", name, j, i, int64(give), *it)
				}
				if it.Fill == 0 && !p.Ragged {
					has := it.Stretch
					if l.Ratio < 0 {
						has = it.Shrink
					}
					if ideal := float64(l.Ratio) * float64(has) / 65536; math.Abs(float64(give)-ideal) > 2+float64(has)/65536 {
						t.Fatalf("%s: glue %d of line %d gives %d, its share is %.1f", name, j, i, int64(give), ideal)
					}
				}
			}
		}
	})
	t.Logf("lines: exact %d, overfull %d, natural %d", exact, over, natural)
	if exact < 1000 || over < 1000 || natural < 1000 {
		t.Error("too few lines of one kind to mean anything")
	}
}

// TestLeastOverfull compares what is overfull with all sets of breaks that there
// are, not only those that Break admits: nothing stands out less.
func TestLeastOverfull(t *testing.T) {
	over := 0
	cases(t, 10000, func(t *testing.T, name string, r *rand.Rand) {
		items, p, measure := random(r), randomParams(r), randomMeasure(r)
		p.Ragged = false
		m := measure(0)
		flat := func(int) layout.Length { return m }
		for i := range items {
			// Kerning at the breaks can make two short lines of one that is too long.
			items[i].Post = 0
			if items[i].Kind == layout.ItemGlue {
				items[i].Pre = 0
			}
		}
		res, err := Break(items, flat, p)
		if err != nil {
			t.Fatal(name, err)
		}
		var got layout.Length
		for _, l := range res.Lines {
			if l.Overfull {
				got += -l.Excess - l.Shrink
			}
		}
		o := oracle{items: items, measure: flat, p: p, pass: PassRescue}
		o.findEnds()
		least := make(map[int]layout.Length)
		var walk func(from int) layout.Length
		walk = func(from int) layout.Length {
			if from == o.ends[len(o.ends)-1] {
				return 0
			}
			if l, ok := least[from]; ok {
				return l
			}
			best := layout.Length(math.MaxInt64)
			for _, to := range o.ends {
				if to <= from {
					continue
				}
				if c, empty := o.content(from, to); !empty {
					if rest := walk(to); rest < math.MaxInt64 {
						best = min(best, rest+max(0, c.w-c.z-m))
					}
				}
				if o.forced(to) {
					break
				}
			}
			least[from] = best
			return best
		}
		want := walk(-1)
		if want > 0 {
			over++
		}
		if got != want {
			t.Fatalf("%s: overfull by %d, want %d", name, int64(got), int64(want))
		}
	})
	if over < 500 {
		t.Errorf("only %d cases were overfull", over)
	}
}

// TestSameAgain: the working memory that Break keeps leaves no trace, and nothing
// it is given changes.
func TestSameAgain(t *testing.T) {
	f := readFrog(t)
	items, _ := f.items(t, true)
	narrow := func(int) layout.Length { return 390 }
	dump := func() string {
		var b strings.Builder
		p := Default()
		p.Trace = &b
		if _, err := Break(items, narrow, p); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first := dump()
	for range 20 {
		r := rand.New(rand.NewSource(seed))
		if _, err := Break(random(r), randomMeasure(r), randomParams(r)); err != nil {
			t.Fatal(err)
		}
		if dump() != first {
			t.Fatal("the same paragraph was broken in another way")
		}
	}
}

func TestNothing(t *testing.T) {
	flat := func(int) layout.Length { return layout.Inch }
	for _, f := range []func([]layout.Item, func(int) layout.Length, Params) (Result, error){Break, Balance} {
		res, err := f(nil, flat, Default())
		if err != nil || len(res.Lines) != 0 || res.Pass != 0 {
			t.Errorf("no items: %+v, %v", res, err)
		}
		res, err = f(Finish(nil), flat, Default())
		if err != nil || len(res.Lines) != 1 {
			t.Errorf("an empty paragraph: %+v, %v", res, err)
		}
		for _, m := range []layout.Length{0, -layout.Inch} {
			res, err = f(words("no room at all"), func(int) layout.Length { return m }, Default())
			if err != nil || len(res.Lines) != 4 || !res.Lines[0].Overfull {
				t.Errorf("measure %v: %+v, %v", m, res, err)
			}
		}
	}
}

func TestLimit(t *testing.T) {
	flat := func(int) layout.Length { return layout.Inch }
	box := func(w layout.Length) layout.Item { return layout.Item{Kind: layout.ItemBox, Width: w} }
	for _, c := range []struct {
		name    string
		items   []layout.Item
		measure func(int) layout.Length
		want    string
	}{
		{"a box", []layout.Item{box(1), box(Limit + 1)}, flat, "length of item 1"},
		{"the least number", []layout.Item{box(math.MinInt64)}, flat, "length of item 0"},
		{"the sum", []layout.Item{box(Limit), box(1)}, flat, "up to item 1"},
		{"the measure", words("a b"), func(int) layout.Length { return Limit + 1 }, "measure of line 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, f := range []func([]layout.Item, func(int) layout.Length, Params) (Result, error){Break, Balance} {
				if _, err := f(c.items, c.measure, Default()); err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("error %v, want %q", err, c.want)
				}
			}
		})
	}
	// At the limit everything still adds up.
	items := []layout.Item{box(Limit / 4), {Kind: layout.ItemGlue, Width: Limit / 4, Stretch: Limit / 4}, box(Limit / 4)}
	res, err := Break(items, func(int) layout.Length { return Limit }, Default())
	if err != nil || len(res.Lines) != 1 {
		t.Fatal(res, err)
	}
	var sum layout.Length
	for _, w := range res.Lines[0].Set(items, nil) {
		sum += w
	}
	if sum != Limit || res.Lines[0].Ratio != 1<<16 {
		t.Errorf("sum %d, ratio %d, want %d, %d", int64(sum), res.Lines[0].Ratio, int64(Limit), 1<<16)
	}
}
