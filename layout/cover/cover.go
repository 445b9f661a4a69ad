// Package cover draws the cover of a packet's EPUB from the packet's own words:
// the office with its emblem, the title, the date. It makes one page of boxes,
// which a raster engine turns into the cover image. It knows no file. Start
// reading at Compose.
package cover

import (
	"chancery/layout"
	"chancery/layout/compose"
	"chancery/layout/shape"
)

// The cover's sheet is 3:4, as e-readers show covers; lengths in points.
const (
	width    = 450 * layout.Point
	height   = 600 * layout.Point
	margin   = 48 * layout.Point
	frame    = 18 * layout.Point // from the edge to the frame
	hairline = layout.Point * 3 / 4
	emblem   = 84 * layout.Point
)

// Words are what a cover says.
type Words struct {
	Title string // the packet's
	Date  string // as printed; "" for none
	Kind  string // what the packet holds: "Release and letter"; "" for nothing
}

// Compose draws the cover: a frame, the office's lines and emblem from the
// masthead (nil: none), the title in the middle, the date at the foot.
func Compose(c *compose.Composer, masthead *layout.Masthead, w Words) *layout.Page {
	pg := &layout.Page{Label: "cover", Width: width, Height: height}
	drawFrame(pg)
	k := cover{c: c, pg: pg, y: margin + 24*layout.Point}
	if masthead != nil {
		k.office(masthead)
	}
	k.title(w.Title)
	k.foot(w)
	return pg
}

// cover is the work on one cover.
type cover struct {
	c  *compose.Composer
	pg *layout.Page
	y  layout.Length // top of what comes next
}

// drawFrame draws a double rule around the sheet.
func drawFrame(pg *layout.Page) {
	for _, at := range []layout.Length{frame, frame + 4*layout.Point} {
		w, h := width-2*at, height-2*at
		for _, r := range [][4]layout.Length{{at, at, w, hairline}, {at, at + h - hairline, w, hairline}, {at, at, hairline, h}, {at + w - hairline, at, hairline, h}} {
			pg.Boxes = append(pg.Boxes, layout.Box{Kind: layout.BoxRule, X: r[0], Y: r[1], Width: r[2], Height: r[3]})
		}
	}
}

// lines sets a centred paragraph under what is there.
func (k *cover) lines(text string, st compose.Style) {
	st.Align, st.Balance = layout.AlignCenter, true
	for _, l := range k.c.Paragraph([]compose.Piece{compose.LabelPiece(text, nil)}, st, width-2*margin) {
		for _, b := range l.Boxes {
			b.X += margin
			b.Y += k.y + compose.Rise(st.Leading)
			k.pg.Boxes = append(k.pg.Boxes, b)
		}
		k.y += st.Leading
	}
}

// office sets the masthead's centred lines and its emblem: the office as such,
// not the person who holds it.
func (k *cover) office(m *layout.Masthead) {
	st := compose.Style{Size: 14 * layout.Point, Leading: 21 * layout.Point, Tracking: 80, Features: shape.SmallCaps | shape.CapsToSmallCaps}
	for _, l := range m.Lines {
		switch {
		case l.Art != nil || l.Image != nil:
			k.y += 12 * layout.Point
			b := layout.Box{Kind: layout.BoxArt, X: (width - emblem) / 2, Y: k.y, Width: emblem, Height: emblem, Art: l.Art}
			if l.Image != nil {
				b.Kind, b.Image = layout.BoxImage, l.Image
			}
			k.pg.Boxes = append(k.pg.Boxes, b)
			k.y += emblem + 12*layout.Point
			return
		default:
			k.lines(l.Text, st)
		}
	}
}

// title sets the title in bold between two short rules, smaller when it is long.
func (k *cover) title(text string) {
	st := compose.Style{Size: 23 * layout.Point, Leading: 29 * layout.Point, Bold: true}
	if len(text) > 100 {
		st.Size, st.Leading = 19*layout.Point, 25*layout.Point
	}
	k.y = max(k.y+24*layout.Point, height*2/5)
	k.lines(text, st)
	k.y += 15 * layout.Point
	k.pg.Boxes = append(k.pg.Boxes, layout.Box{Kind: layout.BoxRule, X: (width - 72*layout.Point) / 2, Y: k.y, Width: 72 * layout.Point, Height: hairline})
	k.y += 15 * layout.Point
}

// foot sets what the packet holds under the title, and the date at the foot.
func (k *cover) foot(w Words) {
	st := compose.Style{Size: 12 * layout.Point, Leading: 17 * layout.Point, Italic: true}
	if w.Kind != "" {
		k.lines(w.Kind, st)
	}
	if w.Date != "" {
		k.y = max(k.y+17*layout.Point, height-margin-34*layout.Point)
		st.Italic = false
		st.Size = 14 * layout.Point
		k.lines(w.Date, st)
	}
}
