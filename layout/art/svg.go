package art

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"chancery/layout"
	"chancery/source"
)

const svgSpace = "http://www.w3.org/2000/svg"

// reader reads one drawing.
type reader struct {
	data  []byte
	dec   *xml.Decoder
	at    int // where the current token begins
	art   *layout.Art
	steps int // segments so far
}

// level is an open element.
type level struct {
	style style
	m     matrix
}

// SVG reads a drawing: paths, rect, circle, ellipse, line, polyline, polygon and
// groups with transforms, flat fills and strokes of SVG 1.1, in the space of its
// viewBox, one unit of which becomes one point. Titles, descriptions, metadata
// and what belongs to another namespace are read over, for they draw nothing.
// Anything else is an *Error that names the element or attribute with its line:
// an element of text, an image, a gradient, a clip, a style sheet, a script, a
// reference of any kind, a document type with declarations.
func SVG(data []byte) (*layout.Art, error) {
	if len(data) > MaxSVGBytes {
		return nil, &Error{Code: source.CodeImageTooLarge, Text: fmt.Sprintf("the drawing has %d bytes; %d are the limit", len(data), MaxSVGBytes), Hint: "use PNG"}
	}
	r := &reader{data: trimBOM(data), art: &layout.Art{}}
	shift := len(data) - len(r.data)
	r.dec = xml.NewDecoder(bytes.NewReader(r.data))
	err := r.read()
	if err == nil {
		return r.art, nil
	}
	var e *Error
	if !errors.As(err, &e) {
		return nil, err
	}
	if e.Line > 0 {
		e.Start += shift
		e.End += shift
	}
	return nil, e
}

// fail makes an error at the current token.
func (r *reader) fail(code, hint, format string, args ...any) error {
	start := min(r.at, len(r.data))
	end := len(r.data)
	if i := bytes.IndexAny(r.data[start:], ">\n"); i >= 0 {
		end = start + i + 1
	}
	return &Error{
		Line: 1 + bytes.Count(r.data[:start], []byte("\n")), Start: start, End: end,
		Code: code, Text: fmt.Sprintf(format, args...), Hint: hint,
	}
}

// beyond makes the error for what is SVG but not of the subset.
func (r *reader) beyond(format string, args ...any) error {
	return r.fail(CodeUnsupported, "use PNG", format, args...)
}

func (r *reader) read() error {
	var open []level
	rooted := false
	for {
		r.at = int(r.dec.InputOffset())
		tok, err := r.dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return r.syntax(err)
		}
		switch t := tok.(type) {
		case xml.Directive:
			if bytes.IndexByte(t, '[') >= 0 || !bytes.HasPrefix(t, []byte("DOCTYPE")) {
				return r.fail(CodeUnsupported, "save it as plain SVG", "a document type with declarations is not read")
			}
		case xml.ProcInst:
			if t.Target != "xml" {
				return r.beyond("the processing instruction <?%s?> is not followed", t.Target)
			}
		case xml.CharData:
			if len(open) > 0 && len(bytes.TrimSpace(t)) > 0 {
				return r.fail(CodeSyntax, "remove it, or use PNG", "text between elements draws nothing")
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.StartElement:
			switch {
			case !rooted:
				if t.Name.Local != "svg" || t.Name.Space != svgSpace {
					return r.fail(source.CodeNotAnImage, `the root is <svg xmlns="http://www.w3.org/2000/svg">`, "this is not an SVG drawing: its root is <%s>", t.Name.Local)
				}
				l, err := r.root(t)
				if err != nil {
					return err
				}
				rooted = true
				open = append(open, l)
			case t.Name.Space != svgSpace: // draws nothing in any viewer
				if err := r.skip(); err != nil {
					return err
				}
			default:
				l, group, err := r.element(t, open[len(open)-1])
				if err != nil {
					return err
				}
				if group {
					if len(open) == MaxDepth {
						return r.beyond("groups are nested more than %d deep", MaxDepth)
					}
					open = append(open, l)
				}
			}
		}
	}
	if !rooted {
		return &Error{Code: source.CodeNotAnImage, Text: "this is not an SVG drawing: it has no element"}
	}
	return nil
}

// syntax turns the decoder's error into ours.
func (r *reader) syntax(err error) error {
	var se *xml.SyntaxError
	text := err.Error()
	if errors.As(err, &se) {
		text = se.Msg
	}
	if strings.HasPrefix(text, "invalid character entity") {
		return r.fail(CodeUnsupported, "write the character itself", "entities are not read: %s", strings.TrimPrefix(text, "invalid character entity "))
	}
	text = strings.TrimPrefix(text, "xml: ")
	return r.fail(CodeSyntax, "", "the drawing is not well-formed XML: %s", text)
}

