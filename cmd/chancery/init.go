package main

import (
	"fmt"

	"chancery/layout/press"

	"github.com/urfave/cli/v2"
)

// initVerb is "chancery init".
func (p *program) initVerb() *cli.Command {
	return &cli.Command{
		Name:      "init",
		Usage:     "start a packet",
		UsageText: "chancery init [DIR] [--example]",
		Description: `Writes a release and a letter to begin with into the folder DIR (without one,
packet). They build at once. Nothing is ever overwritten. Below a folder that
holds office.yaml the packet gets none of its own: the office is written once.

With --example it is the release and the letter that 21 attorneys general sent
on June 19, 2018 (without DIR, in 2018-06-19-family-separation).

Examples:

    chancery init 2026-01-15-price-notices
    chancery init --example`,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "example", Usage: "write the packet of June 19, 2018", DisableDefaultText: true},
			quietFlag("print nothing"),
			jsonFlag(),
		},
		Action: p.init,
	}
}

// init is the verb.
func (p *program) init(c *cli.Context) error {
	list, err := operands(c, 0, 1, "folder")
	if err != nil {
		return err
	}
	dir := ""
	if len(list) > 0 {
		if dir = list[0]; dir == "" {
			return &usageError{"the folder has no name", c.Command.UsageText}
		}
	}
	s, err := press.Init(dir, c.Bool("example"))
	switch {
	case err != nil:
		return err
	case c.Bool("json"):
		return p.printJSON(s)
	case c.Bool("quiet"):
		return nil
	}
	for _, f := range s.Files {
		fmt.Fprintln(p.out, f)
	}
	if s.Office != "" {
		fmt.Fprintf(p.out, "\nThe office is the one in %s.\n", s.Office)
	}
	shown := shellWord(s.Dir)
	fmt.Fprintf(p.out, "\nSet it with\n\n    chancery build %s\n\n", shown)
	if !c.Bool("example") {
		edit := "office.yaml, release.md and letter.md"
		if s.Office != "" {
			edit = "release.md and letter.md"
		}
		fmt.Fprintf(p.out, "then write your own words into %s,\nand see what is wrong with\n\n    chancery check %s\n", edit, shown)
	}
	return nil
}
