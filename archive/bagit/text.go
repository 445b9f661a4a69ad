package bagit

import (
	"errors"
	"io/fs"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A decoder makes text of a tag file's bytes.
type decoder func([]byte) (string, error)

var errEncoding = errors.New("bytes that are no text in this encoding")

// decoderOf gives the decoder of an encoding by its name in IANA's registry of
// character sets, without regard to capitals, or nil. Whole tables for every
// registered set would be a tenth of the program, for bags that nobody has met.
func decoderOf(name string) decoder {
	switch strings.ToUpper(name) {
	case "UTF-8", "UTF8":
		return decodeUTF8
	case "US-ASCII", "ASCII", "ANSI_X3.4-1968":
		return decodeASCII
	case "ISO-8859-1", "ISO_8859-1", "LATIN1":
		return decodeLatin1
	case "UTF-16":
		return func(b []byte) (string, error) { return decodeUTF16(b, true) }
	case "UTF-16BE":
		return func(b []byte) (string, error) { return decodeUTF16(b, true) }
	case "UTF-16LE":
		return func(b []byte) (string, error) { return decodeUTF16(b, false) }
	}
	return nil
}

func decodeUTF8(b []byte) (string, error) {
	if !utf8.Valid(b) {
		return "", errEncoding
	}
	return string(b), nil
}

func decodeASCII(b []byte) (string, error) {
	for _, c := range b {
		if c >= 0x80 {
			return "", errEncoding
		}
	}
	return string(b), nil
}

func decodeLatin1(b []byte) (string, error) {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes), nil
}

// decodeUTF16 decodes UTF-16: in the order of its byte order mark, or as big says.
func decodeUTF16(b []byte, big bool) (string, error) {
	if len(b)%2 != 0 {
		return "", errEncoding
	}
	if len(b) >= 2 && b[0] == 0xFF && b[1] == 0xFE {
		b, big = b[2:], false
	} else if len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF {
		b, big = b[2:], true
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		high, low := b[2*i], b[2*i+1]
		if !big {
			high, low = low, high
		}
		units[i] = uint16(high)<<8 | uint16(low)
	}
	if lonely(units) {
		return "", errEncoding
	}
	return string(utf16.Decode(units)), nil
}

// lonely finds a half of a surrogate pair.
func lonely(units []uint16) bool {
	for i := 0; i < len(units); i++ {
		switch u := units[i]; {
		case u >= 0xDC00 && u < 0xE000:
			return true
		case u >= 0xD800 && u < 0xDC00:
			if i++; i == len(units) || units[i] < 0xDC00 || units[i] >= 0xE000 {
				return true
			}
		}
	}
	return false
}

// lines divides a text at LF, CR and CRLF (RFC 8493, 2.3), and says whether the
// last line has its end.
func lines(text string) (all []string, ended bool) {
	for text != "" {
		i := strings.IndexAny(text, "\r\n")
		if i < 0 {
			return append(all, text), false
		}
		all = append(all, text[:i])
		if strings.HasPrefix(text[i:], "\r\n") {
			i++
		}
		text = text[i+1:]
	}
	return all, true
}

// text reads a tag file of the base directory into lines; ok is false where there
// is none to read, which has been said.
func (b *bag) text(name string) (all []string, ok bool) {
	data, err := fs.ReadFile(b.fsys, name)
	if err != nil {
		b.unreadable(name, err)
		return nil, false
	}
	if b.utf8() && strings.HasPrefix(string(data), "\uFEFF") {
		b.add("text-bom", name, 0, "the file begins with a byte order mark, which UTF-8 does not have here")
		data = data[3:]
	}
	text, err := b.decode(data)
	if err != nil {
		b.add("text-encoding", name, 0, "the file is not in the encoding that bagit.txt names (%s)", b.r.Encoding)
		return nil, false
	}
	all, ended := lines(text)
	if !ended {
		b.add("text-end", name, len(all), "the last line has no line break")
	}
	return all, true
}

// utf8 says whether tag files are UTF-8.
func (b *bag) utf8() bool {
	return strings.EqualFold(b.r.Encoding, "UTF-8") || strings.EqualFold(b.r.Encoding, "UTF8") || b.r.Encoding == ""
}

// unreadable says that a file is there and cannot be read.
func (b *bag) unreadable(name string, err error) {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	b.add("unreadable", name, 0, "the file cannot be read: %v", err)
}
