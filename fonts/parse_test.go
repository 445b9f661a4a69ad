package fonts

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// small is a font of some glyphs, to be broken.
func small(t testing.TB) []byte {
	t.Helper()
	f, err := parse(garamondRegular)
	if err != nil {
		t.Fatal(err)
	}
	b, err := f.SubsetEPUB([]rune("AVée fi²"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// record finds a table's entry in the directory.
func record(t testing.TB, b []byte, tag string) []byte {
	t.Helper()
	at := bytes.Index(b[:12+16*int(u16(b, 4))], []byte(tag))
	if at < 0 {
		t.Fatalf("no table %s", tag)
	}
	return b[at:]
}

// content is a table's bytes, to be changed in place.
func content(t testing.TB, b []byte, tag string) []byte {
	rec := record(t, b, tag)
	return b[u32(rec, 8):][:u32(rec, 12)]
}

func TestParse(t *testing.T) {
	f, err := Parse(stixItalic)
	if err != nil {
		t.Fatal(err)
	}
	if f.PostScriptName != "STIXTwoText-Italic" || !f.Italic || f.Bold {
		t.Errorf("%s, italic %v, bold %v", f.PostScriptName, f.Italic, f.Bold)
	}
	if f.Font() == f.Font() {
		t.Error("Font belongs to the caller, but two calls give the same")
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(b []byte) []byte
		want  string
	}{
		{"nothing", func(b []byte) []byte { return nil }, "too short"},
		{"a text", func(b []byte) []byte { return []byte("This is no font at all.") }, "not a TrueType font"},
		{"OpenType with CFF", func(b []byte) []byte { copy(b, "OTTO"); return b }, "PostScript (CFF) outlines"},
		{"CFF under a TrueType head", func(b []byte) []byte { copy(record(t, b, "glyf"), "CFF "); return b }, "PostScript (CFF) outlines"},
		{"a collection", func(b []byte) []byte { copy(b, "ttcf"); return b }, "collection of fonts (TTC)"},
		{"a web font", func(b []byte) []byte { copy(b, "wOF2"); return b }, "web font (WOFF)"},
		{"variable", func(b []byte) []byte { copy(record(t, b, "gasp"), "fvar"); return b }, "variable font"},
		{"restricted", func(b []byte) []byte { content(t, b, "OS/2")[9] = 2; return b }, "forbids embedding"},
		{"no subsetting", func(b []byte) []byte { content(t, b, "OS/2")[8] = 1; return b }, "forbids subsetting"},
		{"bitmaps only", func(b []byte) []byte { content(t, b, "OS/2")[8] = 2; return b }, "only bitmaps"},
		{"half a directory", func(b []byte) []byte { return b[:40] }, "directory is cut short"},
		{"cut", func(b []byte) []byte { return b[:len(b)-40] }, "beyond the end of the file"},
		{"a table twice", func(b []byte) []byte { copy(record(t, b, "gasp"), "head"); return b }, `two tables "head"`},
		{"no widths", func(b []byte) []byte { copy(record(t, b, "hmtx"), "hmtX"); return b }, `table "hmtx" is missing`},
		{"short head", func(b []byte) []byte { binary.BigEndian.PutUint32(record(t, b, "head")[12:], 20); return b }, `table "head" is cut short`},
		{"head", func(b []byte) []byte { content(t, b, "head")[12] = 0; return b }, `table "head" is broken`},
		{"units", func(b []byte) []byte { content(t, b, "head")[18] = 0xFF; return b }, "units to the em"},
		{"no glyphs", func(b []byte) []byte { clear(content(t, b, "maxp")[4:6]); return b }, "no glyphs"},
		{"more glyphs than widths", func(b []byte) []byte { content(t, b, "maxp")[4] = 0xFF; return b }, `widths ("hmtx") is broken`},
		{"loca falls", func(b []byte) []byte { content(t, b, "loca")[10] = 0xFF; return b }, `"loca" is broken`},
		{"character map", func(b []byte) []byte { content(t, b, "cmap")[7] = 0; return b }, "no Unicode character map"},
		{"character map cut", func(b []byte) []byte { content(t, b, "cmap")[12+6] = 0x7F; return b }, "(cmap) is broken"},
		{"a glyph", func(b []byte) []byte { binary.BigEndian.PutUint16(content(t, b, "glyf")[10:], 0xFFF0); return b }, "glyph 0 is broken"},
	} {
		_, err := Parse(c.spoil(small(t)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Parse(small(t)); err != nil {
		t.Errorf("unspoilt: %v", err)
	}
}

// TestCompositeWithoutEnd has a glyph that is made of itself.
func TestCompositeWithoutEnd(t *testing.T) {
	b := small(t)
	f, err := parse(b)
	if err != nil {
		t.Fatal(err)
	}
	for g := range f.numGlyphs {
		d := f.description(GlyphID(g))
		if d == nil || i16(d, 0) >= 0 {
			continue
		}
		binary.BigEndian.PutUint16(d[12:], uint16(g))
		if _, err := Parse(b); err == nil || !strings.Contains(err.Error(), "nest too deep") {
			t.Errorf("got %v", err)
		}
		return
	}
	t.Skip("the small font has no composite glyph")
}

func TestPreviewAndEditableAreTaken(t *testing.T) {
	for _, fsType := range []byte{0, 4, 8, 6} { // 6: an old file that sets two; the freer one holds
		b := small(t)
		content(t, b, "OS/2")[9] = fsType
		if _, err := Parse(b); err != nil {
			t.Errorf("fsType %d: %v", fsType, err)
		}
	}
}

func TestNamesAreMadeFit(t *testing.T) {
	b := small(t)
	f, err := parse(b)
	if err != nil {
		t.Fatal(err)
	}
	name := content(t, b, "name")
	for i := range int(u16(name, 2)) {
		if rec := name[6+12*i:]; u16(rec, 6) == 6 {
			name[int(u16(name, 4))+int(u16(rec, 10))+1] = '('
		}
	}
	g, err := Parse(b)
	if err != nil || g.PostScriptName != f.PostScriptName[1:] {
		t.Errorf("%v, %v", g, err)
	}
	clear(record(t, b, "name")[:4])
	if _, err := Parse(b); err == nil {
		t.Error("a font without names")
	}
}

// FuzzParse spoils bytes of a font anywhere: it is refused, or all that a
// document asks of it can be had.
func FuzzParse(f *testing.F) {
	font := small(f)
	f.Add(uint32(0), []byte{0})
	f.Add(uint32(300), []byte("spoilt"))
	for _, tag := range []string{"glyf", "loca", "cmap", "GSUB", "GPOS", "GDEF", "name"} {
		at := u32(record(f, font, tag), 8)
		f.Add(at, []byte{0xFF, 0xFF})
		f.Add(at+8, []byte{0, 1})
	}
	f.Fuzz(func(t *testing.T, at uint32, spoil []byte) {
		b := slices.Clone(font)
		copy(b[int(at)%len(b):], spoil)
		face, err := Parse(b)
		if err != nil {
			return
		}
		var used []GlyphID
		for g := range face.NumGlyphs() {
			face.Outline(GlyphID(g))
			if g%5 == 0 {
				used = append(used, GlyphID(g))
			}
		}
		if face.FontWithoutMarks(); len(used) > 0 {
			face.Places(used[0])
		}
		for _, lang := range []string{"en", "tr"} {
			if p := face.Plain(lang, "onum"); p != nil {
				p.Glyph('a')
				for _, g := range used {
					p.Kern(g, used[0])
				}
			}
		}
		for r := rune(0); r < 0x300; r++ {
			if g, ok := face.Glyph(r); ok && face.Advance(g) < 0 {
				t.Fatal("a width below nothing")
			}
		}
		if s, err := face.Subset(used); err != nil || len(s.Glyphs) < len(used) {
			t.Fatalf("subset: %v", err)
		}
		if _, err := face.SubsetEPUB([]rune("AVée fi"), used[:1]); err != nil {
			t.Fatalf("subset for a book: %v", err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		if _, err := parse(stixRegular); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFont(b *testing.B) {
	f, _ := parse(stixRegular)
	b.ReportAllocs()
	for range b.N {
		f.Font()
	}
}
