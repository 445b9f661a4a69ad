package pdf

import (
	"testing"
	"time"

	otfont "github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"

	"chancery/fonts"
	"chancery/layout"
)

// sheetOf is a document that is being made by hand: what layout would hand over,
// with no line breaker between the test and the boxes.
type sheetOf struct {
	t    testing.TB
	doc  *layout.Document
	page *layout.Page
	y    layout.Length // the next baseline
	size layout.Length
	face *fonts.Face
	feat []harfbuzz.Feature
}

const (
	margin  = 72 * layout.Point
	leading = 15 * layout.Point
	letterW = 612 * layout.Point
	letterH = 792 * layout.Point
)

// newSheet begins a document with its first page.
func newSheet(t testing.TB, title string) *sheetOf {
	s := &sheetOf{t: t, size: 23 * layout.Point / 2, face: face(t, "STIX Two Text", false, false), doc: &layout.Document{
		Name: "fixture", Title: title, Author: "Office of the Attorney General", Subject: "Children & parents",
		Keywords: []string{"family separation", "border"}, Language: "en-US",
		Identifier: "urn:uuid:6f6d3c1e-0f0b-5c52-8d8e-6f3b1f0a2b10",
		Date:       time.Date(2018, 6, 19, 0, 0, 0, 0, time.UTC),
		Root:       &layout.Element{Role: layout.RoleDocument},
	}}
	s.newPage("1")
	return s
}

func face(t testing.TB, family string, bold, italic bool) *fonts.Face {
	f, err := fonts.Lookup(family)
	if err != nil {
		t.Fatal(err)
	}
	return f.Face(bold, italic)
}

func (s *sheetOf) newPage(label string) {
	s.page = &layout.Page{Label: label, Width: letterW, Height: letterH}
	s.doc.Pages = append(s.doc.Pages, s.page)
	s.y = margin + leading
}

// el makes an element under a parent; nil is the root.
func (s *sheetOf) el(role layout.Role, parent *layout.Element) *layout.Element {
	if parent == nil {
		parent = s.doc.Root
	}
	return &layout.Element{Role: role, Parent: parent}
}

// shape gives text as a run in the current face.
func (s *sheetOf) shape(text string) *layout.Run {
	runes := []rune(text)
	at := make([]int, len(runes)+1)
	n := 0
	for i, r := range runes {
		at[i] = n
		n += len(string(r))
	}
	at[len(runes)] = n
	buf := harfbuzz.NewBuffer()
	buf.AddRunes(runes, 0, len(runes))
	buf.Props = harfbuzz.SegmentProperties{Script: language.Latin, Language: language.NewLanguage("en"), Direction: harfbuzz.LeftToRight}
	buf.Shape(harfbuzz.NewFont(otfont.NewFace(s.face.Font())), s.feat)
	upm := int64(s.face.UnitsPerEm)
	run := &layout.Run{Face: s.face, Size: s.size, Color: layout.Black, Text: text, Offset: -1}
	for i, info := range buf.Info {
		pos := buf.Pos[i]
		end := len(runes)
		for j := i + 1; j < len(buf.Info); j++ {
			if buf.Info[j].Cluster > info.Cluster {
				end = buf.Info[j].Cluster
				break
			}
		}
		run.Glyphs = append(run.Glyphs, layout.Glyph{
			ID: fonts.GlyphID(info.Glyph), Advance: s.size.Scale(int64(pos.XAdvance), upm),
			XOffset: s.size.Scale(int64(pos.XOffset), upm), YOffset: s.size.Scale(int64(pos.YOffset), upm),
			Start: at[info.Cluster], End: at[end],
		})
	}
	return run
}

// put sets text on the current baseline at x and gives the place after it.
func (s *sheetOf) put(x layout.Length, e *layout.Element, text string) layout.Length {
	run := s.shape(text)
	s.page.Boxes = append(s.page.Boxes, layout.Box{Kind: layout.BoxText, X: x, Y: s.y, Element: e, Run: run})
	return x + run.Width()
}

