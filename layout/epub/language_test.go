package epub

import (
	"strings"
	"testing"

	"chancery/source"
)

// TestBlocksOfALanguage: blocks say the language that they are marked with, and
// what an assistive technology is told beside their words is in it, too.
func TestBlocksOfALanguage(t *testing.T) {
	in := input()
	release := in.Packet.Documents[0]
	note := &source.Note{ID: "release-note1", CalloutID: "release-noteref1", Number: 1, Blocks: []*source.Block{paragraph("release-note1-p1", text("Nota."))}}
	note.Blocks[0].Lang = "es"
	release.Notes = append(release.Notes, note)
	first := paragraph("release-p91", text("Primero"), source.Inline{Kind: source.InlineNote, Note: note})
	quotation := &source.Block{Kind: source.BlockQuotation, ID: "release-q91", Blocks: []*source.Block{paragraph("release-p92", text("Dentro."))}}
	list := &source.Block{Kind: source.BlockList, ID: "release-l91", Tight: true, Blocks: []*source.Block{{Kind: source.BlockItem, ID: "release-li91", Blocks: []*source.Block{paragraph("release-p93", text("Uno."))}}}}
	heading := &source.Block{Kind: source.BlockHeading, ID: "release-h91", Level: 1, Inlines: []source.Inline{text("Título")}}
	verse := &source.Block{Kind: source.BlockVerse, ID: "release-v91", Indents: []int{0}, Inlines: []source.Inline{text("Verso")}}
	table := counted()
	table.Caption = nil
	marked := []*source.Block{first, quotation, list, heading, verse, table}
	for _, b := range marked {
		b.Lang = "es"
	}
	release.Body = append(append(marked, paragraph("release-p94", text("English."))), release.Body...)
	under := &source.Block{Kind: source.BlockHeading, ID: "release-h92", Level: 2, Inlines: []source.Inline{text("Under it")}}
	release.Body = append([]*source.Block{first, quotation, list, heading, under}, release.Body[4:]...)
	files := unzip(t, write(t, in))
	got := files["EPUB/xhtml/release.xhtml"]
	for _, want := range []string{`<li lang="es" xml:lang="es"><a href="xhtml/release.xhtml#release-h91">Título`, `<li lang="en-US" xml:lang="en-US"><a href="xhtml/release.xhtml#release-h92">Under it`} {
		if !strings.Contains(files["EPUB/nav.xhtml"], want) {
			t.Errorf("there is no %s in\n%s", want, files["EPUB/nav.xhtml"])
		}
	}
	rest := got
	for _, want := range []string{ // in this order
		`<p lang="es" xml:lang="es" id="release-p91"><b class="dateline" lang="en-US" xml:lang="en-US" id="release-dateline">`, `aria-label="Nota 1"`,
		`<blockquote lang="es" xml:lang="es" id="release-q91">`, `<p id="release-p92">`, `<ul class="tight" lang="es" xml:lang="es" id="release-l91">`, `<p id="release-p93">`,
		`lang="es" xml:lang="es" id="release-h91">Título`, `<p class="verse" lang="es" xml:lang="es" id="release-v91">`,
		`<div class="table" lang="es" xml:lang="es" role="group" tabindex="0" aria-label="Tabla">`, `<p id="release-p94">English.`,
		`<p lang="es" xml:lang="es" id="release-note1-p1">`, `aria-label="Volver a la nota 1 en el texto"`,
	} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("there is no %s after\n%s", want, got[:len(got)-len(rest)])
		}
		rest = after
	}
}
