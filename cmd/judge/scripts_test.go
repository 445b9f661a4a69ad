package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"chancery/layout/pdf"
	"chancery/layout/press"
	"chancery/source"
)

// scripts is a packet of a notice in nine languages and a letter in Arabic.
var scripts = filepath.Join("testdata", "packets", "scripts")

// TestScripts has the judges look at a packet of many scripts, and wants its words
// as they are said, one for one, through the tags of its PDFs and the spine of its
// EPUB, and as they are seen, in any order of lines that a reader finds.
func TestScripts(t *testing.T) {
	tmp := t.TempDir()
	dir := filepath.Join(tmp, "packet")
	if err := os.CopyFS(dir, os.DirFS(scripts)); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "fonts"), os.DirFS(filepath.Join("..", "..", "fonts", "testdata", "scripts"))); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(tmp, "dist")
	result, err := press.Build(t.Context(), press.Options{Packet: dir, Output: out})
	if err != nil {
		t.Fatal(err)
	}
	if w := result.Warnings; len(w) != 1 || w[0].Code != source.CodeUnmarkedLanguage {
		t.Errorf("want one warning, of the Hebrew words that are not marked; got\n%v", w)
	}
	var pdfs []string
	for _, name := range []string{"notice", "arabic"} {
		file := filepath.Join(out, name+".pdf")
		pdfs = append(pdfs, file)
		t.Run("words of "+name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			tree, err := pdf.ReadTree(data)
			if err != nil {
				t.Fatal(err)
			}
			checkWordFile(t, filepath.Join(scripts, name+".txt"), splitWords(spoken(tree.Root)))
			seen, err := poppler(t.Context(), file, "pdftotext", "-enc", "UTF-8")
			need(t, err)
			want, err := os.ReadFile(filepath.Join(scripts, name+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			// Poppler puts marks about what runs against the line.
			seen = strings.Map(func(r rune) rune {
				if unicode.Is(unicode.Bidi_Control, r) {
					return ' '
				}
				return r
			}, seen)
			got, all := letters(splitWords(seen)), letters(splitWords(string(want)))
			for w, n := range all {
				if got[w] < n {
					t.Errorf("%q is seen %d times, want %d", w, got[w], n)
				}
			}
		})
	}
	t.Run("words of packet.epub", func(t *testing.T) {
		got, err := epubWords(filepath.Join(out, "packet.epub"))
		need(t, err)
		for _, name := range []string{"notice", "arabic"} {
			want, err := os.ReadFile(filepath.Join(scripts, name+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			have := letters(got)
			for w, n := range letters(splitWords(string(want))) {
				if have[w] < n {
					t.Errorf("%s: %q is said %d times, want %d", name, w, have[w], n)
				}
			}
		}
	})
	checkJudges(t, pdfs, []string{filepath.Join(out, "packet.epub")})
	t.Run("pages", func(t *testing.T) {
		checkPages(t, pdfs[0], 1)
		checkPages(t, pdfs[1], 2)
	})
}

// spoken is the text of an element and of all in it, elements apart from each
// other unless they stand in a line.
func spoken(n *pdf.Node) string {
	var b strings.Builder
	for _, k := range n.Kids {
		b.WriteString(spoken(k))
	}
	switch n.Role {
	case "":
		return n.Text
	case "Span", "Link", "Reference":
		return b.String()
	}
	return "\n" + b.String() + "\n"
}

// letters counts the words of letters alone, without the marks about them: where a
// reader of pages puts a bracket or a figure beside Hebrew is its own affair. Words
// of ideographs have no bounds and are left out.
func letters(words []string) map[string]int {
	out := map[string]int{}
	for _, w := range words {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) })
		if w == "" || strings.ContainsFunc(w, func(r rune) bool {
			return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || !unicode.IsLetter(r) && !unicode.Is(unicode.M, r)
		}) {
			continue
		}
		out[w]++
	}
	return out
}
