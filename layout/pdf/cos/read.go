package cos

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// maxInflated bounds what one stream may inflate to when a file is read.
const maxInflated = 1 << 28

// reader is the work of reading one file.
type reader struct {
	data    []byte
	file    *File
	places  []place
	known   []bool
	loaded  []bool
	streams map[int]bool // object streams being read, against circles
	free    []int        // by the table being read
}

// ErrEncrypted says that a file is encrypted, and so is not read.
var ErrEncrypted = errors.New("the file is encrypted")

// Read reads a file: cross-reference tables (7.5.4), streams (7.5.8), hybrids
// (7.5.8.4) and the sections before them, each object in its latest form. It
// refuses encrypted files and repairs nothing: a file that is damaged is an error.
func Read(data []byte) (*File, error) {
	r := &reader{data: data, file: NewFile(), streams: map[int]bool{}}
	at := bytes.LastIndex(data, []byte("startxref"))
	if at < 0 {
		return nil, errors.New("not a PDF, or one that is cut off: it does not say where its table of objects is")
	}
	lex := Lexer{Data: data, Pos: at + len("startxref")}
	o, err := lex.Next()
	start, ok := o.(int)
	if err != nil || !ok {
		return nil, errors.New("startxref gives no number")
	}
	if err := r.sections(start); err != nil {
		return nil, err
	}
	r.file.Objects = make([]Object, len(r.places))
	r.loaded = make([]bool, len(r.places))
	for n := range r.places {
		if err := r.load(n); err != nil {
			return nil, fmt.Errorf("object %d: %w", n, err)
		}
	}
	if r.file.Root == 0 {
		return nil, errors.New("the trailer names no catalog")
	}
	r.file.places = r.places
	return r.file, nil
}

