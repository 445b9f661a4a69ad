package art

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"compress/zlib"
)

func encodePNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pngFile puts a PNG together by hand, for what the encoder does not write.
func pngFile(w, h uint32, depth, kind, interlace byte, raw []byte) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(name string, data []byte) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
		start := len(out)
		out = append(append(out, name...), data...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
	}
	header := binary.BigEndian.AppendUint32(nil, w)
	header = binary.BigEndian.AppendUint32(header, h)
	chunk("IHDR", append(header, depth, kind, 0, 0, interlace))
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(raw)
	z.Close()
	chunk("IDAT", b.Bytes())
	chunk("IEND", nil)
	return out
}

func TestPNG(t *testing.T) {
	rect := image.Rect(0, 0, 2, 1)
	set := func(img interface {
		image.Image
		Set(x, y int, c color.Color)
	}, a, b color.Color) []byte {
		img.Set(0, 0, a)
		img.Set(1, 0, b)
		return encodePNG(t, img)
	}
	palette := color.Palette{color.NRGBA{1, 2, 3, 255}, color.NRGBA{9, 8, 7, 100}}
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"gray", "1 [10 200] []", set(image.NewGray(rect), color.Gray{10}, color.Gray{200})},
		{"gray, 16 bits", "1 [128 255] []", set(image.NewGray16(rect), color.Gray16{0x80FF}, color.Gray16{0xFFFF})},
		{"colour", "3 [1 2 3 4 5 6] []", set(image.NewRGBA(rect), color.RGBA{1, 2, 3, 255}, color.RGBA{4, 5, 6, 255})},
		{"colour that is gray", "1 [1 4] []", set(image.NewRGBA(rect), color.RGBA{1, 1, 1, 255}, color.RGBA{4, 4, 4, 255})},
		{"alpha", "3 [1 2 3 4 5 6] [0 255]", set(image.NewNRGBA(rect), color.NRGBA{1, 2, 3, 0}, color.NRGBA{4, 5, 6, 255})},
		{"colour, 16 bits", "3 [1 2 3 255 5 6] []", set(image.NewRGBA64(rect), color.RGBA64{0x101, 0x202, 0x303, 0xFFFF}, color.RGBA64{0xFFFF, 0x505, 0x606, 0xFFFF})},
		{"alpha, 16 bits", "3 [1 2 3 255 5 6] [128 255]", set(image.NewNRGBA64(rect), color.NRGBA64{0x101, 0x202, 0x303, 0x8080}, color.NRGBA64{0xFFFF, 0x505, 0x606, 0xFFFF})},
		{"palette with alpha", "3 [1 2 3 9 8 7] [255 100]", set(image.NewPaletted(rect, palette), palette[0], palette[1])},
		// Two by two, Adam7: passes 1, 6 and 7, each row with its filter byte.
		{"interlaced", "1 [10 20 30 40] []", pngFile(2, 2, 8, 0, 1, []byte{0, 10, 0, 20, 0, 30, 40})},
		{"one bit", "1 [255 0 255 255] []", pngFile(4, 1, 1, 0, 0, []byte{0, 0b10110000})},
	} {
		im, err := Raster("a.png", c.data)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := fmt.Sprint(im.Components, im.Pixels, im.Alpha); got != c.want || im.Format != "png" || im.Name != "a.png" {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func encodeJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// patched changes the frame header of a JPEG file.
func patched(data []byte, change func(sof []byte)) []byte {
	out := bytes.Clone(data)
	change(out[bytes.Index(out, []byte{0xFF, 0xC0}):])
	return out
}

// turned puts an Exif segment with an orientation before everything else.
func turned(data []byte, order string, orientation byte) []byte {
	var e []byte
	if order == "II" {
		e = []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x00\x00\x00\x00")
		e[6+18] = orientation
	} else {
		e = []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00")
		e[6+19] = orientation
	}
	out := []byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(e) + 2)}
	return append(append(out, e...), data[2:]...)
}

func TestJPEG(t *testing.T) {
	gray := encodeJPEG(t, image.NewGray(image.Rect(0, 0, 30, 20)))
	colour := encodeJPEG(t, image.NewRGBA(image.Rect(0, 0, 30, 20)))
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"gray", "jpeg 30 × 20, 1", gray},
		{"colour", "jpeg 30 × 20, 3", colour},
		{"upright", "jpeg 30 × 20, 3", turned(colour, "II", 1)},
		{"words after the end", "jpeg 30 × 20, 3", append(bytes.Clone(colour), "more"...)},
	} {
		im, err := Raster("a.jpg", c.data)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := fmt.Sprintf("%s %d × %d, %d", im.Format, im.Width, im.Height, im.Components); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if !bytes.Equal(im.Data, c.data) || im.Pixels != nil {
			t.Errorf("%s: the file is not kept as it is", c.name)
		}
	}
}

