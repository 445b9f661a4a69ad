package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"chancery/archive/sign"

	"github.com/urfave/cli/v2"
)

// fieldJSON is a signature field as machines read it.
type fieldJSON struct {
	Name      string `json:"name"`
	Title     string `json:"title,omitempty"`
	Page      int    `json:"page,omitempty"`
	Visible   bool   `json:"visible"`
	State     string `json:"state"` // free, signed, certified, timestamp
	Signer    string `json:"signer,omitempty"`
	Claimed   string `json:"claimed,omitempty"` // when, as the signer says
	Timestamp string `json:"timestamp,omitempty"`
	Until     string `json:"until,omitempty"` // when the certificate expires
	Level     string `json:"level,omitempty"`
	Reason    string `json:"reason,omitempty"`
}

// signStatus is "chancery sign --status".
func (p *program) signStatus(c *cli.Context, name string) error {
	data, err := readOperand(name)
	if err != nil {
		return err
	}
	doc, err := sign.Open(data)
	if err != nil {
		return &sourceError{fmt.Sprintf("%s: %v", name, err)}
	}
	fields := make([]fieldJSON, 0, len(doc.Fields))
	signed, people := 0, 0
	for _, f := range doc.Fields {
		j := fieldStatus(doc, f)
		if j.State != "timestamp" {
			people++
			if j.State != "free" {
				signed++
			}
		}
		fields = append(fields, j)
	}
	if c.Bool("json") {
		return p.printJSON(struct {
			File      string      `json:"file"`
			Certified int         `json:"certified,omitempty"` // P of DocMDP
			Fields    []fieldJSON `json:"fields"`
		}{name, doc.Certified, fields})
	}
	if len(fields) == 0 {
		fmt.Fprintf(p.out, "%s has no signature field, and nobody has signed it\n", name)
		return nil
	}
	fmt.Fprintf(p.out, "%s: %d of %s signed\n", name, signed, plural(people, "signature field"))
	w := tabwriter.NewWriter(p.out, 0, 0, 3, ' ', 0)
	for _, f := range fields {
		where := f.Title
		if f.Page > 0 && f.Visible {
			where = fmt.Sprintf("%s (page %d)", f.Title, f.Page)
		}
		switch f.State {
		case "free":
			fmt.Fprintf(w, "  %s\tfree\t%s\n", f.Name, where)
		case "timestamp":
			fmt.Fprintf(w, "  %s\ttimestamp\tby %s, %s, good until %s\n", f.Name, unread(f.Signer), f.Timestamp, f.Until)
		default:
			when := f.Timestamp
			if when == "" && f.Claimed != "" {
				when = f.Claimed + " by the signer's clock"
			}
			fmt.Fprintf(w, "  %s\t%s\tby %s, %s, level %s\n", f.Name, f.State, unread(f.Signer), when, f.Level)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if doc.Certified == 1 {
		fmt.Fprintln(p.out, "Nobody may sign any more: the certification allows no change.")
	}
	if doc.Signed() {
		fmt.Fprintln(p.out, "This is what the file says of itself; nothing of it was checked.")
	}
	return nil
}

// fieldStatus says what a field has.
func fieldStatus(doc *sign.Document, f sign.Field) fieldJSON {
	j := fieldJSON{Name: f.Name, Title: f.Title, Page: f.Page, Visible: f.Width > 0 && f.Height > 0, State: "free"}
	s := f.Signature
	if s == nil {
		return j
	}
	j.State = "signed"
	switch {
	case s.Document:
		j.State = "timestamp"
	case s.Certifies > 0:
		j.State = "certified"
	}
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	j.Signer, j.Reason = s.Signer, s.Reason
	j.Claimed, j.Timestamp, j.Until = stamp(s.Date), stamp(s.Stamped), stamp(s.Until)
	if !s.Document {
		j.Level = doc.Level(s).String()
	}
	return j
}

// unread stands for a name that is not there.
func unread(name string) string {
	if name == "" {
		return "somebody whose certificate cannot be read"
	}
	return name
}