// line sets text as one line and goes to the next.
func (s *sheetOf) line(e *layout.Element, text string) {
	s.put(margin, e, text)
	s.y += leading
}

// last is the run of the last box.
func (s *sheetOf) last() *layout.Run { return s.page.Boxes[len(s.page.Boxes)-1].Run }

// with sets in another face and size, then goes back.
func (s *sheetOf) with(f *fonts.Face, size layout.Length, set func()) {
	oldFace, oldSize := s.face, s.size
	s.face, s.size = f, size
	set()
	s.face, s.size = oldFace, oldSize
}

// features sets with OpenType features, then goes back.
func (s *sheetOf) features(tags []string, set func()) {
	old := s.feat
	for _, t := range tags {
		s.feat = append(s.feat, harfbuzz.Feature{Tag: ot.MustNewTag(t), Value: 1, Start: 0, End: harfbuzz.FeatureGlobalEnd})
	}
	set()
	s.feat = old
}

// seal is a small drawing with every kind of segment, fill and stroke.
func seal() *layout.Art {
	pt := func(x, y int) layout.Point2 {
		return layout.Point2{X: layout.Length(x) * layout.Point, Y: layout.Length(y) * layout.Point}
	}
	seg := func(op layout.SegmentOp, ps ...layout.Point2) layout.Segment {
		s := layout.Segment{Op: op}
		copy(s.P[:], ps)
		return s
	}
	return &layout.Art{Width: 100 * layout.Point, Height: 100 * layout.Point, Paths: []layout.Path{
		{Color: 0x1F3A5F, EvenOdd: true, Segments: []layout.Segment{
			seg(layout.OpMove, pt(50, 0)), seg(layout.OpCurve, pt(78, 0), pt(100, 22), pt(100, 50)),
			seg(layout.OpCurve, pt(100, 78), pt(78, 100), pt(50, 100)), seg(layout.OpCurve, pt(22, 100), pt(0, 78), pt(0, 50)),
			seg(layout.OpCurve, pt(0, 22), pt(22, 0), pt(50, 0)), seg(layout.OpClose),
			seg(layout.OpMove, pt(30, 30)), seg(layout.OpLine, pt(70, 30)), seg(layout.OpLine, pt(70, 70)), seg(layout.OpLine, pt(30, 70)), seg(layout.OpClose),
		}},
		{Color: 0x808080, StrokeWidth: 2 * layout.Point, Segments: []layout.Segment{seg(layout.OpMove, pt(35, 50)), seg(layout.OpLine, pt(65, 50))}},
		{Color: 0xB03020, Segments: []layout.Segment{seg(layout.OpMove, pt(45, 40)), seg(layout.OpLine, pt(55, 40)), seg(layout.OpLine, pt(50, 46)), seg(layout.OpClose)}},
	}}
}

// picture is a raster image, grey or RGB, with alpha or without.
func picture(components int, alpha bool) *layout.Image {
	const w, h = 8, 6
	im := &layout.Image{Name: "picture.png", Format: "png", Width: w, Height: h, Components: components}
	for i := range w * h * components {
		im.Pixels = append(im.Pixels, byte(i*5))
	}
	if alpha {
		for i := range w * h {
			im.Alpha = append(im.Alpha, byte(i*255/(w*h)))
		}
	}
	return im
}

// art puts a drawing, an image or a field on the page, 40 points square, below the last line.
func (s *sheetOf) box(b layout.Box, e *layout.Element) {
	b.X, b.Y, b.Width, b.Height, b.Element = margin, s.y-leading+4*layout.Point, 40*layout.Point, 40*layout.Point, e
	s.page.Boxes = append(s.page.Boxes, b)
	s.y += 40*layout.Point + leading
}

// furniture puts words without element at the head or foot of the page.
func (s *sheetOf) furniture(y layout.Length, text string) {
	old := s.y
	s.y = y
	s.put(margin, nil, text)
	s.y = old
}
