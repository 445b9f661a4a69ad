package main

import (
	"encoding/json"
	"fmt"

	"chancery/source"
)

// problemJSON is a problem as machines read it.
type problemJSON struct {
	File     string     `json:"file"`
	Line     int        `json:"line,omitempty"`   // from 1; absent where the whole file is meant
	Column   int        `json:"column,omitempty"` // in characters, from 1
	Code     string     `json:"code"`
	Severity string     `json:"severity"` // "error" or "warning"
	Text     string     `json:"text"`
	Hint     string     `json:"hint,omitempty"`
	Notes    []noteJSON `json:"notes,omitempty"` // other places that belong to it
}

// noteJSON is a second place.
type noteJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Text   string `json:"text"`
}

// problemsJSON is problems as machines read them: an empty list, never null.
func problemsJSON(ps source.Problems) []problemJSON {
	out := make([]problemJSON, 0, len(ps))
	for _, p := range ps {
		j := problemJSON{File: p.Path, Code: p.Code, Severity: "error", Text: p.Text, Hint: p.Hint}
		if p.Warning {
			j.Severity = "warning"
		}
		if f := p.Span.File; f != nil {
			j.File = f.Name
			j.Line, j.Column = f.Position(p.Span.Start)
		}
		for _, r := range p.Related {
			n := noteJSON{Text: r.Text}
			if f := r.Span.File; f != nil {
				n.File = f.Name
				n.Line, n.Column = f.Position(r.Span.Start)
			}
			j.Notes = append(j.Notes, n)
		}
		out = append(out, j)
	}
	return out
}

// printJSON prints a result for machines.
func (p *program) printJSON(v any) error {
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	return nil
}
