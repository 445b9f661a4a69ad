package press

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/fonts"
	"chancery/layout/labels"
	"chancery/source"
)

// put writes a file with its folders.
func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// labelsLike are the English words with some in their place.
func labelsLike(t *testing.T, pairs ...string) string {
	t.Helper()
	data, err := labels.File("en-US")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("no %q", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

// TestPressKnowsItsOwnFolders builds packets with words, patterns and faces of
// their own on one Press, over and over and after edits of each: each is what a new
// Press makes of it.
func TestPressKnowsItsOwnFolders(t *testing.T) {
	family, err := fonts.Lookup("STIX Two Text")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	plain := copyPacket(t, filepath.Join(dir, "plain"))
	own := copyPacket(t, filepath.Join(dir, "own"))
	edit(t, filepath.Join(own, "packet.yaml"), "title: ", "language: fr-CA\ntitle: ")
	edit(t, filepath.Join(own, "office.yaml"), "language: en-US\n", "resources: ../../agency\n")
	edit(t, filepath.Join(own, "letter.md"), "strong opposition", "[oppositions oppositions oppositions oppositions oppositions]{lang=nl}")
	put(t, filepath.Join(own, "labels", "fr.yaml"), labelsLike(t, `"cc:"`, `"c. c. :"`, "January, February, March, April, May, June", "janvier, février, mars, avril, mai, juin"))
	shared := filepath.Join(dir, "agency")
	put(t, filepath.Join(shared, "hyphenation", "hyph-fr.tex"), `\patterns{1ti}`)
	put(t, filepath.Join(shared, "hyphenation", "hyph-nl.tex"), `\patterns{1ti}`)
	face := string(renamed(t, family.Face(false, false).Data, "STIX Two Text", "Our Own Faces"))
	put(t, filepath.Join(shared, "fonts", "own.ttf"), face)

	p := New()
	var last map[string][]byte
	build := func(what string, differs bool) {
		t.Helper()
		want := made(t, New(), Options{Packet: own})
		if last != nil && bytes.Equal(want["letter.pdf"], last["letter.pdf"]) == differs {
			t.Errorf("%s: the letter differs: %v", what, !differs)
		}
		for range 2 {
			same(t, made(t, p, Options{Packet: own}), want)
		}
		same(t, made(t, p, Options{Packet: plain}), made(t, New(), Options{Packet: plain}))
		last = want
	}
	build("first", false)
	put(t, filepath.Join(shared, "hyphenation", "hyph-nl.tex"), `\patterns{1s}`)
	build("patterns of words among others", true)
	put(t, filepath.Join(own, "hyphenation", "hyph-fr.tex"), `\patterns{1b}`)
	build("nearer patterns", true)
	put(t, filepath.Join(shared, "hyphenation", "hyph-fr.tex"), `\patterns{1c}`)
	build("patterns that are hidden", false)
	edit(t, filepath.Join(own, "labels", "fr.yaml"), "c. c. :", "Copie :")
	build("words", true)
	edit(t, filepath.Join(own, "packet.yaml"), "title: ", "face: Our Own Faces\ntitle: ")
	build("a face", true)
	put(t, filepath.Join(shared, "fonts", "own.ttf"), string(renamed(t, family.Face(false, true).Data, "STIX Two Text", "Our Own Faces")))
	build("another face of the name", true)
	if n := len(p.free); n > 8 {
		t.Errorf("%d memories are kept", n)
	}
}

// TestOrderOfFolders: the packet's folder before the office's, that before the one
// of resources, and what is built in last.
func TestOrderOfFolders(t *testing.T) {
	family, err := fonts.Lookup("STIX Two Text")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	packet, shared := filepath.Join(dir, "office", "packet"), filepath.Join(dir, "agency")
	put(t, filepath.Join(dir, "office", "office.yaml"), "name: The Office\nresources: ../agency\n")
	put(t, filepath.Join(packet, "packet.yaml"), "documents: [letter.md]\n")
	face := func(dir, file, name string, italic bool) {
		put(t, filepath.Join(dir, "fonts", file), string(renamed(t, family.Face(false, italic).Data, "STIX Two Text", name)))
	}
	face(packet, "z.ttf", "Zzz Own Faces", false)
	face(filepath.Join(dir, "office"), "a.ttf", "Aaa Own Faces", false)
	face(shared, "a.ttf", "Mmm Own Faces", false)
	face(shared, "b.ttf", "aaa Own Faces", true) // hidden by the office's
	list, problems, err := Fonts(packet, "")
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, ", "); got != "Zzz Own Faces, Aaa Own Faces, Mmm Own Faces, STIX Two Text, EB Garamond" {
		t.Error(got)
	}
	if list[1].Styles[0] != "Regular" {
		t.Errorf("%v", list[1])
	}

	put(t, filepath.Join(shared, "labels", "fr.yaml"), labelsLike(t, "Page {n} of {m}", "shared {n}"))
	put(t, filepath.Join(dir, "office", "labels", "fr.yaml"), labelsLike(t, "Page {n} of {m}", "office {n}"))
	put(t, filepath.Join(packet, "letter.md"), "---\nkind: letter\nlanguage: fr\ndate: 2018-06-19\nto: [Jane Roe]\nsignatories: []\n---\n\nText.\n")
	for _, want := range []string{"packet", "office", "shared", ""} {
		if want == "packet" {
			put(t, filepath.Join(packet, "labels", "fr.yaml"), labelsLike(t, "Page {n} of {m}", "packet {n}"))
		}
		l, problems, err := New().load(packet, nil)
		if want == "" {
			if problems.Errors() != 1 || problems[0].Code != CodeUnknownLanguage || !strings.Contains(problems[0].Hint, "labels/fr.yaml") {
				t.Errorf("%v", problems)
			}
			break
		}
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		words, err := l.own.Labels.Load("fr")
		if err != nil || words.PageOf(1, 1) != want+" 1" {
			t.Errorf("%s: %s %v", want, words.PageOf(1, 1), err)
		}
		at := map[string]string{"packet": packet, "office": filepath.Join(dir, "office"), "shared": shared}[want]
		if err := os.RemoveAll(filepath.Join(at, "labels")); err != nil {
			t.Fatal(err)
		}
	}
}

// What is wrong with the words of a language is said where it is, and not that
// there are none; the rest is looked at all the same.
func TestWrongWords(t *testing.T) {
	packet := copyPacket(t, t.TempDir())
	edit(t, filepath.Join(packet, "packet.yaml"), "title: ", "language: fr\ntitle: ")
	edit(t, filepath.Join(packet, "office.yaml"), "language: en-US\n", "")
	put(t, filepath.Join(packet, "labels", "fr.yaml"), labelsLike(t, "more: more\n", ""))
	put(t, filepath.Join(packet, "hyphenation", "hyph-fr.tex"), `\patterns{1}`)
	put(t, filepath.Join(packet, "hyphenation", "hyph-de.tex"), `\patterns{1}`) // nobody asks for it
	_, err := Build(context.Background(), Options{Packet: packet, Output: t.TempDir()})
	var problems source.Problems
	if !errors.As(err, &problems) || problems.Errors() != 2 || problems[0].Code != "bad-patterns" || problems[1].Code != source.CodeMissingKey {
		t.Errorf("%v", err)
	}
}
