package pdf

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"chancery/fonts"
	"chancery/layout/pdf/cos"
)

type glyphID = fonts.GlyphID

// font is one face in one document. Codes are handed out for pairs of glyph and
// text: one glyph may stand for several texts (a small capital for "a" and "A", a
// hyphen for itself and for U+00AD), and each code has one exact entry in
// ToUnicode. A character of WinAnsiEncoding (annex D) with its usual glyph has its
// code there, with another glyph (a small capital) that code and 256: so a line's
// codes hardly depend on the lines before it. Other pairs have codes from 512 on,
// in order of first use.
type font struct {
	face  *fonts.Face
	known *knownFace
	index int  // /F1, /F2 …
	full  bool // more pairs than there are codes
	codes []code
}

// code is what a character code (which is the CID, by Identity-H) stands for.
type code struct {
	glyph glyphID
	next  uint16 // another code of the same glyph, 0 for none
	text  string // "": nothing, the code is not used
	width int64  // as W says, in millionths of an em
}

// firstCode is the first code that is handed out in order; those below are twice
// WinAnsiEncoding.
const (
	firstCode = 2 * variants
	variants  = 256
)

// winAnsi has the characters of WinAnsiEncoding from 0x80 to 0x9F; below and above
// stand those of ASCII and Latin-1.
var winAnsi = [32]rune{'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ'}

// winAnsiCode is the code of a text that is one character of WinAnsiEncoding; 0 of others.
func winAnsiCode(text string) uint16 {
	r, n := utf8.DecodeRuneInString(text)
	switch {
	case n != len(text) || r < ' ' || r > '™':
	case r < 0x7F || r >= 0xA0 && r <= 0xFF:
		return uint16(r)
	case r > 0xFF:
		if i := slices.Index(winAnsi[:], r); i >= 0 {
			return 0x80 + uint16(i)
		}
	}
	return 0
}

// font gives the font of a face, made at the first call.
func (b *builder) font(face *fonts.Face) *font {
	if b.state.font != nil && b.state.font.face == face {
		return b.state.font
	}
	f := b.fontOf[face]
	if f == nil {
		f = newFont(b.writer.face(face), len(b.fonts)+1)
		b.fonts = append(b.fonts, f)
		b.fontOf[face] = f
	}
	return f
}

func newFont(known *knownFace, index int) *font {
	clear(known.codes[:firstCode])
	f := &font{face: known.face, known: known, index: index, codes: known.codes[:firstCode]}
	f.codes[0].width = f.width(0) // .notdef, which nothing may show
	return f
}

// width is a glyph's advance as W gives it: exact to a thousandth of a
// thousandth of an em.
func (f *font) width(g glyphID) int64 {
	upm := int64(f.face.UnitsPerEm)
	return (int64(f.face.Advance(g))*1000000 + upm/2) / upm
}

const maxCode = 0xFFFF

// cid gives the code of a glyph that stands for a text.
func (f *font) cid(g glyphID, text string) uint16 {
	if n := winAnsiCode(text); n > 0 {
		if f.known.usual[n] != g {
			n += variants
		}
		c := &f.codes[n]
		if c.text == "" {
			*c = code{glyph: g, text: text, width: f.width(g)}
		}
		if c.glyph == g {
			return n
		}
	}
	first := f.known.first
	for c := first[g]; c != 0; c = f.codes[c].next {
		if f.codes[c].text == text {
			return c
		}
	}
	if len(f.codes) > maxCode {
		f.full = true
		return maxCode
	}
	c := uint16(len(f.codes))
	f.codes = append(f.codes, code{glyph: g, next: first[g], text: text, width: f.width(g)})
	first[g] = c
	return c
}

