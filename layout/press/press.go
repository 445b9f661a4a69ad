// Package press runs the whole way from a packet to its files: it reads the
// source, sets every document, writes the PDFs and the EPUB. It is the only part
// of layout that touches files, and the only one that a command line needs.
// Start reading at
// Build; who builds many packets keeps a Press.
package press

import (
	"context"
	"errors"
	"slices"
	"time"

	"chancery/layout"
	"chancery/layout/compose"
	"chancery/source"
)

// Options say what to set and where to put it.
type Options struct {
	Packet string // the packet's folder, or one .md file
	Output string // the folder for the files; "" is "dist"
	// Settings win over what the sources say, by key ("size": "12"), as flags give them.
	Settings map[string]string
	// Epoch, if not zero, is the date that the files' metadata carry
	// (SOURCE_DATE_EPOCH); else it is the latest date of the documents, 00:00 UTC.
	Epoch time.Time
	// Formats are what is made; empty: all of them. With some of them alone, the
	// packet's other files are left in the output folder as they are.
	Formats []Format
	// Progress, if not nil, is told what is done next: step of steps. It is called
	// from the goroutine that called Build.
	Progress func(step, steps int, what string)
}

// Format is a kind of file.
type Format string

// The formats.
const (
	PDF  Format = "pdf"
	EPUB Format = "epub"
)

// makes says whether files of a format are to be made.
func (o *Options) makes(f Format) bool {
	return len(o.Formats) == 0 || slices.Contains(o.Formats, f)
}

// File is a file that was made.
type File struct {
	Path      string `json:"path"`
	Document  string `json:"document,omitempty"` // the source document's name; "" for the EPUB
	Pages     int    `json:"pages"`
	Bytes     int64  `json:"bytes"`
	Standards string `json:"standards"`
}

// Result says what was made.
type Result struct {
	Files    []File          `json:"files"`
	Removed  []string        `json:"removed,omitempty"` // stale files of this packet
	Warnings source.Problems `json:"-"`
}

// Build sets a packet and writes letter.pdf, release.pdf (named after the
// documents' files) and packet.epub. The same source gives the same bytes.
//
// Everything is made in memory first; only then the files are written under
// temporary names and renamed, so that a failure leaves no part of a file. The
// error is source.Problems where the source is wrong (warnings among them), a
// *source.UsageError where there is no such packet, an *OutputError where the
// output folder holds a file that Chancery did not make, else a failure of the
// machine, wrapped with the path. A context that ends stops between two steps.
//
// Build is Press.Build of a new Press.
func Build(ctx context.Context, o Options) (*Result, error) { return New().Build(ctx, o) }

// Check reads a packet and sets it without writing anything: all that Build
// would find wrong. Warnings are among the problems; nil means that nothing is
// wrong. The error is of the machine, or a *source.UsageError.
func Check(ctx context.Context, o Options) (source.Problems, error) {
	_, problems, err := New().Make(ctx, o)
	var wrong source.Problems
	if errors.As(err, &wrong) {
		return wrong, nil
	}
	if err != nil {
		return nil, err
	}
	return problems, nil
}

// Load reads a packet with everything that the letterheads set, as Build does,
// and sets nothing.
func Load(path string, settings map[string]string) (*source.Packet, source.Problems, error) {
	l, problems, err := New().load(path, settings)
	return l.packet, problems, err
}

// loaded is a packet with what its own folders hold.
type loaded struct {
	packet *source.Packet
	heads  letterheads
	own    *compose.Resources // nil: nothing
}

// load reads a packet and its folders.
func (p *Press) load(path string, settings map[string]string) (loaded, source.Problems, error) {
	r := resources{library: &p.library}
	var out loaded
	var wrong source.Problems
	packet, problems, err := p.source.Load(path, source.Overrides{Settings: settings, Own: func(shared string) (source.Own, error) {
		r.folders = foldersOf(path, shared)
		out.heads = letterheads{r.folders.places()}
		var err error
		wrong, err = r.fonts()
		return source.Own{Letterhead: out.heads.settings, Faces: r.faces.Own(), Quotes: r.quotes}, err
	}})
	if err != nil {
		return loaded{}, nil, err
	}
	parts, failed, more, err := r.languages(packet)
	if err != nil {
		return loaded{}, nil, err
	}
	wrong = append(append(wrong, problems...), more...)
	out.packet, out.own = packet, p.library.together(parts)
	packet.Retitle(func(d *source.Document) string { return letterTitle(d, out.own) })
	more, err = unknowns(packet, out.heads.places, out.own, failed)
	if err != nil {
		return loaded{}, nil, err
	}
	return out, append(wrong, more...).Sort(), nil
}

// Set reads a packet and sets its documents, without engines and files: for
// tests and for tools that look at pages. Problems as in Build.
func Set(ctx context.Context, o Options) ([]*layout.Document, error) {
	j := job{o: &o, ctx: ctx, press: New()}
	if err := j.set(); err != nil {
		return nil, err
	}
	j.workers.drop()
	return j.docs, nil
}
