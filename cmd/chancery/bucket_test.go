package main

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestNoSDK sees that the usual program has nothing of what buckets need.
func TestNoSDK(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "chancery/cmd/chancery").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range strings.Fields(string(out)) {
		if regexp.MustCompile(`^(gocloud\.dev|github\.com/aws|google\.golang\.org|go\.opentelemetry\.io)/`).MatchString(p) {
			t.Errorf("it imports %s", p)
		}
	}
}
