package cos

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// parse reads one object.
func parse(t *testing.T, s string) Object {
	t.Helper()
	o, err := (&Lexer{Data: []byte(s)}).Next()
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return o
}

// TestObjects reads each form of object and writes it in the shortest one.
func TestObjects(t *testing.T) {
	for in, want := range map[string]string{
		"null":                               "null",
		" true ":                             "true",
		"false%comment\n":                    "false",
		"-17":                                "-17",
		"+5":                                 "5",
		"3.25":                               "3.25",
		"-.002":                              "-.002",
		"/Name":                              "/Name",
		"/A#20B#2F":                          "/A#20B#2F",
		"/Caf#e9":                            "/Caf#E9",
		"(a (nested) \\) \\\\ text)":         "(a \\(nested\\) \\) \\\\ text)",
		"(line\\\nbreak \\101\\n\\7)":        "(linebreak A\n\x07)",
		"(\r\n\\r)":                          "(\n\\r)",
		"<48 65 6C6C 6F7>":                   "(Hellop)",
		"[1 0 R 2 3 /N[]<<>>(s)]":            "[1 0 R 2 3/N[]<<>>(s)]",
		"<</B 1/A[2 0 R]/C/D/E<</F null>>>>": "<</A[2 0 R]/B 1/C/D/E<<>>>>",
		"[12 0 obj]":                         "[12 0 obj]",
		"99999999999999999999":               "99999999999999999999",
	} {
		if got := string(Append(nil, parse(t, in))); got != want {
			t.Errorf("%q is written %q, want %q", in, got, want)
		}
	}
}

// TestBroken sees that broken objects are errors.
func TestBroken(t *testing.T) {
	for _, in := range []string{"(open", "<48", "<4x>", "[1 2", "<</A>>", "<</A 1", "<<1 2>>", strings.Repeat("[", 100)} {
		if o, err := (&Lexer{Data: []byte(in)}).Next(); err == nil {
			t.Errorf("%q reads as %v", in, o)
		}
	}
}

// TestDict keeps keys sorted and takes nil for absence.
func TestDict(t *testing.T) {
	d := NewDict(Entry{"Z", 1}, Entry{"A", 2}, Entry{"M", nil}, Entry{"Z", 3})
	d.Set("B", true)
	d.Set("A", nil)
	d.Set("Q", nil)
	if got := string(Append(nil, d)); got != "<</B true/Z 3>>" {
		t.Error(got)
	}
	var none *Dict
	if none.Get("A") != nil || none.Entries() != nil {
		t.Error("a dictionary that is not there has keys")
	}
}

// sample is a file of every kind of object, long enough for two object streams.
func sample() *File {
	f := NewFile()
	catalog := NewDict(Entry{"Type", Name("Catalog")})
	f.Root = f.Add(catalog)
	f.Info = f.Add(NewDict(Entry{"Title", String("a (title) \\ \r\n\xFF")}))
	f.Add(&Stream{Dict: NewDict(Entry{"Kind", Name("plain")}), Data: []byte(strings.Repeat("text ", 100))})
	f.Add(&Stream{Dict: NewDict(), Data: []byte("as it is"), Coding: Stored})
	f.Add(nil)
	var refs Array
	for i := range perObjectStream + 20 {
		refs = append(refs, f.Add(Array{i, Real("0.5"), false, nil}))
	}
	catalog.Set("All", refs)
	return f
}

// equal compares objects as they are written, and streams by what they hold.
func equal(t *testing.T, got, want *File) {
	t.Helper()
	if got.Root != want.Root || got.Info != want.Info {
		t.Errorf("root %d, info %d, want %d and %d", got.Root, got.Info, want.Root, want.Info)
	}
	for n, o := range want.Objects {
		if n >= len(got.Objects) {
			t.Fatalf("object %d is missing", n)
		}
		if s, ok := o.(*Stream); ok {
			r, ok := got.Objects[n].(*Stream)
			if !ok {
				t.Fatalf("object %d is no stream", n)
			}
			data, err := r.Decode()
			plain, _ := s.Decode()
			if err != nil || !bytes.Equal(data, plain) {
				t.Errorf("stream %d holds %q (%v), want %q", n, data, err, plain)
			}
			continue
		}
		if a, b := Append(nil, got.Objects[n]), Append(nil, o); !bytes.Equal(a, b) {
			t.Errorf("object %d is %s, want %s", n, a, b)
		}
	}
}

