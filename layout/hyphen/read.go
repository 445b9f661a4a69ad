package hyphen

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"chancery/source"
)

// CodeBadPatterns is the code of a fault in a file of patterns.
const CodeBadPatterns = "bad-patterns"

// DefaultLeft and DefaultRight are the least letters before and after a hyphen
// where the files do not say: those of TeX's own format.
const DefaultLeft, DefaultRight = 2, 3

// maxFaults is after how many faults of one file no more are told: it is then
// another sort of file.
const maxFaults = 8

// The endings of the names that Read knows.
const (
	texFile     = ".tex"
	patternFile = ".pat.txt"
	wordFile    = ".hyp.txt"
)

// Read reads the patterns of a language from the files that an office has, in the
// forms of the hyph-utf8 project: a file of TeX (hyph-fr.tex), whose \patterns and
// \hyphenation groups are read and nothing else of it; or plain lists,
// hyph-fr.pat.txt of patterns and hyph-fr.hyp.txt of divided words. The ending of a
// file's name says which it is.
//
// The least letters before and after a hyphen are those that the comments at a
// file's head give under "hyphenmins", those for typesetting before those for
// generation; or the file's own \lefthyphenmin and \righthyphenmin; else
// DefaultLeft and DefaultRight.
//
// Letters are compared composed (NFC) and small. Whatever else stands in a
// pattern (a mark that no letter composes with, an apostrophe, a joiner) is a
// letter of the language. Patterns with a hyphen are left out: a word is taken
// apart at its hyphens before it is looked up.
//
// The patterns are nil where any problem is an error. The problems are sorted by
// place, each with what to do.
func Read(lang string, files ...*source.File) (*Patterns, source.Problems) {
	r := reader{p: &Patterns{Lang: lang, Left: DefaultLeft, Right: DefaultRight, letters: map[rune]bool{}}}
	switch language, _, _ := strings.Cut(strings.ToLower(lang), "-"); language {
	case "tr", "az", "crh":
		r.p.turkic = true
	}
	for _, f := range files {
		r.read(f)
	}
	if r.problems = r.problems.Sort(); r.problems.Errors() > 0 {
		return nil, r.problems
	}
	return r.p, r.problems
}

// reader reads files of patterns.
type reader struct {
	p        *Patterns
	file     *source.File
	data     []byte
	groups   int // \patterns and \hyphenation groups
	faults   int // of this file
	problems source.Problems
}

// fail reports a fault at bytes of the file.
func (r *reader) fail(start, end int, text, hint string) {
	if r.faults++; r.faults <= maxFaults {
		r.problems = append(r.problems, source.Problem{Span: source.Span{File: r.file, Start: start, End: end}, Code: CodeBadPatterns, Text: text, Hint: hint})
	}
}

