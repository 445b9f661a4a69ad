package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"

	"chancery/layout/press"
	"chancery/source"

	"github.com/urfave/cli/v2"
)

// letterheadsVerb is "chancery letterheads".
func (p *program) letterheadsVerb() *cli.Command {
	return &cli.Command{
		Name:      "letterheads",
		Usage:     "list the letterheads that there are",
		UsageText: "chancery letterheads [PACKET]",
		Description: `Lists the letterheads that PACKET (without one, a packet in this folder) could
name: those in the folder letterheads beside its files, beside office.yaml and
in the folder of resources that it names, and those built in. A nearer one hides
another of its name. A letterhead is a folder that holds
letterhead.yaml; adding one takes no program.

Example:

    chancery letterheads 2018-06-19-family-separation`,
		Flags:  []cli.Flag{resourcesFlag(), jsonFlag()},
		Action: p.letterheads,
	}
}

// letterheads is the verb.
func (p *program) letterheads(c *cli.Context) error {
	list, err := operands(c, 0, 1, "packet")
	if err != nil {
		return err
	}
	dir := "."
	if len(list) > 0 {
		dir = list[0]
		switch st, err := os.Stat(dir); {
		case errors.Is(err, fs.ErrNotExist):
			return &source.UsageError{Text: fmt.Sprintf("there is no packet at %q", dir), Hint: "name a folder, or none for this one"}
		case err != nil:
			return fmt.Errorf("looking at the packet: %w", err)
		case !st.IsDir():
			dir = filepath.Dir(dir)
		}
	}
	shared, err := sharedFolder(c)
	if err != nil {
		return err
	}
	heads := press.Letterheads(dir, shared)
	if c.Bool("json") {
		return p.printJSON(append([]press.Letterhead{}, heads...))
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 3, ' ', 0)
	for _, h := range heads {
		fmt.Fprintf(w, "%s\t%s\t%s\n", h.Name, h.From, h.Description)
	}
	return w.Flush()
}
