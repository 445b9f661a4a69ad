package press

import (
	"fmt"
	"sync"

	"chancery/layout"
	"chancery/layout/compose"
	"chancery/layout/cover"
	"chancery/layout/raster"
	"chancery/source"
)

// front is the cover of the EPUB on its way: a page, then a picture of it. A
// worker may make both while the documents are set.
type front struct {
	composed sync.Once
	page     *layout.Page
	alt      string
	problems source.Problems
	err      error

	drawn   sync.Once
	png     []byte
	drawErr error
}

// coverWidth is the width of the cover's picture in pixels; its height follows (3:4).
const coverWidth = 1200

// composeFront sets the cover in the first document's faces, with the masthead of
// the first document that has one and the first document's date, unless that was
// done. False says that there is none.
func (j *job) composeFront(m *compose.Memory, masthead func() *layout.Masthead) bool {
	f := &j.front
	f.composed.Do(func() {
		p := j.packet
		if len(p.Documents) == 0 {
			return
		}
		d := p.Documents[0]
		c, err := j.composer(d, m)
		if err != nil {
			f.err = err
			return
		}
		words := cover.Words{Title: p.Title.Value}
		if d.Date.Year != 0 {
			words.Date = c.Labels.Date(d.Date.Year, d.Date.Month, d.Date.Day)
		}
		f.page = cover.Compose(c, masthead(), words)
		f.alt = c.Labels.CoverAlt(words.Title, p.Publisher.Value, words.Date)
		f.problems = c.Problems
	})
	return f.page != nil
}

// composer makes a composer for a document; one whose letterhead cannot be used
// is set on the bare sheet.
func (j *job) composer(d *source.Document, m *compose.Memory) (*compose.Composer, error) {
	head, _ := j.heads.load(d.Letterhead)
	if head == nil {
		head = compose.BareSheet()
	}
	return compose.New(j.packet, d, head, m.Shaper, j.own)
}

// masthead is that of the first document that has one, while the documents are
// still being set. What is wrong with it is said there.
func (j *job) masthead(m *compose.Memory, seal *layout.Art, image *layout.Image) *layout.Masthead {
	for _, d := range j.packet.Documents {
		c, err := j.composer(d, m)
		if err != nil || c.Head.Name == "" {
			continue
		}
		if _, masthead := c.Letterhead(seal, image); masthead != nil {
			return masthead
		}
	}
	return nil
}

// frontPicture draws the cover, unless that was done.
func (j *job) frontPicture() ([]byte, error) {
	f := &j.front
	f.drawn.Do(func() {
		if f.png, f.drawErr = raster.PNG(f.page, coverWidth); f.drawErr != nil {
			f.drawErr = fmt.Errorf("drawing the cover: %w", f.drawErr)
		}
	})
	return f.png, f.drawErr
}
