package epub

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/shape"
)

// styled are the words of a document in the style that the style sheet gives
// them, by classes and elements: read anew from the XHTML, as a reading system does.
func styled(n *node, st style, visit func(style, string)) {
	switch n.tag {
	case "em":
		st.italic = !st.italic
	case "strong", "h1", "h2", "h3":
		st.bold = true
	case "p":
		if st.family == "body" {
			st.onum = true
		}
	}
	for _, class := range strings.Fields(n.attr["class"]) {
		switch class {
		case "body":
			st.family = "body"
		case "lining":
			st.onum = false
		case "small-caps", "publisher", "kind":
			st.smcp, st.c2sc = true, true
		case "dateline":
			st.bold, st.smcp = true, true
		case "bold":
			st.bold = true
		case "italic", "subhead":
			st.italic = true
		case "masthead":
			st.lang = "masthead"
		}
	}
	if st.lang == "masthead" && n.tag == "h1" {
		st.bold = false // the style sheet says so
	}
	if n.tag == "" {
		visit(st, n.text)
	}
	for _, k := range n.kids {
		styled(k, st, visit)
	}
}

// Every glyph that a reading system makes of the words, under the features that
// the style sheet asks for, is in the embedded face with its outline.
func TestFacesHoldTheGlyphs(t *testing.T) {
	for _, name := range fonts.Families() {
		in := seed(t)
		for _, d := range in.Packet.Documents {
			d.Settings.Face = name
		}
		files := unzip(t, write(t, in))
		shaper := shape.NewShaper()
		family, err := fonts.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		subsets := map[string]*fonts.Face{}
		seen, ligatures := 0, 0
		for _, doc := range []string{"nav", "xhtml/title-page", "xhtml/release", "xhtml/letter"} {
			styled(parse(t, files["EPUB/"+doc+".xhtml"]).find("body"), style{}, func(st style, text string) {
				face := family.Face(st.bold, st.italic)
				sub := subsets[face.PostScriptName]
				if sub == nil {
					sub, err = fonts.Parse([]byte(files["EPUB/fonts/"+face.PostScriptName+".ttf"]))
					if err != nil {
						t.Fatalf("%s: %v", face.PostScriptName, err)
					}
					subsets[face.PostScriptName] = sub
				}
				var features shape.Features
				if st.smcp {
					features |= shape.SmallCaps
				}
				if st.c2sc {
					features |= shape.CapsToSmallCaps
				}
				if st.onum {
					features |= shape.OldstyleFigures | shape.ProportionalFigures
				}
				for _, word := range strings.Fields(text) {
					runs, missing := shaper.Text(word, 0, shape.Style{Face: face, Size: layout.Point, Features: features, Lang: "en-US"})
					if missing != nil {
						t.Fatalf("%s has not all of %q", face.PostScriptName, word)
					}
					for _, run := range runs {
						for _, g := range run.Glyphs {
							seen++
							if g.End-g.Start > 1 {
								ligatures++
							}
							if !slices.Equal(sub.Outline(g.ID), face.Outline(g.ID)) {
								t.Errorf("%s: glyph %d of %q in %q is not in the subset", face.PostScriptName, g.ID, word[g.Start:g.End], word)
							}
						}
					}
				}
			})
		}
		if seen < 5000 || name == "EB Garamond" && ligatures == 0 {
			t.Errorf("%s: only %d glyphs, %d ligatures were compared", name, seen, ligatures)
		}
		for _, sub := range subsets {
			for _, r := range "Ωж☃" {
				if sub.Has(r) {
					t.Errorf("%s has %c, which is nowhere used", sub.PostScriptName, r)
				}
			}
		}
	}
}

// Faces that nothing is set in are not embedded, those of two families are.
func TestOnlyUsedFaces(t *testing.T) {
	names := func(in Input) string {
		info, err := Write(&bytes.Buffer{}, in)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(info.Fonts, " ")
	}
	in := input()
	if got := names(in); got != "STIXTwoText-Regular STIXTwoText-Italic STIXTwoText-Bold" {
		t.Errorf("got %s", got)
	}
	in.Packet.Documents[1].Settings.Face = "EB Garamond"
	in.Layouts[1].Masthead = nil
	if got := names(in); got != "EBGaramond-Regular EBGaramond-Bold STIXTwoText-Regular STIXTwoText-Italic STIXTwoText-Bold" {
		t.Errorf("got %s", got)
	}
	in.Packet.Documents[1].Settings.Face = "Comic Sans"
	if _, err := Write(&bytes.Buffer{}, in); err == nil || !strings.Contains(err.Error(), "Comic Sans") {
		t.Errorf("got %v", err)
	}
}

// The style sheet keeps its promises: no size in pixels or points, no colour on
// text, and a rule for every class that the documents use.
func TestStyleSheet(t *testing.T) {
	files := unzip(t, write(t, input()))
	css := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(files["EPUB/css/book.css"], "")
	for _, rule := range strings.Split(css, "}") {
		if regexp.MustCompile(`[0-9](px|pt|cm|mm|in)\b`).MatchString(rule) {
			t.Errorf("a fixed length in %s", rule)
		}
		color := regexp.MustCompile(`(^|[^-a-z])(color|background)\s*:\s*([^;]*)`).FindStringSubmatch(rule)
		if color != nil && color[3] != "inherit" && !strings.Contains(rule, ".many-inks") {
			t.Errorf("a colour in %s", rule)
		}
		if strings.Contains(rule, "!important") {
			t.Errorf("the reader cannot overrule %s", rule)
		}
	}
	for _, need := range []string{"color-scheme: light dark", "currentColor", ".face-stix-two-text { font-family: \"STIX Two Text\", serif; }"} {
		if !strings.Contains(css, need) {
			t.Errorf("there is no %s", need)
		}
	}
	unstyled := []string{"letter", "name", "office", "salutation", "postscript", "reference", "title", "navigation", "headline"}
	for name, file := range files {
		if !strings.HasSuffix(name, ".xhtml") {
			continue
		}
		for _, m := range regexp.MustCompile(` class="([^"]*)"`).FindAllStringSubmatch(file, -1) {
			for _, class := range strings.Fields(m[1]) {
				if !strings.Contains(css, "."+class) && !slices.Contains(unstyled, class) {
					t.Errorf("%s: no rule for the class %s", name, class)
				}
			}
		}
	}
}

func ExampleWrite() {
	in := input() // a release and a letter, the pages of their printed editions, a cover
	var b bytes.Buffer
	info, err := Write(&b, in)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(info.Pages, "pages of print are listed")
	fmt.Println(info.Fonts)

	in.Layouts[1].Starts[1].ID = "letter-p9" // a page that begins nowhere
	_, err = Write(&b, in)
	fmt.Println(err)
	// Output:
	// 7 pages of print are listed
	// [STIXTwoText-Regular STIXTwoText-Italic STIXTwoText-Bold]
	// packet.epub: xhtml/letter.xhtml: page 2 of letter begins in "letter-p9", which the publication does not show [page-start; EPUB Accessibility 1.1, 3.4.1.3.2]
}
