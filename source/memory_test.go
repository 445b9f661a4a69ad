package source

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// FuzzMemory sees that a text that the memory reads key by key is read as YAML reads
// it whole, the first time and from memory.
func FuzzMemory(f *testing.F) {
	paths, err := filepath.Glob("../assets/packets/*/*")
	if err != nil {
		f.Fatal(err)
	}
	more, err := filepath.Glob("testdata/problems/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range append(paths, more...) {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range strings.Split(string(data), "---\n") {
			f.Add(part)
		}
	}
	for _, s := range []string{
		"a: b", "a: |\n  b\n\nc: >-\n  d\n  e\n# f\n\ng:\n- h\n- i: j\n  k: l\n", "a: |+\n  b\n\n\nc: d\n", "a: 'b\nc: d'\n", "a: [b,\nc: d]\n",
		"a: b\nc\nd: e", "a: &x b\nc: *x", "a: !!str b", "a: b\n---\nc: d", "a: b\n...\n", "%YAML 1.1\na: b", "\"a\": b", "? a\n: b", "a: b\n\tc: d", "- a\nb: c", "a:\n  b\nc: d # e",
		"a: b\r\nc: d\r\n", "é: a\nb: é", "a: \u2028b\nc: d", "a: b\n\u0085c: d", "#\r&0\nA:", "a: {b: c,\nd: e}", "a: \"b\\\nc: d\"", "{a: b}", "a: b\na: c", "a b: c\nd:\n\n  - e\n\n  - f\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := new(Memory)
		for range 2 {
			got := m.root(text)
			if got == nil {
				return // it is read whole
			}
			var doc yaml.Node
			dec := yaml.NewDecoder(strings.NewReader(text))
			if err := dec.Decode(&doc); err != nil {
				t.Fatalf("%q is no YAML (%v), and is read", text, err)
			}
			if err := dec.Decode(new(yaml.Node)); err == nil || err.Error() != "EOF" {
				t.Fatalf("%q goes on after the mapping (%v), and is read", text, err)
			}
			want := doc.Content[0]
			usual(want) // drops comments
			if !reflect.DeepEqual(got, want) {
				a, _ := yaml.Marshal(got)
				b, _ := yaml.Marshal(want)
				t.Fatalf("%q is read as\n%s%+v\nnot\n%s%+v", text, a, got, b, want)
			}
		}
	})
}

// TestMemoryHelps sees that the files of the first packet are read key by key, and
// from the memory where they are as before.
func TestMemoryHelps(t *testing.T) {
	m := new(Memory)
	p, problems, err := m.Load(seedPacket, Overrides{})
	if err != nil || problems.Errors() > 0 {
		t.Fatal(err, problems)
	}
	if len(m.keys) > 0 {
		t.Error("the first packet is read key by key")
	}
	if _, _, err := m.Load(seedPacket, Overrides{}); err != nil {
		t.Fatal(err)
	}
	kept := len(m.keys)
	if kept < 20 {
		t.Errorf("%d keys are kept", kept)
	}
	again, _, err := m.Load(seedPacket, Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	if len(m.keys) != kept {
		t.Errorf("%d keys are kept of the same packet, not %d", len(m.keys), kept)
	}
	plain, _, err := Load(seedPacket, Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	show := func(p *Packet) string {
		s, err := Show(p)
		if err != nil {
			t.Fatal(err)
		}
		return string(s)
	}
	if want := show(plain); show(p) != want || show(again) != want {
		t.Error("a packet is read otherwise from memory")
	}
}

// TestMemoryIsBounded fills it.
func TestMemoryIsBounded(t *testing.T) {
	m := new(Memory)
	for i := range 10 {
		if m.root("a: "+strings.Repeat(string(rune('b'+i)), maxYAML/4)) == nil || m.size > maxYAML || len(m.keys) > 4 {
			t.Fatalf("%d bytes, %d keys", m.size, len(m.keys))
		}
	}
}
