package art

import (
	"strings"

	"chancery/layout"
)

// paint is a fill or a stroke: none, a colour, or whatever "color" is where it is used.
type paint struct {
	none    bool
	current bool
	color   layout.Color
}

// style is what an element inherits.
type style struct {
	fill, stroke           paint
	fillClear, strokeClear bool // an opacity of 0
	color                  layout.Color
	evenOdd                bool
	width                  float64 // of strokes, in user units
	cap                    layout.Cap
	join                   layout.Join
	hidden                 bool // visibility
	none                   bool // display: none, opacity 0; holds for the subtree
}

func initialStyle() style {
	return style{stroke: paint{none: true}, width: 1}
}

func (p paint) resolve(s *style) layout.Color {
	if p.current {
		return s.color
	}
	return p.color
}

// harmless are properties that change nothing here when they have one of these
// values, separated by "|": defaults that editors write out, and hints. "*" is any value.
var harmless = [...]struct{ key, values string }{
	{"stroke-dasharray", "none"},
	{"stroke-dashoffset", "0|0px"},
	{"stroke-miterlimit", "4"},
	{"paint-order", "normal|fill|fill stroke|fill stroke markers|fill markers stroke"},
	{"vector-effect", "none"},
	{"mix-blend-mode", "normal"},
	{"isolation", "auto"},
	{"marker", "none"},
	{"marker-start", "none"},
	{"marker-mid", "none"},
	{"marker-end", "none"},
	{"filter", "none"},
	{"mask", "none"},
	{"clip-path", "none"},
	{"clip-rule", "*"},
	{"overflow", "visible|hidden"},
	{"shape-rendering", "*"},
	{"color-rendering", "*"},
	{"color-interpolation", "sRGB|auto"},
	{"image-rendering", "*"},
	{"text-rendering", "*"},
	{"pointer-events", "*"},
	{"cursor", "auto|default|inherit"},
	{"enable-background", "*"},
	{"stop-color", "*"},
	{"stop-opacity", "*"},
}

// isHarmless says whether a property is in that table, and whether this value is.
func isHarmless(key, value string) (known, ok bool) {
	for i := range harmless {
		if harmless[i].key != key {
			continue
		}
		if harmless[i].values == "*" {
			return true, true
		}
		for _, v := range strings.Split(harmless[i].values, "|") {
			if v == value {
				return true, true
			}
		}
		return true, false
	}
	return false, false
}

// set takes one property. known is false for a property that is not of the
// subset; bad says what is wrong with the value, "" for nothing.
func (s *style) set(key, value string, parent *style) (known bool, bad string) {
	value = strings.TrimSpace(value)
	inherit := value == "inherit"
	no := func() (bool, string) {
		return true, "attribute " + key + " has a value outside the subset: “" + value + "”"
	}
	switch key {
	case "fill", "stroke":
		target, from := &s.fill, parent.fill
		if key == "stroke" {
			target, from = &s.stroke, parent.stroke
		}
		if inherit {
			*target = from
			return true, ""
		}
		p, ok := parsePaint(value)
		if !ok {
			return no()
		}
		*target = p
	case "color":
		if inherit || strings.EqualFold(value, "currentColor") {
			return true, ""
		}
		c, ok := parseColor(value)
		if !ok {
			return no()
		}
		s.color = c
	case "fill-rule":
		switch value {
		case "nonzero":
			s.evenOdd = false
		case "evenodd":
			s.evenOdd = true
		case "inherit":
		default:
			return no()
		}
	case "stroke-width":
		if inherit {
			return true, ""
		}
		v, ok := length(value)
		if !ok || v < 0 {
			return no()
		}
		s.width = v
	case "stroke-linecap":
		switch value {
		case "butt":
			s.cap = layout.CapButt
		case "round":
			s.cap = layout.CapRound
		case "square":
			s.cap = layout.CapSquare
		case "inherit":
		default:
			return no()
		}
	case "stroke-linejoin":
		switch value {
		case "miter":
			s.join = layout.JoinMiter
		case "round":
			s.join = layout.JoinRound
		case "bevel":
			s.join = layout.JoinBevel
		case "inherit":
		default:
			return no()
		}
	case "opacity", "fill-opacity", "stroke-opacity":
		v, ok := number(strings.TrimSuffix(value, "%"))
		if strings.HasSuffix(value, "%") {
			v /= 100
		}
		if !ok || v > 0 && v < 1 {
			return no()
		}
		switch clear := v <= 0; key {
		case "opacity":
			s.none = s.none || clear
		case "fill-opacity":
			s.fillClear = clear
		default:
			s.strokeClear = clear
		}
	case "display":
		s.none = s.none || value == "none"
	case "visibility":
		s.hidden = value == "hidden" || value == "collapse" || inherit && parent.hidden
	default:
		known, ok := isHarmless(key, value)
		if !known {
			// A vendor's own property; SVG has none that begins with a hyphen.
			return strings.HasPrefix(key, "-"), ""
		}
		if !ok {
			return no()
		}
	}
	return true, ""
}

// declarations walks a style attribute: "fill: #fff; stroke: none".
func declarations(s string, visit func(key, value string) bool) (ok bool) {
	if strings.Contains(s, "/*") {
		return false
	}
	for _, d := range strings.Split(s, ";") {
		if strings.TrimSpace(d) == "" {
			continue
		}
		key, value, found := strings.Cut(d, ":")
		if !found {
			return false
		}
		if !visit(strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)) {
			return true
		}
	}
	return true
}

func parsePaint(s string) (paint, bool) {
	switch {
	case s == "none", s == "transparent":
		return paint{none: true}, true
	case strings.EqualFold(s, "currentColor"):
		return paint{current: true}, true
	}
	c, ok := parseColor(s)
	return paint{color: c}, ok
}

// parseColor reads a colour (CSS Color 3): #rgb, #rrggbb, rgb() with numbers or
// percentages, or a name. Colours that are partly clear are not of the subset.
func parseColor(s string) (layout.Color, bool) {
	s = strings.ToLower(s)
	if strings.HasPrefix(s, "#") {
		return hexColor(s[1:])
	}
	if strings.HasPrefix(s, "rgb(") && strings.HasSuffix(s, ")") {
		var c layout.Color
		parts := strings.FieldsFunc(s[4:len(s)-1], func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
		if len(parts) != 3 {
			return 0, false
		}
		for _, p := range parts {
			v, ok := number(strings.TrimSuffix(p, "%"))
			if !ok {
				return 0, false
			}
			if strings.HasSuffix(p, "%") {
				v = mul(v, 255) / 100
			}
			c = c<<8 | layout.Color(round(min(max(v, 0), 255))+1<<15)>>16
		}
		return c, true
	}
	return colorNamed(s)
}

func hexColor(s string) (layout.Color, bool) {
	var v layout.Color
	for i := range len(s) {
		var d byte
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			d = c - '0'
		case c >= 'a' && c <= 'f':
			d = c - 'a' + 10
		default:
			return 0, false
		}
		v = v<<4 | layout.Color(d)
		if len(s) == 3 || len(s) == 4 {
			v = v<<4 | layout.Color(d)
		}
		if i >= 8 {
			return 0, false
		}
	}
	switch len(s) {
	case 3, 6:
		return v, true
	case 4, 8: // opaque is no more than the colour
		return v >> 8, v&0xFF == 0xFF
	}
	return 0, false
}
