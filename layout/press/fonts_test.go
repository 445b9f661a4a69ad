package press

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"chancery/fonts"
	"chancery/source"
)

func TestFonts(t *testing.T) {
	list, problems, err := Fonts(t.TempDir(), "")
	if err != nil || len(problems) > 0 || len(list) != len(fonts.Families()) {
		t.Fatalf("%d families, %v %v", len(list), problems, err)
	}
	for _, f := range list {
		if len(f.Styles) != 4 || f.From != "built in" || !f.SmallCaps || len(f.Scripts) == 0 || f.Scripts[0].Name != "Latin" || f.Scripts[0].Characters < 200 {
			t.Errorf("%+v", f)
		}
		if f.Characters <= f.Scripts[0].Characters {
			t.Errorf("%s: %d characters, %d of them Latin: no digit?", f.Name, f.Characters, f.Scripts[0].Characters)
		}
	}
}

// renamed is a face of the name in another name of the same length.
func renamed(t *testing.T, data []byte, from, to string) []byte {
	t.Helper()
	wide := func(s string) []byte {
		var b []byte
		for _, c := range []byte(s) {
			b = append(b, 0, c)
		}
		return b
	}
	out := bytes.ReplaceAll(data, wide(from), wide(to))
	if bytes.Equal(out, data) {
		t.Fatal("the name is not there")
	}
	return out
}

func TestFontsOfAPacket(t *testing.T) {
	family, err := fonts.Lookup("STIX Two Text")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "fonts"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"own.ttf":    renamed(t, family.Face(false, true).Data, "STIX Two Text", "Our Own Faces"),
		"broken.ttf": []byte("a font, I swear"),
	} {
		if err := os.WriteFile(filepath.Join(dir, "fonts", name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	list, problems, err := Fonts(dir, "")
	if err != nil || len(list) != 3 || list[0].Name != "Our Own Faces" || list[0].From != "fonts" || len(list[0].Styles) != 1 || list[0].Styles[0] != "Italic" {
		t.Errorf("%+v %v", list, err)
	}
	if problems.Errors() != 1 || problems[0].Code != CodeBadFont {
		t.Errorf("%v", problems)
	}
	if names := FontNames(dir); len(names) != 3 || names[0] != "Our Own Faces" {
		t.Errorf("%q", names)
	}
	var usage *source.UsageError
	if _, _, err := Fonts(filepath.Join(dir, "nowhere"), ""); !errors.As(err, &usage) {
		t.Errorf("%v", err)
	}
}

func TestCheckFont(t *testing.T) {
	family, err := fonts.Lookup("STIX Two Text")
	if err != nil {
		t.Fatal(err)
	}
	good := family.Face(false, true).Data
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}

	f, err := CheckFont(write("good.ttf", good))
	if err != nil || f.Name != "STIX Two Text" || len(f.Styles) != 1 || f.Styles[0] != "Italic" || f.Characters < 300 {
		t.Errorf("%+v %v", f, err)
	}
	var refused *FontError
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"empty.ttf", nil},
		{"text.ttf", []byte("a font, I swear")},
		{"short.ttf", good[:len(good)/2]},
		{"postscript.otf", bytes.Replace(good, []byte("glyf"), []byte("CFF "), 1)},
	} {
		if _, err := CheckFont(write(c.name, c.data)); !errors.As(err, &refused) || refused.Reason == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	var usage *source.UsageError
	for _, path := range []string{filepath.Join(dir, "none.ttf"), dir} {
		if _, err := CheckFont(path); !errors.As(err, &usage) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