// sections reads the cross-reference section at an offset and those before it.
func (r *reader) sections(at int) error {
	seen := map[int]bool{}
	for todo := []int{at}; len(todo) > 0; {
		at, todo = todo[0], todo[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		if at < 0 || at >= len(r.data) {
			return fmt.Errorf("a table of objects is said to be at byte %d, outside the file", at)
		}
		trailer, err := r.section(at)
		if err != nil {
			return fmt.Errorf("table of objects at byte %d: %w", at, err)
		}
		if trailer.Get("Encrypt") != nil {
			return ErrEncrypted
		}
		hybrid, isHybrid := trailer.Get("XRefStm").(int)
		r.file.Sections = append(r.file.Sections, Section{at, hybrid, trailer})
		if r.file.Root == 0 {
			r.file.Root, _ = trailer.Get("Root").(Ref)
			r.file.Info, _ = trailer.Get("Info").(Ref)
			if id, ok := trailer.Get("ID").(Array); ok && len(id) > 0 {
				s, _ := id[0].(String)
				r.file.ID = string(s)
			}
		}
		// What a table calls free may be hidden from old readers only: the stream
		// that goes with the table is asked first.
		free := r.free
		r.free = nil
		if n := hybrid; isHybrid && n >= 0 && n < len(r.data) && !seen[n] {
			seen[n] = true
			if _, err := r.section(n); err != nil {
				return fmt.Errorf("table of objects at byte %d: %w", n, err)
			}
		}
		for _, n := range free {
			if err := r.set(n, place{}); err != nil {
				return err
			}
		}
		if n, ok := trailer.Get("Prev").(int); ok {
			todo = append(todo, n)
		}
	}
	return nil
}

// section reads one section and gives its trailer.
func (r *reader) section(at int) (*Dict, error) {
	lex := &Lexer{Data: r.data, Pos: at}
	o, err := lex.Next()
	if err != nil {
		return nil, err
	}
	if o == Keyword("xref") {
		return r.table(lex)
	}
	lex.Pos = at
	_, o, err = r.object(lex)
	if err != nil {
		return nil, err
	}
	s, ok := o.(*Stream)
	if !ok {
		return nil, errors.New("neither a table nor a stream")
	}
	return s.Dict, r.stream(s)
}

// set notes where an object is, unless a later section has said so already.
func (r *reader) set(n int, p place) error {
	if n < 0 || n > len(r.data) { // an object takes more than a byte
		return fmt.Errorf("object number %d in a file of %d bytes", n, len(r.data))
	}
	for len(r.places) <= n {
		r.places = append(r.places, place{})
		r.known = append(r.known, false)
	}
	if !r.known[n] {
		r.places[n], r.known[n] = p, true
	}
	return nil
}

// table reads a cross-reference table with its trailer (7.5.4, 7.5.5).
func (r *reader) table(lex *Lexer) (*Dict, error) {
	for {
		o, err := lex.Next()
		if err != nil {
			return nil, err
		}
		if o == Keyword("trailer") {
			break
		}
		first, ok := o.(int)
		count, ok2 := next[int](lex)
		if !ok || !ok2 {
			return nil, errors.New("a subsection's head is not two numbers")
		}
		for i := range count {
			at, ok := next[int](lex)
			generation, ok2 := next[int](lex)
			kind, ok3 := next[Keyword](lex)
			if !ok || !ok2 || !ok3 {
				return nil, fmt.Errorf("the entry of object %d is cut off", first+i)
			}
			if kind != "n" {
				r.free = append(r.free, first+i)
				continue
			}
			if err := r.set(first+i, place{1, at, generation}); err != nil {
				return nil, err
			}
		}
	}
	d, ok := next[*Dict](lex)
	if !ok {
		return nil, errors.New("there is no trailer")
	}
	return d, nil
}

// next reads one object of a type.
func next[T Object](lex *Lexer) (T, bool) {
	// In a table "0000000016 00000 n" must not be taken for a reference.
	o, err := lex.Next()
	v, ok := o.(T)
	return v, ok && err == nil
}

// stream reads the rows of a cross-reference stream (7.5.8.3).
func (r *reader) stream(s *Stream) error {
	rows, err := s.Decode()
	if err != nil {
		return err
	}
	var w [3]int
	a, _ := s.Dict.Get("W").(Array)
	if len(a) != 3 {
		return errors.New("W has not three widths")
	}
	for i, o := range a {
		w[i], _ = o.(int)
		if w[i] < 0 || w[i] > 8 {
			return errors.New("a width of W is out of range")
		}
	}
	size, _ := s.Dict.Get("Size").(int)
	index, _ := s.Dict.Get("Index").(Array)
	if index == nil {
		index = Array{0, size}
	}
	step := w[0] + w[1] + w[2]
	if step == 0 {
		return errors.New("W is all zero")
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, _ := index[i].(int)
		count, _ := index[i+1].(int)
		for k := range count {
			if len(rows) < step {
				return errors.New("rows are missing")
			}
			kind := 1
			if w[0] > 0 {
				kind = field(rows[:w[0]])
			}
			p := place{byte(kind), field(rows[w[0] : w[0]+w[1]]), field(rows[w[0]+w[1] : step])}
			rows = rows[step:]
			if err := r.set(first+k, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func field(b []byte) int {
	v := 0
	for _, c := range b {
		v = v<<8 | int(c)
	}
	return v
}

// load reads object n to where it belongs, once.
func (r *reader) load(n int) error {
	if n < 0 || n >= len(r.places) || r.loaded[n] {
		return nil
	}
	r.loaded[n] = true
	switch p := r.places[n]; p.kind {
	case 1:
		if p.at < 0 || p.at >= len(r.data) {
			return fmt.Errorf("said to be at byte %d, outside the file", p.at)
		}
		lex := &Lexer{Data: r.data, Pos: p.at}
		number, o, err := r.object(lex)
		if err != nil {
			return err
		}
		r.note(n, lex)
		if number != n {
			return fmt.Errorf("object %d stands at its place", number)
		}
		r.file.Objects[n] = o
	case 2:
		return r.loadStream(p.at)
	}
	return nil
}

// loadStream reads all objects of an object stream whose place is there (7.5.7).
func (r *reader) loadStream(n int) error {
	if r.streams[n] {
		return nil
	}
	r.streams[n] = true
	if n <= 0 || n >= len(r.places) || r.places[n].kind != 1 {
		return fmt.Errorf("its object stream %d is none", n)
	}
	if err := r.load(n); err != nil {
		return err
	}
	s, ok := r.file.Objects[n].(*Stream)
	if !ok {
		return fmt.Errorf("its object stream %d is no stream", n)
	}
	data, err := s.Decode()
	if err != nil {
		return err
	}
	count, _ := s.Dict.Get("N").(int)
	first, _ := s.Dict.Get("First").(int)
	head := &Lexer{Data: data}
	for k := range count {
		number, ok := next[int](head)
		offset, ok2 := next[int](head)
		if !ok || !ok2 || first+offset < 0 || first+offset > len(data) {
			return fmt.Errorf("object stream %d: entry %d is broken", n, k)
		}
		if number < 0 || number >= len(r.places) {
			continue
		}
		if p := r.places[number]; p.kind != 2 || p.at != n || p.secondary != k {
			continue // superseded
		}
		lex := &Lexer{Data: data, Pos: first + offset}
		o, err := lex.Next()
		if err != nil {
			return fmt.Errorf("object stream %d: object %d: %w", n, number, err)
		}
		r.note(number, lex)
		r.file.Objects[number] = o
		r.loaded[number] = true
	}
	return nil
}

// note keeps what a lexer has seen of object n besides the object itself.
func (r *reader) note(n int, lex *Lexer) {
	if lex.Repeated || lex.Later != nil {
		if r.file.repeated == nil {
			r.file.repeated, r.file.later = map[int]bool{}, map[int][]int{}
		}
		r.file.repeated[n], r.file.later[n] = lex.Repeated, lex.Later
	}
}

// object reads "n g obj … endobj".
func (r *reader) object(lex *Lexer) (int, Object, error) {
	number, ok := next[int](lex)
	_, ok2 := next[int](lex)
	word, ok3 := next[Keyword](lex)
	if !ok || !ok2 || !ok3 || word != "obj" {
		return 0, nil, fmt.Errorf("no object begins at its place")
	}
	o, err := lex.Next()
	if err != nil {
		return 0, nil, err
	}
	d, ok := o.(*Dict)
	if !ok {
		return number, o, nil
	}
	at := lex.Pos
	if w, ok := next[Keyword](lex); !ok || w != "stream" {
		lex.Pos = at
		return number, d, nil
	}
	if lex.peek(0) == '\r' {
		lex.Pos++
	}
	if lex.peek(0) == '\n' {
		lex.Pos++
	}
	length, err := r.length(d)
	if err != nil {
		return 0, nil, err
	}
	if length < 0 || lex.Pos+length > len(lex.Data) {
		return 0, nil, errors.New("its stream goes beyond the file's end")
	}
	s := &Stream{Dict: d, Data: lex.Data[lex.Pos : lex.Pos+length : lex.Pos+length], Coding: Stored}
	d.Set("Length", nil)
	return number, s, nil
}

// length is a stream's Length, which may stand in an object of its own.
func (r *reader) length(d *Dict) (int, error) {
	o := d.Get("Length")
	if ref, ok := o.(Ref); ok {
		if r.loaded == nil {
			return 0, errors.New("the length of the table's stream is not in it")
		}
		if err := r.load(int(ref)); err != nil {
			return 0, err
		}
		o = r.file.Resolve(ref)
	}
	n, ok := o.(int)
	if !ok {
		return 0, errors.New("its stream has no length")
	}
	return n, nil
}

// Decode gives a stream's data without its filter: FlateDecode with or without
// PNG's Up predictor, and none. Others are errors.
func (s *Stream) Decode() ([]byte, error) {
	if s.Coding == Deflate {
		return s.Data, nil
	}
	filter, params := s.Dict.Get("Filter"), s.Dict.Get("DecodeParms")
	if a, ok := filter.(Array); ok {
		switch len(a) {
		case 0:
			filter = nil
		case 1:
			filter = a[0]
			if p, ok := params.(Array); ok && len(p) == 1 {
				params = p[0]
			}
		default:
			return nil, errors.New("a stream with several filters")
		}
	}
	if filter == nil {
		return s.Data, nil
	}
	if filter != Name("FlateDecode") {
		return nil, fmt.Errorf("a stream with the filter %v", filter)
	}
	z, err := zlib.NewReader(bytes.NewReader(s.Data))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(z, maxInflated+1))
	if err != nil {
		return nil, err
	}
	if len(out) > maxInflated {
		return nil, fmt.Errorf("a stream of more than %d bytes", maxInflated)
	}
	p, _ := params.(*Dict)
	return unpredict(out, p)
}

// unpredict undoes the PNG predictors of rows of bytes (7.4.4.4).
func unpredict(data []byte, p *Dict) ([]byte, error) {
	predictor, _ := p.Get("Predictor").(int)
	if predictor <= 1 {
		return data, nil
	}
	columns, ok := p.Get("Columns").(int)
	if !ok {
		columns = 1
	}
	colors, ok := p.Get("Colors").(int)
	if !ok {
		colors = 1
	}
	if predictor < 10 || columns < 1 || columns > 1<<20 || colors < 1 || colors > 32 {
		return nil, fmt.Errorf("a predictor that is not read here: %d", predictor)
	}
	if bits, ok := p.Get("BitsPerComponent").(int); ok && bits != 8 {
		return nil, fmt.Errorf("a predictor over %d bits", bits)
	}
	n := columns * colors
	out := make([]byte, 0, len(data))
	prev := make([]byte, n)
	for len(data) > 0 {
		if len(data) < n+1 {
			return nil, errors.New("a predicted row is cut off")
		}
		kind, row := data[0], data[1:n+1]
		data = data[n+1:]
		at := len(out)
		out = append(out, row...)
		row = out[at:]
		for i := range row {
			var left, corner byte
			if i >= colors {
				left, corner = row[i-colors], prev[i-colors]
			}
			switch kind {
			case 0:
			case 1:
				row[i] += left
			case 2:
				row[i] += prev[i]
			case 3:
				row[i] += byte((int(left) + int(prev[i])) / 2)
			case 4:
				row[i] += Paeth(left, prev[i], corner)
			default:
				return nil, fmt.Errorf("an unknown predictor %d", kind)
			}
		}
		prev = row
	}
	return out, nil
}

// Paeth is the fourth predictor of PNG (ISO/IEC 15948, 9.4).
func Paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }
