// Package cos is the object layer of PDF ("Carousel object system"; ISO
// 32000-1:2008, 7.2 to 7.5): names, strings, arrays, dictionaries, streams, the
// file around them, a writer that gives the same bytes for the same objects, a
// reader for what it writes and for tables, streams and hybrids of others, and
// updates that append to a file. It knows nothing of pages, text or fonts. Start
// reading at File.
package cos

import (
	"errors"
	"sort"
)

// Object is one of: nil, bool, int, Real, Name, String, Ref, Array, *Dict,
// *Stream; in content streams Keyword as well.
type Object any

// Name is a name object without its slash (ISO 32000-1, 7.3.5).
type Name string

// String is a string object: bytes, of whatever encoding (7.3.4).
type String string

// Real is a real number as its decimal text, so that no float is ever printed (7.3.3).
type Real string

// Ref points to the object of that number (7.3.10). It has no generation: a file
// is written anew with all of them 0, and an Update puts back those that there are.
type Ref int

// Keyword is a bare word: an operator of a content stream.
type Keyword string

// Array is an array object (7.3.6).
type Array []Object

// Entry is one key of a dictionary with its value.
type Entry struct {
	Key   Name
	Value Object
}

// Dict is a dictionary object, kept sorted by key so that it is always written
// alike (7.3.7).
type Dict struct{ entries []Entry }

// NewDict makes a dictionary of entries, which may come in any order; of two
// with one key the later counts.
func NewDict(entries ...Entry) *Dict {
	d := &Dict{entries: make([]Entry, 0, len(entries)+3)}
	for _, e := range entries {
		d.Set(e.Key, e.Value)
	}
	return d
}

// find gives the place of a key, or where it would stand.
func (d *Dict) find(key Name) (int, bool) {
	i := sort.Search(len(d.entries), func(i int) bool { return d.entries[i].Key >= key })
	return i, i < len(d.entries) && d.entries[i].Key == key
}

// Get gives the value of a key; nil if there is none, or if d is nil.
func (d *Dict) Get(key Name) Object {
	if d == nil {
		return nil
	}
	if i, ok := d.find(key); ok {
		return d.entries[i].Value
	}
	return nil
}

// Set sets a key; nil removes it, which means the same (7.3.7).
func (d *Dict) Set(key Name, value Object) {
	i, ok := d.find(key)
	switch {
	case value == nil && ok:
		d.entries = append(d.entries[:i], d.entries[i+1:]...)
	case value == nil:
	case ok:
		d.entries[i].Value = value
	default:
		d.entries = append(d.entries, Entry{})
		copy(d.entries[i+1:], d.entries[i:])
		d.entries[i] = Entry{key, value}
	}
}

// Entries are the keys with their values, sorted by key. The caller must not
// change the slice.
func (d *Dict) Entries() []Entry {
	if d == nil {
		return nil
	}
	return d.entries
}

// Coding says how a stream's Data relates to what stands in the file.
type Coding uint8

// The codings of a stream.
const (
	Deflate Coding = iota // Data is plain; the writer compresses it
	Stored                // Data is written as it is, under the dictionary's own Filter, if any
)

// Stream is a stream object (7.3.8). The writer sets Length and, for Deflate, Filter.
type Stream struct {
	Dict   *Dict
	Data   []byte
	Coding Coding
}

// File is a PDF file as objects. Objects[n] is the object of number n; number 0
// is never used.
type File struct {
	Objects    []Object
	Root, Info Ref
	ID         string // of the file as read; the writer makes its own
	breaks     []int  // objects that begin an object stream

	// Sections are the cross-reference sections of the file as read, the latest
	// first: how it came about in steps (7.5.6). The writer takes no notice of them.
	Sections []Section
	places   []place
	repeated map[int]bool
	later    map[int][]int // as Lexer.Later has them
}

// Section is one cross-reference section of a file as read.
type Section struct {
	At      int   // offset of its first byte
	Hybrid  int   // offset of the stream that goes with a table (7.5.8.4), 0 if none does
	Trailer *Dict // its own, or the dictionary of its stream
}

// Place says where object n of a file as read stands.
type Place struct {
	At         int // offset of "n g obj"; of the object stream, where InStream is set
	Generation int
	InStream   int // the object stream that holds it, 0 if none does
}

// Place gives the place of object n in the file as read; false if it has none.
func (f *File) Place(n int) (Place, bool) {
	if n <= 0 || n >= len(f.places) {
		return Place{}, false
	}
	switch p := f.places[n]; p.kind {
	case 1:
		return Place{At: p.at, Generation: p.secondary}, true
	case 2:
		if s := f.places[p.at]; s.kind == 1 {
			return Place{At: s.at, InStream: p.at}, true
		}
	}
	return Place{}, false
}

// Repeats says whether object n, or something within it, is a dictionary that
// has a key twice: readers do not agree on which of the two counts (7.3.7).
func (f *File) Repeats(n int) bool { return f.repeated[n] }

// Astray says whether object n refers to a generation other than 0 of anything of
// which the file has another generation, or none: readers take that for nothing
// (7.3.10), and others for what is there.
func (f *File) Astray(n int) bool {
	for i := 0; i+1 < len(f.later[n]); i += 2 {
		if p, ok := f.Place(f.later[n][i]); !ok || p.Generation != f.later[n][i+1] {
			return true
		}
	}
	return false
}

// NewFile makes a file without objects.
func NewFile() *File { return &File{Objects: make([]Object, 1, 256)} }

// Add appends an object and gives its reference.
func (f *File) Add(o Object) Ref {
	f.Objects = append(f.Objects, o)
	return Ref(len(f.Objects) - 1)
}

// Break begins a new object stream with the next object, where one would be begun
// later: objects that are the same in many files are then the same stream.
func (f *File) Break() { f.breaks = append(f.breaks, len(f.Objects)) }

// Resolve follows references to an object that is none; nil where there is nothing.
func (f *File) Resolve(o Object) Object {
	for range 32 { // a chain that is longer leads in a circle
		r, ok := o.(Ref)
		if !ok {
			return o
		}
		if r <= 0 || int(r) >= len(f.Objects) {
			return nil
		}
		o = f.Objects[r]
	}
	return nil
}

// Dict resolves an object to a dictionary: a stream's own, if it is a stream;
// nil if it is neither.
func (f *File) Dict(o Object) *Dict {
	switch o := f.Resolve(o).(type) {
	case *Dict:
		return o
	case *Stream:
		return o.Dict
	}
	return nil
}

// Array resolves an object to an array, nil if it is none.
func (f *File) Array(o Object) Array {
	a, _ := f.Resolve(o).(Array)
	return a
}

// Contents gives the content of a page: one stream, or several in a row, which are
// taken for one (7.8.2).
func (f *File) Contents(page *Dict) ([]byte, error) {
	parts, ok := f.Resolve(page.Get("Contents")).(Array)
	if !ok {
		parts = Array{page.Get("Contents")}
	}
	var all []byte
	for _, part := range parts {
		s, ok := f.Resolve(part).(*Stream)
		if !ok {
			return nil, errors.New("a page's contents are no streams")
		}
		data, err := s.Decode()
		if err != nil {
			return nil, err
		}
		all = append(append(all, data...), '\n')
	}
	return all, nil
}
