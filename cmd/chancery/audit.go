package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"chancery/archive/cms"
	"chancery/archive/site"
	"chancery/archive/tlog"

	"github.com/urfave/cli/v2"
)

// auditVerb is "chancery audit".
func (p *program) auditVerb() *cli.Command {
	return &cli.Command{
		Name:      "audit",
		Usage:     "see that nothing in an office's log was changed or taken out",
		UsageText: "chancery audit SITE|LOG --log FILE [--since HEAD]...",
		Description: `Reads all of the log of what an office published, of a site or of a copy of its
folder log, and says whether it is whole and signed by the office. HEAD is the
file log/checkpoint as it was some time ago, kept by somebody else than the
office: the log has to have all that it had then, unchanged. --log names the
public key of the log, which you have from the office and not from the log.

What is wrong is printed, all of it (exit code 1). Nothing is asked online.

Example:

    cp site/log/checkpoint kept-2018-07
    chancery audit site --log office.log --since kept-2018-07`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "log", TakesFile: true, Usage: "the public key of the log is in `FILE`"},
			&cli.StringSliceFlag{Name: "since", TakesFile: true, Usage: "the log goes on from that of the `HEAD` which was kept; may be given again"},
			quietFlag("print no more than what is wrong"),
			jsonFlag(),
		},
		Action: p.audit,
	}
}

// audit is the verb.
func (p *program) audit(c *cli.Context) error {
	dirs, err := operands(c, 1, 1, "site or log")
	if err != nil {
		return err
	}
	if !c.IsSet("log") {
		return &usageError{"audit needs --log", "name the file with the public key of the log"}
	}
	key, err := readOperand(c.String("log"))
	if err != nil {
		return err
	}
	since := c.StringSlice("since")
	heads := make([][]byte, len(since))
	for i, name := range since {
		if heads[i], err = readOperand(name); err != nil {
			return err
		}
	}
	dir := dirs[0]
	if _, err := os.Stat(filepath.Join(dir, site.LogFolder, tlog.Checkpoint)); err == nil {
		dir = filepath.Join(dir, site.LogFolder)
	} else if _, err := os.Stat(filepath.Join(dir, tlog.Checkpoint)); err != nil {
		return &usageError{fmt.Sprintf("there is no log at %q", dir), "name a site that has one, or its folder log, with the file checkpoint in it"}
	}
	a, err := tlog.Audit(os.DirFS(dir), string(key), heads...)
	var path *fs.PathError
	if err != nil && !errors.As(err, &path) {
		return &usageError{c.String("log") + ": " + err.Error(), "it is the file log/public-key of a site, of one line"}
	}
	if err != nil {
		return fmt.Errorf("reading the log: %w", err)
	}
	return p.printAudit(c, a, since)
}

// printAudit says what an audit found.
func (p *program) printAudit(c *cli.Context, a *tlog.Audited, since []string) error {
	whole := len(a.Faults) == 0
	switch {
	case c.Bool("json"):
		if err := p.printJSON(struct {
			Origin string   `json:"origin"`
			Size   int64    `json:"size"`
			Whole  bool     `json:"whole"`
			Older  []int64  `json:"older"` // sizes; -1 where the log is no continuation
			Faults []string `json:"faults"`
		}{a.Origin, a.Size, whole, append([]int64{}, a.Older...), append([]string{}, a.Faults...)}); err != nil {
			return err
		}
	case !whole:
		fmt.Fprintf(p.out, "The log %s is not what it should be:\n", cms.Clean(a.Origin))
		for _, f := range a.Faults {
			fmt.Fprintf(p.out, "    %s\n", cms.Clean(f))
		}
	case !c.Bool("quiet"):
		fmt.Fprintf(p.out, "The log %s is whole: %d entries, signed by its key.\n", cms.Clean(a.Origin), a.Size)
		for i, name := range since {
			fmt.Fprintf(p.out, "since %s: all %d entries are there, unchanged\n", name, a.Older[i])
		}
		if len(since) == 0 {
			fmt.Fprintln(p.out, "Whether anything was changed before, only an older head can tell (--since): keep its file checkpoint.")
		}
	}
	if !whole {
		return &sourceError{}
	}
	return nil
}
