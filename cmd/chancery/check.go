package main

import (
	"errors"
	"fmt"

	"chancery/layout/press"
	"chancery/source"

	"github.com/urfave/cli/v2"
)

// checkVerb is "chancery check".
func (p *program) checkVerb() *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "say all that is wrong with packets",
		UsageText: "chancery check PACKET... [flags]",
		Description: `Reads and sets each packet as build does, and writes nothing. Every error and
every warning is printed with its place and what to do. Warnings alone leave the
exit code at 0, unless --strict is given.

With --json one list holds them all: objects with file, line, column, code,
severity, text, hint.

Example:

    chancery check 2018-06-19-family-separation`,
		Flags: append([]cli.Flag{quietFlag("print no more than what is wrong"), jsonFlag(),
			&cli.BoolFlag{Name: "strict", Usage: "count warnings as errors in the exit code", DisableDefaultText: true}}, settingFlags()...),
		Action: p.check,
	}
}

// check is the verb.
func (p *program) check(c *cli.Context) error {
	packets, err := operands(c, 1, -1, "packet")
	if err != nil {
		return err
	}
	var failed []error
	var all source.Problems
	for _, packet := range packets {
		o, err := p.options(c, packet)
		if err != nil {
			return err
		}
		var g *progress
		if p.terminal && !c.Bool("quiet") {
			g = startProgress(p.errs, patience)
			o.Progress = g.step
		}
		problems, err := press.Check(c.Context, o)
		g.done()
		if err != nil {
			failed = append(failed, err)
			if c.Context.Err() != nil {
				break
			}
			continue
		}
		all = append(all, problems...)
		if !c.Bool("json") {
			p.printProblems(problems, packet, len(packets) > 1, c.Bool("quiet"))
		}
	}
	if c.Bool("json") {
		if err := p.printJSON(problemsJSON(all)); err != nil {
			return err
		}
	}
	if all.Errors() > 0 || c.Bool("strict") && len(all) > 0 {
		failed = append(failed, &sourceError{})
	}
	return errors.Join(failed...)
}

// printProblems prints what was found in one packet: the problems as diagnostics,
// their number as the result.
func (p *program) printProblems(problems source.Problems, packet string, several, quiet bool) {
	result := "no problems"
	if len(problems) > 0 {
		fmt.Fprintln(p.errs, problems.Error())
		result = counts(problems)
	}
	if several {
		result = packet + ": " + result
	}
	if !quiet {
		fmt.Fprintln(p.out, result)
	}
}
