package press

import (
	"testing"
)

// TestPrepare wants the same files of a press that was prepared, whatever the
// packet is set in.
func TestPrepare(t *testing.T) {
	for _, face := range []string{"", "EB Garamond"} {
		o := Options{Packet: seed}
		if face != "" {
			o.Settings = map[string]string{"face": face}
		}
		p := New()
		p.Prepare()
		p.Prepare()
		first := made(t, p, o)
		same(t, first, made(t, New(), o))
		same(t, first, made(t, p, o))
	}
}
