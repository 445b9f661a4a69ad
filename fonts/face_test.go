package fonts

import "testing"

func TestTmp(t *testing.T) {
	for _, n := range Families() {
		f, _ := Lookup(n)
		for i := 0; i < 4; i++ {
			x := f.Face(i&2 != 0, i&1 != 0)
			t.Logf("%s|%s|%s b%v i%v w%d upm%d a%d d%d cap%d x%d it%d bb%v stem%d n%d", x.Family, x.Style, x.PostScriptName, x.Bold, x.Italic, x.Weight, x.UnitsPerEm, x.Ascent, x.Descent, x.CapHeight, x.XHeight, x.ItalicAngle, x.BBox, x.StemV, x.NumGlyphs())
			g, _ := x.Glyph('A')
			t.Log(g, x.Advance(g), len(x.Outline(g)))
			if err := x.checkGlyphs(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for range b.N {
		parse(stixRegular)
	}
}
func BenchmarkCheck(b *testing.B) {
	f, _ := parse(stixRegular)
	for range b.N {
		f.checkGlyphs()
	}
}
func BenchmarkShaperFont(b *testing.B) {
	for range b.N {
		f, _ := parse(stixRegular)
		f.shaperFont()
	}
}
func BenchmarkShaperFontG(b *testing.B) {
	for range b.N {
		f, _ := parse(garamondRegular)
		f.shaperFont()
	}
}
