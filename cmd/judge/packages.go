package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// packages says for a command that a judge needs which package brings it, on
// Debian and in Homebrew.
var packages = map[string]struct{ debian, brew string }{
	"go":        {"golang", "go"},
	"java":      {"default-jre-headless", "openjdk"},
	"mvn":       {"maven", "maven"},
	"node":      {"nodejs", "node"},
	"npm":       {"npm", "node"},
	"python3":   {"python3", "python"},
	"pip3":      {"python3-pip", "python"},
	"chromium":  {"chromium", "chromium"},
	"qpdf":      {"qpdf", "qpdf"},
	"pdfinfo":   {"poppler-utils", "poppler"},
	"pdftotext": {"poppler-utils", "poppler"},
	"pdffonts":  {"poppler-utils", "poppler"},
	"pdftoppm":  {"poppler-utils", "poppler"},
	"minisign":  {"minisign", "minisign"},
	"mutool":    {"mupdf-tools", "mupdf-tools"},
	// A device for keys that is a folder, and what builds the program that loads it.
	"softhsm2-util": {"softhsm2", "softhsm"},
	"cc":            {"build-essential", "gcc"},
}

// systemPackage names the package that brings a command, for a hint.
func systemPackage(command string) string {
	p, ok := packages[command]
	if !ok {
		return command
	}
	return fmt.Sprintf("the package %s (Homebrew: %s)", p.debian, p.brew)
}

// haveCommand says whether a command is on the path; a browser may be elsewhere.
func haveCommand(name string) bool {
	if name == "chromium" {
		_, err := lookBrowser()
		return err == nil
	}
	_, err := exec.LookPath(name)
	return err == nil
}

// installPackages brings the system packages with these commands. It can do so
// on Debian and its kin, as root; elsewhere its error names them.
func installPackages(ctx context.Context, commands []string, out io.Writer) error {
	if len(commands) == 0 {
		return nil
	}
	var debian, brew []string
	for _, c := range commands {
		p := packages[c]
		if !slices.Contains(debian, p.debian) {
			debian = append(debian, p.debian)
		}
		if !slices.Contains(brew, p.brew) {
			brew = append(brew, p.brew)
		}
	}
	missing := "missing: " + strings.Join(commands, " ")
	if _, err := exec.LookPath("apt-get"); err != nil {
		return fmt.Errorf("%s; install them, on macOS with: brew install %s", missing, strings.Join(brew, " "))
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("%s; as root: apt-get install %s", missing, strings.Join(debian, " "))
	}
	fmt.Fprintf(out, "installing packages %s\n", strings.Join(debian, " "))
	env := []string{"DEBIAN_FRONTEND=noninteractive"}
	if err := step(ctx, "", env, "apt-get", "update", "-qq"); err != nil {
		return err
	}
	args := append([]string{"install", "-qq", "-y", "--no-install-recommends"}, debian...)
	if err := step(ctx, "", env, "apt-get", args...); err != nil {
		return err
	}
	for _, c := range commands {
		if !haveCommand(c) {
			return fmt.Errorf("%s is still missing, though the package %s is installed", c, packages[c].debian)
		}
	}
	return nil
}

// step runs a command of an installation; the error has what it said last.
func step(ctx context.Context, dir string, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	said, err := cmd.CombinedOutput()
	if err == nil {
		return nil
	}
	if errors.Is(err, exec.ErrNotFound) {
		return &missingError{name, "install " + systemPackage(name)}
	}
	return fmt.Errorf("%s: %w\n%s", name, err, output{Stdout: said}.tail())
}
