package cos

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// Update is a change to a file that leaves its bytes as they are and appends
// those objects that are new or other than before (ISO 32000-1, 7.5.6): what has
// been signed stays as it was signed. NewUpdate begins one.
type Update struct {
	File *File // as read; objects that Set and Add are given are seen here too

	data    []byte
	changed map[int]bool
	next    int // the number of the next new object
}

// NewUpdate begins an update of a file, given as its bytes and what Read made of
// them, both of which the update may change.
func NewUpdate(data []byte, f *File) (*Update, error) {
	if len(f.Sections) == 0 {
		return nil, errors.New("cos: an update needs a file that was read")
	}
	u := &Update{File: f, data: data, changed: map[int]bool{}, next: max(len(f.Objects), 1)}
	for _, s := range f.Sections {
		// A number that only a free or hidden entry has is not given away again.
		if size, ok := s.Trailer.Get("Size").(int); ok && size > u.next && size <= len(data) {
			u.next = size
		}
	}
	return u, nil
}

// Add adds an object and gives its reference.
func (u *Update) Add(o Object) Ref {
	for len(u.File.Objects) <= u.next {
		u.File.Objects = append(u.File.Objects, nil)
	}
	r := Ref(u.next)
	u.next++
	u.Set(r, o)
	return r
}

// Set says that an object is another now; it may be the same dictionary with
// other entries.
func (u *Update) Set(r Ref, o Object) {
	u.File.Objects[r] = o
	u.changed[int(r)] = true
}

// Changed says whether Set or Add has been called for an object.
func (u *Update) Changed(r Ref) bool { return u.changed[int(r)] }

// Bytes gives the whole file, what was there followed by the update, and where in
// it each object of the update begins. Objects are written outright, not in
// object streams; the cross-reference section is of the kind of the one before
// it, a table after a hybrid's table too, for readers refuse a file that mixes
// them otherwise. The trailer keeps what the one before it says; of the
// identifier the first half stays and the second, new with every update (14.4),
// is the SHA-256 of all that stands before the section. Generations are kept.
func (u *Update) Bytes() ([]byte, map[Ref]int, error) {
	last := u.File.Sections[0]
	w := Writer{out: make([]byte, 0, len(u.data)+4096)}
	w.out = append(w.out, u.data...)
	if len(w.out) > 0 && w.out[len(w.out)-1] != '\n' {
		w.out = append(w.out, '\n')
	}
	var numbers []int
	for n := range u.changed {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	at := make(map[Ref]int, len(numbers))
	for _, n := range numbers {
		at[Ref(n)] = len(w.out)
		u.object(&w, n)
	}
	sum := sha256.Sum256(w.out)
	// In hexadecimal, so that a byte of it that is changed on the way is no digit: no
	// signature covers the last update of a file.
	id := Array{hexadecimal(string(sum[:])), hexadecimal(string(sum[:]))}
	if a := u.File.Array(last.Trailer.Get("ID")); len(a) > 0 {
		if s, ok := a[0].(String); ok {
			id[0] = hexadecimal(string(s))
		}
	}
	trailer := &Dict{}
	for _, e := range last.Trailer.Entries() {
		switch e.Key {
		case "XRefStm", "Length", "Filter", "DecodeParms", "Type", "W", "Index":
		default:
			trailer.Set(e.Key, u.generations(e.Value))
		}
	}
	trailer.Set("ID", id)
	trailer.Set("Prev", last.At)
	start := len(w.out)
	if start > 1<<32-1 {
		return nil, nil, fmt.Errorf("a file of %d bytes is too long to be changed", start)
	}
	if last.Trailer.Get("Type") == Name("XRef") {
		u.stream(&w, numbers, at, trailer)
	} else {
		u.table(&w, numbers, at, trailer)
	}
	w.out = append(w.out, "startxref\n"...)
	w.out = strconv.AppendInt(w.out, int64(start), 10)
	return append(w.out, "\n%%EOF\n"...), at, nil
}

// hexadecimal is a string as it is written in that form.
func hexadecimal(s string) Keyword { return Keyword(AppendHex(nil, s)) }

// object writes an object of the update.
func (u *Update) object(w *Writer, n int) {
	o := u.generations(u.File.Objects[n])
	if s, ok := o.(*Stream); ok {
		w.stream(n, u.generation(n), s)
		return
	}
	w.out = appendHead(w.out, n, u.generation(n))
	w.out = append(Append(w.out, o), "\nendobj\n"...)
}

// generation is that of an object in the file as read.
func (u *Update) generation(n int) int {
	p, _ := u.File.Place(n)
	return p.Generation
}

// generations gives an object with the generation in each reference that has one
// other than 0; a Ref has none.
func (u *Update) generations(o Object) Object {
	switch o := o.(type) {
	case Ref:
		if g := u.generation(int(o)); g != 0 {
			return Keyword(fmt.Sprintf("%d %d R", int(o), g))
		}
	case Array:
		a := make(Array, len(o))
		for i, e := range o {
			a[i] = u.generations(e)
		}
		return a
	case *Dict:
		d := &Dict{entries: make([]Entry, len(o.entries))}
		for i, e := range o.entries {
			d.entries[i] = Entry{e.Key, u.generations(e.Value)}
		}
		return d
	case *Stream:
		d, _ := u.generations(o.Dict).(*Dict)
		return &Stream{Dict: d, Data: o.Data, Coding: o.Coding}
	}
	return o
}

// runs calls do for each run of numbers that follow one another.
func runs(numbers []int, do func(run []int)) {
	for len(numbers) > 0 {
		k := 1
		for k < len(numbers) && numbers[k] == numbers[k-1]+1 {
			k++
		}
		do(numbers[:k])
		numbers = numbers[k:]
	}
}

// table writes a cross-reference table with its trailer (7.5.4, 7.5.5).
func (u *Update) table(w *Writer, numbers []int, at map[Ref]int, trailer *Dict) {
	w.out = append(w.out, "xref\n"...)
	if len(numbers) == 0 {
		w.out = append(w.out, "0 0\n"...)
	}
	runs(numbers, func(run []int) {
		w.out = fmt.Appendf(w.out, "%d %d\n", run[0], len(run))
		for _, n := range run {
			w.out = fmt.Appendf(w.out, "%010d %05d n\r\n", at[Ref(n)], u.generation(n))
		}
	})
	trailer.Set("Size", u.next)
	w.out = append(w.out, "trailer\n"...)
	w.out = append(Append(w.out, trailer), '\n')
}

// stream writes a cross-reference stream (7.5.8), which lists itself too.
func (u *Update) stream(w *Writer, numbers []int, at map[Ref]int, trailer *Dict) {
	own := u.next
	at[Ref(own)] = len(w.out)
	numbers = append(numbers, own)
	var rows []byte
	index := Array{}
	runs(numbers, func(run []int) {
		index = append(index, run[0], len(run))
		for _, n := range run {
			p, g := at[Ref(n)], u.generation(n)
			rows = append(rows, 1, byte(p>>24), byte(p>>16), byte(p>>8), byte(p), byte(g>>8), byte(g))
		}
	})
	delete(at, Ref(own))
	trailer.Set("Type", Name("XRef"))
	trailer.Set("Size", own+1)
	trailer.Set("W", Array{1, 4, 2})
	trailer.Set("Index", index)
	w.stream(own, 0, &Stream{Dict: trailer, Data: rows})
}
