package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/urfave/cli/v2"
)

// configVerb is "chancery config".
func (p *program) configVerb() *cli.Command {
	return &cli.Command{
		Name:      "config",
		Usage:     "print what holds for a packet, and what set it",
		UsageText: "chancery config PACKET [flags]",
		Description: `Prints each effective value of the packet and of its documents with the place
that set it. The nearest wins: built in, the letterhead's folder, office.yaml,
packet.yaml, front matter, flags.

Example:

    chancery config 2018-06-19-family-separation --size 12`,
		Flags:  append([]cli.Flag{jsonFlag()}, settingFlags()...),
		Action: p.config,
	}
}

// config is the verb.
func (p *program) config(c *cli.Context) error {
	packet, err := p.load(c)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		type setting struct {
			Document string `json:"document"` // "" for the packet
			Key      string `json:"key"`
			Value    string `json:"value"`
			From     string `json:"from"`
		}
		list := make([]setting, 0, len(packet.Config))
		for _, s := range packet.Config {
			list = append(list, setting{s.Document, s.Key, s.Value, s.From})
		}
		return p.printJSON(list)
	}
	// The value comes last: a title is as long as it wants to be.
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "DOCUMENT\tKEY\tSET BY\tVALUE")
	for _, s := range packet.Config {
		document, value := s.Document, s.Value
		if document == "" {
			document = "(packet)"
		}
		if value == "" {
			value = "-"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", document, s.Key, s.From, value)
	}
	return w.Flush()
}
