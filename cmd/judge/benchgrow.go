package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// growthSteps are the reports of the growth table: so many paragraphs, which make
// about 1, 10, 100, 915 and 1,000 pages; and once more without two alike.
var growthSteps = []struct {
	paragraphs int
	differ     bool
}{{4, false}, {51, false}, {507, false}, {4638, false}, {5070, false}, {507, true}, {4638, true}}

// growth times reports of growing length, cold: the letter's paragraphs over and
// over, nobody's signature, the PDF alone.
func growth(ctx context.Context, out io.Writer, b *bencher) error {
	fmt.Fprintf(out, "\nreports, cold, the letter's paragraphs over and over: median of %d runs in turn\n", b.rounds)
	fmt.Fprintf(out, "%-24s %8s %10s %10s %10s %10s\n", "", "pages", "wall ms", "CPU ms", "peak MB", "pages/s")
	for n, g := range growthSteps {
		if g.differ && !growthSteps[n-1].differ {
			fmt.Fprintln(out, "every paragraph differs:")
		}
		dir := filepath.Join(b.tmp, fmt.Sprintf("report-%d", n))
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
		text, err := os.ReadFile(filepath.Join(b.packet, "letter.md"))
		if err != nil {
			return err
		}
		source := filepath.Join(dir, "report.md")
		if err := os.WriteFile(source, []byte(longReport(string(text), g.paragraphs, g.differ)), 0o666); err != nil {
			return err
		}
		all := []*contender{{name: "chancery", args: []string{filepath.Join(b.tmp, "chancery"), "build", source, "--format", "pdf", "--output", dir}}}
		files := []string{filepath.Join(dir, "report.pdf")}
		if b.python != "" {
			typ := filepath.Join(dir, "report.typ")
			if err := os.WriteFile(typ, []byte(typstReport(g.paragraphs, g.differ, b.face)), 0o666); err != nil {
				return err
			}
			all = append(all, b.typstContender("Typst", typ, filepath.Join(filepath.Base(dir), "typst.pdf")))
			files = append(files, filepath.Join(dir, "typst.pdf"))
		}
		if err := runAll(ctx, all, b.rounds); err != nil {
			return err
		}
		for i, c := range all {
			pages, err := countPages(files[i])
			if err != nil {
				return err
			}
			wall := spread(c.runs, func(s cost) float64 { return float64(s.wall) / float64(time.Millisecond) })[1]
			cpu := spread(c.runs, func(s cost) float64 { return float64(s.cpu) / float64(time.Millisecond) })[1]
			peak := spread(c.runs, func(s cost) float64 { return megabytes(s.peak) })[1]
			fmt.Fprintf(out, "%-24s %8d %10.1f %10.1f %10.1f %10.0f\n", c.name, pages, wall, cpu, peak, 1000*float64(pages)/wall)
		}
	}
	return nil
}

// longReport is the source of a letter with so many paragraphs, which are those
// of the given letter over and over; with differ
// each has its number in its last words. Nobody signs it.
func longReport(letter string, paragraphs int, differ bool) string {
	_, body, _ := strings.Cut(letter, "\n---\n")
	list := strings.Split(strings.TrimSpace(body), "\n\n")
	var b strings.Builder
	b.WriteString("---\nkind: letter\ndate: 2018-06-19\nto:\n  - The Reader\nsalutation: \"Dear Reader:\"\nclosing: Sincerely,\nsignatories: []\n---\n\n")
	for i := range paragraphs {
		b.WriteString(list[i%len(list)])
		if differ {
			fmt.Fprintf(&b, " In the matter of %d.", i)
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

// typstReport is the same for Typst.
func typstReport(paragraphs int, differ bool, face *typeface) string {
	var list []string
	for block := range strings.SplitSeq(typstLetter(face), "\n\n") {
		if len(block) > 300 && !strings.Contains(block, "#") {
			list = append(list, block)
		}
	}
	var b strings.Builder
	b.WriteString(typstStart(face))
	for i := range paragraphs {
		b.WriteString(list[i%len(list)])
		if differ {
			fmt.Fprintf(&b, " In the matter of %d.", i)
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

// countPages is how many pages a PDF has, by qpdf.
func countPages(path string) (int, error) {
	qpdf, err := lookTool("qpdf")
	if err != nil {
		return 0, err
	}
	out, err := exec.Command(qpdf, "--show-npages", path).Output()
	if err != nil {
		return 0, fmt.Errorf("qpdf: %w", err)
	}
	return strconv.Atoi(strings.TrimSpace(string(out)))
}

// sortBy sorts by a figure.
func sortBy[T any, F cmp.Ordered](all []T, figure func(T) F) {
	slices.SortFunc(all, func(a, b T) int { return cmp.Compare(figure(a), figure(b)) })
}
