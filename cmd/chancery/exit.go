package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"chancery/archive/publish"
	sitefolder "chancery/archive/site/folder"
	"chancery/archive/tlog"
	"chancery/layout/press"
	"chancery/source"
)

// The exit codes: a promise to scripts. Where several hold, the highest is given.
const (
	exitDone    = 0 // done
	exitSource  = 1 // the source is wrong, a missing image or a font that cannot be used included; a file is altered
	exitUsage   = 2 // used wrongly: no such packet, an unknown flag, a file in the way
	exitUnknown = 3 // cannot tell: interrupted before there was a result, or a file says too little
	exitMachine = 4 // the machine failed: disk, permission
)

// exitText is what help says of them.
const exitText = `0 done, 1 the source is wrong or a file altered, 2 used wrongly (no such packet,
unknown flag, a file in the way), 3 cannot tell (interrupted, or nothing to go
by), 4 the machine failed (disk, permission).`

// usageError is a command line that means nothing.
type usageError struct{ text, hint string }

func (e *usageError) Error() string {
	if e.hint == "" {
		return e.text
	}
	return e.text + "\nhint: " + e.hint
}

// sourceError says that the source is wrong where every problem was printed; its
// text sums up, or is "" where nothing is left to say.
type sourceError struct{ summary string }

func (e *sourceError) Error() string { return e.summary }

// unknownError says that the result was "cannot tell", which has been printed.
type unknownError struct{}

func (*unknownError) Error() string { return "" }

// exitCode is the code of one error. Errors that were joined have the highest of
// their codes.
func exitCode(err error) int {
	var (
		ours     *usageError
		usage    *source.UsageError
		inTheWay *press.InTheWayError
		output   *press.OutputError
		problems source.Problems
		wrong    *sourceError
		font     *press.FontError
		issued   *press.IssuedError
		onSite   *sitefolder.InTheWayError
		missing  *sitefolder.MissingError
		nowhere  *publish.NoAddressError
		logKey   *sitefolder.KeyError
		log      *tlog.BrokenError
		unknown  *unknownError
	)
	if list := parts(err); len(list) > 1 {
		code := exitDone
		for _, e := range list {
			code = max(code, exitCode(e))
		}
		return code
	}
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &problems), errors.As(err, &wrong), errors.As(err, &font), errors.As(err, &issued), errors.As(err, &missing), errors.As(err, &nowhere), errors.As(err, &log):
		return exitSource
	case errors.As(err, &ours), errors.As(err, &usage), errors.As(err, &inTheWay), errors.As(err, &output), errors.As(err, &onSite), errors.As(err, &logKey):
		return exitUsage
	case errors.As(err, &unknown), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return exitUnknown
	}
	return exitMachine
}

// parts are the errors that errors.Join joined.
func parts(err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, e := range j.Unwrap() {
			all = append(all, parts(e)...)
		}
		return all
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// report prints what is left to say of an error and gives the exit code.
func (p *program) report(err error) int {
	for _, e := range parts(err) {
		if text := errorText(e); text != "" {
			fmt.Fprintln(p.errs, text)
		}
	}
	return exitCode(err)
}

// errorText is how an error is printed. Problems stand for themselves; everything
// else is said by Chancery.
func errorText(err error) string {
	var problems source.Problems
	if errors.As(err, &problems) {
		return problems.Error()
	}
	if errors.Is(err, context.Canceled) {
		return "chancery: interrupted; nothing was written"
	}
	text := err.Error()
	if text == "" {
		return ""
	}
	if hint := machineHint(err); hint != "" && !strings.Contains(text, "\nhint: ") {
		text += "\nhint: " + hint
	}
	return "chancery: " + text
}

// machineHint says what to do about what the machine says.
func machineHint(err error) string {
	switch {
	case exitCode(err) != exitMachine:
		return ""
	case errors.Is(err, syscall.ENOSPC):
		return "the disk is full: make room on it"
	case errors.Is(err, syscall.EFBIG):
		return "a limit on the size of files is set (ulimit -f): raise it"
	case errors.Is(err, syscall.EROFS):
		return "the disk can only be read: write to another one"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		return "a file has the place of a folder: move it away, or name another folder"
	case errors.Is(err, fs.ErrPermission):
		return "this account may not do that: ask for permission, or name another folder"
	}
	return ""
}
