package main

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"chancery/archive/publish"
	"chancery/archive/site"
	sitefolder "chancery/archive/site/folder"
	"chancery/layout/press"

	"github.com/urfave/cli/v2"
)

// publishVerb is "chancery publish".
func (p *program) publishVerb() *cli.Command {
	return &cli.Command{
		Name:      "publish",
		Usage:     "make the site where anybody can check a copy",
		UsageText: "chancery publish DIR...|--store DIR --output SITE",
		Description: `DIR is a folder that chancery build wrote: its packet is put on the site, with
the PDFs (the signed ones, where the folder holds any), the EPUB, signatures of
minisign beside them, and every document as a page to read. SITE is a folder of
plain files for any web server: an index, a page for each document at the
address that its QR code holds, a page for each file by its SHA-256.

A packet is refused before its embargo ends, and where it has no address: that
is made of verify-address in office.yaml, and reference and verify-key in
packet.yaml.

With --store all documents of an archive are put on the site, as they stand in
it: issued, superseded or withdrawn, with the fingerprints of earlier versions.
What is under embargo waits, and is named.

With --log-key (a key of Ed25519 in PEM) the site has a log of all that was ever
published, which nobody can change unseen, and beside each file a proof for
"chancery verify" that it is in it. From then on the key is needed.

What was published before stays. A packet that is published again takes its own
place, and the files that it had are listed as earlier versions. Nothing that
Chancery did not make is ever overwritten.

Examples:

    chancery publish dist --output site
    chancery publish --store /srv/archive --output site
    chancery publish --output site --withdraw 2018-0123 --reason "In error."
    chancery publish --output site --supersede 2018-0123=2018-0140`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, TakesFile: true, Usage: "keep the site in the folder `SITE`"},
			&cli.StringFlag{Name: "store", TakesFile: true, Usage: "publish what the archive in the folder `DIR` holds"},
			&cli.StringSliceFlag{Name: "withdraw", Usage: "say that what has the `REFERENCE` no longer holds; may be given again"},
			&cli.StringFlag{Name: "reason", Usage: "say `WHY` it is withdrawn"},
			&cli.StringSliceFlag{Name: "supersede", Usage: "say that the document `OLD=NEW` was replaced by the other one; may be given again"},
			&cli.StringFlag{Name: "log-key", TakesFile: true, Usage: "enter what is published in the site's log, signed with the key in `FILE`"},
			&cli.IntFlag{Name: "password-fd", Value: -1, DefaultText: "none", Usage: "read the key's password from the file descriptor `N`"},
			quietFlag("print nothing"),
			jsonFlag(),
		},
		Action: p.publish,
	}
}

// publish is the verb.
func (p *program) publish(c *cli.Context) error {
	dirs, err := operands(c, 0, -1, "folder")
	if err != nil {
		return err
	}
	withdrawn, superseded := c.StringSlice("withdraw"), c.StringSlice("supersede")
	switch {
	case c.String("output") == "":
		return &usageError{"publish needs --output", "name the folder of the site: " + c.Command.UsageText}
	case c.IsSet("store") && len(dirs)+len(withdrawn)+len(superseded) > 0:
		return &usageError{"--store publishes what the archive says, and nothing else", "chancery archive put, withdraw and supersede say it there"}
	case !c.IsSet("store") && len(dirs)+len(withdrawn)+len(superseded) == 0:
		return &usageError{"nothing is to be published", c.Command.UsageText}
	case c.IsSet("reason") && len(withdrawn) == 0:
		return &usageError{"--reason is of --withdraw", "name what is withdrawn, too"}
	}
	opts, release, err := p.siteOptions(c)
	if err != nil {
		return err
	}
	defer release()
	var o *outcome
	if c.IsSet("store") {
		a, _, err := p.openArchive(c)
		if err != nil {
			return archiveError(err)
		}
		if o, err = publishStore(c.Context, a, c.String("output"), opts, time.Now()); err != nil {
			return archiveError(err)
		}
	} else if o, err = publishFolders(c, opts, dirs, withdrawn, superseded); err != nil {
		return err
	}
	return p.printPublished(c, o)
}

