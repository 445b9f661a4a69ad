package layout

import (
	"fmt"
	"strings"
)

// Dump prints a document as text that a person can read in a diff: the
// structure, then page by page every box with its place, its role and its
// words, and for text the glyphs with the characters that they stand for and
// the glue between the words. It never fails, not even on a broken document.
// Lengths are in points, three decimals. Layout tests compare it first.
func Dump(d *Document) string {
	var b strings.Builder
	if d == nil {
		return "no document\n"
	}
	fmt.Fprintf(&b, "document %s lang=%s title=%q\n", d.Name, d.Language, d.Title)
	for i, p := range d.Pages {
		if p == nil {
			fmt.Fprintf(&b, "\npage %d is missing\n", i+1)
			continue
		}
		fmt.Fprintf(&b, "\npage %s %s × %s\n", p.Label, p.Width, p.Height)
		for i := range d.Starts {
			if s := &d.Starts[i]; s.Label == p.Label {
				fmt.Fprintf(&b, "  begins in %s at %d\n", s.ID, s.Offset)
			}
		}
		for j := range p.Boxes {
			dumpBox(&b, &p.Boxes[j])
		}
	}
	if len(d.Outline) > 0 {
		b.WriteString("\noutline\n")
		dumpOutline(&b, d.Outline, "  ")
	}
	return b.String()
}

// dumpBox prints one box: place, kind, role and content.
func dumpBox(b *strings.Builder, x *Box) {
	fmt.Fprintf(b, "  %8s %8s  %-8s ", x.X, x.Y, role(x.Element))
	switch x.Kind {
	case BoxText:
		dumpRun(b, x.Run)
	case BoxRule:
		fmt.Fprintf(b, "rule %s × %s #%06x\n", x.Width, x.Height, uint32(x.Color))
	case BoxArt:
		n := 0
		if x.Art != nil {
			n = len(x.Art.Paths)
		}
		fmt.Fprintf(b, "art %s × %s, %d paths%s\n", x.Width, x.Height, n, alt(x.Element))
	case BoxImage:
		name := "none"
		if x.Image != nil {
			name = fmt.Sprintf("%s %d × %d", x.Image.Name, x.Image.Width, x.Image.Height)
		}
		fmt.Fprintf(b, "image %s × %s, %s%s\n", x.Width, x.Height, name, alt(x.Element))
	case BoxField:
		fmt.Fprintf(b, "field %s %s × %s%s\n", x.Name, x.Width, x.Height, alt(x.Element))
	default:
		fmt.Fprintf(b, "box of unknown kind %d\n", x.Kind)
	}
}

// dumpRun prints a run: its face, size, width, natural and set glue, text, and
// those clusters whose glyphs are not one a character.
func dumpRun(b *strings.Builder, r *Run) {
	if r == nil {
		b.WriteString("text without a run\n")
		return
	}
	face := "no face"
	if r.Face != nil {
		face = r.Face.PostScriptName
	}
	fmt.Fprintf(b, "%q %s %s wide %s", r.Text, face, r.Size, r.Width())
	if r.RightToLeft {
		b.WriteString(" rtl")
	}
	if r.Expand != 0 {
		fmt.Fprintf(b, " expand %+d‰", r.Expand)
	}
	if r.Color != Black {
		fmt.Fprintf(b, " #%06x", uint32(r.Color))
	}
	if glue, ok := firstSpace(r); ok {
		fmt.Fprintf(b, " glue %s", glue)
	}
	for i := 0; i < len(r.Glyphs); {
		g := &r.Glyphs[i]
		j := i + 1
		for j < len(r.Glyphs) && r.Glyphs[j].Start == g.Start {
			j++
		}
		if g.Start < 0 || g.End > len(r.Text) || g.Start > g.End {
			fmt.Fprintf(b, " [glyph %d outside its text]", g.ID)
		} else if s := r.Text[g.Start:g.End]; len([]rune(s)) != j-i || g.ID == 0 || s == "\u00ad" {
			fmt.Fprintf(b, " [%q:", s)
			for ; i < j; i++ {
				fmt.Fprintf(b, " %d", r.Glyphs[i].ID)
			}
			b.WriteString("]")
		}
		i = j
	}
	b.WriteString("\n")
}

// firstSpace gives the width of the first space of a run.
func firstSpace(r *Run) (Length, bool) {
	for i := range r.Glyphs {
		g := &r.Glyphs[i]
		if g.Start >= 0 && g.End <= len(r.Text) && g.Start < g.End && r.Text[g.Start:g.End] == " " {
			return g.Advance, true
		}
	}
	return 0, false
}

// role prints an element as its role and id, an artifact as "—".
func role(e *Element) string {
	if e == nil {
		return "—"
	}
	if e.ID != "" {
		return string(e.Role) + " " + e.ID
	}
	return string(e.Role)
}

// alt prints the alternate text of an element.
func alt(e *Element) string {
	if e == nil {
		return ""
	}
	return fmt.Sprintf(" alt=%q", e.Alt)
}

// dumpOutline prints bookmarks, one a line, kids indented.
func dumpOutline(b *strings.Builder, hs []Heading, indent string) {
	for i := range hs {
		h := &hs[i]
		fmt.Fprintf(b, "%s%q page %d at %s\n", indent, h.Title, h.Page+1, h.Y)
		dumpOutline(b, h.Kids, indent+"  ")
	}
}
