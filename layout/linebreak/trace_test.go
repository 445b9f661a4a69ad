package linebreak

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"chancery/layout"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with a file of testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := "testdata/" + file
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the difference\ngot:\n%s", path, got)
	}
}

// TestTrace keeps what each pass considered for the published paragraph on a
// measure that takes it to a hyphen, and the lines as they are then set.
func TestTrace(t *testing.T) {
	f := readFrog(t)
	whole, text := f.items(t, true)
	for _, c := range []struct {
		file    string
		items   int
		measure layout.Length
		set     func(p *Params)
	}{
		{"narrow.trace", len(whole), 390, func(*Params) {}},
		{"overfull.trace", 42, 50, func(*Params) {}},
		{"ragged.trace", len(whole), 390, func(p *Params) { p.Ragged = true }},
	} {
		t.Run(c.file, func(t *testing.T) {
			var b strings.Builder
			p := Default()
			p.EmergencyStretch = 0
			p.Trace = &b
			c.set(&p)
			items := whole
			if c.items < len(whole) {
				items = Finish(whole[:c.items:c.items])
			}
			res, err := Break(items, func(int) layout.Length { return c.measure }, p)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "\npass %v, demerits %d\n", res.Pass, res.Demerits)
			for i := range res.Lines {
				l := &res.Lines[i]
				fmt.Fprintf(&b, "%3d items %d-%d width %d excess %d ratio %.3f %v", i+1, l.Start, l.End, int64(l.Width), int64(l.Excess), float64(l.Ratio)/65536, l.Class)
				for _, m := range []struct {
					is   bool
					name string
				}{{l.Hyphenated, "hyphenated"}, {l.Overfull, "overfull"}, {l.Underfull, "underfull"}} {
					if m.is {
						b.WriteString(" " + m.name)
					}
				}
				b.WriteString("\n    ")
				for j, w := range l.Set(items, nil) {
					switch it := &items[l.Start+j]; {
					case it.Kind == layout.ItemBox:
						b.WriteString(text[it.Start:it.End])
					case it.Kind == layout.ItemGlue && l.Start+j < l.End:
						fmt.Fprintf(&b, "·%d·", int64(w))
					case w != 0:
						b.WriteString("‐")
					}
				}
				b.WriteString("\n")
			}
			golden(t, c.file, b.String())
		})
	}
}
