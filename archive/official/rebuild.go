package official

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"chancery/layout"
	"chancery/layout/press"
)

// Rebuilt says what came of building an archived source again.
type Rebuilt struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	// Same says that all files were made again, byte for byte, up to the first
	// signature: they are what the source says.
	Same bool `json:"same"`
	Then Tool `json:"then"` // what built them
	Now  Tool `json:"now"`  // what built them now
	// SameTool says that both are one. Where they are not, other bytes prove nothing.
	SameTool bool         `json:"sameTool"`
	Files    []Comparison `json:"files"`
}

// Comparison is one file, then and now.
type Comparison struct {
	Name  string `json:"name"`
	Bytes bool   `json:"bytes"` // the same bytes
	// Words and Pages are compared of PDFs whose bytes are others: the words in their
	// order, and everything that stands on the pages, as text.
	Words *bool  `json:"words,omitempty"`
	Pages *bool  `json:"pages,omitempty"`
	Text  string `json:"text,omitempty"` // the first difference
}

// Rebuild builds the archived source of a version (0: the newest) again and compares
// what it makes with what was issued. The error is source.Problems where this
// version of Chancery refuses the source, else of the store or the machine.
func (d *Document) Rebuild(ctx context.Context, version int) (*Rebuilt, error) {
	if version == 0 {
		version = d.Inventory.HeadNumber()
	}
	r, err := readRecord(ctx, d.Object, version)
	if err != nil {
		return nil, err
	}
	g := &gathered{files: map[string][]byte{}, packet: strings.TrimPrefix(r.Source, "source/")}
	for _, name := range d.Names(version) {
		if rest, ok := strings.CutPrefix(name, "source/"); ok {
			if g.files[rest], err = d.Read(ctx, version, name); err != nil {
				return nil, err
			}
		}
	}
	out := &Rebuilt{ID: r.ID, Version: version, Then: r.Tool, Now: Tool{layout.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH}, Same: true}
	// Of the same version and toolchain another system makes the same bytes.
	out.SameTool = out.Then.Version == out.Now.Version && out.Then.Go == out.Now.Go
	var epoch time.Time
	if r.Epoch != 0 {
		epoch = time.Unix(r.Epoch, 0).UTC()
	}
	dir, err := os.MkdirTemp("", "chancery-source-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	packet, err := g.unpack(dir)
	if err != nil {
		return nil, err
	}
	o := press.Options{Packet: packet, Epoch: epoch}
	made, _, err := press.New().Make(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("building %s again: %w", filepath.Base(packet), err)
	}
	again := map[string]press.Made{}
	for _, m := range made {
		again["documents/"+m.Path] = m
	}
	var pages map[string]string
	for _, f := range r.Files {
		was, err := d.Read(ctx, version, f.Name)
		if err != nil {
			return nil, err
		}
		c := Comparison{Name: f.Name}
		m, there := again[f.Name]
		delete(again, f.Name)
		c.Bytes = there && int64(len(was)) >= f.Built && bytes.Equal(m.Data, was[:f.Built])
		switch {
		case c.Bytes:
		case !there:
			c.Text = "it is not made any more"
		case f.Document == "":
			c.Text = "its bytes are others"
		default:
			if pages == nil {
				if pages, err = dump(ctx, o); err != nil {
					return nil, err
				}
			}
			if err := d.comparePages(ctx, version, f.Document, pages[f.Document], &c); err != nil {
				return nil, err
			}
		}
		out.Same = out.Same && c.Bytes
		out.Files = append(out.Files, c)
	}
	for _, name := range slices.Sorted(maps.Keys(again)) {
		out.Same = false
		out.Files = append(out.Files, Comparison{Name: name, Text: "it was not made then"})
	}
	return out, nil
}

// dump gives the pages of the documents of a packet as text, by their names.
func dump(ctx context.Context, o press.Options) (map[string]string, error) {
	docs, err := press.Set(ctx, o)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, d := range docs {
		all[d.Name] = layout.Dump(d)
	}
	return all, nil
}

// comparePages compares the pages of a document with those that were archived.
func (d *Document) comparePages(ctx context.Context, version int, document, now string, c *Comparison) error {
	was, err := d.Read(ctx, version, pagesDir+document+".txt")
	if errors.Is(err, fs.ErrNotExist) {
		c.Text = "its bytes are others, and its pages were not archived"
		return nil
	}
	if err != nil {
		return err
	}
	samePages := string(was) == now
	a, b := dumpedWords(string(was)), dumpedWords(now)
	sameWords := slices.Equal(a, b)
	c.Pages, c.Words = &samePages, &sameWords
	switch {
	case samePages:
		c.Text = "the pages are the same, and written in another way"
	case sameWords:
		c.Text = "the words are the same, and stand elsewhere: " + firstDifference(strings.Split(string(was), "\n"), strings.Split(now, "\n"))
	default:
		c.Text = "other words: " + firstDifference(a, b)
	}
	return nil
}

// firstDifference says where two texts begin to differ.
func firstDifference(a, b []string) string {
	for i := range max(len(a), len(b)) {
		var x, y string
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return fmt.Sprintf("%q was, %q is", strings.TrimSpace(x), strings.TrimSpace(y))
		}
	}
	return "none"
}
