package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// progress shows on a terminal what is being done, from the first second on: work
// that takes less is nobody's business.
type progress struct {
	w     io.Writer
	mu    sync.Mutex
	line  string // what to show
	shown int    // characters on the terminal
	late  bool   // the second is over
	timer *time.Timer
}

// patience is how long a run may take before it says what it does.
const patience = time.Second

// startProgress begins to count.
func startProgress(w io.Writer, patience time.Duration) *progress {
	g := &progress{w: w}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.timer = time.AfterFunc(patience, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.timer == nil {
			return
		}
		g.late = true
		g.show(g.line)
	})
	return g
}

// step says what is done next; it is a press.Options.Progress.
func (g *progress) step(step, steps int, what string) {
	g.say(fmt.Sprintf("%d/%d %s", step+1, steps, what))
}

// say says what is done.
func (g *progress) say(line string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.line = line
	if g.late {
		g.show(g.line)
	}
}

// done takes the line away.
func (g *progress) done() {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.timer.Stop()
	g.timer = nil
	if g.shown > 0 {
		g.show("")
		io.WriteString(g.w, "\r")
	}
}

// show replaces the line.
func (g *progress) show(line string) {
	n := utf8.RuneCountInString(line)
	fmt.Fprint(g.w, "\r", line, strings.Repeat(" ", max(g.shown-n, 0)))
	g.shown = n
}
