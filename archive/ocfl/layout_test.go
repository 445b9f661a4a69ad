package ocfl_test

import (
	"strings"
	"testing"
)

// TestLayout has the examples of the extension 0003, and an identifier that is too
// long for a folder's name.
func TestLayout(t *testing.T) {
	s, _ := newStore(t)
	for id, want := range map[string]string{
		"object-01":        "3c0/ff4/240/object-01",
		"..hor/rib:le-$id": "487/326/d8c/%2e%2ehor%2frib%3ale-%24id",
	} {
		if got := s.Path(id); got != want {
			t.Errorf("%s lies at %s, want %s", id, got, want)
		}
	}
	long := s.Path("urn:" + strings.Repeat("a", 200))
	name := long[strings.LastIndexByte(long, '/')+1:]
	if len(name) != 100+1+64 || !strings.HasPrefix(name, "urn%3aaaa") || name[100] != '-' {
		t.Errorf("a long name: %s", name)
	}
}
