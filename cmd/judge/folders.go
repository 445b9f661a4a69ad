package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Archived is what a judge says of a folder: ocfl-py of a storage root or an
// object, bagit of a bag.
type Archived struct {
	File     string    `json:"file"`
	Kind     string    `json:"kind"` // root, object, bag; what else ocfl-py takes it for
	Pass     bool      `json:"pass"`
	Objects  int       `json:"objects"` // objects that ocfl-py found
	Good     int       `json:"good"`    // and found valid
	Faults   []Finding `json:"faults"`
	Warnings []Finding `json:"warnings"`
}

// Finding is one thing that a judge found.
type Finding struct {
	Code  string `json:"code"` // of the specification, as ocfl-py divides it: E092a; bagit has none
	Text  string `json:"text"`
	Place string `json:"place"` // the object's path in its root
}

// ocflpy has ocfl-py judge folders: one process for all.
func ocflpy(ctx context.Context, folders []string) ([]Archived, error) {
	var all []Archived
	err := askPython(ctx, "data/ocfl-py/ocfl.py", folders, &all)
	if err == nil && len(all) != len(folders) {
		err = fmt.Errorf("ocfl-py judged %d of %d folders", len(all), len(folders))
	}
	return all, err
}

// bagit has bagit judge folders: one process for all.
func bagit(ctx context.Context, folders []string) ([]Archived, error) {
	var said []struct {
		File, Version string
		Pass          bool
		Faults        []string
	}
	if err := askPython(ctx, "data/ocfl-py/bag.py", folders, &said); err != nil {
		return nil, err
	}
	if len(said) != len(folders) {
		return nil, fmt.Errorf("bagit judged %d of %d folders", len(said), len(folders))
	}
	all := make([]Archived, len(said))
	for i, s := range said {
		all[i] = Archived{File: s.File, Kind: "bag", Pass: s.Pass, Faults: []Finding{}, Warnings: []Finding{}}
		for _, f := range s.Faults {
			all[i].Faults = append(all[i].Faults, Finding{Text: f})
		}
	}
	return all, nil
}

// askPython runs a script of data with the packages of ocfl-py and reads the JSON
// that it prints.
func askPython(ctx context.Context, name string, folders []string, answer any) error {
	for _, f := range folders {
		if info, err := os.Stat(f); err != nil {
			return err
		} else if !info.IsDir() {
			return fmt.Errorf("%s: not a folder", f)
		}
	}
	lib, err := toolFile(toolOCFL, "lib")
	if err != nil {
		return err
	}
	python, err := lookTool("python3")
	if err != nil {
		return err
	}
	script, err := data.ReadFile(name)
	if err != nil {
		return err
	}
	o, err := start(ctx, []string{"PYTHONPATH=" + lib, "PYTHONWARNINGS=ignore"}, python, append([]string{"-c", string(script)}, folders...)...)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(o.Stdout, answer); err != nil || o.Code != 0 {
		return fmt.Errorf("%s broke off with exit status %d\n%s", filepath.Base(name), o.Code, o.tail())
	}
	return nil
}

// verdict sums up a folder.
func (a Archived) verdict() Verdict {
	v := Verdict{Judge: "ocfl-py", File: a.File, Pass: a.Pass}
	if a.Kind == "bag" {
		v.Judge = "bagit"
	}
	for _, f := range a.Faults {
		rule := f.Code
		if rule == "" {
			rule = "not valid"
		}
		v.Faults = append(v.Faults, Fault{Rule: rule, Count: 1, Text: f.Text, Place: f.Place})
	}
	return v
}

// judgeFolders is the verbs ocfl and bag.
func judgeFolders(ctx context.Context, verb string, args []string, out, errs io.Writer, judge func(context.Context, []string) ([]Archived, error)) error {
	set := flag.NewFlagSet("judge "+verb, flag.ContinueOnError)
	set.SetOutput(errs)
	asJSON := set.Bool("json", false, "all that the judge said, as JSON")
	if err := set.Parse(args); err != nil {
		return errUsage
	}
	if set.NArg() == 0 {
		fmt.Fprintf(errs, "judge: name a folder\n%s", usage)
		return errUsage
	}
	all, err := judge(ctx, set.Args())
	if err != nil {
		return err
	}
	verdicts := make([]Verdict, len(all))
	for i, a := range all {
		verdicts[i] = a.verdict()
	}
	if *asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		if err := e.Encode(all); err != nil {
			return err
		}
		return report(io.Discard, verdicts)
	}
	failed := error(nil)
	for i, a := range all {
		if err := report(out, verdicts[i:i+1]); err != nil {
			failed = err
		}
		for _, w := range a.Warnings {
			fmt.Fprintf(out, "     %s (a warning): %s\n", w.Code, w.Text)
		}
	}
	return failed
}
