package pdf

import (
	"bytes"
	"fmt"
	"math/rand"
	"testing"

	"chancery/layout"
)

// TestWriterChangesNothing writes the fixtures over and over, in any order and with
// refused documents among them: each is what a new Writer makes of it.
func TestWriterChangesNothing(t *testing.T) {
	var docs []*layout.Document
	var want [][]byte
	for _, f := range fixtures {
		doc := f.make(t)
		docs = append(docs, doc)
		want = append(want, write(t, doc))
	}
	refused := least(t)
	refused.Title = ""
	w := NewWriter()
	rng := rand.New(rand.NewSource(1))
	for range 40 {
		i := rng.Intn(len(docs))
		var got bytes.Buffer
		info, err := w.Write(&got, docs[i])
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want[i]) || info.Bytes != int64(got.Len()) || info.Pages != len(docs[i].Pages) {
			t.Errorf("%s differs, %+v", fixtures[i].name, info)
		}
		if _, err := w.Write(&got, refused); err == nil {
			t.Error("a document without a title is written")
		}
	}
}

// TestWriterIsBounded writes more documents than a Writer keeps parts of.
func TestWriterIsBounded(t *testing.T) {
	w := NewWriter()
	art := func() *layout.Art { a := *seal(); return &a }
	for i := range 2*maxParts + 5 {
		s := newSheet(t, "Number")
		for bit := range 8 {
			if (i+1)>>bit&1 == 1 {
				s.line(s.el(layout.RoleP, nil), string(rune('a'+bit)))
			}
		}
		s.box(layout.Box{Kind: layout.BoxArt, Art: art()}, nil)
		var got, want bytes.Buffer
		if _, err := w.Write(&got, s.doc); err != nil {
			t.Fatal(err)
		}
		if _, err := Write(&want, s.doc); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Fatalf("document %d differs", i)
		}
		parts := 0
		for _, k := range w.faces {
			parts = max(parts, len(k.parts))
			for g, c := range k.first {
				if c != 0 {
					t.Fatalf("glyph %d keeps the code %d", g, c)
				}
			}
		}
		if len(w.faces) > maxFaces || parts > maxParts || len(w.forms) > maxForms || cap(w.content) > maxContent {
			t.Fatal(fmt.Sprint(len(w.faces), " faces, ", parts, " parts, ", len(w.forms), " forms, ", cap(w.content), " bytes"))
		}
	}
}
