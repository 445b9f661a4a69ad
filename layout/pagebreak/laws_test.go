package pagebreak

import (
	"math"
	"math/rand"
	"testing"

	"chancery/layout"
)

// row is what a line of a generated letter is: what the laws speak of.
type row struct {
	item           int // its box
	para, line, of int // paragraph, line of so many; para is -1 for what is no paragraph
	hyphen         bool
	heading        bool
	close          bool // the complimentary close
	signatories    int  // number of the signature block's row, from 1
	after          layout.Length
}

// letter makes a document with headings, paragraphs that end in hyphens here and
// there, a close and a signature block; and what each line is.
func letter(r *rand.Rand) ([]Item, []row) {
	const line = 14
	var items []Item
	var rows []row
	box := func(w row, h layout.Length) {
		w.item = len(items)
		rows = append(rows, w)
		items = append(items, Item{Kind: Box, Height: h})
	}
	keep := func(law string) {
		items = append(items, Item{Kind: Penalty, Penalty: InfinitePenalty + kept - 1, Law: law})
	}
	space := func(h layout.Length) {
		rows[len(rows)-1].after = h
		items = append(items, Item{Kind: Glue, Height: h})
	}
	n := 1 + r.Intn(8)
	for para := range n {
		if r.Intn(4) == 0 {
			box(row{para: -1, heading: true}, 2*line)
			keep("heading stranded")
			space(layout.Length(r.Intn(3)) * 3)
		}
		of := 1 + r.Intn(9)
		hyphens := make([]bool, of)
		for i := range hyphens[:of-1] {
			hyphens[i] = r.Intn(4) == 0
		}
		first := len(items)
		items = Lines(items, of, line, func(i int) int64 {
			if hyphens[i] {
				return InfinitePenalty
			}
			return 0
		})
		l := 0
		for i := first; i < len(items); i++ {
			if items[i].Kind == Box {
				rows = append(rows, row{item: i, para: para, line: l, of: of, hyphen: hyphens[l]})
				l++
			}
		}
		if para < n-1 {
			space(layout.Length(r.Intn(3)) * 4)
		}
	}
	if r.Intn(3) > 0 {
		keep("close parted from body")
		space(14)
		box(row{para: -1, close: true}, line)
		keep("close parted from signatories")
		space(6)
		for s := 1 + r.Intn(6); s > 0; s-- {
			box(row{para: -1, signatories: s}, 3*line)
			if s > 1 {
				space(10)
			}
		}
	}
	return items, rows
}

// forbidden says which laws a page's end between two lines breaks, from what
// the lines are, and how much they weigh together.
func forbidden(a, b row) (laws []string) {
	if same := a.para >= 0 && a.para == b.para; same {
		if a.line == 0 {
			laws = append(laws, Orphan)
		}
		if b.line == b.of-1 && a.line > 0 {
			laws = append(laws, Widow)
		}
		if a.hyphen {
			laws = append(laws, Hyphen)
		}
	}
	switch {
	case a.heading:
		laws = append(laws, "heading stranded")
	case b.close:
		laws = append(laws, "close parted from body")
	case a.close:
		laws = append(laws, "close parted from signatories")
	}
	return laws
}

// kept is the weight of a generated letter's own laws.
const kept = 5

// weights of the laws of a paragraph.
var weights = map[string]int{Hyphen: 1, Orphan: 2, Widow: 3}

// weigh is how much laws weigh together.
func weigh(laws []string) (sum int) {
	for _, law := range laws {
		if w := weights[law]; w > 0 {
			sum += w
		} else {
			sum += kept
		}
	}
	return sum
}

