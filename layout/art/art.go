// Package art reads the drawings and pictures that documents and letterheads
// show: a subset of SVG into layout.Art, PNG and JPEG into layout.Image. It takes
// bytes, opens no file, and follows no reference: nothing outside the bytes
// given can end up on a page. What it cannot draw exactly it refuses by name
// and line, and drops nothing.
//
// It knows neither pages nor engines. Start reading at SVG and Raster; ToSVG
// writes a drawing back for the EPUB.
//
// A drawing's numbers are computed in float64 and rounded once to 2⁻¹⁶ of its
// unit. The results are the same on every machine: additions, divisions and
// square roots are exact to the last bit by IEEE 754, every product goes through
// an explicit conversion, which by the Go specification forbids fusing it with
// an addition, and sines are computed here, since package math is free to differ.
package art

import (
	"fmt"

	"chancery/source"
)

// The limits on what is read. They are far above any seal or photograph and
// keep a hostile file from costing more than a moment.
const (
	MaxSVGBytes   = 4 << 20    // length of an SVG file
	MaxSegments   = 200_000    // steps of all paths of a drawing
	MaxDepth      = 64         // groups within groups
	MaxCoordinate = 1e6        // in user units
	MaxPixels     = 64_000_000 // width times height of a raster image: 64 megapixels
)

// The codes of faults in drawings, beside source.CodeNotAnImage and
// source.CodeImageTooLarge.
const (
	CodeUnsupported = "svg-unsupported" // SVG beyond the subset
	CodeSyntax      = "svg-syntax"      // not SVG as its specification has it
)

// Error says why a file is not used: the file is wrong, not the machine.
type Error struct {
	Line       int    // in the file, from 1; 0: the file as a whole
	Start, End int    // the bytes concerned, where Line is not 0
	Code       string // for machines: CodeUnsupported, CodeSyntax, or one of package source
	Text       string // what is wrong, lower case, no full stop
	Hint       string // what to do; "" for nothing
}

// Error prints the fault with its line, and the hint.
func (e *Error) Error() string {
	s := e.Text
	if e.Line > 0 {
		s = fmt.Sprintf("line %d: %s", e.Line, s)
	}
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Problem gives the fault as a problem of the drawing's own file, which must
// hold the bytes that were read.
func (e *Error) Problem(file *source.File) source.Problem {
	p := source.Problem{Code: e.Code, Text: e.Text, Hint: e.Hint}
	if e.Line > 0 {
		p.Span = source.Span{File: file, Start: e.Start, End: e.End}
	} else {
		p.Path = file.Name
	}
	return p
}

// ProblemAt gives the fault as a problem of the place that names the file.
func (e *Error) ProblemAt(name string, span source.Span) source.Problem {
	text := fmt.Sprintf("%s: %s", name, e.Text)
	if e.Line > 0 {
		text = fmt.Sprintf("%s:%d: %s", name, e.Line, e.Text)
	}
	return source.Problem{Span: span, Code: e.Code, Text: text, Hint: e.Hint}
}

// Format tells a file's format from its first bytes: "png", "jpeg", "svg" or "".
func Format(data []byte) string {
	switch {
	case hasPrefix(data, "\x89PNG\r\n\x1a\n"):
		return "png"
	case hasPrefix(data, "\xff\xd8\xff"):
		return "jpeg"
	case looksLikeSVG(data):
		return "svg"
	}
	return ""
}

func hasPrefix(data []byte, prefix string) bool {
	return len(data) >= len(prefix) && string(data[:len(prefix)]) == prefix
}

// looksLikeSVG says whether the first element of an XML text is svg.
func looksLikeSVG(data []byte) bool {
	data = trimBOM(data)
	for len(data) > 0 {
		switch c := data[0]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			data = data[1:]
		case hasPrefix(data, "<svg"):
			return true
		case hasPrefix(data, "<!--"):
			data = after(data, "-->")
		case hasPrefix(data, "<?"):
			data = after(data, "?>")
		case hasPrefix(data, "<!"):
			data = after(data, ">")
		default:
			// A prefixed root: <svg:svg.
			return hasPrefix(data, "<svg:svg")
		}
	}
	return false
}

func after(data []byte, end string) []byte {
	for i := 0; i+len(end) <= len(data); i++ {
		if string(data[i:i+len(end)]) == end {
			return data[i+len(end):]
		}
	}
	return nil
}

func trimBOM(data []byte) []byte {
	if hasPrefix(data, "\ufeff") {
		return data[3:]
	}
	return data
}
