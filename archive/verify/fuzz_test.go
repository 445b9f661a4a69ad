package verify_test

import (
	"bytes"
	"testing"

	"chancery/archive/verify"
)

// FuzzFile sees that no bytes make the verifier panic, and that what a signed
// file is followed by never leaves it official, unless it is in order.
func FuzzFile(f *testing.F) {
	signed := foreign(f, "b.pdf")
	o := foreignOptions(f, "2026-01-16", true)
	two := foreign(f, "two-b.pdf")
	lt := foreign(f, "lt.pdf")
	f.Add(lt[12894:], 0)
	f.Add(two[len(signed):], 1)
	f.Add([]byte("\n1 0 obj\n<<>>\nendobj\nxref\n1 1\n0000006990 00000 n \ntrailer\n<</Size 12/Root 1 0 R/Prev 6000>>\nstartxref\n7000\n%%EOF\n"), 2)
	f.Fuzz(func(t *testing.T, tail []byte, where int) {
		at := len(signed)
		if where < 0 {
			at = max(0, at+where)
		}
		data := append(bytes.Clone(signed[:at]), tail...)
		r := verify.File(data, o)
		if r.Text() == "" {
			t.Error("nothing is said")
		}
		if r.Verdict == verify.Official && !bytes.HasPrefix(data, signed) {
			t.Error("it is official, and not what was signed")
		}
	})
}
