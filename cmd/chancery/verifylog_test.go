package main

import (
	"strings"
	"testing"
	"time"

	"chancery/archive/tlog"
)

// TestSeen says who has seen a log, and when.
func TestSeen(t *testing.T) {
	l := &loggedJSON{Origin: "verify.example.gov/log", Size: 2, Seen: []tlog.Seen{{Witness: "witness.example.org", At: time.Unix(1529420400, 0).UTC()}}, asked: true}
	if text := l.text(); !strings.HasSuffix(text, "\nseen by    witness.example.org, 2018-06-19 15:00:00 UTC\n") {
		t.Error(text)
	}
}
