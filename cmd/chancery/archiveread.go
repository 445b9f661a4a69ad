package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"chancery/archive/official"

	"github.com/urfave/cli/v2"
)

// listed is a document in the list for machines.
type listed struct {
	*official.Record
	Version int    `json:"version"`
	Created string `json:"created"` // of the newest version
}

// archiveList is "chancery archive list".
func (p *program) archiveList(c *cli.Context, _ string) error {
	a, _, err := p.openArchive(c)
	if err != nil {
		return err
	}
	all := []listed{}
	var wrong []error
	for d, err := range a.Documents(c.Context) {
		if err != nil {
			if c.Context.Err() != nil {
				return err
			}
			wrong = append(wrong, archiveError(err))
			continue
		}
		all = append(all, listed{d.Record, d.Inventory.HeadNumber(), d.Inventory.Version(0).Created})
	}
	if c.Bool("json") {
		return errors.Join(append(wrong, p.printJSON(all))...)
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 3, ' ', 0)
	for _, l := range all {
		fmt.Fprintf(w, "%s\t%s\tversion %d\t%s\t%s\n", l.ID, l.Date, l.Version, l.Status, l.Title)
	}
	return errors.Join(append(wrong, w.Flush())...)
}

// archiveLog is "chancery archive log".
func (p *program) archiveLog(c *cli.Context, id string) error {
	a, _, err := p.openArchive(c)
	if err != nil {
		return err
	}
	d, err := document(c.Context, a, id)
	if err != nil {
		return err
	}
	log, err := d.Log(c.Context)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return p.printJSON(log)
	}
	fmt.Fprintf(p.out, "%s   %s\n", d.Record.ID, d.Record.Title)
	w := tabwriter.NewWriter(p.out, 0, 0, 3, ' ', 0)
	for _, v := range log {
		who := v.By
		if v.Address != "" {
			who += " <" + strings.TrimPrefix(v.Address, "mailto:") + ">"
		}
		fmt.Fprintf(w, "version %d\t%s\t%s\t%s\t%s\n", v.Number, v.Created, who, v.Status, v.Message)
	}
	return w.Flush()
}

// archiveGet is "chancery archive get".
func (p *program) archiveGet(c *cli.Context, id string) error {
	a, _, err := p.openArchive(c)
	if err != nil {
		return err
	}
	d, err := document(c.Context, a, id)
	if err != nil {
		return err
	}
	n := c.Int("version")
	if !c.IsSet("version") {
		n = d.Inventory.HeadNumber()
	}
	if n < 1 || d.Inventory.Version(n) == nil {
		return &usageError{fmt.Sprintf("%s has no version %d", d.Record.ID, n), fmt.Sprintf("its versions are 1 to %d", d.Inventory.HeadNumber())}
	}
	out := c.String("output")
	if out == "" {
		name := d.Record.Reference
		if name == "" {
			name = strings.NewReplacer(":", "-", "/", "-").Replace(d.Record.ID)
		}
		out = fmt.Sprintf("%s-v%d", name, n)
	}
	if _, err := os.Lstat(out); !errors.Is(err, fs.ErrNotExist) {
		return &usageError{fmt.Sprintf("%s is there already", out), "name another folder, or move it away"}
	}
	if err := writeVersion(c.Context, d, n, out); err != nil {
		return err
	}
	if c.Bool("json") {
		return p.printJSON(struct {
			ID      string   `json:"id"`
			Version int      `json:"version"`
			Folder  string   `json:"folder"`
			Files   []string `json:"files"`
		}{d.Record.ID, n, out, d.Names(n)})
	}
	if !c.Bool("quiet") {
		fmt.Fprintf(p.out, "%s   version %d of %s, %s\n", out, n, d.Record.ID, plural(len(d.Names(n)), "file"))
	}
	return nil
}

// writeVersion writes the files of a version into a new folder, each compared with
// its digest: all of them, or nothing.
func writeVersion(ctx context.Context, d *official.Document, n int, out string) error {
	tmp, err := os.MkdirTemp(filepath.Dir(out), "."+filepath.Base(out)+".*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	for _, name := range d.Names(n) {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return &sourceError{fmt.Sprintf("%s has a file %q, which leads out of the folder", d.Record.ID, name)}
		}
		if err := writeFile(ctx, d, n, name, filepath.Join(tmp, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	return os.Rename(tmp, out)
}

func writeFile(ctx context.Context, d *official.Document, n int, name, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	in, err := d.Open(ctx, n, name)
	if err != nil {
		return err
	}
	defer in.Close()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, in)
	return errors.Join(err, f.Close())
}