func TestRasterRefused(t *testing.T) {
	small := encodePNG(t, image.NewGray(image.Rect(0, 0, 9, 9)))
	colour := encodeJPEG(t, image.NewRGBA(image.Rect(0, 0, 30, 20)))
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"empty", "neither PNG nor JPEG; the file is empty", nil},
		{"text", "this is not an image: neither PNG nor JPEG (save", []byte("hello")},
		{"gif", "it is GIF", []byte("GIF89a")},
		{"webp", "it is WebP", []byte("RIFF....WEBPVP8 ")},
		{"pdf", "it is PDF", []byte("%PDF-1.7")},
		{"heif", "it is HEIF or AVIF", []byte("\x00\x00\x00\x18ftypheic....")},
		{"svg", "this is an SVG drawing", []byte(svg(""))},
		{"cut png", "the PNG file is broken", small[:len(small)-20]},
		{"png head", "the PNG file is broken: it has no header", small[:20]},
		// The header alone decides: there is not a pixel in this file.
		{"large png", "10000 × 6401 pixels, more than 64 megapixels", pngFile(10000, 6401, 8, 6, 0, nil)},
		{"huge png", "4294967295 × 4294967295 pixels", pngFile(1<<32-1, 1<<32-1, 8, 6, 0, nil)},
		{"flat png", "no width or no height", pngFile(0, 5, 8, 6, 0, nil)},
		{"cut jpeg", "the JPEG file is broken: it ends too early", colour[:len(colour)-2]},
		{"jpeg head", "the JPEG file is broken: it ends too early", colour[:40]},
		{"jpeg without picture", "it has no picture", []byte("\xff\xd8\xff\xd9")},
		{"large jpeg", "65535 × 65535 pixels, more than 64 megapixels", patched(colour, func(s []byte) { copy(s[5:], "\xff\xff\xff\xff") })},
		{"cmyk", "is in CMYK", patched(colour, func(s []byte) { s[9] = 4 })},
		{"two components", "has 2 colour components", patched(colour, func(s []byte) { s[9] = 2 })},
		{"12 bits", "has 12 bits a sample", patched(colour, func(s []byte) { s[4] = 12 })},
		{"lossless", "lossless, hierarchical or arithmetic", patched(colour, func(s []byte) { s[1] = 0xC3 })},
		{"turned", "stored turned", turned(colour, "II", 6)},
		{"turned, Motorola", "stored turned", turned(colour, "MM", 8)},
	} {
		im, err := Raster("a", c.data)
		if err == nil {
			t.Errorf("%s: read as %s", c.name, im.Format)
			continue
		}
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestFormat(t *testing.T) {
	for in, want := range map[string]string{
		"\x89PNG\r\n\x1a\n": "png", "\xff\xd8\xff\xe0": "jpeg", svg(""): "svg",
		"\ufeff<?xml?>\n<!-- <svg -->\n<!DOCTYPE svg>\n<svg:svg": "svg",
		"": "", "<html><svg>": "", "<!-- ": "", "GIF89a": "",
	} {
		if got := Format([]byte(in)); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func FuzzRaster(f *testing.F) {
	f.Add(encodePNG(f, image.NewNRGBA(image.Rect(0, 0, 3, 2))))
	f.Add(encodeJPEG(f, image.NewGray(image.Rect(0, 0, 3, 2))))
	f.Add(turned(encodeJPEG(f, image.NewGray(image.Rect(0, 0, 3, 2))), "II", 3))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 24 && be32(data[16:])*be32(data[20:]) > 1<<20 {
			return // only slow
		}
		im, err := Raster("x", data)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		n := im.Width * im.Height
		if im.Format == "png" && (len(im.Pixels) != n*im.Components || im.Alpha != nil && len(im.Alpha) != n) {
			t.Fatalf("%d × %d, %d components: %d samples, %d alpha", im.Width, im.Height, im.Components, len(im.Pixels), len(im.Alpha))
		}
	})
}

func ExampleRaster() {
	_, err := Raster("photo.webp", []byte("RIFF\x24\x00\x00\x00WEBPVP8 "))
	fmt.Println(err)
	// Output: this is not an image: neither PNG nor JPEG; it is WebP (save it as PNG, JPEG or SVG)
}
