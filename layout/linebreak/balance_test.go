package linebreak

import (
	"math"
	"math/rand"
	"strings"
	"testing"

	"chancery/layout"
)

// TestBalanceExhaustive compares Balance with a search of all ways.
func TestBalanceExhaustive(t *testing.T) {
	over, hyphens, several := 0, 0, 0
	cases(t, 10000, func(t *testing.T, name string, r *rand.Rand) {
		items, p, measure := random(r), Default(), randomMeasure(r)
		res, err := Balance(items, measure, p)
		if err != nil {
			t.Fatal(name, err)
		}
		want, lines := price{math.MaxInt64, 0}, 0
		o := oracle{items: items, measure: measure, p: p, balance: true}
		for _, pass := range []Pass{PassPretolerance, PassRescue} {
			ways, _ := o.search(pass)
			want = price{math.MaxInt64, 0}
			for n := 1; n <= len(o.ends); n++ {
				if b, ok := ways[n]; ok && b.over < want.over {
					want, lines = b, n
				}
			}
			if want.over == 0 || !discretionary(items) {
				break
			}
			hyphens++
		}
		got := price{demerits: res.Demerits}
		for _, l := range res.Lines {
			if l.Overfull {
				got.over -= int64(l.Excess)
			}
		}
		if want.over > 0 {
			over++
		}
		if lines > 1 {
			several++
		}
		if got != want || len(res.Lines) != lines {
			t.Fatalf("%s: %+v in %d lines, want %+v in %d\nitems %+v", name, got, len(res.Lines), want, lines, items)
		}
	})
	t.Logf("overfull %d, tried with hyphens %d, of several lines %d", over, hyphens, several)
	if over < 100 || hyphens < 100 || several < 1000 {
		t.Error("too few cases of one kind to mean anything")
	}
}

func discretionary(items []layout.Item) bool {
	for i := range items {
		if it := &items[i]; it.Kind == layout.ItemDiscretionary && it.Penalty < layout.InfinitePenalty && it.Penalty > layout.ForcedPenalty {
			return true
		}
	}
	return false
}

// words makes a headline of words a point wide a letter, with spaces of one. "~"
// after a word forbids a break, "^" makes it dear.
func words(text string) []layout.Item {
	var items []layout.Item
	at := 0
	for i, w := range strings.Fields(text) {
		if i > 0 {
			items = append(items, layout.Item{Kind: layout.ItemGlue, Width: layout.Point, Stretch: layout.Point / 2, Shrink: layout.Point / 3, Start: at - 1, End: at})
		}
		mark := strings.IndexAny(w, "~^")
		if mark >= 0 {
			w = w[:mark]
		}
		items = append(items, layout.Item{Kind: layout.ItemBox, Width: layout.Length(len(w)) * layout.Point, Start: at, End: at + len(w)})
		switch {
		case mark < 0:
		case strings.HasSuffix(text[:at+len(w)+1], "~"):
			items = append(items, layout.Item{Kind: layout.ItemPenalty, Penalty: layout.InfinitePenalty})
		default:
			items = append(items, layout.Item{Kind: layout.ItemPenalty, Penalty: 200})
		}
		at += len(w) + 1
	}
	return items
}

// plain is the text of a line, without the marks.
func plain(text string, items []layout.Item, l Line) string {
	text = strings.NewReplacer("~", "", "^", "").Replace(text)
	var b strings.Builder
	for i := l.Start; i < l.End; i++ {
		switch it := &items[i]; it.Kind {
		case layout.ItemBox:
			b.WriteString(text[it.Start:it.End])
		case layout.ItemGlue:
			b.WriteByte(' ')
		case layout.ItemPenalty, layout.ItemDiscretionary:
		}
	}
	return b.String()
}

func TestBalance(t *testing.T) {
	for _, c := range []struct {
		name, text string
		measure    int
		want       string
	}{
		{"one line", "Attorney General writes", 40, "Attorney General writes"},
		{"two even lines, not a full and a short one",
			"Attorney General Joins Letter to End Family Separation", 46,
			"Attorney General Joins Letter|to End Family Separation"},
		{"three lines", "Attorney General Joins Letter to End Family Separation", 22,
			"Attorney General|Joins Letter to End|Family Separation"},
		{"even, and by no sense", "States Sue the Border Agency", 26, "States Sue the|Border Agency"},
		{"by sense, because the break is dear", "States Sue the^ Border Agency", 26, "States Sue|the Border Agency"},
		{"by sense, because the break is forbidden", "States Sue the~ Border Agency", 20, "States Sue|the Border Agency"},
		{"even beats sense where the dear break saves more", "States Sue the^ Border Agency", 20, "States Sue the|Border Agency"},
		{"a word wider than the measure stands alone", "An extraordinarily long one", 10,
			"An|extraordinarily|long one"},
	} {
		t.Run(c.name, func(t *testing.T) {
			items := words(c.text)
			res, err := Balance(items, func(int) layout.Length { return layout.Length(c.measure) * layout.Point }, Default())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range res.Lines {
				got = append(got, plain(c.text, items, l))
			}
			if s := strings.Join(got, "|"); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
		})
	}
}
