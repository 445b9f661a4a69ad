package cos

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Text writes the objects for a person to read: in order of number, a key a line
// where a dictionary has several, strings of UTF-16 in quotes, streams of text as
// they are, others as their length. It is no PDF: goldens are made of it.
func (f *File) Text() []byte {
	var b []byte
	for n, o := range f.Objects {
		if n == 0 || o == nil {
			continue
		}
		b = append(strconv.AppendInt(b, int64(n), 10), ": "...)
		b = appendText(b, o, "  ")
		b = append(b, '\n')
		if s, ok := o.(*Stream); ok {
			b = appendStreamText(b, s)
		}
	}
	return b
}

func appendStreamText(b []byte, s *Stream) []byte {
	data := s.Data
	if s.Coding == Stored && s.Dict.Get("Filter") != nil || !isText(data) {
		return fmt.Appendf(b, "  stream of %d bytes\n", len(data))
	}
	for line := range strings.Lines(string(data)) {
		b = append(b, "  | "...)
		b = append(b, strings.TrimSuffix(line, "\n")...)
		b = append(b, '\n')
	}
	return b
}

func isText(data []byte) bool {
	for _, c := range data {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return true
}

func appendText(b []byte, o Object, indent string) []byte {
	switch o := o.(type) {
	case String:
		if s := string(o); strings.HasPrefix(s, "\xFE\xFF") {
			units := make([]uint16, 0, len(s)/2)
			for i := 2; i+1 < len(s); i += 2 {
				units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
			}
			return strconv.AppendQuote(b, string(utf16.Decode(units)))
		}
	case Array:
		b = append(b, '[')
		for i, e := range o {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendText(b, e, indent+"  ")
		}
		return append(b, ']')
	case *Stream:
		return appendText(b, o.Dict, indent)
	case *Dict:
		if len(o.entries) == 0 {
			return append(b, "<<>>"...)
		}
		b = append(b, "<<"...)
		for i, e := range o.entries {
			if i > 0 && len(o.entries) > 3 {
				b = append(append(b, '\n'), indent...)
			} else if i > 0 {
				b = append(b, ' ')
			}
			b = append(AppendName(b, e.Key), ' ')
			b = appendText(b, e.Value, indent+"  ")
		}
		return append(b, ">>"...)
	}
	return Append(b, o)
}
