package fonts

import (
	"strings"
	"testing"
)

func TestLibrary(t *testing.T) {
	var none *Library
	if f, err := none.Lookup("eb garamond"); err != nil || f.Name != "EB Garamond" {
		t.Error(f, err)
	}
	own := []*Face{{Family: "Zilla", PostScriptName: "Zilla-Bold", Bold: true}, {Family: "Ada", PostScriptName: "Ada"}, {Family: "zilla", PostScriptName: "Zilla"}}
	l, err := NewLibrary(own...)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(l.Own(), ", "); got != "Ada, Zilla" {
		t.Errorf("own families: %s", got)
	}
	z, err := l.Lookup("ZILLA")
	if err != nil || z.Face(true, false) != own[0] || z.Face(false, false) != own[2] {
		t.Error(z, err)
	}
	var names []string
	for _, f := range l.Fallbacks(z) {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, ", "); got != "Ada, STIX Two Text, EB Garamond" {
		t.Errorf("fallbacks: %s", got)
	}
	if _, err := l.Lookup("Comic"); err == nil || !strings.Contains(err.Error(), "Ada, Zilla") {
		t.Errorf("error %v", err)
	}
}

func TestLibraryRefuses(t *testing.T) {
	for want, faces := range map[string][]*Face{
		"two faces of one style": {{Family: "A", PostScriptName: "A1"}, {Family: "A", PostScriptName: "A2"}},
		"is built in":            {{Family: "STIX Two Text"}},
	} {
		if _, err := NewLibrary(faces...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}