// object writes the font: Type0 over CIDFontType2 with an embedded subset (ISO
// 32000-1, 9.7; ISO 19005-2, 6.2.11; ISO 14289-1, 7.21).
func (w *Writer) object(file *cos.File, f *font) (cos.Ref, error) {
	if f.full {
		return 0, Violations{{"ISO 19005-2, 6.1.13", "a font has 65,535 codes at the most", f.face.PostScriptName}}
	}
	if n := len("ABCDEF+") + len(f.face.PostScriptName); n > maxName || !isASCII(f.face.PostScriptName) {
		return 0, Violations{{"ISO 19005-2, 6.1.13", "the name of a font is ASCII and has 120 characters at the most", f.face.PostScriptName}}
	}
	p, err := w.parts(f)
	if err != nil {
		return 0, err
	}
	name := cos.Name(p.name)
	program := file.Add(p.program)
	descendant := cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("Font")},
		cos.Entry{Key: "Subtype", Value: cos.Name("CIDFontType2")},
		cos.Entry{Key: "BaseFont", Value: name},
		cos.Entry{Key: "CIDSystemInfo", Value: cos.NewDict(
			cos.Entry{Key: "Registry", Value: cos.String("Adobe")},
			cos.Entry{Key: "Ordering", Value: cos.String("Identity")},
			cos.Entry{Key: "Supplement", Value: 0})},
		cos.Entry{Key: "FontDescriptor", Value: file.Add(f.descriptor(name, program))},
		cos.Entry{Key: "W", Value: p.widths},
		cos.Entry{Key: "CIDToGIDMap", Value: file.Add(p.glyphs)})
	return file.Add(cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("Font")},
		cos.Entry{Key: "Subtype", Value: cos.Name("Type0")},
		cos.Entry{Key: "BaseFont", Value: name},
		cos.Entry{Key: "Encoding", Value: cos.Name("Identity-H")},
		cos.Entry{Key: "DescendantFonts", Value: cos.Array{file.Add(descendant)}},
		cos.Entry{Key: "ToUnicode", Value: file.Add(p.toUnicode)})), nil
}

// maxName is the most bytes of a name (ISO 19005-2, 6.1.13).
const maxName = 127

// Flags of a font descriptor (ISO 32000-1, table 123).
const (
	flagSerif    = 1 << 1
	flagSymbolic = 1 << 2 // the subset's encoding is its own
	flagItalic   = 1 << 6
)

// descriptor is the font descriptor (table 122).
func (f *font) descriptor(name cos.Name, program cos.Ref) *cos.Dict {
	face := f.face
	flags := flagSerif | flagSymbolic
	if face.Italic {
		flags |= flagItalic
	}
	scale := func(units int) int {
		if units < 0 {
			return -((-units*1000 + face.UnitsPerEm/2) / face.UnitsPerEm)
		}
		return (units*1000 + face.UnitsPerEm/2) / face.UnitsPerEm
	}
	box := make(cos.Array, 4)
	for i, v := range face.BBox {
		box[i] = scale(v)
	}
	return cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("FontDescriptor")},
		cos.Entry{Key: "FontName", Value: name},
		cos.Entry{Key: "FontFile2", Value: program},
		cos.Entry{Key: "Flags", Value: flags},
		cos.Entry{Key: "FontBBox", Value: box},
		cos.Entry{Key: "ItalicAngle", Value: decimal(int64(face.ItalicAngle) * 1000 / 65536)},
		cos.Entry{Key: "Ascent", Value: scale(face.Ascent)},
		cos.Entry{Key: "Descent", Value: scale(face.Descent)},
		cos.Entry{Key: "CapHeight", Value: scale(face.CapHeight)},
		cos.Entry{Key: "XHeight", Value: scale(face.XHeight)},
		cos.Entry{Key: "StemV", Value: scale(face.StemV)})
}

// decimal is n thousandths as an object.
func decimal(n int64) cos.Object {
	if n%1000 == 0 {
		return int(n / 1000)
	}
	return cos.Real(appendMilli(nil, n))
}

// widths is W: an array for each run of codes that are used (9.7.4.3).
func (f *font) widths() cos.Array {
	var w, run cos.Array
	for i := range f.codes {
		if i > 0 && f.codes[i].text == "" {
			run = nil
			continue
		}
		if run == nil {
			w = append(w, i, nil)
		}
		run = append(run, decimal(f.codes[i].width))
		w[len(w)-1] = run
	}
	return w
}

// toUnicode is the CMap from codes to the characters that they stand for (9.10.3).
func (f *font) toUnicode() []byte {
	b := make([]byte, 0, 320+20*len(f.codes))
	b = append(b, `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
`...)
	used := 0
	for i := range f.codes {
		if f.codes[i].text != "" {
			used++
		}
	}
	const block = 100 // at the most (Adobe Technical Note 5014, 3)
	var buf []byte
	k := 0
	for n := range f.codes {
		text := f.codes[n].text
		if text == "" {
			continue
		}
		if k%block == 0 {
			b = strconv.AppendInt(b, int64(min(used-k, block)), 10)
			b = append(b, " beginbfchar\n"...)
		}
		b = append(b, '<', hex(byte(n>>12)), hex(byte(n>>8&15)), hex(byte(n>>4&15)), hex(byte(n&15)), '>', ' ')
		buf = appendUTF16(buf[:0], text)
		b = append(cos.AppendHex(b, string(buf)), '\n')
		if k++; k%block == 0 || k == used {
			b = append(b, "endbfchar\n"...)
		}
	}
	return append(b, `endcmap
CMapName currentdict /CMap defineresource pop
end
end
`...)
}
