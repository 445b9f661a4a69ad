package main

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"chancery/layout/press"
)

// blocks is a packet with all that a body can hold.
var blocks = filepath.Join("testdata", "packets", "blocks")

// tables is a letter with a table over three pages, with merged cells, a small one
// with its caption below, and a picture with a caption.
var tables = filepath.Join("testdata", "packets", "tables")

// french is a packet in a language that is not built in, with its own words and
// patterns, and with blocks of two other languages.
var french = filepath.Join("testdata", "packets", "french")

// odd is a letter of blocks in odd places: lists in quotations in lists, tables and
// pictures in lists, notes in headings, captions, heads and merged cells, a merged
// cell that goes over pages.
var odd = filepath.Join("testdata", "packets", "odd")

// checkWordFile wants the words of a file that a person wrote by what a listener
// should hear: first to last, as often as they are there.
func checkWordFile(t *testing.T, file string, got []string) {
	t.Helper()
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := wordDiff(got, splitWords(string(want))); diff != "" {
		t.Errorf("%s:\n%s", file, diff)
	}
}

// TestOtherPackets has the judges look at what the first packet does not show:
// the starter packet, a letter with a reserved signature field, and a packet with
// every kind of block and mark; of that the words too, through tags and spine.
func TestOtherPackets(t *testing.T) {
	tmp := t.TempDir()
	signed := filepath.Join(tmp, "signed")
	if err := os.CopyFS(signed, os.DirFS(packet)); err != nil {
		t.Fatal(err)
	}
	letter := filepath.Join(signed, "letter.md")
	text, err := os.ReadFile(letter)
	if err != nil {
		t.Fatal(err)
	}
	const first = "    title: Attorney General of New Mexico\n"
	changed := strings.Replace(string(text), first, first+"    signature: digital\n", 1)
	if changed == string(text) {
		t.Fatal("the letter's first signatory is not where this test looks")
	}
	if err := os.WriteFile(letter, []byte(changed), 0o666); err != nil {
		t.Fatal(err)
	}

	var pdfs, epubs []string
	for name, dir := range map[string]string{"starter": filepath.Join("..", "..", "assets", "packets", "starter"), "field": signed, "blocks": blocks, "tables": filepath.Join(tables, "letter.md"), "odd": filepath.Join(odd, "letter.md"), "french": french} {
		result, err := press.Build(t.Context(), press.Options{Packet: dir, Output: filepath.Join(tmp, "dist-"+name)})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, f := range result.Files {
			if filepath.Ext(f.Path) == ".epub" {
				epubs = append(epubs, f.Path)
			} else {
				pdfs = append(pdfs, f.Path)
			}
		}
	}
	t.Run("field", func(t *testing.T) {
		root, err := structTree(t.Context(), filepath.Join(tmp, "dist-field", "letter.pdf"))
		need(t, err)
		if n := len(root.find("Form")); n != 1 {
			t.Errorf("%d elements Form", n)
		}
	})
	for _, name := range []string{"letter", "release"} {
		t.Run("words of "+name, func(t *testing.T) {
			got, err := structWords(t.Context(), filepath.Join(tmp, "dist-blocks", name+".pdf"))
			need(t, err)
			checkWordFile(t, filepath.Join(blocks, name+".txt"), got)
		})
	}
	t.Run("tables", func(t *testing.T) {
		file := filepath.Join(tmp, "dist-tables", "letter.pdf")
		got, err := structWords(t.Context(), file)
		need(t, err)
		checkWordFile(t, filepath.Join(tables, "letter.txt"), got)
		got, err = epubWords(filepath.Join(tmp, "dist-tables", "packet.epub"))
		need(t, err)
		checkWordFile(t, filepath.Join(tables, "letter.txt"), got)
		// The head is seen on each of three pages and heard once.
		pages, err := pageWords(t.Context(), file)
		need(t, err)
		for i := range 3 {
			if !contains(pages[i], []string{"What", "became", "of", "them"}) {
				t.Errorf("page %d has no head", i+1)
			}
		}
		root, err := structTree(t.Context(), file)
		need(t, err)
		for kind, want := range map[string]int{"Table": 2, "THead": 2, "Caption": 3, "Figure": 1, "Div": 1} {
			if n := len(root.find(kind)); n != want {
				t.Errorf("%d elements %s, want %d", n, kind, want)
			}
		}
		checkPageList(t, filepath.Join(tmp, "dist-tables", "packet.epub"), []string{file})
	})
	t.Run("french", func(t *testing.T) {
		got, err := structWords(t.Context(), filepath.Join(tmp, "dist-french", "letter.pdf"))
		need(t, err)
		checkWordFile(t, filepath.Join(french, "letter.txt"), got)
		page, err := pageWords(t.Context(), filepath.Join(tmp, "dist-french", "release.pdf"))
		need(t, err)
		for _, name := range []string{"letter", "release"} {
			pages, err := render(t.Context(), filepath.Join(tmp, "dist-french", name+".pdf"), 150)
			need(t, err)
			const address = "HTTPS://VERIFIER.EXAMPLE.FR/2026-0417/9B4F0C6AD1E8437F92C05D7AB3166E48"
			if got := readQR(t, pages[0]); got != address {
				t.Errorf("the code of %s reads %q", name, got)
			}
		}
		if words := strings.Join(page[0], " "); !strings.Contains(words, "SOUS EMBARGO JUSQU’AU 1er avril 2026 à 9:00 HAEC") {
			t.Errorf("the release begins %s", words)
		}
	})
	t.Run("odd", func(t *testing.T) {
		file, book := filepath.Join(tmp, "dist-odd", "letter.pdf"), filepath.Join(tmp, "dist-odd", "packet.epub")
		got, err := structWords(t.Context(), file)
		need(t, err)
		checkWordFile(t, filepath.Join(odd, "letter.txt"), got)
		got, err = epubWords(book)
		need(t, err)
		checkWordFile(t, filepath.Join(odd, "epub.txt"), got)
		pages, err := pageWords(t.Context(), file)
		need(t, err)
		// The fourth page goes on with the table and with its merged cell.
		for _, words := range [][]string{{"Children", "by", "county", "(continued)"}, {"State"}, {"Texas"}} {
			if !contains(pages[3], words) {
				t.Errorf("page 4 does not say %q", words)
			}
		}
	})
	t.Run("words of packet.epub", func(t *testing.T) {
		got, err := epubWords(filepath.Join(tmp, "dist-blocks", "packet.epub"))
		need(t, err)
		checkWordFile(t, filepath.Join(blocks, "epub.txt"), got)
	})
	checkJudges(t, pdfs, epubs)
}

// readQR reads the QR code that stands somewhere on a page, by the decoder of ZXing.
func readQR(t *testing.T, page image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(page)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Errorf("no code can be read: %v", err)
		return ""
	}
	return result.GetText()
}

// checkJudges has every judge look at files that all must pass.
func checkJudges(t *testing.T, pdfs, epubs []string) {
	t.Helper()
	t.Run("veraPDF", func(t *testing.T) {
		verdicts, err := verapdf(t.Context(), pdfs, []string{"2a", "ua1"})
		need(t, err)
		checkPass(t, verdicts)
	})
	t.Run("qpdf", func(t *testing.T) {
		verdicts, err := qpdf(t.Context(), pdfs)
		need(t, err)
		checkPass(t, verdicts)
	})
	t.Run("EPUBCheck", func(t *testing.T) {
		verdicts, err := epubcheck(t.Context(), epubs)
		need(t, err)
		checkPass(t, verdicts)
	})
	t.Run("Ace", func(t *testing.T) {
		verdicts, err := ace(t.Context(), epubs)
		need(t, err)
		checkPass(t, verdicts)
	})
}
