package cos

import (
	"bytes"
	"crypto/sha256"
	"io"
	"strconv"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// Level is the effort of deflate. Measured on a four-page letter (three subset
// faces): see CONFORMANCE.md of the engine, "Speed and size".
const Level = 6

// header is the first line and a comment of bytes above 127, which says that
// the file is binary (ISO 32000-1, 7.5.2; ISO 19005-2, 6.1.2).
const header = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"

// perObjectStream bounds an object stream, so that a reader need not inflate
// all of a long file to find one object (7.5.7).
const perObjectStream = 400

var deflaters = sync.Pool{New: func() any {
	w, _ := zlib.NewWriterLevel(nil, Level) // fails for an unknown level only
	return w
}}

// Compress deflates data in zlib's format, what FlateDecode reads (7.4.4).
func Compress(data []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(data)/2 + 64)
	compressTo(&out, data)
	return out.Bytes()
}

// Packed is a stream of data that is deflated now, and not again by each file
// that it is written to.
func Packed(data []byte, entries ...Entry) *Stream {
	d := NewDict(entries...)
	d.Set("Filter", Name("FlateDecode"))
	return &Stream{Dict: d, Data: Compress(data), Coding: Stored}
}

func compressTo(out *bytes.Buffer, data []byte) {
	w := deflaters.Get().(*zlib.Writer)
	w.Reset(out)
	w.Write(data) // a bytes.Buffer takes everything
	w.Close()
	deflaters.Put(w)
}

// place is where an object stands: at an offset of the file, or in an object stream.
type place struct {
	kind          byte // 0 free, 1 offset, 2 in an object stream
	at, secondary int
}

// WriteTo writes the file as Writer.Bytes gives it, in one call of w.Write.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	var fw Writer
	k, err := w.Write(fw.Bytes(f))
	return int64(k), err
}

// Writer writes files one after another in the same memory. The zero Writer is
// ready. It is not safe for concurrent use.
type Writer struct {
	out     []byte
	places  []place
	members []int  // objects of the object stream that is collected
	body    []byte // what they say
	index   []byte // where
	rows    []byte // of the table
}

// maxKept is the largest file whose memory a Writer keeps.
const maxKept = 1 << 20

// Bytes gives a file in the compressed form of PDF 1.5 and later: streams, object
// streams (7.5.7) and a cross-reference stream (7.5.8). The identifier in the
// trailer is the SHA-256 of everything before it (14.4): the same objects give
// the same bytes, and other objects another identifier. The bytes are good until
// the next call.
func (w *Writer) Bytes(f *File) []byte {
	if cap(w.out) > maxKept {
		*w = Writer{}
	}
	w.out = append(w.out[:0], header...)
	w.places = append(w.places[:0], make([]place, len(f.Objects))...)
	w.body, w.members = w.body[:0], w.members[:0]
	for i, o := range f.Objects {
		if s, ok := o.(*Stream); ok {
			w.places[i] = place{1, len(w.out), 0}
			w.stream(i, 0, s)
		}
	}
	breaks := f.breaks
	for i, o := range f.Objects {
		if len(breaks) > 0 && breaks[0] == i {
			w.objectStream()
			breaks = breaks[1:]
		}
		if _, ok := o.(*Stream); ok || i == 0 || o == nil {
			continue
		}
		w.places[i].at = len(w.body)
		w.members = append(w.members, i)
		w.body = append(Append(w.body, o), '\n')
		if len(w.members) == perObjectStream {
			w.objectStream()
		}
	}
	w.objectStream()

	sum := sha256.Sum256(w.out)
	id := String(sum[:])
	start := len(w.out)
	w.places = append(w.places, place{1, start, 0})
	w.stream(len(w.places)-1, 0, w.xref(f, id))
	w.out = append(w.out, "startxref\n"...)
	w.out = strconv.AppendInt(w.out, int64(start), 10)
	w.out = append(w.out, "\n%%EOF\n"...)
	return w.out
}

// objectStream writes the objects that have been collected.
func (w *Writer) objectStream() {
	if len(w.members) == 0 {
		return
	}
	w.index = w.index[:0]
	for k, m := range w.members {
		w.index = strconv.AppendInt(w.index, int64(m), 10)
		w.index = append(w.index, ' ')
		w.index = strconv.AppendInt(w.index, int64(w.places[m].at), 10)
		w.index = append(w.index, ' ')
		w.places[m] = place{2, len(w.places), k}
	}
	first := len(w.index)
	w.index = append(w.index, w.body...)
	number := len(w.places)
	w.places = append(w.places, place{1, len(w.out), 0})
	w.stream(number, 0, &Stream{Data: w.index, Dict: NewDict(
		Entry{"Type", Name("ObjStm")}, Entry{"N", len(w.members)}, Entry{"First", first})})
	w.members, w.body = w.members[:0], w.body[:0]
}

