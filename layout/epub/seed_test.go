package epub

import (
	"strings"
	"testing"
	"time"

	"chancery/layout"
	"chancery/source"
)

// seed is the packet that Chancery exists for, with its letterhead and made-up
// pages.
func seed(t testing.TB) Input {
	t.Helper()
	p, problems, err := source.Load("../../assets/packets/2018-06-19-family-separation", source.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	if problems.Errors() > 0 {
		t.Fatal(problems)
	}
	in := Input{Packet: p, Cover: Cover{PNG: dot(60, 80), Width: 60, Height: 80},
		Modified: time.Date(2018, 6, 19, 0, 0, 0, 0, time.UTC), Version: "0.1"}
	for _, d := range p.Documents {
		l := edition(d.Name, "4f6c1d3e-0000-5000-8000-00000000000"+string(rune('0'+len(d.Name))),
			start(d.Date.ID, 0), start(d.Body[2].ID, strings.Index(source.PlainText(d.Body[2].Inlines), " the ")+1), start(d.Body[4].ID, 0))
		if d.Letter != nil {
			l.Masthead = masthead()
			l.Starts = append(l.Starts, layout.PageStart{Page: 3, Label: "4", ID: d.Letter.Signatories[12].ID})
		}
		in.Layouts = append(in.Layouts, l)
	}
	return in
}
