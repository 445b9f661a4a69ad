package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A contender is a command whose cold runs are timed.
type contender struct {
	name string
	args []string
	env  []string
	runs []cost
}

// cost is what one run cost.
type cost struct {
	wall, cpu time.Duration // cpu is user and system time
	peak      int64         // resident memory in bytes, 0 where the system does not tell
}

// bench is the verb bench: it times cold builds of a packet, and of its letter
// alone, beside Typst setting the same letter to the same standards. The runs
// alternate, so that what else the machine does falls on all of them alike.
func bench(ctx context.Context, args []string, out, errs io.Writer) error {
	set := flag.NewFlagSet("judge bench", flag.ContinueOnError)
	set.SetOutput(errs)
	runs := set.Int("runs", 21, "how often each is `run`")
	packet := set.String("packet", "assets/packets/2018-06-19-family-separation", "the packet's `folder`")
	if err := set.Parse(args); err != nil {
		return errUsage
	}
	if set.NArg() > 0 || *runs < 1 {
		fmt.Fprintln(errs, "judge bench: takes no operand, and one run at least")
		return errUsage
	}
	tmp, err := os.MkdirTemp("", "judge-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)

	contenders, err := chanceryContenders(ctx, tmp, *packet)
	if err != nil {
		return err
	}
	typst, err := typstContenders(tmp)
	var missing *missingError
	if errors.As(err, &missing) {
		fmt.Fprintf(out, "without Typst: %v\n", err)
	} else if err != nil {
		return err
	}
	contenders = append(contenders, typst...)

	for i := range *runs + 1 { // the first of each warms the file cache and does not count
		for _, c := range contenders {
			s, err := c.run(ctx)
			if err != nil {
				return err
			}
			if i > 0 {
				c.runs = append(c.runs, s)
			}
		}
	}
	fmt.Fprintf(out, "machine: %s, %d cores, %s %s/%s\n", cpuModel(), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(out, "%d cold runs each, in turn; min / median / max; CPU is user and system time; a peak under %.0f MB is this program's own\n",
		*runs, megabytes(ownPeak()))
	printContenders(out, contenders)
	if len(typst) == 0 {
		return nil
	}
	// The comparison is fair only if both keep the same standards.
	verdicts, err := verapdf(ctx, []string{filepath.Join(tmp, "out-letter", "letter.pdf"), filepath.Join(tmp, "typst.pdf")}, []string{"2a", "ua1"})
	if errors.As(err, &missing) {
		fmt.Fprintf(out, "not judged: %v\n", err)
		return nil
	}
	if err != nil {
		return err
	}
	for i := range verdicts {
		verdicts[i].File = filepath.Base(verdicts[i].File)
	}
	return report(out, verdicts)
}

// chanceryContenders builds the binary and gives a build of the whole packet and
// one of its letter alone.
func chanceryContenders(ctx context.Context, tmp, packet string) ([]*contender, error) {
	binary := filepath.Join(tmp, "chancery")
	if err := step(ctx, "", []string{"CGO_ENABLED=0"}, "go", "build", "-trimpath", "-buildvcs=false", "-o", binary, "./cmd/chancery"); err != nil {
		return nil, err
	}
	letter := filepath.Join(tmp, "letter")
	if err := letterPacket(packet, letter); err != nil {
		return nil, err
	}
	return []*contender{
		{name: "chancery, letter + EPUB", args: []string{binary, "build", letter, "--output", filepath.Join(tmp, "out-letter")}},
		{name: "chancery, whole packet", args: []string{binary, "build", packet, "--output", filepath.Join(tmp, "out-packet")}},
	}, nil
}

// letterPacket copies a packet without its release.
func letterPacket(packet, to string) error {
	if err := os.CopyFS(to, os.DirFS(packet)); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(to, "release.md")); err != nil {
		return err
	}
	name := filepath.Join(to, "packet.yaml")
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var kept []string
	for line := range strings.Lines(string(text)) {
		if strings.TrimSpace(line) != "- release.md" {
			kept = append(kept, line)
		}
	}
	return os.WriteFile(name, []byte(strings.Join(kept, "")), 0o666)
}

// typstContenders gives Typst setting the letter and, because Typst comes as a
// Python module, Python doing no more than loading it.
func typstContenders(tmp string) ([]*contender, error) {
	lib, err := toolFile(toolTypst, "lib")
	if err != nil {
		return nil, err
	}
	python, err := lookTool("python3")
	if err != nil {
		return nil, err
	}
	// What a version manager puts on the path may be a script that looks for
	// the real one; its time is not Python's.
	real, err := exec.Command(python, "-c", "import sys; print(sys.executable)").Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", python, err)
	}
	python = strings.TrimSpace(string(real))
	source := filepath.Join(tmp, "letter.typ")
	if err := os.WriteFile(source, []byte(typstLetter()), 0o666); err != nil {
		return nil, err
	}
	fonts, err := filepath.Abs("fonts")
	if err != nil {
		return nil, err
	}
	script := fmt.Sprintf("import typst; typst.compile(%q, output=%q, font_paths=[%q], ignore_system_fonts=True, pdf_standards=['a-2a', 'ua-1'])",
		source, filepath.Join(tmp, "typst.pdf"), fonts)
	env := []string{"PYTHONPATH=" + lib, "SOURCE_DATE_EPOCH=1529366400"}
	return []*contender{
		{name: "Typst " + toolTypst.version + ", letter", args: []string{python, "-S", "-c", script}, env: env},
		{name: "its Python alone", args: []string{python, "-S", "-c", "import typst"}, env: env},
	}, nil
}

