package pdf

import (
	"os"
	"strings"
	"testing"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// TestRightToLeft writes a line of Hebrew with a number in it. What runs from right
// to left is shown as it is seen and marked as reversed (ISO 32000-1, 14.8.2.3.3), a
// listener hears it as it is said, and the document says on which side it begins.
func TestRightToLeft(t *testing.T) {
	data, err := os.ReadFile("../../fonts/testdata/scripts/NotoSerifHebrew-Subset.ttf")
	if err != nil {
		t.Fatal(err)
	}
	hebrew, err := fonts.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	s := newSheet(t, "שלום")
	s.doc.Language, s.doc.RightToLeft = "he", true
	e := s.el(layout.RoleP, s.doc.Root)
	run := func(x layout.Length, face *fonts.Face, text string, rtl bool) {
		r := &layout.Run{Face: face, Size: 12 * layout.Point, Text: text, Offset: -1, RightToLeft: rtl}
		for i, c := range text {
			g, ok := face.Glyph(c)
			if !ok {
				t.Fatalf("no %q", c)
			}
			r.Glyphs = append(r.Glyphs, layout.Glyph{ID: g, Start: i, End: i + len(string(c)), Advance: r.Size.Scale(int64(face.Advance(g)), int64(face.UnitsPerEm))})
		}
		if rtl {
			for i, k := 0, len(r.Glyphs)-1; i < k; i, k = i+1, k-1 {
				r.Glyphs[i], r.Glyphs[k] = r.Glyphs[k], r.Glyphs[i]
			}
		}
		s.page.Boxes = append(s.page.Boxes, layout.Box{Kind: layout.BoxText, X: x, Y: 100 * layout.Point, Element: e, Run: r})
	}
	run(300*layout.Point, hebrew, "שלום עולם ", true)
	run(280*layout.Point, face(t, "STIX Two Text", false, false), "12", false)
	run(240*layout.Point, hebrew, " שוב", true)

	data = write(t, s.doc)
	f, err := cos.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, p := range place(t, f, pages(t, f)[0]) {
		shown = append(shown, p.text)
	}
	if got, want := strings.Join(shown, ""), " םלוע םולש12בוש "; got != want {
		t.Errorf("the content shows %q, want %q", got, want)
	}
	if n := strings.Count(content(t, s.doc), "/ReversedChars BMC"); n != 2 {
		t.Errorf("%d reversed sequences, want 2", n)
	}
	tree, err := ReadTree(data)
	if err != nil {
		t.Fatal(err)
	}
	if tree.Root.WritingMode != "RlTb" {
		t.Errorf("the writing mode is %q", tree.Root.WritingMode)
	}
	if d, ok := f.Dict(f.Dict(f.Root).Get("ViewerPreferences")).Get("Direction").(cos.Name); !ok || d != "R2L" {
		t.Errorf("the direction is %q", d)
	}
	heard, err := Describe(data)
	if err != nil {
		t.Fatal(err)
	}
	if want := "שלום עולם 12 שוב"; !strings.Contains(heard, want) {
		t.Errorf("a listener hears\n%s\nwithout %q", heard, want)
	}
}
