package raster

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"sync"
)

// writers are kept, since making one costs more than a picture's compression.
var writers = sync.Pool{New: func() any {
	w, _ := zlib.NewWriterLevel(nil, zlib.BestSpeed) // fails on an unknown level only
	return w
}}

// encodeShades writes a picture of sixteen shades from white to the ink, two
// pixels a byte (PNG, third edition, colour type 0 or 3).
func encodeShades(c *canvas) ([]byte, error) {
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
		return encode(c, 4, 0, nil, raw)
	}
	palette := make([]byte, 0, 48)
	for i := range uint32(16) { // 15 is white, as in gray
		for shift := 16; shift >= 0; shift -= 8 {
			v := uint32(c.ink>>shift) & 0xFF
			palette = append(palette, byte((v*(15-i)+255*i+7)/15))
		}
	}
	return encode(c, 4, 3, palette, raw)
}

// encodeRGB writes a picture of 8 bits a sample. Each row is stored as the
// difference from the row above it, which for text is mostly nothing.
func encodeRGB(c *canvas) ([]byte, error) {
	stride := 3 * c.w
	raw := make([]byte, 0, (stride+1)*c.h)
	above := make([]byte, stride)
	for y := range c.h {
		row := c.pix[y*stride : (y+1)*stride]
		raw = append(raw, 2) // filter "up"
		for i, v := range row {
			raw = append(raw, v-above[i])
		}
		above = row
	}
	return encode(c, 8, 2, nil, raw)
}

func encode(c *canvas, depth, kind byte, palette, raw []byte) ([]byte, error) {
	var idat bytes.Buffer
	z := writers.Get().(*zlib.Writer)
	defer writers.Put(z)
	z.Reset(&idat)
	if _, err := z.Write(raw); err != nil {
		return nil, fmt.Errorf("compressing a picture: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("compressing a picture: %w", err)
	}
	header := binary.BigEndian.AppendUint32(nil, uint32(c.w))
	header = binary.BigEndian.AppendUint32(header, uint32(c.h))
	header = append(header, depth, kind, 0, 0, 0)
	out := make([]byte, 0, idat.Len()+128)
	out = append(out, "\x89PNG\r\n\x1a\n"...)
	out = chunk(out, "IHDR", header)
	if palette != nil {
		out = chunk(out, "PLTE", palette)
	}
	out = chunk(out, "IDAT", idat.Bytes())
	return chunk(out, "IEND", nil), nil
}

// chunk appends one chunk: length, type, data, and the check sum of the last two.
func chunk(out []byte, kind string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	start := len(out)
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}
