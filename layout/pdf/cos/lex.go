package cos

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxDepth bounds arrays and dictionaries within each other.
const maxDepth = 64

// ErrEnd says that a Lexer has come to the end of its data.
var ErrEnd = errors.New("end of data")

// Lexer reads objects and keywords from the text of a file or content stream.
type Lexer struct {
	Data []byte
	Pos  int
	// Content is set for content streams, where "1 0 R" is no reference.
	Content bool
	// Repeated is set once a dictionary has been read that has a key twice.
	Repeated bool
	// Later are the references that have been read to a generation other than 0,
	// which Ref does not keep: object numbers and generations in turn, -1 for one
	// that no file can have.
	Later []int
}

// skip passes white space and comments (7.2.2, 7.2.3).
func (l *Lexer) skip() {
	for l.Pos < len(l.Data) {
		switch c := l.Data[l.Pos]; {
		case isSpace(c):
			l.Pos++
		case c == '%':
			for l.Pos < len(l.Data) && l.Data[l.Pos] != '\n' && l.Data[l.Pos] != '\r' {
				l.Pos++
			}
		default:
			return
		}
	}
}

// Next reads one object, or a Keyword; ErrEnd at the end.
func (l *Lexer) Next() (Object, error) { return l.next(0) }

func (l *Lexer) next(depth int) (Object, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("byte %d: objects lie more than %d deep in each other", l.Pos, maxDepth)
	}
	l.skip()
	if l.Pos >= len(l.Data) {
		return nil, ErrEnd
	}
	switch c := l.Data[l.Pos]; {
	case c == '/':
		return l.name(), nil
	case c == '(':
		return l.literal()
	case c == '<' && l.peek(1) == '<':
		l.Pos += 2
		return l.dict(depth)
	case c == '<':
		return l.hex()
	case c == '[':
		l.Pos++
		return l.array(depth)
	case c >= '0' && c <= '9', c == '+', c == '-', c == '.':
		return l.number(), nil
	case isDelimiter(c):
		// "]", ">>" and the like: the caller asked for them, or they are astray
		n := 1
		if c == '>' && l.peek(1) == '>' {
			n = 2
		}
		l.Pos += n
		return Keyword(l.Data[l.Pos-n : l.Pos]), nil
	}
	switch w := l.word(); w {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	default:
		return Keyword(w), nil
	}
}

func (l *Lexer) peek(n int) byte {
	if l.Pos+n < len(l.Data) {
		return l.Data[l.Pos+n]
	}
	return 0
}

// word reads regular characters.
func (l *Lexer) word() string {
	from := l.Pos
	for l.Pos < len(l.Data) && !isSpace(l.Data[l.Pos]) && !isDelimiter(l.Data[l.Pos]) {
		l.Pos++
	}
	return string(l.Data[from:l.Pos])
}

func (l *Lexer) name() Name {
	l.Pos++
	w := l.word()
	for i := 0; i+2 < len(w); i++ {
		if w[i] == '#' {
			return Name(unescapeName(w))
		}
	}
	return Name(w)
}

func unescapeName(w string) string {
	b := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) && hexValue(w[i+1]) >= 0 && hexValue(w[i+2]) >= 0 {
			b = append(b, byte(hexValue(w[i+1])<<4|hexValue(w[i+2])))
			i += 2
		} else {
			b = append(b, w[i])
		}
	}
	return string(b)
}

func hexValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// number reads an integer, a real, or a reference; a word that is no number is a Keyword.
func (l *Lexer) number() Object {
	w := l.word()
	n, err := strconv.Atoi(w)
	if err != nil {
		for i := range len(w) {
			if c := w[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' {
				return Keyword(w)
			}
		}
		return Real(w)
	}
	if l.Content || n <= 0 || w[0] == '+' {
		return n
	}
	// A reference: "n g R".
	at := l.Pos
	l.skip()
	if g := l.word(); g != "" && g[0] >= '0' && g[0] <= '9' {
		l.skip()
		if l.peek(0) == 'R' {
			if r := l.word(); r == "R" {
				if strings.Trim(g, "0") != "" {
					generation, err := strconv.ParseUint(g, 10, 16)
					if err != nil || g[0] == '0' {
						l.Later = append(l.Later, n, -1)
					} else {
						l.Later = append(l.Later, n, int(generation))
					}
				}
				return Ref(n)
			}
		}
	}
	l.Pos = at
	return n
}

func (l *Lexer) array(depth int) (Object, error) {
	a := Array{}
	for {
		o, err := l.next(depth + 1)
		if err != nil {
			return nil, err
		}
		if o == Keyword("]") {
			return a, nil
		}
		a = append(a, o)
	}
}

func (l *Lexer) dict(depth int) (Object, error) {
	d := &Dict{}
	var null []Name // keys with that value, which Set does not keep
	for {
		k, err := l.next(depth + 1)
		if err != nil {
			return nil, err
		}
		if k == Keyword(">>") {
			return d, nil
		}
		key, ok := k.(Name)
		if !ok {
			return nil, fmt.Errorf("byte %d: a dictionary's key is not a name", l.Pos)
		}
		v, err := l.next(depth + 1)
		if err != nil {
			return nil, err
		}
		if v == Keyword(">>") {
			return nil, fmt.Errorf("byte %d: the key /%s has no value", l.Pos, key)
		}
		if _, twice := d.find(key); twice || len(null) > 0 && slices.Contains(null, key) {
			l.Repeated = true
		}
		if v == nil {
			null = append(null, key)
		}
		d.Set(key, v)
	}
}

func (l *Lexer) literal() (Object, error) {
	var b []byte
	depth := 0
	for ; l.Pos < len(l.Data); l.Pos++ {
		c := l.Data[l.Pos]
		switch c {
		case '(':
			depth++
			if depth == 1 {
				continue
			}
		case ')':
			depth--
			if depth == 0 {
				l.Pos++
				return String(b), nil
			}
		case '\\':
			l.Pos++
			b = l.escape(b)
			continue
		case '\r': // an end of line of any kind reads as a line feed
			if l.peek(1) == '\n' {
				l.Pos++
			}
			c = '\n'
		}
		b = append(b, c)
	}
	return nil, ErrEnd
}

// escape reads what follows a backslash and stops on its last byte (table 3).
func (l *Lexer) escape(b []byte) []byte {
	switch c := l.peek(0); c {
	case 'n':
		return append(b, '\n')
	case 'r':
		return append(b, '\r')
	case 't':
		return append(b, '\t')
	case 'b':
		return append(b, '\b')
	case 'f':
		return append(b, '\f')
	case '\r':
		if l.peek(1) == '\n' {
			l.Pos++
		}
		return b
	case '\n':
		return b
	default:
		if c < '0' || c > '7' {
			return append(b, c)
		}
		v := int(c - '0')
		for range 2 {
			d := l.peek(1)
			if d < '0' || d > '7' {
				break
			}
			v = v<<3 | int(d-'0')
			l.Pos++
		}
		return append(b, byte(v))
	}
}

func (l *Lexer) hex() (Object, error) {
	var b []byte
	half := -1
	for l.Pos++; l.Pos < len(l.Data); l.Pos++ {
		c := l.Data[l.Pos]
		if c == '>' {
			l.Pos++
			if half >= 0 {
				b = append(b, byte(half<<4))
			}
			return String(b), nil
		}
		v := hexValue(c)
		switch {
		case v < 0 && isSpace(c):
		case v < 0:
			return nil, fmt.Errorf("byte %d: %q in a hexadecimal string", l.Pos, c)
		case half < 0:
			half = v
		default:
			b = append(b, byte(half<<4|v))
			half = -1
		}
	}
	return nil, ErrEnd
}
