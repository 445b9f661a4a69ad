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

// WriteTo writes the file in the compressed form of PDF 1.5 and later: streams,
// object streams (7.5.7) and a cross-reference stream (7.5.8). The identifier in
// the trailer is the SHA-256 of everything before it (14.4): the same objects
// give the same bytes, and other objects another identifier.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	var out bytes.Buffer
	size := 16 << 10
	for _, o := range f.Objects {
		if s, ok := o.(*Stream); ok {
			size += len(s.Data)
		}
	}
	out.Grow(size)
	out.WriteString(header)

	n := len(f.Objects)
	places := make([]place, n, n+8)
	var scratch []byte
	for i, o := range f.Objects {
		if s, ok := o.(*Stream); ok {
			places[i] = place{1, out.Len(), 0}
			scratch = writeStream(&out, scratch, i, s)
		}
	}
	var index, body []byte
	var members []int
	flush := func() {
		if len(members) == 0 {
			return
		}
		index = index[:0]
		first := body[:0:0]
		for k, m := range members {
			index = strconv.AppendInt(index, int64(m), 10)
			index = append(index, ' ')
			index = strconv.AppendInt(index, int64(places[m].at), 10)
			index = append(index, ' ')
			places[m] = place{2, len(places), k}
		}
		first = append(first, index...)
		first = append(first, body...)
		number := len(places)
		places = append(places, place{1, out.Len(), 0})
		scratch = writeStream(&out, scratch, number, &Stream{Data: first, Dict: NewDict(
			Entry{"Type", Name("ObjStm")}, Entry{"N", len(members)}, Entry{"First", len(index)})})
		members, body = members[:0], body[:0]
	}
	for i, o := range f.Objects {
		if _, ok := o.(*Stream); ok || i == 0 || o == nil {
			continue
		}
		places[i].at = len(body)
		members = append(members, i)
		body = append(Append(body, o), '\n')
		if len(members) == perObjectStream {
			flush()
		}
	}
	flush()

	sum := sha256.Sum256(out.Bytes())
	id := String(sum[:])
	start := out.Len()
	places = append(places, place{1, start, 0})
	writeStream(&out, scratch, len(places)-1, f.xref(places, id))
	out.WriteString("startxref\n" + strconv.Itoa(start) + "\n%%EOF\n")
	k, err := w.Write(out.Bytes())
	return int64(k), err
}

// xref is the cross-reference stream, rows of 1, 3 or 4, and 2 bytes, each
// coded as its difference from the row above: most differ little, so they
// deflate to almost nothing (PNG's Up filter, 7.4.4.4).
func (f *File) xref(places []place, id String) *Stream {
	const width = 7
	rows := make([]byte, 0, len(places)*(width+1))
	var row, last [width]byte
	for i, p := range places {
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
		Entry{"Type", Name("XRef")}, Entry{"Size", len(places)}, Entry{"W", Array{1, 4, 2}},
		Entry{"Root", f.Root}, Entry{"ID", Array{id, id}},
		Entry{"DecodeParms", NewDict(Entry{"Predictor", 12}, Entry{"Columns", width})})
	if f.Info != 0 {
		d.Set("Info", f.Info)
	}
	return &Stream{Dict: d, Data: rows}
}

// writeStream writes a stream as object number; it reuses and gives back scratch.
func writeStream(out *bytes.Buffer, scratch []byte, number int, s *Stream) []byte {
	data, d := s.Data, *s.Dict
	d.entries = append([]Entry(nil), d.entries...) // the caller's is left alone
	if s.Coding == Deflate {
		data = deflated(data)
		d.Set("Filter", Name("FlateDecode"))
	}
	d.Set("Length", len(data))
	b := strconv.AppendInt(scratch[:0], int64(number), 10)
	b = append(b, " 0 obj\n"...)
	b = Append(b, &d)
	b = append(b, "\nstream\n"...)
	out.Write(b)
	out.Write(data)
	out.WriteString("\nendstream\nendobj\n")
	return b
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
			b = AppendName(b, e.Key)
			if separate(e.Value) {
				b = append(b, ' ')
			}
			b = Append(b, e.Value)
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
