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

// bencher is what the parts of a bench have in common.
type bencher struct {
	tmp, packet string
	memory      string    // a folder for the files of warm loops, in memory where that can be
	python      string    // "" without Typst
	env         []string  // of Python
	face        *typeface // what all set in
	taskset     string    // holds a process to a core; "" where there is none
	letters     int       // of a warm loop
	rounds      int       // of warm loops
}

// firstPacket is the packet that is timed and measured, from the repository's root.
const firstPacket = "assets/packets/2018-06-19-family-separation"

// bench is the verb bench: it times Chancery beside Typst setting the same letter
// to the same standards, cold and warm, and reports of growing length. The runs
// alternate, so that what else the machine does falls on all of them alike.
func bench(ctx context.Context, args []string, out, errs io.Writer) error {
	set := flag.NewFlagSet("judge bench", flag.ContinueOnError)
	set.SetOutput(errs)
	runs := set.Int("runs", 21, "how often each is `run` cold")
	packet := set.String("packet", firstPacket, "the packet's `folder`")
	letters := set.Int("letters", 300, "how many letters a warm loop makes")
	rounds := set.Int("rounds", 3, "how often each warm loop is run")
	if err := set.Parse(args); err != nil {
		return errUsage
	}
	if set.NArg() > 0 || *runs < 1 || *letters < 1 || *rounds < 1 {
		fmt.Fprintln(errs, "judge bench: takes no operand, and one run at least")
		return errUsage
	}
	tmp, err := os.MkdirTemp("", "judge-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	face, err := ownTypeface()
	if err != nil {
		return err
	}
	memory, err := inMemory(tmp)
	if err != nil {
		return err
	}
	defer os.RemoveAll(memory)
	b := &bencher{tmp: tmp, memory: memory, packet: *packet, letters: *letters, rounds: *rounds, face: &face}
	b.taskset, _ = exec.LookPath("taskset") // of Linux; elsewhere a loop of one thread does

	contenders, err := b.chanceryContenders(ctx)
	if err != nil {
		return err
	}
	typst, err := b.typstContenders()
	var missing *missingError
	if errors.As(err, &missing) {
		fmt.Fprintf(out, "without Typst: %v\n", err)
	} else if err != nil {
		return err
	}
	contenders = append(contenders, typst...)
	others, absent, err := b.otherContenders()
	if err != nil {
		return err
	}
	contenders = append(contenders, others...)
	if err := runAll(ctx, contenders, *runs); err != nil {
		return err
	}
	fmt.Fprintf(out, "machine: %s, %d cores, %s %s/%s%s\n", cpuModel(), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH, load())
	printVersions(ctx, out)
	if len(absent) > 0 {
		fmt.Fprintf(out, "absent, so not timed: %s\n", strings.Join(absent, ", "))
	}
	fmt.Fprintf(out, "%d cold runs each, in turn; min / median / max; CPU is user and system time; a peak under %.0f MB is this program's own\n",
		*runs, megabytes(ownPeak()))
	printContenders(out, contenders)
	if b.python != "" {
		printRatios(out, contenders)
	}
	if err := warmLoops(ctx, out, b); err != nil {
		return err
	}
	if err := growth(ctx, out, b); err != nil {
		return err
	}
	files := []string{filepath.Join(tmp, "out-letter", "letter.pdf"), filepath.Join(memory, "warm-0", "letter.pdf")}
	if b.python != "" { // the comparison is fair only if both keep the same standards
		files = append(files, filepath.Join(tmp, "typst.pdf"))
	}
	verdicts, err := verapdf(ctx, files, []string{"2a", "ua1"})
	if errors.As(err, &missing) {
		fmt.Fprintf(out, "not judged: %v\n", err)
		return nil
	}
	if err != nil {
		return err
	}
	for i := range verdicts {
		verdicts[i].File = filepath.Join(filepath.Base(filepath.Dir(verdicts[i].File)), filepath.Base(verdicts[i].File))
	}
	return report(out, verdicts)
}

// inMemory makes a folder on Linux's file system in memory, or gives otherwise
// where there is none. To write over a file on a disk takes up to a quarter of the
// time of a warm letter, and another time on each disk: it would be timed in place
// of the programs.
func inMemory(otherwise string) (string, error) {
	const shared = "/dev/shm"
	if info, err := os.Stat(shared); err != nil || !info.IsDir() {
		return otherwise, nil
	}
	return os.MkdirTemp(shared, "judge-bench-")
}

// runAll runs the contenders in turn.
func runAll(ctx context.Context, contenders []*contender, runs int) error {
	for i := range runs + 1 { // the first of each warms the file cache and does not count
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
	return nil
}

// buildGo builds a command of the repository as the Makefile does.
func (b *bencher) buildGo(ctx context.Context, name string) error {
	return step(ctx, "", []string{"CGO_ENABLED=0"}, "go", "build", "-trimpath", "-buildvcs=false", "-tags", "urfave_cli_no_docs", "-o", filepath.Join(b.tmp, name), "./cmd/"+name)
}

// chanceryContenders builds the binary and gives a build of the letter's PDF,
// one of the letter with its EPUB, and one of the whole packet.
func (b *bencher) chanceryContenders(ctx context.Context) ([]*contender, error) {
	if err := b.buildGo(ctx, "chancery"); err != nil {
		return nil, err
	}
	letter := filepath.Join(b.tmp, "letter")
	if err := letterPacket(b.packet, letter); err != nil {
		return nil, err
	}
	build := func(name, packet, to string, more ...string) *contender {
		args := []string{filepath.Join(b.tmp, "chancery"), "build", packet, "--output", filepath.Join(b.tmp, to)}
		return &contender{name: name, args: append(args, more...)}
	}
	return []*contender{
		build("chancery, letter", letter, "out-letter", "--format", "pdf"),
		build("chancery, letter + EPUB", letter, "out-both"),
		build("chancery, whole packet", b.packet, "out-packet"),
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
func (b *bencher) typstContenders() ([]*contender, error) {
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
	source := filepath.Join(b.tmp, "letter.typ")
	if err := os.WriteFile(source, []byte(typstLetter(b.face)), 0o666); err != nil {
		return nil, err
	}
	b.python = python
	b.env = []string{"PYTHONPATH=" + lib, "SOURCE_DATE_EPOCH=1529366400"}
	return []*contender{
		b.typstContender("Typst "+toolTypst.version+", letter", source, "typst.pdf"),
		{name: "its Python alone", args: []string{python, "-S", "-c", "import typst"}, env: b.env},
	}, nil
}

// typstContender is Typst setting a source into a file, cold.
func (b *bencher) typstContender(name, source, target string) *contender {
	script := fmt.Sprintf("import typst; typst.compile(%q, output=%q, font_paths=[%q], ignore_system_fonts=True, pdf_standards=['a-2a', 'ua-1'])",
		source, filepath.Join(b.tmp, target), b.face.folder)
	return &contender{name: name, args: []string{b.python, "-S", "-c", script}, env: b.env}
}

// otherContenders gives those of other programs that are on this machine, which
// set the letter to no standard and without tags; and names the others.
func (b *bencher) otherContenders() (there []*contender, absent []string, err error) {
	for _, p := range others {
		if _, err := exec.LookPath(p.command); err != nil {
			absent = append(absent, p.name)
			continue
		}
		c, _, err := b.otherContender(p, p.letter(b.face))
		if err != nil {
			return nil, nil, err
		}
		there = append(there, c)
	}
	return there, absent, nil
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
	fmt.Fprintf(out, "%-30s %26s %26s %10s\n", "", "wall ms", "CPU ms", "peak MB")
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	for _, c := range contenders {
		wall := spread(c.runs, func(s cost) float64 { return ms(s.wall) })
		cpu := spread(c.runs, func(s cost) float64 { return ms(s.cpu) })
		peak := spread(c.runs, func(s cost) float64 { return megabytes(s.peak) })
		fmt.Fprintf(out, "%-30s %8.1f %8.1f %8.1f %8.1f %8.1f %8.1f %10.1f\n", c.name,
			wall[0], wall[1], wall[2], cpu[0], cpu[1], cpu[2], peak[1])
	}
}

// printRatios compares with Typst pair by pair: the letter with the letter, the
// whole packet with the letter, and both with the start of Python taken off.
func printRatios(out io.Writer, contenders []*contender) {
	typst, python := contenders[3], contenders[4]
	for _, own := range []*contender{contenders[0], contenders[2]} {
		var wall, cpu, bare []float64
		for i, r := range own.runs {
			t := typst.runs[i]
			wall = append(wall, float64(r.wall)/float64(t.wall))
			cpu = append(cpu, float64(r.cpu)/float64(t.cpu))
			bare = append(bare, float64(r.wall)/float64(max(t.wall-python.runs[i].wall, 1)))
		}
		fmt.Fprintf(out, "%s / %s, median of the pairs: wall %.2f, CPU %.2f; wall without Python's start %.2f\n",
			own.name, typst.name, median(wall), median(cpu), median(bare))
	}
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
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

// load says how busy the machine is with other things, where the system tells.
func load() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	return "; tasks running or waiting in the last 1, 5 and 15 minutes: " + strings.Join(strings.Fields(string(data))[:3], " ")
}

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
