package pagebreak

import (
	"fmt"
	"math"
	"math/rand"
	"testing"

	"chancery/layout"
)

// price is what a way costs, in the order in which it counts.
type price struct{ over, weight, cost int64 }

func (a price) less(b price) bool {
	if a.over != b.over {
		return a.over < b.over
	}
	if a.weight != b.weight {
		return a.weight < b.weight
	}
	return a.cost < b.cost
}

func (a *price) charge(c int64) {
	if c >= InfinitePenalty {
		a.weight += c - InfinitePenalty + 1
	} else {
		a.cost += c
	}
}

// oracle finds the best pages of a short document by trying all. It shares no
// code with the package: it adds heights item by item, and keeps no best way.
type oracle struct {
	items  []Item
	height func(page int) layout.Length
	p      Params
	ends   []int // where a page may end, ascending; the last is the end
	best   price
}

func (o *oracle) forced(i int) bool {
	return i == o.ends[len(o.ends)-1] || o.items[i].Kind == Penalty && o.items[i].Penalty <= ForcedPenalty
}

func (o *oracle) findEnds() {
	end := len(o.items)
	for i := len(o.items) - 1; i >= 0 && o.items[i].Kind != Box; i-- {
		if o.items[i].Kind == Penalty && o.items[i].Penalty <= ForcedPenalty {
			end = i
			break
		}
	}
	for i := range end {
		if it := &o.items[i]; it.Kind == Penalty || it.Kind == Glue && i > 0 && o.items[i-1].Kind == Box {
			o.ends = append(o.ends, i)
		}
	}
	o.ends = append(o.ends, end)
}

// start is the item that the page after a break begins with; -1 is the document's
// start.
func (o *oracle) start(from int) int {
	from++
	for from < len(o.items) {
		if it := &o.items[from]; it.Kind == Box || it.Kind == Penalty && it.Penalty <= ForcedPenalty {
			break
		}
		from++
	}
	return from
}

// page prices the page between two breaks and gives its spare space.
func (o *oracle) page(from, to, number int) (c price, spare layout.Length, empty bool) {
	start := o.start(from)
	if start > to || start == to && !o.forced(to) {
		return c, 0, true
	}
	foot := to
	for foot > start && o.items[foot-1].Kind != Box {
		foot--
	}
	var h, y, z layout.Length
	notes := false
	if start < to && o.items[start].Kind == Box {
		h = o.items[start].Head
	}
	for i := start; i < foot; i++ {
		if it := &o.items[i]; it.Kind != Penalty {
			h, y, z = h+it.Height+it.Notes, y+it.Stretch, z+it.Shrink
			notes = notes || it.Notes > 0
		}
	}
	if notes {
		h += o.p.Separator
	}
	room := o.height(number)
	spare = room - h
	var give, can layout.Length
	switch {
	case spare < 0:
		give, can = min(-spare, z), z
		spare += give
		if spare < 0 {
			c.over = int64(-spare)
		}
	case !o.forced(to):
		give, can = min(spare, y), y
		spare -= give
		if q := int64(spare) * 1000 / int64(room); true {
			c.cost += q * q
		}
	}
	if give > 0 {
		r := int64(give) << 16 / int64(can)
		c.cost += r * r * r / (1 << 32) * 100 >> 16
	}
	if to < len(o.items) && o.items[to].Kind == Penalty && !o.forced(to) {
		c.charge(o.items[to].Penalty)
	}
	if o.p.Cost != nil {
		x, _ := o.p.Cost(start, to, to == o.ends[len(o.ends)-1])
		c.charge(x)
	}
	return c, spare, false
}

func (o *oracle) walk(from, number int, sum price) {
	if from == o.ends[len(o.ends)-1] {
		if sum.less(o.best) {
			o.best = sum
		}
		return
	}
	tried := false
	for _, to := range o.ends {
		if to <= from {
			continue
		}
		c, spare, empty := o.page(from, to, number)
		if !empty && (spare >= 0 || !tried) {
			tried = true
			o.walk(to, number+1, price{sum.over + c.over, sum.weight + c.weight, sum.cost + c.cost})
			if spare < 0 {
				return
			}
		}
		if o.forced(to) {
			return
		}
	}
}

