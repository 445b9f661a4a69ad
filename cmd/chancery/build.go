package main

import (
	"errors"
	"fmt"
	"text/tabwriter"

	"chancery/layout/press"
	"chancery/source"

	"github.com/urfave/cli/v2"
)

// buildVerb is "chancery build".
func (p *program) buildVerb() *cli.Command {
	return &cli.Command{
		Name:      "build",
		Usage:     "set a packet and write its files",
		UsageText: "chancery build PACKET [--output DIR] [flags]",
		Description: `PACKET is a folder that holds packet.yaml, or one Markdown file whose front
matter says its kind. Each document becomes a PDF of its name, the whole packet
packet.epub. One line is printed for each file: pages, size, standards.

Nothing is written where anything is wrong with the source: every fault is
printed, with its place and what to do. A file that Chancery did not make, or
that somebody changed since, is never overwritten; a file that the packet no
longer makes is removed.

Examples:

    chancery build 2018-06-19-family-separation
    chancery build letter.md --output /tmp/draft --size 12 --letterhead none`,
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "dist", TakesFile: true, Usage: "write into the folder `DIR`"},
			&cli.StringFlag{Name: "format", Usage: "make files of one `KIND` alone, pdf or epub, and leave the others as they are"},
			quietFlag("print no more than what is wrong"),
			jsonFlag(),
		}, settingFlags()...),
		Action: p.build,
	}
}

// build is the verb.
func (p *program) build(c *cli.Context) error {
	list, err := operands(c, 1, 1, "packet")
	if err != nil {
		return err
	}
	o, err := p.options(c, list[0])
	if err != nil {
		return err
	}
	if o.Output = c.String("output"); o.Output == "" {
		return &usageError{"--output names no folder", "leave it out to write into dist"}
	}
	switch f := press.Format(c.String("format")); f {
	case "":
	case press.PDF, press.EPUB:
		o.Formats = []press.Format{f}
	default:
		return &usageError{fmt.Sprintf("--format cannot be %q", f), "pdf or epub; leave it out to make both"}
	}
	var g *progress
	if p.terminal && !c.Bool("quiet") {
		g = startProgress(p.errs, patience)
		o.Progress = g.step
	}
	res, err := p.press.Build(c.Context, o)
	g.done()
	if c.Bool("json") {
		return p.buildJSON(res, err)
	}
	var problems source.Problems
	if errors.As(err, &problems) {
		return errors.Join(problems, &sourceError{counts(problems) + "; nothing was written"})
	}
	if err != nil {
		return err
	}
	if len(res.Warnings) > 0 {
		fmt.Fprintln(p.errs, res.Warnings.Error())
	}
	if !c.Bool("quiet") {
		p.printFiles(res)
	}
	return nil
}

// buildJSON prints what was made, or all that is wrong, for machines.
func (p *program) buildJSON(res *press.Result, err error) error {
	var problems source.Problems
	if err != nil && !errors.As(err, &problems) {
		return err
	}
	if res == nil {
		res = &press.Result{Warnings: problems}
	}
	out := struct {
		Files    []press.File  `json:"files"`
		Removed  []string      `json:"removed"`
		Problems []problemJSON `json:"problems"`
	}{append([]press.File{}, res.Files...), append([]string{}, res.Removed...), problemsJSON(res.Warnings)}
	if e := p.printJSON(out); e != nil {
		return e
	}
	if err != nil {
		return &sourceError{}
	}
	return nil
}

// printFiles prints a line for each file.
func (p *program) printFiles(res *press.Result) {
	w := tabwriter.NewWriter(p.out, 0, 0, 3, ' ', 0)
	for _, f := range res.Files {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", f.Path, plural(f.Pages, "page"), size(f.Bytes), f.Standards)
	}
	w.Flush()
	for _, path := range res.Removed {
		fmt.Fprintf(p.out, "%s removed: the packet no longer makes it\n", path)
	}
}

// size prints a number of bytes as a person reads it, in powers of 1000.
func size(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 999_950:
		n := (bytes + 50) / 100
		return fmt.Sprintf("%d.%d kB", n/10, n%10)
	}
	n := (bytes + 50_000) / 100_000
	return fmt.Sprintf("%d.%d MB", n/10, n%10)
}

// counts is "2 errors and 1 warning".
func counts(ps source.Problems) string {
	e := ps.Errors()
	w := len(ps) - e
	switch {
	case w == 0:
		return plural(e, "error")
	case e == 0:
		return plural(w, "warning")
	}
	return plural(e, "error") + " and " + plural(w, "warning")
}
