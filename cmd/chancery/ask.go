package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"chancery/archive/sign"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"
)

// patienceWithAuthorities is how long an authority may take to answer, and
// maxAnswer how long its answer may be: lists of revoked certificates of large
// authorities have some megabytes.
const (
	patienceWithAuthorities = 30 * time.Second
	maxAnswer               = 64 << 20
)

// askError says that an authority could not be asked, or answered nonsense.
type askError struct {
	url string
	err error
}

func (e *askError) Error() string { return fmt.Sprintf("asking %s: %v", e.url, e.err) }
func (e *askError) Unwrap() error { return e.err }

// ask asks an authority by HTTP.
func ask(ctx context.Context, q sign.Request) ([]byte, error) {
	u, err := url.Parse(q.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, &askError{q.URL, errors.New("only addresses of http and https can be asked")}
	}
	ctx, cancel := context.WithTimeout(ctx, patienceWithAuthorities)
	defer cancel()
	method, body := http.MethodGet, io.Reader(nil)
	if q.Body != nil {
		method, body = http.MethodPost, bytes.NewReader(q.Body)
	}
	r, err := http.NewRequestWithContext(ctx, method, q.URL, body)
	if err != nil {
		return nil, &askError{q.URL, err}
	}
	r.Header.Set("User-Agent", "chancery")
	if q.Kind != "" {
		r.Header.Set("Content-Type", q.Kind)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		var of *url.Error
		if errors.As(err, &of) {
			err = of.Err // it repeats the address
		}
		return nil, &askError{q.URL, err}
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, &askError{q.URL, err}
	case answer.StatusCode != http.StatusOK:
		return nil, &askError{q.URL, fmt.Errorf("it answers with status %s", answer.Status)}
	case len(data) > maxAnswer:
		return nil, &askError{q.URL, fmt.Errorf("its answer is longer than %d MB", maxAnswer>>20)}
	}
	return data, nil
}

// keyPassword is the variable that may hold a key's password, or PIN.
const keyPassword = "CHANCERY_KEY_PASSWORD"

// secret gets the password of a key, or the PIN of a device: from the descriptor
// that --password-fd names, else from CHANCERY_KEY_PASSWORD, else from whoever
// sits at the terminal. It is never printed, and never part of an error.
func (p *program) secret(c *cli.Context, what, of string) ([]byte, error) {
	if fd := c.Int("password-fd"); fd >= 0 {
		f := os.NewFile(uintptr(fd), "password")
		if f == nil {
			return nil, &usageError{fmt.Sprintf("--password-fd %d is no open file", fd), ""}
		}
		defer f.Close()
		data, err := io.ReadAll(io.LimitReader(f, 1<<16))
		if err != nil {
			return nil, &usageError{fmt.Sprintf("--password-fd %d cannot be read: %v", fd, errors.Unwrap(err)), ""}
		}
		line, _, _ := strings.Cut(string(data), "\n")
		return []byte(strings.TrimSuffix(line, "\r")), nil
	}
	if s := p.getenv(keyPassword); s != "" {
		return []byte(s), nil
	}
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return nil, &usageError{"the key is locked, and there is no terminal to ask for its " + what,
			"set " + keyPassword + ", or give it through --password-fd"}
	}
	// Interrupted while it waits, the terminal must show again what is typed.
	state, err := term.GetState(in)
	if err != nil {
		return nil, fmt.Errorf("asking for the %s: %w", what, err)
	}
	restore := context.AfterFunc(c.Context, func() {
		term.Restore(in, state)
		fmt.Fprintln(p.errs)
		os.Exit(exitUnknown)
	})
	defer restore()
	fmt.Fprintf(p.errs, "%s for %s: ", strings.ToUpper(what[:1])+what[1:], of)
	secret, err := term.ReadPassword(in)
	fmt.Fprintln(p.errs)
	if err != nil {
		return nil, fmt.Errorf("asking for the %s: %w", what, err)
	}
	return secret, nil
}
