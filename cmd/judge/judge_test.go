package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the kept pages and tag trees anew")

// sample is the path of a file of testdata/samples.
func sample(name string) string { return filepath.Join("testdata", "samples", name) }

// need ends the test when err is not nil. A judge that is missing skips it,
// except in CI.
func need(t *testing.T, err error) {
	t.Helper()
	if skippable(err, os.Getenv("CI")) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// skippable says whether an error may skip a test: a missing judge outside CI.
func skippable(err error, ci string) bool {
	var missing *missingError
	return errors.As(err, &missing) && ci != "true"
}

func TestSkippable(t *testing.T) {
	missing := fmt.Errorf("no verdict: %w", &missingError{"qpdf", "install it"})
	for _, c := range []struct {
		err  error
		ci   string
		want bool
	}{
		{missing, "", true}, {missing, "true", false},
		{errors.New("it broke off"), "", false}, {nil, "", false},
	} {
		if got := skippable(c.err, c.ci); got != c.want {
			t.Errorf("%v with CI=%q: %t", c.err, c.ci, got)
		}
	}
}

// checkVerdicts compares verdicts with the wanted ones, "PASS" or the rules that
// must be among the faults.
func checkVerdicts(t *testing.T, verdicts []Verdict, want []string) {
	t.Helper()
	if len(verdicts) != len(want) {
		t.Fatalf("%d verdicts, want %d", len(verdicts), len(want))
	}
	for i, v := range verdicts {
		if want[i] == "PASS" {
			if !v.Pass || len(v.Faults) > 0 {
				t.Errorf("want a pass: %v", v)
			}
			continue
		}
		found := false
		for _, f := range v.Faults {
			found = found || strings.Contains(f.Rule, want[i]) && f.Count > 0 && f.Text != ""
		}
		if v.Pass || !found {
			t.Errorf("want a fault against %s: %v", want[i], v)
		}
	}
}

func TestVeraPDF(t *testing.T) {
	notPDF := filepath.Join(t.TempDir(), "not.pdf")
	if err := os.WriteFile(notPDF, []byte("no PDF at all\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	verdicts, err := verapdf(t.Context(), []string{sample("good.pdf"), sample("bad.pdf"), notPDF}, []string{"2a", "ua1"})
	need(t, err)
	checkVerdicts(t, verdicts, []string{"PASS", "PASS", "6.7.2.2-1", "7.1-11", "not read", "not read"})
	if got := verdicts[2].File; got != sample("bad.pdf") {
		t.Errorf("the third verdict is on %s", got)
	}
	// It claims 2a only: a judge that reads the claim and not the file would pass it.
	verdicts, err = verapdf(t.Context(), []string{sample("good.pdf")}, []string{"3a"})
	need(t, err)
	checkVerdicts(t, verdicts, []string{"6.6.4"})
}

func TestVeraPDFRefuses(t *testing.T) {
	if _, err := verapdf(t.Context(), []string{sample("good.pdf")}, []string{"2A"}); err == nil {
		t.Error("no error for an unknown flavour")
	}
	if _, err := verapdf(t.Context(), []string{sample("none.pdf")}, []string{"2a"}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("for a file that is not there: %v", err)
	}
	if _, err := verapdf(t.Context(), []string{t.TempDir()}, []string{"2a"}); err == nil {
		t.Error("no error for a folder")
	}
}

func TestQPDF(t *testing.T) {
	whole, err := os.ReadFile(sample("good.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.pdf")
	if err := os.WriteFile(cut, whole[:9000], 0o666); err != nil {
		t.Fatal(err)
	}
	verdicts, err := qpdf(t.Context(), []string{sample("good.pdf"), cut})
	need(t, err)
	checkVerdicts(t, verdicts, []string{"PASS", "--check"})
}

// The sample was signed by pyHanko, with a root of its own that is valid to 2120.
func TestSignatures(t *testing.T) {
	whole, err := os.ReadFile(sample("signed.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(t.TempDir(), "changed.pdf")
	whole[9000] ^= 1
	if err := os.WriteFile(changed, whole, 0o666); err != nil {
		t.Fatal(err)
	}
	root := []string{sample("signed-root.pem")}
	ask := func(q question) (verdicts []Verdict) {
		all, err := signatures(t.Context(), q)
		need(t, err)
		for _, s := range all {
			verdicts = append(verdicts, s.verdict())
		}
		return verdicts
	}
	checkVerdicts(t, ask(question{Trust: root, Revocation: "none",
		Files: []string{sample("signed.pdf"), changed, sample("good.pdf"), sample("good.epub")}}),
		[]string{"PASS", "INVALID", "no signature", "not read"})
	checkVerdicts(t, ask(question{Trust: root, Revocation: "embedded", Files: []string{sample("signed.pdf")}}),
		[]string{"UNTRUSTED"})
	checkVerdicts(t, ask(question{Trust: []string{}, Revocation: "none", Files: []string{sample("signed.pdf")}}),
		[]string{"UNTRUSTED"})
	checkVerdicts(t, ask(question{Trust: root, Revocation: "none", At: "2019-12-31T00:00:00Z", Files: []string{sample("signed.pdf")}}),
		[]string{"UNTRUSTED"})
}

func TestEPUBCheck(t *testing.T) {
	verdicts, err := epubcheck(t.Context(), []string{sample("good.epub"), sample("warning.epub"), sample("bad.epub")})
	need(t, err)
	checkVerdicts(t, verdicts, []string{"PASS", "WARNING OPF-053", "ERROR RSC-005"})
}

func TestAce(t *testing.T) {
	verdicts, err := ace(t.Context(), []string{sample("good.epub"), sample("inaccessible.epub")})
	need(t, err)
	checkVerdicts(t, verdicts, []string{"PASS", "color-contrast"})
}

// A judge that is missing must be an error of its own kind, or its tests could
// not tell it from a judge that broke.
func TestMissingJudge(t *testing.T) {
	t.Setenv("CHANCERY_TOOLS", t.TempDir())
	t.Setenv("PATH", "")
	t.Setenv("PUPPETEER_EXECUTABLE_PATH", "")
	ctx := t.Context()
	good := []string{sample("good.pdf")}
	for name, judge := range map[string]func() error{
		"verapdf":   func() error { _, err := verapdf(ctx, good, []string{"2a"}); return err },
		"epubcheck": func() error { _, err := epubcheck(ctx, good); return err },
		"ace":       func() error { _, err := ace(ctx, good); return err },
		"signatures": func() error {
			_, err := signatures(ctx, question{Files: good, Revocation: "none"})
			return err
		},
		"qpdf":      func() error { _, err := qpdf(ctx, good); return err },
		"words":     func() error { _, err := structWords(ctx, good[0]); return err },
		"pdftotext": func() error { _, err := pdftotextWords(ctx, good[0]); return err },
		"mutool":    func() error { _, err := mutoolWords(ctx, good[0]); return err },
		"render":    func() error { _, err := render(ctx, good[0], 60); return err },
	} {
		var missing *missingError
		if err := judge(); !errors.As(err, &missing) || missing.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRun holds the exit codes.
func TestRun(t *testing.T) {
	for _, c := range []struct {
		args string
		want int
		out  string // part of what is printed
	}{
		{"", exitUsage, "usage:"},
		{"frobnicate", exitUsage, `no verb "frobnicate"`},
		{"help", exitPass, "usage:"},
		{"pdf", exitUsage, "name a file"},
		{"words", exitUsage, "name a file"},
		{"signatures", exitUsage, "name a file"},
		{"signatures --revocation some " + sample("signed.pdf"), exitUsage, "none, embedded or fetch"},
		{"signatures --at today " + sample("signed.pdf"), exitUsage, "--at"},
		{"install nonsense", exitUsage, `no tool "nonsense"`},
		{"pdf --flavour 9z " + sample("good.pdf"), exitUnknown, `no flavour "9z"`},
		{"qpdf testdata/none.pdf", exitUnknown, "none.pdf"},
		{"words " + sample("good.epub"), exitPass, "Chapter\nOne\n"},
	} {
		var out bytes.Buffer
		if got := run(t.Context(), strings.Fields(c.args), &out, &out); got != c.want || !strings.Contains(out.String(), c.out) {
			t.Errorf("judge %s: exit status %d, want %d; printed:\n%s", c.args, got, c.want, out.String())
		}
	}
}

func TestRunVerdicts(t *testing.T) {
	if _, err := lookTool("qpdf"); err != nil {
		need(t, err)
	}
	var out bytes.Buffer
	if got := run(t.Context(), []string{"qpdf", sample("good.pdf")}, &out, &out); got != exitPass {
		t.Errorf("a good file: exit status %d\n%s", got, out.String())
	}
	if got := run(t.Context(), []string{"qpdf", sample("good.epub")}, &out, &out); got != exitFail {
		t.Errorf("no PDF: exit status %d\n%s", got, out.String())
	}
}

// Two installations at once wait for each other.
func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".lock")
	var out bytes.Buffer
	unlock, err := lock(t.Context(), path, &out)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := lock(ctx, path, &out); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a second lock was not refused: %v", err)
	}
	if !strings.Contains(out.String(), "waiting") {
		t.Error("it does not say that it waits")
	}
	unlock()
	unlock, err = lock(t.Context(), path, &out)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}

// What is installed is not fetched again, and no lock is asked for: it works
// without any command and in a folder that cannot be written.
func TestInstallPresent(t *testing.T) {
	dir := t.TempDir()
	fake := tool{name: "fake", version: "1", install: func(context.Context, string, string) error {
		t.Error("installed again")
		return nil
	}}
	if err := os.Mkdir(filepath.Join(dir, fake.folder()), 0o777); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if absent(dir, []tool{fake}) {
		t.Error("it does not see what is there")
	}
	if err := installTool(t.Context(), dir, fake, &out); err != nil || out.String() != "present    fake 1\n" {
		t.Errorf("%v, printed %q", err, out.String())
	}
}

// An installation that breaks off leaves nothing that looks like a tool.
func TestInstallBreaksOff(t *testing.T) {
	dir := t.TempDir()
	broken := tool{name: "broken", version: "1", install: func(_ context.Context, _, dir string) error {
		os.WriteFile(filepath.Join(dir, "half"), nil, 0o666)
		return errors.New("the network went away")
	}}
	var out bytes.Buffer
	if err := installTool(t.Context(), dir, broken, &out); err == nil || !strings.Contains(err.Error(), "broken 1: the network went away") {
		t.Errorf("the error is %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
	if !absent(dir, []tool{broken}) {
		t.Error("it counts as installed")
	}
}

// Where it cannot install it says what is missing and what to do.
func TestInstallNamesWhatIsMissing(t *testing.T) {
	t.Setenv("PATH", "")
	err := installPackages(t.Context(), []string{"pdfinfo", "pdftoppm", "qpdf"}, &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "missing: pdfinfo pdftoppm qpdf") || !strings.Contains(err.Error(), "poppler qpdf") {
		t.Errorf("the error is %v", err)
	}
}

// Another pin is another folder.
func TestFolder(t *testing.T) {
	if got := toolVeraPDF.folder(); got != "verapdf-1.30.2" {
		t.Errorf("veraPDF is in %s", got)
	}
	if got := toolAce.folder(); !strings.HasPrefix(got, "ace-1.4.6-") || len(got) != len("ace-1.4.6-")+8 {
		t.Errorf("Ace is in %s", got)
	}
	lockFile, err := data.ReadFile(toolAce.pin)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(lockFile, []byte(`"resolved"`)) {
		t.Error("Ace's lock file names a host: npm shall ask the registry that it is told to")
	}
}
