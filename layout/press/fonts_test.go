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
	list := Fonts()
	if len(list) != len(fonts.Families()) {
		t.Fatalf("%d families", len(list))
	}
	for _, f := range list {
		if len(f.Styles) != 4 || !f.SmallCaps || len(f.Scripts) == 0 || f.Scripts[0].Name != "Latin" || f.Scripts[0].Characters < 200 {
			t.Errorf("%+v", f)
		}
		if f.Characters <= f.Scripts[0].Characters {
			t.Errorf("%s: %d characters, %d of them Latin: no digit?", f.Name, f.Characters, f.Scripts[0].Characters)
		}
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
