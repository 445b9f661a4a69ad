package linebreak

import "fmt"

// trace writes to Params.Trace, if there is one.
func (s *search) trace(format string, args ...any) {
	if s.p.Trace != nil {
		fmt.Fprintf(s.p.Trace, format, args...)
	}
}

// traceLine tells of a feasible line (TeX: The Program, §856).
func (s *search) traceLine(n, k int32, bad, demerits int64) {
	if s.p.Trace == nil {
		return
	}
	p := &s.places[k]
	kind := ""
	switch {
	case p.forced:
		kind = " forced"
	case p.disc:
		kind = " discretionary"
	}
	s.trace("@item %d%s via @@%d b=%d p=%d d=%d\n", p.item, kind, n, bad, p.penalty, demerits)
}

// traceNode tells of a node that is kept (TeX: The Program, §846).
func (s *search) traceNode(n int32) {
	if s.p.Trace == nil {
		return
	}
	nd := &s.nodes[n]
	p := &s.places[nd.place]
	hyphen, over := "", ""
	if p.flagged {
		hyphen = "-"
	}
	if nd.over > 0 {
		over = fmt.Sprintf(" over=%d", nd.over)
	}
	s.trace("@@%d: item %d line %d %v%s t=%d%s -> @@%d\n", n, p.item, nd.line, nd.class, hyphen, nd.demerits, over, nd.prev)
}
