package main

import (
	"fmt"

	"chancery/layout/press"
	"chancery/source"

	"github.com/urfave/cli/v2"
)

// showVerb is "chancery show".
func (p *program) showVerb() *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "print what a packet says, as JSON",
		UsageText: "chancery show PACKET [flags]",
		Description: `Prints the packet as Chancery reads it, for machines: its documents, each with
its kind, the front matter under the front matter's own names, and the body as a
list of typed blocks (paragraph, heading, list, quotation, image, break).

Example:

    chancery show 2018-06-19-family-separation | jq '.documents[].kind'`,
		Flags:  settingFlags(),
		Action: p.show,
	}
}

// show is the verb.
func (p *program) show(c *cli.Context) error {
	packet, err := p.load(c)
	if err != nil {
		return err
	}
	data, err := source.Show(packet)
	if err != nil {
		return fmt.Errorf("showing %s: %w", packet.Dir, err)
	}
	p.out.Write(data)
	return nil
}

// load reads the packet that is a verb's only operand. Its warnings are printed;
// where there are errors too, they are the error.
func (p *program) load(c *cli.Context) (*source.Packet, error) {
	list, err := operands(c, 1, 1, "packet")
	if err != nil {
		return nil, err
	}
	packet, problems, err := press.Load(list[0], settingValues(c))
	if err != nil {
		return nil, err
	}
	if problems.Errors() > 0 {
		return nil, problems
	}
	if len(problems) > 0 {
		fmt.Fprintln(p.errs, problems.Error())
	}
	return packet, nil
}
