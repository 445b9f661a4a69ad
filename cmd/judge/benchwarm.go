package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// warmFigures is what a warm loop prints: command warm, and Typst's script.
type warmFigures struct {
	Letters int     `json:"letters"`
	Seconds float64 `json:"seconds"`
	Best    float64 `json:"best"`   // ms
	Median  float64 `json:"median"` // ms
	Floor   float64 `json:"floor"`  // ms; of Chancery alone
}

// warmCase is one row of the warm table.
type warmCase struct {
	name      string
	vary      string
	processes int
}

var warmCases = []warmCase{
	{"addressee alone, one process", "addressee", 1},
	{"addressee alone, two processes", "addressee", 2},
	{"every paragraph, one process", "all", 1},
	{"every paragraph, two processes", "all", 2},
	{"one word of the first paragraph", "word", 1},
}

// warmLoops times both programs while they keep what they know: the same letter
// over and over, each time a new file. The runs of the two alternate, A B A B.
func warmLoops(ctx context.Context, out io.Writer, b *bencher) error {
	if err := b.buildGo(ctx, "warm"); err != nil {
		return err
	}
	files := "on the disk"
	if b.memory != b.tmp {
		files = "in memory"
	}
	fmt.Fprintf(out, "\nwarm: %d letters a process after 20 that do not count, to a file each, %s; a process has one core; of %d runs, in turn, the middle one\n", b.letters, files, b.rounds)
	fmt.Fprintf(out, "%-34s %10s %10s %10s %10s %10s %10s %8s\n", "", "letters/s", "median ms", "best ms", "CPU ms", "peak MB", "floor ms", "x floor")
	for _, c := range warmCases {
		var own, typst []warmRun
		for range b.rounds {
			r, err := b.warmRun(ctx, c, false)
			if err != nil {
				return err
			}
			own = append(own, r)
			if b.python == "" {
				continue
			}
			if r, err = b.warmRun(ctx, c, true); err != nil {
				return err
			}
			typst = append(typst, r)
		}
		a := middle(own)
		a.print(out, c.name)
		if len(typst) > 0 {
			t := middle(typst)
			t.print(out, "  Typst")
			fmt.Fprintf(out, "  Chancery / Typst: %.2f times the letters a second, %.2f times for the same CPU\n", a.rate/t.rate, float64(t.cpu)/float64(a.cpu))
		}
	}
	return nil
}

// warmRun is one run of a case, all its processes taken together.
type warmRun struct {
	rate                float64 // letters a second
	cpu                 time.Duration
	peak                int64 // of one process
	best, median, floor float64
}

// middle is the run with the median rate.
func middle(runs []warmRun) warmRun {
	sortBy(runs, func(r warmRun) float64 { return r.rate })
	return runs[len(runs)/2]
}

func (r warmRun) print(out io.Writer, name string) {
	floor, times := "", ""
	if r.floor > 0 {
		floor, times = fmt.Sprintf("%.2f", r.floor), fmt.Sprintf("%.1f", r.median/r.floor)
	}
	fmt.Fprintf(out, "%-34s %10.0f %10.2f %10.2f %10.2f %10.1f %10s %8s\n", name, r.rate, r.median, r.best,
		float64(r.cpu)/float64(time.Millisecond), megabytes(r.peak), floor, times)
}

