package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"text/tabwriter"

	"chancery/archive/minisign"
	"chancery/archive/official"
	"chancery/source"

	"github.com/urfave/cli/v2"
)

// archivePut is "chancery archive put".
func (p *program) archivePut(c *cli.Context, packet string) error {
	name, err := p.storeName(c)
	if err != nil {
		return err
	}
	o := official.PutOptions{Packet: packet, ID: c.String("id"), Message: c.String("message"), Now: now()}
	if o.By, err = p.by(c, true); err != nil {
		return err
	}
	if o.Epoch, err = epoch(p.getenv("SOURCE_DATE_EPOCH")); err != nil {
		return err
	}
	for flag, list := range map[string]*[]official.Attachment{"signed": &o.Signed, "signature": &o.Signatures, "report": &o.Reports} {
		for _, name := range c.StringSlice(flag) {
			data, err := readOperand(name)
			if err != nil {
				return err
			}
			*list = append(*list, official.Attachment{Name: filepath.Base(name), Data: data})
		}
	}
	if name := c.String("key"); name != "" {
		data, err := readOperand(name)
		if err != nil {
			return err
		}
		key, err := minisign.ReadKey(data, func() ([]byte, error) { return p.secret(c, "password", name) })
		if err != nil {
			return keyError(name, err)
		}
		o.Key = &key
	}
	// The source is looked at before a store is made for it.
	if err := official.CheckPut(c.Context, o); err != nil {
		return putError(err)
	}
	d, err := openPlace(c.Context, name)
	if err != nil {
		return err
	}
	a, err := official.Create(c.Context, d)
	if err != nil {
		return err
	}
	s, err := a.Put(c.Context, o)
	if err != nil {
		return putError(err)
	}
	if len(s.Warnings) > 0 {
		fmt.Fprintln(p.errs, s.Warnings.Error())
	}
	return p.printStored(c, s)
}

// putError sums up what is wrong with the source.
func putError(err error) error {
	var problems source.Problems
	if errors.As(err, &problems) {
		return errors.Join(problems, &sourceError{counts(problems) + "; nothing was stored"})
	}
	return err
}

// printStored says what was stored.
func (p *program) printStored(c *cli.Context, s *official.Stored) error {
	if c.Bool("json") {
		return p.printJSON(s)
	}
	if c.Bool("quiet") {
		return nil
	}
	fmt.Fprintf(p.out, "%s   version %d, %s\n", s.ID, s.Version, s.Record.Status)
	if s.Record.Status != official.Issued {
		return nil
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 3, ' ', 0)
	for _, f := range s.Record.Files {
		signed := ""
		if f.Signed() {
			signed = "signed"
		}
		fmt.Fprintf(w, "    %s\t%s\t%s\t%s\n", f.Name, plural(f.Pages, "page"), size(f.Bytes), signed)
	}
	return w.Flush()
}

// archiveWithdraw is "chancery archive withdraw".
func (p *program) archiveWithdraw(c *cli.Context, id string) error {
	a, o, err := p.statusOptions(c, id)
	if err != nil {
		return err
	}
	s, err := a.Withdraw(c.Context, o)
	if err != nil {
		return err
	}
	return p.printStored(c, s)
}

// archiveSupersede is "chancery archive supersede".
func (p *program) archiveSupersede(c *cli.Context, id string) error {
	if c.String("with") == "" {
		return &usageError{"say which document has taken its place", "--with ID; a correction of the same document is put"}
	}
	a, o, err := p.statusOptions(c, id)
	if err != nil {
		return err
	}
	with, err := document(c.Context, a, c.String("with"))
	if err != nil {
		return err
	}
	s, err := a.Supersede(c.Context, o, with.Record.ID)
	if err != nil {
		return err
	}
	return p.printStored(c, s)
}

// statusOptions are what both have in common.
func (p *program) statusOptions(c *cli.Context, id string) (*official.Archive, official.StatusOptions, error) {
	o := official.StatusOptions{Message: c.String("message"), Now: now()}
	a, _, err := p.openArchive(c)
	if err != nil {
		return nil, o, err
	}
	if o.By, err = p.by(c, true); err != nil {
		return nil, o, err
	}
	d, err := document(c.Context, a, id)
	if err != nil {
		return nil, o, err
	}
	o.ID = d.Record.ID
	return a, o, nil
}
