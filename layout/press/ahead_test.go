package press

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"chancery/source"
)

// TestWorkersChangeNothing sets a long letter of all kinds of paragraph on one
// core and on several: the files are the same, and so is all that is wrong.
func TestWorkersChangeNothing(t *testing.T) {
	words := strings.Fields("the office asks that children be kept with their parents wherever immigration proceedings are conducted " +
		"because administrative detention separates families unnecessarily and undermines constitutional principles")
	var b strings.Builder
	for i := range 160 {
		for k := range 30 + i%50 {
			w := words[(i*7+k*5+k*k)%len(words)]
			switch (i + k) % 37 {
			case 3:
				w = "*" + w + "*"
			case 11:
				w = "**" + w + "**"
			case 19:
				w = "[" + w + "](https://example.org/" + w + ")"
			}
			b.WriteString(w)
			b.WriteByte(' ')
		}
		if i%29 == 5 {
			fmt.Fprintf(&b, "so[^n%d]", i)
		}
		b.WriteString("end.\n\n")
		if i%29 == 5 {
			fmt.Fprintf(&b, "[^n%d]: A note of *%d*.\n\n", i, i)
		}
		if i%31 == 7 {
			b.WriteString("- one\n- two\n\n")
		}
	}
	packet := copyPacket(t, t.TempDir())
	edit(t, filepath.Join(packet, "letter.md"), "The undersigned", b.String()+"The undersigned")
	cores := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(cores)
	want := made(t, New(), Options{Packet: packet})
	edit(t, filepath.Join(packet, "letter.md"), "end.\n\n- one", "𓅃 end.\n\n- one")
	var wrong source.Problems
	if _, _, err := New().Make(context.Background(), Options{Packet: packet}); !errors.As(err, &wrong) {
		t.Fatalf("error %v", err)
	}
	edit(t, filepath.Join(packet, "letter.md"), "𓅃 end.\n\n- one", "end.\n\n- one")
	for _, n := range []int{2, 4} {
		runtime.GOMAXPROCS(n)
		p := New()
		for range 2 {
			same(t, made(t, p, Options{Packet: packet}), want)
		}
	}
	edit(t, filepath.Join(packet, "letter.md"), "end.\n\n- one", "𓅃 end.\n\n- one")
	var again source.Problems
	if _, _, err := New().Make(context.Background(), Options{Packet: packet}); !errors.As(err, &again) || again.Error() != wrong.Error() {
		t.Errorf("got\n%v\nwant\n%v", again, wrong)
	}
}
