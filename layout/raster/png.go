package raster

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// encodeShades writes a picture of sixteen shades from white to the ink, two
// pixels a byte (PNG, third edition, colour type 0 or 3).
func encodeShades(c *canvas) []byte {
	var shade [256]byte // the sixteenth nearest to a coverage; 15 is none, white
	for v := range shade {
		shade[v] = byte(15 - (v*15+127)/255)
	}
	n := 1 + (c.w+1)/2 // bytes of a row, with the filter: none
	z := newPacker(n, 1)
	next, last := make([]byte, n), make([]byte, n)
	for y := range c.h {
		row := c.pix[y*c.w : (y+1)*c.w]
		if y > 0 && bytes.Equal(row, c.pix[(y-1)*c.w:y*c.w]) {
			z.repeat()
			continue
		}
		next, last = last, next
		out := next[1:]
		x := 0
		for ; x+8 <= len(row); x += 8 {
			o := out[x/2 : x/2+4]
			if binary.NativeEndian.Uint64(row[x:]) == 0 { // mostly white
				o[0], o[1], o[2], o[3] = 0xFF, 0xFF, 0xFF, 0xFF
				continue
			}
			for k := range o {
				o[k] = shade[row[x+2*k]]<<4 | shade[row[x+2*k+1]]
			}
		}
		for ; x < len(row); x++ {
			if x&1 == 0 {
				out[x/2] = shade[row[x]] << 4
			} else {
				out[x/2] |= shade[row[x]]
			}
		}
		z.add(next)
	}
	if c.ink == 0 {
		return file(c, 4, 0, nil, z)
	}
	palette := make([]byte, 0, 48)
	for i := range uint32(16) { // 15 is white, as in gray
		for shift := 16; shift >= 0; shift -= 8 {
			v := uint32(c.ink>>shift) & 0xFF
			palette = append(palette, byte((v*(15-i)+255*i+7)/15))
		}
	}
	return file(c, 4, 3, palette, z)
}

// encodeRGB writes a picture of 8 bits a sample.
func encodeRGB(c *canvas) []byte {
	stride := 3 * c.w
	z := newPacker(1+stride, 3)
	next, last := make([]byte, 1+stride), make([]byte, 1+stride)
	for y := range c.h {
		row := c.pix[y*stride : (y+1)*stride]
		if y > 0 && bytes.Equal(row, c.pix[(y-1)*stride:y*stride]) {
			z.repeat()
			continue
		}
		next, last = last, next
		copy(next[1:], row) // after the filter: none
		z.add(next)
	}
	return file(c, 8, 2, nil, z)
}

// file puts the chunks of a file together.
func file(c *canvas, depth, kind byte, palette []byte, z *packer) []byte {
	data := z.finish()
	header := binary.BigEndian.AppendUint32(nil, uint32(c.w))
	header = binary.BigEndian.AppendUint32(header, uint32(c.h))
	header = append(header, depth, kind, 0, 0, 0)
	out := make([]byte, 0, len(data)+128)
	out = append(out, "\x89PNG\r\n\x1a\n"...)
	out = chunk(out, "IHDR", header)
	if palette != nil {
		out = chunk(out, "PLTE", palette)
	}
	out = chunk(out, "IDAT", data)
	return chunk(out, "IEND", nil)
}

// chunk appends one chunk: length, type, data, and the check sum of the last two.
func chunk(out []byte, kind string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	start := len(out)
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}
