package art

import (
	"bytes"
	"fmt"

	"chancery/layout"
	"chancery/source"
)

// readJPEG walks the markers of a JPEG file (ITU-T T.81, annex B): the size and
// the number of components come from the frame header; the scans are not
// decoded, but the file must go on to its end marker.
func readJPEG(im *layout.Image) error {
	broken := func(text string) error {
		return &Error{Code: source.CodeNotAnImage, Text: "the JPEG file is broken: " + text, Hint: "save it again"}
	}
	d := im.Data
	at := 2
	scans := 0
	for {
		// A marker is 0xFF, any number of 0xFF more, then its code.
		if at+1 >= len(d) {
			return broken("it ends too early")
		}
		if d[at] != 0xFF {
			return broken(fmt.Sprintf("a marker is missing at byte %d", at))
		}
		for at+1 < len(d) && d[at+1] == 0xFF {
			at++
		}
		if at+1 >= len(d) {
			return broken("it ends too early")
		}
		code := d[at+1]
		at += 2
		switch {
		case code == 0xD9: // EOI
			if scans == 0 || im.Components == 0 {
				return broken("it has no picture")
			}
			im.Format = "jpeg"
			return nil
		case code == 0x01 || code >= 0xD0 && code <= 0xD7: // no length
			continue
		}
		if at+2 > len(d) {
			return broken("it ends too early")
		}
		n := int(d[at])<<8 | int(d[at+1])
		if n < 2 || at+n > len(d) {
			return broken("it ends too early")
		}
		seg := d[at+2 : at+n]
		at += n
		switch {
		case code == 0xDA: // SOS: entropy-coded data up to the next marker
			scans++
			at = nextMarker(d, at)
		case code == 0xE1:
			if turn := orientation(seg); turn > 1 {
				return &Error{
					Code: source.CodeNotAnImage,
					Text: "the picture is stored turned, with a note how to turn it back (Exif orientation), which PDF does not know",
					Hint: "save it upright",
				}
			}
		case code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC:
			if err := frame(im, code, seg); err != nil {
				return err
			}
		}
	}
}

// nextMarker gives the place of the first marker at or after a place within
// entropy-coded data, where 0xFF before 0 is a byte and restart markers belong to
// the data (T.81, B.1.1.5); the end of the file if there is none.
func nextMarker(d []byte, at int) int {
	for {
		i := bytes.IndexByte(d[at:], 0xFF)
		if i < 0 || at+i+1 >= len(d) {
			return len(d)
		}
		at += i
		if next := d[at+1]; next != 0 && (next < 0xD0 || next > 0xD7) {
			return at
		}
		at++
	}
}

// frame reads a frame header (T.81, B.2.2).
func frame(im *layout.Image, code byte, seg []byte) error {
	if len(seg) < 6 || im.Components != 0 {
		return &Error{Code: source.CodeNotAnImage, Text: "the JPEG file is broken: its frame header is wrong", Hint: "save it again"}
	}
	if code > 0xC2 {
		return &Error{Code: source.CodeNotAnImage, Text: "the JPEG file is of a kind that PDF does not know: lossless, hierarchical or arithmetic", Hint: "save it as ordinary JPEG, or as PNG"}
	}
	if seg[0] != 8 {
		return &Error{Code: source.CodeNotAnImage, Text: fmt.Sprintf("the JPEG file has %d bits a sample", seg[0]), Hint: "save it with 8 bits, or as PNG"}
	}
	h, w := int64(seg[1])<<8|int64(seg[2]), int64(seg[3])<<8|int64(seg[4])
	if err := checkSize(w, h); err != nil {
		return err
	}
	switch seg[5] {
	case 1, 3:
	case 4:
		return &Error{Code: source.CodeNotAnImage, Text: "the JPEG file is in CMYK, the colours of one press; the PDF promises sRGB", Hint: "convert it to sRGB"}
	default:
		return &Error{Code: source.CodeNotAnImage, Text: fmt.Sprintf("the JPEG file has %d colour components", seg[5]), Hint: "save it as sRGB or gray"}
	}
	im.Width, im.Height, im.Components = int(w), int(h), int(seg[5])
	return nil
}

// orientation reads tag 0x0112 of the first directory of an Exif segment
// (CIPA DC-008, 4.6.4); 1, upright, where there is none.
func orientation(seg []byte) int {
	if len(seg) < 14 || string(seg[:6]) != "Exif\x00\x00" {
		return 1
	}
	t := seg[6:]
	u16 := func(at int) int { return int(t[at])<<8 | int(t[at+1]) }
	if string(t[:2]) == "II" {
		u16 = func(at int) int { return int(t[at+1])<<8 | int(t[at]) }
	} else if string(t[:2]) != "MM" {
		return 1
	}
	u32 := func(at int) int {
		if string(t[:2]) == "II" {
			return u16(at+2)<<16 | u16(at)
		}
		return u16(at)<<16 | u16(at+2)
	}
	dir := u32(4)
	if dir < 8 || dir+2 > len(t) {
		return 1
	}
	for i := range u16(dir) {
		e := dir + 2 + 12*i
		if e+12 > len(t) {
			return 1
		}
		if u16(e) == 0x0112 {
			if v := u16(e + 8); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
	}
	return 1
}