// leastBroken is the least weight of laws that pages can break which are not too
// tall, or -1 if all ways are: by its own plain search over lines.
func leastBroken(items []Item, rows []row, height func(int) layout.Length) int {
	type key struct{ from, page int }
	known := map[key]int{}
	var walk func(from, page int) int
	walk = func(from, page int) int {
		if from == len(rows) {
			return 0
		}
		k := key{from, page}
		if n, ok := known[k]; ok {
			return n
		}
		least, h := -1, layout.Length(0)
		for to := from; to < len(rows); to++ {
			if to > from {
				h += rows[to-1].after
			}
			if h += items[rows[to].item].Height; h > height(page) {
				break
			}
			broken := 0
			if to+1 < len(rows) {
				broken = weigh(forbidden(rows[to], rows[to+1]))
			}
			if rest := walk(to+1, page+1); rest >= 0 && (least < 0 || broken+rest < least) {
				least = broken + rest
			}
		}
		known[k] = least
		return least
	}
	return walk(0, 0)
}

// TestLaws holds Break to the laws of a letter, over thousands: what is forbidden
// never happens where there is a way without; where there is none, as little is
// broken as can be, and the violations say what and where.
func TestLaws(t *testing.T) {
	clean, broken := 0, map[string]int{}
	cases(t, 10000, func(t *testing.T, name string, r *rand.Rand) {
		items, rows := letter(r)
		rooms := []layout.Length{layout.Length(42 + r.Intn(200)), layout.Length(42 + r.Intn(200))}
		height := func(page int) layout.Length { return rooms[min(page, 1)] }
		res := Break(items, height, Params{})
		checkPages(t, name, items, height, Params{}, res)

		var seen []Violation
		count, at := 0, 0
		for i, pg := range res.Pages {
			if pg.Spare < 0 {
				t.Fatalf("%s: page %d is too tall, but no line is", name, i)
			}
			for at < len(rows) && rows[at].item < pg.End {
				at++
			}
			if at == len(rows) {
				break
			}
			if laws := forbidden(rows[at-1], rows[at]); len(laws) > 0 {
				count += weigh(laws)
				seen = append(seen, Violation{laws[0], pg.End, i})
			}
		}
		least := leastBroken(items, rows, height)
		if count != least {
			t.Fatalf("%s: laws of weight %d broken (%v), %d would do", name, count, seen, least)
		}
		if len(res.Violations) != len(seen) {
			t.Fatalf("%s: reported %v, broken %v", name, res.Violations, seen)
		}
		for i, v := range res.Violations {
			if v != seen[i] {
				t.Fatalf("%s: reported %v, broken %v", name, v, seen[i])
			}
			broken[v.Law]++
		}
		if least == 0 {
			clean++
		}
	})
	t.Logf("all kept in %d; broken where no way keeps them: %v", clean, broken)
	for _, law := range []string{Orphan, Widow, Hyphen, "heading stranded", "close parted from body", "close parted from signatories"} {
		if broken[law] == 0 {
			t.Errorf("no case broke %q, so nothing shows that it is reported", law)
		}
	}
	if clean < 1000 {
		t.Error("too few cases keep all laws to mean anything")
	}
}

// TestWholePage holds Break to laws about a page as a whole: a last page of one
// line is avoided by an earlier break where that can be, and reported where not.
func TestWholePage(t *testing.T) {
	const law = "last page holds too little"
	avoided, reported := 0, 0
	cases(t, 5000, func(t *testing.T, name string, r *rand.Rand) {
		items, rows := letter(r)
		room := layout.Length(60 + r.Intn(150))
		height := func(int) layout.Length { return room }
		boxes := make([]int, len(items)+1)
		for i := range items {
			if boxes[i+1] = boxes[i]; items[i].Kind == Box {
				boxes[i+1]++
			}
		}
		little := func(start, end int, last bool) (int64, string) {
			if last && start > 0 && boxes[end]-boxes[start] < 3 {
				return InfinitePenalty, law
			}
			return 0, ""
		}
		plain, res := Break(items, height, Params{}), Break(items, height, Params{Cost: little})
		checkPages(t, name, items, height, Params{}, res)
		last := res.Pages[len(res.Pages)-1]
		_, is := little(last.Start, last.End, true)
		said := false
		for _, v := range res.Violations {
			said = said || v.Law == law
		}
		if said != (is == law) {
			t.Fatalf("%s: the last page is %+v of %d lines, but %v", name, last, len(rows), res.Violations)
		}
		if was := plain.Pages[len(plain.Pages)-1]; was.Start > 0 && boxes[was.End]-boxes[was.Start] < 3 {
			if said {
				reported++
			} else {
				avoided++
			}
		}
	})
	t.Logf("avoided %d, reported %d", avoided, reported)
	if avoided < 100 || reported < 10 {
		t.Error("too few cases to mean anything")
	}
}