// run runs the contender once, as a cold process.
func (c *contender) run(ctx context.Context) (cost, error) {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Env = append(os.Environ(), c.env...)
	began := time.Now()
	said, err := cmd.CombinedOutput()
	wall := time.Since(began)
	if err != nil {
		return cost{}, fmt.Errorf("%s: %w\n%s", c.name, err, output{Stdout: said}.tail())
	}
	state := cmd.ProcessState
	return cost{wall, state.UserTime() + state.SystemTime(), peakMemory(state)}, nil
}

// printContenders prints a table of the runs, and the paired ratios to Typst's
// where it ran.
func printContenders(out io.Writer, contenders []*contender) {
	fmt.Fprintf(out, "%-24s %26s %26s %10s\n", "", "wall ms", "CPU ms", "peak MB")
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	for _, c := range contenders {
		wall := spread(c.runs, func(s cost) float64 { return ms(s.wall) })
		cpu := spread(c.runs, func(s cost) float64 { return ms(s.cpu) })
		peak := spread(c.runs, func(s cost) float64 { return megabytes(s.peak) })
		fmt.Fprintf(out, "%-24s %8.1f %8.1f %8.1f %8.1f %8.1f %8.1f %10.1f\n", c.name,
			wall[0], wall[1], wall[2], cpu[0], cpu[1], cpu[2], peak[1])
	}
	if len(contenders) < 4 {
		return
	}
	own, typst := contenders[0], contenders[2]
	ratio := func(figure func(cost) time.Duration) float64 {
		var all []float64
		for i := range own.runs {
			all = append(all, float64(figure(own.runs[i]))/float64(figure(typst.runs[i])))
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	fmt.Fprintf(out, "%s / %s, median of the pairs: wall %.2f, CPU %.2f\n", own.name, typst.name,
		ratio(func(s cost) time.Duration { return s.wall }), ratio(func(s cost) time.Duration { return s.cpu }))
}

// spread is the smallest, the median and the largest figure of the runs.
func spread(runs []cost, figure func(cost) float64) [3]float64 {
	var all []float64
	for _, s := range runs {
		all = append(all, figure(s))
	}
	slices.Sort(all)
	return [3]float64{all[0], all[len(all)/2], all[len(all)-1]}
}

// megabytes is n bytes in units of 10⁶.
func megabytes(n int64) float64 { return float64(n) / 1e6 }

// cpuModel names the processor, where the system tells.
func cpuModel() string {
	info, _ := os.ReadFile("/proc/cpuinfo") // of Linux; elsewhere the name stays unknown
	for line := range strings.Lines(string(info)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}