// TestRoundTrip writes a file and reads it back, twice.
func TestRoundTrip(t *testing.T) {
	f := sample()
	var first, second bytes.Buffer
	n, err := f.WriteTo(&first)
	if err != nil || n != int64(first.Len()) {
		t.Fatal(n, err)
	}
	if _, err := f.WriteTo(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same objects give other bytes", err)
	}
	back, err := Read(first.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, back, f)
	if len(back.ID) != 32 {
		t.Errorf("the identifier has %d bytes", len(back.ID))
	}
	f.Objects[3].(*Stream).Data = []byte("other")
	second.Reset()
	f.WriteTo(&second)
	if other, err := Read(second.Bytes()); err != nil || other.ID == back.ID {
		t.Error("other objects have the same identifier", err)
	}
}

// table writes objects with a table, as PDF 1.4 does; more goes into the trailer.
func table(objects map[int]string, more string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := map[int]int{}
	last := 0
	for n := range 40 {
		if o, ok := objects[n]; ok {
			at[n], last = b.Len(), n
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, o)
		}
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", last+1)
	for n := 1; n <= last; n++ {
		if p, ok := at[n]; ok {
			fmt.Fprintf(&b, "%010d 00000 n \n", p)
		} else {
			b.WriteString("0000000000 00000 f \n")
		}
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", last+1, more, start)
	return b.Bytes()
}

// TestTable reads a table, a stream whose length stands elsewhere, and a section
// that is added to a file and replaces an object.
func TestTable(t *testing.T) {
	base := table(map[int]string{
		1: "<</Type/Catalog/A 2 0 R>>", 2: "(old)",
		4: "<</Length 5 0 R>>\nstream\r\nhello\nendstream", 5: "5"}, "/ID[(x)(y)]")
	f, err := Read(base)
	if err != nil {
		t.Fatal(err)
	}
	if f.Resolve(f.Dict(f.Root).Get("A")) != String("old") || f.ID != "x" || f.Objects[3] != nil {
		t.Errorf("read %v", f.Objects)
	}
	if s := f.Objects[4].(*Stream); string(s.Data) != "hello" {
		t.Errorf("stream %q", s.Data)
	}
	prev := bytes.Index(base, []byte("xref\n0"))
	added := append(bytes.Clone(base), "2 0 obj\n(new)\nendobj\n"...)
	at := len(added)
	added = fmt.Appendf(added, "xref\n2 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", len(base), prev, at)
	if f, err = Read(added); err != nil {
		t.Fatal(err)
	}
	if f.Resolve(f.Dict(f.Root).Get("A")) != String("new") {
		t.Errorf("the old object counts: %v", f.Objects)
	}
	if len(f.Sections) != 2 || f.Sections[0].At != at || f.Sections[1].At != prev || f.Sections[0].Trailer.Get("Prev") != prev {
		t.Errorf("sections %v, want those at %d and %d", f.Sections, at, prev)
	}
	if p, ok := f.Place(2); !ok || p != (Place{At: len(base)}) {
		t.Errorf("object 2 is at %v", p)
	}
	if p, ok := f.Place(3); ok {
		t.Errorf("object 3, which is none, is at %v", p)
	}
}

// TestRepeats finds the objects within which a dictionary has a key twice, also
// where one of the two values is null, and those that refer to a generation.
func TestRepeats(t *testing.T) {
	f, err := Read(table(map[int]string{
		1: "<</Type/Catalog/A 2 0 R>>", 2: "<</A 1/A 2>>", 3: "[<</A null/A 2>>]", 4: "<</A 2/B<</A 1/A null>>>>", 5: "<</A 1/B<</A 1>>/C null/D null/E[4 1 R 4 0 R]>>",
	}, ""))
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []bool{false, false, true, true, true, false} {
		if f.Repeats(n) != want {
			t.Errorf("object %d repeats a key: %v, want %v", n, f.Repeats(n), want)
		}
		if f.Astray(n) != (n == 5) {
			t.Errorf("object %d refers to a generation that is not there: %v", n, f.Astray(n))
		}
	}
}

// hybrid is a table that names a stream for what old readers do not see
// (7.5.8.4): object 2 lies in an object stream there, and is free in the table.
func hybrid() (b []byte, members, hidden int) {
	b = []byte("%PDF-1.5\n")
	catalog := len(b)
	b = append(b, "1 0 obj\n<</Type/Catalog/A 2 0 R/B 5 0 R>>\nendobj\n"...)
	members = len(b)
	b = append(b, "3 0 obj\n<</Type/ObjStm/N 1/First 4/Length 8>>\nstream\n2 0 (in)\nendstream\nendobj\n"...)
	hidden = len(b)
	b = append(b, "4 0 obj\n<</Type/XRef/W[1 2 1]/Index[2 1]/Size 6/Length 4>>\nstream\n\x02\x00\x03\x00\nendstream\nendobj\n"...)
	start := len(b)
	b = fmt.Appendf(b, "xref\n0 4\n0000000002 65535 f \n%010d 00000 n \n0000000005 00000 f \n%010d 00000 n \n5 1\n0000000000 00000 f \n", catalog, members)
	b = fmt.Appendf(b, "trailer\n<</Size 6/Root 1 0 R/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n", hidden, start)
	return b, members, hidden
}

// TestHybrid reads a hybrid file.
func TestHybrid(t *testing.T) {
	b, members, hidden := hybrid()
	f, err := Read(b)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Resolve(f.Dict(f.Root).Get("A")); got != String("in") {
		t.Errorf("the hidden object reads as %v", got)
	}
	if got := f.Resolve(f.Dict(f.Root).Get("B")); got != nil {
		t.Errorf("the free object reads as %v", got)
	}
	if len(f.Sections) != 1 || f.Sections[0].Hybrid != hidden {
		t.Errorf("sections %v, want one with the stream at %d", f.Sections, hidden)
	}
	if p, ok := f.Place(2); !ok || p != (Place{At: members, InStream: 3}) {
		t.Errorf("object 2 is at %v", p)
	}
}

// TestPredictors undoes each of PNG's filters.
func TestPredictors(t *testing.T) {
	p := NewDict(Entry{"Predictor", 15}, Entry{"Columns", 3})
	in := []byte{0, 1, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 3, 2, 2, 2, 4, 1, 1, 1}
	want := []byte{1, 2, 3, 1, 2, 3, 2, 3, 4, 3, 5, 6, 4, 6, 7}
	got, err := unpredict(in, p)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v (%v), want %v", got, err, want)
	}
	for _, bad := range [][]byte{{5, 0, 0, 0}, {0, 1}} {
		if _, err := unpredict(bad, p); err == nil {
			t.Errorf("%v is read", bad)
		}
	}
}

