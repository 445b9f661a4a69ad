package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Verdict is what one judge says of one file.
type Verdict struct {
	Judge  string // "veraPDF 2a", "EPUBCheck", "Ace", "qpdf"
	File   string // as it was given
	Pass   bool
	Faults []Fault // why not; empty when Pass
}

// Fault is one rule that a file breaks.
type Fault struct {
	Rule  string // the judge's name for it: "ISO 19005-2:2011 6.7.2.2-1", "OPF-053"
	Count int    // how often it is broken, at least 1
	Text  string // what the judge says
	Place string // the first place, in the judge's own notation; "" unknown
}

// String is a line for the verdict and one for each fault.
func (v Verdict) String() string {
	var b strings.Builder
	word := "PASS"
	if !v.Pass {
		word = "FAIL"
	}
	fmt.Fprintf(&b, "%s %s %s", word, v.Judge, v.File)
	for _, f := range v.Faults {
		fmt.Fprintf(&b, "\n     %s", f.Rule)
		if f.Count > 1 {
			fmt.Fprintf(&b, " (%d times)", f.Count)
		}
		fmt.Fprintf(&b, ": %s", f.Text)
		if f.Place != "" {
			fmt.Fprintf(&b, "\n       at %s", f.Place)
		}
	}
	return b.String()
}

// missingError says that a judge is not on this machine. Tests skip on it,
// except in CI, where a judge that did not speak has not agreed.
type missingError struct {
	Tool string // what is missing
	Hint string // what brings it
}

func (e *missingError) Error() string {
	return fmt.Sprintf("%s is missing: %s", e.Tool, e.Hint)
}

// lookTool finds a command of the system packages.
func lookTool(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", &missingError{name, "run \"make judges\", or install " + systemPackage(name)}
	}
	return path, nil
}

// limit is the longest that one run of a judge may take. It is a guard against
// a browser that never starts, far above what any of them needs.
const limit = 5 * time.Minute

// output is what a judge's process left.
type output struct {
	Stdout, Stderr []byte
	Code           int // its exit status
}

// tail is the last lines of what the process said, for an error text.
func (o output) tail() string {
	text := strings.TrimSpace(string(o.Stdout) + "\n" + string(o.Stderr))
	lines := strings.Split(text, "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}

// start runs a command to its end. An exit status other than 0 is not an error;
// a command that could not run, or was killed, is.
func start(ctx context.Context, env []string, name string, args ...string) (output, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.WaitDelay = 5 * time.Second // a grandchild may hold the pipes open
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	o := output{stdout.Bytes(), stderr.Bytes(), cmd.ProcessState.ExitCode()}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Exited() {
		err = nil
	}
	if err != nil {
		return o, fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, o.tail())
	}
	return o, nil
}

// readable says whether every file can be read; a judge's own words for a file
// that is not there differ from judge to judge.
func readable(files []string) error {
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		info, err := f.Stat()
		f.Close()
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s: not a file", name)
		}
	}
	return nil
}

// each calls judge for every index below n, two at a time: the judges are whole
// virtual machines and browsers, more would only fight for memory. It returns
// the error of the lowest index.
func each(n int, judge func(i int) error) error {
	errs := make([]error, n)
	slots := make(chan struct{}, 2)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			errs[i] = judge(i)
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
