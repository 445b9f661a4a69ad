package compose

import (
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/hyphen"
	"chancery/layout/labels"
	"chancery/source"
)

// spokenIn makes a paragraph of plain words.
func spokenIn(id, lang, text string) *source.Block {
	return &source.Block{Kind: source.BlockParagraph, ID: id, Lang: lang, Inlines: []source.Inline{{Kind: source.InlineText, Text: text}}}
}

// own makes resources of patterns for a language that divide nothing but before an o.
func own(t *testing.T, tag string) *Resources {
	t.Helper()
	p, problems := hyphen.Read(tag, &source.File{Name: "hyph-" + tag + ".tex", Data: []byte(`\patterns{1o}`)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	data, err := labels.File("en-US")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(data), "tie-after: ", "tie-after: "+tag+"tied, ", 1)
	l, problems := labels.Read(tag, &source.File{Name: tag + ".yaml", Data: []byte(text)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return &Resources{Hyphenation: hyphen.NewSet(p), Labels: labels.NewSet(l)}
}

// TestBlocksOfALanguage: each block's element says its language, those within it
// take it over, and notes, datelines and what follows do not.
func TestBlocksOfALanguage(t *testing.T) {
	c := composer(t, usual)
	c.own = own(t, "xx")
	note := &source.Note{ID: "n1", CalloutID: "r1", Number: 1, Blocks: []*source.Block{spokenIn("n1-p1", "", "A note.")}}
	other := &source.Note{ID: "n2", CalloutID: "r2", Number: 2, Blocks: []*source.Block{spokenIn("n2-p1", "zz", "Another.")}}
	first := spokenIn("p1", "xx", "Primero. ")
	first.Inlines = append(first.Inlines, source.Inline{Kind: source.InlineNote, Note: note}, source.Inline{Kind: source.InlineNote, Note: other})
	quotation := &source.Block{Kind: source.BlockQuotation, ID: "q1", Lang: "xx", Blocks: []*source.Block{spokenIn("p2", "", "Dentro."), spokenIn("p3", "yy", "Drin.")}}
	list := &source.Block{Kind: source.BlockList, ID: "l1", Lang: "xx", Blocks: []*source.Block{{Kind: source.BlockItem, ID: "i1", Blocks: []*source.Block{spokenIn("p4", "", "Uno.")}}}}
	heading := &source.Block{Kind: source.BlockHeading, ID: "h1", Lang: "xx", Level: 1, Inlines: []source.Inline{{Kind: source.InlineText, Text: "Titulo"}}}
	table := grid("t", 1, "a|b", "1|2")
	table.Lang = "xx"
	table.Caption = []source.Inline{{Kind: source.InlineText, Text: "Tabla"}}
	verse := spokenIn("v1", "xx", "Verso.")
	verse.Kind, verse.Indents = source.BlockVerse, []int{0}

	g := &Galley{}
	lead := []Piece{LabelPiece("Las Cruces, NM – ", nil)}
	c.Body(g, []*source.Block{first, quotation, list, spokenIn("p5", "", "Plain."), heading, table, verse}, Frame{Parent: c.Root, TopLevel: 1}, lead)
	if len(c.Problems) > 0 {
		t.Fatal(c.Problems)
	}
	langs := map[string]string{} // by the words of a box: the language that a listener hears them in
	hear := func(boxes []layout.Box) {
		for _, bx := range boxes {
			if bx.Run == nil || bx.Element == nil {
				continue
			}
			lang := ""
			for e := bx.Element; e != nil && lang == ""; e = e.Parent {
				lang = e.Lang
			}
			langs[strings.TrimSpace(bx.Run.Text)] = lang
		}
	}
	for _, s := range g.Strips {
		hear(s.Boxes)
		for _, n := range s.Notes {
			hear(n.Boxes)
		}
	}
	for text, want := range map[string]string{"Primero.": "xx", "Cruces,": "en-US", "note.": "en-US", "Another.": "zz", "Dentro.": "xx", "Drin.": "yy",
		"Uno.": "xx", "Plain.": "", "Titulo": "xx", "Tabla": "xx", "2": "xx", "Verso.": "xx"} {
		got, there := "", false
		for have, lang := range langs {
			if have == text || strings.Contains(" "+have+" ", " "+text+" ") {
				got, there = lang, true
			}
		}
		if !there || got != want {
			t.Errorf("%q is heard in %q, want %q (%v)", text, got, want, there)
		}
	}
}

// TestBlocksAreSetInTheirLanguage: a block is hyphenated and tied as its language
// has it.
func TestBlocksAreSetInTheirLanguage(t *testing.T) {
	text := strings.Repeat("xxxxoxxxxoxxxx xxtied ", 40) + "end."
	for _, lang := range []string{"", "xx"} {
		c := composer(t, usual)
		c.own = own(t, "xx")
		g := &Galley{}
		c.Body(g, []*source.Block{spokenIn("p1", lang, text)}, Frame{Parent: c.Root, Left: 200 * layout.Point, TopLevel: 1}, nil)
		hyphens, tied := 0, 0
		for _, s := range g.Strips {
			last := ""
			for _, bx := range s.Boxes {
				if bx.Run != nil {
					last = strings.TrimRight(bx.Run.Text, " ")
				}
			}
			if strings.HasSuffix(last, softHyphen) {
				hyphens++
			}
			if strings.HasSuffix(last, "xxtied") {
				tied++
			}
		}
		if lang == "" && (hyphens > 0 || tied == 0) || lang == "xx" && (hyphens == 0 || tied > 0) {
			t.Errorf("%q: %d lines end in a hyphen, %d in a word that is tied to the next", lang, hyphens, tied)
		}
	}
}
