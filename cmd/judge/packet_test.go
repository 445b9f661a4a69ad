package main

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chancery/layout/press"
)

// The first packet and what is known of its files. Page and font counts follow
// from the design; a change of them is a change of the design and wants eyes.
var (
	packet = filepath.Join("..", "..", "assets", "packets", "2018-06-19-family-separation")

	packetPDFs = []struct {
		name  string
		pages int
		fonts []string       // names without the subset's tag
		tags  map[string]int // how many elements of a type
	}{
		{"letter.pdf", 4, []string{"STIXTwoText-Regular", "STIXTwoText-Bold", "STIXTwoText-Italic"},
			map[string]int{"Document": 1, "L": 2, "LI": 23, "Table": 0}},
		{"release.pdf", 2, []string{"STIXTwoText-Regular", "STIXTwoText-Bold", "STIXTwoText-Italic"}, map[string]int{"Document": 1, "H1": 1, "L": 0}},
	}
)

// TestPacket sets the first packet and has everybody judge it.
func TestPacket(t *testing.T) {
	dist := t.TempDir()
	result, err := press.Build(t.Context(), press.Options{Packet: packet, Output: dist})
	if err != nil {
		t.Fatal(err)
	}
	var pdfs []string
	for _, p := range packetPDFs {
		pdfs = append(pdfs, filepath.Join(dist, p.name))
	}
	epub := filepath.Join(dist, "packet.epub")
	release, letter := seedParts()
	seed := map[string][]string{"release.pdf": splitWords(release), "letter.pdf": splitWords(letter)}

	t.Run("files", func(t *testing.T) {
		want := append(slices.Clone(pdfs), epub)
		var got []string
		for _, f := range result.Files {
			got = append(got, f.Path)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("the press says that it made %v, want %v", got, want)
		}
		if len(result.Warnings) > 0 {
			t.Errorf("the packet has warnings: %v", result.Warnings)
		}
	})
	checkJudges(t, pdfs, []string{epub})
	t.Run("words of packet.epub", func(t *testing.T) {
		got, err := epubWords(epub)
		if err != nil {
			t.Fatal(err)
		}
		if diff := wordDiff(got, append(splitWords(release), splitWords(letter)...)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("page list of packet.epub", func(t *testing.T) { checkPageList(t, epub, pdfs) })
	for i, p := range packetPDFs {
		t.Run("words of "+p.name, func(t *testing.T) { checkWords(t, pdfs[i], seed[p.name]) })
		t.Run("fonts of "+p.name, func(t *testing.T) { checkFonts(t, pdfs[i], p.fonts) })
		t.Run("tags of "+p.name, func(t *testing.T) { checkTags(t, pdfs[i], p.tags) })
		t.Run("pages of "+p.name, func(t *testing.T) { checkPages(t, pdfs[i], p.pages) })
	}
}

// checkPass wants every verdict to be a pass.
func checkPass(t *testing.T, verdicts []Verdict) {
	t.Helper()
	for _, v := range verdicts {
		if !v.Pass {
			t.Error(v)
		}
	}
}

// checkWords wants the words of the seed one for one and in order through the
// tags; and, with the page's furniture between them, for two readers that go by
// the content streams.
func checkWords(t *testing.T, file string, want []string) {
	got, err := structWords(t.Context(), file)
	need(t, err)
	if diff := wordDiff(got, want); diff != "" {
		t.Error(diff)
	}
	for _, reader := range []struct {
		name string
		read func(context.Context, string) ([]string, error)
	}{{"pdftotext", pdftotextWords}, {"mutool", mutoolWords}} {
		got, err := reader.read(t.Context(), file)
		need(t, err)
		if diff := wordsMissing(got, want); diff != "" {
			t.Errorf("%s: %s", reader.name, diff)
		}
		// Page numbers are on the page and not in the tags.
		if len(got) <= len(want) {
			t.Errorf("%s finds %d words; with the furniture there should be more than %d", reader.name, len(got), len(want))
		}
	}
}

// fontLine is a line of pdffonts: a subset's name, then its kind, encoding, and
// whether it is embedded, a subset, and has a ToUnicode map.
var fontLine = regexp.MustCompile(`^[A-Z]{6}\+(\S+) +CID TrueType +Identity-H +yes +yes +yes `)

// checkFonts wants these fonts, each once, embedded as a subset and with a map
// back to Unicode.
func checkFonts(t *testing.T, file string, want []string) {
	text, err := poppler(t.Context(), file, "pdffonts")
	need(t, err)
	lines := strings.Split(strings.TrimSpace(text), "\n")[2:] // after the table's head
	wanted := make(map[string]bool)
	for _, name := range want {
		wanted[name] = true
	}
	for _, line := range lines {
		m := fontLine.FindStringSubmatch(line)
		if m == nil || !wanted[m[1]] {
			t.Errorf("an unwanted font, one that is not embedded, or one twice: %s", line)
			continue
		}
		delete(wanted, m[1])
	}
	for name := range wanted {
		t.Errorf("no font %s", name)
	}
}

// checkPageList wants an entry for every page of the PDFs, in order, each at the
// very word with which that page begins: the words after it are on the page, the
// words before it on the page before.
func checkPageList(t *testing.T, epub string, pdfs []string) {
	b, err := readBook(epub)
	if err != nil {
		t.Fatal(err)
	}
	next := 0
	// The PDFs are named letter, release; the book has them the other way round.
	for _, file := range slices.Backward(pdfs) {
		name := strings.TrimSuffix(filepath.Base(file), ".pdf")
		pages, err := pageWords(t.Context(), file)
		need(t, err)
		for n := range pages {
			if next == len(b.Pages) {
				t.Fatalf("no entry for page %d of %s", n+1, name)
			}
			target := b.Pages[next]
			next++
			if want := fmt.Sprintf("%s%s %d", strings.ToUpper(name[:1]), name[1:], n+1); target.Label != want {
				t.Errorf("an entry is called %q, want %q", target.Label, want)
			}
			at, ok := b.At[target.Href]
			if !ok {
				t.Errorf("%s: there is no page break %s", target.Label, target.Href)
				continue
			}
			if first := b.Words[at:min(at+5, len(b.Words))]; !contains(pages[n], first) {
				t.Errorf("%s: the page has no %q", target.Label, first)
			}
			if n > 0 {
				if last := b.Words[max(0, at-5):at]; !contains(pages[n-1], last) {
					t.Errorf("%s: the page before has no %q", target.Label, last)
				}
			}
		}
	}
	if next != len(b.Pages) {
		t.Errorf("entries for no page: %v", b.Pages[next:])
	}
}

// pageWords are the words of each page, furniture among them.
func pageWords(ctx context.Context, file string) ([][]string, error) {
	text, err := poppler(ctx, file, "pdftotext", "-raw", "-enc", "UTF-8")
	if err != nil {
		return nil, err
	}
	var pages [][]string
	for page := range strings.SplitSeq(strings.TrimSuffix(text, "\f"), "\f") {
		pages = append(pages, splitWords(page))
	}
	return pages, nil
}

// contains says whether words has part in it, word after word.
func contains(words, part []string) bool {
	for i := range len(words) - len(part) + 1 {
		if slices.Equal(words[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// checkTags wants so many elements of each type, and the tree with its text, and
// the outline, as they were when somebody last read them.
func checkTags(t *testing.T, file string, count map[string]int) {
	root, err := structTree(t.Context(), file)
	need(t, err)
	for kind, want := range count {
		if got := len(root.find(kind)); got != want {
			t.Errorf("%d elements %s, want %d", got, kind, want)
		}
	}
	contents, err := outline(t.Context(), file)
	need(t, err)
	var b strings.Builder
	for _, kid := range root.Kids {
		kid.write(&b, 0)
	}
	fmt.Fprintf(&b, "\nOutline:\n%s", contents)
	kept := filepath.Join("testdata", strings.TrimSuffix(filepath.Base(file), ".pdf")+".tags")
	if *update {
		if err := os.WriteFile(kept, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	if diff := lineDiff(b.String(), string(want)); diff != "" {
		t.Errorf("%s: %s", kept, diff)
	}
}

// write prints the element for a person: its type, then its text, pieces of one
// element joined, then its kids. Where the lines of a paragraph end is not the
// tree's business.
func (n *node) write(b *strings.Builder, depth int) {
	indent := strings.Repeat("  ", depth)
	fmt.Fprintf(b, "%s%s\n", indent, n.Type)
	text := ""
	flush := func() {
		if words := splitWords(text); len(words) > 0 {
			fmt.Fprintf(b, "%s  %q\n", indent, strings.Join(words, " "))
		}
		text = ""
	}
	for _, kid := range n.Kids {
		if kid.Type == "" {
			text += kid.Text
			continue
		}
		flush()
		kid.write(b, depth+1)
	}
	flush()
}

// lineDiff compares two texts line by line; "" when equal, else the first line
// that differs.
func lineDiff(got, want string) string {
	g, w := bufio.NewScanner(strings.NewReader(got)), bufio.NewScanner(strings.NewReader(want))
	for n := 1; ; n++ {
		more, wanted := g.Scan(), w.Scan()
		if !more && !wanted {
			return ""
		}
		if more != wanted || g.Text() != w.Text() {
			return fmt.Sprintf("line %d is %q, want %q", n, g.Text(), w.Text())
		}
	}
}

// pageResolution is that of the kept pages, in dots per inch.
const pageResolution = 60

// checkPages wants so many pages, each within pageTolerance of the kept one.
func checkPages(t *testing.T, file string, count int) {
	pages, err := render(t.Context(), file, pageResolution)
	need(t, err)
	if len(pages) != count {
		t.Errorf("%d pages, want %d", len(pages), count)
	}
	name := strings.TrimSuffix(filepath.Base(file), ".pdf")
	for i, page := range pages {
		kept := filepath.Join("testdata", "pages", fmt.Sprintf("%s-%d.png", name, i+1))
		if *update {
			if err := writePNG(kept, page); err != nil {
				t.Fatal(err)
			}
		}
		want, err := readGray(kept)
		if err != nil {
			t.Error(err)
			continue
		}
		mean, block, _ := pageDifference(page, want)
		t.Logf("page %d: mean %.3f, block %.1f", i+1, mean, block)
		if diff := comparePages(page, want, pageTolerance); diff != "" {
			t.Errorf("page %d: %s", i+1, diff)
		}
		// A line or two that moves by a pixel must be seen.
		if diff := comparePages(shift(page, 1, 0), want, pageTolerance); diff == "" {
			t.Errorf("page %d could be a pixel off and pass", i+1)
		}
	}
}

// writePNG writes a picture for the test data.
func writePNG(name string, page *image.Gray) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(f, page); err != nil {
		return err
	}
	return f.Close()
}