// skip reads to the end of the element just begun, without recursion.
func (r *reader) skip() error {
	for depth := 1; depth > 0; {
		tok, err := r.dec.Token()
		if err == io.EOF {
			return nil // the decoder itself says that an element is not closed
		}
		if err != nil {
			return r.syntax(err)
		}
		switch tok.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// leaf reads to the end of a shape, which may hold a title or description only.
func (r *reader) leaf(name string) error {
	for {
		r.at = int(r.dec.InputOffset())
		tok, err := r.dec.Token()
		if err != nil {
			return r.syntax(err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if t.Name.Space == svgSpace && !silent(t.Name.Local) {
				return r.beyond("<%s> within <%s> is not of the subset", t.Name.Local, name)
			}
			if err := r.skip(); err != nil {
				return err
			}
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return r.fail(CodeSyntax, "remove it, or use PNG", "text between elements draws nothing")
			}
		}
	}
}

// silent says whether an element of SVG draws nothing by its nature.
func silent(name string) bool {
	return name == "title" || name == "desc" || name == "metadata"
}

// root reads the outermost element: the space of the drawing.
func (r *reader) root(t xml.StartElement) (level, error) {
	l := level{style: initialStyle(), m: identity}
	attr, err := r.attributes(t, &l.style)
	if err != nil {
		return l, err
	}
	if _, ok := attr["transform"]; ok {
		return l, r.beyond("attribute transform of the outermost <svg> is not of the subset")
	}
	if s, ok := attr["preserveAspectRatio"]; ok && s != "xMidYMid" && s != "xMidYMid meet" {
		return l, r.beyond("attribute preserveAspectRatio of <svg> has a value outside the subset: “%s”", s)
	}
	var x, y, w, h float64
	if s, ok := attr["viewBox"]; ok {
		v, ok := numbers(s)
		if !ok || len(v) != 4 || v[2] <= 0 || v[3] <= 0 {
			return l, r.fail(CodeSyntax, `four numbers: viewBox="0 0 100 100"`, "attribute viewBox of <svg> is not a rectangle: “%s”", s)
		}
		x, y, w, h = v[0], v[1], v[2], v[3]
	} else {
		var okw, okh bool
		w, okw = length(attr["width"])
		h, okh = length(attr["height"])
		if !okw || !okh || w <= 0 || h <= 0 {
			return l, r.fail(CodeSyntax, `add viewBox="0 0 WIDTH HEIGHT"`, "<svg> says neither viewBox nor width and height")
		}
	}
	r.art.Width, r.art.Height = round(w), round(h)
	if r.art.Width < layout.Point/1000 || r.art.Height < layout.Point/1000 {
		return l, r.fail(CodeSyntax, "", "the drawing's space is too small: %g × %g", w, h)
	}
	l.m.e, l.m.f = -x, -y
	return l, nil
}

// element takes one element within the root. A group comes back as a level; a
// shape is drawn, and its end read.
func (r *reader) element(t xml.StartElement, parent level) (l level, group bool, err error) {
	name := t.Name.Local
	switch name {
	case "title", "desc", "metadata":
		return l, false, r.skip()
	case "defs":
		return l, false, r.defs()
	case "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon":
	default:
		return l, false, r.beyond("<%s> is not of the subset", name)
	}
	l = parent
	attr, err := r.attributes(t, &l.style)
	if err != nil {
		return l, false, err
	}
	if s, ok := attr["transform"]; ok {
		m, bad := parseTransform(s)
		if bad != "" {
			return l, false, r.fail(CodeSyntax, "", "attribute transform of <%s>: %s", name, bad)
		}
		l.m = l.m.times(m)
	}
	if name == "g" {
		return l, true, nil
	}
	p := &pen{m: l.m}
	if bad := r.shape(p, name, attr); bad != "" {
		return l, false, r.fail(CodeSyntax, "", "%s", bad)
	}
	if p.overflow {
		return l, false, r.fail(CodeSyntax, "", "<%s> has a coordinate beyond %d", name, int(MaxCoordinate))
	}
	r.steps += len(p.segs)
	if r.steps > MaxSegments {
		return l, false, r.fail(source.CodeImageTooLarge, "use PNG", "the drawing has more than %d steps", MaxSegments)
	}
	if err := r.paint(&l, name, p.segs); err != nil {
		return l, false, err
	}
	return l, false, r.leaf(name)
}

// defs reads definitions, which can only be used by reference: they must be empty.
func (r *reader) defs() error {
	for {
		at := int(r.dec.InputOffset())
		tok, err := r.dec.Token()
		if err != nil {
			r.at = at
			return r.syntax(err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if t.Name.Space == svgSpace && !silent(t.Name.Local) {
				r.at = at
				return r.beyond("<%s> in <defs> is not of the subset", t.Name.Local)
			}
			if err := r.skip(); err != nil {
				return err
			}
		}
	}
}

// paint adds the fill and the stroke of a shape to the drawing.
func (r *reader) paint(l *level, name string, segs []layout.Segment) error {
	s := &l.style
	if len(segs) == 0 || s.none || s.hidden {
		return nil
	}
	if !s.fill.none && !s.fillClear && name != "line" {
		r.art.Paths = append(r.art.Paths, layout.Path{Segments: segs, Color: s.fill.resolve(s), EvenOdd: s.evenOdd})
	}
	if s.stroke.none || s.strokeClear || s.width == 0 {
		return nil
	}
	k, alike := l.m.scale()
	if !alike {
		return r.beyond("the stroke of <%s> is stretched by a transform, one way more than the other", name)
	}
	w := mul(s.width, k)
	if !inRange(w) {
		return r.fail(CodeSyntax, "", "the stroke of <%s> is too wide", name)
	}
	r.art.Paths = append(r.art.Paths, layout.Path{
		Segments: segs, Color: s.stroke.resolve(s),
		StrokeWidth: max(round(w), 1), Cap: s.cap, Join: s.join,
	})
	return nil
}

// attributes sorts the attributes of an element: presentation goes into the
// style (the style attribute wins over the others), geometry is given back,
// what changes nothing is dropped, anything else is an error.
func (r *reader) attributes(t xml.StartElement, s *style) (map[string]string, error) {
	parent := *s
	name := t.Name.Local
	attr := make(map[string]string, len(t.Attr))
	css := ""
	for _, a := range t.Attr {
		key := a.Name.Local
		switch {
		case a.Name.Space == "xmlns" || a.Name.Space == "" && key == "xmlns":
			continue
		case key == "href" || key == "src" || key == "base" && a.Name.Space != "":
			return nil, r.beyond("attribute %s of <%s> refers to something else, which is never read", key, name)
		case a.Name.Space != "": // xml:space, editors' own
			continue
		case key == "style":
			css = a.Value
			continue
		case geometry(name, key):
			if _, twice := attr[key]; twice {
				return nil, r.fail(CodeSyntax, "", "attribute %s of <%s> is given twice", key, name)
			}
			attr[key] = a.Value
			continue
		case noEffect(name, key):
			continue
		}
		known, bad := s.set(key, a.Value, &parent)
		if !known {
			return nil, r.beyond("attribute %s of <%s> is not of the subset", key, name)
		}
		if bad != "" {
			return nil, r.beyond("%s", bad)
		}
	}
	var err error
	ok := declarations(css, func(key, value string) bool {
		known, bad := s.set(key, value, &parent)
		if !known {
			err = r.beyond("“%s” in attribute style of <%s> is not of the subset", key, name)
		} else if bad != "" {
			err = r.beyond("%s", bad)
		}
		return err == nil
	})
	if !ok {
		return nil, r.fail(CodeSyntax, "", "attribute style of <%s> is not a list such as “fill: none; stroke: black”", name)
	}
	return attr, err
}

// geometry says whether an attribute places an element.
func geometry(name, key string) bool {
	if key == "transform" {
		return true
	}
	switch name {
	case "svg":
		return key == "viewBox" || key == "width" || key == "height" || key == "preserveAspectRatio"
	case "path":
		return key == "d"
	case "rect":
		return key == "x" || key == "y" || key == "width" || key == "height" || key == "rx" || key == "ry"
	case "circle":
		return key == "cx" || key == "cy" || key == "r"
	case "ellipse":
		return key == "cx" || key == "cy" || key == "rx" || key == "ry"
	case "line":
		return key == "x1" || key == "y1" || key == "x2" || key == "y2"
	case "polyline", "polygon":
		return key == "points"
	}
	return false
}

// noEffect says whether an attribute changes nothing in what is drawn here.
func noEffect(name, key string) bool {
	switch key {
	case "id", "class", "lang", "role", "tabindex", "focusable", "version", "baseProfile", "space":
		return true
	case "x", "y": // of the outermost svg: SVG 1.1, 5.1.2
		return name == "svg"
	case "pathLength":
		return name == "path"
	}
	return strings.HasPrefix(key, "aria-") || strings.HasPrefix(key, "data-")
}
