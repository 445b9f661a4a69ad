package press_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"chancery/layout/press"
)

const packet = "../../assets/packets/2018-06-19-family-separation"

func ExampleBuild() {
	dir, err := os.MkdirTemp("", "chancery")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	res, err := press.Build(context.Background(), press.Options{Packet: packet, Output: dir})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range res.Files {
		fmt.Println(filepath.Base(f.Path), f.Pages, "pages,", f.Standards)
	}
	// Output:
	// release.pdf 2 pages, PDF/A-2a, PDF/UA-1
	// letter.pdf 4 pages, PDF/A-2a, PDF/UA-1
	// packet.epub 6 pages, EPUB 3.3
}

func ExampleCheck() {
	problems, err := press.Check(context.Background(), press.Options{Packet: packet})
	fmt.Println(len(problems), err)
	// Output: 0 <nil>
}

func ExampleLoad() {
	p, problems, err := press.Load(packet, nil)
	if err != nil || len(problems) > 0 {
		fmt.Println(problems, err)
		return
	}
	for _, d := range p.Documents {
		fmt.Println(d.Kind, d.Settings.Face, d.Settings.Size)
	}
	// Output:
	// release STIX Two Text 11.5
	// letter STIX Two Text 11.5
}

func ExampleSet() {
	docs, err := press.Set(context.Background(), press.Options{Packet: packet})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range docs {
		last := d.Starts[len(d.Starts)-1]
		fmt.Printf("%s: page %s begins in %s at byte %d\n", d.Name, last.Label, last.ID, last.Offset)
	}
	// Output:
	// release: page 2 begins in release-p5 at byte 307
	// letter: page 4 begins in letter-signatory-15 at byte 0
}

func ExampleLetterheads() {
	for _, l := range press.Letterheads("", "") {
		fmt.Println(l.Name, "·", l.From)
	}
	// Output:
	// new-mexico-attorney-general · built in
	// plain · built in
}

func ExamplePress() {
	p := press.New()
	for range 2 { // the second takes a fraction of the time
		files, warnings, err := p.Make(context.Background(), press.Options{Packet: packet, Formats: []press.Format{press.PDF}})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, f := range files {
			fmt.Println(f.Path, f.Pages, "pages,", int64(len(f.Data)) == f.Bytes, len(warnings))
		}
	}
	// Output:
	// release.pdf 2 pages, true 0
	// letter.pdf 4 pages, true 0
	// release.pdf 2 pages, true 0
	// letter.pdf 4 pages, true 0
}

func ExampleNew() {
	// A press remembers words and paragraphs: the second build is quicker.
	p := press.New()
	for range 2 {
		made, _, err := p.Make(context.Background(), press.Options{Packet: packet})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(len(made), made[1].Path)
	}
	// Output:
	// 3 letter.pdf
	// 3 letter.pdf
}

func ExampleInit() {
	dir, err := os.MkdirTemp("", "chancery")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	s, err := press.Init(filepath.Join(dir, "first"), false)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range s.Files {
		fmt.Println(filepath.Base(f))
	}
	// Output:
	// letter.md
	// office.yaml
	// packet.yaml
	// release.md
}

func ExampleFontNames() {
	fmt.Println(press.FontNames(packet))
	// Output: [STIX Two Text EB Garamond]
}

func ExampleFonts() {
	list, _, err := press.Fonts(packet, "")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(list[0].Name, list[0].Styles, list[0].SmallCaps)
	// Output: STIX Two Text [Regular Italic Bold Bold Italic] true
}

func ExampleCheckFont() {
	f, err := press.CheckFont("../../fonts/EBGaramond-Bold.ttf")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Name, f.Styles)
	// Output: EB Garamond [Bold]
}

func ExampleSchema() {
	s, err := press.Schema("letter")
	fmt.Println(len(s) > 0, err)
	s, err = press.Schema("memo")
	fmt.Println(s == nil, err)
	// Output:
	// true <nil>
	// true <nil>
}

func ExampleLanguages() {
	list, _, err := press.Languages(packet, "")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range list {
		fmt.Println(l.Tag, "·", l.Words, "·", l.Hyphenation)
	}
	// Output:
	// en-US · built in · [built in]
	// es · built in · [built in]
}

func ExampleBuiltInLanguages() {
	fmt.Println(press.BuiltInLanguages())
	// Output: [en-US es]
}

func ExampleLabelFile() {
	data, err := press.LabelFile("es-MX")
	if err != nil {
		fmt.Println(err)
		return
	}
	first, _, _ := strings.Cut(string(data), "\n")
	fmt.Println(first)
	_, err = press.LabelFile("fr")
	fmt.Println(err)
	// Output:
	// # The words of Spanish, for every region. See README.md.
	// no words of the language "fr" are built in
	// hint: use en-US or es
}

func ExampleSignature_Draw() {
	at := time.Date(2018, 6, 19, 14, 0, 0, 0, time.UTC)
	content, err := press.Signature{Lang: "en-US", Name: "Hector Balderas", Time: at}.Draw(200, 39)
	if err != nil {
		fmt.Println(err)
		return
	}
	// One outline for each glyph that has one: 14 of the name, 39 of the line under it.
	fmt.Println(bytes.Count(content, []byte("f Q\n")), "outlines")
	// A seal has a year in its middle, an edge and two rings.
	content, err = press.Signature{Lang: "en-US", Name: "Hector Balderas", Time: at, Seal: true}.Draw(150, 58)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(bytes.Count(content, []byte("f Q\n")), "outlines,", bytes.Count(content, []byte("\ns\n")), "lines")
	_, err = press.Signature{Lang: "en-US", Name: "羅", Time: at}.Draw(200, 39)
	fmt.Println(err)
	// Output:
	// 53 outlines
	// 57 outlines, 3 lines
	// no face has the character '羅' (U+7F85) of "羅"
}

func ExampleReadIssued() {
	dir, err := os.MkdirTemp("", "chancery")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if _, err := press.Build(context.Background(), press.Options{Packet: packet, Output: dir}); err != nil {
		fmt.Println(err)
		return
	}
	issued, err := press.ReadIssued(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range issued[0].Documents {
		fmt.Println(f.Name)
	}
	fmt.Println(issued[0].Record.Publisher, issued[0].Record.Embargo)
	// Output:
	// release.pdf
	// letter.pdf
	// New Mexico Office of the Attorney General <nil>
}
