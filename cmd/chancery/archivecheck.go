package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"chancery/archive/ocfl"
	"chancery/archive/official"

	"github.com/urfave/cli/v2"
)

// sweepFile is where a sweep stands that was cut short, in the store's work folder.
const sweepFile = "verify.json"

// archiveVerify is "chancery archive verify".
func (p *program) archiveVerify(c *cli.Context, _ string) error {
	a, d, err := p.openArchive(c)
	if err != nil {
		return err
	}
	by, err := p.by(c, false)
	if err != nil {
		return err
	}
	sample, err := percent(c)
	if err != nil {
		return err
	}
	file := filepath.Join(d.Work(), sweepFile)
	s := official.NewSweep(time.Now(), sample)
	if old := readSweep(file); old != nil && !c.Bool("restart") && (old.Sample == sample || !c.IsSet("sample")) {
		s = old
		fmt.Fprintf(p.errs, "going on with the check of %s, after %s (--restart begins anew)\n", s.Began.Format(time.DateTime), plural(len(s.Read), "document"))
	}
	var g *progress
	if p.terminal && !c.Bool("quiet") {
		g = startProgress(p.errs, patience)
	}
	saved := time.Now()
	err = a.Check(c.Context, s, by, time.Now, func(r *ocfl.Report) error {
		if g != nil {
			g.say(fmt.Sprintf("%s, %s read", plural(len(s.Read), "document"), size(s.Bytes)))
		}
		if time.Since(saved) < time.Second {
			return nil
		}
		saved = time.Now()
		return writeSweep(file, s)
	})
	g.done()
	if err != nil {
		if e := writeSweep(file, s); e == nil {
			fmt.Fprintf(p.errs, "%s were read; the same command goes on from there\n", plural(len(s.Read), "document"))
		}
		return err
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return p.printSweep(c, s)
}

// printSweep says what a check has found.
func (p *program) printSweep(c *cli.Context, s *official.Sweep) error {
	if c.Bool("json") {
		if err := p.printJSON(s); err != nil {
			return err
		}
	} else {
		say := func(id string, f ocfl.Finding) { fmt.Fprintf(p.out, "%s: %s\n", id, f) }
		for _, f := range s.Store {
			say("the store", f)
		}
		for _, b := range append(s.Broken, s.Warnings...) {
			for _, f := range b.Findings {
				say(b.ID, f)
			}
		}
	}
	if !s.Sound() {
		n := len(s.Broken)
		text := fmt.Sprintf("%s of %d not as they were stored", plural(n, "document"), len(s.Read))
		if n == 0 {
			text = "the store is broken outside of its documents"
		}
		return &sourceError{text + "\nhint: take what is damaged from another copy of the store; where a change was cut short, chancery archive repair mends it"}
	}
	if !c.Bool("json") && !c.Bool("quiet") {
		of := ""
		if s.Sample > 0 {
			of = " (a sample)"
		}
		fmt.Fprintf(p.out, "sound: %s%s, %s, %s, all as they were stored\n", plural(len(s.Read), "document"), of, plural(s.Files, "file"), size(s.Bytes))
	}
	return nil
}

// percent reads --sample, as so many of 10,000; 0: all.
func percent(c *cli.Context) (int, error) {
	if !c.IsSet("sample") {
		return 0, nil
	}
	v, err := strconv.ParseFloat(strings.TrimSuffix(c.String("sample"), "%"), 64)
	if err != nil || v < 0.01 || v > 100 {
		return 0, &usageError{fmt.Sprintf("--sample cannot be %q", c.String("sample")), "a percentage from 0.01 to 100, such as 5"}
	}
	if v == 100 {
		return 0, nil
	}
	return int(v * 100), nil
}

// readSweep reads where a sweep stands; nil where there is none that can be read.
func readSweep(file string) *official.Sweep {
	data, err := os.ReadFile(file)
	s := new(official.Sweep)
	if err != nil || json.Unmarshal(data, s) != nil || s.Began.IsZero() {
		return nil
	}
	return s
}

// writeSweep writes where a sweep stands.
func writeSweep(file string, s *official.Sweep) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(file+".tmp", data, 0o644); err != nil {
		return err
	}
	return os.Rename(file+".tmp", file)
}

// archiveRepair is "chancery archive repair".
func (p *program) archiveRepair(c *cli.Context, _ string) error {
	a, _, err := p.openArchive(c)
	if err != nil {
		return err
	}
	all := []ocfl.Mended{}
	if err := a.Store.Repair(c.Context, func(m ocfl.Mended) { all = append(all, m) }); err != nil {
		return err
	}
	if c.Bool("json") {
		return p.printJSON(all)
	}
	for _, m := range all {
		id := m.ID
		if id == "" {
			id = m.Path
		}
		fmt.Fprintf(p.out, "%s: %s\n", id, m.What)
	}
	if len(all) == 0 && !c.Bool("quiet") {
		fmt.Fprintln(p.out, "nothing to mend")
	}
	return nil
}
