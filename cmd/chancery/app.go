package main

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"
)

// app is the table of verbs.
func (p *program) app() *cli.App {
	app := &cli.App{
		Name:      "chancery",
		HelpName:  "chancery",
		Usage:     "press releases and official letters, typeset and archival",
		UsageText: "chancery VERB [flags] [operands]",
		Description: `A packet is a folder of plain text: packet.yaml, and a Markdown file for each
document. Chancery sets it as letter.pdf and release.pdf (each PDF/A-2a and
PDF/UA-1) and packet.epub (EPUB 3.3). The same source gives the same bytes.

Begin with

    chancery init my-packet
    chancery build my-packet

Flags may stand before and after operands; "--" ends them. Exit codes:
` + exitText + `

SOURCE_DATE_EPOCH, if set, is the date that the files' metadata carry.`,
		Commands: []*cli.Command{
			p.initVerb(), p.buildVerb(), p.checkVerb(), p.showVerb(), p.configVerb(), p.schemaVerb(), p.signVerb(),
			p.verifyVerb(), p.publishVerb(), p.auditVerb(), p.archiveVerb(), p.rebuildVerb(), p.letterheadsVerb(), p.fontsVerb(), p.languagesVerb(), p.completionVerb(), p.versionVerb(), p.helpVerb(),
		},
		Flags:           []cli.Flag{&cli.BoolFlag{Name: "version", Aliases: []string{"v"}, Usage: "print the version", DisableDefaultText: true}},
		HideHelpCommand: true, // helpVerb is ours
		// A file's name may have a comma.
		DisableSliceFlagSeparator: true,
		HideVersion:               true,
		Writer:                    p.out,
		ErrWriter:                 io.Discard, // what is wrong is said once, by report
		ExitErrHandler:            func(*cli.Context, error) {},
	}
	for _, c := range app.Commands {
		c.HideHelpCommand = true // "help" may be the name of a packet
		c.OnUsageError = func(_ *cli.Context, err error, _ bool) error { return &usageError{err.Error(), ""} }
	}
	return app
}

// helpVerb is "chancery help".
func (p *program) helpVerb() *cli.Command {
	return &cli.Command{
		Name:        "help",
		Usage:       "say how a verb is used",
		UsageText:   "chancery help [VERB]",
		Description: "Example:\n\n    chancery help build",
		Action: func(c *cli.Context) error {
			verbs, err := operands(c, 0, 1, "verb")
			if err != nil {
				return err
			}
			if len(verbs) == 0 {
				return cli.ShowAppHelp(c)
			}
			if c.App.Command(verbs[0]) == nil {
				return unknownVerb(c.App, verbs[0])
			}
			return cli.ShowCommandHelp(c, verbs[0])
		},
	}
}

// quietFlag and jsonFlag are what verbs have in common.
func quietFlag(usage string) cli.Flag {
	return &cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: usage, DisableDefaultText: true}
}

func jsonFlag() cli.Flag {
	return &cli.BoolFlag{Name: "json", Usage: "print the result as JSON, for machines", DisableDefaultText: true}
}

// plural is "1 error" or "3 errors".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
