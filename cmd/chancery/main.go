// Command chancery turns a packet (a press release and the letters attached to
// it, in Markdown and YAML) into letter.pdf, release.pdf and packet.epub.
//
// It reads flags and prints results, and refuses to know anything else: how a
// packet is read is chancery/source's business, how its files are made
// chancery/layout/press's. A file a verb; start with run, then build.go. The exit
// codes stand in exit.go alone.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"chancery/layout/press"
)

func main() {
	collectLate()
	// Writing past a limit on the size of files sends SIGXFSZ, which Go's runtime
	// takes no notice of: the write's own error says it (EFBIG).
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	p := program{
		out:      bufio.NewWriter(os.Stdout),
		errs:     os.Stderr,
		getenv:   os.Getenv,
		terminal: term.IsTerminal(int(os.Stderr.Fd())),
	}
	code := p.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// program is what a run has of the world around it.
type program struct {
	out      *bufio.Writer // results
	errs     io.Writer     // diagnostics and progress
	getenv   func(string) string
	terminal bool        // errs is a terminal
	press    press.Press // builds
}

// run is the whole command; it returns the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	err := p.verb(ctx, args)
	if e := p.out.Flush(); e != nil && !errors.Is(e, syscall.EPIPE) {
		err = errors.Join(err, fmt.Errorf("printing the result: %w", e))
	}
	return p.report(err)
}

// verb runs the verb that args name.
func (p *program) verb(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == completeVerb {
		return p.complete(args[1:])
	}
	if len(args) > 0 && args[0] == "build" {
		p.press.Prepare() // while the flags and the sources are read
	}
	app := p.app()
	arranged, err := arrange(app, args)
	if err == errNoVerb {
		app.Writer = p.errs
		if err := app.RunContext(ctx, []string{app.Name, "help"}); err != nil {
			return err
		}
		return &usageError{} // the help says it
	}
	if err != nil {
		return err
	}
	return app.RunContext(ctx, append([]string{app.Name}, arranged...))
}