// siteOptions reads the key of the site's log. release lets it go.
func (p *program) siteOptions(c *cli.Context) (o sitefolder.Options, release func(), err error) {
	release = func() {}
	if c.IsSet("log-key") {
		o.LogKey, _, release, err = p.findKey(c, c.String("log-key"))
	}
	return o, release, err
}

// publishFolders puts packets that build wrote on the site, and says of others that
// they hold no longer.
func publishFolders(c *cli.Context, opts sitefolder.Options, dirs, withdrawn, superseded []string) (*outcome, error) {
	pubs, err := publications(dirs, time.Now())
	if err != nil {
		return nil, err
	}
	o := &outcome{}
	res, err := sitefolder.Update(c.String("output"), opts, func(s *site.Site) (map[string][]byte, error) {
		files := map[string][]byte{}
		var wrong []error
		for i := range pubs {
			made, err := s.Publish(&pubs[i])
			if err != nil {
				wrong = append(wrong, faultError(err, false))
				continue
			}
			maps.Copy(files, made)
			o.list = append(o.list, published{pubs[i].Reference, pubs[i].Title, pubs[i].Address})
		}
		for _, reference := range withdrawn {
			wrong = append(wrong, faultError(s.Withdraw(reference, c.String("reason")), true))
		}
		for _, pair := range superseded {
			old, by, ok := strings.Cut(pair, "=")
			if !ok {
				wrong = append(wrong, &usageError{fmt.Sprintf("--supersede cannot be %q", pair), "write OLD=NEW, such as 2018-0123=2018-0140"})
				continue
			}
			wrong = append(wrong, faultError(s.Supersede(old, by), true))
		}
		return files, errors.Join(wrong...)
	})
	if err != nil {
		return nil, err
	}
	o.add(res)
	return o, nil
}

// faultError is a fault of the site as an error of ours: of how the verb was used, or
// of what was to be published. Other errors are left as they are.
func faultError(err error, usage bool) error {
	var fault *site.Fault
	switch {
	case !errors.As(err, &fault):
		return err
	case usage:
		return &usageError{fault.Text, fault.Hint}
	}
	return &sourceError{fault.Error()}
}

// publications reads folders that build wrote. All that is wrong with them comes back
// joined.
func publications(dirs []string, now time.Time) ([]site.Publication, error) {
	var all []site.Publication
	var wrong []error
	for _, dir := range dirs {
		issued, err := press.ReadIssued(dir)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		for i := range issued {
			r := &issued[i].Record
			if r.Embargo != nil && now.Before(*r.Embargo) {
				wrong = append(wrong, &sourceError{fmt.Sprintf("%s: “%s” is under embargo until %s, so nothing of it is published\nhint: publish it then; until: in the release's front matter says when",
					dir, r.Title, embargoEnd(*r.Embargo, r.Zone))})
				continue
			}
			pubs, err := publish.Issued(&issued[i])
			wrong = append(wrong, err)
			all = append(all, pubs...)
		}
	}
	return all, errors.Join(wrong...)
}

// embargoEnd prints the end of an embargo.
func embargoEnd(t time.Time, zone string) string {
	return strings.TrimSpace(t.Format("2006-01-02 15:04 -07:00") + " " + zone)
}

// printPublished says what was published where.
func (p *program) printPublished(c *cli.Context, o *outcome) error {
	if c.Bool("json") {
		return p.printJSON(struct {
			Published []published `json:"published"`
			Skipped   []string    `json:"skipped"`
			Written   []string    `json:"written"`
			Removed   []string    `json:"removed"`
			Unchanged int         `json:"unchanged"`
		}{append([]published{}, o.list...), append([]string{}, o.skipped...), append([]string{}, o.res.Written...), append([]string{}, o.res.Removed...), o.res.Unchanged})
	}
	for _, s := range o.skipped {
		fmt.Fprintf(p.errs, "not published: %s\n", s)
	}
	if c.Bool("quiet") {
		return nil
	}
	for _, l := range o.list {
		fmt.Fprintf(p.out, "%s   %s\n", l.Reference, l.Address)
	}
	fmt.Fprintf(p.out, "%s: %s written, %d unchanged", c.String("output"), plural(len(o.res.Written), "file"), o.res.Unchanged)
	if len(o.res.Removed) > 0 {
		fmt.Fprintf(p.out, ", %d removed", len(o.res.Removed))
	}
	fmt.Fprintln(p.out)
	return nil
}
