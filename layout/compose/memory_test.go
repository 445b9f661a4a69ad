package compose

import (
	"fmt"
	"math/rand"
	"reflect"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/shape"
	"chancery/source"
)

// TestKeyHasEveryField fails when Piece gets a field: it must become part of
// Composer.key, or two paragraphs that differ in it alone would be set alike.
func TestKeyHasEveryField(t *testing.T) {
	known := "Text Element Offset Bold Italic Features Place Shift Lang Address Decoration look Joined small lower"
	var names []string
	for i, typ := 0, reflect.TypeFor[Piece](); i < typ.NumField(); i++ {
		names = append(names, typ.Field(i).Name)
	}
	if got := strings.Join(names, " "); got != known {
		t.Errorf("Piece has the fields %s; Composer.key knows %s", got, known)
	}
}

// say is all of the lines but the identity of elements, by their ids.
func say(lines []Line) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintln(&b, l.Width, l.Hyphenated)
		for _, x := range l.Boxes {
			id := "-"
			if x.Element != nil {
				id = x.Element.ID
			}
			fmt.Fprintln(&b, " ", x.Kind, x.Decoration, x.X, x.Y, id, x.Run.Text, x.Run.Offset, x.Run.Face.PostScriptName, x.Run.Size, x.Run.Color, x.Run.Glyphs)
		}
	}
	return b.String()
}

// TestMemoryChangesNothing sets random paragraphs, many of them again, with and
// without a memory.
func TestMemoryChangesNothing(t *testing.T) {
	without, with := composer(t, usual), composer(t, usual)
	with.Use(NewMemory())
	rng := rand.New(rand.NewSource(1))
	var recalled int
	for range 900 {
		n := rng.Intn(3) + 1
		var a, b []Piece
		e, f := &layout.Element{ID: "e"}, &layout.Element{ID: "f"}
		for k := range n {
			p := Piece{Text: words[rng.Intn(4)] + " ", Element: e, Offset: 10 * k, Bold: rng.Intn(4) == 0}
			switch rng.Intn(6) {
			case 3:
				p.Lang, p.Decoration = "es", k > 0
			case 4:
				p.Shift = Superior
			case 5:
				p.Joined = true
			case 0:
				p.Element, p.Offset = nil, -1
			case 1:
				p.Element = f
			case 2:
				p.Features = shape.SmallCaps
			}
			a = append(a, p)
			if p.Element != nil {
				p.Element = &layout.Element{ID: p.Element.ID}
				for i := range b {
					if b[i].Element != nil && b[i].Element.ID == p.Element.ID {
						p.Element = b[i].Element
					}
				}
			}
			b = append(b, p)
		}
		st := Style{Size: 11 * layout.Point, Leading: 15 * layout.Point, Align: layout.Align(rng.Intn(2)), Italic: rng.Intn(3) == 0}
		measure := layout.Length(40+rng.Intn(2)*100) * layout.Point
		want := say(without.Paragraph(a, st, measure))
		before := len(with.Memory.paragraphs)
		lines := with.Paragraph(b, st, measure)
		if len(with.Memory.paragraphs) == before {
			recalled++
		}
		if got := say(lines); got != want {
			t.Fatalf("with a memory:\n%s\nwithout:\n%s", got, want)
		}
		for _, l := range lines {
			for _, x := range l.Boxes {
				if x.Element != nil && numberOf(elements(b), x.Element) < 0 {
					t.Fatal("a box of an element of another paragraph")
				}
			}
		}
	}
	if recalled < 30 {
		t.Errorf("only %d paragraphs were recalled", recalled)
	}
}

// TestMemoryForgetsFaults wants a missing character said for every place.
func TestMemoryForgetsFaults(t *testing.T) {
	c := composer(t, usual)
	c.Use(NewMemory())
	for i := range 2 {
		pieces := plain("a 🐦 b")
		pieces[0].Place = func(o int) source.Span { return source.Span{Start: 100*i + o} }
		c.Paragraph(pieces, c.Running(), c.Measure)
	}
	if len(c.Problems) != 2 || len(c.Memory.paragraphs) != 0 {
		t.Errorf("%d problems, %d paragraphs kept", len(c.Problems), len(c.Memory.paragraphs))
	}
}

// TestMemoryIsBounded sets more text than a memory keeps.
func TestMemoryIsBounded(t *testing.T) {
	m := NewMemory()
	text := strings.Repeat("x", 1000)
	for i := range 3 * maxMemory / len(text) {
		m.keep(paragraphKey{pieces: fmt.Sprint(i, text)}, remember(nil, nil))
		if n := len(m.paragraphs) * len(text); n > maxMemory {
			t.Fatalf("%d bytes of text are kept", n)
		}
	}
	m.keep(paragraphKey{pieces: strings.Repeat("x", maxRemembered+1)}, remember(nil, nil))
	for k := range m.paragraphs {
		if len(k.pieces) > maxRemembered {
			t.Error("a paragraph that is too long is kept")
		}
	}
}
