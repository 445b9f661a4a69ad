package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/archive/ocfl"
	"chancery/archive/official"
	"chancery/archive/transfer"

	"github.com/urfave/cli/v2"
)

// archiveAction is what "chancery archive" can do: its first operand.
type archiveAction struct {
	name     string
	operands string   // what it is done to; "" nothing, severalIDs any number
	flags    []string // beside those that all have
	run      func(p *program, c *cli.Context, operand string) error
}

// severalIDs is any number of documents.
const severalIDs = "[ID...]"

// archiveActions are what it can do, in the order in which they are listed.
var archiveActions = []archiveAction{
	{"put", "PACKET", []string{"message", "by", "id", "signed", "signature", "report", "key", "password-fd"}, (*program).archivePut},
	{"list", "", nil, (*program).archiveList},
	{"log", "ID", nil, (*program).archiveLog},
	{"get", "ID", []string{"version", "output"}, (*program).archiveGet},
	{"withdraw", "ID", []string{"message", "by"}, (*program).archiveWithdraw},
	{"supersede", "ID", []string{"with", "message", "by"}, (*program).archiveSupersede},
	{"verify", "", []string{"sample", "restart", "by"}, (*program).archiveVerify},
	{"repair", "", nil, (*program).archiveRepair},
	{"export", severalIDs, []string{"output", "info"}, (*program).archiveExport},
}

// archiveVerb is "chancery archive".
func (p *program) archiveVerb() *cli.Command {
	return &cli.Command{
		Name:      "archive",
		Usage:     "keep official documents, with all that is known of them, for decades",
		UsageText: "chancery archive put|list|log|get|withdraw|supersede|verify|repair|export [operand] --store DIR|s3://… [flags]",
		Description: `A store is a folder that follows the Oxford Common File Layout 1.1. What an
office issued on one occasion is one object in it: the packet's source, the
files made of it, and a log. Nothing in it is ever changed or deleted.

    put PACKET      builds the packet and stores it; what is there already gets
                    a further version, and --message says why
    list            the documents, with status and number of versions
    log ID          every version: who, when, why
    get ID          writes the files of a version into a new folder
    withdraw ID     stores a version that says that the document no longer holds
    supersede ID    the same: another document, --with ID, has taken its place
    verify          reads everything, compares it with its digests, and writes a
                    record of that into the store; cut short, it goes on later
    repair          mends what a failing machine left of changes, in a bucket,
                    or where the file system cannot make them all at once
    export [ID...]  makes a bag of documents, or of all, to hand them on: the
                    folder --output, as BagIt 1.0 has it, with an index and METS

ID is urn:OFFICE:REFERENCE as "put" prints it, or the reference alone. The store
is --store, or else CHANCERY_STORE; "put" makes it where there is none. A bucket
is s3://BUCKET/FOLDER?region=…&endpoint=…, for chancery-s3 ("make s3"), which
takes credentials from the environment or the usual files.

Examples:

    export CHANCERY_STORE=/srv/archive CHANCERY_BY="A. Clerk <clerk@ag.gov>"
    chancery archive put 2018-06-19-family-separation
    chancery archive log 2018-0123
    chancery archive verify --sample 5`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "store", TakesFile: true, Usage: "the store is the folder `DIR`, or the bucket s3://…", DefaultText: "CHANCERY_STORE"},
			&cli.StringFlag{Name: "message", Aliases: []string{"m"}, Usage: "say `WHY` this is stored"},
			&cli.StringFlag{Name: "by", Usage: "say `WHO` stores it: \"Name <mail@example.gov>\"", DefaultText: "CHANCERY_BY"},
			&cli.StringFlag{Name: "id", Usage: "put: store under the identifier `URI`, not the packet's own"},
			&cli.StringSliceFlag{Name: "signed", TakesFile: true, Usage: "put: keep `FILE.pdf`, made by signing what the packet builds, instead of that; may be given again"},
			&cli.StringSliceFlag{Name: "signature", TakesFile: true, Usage: "put: keep the detached signature `FILE.minisig`, too; may be given again"},
			&cli.StringSliceFlag{Name: "report", TakesFile: true, Usage: "put: keep `FILE`, what a validator said, too; may be given again"},
			&cli.StringFlag{Name: "key", TakesFile: true, Usage: "put: sign the statement of how the files were built with the key of minisign in `FILE`"},
			&cli.IntFlag{Name: "password-fd", Value: -1, DefaultText: "none", Usage: "put: read the key's password from the file descriptor `N`"},
			&cli.IntFlag{Name: "version", Usage: "get: version `N`", DefaultText: "the newest"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, TakesFile: true, Usage: "get, export: write into the new folder `DIR`", DefaultText: "get: named after the document"},
			&cli.StringSliceFlag{Name: "info", Usage: "export: write `\"LABEL: VALUE\"` into bag-info.txt, as \"Contact-Name: R. Clerk\"; may be given again"},
			&cli.StringFlag{Name: "with", Usage: "supersede: the document `ID` has taken its place"},
			&cli.StringFlag{Name: "sample", Usage: "verify: read about `PERCENT` of the documents, others each time", DefaultText: "all"},
			&cli.BoolFlag{Name: "restart", Usage: "verify: begin anew, do not go on with what was cut short", DisableDefaultText: true},
			quietFlag("print no more than what is wrong"),
			jsonFlag(),
		},
		Action: p.archive,
	}
}

