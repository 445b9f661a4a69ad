package press

import (
	"runtime"

	"chancery/fonts"
	"chancery/layout/compose"
	"chancery/layout/hyphen"
)

// Prepare begins to read what nearly every packet is set with, beside what the
// caller does next: the default family, the patterns of English. It is for a
// program that builds one packet and ends; the build takes what is ready and
// waits for the rest. A packet in other faces leaves it unused. On one core it
// does nothing.
func (p *Press) Prepare() {
	if runtime.GOMAXPROCS(0) < 2 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.coming != nil || len(p.free) > 0 {
		return
	}
	coming := make(chan *compose.Memory, 2)
	p.coming = coming
	go func() {
		defer close(coming)
		family, err := fonts.Lookup(fonts.Families()[0])
		if err != nil {
			return
		}
		regular, bold, italic := family.Face(false, false), family.Face(true, false), family.Face(false, true)
		coming <- withFaces(regular, bold, italic) // for who sets the documents
		hyphen.Load("en-US")
		coming <- withFaces(regular) // for who helps
	}()
}

// withFaces is a memory that has read faces.
func withFaces(faces ...*fonts.Face) *compose.Memory {
	m := compose.NewMemory()
	for _, f := range faces {
		m.Shaper.Prepare(f)
	}
	return m
}
