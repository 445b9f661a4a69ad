package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// maxPixels is the most that an image may hold.
const maxPixels = 64_000_000

// onlyImage gives the image that a paragraph consists of, or nil.
func onlyImage(n ast.Node) *ast.Image {
	img, ok := n.FirstChild().(*ast.Image)
	if !ok || img.NextSibling() != nil {
		return nil
	}
	return img
}

// image reads a paragraph that is an image.
func (r *bodyReader) image(n *ast.Image, at Span) *Block {
	if n.Reference != nil {
		r.used[util.ToLinkReference(n.Reference.Value)] = true
	}
	path := string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(n.Destination))))
	if strings.Contains(path, "%") && !strings.Contains(path, "://") {
		if p, err := url.PathUnescape(path); err == nil {
			path = p
		}
	}
	asset, err := r.l.asset(path, at, r.dir, "", packetFolder, r.l.assets)
	if err != nil {
		r.failures = err
	}
	alt := PlainText(r.inlines(n))
	if asset == nil {
		return nil
	}
	b := &Block{Kind: BlockImage, ID: r.number("img"), Span: at, Asset: asset, Alt: strings.ReplaceAll(alt, "\n", " ")}
	if n.Reference == nil && len(n.Title) > 0 {
		if words := r.title(n.Title, at); words != nil {
			r.caption(b, words, at)
		}
	}
	return b
}

// title reads an image's title, which is its caption, with the places of its
// words; nil where it is empty.
func (r *bodyReader) title(title []byte, at Span) []Inline {
	i := bytes.LastIndex(r.file.Data[at.Start:at.End], title)
	if i < 0 {
		r.l.fail(at, CodeHiddenText, "this title cannot be read as a caption", `write a paragraph that begins with "Figure:" under the image`)
		return nil
	}
	s := scanner{data: r.data, file: r.file, base: r.base, smart: r.smart, markdown: true}
	start := at.Start - r.base + i
	for line := range bytes.Lines(title) {
		if s.out != nil {
			s.out = append(s.out, Inline{Kind: InlineText, Text: " ", Span: r.span(start-1, start)})
		}
		s.scan(start, start+len(bytes.TrimRight(line, "\n")))
		start += len(line)
	}
	words := trimSpaces(s.out)
	if r.smart {
		r.l.quotes(words, Span{})
	}
	return words
}

