// Package fonts holds the faces that Chancery sets type in, and reads an
// office's own: parsed once per process, asked for coverage, outlines and
// subsets. It knows nothing of layout.
package fonts

// GlyphID is the number of a glyph in its face.
type GlyphID uint16

// Face is one style of a family, parsed.
type Face struct{}