// archive is the verb: it finds the action and sees that its flags are its own.
func (p *program) archive(c *cli.Context) error {
	list := c.Args().Slice()
	var names []string
	for _, a := range archiveActions {
		names = append(names, a.name)
	}
	if len(list) == 0 {
		return &usageError{"say what to do with the archive", strings.Join(names, ", ")}
	}
	i := slices.Index(names, list[0])
	if i < 0 {
		hint := "chancery help archive lists what can be done"
		if near := nearest(list[0], names); near != "" {
			hint = "use " + near
		}
		return &usageError{fmt.Sprintf("archive cannot %q", list[0]), hint}
	}
	a := archiveActions[i]
	var wrong []error
	for _, f := range c.Command.Flags {
		name := f.Names()[0]
		if c.IsSet(name) && !slices.Contains(a.flags, name) && name != "store" && name != "json" && name != "quiet" {
			wrong = append(wrong, &usageError{fmt.Sprintf("archive %s has no flag --%s", a.name, name), ""})
		}
	}
	operand := ""
	switch rest := list[1:]; {
	case a.operands == severalIDs: // it reads them itself
	case a.operands == "" && len(rest) > 0:
		wrong = append(wrong, &usageError{fmt.Sprintf("archive %s takes no operand, and %q is one", a.name, rest[0]), ""})
	case a.operands != "" && len(rest) == 0:
		wrong = append(wrong, &usageError{fmt.Sprintf("archive %s needs one operand", a.name), fmt.Sprintf("chancery archive %s %s", a.name, a.operands)})
	case len(rest) > 1:
		wrong = append(wrong, &usageError{fmt.Sprintf("archive %s takes one operand, and %q is one too many", a.name, rest[1]), ""})
	case len(rest) == 1:
		operand = rest[0]
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	return archiveError(a.run(p, c, operand))
}

// storeName is the folder of the store, or the URL of its bucket.
func (p *program) storeName(c *cli.Context) (string, error) {
	dir := c.String("store")
	if !c.IsSet("store") {
		dir = p.getenv("CHANCERY_STORE")
	}
	if dir == "" {
		return "", &usageError{"no store is named", "--store DIR, or set CHANCERY_STORE to the folder, or to the URL of a bucket"}
	}
	return dir, nil
}

// openArchive opens the store, which must be there.
func (p *program) openArchive(c *cli.Context) (*official.Archive, *place, error) {
	name, err := p.storeName(c)
	if err != nil {
		return nil, nil, err
	}
	d, err := openPlace(c.Context, name)
	if err != nil {
		return nil, nil, err
	}
	a, err := official.Open(c.Context, d)
	var broken *ocfl.BrokenError
	if errors.As(err, &broken) && broken.Findings[0].Has("E069") {
		return nil, nil, &usageError{fmt.Sprintf("there is no store at %q", name), "chancery archive put makes one"}
	}
	return a, d, err
}

// archiveError sorts what an archive says into the exit codes: what was asked for
// wrongly, and what is damaged.
func archiveError(err error) error {
	var unfit *transfer.BrokenError
	if errors.As(err, &unfit) {
		return &sourceError{"nothing was written: what is damaged is not handed on\n" + unfit.Error() + "\nhint: chancery archive verify lists all that is wrong; take what is damaged from another copy of the store"}
	}
	var refused *official.RefusedError
	var conflict *ocfl.ConflictError
	var broken *ocfl.BrokenError
	var fixity *ocfl.FixityError
	switch {
	case errors.As(err, &refused):
		return &usageError{refused.Text, refused.Hint}
	case errors.As(err, &conflict):
		return &usageError{conflict.Error(), ""}
	case errors.Is(err, ocfl.ErrBusy):
		return &usageError{err.Error(), "try again when they are done"}
	case errors.Is(err, ocfl.ErrNoObject):
		return &usageError{err.Error(), "chancery archive list lists them"}
	case errors.As(err, &broken) && broken.Path == "" && broken.Findings[0].Has("E069"):
		return &usageError{broken.Findings[0].Path + ": " + broken.Findings[0].Text, "--store names a store, or a folder that is empty or not there yet"}
	case errors.As(err, &broken), errors.As(err, &fixity):
		return &sourceError{err.Error() + "\nhint: chancery archive verify lists all that is wrong; take what is damaged from another copy of the store"}
	}
	return err
}

// person reads who stores: "Name <mail@example.gov>", or with another URI in the
// brackets, or a name alone.
func person(s string) (ocfl.User, error) {
	name, rest, ok := strings.Cut(s, "<")
	u := ocfl.User{Name: strings.TrimSpace(name)}
	if ok {
		address, after, closed := strings.Cut(rest, ">")
		if address = strings.TrimSpace(address); !closed || strings.TrimSpace(after) != "" || address == "" {
			return u, &usageError{fmt.Sprintf("--by %q cannot be read", s), `write "Name <mail@example.gov>"`}
		}
		if !strings.Contains(address, ":") {
			address = "mailto:" + address
		}
		u.Address = address
	}
	if u.Name == "" {
		return u, &usageError{fmt.Sprintf("--by %q has no name", s), `write "Name <mail@example.gov>"`}
	}
	return u, nil
}

// by is who stores; must says that somebody has to.
func (p *program) by(c *cli.Context, must bool) (ocfl.User, error) {
	s := c.String("by")
	if !c.IsSet("by") {
		s = p.getenv("CHANCERY_BY")
	}
	if s == "" && !must {
		return ocfl.User{}, nil
	}
	if s == "" {
		return ocfl.User{}, &usageError{"the archive's log says who stored what: say who you are", `--by "Name <mail@example.gov>", or set CHANCERY_BY`}
	}
	return person(s)
}

// document finds a document by its identifier, or by the office's reference.
func document(ctx context.Context, a *official.Archive, name string) (*official.Document, error) {
	d, err := a.Document(ctx, name)
	if err == nil || !errors.Is(err, ocfl.ErrNoObject) || strings.Contains(name, ":") {
		return d, err
	}
	var found []*official.Document
	for d, err := range a.Documents(ctx) {
		if d == nil && ctx.Err() != nil {
			return nil, err
		}
		if d != nil && strings.EqualFold(d.Record.Reference, name) {
			found = append(found, d)
		}
	}
	switch len(found) {
	case 0:
		return nil, err
	case 1:
		return found[0], nil
	}
	var ids []string
	for _, d := range found {
		ids = append(ids, d.Record.ID)
	}
	return nil, &usageError{fmt.Sprintf("%d documents have the reference %s", len(found), name), "name one by its identifier: " + strings.Join(ids, " or ")}
}

// now is the time of what is stored, to the second.
func now() time.Time { return time.Now().UTC().Truncate(time.Second) }