// xref is the cross-reference stream, rows of 1, 3 or 4, and 2 bytes, each
// coded as its difference from the row above: most differ little, so they
// deflate to almost nothing (PNG's Up filter, 7.4.4.4).
func (w *Writer) xref(f *File, id String) *Stream {
	const width = 7
	rows := w.rows[:0]
	var row, last [width]byte
	for i, p := range w.places {
		if i == 0 {
			p.secondary = 0xFFFF // head of the list of free objects
		}
		row = [width]byte{p.kind, byte(p.at >> 24), byte(p.at >> 16), byte(p.at >> 8), byte(p.at), byte(p.secondary >> 8), byte(p.secondary)}
		rows = append(rows, 2)
		for k := range row {
			rows = append(rows, row[k]-last[k])
		}
		last = row
	}
	d := NewDict(
		Entry{"Type", Name("XRef")}, Entry{"Size", len(w.places)}, Entry{"W", Array{1, 4, 2}},
		Entry{"Root", f.Root}, Entry{"ID", Array{id, id}},
		Entry{"DecodeParms", NewDict(Entry{"Predictor", 12}, Entry{"Columns", width})})
	if f.Info != 0 {
		d.Set("Info", f.Info)
	}
	w.rows = rows
	return &Stream{Dict: d, Data: rows}
}

// stream writes a stream as the object of that number and generation.
func (w *Writer) stream(number, generation int, s *Stream) {
	data := s.Data
	if s.Coding == Deflate {
		data = deflated(data)
	}
	w.out = appendHead(w.out, number, generation)
	w.out = append(w.out, "<<"...)
	// Length and Filter are ours, and come in their places among the keys.
	own := [2]Entry{{"Filter", Name("FlateDecode")}, {"Length", len(data)}}
	add := own[:]
	if s.Coding == Stored {
		add = own[1:]
	}
	for _, e := range s.Dict.Entries() {
		if e.Key == "Length" || e.Key == "Filter" && s.Coding == Deflate {
			continue
		}
		for len(add) > 0 && add[0].Key < e.Key {
			w.out, add = appendEntry(w.out, add[0]), add[1:]
		}
		w.out = appendEntry(w.out, e)
	}
	for _, e := range add {
		w.out = appendEntry(w.out, e)
	}
	w.out = append(w.out, ">>\nstream\n"...)
	w.out = append(w.out, data...)
	w.out = append(w.out, "\nendstream\nendobj\n"...)
}

// appendHead writes what an object begins with.
func appendHead(b []byte, number, generation int) []byte {
	b = strconv.AppendInt(b, int64(number), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(generation), 10)
	return append(b, " obj\n"...)
}

func appendEntry(b []byte, e Entry) []byte {
	b = AppendName(b, e.Key)
	if separate(e.Value) {
		b = append(b, ' ')
	}
	return Append(b, e.Value)
}

// Append writes an object in the fewest bytes to b. A stream is written as its
// dictionary alone.
func Append(b []byte, o Object) []byte {
	switch o := o.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, o)
	case int:
		return strconv.AppendInt(b, int64(o), 10)
	case Real:
		return append(b, o...)
	case Name:
		return AppendName(b, o)
	case String:
		return AppendString(b, string(o))
	case Keyword:
		return append(b, o...)
	case Ref:
		b = strconv.AppendInt(b, int64(o), 10)
		return append(b, " 0 R"...)
	case Array:
		b = append(b, '[')
		for i, e := range o {
			if i > 0 && separate(e) {
				b = append(b, ' ')
			}
			b = Append(b, e)
		}
		return append(b, ']')
	case *Dict:
		b = append(b, "<<"...)
		for _, e := range o.entries {
			b = appendEntry(b, e)
		}
		return append(b, ">>"...)
	case *Stream:
		return Append(b, o.Dict)
	}
	panic("cos: not an object") // a mistake of this program: the set is closed
}

// separate says whether an object needs a space before it (7.2.2: delimiters do not).
func separate(o Object) bool {
	switch o.(type) {
	case Name, String, Array, *Dict, *Stream:
		return false
	}
	return true
}

// AppendName writes a name; what is not regular is written as #xx (7.3.5).
func AppendName(b []byte, n Name) []byte {
	b = append(b, '/')
	for i := range len(n) {
		c := n[i]
		if c <= ' ' || c > '~' || c == '#' || isDelimiter(c) {
			b = append(b, '#', hexDigits[c>>4], hexDigits[c&15])
		} else {
			b = append(b, c)
		}
	}
	return b
}

const hexDigits = "0123456789ABCDEF"

// AppendString writes a literal string: all bytes stand for themselves but the
// parentheses, the backslash, and the carriage return that readers would turn
// into a line feed (7.3.4.2).
func AppendString(b []byte, s string) []byte {
	b = append(b, '(')
	for i := range len(s) {
		switch c := s[i]; c {
		case '(', ')', '\\':
			b = append(b, '\\', c)
		case '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, c)
		}
	}
	return append(b, ')')
}

// AppendHex writes a string in hexadecimal, for the form that people read (7.3.4.3).
func AppendHex(b []byte, s string) []byte {
	b = append(b, '<')
	for i := range len(s) {
		b = append(b, hexDigits[s[i]>>4], hexDigits[s[i]&15])
	}
	return append(b, '>')
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func isSpace(c byte) bool {
	switch c {
	case 0, '\t', '\n', '\f', '\r', ' ':
		return true
	}
	return false
}
