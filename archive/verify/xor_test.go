package verify_test

import (
	"bytes"
	"runtime"
	"sync"
	"testing"

	"chancery/archive/verify"
)

// TestEveryByte changes each byte of signed files in turn (XOR 0xFF), and sees
// that none of them is official any more: also behind the last signature, where
// the data are by which the signatures are checked.
func TestEveryByte(t *testing.T) {
	for _, c := range []struct {
		file  string
		lists bool
		step  int
	}{{"b", true, 1}, {"lt", false, 1}, {"lta-packed", false, 11}} {
		if testing.Short() {
			c.step = 97
		}
		everyByte(t, c.file, foreign(t, c.file+".pdf"), foreignOptions(t, "2026-01-16", c.lists), c.step)
	}
}

// everyByte reports the bytes of a file that may be changed without its being
// found.
func everyByte(t *testing.T, name string, data []byte, o verify.Options, step int) {
	t.Helper()
	if r := verify.File(data, o); r.Verdict != verify.Official {
		t.Fatalf("%s: %s", name, r.Text())
	}
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			data := bytes.Clone(data)
			for i := w * step; i < len(data); i += workers * step {
				data[i] ^= 0xFF
				if r := verify.File(data, o); r.Verdict == verify.Official {
					t.Errorf("%s: byte %d may be changed, in %q", name, i, data[max(0, i-30):min(len(data), i+30)])
				}
				data[i] ^= 0xFF
			}
		}()
	}
	wait.Wait()
}
