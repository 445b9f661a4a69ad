package pdf

import (
	"bytes"
	"encoding/binary"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// PNG and PDF code samples alike: rows that are each predicted from the one above
// and deflated (ISO/IEC 15948, 9; ISO 32000-1, 7.4.4.4). A PNG of 8 bits that is
// neither interlaced nor transparent is therefore embedded as it lies in its file;
// of others the samples are predicted here and deflated by the writer.

// predicted is the dictionary entry for rows of samples predicted as PNG does.
func predicted(width, components int) cos.Entry {
	d := cos.NewDict(cos.Entry{Key: "Predictor", Value: 15}, cos.Entry{Key: "Columns", Value: width})
	if components != 1 {
		d.Set("Colors", components)
	}
	return cos.Entry{Key: "DecodeParms", Value: d}
}

// pngStream is the samples of an image as a stream.
func pngStream(im *layout.Image) *cos.Stream {
	d := imageDict(im.Width, im.Height, im.Components)
	d.Set("DecodeParms", predicted(im.Width, im.Components).Value)
	if data := pngData(im); data != nil {
		d.Set("Filter", cos.Name("FlateDecode"))
		return &cos.Stream{Dict: d, Data: data, Coding: cos.Stored}
	}
	return &cos.Stream{Dict: d, Data: predict(im.Pixels, im.Width, im.Components)}
}

// alphaStream is the alpha channel of an image as a soft mask.
func alphaStream(im *layout.Image) *cos.Stream {
	d := imageDict(im.Width, im.Height, 1)
	d.Set("DecodeParms", predicted(im.Width, 1).Value)
	return &cos.Stream{Dict: d, Data: predict(im.Alpha, im.Width, 1)}
}

// pngData is the deflated rows of a PNG file, nil if they are not in the form
// that PDF reads.
func pngData(im *layout.Image) []byte {
	const signature = "\x89PNG\r\n\x1a\n"
	file, ok := bytes.CutPrefix(im.Data, []byte(signature))
	if !ok || im.Alpha != nil {
		return nil
	}
	var out []byte
	for len(file) >= 12 {
		n := int(binary.BigEndian.Uint32(file))
		kind := string(file[4:8])
		if n > len(file)-12 {
			return nil
		}
		body := file[8 : 8+n]
		switch kind {
		case "IHDR":
			color := map[byte]int{0: 1, 2: 3}
			if n != 13 || int(binary.BigEndian.Uint32(body)) != im.Width || int(binary.BigEndian.Uint32(body[4:])) != im.Height ||
				body[8] != 8 || color[body[9]] != im.Components || body[12] != 0 {
				return nil
			}
		case "tRNS":
			return nil
		case "IDAT":
			out = append(out, body...)
		}
		file = file[12+n:]
	}
	return out
}

// predict filters rows of samples by that filter of PNG for each row whose
// differences are the least (ISO/IEC 15948, 12.8).
func predict(samples []byte, width, components int) []byte {
	n := width * components
	out := make([]byte, 0, len(samples)+len(samples)/max(n, 1))
	above := make([]byte, n)
	var try [4][]byte
	for f := range try {
		try[f] = make([]byte, n+1)
		try[f][0] = [4]byte{0, 1, 2, 4}[f]
	}
	for ; len(samples) >= n && n > 0; samples = samples[n:] {
		row := samples[:n]
		var sums [4]int
		for i, v := range row {
			var left, corner byte
			if i >= components {
				left, corner = row[i-components], above[i-components]
			}
			for f, guess := range [4]byte{0, left, above[i], cos.Paeth(left, above[i], corner)} {
				d := v - guess
				try[f][i+1] = d
				sums[f] += int(min(d, -d))
			}
		}
		best := 0
		for f := range sums {
			if sums[f] < sums[best] {
				best = f
			}
		}
		out = append(out, try[best]...)
		above = row
	}
	return out
}