// inside joins a path that the source names to dir, and sees that it stays in the
// folder root, also through links. whose names that folder in messages.
func (l *loader) inside(path string, at Span, dir, root, whose string) (joined string, ok bool) {
	refuse := func(text, hint string) (string, bool) {
		l.fail(at, CodeOutside, text, hint)
		return "", false
	}
	outside := fmt.Sprintf("%q leaves %s", path, whose)
	const copyIt = "copy the file into the folder and name it there"
	switch {
	case strings.Contains(path, `\`):
		return refuse(fmt.Sprintf("%q is no path", path), "write / between folders")
	case strings.HasPrefix(path, "/"), strings.HasPrefix(path, "~"), filepath.IsAbs(path), filepath.VolumeName(path) != "":
		return refuse(outside, copyIt)
	}
	joined = filepath.Join(dir, filepath.FromSlash(path))
	abs, err := filepath.Abs(joined)
	if err != nil {
		return refuse(outside, copyIt)
	}
	top, err := filepath.Abs(l.packet.Dir)
	if whose != packetFolder || err != nil {
		top = root
	}
	if !within(abs, top) && !within(abs, root) {
		return refuse(outside, copyIt)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil && !within(real, root) {
		return refuse(outside+" through a link", copyIt)
	}
	return joined, true
}

// packetFolder is how messages name the packet's folder.
const packetFolder = "the packet's folder"

// within says whether path lies in the folder root.
func within(path, root string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && filepath.IsLocal(rel) && rel != "."
}

// asset reads a file that the source shows. dir is the folder from which its path
// counts; it must lie in root, or in the packet where root is "". Files that were
// read before are in known. nil without an error means that the fault was reported.
func (l *loader) asset(path string, at Span, dir, root, whose string, known map[string]*Asset) (*Asset, error) {
	if root == "" {
		root = l.root
	}
	switch {
	case path == "":
		l.fail(at, CodeMissingFile, "the image names no file", "write ![what it shows](file.png)")
		return nil, nil
	case remote(path):
		l.fail(at, CodeRemoteImage, fmt.Sprintf("%q is an address, and nothing is ever fetched", path), "copy the image into the folder and name it there")
		return nil, nil
	}
	joined, ok := l.inside(path, at, dir, root, whose)
	if !ok {
		return nil, nil
	}
	id := filepath.ToSlash(joined)
	if rel, err := filepath.Rel(l.packet.Dir, joined); err == nil {
		id = filepath.ToSlash(rel)
	}
	if a := known[id]; a != nil {
		return a, nil
	}
	data, err := read(joined, maxImage)
	missing := func(text, hint string) (*Asset, error) {
		l.fail(at, CodeMissingFile, text, hint)
		return nil, nil
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) || isNotDir(err):
		return missing(fmt.Sprintf("there is no file %q", path), nearFile(joined, "check the name, capitals included; it counts from the folder of the file that names it"))
	case err == errNotFile:
		return missing(fmt.Sprintf("%q is not a file", path), "name an image")
	case err == errTooLarge:
		l.fail(at, CodeFileTooLarge, fmt.Sprintf("%q is over %d MB", path, maxImage>>20), "make it smaller")
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading an image: %w", err)
	}
	width, height, text := sniff(data)
	if text != "" {
		l.fail(at, CodeNotAnImage, fmt.Sprintf("%q is %s", path, text), "use PNG, JPEG or SVG")
		return nil, nil
	}
	if int64(width)*int64(height) > maxPixels {
		l.fail(at, CodeImageTooLarge, fmt.Sprintf("%q has %d × %d pixels, more than 64 million", path, width, height), "make it smaller: a page at 600 dots an inch has 34 million")
		return nil, nil
	}
	a := &Asset{Path: path, Data: data, Span: at}
	if known != nil {
		known[id] = a
	}
	return a, nil
}

// remote says whether a path is a URL.
func remote(path string) bool {
	if strings.HasPrefix(path, "//") {
		return true
	}
	scheme, _, ok := strings.Cut(path, ":")
	if !ok || len(scheme) < 2 {
		return false
	}
	for i := range len(scheme) {
		c := scheme[i]
		if !(c|0x20 >= 'a' && c|0x20 <= 'z' || i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.')) {
			return false
		}
	}
	return true
}

// sniff says how many pixels an image has (0 by 0 for an SVG, which has none), or
// what the data are if they are no image that Chancery takes.
func sniff(data []byte) (width, height int, wrong string) {
	switch {
	case len(data) == 0:
		return 0, 0, "empty"
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return pngSize(data)
	case bytes.HasPrefix(data, []byte{0xFF, 0xD8, 0xFF}):
		return jpegSize(data)
	case isSVG(data):
		return 0, 0, ""
	case bytes.HasPrefix(data, []byte("GIF8")):
		return 0, 0, "a GIF"
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return 0, 0, "a WebP"
	case bytes.HasPrefix(data, []byte("II*\x00")), bytes.HasPrefix(data, []byte("MM\x00*")):
		return 0, 0, "a TIFF"
	case bytes.HasPrefix(data, []byte("BM")):
		return 0, 0, "a BMP"
	case bytes.HasPrefix(data, []byte("%PDF")):
		return 0, 0, "a PDF"
	case bytes.HasPrefix(data, []byte("%!PS")):
		return 0, 0, "PostScript"
	case len(data) > 12 && string(data[4:8]) == "ftyp":
		return 0, 0, "a HEIC or AVIF image, or a film"
	case bytes.HasPrefix(data, []byte{0x1F, 0x8B}):
		return 0, 0, "compressed"
	}
	return 0, 0, "not an image"
}

// pngSize reads the header chunk (ISO/IEC 15948, 11.2.2).
func pngSize(data []byte) (width, height int, wrong string) {
	if len(data) < 33 || string(data[12:16]) != "IHDR" || binary.BigEndian.Uint32(data[8:]) != 13 {
		return 0, 0, "a PNG without its beginning"
	}
	w, h := binary.BigEndian.Uint32(data[16:]), binary.BigEndian.Uint32(data[20:])
	if w == 0 || h == 0 || w > 1<<31-1 || h > 1<<31-1 {
		return 0, 0, "a PNG without a size"
	}
	return int(w), int(h), ""
}

// jpegSize looks for the frame header (ITU-T T.81, B.2.2).
func jpegSize(data []byte) (width, height int, wrong string) {
	for i := 2; i+4 <= len(data); {
		if data[i] != 0xFF {
			break
		}
		m := data[i+1]
		switch {
		case m == 0xFF:
			i++
			continue
		case m == 0x01 || m >= 0xD0 && m <= 0xD8:
			i += 2
			continue
		}
		n := int(binary.BigEndian.Uint16(data[i+2:]))
		if m >= 0xC0 && m <= 0xCF && m != 0xC4 && m != 0xC8 && m != 0xCC {
			if n < 8 || i+9 > len(data) {
				break
			}
			h, w := int(binary.BigEndian.Uint16(data[i+5:])), int(binary.BigEndian.Uint16(data[i+7:]))
			if w == 0 || h == 0 {
				return 0, 0, "a JPEG without a size"
			}
			return w, h, ""
		}
		if n < 2 || m == 0xDA || m == 0xD9 {
			break
		}
		i += 2 + n
	}
	return 0, 0, "a JPEG without its beginning"
}

// isSVG says whether the first element is svg.
func isSVG(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	for {
		data = bytes.TrimLeft(data, " \t\r\n")
		end := ""
		switch {
		case bytes.HasPrefix(data, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(data, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(data, []byte("<!")):
			end = ">"
		default:
			return len(data) > 4 && string(data[:4]) == "<svg" && strings.IndexByte(" \t\r\n>/", data[4]) >= 0
		}
		i := bytes.Index(data, []byte(end))
		if i < 0 {
			return false
		}
		data = data[i+len(end):]
	}
}
