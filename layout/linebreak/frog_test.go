package linebreak

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"chancery/layout"
)

// frog is testdata/frog-prince.json: the paragraph of Knuth and Plass 1981 with
// the breaks and ratios that were published for it.
type frog struct {
	CharWidths map[string]layout.Length `json:"char_widths"`
	SoftHyphen struct {
		Penalty int32
		Width   layout.Length
	} `json:"soft_hyphen"`
	Glue map[string]struct{ W, Y, Z layout.Length }
	Text string `json:"text_soft_hyphens_as_tilde"`
	// Cases are the measures with their results.
	Cases []struct {
		Name   string
		First  layout.Length `json:"first_line"`
		Others layout.Length `json:"other_lines"`
		Starts []string      `json:"line_starts"`
		Hyphen []int         `json:"line_ends_with_hyphen"`
		Ratios []float64     `json:"adjustment_ratios"`
	}
}

func readFrog(t testing.TB) *frog {
	t.Helper()
	data, err := os.ReadFile("testdata/frog-prince.json")
	if err != nil {
		t.Fatal(err)
	}
	var f frog
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	return &f
}

// items makes the paragraph: soft hyphens as penalties that show a hyphen, as
// published, or as discretionaries. Every item knows its bytes of the text without
// tildes, which is returned too.
func (f *frog) items(t testing.TB, disc bool) ([]layout.Item, string) {
	t.Helper()
	var items []layout.Item
	var text strings.Builder
	word := layout.Item{Kind: layout.ItemBox}
	flush := func() {
		if word.End = text.Len(); word.Width > 0 {
			items = append(items, word)
		}
		word = layout.Item{Kind: layout.ItemBox, Start: text.Len()}
	}
	last := ""
	for _, r := range f.Text {
		c := string(r)
		switch c {
		case "~":
			flush()
			it := layout.Item{Kind: layout.ItemPenalty, Penalty: f.SoftHyphen.Penalty, Flagged: true, Width: f.SoftHyphen.Width}
			if disc {
				// The price of a hyphen is Params.HyphenPenalty's.
				it = layout.Item{Kind: layout.ItemDiscretionary, Flagged: true, Pre: f.SoftHyphen.Width}
			}
			it.Start, it.End = text.Len(), text.Len()
			items = append(items, it)
		case " ":
			flush()
			g, ok := f.Glue["after "+last]
			if !ok {
				g = f.Glue["default"]
			}
			text.WriteString(c)
			items = append(items, layout.Item{Kind: layout.ItemGlue, Width: g.W, Stretch: g.Y, Shrink: g.Z, Start: word.Start, End: text.Len()})
			word.Start = text.Len()
		default:
			w, ok := f.CharWidths[c]
			if !ok {
				t.Fatalf("no width for %q", c)
			}
			word.Width += w
			text.WriteString(c)
			if c == "-" {
				flush()
				items = append(items, layout.Item{Kind: layout.ItemPenalty, Penalty: 50, Flagged: true, Start: text.Len(), End: text.Len()})
			}
		}
		last = c
	}
	flush()
	items = append(items,
		layout.Item{Kind: layout.ItemPenalty, Penalty: layout.InfinitePenalty, Start: text.Len(), End: text.Len()},
		layout.Item{Kind: layout.ItemGlue, Stretch: 1000, Start: text.Len(), End: text.Len()},
		layout.Item{Kind: layout.ItemPenalty, Penalty: layout.ForcedPenalty, Flagged: true, Start: text.Len(), End: text.Len()},
	)
	return items, text.String()
}

// TestFrogPrince holds Break to the published paragraph: its breaks, and its
// ratios to three decimals.
func TestFrogPrince(t *testing.T) {
	f := readFrog(t)
	if len(f.Cases) != 2 {
		t.Fatalf("%d cases, want 2", len(f.Cases))
	}
	for _, c := range f.Cases {
		for _, disc := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/discretionaries=%v", c.Name, disc), func(t *testing.T) {
				items, text := f.items(t, disc)
				p := Default()
				p.Pretolerance, p.Tolerance = -1, 100 // no line is stretched beyond a ratio of 1
				measure := func(line int) layout.Length {
					if line == 0 {
						return c.First
					}
					return c.Others
				}
				res, err := Break(items, measure, p)
				if err != nil {
					t.Fatal(err)
				}
				if len(res.Lines) != len(c.Starts) {
					t.Errorf("%d lines, want %d", len(res.Lines), len(c.Starts))
				}
				hyphens := []int{}
				for i, l := range res.Lines {
					line := text[items[l.Start].Start:items[l.End].Start]
					t.Logf("%7.3f %s", float64(l.Ratio)/65536, line)
					if i >= len(c.Starts) {
						continue
					}
					if !strings.HasPrefix(line, c.Starts[i]) {
						t.Errorf("line %d is %q, want it to start with %q", i+1, line, c.Starts[i])
					}
					if got, want := fmt.Sprintf("%.3f", float64(l.Ratio)/65536), fmt.Sprintf("%.3f", c.Ratios[i]); got != want {
						t.Errorf("line %d: ratio %s, want %s", i+1, got, want)
					}
					if l.Hyphenated && items[l.End].Start > 0 && text[items[l.End].Start-1] != '-' {
						hyphens = append(hyphens, i+1)
					}
				}
				if fmt.Sprint(hyphens) != fmt.Sprint(c.Hyphen) {
					t.Errorf("hyphens at the end of lines %v, want %v", hyphens, c.Hyphen)
				}
			})
		}
	}
}
