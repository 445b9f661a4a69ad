package pdf

import (
	"encoding/binary"
	"fmt"

	"chancery/fonts"
	"chancery/layout/pdf/cos"
)

// knownFace is what a Writer knows of a face.
type knownFace struct {
	face  *fonts.Face
	usual [variants]glyphID // by character of WinAnsiEncoding: the glyph that cmap gives it
	first []uint16          // by glyph: its first code in the document that is written, 0 for none
	codes []code            // memory for those of the document that is written
	parts map[string]*fontParts
}

// fontParts are the parts of a font's objects that its codes decide.
type fontParts struct {
	name      string // of the subset
	program   *cos.Stream
	glyphs    *cos.Stream // CIDToGIDMap
	toUnicode *cos.Stream
	widths    cos.Array
}

// What a Writer keeps at the most: faces, for each so many sets of codes, which are
// some 12 kB each, and drawings.
const (
	maxFaces = 16
	maxParts = 64
	maxForms = 16
)

// face gives what is known of a face, with no codes in use.
func (w *Writer) face(face *fonts.Face) *knownFace {
	k := w.faces[face]
	if k == nil {
		if len(w.faces) == maxFaces {
			clear(w.faces)
		}
		k = &knownFace{face: face, first: make([]uint16, face.NumGlyphs()), parts: map[string]*fontParts{}, codes: make([]code, firstCode, firstCode+64)}
		for c := ' '; c < variants; c++ {
			r := c
			switch {
			case c == 0x7F:
				continue
			case c >= 0x80 && c < 0xA0:
				r = winAnsi[c&0x1F]
			case c == '\u00ad':
				r = '-' // the glyph of a soft hyphen that is taken
			}
			k.usual[c], _ = face.Glyph(r)
		}
		w.faces[face] = k
	}
	return k
}

// stream is a stream that may be in several files, compressed now and once.
func (w *Writer) stream(data []byte, entries ...cos.Entry) *cos.Stream {
	if w.readable {
		return &cos.Stream{Data: data, Dict: cos.NewDict(entries...)}
	}
	return cos.Packed(data, entries...)
}

// release takes the codes of a document that is finished back.
func (f *font) release() {
	for i := range f.codes {
		f.known.first[f.codes[i].glyph] = 0
	}
	f.known.codes = f.codes
}

// key names the codes that are used, with their glyphs and texts, in the memory of b.
func (f *font) key(b []byte) []byte {
	b = b[:0]
	for i := range f.codes {
		c := &f.codes[i]
		if c.text == "" {
			continue
		}
		b = binary.AppendUvarint(b, uint64(i))
		b = binary.AppendUvarint(b, uint64(c.glyph))
		b = binary.AppendUvarint(b, uint64(len(c.text)))
		b = append(b, c.text...)
	}
	return b
}

// parts gives the parts of a font, made at the first call for these codes.
func (w *Writer) parts(f *font) (*fontParts, error) {
	w.key = f.key(w.key)
	if p := f.known.parts[string(w.key)]; p != nil {
		return p, nil
	}
	used := make([]glyphID, 0, len(f.codes))
	for i := range f.codes {
		if f.codes[i].text != "" {
			used = append(used, f.codes[i].glyph)
		}
	}
	sub, err := f.face.Subset(used)
	if err != nil {
		return nil, fmt.Errorf("subsetting %s: %w", f.face.PostScriptName, err)
	}
	last := len(f.codes) - 1
	for last > 0 && f.codes[last].text == "" {
		last--
	}
	table := make([]byte, 2*last+2) // ISO 19005-2, 6.2.11.3.2
	for c := range last + 1 {
		if f.codes[c].text == "" {
			continue
		}
		g, ok := sub.NewID(f.codes[c].glyph)
		if !ok {
			return nil, fmt.Errorf("subsetting %s: glyph %d was lost", f.face.PostScriptName, f.codes[c].glyph)
		}
		binary.BigEndian.PutUint16(table[2*c:], uint16(g))
	}
	p := &fontParts{name: sub.Name, widths: f.widths(),
		program:   w.stream(sub.Data, cos.Entry{Key: "Length1", Value: len(sub.Data)}),
		glyphs:    w.stream(table),
		toUnicode: w.stream(f.toUnicode())}
	if len(f.known.parts) == maxParts {
		clear(f.known.parts)
	}
	f.known.parts[string(w.key)] = p
	return p, nil
}
