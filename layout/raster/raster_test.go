package raster

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/art"
	"chancery/layout/shape"
)

// text makes a box of words.
func text(t testing.TB, x, y, size int, words string, color layout.Color) layout.Box {
	t.Helper()
	family, err := fonts.Lookup("STIX Two Text")
	if err != nil {
		t.Fatal(err)
	}
	runs, missing := shape.NewShaper().Text(words, 0, shape.Style{
		Face: family.Face(false, false), Size: layout.Length(size) * layout.Point, Lang: "en-US", Color: color,
	})
	if len(runs) != 1 || missing != nil {
		t.Fatalf("%d runs, missing %v", len(runs), missing)
	}
	return layout.Box{Kind: layout.BoxText, X: layout.Length(x) * layout.Point, Y: layout.Length(y) * layout.Point, Run: &runs[0]}
}

func rule(x, y, w, h layout.Length, color layout.Color) layout.Box {
	return layout.Box{Kind: layout.BoxRule, X: x, Y: y, Width: w, Height: h, Color: color}
}

func page(w, h int, boxes ...layout.Box) *layout.Page {
	return &layout.Page{Width: layout.Length(w) * layout.Point, Height: layout.Length(h) * layout.Point, Boxes: boxes}
}

func decode(t *testing.T, p *layout.Page, width int) image.Image {
	t.Helper()
	data, err := PNG(p, width)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("what was written does not read back: %v", err)
	}
	return img
}

func TestOddWidth(t *testing.T) {
	for width := 1; width < 20; width++ {
		img := decode(t, page(20, 20, rule(0, 0, 20*layout.Point, 20*layout.Point, 0)), width)
		for x := range width {
			if r, _, _, _ := img.At(x, 0).RGBA(); r != 0 {
				t.Fatalf("width %d: pixel %d is %x, not black", width, x, r)
			}
		}
	}
}