// warmRun starts the processes of a case at once, each on a core of its own
// where the system can hold it there.
func (b *bencher) warmRun(ctx context.Context, c warmCase, typst bool) (warmRun, error) {
	type running struct {
		cmd       *exec.Cmd
		out, errs bytes.Buffer
	}
	all := make([]*running, c.processes)
	for i := range all {
		args, env, err := b.warmCommand(c, i, typst)
		if err != nil {
			return warmRun{}, err
		}
		if b.taskset != "" {
			args = append([]string{b.taskset, "-c", fmt.Sprint((i + 1) % runtime.NumCPU())}, args...)
		}
		r := &running{cmd: exec.CommandContext(ctx, args[0], args[1:]...)}
		r.cmd.Env = append(os.Environ(), env...)
		r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.errs
		all[i] = r
		if err := r.cmd.Start(); err != nil {
			return warmRun{}, err
		}
	}
	var total warmRun
	for _, r := range all {
		if err := r.cmd.Wait(); err != nil {
			return warmRun{}, fmt.Errorf("%s: %w\n%s", strings.Join(r.cmd.Args[:2], " "), err, r.errs.String())
		}
		var f warmFigures
		if err := json.Unmarshal(r.out.Bytes(), &f); err != nil {
			return warmRun{}, fmt.Errorf("a warm loop printed %q: %w", r.out.String(), err)
		}
		total.rate += float64(f.Letters) / f.Seconds
		total.cpu += (r.cmd.ProcessState.UserTime() + r.cmd.ProcessState.SystemTime()) / time.Duration(f.Letters*c.processes)
		total.peak = max(total.peak, peakMemory(r.cmd.ProcessState))
		total.best, total.median, total.floor = f.Best, f.Median, f.Floor
	}
	return total, nil
}

// warmCommand is the command of one process, with a folder of its own.
func (b *bencher) warmCommand(c warmCase, i int, typst bool) (args, env []string, err error) {
	dir := filepath.Join(b.memory, fmt.Sprintf("warm-%d", i))
	if typst {
		dir = filepath.Join(b.memory, fmt.Sprintf("warm-typst-%d", i))
	}
	if err := os.RemoveAll(dir); err != nil {
		return nil, nil, err
	}
	if err := letterPacket(b.packet, dir); err != nil {
		return nil, nil, err
	}
	if !typst {
		return []string{filepath.Join(b.tmp, "warm"), "-packet", dir, "-output", dir, "-vary", c.vary, "-letters", fmt.Sprint(b.letters)}, nil, nil
	}
	source := filepath.Join(dir, "letter.typ")
	if err := os.WriteFile(source, []byte(typstVaried(c.vary, b.face)), 0o666); err != nil {
		return nil, nil, err
	}
	script := filepath.Join(dir, "warm.py")
	if err := os.WriteFile(script, []byte(fmt.Sprintf(typstLoop, b.letters, source, b.face.folder, filepath.Join(dir, "typst.pdf"))), 0o666); err != nil {
		return nil, nil, err
	}
	return []string{b.python, script}, b.env, nil
}

// typstLoop keeps one compiler; what differs comes to it in a file of data, so
// that it may keep what it knows of all the rest.
const typstLoop = `import typst, time, json, os
letters, source, fonts, target = %d, %q, %q, %q
data = os.path.join(os.path.dirname(source), 'data.json')
def put(i):
    with open(data, 'w') as f: json.dump({'n': str(i)}, f)
put(0)
compiler = typst.Compiler(source, font_paths=[fonts], ignore_system_fonts=True)
times = []
for i in range(20 + letters):
    began = time.perf_counter()
    put(i)
    compiler.compile(output=target, pdf_standards=['a-2a', 'ua-1'])
    times.append(time.perf_counter() - began)
times = sorted(times[20:])
print(json.dumps({'letters': letters, 'seconds': sum(times), 'best': times[0] * 1000, 'median': times[letters // 2] * 1000}))
`

// typstVaried is the letter with what differs taken from a file of data.
func typstVaried(vary string, face *typeface) string {
	letter := typstLetter(face)
	const number = `#json("data.json").n`
	switch vary {
	case "addressee":
		return strings.Replace(letter, "The Honorable Jeff Sessions \\ ", "The Honorable Jeff Sessions the "+number+" \\ ", 1)
	case "word":
		return strings.Replace(letter, "write to express", "write to"+number+" express", 1)
	}
	var blocks []string
	letter = strings.Replace(letter, "The Honorable Jeff Sessions \\ ", "The Honorable Jeff Sessions the "+number+" \\ ", 1)
	for block := range strings.SplitSeq(letter, "\n\n") {
		if len(block) > 300 && !strings.Contains(block, "#") {
			block += " In the matter of " + number + "."
		}
		blocks = append(blocks, block)
	}
	return strings.Join(blocks, "\n\n")
}
