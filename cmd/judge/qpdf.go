package main

import (
	"context"
	"path/filepath"
	"strings"
)

// qpdf judges the structure of PDF files: syntax, cross-references, streams.
// A warning is a fault.
func qpdf(ctx context.Context, files []string) ([]Verdict, error) {
	if err := readable(files); err != nil {
		return nil, err
	}
	tool, err := lookTool("qpdf")
	if err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(files))
	err = each(len(files), func(i int) error {
		path, err := filepath.Abs(files[i])
		if err != nil {
			return err
		}
		o, err := start(ctx, nil, tool, "--check", path)
		if err != nil {
			return err
		}
		v := Verdict{Judge: "qpdf", File: files[i], Pass: o.Code == 0}
		if !v.Pass {
			for line := range strings.Lines(string(o.Stderr)) {
				v.Faults = append(v.Faults, Fault{Rule: "--check", Count: 1, Text: strings.TrimSpace(line)})
			}
		}
		verdicts[i] = v
		return nil
	})
	return verdicts, err
}
