// Command judge runs the independent judges of what Chancery writes: veraPDF for
// PDF/A and PDF/UA, EPUBCheck and Ace for EPUB, qpdf for the file's structure,
// pyHanko for its signatures, ocfl-py and bagit for what is archived, versitygw for
// buckets to archive it in, poppler for the words that a reader gets and for the
// picture of a page. It installs them too, pinned and cached.
//
// It refuses to know how Chancery makes its files: it takes files, asks somebody
// else, and reports. The acceptance tests of the first packet live in this
// package and call the same functions as the command line. Start with Verdict,
// then verapdf and structWords; install.go says where each judge comes from.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

// The exit codes, those of the chancery command.
const (
	exitPass    = 0 // every file passed, or what was asked is done
	exitFail    = 1 // a judge found fault
	exitUsage   = 2 // used wrongly
	exitUnknown = 3 // a judge is missing or broke off: no verdict
)

const usage = `usage: judge VERB ...

  install [TOOL...]               install the judges (verapdf epubcheck ace pyhanko ocfl-py versitygw system; typst only by name)
  pdf [--flavour 2a,ua1] FILE...  PDF/A and PDF/UA, by veraPDF
  qpdf FILE...                    the file's structure, by qpdf
  signatures [--trust CA.pem]... [--revocation none|embedded|fetch] [--at TIME] [--lenient] [--json] FILE...
                                  the signatures of a PDF, by pyHanko
  ocfl [--json] FOLDER...         OCFL storage roots and objects, by ocfl-py
  bag [--json] FOLDER...          BagIt bags, by bagit
  s3 [--versioning] FOLDER        a server of S3 with one bucket, versitygw, until its input ends
  epub FILE...                    EPUB, by EPUBCheck and Ace
  words FILE...                   the words of a PDF as its tags give them, of an EPUB as its spine does
  tags FILE.pdf                   the structure tree with its text
  evenness [FILE...]              how even justified lines are; without files, of the letter by Chancery and
                                  what other tools there are, with --measures of texts (--help: more)
  count                           sum up the output of "go test -json"
  bench                           time and memory beside Typst's and others': cold, warm, and of long reports

Exit status: 0 passed, 1 a judge found fault, 2 used wrongly, 3 no verdict.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// errUsage is a wrong command line; its text has been printed.
var errUsage = errors.New("used wrongly")

// errFault says that a judge found fault; the verdicts have been printed.
var errFault = errors.New("a judge found fault")

// run is the whole command; it returns the exit status.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(errs, usage)
		return exitUsage
	}
	var err error
	switch verb, rest := args[0], args[1:]; verb {
	case "install":
		err = install(ctx, rest, out)
	case "pdf":
		err = judgePDF(ctx, rest, out, errs)
	case "qpdf":
		err = judgeEach(ctx, rest, out, errs, qpdf)
	case "signatures":
		err = judgeSignatures(ctx, rest, out, errs)
	case "ocfl":
		err = judgeFolders(ctx, "ocfl", rest, out, errs, ocflpy)
	case "bag":
		err = judgeFolders(ctx, "bag", rest, out, errs, bagit)
	case "s3":
		err = serveS3(ctx, rest, os.Stdin, out, errs)
	case "epub":
		err = judgeEach(ctx, rest, out, errs, epubcheck, ace)
	case "words":
		err = printWords(ctx, rest, out, errs)
	case "tags":
		err = printTags(ctx, rest, out, errs)
	case "evenness":
		err = judgeEvenness(ctx, rest, out, errs)
	case "count":
		err = countTests(os.Stdin, out)
	case "bench":
		err = bench(ctx, rest, out, errs)
	case "help", "-h", "--help":
		fmt.Fprint(out, usage)
	default:
		fmt.Fprintf(errs, "judge: no verb %q\n%s", verb, usage)
		return exitUsage
	}
	switch {
	case err == nil:
		return exitPass
	case errors.Is(err, errFault):
		return exitFail
	case errors.Is(err, errUsage), errors.Is(err, flag.ErrHelp):
		return exitUsage
	}
	fmt.Fprintf(errs, "judge: %v\n", err)
	return exitUnknown
}

// judgePDF is the verb pdf.
func judgePDF(ctx context.Context, args []string, out, errs io.Writer) error {
	set := flag.NewFlagSet("judge pdf", flag.ContinueOnError)
	set.SetOutput(errs)
	flavours := set.String("flavour", "2a,ua1", "veraPDF's `flavours`, with commas")
	if err := set.Parse(args); err != nil {
		return errUsage
	}
	if set.NArg() == 0 {
		return noFiles(errs)
	}
	verdicts, err := verapdf(ctx, set.Args(), strings.Split(*flavours, ","))
	if err != nil {
		return err
	}
	return report(out, verdicts)
}

// judgeEach runs judges that take files alone and prints what they found.
func judgeEach(ctx context.Context, files []string, out, errs io.Writer, judges ...func(context.Context, []string) ([]Verdict, error)) error {
	if len(files) == 0 {
		return noFiles(errs)
	}
	var all []Verdict
	for _, judge := range judges {
		verdicts, err := judge(ctx, files)
		if err != nil {
			return err
		}
		all = append(all, verdicts...)
	}
	return report(out, all)
}

// report prints verdicts; it returns errFault where one is a failure.
func report(out io.Writer, verdicts []Verdict) error {
	var err error
	for _, v := range verdicts {
		fmt.Fprintln(out, v)
		if !v.Pass {
			err = errFault
		}
	}
	return err
}

// noFiles complains that a verb got no file.
func noFiles(errs io.Writer) error {
	fmt.Fprintf(errs, "judge: name a file\n%s", usage)
	return errUsage
}
