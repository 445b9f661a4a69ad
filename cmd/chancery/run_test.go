package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"chancery/layout/press"
	"chancery/source"
)

// run runs a command line in this process.
func run(ctx context.Context, args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	p := program{out: bufio.NewWriter(&o), errs: &e, getenv: func(string) string { return "" }}
	code = p.run(ctx, args)
	return code, o.String(), e.String()
}

func TestInterrupted(t *testing.T) {
	t.Chdir(t.TempDir())
	if code, _, errs := run(t.Context(), "init", "packet"); code != exitDone {
		t.Fatal(errs)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, verb := range []string{"build", "check"} {
		code, out, errs := run(ctx, verb, "packet")
		if code != exitUnknown || out != "" || errs != "chancery: interrupted; nothing was written\n" {
			t.Errorf("%s: code %d, output %q, errors %q", verb, code, out, errs)
		}
	}
	if _, err := os.Stat("dist"); err == nil {
		t.Error("something was written")
	}
}

func TestExitCode(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, exitDone},
		{source.Problems{{Code: "x"}}, exitSource},
		{&sourceError{}, exitSource},
		{&press.FontError{}, exitSource},
		{&usageError{}, exitUsage},
		{&source.UsageError{}, exitUsage},
		{&press.InTheWayError{}, exitUsage},
		{&press.OutputError{}, exitUsage},
		{fmt.Errorf("setting: %w", context.Canceled), exitUnknown},
		{&os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, exitMachine},
		{errors.New("anything else"), exitMachine},
		{errors.Join(&sourceError{}, &usageError{}), exitUsage},
		{errors.Join(errors.New("the disk"), errors.Join(&usageError{}, &sourceError{})), exitMachine},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%#v: %d, not %d", c.err, got, c.want)
		}
	}
}

func TestMachineHint(t *testing.T) {
	for _, e := range []error{syscall.ENOSPC, syscall.EFBIG, syscall.EROFS, syscall.ENOTDIR, syscall.EACCES} {
		text := errorText(fmt.Errorf("writing x: %w", &os.PathError{Op: "write", Path: "x", Err: e}))
		if !strings.HasPrefix(text, "chancery: writing x: ") || strings.Count(text, "\nhint: ") != 1 {
			t.Errorf("%v: %q", e, text)
		}
	}
}

func TestEpoch(t *testing.T) {
	for _, c := range []struct {
		value string
		want  time.Time
		wrong string
	}{
		{"", time.Time{}, ""},
		{"0", time.Unix(0, 0).UTC(), ""},
		{"1529366400", time.Date(2018, 6, 19, 0, 0, 0, 0, time.UTC), ""},
		{"253402300799", time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), ""},
		{"253402300800", time.Time{}, "past the year 9999"},
		{"99999999999999999999999", time.Time{}, "past the year 9999"},
		{"-1", time.Time{}, "no number of seconds"},
		{"1529366400.5", time.Time{}, "no number of seconds"},
		{"2018-06-19", time.Time{}, "no number of seconds"},
	} {
		got, err := epoch(c.value)
		if !got.Equal(c.want) || (err != nil) != (c.wrong != "") || err != nil && (!strings.Contains(err.Error(), c.wrong) || exitCode(err) != exitUsage) {
			t.Errorf("%q: %v %v", c.value, got, err)
		}
	}
}

// TestSettings holds the flags against the keys that source lets flags set.
func TestSettings(t *testing.T) {
	values := map[string]string{"page-size": "a4", "face": "EB Garamond", "size": "12", "expansion": "1", "letterhead": "none", "language": "es", "resources": t.TempDir()}
	path := filepath.Join(t.TempDir(), "letter.md")
	text := "---\nkind: letter\ndate: 2026-01-15\nto: Alex Chen\nsignatories: []\n---\n\nHello.\n"
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	code, out, errs := run(t.Context(), "config", path)
	if code != exitDone {
		t.Fatal(errs)
	}
	var flags []string
	for _, s := range settings {
		value := values[s.name]
		if value == "" {
			value = "no"
		}
		code, out, errs := run(t.Context(), "config", path, "--"+s.name, value)
		if code != exitDone || !strings.Contains(out, "flag --"+s.name) {
			t.Errorf("--%s %s: code %d, %s%s", s.name, value, code, out, errs)
		}
		flags = append(flags, s.name)
	}
	// Every key that a document takes from elsewhere has a flag, its title aside.
	for _, line := range strings.Split(out, "\n") {
		f := strings.Fields(line)
		if len(f) > 1 && f[0] == "letter" && f[1] != "title" && !strings.Contains(" "+strings.Join(flags, " ")+" ", " "+f[1]+" ") {
			t.Errorf("no flag sets %q", f[1])
		}
	}
}

