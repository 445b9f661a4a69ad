package letterhead

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"chancery/assets"
	"chancery/layout"
)

// shipped are the letterheads that Chancery carries.
func shipped(t testing.TB) fs.FS {
	t.Helper()
	fsys, err := fs.Sub(assets.FS, "letterheads")
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// good is a small letterhead without a fault; tests change a line of it.
const good = `description: A small one
settings: {size: 11.5, justify: false}
ink: "#1A3350"
margins: {left: 72, right: 54.5, bottom: 72}
date-baseline: 144
continuation: {baseline: 44, gap: 24}
addresses: abreast
signatures: {columns: 2, gutter: 24, room: 45, small-capitals: true}
first-page:
  - region: office
    from: center
    x: -10
    width: 300
    y: 36
    height: 40
    align: center
    rule: 0.5
    lines:
      - {text: "{name}", size: 14, baseline: 20, bold: true}
      - {text: "{phone} · {web}", size: 10, baseline: 34, small-capitals: true, tracking: 50}
  - region: emblem
    from: right
    x: 72
    width: 58
    y: 36
    height: 58
    art: seal.svg
    alt: A star
`

const star = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M5 0L8 10 0 4H10L2 10z"/></svg>`

func folder(yaml string) fs.FS {
	return fstest.MapFS{
		"small/letterhead.yaml": {Data: []byte(yaml)},
		"small/seal.svg":        {Data: []byte(star)},
		"small/bad.svg":         {Data: []byte("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">\n<text/></svg>")},
	}
}

func TestLoad(t *testing.T) {
	lh, problems := Load(folder(good), "small")
	if problems != nil {
		t.Fatal(problems)
	}
	want := "small A small one map[justify:false size:11.5] 72 54.5 72 #1a3350 144 44 24 true 2 24 45 true"
	if got := fmt.Sprintf("%s %s %v %s %s %s #%06x %s %s %s %v %d %s %s %v", lh.Name, lh.Description, lh.Settings, lh.Left, lh.Right, lh.Bottom,
		uint32(lh.Color), lh.DateBaseline, lh.HeadingBaseline, lh.HeadingGap, lh.AddressesAbreast, lh.Columns, lh.Gutter, lh.SignatureRoom, lh.NamesSmallCaps); got != want {
		t.Errorf("letterhead\n%s\nwant\n%s", got, want)
	}
	region := func(r layout.Region) string {
		return fmt.Sprintf("%s %s %s %s %s %v %v %v %d %s %q %s", r.Name, r.X, r.Y, r.Width, r.Height, r.Centered, r.FromRight, r.Margins, r.Align, r.Rule, r.ArtAlt, r.Span)
	}
	if got, want := region(lh.First[0]), `office -10 36 300 40 true false false 1 0.5 "" small/letterhead.yaml:10:5`; got != want {
		t.Errorf("region\n%s\nwant\n%s", got, want)
	}
	if got, want := region(lh.First[1]), `emblem 72 36 58 58 false true false 0 0 "A star" small/letterhead.yaml:21:5`; got != want {
		t.Errorf("region\n%s\nwant\n%s", got, want)
	}
	if got, want := fmt.Sprint(lh.First[0].Lines), "[{{name} 14 20 false true false 0} {{phone} · {web} 10 34 true false false 50}]"; got != want {
		t.Errorf("lines\n%s\nwant\n%s", got, want)
	}
	if a := lh.First[1].Art; a == nil || a.Width != 10*layout.Point {
		t.Errorf("art %v", a)
	}
}

func TestLoadProblems(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"unknown key", "ink:", "inks:", `small/letterhead.yaml:3:1: error: unknown key "inks" in a letterhead [unknown-key]
inks: "#1A3350"
^^^^
hint: did you mean "ink"?`},
		{"unknown key, none near", "addresses: abreast", "zip: 1", `small/letterhead.yaml:7:1: error: unknown key "zip" in a letterhead [unknown-key]
zip: 1
^^^
hint: the keys are description, settings, ink, margins, date-baseline, continuation, addresses, signatures, first-page`},
		{"missing key", "bottom: 72", "bottom: 72", ``},
		{"missing margin", ", bottom: 72", "", `small/letterhead.yaml:4:11: error: key "bottom" is missing [missing-key]
margins: {left: 72, right: 54.5}
          ^^^^
hint: add it`},
		{"key twice", "addresses: abreast", "addresses: abreast\naddresses: stacked", `small/letterhead.yaml:8:1: error: key "addresses" is given twice [duplicate-key]
addresses: stacked
^^^^^^^^^
hint: remove one of the two`},
		{"length with unit", "date-baseline: 144", "date-baseline: 144pt", `small/letterhead.yaml:5:16: error: "144pt" is not a length [bad-number]
date-baseline: 144pt
               ^^^^^
hint: write points without a unit: 72, 11.5; an inch is 72, a centimetre 28.3465`},
		{"negative length", "date-baseline: 144", "date-baseline: -1", `small/letterhead.yaml:5:16: error: -1 is out of range: 0 to 10000 [bad-number]
date-baseline: -1
               ^^`},
		{"empty value", "abreast", `""`, `small/letterhead.yaml:7:12: error: "" is not one of stacked, abreast [bad-choice]
addresses: ""
           ^^
hint: write stacked or abreast`},
		{"no value", "date-baseline: 144", "date-baseline:", `small/letterhead.yaml:5:15: error: the key has no value [no-value]
date-baseline:
              ^
hint: give it one, or remove it; "" is an empty one`},
		{"columns", "columns: 2", "columns: 9", `small/letterhead.yaml:8:23: error: "9" is not a whole number from 1 to 4 [bad-number]
signatures: {columns: 9, gutter: 24, room: 45, small-capitals: true}
                      ^`},
		{"yes is not true", "small-capitals: true}", "small-capitals: yes}", `small/letterhead.yaml:8:64: error: "yes" is not one of false, true [bad-choice]
signatures: {columns: 2, gutter: 24, room: 45, small-capitals: yes}
                                                               ^^^
hint: write false or true`},
		{"choice", "abreast", "abrest", `small/letterhead.yaml:7:12: error: "abrest" is not one of stacked, abreast [bad-choice]
addresses: abrest
           ^^^^^^
hint: did you mean "abreast"?`},
		{"setting", "size: 11.5, justify: false", "justify: no, colour: red", `small/letterhead.yaml:2:21: error: "no" is not one of false, true [bad-choice]
settings: {justify: no, colour: red}
                    ^^
hint: write false or true
small/letterhead.yaml:2:25: error: unknown key "colour" in "settings" [unknown-key]
settings: {justify: no, colour: red}
                        ^^^^^^
hint: the keys are page-size, face, size, justify, hyphenate, expansion, number-sections, print-links`},
		{"no colour", `"#1A3350"`, "blue", `small/letterhead.yaml:3:6: error: "blue" is not a colour [bad-choice]
ink: blue
     ^^^^
hint: write it as six hexadecimal digits in quotes: "#1A3350"`},
		{"colour as a comment", `"#1A3350"`, "#1A3350", `small/letterhead.yaml:3:5: error: the key has no value [no-value]
ink: #1A3350
    ^
hint: give it one, or remove it; "" is an empty one`},
		{"pale ink", `"#1A3350"`, `"#777777"`, `small/letterhead.yaml:3:6: error: the ink #777777 is too pale: its contrast with white paper is below 7 to 1 [contrast]
ink: "#777777"
     ^^^^^^^^^
hint: choose a darker one`},
		{"no word", `"{name}"`, "Attorney General", `small/letterhead.yaml:19:16: error: the line shows none of the office's words [no-word]
      - {text: Attorney General, size: 14, baseline: 20, bold: true}
               ^^^^^^^^^^^^^^^^
hint: content belongs in office.yaml: write {name}, or another of jurisdiction, name, official, official-title, address, phone, fax, web, email`},
		{"wrong word", `"{name}"`, `"{nmae}"`, `small/letterhead.yaml:19:16: error: an office has no word {nmae} [unknown-key]
      - {text: "{nmae}", size: 14, baseline: 20, bold: true}
               ^^^^^^^^
hint: did you mean {name}? the words are jurisdiction, name, official, official-title, address, phone, fax, web, email`},
		{"spaced lower case", "small-capitals: true, tracking", "italic: true, tracking", `small/letterhead.yaml:20:83: error: letterspacing belongs to capitals alone [wrong-shape]
      - {text: "{phone} · {web}", size: 10, baseline: 34, italic: true, tracking: 50}
                                                                                  ^^
hint: add "small-capitals: true", or remove it`},
		{"margins with width", "from: center", "from: margins", `small/letterhead.yaml:12:8: error: a region from margin to margin has no "x" of its own [wrong-shape]
    x: -10
       ^^^
hint: remove it
small/letterhead.yaml:13:12: error: a region from margin to margin has no "width" of its own [wrong-shape]
    width: 300
           ^^^
hint: remove it`},
		{"lines and a drawing", "    rule: 0.5\n    lines:", "    art: \"\"\n    lines:", `small/letterhead.yaml:19:7: error: a region holds lines or a drawing, not both [wrong-shape]
      - {text: "{name}", size: 14, baseline: 20, bold: true}
      ^
hint: make two regions`},
		{"drawing elsewhere", "art: seal.svg", "art: ../seal.svg", `small/letterhead.yaml:27:10: error: the drawing's path leaves the letterhead's folder [outside-packet]
    art: ../seal.svg
         ^^^^^^^^^^^
hint: keep the drawing beside letterhead.yaml`},
		{"drawing missing", "art: seal.svg", "art: sael.svg", `small/letterhead.yaml:27:10: error: the drawing "sael.svg" is not in the letterhead's folder [missing-file]
    art: sael.svg
         ^^^^^^^^`},
		{"drawing not SVG", "art: seal.svg", "art: seal.png", `small/letterhead.yaml:27:10: error: a letterhead's drawing is SVG, so that it is sharp at any size [not-an-image]
    art: seal.png
         ^^^^^^^^
hint: the office's own seal may be PNG: give it in office.yaml`},
		{"drawing beyond the subset", "art: seal.svg", "art: bad.svg", `small/bad.svg:2:1: error: <text> is not of the subset [svg-unsupported]
<text/></svg>
^^^^^^^
hint: use PNG
small/letterhead.yaml:27:10: note: named here
    art: bad.svg
         ^^^^^^^`},
		{"alt without art", "    art: seal.svg\n", "", `small/letterhead.yaml:27:10: error: there is no "art" for "alt" to describe [wrong-shape]
    alt: A star
         ^^^^^^
hint: remove it`},
		{"broken", "addresses: abreast", "addresses: a: b", `small/letterhead.yaml:7:1: error: the YAML cannot be read: mapping values are not allowed in this context [broken-yaml]
addresses: a: b
^^^^^^^^^^^^^^^
hint: put values that hold ":" or begin with "{", "#" or "*" in quotes`},
		{"a list", good, "- a\n- b\n", `small/letterhead.yaml:1:1: error: keys with values are expected here [wrong-shape]
- a
^`},
		{"empty", good, "# nothing\n", `small/letterhead.yaml: error: the letterhead is empty [empty-file]
hint: copy one that Chancery has and change it`},
		{"alias", "addresses: abreast", "addresses: *x", `small/letterhead.yaml: error: the YAML cannot be read: unknown anchor 'x' referenced [broken-yaml]
hint: put values that hold ":" or begin with "{", "#" or "*" in quotes`},
		{"anchor", "addresses: abreast", "addresses: &x abreast", `small/letterhead.yaml:7:12: error: anchors, aliases and keys that are not words are not read [yaml-feature]
addresses: &x abreast
           ^^^^^^^
hint: write the value out`},
		{"a certification and a drawing", "    art: seal.svg\n    alt: A star\n", "    art: seal.svg\n    certification: true\n", `small/letterhead.yaml:27:10: error: a region for the certification holds nothing else, and "art" is something [wrong-shape]
    art: seal.svg
         ^^^^^^^^
hint: make two regions
small/letterhead.yaml:28:20: error: the region for the certification is too narrow for a seal and the words beside it [bad-number]
    certification: true
                   ^^^^
hint: make it at least twice as wide as it is high`},
		{"a narrow certification", "    art: seal.svg\n    alt: A star\n", "    certification: true\n", `small/letterhead.yaml:27:20: error: the region for the certification is too narrow for a seal and the words beside it [bad-number]
    certification: true
                   ^^^^
hint: make it at least twice as wide as it is high`},
		{"a certification that is neither", "    art: seal.svg\n    alt: A star\n", "    certification: perhaps\n", `small/letterhead.yaml:27:20: error: "perhaps" is not one of false, true [bad-choice]
    certification: perhaps
                   ^^^^^^^
hint: write false or true`},
		{"two certifications", "first-page:\n", "first-page:\n  - {region: a, width: 20, y: 0, height: 9, certification: true}\n  - {region: b, width: 20, y: 9, height: 9, certification: true}\n", `small/letterhead.yaml:11:6: error: a document is certified once, and a region is reserved for that already [second-field]
  - {region: b, width: 20, y: 9, height: 9, certification: true}
     ^^^^^^
hint: leave "certification" to one region
small/letterhead.yaml:10:6: note: the first one
  - {region: a, width: 20, y: 0, height: 9, certification: true}
     ^^^^^^`},
		{"Latin-1", "A small one", "\xe9", `small/letterhead.yaml: error: the file is not UTF-8 [encoding]
hint: save it as UTF-8`},
	} {
		t.Run(c.name, func(t *testing.T) {
			yaml := strings.Replace(good, c.from, c.to, 1)
			lh, problems := Load(folder(yaml), "small")
			if got := problems.Error(); got != c.want {
				t.Errorf("problems\n%s\nwant\n%s", got, c.want)
			}
			if (lh == nil) != (c.want != "") {
				t.Errorf("a letterhead comes with an error, or none without: %v", lh)
			}
		})
	}
}

func TestTwoEmblems(t *testing.T) {
	yaml := good[:strings.Index(good, "first-page")] + `first-page:
  - {region: a, width: 9, y: 0, height: 9, art: seal.svg}
  - {region: b, width: 9, y: 9, height: 9, art: seal.svg}
`
	want := `small/letterhead.yaml:11:6: error: a letterhead has one emblem, whose place the office's own seal takes [second-emblem]
  - {region: b, width: 9, y: 9, height: 9, art: seal.svg}
     ^^^^^^
hint: leave "art" to one region
small/letterhead.yaml:10:6: note: the first one
  - {region: a, width: 9, y: 0, height: 9, art: seal.svg}
     ^^^^^^`
	if _, problems := Load(folder(yaml), "small"); problems.Error() != want {
		t.Errorf("problems\n%s\nwant\n%s", problems.Error(), want)
	}
}

func TestNoLetterhead(t *testing.T) {
	for name, want := range map[string]string{
		"smal":       "smal/letterhead.yaml: error: there is no letterhead \"smal\" [missing-file]\nhint: did you mean \"small\"? there are: small",
		"other":      "other/letterhead.yaml: error: there is no letterhead \"other\" [missing-file]\nhint: there are: small",
		"../small":   "../small/letterhead.yaml: error: a letterhead's name is the name of a folder, not \"../small\" [missing-file]\nhint: there are: small",
		"a/../small": "small/letterhead.yaml: error: a letterhead's name is the name of a folder, not \"a/../small\" [missing-file]\nhint: there are: small",
		"":           "letterhead.yaml: error: a letterhead's name is the name of a folder, not \"\" [missing-file]\nhint: there are: small",
	} {
		lh, problems := Load(folder(good), name)
		if lh != nil || problems.Error() != want {
			t.Errorf("%q: %v\n%s\nwant\n%s", name, lh, problems.Error(), want)
		}
	}
}

func TestParseLength(t *testing.T) {
	for in, want := range map[string]layout.Length{
		"0": 0, "1": 65536, "11.5": 753664, "-0.5": -32768, "0.1": 6554, "28.3465": 1857716, "999999999": 999999999 << 16,
	} {
		if got, ok := ParseLength(in); !ok || got != want {
			t.Errorf("%q is %d (%v), want %d", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "-", ".", "1.", ".5", "+1", "1e3", "1,5", "1 2", "0x10", "١", "1234567890", "--1", "1.2.3"} {
		if got, ok := ParseLength(in); ok {
			t.Errorf("%q is read as %s", in, got)
		}
	}
}

func TestContrast(t *testing.T) {
	for c, want := range map[layout.Color]int64{0: 2100, 0xFFFFFF: 100, 0x767676: 453, 0x595959: 700, 0x1A3350: 1284} {
		num, den := contrast(c)
		if got := num * 100 / den; got > want || got < want-want/50-1 {
			t.Errorf("#%06x has a contrast of %d hundredths, want %d", uint32(c), got, want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(good)
	f.Add("first-page: [{lines: [{text: '{name'}]}]\nsettings: [a]\n")
	f.Add("a: &x [*x]\n? [b]\n: c\n")
	f.Fuzz(func(t *testing.T, yaml string) {
		lh, problems := Load(folder(yaml), "small")
		if (lh == nil) != (problems.Errors() > 0) {
			t.Fatalf("a letterhead %v with %v", lh, problems)
		}
		_ = problems.Error()
		Settings(folder(yaml), "small")
		List(folder(yaml))
	})
}

func BenchmarkLoad(b *testing.B) {
	fsys := shipped(b)
	b.ReportAllocs()
	for range b.N {
		if lh, problems := Load(fsys, "new-mexico-attorney-general"); lh == nil {
			b.Fatal(problems)
		}
	}
}

func ExampleList() {
	fsys, err := fs.Sub(assets.FS, "letterheads")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range List(fsys) {
		fmt.Printf("%s: %s\n", s.Name, s.Description)
	}
	// Output:
	// new-mexico-attorney-general: State and office centred over the emblem, the official's name under a hairline
	// plain: Office flush left over a hairline, address and telephone at the right, ragged text
}

func ExampleSettings() {
	fsys, err := fs.Sub(assets.FS, "letterheads")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(Settings(fsys, "plain"))
	// Output: map[face:STIX Two Text hyphenate:false justify:false size:11.5]
}
