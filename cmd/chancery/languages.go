package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"chancery/layout/press"

	"github.com/urfave/cli/v2"
)

// languagesVerb is "chancery languages".
func (p *program) languagesVerb() *cli.Command {
	return &cli.Command{
		Name:      "languages",
		Usage:     "list the languages that there are",
		UsageText: "chancery languages [PACKET] [--print LANGUAGE]",
		Description: `Lists the languages that PACKET (without one, the packet or the office in this
folder) has words or hyphenation for, and the files that they come from. A
document can be in a language that has words: what Chancery itself prints beside
what the writer wrote, the months among them. Its lines are hyphenated where
there are patterns, with the least letters before and after a hyphen.

A further language is a file in the folder labels, such as fr.yaml, and one in
the folder hyphenation, such as hyph-fr.tex of TeX's hyph-utf8 project, or
hyph-fr.pat.txt for patterns and hyph-fr.hyp.txt for divided words. Both folders
stand beside the packet's files, beside office.yaml, or in the folder of
resources that it names. All of these files are read and checked here.

With --print it prints the words that are built in, to begin a file with.

Examples:

    chancery languages my-packet
    chancery languages --print en-US > labels/fr.yaml`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "print", Usage: "print the built-in words of `LANGUAGE` as a file"},
			resourcesFlag(),
			jsonFlag(),
		},
		Action: p.languages,
	}
}

// languages is the verb.
func (p *program) languages(c *cli.Context) error {
	packets, err := operands(c, 0, 1, "packet")
	if err != nil {
		return err
	}
	if c.IsSet("print") {
		if len(packets) > 0 {
			return &usageError{"--print looks at no packet", c.Command.UsageText}
		}
		data, err := press.LabelFile(c.String("print"))
		if err == nil {
			p.out.Write(data)
		}
		return err
	}
	shared, err := sharedFolder(c)
	if err != nil {
		return err
	}
	list, problems, err := press.Languages(packetHere(packets), shared)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		if err := p.printJSON(list); err != nil {
			return err
		}
	} else {
		p.printLanguages(list)
	}
	if len(problems) > 0 && problems.Errors() == 0 {
		fmt.Fprintln(p.errs, problems.Error())
	}
	return problemsError(problems)
}

// printLanguages prints a line for each language.
func (p *program) printLanguages(list []press.Language) {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "LANGUAGE\tWORDS\tLETTERS\tHYPHENATION")
	for _, l := range list {
		words, hyphenation, letters := l.Words, strings.Join(l.Hyphenation, ", "), "-"
		if words == "" {
			words = "-"
		}
		if hyphenation == "" {
			hyphenation = "-"
		} else {
			letters = fmt.Sprintf("%d, %d", l.Left, l.Right)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Tag, words, letters, hyphenation)
	}
	w.Flush()
}
