package epub

import "chancery/fonts"

// subsetEPUB cuts a face down to what is used of it, where fonts can do that.
func subsetEPUB(f *fonts.Face, runes []rune, glyphs []fonts.GlyphID) ([]byte, error) {
	if s, ok := any(f).(interface {
		SubsetEPUB([]rune, []fonts.GlyphID) ([]byte, error)
	}); ok {
		return s.SubsetEPUB(runes, glyphs)
	}
	return f.Data, nil
}
