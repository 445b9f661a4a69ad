package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"testing"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// TestSamples embeds images of several kinds and reads their samples back.
func TestSamples(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, components := range []int{1, 3} {
		for _, width := range []int{1, 2, 7, 64} {
			im := &layout.Image{Name: "x.png", Format: "png", Width: width, Height: 9, Components: components,
				Pixels: make([]byte, width*9*components), Alpha: make([]byte, width*9)}
			for i := range im.Pixels {
				im.Pixels[i] = byte(i*3 + random.IntN(8))
			}
			for i := range im.Alpha {
				im.Alpha[i] = byte(random.IntN(256))
			}
			f := cos.NewFile()
			ref, err := imageObject(f, im)
			if err != nil {
				t.Fatal(err)
			}
			f.Root = f.Add(cos.NewDict())
			samplesAre(t, f, ref, im.Pixels, im.Alpha)
		}
	}
}

// TestImagesOnce shows one image three times, once from another reading of its
// file, and one that differs in a pixel.
func TestImagesOnce(t *testing.T) {
	s := newSheet(t, "Once")
	im, other := picture(3, true), picture(3, true)
	other.Pixels[5]++
	for _, im := range []*layout.Image{im, im, picture(3, true), other} {
		s.box(layout.Box{Kind: layout.BoxImage, Image: im}, nil)
	}
	f, err := cos.Read(write(t, s.doc))
	if err != nil {
		t.Fatal(err)
	}
	n := len(f.Dict(f.Dict(pages(t, f)[0].Get("Resources")).Get("XObject")).Entries())
	if n != 2 {
		t.Errorf("%d images are in the file, want 2", n)
	}
}

// samplesAre writes a file and compares an image in it, and its mask.
func samplesAre(t *testing.T, f *cos.File, ref cos.Ref, pixels, alpha []byte) {
	t.Helper()
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	back, err := cos.Read(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	s := back.Resolve(ref).(*cos.Stream)
	if got, err := s.Decode(); err != nil || !bytes.Equal(got, pixels) {
		t.Errorf("other samples (%v)", err)
	}
	mask, ok := back.Resolve(s.Dict.Get("SMask")).(*cos.Stream)
	if ok != (alpha != nil) {
		t.Fatalf("mask: %v", ok)
	}
	if ok {
		if got, err := mask.Decode(); err != nil || !bytes.Equal(got, alpha) {
			t.Errorf("another mask (%v)", err)
		}
	}
}

// TestPNGAsItIs sees that a PNG that PDF can read is embedded as it lies in its
// file, and others are not.
func TestPNGAsItIs(t *testing.T) {
	rgb, gray := image.NewRGBA(image.Rect(0, 0, 5, 4)), image.NewGray(image.Rect(0, 0, 5, 4))
	deep, clear := image.NewGray16(image.Rect(0, 0, 5, 4)), image.NewNRGBA(image.Rect(0, 0, 5, 4))
	var rgbPixels, grayPixels []byte
	for i := range 20 {
		c := color.RGBA{byte(i * 9), byte(200 - i), 77, 255}
		rgb.Set(i%5, i/5, c)
		gray.Set(i%5, i/5, color.Gray{byte(i * 11)})
		rgbPixels = append(rgbPixels, c.R, c.G, c.B)
		grayPixels = append(grayPixels, byte(i*11))
	}
	for _, c := range []struct {
		src    image.Image
		pixels []byte
		n      int
		as     bool
	}{{rgb, rgbPixels, 3, true}, {gray, grayPixels, 1, true}, {deep, make([]byte, 20), 1, false}, {clear, make([]byte, 60), 3, false}} {
		var b bytes.Buffer
		if err := png.Encode(&b, c.src); err != nil {
			t.Fatal(err)
		}
		im := &layout.Image{Name: "x.png", Format: "png", Data: b.Bytes(), Width: 5, Height: 4, Components: c.n, Pixels: c.pixels}
		if got := pngData(im) != nil; got != c.as {
			t.Errorf("%T is embedded as it is: %v", c.src, got)
		}
		f := cos.NewFile()
		ref, err := imageObject(f, im)
		if err != nil {
			t.Fatal(err)
		}
		f.Root = f.Add(cos.NewDict())
		samplesAre(t, f, ref, c.pixels, nil)
		im.Alpha = make([]byte, 20)
		if pngData(im) != nil || pngData(&layout.Image{Data: b.Bytes()[:60]}) != nil {
			t.Error("a file that is transparent or cut off is embedded as it is")
		}
	}
}
