// Package assets is the data that Chancery carries in itself: letterheads,
// label words, style sheets, hyphenation patterns, colour profiles and the
// packets that "chancery init" writes. It refuses to know what any of it means:
// it hands out files. Each folder has a README.md that says where its data comes
// from and under what licence. Start with FS.
package assets

import "embed"

// FS holds the folders hyphenation, icc, labels, letterheads, packets, site and
// styles, as they lie beside this file. Paths use "/" and begin with the name of
// the folder: "hyphenation/hyph-en-us.tex".
//
//go:embed all:hyphenation all:icc all:labels all:letterheads all:packets all:site all:styles
var FS embed.FS
