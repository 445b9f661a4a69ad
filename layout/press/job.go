package press

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"chancery/fonts"
	"chancery/layout"
	"chancery/layout/compose"
	"chancery/layout/cover"
	"chancery/layout/epub"
	"chancery/layout/letter"
	"chancery/layout/pdf"
	"chancery/layout/raster"
	"chancery/layout/release"
	"chancery/layout/shape"
	"chancery/source"
)

// job is one run: from the packet to the bytes of its files.
type job struct {
	o        *Options
	ctx      context.Context
	packet   *source.Packet
	problems source.Problems
	docs     []*layout.Document
	shaper   *shape.Shaper
	faces    *fonts.Library
	cover    *layout.Page
	coverAlt string
	step     int
}

// next tells the caller what is done next, and whether to go on.
func (j *job) next(what string) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if j.o.Progress != nil {
		j.o.Progress(j.step, j.steps(), what)
	}
	j.step++
	return nil
}

// steps is how many steps the run takes, once the packet is read.
func (j *job) steps() int {
	if j.packet == nil {
		return 1
	}
	return 2 + 2*len(j.packet.Documents)
}

// set reads the packet and sets its documents. Where anything is wrong with the
// source all of it comes back as one error.
func (j *job) set() error {
	if err := j.next("reading " + j.o.Packet); err != nil {
		return err
	}
	p, faces, problems, err := load(j.o.Packet, j.o.Settings)
	if err != nil {
		return err
	}
	j.packet, j.faces, j.problems = p, faces, problems
	if problems.Errors() > 0 {
		return problems
	}
	heads := letterheads{packet: p}
	shaper := shape.NewShaper()
	j.shaper = shaper
	seal, image := j.seal()
	for _, d := range p.Documents {
		if err := j.next("setting " + d.Name); err != nil {
			return err
		}
		head, wrong := heads.load(d.Letterhead)
		j.problems = append(j.problems, wrong...)
		if wrong.Errors() > 0 {
			continue
		}
		c, err := compose.New(p, d, head, shaper, j.faces)
		if err != nil {
			return err
		}
		doc := arrange(c, seal, image)
		doc.Date = j.date()
		doc.Identifier = j.identifier(d)
		j.problems = append(j.problems, c.Problems...)
		j.docs = append(j.docs, doc)
	}
	if j.problems.Errors() == 0 {
		if err := j.drawCover(heads, shaper, seal, image); err != nil {
			return err
		}
	}
	if j.problems = j.problems.Sort(); j.problems.Errors() > 0 {
		return j.problems
	}
	return nil
}

// arrange sets one document as what it is.
func arrange(c *compose.Composer, seal *layout.Art, image *layout.Image) *layout.Document {
	var first []layout.Box
	var masthead *layout.Masthead
	if c.Head.Name != "" {
		first, masthead = c.Letterhead(seal, image)
	}
	if c.Doc.Letter != nil {
		return letter.Compose(c, first, masthead)
	}
	return release.Compose(c, first, masthead)
}

// seal reads the office's own emblem.
func (j *job) seal() (*layout.Art, *layout.Image) {
	a := j.packet.Office.Seal
	if a == nil {
		return nil, nil
	}
	drawing, picture, problem := compose.Picture(a)
	if problem != nil {
		j.problems = append(j.problems, *problem)
	}
	return drawing, picture
}

// date is the one date that the files carry.
func (j *job) date() time.Time {
	if !j.o.Epoch.IsZero() {
		return j.o.Epoch.UTC()
	}
	var latest time.Time
	for _, d := range j.packet.Documents {
		if d.Date.Year == 0 {
			continue
		}
		if t := time.Date(d.Date.Year, d.Date.Month, d.Date.Day, 0, 0, 0, 0, time.UTC); t.After(latest) {
			latest = t
		}
	}
	if latest.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return latest
}

// identifier names one PDF for ever, by the packet's identifier and the
// document's name: a correction is the same document.
func (j *job) identifier(d *source.Document) string {
	return "urn:uuid:" + source.NameUUID(j.packet.Identifier.Value+"#"+d.Name)
}

// drawCover draws the cover of the EPUB in the first document's faces: with the
// first letterhead that the packet has, the first document's date.
func (j *job) drawCover(heads letterheads, shaper *shape.Shaper, seal *layout.Art, image *layout.Image) error {
	p := j.packet
	if len(p.Documents) == 0 {
		return nil
	}
	d := p.Documents[0]
	head, _ := heads.load(d.Letterhead)
	c, err := compose.New(p, d, head, shaper, j.faces)
	if err != nil {
		return err
	}
	var masthead *layout.Masthead
	for _, doc := range j.docs {
		if masthead = doc.Masthead; masthead != nil {
			break
		}
	}
	words := cover.Words{Title: p.Title.Value}
	if d.Date.Year != 0 {
		words.Date = c.Labels.Date(d.Date.Year, d.Date.Month, d.Date.Day)
	}
	j.cover = cover.Compose(c, masthead, words)
	j.coverAlt = c.Labels.CoverAlt(words.Title, p.Publisher.Value, words.Date)
	j.problems = append(j.problems, c.Problems...)
	return nil
}

// coverWidth is the width of the cover's picture in pixels; its height follows (3:4).
const coverWidth = 1200

// engines runs the engines and hands over each file's name and bytes.
func (j *job) engines(put func(name string, f *File, data []byte) error) error {
	for _, doc := range j.docs {
		if err := j.next("writing " + doc.Name + ".pdf"); err != nil {
			return err
		}
		var b bytes.Buffer
		info, err := pdf.Write(&b, doc)
		if err != nil {
			return j.engine(doc.Name+".pdf", err)
		}
		if err := put(doc.Name+".pdf", &File{Document: doc.Name, Pages: info.Pages, Bytes: info.Bytes, Standards: info.Standards}, b.Bytes()); err != nil {
			return err
		}
	}
	if err := j.next("writing " + bookName); err != nil {
		return err
	}
	png, err := raster.PNG(j.cover, coverWidth)
	if err != nil {
		return fmt.Errorf("drawing the cover: %w", err)
	}
	var b bytes.Buffer
	info, err := epub.Write(&b, epub.Input{Packet: j.packet, Layouts: j.docs, Modified: j.date(), Version: layout.Version, Shaper: j.shaper, Faces: j.faces,
		Cover: epub.Cover{PNG: png, Width: coverWidth, Height: coverWidth * 4 / 3, Alt: j.coverAlt}})
	if err != nil {
		return j.engine(bookName, err)
	}
	return put(bookName, &File{Pages: info.Pages, Bytes: info.Size, Standards: epub.Standards}, b.Bytes())
}

// bookName is the name of the EPUB.
const bookName = "packet.epub"

// engine turns an engine's refusal into problems of the source where it is one.
func (j *job) engine(name string, err error) error {
	var wrong source.Problems
	if errors.As(err, &wrong) {
		return append(j.problems, wrong...).Sort()
	}
	return fmt.Errorf("%s: %w", name, err)
}

// write runs the engines into an output that is not yet committed.
func (j *job) write() (*output, error) {
	out := newOutput(j.o.Output, j.packet.Identifier.Value)
	err := j.engines(func(name string, f *File, data []byte) error {
		out.add(name, f, data)
		return nil
	})
	return out, err
}