// shades gives a picture's gray values, row by row, as text.
func shades(img image.Image) string {
	var b strings.Builder
	r := img.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			fmt.Fprintf(&b, "%02x ", color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// at draws at 72 dots per inch, so that a point is a pixel.
func at72(t *testing.T, p *layout.Page) string {
	t.Helper()
	img, err := Page(p, 72)
	if err != nil {
		t.Fatal(err)
	}
	return shades(img)
}

func drawing(t *testing.T, body string) *layout.Art {
	t.Helper()
	a, err := art.SVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">` + body + `</svg>`))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestCoverage holds the area of each cell against what it is on paper.
func TestCoverage(t *testing.T) {
	half := layout.Point / 2
	artBox := func(body string) layout.Box {
		return layout.Box{Kind: layout.BoxArt, Width: 4 * layout.Point, Height: 4 * layout.Point, Art: drawing(t, body)}
	}
	const none = "ff ff ff ff \n"
	for _, c := range []struct {
		name string
		box  layout.Box
		want string
	}{
		{"whole cells", rule(layout.Point, layout.Point, 2*layout.Point, layout.Point, 0), none + "ff 00 00 ff \n" + none + none},
		{"half cells", rule(half, half, 2*layout.Point, layout.Point, 0), "bf 7f bf ff \nbf 7f bf ff \n" + none + none},
		{"beyond the page", rule(-9*layout.Point, -9*layout.Point, 99*layout.Point, 10*layout.Point, 0), "00 00 00 00 \n" + none + none + none},
		{"off the page", rule(9*layout.Point, 9*layout.Point, layout.Point, layout.Point, 0), none + none + none + none},
		{"above the page", rule(0, -9*layout.Point, layout.Point, layout.Point, 0), none + none + none + none},
		{"diagonal", artBox(`<path d="M0 0L4 4H0z"/>`), "7f ff ff ff \n00 7f ff ff \n00 00 7f ff \n00 00 00 7f \n"},
		{"turned the other way", artBox(`<path d="M0 0V4H4z"/>`), "7f ff ff ff \n00 7f ff ff \n00 00 7f ff \n00 00 00 7f \n"},
		{"steep", artBox(`<path d="M0 0L1 4H0z"/>`), "df ff ff ff \n9f ff ff ff \n60 ff ff ff \n20 ff ff ff \n"},
		{"flat", artBox(`<path d="M0 0L4 1V0z"/>`), "df 9f 60 20 \n" + none + none + none},
		{"even-odd", artBox(`<path fill-rule="evenodd" d="M0 0h4v4h-4zM1 1h2v2h-2z"/>`), "00 00 00 00 \n00 ff ff 00 \n00 ff ff 00 \n00 00 00 00 \n"},
		{"non-zero, same way", artBox(`<path d="M0 0h4v4h-4zM1 1h2v2h-2z"/>`), "00 00 00 00 \n00 00 00 00 \n00 00 00 00 \n00 00 00 00 \n"},
		{"non-zero, other way", artBox(`<path d="M0 0h4v4h-4zM1 1v2h2v-2z"/>`), "00 00 00 00 \n00 ff ff 00 \n00 ff ff 00 \n00 00 00 00 \n"},
		{"stroke", artBox(`<path stroke="black" d="M1 2.5h2"/>`), none + none + "ff 00 00 ff \n" + none},
		{"square ends", artBox(`<path stroke="black" stroke-linecap="square" d="M1 2.5h2"/>`), none + none + "7f 00 00 7f \n" + none},
		{"miter", artBox(`<path stroke="black" stroke-width="2" fill="none" d="M1 5V1H5"/>`), "00 00 00 00 \n00 00 00 00 \n00 00 ff ff \n00 00 ff ff \n"},
		{"bevel", artBox(`<path stroke="black" stroke-width="2" stroke-linejoin="bevel" fill="none" d="M1 5V1H5"/>`), "7f 00 00 00 \n00 00 00 00 \n00 00 ff ff \n00 00 ff ff \n"},
		{"closed stroke", artBox(`<rect x=".5" y=".5" width="3" height="3" stroke="black" fill="none"/>`), "00 00 00 00 \n00 ff ff 00 \n00 ff ff 00 \n00 00 00 00 \n"},
		{"white over black", artBox(`<path d="M0 0h4v4h-4z"/><path fill="#fff" d="M1 1h1.5v1h-1.5z"/>`), "00 00 00 00 \n00 ff 80 00 \n00 00 00 00 \n00 00 00 00 \n"},
	} {
		if got := at72(t, page(4, 4, c.box)); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// TestDisc holds curves and round caps against the area of a circle.
func TestDisc(t *testing.T) {
	for name, body := range map[string]string{
		"fill": `<circle cx="2" cy="2" r="1.5"/>`,
		"cap":  `<path stroke="black" stroke-width="3" stroke-linecap="round" d="M2 2h.0001"/>`,
	} {
		box := layout.Box{Kind: layout.BoxArt, Width: 400 * layout.Point, Height: 400 * layout.Point, Art: drawing(t, body)}
		img, err := Page(page(400, 400, box), 72)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i := 0; i < len(img.Pix); i += 4 {
			sum += float64(255-img.Pix[i]) / 255
		}
		if want := math.Pi * 150 * 150; math.Abs(sum-want) > want/1000 {
			t.Errorf("%s: a disc has %.0f pixels, want %.0f", name, sum, want)
		}
	}
}

// TestPalette reads the colours of each kind of PNG back.
func TestPalette(t *testing.T) {
	blue := layout.Color(0x1A3350)
	one := page(4, 1, rule(0, 0, 2*layout.Point, layout.Point, blue))
	two := page(4, 1, rule(0, 0, 2*layout.Point, layout.Point, blue), rule(2*layout.Point, 0, layout.Point, layout.Point, 0xFF0000))
	for _, c := range []struct {
		name string
		page *layout.Page
		want string
	}{
		{"one ink", one, "1a3350 1a3350 ffffff ffffff "},
		{"two inks", two, "1a3350 1a3350 ff0000 ffffff "},
	} {
		img, got := decode(t, c.page, 4), ""
		for x := range 4 {
			r, g, b, _ := img.At(x, 0).RGBA()
			got += fmt.Sprintf("%02x%02x%02x ", r>>8, g>>8, b>>8)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestImages(t *testing.T) {
	gray := &layout.Image{Name: "g.png", Format: "png", Width: 2, Height: 2, Components: 1, Pixels: []byte{0, 0x40, 0x80, 0xC0}, Alpha: []byte{255, 255, 0, 255}}
	var jpg bytes.Buffer
	if err := jpeg.Encode(&jpg, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	dark := &layout.Image{Name: "d.jpg", Format: "jpeg", Width: 8, Height: 8, Components: 1, Data: jpg.Bytes()}
	for _, c := range []struct {
		name string
		im   *layout.Image
		size layout.Length
		want string
	}{
		{"larger", gray, 4, "00 00 40 40 \n00 00 40 40 \nff ff c0 c0 \nff ff c0 c0 \n"},
		{"as it is", gray, 2, "00 40 ff ff \nff c0 ff ff \nff ff ff ff \nff ff ff ff \n"},
		{"smaller", gray, 1, "80 ff ff ff \nff ff ff ff \nff ff ff ff \nff ff ff ff \n"}, // the mean of 0, 40 and c0, three quarters of it
		{"jpeg", dark, 4, "00 00 00 00 \n00 00 00 00 \n00 00 00 00 \n00 00 00 00 \n"},
	} {
		box := layout.Box{Kind: layout.BoxImage, Width: c.size * layout.Point, Height: c.size * layout.Point, Image: c.im}
		if got := at72(t, page(4, 4, box)); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
	broken := &layout.Image{Name: "b.jpg", Format: "jpeg", Width: 8, Height: 8, Components: 1, Data: []byte("no")}
	_, err := PNG(page(4, 4, layout.Box{Kind: layout.BoxImage, Width: layout.Point, Height: layout.Point, Image: broken}), 4)
	if err == nil || !strings.Contains(err.Error(), "b.jpg") {
		t.Errorf("a broken image: %v", err)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		page  *layout.Page
		width int
	}{
		{page(0, 10), 10}, {page(10, 0), 10}, {page(10, 10), 0}, {page(10, 10), -5},
		{page(10, 10), 10000}, {page(1, 100), 1000}, {page(10, 10), math.MaxInt},
	} {
		if _, err := PNG(c.page, c.width); err == nil {
			t.Errorf("%s × %s is drawn %d wide", c.page.Width, c.page.Height, c.width)
		}
	}
}

// TestSameBytes holds a page's picture against bytes that every machine gives:
// run it with another GOARCH too.
func TestSameBytes(t *testing.T) {
	p := page(200, 100,
		text(t, 10, 40, 24, "Chancery, 1828", 0),
		rule(10*layout.Point, 50*layout.Point, 180*layout.Point, layout.Point/2, 0),
		layout.Box{Kind: layout.BoxArt, X: 20 * layout.Point, Y: 55 * layout.Point, Width: 40 * layout.Point, Height: 40 * layout.Point,
			Art: drawing(t, `<g fill="none" stroke="black" stroke-width=".2" stroke-linejoin="round" transform="rotate(20 2 2)"><path d="M1 1L3 1.3 2 3z"/><circle cx="2" cy="2" r="1.5"/></g>`)},
	)
	img := decode(t, p, 400)
	h := sha256.New()
	for y := range 200 {
		for x := range 400 {
			h.Write([]byte{color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y})
		}
	}
	const want = "55c8bf3bef59eb29"
	if got := fmt.Sprintf("%x", h.Sum(nil)[:8]); got != want {
		t.Errorf("the picture's sum is %s, want %s: look at it before you change this", got, want)
	}
}

func ExamplePNG() {
	p := &layout.Page{Width: 4 * layout.Inch, Height: 6 * layout.Inch}
	p.Boxes = append(p.Boxes, layout.Box{Kind: layout.BoxRule, Y: layout.Inch, Width: 4 * layout.Inch, Height: 2 * layout.Point})
	data, err := PNG(p, 800)
	if err != nil {
		fmt.Println(err)
		return
	}
	config, err := png.DecodeConfig(bytes.NewReader(data))
	fmt.Println(config.Width, config.Height, err)
	// Output: 800 1200 <nil>
}
