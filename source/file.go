package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"
)

// maxText and maxImage are the most bytes that are read of a file: far above
// what anybody writes, so that a wrong path cannot fill the memory.
const (
	maxText  = 8 << 20
	maxImage = 256 << 20
)

// errTooLarge is what read gives for a file of more than the given bytes.
var errTooLarge = errors.New("the file is too large")

// errNotFile is what read gives for a folder or a device.
var errNotFile = errors.New("not a file")

// read reads a file of at most limit bytes.
func read(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotFile
	}
	if info.Size() > limit {
		return nil, errTooLarge
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, 0, info.Size()+1)
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case err == io.EOF:
			return data, nil
		case err != nil:
			return nil, err
		case int64(len(data)) > limit:
			return nil, errTooLarge
		case len(data) == cap(data):
			data = append(data, 0)[:len(data)]
		}
	}
}

// text reads a text file of the source. named is the place that names it, if
// any. A nil file without an error means that the fault was reported.
func (l *loader) text(path string, named Span) (*File, error) {
	name := filepath.ToSlash(filepath.Clean(path))
	data, err := read(path, maxText)
	switch {
	case errors.Is(err, fs.ErrNotExist) || isNotDir(err):
		l.report(Problem{Span: named, Path: name, Code: CodeMissingFile, Text: fmt.Sprintf("there is no file %q", name),
			Hint: nearFile(path, "check the name, capitals included, or take the line out")})
		return nil, nil
	case err == errNotFile:
		l.report(Problem{Span: named, Path: name, Code: CodeMissingFile, Text: fmt.Sprintf("%q is not a file", name)})
		return nil, nil
	case err == errTooLarge:
		l.report(Problem{Span: named, Path: name, Code: CodeFileTooLarge, Text: fmt.Sprintf("%q is over %d MB", name, maxText>>20),
			Hint: "is this the file that you mean?"})
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading the source: %w", err)
	}
	return l.decode(name, data), nil
}

// nearFile advises about a file that is not there: the nearest name in its
// folder, else what is given.
func nearFile(path, otherwise string) string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return otherwise
	}
	var names []string
	for _, e := range entries {
		if filepath.Ext(e.Name()) == filepath.Ext(path) {
			names = append(names, e.Name())
		}
	}
	if near := nearest(filepath.Base(path), names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// decode makes a File of bytes: the byte-order mark goes, CRLF becomes LF, and
// characters that no text holds are reported and become spaces, so that places
// stay as they are and no message can upset a terminal. What is not UTF-8 is
// refused by name, and nil is returned.
func (l *loader) decode(name string, data []byte) *File {
	refuse := func(text, hint string) *File {
		l.report(Problem{Path: name, Code: CodeEncoding, Text: text, Hint: hint})
		return nil
	}
	const save = "save the file as UTF-8"
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return refuse("the file is UTF-16, not UTF-8", save)
	case bytes.IndexByte(data, 0) >= 0:
		if looksUTF16(data) {
			return refuse("the file is UTF-16, not UTF-8", save)
		}
		line, _ := (&File{Data: data}).Position(bytes.IndexByte(data, 0))
		return refuse(fmt.Sprintf("the file holds a NUL byte in line %d: it is no text", line), "write the source with a text editor and "+save)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if i := invalidUTF8(data); i >= 0 {
		line, _ := (&File{Data: data}).Position(i)
		c := data[i]
		if c >= 0xA0 || (c >= 0x80 && c <= 0x9F) {
			return refuse(fmt.Sprintf("the file is Latin-1 or Windows-1252, not UTF-8 (byte %02X in line %d)", c, line), save)
		}
		return refuse(fmt.Sprintf("the file is not UTF-8 (byte %02X in line %d)", c, line), save)
	}
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	file := &File{Name: name, Data: data}
	l.controls(file)
	return file
}

// controls reports and blanks out the characters of a file that no text holds.
func (l *loader) controls(file *File) {
	copied := false
	data := file.Data
	for i := 0; i < len(data); {
		c := data[i]
		if c >= 0x20 && c < 0x7F || c == '\n' || c == '\t' {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if hint, bad := forbidden(r); bad {
			if !copied {
				data, copied = bytes.Clone(data), true
			}
			for k := range n {
				data[i+k] = ' '
			}
			l.fail(Span{file, i, i + n}, CodeControl, fmt.Sprintf("the character U+%04X cannot stand in a text", r), hint)
		}
		i += n
	}
	file.Data = data
}

// forbidden says whether a character cannot stand in a text, and what to do.
func forbidden(r rune) (hint string, bad bool) {
	switch {
	case r == '\n' || r == '\t':
		return "", false
	case r == '\r':
		return "end lines with LF or CRLF", true
	case r < 0x20 || r >= 0x7F && r <= 0x9F:
		if r >= 0x80 && r <= 0x9F && r != 0x85 {
			return "a control character: the text was converted from Windows-1252 as if it were Latin-1", true
		}
		return "a control character: take it out", true
	case r == 0x2028 || r == 0x2029:
		return "write an ordinary line's end", true
	case r == 0xFEFF:
		return "a byte-order mark inside the text: take it out", true
	case r == 0xFFFD:
		return "a letter was lost when the text was converted: write it again", true
	case r >= 0xFFF9 && r <= 0xFFFB || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF:
		return "take it out", true
	}
	return "", false
}

// invalidUTF8 gives the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// looksUTF16 says whether every second byte of the beginning is NUL.
func looksUTF16(data []byte) bool {
	n := min(len(data), 64) &^ 1
	even, odd := 0, 0
	for i := 0; i < n; i += 2 {
		if data[i] == 0 {
			even++
		}
		if data[i+1] == 0 {
			odd++
		}
	}
	return n >= 4 && (even*4 >= n || odd*4 >= n) && (even == 0 || odd == 0)
}
