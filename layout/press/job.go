package press

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"chancery/layout"
	"chancery/layout/compose"
	"chancery/layout/epub"
	"chancery/layout/letter"
	"chancery/layout/pdf"
	"chancery/layout/release"
	"chancery/source"
)

// job is one run: from the packet to the bytes of its files.
type job struct {
	o        *Options
	ctx      context.Context
	press    *Press
	packet   *source.Packet
	heads    letterheads
	own      *compose.Resources
	problems source.Problems
	docs     []*layout.Document
	workers  *workers
	files    []*making // the PDFs of docs, as far as they were begun, at last the EPUB
	front    front
	step     int
	ink      layout.Color // of the first letterhead
	headed   bool         // there is one
}

// making is a file on its way.
type making struct {
	name string
	file *File
	data bytes.Buffer
	err  error
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
	n := 1 + len(j.packet.Documents)
	if j.o.makes(PDF) {
		n += len(j.packet.Documents)
	}
	if j.o.makes(EPUB) {
		n++
	}
	return n
}

// set reads the packet and sets its documents. Where anything is wrong with the
// source all of it comes back as one error. Where there are other cores they draw
// the cover and write the documents that are set while the next one is.
func (j *job) set() (err error) {
	j.workers = newWorkers()
	defer func() {
		if err != nil {
			j.workers.drop()
		}
	}()
	if err := j.next("reading " + j.o.Packet); err != nil {
		return err
	}
	l, problems, err := j.press.load(j.o.Packet, j.o.Settings)
	if err != nil {
		return err
	}
	j.packet, j.heads, j.own, j.problems = l.packet, l.heads, l.own, problems
	if problems.Errors() > 0 {
		return problems
	}
	seal, image := j.seal()
	m := j.memory() // before a worker takes one: it may be prepared
	defer j.giveBack(m)
	if j.o.makes(EPUB) && j.workers.others > 0 {
		j.workers.do(func() {
			m := j.memory()
			made := j.composeFront(m, func() *layout.Masthead { return j.masthead(m, seal, image) })
			j.giveBack(m)
			if made {
				j.frontPicture()
			}
		})
	}
	if err := j.setDocuments(m, seal, image); err != nil {
		return err
	}
	if j.problems.Errors() == 0 && j.o.makes(EPUB) {
		j.composeFront(m, func() *layout.Masthead {
			for _, doc := range j.docs {
				if doc.Masthead != nil {
					return doc.Masthead
				}
			}
			return nil
		})
		if j.front.err != nil {
			return j.front.err
		}
		j.problems = append(j.problems, j.front.problems...)
	}
	if j.problems = j.problems.Sort(); j.problems.Errors() > 0 {
		return j.problems
	}
	return nil
}

// memory takes a memory for one worker.
func (j *job) memory() *compose.Memory { return j.press.take(j.own) }

// giveBack gives a memory back for the next worker.
func (j *job) giveBack(m *compose.Memory) { j.press.give(m, j.own) }

// setDocuments sets the documents, one after the other: a second worker would
// have to read the faces and shape the words again, which costs what it saves.
func (j *job) setDocuments(m *compose.Memory, seal *layout.Art, image *layout.Image) error {
	for _, d := range j.packet.Documents {
		if err := j.next("setting " + d.Name); err != nil {
			return err
		}
		doc, problems, err := j.setDocument(d, m, seal, image)
		if err != nil {
			return err
		}
		j.problems = append(j.problems, problems...)
		if doc == nil {
			continue
		}
		j.docs = append(j.docs, doc)
		if j.problems.Errors() == 0 && j.o.makes(PDF) && j.workers.others > 0 {
			j.begin(doc)
		}
	}
	return nil
}

// setDocument sets one document; nil where its letterhead cannot be used.
func (j *job) setDocument(d *source.Document, m *compose.Memory, seal *layout.Art, image *layout.Image) (*layout.Document, source.Problems, error) {
	head, wrong := j.heads.load(d.Letterhead)
	if wrong.Errors() > 0 {
		return nil, wrong, nil
	}
	if head.Name != "" && !j.headed {
		j.ink, j.headed = head.Color, true
	}
	c, err := compose.New(j.packet, d, head, m.Shaper, j.own)
	if err != nil {
		return nil, nil, err
	}
	c.Use(m)
	if j.workers.others > 0 {
		compose.NewAhead(c, func(a *compose.Ahead) { j.workers.do(func() { j.ahead(a, d) }) })
	}
	doc := arrange(c, seal, image)
	doc.Date = j.date()
	doc.Identifier = j.identifier(d)
	return doc, append(wrong, c.Problems...), nil
}

// ahead sets paragraphs of a document before its composer comes to them.
func (j *job) ahead(a *compose.Ahead, d *source.Document) {
	if a.Idle() {
		return
	}
	m := j.memory()
	defer j.giveBack(m)
	if c, err := j.composer(d, m); err == nil {
		c.Use(m)
		a.Work(c)
	}
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

// begin gives the PDF of a document to the workers.
func (j *job) begin(doc *layout.Document) {
	r := &making{name: doc.Name + ".pdf"}
	j.files = append(j.files, r)
	j.workers.do(func() {
		info, err := j.writePDF(&r.data, doc)
		r.file, r.err = &File{Document: doc.Name, Pages: info.Pages, Bytes: info.Bytes, Standards: info.Standards}, err
	})
}

// engines runs the engines, several at once where there are cores for it, and
// hands over each file's name and bytes in the order of the documents.
func (j *job) engines(put func(name string, f *File, data []byte)) error {
	defer j.workers.drop()
	for i, doc := range j.docs {
		if !j.o.makes(PDF) {
			break
		}
		if err := j.next("writing " + doc.Name + ".pdf"); err != nil {
			return err
		}
		if i >= len(j.files) {
			j.begin(doc)
		}
	}
	if j.o.makes(EPUB) {
		if err := j.next("writing " + bookName); err != nil {
			return err
		}
		r := &making{name: bookName}
		j.files = append(j.files, r)
		j.workers.do(func() { r.file, r.err = j.book(&r.data) })
	}
	j.workers.wait()
	for _, r := range j.files {
		if r.err != nil {
			return j.engine(r.name, r.err)
		}
		put(r.name, r.file, r.data.Bytes())
	}
	return nil
}

// writePDF writes one document.
func (j *job) writePDF(out *bytes.Buffer, doc *layout.Document) (pdf.Info, error) {
	w := j.press.takeWriter()
	defer j.press.giveWriter(w)
	return w.Write(out, doc)
}

// book writes the EPUB.
func (j *job) book(out *bytes.Buffer) (*File, error) {
	png, err := j.frontPicture()
	if err != nil {
		return nil, err
	}
	m := j.memory()
	defer j.giveBack(m)
	in := epub.Input{Packet: j.packet, Layouts: j.docs, Modified: j.date(), Version: layout.Version, Shaper: m.Shaper,
		Cover: epub.Cover{PNG: png, Width: coverWidth, Height: coverWidth * 4 / 3, Alt: j.front.alt}}
	if j.own != nil {
		in.Faces, in.Labels = j.own.Faces, j.own.Labels
	}
	info, err := epub.Write(out, in)
	if err != nil {
		return nil, err
	}
	return &File{Pages: info.Pages, Bytes: info.Size, Standards: epub.Standards}, nil
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
	out := newOutput(j.o.Output, j.packet.Identifier.Value, j.record())
	out.partial = len(j.o.Formats) > 0
	err := j.engines(out.add)
	return out, err
}
