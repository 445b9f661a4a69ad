package pdf

import (
	"unicode/utf8"

	"chancery/layout"
)

// plain says whether a run is what most runs are: read from left to right, on the
// baseline, each glyph standing for the characters after those of the glyph
// before it. White at the end of the text may be without a glyph.
func plain(run *layout.Run) bool {
	if run.RightToLeft {
		return false
	}
	end := 0
	for i := range run.Glyphs {
		g := &run.Glyphs[i]
		if g.Start != end || g.End <= end || g.YOffset != 0 {
			return false
		}
		end = g.End
	}
	for ; end < len(run.Text); end++ {
		if run.Text[end] != ' ' {
			return false
		}
	}
	return true
}

// row writes the glyphs of a plain run, as glyphs and cluster would, in a quarter
// of the time: nearly all that is on a page goes through it.
func (b *builder) row(l *textLine, f *font, run *layout.Run, at layout.Length) {
	em := int64(run.Size) * int64(1000+l.expand)
	near := (l.quantum - l.quantum/2 - 1) * em // a pen as near as that stays where it is
	for i := range run.Glyphs {
		g := &run.Glyphs[i]
		if away := l.pen*em - int64(at+g.XOffset)*(1000*1000000); away > near || away < -near {
			b.move(l, run.Size, at+g.XOffset)
		}
		at += g.Advance
		if !l.str || b.readable {
			b.show(l, f, g.ID, run.Text[g.Start:g.End])
			continue
		}
		var cid uint16
		if c := run.Text[g.Start]; g.End == g.Start+1 && c < utf8.RuneSelf && f.known.usual[c] == g.ID && f.codes[c].text != "" {
			cid = uint16(c)
		} else {
			cid = f.cid(g.ID, run.Text[g.Start:g.End])
		}
		l.pen += f.codes[cid].width
		b.out = appendByte(appendByte(b.out, byte(cid>>8)), byte(cid))
	}
}
