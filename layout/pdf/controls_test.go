package pdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"chancery/layout"
	"chancery/layout/pdf/cos"
)

// A control takes the fixture that passes and changes one thing. A judge that
// passes it too has not looked, and then its word on the fixture is worth nothing.
type control struct {
	name   string
	change func(t *testing.T, f *cos.File)
	fails  string // the flavours of which at least one must fail
	rule   string // a part of the rule that the failing verdict names
}

var controls = []control{
	{"a-no-structure-tree", func(t *testing.T, f *cos.File) {
		f.Dict(f.Root).Set("StructTreeRoot", nil)
	}, "2a ua1", "6.7.3.3"},
	{"b-no-tounicode", func(t *testing.T, f *cos.File) {
		for _, d := range having(t, f, "ToUnicode") {
			d.Set("ToUnicode", nil)
		}
	}, "2a ua1", "6.2.11.7.2"},
	{"c-wrong-width", func(t *testing.T, f *cos.File) {
		w := having(t, f, "W")[0].Get("W").(cos.Array)[3].(cos.Array) // of the first code that is used
		w[0] = w[0].(int) + 40
	}, "2a ua1", "6.2.11.5"},
	{"d-no-alt", func(t *testing.T, f *cos.File) {
		of(t, f, "S", "Figure")[0].Set("Alt", nil)
	}, "ua1", "7.3"},
	{"e-no-output-intent", func(t *testing.T, f *cos.File) {
		f.Dict(f.Root).Set("OutputIntents", nil)
	}, "2a", "6.2.4.3"},
	{"f-link-without-flags", func(t *testing.T, f *cos.File) {
		of(t, f, "Subtype", "Link")[0].Set("F", nil)
	}, "2a", "6.3.2"},
	{"g-link-without-contents", func(t *testing.T, f *cos.File) {
		for _, d := range of(t, f, "Subtype", "Link") {
			d.Set("Contents", nil)
		}
	}, "ua1", "7.18"},
	{"h-header-without-scope", func(t *testing.T, f *cos.File) {
		for _, d := range of(t, f, "S", "TH") {
			f.Dict(d.Get("A")).Set("Scope", nil)
		}
	}, "ua1", "7.5"},
	{"h2-merged-cell-without-span", func(t *testing.T, f *cos.File) {
		for _, d := range having(t, f, "A") {
			if a := f.Dict(d.Get("A")); a != nil && a.Get("ColSpan") != nil {
				a.Set("ColSpan", nil)
				return
			}
		}
		t.Fatal("the fixture merges no cells")
	}, "ua1", "7.2"},
	{"i-title-not-shown", func(t *testing.T, f *cos.File) {
		f.Dict(f.Root).Set("ViewerPreferences", nil)
	}, "ua1", "7.1"},
	{"j-no-language", func(t *testing.T, f *cos.File) {
		f.Dict(f.Root).Set("Lang", nil)
	}, "ua1", "7.2"},
	{"k-content-without-element", func(t *testing.T, f *cos.File) {
		for _, d := range of(t, f, "Type", "Page") {
			data, err := f.Contents(d)
			if err != nil {
				t.Fatal(err)
			}
			const artifact = "/Artifact<</Type/Layout>>BDC"
			if i := bytes.Index(data, []byte(artifact)); i >= 0 {
				data = append(append(bytes.Clone(data[:i]), "/P BMC"...), data[i+len(artifact):]...)
				d.Set("Contents", f.Add(&cos.Stream{Data: data, Dict: cos.NewDict()}))
				return
			}
		}
		t.Fatal("the fixture has no artifact")
	}, "ua1", "7.1"},
}

// having gives the dictionaries that have a key.
func having(t *testing.T, f *cos.File, key cos.Name) []*cos.Dict {
	var ds []*cos.Dict
	for _, o := range f.Objects {
		if d, ok := o.(*cos.Dict); ok && d.Get(key) != nil {
			ds = append(ds, d)
		}
	}
	if len(ds) == 0 {
		t.Fatalf("the fixture has nothing with /%s", key)
	}
	return ds
}

// of gives the dictionaries whose key is a name.
func of(t *testing.T, f *cos.File, key, name cos.Name) []*cos.Dict {
	var ds []*cos.Dict
	for _, d := range having(t, f, key) {
		if d.Get(key) == name {
			ds = append(ds, d)
		}
	}
	if len(ds) == 0 {
		t.Fatalf("the fixture has nothing with /%s /%s", key, name)
	}
	return ds
}

