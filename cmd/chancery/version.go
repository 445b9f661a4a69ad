package main

import (
	"fmt"
	"runtime"

	"chancery/layout"

	"github.com/urfave/cli/v2"
)

// versionVerb is "chancery version".
func (p *program) versionVerb() *cli.Command {
	return &cli.Command{
		Name:      "version",
		Usage:     "print the version",
		UsageText: "chancery version [--json]",
		Description: `Prints the version of Chancery, the version of Go that it was built with and the
system that it was built for. Chancery's version is all that its files know of
these: the others change no byte of them.

Example:

    chancery version`,
		Flags: []cli.Flag{jsonFlag()},
		Action: func(c *cli.Context) error {
			if _, err := operands(c, 0, 0, ""); err != nil {
				return err
			}
			if c.Bool("json") {
				return p.printJSON(struct {
					Version string `json:"version"`
					Go      string `json:"go"`
					OS      string `json:"os"`
					Arch    string `json:"arch"`
				}{layout.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH})
			}
			fmt.Fprintf(p.out, "chancery %s, built with %s for %s/%s\n", layout.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
}
