package art

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"chancery/layout"
	"chancery/source"
)

// Raster reads a PNG or JPEG file: PNG of any kind (gray, palette, 16 bits,
// interlaced, with alpha) is decoded to 8 bits a sample; JPEG is kept as it is,
// once its header and frame were walked to the end. Samples are taken as sRGB.
// The format is told by the first bytes, not by the name.
//
// An *Error says what is not used: neither PNG nor JPEG, more than MaxPixels
// (known from the header, before anything is decoded), a broken or truncated
// file, a JPEG in CMYK, of more than 8 bits, or stored turned.
func Raster(name string, data []byte) (*layout.Image, error) {
	im := &layout.Image{Name: name, Data: data}
	var err error
	switch Format(data) {
	case "png":
		err = readPNG(im)
	case "jpeg":
		err = readJPEG(im)
	case "svg":
		return nil, &Error{Code: source.CodeNotAnImage, Text: "this is an SVG drawing, not PNG or JPEG", Hint: `name it with the ending ".svg"`}
	default:
		return nil, &Error{Code: source.CodeNotAnImage, Text: "this is not an image: neither PNG nor JPEG" + guess(data), Hint: "save it as PNG, JPEG or SVG"}
	}
	if err != nil {
		return nil, err
	}
	return im, nil
}

// guess names what a file probably is.
func guess(data []byte) string {
	switch {
	case len(data) == 0:
		return "; the file is empty"
	case hasPrefix(data, "GIF8"):
		return "; it is GIF"
	case hasPrefix(data, "%PDF"):
		return "; it is PDF"
	case hasPrefix(data, "RIFF") && len(data) > 12 && string(data[8:12]) == "WEBP":
		return "; it is WebP"
	case hasPrefix(data, "II*\x00"), hasPrefix(data, "MM\x00*"):
		return "; it is TIFF"
	case hasPrefix(data, "BM"):
		return "; it may be BMP"
	case len(data) > 12 && string(data[4:8]) == "ftyp":
		return "; it is HEIF or AVIF"
	}
	return ""
}

// checkSize holds an image's size against the limit.
func checkSize(w, h int64) error {
	if w <= 0 || h <= 0 {
		return &Error{Code: source.CodeNotAnImage, Text: "the image has no width or no height"}
	}
	if w > MaxPixels || h > MaxPixels || w*h > MaxPixels {
		return &Error{
			Code: source.CodeImageTooLarge,
			Text: fmt.Sprintf("the image has %d × %d pixels, more than 64 megapixels", w, h),
			Hint: "make it smaller: 300 pixels an inch is enough for print",
		}
	}
	return nil
}

func readPNG(im *layout.Image) error {
	broken := func(err error) error {
		return &Error{Code: source.CodeNotAnImage, Text: fmt.Sprintf("the PNG file is broken: %v", err), Hint: "save it again"}
	}
	d := im.Data
	if len(d) < 33 || string(d[12:16]) != "IHDR" {
		return broken(fmt.Errorf("it has no header"))
	}
	w, h := be32(d[16:]), be32(d[20:])
	if err := checkSize(w, h); err != nil {
		return err
	}
	img, err := png.Decode(bytes.NewReader(d))
	if err != nil {
		return broken(err)
	}
	im.Format, im.Width, im.Height = "png", int(w), int(h)
	unpack(im, img)
	return nil
}

func be32(b []byte) int64 {
	return int64(b[0])<<24 | int64(b[1])<<16 | int64(b[2])<<8 | int64(b[3])
}

// eight rounds 16 bits to 8.
func eight(v uint16) uint8 { return uint8((uint32(v)*255 + 32767) / 65535) }

// unpack lays a decoded PNG out as samples and alpha. Alpha that is opaque
// throughout is dropped; colour that is gray throughout becomes one sample.
func unpack(im *layout.Image, img image.Image) {
	n := im.Width * im.Height
	gray := func(get func(x, y int) uint8) {
		im.Components, im.Pixels = 1, make([]byte, 0, n)
		for y := range im.Height {
			for x := range im.Width {
				im.Pixels = append(im.Pixels, get(x, y))
			}
		}
	}
	switch src := img.(type) {
	case *image.Gray:
		im.Components = 1
		im.Pixels = src.Pix[:n] // png.Decode gives a stride of the width
		return
	case *image.Gray16:
		gray(func(x, y int) uint8 { return eight(src.Gray16At(x, y).Y) })
		return
	}
	im.Components = 3
	rgb, alpha := make([]byte, 3*n), make([]byte, n)
	put := func(i int, c color.NRGBA) {
		rgb[3*i], rgb[3*i+1], rgb[3*i+2], alpha[i] = c.R, c.G, c.B, c.A
	}
	switch src := img.(type) {
	case *image.RGBA: // opaque, so that premultiplied is no different
		split(rgb, alpha, src.Pix)
	case *image.NRGBA:
		split(rgb, alpha, src.Pix)
	case *image.Paletted:
		table := make([]color.NRGBA, 256)
		for i, c := range src.Palette {
			table[i] = color.NRGBAModel.Convert(c).(color.NRGBA)
		}
		for i := range n {
			put(i, table[src.Pix[i]])
		}
	case *image.RGBA64:
		for y := range im.Height {
			for x := range im.Width {
				c := src.RGBA64At(x, y)
				put(y*im.Width+x, color.NRGBA{eight(c.R), eight(c.G), eight(c.B), 255})
			}
		}
	case *image.NRGBA64:
		for y := range im.Height {
			for x := range im.Width {
				c := src.NRGBA64At(x, y)
				put(y*im.Width+x, color.NRGBA{eight(c.R), eight(c.G), eight(c.B), eight(c.A)})
			}
		}
	default:
		for y := range im.Height {
			for x := range im.Width {
				put(y*im.Width+x, color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA))
			}
		}
	}
	im.Pixels = rgb
	for _, a := range alpha {
		if a != 255 {
			im.Alpha = alpha
			break
		}
	}
	for i := range n {
		if rgb[3*i] != rgb[3*i+1] || rgb[3*i] != rgb[3*i+2] {
			return
		}
	}
	im.Components, im.Pixels = 1, rgb[:n]
	for i := range n {
		rgb[i] = rgb[3*i]
	}
}

// split parts samples of four into colour and alpha.
func split(rgb, alpha, pix []byte) {
	for i := range alpha {
		p, q := pix[4*i:4*i+4:4*i+4], rgb[3*i:3*i+3:3*i+3]
		q[0], q[1], q[2], alpha[i] = p[0], p[1], p[2], p[3]
	}
}