func TestHelpTexts(t *testing.T) {
	p := program{out: bufio.NewWriter(&bytes.Buffer{})}
	for _, c := range p.app().Commands {
		if !strings.HasPrefix(c.UsageText, "chancery "+c.Name) || c.Usage == "" || !strings.Contains(c.Description, "Example") ||
			!strings.Contains(c.Description, "    chancery "+c.Name) && !strings.Contains(c.Description, "(chancery "+c.Name) {
			t.Errorf("%s: no usage or no example in\n%s\n%s", c.Name, c.UsageText, c.Description)
		}
		for _, line := range strings.Split(c.Description, "\n") {
			if n := len([]rune(line)); n > 80 {
				t.Errorf("%s: a line of %d characters: %s", c.Name, n, line)
			}
		}
	}
}

func TestArrange(t *testing.T) {
	p := program{out: bufio.NewWriter(&bytes.Buffer{})}
	for _, c := range []struct{ in, want string }{
		{"build p", "build -- p"},
		{"build p --output d -q", "build --output=d -q -- p"},
		{"build -o d p q", "build --output=d -- p q"},
		{"build -o=d -- -p --json", "build -o=d -- -p --json"},
		{"build p --output -", "build --output=- -- p"},
		{"build p --output -x", "build --output=-x -- p"},
		{"build p --help --output d", "help build"},
		{"-h build", "help build"},
		{"--version", "version"},
	} {
		got, err := arrange(p.app(), strings.Fields(c.in))
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q %v, not %q", c.in, got, err, c.want)
		}
	}
}

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	g := startProgress(&b, time.Hour)
	g.step(0, 3, "reading")
	g.done()
	if b.Len() > 0 {
		t.Errorf("within the second: %q", b.String())
	}
	g = startProgress(&b, time.Hour)
	g.step(0, 3, "reading packet")
	g.mu.Lock()
	g.late = true
	g.mu.Unlock()
	g.step(1, 3, "setting")
	g.step(2, 3, "writing")
	g.done()
	if want := "\r2/3 setting\r3/3 writing\r           \r"; b.String() != want {
		t.Errorf("%q, not %q", b.String(), want)
	}
	var none *progress
	none.done()
}

func TestJoined(t *testing.T) {
	for _, c := range []struct{ in, want []string }{
		{[]string{"build", "--face", "=", `EB\ G`}, []string{"build", "--face", "EB G"}},
		{[]string{"build", "--face", "="}, []string{"build", "--face", ""}},
		{[]string{"build", "a", "=", "b"}, []string{"build", "a", "=", "b"}},
	} {
		if got := joined(c.in); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %q, not %q", c.in, got, c.want)
		}
	}
}

func TestShellWord(t *testing.T) {
	for in, want := range map[string]string{
		"2026-01-15": "2026-01-15", "a/b.md": "a/b.md", "Our packet": "'Our packet'", "D'Angelo": `'D'\''Angelo'`, "": "''", "$x": "'$x'", "año": "año",
	} {
		if got := shellWord(in); got != want {
			t.Errorf("%q: %s, not %s", in, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for in, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 28149: "28.1 kB", 999_949: "999.9 kB", 999_950: "1.0 MB", 12_340_000: "12.3 MB"} {
		if got := size(in); got != want {
			t.Errorf("%d: %s, not %s", in, got, want)
		}
	}
}
