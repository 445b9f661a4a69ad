package epub

import (
	"errors"
	"path"
	"strconv"
	"strings"

	"chancery/layout"
	"chancery/layout/art"
	"chancery/layout/labels"
	"chancery/source"
)

// pictures gathers the images of a book: each file once, under a name of its own.
type pictures struct {
	book     *Book
	files    []File
	byData   map[*byte]string // path from the package document, by the first byte of a file that was added
	hasCover bool
	alt      string
}

// cover takes the cover's picture.
func (p *pictures) cover(c *Cover) {
	p.alt = c.Alt
	if len(c.PNG) == 0 {
		return
	}
	p.hasCover = true
	p.files = append(p.files, File{Path: coverPath, ID: "image.cover", MediaType: "image/png",
		Properties: "cover-image", Data: c.PNG, Store: true})
	p.book.Meta.Drawings = true
}

const coverPath = "images/cover.png"

// coverAlt says what the cover shows.
func (p *pictures) coverAlt(in *Input, words *labels.Labels) string {
	if p.alt != "" {
		return p.alt
	}
	date := ""
	if d, ok := newest(in.Packet.Documents); ok {
		date = words.Date(d.Year, d.Month, d.Day)
	}
	return words.CoverAlt(in.Packet.Title.Value, in.Packet.Publisher.Value, date)
}

// raster adds a PNG or JPEG file, once, under a name like its own, and gives its path.
func (p *pictures) raster(file string, data []byte, format string) string {
	if have := p.byData[&data[0]]; have != "" {
		return have
	}
	mediaType, ext := "image/png", ".png"
	if format == "jpeg" {
		mediaType, ext = "image/jpeg", ".jpg"
	}
	base := path.Base(strings.ReplaceAll(file, "\\", "/"))
	base = identifier(strings.TrimSuffix(base, path.Ext(base)))
	name := "images/" + base + ext
	for n := 2; p.taken(name); n++ {
		name = "images/" + base + "-" + strconv.Itoa(n) + ext
	}
	p.files = append(p.files, File{Path: name, ID: "image." + strconv.Itoa(len(p.files)+1), MediaType: mediaType, Data: data, Store: true})
	if p.byData == nil {
		p.byData = map[*byte]string{}
	}
	p.byData[&data[0]] = name
	p.book.Meta.Drawings = true
	return name
}

func (p *pictures) taken(name string) bool {
	for i := range p.files {
		if strings.EqualFold(p.files[i].Path, name) {
			return true
		}
	}
	return false
}

// figure writes an image of the body: a raster image as its file, a drawing as
// the SVG that was read and nothing else of its file.
func (b *body) figure(bl *source.Block) error {
	r := b.r
	if bl.Asset == nil {
		return nil
	}
	tag := "figure"
	if bl.Alt == "" && len(bl.Caption) == 0 {
		tag = "div" // decoration: a listener is not told of a figure
	}
	r.open(tag, "class", "picture", "lang", bl.Lang, "xml:lang", bl.Lang, "id", r.id(bl.ID))
	switch format := art.Format(bl.Asset.Data); format {
	case "png", "jpeg":
		r.start("img", []string{"src", "../" + r.pictures.raster(bl.Asset.Path, bl.Asset.Data, format)})
		r.attr("alt", bl.Alt)
		r.raw("/>")
	default:
		a, err := art.SVG(bl.Asset.Data)
		if err != nil {
			var fault *art.Error
			if errors.As(err, &fault) {
				return source.Problems{fault.ProblemAt(bl.Asset.Path, bl.Span)}
			}
			return err
		}
		r.drawing(a, bl.Alt, a.Width)
	}
	if len(bl.Caption) > 0 {
		r.raw("\n")
		b.caption("figcaption", bl)
	}
	r.end(tag)
	return nil
}

// emblem writes the emblem of a letterhead, one inch wide where no style sheet
// says otherwise.
func (r *renderer) emblem(l *layout.MastheadLine) {
	class := strings.TrimSpace("emblem " + alignClass(l.Align))
	r.open("div", "class", class)
	if im := l.Image; im != nil {
		height := max(72*im.Height/max(im.Width, 1), 1)
		r.start("img", []string{"class", "many-inks", "src", "../" + r.pictures.raster(im.Name, im.Data, im.Format),
			"width", "72", "height", strconv.Itoa(height)})
		r.attr("alt", l.Alt)
		r.raw("/>")
	} else {
		r.drawing(l.Art, l.Alt, 54*layout.Point)
	}
	r.end("div")
	r.raw("\n")
}

// drawing writes a drawing as inline SVG of a width in points, with its
// description. A drawing in one colour takes that of the text, so that it is
// seen on a dark page; one in several keeps them and gets a light ground from
// the style sheet.
func (r *renderer) drawing(a *layout.Art, alt string, width layout.Length) {
	class := "drawing many-inks"
	if one, ok := oneInk(a); ok {
		a, class = one, "drawing"
	}
	// 4/3: the CSS pixels in a point.
	w := max(width.Scale(4, 3*int64(layout.Point)), 1)
	h := max(layout.Length(int64(w)).Scale(int64(a.Height), max(int64(a.Width), 1)), 1)
	attrs := []string{"class", class, "width", strconv.FormatInt(int64(w), 10), "height", strconv.FormatInt(int64(h), 10)}
	if alt == "" {
		attrs = append(attrs, "aria-hidden", "true")
	} else {
		attrs = append(attrs, "role", "img", "aria-label", alt)
	}
	r.start("svg", attrs)
	r.raw(strings.TrimPrefix(string(art.ToSVG(a)), "<svg"))
	r.svg = true
	r.book.Meta.Drawings = true
}

// oneInk gives a drawing in black, which is written as the colour of the text,
// if it has one colour.
func oneInk(a *layout.Art) (*layout.Art, bool) {
	for i := range a.Paths {
		if a.Paths[i].Color != a.Paths[0].Color {
			return nil, false
		}
	}
	b := *a
	b.Paths = make([]layout.Path, len(a.Paths))
	for i, p := range a.Paths {
		p.Color = layout.Black
		b.Paths[i] = p
	}
	return &b, true
}