func TestLines(t *testing.T) {
	for _, c := range []struct {
		n    int
		laws []string // between the lines
	}{
		{1, nil},
		{2, []string{Orphan}},
		{3, []string{Orphan, Widow}},
		{4, []string{Orphan, "", Widow}},
		{6, []string{Orphan, "", Hyphen, "", Widow}},
	} {
		items := Lines(nil, c.n, 14, func(line int) int64 {
			if c.n == 6 && line == 2 {
				return InfinitePenalty
			}
			return 7
		})
		if len(items) != 2*c.n-1 {
			t.Fatalf("%d lines: %d items", c.n, len(items))
		}
		for i, law := range c.laws {
			it := items[2*i+1]
			if it.Kind != Penalty || it.Law != law || (it.Penalty >= InfinitePenalty) != (law != "") || law == "" && it.Penalty != 7 {
				t.Errorf("%d lines: after line %d %+v, want %q", c.n, i+1, it, law)
			}
		}
	}
}

// TestWeight: of two laws the lighter is broken.
func TestWeight(t *testing.T) {
	box := Item{Kind: Box, Height: 10}
	law := func(name string, weight int64) Item {
		return Item{Kind: Penalty, Penalty: InfinitePenalty + weight - 1, Law: name}
	}
	for _, c := range []struct {
		first, second int64
		want          string
	}{{1, 2, "first"}, {2, 1, "second"}, {1, 1, "second"}} { // of equals the one that leaves less white
		items := []Item{box, law("first", c.first), box, law("second", c.second), box}
		res := Break(items, func(int) layout.Length { return 20 }, Params{})
		if len(res.Violations) != 1 || res.Violations[0].Law != c.want {
			t.Errorf("weights %d and %d: %v", c.first, c.second, res.Violations)
		}
	}
}

// TestTooTall: what no page holds stands alone, and all else as if it were not there.
func TestTooTall(t *testing.T) {
	line, space := Item{Kind: Box, Height: 10}, Item{Kind: Glue, Height: 5}
	items := []Item{line, space, {Kind: Box, Height: 75}, space, line, space, line}
	res := Break(items, func(int) layout.Length { return 50 }, Params{})
	if len(res.Pages) != 3 || res.Pages[1].Start != 2 || res.Pages[1].End != 3 || res.Pages[1].Spare != -25 {
		t.Errorf("pages %+v", res.Pages)
	}
	if want := (Violation{TooTall, 2, 1}); len(res.Violations) != 1 || res.Violations[0] != want {
		t.Errorf("violations %v, want %v", res.Violations, want)
	}
}

// TestEven: pages share the white that a law forces, earlier pages giving way to
// later ones only where that costs less.
func TestEven(t *testing.T) {
	if res := Break(nil, func(int) layout.Length { return 1 }, Params{}); len(res.Pages) != 0 {
		t.Errorf("no items: %+v", res)
	}
	// Ten lines a page; a block of eight after line 26 fits on no page with
	// more than two others.
	var items []Item
	for i := range 26 {
		if i > 0 {
			items = append(items, Item{Kind: Penalty})
		}
		items = append(items, Item{Kind: Box, Height: 10})
	}
	items = append(items, Item{Kind: Penalty}, Item{Kind: Box, Height: 80})
	res := Break(items, func(int) layout.Length { return 100 }, Params{})
	spare := layout.Length(0)
	for _, pg := range res.Pages[:len(res.Pages)-1] {
		spare = max(spare, pg.Spare)
	}
	if len(res.Pages) != 4 || spare != 20 {
		t.Errorf("%d pages, the emptiest leaves %d: %+v", len(res.Pages), int64(spare), res.Pages)
	}
	if res.Cost >= math.MaxInt32 {
		t.Errorf("cost %d", res.Cost)
	}
}
