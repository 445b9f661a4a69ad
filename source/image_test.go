package source

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"runtime"
	"strings"
	"testing"
)

// header is a PNG whose header speaks of a size; nothing else is read of it.
func header(width, height uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	b = binary.BigEndian.AppendUint32(b, width)
	b = binary.BigEndian.AppendUint32(b, height)
	return append(b, 8, 2, 0, 0, 0, 0, 0, 0, 0)
}

// TestSniff tells images from what is none.
func TestSniff(t *testing.T) {
	var p, j bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 7, 5))
	if err := png.Encode(&p, img); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&j, img, nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name          string
		data          []byte
		width, height int
		wrong         string
	}{
		{"PNG", p.Bytes(), 7, 5, ""},
		{"JPEG", j.Bytes(), 7, 5, ""},
		{"SVG", []byte("<svg/>"), 0, 0, ""},
		{"SVG with all before it", []byte("\uFEFF<?xml version='1.0'?>\n<!DOCTYPE svg>\n<!-- x -->\n<svg\n>"), 0, 0, ""},
		{"empty", nil, 0, 0, "empty"},
		{"HTML", []byte("<!DOCTYPE html><html>"), 0, 0, "not an image"},
		{"another element", []byte("<svgx/>"), 0, 0, "not an image"},
		{"words", []byte("hello"), 0, 0, "not an image"},
		{"cut PNG", p.Bytes()[:20], 0, 0, "a PNG without its beginning"},
		{"PNG of no size", header(0, 5), 0, 0, "a PNG without a size"},
		{"PNG of great size", header(1<<31, 5), 0, 0, "a PNG without a size"},
		{"cut JPEG", j.Bytes()[:40], 0, 0, "a JPEG without its beginning"},
		{"GIF", []byte("GIF89a"), 0, 0, "a GIF"},
		{"WebP", []byte("RIFF....WEBPVP8 "), 0, 0, "a WebP"},
		{"TIFF", []byte("II*\x00"), 0, 0, "a TIFF"},
		{"PDF", []byte("%PDF-1.7"), 0, 0, "a PDF"},
		{"HEIC", []byte("\x00\x00\x00\x18ftypheic...."), 0, 0, "a HEIC or AVIF image, or a film"},
		{"EPS", []byte("%!PS-Adobe"), 0, 0, "PostScript"},
		{"SVGZ", []byte("\x1F\x8B\x08"), 0, 0, "compressed"},
	} {
		w, h, wrong := sniff(c.data)
		if w != c.width || h != c.height || wrong != c.wrong {
			t.Errorf("%s: %d × %d, %q", c.name, w, h, wrong)
		}
	}
	for n := range j.Len() {
		sniff(j.Bytes()[:n]) // no cut makes it fail
	}
}

// TestImages reads packets with images.
func TestImages(t *testing.T) {
	body := func(s string) string { return strings.Replace(shortLetter, "Text.", s, 1) }
	_, problems := loadFiles(t, map[string]string{"letter.md": body("![A map](map.png)"), "map.png": string(header(8001, 8000))})
	if got, want := problems.Error(), "packet/letter.md:8:1: error: \"map.png\" has 8001 × 8000 pixels, more than 64 million [image-too-large]\n"+
		"![A map](map.png)\n^^^^^^^^^^^^^^^^^\nhint: make it smaller: a page at 600 dots an inch has 34 million"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	p, problems := loadFiles(t, map[string]string{"letter.md": body("![A \"map\"](a/map.png)\n\n![](./a/map.png)"), "a/map.png": string(header(8000, 8000))})
	if len(problems) > 0 || len(p.Assets) != 1 {
		t.Fatal(problems, p.Assets)
	}
	b := p.Documents[0].Body
	if len(b) != 2 || b[0].Kind != BlockImage || b[0].Alt != "A “map”" || b[1].Alt != "" || b[0].Asset != b[1].Asset || b[0].Asset.Path != "a/map.png" || p.Assets["a/map.png"] != b[0].Asset {
		t.Errorf("%+v %+v", b[0], p.Assets)
	}
}

// TestLinksOutside sees that no symbolic link leads out of the packet, and that
// one inside it does no harm.
func TestLinksOutside(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege")
	}
	t.Chdir(t.TempDir())
	write(t, map[string]string{
		"p/packet.yaml": "documents: [letter.md, other.md]\n",
		"p/letter.md":   strings.Replace(shortLetter, "Text.", "![](in.svg)\n\n![](out.svg)\n\n![](dir/real.svg)", 1),
		"p/real.svg":    "<svg/>",
		"real.svg":      "<svg/>",
		"other.md":      shortLetter,
	})
	for link, target := range map[string]string{"p/in.svg": "real.svg", "p/out.svg": "../real.svg", "p/dir": "..", "p/other.md": "../other.md", "q": "p"} {
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
	}
	const want = `/letter.md:10:1: error: "out.svg" leaves the packet's folder through a link [outside-packet]
![](out.svg)
^^^^^^^^^^^^
hint: copy the file into the folder and name it there
/letter.md:12:1: error: "dir/real.svg" leaves the packet's folder through a link [outside-packet]
![](dir/real.svg)
^^^^^^^^^^^^^^^^^
hint: copy the file into the folder and name it there
/packet.yaml:1:24: error: "other.md" leaves the packet's folder through a link [outside-packet]
documents: [letter.md, other.md]
                       ^^^^^^^^
hint: copy the file into the folder and name it there`
	for _, dir := range []string{"p", "q"} { // q is itself a link to the packet
		_, problems, err := Load(dir, Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll("\n"+problems.Error(), "\n"+dir+"/", "\n/")[1:]; got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", dir, got, want)
		}
	}
}