func (o *oracle) search() price {
	o.findEnds()
	o.best = price{math.MaxInt64, 0, 0}
	o.walk(-1, 0, price{})
	return o.best
}

// total is the price of pages as they were given.
func (o *oracle) total(pages []Page) price {
	var sum price
	from := -1
	for i, pg := range pages {
		c, _, _ := o.page(from, pg.End, i)
		sum = price{sum.over + c.over, sum.weight + c.weight, sum.cost + c.cost}
		from = pg.End
	}
	return sum
}

// seed is printed where a test fails, with the number of the case.
const seed = 1981

// cases calls f for thousands of documents.
func cases(t *testing.T, count int, f func(t *testing.T, name string, r *rand.Rand)) {
	for i := range count {
		f(t, fmt.Sprintf("seed %d, case %d", seed, i), rand.New(rand.NewSource(seed<<20+int64(i))))
		if t.Failed() {
			return
		}
	}
}

// random makes any list of items at all, so long as few breaks are in it.
func random(r *rand.Rand) []Item {
	n := func(k int) layout.Length { return layout.Length(r.Intn(k)) }
	var items []Item
	for range 2 + r.Intn(12) {
		switch r.Intn(8) {
		case 0, 1, 2, 3:
			it := Item{Kind: Box, Height: 1 + n(30)}
			if r.Intn(5) == 0 {
				it.Notes = 1 + n(12)
			}
			if r.Intn(4) == 0 {
				it.Head = n(15)
			}
			items = append(items, it)
		case 4, 5:
			items = append(items, Item{Kind: Glue, Height: n(9), Stretch: n(5), Shrink: n(4)})
		default:
			it := Item{Kind: Penalty, Penalty: int64(r.Intn(20000) - 5000)}
			switch r.Intn(6) {
			case 0, 1:
				it.Penalty = InfinitePenalty + int64(r.Intn(3))
				it.Law = fmt.Sprintf("law %d", len(items))
			case 2:
				it.Penalty = ForcedPenalty
			}
			items = append(items, it)
		}
	}
	return items
}

func randomHeight(r *rand.Rand) func(int) layout.Length {
	h := make([]layout.Length, 1+r.Intn(3))
	h[0] = layout.Length(20 + r.Intn(60))
	for i := range h {
		if h[i] = h[0]; r.Intn(2) == 0 {
			h[i] = layout.Length(20 + r.Intn(60))
		}
	}
	return func(page int) layout.Length { return h[min(page, len(h)-1)] }
}

// randomCost is a law about whole pages: some price by their content, and the
// last must hold so much.
func randomCost(r *rand.Rand, items []Item) func(start, end int, last bool) (int64, string) {
	if r.Intn(2) == 0 {
		return nil
	}
	most := r.Intn(4)
	return func(start, end int, last bool) (int64, string) {
		boxes := 0
		for i := start; i < end; i++ {
			if items[i].Kind == Box {
				boxes++
			}
		}
		if last && boxes < most {
			return InfinitePenalty, "last page holds too little"
		}
		return int64((start*7+end*13)%5) * 1000, "price alone"
	}
}

// TestExhaustive compares Break with a search of all ways.
func TestExhaustive(t *testing.T) {
	var several, tall, broken, clean int
	cases(t, 30000, func(t *testing.T, name string, r *rand.Rand) {
		items, height := random(r), randomHeight(r)
		p := Params{Cost: randomCost(r, items), Separator: layout.Length(r.Intn(8))}
		res := Break(items, height, p)
		o := oracle{items: items, height: height, p: p}
		want := o.search()
		got := o.total(res.Pages)
		if got != want {
			t.Fatalf("%s: %+v, want %+v\npages %+v\nitems %+v", name, got, want, res.Pages, items)
		}
		if res.Cost != want.cost {
			t.Fatalf("%s: cost %d, want %d", name, res.Cost, want.cost)
		}
		if len(res.Pages) > 2 {
			several++
		}
		switch {
		case want.over > 0:
			tall++
		case want.weight > 0:
			broken++
		default:
			clean++
		}
		checkPages(t, name, items, height, p, res)
		checkViolations(t, name, items, p, res, want)
	})
	t.Logf("over two pages %d, too tall %d, a law broken %d, all kept %d", several, tall, broken, clean)
	if several < 1000 || tall < 1000 || broken < 1000 || clean < 1000 {
		t.Error("too few cases of one kind to mean anything")
	}
}

