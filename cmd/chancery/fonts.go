package main

import (
	"fmt"
	"os"
	"strings"

	"chancery/layout/press"
	"chancery/source"

	"github.com/urfave/cli/v2"
)

// fontsVerb is "chancery fonts".
func (p *program) fontsVerb() *cli.Command {
	return &cli.Command{
		Name:      "fonts",
		Usage:     "list the fonts that there are",
		UsageText: "chancery fonts [PACKET] [--check FILE]",
		Description: `Lists the families that PACKET (without one, the packet or the office in this
folder) could be set in: those in the folder fonts beside its files, beside
office.yaml and in the folder of resources that it names, and those built in,
the default first; with their styles and what
they cover: how many characters, and of which scripts.

With --check it says whether Chancery could use a font file, and why not: it
takes static TrueType that may be embedded and subset, not PostScript outlines
(most .otf) and not variable fonts.

Examples:

    chancery fonts
    chancery fonts --check Office-Regular.ttf`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "check", TakesFile: true, Usage: "say whether the font in `FILE` could be used"},
			resourcesFlag(),
			jsonFlag(),
		},
		Action: p.fonts,
	}
}

// fonts is the verb.
func (p *program) fonts(c *cli.Context) error {
	packets, err := operands(c, 0, 1, "packet")
	if err != nil {
		return err
	}
	var problems source.Problems
	list := []press.FontFamily{}
	if path := c.String("check"); c.IsSet("check") {
		if len(packets) > 0 {
			return &usageError{"--check looks at one file, and at no packet", c.Command.UsageText}
		}
		f, err := press.CheckFont(path)
		if err != nil {
			return err
		}
		if !c.Bool("json") {
			fmt.Fprintf(p.out, "%s: the font can be used\n", path)
		}
		list = append(list, *f)
	} else {
		packet := packetHere(packets)
		shared, err := sharedFolder(c)
		if err != nil {
			return err
		}
		if list, problems, err = press.Fonts(packet, shared); err != nil {
			return err
		}
	}
	if c.Bool("json") {
		if err := p.printJSON(list); err != nil {
			return err
		}
		return problemsError(problems)
	}
	for i, f := range list {
		if i > 0 {
			fmt.Fprintln(p.out)
		}
		p.printFamily(f)
	}
	return problemsError(problems)
}

// packetHere is the packet that a verb names, or the folder where it works if that
// holds a packet or an office, else "".
func packetHere(packets []string) string {
	if len(packets) > 0 {
		return packets[0]
	}
	for _, name := range []string{"packet.yaml", "office.yaml"} {
		if _, err := os.Stat(name); err == nil {
			return "."
		}
	}
	return ""
}

// problemsError is problems as an error, nil where there are none.
func problemsError(ps source.Problems) error {
	if ps.Errors() == 0 {
		return nil
	}
	return ps
}

// printFamily prints what a family has.
func (p *program) printFamily(f press.FontFamily) {
	small := "none"
	if f.SmallCaps {
		small = "real"
	}
	var scripts []string
	for _, s := range f.Scripts {
		scripts = append(scripts, fmt.Sprintf("%s %d", strings.ReplaceAll(s.Name, "_", " "), s.Characters))
	}
	if f.From == "fonts" {
		f.Name += " (the office's own)"
	}
	fmt.Fprintf(p.out, "%s\n  styles      %s\n  small caps  %s\n  characters  %d", f.Name, strings.Join(f.Styles, ", "), small, f.Characters)
	if len(scripts) > 0 {
		fmt.Fprintf(p.out, ", among them %s", strings.Join(scripts, ", "))
	}
	fmt.Fprintln(p.out)
}
