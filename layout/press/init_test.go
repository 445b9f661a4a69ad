package press

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// files lists what is under dir, by slashed path.
func files(t *testing.T, dir string) []string {
	t.Helper()
	list, err := starting(os.DirFS(dir), false)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestInit(t *testing.T) {
	for _, c := range []struct {
		name    string
		example bool
		dir     string // where it goes without one
		office  bool   // an office.yaml is above
		want    []string
	}{
		{"starter", false, "packet", false, []string{"letter.md", "office.yaml", "packet.yaml", "release.md"}},
		{"example", true, examplePacket, false, []string{"letter.md", "office.yaml", "packet.yaml", "release.md"}},
		{"shared office", false, "packet", true, []string{"letter.md", "packet.yaml", "release.md"}},
		{"example has its office", true, examplePacket, true, []string{"letter.md", "office.yaml", "packet.yaml", "release.md"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if c.office {
				if err := os.WriteFile("office.yaml", []byte("name: Office of the Clerk\n"), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			s, err := Init("", c.example)
			if err != nil {
				t.Fatal(err)
			}
			if s.Dir != c.dir {
				t.Errorf("wrote into %q, not %q", s.Dir, c.dir)
			}
			if shares := s.Office != ""; shares != (c.office && !c.example) {
				t.Errorf("shares the office %q", s.Office)
			}
			if got := files(t, c.dir); !reflect.DeepEqual(got, c.want) {
				t.Errorf("wrote %q, not %q", got, c.want)
			}
			if _, problems, err := Load(s.Dir, nil); err != nil || len(problems) > 0 {
				t.Errorf("what was written does not load: %v %v", problems, err)
			}
		})
	}
}

func TestInitInTheWay(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("p", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"letter.md", "packet.yaml", "notes.txt"} {
		if err := os.WriteFile(filepath.Join("p", name), []byte("mine"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Init("p", false)
	var way *InTheWayError
	if !errors.As(err, &way) {
		t.Fatalf("got %v", err)
	}
	if want := []string{filepath.Join("p", "letter.md"), filepath.Join("p", "packet.yaml")}; !reflect.DeepEqual(way.Paths, want) {
		t.Errorf("in the way are %q, not %q", way.Paths, want)
	}
	if got, want := files(t, "p"), []string{"letter.md", "notes.txt", "packet.yaml"}; !reflect.DeepEqual(got, want) {
		t.Errorf("left %q, not %q", got, want)
	}
	if data, _ := os.ReadFile(filepath.Join("p", "letter.md")); string(data) != "mine" {
		t.Error("a file was overwritten")
	}
	if _, err := Init(filepath.Join("p", "notes.txt"), false); !errors.As(err, &way) {
		t.Errorf("a file in the folder's place: %v", err)
	}
}

func TestInitUndo(t *testing.T) {
	t.Chdir(t.TempDir())
	u := &undo{}
	if err := os.WriteFile("a", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := u.write(nil, filepath.Join("x", "y", "a")); err != nil {
		t.Fatal(err)
	}
	if err := u.write(nil, "a"); err == nil {
		t.Error("a file was overwritten")
	}
	u.all()
	if got := files(t, "."); !reflect.DeepEqual(got, []string{"a"}) {
		t.Errorf("left %q", got)
	}
	if _, err := os.Stat("x"); err == nil {
		t.Error("a folder is left")
	}
}

// TestInitKeys sees that every packet gets a key of its own.
func TestInitKeys(t *testing.T) {
	t.Chdir(t.TempDir())
	keys := map[string]bool{}
	for _, dir := range []string{"a", "b", "c"} {
		if _, err := Init(dir, false); err != nil {
			t.Fatal(err)
		}
		packet, problems, err := Load(dir, nil)
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		for _, s := range packet.Config {
			if s.Key == "verify-key" {
				keys[s.Value] = true
			}
		}
	}
	if len(keys) != 3 {
		t.Errorf("three packets have the keys %v", keys)
	}
}
