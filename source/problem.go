package source

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// File is one file of a source, with its text.
type File struct {
	Name string // as messages print it: relative to where the writer works
	Data []byte
}

// Span is a range of bytes of a file; a nil File is no place at all.
type Span struct {
	File       *File
	Start, End int
}

// Position gives the line and column (in characters), both from 1, of a byte offset.
func (f *File) Position(offset int) (line, column int) {
	offset = min(max(offset, 0), len(f.Data))
	before := f.Data[:offset]
	line, start := 1, 0
	for i, c := range before {
		if c == '\n' {
			line, start = line+1, i+1
		}
	}
	return line, utf8.RuneCount(before[start:]) + 1
}

// String prints the place as file:line:column.
func (s Span) String() string {
	if s.File == nil {
		return ""
	}
	line, col := s.File.Position(s.Start)
	return fmt.Sprintf("%s:%d:%d", s.File.Name, line, col)
}

// Problem is one fault of a source: where, what, and what to do. The source is
// wrong, not the machine. Text says it in the writer's words, lower case and
// without full stop; Hint says what to do.
type Problem struct {
	Span    Span
	Path    string // named instead of a place where there is none (a missing file)
	Warning bool   // printed, but nothing fails
	Code    string // "unknown-key": stable, for machines
	Text    string
	Hint    string
	Related []Related
}

// Related is a second place that belongs to a problem.
type Related struct {
	Span Span
	Text string
}

// Problems is all that is wrong, as one error.
type Problems []Problem

// Error prints every problem as String does.
func (ps Problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.String())
	}
	return b.String()
}

// Errors says how many of the problems are not mere warnings.
func (ps Problems) Errors() int {
	n := 0
	for _, p := range ps {
		if !p.Warning {
			n++
		}
	}
	return n
}

// Sort puts the problems in the order of file and place, and drops repetitions.
func (ps Problems) Sort() Problems {
	name := func(p Problem) string {
		if p.Span.File != nil {
			return p.Span.File.Name
		}
		return p.Path
	}
	sort.SliceStable(ps, func(i, j int) bool {
		if a, b := name(ps[i]), name(ps[j]); a != b {
			return a < b
		}
		return ps[i].Span.Start < ps[j].Span.Start
	})
	out := ps[:0]
	for _, p := range ps {
		said := false
		for k := len(out) - 1; k >= 0 && !said; k-- {
			q := out[k]
			if name(p) != name(q) || p.Span.Start != q.Span.Start {
				break
			}
			said = p.Code == q.Code && p.Text == q.Text
		}
		if !said {
			out = append(out, p)
		}
	}
	return out
}

// String prints the problem as
//
//	letter.md:9:1: error: unknown key "opening" [unknown-key]
//	opening: Dear Attorney General
//	^^^^^^^
//	hint: use "salutation"
func (p Problem) String() string {
	var b strings.Builder
	grade := "error"
	if p.Warning {
		grade = "warning"
	}
	place := p.Span.String()
	if place == "" {
		place = p.Path
	}
	if place != "" {
		b.WriteString(place + ": ")
	}
	fmt.Fprintf(&b, "%s: %s [%s]", grade, p.Text, p.Code)
	if f := p.Span.File; f != nil {
		writeLine(&b, p.Span)
	}
	if p.Hint != "" {
		b.WriteString("\nhint: " + p.Hint)
	}
	for _, r := range p.Related {
		b.WriteString("\n" + r.Span.String() + ": note: " + r.Text)
		writeLine(&b, r.Span)
	}
	return b.String()
}

// excerpt is how many characters of a long line are printed: a paragraph is often
// one line.
const excerpt = 100

// writeLine prints the line that a span starts on, or the stretch of it around the
// span where it is long, and carets under the span.
func writeLine(b *strings.Builder, s Span) {
	data := s.File.Data
	start := min(max(s.Start, 0), len(data))
	from := bytes.LastIndexByte(data[:start], '\n') + 1
	to := len(data)
	if i := bytes.IndexByte(data[start:], '\n'); i >= 0 {
		to = start + i
	}
	line := []rune(strings.TrimRight(string(data[from:to]), "\r"))
	if strings.TrimSpace(string(line)) == "" {
		return
	}
	column := utf8.RuneCount(data[from:start])
	width := max(utf8.RuneCount(data[start:max(start, min(s.End, to))]), 1)
	lead, tail := "", ""
	if len(line) > excerpt {
		if first := min(max(column-excerpt*2/5, 0), len(line)-excerpt); first > 0 {
			line, column, lead = line[first:], column-first, "…"
		}
		if len(line) > excerpt {
			line, tail = line[:excerpt], "…"
			width = max(min(width, excerpt-column), 1)
		}
	}
	b.WriteString("\n" + lead + string(line) + tail + "\n")
	if lead != "" {
		b.WriteByte(' ')
	}
	for _, r := range line[:min(column, len(line))] {
		if r == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	b.WriteString(strings.Repeat("^", width))
}
