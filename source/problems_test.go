package source

import (
	"bytes"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expected results; read them before they are committed")

// TestProblems reads the packets of testdata/problems: each archive holds cases,
// each case a folder with the files of a packet (or one document) and "want", the
// problems as they are printed.
func TestProblems(t *testing.T) {
	archives, err := filepath.Glob("testdata/problems/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no cases", err)
	}
	home, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range archives {
		archive := readArchive(t, path)
		var names []string
		cases := map[string]map[string]string{}
		for _, f := range archive.files {
			name, rest, ok := strings.Cut(f.name, "/")
			if !ok {
				t.Fatalf("%s: %q is in no case", path, f.name)
			}
			if cases[name] == nil {
				cases[name] = map[string]string{}
				names = append(names, name)
			}
			cases[name][rest] = f.data
		}
		for _, name := range names {
			t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar")+"/"+name, func(t *testing.T) {
				files := cases[name]
				want, ok := files["want"]
				delete(files, "want")
				_, problems := loadFiles(t, files)
				got := ""
				if len(problems) > 0 {
					got = problems.Error() + "\n"
				}
				if *update {
					archive.setWant(name, got)
				} else if !ok || got != want {
					t.Errorf("got:\n%s\nwant:\n%s", got, want)
				}
			})
		}
		if *update {
			if err := os.WriteFile(filepath.Join(home, path), archive.bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// archive is a text that holds files, each after a line "-- name --".
type archive struct {
	intro string
	files []archived
}

type archived struct{ name, data string }

func readArchive(t *testing.T, path string) *archive {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{}
	text := &a.intro
	for line := range strings.Lines(string(data)) {
		if name, ok := strings.CutPrefix(line, "-- "); ok && strings.HasSuffix(name, " --\n") {
			a.files = append(a.files, archived{name: strings.TrimSuffix(name, " --\n")})
			text = &a.files[len(a.files)-1].data
			continue
		}
		*text += line
	}
	return a
}

func (a *archive) bytes() []byte {
	var b bytes.Buffer
	b.WriteString(a.intro)
	for _, f := range a.files {
		b.WriteString("-- " + f.name + " --\n" + f.data)
	}
	return b.Bytes()
}

// setWant sets what is expected of a case, after the case's other files.
func (a *archive) setWant(name, want string) {
	last := 0
	for i, f := range a.files {
		if f.name == name+"/want" {
			a.files[i].data = want
			return
		}
		if strings.HasPrefix(f.name, name+"/") {
			last = i
		}
	}
	a.files = slices.Insert(a.files, last+1, archived{name + "/want", want})
}

// loadFiles writes files into a folder "packet" and loads it: as a packet where
// there is a packet.yaml, else as the one document that there is.
func loadFiles(t *testing.T, files map[string]string) (*Packet, Problems) {
	t.Helper()
	t.Chdir(t.TempDir())
	path := "packet"
	for name, data := range files {
		file := filepath.Join("packet", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, ok := files["packet.yaml"]; !ok && strings.HasSuffix(name, ".md") {
			path = file
		}
	}
	p, problems, err := Load(path, Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	checkPlaces(t, p, problems)
	return p, problems
}

// checkPlaces holds the problems to their form: a code, words, a place that is in
// the file.
func checkPlaces(t *testing.T, p *Packet, problems Problems) {
	t.Helper()
	for _, p := range problems {
		if p.Code == "" || p.Text == "" || p.Span.File == nil && p.Path == "" {
			t.Errorf("incomplete problem %+v", p)
		}
		if f := p.Span.File; f != nil && (p.Span.Start < 0 || p.Span.End < p.Span.Start || p.Span.End > len(f.Data)) {
			t.Errorf("%s: place %d–%d is outside the file", p.Text, p.Span.Start, p.Span.End)
		}
	}
}

// TestCodesHaveCases sees that every code of codes.go is expected by some case.
func TestCodesHaveCases(t *testing.T) {
	var all bytes.Buffer
	archives, _ := filepath.Glob("testdata/problems/*.txtar")
	tests, _ := filepath.Glob("*_test.go")
	for _, path := range append(archives, tests...) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) == 0 {
			return true
		}
		code, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(all.Bytes(), []byte("["+code+"]")) && !bytes.Contains(all.Bytes(), []byte(v.Names[0].Name)) {
			t.Errorf("no test expects %s (%q)", v.Names[0].Name, code)
		}
		return true
	})
}
