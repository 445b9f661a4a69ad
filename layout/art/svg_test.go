package art

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"chancery/layout"
)

// svg wraps the inside of a drawing.
func svg(body string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">` + body + `</svg>`
}

// drawn gives what ToSVG writes within the svg element.
func drawn(t *testing.T, a *layout.Art) string {
	t.Helper()
	s := string(ToSVG(a))
	s = strings.TrimPrefix(s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">`)
	return strings.TrimSuffix(s, "</svg>")
}

func TestShapes(t *testing.T) {
	ink := `<path fill="currentColor" d="`
	for _, c := range []struct{ name, in, want string }{
		{"nothing", ``, ``},
		{"move and line", `<path d="M10 10 20 10 20 20Z"/>`, ink + `M10 10L20 10L20 20Z"/>`},
		{"relative", `<path d="m10,10l10,0 0,10z"/>`, ink + `M10 10L20 10L20 20Z"/>`},
		{"horizontal, vertical", `<path d="M1 1H5V6h-2v-1"/>`, ink + `M1 1L5 1L5 6L3 6L3 5"/>`},
		{"numbers that touch", `<path d="M1-1L.5.5-.5-.25"/>`, ink + `M1 -1L0.5 0.5L-0.5 -0.25"/>`},
		{"exponent", `<path d="M1e1 1E-1L2 2"/>`, ink + `M10 0.1L2 2"/>`},
		{"cubic", `<path d="M0 0C1 2 3 4 5 6"/>`, ink + `M0 0C1 2 3 4 5 6"/>`},
		{"smooth cubic", `<path d="M0 0c1 2 3 4 5 6s1 1 2 2"/>`, ink + `M0 0C1 2 3 4 5 6C7 8 6 7 7 8"/>`},
		{"smooth cubic after a line", `<path d="M0 0L5 6S6 7 7 8"/>`, ink + `M0 0L5 6C5 6 6 7 7 8"/>`},
		{"quadratic", `<path d="M0 0Q3 3 6 0T12 0"/>`, ink + `M0 0C2 2 4 2 6 0C8 -2 10 -2 12 0"/>`},
		{"after a close", `<path d="M5 5h5v5zl1 1"/>`, ink + `M5 5L10 5L10 10ZM5 5L6 6"/>`},
		{"only a move", `<path d="M5 5"/>`, ``},
		{"empty path", `<path d=""/>`, ``},
		{"arc without radius", `<path d="M5 5A0 4 0 0 1 9 9"/>`, ink + `M5 5L9 9"/>`},
		{"arc to the same place", `<path d="M5 5A4 4 0 0 1 5 5L6 6"/>`, ink + `M5 5L6 6"/>`},
		{"quarter arc", `<path d="M20 10A10 10 0 0 1 10 20"/>`, ink + `M20 10C20 15.523 15.523 20 10 20"/>`},
		{"half arc", `<path d="M20 10A10 10 0 0 1 0 10"/>`, ink + `M20 10C20 15.523 15.523 20 10 20C4.477 20 0 15.523 0 10"/>`},
		{"half arc, other way", `<path d="M20 10A10 10 0 0 0 0 10"/>`, ink + `M20 10C20 4.477 15.523 0 10 0C4.477 0 0 4.477 0 10"/>`},
		{"flags that touch", `<path d="M20 10A10 10 0 0110 20"/>`, ink + `M20 10C20 15.523 15.523 20 10 20"/>`},
		{"radii too small", `<path d="M20 10A1 1 0 0 1 0 10"/>`, ink + `M20 10C20 15.523 15.523 20 10 20C4.477 20 0 15.523 0 10"/>`},
		{"turned ellipse", `<path d="M10 20A20 10 90 0 1 10 60"/>`, ink + `M10 20C15.523 20 20 28.954 20 40C20 51.046 15.523 60 10 60"/>`},
		{"rect", `<rect x="1" y="2" width="3" height="4"/>`, ink + `M1 2L4 2L4 6L1 6Z"/>`},
		{"rect without extent", `<rect x="1" y="2" width="0" height="4"/>`, ``},
		{"rounded rect", `<rect width="10" height="20" rx="5"/>`, ink + `M5 0L5 0C7.761 0 10 2.239 10 5L10 15C10 17.761 7.761 20 5 20L5 20C2.239 20 0 17.761 0 15L0 5C0 2.239 2.239 0 5 0Z"/>`},
		{"circle", `<circle cx="10" cy="10" r="10"/>`, ink + `M20 10C20 15.523 15.523 20 10 20C4.477 20 0 15.523 0 10C0 4.477 4.477 0 10 0C15.523 0 20 4.477 20 10Z"/>`},
		{"ellipse", `<ellipse rx="2" ry="1"/>`, ink + `M2 0C2 0.552 1.105 1 0 1C-1.105 1 -2 0.552 -2 0C-2 -0.552 -1.105 -1 0 -1C1.105 -1 2 -0.552 2 0Z"/>`},
		{"line has no fill", `<line x2="9" y2="9"/>`, ``},
		{"line", `<line x2="9" y2="9" stroke="black"/>`, `<path fill="none" stroke="currentColor" stroke-width="1" d="M0 0L9 9"/>`},
		{"polyline", `<polyline points="0,0 1,0 1,1"/>`, ink + `M0 0L1 0L1 1"/>`},
		{"polygon", `<polygon points="0 0 1 0 1 1"/>`, ink + `M0 0L1 0L1 1Z"/>`},
		{"units", `<rect width="1in" height="72pt"/>`, ink + `M0 0L96 0L96 96L0 96Z"/>`},
		{"translate", `<rect transform="translate(10,20)" width="1" height="1"/>`, ink + `M10 20L11 20L11 21L10 21Z"/>`},
		{"nested", `<g transform="translate(10)"><g transform="scale(2)"><rect x="1" width="1" height="1"/></g></g>`, ink + `M12 0L14 0L14 2L12 2Z"/>`},
		{"rotate about a point", `<path transform="rotate(90 10 10)" d="M10 10h5v1"/>`, ink + `M10 10L10 15L9 15"/>`},
		{"rotate then move", `<path transform="rotate(180) translate(1 2)" d="M0 0h1"/>`, ink + `M-1 -2L-2 -2"/>`},
		{"matrix", `<path transform="matrix(-1 0 0 1 100 0)" d="M10 10h5"/>`, ink + `M90 10L85 10"/>`},
		{"skew", `<path transform="skewX(45)" d="M0 0v10"/>`, ink + `M0 0L10 10"/>`},
		{"fill and stroke", `<path d="M0 0h9v9z" fill="#fff" stroke="#1a3350" stroke-width=".5" stroke-linejoin="round" stroke-linecap="square"/>`,
			`<path fill="#ffffff" d="M0 0L9 0L9 9Z"/><path fill="none" stroke="#1a3350" stroke-width="0.5" stroke-linecap="square" stroke-linejoin="round" d="M0 0L9 0L9 9Z"/>`},
		{"stroke is scaled", `<g transform="rotate(90)scale(3)" stroke-width="2"><path d="M0 0h1" fill="none" stroke="black"/></g>`,
			`<path fill="none" stroke="currentColor" stroke-width="6" d="M0 0L0 3"/>`},
		{"inherited", `<g fill="rgb(255, 0, 10%)" fill-rule="evenodd"><rect width="1" height="1"/></g>`, `<path fill="#ff001a" fill-rule="evenodd" d="M0 0L1 0L1 1L0 1Z"/>`},
		{"style wins", `<rect width="1" height="1" fill="red" style="fill:NAVY; -inkscape-stroke:none;stroke:none"/>`, `<path fill="#000080" d="M0 0L1 0L1 1L0 1Z"/>`},
		{"current colour", `<g color="teal"><rect width="1" height="1" fill="currentColor"/></g>`, `<path fill="#008080" d="M0 0L1 0L1 1L0 1Z"/>`},
		{"opaque hex", `<rect width="1" height="1" fill="#0f0f"/>`, `<path fill="#00ff00" d="M0 0L1 0L1 1L0 1Z"/>`},
		{"hidden", `<g display="none"><rect width="1" height="1"/></g><rect width="1" height="1" opacity="0"/><rect width="1" height="1" visibility="hidden"/><rect width="1" height="1" fill-opacity="0"/>`, ``},
		{"no ink", `<rect width="1" height="1" fill="none"/>`, ``},
		{"silent elements", `<title>T</title><desc>D<b xmlns="x">x</b></desc><metadata>M</metadata><defs/><!-- c --><x:y xmlns:x="urn:editor"><z/></x:y><path d="M0 0h1"><title>t</title></path>`, ink + `M0 0L1 0"/>`},
		{"silent attributes", `<path id="a" class="b" d="M0 0h1" aria-hidden="true" data-x="1" xml:space="preserve" xmlns:i="urn:i" i:label="q"/>`, ink + `M0 0L1 0"/>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := SVG([]byte(svg(c.in)))
			if err != nil {
				t.Fatal(err)
			}
			if got := drawn(t, a); got != c.want {
				t.Errorf("drawn:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

func TestSpace(t *testing.T) {
	const ns = `xmlns="http://www.w3.org/2000/svg"`
	for _, c := range []struct{ in, want string }{
		{`<svg ` + ns + ` viewBox="-5 -5 10 20"><path d="M0 0h1"/></svg>`, `0 0 10 20"><path fill="currentColor" d="M5 5L6 5"/></svg>`},
		{`<svg ` + ns + ` width="48px" height="1in"/>`, `0 0 48 96"></svg>`},
		{"\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<s:svg xmlns:s=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 2\"><s:path d=\"M0 0h1\"/></s:svg>", `0 0 2 2"><path fill="currentColor" d="M0 0L1 0"/></svg>`},
	} {
		a, err := SVG([]byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		if got := strings.TrimPrefix(string(ToSVG(a)), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="`); got != c.want {
			t.Errorf("%s\ngives %s\nwant  %s", c.in, got, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{svg("\n<text>x</text>"), "line 2: <text> is not of the subset (use PNG)"},
		{svg("<g>\n\n<image href='a.png'/></g>"), "line 3: <image> is not of the subset (use PNG)"},
		{svg("<use href='#a'/>"), "line 1: <use> is not of the subset (use PNG)"},
		{svg("<style>a{}</style>"), "line 1: <style> is not of the subset (use PNG)"},
		{svg("<script/>"), "line 1: <script> is not of the subset (use PNG)"},
		{svg("<svg/>"), "line 1: <svg> is not of the subset (use PNG)"},
		{svg("<defs>\n<linearGradient/></defs>"), "line 2: <linearGradient> in <defs> is not of the subset (use PNG)"},
		{svg("<path d='M0 0'><animate/></path>"), "line 1: <animate> within <path> is not of the subset (use PNG)"},
		{svg("<rect onclick='x()'/>"), "line 1: attribute onclick of <rect> is not of the subset (use PNG)"},
		{svg("<rect fill='url(#g)'/>"), "line 1: attribute fill has a value outside the subset: “url(#g)” (use PNG)"},
		{svg("<rect opacity='.5'/>"), "line 1: attribute opacity has a value outside the subset: “.5” (use PNG)"},
		{svg("<rect fill='#0000'/>"), "line 1: attribute fill has a value outside the subset: “#0000” (use PNG)"},
		{svg("<rect fill='rgba(0,0,0,1)'/>"), "line 1: attribute fill has a value outside the subset: “rgba(0,0,0,1)” (use PNG)"},
		{svg("<rect stroke-dasharray='1 2'/>"), "line 1: attribute stroke-dasharray has a value outside the subset: “1 2” (use PNG)"},
		{svg("<rect style='filter:url(http://x/)'/>"), "line 1: attribute filter has a value outside the subset: “url(http://x/)” (use PNG)"},
		{svg("<rect style='font-size:3px'/>"), "line 1: “font-size” in attribute style of <rect> is not of the subset (use PNG)"},
		{svg("<rect style='fill'/>"), "line 1: attribute style of <rect> is not a list such as “fill: none; stroke: black”"},
		{svg("<rect width='5%' height='1'/>"), "line 1: attribute width of <rect> is not a number with an absolute unit: “5%”"},
		{svg("<rect width='-5' height='1'/>"), "line 1: attribute width of <rect> is negative"},
		{svg("<g xmlns:x='http://www.w3.org/1999/xlink' x:href='y'/>"), "line 1: attribute href of <g> refers to something else, which is never read (use PNG)"},
		{svg("<path d='L0 0'/>"), "line 1: path data does not begin with a move (M)"},
		{svg("<path d='M0 0L1'/>"), "line 1: path data lacks a number, or has one out of range (after “M0 0L1”)"},
		{svg("<path d='M0 0X'/>"), "line 1: path data has “X” where a command belongs (after “M0 0”)"},
		{svg("<path d='M0 0A1 1 0 2 0 3 3'/>"), "line 1: path data lacks a number, or has one out of range (after “M0 0A1 1 0”)"},
		{svg("<path d='M0 0L1e9 0'/>"), "line 1: path data lacks a number, or has one out of range (after “M0 0L”)"},
		{svg("<path d='M0 0h900000h900000'/>"), "line 1: <path> has a coordinate beyond 1000000"},
		{svg("<polygon points='1 2 3'/>"), "line 1: attribute points of <polygon> is not a list of pairs of numbers"},
		{svg("<g transform='spin(3)'/>"), "line 1: attribute transform of <g>: spin() is not a transform with so many numbers"},
		{svg("<g transform='scale(1,2)'><path d='M0 0h1' stroke='red'/></g>"), "line 1: the stroke of <path> is stretched by a transform, one way more than the other (use PNG)"},
		{svg("words"), "line 1: text between elements draws nothing (remove it, or use PNG)"},
		{svg(strings.Repeat("<g>", 65)), "line 1: groups are nested more than 64 deep (use PNG)"},
		{svg("<g>"), "line 1: the drawing is not well-formed XML: element <g> closed by </svg>"},
		{svg("&nbsp;"), "line 1: entities are not read: &nbsp; (write the character itself)"},
		{"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + svg("&x;"), "line 1: a document type with declarations is not read (save it as plain SVG)"},
		{"<?xml-stylesheet href='x.css'?>" + svg(""), "line 1: the processing instruction <?xml-stylesheet?> is not followed (use PNG)"},
		{"<svg viewBox='0 0 1 1'/>", `line 1: this is not an SVG drawing: its root is <svg> (the root is <svg xmlns="http://www.w3.org/2000/svg">)`},
		{"<html/>", `line 1: this is not an SVG drawing: its root is <html> (the root is <svg xmlns="http://www.w3.org/2000/svg">)`},
		{"", "this is not an SVG drawing: it has no element"},
		{`<svg xmlns="http://www.w3.org/2000/svg"/>`, `line 1: <svg> says neither viewBox nor width and height (add viewBox="0 0 WIDTH HEIGHT")`},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="2em"/>`, `line 1: <svg> says neither viewBox nor width and height (add viewBox="0 0 WIDTH HEIGHT")`},
		{`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 1"/>`, `line 1: attribute viewBox of <svg> is not a rectangle: “0 0 0 1” (four numbers: viewBox="0 0 100 100")`},
		{strings.Replace(svg(""), "viewBox", `preserveAspectRatio="none" viewBox`, 1), "line 1: attribute preserveAspectRatio of <svg> has a value outside the subset: “none” (use PNG)"},
	} {
		a, err := SVG([]byte(c.in))
		if err == nil {
			t.Errorf("%s\nis read: %s", c.in, ToSVG(a))
			continue
		}
		if err.Error() != c.want {
			t.Errorf("%s\nsays %s\nwant %s", c.in, err, c.want)
		}
		var e *Error
		if !errors.As(err, &e) || e.Line > 0 && (e.Start > e.End || e.End > len(c.in)) {
			t.Errorf("%s: no place in the file: %+v", c.in, e)
		}
	}
	if _, err := SVG(make([]byte, MaxSVGBytes+1)); err == nil {
		t.Error("a file over the limit is read")
	}
	if _, err := SVG([]byte(svg("<path d='M0 0" + strings.Repeat("h1", MaxSegments) + "'/>"))); err == nil {
		t.Error("a path over the limit is read")
	}
}

// TestArcs holds arcs against the ellipse that they are of.
func TestArcs(t *testing.T) {
	for turn := 1.0; turn < 360; turn += 7 {
		for _, start := range []float64{0, 33, 120, 271.5} {
			s, c := sincos(start)
			s2, c2 := sincos(start + turn)
			large := 0
			if turn > 180 {
				large = 1
			}
			d := fmt.Sprintf("<path d='M%.9f %.9fA40 20 0 %d 1 %.9f %.9f'/>", 50+40*c, 50+20*s, large, 50+40*c2, 50+20*s2)
			a, err := SVG([]byte(svg(d)))
			if err != nil {
				t.Fatal(err)
			}
			segs := a.Paths[0].Segments
			if want := 1 + int(math.Ceil(turn/90)); len(segs) != want {
				t.Errorf("%g from %g: %d segments, want %d", turn, start, len(segs), want)
			}
			at := segs[0].P[0]
			for _, g := range segs[1:] {
				for k := layout.Length(0); k <= 16; k++ {
					x := cubic(at.X, g.P[0].X, g.P[1].X, g.P[2].X, k).Points()/40 - 50.0/40
					y := cubic(at.Y, g.P[0].Y, g.P[1].Y, g.P[2].Y, k).Points()/20 - 50.0/20
					if r := math.Hypot(x, y); math.Abs(r-1) > 3e-4 {
						t.Fatalf("%g from %g: a point at %g radii", turn, start, r)
					}
				}
				at = g.P[2]
			}
		}
	}
}

func TestSincos(t *testing.T) {
	for d := -720.0; d <= 720; d += 0.25 {
		s, c := sincos(d)
		ws, wc := math.Sincos(d * math.Pi / 180)
		if math.Abs(s-ws) > 1e-14 || math.Abs(c-wc) > 1e-14 {
			t.Errorf("%g degrees: %g, %g, want %g, %g", d, s, c, ws, wc)
		}
	}
	for i, want := range [][2]float64{{0, 1}, {1, 0}, {0, -1}, {-1, 0}} {
		if s, c := sincos(float64(90 * i)); s != want[0] || c != want[1] {
			t.Errorf("%d degrees: %v, %v", 90*i, s, c)
		}
	}
}

func TestBounds(t *testing.T) {
	a, err := SVG([]byte(svg(`<circle cx="50" cy="50" r="30" stroke="black" stroke-width="4" fill="none"/>`)))
	if err != nil {
		t.Fatal(err)
	}
	x0, y0, x1, y1 := Bounds(a)
	if got := fmt.Sprint(x0, y0, x1, y1); got != "18 18 82 82" {
		t.Errorf("bounds %s", got)
	}
}

// TestEmblem reads the drawing that Chancery ships.
func TestEmblem(t *testing.T) {
	data, err := os.ReadFile("../../assets/letterheads/new-mexico-attorney-general/seal.svg")
	if err != nil {
		t.Fatal(err)
	}
	a, err := SVG(data)
	if err != nil {
		t.Fatal(err)
	}
	x0, y0, x1, y1 := Bounds(a)
	if min(x0, y0) < 0 || x1 > a.Width || y1 > a.Height || a.Width != a.Height {
		t.Errorf("the emblem has ink from %s %s to %s %s on %s × %s", x0, y0, x1, y1, a.Width, a.Height)
	}
}

func FuzzSVG(f *testing.F) {
	f.Add(svg(`<path transform="rotate(7)" d="M1 2A3 4 5 0 1 6 7q1 2 3 4t1 1s1 2 3 4z" stroke="red" fill="none"/>`))
	f.Add(svg(`<g style="fill:#123"><rect rx="1" width="3" height="4"/><circle r="2"/></g>`))
	f.Add(svg(`<polygon points="1,2 3,4 5,6" fill-rule="evenodd"/><line x1="1e3" stroke="#fff"/>`))
	f.Fuzz(func(t *testing.T, in string) {
		a, err := SVG([]byte(in))
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		Bounds(a)
		once := ToSVG(a)
		b, err := SVG(once)
		if err != nil {
			t.Fatalf("what was written does not read back: %v\n%s", err, once)
		}
		if twice := ToSVG(b); string(once) != string(twice) {
			t.Fatalf("written twice:\n%s\n%s", once, twice)
		}
	})
}

func BenchmarkEmblem(b *testing.B) {
	data, err := os.ReadFile("../../assets/letterheads/new-mexico-attorney-general/seal.svg")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for range b.N {
		if _, err := SVG(data); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleSVG() {
	_, err := SVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 58 58">
  <circle cx="29" cy="29" r="28"/>
  <text x="29" y="29">SEAL</text>
</svg>`))
	fmt.Println(err)
	// Output: line 3: <text> is not of the subset (use PNG)
}

func ExampleToSVG() {
	a, err := SVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="72pt">
  <g transform="translate(48 48)"><path d="M0-40L40 0 0 40-40 0z"/></g>
</svg>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", ToSVG(a))
	// Output: <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><path fill="currentColor" d="M48 8L88 48L48 88L8 48Z"/></svg>
}