// fixtures are the documents that every judge must pass.
var fixtures = []struct {
	name string
	make func(testing.TB) *layout.Document
}{
	{"letter", letter},
	{"least", least},
	{"twenty-pages", twentyPages},
	{"garamond", garamond},
	{"jpeg", withJPEG},
}

// TestJudges writes the fixtures and the controls and has veraPDF and qpdf judge
// them all in one batch. Without the judges it is skipped, except in CI.
func TestJudges(t *testing.T) {
	if testing.Short() {
		t.Skip("the judges take half a minute")
	}
	dir := t.TempDir()
	var files []string
	save := func(name string, data []byte) {
		path := filepath.Join(dir, name+".pdf")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	for _, f := range fixtures {
		save(f.name, write(t, f.make(t)))
	}
	passing := len(files)
	base := write(t, letter(t))
	// The fixture read and written again: so that a control that fails does so
	// because of its change, not because of the way it was made.
	for _, c := range append([]control{{name: "unchanged", change: func(*testing.T, *cos.File) {}}}, controls...) {
		f, err := cos.Read(base)
		if err != nil {
			t.Fatal(err)
		}
		c.change(t, f)
		var out bytes.Buffer
		if _, err := f.WriteTo(&out); err != nil {
			t.Fatal(err)
		}
		save(c.name, out.Bytes())
	}

	verdicts := judge(t, append([]string{"pdf", "--flavour", "2a,ua1"}, files...))
	for _, path := range files[:passing+1] {
		for _, flavour := range []string{"2a", "ua1"} {
			if v := verdicts["veraPDF "+flavour+" "+path]; !strings.HasPrefix(v, "PASS") {
				t.Errorf("%s, %s: %s", filepath.Base(path), flavour, v)
			}
		}
	}
	for i, c := range controls {
		path := files[passing+1+i]
		failed, named := "", false
		for _, flavour := range []string{"2a", "ua1"} {
			v := verdicts["veraPDF "+flavour+" "+path]
			if v == "" {
				t.Errorf("%s: veraPDF %s did not speak", c.name, flavour)
			}
			if strings.HasPrefix(v, "FAIL") {
				failed += " " + flavour
				named = named || strings.Contains(v, " "+c.rule)
			}
		}
		if failed != " "+c.fails {
			t.Errorf("%s: failed [%s ], want [ %s ]", c.name, failed, c.fails)
		}
		if !named {
			t.Errorf("%s: no verdict names %s", c.name, c.rule)
		}
	}
	for key, v := range judge(t, append([]string{"qpdf"}, files[:passing]...)) {
		if !strings.HasPrefix(v, "PASS") {
			t.Errorf("%s: %s", key, v)
		}
	}
}

// TestSecondReader has Poppler read the words of the fixtures, by way of their
// tags, and compares them with what our own reader hears.
func TestSecondReader(t *testing.T) {
	if testing.Short() {
		t.Skip("starts other programs")
	}
	for _, fixture := range fixtures {
		data := write(t, fixture.make(t))
		tree, err := ReadTree(data)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), fixture.name+".pdf")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		stdout := runJudge(t, "words", path)
		// The judge composes what can be composed (UAX #15).
		composed := strings.NewReplacer("e\u0301", "é", "Z\u030c", "Ž", "o\u0323", "ọ")
		got, want := strings.Fields(stdout), strings.Fields(composed.Replace(spoken(tree.Root.Plain())))
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Errorf("%s: word %d: Poppler reads %q, want %q", fixture.name, i+1, got[i:min(i+3, len(got))], want[i:min(i+3, len(want))])
				break
			}
		}
	}
}

// judge runs the judge command and gives its verdicts by "JUDGE FILE".
func judge(t *testing.T, args []string) map[string]string {
	t.Helper()
	stdout := runJudge(t, args...)
	verdicts := map[string]string{}
	last := ""
	for line := range strings.Lines(stdout) {
		if word, rest, ok := strings.Cut(strings.TrimRight(line, "\n"), " "); ok && (word == "PASS" || word == "FAIL") {
			last = rest
		}
		verdicts[last] += line
	}
	return verdicts
}

// runJudge runs the judge command and gives what it prints. Where it cannot judge
// the test is skipped, in CI it fails.
func runJudge(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"run", "chancery/cmd/judge"}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if stdout.Len() > 0 || err == nil {
		return stdout.String()
	}
	message := fmt.Sprintf("the judges gave no verdict (%v): %s", err, stderr.String())
	if os.Getenv("CI") == "true" {
		t.Fatal(message)
	}
	t.Skip(message)
	return ""
}
