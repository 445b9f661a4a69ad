package pdf

import (
	"bytes"
	"errors"
	"slices"
	"strconv"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// image shows a raster image; each image is in the file once, even where layout
// has read it twice.
func (b *builder) image(box *layout.Box) {
	n, ok := b.imageOf[box.Image]
	if !ok {
		n = 1 + slices.IndexFunc(b.images, func(im *layout.Image) bool { return sameImage(im, box.Image) })
		if n == 0 {
			b.images = append(b.images, box.Image)
			n = len(b.images)
		}
		b.imageOf[box.Image] = n
	}
	if box.Image.Alpha != nil {
		b.alpha[b.page] = true
	}
	b.out = append(b.out, "q "...)
	b.out = append(appendLength(b.out, box.Width), " 0 0 "...)
	b.out = append(appendLength(b.out, box.Height), ' ')
	b.out = append(appendLength(b.out, box.X), ' ')
	b.out = append(appendLength(b.out, b.height-box.Y-box.Height), " cm /Im"...)
	b.out = append(strconv.AppendInt(b.out, int64(n), 10), " Do Q\n"...)
}

// sameImage says whether two images show the same samples.
func sameImage(a, b *layout.Image) bool {
	return a.Format == b.Format && a.Width == b.Width && a.Height == b.Height && a.Components == b.Components &&
		bytes.Equal(a.Data, b.Data) && bytes.Equal(a.Pixels, b.Pixels) &&
		(a.Alpha == nil) == (b.Alpha == nil) && bytes.Equal(a.Alpha, b.Alpha)
}

// imageObject writes an image XObject (ISO 32000-1, 8.9.5): JPEG as it is, other
// samples deflated, with the alpha channel as a soft mask (11.6.5.3).
func imageObject(file *cos.File, im *layout.Image) (cos.Ref, error) {
	if im.Format == "jpeg" {
		n, err := jpegComponents(im.Data)
		if err != nil {
			return 0, err
		}
		d := imageDict(im.Width, im.Height, n)
		d.Set("Filter", cos.Name("DCTDecode"))
		return file.Add(&cos.Stream{Dict: d, Data: im.Data, Coding: cos.Stored}), nil
	}
	s := pngStream(im)
	if im.Alpha != nil {
		s.Dict.Set("SMask", file.Add(alphaStream(im)))
	}
	return file.Add(s), nil
}

func imageDict(width, height, components int) *cos.Dict {
	space := cos.Name("DeviceRGB")
	if components == 1 {
		space = "DeviceGray"
	}
	return cos.NewDict(
		cos.Entry{Key: "Type", Value: cos.Name("XObject")},
		cos.Entry{Key: "Subtype", Value: cos.Name("Image")},
		cos.Entry{Key: "Width", Value: width},
		cos.Entry{Key: "Height", Value: height},
		cos.Entry{Key: "ColorSpace", Value: space},
		cos.Entry{Key: "BitsPerComponent", Value: 8})
}

// jpegComponents reads from a JPEG how many components a pixel has (ITU-T T.81, B.2.2).
func jpegComponents(data []byte) (int, error) {
	for i := 2; i+9 < len(data); {
		if data[i] != 0xFF {
			break
		}
		marker := data[i+1]
		switch {
		case marker == 0xFF: // a fill byte
			i++
			continue
		case marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC:
			return int(data[i+9]), nil
		case marker == 0x01 || marker >= 0xD0 && marker <= 0xD8:
			i += 2
			continue
		}
		i += 2 + int(data[i+2])<<8 + int(data[i+3])
	}
	return 0, errors.New("a JPEG without a frame")
}
