package fonts

import (
	"regexp"
	"slices"
	"testing"
)

// program reads a font program that has only the tables for glyphs.
func program(t testing.TB, data []byte) *Face {
	t.Helper()
	tables, err := directory(data)
	if err != nil {
		t.Fatal(err)
	}
	f := &Face{Data: data, tables: tables}
	if err := f.readGlyphTables(); err != nil {
		t.Fatal(err)
	}
	for i, tab := range tables { // checksums: OpenType 1.9.1, "Calculating Checksums"
		padded := append(slices.Clone(tab.data), 0, 0, 0)
		padded = padded[:len(tab.data)+(4-len(tab.data)%4)%4]
		if tab.tag == "head" {
			clear(padded[8:12])
		}
		if got := u32(data, 12+16*i+4); got != checksum(padded) {
			t.Errorf("checksum of %s: %08x", tab.tag, got)
		}
	}
	if sum := checksum(data); sum != 0xB1B0AFBA {
		t.Errorf("checksum of the file: %08x", sum)
	}
	return f
}

func glyphs(f *Face, text string) []GlyphID {
	var used []GlyphID
	for _, r := range text {
		g, _ := f.Glyph(r)
		used = append(used, g)
	}
	return used
}

func TestSubset(t *testing.T) {
	for _, f := range faces(t) {
		used := glyphs(f, "Respectfully, Héctor Ñ ½ ﬁ ǻ ệ Ḃ")
		s, err := f.Subset(used)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^[A-Z]{6}\+` + f.PostScriptName + `$`).MatchString(s.Name) {
			t.Errorf("name %s", s.Name)
		}
		if s.Glyphs[0] != 0 || !slices.IsSorted(s.Glyphs) {
			t.Errorf("glyphs %v", s.Glyphs)
		}
		sub := program(t, s.Data)
		if sub.numGlyphs != len(s.Glyphs) {
			t.Errorf("%d glyphs, %d expected", sub.numGlyphs, len(s.Glyphs))
		}
		for _, g := range used {
			n, ok := s.NewID(g)
			if !ok {
				t.Fatalf("%s: glyph %d is not in the subset", f.PostScriptName, g)
			}
			if sub.Advance(n) != f.Advance(g) || sub.leftBearing(n) != f.leftBearing(g) || path(sub.Outline(n)) != path(f.Outline(g)) {
				t.Errorf("%s: glyph %d differs", f.PostScriptName, g)
			}
		}
		if _, ok := s.NewID(GlyphID(f.NumGlyphs() - 1)); ok {
			t.Error("a glyph that was not asked for")
		}
		// The order does not matter, nor do repetitions; the glyphs do.
		slices.Reverse(used)
		again, _ := f.Subset(append(used, used...))
		if again.Name != s.Name || string(again.Data) != string(s.Data) {
			t.Error("the same glyphs give another subset")
		}
		if other, _ := f.Subset(used[1:3]); other.Name == s.Name {
			t.Error("other glyphs give the same name")
		}
	}
}

func TestSubsetOfComposite(t *testing.T) {
	seen := false
	for _, f := range faces(t) {
		for g := range f.NumGlyphs() {
			d := f.description(GlyphID(g))
			if d == nil || i16(d, 0) >= 0 {
				continue
			}
			seen = true
			s, err := f.Subset([]GlyphID{GlyphID(g)})
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Glyphs) < 3 { // .notdef, the glyph, a component
				t.Fatalf("%s, glyph %d: no components came along: %v", f.PostScriptName, g, s.Glyphs)
			}
			n, _ := s.NewID(GlyphID(g))
			if got, want := path(program(t, s.Data).Outline(n)), path(f.Outline(GlyphID(g))); got != want {
				t.Fatalf("%s, glyph %d:\n got %s\nwant %s", f.PostScriptName, g, got, want)
			}
			break
		}
	}
	if !seen {
		t.Error("no face has a composite glyph")
	}
}

func TestSubsetUnknownGlyph(t *testing.T) {
	f := faces(t)[0]
	if _, err := f.Subset([]GlyphID{60000}); err == nil || err.Error() != "STIXTwoText-Regular has no glyph 60000" {
		t.Errorf("got %v", err)
	}
	if _, err := f.SubsetEPUB(nil, []GlyphID{60000}); err == nil {
		t.Error("no error")
	}
}

func TestSubsetOfNothing(t *testing.T) {
	s, err := faces(t)[0].Subset(nil)
	if err != nil || len(s.Glyphs) != 1 {
		t.Fatalf("%v, %v", s, err)
	}
	program(t, s.Data)
}

func TestSubsetEPUB(t *testing.T) {
	text := []rune("The Attorney General’s office, affidavits — Hawaiʻi Việt 2018 x\u0302")
	for _, f := range faces(t) {
		data, err := f.SubsetEPUB(text, nil)
		if err != nil {
			t.Fatal(err)
		}
		program(t, data)
		sub, err := Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", f.PostScriptName, err)
		}
		if sub.NumGlyphs() != f.NumGlyphs() || sub.PostScriptName != f.PostScriptName || string(sub.table("name")) != string(f.table("name")) {
			t.Errorf("%s: numbers or names changed", f.PostScriptName)
		}
		for r := rune(0); r < 0x3000; r++ {
			g, ok := sub.Glyph(r)
			if want := f.Has(r) && slices.Contains(withEquivalents(text), r); ok != want {
				t.Errorf("%s: %U is there: %v", f.PostScriptName, r, ok)
			}
			if h, _ := f.Glyph(r); ok && g != h {
				t.Errorf("%s: %U is glyph %d, was %d", f.PostScriptName, r, g, h)
			}
		}
		kept := 0
		for g := range f.NumGlyphs() {
			id := GlyphID(g)
			if o := sub.Outline(id); o != nil {
				kept++
				if path(o) != path(f.Outline(id)) || sub.Advance(id) != f.Advance(id) {
					t.Errorf("%s: glyph %d differs", f.PostScriptName, g)
				}
			}
		}
		// Small capitals were not used, so the small alphabet is not in it.
		if kept < 30 || kept > 110 {
			t.Errorf("%s: %d outlines", f.PostScriptName, kept)
		}
		if len(data) > 60_000 || len(sub.table("GPOS")) > len(f.table("GPOS"))/5 {
			t.Errorf("%s: %d bytes, of them GPOS %d", f.PostScriptName, len(data), len(sub.table("GPOS")))
		}
	}
}

// TestCmapBeyondBMP reads back what is written for characters of both sorts.
func TestCmapBeyondBMP(t *testing.T) {
	chars := []char{{'A', 3}, {'B', 4}, {'D', 9}, {0xFFFE, 12}, {0xFFFF, 13}, {0x1F600, 20}, {0x1F601, 21}}
	for n := range len(chars) + 1 {
		m, err := chooseCmap(writeCmap(chars[:n]))
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range chars {
			want := c.g
			if i >= n {
				want = 0
			}
			if got := m.lookup(c.r); got != want {
				t.Errorf("%d characters: %U is %d, want %d", n, c.r, got, want)
			}
		}
		if m.lookup('C') != 0 || m.lookup(0x1F602) != 0 {
			t.Error("a character too many")
		}
	}
}

func BenchmarkSubset(b *testing.B) {
	f := faces(b)[0]
	used := glyphs(f, "The quick brown fox jumps over the lazy dog; Attorney General of New Mexico, 2018.")
	b.ReportAllocs()
	for range b.N {
		f.Subset(used)
	}
}

func BenchmarkSubsetEPUB(b *testing.B) {
	f := faces(b)[0]
	text := []rune("ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 ’“”—–.,;:()éñ")
	b.ReportAllocs()
	for range b.N {
		f.SubsetEPUB(text, nil)
	}
}
