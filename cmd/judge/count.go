package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
)

// testEvent is a line of "go test -json" (go doc test2json).
type testEvent struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

// testCount is what a run of tests came to.
type testCount struct {
	Passed, Failed, Skipped int
	PackagesPassed          int
	PackagesFailed          int
	Skips                   []string // "package test: reason"
}

// countTests is the verb count: it reads "go test -json", prints a line for each
// package, what failing tests said, why tests were skipped, and the sum. Go's
// own summary keeps quiet about skips, and a judge that was skipped has not
// agreed to anything.
func countTests(in io.Reader, out io.Writer) error {
	var c testCount
	said := make(map[string][]string) // output by package and test
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var e testEvent
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			// Not an event: go itself says something.
			fmt.Fprintln(out, lines.Text())
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "build-output":
			fmt.Fprint(out, e.Output)
		case "output":
			said[key] = append(said[key], e.Output)
		case "pass", "fail", "skip":
			c.add(e, said[key], out)
			delete(said, key)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	sort.Strings(c.Skips)
	for _, s := range c.Skips {
		fmt.Fprintf(out, "skipped %s\n", s)
	}
	fmt.Fprintf(out, "tests: %d passed, %d failed, %d skipped; packages: %d passed, %d failed\n",
		c.Passed, c.Failed, c.Skipped, c.PackagesPassed, c.PackagesFailed)
	if c.Failed+c.PackagesFailed > 0 {
		return errFault
	}
	if c.PackagesPassed == 0 {
		return errors.New("no package was tested")
	}
	return nil
}

// add counts one finished test or package and prints what is worth it.
func (c *testCount) add(e testEvent, said []string, out io.Writer) {
	switch {
	case e.Test == "" && e.Action == "fail":
		c.PackagesFailed++
		fmt.Fprint(out, strings.Join(said, ""))
		fmt.Fprintf(out, "FAIL    %s %.2fs\n", e.Package, e.Elapsed)
	case e.Test == "" && e.Action == "pass":
		c.PackagesPassed++
		fmt.Fprintf(out, "ok      %s %.2fs\n", e.Package, e.Elapsed)
	case e.Test == "": // a package without tests
	case e.Action == "pass":
		c.Passed++
	case e.Action == "fail":
		c.Failed++
		fmt.Fprint(out, strings.Join(said, ""))
	default:
		c.Skipped++
		c.Skips = append(c.Skips, e.Package+" "+e.Test+": "+skipReason(said))
	}
}

// skipReason is what a skipped test said of itself.
func skipReason(said []string) string {
	var reason []string
	for _, line := range said {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "---") {
			reason = append(reason, line)
		}
	}
	return strings.Join(reason, " ")
}
