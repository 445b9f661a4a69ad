package press

import (
	"context"
	"runtime"
	"sync"

	"chancery/layout/compose"
	"chancery/layout/pdf"
	"chancery/source"
)

// Press builds packets one after another, or several at once, and keeps what
// one build can give to the next: prepared faces, shaped words, and paragraphs
// that are the same in both. A letter to the next addressee, or the same packet
// after an edit, so costs a fraction of the first build. What it makes is the
// same, byte for byte, as what a new Press makes.
//
// A Press is safe for concurrent use. It is bounded: it keeps the memory of as
// many workers as there are cores (runtime.GOMAXPROCS), see compose.Memory and
// pdf.Writer for the bound of each. Of what is read from a packet's folder the
// words are kept, and from its folders fonts, hyphenation and labels up to 64
// files: every build reads all of them again, and what it knows of them counts
// while they hold the same bytes.
type Press struct {
	mu      sync.Mutex
	free    []held
	writers []*pdf.Writer
	library library
	source  source.Memory
	coming  <-chan *compose.Memory // of Prepare; closed when there are no more
}

// held is a memory that no worker has, with the resources that it knows.
type held struct {
	memory *compose.Memory
	own    *compose.Resources
}

// New makes a Press that knows nothing yet.
func New() *Press { return &Press{} }

// take gives a memory that no other worker has, for documents with these resources.
func (p *Press) take(own *compose.Resources) *compose.Memory {
	p.mu.Lock()
	if p.coming != nil && own == nil && len(p.free) == 0 {
		coming := p.coming
		p.mu.Unlock()
		if m := <-coming; m != nil {
			return m
		}
		p.mu.Lock()
		p.coming = nil
	}
	defer p.mu.Unlock()
	for i := len(p.free) - 1; i >= 0; i-- {
		if h := p.free[i]; h.own == own {
			p.free = append(p.free[:i], p.free[i+1:]...)
			return h.memory
		}
	}
	return compose.NewMemory()
}

// give puts a memory back. Where there are as many as cores the oldest goes.
func (p *Press) give(m *compose.Memory, own *compose.Resources) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) >= runtime.GOMAXPROCS(0) {
		p.free = append(p.free[:0], p.free[1:]...)
	}
	p.free = append(p.free, held{m, own})
}

// takeWriter gives a writer of PDF that no other worker has.
func (p *Press) takeWriter() *pdf.Writer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.writers); n > 0 {
		w := p.writers[n-1]
		p.writers = p.writers[:n-1]
		return w
	}
	return pdf.NewWriter()
}

// giveWriter puts a writer back.
func (p *Press) giveWriter(w *pdf.Writer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.writers) < runtime.GOMAXPROCS(0) {
		p.writers = append(p.writers, w)
	}
}

// Made is a file in memory.
type Made struct {
	File        // Path is the name alone, "letter.pdf"
	Data []byte // the whole file
}

// Make sets a packet and gives its files without writing any, with the warnings;
// Options.Output is not used. Errors as of Build.
func (p *Press) Make(ctx context.Context, o Options) ([]Made, source.Problems, error) {
	j := job{o: &o, ctx: ctx, press: p}
	if err := j.set(); err != nil {
		return nil, nil, err
	}
	var made []Made
	err := j.engines(func(name string, f *File, data []byte) {
		f.Path = name
		made = append(made, Made{*f, data})
	})
	if err != nil {
		return nil, nil, err
	}
	return made, j.problems, nil
}

// Build sets a packet and writes its files, as the function Build does.
func (p *Press) Build(ctx context.Context, o Options) (*Result, error) {
	j := job{o: &o, ctx: ctx, press: p}
	if err := j.set(); err != nil {
		return nil, err
	}
	out, err := j.write()
	if err != nil {
		return nil, err
	}
	res := &Result{Warnings: j.problems}
	if err := out.commit(res); err != nil {
		return nil, err
	}
	return res, nil
}