// TestDamage sees that a file that is cut off or changed gives an error or other
// objects, and nothing worse.
func TestDamage(t *testing.T) {
	var b bytes.Buffer
	sample().WriteTo(&b)
	for n := 0; n < bytes.LastIndex(b.Bytes(), []byte("startxref"))+len("startxref"); n += 7 {
		if f, err := Read(b.Bytes()[:n]); err == nil {
			t.Fatalf("cut off at %d it reads as %d objects", n, len(f.Objects))
		}
	}
	if _, err := Read(table(map[int]string{1: "<<>>"}, "/Encrypt 2 0 R")); err == nil {
		t.Error("an encrypted file is read")
	}
}

// TestText prints objects for a person.
func TestText(t *testing.T) {
	f := NewFile()
	f.Root = f.Add(NewDict(Entry{"Title", String("\xFE\xFF\x20\x14")}, Entry{"A", Array{1, Name("B")}}))
	f.Add(&Stream{Dict: NewDict(), Data: []byte("one\ntwo\n")})
	f.Add(&Stream{Dict: NewDict(), Data: []byte{0, 1, 2}})
	want := "1: <</A [1 /B] /Title \"—\">>\n2: <<>>\n  | one\n  | two\n3: <<>>\n  stream of 3 bytes\n"
	if got := string(f.Text()); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// FuzzRead sees that no bytes make the reader panic, and that what it reads is
// written and read again.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	sample().WriteTo(&b)
	f.Add(b.Bytes())
	f.Add(table(map[int]string{1: "<</Type/Catalog/A 2 0 R>>", 2: "[(x)<41>]"}, ""))
	f.Add(table(map[int]string{1: "<</Length 2 0 R>>\nstream\nx\nendstream", 2: "1"}, "/XRefStm 9/Prev 9"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read(data)
		if err != nil {
			return
		}
		for _, o := range file.Objects {
			if s, ok := o.(*Stream); ok {
				s.Decode()
			}
		}
		file.Text()
		var out bytes.Buffer
		if _, err := file.WriteTo(&out); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(out.Bytes()); err != nil {
			t.Fatalf("what was read is written and not read again: %v", err)
		}
	})
}
