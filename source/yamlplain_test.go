package source

import (
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// sayYAML is all of a node that this package asks for.
func sayYAML(b *strings.Builder, n *yaml.Node, indent string) {
	fmt.Fprintf(b, "%s%d %d %d:%d %q %q\n", indent, n.Kind, n.Style, n.Line, n.Column, n.Value, n.Anchor)
	for _, c := range n.Content {
		sayYAML(b, c, indent+" ")
	}
}

// comparePlain wants of plainYAML nothing, or what the library gives; it says which.
func comparePlain(t *testing.T, text string) bool {
	t.Helper()
	n := plainYAML([]byte(text))
	if n == nil {
		return false
	}
	dec := yaml.NewDecoder(strings.NewReader(text))
	var doc, more yaml.Node
	if err := dec.Decode(&doc); err != nil {
		t.Fatalf("the library refuses %q: %v", text, err)
	}
	if err := dec.Decode(&more); err == nil {
		t.Fatalf("%q is two documents", text)
	}
	var got, want strings.Builder
	sayYAML(&got, n, "")
	sayYAML(&want, doc.Content[0], "")
	if got.String() != want.String() {
		t.Fatalf("%q is\n%s, should be\n%s", text, got.String(), want.String())
	}
	return true
}

// plainTexts are texts with what plainYAML makes of them.
var plainTexts = []struct {
	text  string
	plain bool
}{
	{"a: b\n", true},
	{"a: b", true},
	{"# c\n\na-b: c d  \n  # x\nOur file: 12-3\n", true},
	{"a:\n  b: c\n  d: e\nf: g\n", true},
	{"a:\n- b\n- c d\ne: f\n", true},
	{"a:\n  - b: c\n    d: |\n      x\n       y\n\n      z\n\n  - b: c\ne: f\n", true},
	{"a:\n  -   b: c\n      d: e\n", true},
	{"a: |\n  x\n\n\n# c\nb: c\n", true},
	{"a: |\n  x", true},
	{"a:\n- |\n x\n- |\n   y\n", true},
	{"a: \"b: c # d\"\nb: 'x \"y\" z'\nc: []\nd: 2018-06-19\ne: 07102\nf: true\n", true},
	{"a: é“x”\n", true},
	{"a: http://x/y:z\n", true},
	{"a: b\n\n\n", true},
	{"", false}, {"\n", false}, {"a\n", false}, {" a: b\n", false}, {"- a\n", false},
	{"a:\n", false}, {"a:\nb: c\n", false}, {"a:b\n", false}, {"a : b\n", false},
	{"a: b\n  c\n", false}, {"a: b\n\n  c\n", false}, {"a: b: c\n", false}, {"a: b:\n", false},
	{"a: b # c\n", false}, {"a: *b\n", false}, {"a: &b c\n", false}, {"a: !b c\n", false}, {"a: {b: c}\n", false},
	{"a: [b]\n", false}, {"a: |-\n  b\n", false}, {"a: >\n  b\n", false}, {"a: |\n\n  b\n", false}, {"a: |\nb: c\n", false},
	{"a: |\n   b\n  c\n", false}, {"a: |\n  b\n   \n  c\n", false}, {"a: |\n  b\n # c\n", false},
	{"a: \"b\\n\"\n", false}, {"a: \"b\nc\"\n", false}, {"a: 'b''c'\n", false}, {"a: \"b\" c\n", false},
	{"a:\tb\n", false}, {"a: b\r\n", false}, {"a: b\u2028c\n", false}, {"a: b\u0085\n", false}, {"\uFEFFa: b\n", false}, {"a: \x80\n", false},
	{"---\na: b\n", false}, {"a: b\n---\nc: d\n", false}, {"a: b\n...\n", false}, {"%YAML 1.2\n---\na: b\n", false},
	{"a:\n  - b\n c: d\n", false}, {"a:\n  - - b\n", false}, {"a:\n  -\n    b\n", false}, {"a:\n  b: c\n d: e\n", false},
	{"? a\n: b\n", false}, {"a: -b\n", false}, {"a: - b\n", false}, {"a: @b\n", false}, {"<<: b\n", false},
}

// TestPlainYAML sees that the plain reader reads what it should, as the library does.
func TestPlainYAML(t *testing.T) {
	for _, c := range plainTexts {
		if got := comparePlain(t, c.text); got != c.plain {
			t.Errorf("%q: plain is %v", c.text, got)
		}
	}
}

// TestPlainYAMLOfPackets sees that the packets that Chancery carries are plain, and
// that of all other YAML of the project nothing is read otherwise.
func TestPlainYAMLOfPackets(t *testing.T) {
	n := 0
	for _, dir := range []string{"../assets", "testdata", "../cmd"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			ext := filepath.Ext(path)
			if err != nil || d.IsDir() || ext != ".yaml" && ext != ".md" && ext != ".txtar" {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for i, part := range strings.Split(string(data), "\n---\n") {
				part = strings.TrimPrefix(part, "---\n")
				for _, text := range strings.Split(part, "\n-- ") {
					_, body, _ := strings.Cut(text, " --\n")
					comparePlain(t, body)
				}
				plain := comparePlain(t, part)
				if strings.Contains(path, "2018-06-19-family-separation") && (ext == ".yaml" || i == 0) {
					if !plain {
						t.Errorf("%s is not plain", path)
					}
					n++
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 4 {
		t.Errorf("%d files of the first packet", n)
	}
}

// TestPlainYAMLOfRandomTexts puts texts together of what means something in YAML.
func TestPlainYAMLOfRandomTexts(t *testing.T) {
	parts := []string{"a: ", "b:", "c-d: ", "x", "y z", "\n", "\n", "\n  ", "\n  ", "\n    ", " ", "- ", "- ", "a: |\n  ", "|", "#", " # e", ":", "'f'", "\"g h\"", "[]", "é", "1", "\n\n", "\n- "}
	rng := rand.New(rand.NewSource(1))
	plain := 0
	for range 60000 {
		var b strings.Builder
		b.WriteString(parts[rng.Intn(3)])
		for range rng.Intn(16) {
			b.WriteString(parts[rng.Intn(len(parts))])
		}
		if comparePlain(t, b.String()) {
			plain++
		}
	}
	if plain < 500 {
		t.Errorf("only %d texts are plain", plain)
	}
}

// FuzzPlainYAML holds the plain reader to the library.
func FuzzPlainYAML(f *testing.F) {
	for _, c := range plainTexts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) { comparePlain(t, text) })
}
