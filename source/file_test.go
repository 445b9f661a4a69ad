package source

import (
	"os"
	"strings"
	"testing"
)

// TestEncodings reads files that are not what they should be.
func TestEncodings(t *testing.T) {
	utf16 := func(s string, little, mark bool) []byte {
		var b []byte
		if mark {
			s = "\uFEFF" + s
		}
		for _, r := range s {
			if little {
				b = append(b, byte(r), byte(r>>8))
			} else {
				b = append(b, byte(r>>8), byte(r))
			}
		}
		return b
	}
	for _, c := range []struct {
		name string
		data []byte
		want string // "" for a file that is read
	}{
		{"UTF-8", []byte(shortLetter), ""},
		{"byte-order mark", []byte("\uFEFF" + shortLetter), ""},
		{"CRLF", []byte(strings.ReplaceAll(shortLetter, "\n", "\r\n")), ""},
		{"both", []byte("\uFEFF" + strings.ReplaceAll(shortLetter, "\n", "\r\n")), ""},
		{"UTF-16 with a mark", utf16(shortLetter, true, true), "letter.md: error: the file is UTF-16, not UTF-8 [encoding]\nhint: save the file as UTF-8"},
		{"UTF-16, big end first", utf16(shortLetter, false, true), "letter.md: error: the file is UTF-16, not UTF-8 [encoding]\nhint: save the file as UTF-8"},
		{"UTF-16 without a mark", utf16(shortLetter, true, false), "letter.md: error: the file is UTF-16, not UTF-8 [encoding]\nhint: save the file as UTF-8"},
		{"Latin-1", []byte("---\nkind: letter\nto: [Jos\xE9]\n---\n"), "letter.md: error: the file is Latin-1 or Windows-1252, not UTF-8 (byte E9 in line 3) [encoding]\nhint: save the file as UTF-8"},
		{"NUL", []byte(shortLetter + "a\x00b\n"), "letter.md: error: the file holds a NUL byte in line 9: it is no text [encoding]\nhint: write the source with a text editor and save the file as UTF-8"},
		{"control", []byte(shortLetter + "a\x1B[31mb\n"), "letter.md:9:2: error: the character U+001B cannot stand in a text [control-character]\na [31mb\n ^\nhint: a control character: take it out"},
		{"CR", []byte("a\rb"), "letter.md:1:2: error: the character U+000D cannot stand in a text [control-character]\na b\n ^\nhint: end lines with LF or CRLF"},
		{"line separator", []byte(shortLetter + "a\u2028b\n"), "letter.md:9:2: error: the character U+2028 cannot stand in a text [control-character]\na   b\n ^^^\nhint: write an ordinary line's end"},
		{"mark inside", []byte(shortLetter + "a\uFEFFb\n"), "letter.md:9:2: error: the character U+FEFF cannot stand in a text [control-character]\na   b\n ^^^\nhint: a byte-order mark inside the text: take it out"},
		{"replacement", []byte(shortLetter + "a\uFFFDb\n"), "letter.md:9:2: error: the character U+FFFD cannot stand in a text [control-character]\na   b\n ^^^\nhint: a letter was lost when the text was converted: write it again"},
	} {
		l := &loader{}
		file := l.decode("letter.md", c.data)
		got := l.problems.Sort().Error()
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if c.want == "" && string(file.Data) != shortLetter {
			t.Errorf("%s: read as %q", c.name, file.Data)
		}
	}
}

// TestKept sees that the characters with which a writer steers lines reach the model.
func TestKept(t *testing.T) {
	const text = "A\u00A0B C\u00ADD E\u2011F e\u0301 ʻ \u200D."
	_, d, problems := (&loader{packet: &Packet{}, assets: map[string]*Asset{}}).readMemory(t, []byte(strings.Replace(shortLetter, "Text.", text, 1)))
	if len(problems) > 0 || PlainText(d.Body[0].Inlines) != text {
		t.Errorf("%q %v", PlainText(d.Body[0].Inlines), problems)
	}
}

// TestTooLarge sees that a file which nobody wrote does not fill the memory.
func TestTooLarge(t *testing.T) {
	t.Chdir(t.TempDir())
	f, err := os.Create("letter.md")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(maxText + 1); err != nil {
		t.Fatal(err)
	}
	f.Close()
	_, problems, err := Load("letter.md", Overrides{})
	if err != nil || len(problems) != 1 || problems[0].Code != CodeFileTooLarge {
		t.Error(problems, err)
	}
}

// TestCarets prints a problem under characters of more than one byte and after a tab.
func TestCarets(t *testing.T) {
	long := strings.Repeat("word ", 60)
	for _, c := range []struct {
		line       string
		start, end int
		want       string
	}{
		{"ʻokina\tʻx\nmore", len("ʻokina\t"), len("ʻokina\tʻx"), "a.md:1:8: error: t [c]\nʻokina\tʻx\n      \t^^"},
		{long, 0, 4, "a.md:1:1: error: t [c]\n" + long[:100] + "…\n^^^^"},
		{long, 150, 154, "a.md:1:151: error: t [c]\n…" + long[110:210] + "…\n" + strings.Repeat(" ", 41) + "^^^^"},
		{long, 290, 294, "a.md:1:291: error: t [c]\n…" + long[200:] + "\n" + strings.Repeat(" ", 91) + "^^^^"},
		{long, 0, 300, "a.md:1:1: error: t [c]\n" + long[:100] + "…\n" + strings.Repeat("^", 100)},
		{"end", 3, 3, "a.md:1:4: error: t [c]\nend\n   ^"},
	} {
		f := &File{Name: "a.md", Data: []byte(c.line)}
		if got := (Problem{Span: Span{f, c.start, c.end}, Code: "c", Text: "t"}).String(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestSort sees that problems stand in the order of their places, each once.
func TestSort(t *testing.T) {
	a, b := &File{Name: "a", Data: []byte("abc")}, &File{Name: "b", Data: []byte("abc")}
	at := func(f *File, n int, text string) Problem {
		return Problem{Span: Span{f, n, n + 1}, Code: "c", Text: text}
	}
	ps := Problems{at(b, 0, "5"), at(a, 2, "4"), at(a, 0, "1"), at(a, 0, "2"), at(a, 0, "1"), {Path: "a", Code: "c", Text: "3"}, {Path: "c", Code: "c", Text: "6", Warning: true}}
	var got string
	ps = ps.Sort()
	for _, p := range ps {
		got += p.Text
	}
	if got != "123456" || ps.Errors() != 5 {
		t.Errorf("%s, %d errors", got, ps.Errors())
	}
}