// read reads one file.
func (r *reader) read(f *source.File) {
	r.file, r.data, r.groups, r.faults = f, f.Data, 0, 0
	if !utf8.Valid(r.data) {
		at := 0
		for {
			c, n := utf8.DecodeRune(r.data[at:])
			if c == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		r.fail(at, at+1, fmt.Sprintf("the file is not UTF-8 (byte %02X)", r.data[at]), "take the file of the hyph-utf8 project, or save this one as UTF-8")
		return
	}
	r.minima()
	switch {
	case strings.HasSuffix(f.Name, patternFile):
		r.entries(0, len(r.data), (*reader).pattern)
	case strings.HasSuffix(f.Name, wordFile):
		r.entries(0, len(r.data), (*reader).word)
	default:
		r.tex()
	}
}

// tex reads the groups of a file of TeX.
func (r *reader) tex() {
	for at := 0; at < len(r.data); {
		switch c := r.data[at]; {
		case c == '%':
			at = r.lineEnd(at)
		case c != '\\':
			at++
		default:
			start := at
			for at++; at < len(r.data) && isASCIILetter(r.data[at]); at++ {
			}
			switch name := string(r.data[start:at]); name {
			case `\patterns`:
				at = r.group(start, at, (*reader).pattern)
			case `\hyphenation`:
				at = r.group(start, at, (*reader).word)
			case `\lefthyphenmin`:
				at = r.assigned(at, &r.p.Left)
			case `\righthyphenmin`:
				at = r.assigned(at, &r.p.Right)
			case `\input`:
				r.fail(start, r.lineEnd(start), "the file has TeX read another file", "put that other file here in its place, under the name of this one")
				r.groups++ // its groups are there
			case `\endinput`:
				at = len(r.data)
			case `\`: // a single character follows
				at++
			}
		}
	}
	if r.groups == 0 {
		r.fail(0, min(r.lineEnd(0), len(r.data)), `the file has no \patterns{…} and no \hyphenation{…}`, "take the file hyph-….tex of the hyph-utf8 project, or give plain lists names that end in .pat.txt and .hyp.txt")
	}
}

// group reads the group that follows a command, which began at start, and gives
// the byte after it.
func (r *reader) group(start, at int, entry func(*reader, int, int)) int {
	for at < len(r.data) && (r.data[at] <= ' ' || r.data[at] == '%') {
		if r.data[at] == '%' {
			at = r.lineEnd(at)
		} else {
			at++
		}
	}
	r.groups++
	name := string(r.data[start : start+len(bytes.TrimRight(r.data[start:min(at, len(r.data))], " \t\r\n"))])
	if i := strings.IndexAny(name, "%\n"); i >= 0 {
		name = name[:i]
	}
	if at == len(r.data) || r.data[at] != '{' {
		r.fail(start, start+len(name), "no { follows "+name, "write "+name+"{ before the list and } after it")
		return at
	}
	end := at + 1
	for {
		switch {
		case end >= len(r.data):
			r.fail(start, at+1, "the group "+name+"{ is not closed", "write } after its last entry")
			return len(r.data)
		case r.data[end] == '%':
			end = r.lineEnd(end)
		case r.data[end] == '}':
			r.entries(at+1, end, entry)
			return end + 1
		case r.data[end] == '{', r.data[end] == '\\':
			r.fail(end, end+1, "a command of TeX stands among the entries of "+name+", and is not read", "take the plain lists (hyph-….pat.txt and hyph-….hyp.txt) of the same language")
			return r.closing(at)
		default:
			end++
		}
	}
}

// closing gives the byte after the brace that closes the one at a byte.
func (r *reader) closing(at int) int {
	for depth := 0; at < len(r.data); at++ {
		switch r.data[at] {
		case '%':
			at = r.lineEnd(at) - 1
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
	return at
}

// assigned reads the number that TeX gives to a parameter.
func (r *reader) assigned(at int, to *int) int {
	for at < len(r.data) && (r.data[at] == ' ' || r.data[at] == '=') {
		at++
	}
	n, digits := 0, at
	for at < len(r.data) && at < digits+2 && r.data[at] >= '0' && r.data[at] <= '9' {
		n = 10*n + int(r.data[at]-'0')
		at++
	}
	if at > digits && n > 0 {
		*to = n
	}
	return at
}

// lineEnd is the byte after the line that holds a byte.
func (r *reader) lineEnd(at int) int {
	if i := bytes.IndexByte(r.data[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(r.data)
}

// entries reads the entries between two bytes: what spaces and comments part.
func (r *reader) entries(at, end int, entry func(*reader, int, int)) {
	for at < end && r.faults <= maxFaults {
		c, n := utf8.DecodeRune(r.data[at:end])
		switch {
		case c == '%':
			at = min(r.lineEnd(at), end)
		case unicode.IsSpace(c) || c == '\uFEFF':
			at += n
		default:
			from := at
			for at < end {
				if c, n = utf8.DecodeRune(r.data[at:end]); unicode.IsSpace(c) || c == '%' {
					break
				}
				at += n
			}
			entry(r, from, at)
		}
	}
}

// pattern adds the pattern between two bytes.
func (r *reader) pattern(start, end int) {
	var out []byte
	letters, last := 0, rune(0)
	text := norm.NFC.Bytes(r.data[start:end])
	for i, c := range string(text) {
		c = r.p.lower(c)
		switch {
		case c >= '0' && c <= '9':
			if last >= '0' && last <= '9' {
				r.fail(start, end, "two digits stand next to each other in a pattern", "between two letters one digit says how good or bad it is to divide there")
				return
			}
		case c == '.':
			if i > 0 && i < len(text)-1 && letters > 0 || last == '.' {
				r.fail(start, end, "a full stop stands within a pattern", "it means the beginning or the end of a word, and stands before or after all else")
				return
			}
		case c == '-' || c == '\u2010' || c == '\u2011':
			return
		case !r.letter(c, start, end):
			return
		default:
			r.p.letters[c] = true
			letters++
		}
		out = utf8.AppendRune(out, c)
		last = c
	}
	if letters == 0 {
		r.fail(start, end, "a pattern has no letters", "take it out")
		return
	}
	r.add(&r.p.patterns, out, start, end)
}

// word adds the divided word between two bytes.
func (r *reader) word(start, end int) {
	var out []byte
	letters := 0
	for _, c := range string(norm.NFC.Bytes(r.data[start:end])) {
		if c = r.p.lower(c); c != '-' {
			if c >= '0' && c <= '9' || c == '.' {
				r.fail(start, end, fmt.Sprintf("%q stands in a divided word", c), "write the word with hyphens where it may be divided; patterns have digits")
				return
			}
			if !r.letter(c, start, end) {
				return
			}
			r.p.letters[c] = true
			letters++
		}
		out = utf8.AppendRune(out, c)
	}
	if letters == 0 {
		r.fail(start, end, "a divided word has no letters", "take it out")
		return
	}
	r.add(&r.p.exceptions, out, start, end)
}

// add puts an entry into a table.
func (r *reader) add(t *table, entry []byte, start, end int) {
	if len(entry) > maxEntry {
		r.fail(start, end, "an entry is longer than any word", "put spaces between the entries")
		return
	}
	t.insert(entry)
}

// letter says whether a character can be a letter of a pattern, and reports one
// that cannot.
func (r *reader) letter(c rune, start, end int) bool {
	switch {
	case unicode.IsLetter(c), unicode.Is(unicode.M, c), c == '\'', c == '\u200C', c == '\u200D':
		return true
	case c > unicode.MaxASCII && (unicode.IsPunct(c) || unicode.Is(unicode.Sk, c)):
		return true
	}
	hint := "take the file of the hyph-utf8 project"
	if strings.ContainsRune("/=,", c) {
		hint += ": those of LibreOffice (hyph_….dic) are of another form"
	}
	r.fail(start, end, fmt.Sprintf("%q is no letter", c), hint)
	return false
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
