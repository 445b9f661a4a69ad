package qr

import (
	"image"
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	zxing "github.com/makiuchi-d/gozxing/qrcode"
	"rsc.io/qr/coding"

	"chancery/layout"
)

const address = "HTTPS://VERIFY.EXAMPLE.GOV/2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364"

// picture paints a drawing at four pixels a module, with its quiet zone.
func picture(a *layout.Art) image.Image {
	const scale = 4
	n := int(a.Width/Module) + 8
	img := image.NewGray(image.Rect(0, 0, n*scale, n*scale))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	s := a.Paths[0].Segments
	for i := 0; i < len(s); i += 5 {
		from, to := s[i].P[0], s[i+2].P[0]
		for y := int(from.Y/Module+4) * scale; y < int(to.Y/Module+4)*scale; y++ {
			for x := int(from.X/Module+4) * scale; x < int(to.X/Module+4)*scale; x++ {
				img.SetGray(x, y, color.Gray{})
			}
		}
	}
	return img
}

// read decodes a drawing with another program's decoder.
func read(t *testing.T, a *layout.Art) string {
	t.Helper()
	bmp, err := gozxing.NewBinaryBitmapFromImage(picture(a))
	if err != nil {
		t.Fatal(err)
	}
	res, err := zxing.NewQRCodeReader().Decode(bmp, nil)
	if err != nil {
		t.Fatal(err)
	}
	return res.GetText()
}

// TestDraw reads symbols of all lengths with an independent decoder, in both modes.
func TestDraw(t *testing.T) {
	for _, c := range []struct {
		text    string
		modules layout.Length
	}{
		{address, 33},
		{"HTTPS://VERIFY.EXAMPLE.GOV/1/3F0C5A719BE24D86A1C7E2F95B08D364", 29},
		{"HTTPS://VERIFY.EXAMPLE.GOV/verify/2018-0123/3F0C5A719BE24D86A1C7E2F95B08D364", 37},
		{"A", 21},
		{"", 21},
	} {
		a, err := Draw(c.text, layout.Black)
		if err != nil {
			t.Fatal(err)
		}
		if a.Width != c.modules*Module || a.Height != a.Width || len(a.Paths) != 1 {
			t.Errorf("%q: %s × %s in %d paths, want %d modules", c.text, a.Width, a.Height, len(a.Paths), c.modules)
		}
		if c.text == "" {
			continue // nothing to read
		}
		if got := read(t, a); got != c.text {
			t.Errorf("reads %q, want %q", got, c.text)
		}
	}
	const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./:"
	r := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 300; n += 7 {
		var b strings.Builder
		for range n {
			b.WriteByte(alphanumeric[r.IntN(len(alphanumeric))])
		}
		a, err := Draw(b.String(), 0x1A3350)
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, a); got != b.String() {
			t.Errorf("reads %q, want %q", got, b.String())
		}
	}
	if _, err := Draw(strings.Repeat("x", 3000), layout.Black); err == nil {
		t.Error("3000 bytes were drawn")
	}
}

// TestModules holds the measures that the letter's foot is planned by: 33 modules
// and the quiet zone are 16.4 mm.
func TestModules(t *testing.T) {
	a, err := Draw(address, layout.Black)
	if err != nil {
		t.Fatal(err)
	}
	if mm := int64(a.Width+2*Quiet) * 2540 / int64(layout.Inch); mm != 1639 && mm != 1640 {
		t.Errorf("%d hundredths of a millimetre, want 16.40", mm)
	}
}

// TestMask sees that the mask is the one of least penalty.
func TestMask(t *testing.T) {
	code, err := encode(address)
	if err != nil {
		t.Fatal(err)
	}
	least, most := penalty(code), 0
	for mask := range coding.Mask(8) {
		plan, err := coding.NewPlan(coding.Version((code.Size-17)/4), level, mask)
		if err != nil {
			t.Fatal(err)
		}
		other, err := plan.Encode(coding.Alpha(address))
		if err != nil {
			t.Fatal(err)
		}
		if p := penalty(other); p < least {
			t.Errorf("mask %d has a penalty of %d, the one taken %d", mask, p, least)
		} else {
			most = max(most, p)
		}
	}
	if most <= least {
		t.Errorf("all masks have a penalty of %d", least)
	}
}

func BenchmarkDraw(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		if _, err := Draw(address, layout.Black); err != nil {
			b.Fatal(err)
		}
	}
}
