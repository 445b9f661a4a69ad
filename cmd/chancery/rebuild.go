package main

import (
	"errors"
	"fmt"

	"chancery/archive/ocfl/folder"
	"chancery/archive/official"
	"chancery/source"

	"github.com/urfave/cli/v2"
)

// rebuildVerb is "chancery rebuild".
func (p *program) rebuildVerb() *cli.Command {
	return &cli.Command{
		Name:      "rebuild",
		Usage:     "build an archived source again and compare it with what was issued",
		UsageText: "chancery rebuild ID|OBJECT [--store DIR] [--version N]",
		Description: `The proof that a document is what its archived source says: the source is built
again, and the files are compared byte for byte, up to the first signature.

The same version of Chancery, built with the same version of Go, makes the same
bytes: where they differ then, the files are not what the source says (exit code
1). With another version other bytes prove nothing: then the words and all that
stands on the pages are compared with what was archived of them, and it is said
that the bytes could not be (exit code 3).

ID is a document of the store, or its reference; OBJECT is the folder of one
object, which may come from elsewhere.

Example:

    chancery rebuild 2018-0123 --store /srv/archive`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "store", TakesFile: true, Usage: "the store is the folder `DIR`", DefaultText: "CHANCERY_STORE"},
			&cli.IntFlag{Name: "version", Usage: "build version `N`", DefaultText: "the newest"},
			jsonFlag(),
		},
		Action: func(c *cli.Context) error { return archiveError(p.rebuild(c)) },
	}
}

// rebuild is the verb.
func (p *program) rebuild(c *cli.Context) error {
	list, err := operands(c, 1, 1, "document")
	if err != nil {
		return err
	}
	d, err := p.archived(c, list[0])
	if err != nil {
		return err
	}
	n := c.Int("version")
	if c.IsSet("version") && (n < 1 || d.Inventory.Version(n) == nil) {
		return &usageError{fmt.Sprintf("%s has no version %d", d.Record.ID, n), fmt.Sprintf("its versions are 1 to %d", d.Inventory.HeadNumber())}
	}
	r, err := d.Rebuild(c.Context, n)
	var problems source.Problems
	if errors.As(err, &problems) {
		fmt.Fprintln(p.errs, problems.Error())
		fmt.Fprintf(p.errs, "this version of Chancery does not take the source of %s any more: it was built with %s\n", d.Record.ID, d.Record.Tool.Version)
		return &unknownError{}
	}
	if err != nil {
		return err
	}
	if c.Bool("json") {
		err = p.printJSON(r)
	} else {
		p.printRebuilt(r)
	}
	switch {
	case err != nil:
		return err
	case r.Same:
		return nil
	case r.SameTool:
		return &sourceError{}
	}
	return &unknownError{}
}

// archived is the document that an operand means.
func (p *program) archived(c *cli.Context, name string) (*official.Document, error) {
	if has(name, "0=ocfl_object_*") {
		d, err := folder.Open(name)
		if err != nil {
			return nil, err
		}
		return official.ReadDocument(c.Context, d, "")
	}
	a, _, err := p.openArchive(c)
	if err != nil {
		return nil, err
	}
	return document(c.Context, a, name)
}

// printRebuilt says what came of it.
func (p *program) printRebuilt(r *official.Rebuilt) {
	switch {
	case r.Same:
		fmt.Fprintf(p.out, "SAME\n\n%s, version %d: its source makes the same files, byte for byte", r.ID, r.Version)
		fmt.Fprint(p.out, " (up to the first signature)\n")
	case r.SameTool:
		fmt.Fprintf(p.out, "DIFFERENT\n\n%s, version %d: its source does not make the files that were issued\n", r.ID, r.Version)
	default:
		fmt.Fprintf(p.out, "UNKNOWN\n\n%s, version %d: it was built with Chancery %s (%s), and this is %s (%s);\nbytes can be compared with that one alone\n",
			r.ID, r.Version, r.Then.Version, r.Then.Go, r.Now.Version, r.Now.Go)
	}
	for _, f := range r.Files {
		text := f.Text
		if f.Bytes {
			text = "the same bytes"
		}
		fmt.Fprintf(p.out, "    %s: %s\n", f.Name, text)
	}
}
