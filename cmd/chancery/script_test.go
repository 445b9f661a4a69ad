package main

import (
	"encoding/binary"
	"errors"
	"flag"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"chancery": main})
}

// TestScripts runs whole commands: testdata/script/verb_case.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		Setup:               setup,
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"png":   png,
		},
	})
}

// exits runs a command that must end with an exit code: exits CODE COMMAND ARGS...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var status *exec.ExitError
	if errors.As(err, &status) {
		got = status.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// png writes the beginning of a PNG of a size in pixels: png FILE WIDTH HEIGHT
func png(ts *testscript.TestScript, neg bool, args []string) {
	size := func(s string) uint32 {
		n, err := strconv.ParseUint(s, 10, 31)
		ts.Check(err)
		return uint32(n)
	}
	chunk := []byte("IHDR")
	chunk = binary.BigEndian.AppendUint32(chunk, size(args[1]))
	chunk = binary.BigEndian.AppendUint32(chunk, size(args[2]))
	chunk = append(chunk, 8, 2, 0, 0, 0)
	data := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	data = append(data, chunk...)
	data = binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(chunk))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o666))
}

// setup tells the scripts where a font is, and signed files.
func setup(env *testscript.Env) error {
	font, err := filepath.Abs("../../fonts/STIXTwoText-Italic.ttf")
	env.Setenv("FONT", font)
	if err != nil {
		return err
	}
	signed, err := filepath.Abs("../../archive/verify/testdata/foreign")
	env.Setenv("SIGNED", signed)
	return err
}
