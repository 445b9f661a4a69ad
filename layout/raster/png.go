package raster

import (
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
	stride := (c.w + 1) / 2
	raw := make([]byte, (stride+1)*c.h)
	for y := range c.h {
		row := c.pix[y*c.w : (y+1)*c.w]
		out := raw[y*(stride+1)+1 : (y+1)*(stride+1)] // after the filter: none
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
			out[x/2] |= shade[row[x]] << (4 &^ (x << 2))
		}
	}
	if c.ink == 0 {
		return encode(c, 4, 0, nil, raw, 1)
	}
	palette := make([]byte, 0, 48)
	for i := range uint32(16) { // 15 is white, as in gray
		for shift := 16; shift >= 0; shift -= 8 {
			v := uint32(c.ink>>shift) & 0xFF
			palette = append(palette, byte((v*(15-i)+255*i+7)/15))
		}
	}
	return encode(c, 4, 3, palette, raw, 1)
}

// encodeRGB writes a picture of 8 bits a sample.
func encodeRGB(c *canvas) []byte {
	stride := 3 * c.w
	raw := make([]byte, (stride+1)*c.h)
	for y := range c.h {
		copy(raw[y*(stride+1)+1:], c.pix[y*stride:(y+1)*stride]) // after the filter: none
	}
	return encode(c, 8, 2, nil, raw, 3)
}

// encode puts the chunks of a file together; px is how many bytes a pixel has.
func encode(c *canvas, depth, kind byte, palette, raw []byte, px int) []byte {
	data := pack(raw, len(raw)/c.h, px)
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
