package source

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestResources(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, map[string]string{
		"office/office.yaml":   "name: The Office\nresources: ../agency\n",
		"office/p/packet.yaml": "documents: [a.md]\n",
		"office/p/a.md":        shortLetter,
		"agency/x":             "",
		"other/x":              "",
	})
	for _, c := range []struct {
		line string
		flag string
		want string // the folder, or the message
		from string
	}{
		{"resources: ../agency", "", "agency", "office/office.yaml:2"},
		{"resources: ../agency", "other", "other", "flag --resources"},
		{"", "", "", "built in"},
		{"resources: ../nowhere", "", `office/office.yaml:2:12: error: there is no folder "nowhere" [missing-file]`, "office/office.yaml:2"},
		{"resources: p/a.md", "", `error: "office/p/a.md" is not a folder [missing-file]`, "office/office.yaml:2"},
		{"", "nowhere", `there is no folder "nowhere" of resources`, ""},
	} {
		write(t, map[string]string{"office/office.yaml": "name: The Office\n" + c.line + "\n"})
		flags := Overrides{Settings: map[string]string{}}
		asked := "not asked"
		flags.Own = func(dir string) (Own, error) { asked = dir; return Own{}, nil }
		if c.flag != "" {
			flags.Settings["resources"] = c.flag
		}
		p, problems, err := Load("office/p", flags)
		if err != nil {
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", c.line, err)
			}
			continue
		}
		if len(problems) > 0 {
			if !strings.Contains(problems.Error(), c.want) {
				t.Errorf("%s: %v", c.line, problems)
			}
			continue
		}
		if got := filepath.ToSlash(p.Resources); got != c.want || asked != p.Resources {
			t.Errorf("%s: %q, asked for %q, want %q", c.line, got, asked, c.want)
		}
		for _, s := range p.Config {
			if s.Key == "resources" && s.From != c.from {
				t.Errorf("%s: from %q, want %q", c.line, s.From, c.from)
			}
		}
		if c.flag == "" {
			if got := Resources("office/p"); got != p.Resources {
				t.Errorf("%s: alone %q", c.line, got)
			}
		}
	}
	failed := errors.New("the disk is gone")
	if _, _, err := Load("office/p", Overrides{Own: func(string) (Own, error) { return Own{}, failed }}); !errors.Is(err, failed) {
		t.Errorf("%v", err)
	}
}

// A path through a link counts from where office.yaml really lies.
func TestResourcesThroughALink(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, map[string]string{
		"deep/office/office.yaml":   "name: The Office\nresources: ../agency\n",
		"deep/office/p/packet.yaml": "documents: [a.md]\n",
		"deep/office/p/a.md":        shortLetter,
		"deep/agency/x":             "",
	})
	if err := os.Symlink(filepath.Join("deep", "office", "p"), "p"); err != nil {
		t.Skip(err)
	}
	p, problems, err := Load("p", Overrides{})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if _, err := os.Stat(filepath.Join(p.Resources, "x")); err != nil {
		t.Error(err)
	}
}
