package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// judgeEvenness is the verb evenness: of the files; or without files of the first
// packet's letter as Chancery and the other tools on this machine set it, in the
// same face on the same measure; or with measures of several texts on each.
func judgeEvenness(ctx context.Context, args []string, out, errs io.Writer) error {
	face, err := ownTypeface()
	if err != nil {
		return err
	}
	set := flag.NewFlagSet("judge evenness", flag.ContinueOnError)
	set.SetOutput(errs)
	space := set.Float64("space", 0, "the face's natural word space in `points`; 0: that of --family")
	set.StringVar(&face.family, "family", face.family, "the `family` to set in")
	set.Func("fonts", "the `folder` with the family's files, FamilyName-Regular.ttf and so on; its own fonts if not given", func(folder string) (err error) {
		face.folder, err = filepath.Abs(folder)
		return err
	})
	set.Float64Var(&face.size, "size", face.size, "the type's size in `points`")
	expansions := set.String("expansions", "2,1,0", "what Chancery may widen or narrow letters by, in `per cent`, with commas")
	measures := set.String("measures", "", "compare on texts of several kinds, on measures of so many `points`, with commas")
	if err := set.Parse(args); err != nil {
		return errUsage
	}
	face.space = naturalSpaces[face.family]
	if *space > 0 {
		face.space = *space / face.size
	}
	if face.space == 0 {
		fmt.Fprintln(errs, "judge evenness: say the --space of a family that is not known")
		return errUsage
	}
	if set.NArg() > 0 {
		printEvennessHead(out)
		for _, f := range set.Args() {
			if err := printEvenness(ctx, out, filepath.Base(f), f, &face); err != nil {
				return err
			}
		}
		return nil
	}
	tmp, err := os.MkdirTemp("", "judge-evenness-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	b := &bencher{tmp: tmp, packet: firstPacket, face: &face}
	all, absent, err := b.setters(ctx, strings.Split(*expansions, ","))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s at %g pt; machine: %s, %d cores, %s %s/%s\n", face.family, face.size, cpuModel(), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	printVersions(ctx, out)
	if len(absent) > 0 {
		fmt.Fprintf(out, "absent, so not measured: %s\n", strings.Join(absent, ", "))
	}
	if *measures != "" {
		return b.compareTexts(ctx, out, all, strings.Split(*measures, ","))
	}
	printEvennessHead(out)
	for _, s := range all {
		file, err := s.letter(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := printEvenness(ctx, out, s.name, file, &face); err != nil {
			return err
		}
	}
	return nil
}

func printEvennessHead(out io.Writer) {
	fmt.Fprintf(out, "%-24s %6s %6s %6s %6s %12s %12s %8s %7s %7s %7s\n", "", "lines", "r sd", "rms", "jump", "r", "loose/tight", "hyphens", "ladder", "rivers", "stacks")
}

func printEvenness(ctx context.Context, out io.Writer, name, file string, face *typeface) error {
	e, err := measureEvenness(ctx, file, face.space*face.size)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%-24s %6d %6.3f %6.3f %6.3f %5.2f – %4.2f %8d / %d %8d %7d %7d %7d\n", name, e.Lines, e.Sd, e.Rms, e.Jump, e.Least, e.Most, e.Loose, e.Tight, e.Hyphens, e.Ladder, e.Rivers, e.Stacks)
	return nil
}

// compareTexts prints a row for every text on every measure, and a row of their
// means, with the longest ladder and the sums of rivers, stacks and lines too long.
func (b *bencher) compareTexts(ctx context.Context, out io.Writer, all []setter, measures []string) error {
	fmt.Fprintf(out, "rms of r−1, jump, hyphens of all lines in per cent, longest ladder, rivers, stacks, lines into the margin\n%-22s", "")
	for _, s := range all {
		fmt.Fprintf(out, " %-26s", s.name)
	}
	fmt.Fprintln(out)
	texts, err := comparisonTexts()
	if err != nil {
		return err
	}
	for _, m := range measures {
		measure, err := strconv.ParseFloat(m, 64)
		if err != nil {
			return err
		}
		total := make([]evenness, len(all))
		for i := range texts {
			t := &texts[i]
			fmt.Fprintf(out, "%-18s %3g", t.name, measure)
			for k, s := range all {
				file, err := s.text(ctx, t, measure)
				if err != nil {
					return fmt.Errorf("%s: %w", s.name, err)
				}
				e, err := measureEvenness(ctx, file, b.face.space*b.face.size)
				if err != nil {
					return fmt.Errorf("%s: %w", s.name, err)
				}
				printCell(out, &e, 1)
				total[k].add(&e)
			}
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%-18s %3g", "all", measure)
		for k := range total {
			printCell(out, &total[k], len(texts))
		}
		fmt.Fprintln(out)
	}
	return nil
}

// add sums up what compareTexts prints.
func (e *evenness) add(o *evenness) {
	e.Rms, e.Jump = e.Rms+o.Rms, e.Jump+o.Jump
	e.Lines, e.Hyphens = e.Lines+o.Lines, e.Hyphens+o.Hyphens
	e.Ladder, e.Rivers, e.Stacks, e.Beyond = max(e.Ladder, o.Ladder), e.Rivers+o.Rivers, e.Stacks+o.Stacks, e.Beyond+o.Beyond
}

// printCell prints a tool's figures, which are sums over so many texts.
func printCell(out io.Writer, e *evenness, texts int) {
	fmt.Fprintf(out, " %6.3f %5.3f %3.0f %d %2d %2d %d", e.Rms/float64(texts), e.Jump/float64(texts), 100*float64(e.Hyphens)/float64(e.Lines), e.Ladder, e.Rivers, e.Stacks, e.Beyond)
}