// checkPages holds pages to this: every box is on exactly one, in order, no page
// runs over a forced break, and its figures and Set agree with its items.
func checkPages(t *testing.T, name string, items []Item, height func(int) layout.Length, p Params, res Result) {
	t.Helper()
	at := 0
	for i, pg := range res.Pages {
		for ; at < pg.Start; at++ {
			if items[at].Kind == Box {
				t.Errorf("%s: box %d is on no page", name, at)
			}
		}
		var natural, set, notes layout.Length
		boxes, foot := false, pg.Start
		for j := pg.Start; j < pg.End; j++ {
			if items[j].Kind == Box {
				foot, boxes = j+1, true
			}
			if items[j].Kind == Penalty && items[j].Penalty <= ForcedPenalty {
				t.Errorf("%s: page %d runs over a forced break", name, i)
			}
		}
		if pg.Start < pg.End && items[pg.Start].Kind == Box {
			if pg.Head != items[pg.Start].Head {
				t.Errorf("%s: page %d has a head of %d: %+v", name, i, int64(pg.Head), items[pg.Start])
			}
		} else if pg.Head != 0 {
			t.Errorf("%s: page %d has a head and nothing under it", name, i)
		}
		natural, set = pg.Head, pg.Head
		heights := pg.Set(items, nil)
		if len(heights) != pg.End-pg.Start {
			t.Fatalf("%s: page %d has %d heights for items %d to %d", name, i, len(heights), pg.Start, pg.End)
		}
		for j := pg.Start; j < pg.End; j++ {
			it, h := &items[j], heights[j-pg.Start]
			set += h
			if j < foot && it.Kind != Penalty {
				natural += it.Height
				notes += it.Notes
			}
			if it.Kind == Box && h != it.Height || it.Kind == Glue && j < foot && (h < it.Height-it.Shrink-1 || h > it.Height+it.Stretch+1) || j >= foot && h != 0 {
				t.Errorf("%s: item %d is set to %d: %+v", name, j, int64(h), *it)
			}
		}
		if boxes && items[pg.Start].Kind != Box {
			t.Errorf("%s: page %d begins with item %d, which should vanish", name, i, pg.Start)
		}
		if notes > 0 {
			notes += p.Separator
		}
		if notes != pg.Notes || natural != pg.Height || set != pg.Height+pg.Give || set+notes+pg.Spare != height(i) {
			t.Errorf("%s: page %d: set %d, natural %d, room %d, %+v", name, i, int64(set), int64(natural), int64(height(i)), pg)
		}
		at = pg.End
	}
	for ; at < len(items); at++ {
		if items[at].Kind == Box {
			t.Errorf("%s: box %d is after the last page", name, at)
		}
	}
}

// checkViolations finds what is broken on the pages and compares it with what is
// reported.
func checkViolations(t *testing.T, name string, items []Item, p Params, res Result, price price) {
	t.Helper()
	var want []Violation
	for i, pg := range res.Pages {
		if pg.Spare < 0 {
			want = append(want, Violation{TooTall, pg.Start, i})
		}
		if pg.End < len(items) && items[pg.End].Kind == Penalty && items[pg.End].Penalty >= InfinitePenalty {
			want = append(want, Violation{items[pg.End].Law, pg.End, i})
		}
		if p.Cost != nil {
			if c, law := p.Cost(pg.Start, pg.End, i == len(res.Pages)-1); c >= InfinitePenalty {
				want = append(want, Violation{law, pg.Start, i})
			}
		}
	}
	if fmt.Sprint(want) != fmt.Sprint(res.Violations) {
		t.Errorf("%s: reported %v, broken %v", name, res.Violations, want)
	}
	if (len(want) > 0) != (price.over > 0 || price.weight > 0) {
		t.Errorf("%s: %v, but the price is %+v", name, want, price)
	}
}
