package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"chancery/archive/bagit"
	"chancery/archive/official"
	"chancery/archive/transfer"
	"chancery/layout"

	"github.com/urfave/cli/v2"
)

// archiveExport is "chancery archive export".
func (p *program) archiveExport(c *cli.Context, _ string) error {
	ids := c.Args().Slice()[1:]
	o := transfer.Options{Output: c.String("output"), Software: "Chancery " + layout.Version}
	var wrong []error
	if o.Output == "" {
		wrong = append(wrong, &usageError{"no folder is named for the bag", "--output DIR"})
	} else if _, err := os.Lstat(o.Output); !errors.Is(err, fs.ErrNotExist) {
		wrong = append(wrong, &usageError{fmt.Sprintf("%s is there already", o.Output), "name another folder, or move it away"})
	} else if info, err := os.Stat(filepath.Dir(filepath.Clean(o.Output))); err != nil || !info.IsDir() {
		wrong = append(wrong, &usageError{fmt.Sprintf("there is no folder %q for the bag to lie in", filepath.Dir(filepath.Clean(o.Output))), "make it first"})
	}
	o.Output = filepath.Clean(o.Output)
	for _, s := range c.StringSlice("info") {
		label, value, ok := strings.Cut(s, ":")
		if label, value = strings.TrimSpace(label), strings.TrimSpace(value); !ok || label == "" || value == "" || strings.ContainsAny(s, "\r\n") {
			wrong = append(wrong, &usageError{fmt.Sprintf("--info %q cannot be read", s), `write "Contact-Name: R. Clerk"; RFC 8493, 2.2.2, has the labels`})
			continue
		}
		o.Info = append(o.Info, bagit.Element{Label: label, Value: value})
	}
	at, err := epoch(p.getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		wrong = append(wrong, err)
	}
	if o.At = at; at.IsZero() {
		o.At = now()
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	a, d, err := p.openArchive(c)
	if err != nil {
		return err
	}
	folders, err := exported(c, a, ids)
	if err != nil {
		return err
	}
	r, err := transfer.Export(c.Context, d, folders, o)
	if err != nil {
		return err
	}
	return p.printExport(c, r)
}

// exported gives the objects' folders of documents: of those that are named, or of
// all.
func exported(c *cli.Context, a *official.Archive, ids []string) (folders []string, err error) {
	if len(ids) == 0 {
		for folder, err := range a.Store.Paths(c.Context) {
			if err != nil {
				return nil, err
			}
			folders = append(folders, folder)
		}
		if len(folders) == 0 {
			return nil, &usageError{"the store has no document", ""}
		}
		return folders, nil
	}
	var wrong []error
	for _, id := range ids {
		d, err := document(c.Context, a, id)
		if err != nil {
			wrong = append(wrong, archiveError(err))
			continue
		}
		folders = append(folders, d.Path)
	}
	return folders, errors.Join(wrong...)
}

// printExport says what was made.
func (p *program) printExport(c *cli.Context, r *transfer.Result) error {
	for _, w := range r.Warnings {
		fmt.Fprintf(p.errs, "%s: %s\n", r.Output, w)
	}
	for _, name := range r.Encoded {
		fmt.Fprintf(p.errs, "%s: warning: %s: the name is percent-encoded in the manifest, as RFC 8493, 2.1.3, demands; sha512sum and bagit.py will not find it\n", r.Output, name)
	}
	if c.Bool("json") {
		return p.printJSON(r)
	}
	if c.Bool("quiet") {
		return nil
	}
	fmt.Fprintf(p.out, "%s   %s, %s, %s\n", r.Output, plural(len(r.Records), "document"), plural(r.Files, "file"), size(r.Bytes))
	for _, x := range r.Records {
		fmt.Fprintf(p.out, "    %s   %s, version %s\n", x.Folder, x.ID, strings.TrimPrefix(x.Version, "v"))
	}
	return nil
}
