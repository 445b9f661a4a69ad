package cos

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// update reads a file, has change change it, and reads the result, which must
// begin with the file.
func update(t *testing.T, data []byte, change func(u *Update)) ([]byte, *File, map[Ref]int) {
	t.Helper()
	var outs [2][]byte
	var at map[Ref]int
	for i := range outs { // the same change gives the same bytes
		f, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		u, err := NewUpdate(data, f)
		if err != nil {
			t.Fatal(err)
		}
		change(u)
		if outs[i], at, err = u.Bytes(); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(outs[0], outs[1]) {
		t.Error("the same change gives other bytes")
	}
	if !bytes.HasPrefix(outs[0], data) {
		t.Error("the bytes that were there have changed")
	}
	f, err := Read(outs[0])
	if err != nil {
		t.Fatalf("%v\n%s", err, outs[0][len(data):])
	}
	for r, p := range at {
		if head := fmt.Sprintf("%d %d obj\n", int(r), f.places[r].secondary); !bytes.HasPrefix(outs[0][p:], []byte(head)) {
			t.Errorf("object %d is said to be at %d, where %.20q stands", r, p, outs[0][p:])
		}
	}
	return outs[0], f, at
}

// TestUpdate changes a file of each kind twice.
func TestUpdate(t *testing.T) {
	tabled := table(map[int]string{1: "<</Type/Catalog/A 2 0 R>>", 2: "(old)", 4: "(kept)"}, "/ID[(x)(y)]/Mine(z)")
	mixed, _, _ := hybrid()
	var streamed bytes.Buffer
	f := NewFile()
	f.Root = f.Add(NewDict(Entry{"Type", Name("Catalog")}, Entry{"A", Ref(2)}))
	f.Add(String("old"))
	f.Add(nil)
	f.Add(String("kept"))
	f.WriteTo(&streamed)
	for name, data := range map[string][]byte{
		"table": tabled, "hybrid": mixed, "stream": streamed.Bytes(), "no line at the end": bytes.TrimRight(tabled, "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			before, err := Read(data)
			if err != nil {
				t.Fatal(err)
			}
			var added Ref
			one, f, at := update(t, data, func(u *Update) {
				u.Set(2, String("new"))
				added = u.Add(&Stream{Dict: NewDict(), Data: []byte(strings.Repeat("added ", 20))})
				catalog := u.File.Dict(u.File.Root)
				catalog.Set("B", added)
				u.Set(u.File.Root, catalog)
				if !u.Changed(2) || u.Changed(4) {
					t.Error("Changed says other things")
				}
			})
			if len(at) != 3 || int(added) < len(before.Objects) {
				t.Errorf("objects at %v, the new one is %d of %d before", at, added, len(before.Objects))
			}
			catalog := f.Dict(f.Root)
			if f.Resolve(catalog.Get("A")) != String("new") {
				t.Error("the old object counts")
			}
			s, ok := f.Resolve(catalog.Get("B")).(*Stream)
			if !ok {
				t.Fatal("the added object is none")
			}
			if data, err := s.Decode(); err != nil || !strings.HasPrefix(string(data), "added ") {
				t.Errorf("the added stream is %q, %v", data, err)
			}
			if f.ID != before.ID && before.ID != "" {
				t.Error("the identifier's first half has changed")
			}
			first, last := before.Sections[0], f.Sections[0]
			if last.Trailer.Get("Prev") != first.At || last.Hybrid != 0 {
				t.Errorf("the section before is at %v, want %d", last.Trailer.Get("Prev"), first.At)
			}
			if last.Trailer.Get("Type") != first.Trailer.Get("Type") || last.Trailer.Get("Mine") != first.Trailer.Get("Mine") {
				t.Errorf("the trailer is %s, after %s", Append(nil, last.Trailer), Append(nil, first.Trailer))
			}
			halves := f.Array(last.Trailer.Get("ID"))
			if len(halves) != 2 || len(halves[1].(String)) != 32 {
				t.Errorf("the identifier is %v", halves)
			}
			_, f, _ = update(t, one, func(u *Update) {
				if next := u.Add(Array{added}); next <= added {
					t.Errorf("number %d is given twice", next)
				}
			})
			if len(f.Sections) != len(before.Sections)+2 || f.Resolve(f.Dict(f.Root).Get("A")) != String("new") {
				t.Error("the second update has lost the first")
			}
			if again := f.Array(f.Sections[0].Trailer.Get("ID")); again[1] == halves[1] || again[0] != halves[0] {
				t.Error("the second update has the identifier of the first")
			}
		})
	}
}

// TestUpdateGenerations keeps generations: those of objects, and in references
// to them, which a Ref does not know.
func TestUpdateGenerations(t *testing.T) {
	data := table(map[int]string{1: "<</Type/Catalog/A 2 3 R/C[2 3 R]>>", 2: "(old)", 4: "<</D 2 3 R/Length 1>>\nstream\nx\nendstream"}, "")
	at := bytes.Index(data, []byte("2 0 obj"))
	data[at+2] = '3'
	data = bytes.Replace(data, fmt.Appendf(nil, "%010d 00000 n", at), fmt.Appendf(nil, "%010d 00003 n", at), 1)
	out, f, _ := update(t, data, func(u *Update) {
		u.Set(1, u.File.Objects[1])
		u.Set(2, String("new"))
		u.Set(4, u.File.Objects[4])
	})
	added := string(out[len(data):])
	for _, want := range []string{"1 0 obj\n<</A 2 3 R/C[2 3 R]/", "2 3 obj\n(new)", "00003 n", "4 0 obj\n<</D 2 3 R/"} {
		if !strings.Contains(added, want) {
			t.Errorf("no %q in\n%s", want, added)
		}
	}
	if p, _ := f.Place(2); p.Generation != 3 {
		t.Errorf("object 2 is at %v", p)
	}
}

// A number that only the trailer's Size claims is not given away.
func TestUpdateSize(t *testing.T) {
	data := bytes.Replace(table(map[int]string{1: "<</Type/Catalog>>"}, ""), []byte("/Size 2"), []byte("/Size 9"), 1)
	_, f, at := update(t, data, func(u *Update) { u.Add(true) })
	if _, ok := at[9]; !ok || f.Sections[0].Trailer.Get("Size") != 10 {
		t.Errorf("objects at %v, Size %v", at, f.Sections[0].Trailer.Get("Size"))
	}
	if _, err := NewUpdate(nil, NewFile()); err == nil {
		t.Error("a file that was not read is updated")
	}
}
